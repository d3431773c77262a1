/** What the side panel says about an artefact: its links in sentences, and its identity. */
import type { ArtefactPage, CardDto, JsonValue } from '../host/api';

/** "Was trained on orders@2026-10, …": one line per way of being linked. */
export interface Sentence {
  /** "Was trained on". */
  label: string;
  others: CardDto[];
}

/** The links of an artefact, upstream ones first, without those a trace does not follow and without decisions. */
export function sentences(page: ArtefactPage): Sentence[] {
  const out = new Map<string, Sentence>();
  const order = ['up', 'down'];
  const links = page.links
    .filter(
      (l) => order.includes(l.flow) && !l.removed && l.other.kind !== 'decision' && l.other.kind !== 'stance',
    )
    .sort((a, b) => order.indexOf(a.flow) - order.indexOf(b.flow));
  for (const link of links) {
    const entry = out.get(link.label) ?? { label: capital(link.label), others: [] };
    if (!entry.others.some((o) => o.id === link.other.id)) entry.others.push(link.other);
    out.set(link.label, entry);
  }
  return [...out.values()];
}

/** A line of what identifies an artefact. */
export interface Mark {
  label: string;
  text: string;
  /** The whole value, where `text` is shortened. */
  full?: string;
}

const IDENTIFYING = ['version', 'commit', 'tag', 'repository', 'run-id', 'location'];

/** Digests, commit, run and place of a version; for anything else the short id alone says who it is. */
export function identity(page: ArtefactPage): Mark[] {
  const out: Mark[] = [];
  for (const field of page.fields) {
    if (field.erased) continue;
    if (Array.isArray(field.value) && field.value.every(isDigest)) {
      for (const d of field.value)
        if (isDigest(d)) out.push({ label: d.algorithm, text: shorten(d.value), full: d.value });
    } else if (IDENTIFYING.includes(field.name) && typeof field.value === 'string' && field.value !== '') {
      out.push({ label: field.name.replace('-', ' '), text: shorten(field.value), full: field.value });
    }
  }
  return out;
}

/** "9f2c7d…41": the ends of a long hash; other texts as they are. */
export function shorten(text: string): string {
  return /^[0-9a-f]{24,}$/i.test(text) ? `${text.slice(0, 8)}…${text.slice(-4)}` : text;
}

function isDigest(value: JsonValue): value is { algorithm: string; value: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    typeof value['algorithm'] === 'string' &&
    typeof value['value'] === 'string'
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
