/** Lanes without artefacts give their width to the others, but stay on the map with their names. */
import type { ThreadDto, ThreadLane } from '../host/api';

/** Width (map px) that a lane without artefacts keeps. */
export const EMPTY_LANE = 84;

/** The same thread with its empty lanes narrowed; the thread itself where there are none. */
export function squeeze(thread: ThreadDto): ThreadDto {
  const used = new Set(thread.nodes.map((n) => n.lane));
  let moved = 0;
  const cuts: { from: number; to: number; by: number }[] = [];
  const lanes = thread.lanes.map((lane, i): ThreadLane => {
    const by = used.has(i) ? 0 : Math.max(0, lane.w - EMPTY_LANE);
    const out = { ...lane, x: lane.x - moved, w: lane.w - by };
    if (by > 0) cuts.push({ from: lane.x, to: lane.x + lane.w, by });
    moved += by;
    return out;
  });
  if (cuts.length === 0) return thread;
  const shift = (x: number): number => {
    let left = 0;
    for (const { from, to, by } of cuts) {
      if (x >= to) left += by;
      else if (x > from) left += (by * (x - from)) / (to - from);
    }
    return x - left;
  };
  return {
    ...thread,
    lanes,
    nodes: thread.nodes.map((n) => ({ ...n, x: shift(n.x) })),
    links: thread.links.map((l) => ({
      ...l,
      points: l.points.map(([x, y]): [number, number] => [shift(x), y]),
    })),
    width: thread.width - moved,
  };
}
