/** Decisions whose grounds gave way, for the overview. Pure. */
import type { ReviewList, ReviewRow } from '../host/api';

/** What no rule of readiness tells of: an assumption that was refuted, data of which there is a newer version. */
const TOLD = ['refuted', 'newer-data'];

/** One row a decision, with these reasons only. */
export function shaken(list: ReviewList | undefined): ReviewRow[] {
  return (list?.rows ?? [])
    .map((row) => ({ ...row, reasons: row.reasons.filter((r) => TOLD.includes(r.code)) }))
    .filter((row) => row.reasons.length > 0);
}
