/** Results as they are typed, and what the host is asked of them. Pure. */
import type { ArmResultArgs, ResultsArgs } from '../host/api';
import type { Pick } from '../forms/values';

/** One arm by hand; numbers as they are typed. */
export interface Row {
  arm: string;
  n: string;
  successes: string;
  mean: string;
  deviation: string;
}

/** What the form holds. */
export interface Form {
  how: 'hand' | 'table';
  as: 'counts' | 'means';
  rows: Row[];
  csv: string;
  metric: Pick[];
  lens: string;
  /** A day, or empty for today. */
  date: string;
  run: string;
  /** Lines that cannot be read are left out knowingly. */
  leaveOut: boolean;
}

/** A row in which nothing was typed. */
export function blank(arm: string): Row {
  return { arm, n: '', successes: '', mean: '', deviation: '' };
}

/** Whether anything was typed beside the arm. */
export function isFilled(row: Row): boolean {
  return [row.n, row.successes, row.mean, row.deviation].some((text) => text.trim() !== '');
}

/** A number as people type it: a true minus and a decimal comma are understood; nothing typed is none. */
export function number(text: string): number | undefined {
  const plain = text.trim().replace('−', '-').replace(/,/g, '.');
  return plain === '' ? undefined : Number(plain);
}

/** What was typed that is no number, as sentences. */
export function notNumbers(form: Form): string[] {
  return form.rows.flatMap((row) => {
    const cells: [string, string, boolean][] =
      form.as === 'counts'
        ? [
            ['n', row.n, true],
            ['successes', row.successes, true],
          ]
        : [
            ['n', row.n, true],
            ['mean', row.mean, false],
            ['deviation', row.deviation, false],
          ];
    return cells.flatMap(([name, text, whole]) => {
      const value = number(text);
      const fits =
        value === undefined || (whole ? Number.isSafeInteger(value) && value >= 0 : Number.isFinite(value));
      return fits
        ? []
        : [`${row.arm}: ${name} is “${text}”, which is no ${whole ? 'whole number' : 'number'}.`];
    });
  });
}

/** The arguments of `experiment.results`. */
export function argsOf(id: string, form: Form, preview: boolean, draft: string): Partial<ResultsArgs> {
  const rows = form.rows.filter(isFilled).map((row): ArmResultArgs => {
    const out: ArmResultArgs = { arm: row.arm };
    const n = number(row.n);
    if (n !== undefined) out.n = n;
    for (const name of form.as === 'counts' ? (['successes'] as const) : (['mean', 'deviation'] as const)) {
      const value = number(row[name]);
      if (value !== undefined) out[name] = value;
    }
    return out;
  });
  return {
    id,
    preview,
    leave_out: form.leaveOut,
    date: form.date,
    draft,
    ...(form.metric[0] ? { metric: form.metric[0].id } : {}),
    ...(form.lens ? { lens: form.lens } : {}),
    ...(form.run.trim() ? { run_id: form.run.trim() } : {}),
    ...(form.how === 'table' ? { csv: form.csv } : { rows }),
  };
}
