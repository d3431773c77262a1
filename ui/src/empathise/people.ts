/** How many people speak for or against, in words. */
import type { PeopleDto } from '../host/api';

/** One side: "3 people", "1 person and 2 unnamed sources", "nobody". */
export function sideWords(people: PeopleDto, against: boolean): string {
  const known = against ? people.contradicting : people.supporting;
  const unknown = against ? people.unknown_contradicting : people.unknown_supporting;
  const parts: string[] = [];
  if (known > 0) parts.push(known === 1 ? '1 person' : `${known} people`);
  if (unknown > 0) parts.push(unknown === 1 ? '1 unnamed source' : `${unknown} unnamed sources`);
  return parts.length === 0 ? 'nobody' : parts.join(' and ');
}

/** What a reader should know about the count, or nothing. */
export function caution(people: PeopleDto): string {
  if (people.on_both_sides > 0)
    return `${people.on_both_sides === 1 ? '1 person speaks' : `${people.on_both_sides} people speak`} on both sides.`;
  const known = people.supporting;
  if (known === 0 && people.unknown_supporting === 0)
    return 'Nobody was heard saying it: it is a guess so far.';
  if (known === 1 && people.unknown_supporting === 0) return 'It rests on one person.';
  if (known === 0) return 'Whom the evidence is from is not recorded, so people cannot be counted.';
  return '';
}
