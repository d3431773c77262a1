import { describe, expect, it } from 'vitest';
import { fit, keep, opening, reveal, SCALE, zoom } from './camera';
import { curve, strokes } from './curve';
import { days, marks, momentAt, positionOf, share } from './timeline';

describe('the camera', () => {
  it('keeps the point under the pointer where it is while zooming', () => {
    const before = { x: 30, y: -40, scale: 0.8 };
    const after = zoom(before, 1.25, 400, 300);
    const mapX = (400 - before.x) / before.scale;
    expect(mapX * after.scale + after.x).toBeCloseTo(400);
    expect(after.scale).toBeCloseTo(1);
  });

  it('stays within its limits', () => {
    expect(zoom({ x: 0, y: 0, scale: 1 }, 1000, 0, 0).scale).toBe(SCALE.max);
    expect(zoom({ x: 0, y: 0, scale: 1 }, 0.0001, 0, 0).scale).toBe(SCALE.min);
  });

  it('shows a large drawing whole and never enlarges a small one', () => {
    const large = fit(4000, 1000, 1000, 600);
    expect(4000 * large.scale).toBeLessThanOrEqual(1000);
    expect(fit(100, 100, 1000, 600).scale).toBe(1);
  });

  it('opens on the artefact asked for where the whole would be too small to read', () => {
    const on = { x: 3000, y: 100, w: 148, h: 70 };
    const camera = opening(4000, 500, 1000, 600, on);
    expect(camera.scale).toBeGreaterThanOrEqual(0.8);
    expect((on.x + on.w / 2) * camera.scale + camera.x).toBeCloseTo(680);
    expect(opening(900, 500, 1000, 600, on).scale).toBe(1);
  });

  it('moves only as far as a box needs', () => {
    const camera = { x: 0, y: 0, scale: 1 };
    expect(reveal(camera, { x: 300, y: 200, w: 100, h: 60 }, 1000, 600)).toEqual(camera);
    expect(reveal(camera, { x: 1000, y: 200, w: 100, h: 60 }, 1000, 600).x).toBe(-140);
    expect(reveal(camera, { x: -500, y: 0, w: 100, h: 60 }, 1000, 600).x).toBe(540);
  });

  it('cannot lose the drawing', () => {
    expect(keep({ x: 9000, y: 0, scale: 1 }, 500, 500, 1000, 600).x).toBe(920);
    expect(keep({ x: -9000, y: 0, scale: 1 }, 500, 500, 1000, 600).x).toBe(-420);
  });
});

describe('the path of a link', () => {
  it('runs from the first point to the last', () => {
    const d = curve([
      [0, 10],
      [100, 50],
      [200, 20],
    ]);
    expect(d.startsWith('M0 10')).toBe(true);
    expect(d.endsWith('200 20')).toBe(true);
  });

  it('leaves and arrives level', () => {
    expect(
      curve([
        [0, 10],
        [100, 50],
      ]),
    ).toBe('M0 10C50 10 50 50 100 50');
  });

  it('is a plain line where both ends stand at one height', () => {
    expect(
      curve([
        [0, 10],
        [100, 10],
      ]),
    ).toBe('M0 10H100');
  });

  it('bows below both ends on its way back', () => {
    const [, dip] =
      /C\S+ (\S+) /.exec(
        curve([
          [300, 10],
          [0, 50],
        ]),
      ) ?? [];
    expect(Number(dip)).toBeGreaterThan(50);
  });

  it('rounds the bracket between two cards of one column', () => {
    expect(
      curve([
        [100, 10],
        [108, 10],
        [108, 90],
        [100, 90],
      ]),
    ).toBe('M100 10C116 10 116 90 100 90');
  });

  it('is nothing for fewer than two points', () => {
    expect(curve([])).toBe('');
    expect(curve([[1, 1]])).toBe('');
  });
});

describe('the strokes of the map', () => {
  const link = (state: string, stage: string, d = 'M0 0H1') => ({ d, stage, loop: false, state });

  it('join links of one look and lose none', () => {
    const drawn = strokes([
      link('near', 'test'),
      link('near', 'test'),
      link('near', 'build'),
      link('near', 'test', ''),
    ]);
    expect(drawn.map((s) => [s.stage, s.count])).toEqual([
      ['test', 2],
      ['build', 1],
    ]);
    expect(drawn[0]?.d).toBe('M0 0H1M0 0H1');
  });

  it('put what is lit over what is not', () => {
    expect(strokes([link('way', 'a'), link('far', 'a'), link('near', 'a')]).map((s) => s.state)).toEqual([
      'far',
      'near',
      'way',
    ]);
  });
});

describe('the as-of slider', () => {
  const ticks = [
    { position: 1, received: '2026-08-01T09:00:00Z' },
    { position: 2, received: '2026-08-01T10:00:00Z' },
    { position: 3, received: '2026-08-04T10:00:00Z' },
  ];

  it('puts the first change at its start and the last at its end', () => {
    expect(share(1, 268)).toBe(0);
    expect(share(268, 268)).toBe(1);
    expect(share(1, 1)).toBe(1);
  });

  it('draws no more marks than there is room for, and counts what each stands for', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({ position: i + 1, received: '' }));
    const drawn = marks(many, 10_000, 96);
    expect(drawn.length).toBeLessThanOrEqual(97);
    expect(drawn.reduce((n, m) => n + m.count, 0)).toBe(10_000);
  });

  it('knows the first change of each day', () => {
    expect(days([...ticks].reverse()).map((t) => t.position)).toEqual([1, 3]);
  });

  it('asks for now at its end, for a position before, and for a day in the other sense', () => {
    expect(momentAt(3, 3, 'known')).toEqual({ mode: 'now' });
    expect(momentAt(2, 3, 'known', '2026-08-01T10:00:00Z')).toEqual({ mode: 'position', position: 2 });
    expect(momentAt(2, 3, 'so', '2026-08-01T10:00:00Z')).toEqual({
      mode: 'so',
      date: '2026-08-01T10:00:00Z',
    });
  });

  it('stands at the last change up to a day', () => {
    expect(positionOf({ mode: 'known', date: '2026-08-01' }, ticks, 3)).toBe(2);
    expect(positionOf({ mode: 'so', date: '2026-08-01T09:30:00Z' }, ticks, 3)).toBe(1);
    expect(positionOf({ mode: 'known', date: '2020-01-01' }, ticks, 3)).toBe(1);
    expect(positionOf({ mode: 'position', position: 99 }, ticks, 3)).toBe(3);
    expect(positionOf({ mode: 'now' }, ticks, 3)).toBe(3);
  });
});
