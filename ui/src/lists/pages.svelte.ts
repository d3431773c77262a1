import type { CardDto, ListArgs } from '../host/api';
import { asHostError, call, type HostError } from '../host/host';
import { workspace } from '../state/workspace.svelte';
import { PAGE } from './window';

/** What is asked, apart from where the rows begin. */
export type Query = Omit<Partial<ListArgs>, 'offset' | 'limit' | 'at'>;

/** Most rows the host answers at once: as many are copied, or selected. */
export const MOST = 10_000;

/** The rows of a list, loaded page by page as they come into view. */
export class Pages {
  /** How many rows there are; undefined until the first answer. */
  total = $state.raw<number | undefined>();
  /** Why there are none. */
  error = $state.raw<HostError | undefined>();
  #rows = $state.raw(new Map<number, CardDto[]>());
  #asked = new Map<number, number>();
  #turn = 0;
  #query: Query = {};

  /** A row, if it is here. */
  row(i: number): CardDto | undefined {
    return this.#rows.get(Math.floor(i / PAGE))?.[i % PAGE];
  }

  /** The rows that are here, in order. */
  get here(): CardDto[] {
    return [...this.#rows.entries()].sort((a, b) => a[0] - b[0]).flatMap(([, rows]) => rows);
  }

  /** Another question, or the same one after the log moved: what is shown stays until it is replaced. */
  reset(query: Query, shown: number[]): void {
    this.#query = query;
    this.#turn++;
    this.#asked.clear();
    const keep = new Map([...this.#rows].filter(([page]) => shown.includes(page)));
    this.#rows = keep;
    this.need(shown);
  }

  /** Sees to it that these pages are here. */
  need(pages: number[]): void {
    for (const page of pages) {
      if (this.#asked.get(page) === this.#turn) continue;
      this.#asked.set(page, this.#turn);
      void this.#load(page, this.#turn);
    }
  }

  /** Every row, for copying or selecting: `MOST` of them, and how many there are. */
  async all(): Promise<{ rows: CardDto[]; total: number }> {
    return call('artefact.list', { ...this.#query, offset: 0, limit: MOST, at: workspace.at });
  }

  async #load(page: number, turn: number): Promise<void> {
    try {
      const got = await call('artefact.list', {
        ...this.#query,
        offset: page * PAGE,
        limit: PAGE,
        at: workspace.at,
      });
      if (turn !== this.#turn) return;
      this.#rows = new Map(this.#rows).set(page, got.rows);
      this.total = got.total;
      this.error = undefined;
    } catch (error) {
      if (turn === this.#turn) this.error = asHostError(error);
    }
  }
}
