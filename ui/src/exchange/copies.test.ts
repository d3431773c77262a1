import { describe, expect, it } from 'vitest';
import { changesPath, copiesIn, isCopy, positionOf } from './copies';

const file = (name: string) => new File(['x'], name);

describe('files by which copies meet', () => {
  it('are told by their endings, in any case', () => {
    expect(isCopy('Team.throughline')).toBe(true);
    expect(isCopy('mail.TLX')).toBe(true);
    expect(isCopy('photo.png')).toBe(false);
    expect(isCopy('tlx')).toBe(false);
  });

  it('are taken from a drop only where nothing else was dropped with them', () => {
    expect(copiesIn([file('a.tlx'), file('b.throughline')])).toHaveLength(2);
    expect(copiesIn([file('a.tlx'), file('photo.png')])).toEqual([]);
    expect(copiesIn([])).toEqual([]);
  });
});

describe('changes since a position', () => {
  it('go beside the workspace by default', () => {
    expect(changesPath('/home/me/Team.throughline', 41)).toBe('/home/me/Team changes since 41.tlx');
  });

  it('are typed with or without the sign', () => {
    expect(positionOf('#212')).toBe(212);
    expect(positionOf(' 0 ')).toBe(0);
    for (const text of ['', '#', '-1', '1.5', 'monday', '9999999999999']) {
      expect(positionOf(text)).toBeUndefined();
    }
  });
});
