/** What runs, for whom, in words. Pure. */
import type { BundleDto, BundleDifferenceDto, RunDto } from '../host/api';
import type { Tone } from '../parts/status';

/** Audiences from the few to the many. */
export const AUDIENCES = ['internal', 'selected-users', 'everyone'] as const;

/** "Colleagues", "Selected users", "Everyone". */
export function audienceWords(audience: string): string {
  switch (audience) {
    case 'internal':
      return 'Colleagues';
    case 'selected-users':
      return 'Selected users';
    case 'everyone':
      return 'Everyone';
    default:
      return audience === '' ? 'Nobody named' : audience;
  }
}

/** "5 %"; a share that nobody named counts as all. */
export function shareWords(share: number | undefined): string {
  if (share === undefined) return 'all of them';
  const text = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 }).format(share);
  return `${text}\u00a0%`;
}

/** "5 % of selected users", "everyone". */
export function whom(run: Pick<RunDto, 'share' | 'audience_words'>): string {
  return run.share === undefined || run.share >= 100
    ? run.audience_words
    : `${shareWords(run.share)} of ${run.audience_words}`;
}

/** The tone of a run's state. */
export function runTone(run: Pick<RunDto, 'status' | 'is_live'>): Tone {
  if (run.status === 'rolled-back') return 'bad';
  return run.is_live ? 'ok' : 'plain';
}

/** "ships the same as 1.4 and 1.3". */
export function sameWords(bundle: Pick<BundleDto, 'same_as'>): string {
  const names = bundle.same_as.map((b) => b.title);
  const last = names.pop();
  if (last === undefined) return '';
  return `Ships the same versions as ${names.length === 0 ? last : `${names.join(', ')} and ${last}`}.`;
}

/** A value of a difference; nothing is said to be none. */
export function orNone(value: string): string {
  return value === '' ? 'none' : value;
}

/** Versions first, then parameters, then metrics, each under its heading. */
export function grouped(
  rows: readonly BundleDifferenceDto[],
): { label: string; rows: BundleDifferenceDto[] }[] {
  const of = (wanted: readonly string[]): BundleDifferenceDto[] => rows.filter((r) => wanted.includes(r.of));
  return [
    { label: 'Versions', rows: of(['model', 'data', 'code']) },
    { label: 'Parameters', rows: of(['parameter']) },
    { label: 'Metrics', rows: of(['metric']) },
  ].filter((g) => g.rows.length > 0);
}

/** Kinds of observation as people say them. */
export function seenWords(kind: string): string {
  switch (kind) {
    case 'behaviour-change':
      return 'Change of behaviour';
    case 'schema-change':
      return 'Change of schema';
    default: {
      const words = kind.replaceAll('-', ' ');
      return words.charAt(0).toUpperCase() + words.slice(1);
    }
  }
}

/** Where an observation stands, in words, with its tone. */
export function standingWords(standing: string): { words: string; tone: Tone } {
  switch (standing) {
    case 'asks':
      return { words: 'asks for an answer', tone: 'warn' };
    case 'answered':
      return { words: 'answered', tone: 'ok' };
    case 'accepted':
      return { words: 'accepted', tone: 'ok' };
    case 'as-expected':
      return { words: 'as expected', tone: 'plain' };
    case 'figure':
      return { words: 'a figure', tone: 'plain' };
    default:
      return { words: 'closed without an answer', tone: 'plain' };
  }
}
