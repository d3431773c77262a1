/** The evaluation in words. Pure. */
import type { EvaluationMatrix, MatrixCell, MatrixRow } from '../host/api';
import { countOf } from '../words';

/** "3.5": a score or a mean, at most two decimals. */
export function scoreWords(score: number): string {
  return new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 }).format(score);
}

/** What a cell lacks: "1 don’t know · 2 missing · 1 hidden". */
export function lacks(cell: MatrixCell): string {
  return [
    ...(cell.unknown > 0 ? [`${cell.unknown} don’t know`] : []),
    ...(cell.missing > 0 ? [`${cell.missing} missing`] : []),
    ...(cell.hidden > 0 ? [`${cell.hidden} hidden`] : []),
  ].join(' · ');
}

/** What an idea comes to, in a few words; the short ids are those of the criteria. */
export function verdictWords(row: MatrixRow, shorts: readonly string[]): string {
  const named = row.because.map((i) => shorts[i] ?? '').join(', ');
  switch (row.verdict) {
    case 'out':
      return `out: below the gate of ${named}`;
    case 'incomplete':
      return `incomplete: nobody knows ${named}`;
    case 'unweighted':
      return 'no sum without weights';
    case 'unscored':
      return 'not scored yet';
    default:
      return row.unsure > 0 ? `${countOf(row.unsure, 'cell', 'cells')} with a “don’t know”` : '';
  }
}

/** What stands behind a proposed option: "Place 1 with 3.4 of 5 by teams, 3.6 plain." */
export function standingWords(row: MatrixRow, shorts: readonly string[]): string {
  if (row.balanced === null || row.plain === null) {
    const words = verdictWords(row, shorts);
    return words === '' ? '' : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  }
  return `Place ${row.place ?? ''} with ${scoreWords(row.balanced)} of 5 by teams, ${scoreWords(row.plain)} plain.`;
}

/** How the round stands, in one or two sentences. */
export function roundWords(matrix: EvaluationMatrix): string {
  const open = matrix.closed + 1;
  const done = matrix.raters.filter((r) => r.handed_in).length;
  const at = matrix.raters.filter((r) => r.scores > 0).length;
  const going = `${countOf(at, 'person has', 'people have')} given ${countOf(matrix.given, 'score', 'scores')}, ${done} said done.`;
  if (matrix.closed === 0)
    return matrix.given === 0
      ? 'Nobody has scored yet. Scores stay hidden from the others until their rater says done or the round is closed.'
      : `Round 1 is open: ${going}`;
  const closed = `Round ${matrix.closed} is closed.`;
  if (matrix.given > 0) return `${closed} Round ${open} is open: ${going}`;
  return matrix.disagreeing > 0
    ? `${closed} In ${countOf(matrix.disagreeing, 'cell', 'cells')} raters are more than ${matrix.disagreement} apart: open for round ${open}, once they have talked.`
    : `${closed} No cell disagrees by more than ${matrix.disagreement}.`;
}
