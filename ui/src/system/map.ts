/** The system map as the page draws it. Pure. */
import type { CardDto, SystemLink, SystemMapDto, SystemNode } from '../host/api';
import { graph, type Graph } from '../thread/graph';
import type { Arrow } from '../thread/steps';

/** The map as a graph, with one of its components as the root. */
export function asGraph(map: SystemMapDto, root: CardDto): Graph {
  return graph({ root, nodes: map.nodes.map((n) => n.node), links: map.links.map((l) => l.link) });
}

/** What a component gives and takes. */
export interface Interactions {
  gives: { link: SystemLink; other: SystemNode }[];
  takes: { link: SystemLink; other: SystemNode }[];
}

/** The interactions of a component that are on the map. */
export function interactions(map: SystemMapDto, id: string): Interactions {
  const by = new Map(map.nodes.map((n) => [n.node.card.id, n]));
  const out: Interactions = { gives: [], takes: [] };
  for (const link of map.links) {
    const [up, down] = [by.get(link.link.up), by.get(link.link.down)];
    if (!up || !down) continue;
    if (link.link.up === id) out.gives.push({ link, other: down });
    if (link.link.down === id) out.takes.push({ link, other: up });
  }
  return out;
}

/** Words on the way of a link: where they stand, px of the drawing. */
export interface Words {
  id: string;
  text: string;
  x: number;
  y: number;
  w: number;
}

/** Mean advance of an 11 px letter, and the room around the words, px. */
const LETTER = 5.9;
const PAD = 10;
/** Height of the words, px. */
const HEIGHT = 18;
/** Longest words, in letters; the rest is read in the panel. */
const MOST = 20;

/** Half the room that the head of an arrow takes, px. */
const HEAD = 6;

/** Shares of a way at which words are tried, the best first. */
const SHARES = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88] as const;

/** Whether a way goes level, or all but level, from its beginning to its end. */
function level(points: readonly (readonly [number, number])[]): boolean {
  const ys = points.map((p) => p[1]);
  return Math.max(...ys) - Math.min(...ys) < HEIGHT / 2;
}

/** A point on a poly-line, `share` of its length from the beginning. */
export function along(points: readonly (readonly [number, number])[], share: number): [number, number] {
  const far = (a: readonly [number, number], b: readonly [number, number]): number =>
    Math.hypot(b[0] - a[0], b[1] - a[1]);
  let whole = 0;
  for (let i = 1; i < points.length; i += 1) whole += far(points[i - 1] ?? [0, 0], points[i] ?? [0, 0]);
  let left = whole * share;
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1] ?? ([0, 0] as const), points[i] ?? ([0, 0] as const)];
    const step = far(a, b);
    if (left <= step && step > 0) {
      return [a[0] + ((b[0] - a[0]) * left) / step, a[1] + ((b[1] - a[1]) * left) / step];
    }
    left -= step;
  }
  const last = points[points.length - 1] ?? [0, 0];
  return [last[0], last[1]];
}

interface Rectangle {
  x: number;
  y: number;
  w: number;
  h: number;
}

const overlap = (a: Rectangle, b: Rectangle): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/** Where words of this width could stand on a way, the best place first. */
function places(points: readonly (readonly [number, number])[], w: number): Rectangle[] {
  const box = (x: number, y: number): Rectangle => ({ x, y, w, h: HEIGHT });
  if (level(points)) {
    // Between two cards side by side the words are as long as the line: there they stand above it.
    const top = Math.min(...points.map((p) => p[1]));
    return SHARES.map((share) => box(along(points, share)[0] - w / 2, top - HEIGHT - HEAD));
  }
  const on = SHARES.map((share) => along(points, share));
  return [
    ...on.map(([x, y]) => box(x - w / 2, y - HEIGHT / 2)),
    ...on.flatMap(([x, y]) => [box(x + HEAD + 2, y - HEIGHT / 2), box(x - w - HEAD - 2, y - HEIGHT / 2)]),
  ];
}

/**
 * Where the words of each link stand: on its way, beside no card and no other words if there is such a place. Words
 * for which there is none are left out; the panel and the outline have them.
 */
export function wordsOf(map: SystemMapDto): Words[] {
  const taken: Rectangle[] = map.nodes.map(({ node }) => ({ x: node.x, y: node.y, w: node.w, h: node.h }));
  // Which way it goes is read from the head of its arrow.
  for (const { link } of map.links) {
    const [x, y] = link.points[link.points.length - 1] ?? [0, 0];
    taken.push({ x: x - HEAD, y: y - HEAD, w: 2 * HEAD, h: 2 * HEAD });
  }
  const out: Words[] = [];
  for (const { link, what } of map.links) {
    if (what === '' || link.points.length < 2) continue;
    const text = what.length > MOST ? `${what.slice(0, MOST - 1).trimEnd()}…` : what;
    const w = text.length * LETTER + PAD;
    const box = places(link.points, w).find((place) => !taken.some((t) => overlap(t, place)));
    if (!box) continue;
    taken.push(box);
    out.push({ id: link.id, text, x: box.x, y: box.y, w });
  }
  return out;
}

/** Path data of a link: it leaves and arrives at the sides, or, from band to band, below and above. */
export function way(points: readonly (readonly [number, number])[], across: boolean): string {
  const [first, ...rest] = points;
  if (!first || rest.length === 0) return '';
  let d = `M${first[0]} ${first[1]}`;
  const [middle, end] = rest;
  // Out of a card and back into the same column: one bow through the point beside it.
  if (!across && middle && end && rest.length === 2 && (middle[0] - first[0]) * (end[0] - middle[0]) < 0) {
    const bow = (8 * middle[0] - first[0] - end[0]) / 6;
    return `${d}C${bow} ${first[1]} ${bow} ${end[1]} ${end[0]} ${end[1]}`;
  }
  let [x, y] = first;
  for (const [nx, ny] of rest) {
    if (across) {
      const pull = (ny - y) / 2;
      d += `C${x} ${y + pull} ${nx} ${ny - pull} ${nx} ${ny}`;
    } else if (ny === y) d += `H${nx}`;
    else {
      const pull = (nx - x) / 2;
      d += `C${x + pull} ${y} ${nx - pull} ${ny} ${nx} ${ny}`;
    }
    [x, y] = [nx, ny];
  }
  return d;
}

/** The component an arrow key leads to: the nearest one that way. */
export function towards(map: SystemMapDto, from: string, arrow: Arrow): string | undefined {
  const here = map.nodes.find((n) => n.node.card.id === from)?.node;
  if (!here) return undefined;
  const sign = arrow === 'right' || arrow === 'down' ? 1 : -1;
  const upright = arrow === 'up' || arrow === 'down';
  let best: { id: string; far: number } | undefined;
  for (const { node } of map.nodes) {
    const dx = node.x + node.w / 2 - here.x - here.w / 2;
    const dy = node.y + node.h / 2 - here.y - here.h / 2;
    const ahead = (upright ? dy : dx) * sign;
    if (ahead <= 8) continue;
    const far = ahead + Math.abs(upright ? dx : dy) * 2;
    if (!best || far < best.far) best = { id: node.card.id, far };
  }
  return best?.id;
}

/** The head of an arrow at the end of a poly-line, as SVG path data. */
export function arrowHead(points: readonly (readonly [number, number])[], across = false): string {
  const [x, y] = points[points.length - 1] ?? [0, 0];
  const [px, py] = points[points.length - 2] ?? [x - 1, y];
  if (across) return `M${x} ${y}l-4 ${py > y ? 7 : -7}h8z`;
  const side = px > x ? 1 : -1;
  return `M${x} ${y}l${side * 7} -4v8z`;
}

/** "no owner, no interaction" as a sentence about a component. */
export function lackWords(lacks: string): string {
  if (lacks === 'no owner') return 'Nobody looks after it.';
  if (lacks === 'no interaction') return 'It neither feeds another component nor is fed by one.';
  return lacks === '' ? '' : 'Nobody looks after it, and it touches no other component.';
}
