import { expect, test } from 'vitest';
import type { AffinityGroup, PassageView } from '../host/api';
import { columnsOf, next } from './board';
import { moved, movedWords } from './reading';

const passage = (id: string, group = '', quote = id): PassageView =>
  ({ card: { id, short: id, title: quote, tags: [] }, quote, group, says: [] }) as unknown as PassageView;
const group = (name: string, ...ids: string[]): AffinityGroup =>
  ({ name, passages: ids.map((id) => passage(id, name)) }) as unknown as AffinityGroup;

test('a group that was begun stands empty until a quote lies in it', () => {
  const groups = [group('', 'a'), group('Tired', 'b')];
  expect(columnsOf(groups, ['Price', 'Tired'], '').map((c) => [c.name, c.total])).toEqual([
    ['', 1],
    ['Tired', 1],
    ['Price', 0],
  ]);
});

test('a filter hides quotes, and the count stays', () => {
  const [column] = columnsOf([group('', 'apple', 'pear')], [], 'PEA');
  expect([column?.passages.length, column?.total]).toEqual([1, 2]);
});

test('arrows go through a column and over empty ones to the next', () => {
  const columns = columnsOf([group('', 'a', 'b', 'c'), group('Tired', 'd')], ['Empty'], '');
  const from = { column: 0, place: 2 };
  expect(next(columns, from, 'ArrowUp')).toEqual({ column: 0, place: 1 });
  expect(next(columns, from, 'ArrowDown')).toEqual(from);
  expect(next(columns, from, 'ArrowRight')).toEqual({ column: 1, place: 0 });
  expect(next(columns, { column: 1, place: 0 }, 'ArrowRight')).toEqual({ column: 1, place: 0 });
});

test('what is moved is one change, and nothing where it lies there already', () => {
  const quotes = [passage('a', 'Tired'), passage('b'), passage('c')];
  expect(moved(quotes, 'Tired')).toMatchObject({ id: 'b', also: ['c'], fields: { cluster: 'Tired' } });
  expect(moved([passage('a', 'Tired')], 'Tired')).toBeUndefined();
  expect(moved([passage('a', 'Tired')], '')?.fields).toEqual({ cluster: null });
  expect(movedWords(2, 'Tired')).toBe('2 quotes moved to “Tired”.');
});
