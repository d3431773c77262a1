/** Days and times in words, and changes gathered by day. `now` and the locale are passed in. */

/** How dates are said: the locale, the time zone and the present moment. */
export interface Clock {
  now: Date;
  locale?: string;
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

/** The day of an instant in the clock's zone, `YYYY-MM-DD`. A plain date is its own day. */
export function dayOf(instant: string, clock: Clock): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(instant)) return instant;
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant.slice(0, 10);
  return parts(date, clock);
}

/** A day in words. */
export function dayWords(day: string, clock: Clock): string {
  const date = new Date(`${day}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  const today = parts(clock.now, clock);
  const gap = Math.round((Date.parse(`${today}T12:00:00Z`) - date.getTime()) / 86_400_000);
  if (gap === 0) return 'Today';
  if (gap === 1) return 'Yesterday';
  const sameYear = day.slice(0, 4) === today.slice(0, 4);
  return format(date, clock, sameYear ? { weekday: 'long', day: 'numeric', month: 'long' } : { day: 'numeric', month: 'long', year: 'numeric' }, 'UTC');
}

/** "14 Nov 2026, 16:20": an instant in words; a plain date without a time. */
export function momentWords(instant: string, clock: Clock): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(instant)) return format(new Date(`${instant}T12:00:00Z`), clock, { day: 'numeric', month: 'short', year: 'numeric' }, 'UTC');
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return `${format(date, clock, { day: 'numeric', month: 'short', year: 'numeric' })}, ${timeWords(instant, clock)}`;
}

/** "16:20". Empty for a plain date. */
export function timeWords(instant: string, clock: Clock): string {
  const date = new Date(instant);
  if (instant.length <= 10 || Number.isNaN(date.getTime())) return '';
  return format(date, clock, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** "3 min ago", "2 h ago", then the day. */
export function agoWords(instant: string, clock: Clock): string {
  const ms = clock.now.getTime() - Date.parse(instant);
  if (!Number.isFinite(ms)) return instant;
  if (ms < 60_000) return 'just now';
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min ago`;
  if (ms < 6 * 3_600_000) return `${Math.floor(ms / 3_600_000)} h ago`;
  const words = dayWords(dayOf(instant, clock), clock);
  return words === 'Today' || words === 'Yesterday' ? `${words.toLowerCase()}, ${timeWords(instant, clock)}` : words;
}

/** "about 2 min left", "12 s left". */
export function leftWords(ms: number): string {
  if (ms < 1_000) return 'a moment left';
  if (ms < 90_000) return `${Math.round(ms / 1_000)} s left`;
  return `about ${Math.round(ms / 60_000)} min left`;
}

/** Gathers rows by day, keeping their order. */
export function byDay<T>(rows: readonly T[], instant: (row: T) => string, clock: Clock): Day<T>[] {
  const out: Day<T>[] = [];
  for (const row of rows) {
    const day = dayOf(instant(row), clock);
    const last = out[out.length - 1];
    if (last?.day === day) last.rows.push(row);
    else out.push({ day, heading: dayWords(day, clock), rows: [row] });
  }
  return out;
}

function parts(date: Date, clock: Clock): string {
  const get = (options: Intl.DateTimeFormatOptions): string => format(date, { ...clock, locale: 'en-GB' }, options);
  return `${get({ year: 'numeric' })}-${get({ month: '2-digit' })}-${get({ day: '2-digit' })}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(date: Date, clock: Clock, options: Intl.DateTimeFormatOptions, zone = clock.zone): string {
  const locale = clock.locale ?? 'en-GB';
  const key = `${locale}|${zone ?? ''}|${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, zone ? { ...options, timeZone: zone } : options);
    formats.set(key, made);
  }
  return made.format(date);
}
