import { expect, test } from 'vitest';
import type { CardDto, DisputedView, PullView, TradeoffView } from '../host/api';
import { lacking, readingWords, recording } from './objectives';

const card = (title: string, short = title): CardDto =>
  ({ id: short, short, title, kind: 'idea', stage: 'ideate', facts: [] }) as unknown as CardDto;
const fact = (label: string, text: string) => ({ facts: [{ label, text }] });

test('a reading has its unit, its counts beside a share, and no share of a few', () => {
  expect(readingWords(fact('Result', '360 of 1,000'), '%')).toEqual({
    words: '36.0 %',
    beside: '360 of 1,000',
  });
  expect(readingWords(fact('Result', '6 of 10'), '%')).toEqual({ words: '6 of 10', beside: '' });
  expect(readingWords(fact('Result', '21.4 ± 10.1, n = 90'), 'EUR').words).toBe('21.4 EUR ± 10.1, n = 90');
  expect(readingWords(fact('Measured', '0.4'), '').words).toBe('0.4');
  expect(readingWords({ facts: [] }, 'EUR').words).toBe('');
});

test('the decision begins with the question, what is in conflict, and what it rests on', () => {
  const idea = card('Rank by a big model', 'IDE-1');
  const pull = {
    experiment: card('Two weeks', 'EXP-1'),
    arm: 'model',
    ideas: [idea],
    better: { team: card('Product'), metric: card('Clicks'), reading: card('', 'MEA-2') },
    worse: { team: card('Operations'), metric: card('Cost'), reading: card('', 'MEA-4') },
  } as PullView;
  const disputes = [
    { team: card('Operations'), subject: idea, reason: 'Nobody can pay', proposed_by: [] },
    { team: card('Sales'), subject: card('Another', 'IDE-2'), reason: '', proposed_by: [] },
  ] as DisputedView[];
  const tradeoff = { idea, teams: [], grounds: [card('', 'MEA-2')] } as TradeoffView;
  const { fields, refs } = recording(tradeoff, { pulls: [pull], disputes });
  expect(fields['title']).toBe('What do we give up for “Rank by a big model”?');
  expect(fields['context']).toBe(
    '- Product against Operations: Clicks became better and Cost worse with “model” in EXP-1.\n' +
      '- Operations disputes IDE-1: “Nobody can pay”',
  );
  expect(refs['rests-on']?.map((p) => p.short)).toEqual(['IDE-1', 'MEA-2']);
});

test('what a decision lacks is one sentence', () => {
  const near = { decision: card('x'), accepted: false, consequences: false, unheard: [card('Sales')] };
  expect(lacking(near)).toBe(
    'is not accepted yet, does not say its consequences and has no answered stance of Sales',
  );
  expect(lacking({ ...near, accepted: true, unheard: [] })).toBe('does not say its consequences');
});
