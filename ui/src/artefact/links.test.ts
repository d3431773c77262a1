import { expect, test } from 'vitest';
import type { CardDto, LinkTypeDto, LinkView } from '../host/api';
import { isShownImage, isShownText, textOf } from './attach';
import { besideFields, factsOf, grouped, waysOf } from './links';

const other: CardDto = {
  id: 'o',
  short: 'O-1',
  kind: 'insight',
  title: 'o',
  stage: 'empathise',
  facts: [],
  tags: [],
  removed: false,
  created_at: '',
  updated_at: '',
};
const view = (id: string, label: string, flow: string, removed = false): LinkView => ({
  id,
  type: label,
  label,
  out: true,
  flow,
  other,
  fields: {},
  removed,
});

test('links are grouped by the flow, then by their words, removed ones last', () => {
  const groups = grouped([
    view('1', 'relates to', 'none'),
    view('2', 'led', 'down'),
    view('3', 'from', 'up', true),
    view('4', 'from', 'up'),
  ]);
  expect(groups.map((g) => g.title)).toEqual(['Led here', 'Came of it', 'Beside it']);
  expect(groups[0]?.labels[0]?.links.map((l) => l.id)).toEqual(['4', '3']);
});

test('a link that is a field stands in the field alone, and where it was removed among the links', () => {
  const cause = {
    name: 'causes',
    label: 'Causes',
    hint: '',
    type: { is: 'ref' as const, link: 'cause of', out: true, many: true, kinds: [] },
    personal: false,
    matters: true,
    merge: 'single' as const,
    required: false,
  };
  const links = [
    view('1', 'cause of', 'up'),
    view('2', 'cause of', 'up', true),
    view('3', 'motivates', 'up'),
  ];
  expect(besideFields(links, [cause]).map((l) => l.id)).toEqual(['2', '3']);
  expect(besideFields(links, [{ ...cause, type: { ...cause.type, out: false } }])).toHaveLength(3);
});

const type = (name: string, from: string[], to: string[], inverse = `is ${name} by`): LinkTypeDto => ({
  name,
  label: name,
  inverse,
  from,
  to,
  flow: 'none',
  fields: [],
});

test('a kind is offered the links its ends allow, both ways round', () => {
  const ways = waysOf(
    'insight',
    [
      type('motivates', ['insight'], ['problem']),
      type('supports', ['highlight'], ['insight']),
      type('trains', ['data'], ['model']),
    ],
    new Set(),
  );
  expect(ways).toEqual([
    { type: 'motivates', label: 'motivates', out: true, kinds: ['problem'] },
    { type: 'supports', label: 'is supports by', out: false, kinds: ['highlight'] },
  ]);
});

test('links the record keeps for itself are not offered', () => {
  expect(waysOf('problem', [type('seals', ['seal'], [])], new Set(['seal']))).toEqual([]);
});

test('a link between any two is offered in both directions', () => {
  expect(waysOf('problem', [type('relates', [], [])], new Set()).map((w) => w.out)).toEqual([true, false]);
});

test('SVG is never shown where it stands', () => {
  expect(isShownImage('image/png')).toBe(true);
  expect(isShownImage('image/svg+xml')).toBe(false);
  expect(isShownText('text/csv', 'a.csv')).toBe(true);
  expect(isShownText('application/octet-stream', 'a.bin')).toBe(false);
});

test('text of an attachment is read as UTF-8', () => {
  expect(textOf(btoa('caf\u00c3\u00a9'))).toBe('café');
});

test('a link says what its own fields say, long texts and what is told elsewhere left out', () => {
  const field = (name: string, label: string, is: 'decimal' | 'text') => ({
    name,
    label,
    type: { is },
    required: false,
    personal: false,
    matters: false,
    merge: 'single',
    hint: '',
  });
  const guarded: LinkTypeDto = {
    ...type('guarded-by', ['experiment'], ['metric']),
    fields: [field('margin', 'Margin', 'decimal'), field('reason', 'Reason', 'text')],
  };
  const link = { ...view('1', 'is guarded by', 'none'), fields: { margin: '0.5', reason: 'long' } };
  expect(factsOf(link, guarded)).toEqual(['Margin 0.5']);
  expect(factsOf(link, guarded, ['margin'])).toEqual([]);
  expect(factsOf({ ...link, fields: {} }, guarded)).toEqual([]);
  expect(factsOf(link, undefined)).toEqual([]);
});
