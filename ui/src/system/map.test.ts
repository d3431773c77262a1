import { describe, expect, it } from 'vitest';
import type { SystemMapDto, SystemNode } from '../host/api';
import { along, arrowHead, interactions, towards, way, wordsOf } from './map';

function node(id: string, x: number, y: number): SystemNode {
  return {
    node: {
      card: {
        id,
        short: id,
        kind: 'component',
        title: id,
        stage: 'build',
        facts: [],
        tags: [],
        removed: false,
        created_at: '',
        updated_at: '',
      },
      depth: 0,
      lane: 0,
      x,
      y,
      w: 100,
      h: 60,
    },
    type: '',
    type_words: '',
    purpose: '',
    owners: [],
    versions: [],
    lacks: '',
  };
}
const link = (id: string, up: string, down: string, points: [number, number][], what = '') => ({
  link: { id, type: 'feeds', label: 'feeds', up, down, points },
  what,
  across: false,
});
const map = (nodes: SystemNode[], links: SystemMapDto['links']): SystemMapDto => ({
  nodes,
  links,
  width: 800,
  height: 400,
  lacking: 0,
  parts: [],
});

describe('the words on a link', () => {
  it('stand in the middle of its way', () => {
    const [words] = wordsOf(
      map(
        [node('a', 0, 0), node('b', 300, 0)],
        [
          link(
            'l',
            'a',
            'b',
            [
              [100, 30],
              [300, 30],
            ],
            'features',
          ),
        ],
      ),
    );
    expect(words && words.x + words.w / 2).toBeCloseTo(200);
  });
  it('never cover a card or each other, and are left out where there is no room', () => {
    const way: [number, number][] = [
      [100, 30],
      [300, 30],
    ];
    const two = wordsOf(
      map(
        [node('a', 0, 0), node('b', 300, 0)],
        [
          link('l', 'a', 'b', way, 'features'),
          link('m', 'a', 'b', way, 'scores'),
          link('n', 'a', 'b', way, 'orders'),
          link('o', 'a', 'b', way, 'labels'),
        ],
      ),
    );
    expect(two.length).toBeGreaterThan(1);
    expect(two.length).toBeLessThan(4);
    two.forEach((a, i) =>
      two.slice(i + 1).forEach((b) => expect(a.x + a.w <= b.x || b.x + b.w <= a.x).toBe(true)),
    );
  });
  it('stand on a level line and leave the heads of arrows free, so that one sees where it goes', () => {
    const level: [number, number][] = [
      [100, 30],
      [230, 30],
    ];
    const down: [number, number][] = [
      [50, 60],
      [50, 120],
    ];
    const words = wordsOf(
      map(
        [node('a', 0, 0), node('b', 230, 0), node('c', 0, 120)],
        [link('l', 'a', 'b', level, 'the same tables, p'), link('m', 'a', 'c', down, 'orders')],
      ),
    );
    const [first, second] = words;
    expect(words).toHaveLength(2);
    expect(first && first.y + 18).toBeLessThan(30);
    expect(second && second.y + 18).toBeLessThanOrEqual(112);
  });
  it('stand beside a way that is too short for them', () => {
    const short: [number, number][] = [
      [50, 60],
      [50, 84],
    ];
    const [words] = wordsOf(map([node('a', 0, 0), node('b', 0, 84)], [link('l', 'a', 'b', short, 'orders')]));
    expect(words?.x).toBeGreaterThan(50);
  });
  it('are cut where they are long, and none where nobody said what passes', () => {
    const way: [number, number][] = [
      [100, 30],
      [600, 30],
    ];
    const words = wordsOf(
      map(
        [node('a', 0, 0), node('b', 600, 0)],
        [
          link('l', 'a', 'b', way, 'eleven columns, district codes instead of names'),
          link('m', 'b', 'a', way),
        ],
      ),
    );
    expect(words.map((w) => w.text)).toEqual(['eleven columns, dis…']);
  });
});

describe('a way', () => {
  it('goes around a card of its own column in one bow through the point beside it', () => {
    const bow = way(
      [
        [100, 30],
        [70, 80],
        [100, 130],
      ],
      false,
    );
    // At its middle a cubic with both controls at 60 has x = (100 + 3 × 60 + 3 × 60 + 100) / 8 = 70.
    expect(bow).toBe('M100 30C60 30 60 130 100 130');
  });
  it('has points by their share of its length', () => {
    const way: [number, number][] = [
      [0, 0],
      [10, 0],
      [10, 30],
    ];
    expect(along(way, 0)).toEqual([0, 0]);
    expect(along(way, 0.5)).toEqual([10, 10]);
    expect(along(way, 1)).toEqual([10, 30]);
    expect(along([], 0.5)).toEqual([0, 0]);
  });
  it('ends in a head that points where it goes', () => {
    expect(
      arrowHead([
        [0, 0],
        [10, 5],
      ]),
    ).toBe('M10 5l-7 -4v8z');
    expect(
      arrowHead([
        [20, 0],
        [10, 5],
      ]),
    ).toBe('M10 5l7 -4v8z');
  });
});

it('a way leaves at the sides, and from band to band below and above', () => {
  expect(
    way(
      [
        [0, 0],
        [10, 20],
      ],
      false,
    ),
  ).toBe('M0 0C5 0 5 20 10 20');
  expect(
    way(
      [
        [0, 0],
        [10, 20],
      ],
      true,
    ),
  ).toBe('M0 0C0 10 10 10 10 20');
  expect(way([[1, 2]], false)).toBe('');
});

it('an arrow leads to the nearest component that way, and nowhere at the edge', () => {
  const m = map([node('a', 0, 0), node('b', 300, 20), node('c', 320, 200), node('d', 0, 200)], []);
  expect(towards(m, 'a', 'right')).toBe('b');
  expect(towards(m, 'b', 'down')).toBe('c');
  expect(towards(m, 'c', 'left')).toBe('d');
  expect(towards(m, 'd', 'up')).toBe('a');
  expect(towards(m, 'a', 'left')).toBeUndefined();
  expect(towards(m, 'x', 'left')).toBeUndefined();
});

it('a component has what it gives and what it takes', () => {
  const m = map([node('a', 0, 0), node('b', 300, 0)], [link('l', 'a', 'b', []), link('m', 'x', 'b', [])]);
  expect(interactions(m, 'a').gives.map((g) => g.other.node.card.id)).toEqual(['b']);
  expect(interactions(m, 'b').takes.map((t) => t.other.node.card.id)).toEqual(['a']);
});
