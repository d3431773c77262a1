/** Going to the place that closes a gap. */
import type { GapAction } from '../host/api';
import { artefactHref } from '../router';
import { desk } from '../state/desk.svelte';
import { where } from '../state/route.svelte';
import { startOf } from './gaps';

/** Opens the artefact, or the form with what is known filled in. */
export function act(action: GapAction): void {
  const start = startOf(action);
  if (start) desk.add(start.kind, { fields: start.fields, refs: start.refs });
  else if (action.open) where.go(artefactHref(action.open));
}
