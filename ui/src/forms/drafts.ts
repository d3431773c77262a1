/** When what is typed is kept as a draft, and when it is sealed as a change. */

/** Typing reaches the draft within this time. */
export const DRAFT_MS = 250;
/** A form that rests this long is sealed. */
export const IDLE_MS = 30_000;

/** The key of a new artefact's draft: of the form of the page, or of one that lies over so many others. */
export function draftKey(kind: string, depth = 0): string {
  return depth === 0 ? `add:${kind}` : `add:${kind}/${depth}`;
}

/** The kind whose new artefact a draft is of, if it is one. */
export function draftKind(key: string): string | undefined {
  return /^add:([^/]+)(?:\/\d+)?$/.exec(key)?.[1];
}

/** Timers, passed in so that tests own the clock. */
export interface Clock {
  set(run: () => void, ms: number): number;
  clear(timer: number): void;
}

/** The page's own clock. */
export const pageClock: Clock = {
  set: (run, ms) => setTimeout(run, ms) as unknown as number,
  clear: (timer) => clearTimeout(timer),
};

/**
 * Keeps one form's draft. Typing is written at most `DRAFT_MS` after the first key, however long it
 * goes on; writes never overtake each other; after `settle` nothing more is written, so that a draft
 * cannot come back after its change was sealed.
 */
export class DraftKeeper<T> {
  #timer: number | undefined;
  #latest: T | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** @param write Keeps the form in the host; failures are told to `failed`, typing goes on. */
  constructor(
    private readonly write: (form: T) => Promise<unknown>,
    private readonly failed: (error: unknown) => void,
    private readonly clock: Clock = pageClock,
  ) {}

  /** Something was typed: the form now holds this. */
  typed(form: T): void {
    this.#latest = form;
    this.#timer ??= this.clock.set(() => void this.flush(), DRAFT_MS);
  }

  /** Whether something typed has not been written yet. */
  get pending(): boolean {
    return this.#latest !== undefined;
  }

  /** Writes at once what was typed, and waits for it. */
  async flush(): Promise<void> {
    this.#stop();
    const form = this.#latest;
    this.#latest = undefined;
    if (form !== undefined) {
      this.#writing = this.#writing
        .then(() => this.write(form))
        .then(
          () => undefined,
          (error: unknown) => this.failed(error),
        );
    }
    await this.#writing;
  }

  /** Drops what is not written yet and waits for what is: the draft may then be discarded. */
  async settle(): Promise<void> {
    this.#stop();
    this.#latest = undefined;
    await this.#writing;
  }

  #stop(): void {
    if (this.#timer !== undefined) this.clock.clear(this.#timer);
    this.#timer = undefined;
  }
}

/** Runs once nothing happened for a while. */
export class Idle {
  #timer: number | undefined;

  constructor(
    private readonly run: () => void,
    private readonly ms: number = IDLE_MS,
    private readonly clock: Clock = pageClock,
  ) {}

  /** Something happened: the wait begins anew. */
  touch(): void {
    this.stop();
    this.#timer = this.clock.set(() => {
      this.#timer = undefined;
      this.run();
    }, this.ms);
  }

  /** Waits no more. */
  stop(): void {
    if (this.#timer !== undefined) this.clock.clear(this.#timer);
    this.#timer = undefined;
  }
}
