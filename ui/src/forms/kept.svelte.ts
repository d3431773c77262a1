/** The draft of a form in a dialog: kept while one types, given back, thrown away, ended with its change. */

import { onMount } from 'svelte';
import type { JsonValue } from '../host/api';
import { call } from '../host/host';
import { desk } from '../state/desk.svelte';
import { toasts } from '../state/toasts.svelte';
import { DraftKeeper } from './drafts';

/** Must be made while its component is: it listens for the page going away as long as that lives. */
export class KeptForm<T> {
  /** When what was given back was kept. */
  restored = $state<string | undefined>();
  #left = false;
  readonly #keeper: DraftKeeper<T>;

  /**
   * @param key The draft's key.
   * @param close Closes the dialog.
   */
  constructor(
    private readonly key: string,
    private readonly close: () => void,
  ) {
    this.#keeper = new DraftKeeper<T>(
      (form) => call('draft.save', { key, form: form as JsonValue }),
      (error) => toasts.complain(error),
    );
    onMount(() => {
      const keep = () => void this.#keeper.flush();
      window.addEventListener('pagehide', keep);
      return () => {
        window.removeEventListener('pagehide', keep);
        if (!this.#left) void this.#keeper.flush();
      };
    });
  }

  /** Something was typed: the form now holds this. */
  typed(form: T): void {
    this.#keeper.typed(form);
  }

  /** Gives back what was kept, if `take` can read it. */
  async restore(take: (form: JsonValue) => boolean): Promise<void> {
    try {
      const kept = (await call('draft.list')).rows.find((d) => d.key === this.key);
      if (kept && take(kept.form)) this.restored = kept.saved;
    } catch (error) {
      toasts.complain(error);
    }
  }

  /** Throws the draft away; what the form then begins with is the form's. */
  async discard(): Promise<void> {
    await this.#keeper.settle();
    await call('draft.discard', { key: this.key }).catch((error: unknown) => toasts.complain(error));
    this.restored = undefined;
  }

  /** Waits until nothing is being kept any more: its change may be sealed, and the draft ends with it. */
  settle(): Promise<void> {
    return this.#keeper.settle();
  }

  /** Seals its change by `save`. The draft ends with it, and stays where it fails. */
  async seal<R>(save: () => Promise<R>): Promise<R> {
    await this.#keeper.flush();
    const done = await save();
    await this.discard();
    this.sealed();
    return done;
  }

  /** The change was sealed. `next` leaves the form open for another. */
  sealed(next = false): void {
    this.#left = !next;
    this.restored = undefined;
    desk.draftsAt++;
  }

  /** Leaves the form; what it holds stays a draft. */
  async leave(): Promise<void> {
    if (this.#left) return;
    this.#left = true;
    await this.#keeper.flush();
    desk.draftsAt++;
    this.close();
  }
}
