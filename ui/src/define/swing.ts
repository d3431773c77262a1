/** Swings of criteria while they are being weighed. Pure. */

/** What each swing is worth against the one that matters most, by criterion. */
export type Swings = Record<string, number>;

/** Where weighing begins: as the present weights say, the largest being 100; all 100 where there are none. */
export function swingsOf(weights: readonly { id: string; weight: number | null }[]): Swings {
  const most = Math.max(0, ...weights.map((w) => w.weight ?? 0));
  return Object.fromEntries(
    weights.map((w) => [w.id, most > 0 ? Math.round(((w.weight ?? 0) / most) * 100) : 100]),
  );
}

/** Says that one swing matters most: it is 100, the others keep their proportions to it where they can. */
export function withMost(swings: Swings, id: string): Swings {
  return { ...swings, [id]: 100 };
}

/** A swing set to what was typed or slid to, 0 to 100. */
export function withSwing(swings: Swings, id: string, value: number): Swings {
  const n = Number.isFinite(value) ? Math.min(100, Math.max(0, Math.round(value))) : 0;
  return { ...swings, [id]: n };
}

/** The share of each: what its weight will be, but for rounding. */
export function shares(swings: Swings): Record<string, number> {
  const sum = Object.values(swings).reduce((a, b) => a + b, 0);
  return Object.fromEntries(Object.entries(swings).map(([id, s]) => [id, sum > 0 ? s / sum : 0]));
}

/** Whether one of them is the most. */
export function hasMost(swings: Swings): boolean {
  return Object.values(swings).includes(100);
}
