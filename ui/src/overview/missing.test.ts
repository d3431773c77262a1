import { expect, test } from 'vitest';
import { NEEDED, nextMissing } from './missing';

test('the next item is the first the work lacks, however much there is after it', () => {
  const counts: Record<string, number> = { persona: 1, evidence: 2, insight: 1, problem: 1, idea: 9 };
  expect(nextMissing((kind) => counts[kind] ?? 0)).toBe('objective');
  expect(nextMissing(() => 0)).toBe(NEEDED[0]);
});

test('nothing is missing where there is one of each', () => {
  expect(nextMissing(() => 1)).toBeUndefined();
});
