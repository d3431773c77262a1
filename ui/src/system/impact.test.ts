import { describe, expect, it } from 'vitest';
import type { CardDto, ImpactDto, ImpactRow } from '../host/api';
import { asMarkdown, split, wayTo } from './impact';

const card = (short: string): CardDto => ({
  id: short.toLowerCase(),
  short,
  kind: 'x',
  title: `The ${short}`,
  stage: 'build',
  facts: [],
  tags: [],
  removed: false,
  created_at: '',
  updated_at: '',
});
const row = (short: string, via: string, words: string, more: Partial<ImpactRow> = {}): ImpactRow => ({
  card: card(short),
  steps: 1,
  via,
  words,
  live: false,
  beyond: false,
  told: '',
  ...more,
});
const impact: ImpactDto = {
  root: card('DAT-1'),
  field: 'stars',
  note: 'Two versions.',
  roots: [card('DAT-1'), card('DAT-2')],
  columns: ['stars'],
  groups: [
    {
      name: 'deployments',
      label: 'Deployments',
      rows: [row('DEP-1', 'bun-1', 'is deployed by', { live: true })],
    },
    { name: 'bundles', label: 'Bundles', rows: [row('BUN-1', 'dat-2', 'is shipped in')] },
    { name: 'other', label: 'Also', rows: [row('IDE-1', 'dep-1', 'decides on', { beyond: true })] },
    { name: 'parts', label: 'Parts', rows: [row('OPT-1', 'dep-1', 'has')] },
  ],
  total: 2,
  beyond: 1,
  live: 1,
  people: [{ card: card('TEA-1'), reasons: [{ words: 'looks after', about: [card('DAT-1')], count: 1 }] }],
};

describe('the way to what is touched', () => {
  it('begins at what changes and ends at the row', () => {
    expect(wayTo(impact, 'dep-1').map((p) => `${p.words} ${p.card.short}`.trim())).toEqual([
      'DAT-2',
      'is shipped in BUN-1',
      'is deployed by DEP-1',
    ]);
  });
  it('comes to an end where rows name each other', () => {
    const groups = [{ name: 'other', label: '', rows: [row('A', 'b', 'x'), row('B', 'a', 'y')] }];
    expect(wayTo({ groups, roots: [] }, 'a')).toHaveLength(2);
    expect(wayTo({ groups, roots: [] }, 'nobody')).toEqual([]);
  });
});

it('what lies beyond a decision is told apart, and parts are not told', () => {
  const { direct, beyond } = split(impact);
  expect(direct.map((g) => g.name)).toEqual(['deployments', 'bundles']);
  expect(beyond.map((g) => g.name)).toEqual(['other']);
});

it('as Markdown it names the change, each row with its way, and whom to ask', () => {
  const text = asMarkdown(impact);
  expect(text).toContain('# If DAT-1 The DAT-1, stars, changes');
  expect(text).toContain('- **live** DEP-1 The DEP-1: DAT-2 is shipped in BUN-1 is deployed by DEP-1');
  expect(text).toContain('## In question only if one of those decisions falls\n\n- IDE-1 The IDE-1');
  expect(text).toContain('- The TEA-1: looks after DAT-1');
});
