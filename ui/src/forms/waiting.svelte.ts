import { attachArgs, bytesOf, nameOf, named } from '../artefact/attach';
import { call } from '../host/host';
import { toasts } from '../state/toasts.svelte';

/** A file with its bytes as they were when it was given. */
interface Waiting {
  file: File;
  name: string;
  bytes: ArrayBuffer;
}

/** Files that wait until their artefact is saved, and are attached to it then. */
export class WaitingFiles {
  /** In the order they were given. */
  list = $state.raw<readonly Waiting[]>([]);

  /** Takes files; answers what names each in a text. What cannot be taken is told, the others are. */
  async take(files: File[]): Promise<string[]> {
    const names: string[] = [];
    for (const file of files) {
      try {
        const bytes = await bytesOf(file);
        this.list = [...this.list, { file, name: nameOf(file), bytes }];
        const digest = await digestOf(bytes);
        if (digest !== undefined) names.push(named(nameOf(file), file.type, digest));
      } catch (error) {
        toasts.complain(error);
      }
    }
    return names;
  }

  /** Takes one away again. */
  drop(file: Waiting): void {
    this.list = this.list.filter((w) => w !== file);
  }

  /** Attaches all of them to what was saved; what cannot be attached is told. */
  async attach(id: string): Promise<void> {
    const files = this.list;
    this.list = [];
    for (const { file, bytes } of files) {
      try {
        await call('attachment.add', { id, ...(await attachArgs(file, bytes)) });
      } catch (error) {
        toasts.complain(error);
      }
    }
  }
}

/** The digest the workspace will know these bytes by; undefined where the page may not compute one. */
async function digestOf(bytes: ArrayBuffer): Promise<string | undefined> {
  if (!window.isSecureContext) return undefined;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `sha256:${[...digest].map((b) => b.toString(16).padStart(2, '0')).join('')}`;
}
