/** Keys people bring with them, as data: one table for the handler and for the list behind `?`. */

const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** How the main modifier is written here. */
export const modifier = mac ? '⌘' : 'Ctrl ';

/** What a key asks for. */
export type Intent =
  'palette' | 'search' | 'new' | 'edit' | 'back' | 'undo' | 'redo' | 'keys' | { go: string };

/** `G` then a letter. */
export const GO: Record<string, { label: string; to: string }> = {
  o: { label: 'Overview', to: '#/' },
  t: { label: 'Thread', to: '#/thread' },
  m: { label: 'Readiness: what is missing', to: '#/readiness' },
  d: { label: 'Decisions', to: '#/decisions' },
  '1': { label: 'Empathise', to: '#/stage/empathise' },
  '2': { label: 'Define', to: '#/stage/define' },
  '3': { label: 'Ideate', to: '#/stage/ideate' },
  '4': { label: 'Prototype', to: '#/stage/prototype' },
  '5': { label: 'Test', to: '#/stage/test' },
  '6': { label: 'Build', to: '#/stage/build' },
  '7': { label: 'Live', to: '#/stage/live' },
  f: { label: 'Frame: products, releases, metrics', to: '#/stage/frame' },
  a: { label: 'Any stage: loop-backs, waivers, comments', to: '#/stage/any' },
  s: { label: 'System map', to: '#/system' },
  v: { label: 'Versions', to: '#/versions' },
  l: { label: 'Deployments', to: '#/deployments/rollout' },
  h: { label: 'History', to: '#/history' },
  r: { label: 'Audit: the room, verify, samples', to: '#/audit' },
  p: { label: 'People', to: '#/people' },
};

/** The list behind `?`. */
export const LIST: { keys: string[]; what: string }[] = [
  { keys: [`${modifier}K`], what: 'Jump, create, run' },
  { keys: ['/'], what: 'Search' },
  { keys: ['N'], what: 'New here' },
  { keys: ['E'], what: 'Edit' },
  { keys: ['Enter'], what: 'Open' },
  { keys: ['Esc'], what: 'Back, or close' },
  { keys: [`${modifier}Z`], what: 'Undo' },
  { keys: [`${modifier}⇧ Z`], what: 'Redo' },
  { keys: [`${modifier}Enter`], what: 'Save a form or a long field' },
  { keys: ['G', '…'], what: 'Go: then a letter or number' },
  { keys: ['?'], what: 'These keys' },
];

/** A key as the handler sees it. */
export interface Pressed {
  key: string;
  ctrl: boolean;
  shift: boolean;
  alt: boolean;
  /** Whether the person is typing into a field. */
  typing: boolean;
}

/** Reads keys one by one; remembers a `G` for a second and a half. */
export class Keys {
  #wentAt = -Infinity;

  /** What this key asks for at this moment (milliseconds on any clock), if anything. */
  read(pressed: Pressed, now: number): Intent | undefined {
    const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
    if (pressed.alt) return undefined;
    if (pressed.ctrl) {
      if (key === 'k') return 'palette';
      // Inside a field, undo is the field's own.
      if (pressed.typing) return undefined;
      if (key === 'z') return pressed.shift ? 'redo' : 'undo';
      if (key === 'y') return 'redo';
      return undefined;
    }
    if (pressed.typing) return undefined;
    const going = now - this.#wentAt < 1500;
    this.#wentAt = -Infinity;
    if (going) {
      const to = GO[key];
      if (to) return { go: to.to };
    }
    switch (key) {
      case 'g':
        this.#wentAt = now;
        return undefined;
      case '/':
        return 'search';
      case '?':
        return 'keys';
      case 'n':
        return 'new';
      case 'e':
        return 'edit';
      case 'Escape':
        return 'back';
      default:
        return undefined;
    }
  }
}
