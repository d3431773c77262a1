import { expect, it } from 'vitest';
import type { LoopMissing, LoopPhase } from '../host/api';
import { firstPhase, phaseWords } from './loop';

const phase = (name: string, state: string, more: Partial<LoopPhase> = {}): LoopPhase => ({
  name,
  label: name,
  half: 'development',
  what: '',
  state,
  activities: [],
  things: [],
  checks: [],
  missing: [],
  waits: [],
  waived: 0,
  ...more,
});
const missing = (weight: string): LoopMissing => ({
  gap: { sentence: 'x', cards: [], about: 0, action: { label: 'Do' } },
  weight,
  why: '',
});

it('the first look is at what failed, else at what blocks, else at what is not done', () => {
  const blocked = phase('b', 'missing', { missing: [missing('blocking')] });
  expect(firstPhase([phase('a', 'empty'), blocked, phase('c', 'failed')])).toBe('c');
  expect(firstPhase([phase('a', 'empty'), blocked])).toBe('b');
  expect(firstPhase([phase('a', 'done'), phase('d', 'begun')])).toBe('d');
  expect(firstPhase([phase('a', 'done')])).toBe('a');
  expect(firstPhase([])).toBeUndefined();
});

it('a phase says how much is in it and how much is missing', () => {
  expect(phaseWords(phase('a', 'empty'))).toBe('');
  expect(phaseWords(phase('a', 'missing', { missing: [missing('blocking'), missing('expected')] }))).toBe(
    '2 missing',
  );
});
