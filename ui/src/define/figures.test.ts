import { describe, expect, it } from 'vitest';
import { axisOf, moneyRange, monthsWords, paybackRange, percentWords, placeOn, returnRange } from './figures';

describe('figures in words', () => {
  it('says a return per cent, with a true minus, and small ones with a decimal', () => {
    expect(percentWords(2.5)).toBe('250 %');
    expect(percentWords(-0.5)).toBe('−50 %');
    expect(percentWords(0.012)).toBe('1.2 %');
    expect(percentWords(-0.0001)).toBe('0 %');
    expect(returnRange({ low: -0.5, likely: 1, high: 12 })).toBe('−50 % to 1,200 %');
  });
  it('says money with its currency once, and without one where nobody said', () => {
    expect(moneyRange({ low: -5000, likely: 0, high: 281000 }, 'EUR')).toBe('−5,000 to 281,000 EUR');
    expect(moneyRange({ low: 1, likely: 2, high: 3 }, '')).toBe('1 to 3');
  });
  it('says months, and never where nothing comes back', () => {
    expect(monthsWords(1)).toBe('1 month');
    expect(monthsWords(4.52)).toBe('4.5 months');
    expect(monthsWords(null)).toBe('never');
    expect(paybackRange({ soonest: 1.6, likely: 3, latest: null })).toBe('1.6 months to never');
    expect(paybackRange({ soonest: null, likely: null, latest: null })).toBe('never');
  });
});

describe('the axis', () => {
  const spans = [
    { low: -1, likely: 0.2, high: 1.4 },
    { low: 0.1, likely: 2.1, high: 5.4 },
  ];
  it('holds every span and nought between round ends', () => {
    const axis = axisOf(spans);
    expect(axis.ticks).toEqual([-2, 0, 2, 4, 6]);
    expect(placeOn(axis, axis.from)).toBe(0);
    expect(placeOn(axis, axis.to)).toBe(1);
    for (const s of spans)
      for (const v of [s.low, s.high, 0]) expect(placeOn(axis, v)).toBeGreaterThanOrEqual(0);
  });
  it('stands for nothing at all, too', () => {
    const axis = axisOf([]);
    expect(axis.to).toBeGreaterThan(axis.from);
  });
  it.each([1e-6, 0.3, 7, 123456])('has few steps at any size (%s)', (high) => {
    const axis = axisOf([{ low: -high / 3, likely: 0, high }]);
    expect(axis.ticks.length).toBeGreaterThan(2);
    expect(axis.ticks.length).toBeLessThan(10);
  });
});
