/** Which rows of a long table are drawn, and which pages they come from. */

/** Rows asked for at once. */
export const PAGE = 200;
/** Rows drawn above and below what is seen. */
const AROUND = 12;

/** The rows to draw: `from` up to, not including, `to`. */
export function visible(
  scroll: number,
  height: number,
  row: number,
  total: number,
): { from: number; to: number } {
  const first = Math.floor(Math.max(scroll, 0) / row);
  const from = Math.max(0, Math.min(first, total) - AROUND);
  const to = Math.min(total, first + Math.ceil(height / row) + AROUND);
  return { from, to };
}

/** The pages these rows lie on. */
export function pagesOf(from: number, to: number): number[] {
  if (to <= from) return [0];
  const pages = [];
  for (let p = Math.floor(from / PAGE); p <= Math.floor((to - 1) / PAGE); p++) pages.push(p);
  return pages;
}
