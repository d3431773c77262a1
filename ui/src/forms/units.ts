/** Numbers as people read them: thousands set apart, with what they are in. */
import type { FieldDto, JsonValue } from '../host/api';
import { asText } from './inputs/input';

/** What a field's numbers are in, in the artefact's own words: `{currency}` is what it says there. */
export function unitOf(field: FieldDto, own: (name: string) => JsonValue | undefined): string {
  return (field.unit ?? '').replace(/\{([^}]*)\}/g, (_, name: string) => asText(own(name)).trim()).trim();
}

/** "1,204.5", "−3"; what is no number stays as it is. */
export function grouped(text: string): string {
  return text.replace(
    /^(-?)(\d+)/,
    (_, sign: string, whole: string) => (sign ? '−' : '') + whole.replace(/\B(?=(\d{3})+$)/g, ','),
  );
}

/** A unit behind a number: "18 months", "1 month"; no line ends between the two. */
export function behind(number: string, unit: string): string {
  if (unit === '') return '';
  const one = number === '1' && ['months', 'person-days'].includes(unit);
  return `\u00a0${one ? unit.slice(0, -1) : unit}`;
}
