/** A choice about a view, kept on this machine. */
export class Kept<T> {
  #value: T = $state.raw() as T;
  readonly #key: string;

  constructor(key: string, otherwise: T) {
    this.#key = `throughline.${key}`;
    this.#value = otherwise;
    try {
      const text = localStorage.getItem(this.#key);
      if (text !== null) this.#value = JSON.parse(text) as T;
    } catch {
      // What cannot be read is as if nothing had been chosen.
    }
  }

  get value(): T {
    return this.#value;
  }

  set value(value: T) {
    this.#value = value;
    try {
      localStorage.setItem(this.#key, JSON.stringify(value));
    } catch {
      // A page without storage keeps the choice until it is closed.
    }
  }
}
