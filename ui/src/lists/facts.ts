/** What a card says under its title: facts in words, and what machines say apart from them. */
import type { CardDto, FactDto } from '../host/api';
import { dayWords, factWords } from '../words';

/** One fact on a card. */
export interface Said {
  text: string;
  /** What it is, for a hover. */
  label: string;
}

/** The facts of a card: those for reading, and digests and commits, which stand on lines of their own. */
export interface CardFacts {
  words: Said[];
  machine: Said[];
}

const MACHINE = ['Digest', 'Commit'];

/** Two facts that are one: from when to when, from which label to which. */
const SPANS: readonly (readonly [string, string])[] = [
  ['From', 'To'],
  ['From', 'Until'],
  ['Collected from', 'Collected to'],
];

/**
 * What a card shows of its facts.
 * @param without A fact that the heading over the card says already.
 */
export function cardFacts(
  card: Pick<CardDto, 'kind' | 'title' | 'facts'>,
  without?: string,
  now: Date = new Date(),
): CardFacts {
  const out: CardFacts = { words: [], machine: [] };
  const facts = card.facts.filter((f) => f.label !== without && f.text !== '');
  const of = (label: string): FactDto | undefined => facts.find((f) => f.label === label);
  // A score begins the title of an evaluation.
  const used = new Set(card.kind === 'evaluation' ? ['Score'] : []);
  if (card.kind === 'objective') {
    const text = goalWords(of('Direction')?.text, of('Target')?.text, of('By when')?.text, now);
    if (text) out.words.push({ text, label: 'Objective' });
    for (const label of ['Direction', 'Target', 'By when']) used.add(label);
  }
  // "Other" only says that the own word follows.
  if (of('Own type') && of('Type')?.text === 'other') used.add('Type');
  const share = of('Share');
  const audience = of('Audience');
  if (card.kind === 'deployment' && share && audience) {
    used.add('Share');
    const words = factWords(share);
    const whom = parseFloat(words) === 100 ? audience.text : `${words} of ${audience.text}`;
    used.add('Audience');
    if (!card.title.includes(whom)) out.words.push({ text: whom, label: 'Audience' });
  }
  for (const fact of facts) {
    if (used.has(fact.label)) continue;
    if (MACHINE.includes(fact.label)) {
      if (card.title.includes(fact.text)) continue;
      out.machine.push({ text: fact.text, label: fact.label });
      continue;
    }
    const span = SPANS.find(([from, to]) => from === fact.label && of(to));
    const end = span && of(span[1]);
    if (end) {
      used.add(end.label);
      out.words.push({ text: spanWords(fact.text, end.text, now), label: `${fact.label} … ${end.label}` });
      continue;
    }
    const text = factWords(fact, now);
    // What the title says need not be said again, unless it is one figure that stands in it by chance.
    if (text !== '' && !(fact.text.length > 2 && card.title.includes(fact.text)))
      out.words.push({ text, label: fact.label });
  }
  return out;
}

/** "increase to 36 by 30 Nov", leaving out what is not known. */
export function goalWords(
  direction: string | undefined,
  target: string | undefined,
  by: string | undefined,
  now: Date = new Date(),
): string {
  const day = by && `${direction?.startsWith('keep') ? 'until' : 'by'} ${dayWords(by, now)}`;
  return [direction?.replaceAll('-', ' '), target, day].filter(Boolean).join(' ');
}

/** "12 to 31 Oct", "28 Sep to 2 Oct": the month and the year once where they are the same. */
export function spanWords(from: string, to: string, now: Date = new Date()): string {
  const [a, b] = [dayWords(from, now), dayWords(to, now)];
  if (a === b) return a;
  const [day = a, ...rest] = a.split(' ');
  return b.endsWith(` ${rest.join(' ')}`) && rest.length > 0 ? `${day} to ${b}` : `${a} to ${b}`;
}

/** The words of an evaluation without the score they begin with, and the score. */
export function scored(title: string): { score: string; words: string } {
  const [, score = '', words = ''] = /^(\d|unknown)(?: · ([\s\S]*))?$/.exec(title) ?? [];
  return score === '' ? { score: '', words: title } : { score, words };
}
