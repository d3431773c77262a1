import { describe, expect, it } from 'vitest';
import type { CardDto, LoopBackDto, StageGlance } from '../host/api';
import { arcs, dots, headroom, laneOf } from './line';

const stages = ['empathise', 'define', 'ideate', 'prototype', 'test', 'build', 'live'].map(
  (stage): StageGlance => ({ stage, label: stage, total: 0, line: '', counts: [] }),
);
const card: CardDto = {
  id: 'l',
  short: 'LPB-1',
  kind: 'loop-back',
  title: 't',
  stage: 'any',
  facts: [],
  tags: [],
  removed: false,
  created_at: '',
  updated_at: '',
};
const loop = (from: string, to: string): LoopBackDto => ({ card, from, to, closed: false });

describe('the thread line', () => {
  it('puts one dot at the start of each of seven equal columns', () => {
    const at = dots(stages, 700, 7);
    expect(at.get('empathise')).toBe(7);
    expect(at.get('live')).toBe(607);
  });

  it('draws an arc from the dot it leaves to the dot it returns to', () => {
    const [arc] = arcs([loop('test', 'ideate')], dots(stages, 700, 0), 50);
    expect(arc?.d.startsWith('M400 50')).toBe(true);
    expect(arc?.d.endsWith('200 50')).toBe(true);
    expect(arc?.stage).toBe('test');
  });

  it('bows a long arc over the short ones under it', () => {
    const [short, long] = arcs([loop('live', 'empathise'), loop('test', 'ideate')], dots(stages, 700), 50);
    expect(short?.loop.from).toBe('test');
    expect(long?.rise).toBeGreaterThan(short?.rise ?? 0);
  });

  it('keeps two arcs over the same stretch apart, and two over different ones at one height', () => {
    const same = arcs([loop('test', 'ideate'), loop('test', 'ideate')], dots(stages, 700), 50);
    expect(new Set(same.map((a) => a.rise)).size).toBe(2);
    const apart = arcs([loop('define', 'empathise'), loop('live', 'build')], dots(stages, 700), 50);
    expect(new Set(apart.map((a) => a.rise)).size).toBe(1);
  });

  it('finds the stage of a phase, and leaves out what has no place on the line', () => {
    expect(laneOf('phase:monitor')).toBe('live');
    expect(laneOf('phase:exploration')).toBe('build');
    expect(arcs([loop('nowhere', 'ideate'), loop('test', 'test')], dots(stages, 700), 50)).toEqual([]);
  });

  it('needs no room without loop-backs', () => {
    expect(headroom([])).toBe(0);
  });
});
