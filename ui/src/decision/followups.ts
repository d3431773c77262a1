/** What happened after a decision, as its `follow-ups` hold it. Pure. */
import type { JsonValue } from '../host/api';

/** One look back. */
export type FollowUp = {
  /** Day of the look, `YYYY-MM-DD`. */
  date: string;
  /** What happened, in a line. */
  happened: string;
  /** `as-expected`, `otherwise` or `too-early`. */
  as?: string;
};

/** The rows of the field; what is not one is left out. */
export function followUps(value: JsonValue): FollowUp[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((row) => {
    if (row === null || typeof row !== 'object' || Array.isArray(row)) return [];
    const text = (name: string): string => (typeof row[name] === 'string' ? row[name] : '');
    const as = text('as');
    return [{ date: text('date'), happened: text('happened'), ...(as ? { as } : {}) }];
  });
}
