import { expect, test } from 'vitest';
import { caution, sideWords } from './people';

const none = {
  supporting: 0,
  contradicting: 0,
  on_both_sides: 0,
  unknown_supporting: 0,
  unknown_contradicting: 0,
  words: '',
};

test('each side says its people and its unnamed sources', () => {
  const people = { ...none, supporting: 3, unknown_supporting: 1, contradicting: 1 };
  expect(sideWords(people, false)).toBe('3 people and 1 unnamed source');
  expect(sideWords(people, true)).toBe('1 person');
  expect(sideWords(none, false)).toBe('nobody');
});

test('a thin ground is said, a broad one is not', () => {
  expect(caution(none)).toContain('guess');
  expect(caution({ ...none, supporting: 1 })).toBe('It rests on one person.');
  expect(caution({ ...none, unknown_supporting: 2 })).toContain('cannot be counted');
  expect(caution({ ...none, supporting: 2, on_both_sides: 1 })).toContain('both sides');
  expect(caution({ ...none, supporting: 2 })).toBe('');
});
