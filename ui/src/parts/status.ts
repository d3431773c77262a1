/** What a status says: its tone, and whether it says anything. */
import type { CardDto, KindDto } from '../host/api';

/** Tone of a chip. */
export type Tone = 'plain' | 'ok' | 'warn' | 'bad';

const TONES: Record<string, Tone> = {
  accepted: 'ok',
  live: 'ok',
  finished: 'ok',
  closed: 'ok',
  resolved: 'ok',
  answered: 'ok',
  held: 'ok',
  holds: 'ok',
  proposed: 'warn',
  open: 'warn',
  running: 'warn',
  'rolled-back': 'bad',
};

/** What was given up is settled, not wrong: rejected, withdrawn and superseded are plain. */
export function toneOf(status: string): Tone {
  return TONES[status] ?? 'plain';
}

/** The status of a card where it says more than that the card is there; what waits for somebody always does. */
export function telling(
  card: Pick<CardDto, 'status' | 'outcome'>,
  kind: Pick<KindDto, 'statuses'> | undefined,
): string | undefined {
  const { status } = card;
  if (!status || (status === kind?.statuses[0] && toneOf(status) === 'plain')) return undefined;
  return status;
}

/** "now active" beside "parked by DEC-3": the status of what a decision spoke about came after it. */
export function statusWords(card: Pick<CardDto, 'status' | 'outcome'>, status: string): string {
  const words = status.replaceAll('-', ' ');
  return card.outcome && status === 'active' ? `now ${words}` : words;
}
