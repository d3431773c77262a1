/** A team's badge: one hue that colour-blind people can tell from the others, and initials. */

/** Okabe and Ito's palette (2008), darkened where white text on it would be under 4.5:1; yellow left out. */
const HUES = [
  '#0072b2',
  '#a34700',
  '#007a59',
  '#9c4f7f',
  '#7a5c00',
  '#4a55bd',
  '#00708a',
  '#8c3b2e',
] as const;

/** Two or three letters: the first of each word, or the first two of a single word. */
export function initials(name: string): string {
  const words = name
    .replace(/[^\p{L}\p{N}\s-]/gu, ' ')
    .split(/[\s-]+/)
    .filter((w) => w !== '' && !SMALL.has(w.toLowerCase()));
  const [first] = words;
  if (first === undefined) return '?';
  if (words.length === 1) return [...first].slice(0, 2).join('').toUpperCase();
  return words
    .slice(0, 2)
    .map((w) => [...w][0] ?? '')
    .join('')
    .toUpperCase();
}

const SMALL = new Set(['and', 'of', 'the', 'for', 'team', 'a', 'an']);

/** The hue a team gets when it has chosen none: always the same for the same id. */
export function hue(id: string): string {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  return HUES[sum % HUES.length] ?? HUES[0];
}

/** Black or white, whichever reads better on a colour `#rrggbb` (WCAG 2 relative luminance). */
export function inkOn(colour: string): '#000000' | '#ffffff' {
  const l = luminance(colour);
  return (l + 0.05) / 0.05 > 1.05 / (l + 0.05) ? '#000000' : '#ffffff';
}

/** Whether a text is a colour this badge can show. */
export function isColour(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text);
}

function luminance(colour: string): number {
  const part = (at: number): number => {
    const c = parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}
