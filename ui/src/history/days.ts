/** Changes gathered by day under headings in words. `now` and the time zone are passed in. */

/** The present moment, and the zone that days are counted in (the person's own where left out). */
export interface Clock {
  now: Date;
  zone?: string;
}

/** Rows of one day under its heading. */
export interface Day<T> {
  /** `YYYY-MM-DD` in the clock's zone. */
  day: string;
  /** "Today", "Yesterday", "Tuesday 4 August", "4 August 2025". */
  heading: string;
  rows: T[];
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The day of an instant in the clock's zone, `YYYY-MM-DD`. A plain date is its own day. */
export function dayOf(instant: string, clock: Clock): string {
  if (DAY.test(instant)) return instant;
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? instant.slice(0, 10) : numeric(date, clock.zone);
}

/** A day as a heading. */
export function dayHeading(day: string, clock: Clock): string {
  const date = new Date(`${day}T12:00:00Z`);
  if (!DAY.test(day) || Number.isNaN(date.getTime())) return day;
  const today = numeric(clock.now, clock.zone);
  const gap = Math.round((Date.parse(`${today}T12:00:00Z`) - date.getTime()) / 86_400_000);
  if (gap === 0) return 'Today';
  if (gap === 1) return 'Yesterday';
  return day.slice(0, 4) === today.slice(0, 4)
    ? format(date, { weekday: 'long', day: 'numeric', month: 'long' }, 'UTC')
    : format(date, { day: 'numeric', month: 'long', year: 'numeric' }, 'UTC');
}

/** "16:20". Empty for a plain date and for what is no instant. */
export function timeWords(instant: string, clock: Clock): string {
  const date = new Date(instant);
  if (instant.length <= 10 || Number.isNaN(date.getTime())) return '';
  return format(date, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, clock.zone);
}

/** "12 s left", "about 2 min left". */
export function leftWords(ms: number): string {
  if (ms < 1_000) return 'a moment left';
  if (ms < 90_000) return `${Math.round(ms / 1_000)} s left`;
  return `about ${Math.round(ms / 60_000)} min left`;
}

/** Gathers neighbouring rows of one day, keeping their order. */
export function byDay<T>(rows: readonly T[], instant: (row: T) => string, clock: Clock): Day<T>[] {
  const out: Day<T>[] = [];
  for (const row of rows) {
    const day = dayOf(instant(row), clock);
    const last = out[out.length - 1];
    if (last?.day === day) last.rows.push(row);
    else out.push({ day, heading: dayHeading(day, clock), rows: [row] });
  }
  return out;
}

function numeric(date: Date, zone: string | undefined): string {
  const get = (options: Intl.DateTimeFormatOptions): string => format(date, options, zone);
  return `${get({ year: 'numeric' })}-${get({ month: '2-digit' })}-${get({ day: '2-digit' })}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(date: Date, options: Intl.DateTimeFormatOptions, zone: string | undefined): string {
  const key = `${zone ?? ''}|${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat('en-GB', zone ? { ...options, timeZone: zone } : options);
    formats.set(key, made);
  }
  return made.format(date);
}
