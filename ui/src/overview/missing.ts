/** What a release lacks next, in the order of the work. */

/** Kinds every thread needs, from a person to what happened live. */
export const NEEDED = [
  'persona',
  'evidence',
  'insight',
  'problem',
  'objective',
  'idea',
  'decision',
  'prototype',
  'experiment',
  'measurement',
  'data-version',
  'code-version',
  'model-version',
  'component',
  'bundle',
  'deployment',
  'observation',
] as const;

/** The first kind of the work that a release has none of; undefined where nothing is missing. */
export function nextMissing(count: (kind: string) => number): string | undefined {
  return NEEDED.find((kind) => count(kind) === 0);
}
