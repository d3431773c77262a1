import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The light and the dark value of a token. */
function token(name: string): [string, string] {
  const pair = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css);
  if (pair?.[1] && pair[2]) return [pair[1], pair[2]];
  const alias = new RegExp(`--${name}: var\\(--([a-z0-9-]+)\\)`).exec(css);
  if (alias?.[1]) return token(alias[1]);
  throw new Error(`no token --${name}`);
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const v = parseInt(hex.slice(i, i + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

const SURFACES = ['paper', 'panel', 'sunken', 'hover'];
const STAGES = [
  'empathise',
  'define',
  'ideate',
  'prototype',
  'test',
  'build',
  'live',
  'frame',
  'people',
  'any',
  'record',
];
const INKS = ['ink', 'ink-2', 'ink-3', 'ok', 'warn', 'bad', ...STAGES.map((s) => `${s}-ink`)];

test.each(INKS)('--%s reads at 4.5:1 on every surface, light and dark', (ink) => {
  for (const surface of SURFACES) {
    for (const theme of [0, 1] as const) {
      expect(
        contrast(token(ink)[theme], token(surface)[theme]),
        `${surface} ${theme ? 'dark' : 'light'}`,
      ).toBeGreaterThanOrEqual(4.5);
    }
  }
});

test.each([...STAGES.slice(0, 7), 'focus', 'edge'])(
  '--%s is seen at 3:1 on paper, panel and sidebar',
  (graphic) => {
    for (const surface of ['paper', 'panel', 'sunken']) {
      for (const theme of [0, 1] as const) {
        expect(contrast(token(graphic)[theme], token(surface)[theme]), surface).toBeGreaterThanOrEqual(3);
      }
    }
  },
);

test('text on the mark and on ink reads', () => {
  for (const theme of [0, 1] as const) {
    expect(contrast(token('ink')[theme], token('mark')[theme])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(token('invert')[theme], token('ink')[theme])).toBeGreaterThanOrEqual(4.5);
  }
});
