/** File names of a dossier that is saved, and which annexes were chosen. Pure. */

/** "Recommendations 2.0" as a file name beside the workspace: nothing that a system would refuse. */
export function suggestedPath(workspace: string, title: string, form: 'pdf' | 'html'): string {
  const folder = workspace.replace(/[^/\\]*$/, '');
  const name = title
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 80);
  return `${folder}${name === '' ? 'Dossier' : `${name} dossier`}.${form}`;
}

/** The path with the ending of a form: a dossier is written by its ending. */
export function withEnding(path: string, form: 'pdf' | 'html'): string {
  const typed = path.trim();
  if (typed === '' || typed.toLowerCase().endsWith(`.${form}`)) return typed;
  return `${typed.replace(/\.(pdf|html)$/i, '')}.${form}`;
}

/** A list with an entry put in, or taken out. */
export function toggled(list: readonly string[], entry: string): string[] {
  return list.includes(entry) ? list.filter((one) => one !== entry) : [...list, entry];
}
