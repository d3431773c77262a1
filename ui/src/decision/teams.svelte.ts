/** What teams chose for their badge; asked once a team and workspace, because a card does not hold it. */
import { call } from '../host/host';
import { workspace } from '../state/workspace.svelte';
import { hue, initials, isColour } from './badge';

/** What a badge shows. */
export interface Badge {
  initials: string;
  colour: string;
}

class Teams {
  #known = $state.raw<ReadonlyMap<string, Badge>>(new Map());
  #asked = new Set<string>();
  #of = '';

  /** The badge of a team: what it chose, else what its name and id give. Safe to read while drawing. */
  badge(id: string, name: string): Badge {
    return this.#known.get(id) ?? { initials: initials(name), colour: hue(id) };
  }

  /** Asks what a team chose. Call it from an effect. */
  want(id: string): void {
    const here = `${workspace.info?.workspace?.id ?? ''}@${workspace.position}`;
    if (this.#of !== here) {
      this.#of = here;
      this.#asked.clear();
    }
    if (this.#asked.has(id)) return;
    this.#asked.add(id);
    call('artefact.get', { id, at: { mode: 'now' } }).then(
      (page) => {
        const text = (name: string): string => {
          const value = page.fields.find((f) => f.name === name)?.value;
          return typeof value === 'string' ? value.trim() : '';
        };
        const colour = text('colour');
        const badge = {
          initials: text('initials') || initials(page.card.title),
          colour: isColour(colour) ? colour : hue(id),
        };
        this.#known = new Map(this.#known).set(id, badge);
      },
      // The badge made of name and id stays.
      () => undefined,
    );
  }
}

/** Badges of teams. */
export const teams = new Teams();
