import { describe, expect, test } from 'vitest';
import type { CardDto } from '../host/api';
import { columnsFor } from './columns';
import { asCsv, asMarkdown } from './copy';
import { PAGE, pagesOf, visible } from './window';

const card = (more: Partial<CardDto>): CardDto => ({
  id: 'i',
  short: 'IDE-1',
  kind: 'idea',
  title: 'T',
  stage: 'ideate',
  facts: [],
  tags: [],
  removed: false,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  ...more,
});

describe('copied text', () => {
  test('as CSV quotes what must be quoted', () => {
    expect(asCsv(['Id', 'Title'], [['A-1', 'say "hi", twice\nor more']])).toBe(
      'Id,Title\r\nA-1,"say ""hi"", twice\nor more"\r\n',
    );
  });
  test('as CSV never begins a formula, and leaves numbers alone', () => {
    expect(asCsv(['x'], [['=1+1'], ['@SUM(A1)'], ['-3.5'], ['+2.2 (0.4 to 4.1)']])).toBe(
      "x\r\n'=1+1\r\n'@SUM(A1)\r\n-3.5\r\n+2.2 (0.4 to 4.1)\r\n",
    );
  });
  test('as Markdown keeps one row on one line', () => {
    expect(asMarkdown(['a|b'], [['x\ny | z']])).toBe('| a\\|b |\n| --- |\n| x y \\| z |\n');
  });
});

describe('a long table', () => {
  test('draws what is seen and a little around it', () => {
    const range = visible(34 * 5000, 680, 34, 10_000);
    expect(range.from).toBe(4988);
    expect(range.to).toBe(5032);
  });
  test('draws nothing beyond its ends', () => {
    expect(visible(0, 680, 34, 3)).toEqual({ from: 0, to: 3 });
    expect(visible(1e9, 680, 34, 100).to).toBe(100);
    expect(visible(-50, 680, 34, 0)).toEqual({ from: 0, to: 0 });
  });
  test('asks for the pages it draws', () => {
    expect(pagesOf(0, 10)).toEqual([0]);
    expect(pagesOf(PAGE - 1, PAGE + 1)).toEqual([0, 1]);
    expect(pagesOf(5, 5)).toEqual([0]);
  });
});

describe('columns', () => {
  test('of one kind are its facts, sortable where the field is known', () => {
    const columns = columnsFor(
      [card({ facts: [{ label: 'Cluster', text: 'ranking' }] })],
      undefined,
      new Map([['Cluster', 'cluster']]),
    );
    expect(columns.map((c) => c.label)).toEqual([
      'Id',
      'Title',
      'Cluster',
      'Status',
      'Tags',
      'Recorded',
      'Changed',
    ]);
    expect(columns.find((c) => c.label === 'Cluster')?.sort).toBe('cluster');
  });
  test('of several kinds share one for their facts', () => {
    const columns = columnsFor([card({ facts: [{ label: 'Weight', text: '0.3' }] })], (k) => k, new Map());
    expect(columns.map((c) => c.label)).toContain('Kind');
    expect(
      columns.find((c) => c.name === 'facts')?.text(card({ facts: [{ label: 'Weight', text: '0.3' }] })),
    ).toBe('weight 0.3');
  });
  test('show outcomes only where there are some', () => {
    expect(
      columnsFor(
        [card({ outcome: { word: 'chosen', decision: 'd', short: 'DEC-1' } })],
        undefined,
        new Map(),
      ).map((c) => c.name),
    ).toContain('outcome');
  });
});
