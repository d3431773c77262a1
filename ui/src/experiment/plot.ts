/** Where intervals stand on an axis. Pure. */

/** A piece of an axis with the numbers written under it. */
export interface Axis {
  low: number;
  high: number;
  ticks: number[];
  /** Decimals that tell the ticks apart. */
  decimals: number;
}

/** An axis that holds all of these numbers, with three to seven round ticks. */
export function axis(values: readonly number[]): Axis {
  const known = values.filter(Number.isFinite);
  let low = Math.min(...known);
  let high = Math.max(...known);
  if (known.length === 0) [low, high] = [0, 1];
  if (low === high) {
    const room = Math.abs(low) > 0 ? Math.abs(low) * 0.1 : 1;
    [low, high] = [low - room, high + room];
  }
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((s) => s * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toFixed(decimals)),
  );
  return { low: first * step, high: last * step, ticks, decimals };
}

/** Where a number stands between two edges. */
export function along(value: number, of: Axis, left: number, right: number): number {
  return left + ((value - of.low) / (of.high - of.low)) * (right - left);
}

/** A tick as it is written: a true minus, and no more decimals than the axis needs. */
export function tickWords(value: number, of: Axis): string {
  const text = Math.abs(value).toFixed(of.decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}
