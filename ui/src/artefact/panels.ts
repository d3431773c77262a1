/** What a kind's page shows beyond its fields: one component each, above the fields. */

import type { Component } from 'svelte';
import type { ArtefactPage } from '../host/api';

/** What a panel is given; it asks the host itself for what it needs beyond the page. */
export interface PanelProps {
  page: ArtefactPage;
  /** Whether it may be changed: not in the past, not in a read-only workspace. */
  writable: boolean;
}

/** Kind to panel, fetched when an artefact of the kind is first opened. */
export const PANELS: Partial<Record<string, () => Promise<{ default: Component<PanelProps> }>>> = {
  activity: () => import('../system/ActivityPanel.svelte'),
  'data-version': () => import('../data/DataPanel.svelte'),
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
