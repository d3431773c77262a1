/** What a change touches, as the page and the clipboard say it. Pure. */
import type { CardDto, ImpactDto, ImpactGroup } from '../host/api';

/** A piece of a way: how one comes to it, and what it is. */
export interface Part {
  words: string;
  card: CardDto;
}

/** The shortest way from what changes to a row, both ends among its parts. */
export function wayTo(impact: Pick<ImpactDto, 'groups' | 'roots'>, id: string): Part[] {
  const rows = new Map(impact.groups.flatMap((g) => g.rows).map((r) => [r.card.id, r]));
  const roots = new Map(impact.roots.map((r) => [r.id, r]));
  const way: Part[] = [];
  const seen = new Set<string>();
  let at = id;
  for (let row = rows.get(at); row && !seen.has(at); row = rows.get(at)) {
    seen.add(at);
    way.unshift({ words: row.words, card: row.card });
    at = row.via;
  }
  const root = roots.get(at);
  if (root) way.unshift({ words: '', card: root });
  return way;
}

/** The groups that are shown: what stands on the change itself, and what lies beyond a decision. */
export function split(impact: Pick<ImpactDto, 'groups'>): { direct: ImpactGroup[]; beyond: ImpactGroup[] } {
  const part = (beyond: boolean): ImpactGroup[] =>
    impact.groups
      .filter((g) => g.name !== 'parts')
      .map((g) => ({ ...g, rows: g.rows.filter((r) => r.beyond === beyond) }))
      .filter((g) => g.rows.length > 0);
  return { direct: part(false), beyond: part(true) };
}

/** The whole as Markdown, each row with its way. */
export function asMarkdown(impact: ImpactDto): string {
  const name = (card: CardDto): string => `${card.short} ${card.title}`;
  const lines = [`# If ${name(impact.root)}${impact.field ? `, ${impact.field},` : ''} changes`];
  if (impact.note) lines.push('', impact.note);
  for (const group of split(impact).direct) {
    lines.push('', `## ${group.label} (${group.rows.length})`, '');
    for (const row of group.rows) {
      const way = wayTo(impact, row.card.id)
        .map((p) => `${p.words} ${p.card.short}`.trim())
        .join(' ');
      lines.push(
        `- ${row.live ? '**live** ' : ''}${name(row.card)}${row.told ? `, ${row.told}` : ''}: ${way}`,
      );
    }
  }
  if (impact.beyond > 0) {
    const rows = split(impact).beyond.flatMap((g) => g.rows);
    lines.push('', '## In question only if one of those decisions falls', '');
    lines.push(...rows.map((row) => `- ${name(row.card)}`));
  }
  if (impact.people.length > 0) {
    lines.push('', '## People to ask', '');
    for (const person of impact.people) {
      const why = person.reasons
        .map((r) => `${r.words} ${r.about.map((c) => c.short).join(', ')}`)
        .join('; ');
      lines.push(`- ${person.card.title}${person.team ? ` (${person.team.title})` : ''}: ${why}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
