/** Where the steps of a release's path stand in its drawing. Pure geometry. */
import type { ReleasePage, VisitDto } from '../host/api';
import { STAGES, type StageName } from '../router';

/** One visit, placed. */
export interface Step {
  visit: VisitDto;
  x: number;
  y: number;
}

/** The way from one visit to the next. */
export interface Leg {
  /** SVG path data. */
  d: string;
  /** Place of the loop-back in the release's returns, if it led here. */
  by: number | undefined;
  /** Colour token of the stage it leads to. */
  stage: string;
}

/** Room for the names of the stages at the left, px. */
export const LABELS = 84;
/** From one stage to the one below it, px. */
export const ROW = 34;
/** Room above the first and below the last row, px. */
const EDGE = 18;
/** Room for a date below the last row, px. */
const FOOT = 10;
/** Narrowest step, px: a long path scrolls. */
const NARROWEST = 46;

/** The row of a stage, from the top. */
export function rowOf(stage: string): number {
  const at = STAGES.indexOf(stage as StageName);
  return EDGE + (at < 0 ? STAGES.length : at) * ROW;
}

/** Height of the drawing, px. */
export const HEIGHT = EDGE * 2 + FOOT + (STAGES.length - 1) * ROW;

/** The visits left to right in equal steps, over at least `width` px, and the legs between them. */
export function steps(
  page: Pick<ReleasePage, 'visits'>,
  width: number,
): { steps: Step[]; legs: Leg[]; width: number } {
  const n = page.visits.length;
  const stride = Math.max(NARROWEST, n > 1 ? (width - LABELS - 40) / (n - 1) : 0);
  const placed = page.visits.map((visit, i): Step => ({
    visit,
    x: LABELS + 14 + i * stride,
    y: rowOf(visit.stage),
  }));
  const legs = placed.slice(1).map((to, i): Leg => {
    const from = placed[i] ?? to;
    const bend = (to.x - from.x) / 2;
    return {
      d: `M${from.x} ${from.y} C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`,
      by: to.visit.by,
      stage: to.visit.stage,
    };
  });
  return { steps: placed, legs, width: Math.max(width, LABELS + 40 + Math.max(0, n - 1) * stride) };
}
