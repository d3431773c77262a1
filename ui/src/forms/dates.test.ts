import { describe, expect, test } from 'vitest';
import { readDay, readInstant, writeInstant } from './dates';

const now = new Date(2026, 10, 23, 15, 4, 5);

describe('a day', () => {
  test.each([
    ['2026-08-03', '2026-08-03'],
    ['2026-8-3', '2026-08-03'],
    ['3.8.2026', '2026-08-03'],
    ['3/8/2026', '2026-08-03'],
    ['3 Aug 2026', '2026-08-03'],
    ['3 August', '2026-08-03'],
    ['3. aug, 2025', '2025-08-03'],
    ['today', '2026-11-23'],
    ['Yesterday', '2026-11-22'],
  ])('%s is %s', (text, day) => {
    expect(readDay(text, now)).toBe(day);
  });
  test.each(['', 'soon', '31.2.2026', '2026-13-01', '3 Foo 2026', '12'])('%s is none', (text) => {
    expect(readDay(text, now)).toBeUndefined();
  });
});

describe('a moment', () => {
  test('is what was typed, in local time', () => {
    const got = readInstant('3 Aug 2026 14:20', now);
    expect(got).toBe(new Date(2026, 7, 3, 14, 20).toISOString().replace('.000Z', 'Z'));
    expect(writeInstant(got ?? '')).toBe('2026-08-03 14:20');
  });
  test('stays the same in RFC 3339', () => {
    expect(readInstant('2026-08-03T14:20:00Z', now)).toBe('2026-08-03T14:20:00Z');
    expect(readInstant('2026-08-03T14:20:00+02:00', now)).toBe('2026-08-03T12:20:00Z');
  });
  test('is none where the day is none', () => {
    expect(readInstant('soon 14:20', now)).toBeUndefined();
  });
  test('that is no instant is shown as it stands', () => {
    expect(writeInstant('soon')).toBe('soon');
  });
});
