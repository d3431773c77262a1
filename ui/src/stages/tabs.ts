import type { Tab } from '../parts/tabs';
import { href, type MachinePage, type StagePage } from '../router';
import { MACHINE_VIEWS, STAGE_VIEWS } from './views';

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

const LISTS: Record<MachinePage, string> = {
  versions: 'All versions',
  deployments: 'All deployments',
  system: 'Map',
  history: 'All changes',
  audit: 'Room',
  dossier: 'Document',
};

/** Pages whose list comes after the views: they are better looked at as a whole first. */
const LIST_LAST: readonly MachinePage[] = ['deployments'];

/** The tabs of a page of the machine's side: its list and its views; none where there is only the list. */
export function machineTabs(page: MachinePage, view?: string): Tab[] {
  const views = MACHINE_VIEWS[page];
  if (views.length === 0) return [];
  const list: Tab = {
    label: LISTS[page],
    href: href({ name: page }),
    current: view === undefined || views.some((v) => v.bare && v.name === view),
  };
  const tabs = views
    .filter((v) => !v.bare)
    .map((v) => ({
      label: v.label,
      href: href({ name: page, view: v.name }),
      current: v.name === view,
      ...(v.under === undefined ? {} : { under: v.under }),
    }));
  return LIST_LAST.includes(page) ? [...tabs, list] : [list, ...tabs];
}
