import { onDestroy } from 'svelte';
import type { Commands, JobStatus } from '../host/api';
import { asHostError, call, type CommandName, type HostError } from '../host/host';

const POLL_MS = 250;

/** One long call at a time, with how far it is and the wish to stop it. */
export class Job {
  /** How far it is; undefined until the host said so. */
  status = $state.raw<JobStatus | undefined>();
  /** Whether a call is under way. */
  running = $state(false);
  /** Whether the person asked for it to stop. */
  stopping = $state(false);
  /** Why the last call failed. */
  error = $state.raw<HostError | undefined>();
  #name = '';
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Makes the call; answers undefined where it failed or was stopped (then `error` says why). */
  async run<K extends CommandName>(
    command: K,
    args: Partial<Commands[K]['args']>,
  ): Promise<Commands[K]['result'] | undefined> {
    if (this.running) return undefined;
    this.#name = `${command}-${Date.now()}-${Math.random().toString(36).slice(2, 8)}`;
    this.running = true;
    this.stopping = false;
    this.status = undefined;
    this.error = undefined;
    this.#timer = setInterval(() => void this.#look(), POLL_MS);
    try {
      return await call(command, { ...args, job: this.#name });
    } catch (error) {
      this.error = asHostError(error);
      return undefined;
    } finally {
      this.running = false;
      this.stop();
    }
  }

  async #look(): Promise<void> {
    const status = await call('job.status', { job: this.#name }).catch(() => undefined);
    if (status?.running && this.running) this.status = status;
  }

  /** Asks it to stop; the call then fails by itself. */
  async cancel(): Promise<void> {
    if (!this.running) return;
    this.stopping = true;
    await call('job.cancel', { job: this.#name }).catch(() => undefined);
  }

  /** Looks no more. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** A job that stops looking when the component goes. Call it while a component is being set up. */
export function job(): Job {
  const made = new Job();
  onDestroy(() => made.stop());
  return made;
}
