import { expect, test } from 'vitest';
import { slug } from './place';

test('the words of a heading are its address', () => {
  expect(slug('Our goals, for “2027”')).toBe('our-goals-for-2027');
  expect(slug('Été_1')).toBe('été_1');
});
