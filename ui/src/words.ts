/** Dates, instants and numbers in words. */

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function parse(text: string): Date | undefined {
  const date = new Date(DAY.test(text) ? `${text}T12:00:00` : text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** "3 Aug", with the year where it is not this one; the text itself where it is no date. */
export function dayWords(text: string, now: Date = new Date()): string {
  const date = parse(text);
  if (!date) return text;
  const year: Intl.DateTimeFormatOptions =
    date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' };
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', ...year }).format(date);
}

/** "3 Aug 2026, 16:20": for a hover. */
export function exactWords(text: string): string {
  const date = parse(text);
  if (!date) return text;
  const time: Intl.DateTimeFormatOptions = DAY.test(text) ? {} : { hour: '2-digit', minute: '2-digit' };
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...time,
  }).format(date);
}

/** "just now", "12 min ago", "3 h ago", "yesterday", then the day. */
export function agoWords(text: string, now: Date = new Date()): string {
  const date = parse(text);
  if (!date) return text;
  const minutes = Math.floor((now.getTime() - date.getTime()) / 60_000);
  if (minutes < 1 && minutes >= -1) return 'just now';
  if (minutes >= 1 && minutes < 60) return `${minutes} min ago`;
  if (minutes >= 60 && minutes < 12 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return dayWords(text, now);
}

/** "1,204". */
export function count(n: number): string {
  return new Intl.NumberFormat('en-GB').format(n);
}

/** "1 insight", "3 insights". */
export function countOf(n: number, one: string, many: string): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** "2.9 MB". */
export function bytes(n: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let value = n;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? count(value) : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

/** "with-concern" as "with concern"; for words of the tables. */
export function plain(word: string): string {
  return word.replaceAll('-', ' ');
}

/** A fact on a card: a number, with its unit or without, says what it counts; other words speak for themselves. */
export function factWords(fact: { label: string; text: string }): string {
  const bare =
    /^[−+-]?[\d.,]+(?: \([^)]*\))?(?:\u00a0.+)?$/.test(fact.text) ||
    fact.text === 'yes' ||
    fact.text === 'no';
  return bare ? `${fact.label.charAt(0).toLowerCase()}${fact.label.slice(1)} ${fact.text}` : fact.text;
}

/** "a persona", "an insight". */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** The first letter large. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
