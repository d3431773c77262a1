/** Tones of verdicts and states. */
import type { Tone } from '../parts/status';

/** A verdict as a tone; one in words with several of them has none of its own. */
export function verdictTone(words: string | undefined): Tone {
  switch (words) {
    case 'better':
    case 'not worse':
      return 'ok';
    case 'worse':
      return 'bad';
    case 'cannot tell':
      return 'warn';
    default:
      return 'plain';
  }
}

/** The state of an experiment as a tone. */
export function stateTone(state: string, words: string): Tone {
  if (state === 'verdict') return words.includes('guardrail') ? 'warn' : verdictTone(words);
  if (state === 'blocked') return 'bad';
  if (state === 'hidden' || state === 'results') return 'warn';
  return 'plain';
}
