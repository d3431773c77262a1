/** Whose words a title is in, piece by piece: a stance is "object · “We pay for it”". */

/** A piece of a title. */
export interface Piece {
  text: string;
  /** Words of somebody, to be set as a quote. */
  said: boolean;
}

/** Whether words bring their own quotation marks. */
export function marked(text: string): boolean {
  return /^[“"«„]/.test(text);
}

/**
 * The pieces of a title in a user's or stakeholder's voice. Only a stance mixes: its position is the
 * page's word, its reason the person's.
 */
export function pieces(kind: string, title: string): Piece[] {
  const begin = title.search(/[“"«„]/);
  if (kind !== 'stance' || begin === 0) return [{ text: title, said: true }];
  if (begin < 0) return [{ text: title, said: false }];
  return [
    { text: title.slice(0, begin), said: false },
    { text: title.slice(begin), said: true },
  ];
}
