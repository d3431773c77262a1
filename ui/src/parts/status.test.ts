import { expect, test } from 'vitest';
import { statusWords, telling, toneOf } from './status';

const kind = { statuses: ['draft', 'active', 'parked', 'superseded'] };

test('a status in which everything begins says nothing, one that waits for somebody does', () => {
  expect(telling({ status: 'draft' }, kind)).toBeUndefined();
  expect(telling({ status: 'active' }, kind)).toBe('active');
  expect(telling({ status: 'open' }, { statuses: ['open', 'closed'] })).toBe('open');
  expect(telling({}, kind)).toBeUndefined();
});

test('what was given up is plain, in the list as on its page', () => {
  expect(toneOf('withdrawn')).toBe('plain');
  expect(toneOf('rejected')).toBe('plain');
  expect(toneOf('rolled-back')).toBe('bad');
});

test('a status after a decision says that it came after', () => {
  const outcome = { word: 'parked', decision: 'd', short: 'DEC-3' };
  expect(statusWords({ outcome }, 'active')).toBe('now active');
  expect(statusWords({}, 'active')).toBe('active');
  expect(statusWords({}, 'rolled-back')).toBe('rolled back');
});
