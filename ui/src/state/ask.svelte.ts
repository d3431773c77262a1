import { asHostError, type HostError } from '../host/host';
import { workspace } from './workspace.svelte';

/** A question to the host that is asked again when what it reads changes, or when the log moves. */
export class Asked<T> {
  /** The last answer; kept while a newer one is awaited. */
  value = $state.raw<T | undefined>();
  /** Why there is none. */
  error = $state.raw<HostError | undefined>();
  /** Whether an answer is awaited. */
  loading = $state(true);
  #turn = 0;
  #again = $state(0);

  /** @param question Reads its dependencies before its first await; `undefined` asks nothing. */
  constructor(question: () => Promise<T> | undefined) {
    $effect(() => {
      void this.#again;
      void workspace.position;
      // A page that comes up before the log's length is known would ask everything twice.
      if (workspace.open && workspace.now === undefined) return;
      const asked = question();
      const turn = ++this.#turn;
      if (!asked) {
        this.loading = false;
        return;
      }
      this.loading = true;
      asked.then(
        (value) => {
          if (turn !== this.#turn) return;
          this.value = value;
          this.error = undefined;
          this.loading = false;
        },
        (error: unknown) => {
          if (turn !== this.#turn) return;
          this.error = asHostError(error);
          this.loading = false;
        },
      );
    });
  }

  /** Asks once more. */
  again(): void {
    this.#again++;
  }
}

/** Asks while the component lives. Call it while a component is being set up. */
export function ask<T>(question: () => Promise<T> | undefined): Asked<T> {
  return new Asked(question);
}
