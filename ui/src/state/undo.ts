import { asHostError, call } from '../host/host';
import { toasts } from './toasts.svelte';
import { workspace } from './workspace.svelte';

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
    if (e.code === 'undo-conflict' && !force) {
      // Later values would be lost: say which, and let the person decide.
      toasts.show({
        tone: 'bad',
        text: e.message,
        hint: e.hint,
        action: {
          label: which === 'undo' ? 'Undo anyway' : 'Redo anyway',
          run: () => void step(which, true, change),
        },
      });
      return;
    }
    if (e.code === 'nothing-to-undo' || e.code === 'nothing-to-redo') toasts.say(e.message);
    else toasts.complain(e);
  }
}
