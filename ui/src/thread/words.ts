/** What a card on the map says, in the words the page, the screen reader and the export share. */
import type { CardDto, FactDto } from '../host/api';
import { factWords } from '../words';
import type { Lit } from './graph';

/**
 * Kinds that belong to something else on the map: what was scored, said and weighed inside a
 * decision or a session. They are left out at first, because the panel and the decision's page show
 * them, and a thread of a hundred of them hides the way it came.
 */
export const PARTS: readonly string[] = ['stance', 'option', 'vote', 'evaluation', 'question', 'comment'];

/** Facts that identify and do not describe: the side panel has them whole. */
const IDENTITY = ['digest', 'commit', 'run id'];

/** The facts of a card that describe it. */
export function telling(card: CardDto): FactDto[] {
  return card.facts.flatMap((f) => {
    const text = IDENTITY.includes(f.label.toLowerCase()) ? '' : factWords(f);
    return text === '' ? [] : [{ ...f, text }];
  });
}

/** The small line above a title: short id, then outcome, else status, else the first fact. */
export function caption(card: CardDto): string {
  const note =
    card.outcome?.word ??
    (card.kind === 'decision' || card.kind === 'loop-back' ? card.status : undefined) ??
    telling(card)[0]?.text;
  return note ? `${card.short} · ${note}` : card.short;
}

/** How many lines of the title fit on a card of a height (px). */
export function titleLines(h: number): number {
  return Math.max(1, Math.floor((h - 31) / 16));
}

/** The fact below a title: the first one that the caption does not show. Only where there is room. */
export function footnote(card: CardDto): string {
  const used = caption(card);
  return telling(card).find((f) => !used.endsWith(f.text))?.text ?? '';
}

/** What a screen reader is told after the words on a card: what it is, and what surrounds it. */
export function spoken(card: CardDto, label: string, around: Pick<Lit, 'up' | 'down'>): string {
  const parts = [label];
  if (card.removed) parts.push('removed');
  if (card.outcome) parts.push(`${card.outcome.word} by ${card.outcome.short}`);
  parts.push(`${around.up.size - 1} upstream, ${around.down.size - 1} downstream`);
  return parts.join('. ');
}

/** "19 back, 4 forward", leaving out what is nothing. */
export function extent(back: number, forward: number): string {
  const parts = [back > 0 ? `${back} back` : '', forward > 0 ? `${forward} forward` : ''].filter(
    (p) => p !== '',
  );
  return parts.length > 0 ? parts.join(', ') : 'nothing linked yet';
}
