import { describe, expect, it } from 'vitest';
import { hasMost, shares, swingsOf, withMost, withSwing } from './swing';

describe('weighing by swing', () => {
  it('begins with the present weights, the largest being 100', () => {
    expect(
      swingsOf([
        { id: 'a', weight: 0.5 },
        { id: 'b', weight: 0.25 },
        { id: 'c', weight: null },
      ]),
    ).toEqual({
      a: 100,
      b: 50,
      c: 0,
    });
    expect(
      swingsOf([
        { id: 'a', weight: null },
        { id: 'b', weight: null },
      ]),
    ).toEqual({ a: 100, b: 100 });
  });
  it('keeps every swing between nought and a hundred', () => {
    const swings = { a: 100, b: 50 };
    expect(withSwing(swings, 'b', 140)).toEqual({ a: 100, b: 100 });
    expect(withSwing(swings, 'b', -3)).toEqual({ a: 100, b: 0 });
    expect(withSwing(swings, 'b', Number.NaN)).toEqual({ a: 100, b: 0 });
  });
  it('shows shares that add up to one, and asks for one that matters most', () => {
    expect(shares({ a: 100, b: 25 })).toEqual({ a: 0.8, b: 0.2 });
    expect(shares({ a: 0 })).toEqual({ a: 0 });
    expect(hasMost({ a: 99, b: 1 })).toBe(false);
    expect(hasMost(withMost({ a: 99, b: 1 }, 'b'))).toBe(true);
  });
});
