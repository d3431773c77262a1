/** The path of a link through its points: horizontal where it leaves and arrives, smooth between. */

type Point = readonly [number, number];

/** Points closer than this (px) along x are joined by a plain line or a vertical curve. */
const NEAR = 10;

/** SVG path data. Empty for fewer than two points. */
export function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first || rest.length === 0) return '';
  if (points.length === 4 && isBracket(points)) return bracket(points);
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

/** Out of one card's side and into the side of another one in the same column. */
function isBracket([a, b, c, d]: readonly Point[]): boolean {
  return !!a && !!b && !!c && !!d && a[0] === d[0] && b[0] === c[0] && a[1] === b[1] && c[1] === d[1];
}

function bracket([a, b, , d]: readonly Point[]): string {
  if (!a || !b || !d) return '';
  const out = a[0] + (b[0] - a[0]) * 2;
  return `M${at(a)}C${at([out, a[1]])} ${at([out, d[1]])} ${at(d)}`;
}

/** Between two cards that stand one above the other. */
function vertical(x: number, y: number, nx: number, ny: number): string {
  const mid = (y + ny) / 2;
  return `C${at([x, mid])} ${at([nx, mid])} ${at([nx, ny])}`;
}

/**
 * Against the reading direction. It leaves to the left and arrives from the right; over more than
 * one column it bows below both ends, so that it reads as a return.
 */
function back(x: number, y: number, nx: number, ny: number): string {
  const far = x - nx;
  if (far < 60) return `C${at([x - far / 2, y])} ${at([nx + far / 2, ny])} ${at([nx, ny])}`;
  const dip = Math.max(y, ny) + Math.min(110, 40 + far / 8);
  return `C${at([x - 36, dip])} ${at([nx + 36, dip])} ${at([nx, ny])}`;
}

/** A link as it is drawn. */
export interface Drawn {
  d: string;
  stage: string;
  loop: boolean;
  state: string;
}

/** Links that look the same, as one path. `count` says how many they are. */
export function strokes(links: readonly Drawn[]): (Drawn & { key: string; count: number })[] {
  const by = new Map<string, Drawn & { key: string; count: number; parts: string[] }>();
  for (const link of links) {
    if (link.d === '') continue;
    const key = `${link.state} ${link.stage} ${link.loop ? 'loop' : ''}`;
    const stroke = by.get(key);
    if (stroke) {
      stroke.count += 1;
      stroke.parts.push(link.d);
    } else by.set(key, { ...link, key, count: 1, parts: [link.d] });
  }
  // What is lit lies over what is not.
  const order = ['far', 'calm', 'near', 'main', 'way'];
  return [...by.values()]
    .map(({ parts, ...stroke }) => ({ ...stroke, d: parts.join('') }))
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

function at([x, y]: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
