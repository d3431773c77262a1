import { describe, expect, it } from 'vitest';
import type { CardDto, ComparedBundles, RankedProblem, RunDto } from '../host/api';
import { comparedShown, rankingShown, rolloutShown } from './shown';

const card = (short: string, title: string): CardDto => ({
  id: short,
  short,
  kind: 'problem',
  title,
  status: '',
  stage: 'define',
  tags: [],
  facts: [],
  removed: false,
  created_at: '',
  updated_at: '',
});

const problem: RankedProblem = {
  card: card('PRB-1', 'Slow'),
  request: '',
  roots: [],
  depth: 0,
  baseline: { value: '', unit: '', date: '', missing: [] },
  place: 1,
  tied_with: ['PRB-2', 'PRB-3'],
  basis: { currency: 'EUR', months: 12 },
  roi: { low: -0.05, likely: 2.123456, high: 6.4 },
  no_return: '',
  net: { low: -1234567.5, likely: 0, high: 10 },
  cost: null,
  payback: { soonest: 2, likely: 4.5, latest: null },
  missing: [],
  rice: { score: null, place: null, missing: [], why: '' },
};

describe('a computed table as a file', () => {
  it('has a cell for each heading, numbers that a spreadsheet reads, and says what never comes', () => {
    const { columns, rows } = rankingShown([problem]);
    const row = rows[0] ?? [];
    expect(row).toHaveLength(columns.length);
    const at = (heading: string) => row[columns.indexOf(heading)];
    expect(at('Return, %')).toBe('212.3456');
    expect(at('Return, lowest, %')).toBe('-5');
    expect(at('Net value, lowest')).toBe('-1234567.5');
    expect(at('Net value')).toBe('0');
    expect(at('Payback, latest, months')).toBe('never');
    expect(at('RICE score')).toBe('');
    expect(at('Tied with')).toBe('PRB-2, PRB-3');
  });

  it('leaves empty what is not known', () => {
    const { columns, rows } = rankingShown([
      { ...problem, place: null, roi: null, payback: null, no_return: 'no cost' },
    ]);
    const row = rows[0] ?? [];
    expect(row[columns.indexOf('Payback, latest, months')]).toBe('');
    expect(row[columns.indexOf('Place')]).toBe('');
    expect(row[columns.indexOf('Lacks')]).toBe('no cost');
  });

  it('gives days a spreadsheet sorts, and a share that nobody named as all', () => {
    const run: RunDto = {
      card: card('DEP-1', 'For all'),
      environment: '',
      audience: 'everyone',
      audience_words: 'everyone',
      segment: '',
      status: 'live',
      words: 'live',
      from: '2026-04-20T09:00:00Z',
      is_live: true,
    };
    const { columns, rows } = rolloutShown([run]);
    expect(rows[0]).toHaveLength(columns.length);
    expect(rows[0]?.slice(-4)).toEqual(['100', '2026-04-20', '', 'live']);
  });

  it('holds two bundles against each other, segment by segment, and says why one has no verdict', () => {
    const estimate = (value: number) => ({ value, low: value - 1, high: value + 1, words: '', interval: '' });
    const found: ComparedBundles = {
      of: card('DEP-2', 'Beta'),
      with: card('DEP-1', 'Before'),
      new: '2.0',
      old: '1.4',
      better: 'more',
      unit: '%',
      metrics: [],
      windows: [],
      rows: [
        {
          segment: 'new users',
          new: { card: card('OBS-1', ''), words: '30 of 100', estimate: estimate(30) },
          old: { card: card('OBS-2', ''), words: '20 of 100', estimate: estimate(20) },
          difference: estimate(10),
          method: 'Newcombe',
          verdict: 'better',
          why: '',
        },
        { segment: '', method: '', why: 'It was not measured.' },
      ],
      sentence: '',
      grounds: [],
    };
    const { columns, rows } = comparedShown(found);
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toHaveLength(columns.length);
    const at = (row: number, heading: string) => rows[row]?.[columns.indexOf(heading)];
    expect(at(0, 'Difference, lower end, %')).toBe('9');
    expect(at(0, '2.0: observation')).toBe('OBS-1');
    expect(at(0, 'Verdict')).toBe('better');
    expect(at(1, 'Segment')).toBe('All who had it');
    expect(at(1, 'Why none')).toBe('It was not measured.');
    expect(at(1, 'Verdict')).toBe('');
  });
});
