/** Stances in words: what each position is called, who agreed and who did not. */
import type { StanceView } from '../host/api';

/** How a position reads on the page. */
export interface Position {
  /** "consents". */
  word: string;
  tone: 'ok' | 'warn' | 'bad' | 'plain';
  /** Whether it is dissent, shown in full wherever the decision is shown. */
  dissent: boolean;
}

const POSITIONS: Record<string, Position> = {
  consent: { word: 'consents', tone: 'ok', dissent: false },
  'consent-with-concern': { word: 'consents with concern', tone: 'ok', dissent: true },
  'stand-aside': { word: 'stands aside', tone: 'warn', dissent: true },
  object: { word: 'objects', tone: 'bad', dissent: true },
  absent: { word: 'absent', tone: 'plain', dissent: false },
};

/** The words of a position; an unknown one is shown as it is. */
export function positionOf(name: string): Position {
  return POSITIONS[name] ?? { word: name.replaceAll('-', ' '), tone: 'plain', dissent: false };
}

/** Who a stance speaks for: the team, else the stakeholder. */
export function voiceOf(stance: StanceView): string {
  return stance.stakeholder?.title ?? stance.team?.title ?? 'Somebody';
}

/**
 * How a stance came to be recorded: "signed", "recorded by Bo Lindqvist". What a form recorded as given by
 * the stakeholder themselves is no signature: that is a record of its own, with a name and a meaning.
 */
export function recordedWords(stance: Pick<StanceView, 'recorded' | 'signatures'>): string {
  return stance.recorded === 'signed' && stance.signatures.length === 0
    ? 'given by themselves'
    : stance.recorded;
}

/** Objections without an answer. */
export function openObjections(stances: readonly StanceView[]): StanceView[] {
  return stances.filter((s) => s.position === 'object' && s.answer_html.trim() === '');
}

/** "Product, Data science consent. Operations is absent.": those who do not dissent, in one sentence. */
export function agreement(stances: readonly StanceView[]): string {
  const names = (position: string): string[] => [
    ...new Set(stances.filter((s) => s.position === position).map(voiceOf)),
  ];
  const say = (list: string[], one: string, many: string): string =>
    list.length === 0 ? '' : `${list.join(', ')} ${list.length === 1 ? one : many}.`;
  return [say(names('consent'), 'consents', 'consent'), say(names('absent'), 'is absent', 'are absent')]
    .filter((x) => x !== '')
    .join(' ');
}

/** Dissent comes first: objections, then who stands aside, then concerns, then consent, then the absent. */
export function byWeight(stances: readonly StanceView[]): StanceView[] {
  const order = ['object', 'stand-aside', 'consent-with-concern', 'consent', 'absent'];
  const rank = (s: StanceView): number =>
    order.includes(s.position) ? order.indexOf(s.position) : order.length;
  return [...stances].sort((a, b) => rank(a) - rank(b));
}
