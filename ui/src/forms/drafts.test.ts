import { beforeEach, describe, expect, test } from 'vitest';
import { type Clock, DRAFT_MS, draftKey, draftKind, DraftKeeper, IDLE_MS, Idle } from './drafts';

/** A clock the test moves. */
class Hand implements Clock {
  now = 0;
  #timers = new Map<number, { at: number; run: () => void }>();
  #next = 1;
  set(run: () => void, ms: number): number {
    this.#timers.set(this.#next, { at: this.now + ms, run });
    return this.#next++;
  }
  clear(timer: number): void {
    this.#timers.delete(timer);
  }
  async move(ms: number): Promise<void> {
    this.now += ms;
    for (const [id, timer] of [...this.#timers]) {
      if (timer.at > this.now) continue;
      this.#timers.delete(id);
      timer.run();
    }
    await new Promise((done) => setTimeout(done, 0));
  }
}

let clock: Hand;
let written: string[];
let failures: unknown[];
let gate: Promise<void>;
let keeper: DraftKeeper<string>;

beforeEach(() => {
  clock = new Hand();
  written = [];
  failures = [];
  gate = Promise.resolve();
  keeper = new DraftKeeper<string>(
    async (form) => {
      await gate;
      written.push(form);
    },
    (error) => failures.push(error),
    clock,
  );
});

describe('a draft', () => {
  test('is written within 300 ms of the first key', async () => {
    keeper.typed('a');
    await clock.move(DRAFT_MS);
    expect(DRAFT_MS).toBeLessThanOrEqual(300);
    expect(written).toEqual(['a']);
  });
  test('is written while somebody types on and on', async () => {
    for (let i = 0; i < 10; i++) {
      keeper.typed(`text ${i}`);
      await clock.move(100);
    }
    expect(written.length).toBeGreaterThanOrEqual(3);
  });
  test('holds the last of what was typed, not the first', async () => {
    keeper.typed('a');
    keeper.typed('ab');
    await clock.move(DRAFT_MS);
    expect(written).toEqual(['ab']);
  });
  test('is not written twice for the same typing', async () => {
    keeper.typed('a');
    await keeper.flush();
    await clock.move(DRAFT_MS * 4);
    await keeper.flush();
    expect(written).toEqual(['a']);
  });
  test('cannot come back after its change was sealed', async () => {
    let release = () => {};
    gate = new Promise((done) => (release = done));
    keeper.typed('first');
    void keeper.flush();
    keeper.typed('second');
    const settled = keeper.settle();
    release();
    await settled;
    await clock.move(DRAFT_MS * 4);
    expect(written).toEqual(['first']);
    expect(keeper.pending).toBe(false);
  });
  test('that cannot be written is told, and typing goes on', async () => {
    gate = Promise.reject(new Error('disk full'));
    keeper.typed('a');
    await keeper.flush();
    expect(failures).toHaveLength(1);
    gate = Promise.resolve();
    keeper.typed('b');
    await keeper.flush();
    expect(written).toEqual(['b']);
  });
});

describe('the draft of a new artefact', () => {
  test('is apart from that of the form it lies over, and known by its kind all the same', () => {
    expect(draftKey('idea', 1)).not.toBe(draftKey('idea'));
    expect([draftKey('idea'), draftKey('idea', 2)].map(draftKind)).toEqual(['idea', 'idea']);
    expect(draftKind('edit:idea')).toBeUndefined();
  });
});

describe('a form that rests', () => {
  test('is sealed after half a minute, once', async () => {
    let sealed = 0;
    const idle = new Idle(() => sealed++, IDLE_MS, clock);
    idle.touch();
    await clock.move(IDLE_MS - 1);
    expect(sealed).toBe(0);
    await clock.move(1);
    await clock.move(IDLE_MS * 3);
    expect(sealed).toBe(1);
    expect(IDLE_MS).toBe(30_000);
  });
  test('waits anew with every key, and not at all once it was left', async () => {
    let sealed = 0;
    const idle = new Idle(() => sealed++, IDLE_MS, clock);
    idle.touch();
    await clock.move(20_000);
    idle.touch();
    await clock.move(20_000);
    expect(sealed).toBe(0);
    idle.stop();
    await clock.move(60_000);
    expect(sealed).toBe(0);
  });
});
