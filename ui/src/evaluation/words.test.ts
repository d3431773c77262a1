import { describe, expect, it } from 'vitest';
import type { EvaluationMatrix, MatrixCell, MatrixRow, RaterView } from '../host/api';
import { lacks, roundWords, scoreWords, standingWords, verdictWords } from './words';

const row = (of: Partial<MatrixRow>): MatrixRow => ({
  card: {} as MatrixRow['card'],
  place: null,
  verdict: 'sum',
  balanced: null,
  plain: null,
  unsure: 0,
  because: [],
  cells: [],
  ...of,
});
const matrix = (of: Partial<EvaluationMatrix>): EvaluationMatrix => ({
  criteria: [],
  rows: [],
  no_sums: '',
  sum: 1,
  closed: 0,
  given: 0,
  disagreeing: 0,
  disagreement: 2,
  handed_in: false,
  own: [],
  raters: [],
  absent: [],
  ...of,
});

describe('the evaluation in words', () => {
  it('says what a cell lacks, and nothing where nothing is lacking', () => {
    const cell = { unknown: 1, missing: 2, hidden: 0 } as MatrixCell;
    expect(lacks(cell)).toBe('1 don’t know · 2 missing');
    expect(lacks({ ...cell, unknown: 0, missing: 0 })).toBe('');
  });
  it('names the gate that was failed and what nobody knows', () => {
    expect(verdictWords(row({ verdict: 'out', because: [1] }), ['CRI-1', 'CRI-2'])).toBe(
      'out: below the gate of CRI-2',
    );
    expect(verdictWords(row({ verdict: 'incomplete', because: [0, 1] }), ['CRI-1', 'CRI-2'])).toBe(
      'incomplete: nobody knows CRI-1, CRI-2',
    );
    expect(standingWords(row({ place: 1, balanced: 3.456, plain: 3.5 }), [])).toBe(
      'Place 1 with 3.46 of 5 by teams, 3.5 plain.',
    );
    expect(scoreWords(3)).toBe('3');
  });
  it('says how a round stands', () => {
    const rater = { scores: 2, handed_in: true } as RaterView;
    expect(roundWords(matrix({}))).toContain('Nobody has scored yet');
    expect(roundWords(matrix({ given: 2, raters: [rater] }))).toBe(
      'Round 1 is open: 1 person has given 2 scores, 1 said done.',
    );
    expect(roundWords(matrix({ closed: 1, disagreeing: 1 }))).toContain(
      'In 1 cell raters are more than 2 apart',
    );
    expect(roundWords(matrix({ closed: 2 }))).toContain('No cell disagrees');
  });
});
