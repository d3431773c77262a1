import { expect, test } from 'vitest';
import type { ReviewList } from '../host/api';
import { shaken } from './shaken';

test('a decision is told once, with what gave way and without what a rule tells already', () => {
  const reason = (code: string) => ({ code, sentence: code });
  const list = {
    rows: [
      {
        card: { id: 'a' },
        reasons: [reason('due'), reason('refuted'), reason('newer-data')],
        turned_down: [],
      },
      { card: { id: 'b' }, reasons: [reason('due'), reason('suspect')], turned_down: [] },
    ],
  } as unknown as ReviewList;
  expect(shaken(list).map((r) => [r.card.id, r.reasons.map((x) => x.code)])).toEqual([
    ['a', ['refuted', 'newer-data']],
  ]);
  expect(shaken(undefined)).toEqual([]);
});
