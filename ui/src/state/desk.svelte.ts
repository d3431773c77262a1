import { toasts } from './toasts.svelte';
import { workspace } from './workspace.svelte';

/** What lies open over the page: palette, keys, a new artefact's form. */
/** What is brought back, and how it was when. */
export interface Restoring {
  /** An artefact, or a link by its id. */
  id: string;
  /** What it is called, for the heading. */
  name: string;
  /** The moment, as the host reads it: `#212`, `2026-08-03`, `so:2026-08-03`. */
  asOf: string;
  /** Only these fields; all where left out. */
  fields?: string[];
}

/** An undo or redo that was refused until the person says it again. */
export interface AskingUndo {
  which: 'undo' | 'redo';
  change: string | undefined;
  error: import('../host/host').HostError;
}

class Desk {
  /** Whether the command palette is open. */
  palette = $state(false);
  /** Whether the list of keys is open. */
  keys = $state(false);
  /** Whether "Who is at the keyboard?" is open. */
  person = $state(false);
  /** A store to watch, and for which product, if that is known. */
  watching = $state.raw<{ product?: import('../host/api').CardDto } | undefined>();
  /** The import dialog: the format to begin with, or any. */
  importing = $state<string | undefined>();
  /** The export dialog, with what it begins with. */
  exporting = $state.raw<import('../exports/formats').Exporting | undefined>();
  /** The entity recorded last: its card takes the focus where it is shown. */
  fresh = $state<string | undefined>();
  /** Moves when a draft was kept, sealed or thrown away. */
  draftsAt = $state(0);
  /** The form of a new artefact. */
  adding = $state.raw<Adding | undefined>();

  /** What caused the loop-back that is being opened. */
  looping = $state.raw<import('../host/api').CardDto | undefined>();
  /** The release that the next one is being started from. */
  starting = $state.raw<import('../host/api').CardDto | undefined>();

  /** What is about to be brought back from an earlier moment. */
  restoring = $state.raw<Restoring | undefined>();
  /** The undo or redo that asks before it goes on. */
  asking = $state.raw<AskingUndo | undefined>();

  /** What is being done with other copies of the workspace. */
  copies = $state.raw<CopiesDoing | undefined>();
  /** What is being done about what runs. */
  rollout = $state.raw<RolloutDoing | undefined>();
  /** The check that is being recorded: what its form begins with. */
  checking = $state.raw<Checking | undefined>();

  /** What is erased, held or signed. */
  keeping = $state.raw<KeepingDoing | undefined>();
  /** The key is locked: called with whether it was opened. */
  unlocking = $state.raw<((open: boolean) => void) | undefined>();

  /** Opens the form of a new artefact of this kind. */
  add(kind: string, options: Omit<Adding, 'kind'> = {}): void {
    if (workspace.readOnly) {
      toasts.say(workspace.readOnly);
      return;
    }
    this.adding = { kind, ...options };
  }
}

/** A dialog of what is erased, held or signed. */
export interface KeepingDoing {
  what: 'erase' | 'hold' | 'lift' | 'sign';
  of?: import('../host/api').CardDto | undefined;
  /** The change whose reason is erased, by its place. */
  note?: number | undefined;
  /** The hold that is lifted. */
  hold?: import('../host/api').HoldDto | undefined;
}
/** A dialog of copies that meet. */
export interface CopiesDoing {
  what: 'merge' | 'export' | 'restore';
  /** What was dropped on the window. */
  file?: File;
}

/** A dialog of what runs. */
export interface RolloutDoing {
  what: 'promote' | 'roll-back' | 'bundle' | 'table' | 'accept' | 'fill';
  /** The deployment, model version or observation it is about. */
  of?: import('../host/api').CardDto | undefined;
  /** The field that is filled in. */
  field?: string;
  /** The observation that led to a roll-back, where one did. */
  because?: import('../host/api').CardDto | undefined;
  /** What was measured and looked at before a promotion: the decision rests on it. */
  on?: readonly import('../host/api').CardDto[] | undefined;
}

/** What a new artefact's form begins with. */
export interface Adding {
  kind: string;
  /** Values by field name. */
  fields?: Record<string, import('../host/api').JsonValue>;
  /** Picks by the name of the `Ref` field. */
  refs?: Record<string, import('../forms/values').Pick[]>;
  /** Links beside those that fields are, made in the same change. */
  links?: import('../host/api').NewLink[];
  /** The draft to go on with; without it, the one of this kind. */
  draft?: string;
  /** Called with what was saved. */
  done?: (saved: import('../host/api').Saved) => void;
}

/** What the form of a check begins with. */
export interface Checking {
  check?: string;
  phase?: string;
  /** What was checked. */
  of?: import('../forms/values').Pick[];
  /** Results of tests. */
  file?: File;
}

/** What lies open over the page. */
export const desk = new Desk();
