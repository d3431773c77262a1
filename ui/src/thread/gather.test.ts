import { describe, expect, it } from 'vitest';
import type { ThreadDto } from '../host/api';
import { thread } from './fixture';
import { gather, MARK, spine } from './gather';
import { graph } from './graph';
import { heads } from './heads';

const STAGES = ['empathise', 'define', 'ideate', 'prototype', 'test', 'build', 'live'];

/** A model with its way to a quote and to what is live, and `n` more quotes behind the problem. */
function large(n: number): ThreadDto {
  const more = Array.from({ length: n }, (_, i) => `q${i}`);
  const t = thread(
    [
      'm:model-version',
      'w:highlight',
      'p:problem',
      'i:idea',
      't:prototype',
      'b:bundle',
      'd:deployment',
    ].concat(more.map((id) => `${id}:highlight`)),
    ['w>p', 'p>i', 'i>t', 't>m', 'm>b', 'b>d', ...more.map((id) => `${id}>p`)],
  );
  const lane: Record<string, number> = { m: 5, w: 0, p: 1, i: 2, t: 3, b: 5, d: 6 };
  t.lanes = STAGES.map((stage, i) => ({ stage, label: stage, x: i * 200, w: 200 }));
  for (const node of t.nodes) node.lane = lane[node.card.id] ?? 0;
  return t;
}
const room = { width: 780, height: 640 };

describe('a gathered thread', () => {
  it('leads from the words of a user over the root to what is live', () => {
    expect(spine(graph(large(3)))).toEqual(['w', 'p', 'i', 't', 'm', 'b', 'd']);
  });

  it('fits the width there is, with the whole way readable at its top', () => {
    const { thread: t } = gather(large(60), room);
    expect(t.width).toBeLessThanOrEqual(room.width + 1);
    const top = t.nodes.filter((n) => ['w', 'p', 'i', 't', 'm', 'd'].includes(n.card.id));
    expect(new Set(top.map((n) => n.y)).size).toBe(1);
    expect(top.every((n) => n.h >= MARK)).toBe(true);
  });

  it('keeps every artefact, the far ones as marks that are counted', () => {
    const given = large(60);
    const { thread: t, more } = gather(given, room);
    expect(t.nodes.map((n) => n.card.id)).toEqual(given.nodes.map((n) => n.card.id));
    const marks = t.nodes.filter((n) => n.h < MARK);
    expect(marks.length).toBeGreaterThan(40);
    expect(more.reduce((sum, m) => sum + m.n, 0)).toBe(marks.length);
  });

  it('never lays one thing over another', () => {
    const { thread: t } = gather(large(60), room, ['q50', 'q51']);
    for (const a of t.nodes) {
      for (const b of t.nodes) {
        if (a === b) continue;
        const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
        expect(apart, `${a.card.id} and ${b.card.id}`).toBe(true);
      }
    }
  });

  it('leaves the row free in a lane that the way only passes over', () => {
    const given = large(3);
    const [any] = given.nodes;
    if (any) given.nodes.push({ ...any, lane: 4, card: { ...any.card, id: 'e', kind: 'experiment' } });
    given.links.push({ id: 'e>m', type: 't', label: 'l', up: 'e', down: 'm', points: [] });
    const { thread: t } = gather(given, room);
    const of = (id: string) => t.nodes.find((n) => n.card.id === id);
    expect(of('e')?.y).toBeGreaterThan((of('t')?.y ?? 0) + 30);
  });

  it('makes a card of a mark that is chosen, and draws its links', () => {
    const before = gather(large(60), room).thread;
    const after = gather(large(60), room, ['q59']).thread;
    const of = (t: ThreadDto) => t.nodes.find((n) => n.card.id === 'q59');
    const link = (t: ThreadDto) => t.links.find((l) => l.id === 'q59>p');
    expect(of(before)?.h).toBeLessThan(MARK);
    expect(link(before)?.points).toEqual([]);
    expect(of(after)?.h).toBeGreaterThan(MARK);
    expect(link(after)?.points).toHaveLength(2);
  });

  it('does without a way where no words are linked', () => {
    const t = thread(['a:idea', 'b:prototype'], ['a>b']);
    t.lanes = STAGES.map((stage, i) => ({ stage, label: stage, x: i * 200, w: 200 }));
    expect(gather(t, room).thread.nodes).toHaveLength(2);
  });
});

describe('the names of the lanes', () => {
  const lanes = STAGES.map((stage, i) => ({ stage, label: stage, x: i * 400, w: 400 }));
  it('are all in sight, wherever the map is', () => {
    for (const camera of [
      { x: 0, y: 0, scale: 1 },
      { x: -2000, y: 0, scale: 1 },
      { x: 30, y: 0, scale: 0.1 },
    ]) {
      const at = heads(lanes, camera, 700);
      at.forEach((h, i) => {
        expect(h.x).toBeGreaterThanOrEqual(0);
        expect(h.x + h.w).toBeLessThanOrEqual(701);
        const next = at[i + 1];
        if (next) expect(h.x + h.w).toBeLessThanOrEqual(next.x + 0.01);
      });
    }
  });
  it('stand over their lanes where those are in sight', () => {
    const at = heads(lanes, { x: -800, y: 0, scale: 1 }, 1300);
    expect(at[3]?.x).toBe(400);
    expect(at[3]?.away).toBe(false);
    expect(at[0]?.away).toBe(true);
  });
});
