/**
 * A large thread drawn so that it can be read at once: seven narrow lanes as wide as the window, the
 * way from the users' words to what is live along the top, what stands nearest to it below, and
 * everything else as small marks under its lane. Nothing is left out; a mark that is chosen becomes a
 * card. The host's own layout, which shows every card, stays one button away.
 */
import type { ThreadDto, ThreadLane, ThreadLink, ThreadNode } from '../host/api';
import { graph, pathToWords, type Graph } from './graph';
import { footnote } from './words';

/** What a drawing has to fit. */
export interface Room {
  width: number;
  height: number;
}

/** How many marks stand under a lane. */
export interface More {
  lane: number;
  x: number;
  y: number;
  n: number;
}

/** The drawing: the same artefacts and links in other places. */
export interface Gathered {
  thread: ThreadDto;
  more: More[];
}

/** A node lower than this (px) is a mark without words. */
export const MARK = 20;

const HEAD = 42;
/** Where a link meets a card, and the height of a row that only a link runs through, px. */
const LEVEL = 30;
const ROW = 46;
const GAP = 10;
const SIDE = 8;
const LEAST_LANE = 106;
const MOST_LANE = 190;
const MARKS = { w: 20, h: 12, gap: 4, words: 18 } as const;
/** Mean advance of a letter of a title, px. */
const LETTER = 6.2;

/** The way through a thread: from the words of a user over the root to the farthest thing live. */
export function spine(g: Graph): string[] {
  return [...pathToWords(g, g.root).reverse().slice(0, -1), g.root, ...onward(g)];
}

/** The shortest way downstream from the root to the last lane there is, without the root. */
function onward(g: Graph): string[] {
  const before = new Map<string, string>();
  const seen = new Set([g.root]);
  let best = g.nodes.get(g.root);
  for (let ring = [g.root]; ring.length > 0;) {
    const next: string[] = [];
    for (const id of ring) {
      for (const { node } of g.down.get(id) ?? []) {
        const to = node.card.id;
        if (seen.has(to) || node.card.kind === 'loop-back') continue;
        seen.add(to);
        before.set(to, id);
        next.push(to);
        if (best && node.lane > best.lane) best = node;
      }
    }
    ring = next;
  }
  const way: string[] = [];
  for (let at = best?.card.id; at !== undefined && at !== g.root; at = before.get(at)) way.push(at);
  return way.reverse();
}

/**
 * Lays a thread out in the room there is.
 * @param keep Artefacts that are cards whatever their distance: what was chosen, and a way that is shown.
 */
export function gather(thread: ThreadDto, room: Room, keep: readonly string[] = []): Gathered {
  const g = graph(thread);
  const main = spine(g);
  const order = new Map(main.map((id, i) => [id, i]));
  const close = distances(g, main);
  const kept = new Set(keep);
  const lanes = columns(thread, room.width);
  const placed: ThreadNode[] = [];
  const more: More[] = [];
  let deepest = 0;
  const crossed = crossings(main, g);
  lanes.forEach((lane, i) => {
    // The way runs through a lane without a stop in it: its row stays free there.
    const top = crossed.has(i) ? HEAD + ROW : HEAD;
    const mine = thread.nodes.filter((n) => n.lane === i);
    const w = lane.w - 2 * SIDE;
    const sized = mine.map((n) => ({ ...n, w, h: height(n, w) }));
    // Cards are chosen by how near they are, then stand in the order of the whole map.
    const byNear = [...sized].sort(
      (a, b) => rank(a) - rank(b) || (close.get(a.card.id) ?? 99) - (close.get(b.card.id) ?? 99) || a.y - b.y,
    );
    const foot = mine.length > 3 ? MARKS.words + 3 * (MARKS.h + MARKS.gap) : 0;
    const cards = new Set<ThreadNode>();
    let used = top;
    for (const node of byNear) {
      const next = used + node.h + GAP;
      if (rank(node) === 2 && next > room.height - foot) break;
      cards.add(node);
      used = next;
    }
    const place = (node: ThreadNode): [number, number, number] => [
      order.get(node.card.id) ?? 1e6,
      node.x,
      node.y,
    ];
    let y = top;
    for (const node of [...cards].sort((a, b) => compare(place(a), place(b)))) {
      placed.push({ ...node, x: lane.x + SIDE, y });
      y += node.h + GAP;
    }
    const marks = sized.filter((n) => !cards.has(n)).sort((a, b) => a.x - b.x || a.y - b.y);
    if (marks.length > 0) {
      more.push({ lane: i, x: lane.x + SIDE, y, n: marks.length });
      y += MARKS.words;
      const row = Math.max(1, Math.floor((w + MARKS.gap) / (MARKS.w + MARKS.gap)));
      marks.forEach((node, k) => {
        placed.push({
          ...node,
          x: lane.x + SIDE + (k % row) * (MARKS.w + MARKS.gap),
          y: y + Math.floor(k / row) * (MARKS.h + MARKS.gap),
          w: MARKS.w,
          h: MARKS.h,
        });
      });
      y += Math.ceil(marks.length / row) * (MARKS.h + MARKS.gap);
    }
    deepest = Math.max(deepest, y);

    function rank(node: ThreadNode): number {
      return order.has(node.card.id) ? 0 : kept.has(node.card.id) ? 1 : 2;
    }
  });
  const at = new Map(placed.map((n) => [n.card.id, n]));
  const last = lanes[lanes.length - 1];
  return {
    more,
    thread: {
      ...thread,
      lanes,
      // In the order of the host, so that the tab order does not change with the drawing.
      nodes: thread.nodes.flatMap((n) => at.get(n.card.id) ?? []),
      links: thread.links.map((link): ThreadLink => ({
        ...link,
        points: route(at.get(link.up), at.get(link.down)),
      })),
      width: last ? last.x + last.w : 0,
      height: deepest,
    },
  };
}

/** Lanes that a step of the way passes over. */
function crossings(way: readonly string[], g: Graph): Set<number> {
  const lane = (id: string | undefined): number => g.nodes.get(id ?? '')?.lane ?? 0;
  const stops = new Set(way.map(lane));
  const out = new Set<number>();
  for (let i = 0; i + 1 < way.length; i += 1) {
    const [a, b] = [lane(way[i]), lane(way[i + 1])];
    for (let k = Math.min(a, b) + 1; k < Math.max(a, b); k += 1) if (!stops.has(k)) out.add(k);
  }
  return out;
}

/** Lanes of equal width across the room; one that holds nothing is as wide as its name. */
function columns(thread: ThreadDto, width: number): ThreadLane[] {
  const used = new Set(thread.nodes.map((n) => n.lane));
  const name = (lane: ThreadLane): number => lane.label.length * 7.5 + 2 * SIDE;
  const empty = thread.lanes.reduce((sum, lane, i) => (used.has(i) ? sum : sum + name(lane)), 0);
  const w = Math.min(Math.max((width - empty) / Math.max(used.size, 1), LEAST_LANE), MOST_LANE);
  let x = 0;
  return thread.lanes.map((lane, i) => {
    const out = { ...lane, x, w: used.has(i) ? w : name(lane) };
    x += out.w;
    return out;
  });
}

/** Height of a card of a width: the small line, up to four lines of the title, a fact. */
function height(node: ThreadNode, w: number): number {
  const letters = Math.max(6, Math.floor((w - 21) / LETTER));
  const lines = Math.min(4, Math.max(1, wrapped(node.card.title, letters)));
  return 31 + lines * 16 + (footnote(node.card) ? 17 : 0);
}

/** Lines a text takes when it is broken at spaces. */
function wrapped(text: string, letters: number): number {
  let lines = 1;
  let at = 0;
  for (const word of text.split(' ')) {
    if (at > 0 && at + 1 + word.length > letters) {
      lines += 1;
      at = 0;
    }
    at += (at > 0 ? 1 : 0) + word.length;
    lines += Math.floor(Math.max(0, at - 1) / letters);
    at = ((at - 1) % letters) + 1;
  }
  return lines;
}

/** Steps (either way) from the nearest of some nodes. */
function distances(g: Graph, from: readonly string[]): Map<string, number> {
  const far = new Map(from.map((id) => [id, 0]));
  for (let ring = [...from], n = 1; ring.length > 0; n += 1) {
    const next: string[] = [];
    for (const id of ring) {
      for (const { node } of [...(g.up.get(id) ?? []), ...(g.down.get(id) ?? [])]) {
        if (far.has(node.card.id)) continue;
        far.set(node.card.id, n);
        next.push(node.card.id);
      }
    }
    ring = next;
  }
  return far;
}

/** From card to card; what a mark is linked with shows when it has become a card. */
function route(up: ThreadNode | undefined, down: ThreadNode | undefined): [number, number][] {
  if (!up || !down || up.h < MARK || down.h < MARK) return [];
  if (up.lane === down.lane) {
    const [a, b] = up.y < down.y ? [up, down] : [down, up];
    const near = b.y - a.y - a.h <= GAP + 1;
    const ends: [number, number][] = near
      ? [
          [a.x + a.w / 2, a.y + a.h],
          [b.x + b.w / 2, b.y],
        ]
      : [
          [a.x + a.w, a.y + a.h / 2],
          [a.x + a.w + SIDE - 2, a.y + a.h / 2],
          [a.x + a.w + SIDE - 2, b.y + b.h / 2],
          [b.x + b.w, b.y + b.h / 2],
        ];
    return up.y < down.y ? ends : ends.reverse();
  }
  // Links between lanes meet a card where its title begins, so that those of one row run level.
  const level = (n: ThreadNode): number => n.y + Math.min(n.h / 2, LEVEL);
  return up.lane < down.lane
    ? [
        [up.x + up.w, level(up)],
        [down.x, level(down)],
      ]
    : [
        [up.x, level(up)],
        [down.x + down.w, level(down)],
      ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i += 1) {
    const by = (a[i] ?? 0) - (b[i] ?? 0);
    if (by !== 0) return by;
  }
  return 0;
}
