/** The loop as the page words it. Pure. */
import type { LoopMissing, LoopPhase } from '../host/api';
import { countOf, plain } from '../words';

/** How a phase's state is said; the mark stands before the word, so that colour is never alone. */
export const PHASE_STATES: Record<
  string,
  { words: string; mark: string; tone: 'plain' | 'ok' | 'warn' | 'bad' }
> = {
  done: { words: 'done', mark: '✓', tone: 'ok' },
  failed: { words: 'a check failed', mark: '✗', tone: 'bad' },
  missing: { words: 'something is missing', mark: '!', tone: 'warn' },
  begun: { words: 'begun', mark: '…', tone: 'plain' },
  empty: { words: 'nothing yet', mark: '·', tone: 'plain' },
};

/** How the last check of a sort is said. */
export const CHECK_STATES: Record<string, { words: string; tone: 'plain' | 'ok' | 'warn' | 'bad' }> = {
  passed: { words: 'passed', tone: 'ok' },
  failed: { words: 'failed', tone: 'bad' },
  noted: { words: 'noted', tone: 'plain' },
  missing: { words: 'not recorded', tone: 'warn' },
};

/** "2 activities, 1 version · 1 missing". */
export function phaseWords(phase: LoopPhase): string {
  const parts: string[] = [];
  if (phase.activities.length > 0) parts.push(countOf(phase.activities.length, 'activity', 'activities'));
  if (phase.things.length > 0) {
    const kinds = new Set(phase.things.map((t) => t.kind));
    const [kind] = kinds;
    const one = kinds.size === 1 && kind !== undefined ? plain(kind) : 'result';
    parts.push(countOf(phase.things.length, one, `${one}s`));
  }
  const there = parts.join(', ');
  const missing = phase.missing.length > 0 ? `${phase.missing.length} missing` : '';
  return [there, missing].filter((part) => part !== '').join(' · ');
}

/** The phase to look at first: one that failed, else one where something blocks, else the first that is not done. */
export function firstPhase(phases: readonly LoopPhase[]): string | undefined {
  const blocks = (p: LoopPhase): boolean => p.missing.some((m) => m.weight === 'blocking');
  const found =
    phases.find((p) => p.state === 'failed') ??
    phases.find(blocks) ??
    phases.find((p) => p.state !== 'done') ??
    phases[0];
  return found?.name;
}

/** What a weight means, before the reason. */
export function weightWords(of: LoopMissing): string {
  if (of.weight === 'blocking') return 'Blocks the freeze.';
  return of.weight === 'warning' ? 'To look at.' : 'Expected here; it stands in nobody’s way.';
}
