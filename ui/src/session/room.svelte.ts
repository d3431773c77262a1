/** The room of a session as this window shows it. The host holds it; here is who looks, and the ticking. */
import type { ActDto, PersonDto, RoomDto } from '../host/api';
import { asHostError, call, type HostError } from '../host/host';

/** A room that is looked at. */
export class Room {
  /** What the viewer may see; undefined until the host answered. */
  dto = $state.raw<RoomDto | undefined>();
  /** Why there is none. */
  fault = $state.raw<HostError | undefined>();
  /** Why the last thing was refused; gone with the next. */
  refused = $state.raw<HostError | undefined>();
  /** Who is at the keyboard in a phase that asks each alone. */
  viewer = $state<string | undefined>();
  /** One person types for all. */
  facilitated = $state(false);
  #shownAt = 0;
  #now = $state(0);
  #queue: Promise<unknown> = Promise.resolve();

  constructor(readonly id: string) {}

  /** Milliseconds that the phase still has at this moment. */
  get remaining(): number {
    const timer = this.dto?.timer;
    if (!timer) return 0;
    return timer.remaining - (timer.runs ? Math.max(0, this.#now - this.#shownAt) : 0);
  }

  /** Those in the room. */
  get present(): PersonDto[] {
    return (this.dto?.people ?? []).filter((p) => p.present);
  }

  /** Whether the phase asks each person alone. */
  get alone(): boolean {
    const dto = this.dto;
    return !!dto && !dto.closed && ['silent-writing', 'dot-vote', 'rate'].includes(dto.phase ?? '');
  }

  /** Those who can take the keyboard now, in the order of the room. */
  get turns(): PersonDto[] {
    if (this.dto?.phase === 'silent-writing') return this.present;
    return this.present.filter((p) => p.voter && !p.done);
  }

  /** Who is at the keyboard, if anybody is. */
  get who(): PersonDto | undefined {
    return this.present.find((p) => p.card.id === this.viewer);
  }

  /** Counts the seconds. Returns what stops it. */
  tick(): () => void {
    const timer = setInterval(() => (this.#now = performance.now()), 250);
    return () => clearInterval(timer);
  }

  /** Asks the host how the room is. */
  look(): Promise<void> {
    return this.#next(async () => {
      try {
        this.#take(await call('session.room', this.#as()));
        this.fault = undefined;
      } catch (error) {
        this.fault = asHostError(error);
      }
    });
  }

  /** Does one thing; one after the other, however fast they are typed. Answers whether it was done. */
  act(act: ActDto): Promise<boolean> {
    return this.#next(async () => {
      this.refused = undefined;
      try {
        this.#take(await call('session.act', { ...this.#as(), act }));
        return true;
      } catch (error) {
        this.refused = asHostError(error);
        return false;
      }
    });
  }

  /** The keyboard goes to somebody, or lies in the middle of the table. */
  async hand(to?: string): Promise<void> {
    this.refused = undefined;
    // What the one before could see goes before the next one looks.
    if (this.dto)
      this.dto = { ...this.dto, entries: this.dto.phase === 'silent-writing' ? [] : this.dto.entries };
    this.viewer = to;
    await this.look();
  }

  #as(): { id: string; viewer?: string } {
    return this.viewer === undefined ? { id: this.id } : { id: this.id, viewer: this.viewer };
  }

  #take(dto: RoomDto): void {
    const changed = this.dto && (this.dto.phase !== dto.phase || this.dto.closed !== dto.closed);
    if (changed && !this.facilitated) this.viewer = undefined;
    this.#shownAt = this.#now = performance.now();
    this.dto = dto;
  }

  #next<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(run);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}
