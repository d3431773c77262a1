/** What the palette can do besides jumping to an artefact. */

/** One line of the palette. */
export interface Line {
  /** Unique. */
  id: string;
  group: 'Go' | 'New' | 'Do';
  label: string;
  /** Other words it is found by. */
  words: string;
  /** Keys shown at the right. */
  keys?: string;
  /** Stage whose dot it carries. */
  stage?: string;
  run: () => void;
}

/**
 * How well a line fits what was typed: 0 not at all. Every typed word must begin a word of the line
 * (or its other words); the label counts more than the other words, an early hit more than a late one.
 */
export function fits(line: Pick<Line, 'label' | 'words'>, typed: string): number {
  const wanted = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((w) => w !== '');
  if (wanted.length === 0) return 1;
  const label = line.label.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const other = line.words.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  let score = 0;
  const whole = line.label.toLowerCase().split(/\s+/);
  for (const word of wanted) {
    // `dep-2` is one word: it is not the 2 of “DEP-4 2.0”.
    const at = (/\w-\w/.test(word) ? whole : label).findIndex((l) => l.startsWith(word));
    if (at >= 0) score += 2 - at / 10;
    else if (other.some((o) => o.startsWith(word))) score += 1;
    else return 0;
  }
  return score / wanted.length;
}

/** Whether a line is written out by what was typed, or will be: four letters of it at least. */
export function begins(line: Pick<Line, 'label'>, typed: string): boolean {
  const words = typed.trim().toLowerCase().replace(/\s+/g, ' ');
  return words.length >= 4 && line.label.toLowerCase().startsWith(words);
}

/** Whether what was typed names this short id: as a word of its own, in any case. */
export function names(typed: string, short: string): boolean {
  return typed.toLowerCase().split(/\s+/).includes(short.toLowerCase());
}

/** The lines that fit, best first; equal ones keep their order. */
export function fitting<L extends Pick<Line, 'label' | 'words'>>(
  lines: L[],
  typed: string,
  most: number,
): L[] {
  return lines
    .map((line, i) => ({ line, i, score: fits(line, typed) }))
    .filter((l) => l.score > 0)
    .sort((a, b) => b.score - a.score || a.i - b.i)
    .slice(0, most)
    .map((l) => l.line);
}
