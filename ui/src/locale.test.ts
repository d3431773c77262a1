import { expect, test } from 'vitest';
import { guardLocale, usableLocale } from './locale';

test('the first locale Intl accepts is used', () => {
  expect(usableLocale(['C', 'de-AT'])).toBe('de-AT');
  expect(usableLocale(['pt-br'])).toBe('pt-BR');
});

test('where there is none, English is used', () => {
  expect(usableLocale(['C'])).toBe('en-GB');
  expect(usableLocale([])).toBe('en-GB');
});

test('after the guard the navigator says something Intl accepts', () => {
  const nav = { language: 'C', languages: ['C'] } as unknown as Navigator;
  expect(() => new Intl.NumberFormat(nav.language)).toThrow();
  guardLocale(nav);
  expect(new Intl.NumberFormat(nav.language).format(1204)).toBe('1,204');
  expect(nav.languages).toEqual(['en-GB']);
});

test('a good locale is left alone', () => {
  const nav = { language: 'de-AT', languages: ['de-AT', 'en'] } as unknown as Navigator;
  guardLocale(nav);
  expect(nav.languages).toEqual(['de-AT', 'en']);
});
