/** What a change touches, as the page and the clipboard say it. Pure. */
import type { CardDto, ImpactDto } from '../host/api';

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

/** The whole as Markdown, each row with its way. */
export function asMarkdown(impact: ImpactDto): string {
  const name = (card: CardDto): string => `${card.short} ${card.title}`;
  const lines = [`# If ${name(impact.root)}${impact.field ? `, ${impact.field},` : ''} changes`];
  if (impact.note) lines.push('', impact.note);
  for (const group of impact.groups) {
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
