/** What the reader and the board write, as arguments of the commands. Pure. */
import type { AddArgs, PassageView, SetArgs, PlaceDto } from '../host/api';

/** A passage of evidence becomes a highlight that keeps its place. */
export function highlight(
  evidence: string,
  quote: string,
  span: PlaceDto,
  tags: readonly string[],
): Partial<AddArgs> {
  return {
    kind: 'highlight',
    fields: {
      quote,
      'span-from': span.from,
      'span-to': span.to,
      ...(tags.length > 0 ? { tags: [...tags] } : {}),
    },
    links: [{ type: 'taken-from', other: evidence, out: true, fields: {} }],
  };
}

/** Highlights go to a group, all in one change; undefined where they lie there already. */
export function moved(passages: readonly PassageView[], to: string): Partial<SetArgs> | undefined {
  const [first, ...others] = passages.filter((p) => p.group !== to);
  if (!first) return undefined;
  return {
    id: first.card.id,
    also: others.map((p) => p.card.id),
    fields: { cluster: to === '' ? null : to },
    links: [],
    unlinks: [],
  };
}

/** "2 quotes moved to “Tired”." */
export function movedWords(count: number, to: string): string {
  const what = count === 1 ? '1 quote' : `${count} quotes`;
  return to === ''
    ? `${what} taken out of ${count === 1 ? 'its group' : 'their group'}.`
    : `${what} moved to “${to}”.`;
}

/** Whether a quote, its source or its tags say these words. */
export function says(passage: PassageView, words: string): boolean {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return true;
  return [
    passage.quote,
    passage.card.title,
    passage.card.short,
    passage.participant ?? '',
    ...passage.card.tags,
  ].some((text) => text.toLowerCase().includes(wanted));
}
