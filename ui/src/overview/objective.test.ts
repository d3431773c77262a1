import { describe, expect, test } from 'vitest';
import { goalSentence, latest, meets, reading, readingSentence, type Goal } from './objective';

const now = new Date(2026, 10, 23);
const goal: Goal = {
  metric: 'Evening order conversion',
  unit: '%',
  direction: 'increase-to',
  target: '36',
  by: '2026-11-30',
};
const measured = (result: string, arm = '', date = '26 Oct 2026') => ({
  facts: [
    { label: 'Result', text: result },
    { label: 'Arm', text: arm },
    { label: 'Date', text: date },
  ],
});

describe('an objective', () => {
  test('is a sentence', () => {
    expect(goalSentence(goal, now)).toBe('Evening order conversion: increase to 36 % by 30 Nov');
    expect(goalSentence({ ...goal, direction: '', target: '', by: '' }, now)).toBe(
      'Evening order conversion',
    );
  });
  test('is met on its own side of the target only', () => {
    expect(meets(goal, 36.7)).toBe(true);
    expect(meets(goal, 33.8)).toBe(false);
    expect(meets({ ...goal, direction: 'keep-below' }, 33.8)).toBe(true);
    expect(meets({ ...goal, target: '' }, 33.8)).toBeUndefined();
    expect(meets({ ...goal, direction: '' }, 33.8)).toBeUndefined();
  });
});

describe('a reading', () => {
  test('of a part of all is told in the per cent of the metric, and not against any other unit', () => {
    expect(reading(measured('3,327 of 9,059'), '%')?.words).toBe('36.7 %');
    expect(reading(measured('3,327 of 9,059'), 'EUR')).toBeUndefined();
  });
  test('of a mean or an effect is its first number', () => {
    expect(reading(measured('21.39 ± 10.09, n = 3,327'), 'EUR')).toMatchObject({
      value: 21.39,
      words: '21.39 EUR',
    });
    expect(reading(measured('−2.2 (−4.1 to 0.4)'), '%')?.value).toBe(-2.2);
    expect(reading(measured(''), '%')).toBeUndefined();
  });
  test('is the latest day alone, what is nearest the goal first', () => {
    const all = [
      measured('10 of 100', 'old', '1 Oct 2026'),
      measured('33 of 100', 'list'),
      measured('36 of 100', 'three dishes'),
    ].flatMap((m) => reading(m, '%') ?? []);
    const last = latest(all, goal);
    expect(last.map((r) => r.arm)).toEqual(['three dishes', 'list']);
    expect(latest(all, { ...goal, direction: 'decrease-to' }).map((r) => r.arm)).toEqual([
      'list',
      'three dishes',
    ]);
    expect(readingSentence(last, now)).toBe(
      'Read on 26 Oct: 36.0 % with “three dishes”, 33.0 % with “list”.',
    );
    expect(readingSentence([], now)).toBe('');
  });
});
