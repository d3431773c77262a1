/**
 * When each change was received, for the slider. The log never changes behind its end, so what was
 * asked once is kept for as long as the workspace is open; older changes come page by page, behind
 * the work that somebody waits for.
 */
import { call } from '../host/host';
import { workspace } from '../state/workspace.svelte';
import type { Tick } from './timeline';

/** Changes at most whose days are asked for beforehand; others are asked for one by one. */
const MOST = 2000;
const PAGE = 100;
const PAUSE_MS = 120;

class Ticks {
  /** What is known, in no order. */
  known = $state.raw<Tick[]>([]);
  #of = '';
  #top = 0;
  #busy = false;

  /** Asks for what is not known yet. Call it from an effect; it returns at once. */
  catchUp(): void {
    const of = workspace.info?.workspace?.id ?? '';
    const { now } = workspace;
    if (of === '' || !now) return;
    if (of !== this.#of) {
      this.#of = of;
      this.#top = 0;
      this.known = [];
    }
    if (this.#busy || now.position <= this.#top) return;
    void this.#load(of, this.#top, now.position);
  }

  async #load(of: string, from: number, to: number): Promise<void> {
    this.#busy = true;
    this.#top = to;
    try {
      let before = to + 1;
      while (before > from + 1 && to - before < MOST && this.#of === of) {
        const { rows } = await call('log', { before, limit: PAGE });
        const last = rows[rows.length - 1];
        if (!last || this.#of !== of) return;
        this.add(
          rows.filter((r) => r.position > from).map((r) => ({ position: r.position, received: r.received })),
        );
        before = last.position;
        await new Promise((done) => setTimeout(done, PAUSE_MS));
      }
    } catch {
      // The slider works without its marks; the page's own questions say what is wrong.
      if (this.#of === of) this.#top = from;
    } finally {
      this.#busy = false;
    }
  }

  /** Takes in more; what is known already is left out. */
  add(ticks: Tick[]): void {
    const have = new Set(this.known.map((t) => t.position));
    const fresh = ticks.filter((t) => !have.has(t.position));
    if (fresh.length > 0) this.known = [...this.known, ...fresh];
  }

  /** When a change was received, asked for if it is not known. */
  async at(position: number): Promise<Tick | undefined> {
    const found = this.known.find((t) => t.position === position);
    if (found) return found;
    const row = (await call('log', { before: position + 1, limit: 1 }).catch(() => undefined))?.rows[0];
    if (!row) return undefined;
    const tick = { position: row.position, received: row.received };
    this.add([tick]);
    return tick;
  }
}

/** The ticks of the open workspace. */
export const ticks = new Ticks();
