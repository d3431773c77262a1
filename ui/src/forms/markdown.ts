/** What keys do inside a Markdown textarea, as functions of text and caret. */

/** Text with the caret in it. */
export interface Edit {
  text: string;
  caret: number;
}

/** Enter inside a list begins the next item; Enter in an empty item ends the list. */
export function continueList(text: string, caret: number): Edit | undefined {
  const start = text.lastIndexOf('\n', caret - 1) + 1;
  const line = text.slice(start, caret);
  const m = /^(\s*)([-*+]|(\d+)([.)]))(\s+)(\[[ x]\]\s+)?/.exec(line);
  if (!m) return undefined;
  if (line.length === m[0].length) {
    return { text: text.slice(0, start) + text.slice(caret), caret: start };
  }
  const bullet = m[3] === undefined ? (m[2] ?? '-') : `${Number(m[3]) + 1}${m[4] ?? '.'}`;
  const next = `\n${m[1] ?? ''}${bullet}${m[5] ?? ' '}${m[6] ? '[ ] ' : ''}`;
  return { text: text.slice(0, caret) + next + text.slice(caret), caret: caret + next.length };
}

/** The word after an `@` right before the caret, if a mention is being typed. */
export function mentionAt(text: string, caret: number): { from: number; word: string } | undefined {
  const before = text.slice(0, caret);
  const m = /(?:^|[\s(])@([\p{L}\p{N}-]{0,40}(?: [\p{L}\p{N}-]{1,40}){0,2})$/u.exec(before);
  if (!m) return undefined;
  const word = m[1] ?? '';
  return { from: caret - word.length - 1, word };
}

/** Puts a mention in the place of `@word`. */
export function mention(
  text: string,
  from: number,
  caret: number,
  short: string,
  workspace: string,
  id: string,
): Edit {
  const link = `[${short}](throughline://${workspace}/${id}) `;
  return { text: text.slice(0, from) + link + text.slice(caret), caret: from + link.length };
}

/**
 * The tag that is being typed right before the caret. A tag begins with a letter, so that `#12` stays
 * a place in the log, and `# ` a heading.
 */
export function tagAt(text: string, caret: number): { from: number; word: string } | undefined {
  const m = /(?:^|[\s(])#(\p{L}[\p{L}\p{N}_-]{0,39})$/u.exec(text.slice(0, caret));
  const word = m?.[1];
  return word === undefined ? undefined : { from: caret - word.length - 1, word };
}

/** Every tag in a text. */
export function tagsIn(text: string): string[] {
  return [...text.matchAll(/(?<=^|[\s(])#(\p{L}[\p{L}\p{N}_-]{0,39})/gu)].map((m) => m[1] ?? '');
}

/** The tag that ends right before the caret: a space, a line's end or a comma was typed after it. */
export function tagEnded(text: string, caret: number): string | undefined {
  if (!/[\s,.;:!?)]/.test(text.charAt(caret - 1))) return undefined;
  return tagAt(text, caret - 1)?.word;
}

/** Puts a whole tag in the place of what was typed of it. */
export function completeTag(text: string, from: number, caret: number, tag: string): Edit {
  const word = `#${tag} `;
  return { text: text.slice(0, from) + word + text.slice(caret), caret: from + word.length };
}
