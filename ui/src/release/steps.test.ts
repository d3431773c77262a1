import { expect, test } from 'vitest';
import type { VisitDto } from '../host/api';
import { HEIGHT, LABELS, rowOf, steps } from './steps';

const visit = (stage: string, by?: number): VisitDto => ({
  stage,
  label: stage,
  from: '2026-07-01T00:00:00Z',
  to: '2026-07-02T00:00:00Z',
  artefacts: 1,
  ...(by === undefined ? {} : { by }),
});

test('stages stand one below the other in the order of the thread, and all within the drawing', () => {
  const rows = ['empathise', 'define', 'ideate', 'prototype', 'test', 'build', 'live'].map(rowOf);
  expect(rows).toEqual([...rows].sort((a, b) => a - b));
  expect(Math.max(...rows)).toBeLessThan(HEIGHT);
});

test('each leg joins two visits, and a loop-back leads back up', () => {
  const { steps: placed, legs } = steps({ visits: [visit('test'), visit('ideate', 0), visit('test')] }, 600);
  expect(placed.map((s) => s.x)).toEqual([...placed.map((s) => s.x)].sort((a, b) => a - b));
  expect(legs.map((l) => l.by)).toEqual([0, undefined]);
  expect(placed[1]?.y).toBeLessThan(placed[0]?.y ?? 0);
  expect(placed[0]?.x).toBeGreaterThan(LABELS);
});

test('a long path is wider than the page, a short one is not', () => {
  expect(steps({ visits: Array.from({ length: 30 }, () => visit('test')) }, 600).width).toBeGreaterThan(600);
  expect(steps({ visits: [visit('test')] }, 600).width).toBe(600);
  expect(steps({ visits: [] }, 600).legs).toEqual([]);
});
