/** Tables that are computed for a screen, as rows of a file: numbers bare, units in the headings. Pure. */
import type {
  ComparedBundles,
  EvaluationMatrix,
  MatrixRow,
  RankedProblem,
  RunDto,
  SideDto,
} from '../host/api';
import { percentWords } from '../define/figures';
import { lacks, scoreWords, verdictWords } from '../evaluation/words';
import { audienceWords } from '../rollout/words';

/** Headings and rows, each row as long as the headings. */
export interface Shown {
  columns: string[];
  rows: string[][];
}

/** At most four decimals, with a point and no separators: what a spreadsheet reads as a number. */
function bare(n: number | null | undefined): string {
  return n === null || n === undefined ? '' : String(Number(n.toFixed(4)));
}

const day = (instant: string | undefined) => (instant ?? '').slice(0, 10);
const hundred = (ratio: number | undefined) => (ratio === undefined ? '' : bare(ratio * 100));

/** Problems by return, with RICE beside it, in the order on the screen. */
export function rankingShown(rows: readonly RankedProblem[]): Shown {
  return {
    columns: [
      'Place',
      'Tied with',
      'Problem',
      'Title',
      'Persona',
      'Return, %',
      'Return, lowest, %',
      'Return, highest, %',
      'Net value',
      'Net value, lowest',
      'Net value, highest',
      'Currency',
      'Horizon, months',
      'Payback, months',
      'Payback, soonest, months',
      'Payback, latest, months',
      'RICE place',
      'RICE score',
      'Lacks',
    ],
    rows: rows.map((r) => [
      bare(r.place),
      r.tied_with.join(', '),
      r.card.short,
      r.card.title,
      r.persona?.title ?? '',
      hundred(r.roi?.likely),
      hundred(r.roi?.low),
      hundred(r.roi?.high),
      bare(r.net?.likely),
      bare(r.net?.low),
      bare(r.net?.high),
      r.basis?.currency ?? '',
      bare(r.basis?.months),
      payback(r.payback, 'likely'),
      payback(r.payback, 'soonest'),
      payback(r.payback, 'latest'),
      bare(r.rice.place),
      bare(r.rice.score),
      [r.no_return, ...r.missing.map((m) => m.words)].filter((w) => w !== '').join(', '),
    ]),
  };
}

/** What never pays back says so; what is not known is empty. */
function payback(of: RankedProblem['payback'], which: 'soonest' | 'likely' | 'latest'): string {
  return of === null ? '' : of[which] === null ? 'never' : bare(of[which]);
}

/** Ideas against criteria: a column with the median, one with the spread and one with what a cell lacks. */
export function matrixShown(matrix: EvaluationMatrix, rows: readonly MatrixRow[]): Shown {
  const shorts = matrix.criteria.map((c) => c.card.short);
  return {
    columns: [
      'Place',
      'Idea',
      'Title',
      ...matrix.criteria.flatMap((c) => {
        const weight = c.used ?? c.weight;
        const terms = [
          ...(weight === null ? ['no weight'] : [`weight ${percentWords(weight)}`]),
          ...(c.gate === null ? [] : [`gate ${scoreWords(c.gate)}`]),
        ].join(', ');
        return [
          `${c.card.short} ${c.card.title} (${terms}): median, 0 to 5`,
          `${c.card.short}: spread`,
          `${c.card.short}: lacks`,
        ];
      }),
      'By teams, 0 to 5',
      'Plain, 0 to 5',
      'Remark',
    ],
    rows: rows.map((r) => [
      bare(r.place),
      r.card.short,
      r.card.title,
      ...r.cells.flatMap((c) => [bare(c.median), bare(c.spread), lacks(c)]),
      bare(r.balanced),
      bare(r.plain),
      verdictWords(r, shorts),
    ]),
  };
}

/** What ran when, for whom. A share that nobody named is all of them. */
export function rolloutShown(runs: readonly RunDto[]): Shown {
  return {
    columns: [
      'Deployment',
      'Title',
      'Bundle',
      'Bundle’s title',
      'For whom',
      'Segment',
      'Environment',
      'Share, %',
      'From',
      'Until',
      'State',
    ],
    rows: runs.map((r) => [
      r.card.short,
      r.card.title,
      r.bundle?.short ?? '',
      r.bundle?.title ?? '',
      audienceWords(r.audience),
      r.segment,
      r.environment,
      bare(r.share ?? 100),
      day(r.from),
      day(r.until),
      r.words,
    ]),
  };
}

/** Two bundles by segment: what each side came to, the difference with its interval, and the verdict; last, over all. */
export function comparedShown(found: ComparedBundles): Shown {
  const unit = found.unit === '' ? '' : `, ${found.unit}`;
  const side = (of: SideDto | undefined) => [
    of?.card.short ?? '',
    of?.words ?? '',
    bare(of?.estimate?.value),
    bare(of?.estimate?.low),
    bare(of?.estimate?.high),
  ];
  const overall = found.overall;
  return {
    columns: [
      'Segment',
      ...[found.new, found.old].flatMap((name) => [
        `${name}: observation`,
        `${name}: counted`,
        `${name}: estimate${unit}`,
        `${name}: lower end${unit}`,
        `${name}: upper end${unit}`,
      ]),
      `Difference${unit}`,
      `Difference, lower end${unit}`,
      `Difference, upper end${unit}`,
      'Verdict',
      'Method',
      'Why none',
    ],
    rows: [
      ...found.rows.map((r) => [
        r.segment === '' ? 'All who had it' : r.segment,
        ...side(r.new),
        ...side(r.old),
        bare(r.difference?.value),
        bare(r.difference?.low),
        bare(r.difference?.high),
        r.verdict ?? '',
        r.difference ? r.method : '',
        r.difference ? '' : r.why,
      ]),
      ...(overall && found.rows.filter((r) => r.difference).length > 1
        ? [
            [
              'Over all segments',
              ...side(undefined),
              ...side(undefined),
              bare(overall.difference.value),
              bare(overall.difference.low),
              bare(overall.difference.high),
              overall.verdict ?? 'depends on the segment',
              overall.method,
              overall.paradox,
            ],
          ]
        : []),
    ],
  };
}
