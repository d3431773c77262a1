/** What a kind's page shows beyond its fields: one component each, above the fields. */

import type { Component } from 'svelte';
import type { ArtefactPage } from '../host/api';

/** What a panel is given; it asks the host itself for what it needs beyond the page. */
export interface PanelProps {
  page: ArtefactPage;
  /** Whether it may be changed: not in the past, not in a read-only workspace. */
  writable: boolean;
  /** Opens a field that the panel shows for editing, in the list of fields. */
  edit?: (field: string) => void;
}

/** Kind to panel, fetched when an artefact of the kind is first opened. */
export const PANELS: Partial<Record<string, () => Promise<{ default: Component<PanelProps> }>>> = {
  activity: () => import('../system/ActivityPanel.svelte'),
  product: () => import('../imports/ProductPanel.svelte'),
  'loop-back': () => import('../release/Answer.svelte'),
  release: () => import('../release/ReleasePanel.svelte'),
  evidence: () => import('../empathise/EvidencePanel.svelte'),
  highlight: () => import('../empathise/HighlightPanel.svelte'),
  insight: () => import('../empathise/InsightPanel.svelte'),
  persona: () => import('../empathise/PersonaPanel.svelte'),
  problem: () => import('../define/ProblemPanel.svelte'),
  prototype: () => import('../prototype/PrototypePanel.svelte'),
  experiment: () => import('../experiment/ExperimentPanel.svelte'),
  session: () => import('../session/SessionPanel.svelte'),
  bundle: () => import('../rollout/BundlePanel.svelte'),
  deployment: () => import('../rollout/DeploymentPanel.svelte'),
  observation: () => import('../rollout/ObservationPanel.svelte'),
  'model-version': () => import('../versions/VersionPanel.svelte'),
  'data-version': () => import('../versions/DataVersion.svelte'),
  'code-version': () => import('../versions/VersionPanel.svelte'),
};

/** Fields that the panel of a kind shows; the list of fields has them only while they are edited. */
export const PANEL_SHOWS: Partial<Record<string, readonly string[]>> = {
  'model-version': ['digest', 'location', 'run-id', 'parameters', 'metrics'],
  'data-version': ['digest', 'location', 'weak-digest'],
  'code-version': ['repository', 'commit', 'tag', 'dirty', 'location'],
};

/** Fields that the panel of a kind shows and edits itself, and the list of fields leaves out. */
export const PANEL_FIELDS: Partial<Record<string, readonly string[]>> = {
  'data-version': ['profile', 'distributions'],
  evidence: ['transcript', 'highlights'],
  insight: ['supporting', 'contradicting'],
  problem: ['causes'],
  prototype: ['produced'],
  experiment: [
    'we-believe',
    'to-verify',
    'we-measure',
    'right-if',
    'prototypes',
    'arms',
    'unit',
    'primary-metric',
    'minimum-effect',
    'baseline-value',
    'deviation',
    'alpha',
    'power',
    'sample-size',
    'stopping-rule',
    'guardrails',
    'locked-at',
  ],
};

/** Kinds whose panel lays things side by side and takes the room for it. */
export const WIDE: readonly string[] = ['experiment', 'data-version'];
