import { expect, test } from 'vitest';
import { sameLook, withView, type Look } from './views';

const look: Look = {
  how: 'table',
  kind: 'idea',
  by: 'kind',
  text: 'dinner',
  status: 'active',
  removed: false,
  sort: '-updated_at',
  hidden: ['created', 'tags'],
};

test('a view is added at the end, and one of the same name is replaced where it stands', () => {
  const two = withView(withView([], ' Mine ', look), 'Other', look);
  expect(two.map((v) => v.name)).toEqual(['Mine', 'Other']);
  const again = withView(two, 'mine', { ...look, text: 'lunch' });
  expect(again.map((v) => [v.name, v.look.text])).toEqual([
    ['mine', 'lunch'],
    ['Other', 'dinner'],
  ]);
});

test('two looks are the same whatever the order of their hidden columns, and differ in anything else', () => {
  expect(sameLook(look, { ...look, hidden: ['tags', 'created'] })).toBe(true);
  const others: Partial<Look>[] = [
    { how: 'board' },
    { kind: '' },
    { by: 'Status' },
    { text: '' },
    { status: '' },
    { removed: true },
    { sort: 'title' },
    { hidden: [] },
  ];
  for (const other of others)
    expect(sameLook(look, { ...look, ...other }), JSON.stringify(other)).toBe(false);
});
