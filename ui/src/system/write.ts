/** Changes of the system map: each is one change, and can be undone where it is told. */
import { call } from '../host/host';
import type { JsonValue, Saved } from '../host/api';
import { toasts } from '../state/toasts.svelte';
import { step } from '../state/undo';
import { workspace } from '../state/workspace.svelte';

/** Does it, and says so with a way back. `undefined` where it was refused, which is told. */
export async function change(what: () => Promise<Saved>, said: string): Promise<Saved | undefined> {
  try {
    const saved = await what();
    await workspace.refresh();
    // What did not differ was not recorded.
    if (saved.position !== undefined)
      toasts.show({ tone: 'good', text: said, action: { label: 'Undo', run: () => void step('undo') } });
    return saved;
  } catch (error) {
    toasts.complain(error);
    return undefined;
  }
}

/** Sets fields of a component. */
export function setFields(
  id: string,
  fields: Record<string, JsonValue>,
  said: string,
): Promise<Saved | undefined> {
  return change(() => call('artefact.set', { id, fields }), said);
}

/** Takes an interaction away. */
export function disconnect(link: string, said: string): Promise<Saved | undefined> {
  return change(() => call('link.remove', { id: link }), said);
}
