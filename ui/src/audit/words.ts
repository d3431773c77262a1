/** Words and tones of the auditor's room. */

import type { FindingDto } from '../host/api';

/** How a chip looks. */
export type Tone = 'plain' | 'ok' | 'warn' | 'bad';

/** What a line of the room comes to, for eyes and for screen readers. */
export function verdictWords(verdict: string): { word: string; tone: Tone } {
  switch (verdict) {
    case 'well':
      return { word: 'in order', tone: 'ok' };
    case 'look':
      return { word: 'look here', tone: 'warn' };
    case 'bad':
      return { word: 'not as it was', tone: 'bad' };
    default:
      return { word: 'not done yet', tone: 'plain' };
  }
}

/** What the check of an item came to. */
export function resultWords(finding: Pick<FindingDto, 'result' | 'severity'> | undefined): {
  word: string;
  tone: Tone;
} {
  switch (finding?.result) {
    case undefined:
      return { word: 'not checked yet', tone: 'plain' };
    case 'found-in-order':
      return { word: 'in order', tone: 'ok' };
    case 'could-not-check':
      return { word: 'could not be checked', tone: 'warn' };
    default: {
      const severe = finding?.severity === 'major' || finding?.severity === 'critical';
      return {
        word: finding?.severity ? `exception, ${finding.severity}` : 'exception',
        tone: severe ? 'bad' : 'warn',
      };
    }
  }
}

/** Whether what an auditor wrote says more than that it was found in order. */
export function saysMore(finding: Pick<FindingDto, 'text'>): boolean {
  return finding.text.trim() !== '' && finding.text !== 'Found in order';
}
