import { expect, test } from 'vitest';
import type { CardDto, DecisionPage } from '../host/api';
import type { Missing } from '../readiness/gaps';
import { opened } from './opened';

const card = (id: string): CardDto => ({ id }) as CardDto;
const gap = (name: string, ...about: string[]): Missing =>
  ({ rule: { name }, gap: { cards: about.map(card) } }) as unknown as Missing;
const page = {
  page: {
    card: card('D'),
    links: [
      { type: 'decides', out: true, removed: false, other: card('deep'), fields: { outcome: 'chosen' } },
      { type: 'decides', out: true, removed: false, other: card('simple'), fields: { outcome: 'rejected' } },
    ],
  },
  options: [
    { card: card('o1'), about: card('deep') },
    { card: card('o2'), about: card('simple') },
  ],
} as unknown as DecisionPage;
const gaps = [
  gap('no-serving-cost', 'deep'),
  gap('team-missing', 'simple', 'D'),
  gap('no-cause', 'elsewhere'),
  gap('objection-unanswered', 'D'),
];
const names = (list: Missing[]) => list.map((m) => m.rule.name);

test('what a decision proposes, and the decision itself, count; what its page tells anyway does not', () => {
  expect(names(opened(gaps, page))).toEqual(['no-serving-cost', 'team-missing']);
});

test('another option that is looked at brings its own gaps', () => {
  expect(names(opened(gaps, page, 'o2'))).toEqual(['team-missing']);
});
