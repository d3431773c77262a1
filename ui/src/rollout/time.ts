/** Deployments on an axis of time: where things stand, what is written under it, which rows they take. Pure. */
import type { RunDto } from '../host/api';
import { audienceWords } from './words';

/** A day in milliseconds. */
export const DAY = 86_400_000;

/** A piece of time, milliseconds since 1970. */
export interface Span {
  from: number;
  to: number;
}

/** A mark under the axis. */
export interface Tick {
  at: number;
  words: string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const millis = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
};

/** When a run stands on the axis; one without an end goes on for ever. */
export function spanOf(run: Pick<RunDto, 'from' | 'until' | 'status'>): Span | undefined {
  const from = millis(run.from);
  if (from === undefined) return undefined;
  const until = millis(run.until);
  // What ended without saying when is known to have begun, and no more.
  const ended = run.status === 'rolled-back' || run.status === 'retired';
  return { from, to: until ?? (ended ? from + DAY : Number.POSITIVE_INFINITY) };
}

/** The time that holds all of it, with some room on both sides; `last` days back from now, where asked for. */
export function extent(
  runs: readonly Pick<RunDto, 'from' | 'until' | 'status'>[],
  marks: readonly string[],
  now: string,
  last?: number,
): Span {
  const today = millis(now) ?? 0;
  const spans = runs.map(spanOf).filter((s) => s !== undefined);
  const begins = [...spans.map((s) => s.from), ...marks.map((m) => millis(m) ?? today), today];
  const ends = [...begins, ...spans.map((s) => s.to).filter(Number.isFinite)];
  const from = last === undefined ? Math.min(...begins) : today - last * DAY;
  const to = Math.max(...ends.filter((at) => last === undefined || at <= today + last * DAY));
  const room = Math.max((to - from) * 0.04, DAY);
  return { from: last === undefined ? from - room : from, to: to + room };
}

/** Where a moment stands between two edges; what lies outside stands on the edge. */
export function along(at: number, span: Span, left: number, right: number): number {
  const share = (at - span.from) / (span.to - span.from);
  return left + Math.min(1, Math.max(0, share)) * (right - left);
}

/** At most so many ticks, on days, weeks, months, quarters or years; a year is named where it begins. */
export function ticks(span: Span, most: number): Tick[] {
  const begin = new Date(span.from);
  const days = (span.to - span.from) / DAY;
  const step = [1, 2, 7, 14].find((n) => days / n <= most);
  const out: Tick[] = [];
  if (step !== undefined) {
    let at = Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth(), begin.getUTCDate());
    // Weeks begin on Mondays.
    if (step >= 7) at -= ((new Date(at).getUTCDay() + 6) % 7) * DAY;
    for (; at <= span.to; at += step * DAY) {
      const day = new Date(at);
      if (at >= span.from) out.push({ at, words: `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()] ?? ''}` });
    }
    return out;
  }
  const months = [1, 3, 6, 12, 24, 60].find((n) => days / (30.4 * n) <= most) ?? 120;
  let month = begin.getUTCFullYear() * 12 + begin.getUTCMonth();
  month -= month % months;
  for (;;) {
    const at = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (at > span.to) return out;
    const name = MONTHS[month % 12] ?? '';
    const year = Math.floor(month / 12);
    if (at >= span.from)
      out.push({ at, words: month % 12 === 0 || out.length === 0 ? `${name} ${year}` : name });
    month += months;
  }
}

/** The bands of one audience and segment in one place. */
export interface Lane {
  key: string;
  environment: string;
  audience: string;
  /** "Selected users". */
  label: string;
  segment: string;
  /** Rows of bands that do not overlap within a row. */
  rows: RunDto[][];
}

const ORDER = ['internal', 'selected-users', 'everyone'];
const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

/** Lanes from the few to everyone, place by place; what runs side by side stands in rows of its own. */
export function lanes(runs: readonly RunDto[]): Lane[] {
  const found = new Map<string, Lane>();
  for (const run of runs) {
    if (!spanOf(run)) continue;
    const key = [plain(run.environment), run.audience, plain(run.segment)].join('\n');
    const lane = found.get(key) ?? {
      key,
      environment: run.environment,
      audience: run.audience,
      label: audienceWords(run.audience),
      segment: run.segment,
      rows: [],
    };
    found.set(key, lane);
    const span = spanOf(run);
    const free = lane.rows.find((row) =>
      row.every((other) => {
        const o = spanOf(other);
        return !o || !span || o.to <= span.from || span.to <= o.from;
      }),
    );
    if (free) free.push(run);
    else lane.rows.push([run]);
  }
  return [...found.values()].sort(
    (a, b) =>
      plain(a.environment).localeCompare(plain(b.environment)) ||
      ORDER.indexOf(a.audience) - ORDER.indexOf(b.audience) ||
      a.segment.localeCompare(b.segment),
  );
}
