/** The report of an import: counted, filtered, in a sentence. */
import type { ImportDto, ImportLine } from '../host/api';

/** Levels, most pressing first. */
export const LEVELS = ['error', 'warning', 'skipped', 'changed', 'taken'] as const;

/** How many lines there are of each level, most pressing first; levels without lines are left out. */
export function levels(lines: readonly ImportLine[]): { level: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line.level, (counts.get(line.level) ?? 0) + 1);
  const known = LEVELS.filter((l) => counts.has(l));
  const other = [...counts.keys()].filter((l) => !LEVELS.some((k) => k === l));
  return [...known, ...other].map((level) => ({ level, count: counts.get(level) ?? 0 }));
}

/** The lines of a level, or all of them with the most pressing first; order within a level is kept. */
export function linesOf(lines: readonly ImportLine[], level: string): ImportLine[] {
  if (level !== '') return lines.filter((l) => l.level === level);
  const rank = (l: ImportLine): number => {
    const at = LEVELS.findIndex((k) => k === l.level);
    return at < 0 ? LEVELS.length : at;
  };
  return [...lines].sort((a, b) => rank(a) - rank(b));
}

/** "would add 44 artefacts and 61 links, and change 2; 3 are there already". */
export function summary(report: ImportDto, dry: boolean): string {
  const n = (count: number, one: string): string =>
    `${count.toLocaleString('en-GB')} ${one}${count === 1 ? '' : 's'}`;
  if (report.added === 0 && report.changed === 0 && report.links === 0) {
    return report.unchanged === 0
      ? 'Nothing was found that could be taken in.'
      : `Nothing is new: ${n(report.unchanged, 'artefact')} ${report.unchanged === 1 ? 'is' : 'are'} there already.`;
  }
  const verb = dry ? 'Would add' : 'Added';
  const parts = [`${verb} ${n(report.added, 'artefact')} and ${n(report.links, 'link')}`];
  if (report.changed > 0) parts.push(`${dry ? 'change' : 'changed'} ${n(report.changed, 'artefact')}`);
  const same =
    report.unchanged > 0
      ? `; ${report.unchanged.toLocaleString('en-GB')} ${report.unchanged === 1 ? 'is' : 'are'} there already`
      : '';
  return `${parts.join(', and ')}${same}.`;
}
