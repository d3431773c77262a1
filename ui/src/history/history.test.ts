import { describe, expect, it } from 'vitest';
import { byDay, dayHeading, dayOf, leftWords, timeWords, type Clock } from './days';
import { said, shown, wordDiff, words } from './diff';

const clock: Clock = { now: new Date('2026-11-14T16:20:00Z'), zone: 'UTC' };

describe('days in words', () => {
  it('says today, yesterday, the weekday within the year, the year beyond it', () => {
    expect(dayHeading('2026-11-14', clock)).toBe('Today');
    expect(dayHeading('2026-11-13', clock)).toBe('Yesterday');
    expect(dayHeading('2026-08-04', clock)).toBe('Tuesday 4 August');
    expect(dayHeading('2025-08-04', clock)).toBe('4 August 2025');
  });

  it('takes the day from the zone the person is in', () => {
    expect(dayOf('2026-08-03T23:30:00Z', { ...clock, zone: 'Europe/Berlin' })).toBe('2026-08-04');
    expect(dayOf('2026-08-03T23:30:00Z', clock)).toBe('2026-08-03');
    expect(dayOf('2026-08-03', { ...clock, zone: 'Pacific/Auckland' })).toBe('2026-08-03');
  });

  it('says today in the zone of the person, also when it is another day in Greenwich', () => {
    const late: Clock = { now: new Date('2026-11-14T23:30:00Z'), zone: 'Europe/Berlin' };
    expect(dayHeading('2026-11-15', late)).toBe('Today');
  });

  it('shows the time of an instant and none for a plain date', () => {
    expect(timeWords('2026-11-14T06:20:31Z', clock)).toBe('06:20');
    expect(timeWords('2026-11-14T00:05:00Z', clock)).toBe('00:05');
    expect(timeWords('2026-11-14', clock)).toBe('');
  });

  it('never throws on what is not a date', () => {
    expect(timeWords('some other day', clock)).toBe('');
    expect(dayOf('soon', clock)).toBe('soon');
    expect(dayHeading('soon', clock)).toBe('soon');
    expect(dayHeading('2026-13-45', clock)).toBe('2026-13-45');
  });

  it('gathers rows by day and keeps their order', () => {
    const rows = ['2026-11-14T10:00:00Z', '2026-11-14T09:00:00Z', '2026-11-13T09:00:00Z'];
    expect(byDay(rows, (r) => r, clock).map((d) => [d.heading, d.rows.length])).toEqual([
      ['Today', 2],
      ['Yesterday', 1],
    ]);
  });

  it('rounds the time that is left', () => {
    expect(leftWords(400)).toBe('a moment left');
    expect(leftWords(12_300)).toBe('12 s left');
    expect(leftWords(150_000)).toBe('about 3 min left');
  });
});

describe('what changed inside a value', () => {
  const join = (side: 'gone' | 'new', before: string, after: string): string =>
    wordDiff(before, after)
      .filter((p) => p.is === 'same' || p.is === side)
      .map((p) => p.text)
      .join('');

  it('loses no character of either text', () => {
    const a = 'Regulars need a good dinner  in under ten minutes.\nThey give up.';
    const b = 'Regulars need a really good dinner in under a minute.\n\nThey give up, or order the usual.';
    expect(join('gone', a, b)).toBe(a);
    expect(join('new', a, b)).toBe(b);
  });

  it('marks only the words that differ', () => {
    expect(wordDiff('under ten minutes', 'under two minutes').filter((p) => p.is !== 'same')).toEqual([
      { text: 'ten', is: 'gone' },
      { text: 'two', is: 'new' },
    ]);
  });

  it('gives up word by word on very long texts', () => {
    expect(wordDiff('a '.repeat(40_000), 'b '.repeat(40_000)).map((p) => p.is)).toEqual(['gone', 'new']);
  });

  const change = (before: never, after: never, erased = false) =>
    shown({ name: 'f', label: 'F', before, after, erased });

  it('shows short values side by side and long ones word by word', () => {
    expect(change('draft' as never, 'active' as never)).toEqual({
      as: 'replaced',
      before: 'draft',
      after: 'active',
    });
    expect(
      change(
        'Regulars need a good dinner in under ten minutes' as never,
        'Regulars need a good dinner in under one minute' as never,
      ).as,
    ).toBe('words');
  });

  it('does not shred two texts that have nothing in common', () => {
    expect(
      change('The quick brown fox jumps over' as never, 'No resemblance whatever between these' as never).as,
    ).toBe('replaced');
  });

  it('tells a first value, a cleared one and an erased one apart', () => {
    expect(change(null as never, 'x' as never)).toEqual({ as: 'first', text: 'x' });
    expect(change('x' as never, null as never)).toEqual({ as: 'cleared', text: 'x' });
    expect(change(null as never, null as never, true)).toEqual({ as: 'erased' });
  });

  it('reads a value as its field has it: the words of a choice, the unit of a number', () => {
    const field = (type: object, unit?: string) =>
      ({ name: 'f', label: 'F', type, ...(unit === undefined ? {} : { unit }) }) as never;
    expect(said('lower-is-better', field({ is: 'choice', choices: [] }))).toBe('lower is better');
    expect(said(18, field({ is: 'int' }, 'months'))).toBe('18\u00a0months');
    expect(said('12000', field({ is: 'decimal' }, '{currency}'))).toBe('12,000');
    expect(said('4', field({ is: 'score' }))).toBe('4 of 5');
    expect(said('as-it-was', field({ is: 'line' }))).toBe('as-it-was');
    expect(said(null, field({ is: 'choice', choices: [] }))).toBe('');
  });

  it('says ranges, lists, sets and answers in words', () => {
    expect(words({ low: '1', likely: '2', high: '3' })).toBe('2 (1 to 3)');
    expect(words(['a', 'b'])).toBe('a, b');
    expect(words({ add: ['a'], remove: ['b'] })).toBe('+ a, − b');
    expect(words(true)).toBe('yes');
    expect(words('2026-12-01')).toBe('1 Dec 2026');
    expect(words({ auc: '0.81', p95: '38' })).toBe('auc: 0.81, p95: 38');
  });
});
