import { describe, expect, it } from 'vitest';
import type { DriftDto, FieldDriftDto } from '../host/api';
import { figure, missingWords, observationOf, pWords, shares, shareWords, verdictTag } from './words';

const field = (over: Partial<FieldDriftDto>): FieldDriftDto => ({
  name: 'hour',
  type: 'int',
  verdict: 'shifted',
  sentence: 'Shifted: larger than chance and larger than the convention.',
  n_training: 200,
  n_live: 200,
  stability: 1.234,
  stability_limit: 0.17,
  smoothed: false,
  test: 'kolmogorov-smirnov',
  p: 0.0000001,
  sparse: false,
  size_name: 'Kolmogorov-Smirnov distance',
  size: 0.61,
  how: 'value by value',
  median_training: '20',
  median_live: '13',
  bars: [],
  ...over,
});

describe('the words of drift', () => {
  it('never gives a percentage below twenty', () => {
    expect(shareWords(3, 12)).toBe('3 of 12');
    expect(shareWords(30, 120)).toBe('25 %');
    expect(shareWords(1, 400)).toBe('0.3 %');
    expect(shareWords(0, 0)).toBe('none');
  });

  it('says small chances as small', () => {
    expect(pWords(0.0000001)).toBe('p < 0.001');
    expect(pWords(0.2412)).toBe('p = 0.24');
    expect(figure(0.04217)).toBe('0.042');
  });

  it('says what is missing only where anything is', () => {
    expect(missingWords(field({ missing_training: 0, missing_live: 0 }))).toBe('');
    expect(missingWords(field({ missing_training: 0, missing_live: 0.25 }))).toBe('missing 0 % → 25 %');
  });

  it('draws each side in shares of its own', () => {
    const both = shares([
      { label: 'a', training: 1, live: 30 },
      { label: 'b', training: 3, live: 10 },
    ]);
    expect(both.map((b) => [b.training, b.live])).toEqual([
      [0.25, 0.75],
      [0.75, 0.25],
    ]);
  });

  it('has a word beside each colour', () => {
    const words = ['shifted', 'moved', 'small', 'cannot-tell', 'stable'].map((v) => verdictTag(v).word);
    expect(new Set(words).size).toBe(5);
  });

  it('begins an observation with the worst field measured against the convention', () => {
    const side = { title: 'orders 2', file: false };
    const drift: DriftDto = {
      of: side,
      with: { title: 'orders 1', file: false },
      sentence: '1 of 2 fields shifted: “hour”.',
      shifted: 1,
      fields: [field({}), field({ name: 'basket', verdict: 'stable' })],
      left_out: [],
      how: '',
      models: [],
      deployments: [],
      observed: [],
    };
    const made = observationOf(drift, '2026-11-03');
    expect(made).toMatchObject({ kind: 'data-drift', measured: '1.23', expected: '0.1', severity: 'major' });
    expect(made['notes']).toContain('median 20 → 13');
    expect(made['notes']).not.toContain('basket');
  });
});
