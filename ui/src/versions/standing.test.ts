import { describe, expect, test } from 'vitest';
import { chipWords, found, shortDigest, toneOf } from './standing';

const standing = { words: '', at: '', because: 'Nothing lies there.', place: '', found: [] };

describe('how a version stands', () => {
  test('only what is not as it was recorded is red, and nothing is green that nobody looked at', () => {
    expect(
      ['matches', 'changed', 'missing', 'dirty', 'not looked up', 'not checked since 3 Sep 2026'].map(toneOf),
    ).toEqual(['ok', 'bad', 'bad', 'warn', 'plain', 'plain']);
  });
  test('a chip is short, and the rest is said in full', () => {
    expect(chipWords('not checked since 3 Sep 2026')).toBe('not checked');
    expect(chipWords('changed')).toBe('changed');
  });
  test('an outdated look is told from none', () => {
    expect(found({ ...standing, word: 'missing', outdated: false })).toBe('Nothing lies there.');
    expect(found({ ...standing, word: 'not-checked', outdated: true })).toContain('set anew');
    expect(found({ ...standing, word: 'not-checked', outdated: false })).toContain('Nobody looked');
  });
  test('a long digest is known by its beginning, a short one is whole', () => {
    expect(shortDigest('sha256:0123456789abcdef')).toBe('sha256:0123456789ab…');
    expect(shortDigest('mlflow-md5-sample:1a2b3c4d')).toBe('mlflow-md5-sample:1a2b3c4d');
  });
});
