import { expect, test } from 'vitest';
import type { FieldDto, KindDto } from '../host/api';
import { formShape, holdsParts, startField } from './shape';

const field = (name: string, required = false, is: 'line' | 'text' = 'line'): FieldDto => ({
  name,
  label: name,
  type: { is },
  required,
  personal: false,
  matters: false,
  merge: 'single',
  hint: '',
});
const kind = (fields: FieldDto[], titleRequired: boolean): KindDto => ({
  name: 'k',
  prefix: 'K',
  label: 'K',
  plural: 'Ks',
  stage: 'define',
  title_label: 'Title',
  title_hint: '',
  title_required: titleRequired,
  title_from: [],
  fields,
  statuses: ['draft'],
  blurb: '',
  example: '',
  voice: 'team',
});
const all = (k: KindDto) => [
  field('title', k.title_required),
  ...k.fields,
  field('notes', false, 'text'),
  field('number'),
  field('removed'),
];
const names = (fields: FieldDto[]) => fields.map((f) => f.name);

test('the title stands first where it must be given', () => {
  const k = kind([field('a'), field('b')], true);
  expect(names(formShape(k, all(k)).first)).toEqual(['title', 'a', 'b', 'notes']);
});

test('a title that composes itself waits under more fields', () => {
  const k = kind([field('need', true), field('because', true)], false);
  const shape = formShape(k, all(k));
  expect(names(shape.first)).toEqual(['need', 'because', 'notes']);
  expect(names(shape.more)).toContain('title');
});

test('every required field is shown, however far down it stands', () => {
  const k = kind([...'abcdefgh'].map((n) => field(n)).concat(field('last', true)), true);
  const shape = formShape(k, all(k));
  expect(names(shape.first)).toContain('last');
  expect(names(shape.more)).toContain('h');
  expect([...shape.first, ...shape.more].length).toBe(11);
});

test('what the application fills itself is in no form', () => {
  const k = kind([], true);
  const shape = formShape(k, all(k));
  expect(names([...shape.first, ...shape.more])).not.toContain('number');
  expect(names([...shape.first, ...shape.more])).not.toContain('removed');
});

test('the cursor starts in the first required field that is empty', () => {
  const shown = [field('a'), field('b', true), field('c', true)];
  expect(startField(shown, { fields: {}, refs: {} })?.name).toBe('b');
  expect(startField(shown, { fields: { b: 'x' }, refs: {} })?.name).toBe('c');
  expect(startField(shown, { fields: { b: 'x', c: 'y' }, refs: {} })?.name).toBe('a');
});

test('parts that cannot be without the artefact are in no form of it', () => {
  const ref = (name: string, link: string, out: boolean, kinds: string[], required = false): FieldDto => ({
    ...field(name, required),
    type: { is: 'ref', link, out, many: true, kinds },
  });
  const option = kind([ref('decision', 'option-of', true, ['decision'], true)], true);
  const idea = kind([ref('problem', 'addresses', true, ['problem'])], true);
  const kindOf = (name: string) => (name === 'option' ? option : idea);
  expect(holdsParts(ref('options', 'option-of', false, ['option']), kindOf)).toBe(true);
  expect(holdsParts(ref('ideas', 'addresses', false, ['idea']), kindOf)).toBe(false);
  expect(holdsParts(ref('rests-on', 'rests-on', true, []), kindOf)).toBe(false);
  expect(holdsParts(field('outcome'), kindOf)).toBe(false);
});
