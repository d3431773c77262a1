/** Ways to look at one stage, or at one page of the machine's side, beside the list of everything in it. */

import type { Component } from 'svelte';

/** One view; it fills the page below the tabs and brings its own `Page`. */
export interface StageView {
  /** Its part of the address: `#/stage/define/ranking`. */
  name: string;
  /** On its tab. */
  label: string;
  /** It is what the page shows without a view: it has an address, and no tab of its own. */
  bare?: boolean;
  /** The menu at the end of the row that holds it, where a page has more views than a row has room for. */
  under?: string;
  /** It shows the one thing that its address names, and is reached from there: the palette does not offer it. */
  one?: boolean;
  /** Fetched when it is first looked at. */
  load: () => Promise<{ default: Component }>;
}

/** The views of each stage, left to right; a stage that is not named has its board only. */
export const STAGE_VIEWS: Partial<Record<string, readonly StageView[]>> = {
  empathise: [
    { name: 'reader', label: 'Evidence reader', load: () => import('../empathise/ReaderView.svelte') },
    { name: 'affinity', label: 'Affinity', load: () => import('../empathise/AffinityView.svelte') },
    { name: 'insights', label: 'Insights', load: () => import('../empathise/InsightsView.svelte') },
    { name: 'personas', label: 'Personas', load: () => import('../empathise/PersonasView.svelte') },
  ],
  define: [
    { name: 'problems', label: 'Problems', load: () => import('../define/Problems.svelte') },
    { name: 'criteria', label: 'Criteria', load: () => import('../define/Criteria.svelte') },
  ],
  ideate: [
    { name: 'ideas', label: 'Ideas', load: () => import('../ideate/IdeasView.svelte') },
    { name: 'session', label: 'Sessions', load: () => import('../session/Sessions.svelte') },
    {
      name: 'objectives',
      label: 'Objectives',
      load: () => import('../ideate/ObjectivesView.svelte'),
    },
    { name: 'evaluation', label: 'Evaluation', load: () => import('../evaluation/Evaluation.svelte') },
  ],
  prototype: [{ name: 'cards', label: 'Cards', load: () => import('../prototype/Prototypes.svelte') }],
  test: [
    { name: 'experiments', label: 'Experiments', load: () => import('../experiment/Experiments.svelte') },
  ],
};

/** What an auditor looks through, beside what they do. */
const LISTS_OF_THE_ROOM: readonly StageView[] = [
  { name: 'seals', label: 'Seals', load: () => import('../audit/SealsView.svelte') },
  { name: 'decided', label: 'Who decided', load: () => import('../audit/DecidedView.svelte') },
  { name: 'late', label: 'Late entries', load: () => import('../audit/LateView.svelte') },
  { name: 'erased', label: 'Erased and on hold', load: () => import('../audit/ErasedView.svelte') },
  { name: 'waivers', label: 'Waivers', load: () => import('../audit/WaiversView.svelte') },
  { name: 'undecided', label: 'Undecided changes', load: () => import('../audit/UndecidedView.svelte') },
  { name: 'conflicts', label: 'Conflicts', load: () => import('../audit/ConflictsView.svelte') },
];

/** Name of a page with views of its own. */
type MachineName = 'versions' | 'deployments' | 'system' | 'history' | 'audit' | 'dossier';

/** The views of the pages of the machine's side and of the record: `#/versions/drift?of=DAT-5`. */
export const MACHINE_VIEWS: Record<MachineName, readonly StageView[]> = {
  versions: [
    { name: 'compare', label: 'Compare', load: () => import('../versions/Compare.svelte') },
    { name: 'schema', label: 'Schema', load: () => import('../data/SchemaView.svelte') },
    { name: 'drift', label: 'Drift', load: () => import('../data/DriftView.svelte') },
    { name: 'watched', label: 'Watched stores', load: () => import('../imports/WatchedView.svelte') },
  ],
  deployments: [
    { name: 'rollout', label: 'Rollout', load: () => import('../rollout/RolloutView.svelte') },
    { name: 'compare', label: 'Compare', load: () => import('../rollout/Compare.svelte') },
    { name: 'observations', label: 'Observations', load: () => import('../rollout/Observations.svelte') },
    { name: 'on', label: 'Live on a day', load: () => import('../rollout/Live.svelte') },
  ],
  system: [
    { name: 'map', label: 'Map', bare: true, load: () => import('../system/MapView.svelte') },
    { name: 'loop', label: 'The loop', load: () => import('../system/LoopView.svelte') },
    { name: 'impact', label: 'What if?', load: () => import('../system/ImpactView.svelte') },
    { name: 'components', label: 'Components', load: () => import('../system/Components.svelte') },
  ],
  dossier: [
    { name: 'document', label: 'Dossier', bare: true, load: () => import('../dossier/DossierView.svelte') },
    { name: 'frameworks', label: 'Frameworks', load: () => import('../dossier/FrameworksView.svelte') },
  ],
  history: [
    { name: 'compare', label: 'Compare two moments', load: () => import('../history/Compare.svelte') },
    // The history of one thing: `#/history/artefact?of=PRB-12`; a link by its id, a release with all it includes.
    ...['artefact', 'link', 'person', 'release'].map((name): StageView => ({
      name,
      label: 'All changes',
      bare: true,
      one: true,
      load: () => import('../history/HistoryOf.svelte'),
    })),
  ],
  audit: [
    { name: 'room', label: 'Room', bare: true, load: () => import('../audit/RoomView.svelte') },
    { name: 'verify', label: 'Verify', load: () => import('../audit/VerifyView.svelte') },
    { name: 'anchors', label: 'Anchors', load: () => import('../audit/AnchorsView.svelte') },
    { name: 'sample', label: 'Sample', load: () => import('../audit/SampleView.svelte') },
    { name: 'pack', label: 'Evidence packs', load: () => import('../audit/PackView.svelte') },
    { name: 'keys', label: 'Keys', load: () => import('../audit/KeysView.svelte') },
    { name: 'copies', label: 'Copies', load: () => import('../audit/CopiesView.svelte') },
    // In the order of the room's lines, each of which leads to its list.
    ...LISTS_OF_THE_ROOM.map((view): StageView => ({ ...view, under: 'Lists' })),
  ],
};
