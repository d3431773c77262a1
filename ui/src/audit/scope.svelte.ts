import { workspace } from '../state/workspace.svelte';

/** What the auditor's lists are of: the release that is looked at, or the whole workspace. */
class Scope {
  /** Whether all releases are looked at. */
  everywhere = $state(false);

  /** As the questions take it. */
  get release(): string {
    return this.everywhere ? 'all' : (workspace.now?.release?.id ?? 'all');
  }
}

/** The scope of the auditor's room; it stays while one goes from list to list. */
export const scope = new Scope();
