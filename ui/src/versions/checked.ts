/** What a check came to, in one line. Pure. */
import type { VersionsChecked } from '../host/api';
import { countOf } from '../words';

const ORDER = ['changed', 'missing', 'dirty', 'matches', 'not-looked-up'];

/** "14 versions looked up: 1 changed, 9 match, 4 not looked up." */
export function checkWords(of: Pick<VersionsChecked, 'rows'>): string {
  if (of.rows.length === 0) return 'There are no versions to look up.';
  const counts = ORDER.flatMap((word) => {
    const n = of.rows.filter((row) => row.standing.word === word).length;
    return n > 0 ? [`${n} ${word === 'matches' && n > 1 ? 'match' : word.replaceAll('-', ' ')}`] : [];
  });
  return `${countOf(of.rows.length, 'version', 'versions')} checked: ${counts.join(', ')}.`;
}
