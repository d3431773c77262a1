/** Where the dots of the thread line stand and how its loop-backs bow over it. Pure geometry. */
import type { LoopBackDto, StageGlance } from '../host/api';

/** An arc over the line, in the same units as the width passed in. */
export interface Arc {
  loop: LoopBackDto;
  /** x of the stage it leaves and of the one it returns to. */
  from: number;
  to: number;
  /** How high it bows, px. */
  rise: number;
  /** SVG path data. */
  d: string;
  /** Colour token of the stage it leaves. */
  stage: string;
}

/** Build phases and live phases on the line: a loop-back may leave from or return to either. */
const PHASE_LANE: Record<string, string> = {
  'data-acquisition': 'build',
  exploration: 'build',
  'feature-model-development': 'build',
  training: 'build',
  validation: 'build',
  build: 'build',
  test: 'build',
  release: 'build',
  deploy: 'live',
  monitor: 'live',
};

/** The stage of the line that a stage or `phase:…` stands in. */
export function laneOf(place: string): string {
  if (place.startsWith('phase:')) return PHASE_LANE[place.slice(6)] ?? 'build';
  return place;
}

/** x of each dot: columns of equal width, the dot at the left edge of its column plus `inset`. */
export function dots(stages: readonly StageGlance[], width: number, inset = 7): Map<string, number> {
  const column = width / Math.max(stages.length, 1);
  return new Map(stages.map((s, i) => [s.stage, i * column + inset]));
}

/** How high the innermost arc bows and how much higher each one around it, px. */
const RISE = { first: 20, step: 13 } as const;

/**
 * Arcs from dot to dot. Short ones lie inside long ones; arcs over the very same stretch are set
 * one above the other so that each can be pointed at.
 */
export function arcs(loops: readonly LoopBackDto[], at: Map<string, number>, base: number): Arc[] {
  const known = loops.flatMap((loop) => {
    const from = at.get(laneOf(loop.from));
    const to = at.get(laneOf(loop.to));
    return from === undefined || to === undefined || from === to ? [] : [{ loop, from, to }];
  });
  known.sort((a, b) => Math.abs(a.from - a.to) - Math.abs(b.from - b.to));
  const placed: Arc[] = [];
  for (const { loop, from, to } of known) {
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    const under = placed.filter((p) => Math.min(p.from, p.to) < high && Math.max(p.from, p.to) > low);
    const rise = under.reduce<number>((top, p) => Math.max(top, p.rise + RISE.step), RISE.first);
    const pull = Math.min(26, (high - low) / 3);
    const dir = from < to ? 1 : -1;
    const d = `M${from} ${base} C${from} ${base - rise} ${from + dir * pull} ${base - rise} ${from + dir * pull * 1.6} ${base - rise} H${to - dir * pull * 1.6} C${to - dir * pull} ${base - rise} ${to} ${base - rise} ${to} ${base}`;
    placed.push({ loop, from, to, rise, d, stage: laneOf(loop.from) });
  }
  return placed;
}

/** Height that the arcs need over the line, px. */
export function headroom(list: readonly Arc[]): number {
  return list.reduce((top, arc) => Math.max(top, arc.rise + 6), 0);
}
