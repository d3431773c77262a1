/** What a form holds, apart from how it is drawn. */
import type { CardDto, FieldDto, JsonValue, LinkView, NewLink } from '../host/api';

/** An artefact picked in a `Ref` field. */
export interface Pick {
  /** Entity id. */
  id: string;
  short: string;
  title: string;
  kind: string;
  stage: string;
  /** The link's own id, where the link is recorded already. */
  link?: string;
}

/** What a form holds: values and picks by field name, and what was said about the change. */
export interface FormValue {
  fields: Record<string, JsonValue>;
  refs: Record<string, Pick[]>;
  reason?: string;
  on?: string;
}

/** A form with nothing in it. */
export function emptyForm(): FormValue {
  return { fields: {}, refs: {} };
}

/** The same content as plain data, apart from what it was copied from. */
export function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** A card as a pick. */
export function pickOf(card: CardDto, link?: string): Pick {
  const pick: Pick = {
    id: card.id,
    short: card.short,
    title: card.title,
    kind: card.kind,
    stage: card.stage,
  };
  return link === undefined ? pick : { ...pick, link };
}

/** The links of a `Ref` field as picks; removed ones left out. */
export function picksOf(links: LinkView[]): Pick[] {
  return links.filter((l) => !l.removed).map((l) => pickOf(l.other, l.id));
}

/** Whether a value counts as nothing: blank text, an empty list or map, rows of nothing. */
export function isBlank(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.every(isBlank);
  if (typeof value === 'object') return Object.values(value).every(isBlank);
  return false;
}

/** Whether two values say the same. Order of lists counts, except for sets; order of keys does not. */
export function same(a: JsonValue | undefined, b: JsonValue | undefined, set = false): boolean {
  if (isBlank(a) && isBlank(b)) return true;
  if (isBlank(a) || isBlank(b)) return false;
  if (set && Array.isArray(a) && Array.isArray(b)) {
    const [x, y] = [a, b].map((l) => [...new Set(l.map((v) => JSON.stringify(v)))].sort());
    return JSON.stringify(x) === JSON.stringify(y);
  }
  return canonical(a ?? null) === canonical(b ?? null);
}

function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value)
      .filter((k) => !isBlank(value[k]))
      .sort();
    return `{${keys.map((k) => `${JSON.stringify(k)}:${canonical(value[k] ?? null)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** Tags with one more, or nothing if it is among them already. */
export function withTag(value: JsonValue | undefined, tag: string): string[] | undefined {
  const tags = Array.isArray(value) ? value.map(String) : [];
  return tags.includes(tag) ? undefined : [...tags, tag];
}

/** The fields that differ, with what they became; `null` clears. */
export function changedFields(
  table: FieldDto[],
  before: Record<string, JsonValue>,
  after: Record<string, JsonValue>,
): Record<string, JsonValue> {
  const changed: Record<string, JsonValue> = {};
  for (const field of table) {
    if (field.type.is === 'ref' || !(field.name in after)) continue;
    const now = after[field.name] ?? null;
    if (same(before[field.name], now, field.merge === 'set')) continue;
    changed[field.name] = isBlank(now) ? null : now;
  }
  return changed;
}

/** The links a form makes and takes away. */
export function changedLinks(
  table: FieldDto[],
  before: Record<string, Pick[]>,
  after: Record<string, Pick[]>,
): { links: NewLink[]; unlinks: string[] } {
  const links: NewLink[] = [];
  const unlinks: string[] = [];
  for (const field of table) {
    if (field.type.is !== 'ref') continue;
    const now = after[field.name];
    if (now === undefined) continue;
    const was = before[field.name] ?? [];
    for (const pick of now) {
      if (!was.some((w) => w.id === pick.id)) {
        links.push({ type: field.type.link, other: pick.id, out: field.type.out, fields: {} });
      }
    }
    for (const pick of was) {
      if (pick.link !== undefined && !now.some((n) => n.id === pick.id)) unlinks.push(pick.link);
    }
  }
  return { links, unlinks };
}

/** A form with what another one says on top: what that one leaves blank stays. */
export function over(below: FormValue, above: FormValue): FormValue {
  const whole = copyOf(below);
  for (const [name, value] of Object.entries(above.fields)) if (!isBlank(value)) whole.fields[name] = value;
  for (const [name, picks] of Object.entries(above.refs)) if (picks.length > 0) whole.refs[name] = picks;
  if (!isBlank(above.reason)) whole.reason = above.reason ?? '';
  return whole;
}

/** Whether a form holds anything at all. */
export function isEmptyForm(form: FormValue): boolean {
  return Object.values(form.fields).every(isBlank) && Object.values(form.refs).every((p) => p.length === 0);
}
