import { describe, expect, it } from 'vitest';
import type { EntryDto } from '../host/api';
import { roomHref, roomOf, SESSIONS } from './address';
import { byVotes, clockWords, minutesBetween, missingWords, tieWords, writtenWords } from './words';

const entry = (text: string, voters: number, dots: number, v: number, d: number): EntryDto => ({
  id: text,
  text,
  dots: 0,
  top: false,
  ratings: [],
  option: false,
  tally: { voters, dots, place_by_voters: v, place_by_dots: d },
});

describe('a session in words', () => {
  it('counts down to nothing and then says how far over it is', () => {
    expect([360_000, 59_001, 1, 0, -999, -61_000].map(clockWords)).toEqual([
      '6:00',
      '1:00',
      '0:01',
      '0:00',
      '0:00',
      '+1:01',
    ]);
  });

  it('puts distinct voters before dots and names the ties', () => {
    const ideas = [entry('a', 1, 3, 3, 1), entry('b', 2, 2, 1, 2), entry('c', 2, 2, 1, 2)];
    expect(byVotes(ideas).map((e) => e.text)).toEqual(['b', 'c', 'a']);
    expect(tieWords(ideas)).toBe('2 ideas share place 1 by voters.');
    expect(tieWords([entry('a', 0, 0, 1, 1), entry('b', 0, 0, 1, 1)])).toBe('');
  });

  it('names who is not heard', () => {
    expect(missingWords([])).toBe('');
    expect(missingWords([{ label: 'Sales' }, { label: 'operations' }])).toBe(
      'Nobody speaks for Sales and operations.',
    );
    expect(missingWords([{ label: 'Sales' }], true)).toBe('Nobody spoke for Sales.');
    expect(writtenWords({ ideas: 12, writers: 1 })).toBe('12 ideas from 1 person');
  });

  it('tells how long a phase took from instants and from times of a day', () => {
    expect(minutesBetween('2026-09-01T09:00:00Z', '2026-09-01T09:06:30Z')).toBe(6.5);
    expect(minutesBetween('10:00', '10:13')).toBe(13);
    expect(minutesBetween('10:00', 'later')).toBeUndefined();
    expect(minutesBetween('10:13', '10:00')).toBeUndefined();
  });

  it('has an address for the room', () => {
    expect(roomOf(roomHref('SES-1'))).toBe('SES-1');
    expect([SESSIONS, `${SESSIONS}?room=`, '#/?room=SES-1'].map(roomOf)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
