/**
 * The as-of slider: log positions along a line, with a tick where changes lie. The log is asked in
 * pages; only positions and days are kept, so that a long log stays small in memory.
 */
import type { AtDto } from '../host/api';

/** A change on the slider. */
export interface Tick {
  position: number;
  /** When this workspace received it, RFC 3339. */
  received: string;
}

/** A mark on the track: where it stands (0 to 1) and how many changes it stands for. */
export interface Mark {
  at: number;
  count: number;
}

/** Marks for at most `slots` places along the track, so that 10,000 changes draw as one line of marks. */
export function marks(ticks: readonly Tick[], last: number, slots = 96): Mark[] {
  if (last < 1) return [];
  const by = new Map<number, Mark>();
  for (const { position } of ticks) {
    if (position < 1 || position > last) continue;
    const at = share(position, last);
    const slot = Math.round(at * slots);
    const mark = by.get(slot);
    if (mark) mark.count += 1;
    else by.set(slot, { at, count: 1 });
  }
  return [...by.values()].sort((a, b) => a.at - b.at);
}

/** Where a position stands on the track, 0 to 1. */
export function share(position: number, last: number): number {
  return last <= 1 ? 1 : (position - 1) / (last - 1);
}

/** The first change of each day, for ticks by day. Ticks in any order. */
export function days(ticks: readonly Tick[]): Tick[] {
  const sorted = [...ticks].sort((a, b) => a.position - b.position);
  const seen = new Set<string>();
  return sorted.filter(({ received }) => {
    const day = received.slice(0, 10);
    if (seen.has(day)) return false;
    seen.add(day);
    return true;
  });
}

/**
 * The moment asked for at a position. `known` asks what this workspace knew then; `so` asks what
 * we now know was so on that day, which needs the day of the change.
 */
export function momentAt(position: number, last: number, sense: 'known' | 'so', received?: string): AtDto {
  if (position >= last) return { mode: 'now' };
  if (sense === 'so' && received) return { mode: 'so', date: received };
  return { mode: 'position', position };
}

/** The position a moment stands at, for drawing the handle; `last` for now. */
export function positionOf(at: AtDto, ticks: readonly Tick[], last: number): number {
  if (at.mode === 'now') return last;
  if (at.mode === 'position') return Math.min(at.position, last);
  const limit = at.date.length === 10 ? `${at.date}T23:59:59.999Z` : at.date;
  let found = 0;
  for (const tick of ticks) if (tick.received <= limit && tick.position > found) found = tick.position;
  return Math.max(found, 1);
}
