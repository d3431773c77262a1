/** What the host puts before every id that comes out of a text. */
const ID = 'text-';

/** A heading's words as an address writes them: "Our goals" is `our-goals`. */
export function slug(words: string): string {
  return words
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s+/g, '-');
}

/** The place inside a rendered text that `#…` names: a footnote, or a heading by its words. */
export function placeIn(text: HTMLElement, address: string): HTMLElement | undefined {
  let name = address.replace(/^#/, '');
  try {
    name = decodeURIComponent(name);
  } catch {
    // A stray % stands for itself.
  }
  const named = text.querySelectorAll<HTMLElement>('[id]');
  const heads = text.querySelectorAll<HTMLElement>('h3, h4, h5, h6');
  return (
    [...named].find((e) => e.id === ID + name) ??
    [...heads].find((e) => slug(e.textContent) === slug(name) && slug(name) !== '')
  );
}
