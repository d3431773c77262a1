import { asHostError, call } from '../host/host';
import { desk } from './desk.svelte';
import { toasts } from './toasts.svelte';
import { workspace } from './workspace.svelte';

/** Refusals that are a question: with force it is done. */
const ASKING = ['undo-conflict', 'undo-of-another', 'undo-beyond-freeze'];

/** Takes back (or brings back) the person's latest change and says in words what it was. */
export async function step(which: 'undo' | 'redo', force = false, change?: string): Promise<void> {
  if (workspace.readOnly) {
    toasts.say(workspace.readOnly);
    return;
  }
  try {
    const done = await call(which, change === undefined ? { force } : { force, change });
    await workspace.refresh();
    const back: 'undo' | 'redo' = which === 'undo' ? 'redo' : 'undo';
    toasts.show({
      tone: 'plain',
      text: `${which === 'undo' ? 'Undone' : 'Done again'}: ${done.sentence}`,
      action: { label: back === 'redo' ? 'Redo' : 'Undo', run: () => void step(back) },
    });
  } catch (error) {
    const e = asHostError(error);
    if (ASKING.includes(e.code) && !force) {
      // Something would be lost, is somebody else's, or lies behind a freeze: say what, and let the person decide.
      desk.asking = { which, change, error: e };
      return;
    }
    if (e.code === 'nothing-to-undo' || e.code === 'nothing-to-redo') toasts.say(e.message);
    else toasts.complain(e);
  }
}
