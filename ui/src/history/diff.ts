/** What changed inside a value, word by word, and any value as text a person can read. */
import { diffWordsWithSpace } from 'diff';
import { behind, grouped } from '../forms/units';
import type { FieldChangeDto, FieldDto, JsonValue } from '../host/api';
import { exactWords, plain } from '../words';

/** A run of text and what became of it. */
export interface Piece {
  text: string;
  is: 'same' | 'gone' | 'new';
}

/** Above this many characters on both sides together, words are not compared one by one. */
const LONG = 60_000;

/** Word by word from old to new. Nothing is lost: `same` + `gone` is the old text, `same` + `new` the new one. */
export function wordDiff(before: string, after: string): Piece[] {
  if (before === after) return before === '' ? [] : [{ text: before, is: 'same' }];
  if (before === '') return [{ text: after, is: 'new' }];
  if (after === '') return [{ text: before, is: 'gone' }];
  if (before.length + after.length > LONG) {
    return [
      { text: before, is: 'gone' },
      { text: after, is: 'new' },
    ];
  }
  return diffWordsWithSpace(before, after).map((part) => ({
    text: part.value,
    is: part.added ? 'new' : part.removed ? 'gone' : 'same',
  }));
}

/** What a row of the history shows of a field. */
export type Shown =
  | { as: 'erased' }
  | { as: 'first'; text: string }
  | { as: 'cleared'; text: string }
  | { as: 'replaced'; before: string; after: string }
  | { as: 'words'; pieces: Piece[] };

/** Short values are set side by side, long ones word by word. `field` says how a value of it is read. */
export function shown(change: FieldChangeDto, field?: FieldDto): Shown {
  if (change.erased) return { as: 'erased' };
  const before = said(change.before, field);
  const after = said(change.after, field);
  if (before === '') return { as: 'first', text: after };
  if (after === '') return { as: 'cleared', text: before };
  const short = before.length <= 24 && after.length <= 24;
  const single = !/\s/.test(before.trim()) && !/\s/.test(after.trim());
  if (short || single) return { as: 'replaced', before, after };
  const pieces = wordDiff(before, after);
  const same = pieces.filter((p) => p.is === 'same').reduce((n, p) => n + p.text.trim().length, 0);
  // Where next to nothing is left of the old text, both whole texts read better than confetti.
  if (same * 4 < Math.min(before.length, after.length)) return { as: 'replaced', before, after };
  return { as: 'words', pieces };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?Z)?$/;

/** A value as its field has it read: the words of a choice, the unit of a number. */
export function said(value: JsonValue | undefined, field?: FieldDto): string {
  const text = words(value);
  if (text === '' || typeof value === 'object') return text;
  switch (field?.type.is) {
    case 'choice':
      return plain(text.replace(/^phase:/, 'phase '));
    case 'score':
      return text === 'unknown' ? 'don’t know' : `${text} of 5`;
    case 'int':
    case 'decimal':
    case 'measured':
      // A unit in the artefact's own words is not known from one change.
      return grouped(text) + behind(text, field.unit?.includes('{') ? '' : (field.unit ?? ''));
    default:
      return text;
  }
}

/** Any value as text. Empty for null and for empty lists. */
export function words(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return INSTANT.test(value) ? exactWords(value) : value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) {
    const flat = value.every((v) => typeof v !== 'object' || v === null);
    return value.map(words).join(flat ? ', ' : '\n');
  }
  const range = rangeWords(value);
  if (range) return range;
  const entries = Object.entries(value).filter(([, v]) => words(v) !== '');
  const sets = setWords(value);
  if (sets !== undefined) return sets;
  return entries.map(([k, v]) => `${k}: ${words(v)}`).join(', ');
}

function rangeWords(value: Record<string, JsonValue>): string | undefined {
  const { low, likely, high } = value;
  if (low === undefined || high === undefined) return undefined;
  return likely === undefined
    ? `${words(low)} to ${words(high)}`
    : `${words(likely)} (${words(low)} to ${words(high)})`;
}

/** Keyed adds and removes of a set field: "+ a, − b". */
function setWords(value: Record<string, JsonValue>): string | undefined {
  const keys = Object.keys(value);
  if (keys.length === 0 || keys.some((k) => k !== 'add' && k !== 'remove')) return undefined;
  const list = (v: JsonValue | undefined, sign: string): string[] =>
    Array.isArray(v) ? v.map((x) => `${sign} ${words(x)}`) : [];
  return [...list(value['add'], '+'), ...list(value['remove'], '−')].join(', ');
}
