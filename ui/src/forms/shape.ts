/** Which fields a form shows, and in which order. */
import type { FieldDto, KindDto } from '../host/api';
import { isBlank, type FormValue } from './values';

/** Base fields the application fills itself. */
const OWN = new Set(['number', 'removed', 'source', 'order']);

/** How many fields a form shows before the rest is folded. */
const FIRST = 6;

/** Whether people enter this field at all. */
export function isEntered(field: FieldDto): boolean {
  return !OWN.has(field.name) && field.type.is !== 'order' && field.type.is !== 'other';
}

/**
 * Whether a field names parts that cannot be without the artefact: the options of a decision, the causes of a problem.
 * They are made on its page, once it is there.
 */
export function holdsParts(field: FieldDto, kindOf: (name: string) => KindDto | undefined): boolean {
  const type = field.type;
  if (type.is !== 'ref' || type.kinds.length === 0) return false;
  return type.kinds.every((name) =>
    kindOf(name)?.fields.some(
      (f) => f.required && f.type.is === 'ref' && f.type.link === type.link && f.type.out !== type.out,
    ),
  );
}

/** Whether a form holds something in this field. */
export function isFilled(form: FormValue, field: FieldDto): boolean {
  if (field.type.is === 'ref') return (form.refs[field.name] ?? []).length > 0;
  return !isBlank(form.fields[field.name]);
}

/**
 * The fields of a new artefact's form: required ones and the first few are shown, the others wait
 * under "More fields". A title that composes itself stands last among the first.
 */
export function formShape(kind: KindDto, fields: FieldDto[]): { first: FieldDto[]; more: FieldDto[] } {
  const all = fields.filter((f) => isEntered(f) && f.type.is !== 'attachments');
  const own = new Set(['title', ...kind.fields.map((f) => f.name)]);
  const composed = !kind.title_required;
  const order = composed
    ? [...all.filter((f) => f.name !== 'title'), ...all.filter((f) => f.name === 'title')]
    : all;
  const wanted = new Set(order.filter((f) => f.required).map((f) => f.name));
  for (const field of order) {
    if (wanted.size >= FIRST) break;
    if (own.has(field.name) && !(composed && field.name === 'title')) wanted.add(field.name);
  }
  if (wanted.size < FIRST) wanted.add('notes');
  return { first: order.filter((f) => wanted.has(f.name)), more: order.filter((f) => !wanted.has(f.name)) };
}

/** The field the cursor starts in: the first required one that is empty, else the first empty one. */
export function startField(shown: FieldDto[], form: FormValue): FieldDto | undefined {
  return (
    shown.find((f) => f.required && !isFilled(form, f)) ?? shown.find((f) => !isFilled(form, f)) ?? shown[0]
  );
}
