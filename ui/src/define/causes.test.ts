import { describe, expect, it } from 'vitest';
import type { CardDto, CauseView } from '../host/api';
import { deeper, moved } from './causes';

const cause = (id: string, parent?: string): CauseView => ({
  card: { id } as CardDto,
  level: parent === undefined ? 1 : 2,
  ...(parent === undefined ? {} : { parent }),
  place: 1,
  of: 1,
  root: false,
  evidence: [],
});
const rows = [cause('a'), cause('a1', 'a'), cause('a2', 'a'), cause('a3', 'a'), cause('b')];

describe('a cause in the tree', () => {
  it('moves among its own siblings, and not beyond them', () => {
    const before = (id: string, by: -1 | 1) =>
      moved('P', rows, rows.find((r) => r.card.id === id) ?? cause('?'), by)?.links?.[0]?.before;
    expect(before('a2', -1)).toBe('a1');
    expect(before('a1', 1)).toBe('a3');
    expect(before('a2', 1)).toBe('');
    expect(before('a', 1)).toBe('');
    expect(before('b', -1)).toBe('a');
    expect(before('a1', -1)).toBeUndefined();
    expect(before('b', 1)).toBeUndefined();
  });
  it('is linked with its problem, with the cause above it and with its evidence in one change', () => {
    const pick = { id: 'e', short: '', title: '', kind: 'evidence', stage: '' };
    const args = deeper('P', 'a', { fields: { title: 'Because' }, refs: { evidence: [pick] } });
    expect(args.links?.map((l) => [l.type, l.other, l.out])).toEqual([
      ['cause-of', 'P', true],
      ['because-of', 'a', false],
      ['shown-by', 'e', true],
    ]);
    expect(deeper('P', undefined, { fields: { title: 'x' }, refs: {} }).links).toHaveLength(1);
  });
});
