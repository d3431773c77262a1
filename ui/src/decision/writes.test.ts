import { describe, expect, it } from 'vitest';
import type { CardDto, DecisionPage, LinkView, OptionView, StanceView } from '../host/api';
import { emptyForm, pickOf } from '../forms/values';
import { accept, amendment, consequences, option, stance } from './writes';

const card = (id: string, kind = 'idea'): CardDto => ({
  id,
  short: id,
  kind,
  title: id,
  stage: 'any',
  facts: [],
  tags: [],
  removed: false,
  created_at: '',
  updated_at: '',
});
const opt = (id: string, about?: string): OptionView => ({
  card: card(id, 'option'),
  for_html: '',
  against_html: '',
  ...(about ? { about: card(about) } : {}),
});
const link = (id: string, other: CardDto, fields: LinkView['fields'] = {}): LinkView => ({
  id,
  type: 'decides',
  label: 'decides on',
  out: true,
  flow: 'down',
  other,
  fields,
  removed: false,
});
const page = (options: OptionView[], links: LinkView[] = []): DecisionPage =>
  ({
    page: {
      card: card('D', 'decision'),
      fields: [{ name: 'title', value: 'Q', erased: false }],
      links,
      created: {} as never,
      updated: {} as never,
      revision: '',
      understood: true,
    },
    options,
    stances: [],
    not_asked: [],
    rests_on: [],
    led_to: links,
    superseded_by: [],
  }) as DecisionPage;
const words = { outcome: 'A', rationale: 'because', on: '2026-11-14' };

describe('accepting a decision', () => {
  it('says of each option, and of the artefact it stands for, what becomes of it', () => {
    const args = accept(
      page([opt('a', 'IDE-1'), opt('b')]),
      new Map([
        ['a', 'chosen'],
        ['b', 'rejected'],
      ]),
      words,
    );
    expect(args.links?.map((l) => [l.other, l.fields['outcome']])).toEqual([
      ['a', 'chosen'],
      ['IDE-1', 'chosen'],
      ['b', 'rejected'],
    ]);
    expect(args.fields).toMatchObject({
      status: 'accepted',
      outcome: 'A',
      rationale: 'because',
      'decided-on': '2026-11-14',
    });
  });

  it('takes back what it said otherwise before, in the same change, and repeats nothing', () => {
    const before = [
      link('l1', card('a', 'option'), { outcome: 'rejected' }),
      link('l2', card('b', 'option'), { outcome: 'rejected' }),
    ];
    const args = accept(
      page([opt('a'), opt('b')], before),
      new Map([
        ['a', 'chosen'],
        ['b', 'rejected'],
      ]),
      words,
    );
    expect(args.unlinks).toEqual(['l1']);
    expect(args.links?.map((l) => l.other)).toEqual(['a']);
  });

  it('does not reject an artefact that a chosen option stands for', () => {
    const args = accept(
      page([opt('a', 'IDE-1'), opt('b', 'IDE-1')]),
      new Map([
        ['a', 'chosen'],
        ['b', 'rejected'],
      ]),
      words,
    );
    expect(args.links?.filter((l) => l.other === 'IDE-1').map((l) => l.fields['outcome'])).toEqual([
      'chosen',
    ]);
  });
});

describe('a stance', () => {
  const form = {
    ...emptyForm(),
    fields: { position: 'object', reason: 'No GPUs.' },
    refs: { stakeholder: [pickOf(card('S', 'stakeholder'))] },
  };

  it('hangs on its decision and its stakeholder, and says that it was recorded for them', () => {
    const args = stance('D', form, []);
    expect(args).toMatchObject({
      add: {
        kind: 'stance',
        fields: { position: 'object', reason: 'No GPUs.', given: 'recorded-on-behalf' },
      },
    });
    expect('add' in args && args.add.links?.map((l) => [l.type, l.other])).toEqual([
      ['on', 'D'],
      ['by', 'S'],
    ]);
  });

  it('replaces the one the stakeholder has taken, instead of standing beside it', () => {
    const known = [{ card: card('STA-1', 'stance'), stakeholder: card('S', 'stakeholder') } as StanceView];
    expect(stance('D', form, known)).toMatchObject({ set: { id: 'STA-1' } });
  });
});

describe('an option', () => {
  it('leaves out what was not said', () => {
    const args = option('D', {
      ...emptyForm(),
      fields: { title: 'Wait', for: ' ', against: '' },
      refs: { 'stands-for': [pickOf(card('IDE-1'))] },
    });
    expect(args.fields).toEqual({ title: 'Wait' });
    expect(args.links?.map((l) => l.type)).toEqual(['option-of', 'stands-for']);
  });
});

describe('an amendment', () => {
  it('holds only what differs', () => {
    const table = [
      {
        name: 'title',
        label: 'Question',
        type: { is: 'line' as const },
        required: true,
        personal: false,
        matters: true,
        merge: 'single',
        hint: '',
      },
    ];
    expect(amendment(page([]), table, { ...emptyForm(), fields: { title: 'Q' } }).fields).toEqual({});
    expect(amendment(page([]), table, { ...emptyForm(), fields: { title: 'R' } }).fields).toEqual({
      title: 'R',
    });
  });
});

describe('what a decision led to', () => {
  it('leaves out its own options and says each artefact once', () => {
    const links = [link('1', card('o', 'option')), link('2', card('p')), link('3', card('p'))];
    expect(consequences(page([], links)).map((l) => l.id)).toEqual(['2']);
  });
});
