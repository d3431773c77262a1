/** What a participant agreed to, in words short enough to stand beside every quote. */
import type { Tone } from '../parts/status';

const WORDS: Record<string, { words: string; tone: Tone }> = {
  none: { words: 'no consent', tone: 'bad' },
  internal: { words: 'internal only', tone: 'warn' },
  'quote-anonymously': { words: 'quote anonymously', tone: 'plain' },
  'quote-with-role': { words: 'quote with role', tone: 'plain' },
  public: { words: 'public', tone: 'plain' },
};

/** The words of a consent; of none that was recorded as well. */
export function consentWords(consent: string | undefined): { words: string; tone: Tone } {
  return WORDS[consent ?? ''] ?? { words: 'consent not recorded', tone: 'warn' };
}

/** "2 e-mail addresses and 1 phone number". */
export function contactWords(contacts: readonly { kind: string }[]): string {
  const said = (kind: string, one: string, many: string): string => {
    const n = contacts.filter((c) => c.kind === kind).length;
    return n === 0 ? '' : `${n} ${n === 1 ? one : many}`;
  };
  return [said('email', 'e-mail address', 'e-mail addresses'), said('phone', 'phone number', 'phone numbers')]
    .filter((words) => words !== '')
    .join(' and ');
}
