/** Where the names of the lanes stand: over their lane where it is in sight, else at the edge it lies behind. */
import type { ThreadLane } from '../host/api';
import type { Camera } from './camera';

/** A name on the strip above the map, in screen px. */
export interface Head {
  stage: string;
  label: string;
  x: number;
  w: number;
  /** Whether its lane is out of sight. */
  away: boolean;
}

/** Mean advance of a letter of a name, and the room around it, px. */
const LETTER = 7.2;
const PAD = 16;

/** The names side by side, each as near to its lane as the others let it. */
export function heads(lanes: readonly ThreadLane[], camera: Camera, width: number): Head[] {
  const wide = lanes.map((lane) => lane.label.length * LETTER + PAD);
  const all = wide.reduce((sum, w) => sum + w, 0);
  const fits = Math.min(1, width / Math.max(all, 1));
  let left = 0;
  let right = width - all * fits;
  return lanes.map((lane, i) => {
    const w = (wide[i] ?? 0) * fits;
    const at = lane.x * camera.scale + camera.x;
    const x = Math.max(left, Math.min(at, right));
    left = x + w;
    right += w;
    const away = at + lane.w * camera.scale < 8 || at > width - 8;
    return { stage: lane.stage, label: lane.label, x, w, away };
  });
}
