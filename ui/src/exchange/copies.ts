/** Files by which copies of a workspace meet. */

/** A workspace file of another copy, and a file of changes. */
export const COPY_ENDINGS = ['throughline', 'tlx'];

/** Largest file that is handed over by dropping it, in bytes; a larger one is chosen by its path. */
export const MOST_DROPPED = 64 * 1024 * 1024;

/** Whether a file's name says that it is another copy, or changes of one. */
export function isCopy(name: string): boolean {
  return COPY_ENDINGS.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
}

/** The files that were dropped, if every one of them is a copy. */
export function copiesIn(files: readonly File[]): File[] {
  return files.length > 0 && files.every((file) => isCopy(file.name)) ? [...files] : [];
}

/** Where a file of the changes since a position goes by default: beside the workspace. */
export function changesPath(workspace: string, since: number): string {
  return workspace.replace(/(\.throughline)?$/, ` changes since ${since}.tlx`);
}

/** The position somebody typed: `212`, `#212`; undefined where it is none. */
export function positionOf(text: string): number | undefined {
  const digits = /^#?\s*(\d{1,12})$/.exec(text.trim())?.[1];
  return digits === undefined ? undefined : Number(digits);
}
