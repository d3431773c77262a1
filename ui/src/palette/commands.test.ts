import { expect, test } from 'vitest';
import { begins, fits, fitting, names } from './commands';

const line = (label: string, words = '') => ({ label, words });

test('every typed word must begin a word of the line', () => {
  expect(fits(line('New data version'), 'data v')).toBeGreaterThan(0);
  expect(fits(line('New data version'), 'data x')).toBe(0);
  expect(fits(line('New data version'), 'ersion')).toBe(0);
});

test('a short id is typed as it is written', () => {
  expect(fits(line('Roll back DEP-2 2.0-beta for a few'), 'roll back dep-2')).toBeGreaterThan(0);
  expect(fits(line('Roll back DEP-2 2.0-beta for a few'), 'roll back dep-4')).toBe(0);
  // It is not the 2 of another one's name.
  expect(fits(line('Roll back DEP-4 2.0-beta for a few'), 'roll back dep-2')).toBe(0);
});

test('a word of the label is worth more than another word', () => {
  const lines = [line('Verify the record', 'check'), line('New check')];
  expect(fitting(lines, 'check', 5).map((l) => l.label)).toEqual(['New check', 'Verify the record']);
});

test('without words everything fits, in its order, up to the most', () => {
  expect(fitting([line('b'), line('a'), line('c')], '', 2).map((l) => l.label)).toEqual(['b', 'a']);
});

test('a line is meant by its beginning, four letters at least', () => {
  expect(begins(line('New decision'), ' new  dec')).toBe(true);
  expect(begins(line('New decision'), 'New')).toBe(false);
  expect(begins(line('New decision'), 'decision')).toBe(false);
});

test('a short id is named as a word of its own', () => {
  expect(names('roll back dep-2', 'DEP-2')).toBe(true);
  expect(names('roll back dep-21', 'DEP-2')).toBe(false);
  expect(names('roll back', 'DEP-2')).toBe(false);
});
