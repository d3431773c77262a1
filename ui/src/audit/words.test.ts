import { describe, expect, it } from 'vitest';
import { resultWords, saysMore, verdictWords } from './words';

describe('the words of the auditor’s room', () => {
  it('names a verdict it does not know as not done, never as in order', () => {
    expect(verdictWords('well').tone).toBe('ok');
    expect(verdictWords('something-new').word).toBe('not done yet');
  });

  it('shows a grave exception otherwise than a small one, and nothing as in order that nobody looked at', () => {
    expect(resultWords(undefined)).toEqual({ word: 'not checked yet', tone: 'plain' });
    expect(resultWords({ result: 'exception', severity: 'critical' }).tone).toBe('bad');
    expect(resultWords({ result: 'exception', severity: 'minor' }).tone).toBe('warn');
    expect(resultWords({ result: 'exception', severity: '' }).word).toBe('exception');
  });

  it('does not repeat what the chip says', () => {
    expect(saysMore({ text: 'Found in order' })).toBe(false);
    expect(saysMore({ text: 'Found in order; the digest matches the bucket.' })).toBe(true);
  });
});
