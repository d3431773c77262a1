import { describe, expect, test } from 'vitest';
import { completeTag, continueList, mention, mentionAt, tagAt, tagEnded, tagsIn } from './markdown';

describe('Enter', () => {
  test('begins the next item of a list', () => {
    expect(continueList('- one', 5)).toEqual({ text: '- one\n- ', caret: 8 });
    expect(continueList('  * one', 7)?.text).toBe('  * one\n  * ');
  });
  test('counts on in a numbered list', () => {
    expect(continueList('9. nine', 7)?.text).toBe('9. nine\n10. ');
  });
  test('begins an open task after a done one', () => {
    expect(continueList('- [x] done', 10)?.text).toBe('- [x] done\n- [ ] ');
  });
  test('ends a list in an empty item', () => {
    expect(continueList('- one\n- ', 8)).toEqual({ text: '- one\n', caret: 6 });
  });
  test('splits an item in the middle', () => {
    expect(continueList('- onetwo', 5)?.text).toBe('- one\n- two');
  });
  test('is only Enter elsewhere', () => {
    expect(continueList('plain -', 7)).toBeUndefined();
    expect(continueList('', 0)).toBeUndefined();
  });
});

describe('@', () => {
  test('begins a mention after a space or at the start', () => {
    expect(mentionAt('see @han', 8)).toEqual({ from: 4, word: 'han' });
    expect(mentionAt('@', 1)).toEqual({ from: 0, word: '' });
  });
  test('inside a word is an address, not a mention', () => {
    expect(mentionAt('a@b', 3)).toBeUndefined();
  });
  test('is replaced by a link to the entity', () => {
    const edit = mention('see @han now', 4, 8, 'PER-1', 'ws', 'id');
    expect(edit.text).toBe('see [PER-1](throughline://ws/id)  now');
    expect(edit.text.slice(0, edit.caret)).toBe('see [PER-1](throughline://ws/id) ');
  });
});

describe('#', () => {
  test('begins a tag after a space, a bracket or at the start', () => {
    expect(tagAt('see #din', 8)).toEqual({ from: 4, word: 'din' });
    expect(tagAt('(#été', 5)).toEqual({ from: 1, word: 'été' });
  });
  test('is no tag before a number, before a space, or inside a word', () => {
    expect(tagAt('see #12', 7)).toBeUndefined();
    expect(tagAt('# Heading', 2)).toBeUndefined();
    expect(tagAt('C#sharp', 7)).toBeUndefined();
  });
  test('ends a tag with a space or a mark, and not while letters come', () => {
    expect(tagEnded('see #dinner ', 12)).toBe('dinner');
    expect(tagEnded('see #dinner, or', 12)).toBe('dinner');
    expect(tagEnded('see #dinner', 11)).toBeUndefined();
    expect(tagEnded('see dinner ', 11)).toBeUndefined();
  });
  test('is found wherever it stands', () => {
    expect(tagsIn('#a and (#été), C#sharp, #12\n#late')).toEqual(['a', 'été', 'late']);
  });
  test('is completed in place', () => {
    const edit = completeTag('see #din now', 4, 8, 'dinner');
    expect(edit.text).toBe('see #dinner  now');
    expect(edit.text.slice(0, edit.caret)).toBe('see #dinner ');
  });
});
