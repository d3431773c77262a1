import { describe, expect, test } from 'vitest';
import type { FieldDto, FieldTypeDto } from '../host/api';
import { changedFields, changedLinks, isBlank, isEmptyForm, over, same, withTag, type Pick } from './values';

const field = (name: string, type: FieldTypeDto, merge = 'single'): FieldDto => ({
  name,
  label: name,
  type,
  required: false,
  personal: false,
  matters: false,
  merge,
  hint: '',
});
const pick = (id: string, link?: string): Pick => ({
  id,
  short: id,
  title: id,
  kind: 'idea',
  stage: 'ideate',
  ...(link ? { link } : {}),
});

describe('what differs', () => {
  const table = [
    field('need', { is: 'line' }),
    field('tags', { is: 'tags' }, 'set'),
    field('benefit', { is: 'range' }),
  ];

  test('is nothing where nothing was typed', () => {
    expect(changedFields(table, { need: 'sleep' }, {})).toEqual({});
  });
  test('is nothing where the same was typed again', () => {
    expect(changedFields(table, { need: 'sleep' }, { need: 'sleep' })).toEqual({});
  });
  test('is nothing between empty and blank', () => {
    expect(changedFields(table, {}, { need: '  ', tags: [], benefit: { low: '' } })).toEqual({});
  });
  test('is null where a value was cleared', () => {
    expect(changedFields(table, { need: 'sleep' }, { need: '' })).toEqual({ need: null });
  });
  test('holds every field that differs', () => {
    expect(changedFields(table, { need: 'a' }, { need: 'b', benefit: { low: '1' } })).toEqual({
      need: 'b',
      benefit: { low: '1' },
    });
  });
  test('does not see the order of a set', () => {
    expect(changedFields(table, { tags: ['a', 'b'] }, { tags: ['b', 'a'] })).toEqual({});
    expect(changedFields(table, { tags: ['a', 'b'] }, { tags: ['a'] })).toEqual({ tags: ['a'] });
  });
  test('leaves out what the table does not know', () => {
    expect(changedFields(table, {}, { strange: 'x' })).toEqual({});
  });
});

test('the order of a list counts, the order of keys does not', () => {
  expect(same(['a', 'b'], ['b', 'a'])).toBe(false);
  expect(same({ low: '1', high: '2' }, { high: '2', low: '1' })).toBe(true);
  expect(same(1, '1')).toBe(false);
  expect(same(false, null)).toBe(false);
});

test('zero and no are not blank', () => {
  expect(isBlank(0)).toBe(false);
  expect(isBlank(false)).toBe(false);
  expect(isBlank([{ name: '' }])).toBe(true);
});

describe('links', () => {
  const table = [
    field('problem', { is: 'ref', link: 'addresses', out: true, many: false, kinds: ['problem'] }),
  ];

  test('are made for what was picked and taken away for what was dropped', () => {
    const change = changedLinks(table, { problem: [pick('p1', 'l1')] }, { problem: [pick('p2')] });
    expect(change).toEqual({
      links: [{ type: 'addresses', other: 'p2', out: true, fields: {} }],
      unlinks: ['l1'],
    });
  });
  test('stay where the same was picked again', () => {
    expect(changedLinks(table, { problem: [pick('p1', 'l1')] }, { problem: [pick('p1')] })).toEqual({
      links: [],
      unlinks: [],
    });
  });
  test('stay where the field was not opened', () => {
    expect(changedLinks(table, { problem: [pick('p1', 'l1')] }, {})).toEqual({ links: [], unlinks: [] });
  });
});

test('a form of blanks is empty, one with a pick is not', () => {
  expect(isEmptyForm({ fields: { need: ' ' }, refs: { problem: [] } })).toBe(true);
  expect(isEmptyForm({ fields: {}, refs: { problem: [pick('p')] } })).toBe(false);
});

test('what is typed on top of a draft stays, and what it leaves blank comes from the draft', () => {
  const below = { fields: { title: 'Old', notes: 'Kept' }, refs: { idea: [pick('a')] }, reason: 'because' };
  const above = { fields: { title: 'New', notes: ' ' }, refs: { idea: [], problem: [pick('b')] } };
  expect(over(below, above)).toEqual({
    fields: { title: 'New', notes: 'Kept' },
    refs: { idea: [pick('a')], problem: [pick('b')] },
    reason: 'because',
  });
});

test('a tag is added once', () => {
  expect(withTag(null, 'dinner')).toEqual(['dinner']);
  expect(withTag(['dinner'], 'late')).toEqual(['dinner', 'late']);
  expect(withTag(['dinner'], 'dinner')).toBeUndefined();
});
