import { expect, test } from 'vitest';
import type { AtDto } from '../host/api';
import { atText, lateWords, momentWords, onAxis, readMoment } from './moments';

const NOW = new Date('2026-09-01T12:00:00Z');

test('a moment is written and read back', () => {
  const moments: AtDto[] = [
    { mode: 'now' },
    { mode: 'position', position: 12 },
    { mode: 'known', date: '2026-08-03' },
    { mode: 'so', date: '2026-08-03' },
  ];
  for (const at of moments) expect(readMoment(atText(at))).toEqual(at);
  expect(readMoment('12')).toEqual({ mode: 'position', position: 12 });
  expect(readMoment('yesterday')).toBeUndefined();
  expect(readMoment('freeze:REL-1')).toBeUndefined();
});

test('switching the axis keeps the moment', () => {
  const received = '2026-08-03T09:00:00.000Z';
  expect(onAxis({ mode: 'position', position: 4 }, 'so', received)).toEqual({ mode: 'so', date: received });
  expect(onAxis({ mode: 'so', date: '2026-08-03' }, 'known', undefined)).toEqual({
    mode: 'known',
    date: '2026-08-03',
  });
  expect(onAxis({ mode: 'position', position: 4 }, 'known', received)).toEqual({
    mode: 'position',
    position: 4,
  });
  // Until it is known when the change came, nothing moves.
  expect(onAxis({ mode: 'position', position: 4 }, 'so', undefined)).toEqual({
    mode: 'position',
    position: 4,
  });
  expect(onAxis({ mode: 'now' }, 'so', received)).toEqual({ mode: 'now' });
});

test('moments and late entries are said in words', () => {
  const at: AtDto = { mode: 'known', date: '2026-08-03' };
  expect(momentWords({ at, text: '2026-08-03', position: 4 }, NOW)).toBe('the end of 3 Aug');
  expect(momentWords({ at: { mode: 'now' }, text: 'now', position: 9 }, NOW)).toBe('now');
  expect(momentWords({ at: { mode: 'position', position: 4 }, text: 'freeze:REL-1', position: 4 }, NOW)).toBe(
    'the freeze of REL-1, change 4',
  );
  const late = { entries: 2, so: '2026-08-03', received: '2026-08-12', position: 7, made: true };
  expect(lateWords(late, NOW)).toBe(
    '2 entries came late. The first: It says it was so on 3 Aug; it was received on 12 Aug (change 7).',
  );
});
