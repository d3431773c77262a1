/** How a version stands, for the eye. Pure. */
import type { StandingDto } from '../host/api';

/** Colour of a standing; its word always stands beside it. */
export function toneOf(words: string): 'plain' | 'ok' | 'warn' | 'bad' {
  if (words === 'matches') return 'ok';
  if (words === 'changed' || words === 'missing') return 'bad';
  if (words === 'dirty') return 'warn';
  return 'plain';
}

/** What a chip says: that nobody looked since a day is said in full on hover. */
export function chipWords(words: string): string {
  return words.startsWith('not checked') ? 'not checked' : words;
}

/** A sentence under the chip: when it was looked at, where, and what was found. */
export function found(standing: StandingDto): string {
  if (standing.word === 'not-checked')
    return standing.outdated
      ? 'What is said of it was set anew after it was looked up last.'
      : 'Nobody looked yet whether what lies there is what was recorded.';
  return standing.because;
}

/** "sha256:9c41d0…": enough of a digest to tell it by. */
export function shortDigest(digest: string): string {
  const at = digest.indexOf(':') + 1;
  const value = digest.slice(at);
  return value.length > 14 ? `${digest.slice(0, at)}${value.slice(0, 12)}…` : digest;
}
