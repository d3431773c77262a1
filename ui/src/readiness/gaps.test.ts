import { describe, expect, it } from 'vitest';
import type { CardDto, GapDto, RuleDto } from '../host/api';
import { appliesTo, byStage, missing, next, pieces, specialOf, startOf, summary, writes } from './gaps';

const card = (short: string): CardDto => ({
  id: `id-${short}`,
  short,
  kind: 'idea',
  title: short,
  stage: 'ideate',
  facts: [],
  tags: [],
  removed: false,
  created_at: '',
  updated_at: '',
});
const gap = (sentence: string, more: Partial<GapDto> = {}): GapDto => ({
  sentence,
  cards: [],
  about: 0,
  action: { label: 'Do it', open: card('IDE-1') },
  ...more,
});
const rule = (number: number, severity: string, gaps: GapDto[]): RuleDto => ({
  number,
  name: `rule-${number}`,
  question: 'Is it?',
  stage: 'define',
  severity,
  sentence: 'It is not.',
  why: 'Because.',
  state: 'open',
  open: gaps.length,
  waived: 0,
  gaps,
  waits: [],
});
const readiness = (rules: RuleDto[]) => ({ rules, blocking: 0, warnings: 0, waived: 0 });
const waiver = { card: card('WAI-1'), reason: 'x', by: '' };

describe('what is missing', () => {
  it('comes with what blocks first, and leaves out what is waived', () => {
    const all = missing(
      readiness([
        rule(2, 'warning', [gap('a')]),
        rule(5, 'blocking', [gap('b'), gap('waived', { waiver })]),
        rule(7, 'blocking', [gap('c')]),
      ]),
    );
    expect(all.map((m) => m.gap.sentence)).toEqual(['b', 'c', 'a']);
    expect(missing(undefined)).toEqual([]);
  });

  it('is begun with what a form can add, else with what is to be opened', () => {
    const add = gap('add', { action: { label: 'Add', add: { kind: 'persona', fields: {}, refs: {} } } });
    const all = missing(readiness([rule(1, 'blocking', [gap('open')]), rule(2, 'warning', [add])]));
    expect(next(all)?.gap.sentence).toBe('add');
    expect(next(all.slice(0, 1))?.gap.sentence).toBe('open');
    expect(next([])).toBeUndefined();
  });

  it('fills a form with picks of the cards it names', () => {
    const form = { kind: 'evidence', fields: { method: 'interview' }, refs: { persona: [card('PER-1')] } };
    expect(startOf({ label: 'Add', add: form })).toEqual({
      kind: 'evidence',
      fields: { method: 'interview' },
      refs: { persona: [{ id: 'id-PER-1', short: 'PER-1', title: 'PER-1', kind: 'idea', stage: 'ideate' }] },
    });
    expect(startOf({ label: 'Open', open: card('PER-1') })).toBeUndefined();
  });
});

describe('a sentence', () => {
  it('links the short ids it names, whole ones only', () => {
    const text = (sentence: string, ...shorts: string[]) =>
      pieces(sentence, shorts.map(card)).map((p) => (p.card ? `[${p.text}]` : p.text));
    expect(text('Nobody chose IDE-1 “x”, nor IDE-2.', 'IDE-1', 'IDE-2')).toEqual([
      'Nobody chose ',
      '[IDE-1]',
      ' “x”, nor ',
      '[IDE-2]',
      '.',
    ]);
    expect(text('IDE-12 is open.', 'IDE-1')).toEqual(['IDE-12 is open.']);
    expect(text('IDE-1.k3 is open.', 'IDE-1.k3')).toEqual(['[IDE-1.k3]', ' is open.']);
    expect(text('No card.')).toEqual(['No card.']);
  });
});

it('ties a waiver to the first artefact its gap is about', () => {
  expect(appliesTo(gap('x', { cards: [card('IDE-1'), card('DEC-1')], about: 2 }))).toEqual(['id-IDE-1']);
  expect(appliesTo(gap('x'))).toEqual([]);
});

it('sorts rules into their stages and leaves out empty ones', () => {
  const rules = [rule(5, 'blocking', []), { ...rule(28, 'blocking', []), stage: 'any' }];
  expect(byStage(rules, ['empathise', 'define', 'any']).map((g) => g.stage)).toEqual(['define', 'any']);
});

it('says in words how it stands', () => {
  expect(summary({ blocking: 2, warnings: 1, waived: 0 })).toBe('2 blocking, 1 to look at');
  expect(summary({ blocking: 0, warnings: 0, waived: 3 })).toBe('3 left open knowingly');
  expect(summary({ blocking: 0, warnings: 0, waived: 0 })).toBe('Nothing is missing');
});

describe('where a button leads', () => {
  const add = (kind: string, fields = {}, refs = {}) => ({ label: 'x', add: { kind, fields, refs } });
  it('a check has its dialog, a bundle that of its model, and the rest a form', () => {
    expect(specialOf(add('activity', { check: 'schema', phase: 'test' }))).toEqual({
      what: 'check',
      check: 'schema',
      phase: 'test',
    });
    const model = { ...card('MOD-1'), kind: 'model-version' };
    const versions = [{ ...card('DAT-1'), kind: 'data-version' }, model];
    expect(specialOf(add('bundle', {}, { versions }))).toEqual({ what: 'bundle', model });
    expect(specialOf(add('bundle'))).toEqual({ what: 'bundle', model: undefined });
    expect(specialOf(add('activity', { phase: 'training' }))).toBeUndefined();
    expect(specialOf({ label: 'x', open: card('IDE-1') })).toBeUndefined();
  });
  it('only a form needs a workspace that can be written', () => {
    expect(writes(add('decision'))).toBe(true);
    expect(writes({ label: 'x', open: card('IDE-1') })).toBe(false);
    expect(writes({ label: 'x', see: { page: 'versions', view: 'drift', of: card('DAT-1') } })).toBe(false);
  });
});
