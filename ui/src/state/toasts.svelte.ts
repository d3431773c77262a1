import { asHostError } from '../host/host';

/** A short message at the foot of the window. */
export interface Toast {
  id: number;
  tone: 'plain' | 'good' | 'bad';
  text: string;
  /** A second, quieter sentence: what to do next. */
  hint?: string;
  /** A link with its words. */
  link?: { label: string; href: string };
  /** A button. */
  action?: { label: string; run: () => void };
}

const STAY_MS = 6000;
const STAY_BAD_MS = 15000;

class Toasts {
  /** What is shown, oldest first. */
  shown = $state.raw<Toast[]>([]);
  #next = 1;

  /** Shows a message; it leaves by itself. */
  show(toast: Omit<Toast, 'id'>): number {
    const id = this.#next++;
    this.shown = [...this.shown.slice(-3), { ...toast, id }];
    setTimeout(() => this.dismiss(id), toast.tone === 'bad' ? STAY_BAD_MS : STAY_MS);
    return id;
  }

  /** Says something plainly. */
  say(text: string): void {
    this.show({ tone: 'plain', text });
  }

  /** Shows a failed call in its own words. */
  complain(error: unknown): void {
    const e = asHostError(error);
    this.show({ tone: 'bad', text: e.message, hint: e.hint });
  }

  /** Takes a message away. */
  dismiss(id: number): void {
    this.shown = this.shown.filter((t) => t.id !== id);
  }
}

/** The messages at the foot of the window. */
export const toasts = new Toasts();
