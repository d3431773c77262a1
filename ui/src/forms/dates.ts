/** Reads days and moments the way people write them. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function iso(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real && year >= 1000 && year <= 9999 ? date.toISOString().slice(0, 10) : undefined;
}

function localDay(date: Date): string {
  return iso(date.getFullYear(), date.getMonth() + 1, date.getDate()) ?? '';
}

/**
 * "2026-08-03", "3.8.2026", "3/8/2026" (day first), "3 Aug 2026", "3 Aug" (this year), "today",
 * "yesterday" as `YYYY-MM-DD`; undefined where it is no day.
 */
export function readDay(text: string, now: Date = new Date()): string | undefined {
  const t = text.trim().toLowerCase();
  if (t === 'today') return localDay(now);
  if (t === 'yesterday') return localDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1));
  if (t === 'tomorrow') return localDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1));
  let m = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(t);
  if (m) return iso(Number(m[1]), Number(m[2]), Number(m[3]));
  m = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(t);
  if (m) return iso(Number(m[3]), Number(m[2]), Number(m[1]));
  m = /^(\d{1,2})\.?\s+([a-z]{3})[a-z]*\.?(?:,?\s+(\d{4}))?$/.exec(t);
  if (m) return iso(m[3] ? Number(m[3]) : now.getFullYear(), MONTHS.indexOf(m[2] ?? '') + 1, Number(m[1]));
  return undefined;
}

/** A day with a time ("3 Aug 2026 14:20", local) or an RFC 3339 instant, as RFC 3339 in UTC. */
export function readInstant(text: string, now: Date = new Date()): string | undefined {
  const t = text.trim();
  if (t.toLowerCase() === 'now') return now.toISOString().replace(/\.\d+Z$/, 'Z');
  if (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(t)) {
    const date = new Date(t);
    return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace(/\.000Z$/, 'Z');
  }
  const m = /^(.*?)(?:[ ,T]+(\d{1,2}):(\d{2}))?$/.exec(t);
  const day = readDay(m?.[1] ?? '', now);
  if (!day) return undefined;
  const date = new Date(`${day}T${(m?.[2] ?? '0').padStart(2, '0')}:${m?.[3] ?? '00'}:00`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace(/\.000Z$/, 'Z');
}

/** An instant as people write it, in local time; anything else as it stands. */
export function writeInstant(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text)) return text;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${localDay(date)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
