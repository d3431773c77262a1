/** Ways to look at one stage beside the board and table of everything in it. */

import type { Component } from 'svelte';

/** One view of a stage; it fills the page below the tabs and brings its own `Page`. */
export interface StageView {
  /** Its part of the address: `#/stage/define/ranking`. */
  name: string;
  /** On its tab. */
  label: string;
  /** Fetched when it is first looked at. */
  load: () => Promise<{ default: Component }>;
}

/** The views of each stage, left to right; a stage that is not named has its board only. */
export const STAGE_VIEWS: Partial<Record<string, readonly StageView[]>> = {
  prototype: [{ name: 'cards', label: 'Cards', load: () => import('../prototype/Prototypes.svelte') }],
  test: [
    { name: 'experiments', label: 'Experiments', load: () => import('../experiment/Experiments.svelte') },
  ],
};
