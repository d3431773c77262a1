/** How a release stands against the number it is judged by. */
import type { CardDto } from '../host/api';
import { dayWords } from '../words';
import { goalWords } from '../lists/facts';

/** What an objective asks for. */
export interface Goal {
  /** Name of the metric. */
  metric: string;
  /** Its unit; empty where none is known. */
  unit: string;
  /** `increase-to`, `decrease-to`, `keep-above` or `keep-below`, with blanks or hyphens. */
  direction: string;
  target: string;
  /** A day, or empty. */
  by: string;
}

/** One reading of the metric. */
export interface Reading {
  /** In the metric's unit where it is a count of a total and the unit is per cent; else as it stands. */
  value: number;
  /** "36.7 %". */
  words: string;
  arm: string;
  /** As the host words it. */
  date: string;
}

function fact(card: Pick<CardDto, 'facts'>, label: string): string {
  return card.facts.find((f) => f.label === label)?.text ?? '';
}

function number(text: string): number {
  return Number(text.replaceAll(',', '').replace('−', '-').replace('+', ''));
}

/** Reads a measurement's result: "3,327 of 9,059", "21.39 ± 10.09, n = 3,327" or "+2.2 (0.4 to 4.1)". */
export function reading(card: Pick<CardDto, 'facts'>, unit: string): Reading | undefined {
  const result = fact(card, 'Result');
  const [, part, total] = /^([\d,]+) of ([\d,]+)$/.exec(result) ?? [];
  const [, first] = /^([−+-]?[\d,.]+)/.exec(result) ?? [];
  const rest = { arm: fact(card, 'Arm'), date: fact(card, 'Date') };
  if (part !== undefined && total !== undefined && unit === '%' && number(total) > 0) {
    const value = (100 * number(part)) / number(total);
    return { value, words: withUnit(value.toFixed(1), unit), ...rest };
  }
  // A number of successes says nothing against a target that is no percentage.
  if (first === undefined || part !== undefined) return undefined;
  return { value: number(first), words: withUnit(first, unit), ...rest };
}

/** Whether a value is where the objective wants it; undefined where that cannot be said. */
export function meets(goal: Goal, value: number): boolean | undefined {
  const target = number(goal.target);
  if (goal.target === '' || Number.isNaN(target) || Number.isNaN(value)) return undefined;
  if (/^(increase|keep).(to|above)$/.test(goal.direction)) return value >= target;
  if (/^(decrease|keep).(to|below)$/.test(goal.direction)) return value <= target;
  return undefined;
}

/** "Evening order conversion: increase to 36 % by 30 Nov". */
export function goalSentence(goal: Goal, now: Date = new Date()): string {
  const target = goal.target === '' ? '' : withUnit(goal.target, goal.unit);
  const aim = goalWords(goal.direction, target, goal.by || undefined, now);
  return aim === '' ? goal.metric : `${goal.metric}: ${aim}`;
}

/** The readings of the latest day, the one nearest the goal first. */
export function latest(readings: readonly Reading[], goal: Goal): Reading[] {
  const day = readings.reduce((last, r) => Math.max(last, stamp(r.date)), -Infinity);
  const sign = goal.direction.includes('below') || goal.direction.startsWith('decrease') ? 1 : -1;
  return readings.filter((r) => stamp(r.date) === day).sort((a, b) => sign * (a.value - b.value));
}

/** "Read on 26 Oct: 36.7 % with three dishes, 33.8 % with list." */
export function readingSentence(readings: readonly Reading[], now: Date = new Date()): string {
  const [first] = readings;
  if (!first) return '';
  const each = readings.map((r) => (r.arm ? `${r.words} with “${r.arm}”` : r.words)).join(', ');
  return first.date ? `Read on ${dayWords(first.date, now)}: ${each}.` : `Read: ${each}.`;
}

function stamp(date: string): number {
  const at = Date.parse(date);
  return Number.isNaN(at) ? -Infinity : at;
}

function withUnit(value: string, unit: string): string {
  return unit === '' ? value : `${value} ${unit}`;
}
