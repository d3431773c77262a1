import { expect, test, vi } from 'vitest';

const { call } = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('../host/host', () => ({ call }));
const { every, STEP } = await import('./every');

test('a list is read to its end, and a row that goes meanwhile ends it', async () => {
  let total = STEP * 2 + 3;
  call.mockImplementation(async (_: string, { offset, limit }: { offset: number; limit: number }) => ({
    total,
    rows: Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, i) => ({
      id: offset + i,
    })),
  }));
  expect((await every({ kinds: ['stakeholder'] })).length).toBe(total);
  total = 0;
  expect(await every({ kinds: ['stakeholder'] })).toEqual([]);
});
