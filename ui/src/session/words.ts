/** A session in words. */
import type { EntryDto, UnheardDto, RoomDto, TallyDto } from '../host/api';
import { countOf } from '../words';

/** Minutes and seconds of a timer: `4:07`; over time with a plus. */
export function clockWords(remaining: number): string {
  const over = remaining < 0;
  // What is left is rounded up, so that it begins with the full minutes and 0:00 is the end.
  const seconds = over ? Math.floor(-remaining / 1000) : Math.ceil(remaining / 1000);
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return over && seconds > 0 ? `+${text}` : text;
}

/** Minutes between two moments as a session holds them: instants, or times of a day; undefined where they are neither. */
export function minutesBetween(starts: string, ends: string): number | undefined {
  const at = (text: string): number => {
    const time = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
    return time ? (Number(time[1]) * 60 + Number(time[2])) * 60_000 : Date.parse(text);
  };
  const minutes = (at(ends) - at(starts)) / 60_000;
  return Number.isFinite(minutes) && minutes >= 0 ? minutes : undefined;
}

/** What a phase asks of the people in the room. */
export function taskOf(phase: string, closed: boolean): string {
  if (closed) return CLOSED[phase] ?? '';
  return TASKS[phase] ?? '';
}

const TASKS: Record<string, string> = {
  'silent-writing': 'Write alone. One idea per line; nobody else sees it yet.',
  reveal: 'Read all of them. Ask what is meant; judge nothing.',
  cluster: 'Put what belongs together on a pile and name it.',
  'dot-vote': 'Everybody in turn. Nobody sees another’s dots before the vote is closed.',
  rate: 'Everybody in turn: 0 to 5 on each criterion, or “don’t know”.',
  'pre-mortem': 'It is a year later, and the idea failed. Why?',
  decide: 'Which of these stand for decision?',
};

const CLOSED: Record<string, string> = {
  reveal: 'The ideas are recorded.',
  cluster: 'The piles are recorded.',
  'dot-vote': 'The votes are recorded. Distinct voters count first: three dots of one person are one voter.',
  rate: 'The scores are recorded. “Don’t know” is not 0.',
  'pre-mortem': 'The assumptions are recorded, each below its idea.',
  decide: 'A decision was proposed.',
};

/** What closing a phase is called. */
export function closeWords(phase: string): string {
  return CLOSE[phase] ?? 'Close it';
}

const CLOSE: Record<string, string> = {
  'silent-writing': 'Reveal',
  reveal: 'Record the ideas',
  cluster: 'Close the piles',
  'dot-vote': 'Close the vote',
  rate: 'Close the ratings',
  'pre-mortem': 'Close it',
  decide: 'Propose the decision',
};

/** “12 ideas from 4 people”. */
export function writtenWords(room: Pick<RoomDto, 'ideas' | 'writers'>): string {
  if (room.ideas === 0) return 'No idea yet';
  return `${countOf(room.ideas, 'idea', 'ideas')} from ${countOf(room.writers, 'person', 'people')}`;
}

/** “3 voters, 5 dots”. */
export function tallyWords(tally: TallyDto): string {
  return `${countOf(tally.voters, 'voter', 'voters')}, ${countOf(tally.dots, 'dot', 'dots')}`;
}

/** Who is not heard, as one sentence; empty where everybody is. */
export function missingWords(missing: UnheardDto[], held = false): string {
  if (missing.length === 0) return '';
  const names = missing.map((m) => m.label);
  const last = names.pop() ?? '';
  const list = names.length > 0 ? `${names.join(', ')} and ${last}` : last;
  return `Nobody ${held ? 'spoke' : 'speaks'} for ${list}.`;
}

/** Ideas by distinct voters, then by dots. */
export function byVotes(entries: EntryDto[]): EntryDto[] {
  const place = (e: EntryDto): [number, number] => [
    e.tally?.place_by_voters ?? Infinity,
    e.tally?.place_by_dots ?? Infinity,
  ];
  return [...entries].sort((a, b) => {
    const [v, d] = place(a);
    const [w, e] = place(b);
    return v - w || d - e || 0;
  });
}

/** The places by voters that several ideas share, as a sentence; empty where none do. */
export function tieWords(entries: { tally?: TallyDto }[]): string {
  const shared = new Map<number, number>();
  for (const { tally } of entries)
    if (tally && tally.voters > 0)
      shared.set(tally.place_by_voters, (shared.get(tally.place_by_voters) ?? 0) + 1);
  const ties = [...shared].filter(([, n]) => n > 1).sort(([a], [b]) => a - b);
  if (ties.length === 0) return '';
  return ties.map(([place, n]) => `${n} ideas share place ${place}`).join('; ') + ' by voters.';
}

/** The names of the piles, in the order they came to be. */
export function pilesOf(entries: Pick<EntryDto, 'pile'>[]): string[] {
  return [...new Set(entries.flatMap((e) => (e.pile === undefined ? [] : [e.pile])))].sort((a, b) =>
    a.localeCompare(b),
  );
}
