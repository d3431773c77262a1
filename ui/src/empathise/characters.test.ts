import { expect, test } from 'vitest';
import type { ContactDto, PassageView } from '../host/api';
import { runsOf, slicesOf, spanOf, trimmed } from './characters';

const text = '😀 é: I give up. 👩‍🍳 Call 0171 1234567.';

test('a place of the host and a slice of the page name the same words', () => {
  const span = { from: 5, to: 15 };
  const [slice] = slicesOf(text, [span]);
  expect(text.slice(slice?.from, slice?.to)).toBe('I give up.');
  expect(spanOf(text, slice ?? { from: 0, to: 0 })).toEqual(span);
});

test('places behind the end stop at the end', () => {
  expect(slicesOf('ab', [{ from: 1, to: 9 }])).toEqual([{ from: 1, to: 2 }]);
});

test('a selection leaves blank ends out, and is none where there are no words', () => {
  expect(trimmed('a  bc \n', { from: 1, to: 7 })).toEqual({ from: 3, to: 5 });
  expect(trimmed('a  b', { from: 1, to: 3 })).toBeUndefined();
});

test('runs make up the whole text, and marks that overlap are both told', () => {
  const passage = (id: string, from: number, to: number) =>
    ({ card: { id }, span: { from, to } }) as unknown as PassageView;
  const contact: ContactDto = { kind: 'phone', span: { from: 25, to: 37 }, text: '0171 1234567' };
  const runs = runsOf(text, [passage('a', 5, 15), passage('b', 7, 20)], [contact], [{ from: 0, to: 2 }]);
  expect(runs.map((r) => r.text).join('')).toBe(text);
  expect(runs.find((r) => r.passages.length === 2)?.text).toBe('give up.');
  expect(runs.find((r) => r.contact)?.text).toBe('0171 1234567');
  expect(runs[0]).toEqual({ text: '😀', passages: [], found: true });
});
