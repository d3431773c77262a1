import { expect, test } from 'vitest';
import { argsOf, blank, isFilled, notNumbers, number, type Form } from './results';

const form = (over: Partial<Form>): Form => ({
  how: 'hand',
  as: 'counts',
  rows: [],
  csv: '',
  metric: [],
  lens: '',
  date: '2026-10-26',
  run: '',
  leaveOut: false,
  ...over,
});

test('numbers are read as people type them, and nothing typed is none', () => {
  expect(number(' 1,5 ')).toBe(1.5);
  expect(number('−3')).toBe(-3);
  expect(number('  ')).toBeUndefined();
  expect(number('ten')).toBeNaN();
});

test('what is no number is named with its arm and place', () => {
  const list = { ...blank('list'), n: '40', successes: 'ten', mean: 'x' };
  const half = { ...blank('three'), n: '4.5' };
  expect(notNumbers(form({ rows: [list, half, blank('empty')] }))).toEqual([
    'list: successes is “ten”, which is no whole number.',
    'three: n is “4.5”, which is no whole number.',
  ]);
  expect(notNumbers(form({ as: 'means', rows: [list] }))).toEqual(['list: mean is “x”, which is no number.']);
});

test('only what is shown is sent, and arms without a number are not', () => {
  const row = { ...blank('list'), n: '40', successes: '10', mean: '3' };
  expect(isFilled(blank('list'))).toBe(false);
  expect(argsOf('EXP-1', form({ rows: [row, blank('three')] }), true, 'd')).toMatchObject({
    rows: [{ arm: 'list', n: 40, successes: 10 }],
    preview: true,
  });
  expect(argsOf('EXP-1', form({ rows: [row], as: 'means' }), false, 'd').rows).toEqual([
    { arm: 'list', n: 40, mean: 3 },
  ]);
  const table = argsOf('EXP-1', form({ how: 'table', csv: 'arm,n', rows: [row] }), true, 'd');
  expect(table).toMatchObject({ csv: 'arm,n' });
  expect(table).not.toHaveProperty('rows');
});
