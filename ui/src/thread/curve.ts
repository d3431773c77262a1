/** The path of a link through its points: horizontal where it leaves and arrives, smooth between. */

type Point = readonly [number, number];

/** Points closer than this (px) along x are joined by a plain line or a vertical curve. */
const NEAR = 10;

/** SVG path data. Empty for fewer than two points. */
export function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first || rest.length === 0) return '';
  let d = `M${at(first)}`;
  let [x, y] = first;
  for (const [nx, ny] of rest) {
    const dx = nx - x;
    if (ny === y) d += `H${round(nx)}`;
    else if (Math.abs(dx) < NEAR) d += vertical(x, y, nx, ny);
    else if (dx > 0) {
      const pull = Math.max(dx / 2, 12);
      d += `C${at([x + pull, y])} ${at([nx - pull, ny])} ${at([nx, ny])}`;
    } else d += back(x, y, nx, ny);
    [x, y] = [nx, ny];
  }
  return d;
}

/** Between two cards of one column: out to the side and in again, or straight where they touch. */
function vertical(x: number, y: number, nx: number, ny: number): string {
  const mid = (y + ny) / 2;
  return `C${at([x, mid])} ${at([nx, mid])} ${at([nx, ny])}`;
}

/** Against the reading direction: a wide bow below both ends, so that it reads as a return. */
function back(x: number, y: number, nx: number, ny: number): string {
  const dip = Math.max(y, ny) + Math.min(120, 40 + Math.abs(x - nx) / 8);
  return `C${at([x + 40, dip])} ${at([nx - 40, dip])} ${at([nx, ny])}`;
}

function at([x, y]: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
