/** Paths of new workspaces. Pure. */

const ENDING = '.throughline';

/** A file name made of what a person typed: no separators, no leading dots, never empty. */
export function fileName(name: string): string {
  const safe = name
    .normalize('NFC')
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f/\\:*?"<>|]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '')
    .slice(0, 120)
    .trim();
  return `${safe === '' ? 'Workspace' : safe}${ENDING}`;
}

/** Folder and file name joined the way the folder is written. */
export function join(folder: string, file: string): string {
  const trimmed = folder.trim();
  if (trimmed === '') return file;
  const by = trimmed.includes('\\') && !trimmed.includes('/') ? '\\' : '/';
  return trimmed.endsWith(by) ? `${trimmed}${file}` : `${trimmed}${by}${file}`;
}

/** The folder a file lies in, for a quiet line under its name. */
export function folderOf(path: string): string {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return at <= 0 ? path.slice(0, at + 1) : path.slice(0, at);
}

/** A path with the person's home written as `~`. */
export function short(path: string): string {
  return path.replace(/^(\/home\/[^/]+|\/Users\/[^/]+|\/root)(?=\/|$)/, '~');
}
