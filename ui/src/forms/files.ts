/** Where files go that are pasted or dropped into a text. */
import { getContext, setContext } from 'svelte';

/** Takes files; answers what names each of them in a text. What cannot be taken is told by whoever takes. */
export type TakeFiles = (files: File[]) => Promise<string[]>;

const KEY = Symbol('files');

/** Says where files of the texts below this component go. Call it while the component is being set up. */
export function takesFiles(take: TakeFiles): void {
  setContext(KEY, take);
}

/** Who takes the files of this text, if anybody. Call it while the component is being set up. */
export function filesHere(): TakeFiles | undefined {
  return getContext<TakeFiles | undefined>(KEY);
}
