/** Going to the place that closes a gap. */
import type { GapAction } from '../host/api';
import { artefactHref, MACHINE_PAGES, type Route } from '../router';
import { desk } from '../state/desk.svelte';
import { where } from '../state/route.svelte';
import { specialOf, startOf } from './gaps';

/** Opens the artefact or the screen, or the form with what is known filled in. */
export function act(action: GapAction): void {
  const special = specialOf(action);
  const start = startOf(action);
  if (special?.what === 'check') desk.checking = { check: special.check, phase: special.phase };
  else if (special) desk.rollout = { what: 'bundle', of: special.model };
  else if (start) desk.add(start.kind, { fields: start.fields, refs: start.refs });
  else if (action.see) where.go(screenOf(action.see) ?? artefactHref(action.see.of));
  else if (action.open) where.go(artefactHref(action.open));
}

/** The address of a screen, if this page has it. */
function screenOf(see: NonNullable<GapAction['see']>): Route | undefined {
  const name = MACHINE_PAGES.find((page) => page === see.page);
  return name && { name, ...(see.view === '' ? {} : { view: see.view }), of: see.of.id };
}
