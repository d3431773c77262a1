/** The affinity board apart from how it is drawn: its columns, and where the keys go. Pure. */
import type { AffinityGroup, PassageView, PeopleDto } from '../host/api';
import { says } from './reading';

/** A column of the board. */
export interface BoardColumn {
  /** Empty for what lies in no group. */
  name: string;
  passages: PassageView[];
  /** How many it has, the filter apart. */
  total: number;
  people?: PeopleDto;
}

/**
 * The columns: what lies in no group first, then the groups, then those just named that are still empty.
 * @param begun Names of groups that were begun on this page; a group lives in its quotes, so an empty one is here alone.
 */
export function columnsOf(
  groups: readonly AffinityGroup[],
  begun: readonly string[],
  words: string,
): BoardColumn[] {
  const columns = groups.map((g): BoardColumn => ({
    name: g.name,
    passages: g.passages.filter((p) => says(p, words)),
    total: g.passages.length,
    people: g.people,
  }));
  const empty = begun.filter((name) => !columns.some((c) => c.name === name));
  return [...columns, ...empty.map((name): BoardColumn => ({ name, passages: [], total: 0 }))];
}

/** Where a key leads from a card: another card, by its column and place. */
export function next(
  columns: readonly BoardColumn[],
  at: { column: number; place: number },
  key: string,
): { column: number; place: number } {
  const length = (column: number): number => columns[column]?.passages.length ?? 0;
  const clamp = (place: number, column: number): number => Math.max(0, Math.min(place, length(column) - 1));
  const sideways = (by: number): { column: number; place: number } => {
    for (let column = at.column + by; column >= 0 && column < columns.length; column += by)
      if (length(column) > 0) return { column, place: clamp(at.place, column) };
    return at;
  };
  switch (key) {
    case 'ArrowUp':
      return { ...at, place: clamp(at.place - 1, at.column) };
    case 'ArrowDown':
      return { ...at, place: clamp(at.place + 1, at.column) };
    case 'ArrowLeft':
      return sideways(-1);
    case 'ArrowRight':
      return sideways(1);
    case 'Home':
      return { ...at, place: 0 };
    case 'End':
      return { ...at, place: clamp(Infinity, at.column) };
    default:
      return at;
  }
}

/** What a column is called. */
export function nameOf(column: { name: string }): string {
  return column.name === '' ? 'No group yet' : column.name;
}
