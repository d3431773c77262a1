import { describe, expect, it } from 'vitest';
import type { RunDto } from '../host/api';
import { along, DAY, extent, lanes, spanOf, ticks } from './time';
import { shortDigest } from '../versions/standing';
import { grouped, sameWords, whom } from './words';

const card = {
  id: 'x',
  short: 'DEP-1',
  kind: 'deployment',
  title: '',
  stage: 'live',
  facts: [],
  tags: [],
  removed: false,
  created_at: '',
  updated_at: '',
};
const run = (more: Partial<RunDto>): RunDto => ({
  card,
  environment: 'production',
  audience: 'everyone',
  audience_words: 'everyone',
  segment: '',
  status: 'live',
  words: '',
  is_live: true,
  ...more,
});
const day = (text: string): number => Date.parse(text);

describe('time', () => {
  it('lets what has no end go on, and shows a day of what ended without saying when', () => {
    expect(spanOf(run({ from: '2026-10-01' }))?.to).toBe(Number.POSITIVE_INFINITY);
    const ended = spanOf(run({ from: '2026-10-01', status: 'retired' }));
    expect(ended && ended.to - ended.from).toBe(DAY);
    expect(spanOf(run({ status: 'planned' }))).toBeUndefined();
  });

  it('holds every run, every mark and today', () => {
    const span = extent([run({ from: '2026-04-01', until: '2026-12-01' })], ['2026-03-01'], '2026-11-01');
    expect(span.from).toBeLessThan(day('2026-03-01'));
    expect(span.to).toBeGreaterThan(day('2026-12-01'));
    const month = extent([run({ from: '2026-04-01' })], [], '2026-11-01', 30);
    expect(month.from).toBe(day('2026-11-01') - 30 * DAY);
  });

  it('puts what lies outside on the edge', () => {
    const span = { from: 0, to: 100 };
    expect([along(-5, span, 10, 20), along(50, span, 10, 20), along(Infinity, span, 10, 20)]).toEqual([
      10, 15, 20,
    ]);
  });

  it('writes few ticks on round days, and the year where it begins', () => {
    const year = ticks({ from: day('2025-10-10'), to: day('2026-10-10') }, 8);
    expect(year.map((t) => t.words)).toEqual(['Jan 2026', 'Apr', 'Jul', 'Oct']);
    const weeks = ticks({ from: day('2026-10-01'), to: day('2026-11-05') }, 8);
    expect(weeks.map((t) => t.words)).toEqual(['5 Oct', '12 Oct', '19 Oct', '26 Oct', '2 Nov']);
  });

  it('gives each audience a lane, from the few to everyone, and side by side its own rows', () => {
    const found = lanes([
      run({ from: '2026-10-01' }),
      run({ from: '2026-10-05', until: '2026-10-07' }),
      run({ from: '2026-09-01', until: '2026-10-01' }),
      run({ from: '2026-10-01', audience: 'internal' }),
      run({ status: 'planned' }),
    ]);
    expect(found.map((l) => [l.audience, l.rows.map((r) => r.length)])).toEqual([
      ['internal', [1]],
      ['everyone', [2, 1]],
    ]);
  });
});

describe('words', () => {
  it('says for whom, and what of a digest is compared', () => {
    expect(whom({ share: 5, audience_words: 'selected users' })).toBe('5\u00a0% of selected users');
    expect(whom({ audience_words: 'everyone' })).toBe('everyone');
    expect(shortDigest(`sha256:${'ab'.repeat(32)}`)).toBe('sha256:abababababab…');
    expect(shortDigest('git-commit:5e1f')).toBe('git-commit:5e1f');
  });

  it('names the bundles that are the same, and groups what differs', () => {
    expect(sameWords({ same_as: [] })).toBe('');
    expect(
      sameWords({
        same_as: [
          { ...card, title: '1.4' },
          { ...card, title: '1.3' },
        ],
      }),
    ).toBe('Ships the same versions as 1.4 and 1.3.');
    const row = { label: 'x', now: '', then: '', note: '' };
    expect(
      grouped([
        { ...row, of: 'metric' },
        { ...row, of: 'data' },
      ]).map((g) => g.label),
    ).toEqual(['Versions', 'Metrics']);
  });
});
