import { expect, test } from 'vitest';
import { marked, pieces } from './voice';

test('a quote is one piece, whatever stands in it', () => {
  for (const title of ['I give up.', '“I give up.”', 'After “cheap” people pay'])
    expect(pieces('highlight', title)).toEqual([{ text: title, said: true }]);
  expect(marked('“I give up.”')).toBe(true);
  expect(marked('After “cheap” people pay')).toBe(false);
});

test('the position of a stance is told, its reason is quoted', () => {
  expect(pieces('stance', 'object · “We pay for it.”')).toEqual([
    { text: 'object · ', said: false },
    { text: '“We pay for it.”', said: true },
  ]);
  expect(pieces('stance', 'consent')).toEqual([{ text: 'consent', said: false }]);
});
