import { expect, test } from 'vitest';
import { along, axis, tickWords } from './plot';

test('an axis holds what is drawn on it, with a few round ticks', () => {
  for (const values of [
    [33.8, 36.7, 32.8, 37.7],
    [-2.77, 0, 0.5],
    [0, 1],
    [0.0001, 0.00012],
    [5, 5],
    [0],
    [],
    [-1e6, 2e6],
  ]) {
    const found = axis(values);
    expect(found.ticks.length).toBeGreaterThanOrEqual(3);
    expect(found.ticks.length).toBeLessThanOrEqual(7);
    for (const v of values) {
      expect(found.low).toBeLessThanOrEqual(v);
      expect(found.high).toBeGreaterThanOrEqual(v);
    }
    const words = found.ticks.map((t) => tickWords(t, found));
    expect(new Set(words).size).toBe(words.length);
  }
});

test('a number stands where it belongs, and nothing has the sign minus', () => {
  const found = axis([-2, 2]);
  expect(along(0, found, 10, 110)).toBe(60);
  expect(along(found.low, found, 10, 110)).toBe(10);
  expect(tickWords(-0.5, { ...found, decimals: 1 })).toBe('−0.5');
  expect(tickWords(-0, found)).toBe('0');
});
