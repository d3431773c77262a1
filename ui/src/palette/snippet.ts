/** When a piece of text from inside an artefact says more than its title. */
import type { HitDto } from '../host/api';

/** Letters and digits alone: quotation marks and cuts are no difference. */
function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Whether the snippet of a hit says what its title does not. */
export function tellsMore(hit: Pick<HitDto, 'snippet'> & { card: { title: string } }): boolean {
  const text = bare(hit.snippet.join(''));
  return text !== '' && !` ${bare(hit.card.title)} `.includes(` ${text} `);
}

/** Whether only the snippet shows why an artefact was found: nothing of what was marked is in the title. */
export function explains(hit: Pick<HitDto, 'snippet'> & { card: { title: string } }): boolean {
  const title = bare(hit.card.title);
  const marked = hit.snippet.filter((_, i) => i % 2 === 1).map(bare);
  return marked.length > 0 && tellsMore(hit) && !marked.some((word) => title.includes(word));
}
