/** Words, tones and small figures of data sets. */

import type { BarDto, CardDto, DriftDto, FieldDriftDto, JsonValue } from '../host/api';

type Tone = 'plain' | 'ok' | 'warn' | 'bad';

/** The verdict on a tag: a word and its tone. */
export function verdictTag(verdict: string): { word: string; tone: Tone } {
  switch (verdict) {
    case 'shifted':
      return { word: 'Shifted', tone: 'bad' };
    case 'moved':
      return { word: 'Moved', tone: 'warn' };
    case 'small':
      return { word: 'Small', tone: 'plain' };
    case 'cannot-tell':
      return { word: 'Cannot tell', tone: 'warn' };
    default:
      return { word: 'No shift', tone: 'ok' };
  }
}

/** A share as a percentage; counts instead of one below twenty. */
export function shareWords(n: number, of: number): string {
  if (of === 0) return 'none';
  if (of < 20) return `${n} of ${of}`;
  const share = (n / of) * 100;
  return `${share < 10 && share > 0 ? share.toFixed(1) : share.toFixed(0)} %`;
}

/** A figure between 0 and a few in three digits: "0.042", "1.31". */
export function figure(x: number): string {
  return x >= 1 ? x.toFixed(2) : x.toFixed(3);
}

/** "p < 0.001", "p = 0.24". */
export function pWords(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toPrecision(2)}`;
}

/** What is missing on both sides, where anything is. */
export function missingWords(field: FieldDriftDto): string {
  const share = (x: number | undefined) =>
    x === undefined ? 'not counted' : `${(x * 100).toFixed(x > 0 && x < 0.1 ? 1 : 0)} %`;
  const both = [field.missing_training, field.missing_live];
  if (both.every((x) => x === undefined || x === 0)) return '';
  return `missing ${share(field.missing_training)} → ${share(field.missing_live)}`;
}

/** One bar of two histograms, in shares of each side. */
export interface Pair {
  label: string;
  training: number;
  live: number;
}

/** Counts as shares of each side, 0 to 1. */
export function shares(bars: readonly BarDto[]): Pair[] {
  const total = (pick: (bar: BarDto) => number) => bars.reduce((sum, bar) => sum + pick(bar), 0);
  const [training, live] = [total((b) => b.training), total((b) => b.live)];
  const part = (n: number, of: number) => (of === 0 ? 0 : n / of);
  return bars.map((bar) => ({
    label: bar.label,
    training: part(bar.training, training),
    live: part(bar.live, live),
  }));
}

/** What an observation of this drift begins with: the worst field, measured against the convention. */
export function observationOf(drift: DriftDto, day: string): Record<string, JsonValue> {
  const [worst] = drift.fields;
  const shifted = drift.fields.filter((f) => f.verdict === 'shifted').map((f) => f.name);
  const names = shifted.length > 0 ? shifted : worst ? [worst.name] : [];
  const lines = drift.fields
    .filter((f) => f.verdict !== 'stable')
    .slice(0, 12)
    .map((f) => {
      const median =
        f.median_live === '' || f.median_live === f.median_training
          ? ''
          : `; median ${f.median_training} → ${f.median_live}`;
      return `- ${f.name}: PSI ${figure(f.stability)} (chance ${figure(f.stability_limit)}), ${f.size_name} ${figure(f.size)}, ${pWords(f.p)}${median}. ${f.sentence}`;
    });
  return {
    title: `${names.slice(0, 3).join(', ')} of ${drift.of.title} drifted`,
    kind: 'data-drift',
    date: day,
    ...(worst ? { measured: figure(worst.stability), expected: '0.1' } : {}),
    severity: drift.shifted > 0 ? 'major' : 'minor',
    'read-from': `${drift.of.title} against ${drift.with.title}`,
    notes: `${drift.sentence} Measured and expected are the stability index of ${worst?.name ?? 'the worst field'} and the convention for no shift.\n\n${lines.join('\n')}`,
  };
}

/** An option of a list of data versions. */
export function optionWords(card: CardDto): string {
  return `${card.short}  ${card.title}`;
}
