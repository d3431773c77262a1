import type { Tab } from '../parts/tabs';
import { href, type StagePage } from '../router';
import { STAGE_VIEWS } from './views';

/** The tabs of a stage: its board, then its views. */
export function stageTabs(stage: StagePage, view?: string): Tab[] {
  return [
    { label: 'Board', href: href({ name: 'stage', stage }), current: view === undefined },
    ...(STAGE_VIEWS[stage] ?? []).map((v) => ({
      label: v.label,
      href: href({ name: 'stage', stage, view: v.name }),
      current: v.name === view,
    })),
  ];
}
