/** Dates, instants and numbers in words. */

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** A day as the host words it on a card: "3 Aug 2026". */
const WORDED = /^(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})$/;

/** As the host has them; the browser's own short months differ from one system to the next. */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function parse(text: string): Date | undefined {
  const [, day, month = '', year] = WORDED.exec(text) ?? [];
  if (MONTHS.includes(month)) return new Date(Number(year), MONTHS.indexOf(month), Number(day), 12);
  const date = new Date(DAY.test(text) ? `${text}T12:00:00` : text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function words(date: Date, year: boolean): string {
  const day = `${date.getDate()} ${MONTHS[date.getMonth()] ?? ''}`;
  return year ? `${day} ${date.getFullYear()}` : day;
}

/** "3 Aug", with the year where it is not this one; the text itself where it is no date. */
export function dayWords(text: string, now: Date = new Date()): string {
  const date = parse(text);
  return date ? words(date, date.getFullYear() !== now.getFullYear()) : text;
}

/** A text of the host in which a day may stand as "3 Aug 2026": that day in the page's words. */
export function datedWords(text: string, now: Date = new Date()): string {
  return WORDED.test(text) ? dayWords(text, now) : text;
}

/** This day where the person is, `YYYY-MM-DD`. */
export function today(now: Date = new Date()): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** "3 Aug 2026, 16:20": for a hover. */
export function exactWords(text: string): string {
  const date = parse(text);
  if (!date) return text;
  if (DAY.test(text) || WORDED.test(text)) return words(date, true);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${words(date, true)}, ${two(date.getHours())}:${two(date.getMinutes())}`;
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
  return word.replaceAll('-', ' ').replace(/^ml\b/, 'ML');
}

/** Words that only say how much; without its name such a fact could be about anything. */
const MEASURES = [
  'low',
  'medium',
  'high',
  'weak',
  'moderate',
  'strong',
  'info',
  'minor',
  'major',
  'critical',
];

/**
 * A fact on a card: a bare number or degree says what it is of, other words speak for themselves, and
 * what is only true or false is named where it is true. Empty where there is nothing to say.
 */
export function factWords(fact: { label: string; text: string }, now: Date = new Date()): string {
  const { label, text } = fact;
  const name =
    label === 'Strength of evidence' ? 'evidence' : `${label.charAt(0).toLowerCase()}${label.slice(1)}`;
  if (text === 'yes') return name;
  if (text === 'no') return '';
  if (label === 'Share') return text.includes('%') ? text : `${text} %`;
  if (label === 'Horizon') return `over ${text}`;
  if (label === 'Stands on') return `stands on ${text}`;
  const bare = /^[−+-]?[\d.,]+(?: \([^)]*\))?(?:\u00a0.+)?$/.test(text) || MEASURES.includes(text);
  return bare ? `${name} ${text}` : datedWords(text, now);
}

/** "a persona", "an insight". */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** The first letter large. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** ", because the interviews said so"; a reason that begins a sentence of its own stands after a colon. */
export function becauseWords(reason: string): string {
  return `, because${/^\p{Lu}/u.test(reason) ? ':' : ''} ${reason}`;
}
