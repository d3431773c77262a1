import { describe, expect, test } from 'vitest';
import {
  agoWords,
  becauseWords,
  bytes,
  count,
  countOf,
  dayWords,
  exactWords,
  factWords,
  today,
  withArticle,
} from './words';

const now = new Date(2026, 10, 23, 15, 0);

describe('dates', () => {
  test('of this year are short, others carry their year', () => {
    expect(dayWords('2026-08-03', now)).toBe('3 Aug');
    expect(dayWords('2024-08-03', now)).toBe('3 Aug 2024');
  });
  test('of the last hours are told from now', () => {
    expect(agoWords(new Date(2026, 10, 23, 14, 59, 40).toISOString(), now)).toBe('just now');
    expect(agoWords(new Date(2026, 10, 23, 14, 48).toISOString(), now)).toBe('12 min ago');
    expect(agoWords(new Date(2026, 10, 23, 9, 0).toISOString(), now)).toBe('6 h ago');
    expect(agoWords(new Date(2026, 10, 20, 9, 0).toISOString(), now)).toBe('20 Nov');
  });
  test('are the same on every system, and whoever worded them', () => {
    expect(dayWords('2026-09-17', now)).toBe('17 Sep');
    expect(dayWords('17 Sep 2026', now)).toBe('17 Sep');
    expect(dayWords('17 Sep 2024', now)).toBe('17 Sep 2024');
    expect(exactWords('17 Sep 2026')).toBe('17 Sep 2026');
    expect(exactWords(new Date(2026, 8, 17, 9, 5).toISOString())).toBe('17 Sep 2026, 09:05');
  });
  test('that are none are shown as they stand', () => {
    expect(dayWords('soon', now)).toBe('soon');
    expect(exactWords('sometime')).toBe('sometime');
  });
});

test('counts', () => {
  expect(count(12040)).toBe('12,040');
  expect(countOf(1, 'row', 'rows')).toBe('1 row');
  expect(countOf(0, 'row', 'rows')).toBe('0 rows');
  expect(bytes(999)).toBe('999 bytes');
  expect(bytes(2_930_000)).toBe('2.9 MB');
});

test('a bare number on a card says what it counts', () => {
  expect(factWords({ label: 'Weight', text: '0.3' })).toBe('weight 0.3');
  expect(factWords({ label: 'Benefit', text: '90,000 (40,000 to 140,000)' })).toBe(
    'benefit 90,000 (40,000 to 140,000)',
  );
  expect(factWords({ label: 'Horizon', text: '18\u00a0months' })).toBe('over 18\u00a0months');
  expect(factWords({ label: 'Method', text: 'interview' })).toBe('interview');
  expect(factWords({ label: 'Date', text: '3 Aug 2026' }, now)).toBe('3 Aug');
  expect(factWords({ label: 'Date', text: '3 Aug 2024' }, now)).toBe('3 Aug 2024');
});

test('a degree says of what, a yes says to what, and a no says nothing', () => {
  expect(factWords({ label: 'Confidence', text: 'high' })).toBe('confidence high');
  expect(factWords({ label: 'Strength of evidence', text: 'weak' })).toBe('evidence weak');
  expect(factWords({ label: 'Dirty', text: 'yes' })).toBe('dirty');
  expect(factWords({ label: 'Dirty', text: 'no' })).toBe('');
  expect(factWords({ label: 'Share', text: '5' })).toBe('5 %');
});

test('articles', () => {
  expect(withArticle('insight')).toBe('an insight');
  expect(withArticle('persona')).toBe('a persona');
});

test('a reason that is a sentence of its own is set apart', () => {
  expect(becauseWords('the interviews said so')).toBe(', because the interviews said so');
  expect(becauseWords('It held until 24 October')).toBe(', because: It held until 24 October');
  expect(becauseWords('28 against 19')).toBe(', because 28 against 19');
});

test('today is the day of the clock on the wall', () => {
  expect(today(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05');
});
