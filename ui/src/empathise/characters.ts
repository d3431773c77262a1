/**
 * Places in a text. The host counts characters (Unicode scalar values), a page counts UTF-16 units: an
 * emoji is one and two.
 */
import type { ContactDto, PassageView, PlaceDto } from '../host/api';

/** A piece of a text in UTF-16 units, as `String.slice` takes it. */
export interface Slice {
  from: number;
  to: number;
}

/** Turns many places of the host into slices of one text, in one walk through it. */
export function slicesOf(text: string, spans: readonly PlaceDto[]): Slice[] {
  const wanted = [...new Set(spans.flatMap((s) => [s.from, s.to]))].sort((a, b) => a - b);
  const units = new Map<number, number>();
  let [unit, character, next] = [0, 0, 0];
  while (next < wanted.length) {
    while (next < wanted.length && wanted[next] === character) {
      units.set(character, unit);
      next++;
    }
    if (unit >= text.length) break;
    unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
    character++;
  }
  const of = (n: number): number => units.get(n) ?? text.length;
  return spans.map((s) => ({ from: of(s.from), to: of(s.to) }));
}

/** A slice as the host counts it. */
export function spanOf(text: string, slice: Slice): PlaceDto {
  const count = (part: string): number => [...part].length;
  const from = count(text.slice(0, slice.from));
  return { from, to: from + count(text.slice(slice.from, slice.to)) };
}

/** A slice without the blank ends a selection takes along; undefined where nothing is left. */
export function trimmed(text: string, slice: Slice): Slice | undefined {
  const part = text.slice(slice.from, slice.to);
  if (part.trim() === '') return undefined;
  const from = slice.from + (part.length - part.trimStart().length);
  return { from, to: from + part.trim().length };
}

/** A run of text that is marked alike. */
export interface Run {
  text: string;
  /** Highlights that take it in. */
  passages: string[];
  /** By what somebody could be reached. */
  contact?: string;
  /** It is what was looked for, or what is selected. */
  found: boolean;
}

/** Cuts a text into runs. The runs together are the text, nothing more. */
export function runsOf(
  text: string,
  passages: readonly PassageView[],
  contacts: readonly ContactDto[],
  found: readonly Slice[],
): Run[] {
  const placed = passages.filter((p) => p.span);
  const slices = slicesOf(text, [...placed.flatMap((p) => p.span ?? []), ...contacts.map((c) => c.span)]);
  const marks = placed.map((p, i) => ({ id: p.card.id, ...(slices[i] ?? { from: 0, to: 0 }) }));
  const reach = contacts.map((c, i) => ({
    kind: c.kind,
    ...(slices[placed.length + i] ?? { from: 0, to: 0 }),
  }));
  const ends = [0, text.length, ...[...marks, ...reach, ...found].flatMap((m) => [m.from, m.to])];
  const cuts = [...new Set(ends)].sort((a, b) => a - b);
  const runs: Run[] = [];
  for (const [i, from] of cuts.entries()) {
    const to = cuts[i + 1];
    if (to === undefined) break;
    const within = (m: Slice): boolean => m.from <= from && to <= m.to;
    const contact = reach.find(within)?.kind;
    runs.push({
      text: text.slice(from, to),
      passages: marks.filter(within).map((m) => m.id),
      ...(contact === undefined ? {} : { contact }),
      found: found.some(within),
    });
  }
  return runs;
}
