/** Ranges of money, returns and months in words, and where they lie on an axis. Pure. */
import type { PaybackDto, SpanDto } from '../host/api';

const MINUS = '−';

/** "1,204", "0.25", "−3.5": at most so many decimals, none that say nothing. */
export function numberWords(n: number, decimals = 0): string {
  const text = new Intl.NumberFormat('en-GB', { maximumFractionDigits: decimals }).format(n);
  return text === '-0' ? '0' : text.replace('-', MINUS);
}

/** "250 %": a plain ratio per cent; a small one with a decimal. */
export function percentWords(ratio: number): string {
  return `${numberWords(ratio * 100, Math.abs(ratio) < 0.1 ? 1 : 0)} %`;
}

/** "142,800 EUR". */
export function moneyWords(amount: number, currency: string): string {
  return currency === '' ? numberWords(amount) : `${numberWords(amount)} ${currency}`;
}

/** "−5 % to 640 %". */
export function returnRange(span: SpanDto): string {
  return `${percentWords(span.low)} to ${percentWords(span.high)}`;
}

/** "5,000 to 281,000 EUR". */
export function moneyRange(span: SpanDto, currency: string): string {
  return `${numberWords(span.low)} to ${moneyWords(span.high, currency)}`;
}

/** "4.5 months", "1 month", "never". */
export function monthsWords(months: number | null): string {
  if (months === null) return 'never';
  const text = numberWords(months, 1);
  return text === '1' ? '1 month' : `${text} months`;
}

/** "2.1 months to never". */
export function paybackRange(payback: PaybackDto): string {
  const { soonest, latest } = payback;
  if (soonest === null) return 'never';
  if (latest === null) return `${monthsWords(soonest)} to never`;
  return `${numberWords(soonest, 1)} to ${monthsWords(latest)}`;
}

/** An axis from a round number to a round number, with round steps. */
export interface Axis {
  from: number;
  to: number;
  ticks: number[];
}

/** The axis that holds all spans and 0, with at most about six steps. */
export function axisOf(spans: readonly SpanDto[]): Axis {
  const low = Math.min(0, ...spans.map((s) => s.low));
  const high = Math.max(0, ...spans.map((s) => s.high));
  const width = high - low || 1;
  const raw = width / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((n) => n * power >= raw) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
  return {
    from: first * step,
    to: last * step,
    ticks: Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step),
  };
}

/** Where a value lies on the axis, 0 to 1. */
export function placeOn(axis: Axis, value: number): number {
  return (value - axis.from) / (axis.to - axis.from);
}
