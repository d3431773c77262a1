import { Keys } from '../keys';
import { desk } from '../state/desk.svelte';
import { hereNow } from '../state/here.svelte';
import { where } from '../state/route.svelte';
import { step } from '../state/undo';
import { workspace } from '../state/workspace.svelte';

const keys = new Keys();

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  return (
    target.closest('input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select') !==
    null
  );
}

/** Answers the window's keys. */
export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || !workspace.open) return;
  const intent = keys.read(
    {
      key: event.key,
      ctrl: event.ctrlKey || event.metaKey,
      shift: event.shiftKey,
      alt: event.altKey,
      typing: isTyping(event.target),
    },
    event.timeStamp,
  );
  if (intent === undefined) return;
  // What lies over the page answers its own keys.
  const covered = document.querySelector('dialog[open], [role=menu]') !== null;
  if (covered && intent !== 'palette') return;
  if (typeof intent === 'object') {
    event.preventDefault();
    where.go(intent.go);
    return;
  }
  switch (intent) {
    case 'palette':
    case 'search':
      desk.palette = true;
      break;
    case 'keys':
      desk.keys = true;
      break;
    case 'new':
      hereNow().new?.();
      break;
    case 'edit':
      hereNow().edit?.();
      break;
    case 'back': {
      const back = hereNow().back;
      if (!back) return;
      back();
      break;
    }
    case 'undo':
    case 'redo':
      void step(intent);
      break;
  }
  event.preventDefault();
}
