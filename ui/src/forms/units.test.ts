import { expect, test } from 'vitest';
import type { FieldDto } from '../host/api';
import { behind, grouped, unitOf } from './units';

const field = (unit?: string) => ({ name: 'cost', ...(unit === undefined ? {} : { unit }) }) as FieldDto;

test('a unit speaks in the words of the artefact, and leaves out what it does not say', () => {
  const own = (name: string) => (name === 'currency' ? ' EUR ' : null);
  expect(unitOf(field('{currency} per month'), own)).toBe('EUR per month');
  expect(unitOf(field('{unit} per month'), own)).toBe('per month');
  expect(unitOf(field('{unit}'), own)).toBe('');
  expect(unitOf(field(), own)).toBe('');
});

test('a number stands before its unit, and one is one', () => {
  expect(grouped('-1204567.891')).toBe('−1,204,567.891');
  expect(grouped('NaN')).toBe('NaN');
  expect(`18${behind('18', 'months')}`).toBe('18\u00a0months');
  expect(behind('1', 'months')).toBe('\u00a0month');
  expect(behind('1', 'EUR')).toBe('\u00a0EUR');
  expect(behind('1', '')).toBe('');
});
