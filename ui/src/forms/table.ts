/** Tables that are taken from files into a form. */
import { toasts } from '../state/toasts.svelte';

/** Bytes of a table that a form takes. */
const MOST = 16 * 1024 * 1024;

/** The text of the first file; nothing where there is none, or it is too large, which is said with what to do. */
export async function takeTable(files: File[], hint: string): Promise<string | undefined> {
  const [file] = files;
  if (!file) return undefined;
  if (file.size > MOST) {
    toasts.show({ tone: 'bad', text: `${file.name} is larger than 16 MiB.`, hint });
    return undefined;
  }
  return file.text();
}
