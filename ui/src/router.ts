/** Routes live in the hash: `#/stage/define`, `#/stage/define/ranking`, `#/artefact/PRB-12`, `#/search?q=dinner`. */

import { MACHINE_VIEWS, STAGE_VIEWS } from './stages/views';

/** The lanes of the map, left to right. */
export const STAGES = ['empathise', 'define', 'ideate', 'prototype', 'test', 'build', 'live'] as const;
/** Name of a lane. */
export type StageName = (typeof STAGES)[number];

/** Every stage with a page: the lanes, then what frames them and what belongs to any of them. */
export const STAGE_PAGES = [...STAGES, 'frame', 'any'] as const;
/** Name of a stage with a page. */
export type StagePage = (typeof STAGE_PAGES)[number];

/** Pages of the machine's side and of the record; each has views beside its list, see `stages/views.ts`. */
export const MACHINE_PAGES = ['versions', 'deployments', 'system', 'history', 'audit', 'dossier'] as const;
/** Name of a page of the machine's side. */
export type MachinePage = (typeof MACHINE_PAGES)[number];

/** Where the page is. */
export type Route =
  | {
      name: 'start' | 'overview' | 'readiness' | 'decisions' | 'review' | 'people' | 'heard';
    }
  /** Without a view: everything recorded in the stage, on the board or in the table. */
  | {
      name: 'stage';
      stage: StagePage;
      view?: string;
      /** What the view shows, of those it can show: an artefact. */
      of?: string;
    }
  /** Without a view: the list. */
  | {
      name: MachinePage;
      view?: string;
      /** What the view shows, of those it can show: an artefact. */
      of?: string;
      /** What it is compared with. */
      with?: string;
    }
  /** With a place: the part of it that is shown first, such as a highlight of evidence. */
  | { name: 'decision' | 'artefact'; id: string; at?: string }
  | { name: 'thread'; id: string | undefined }
  | { name: 'search'; q: string }
  | { name: 'lost'; hash: string };

const PLAIN = ['start', 'readiness', 'decisions', 'review', 'people', 'heard'] as const;

/** The name of every route there is. */
export const ROUTE_NAMES = [
  'overview',
  ...PLAIN,
  ...MACHINE_PAGES,
  'stage',
  'decision',
  'artefact',
  'thread',
  'search',
  'lost',
] as const satisfies readonly Route['name'][];

/** Reads a hash (`#/…`); anything unknown is `lost`, never an exception. */
export function parseRoute(hash: string): Route {
  const bare = hash.replace(/^#/, '').replace(/^\//, '');
  const [path = '', query = ''] = split(bare, '?');
  const parts = path
    .split('/')
    .filter((p) => p !== '')
    .map(decode);
  const [head, arg] = parts;
  if (head === undefined) return { name: 'overview' };
  if (parts.length === 1) {
    const plain = PLAIN.find((p) => p === head);
    if (plain) return { name: plain };
    if (head === 'thread') return { name: 'thread', id: undefined };
    // The page that was called so is the first of the auditor's.
    if (head === 'record') return { name: 'audit' };
    if (head === 'search') return { name: 'search', q: new URLSearchParams(query).get('q') ?? '' };
  }
  const [, , third] = parts;
  const asked = new URLSearchParams(query);
  const at = asked.get('at');
  const of = asked.get('of');
  const other = asked.get('with');
  const machine = MACHINE_PAGES.find((p) => p === head);
  // The dossier of a thing is the same page as that of the release.
  if (machine && parts.length === 1) return { name: machine, ...(machine === 'dossier' && of ? { of } : {}) };
  if (machine && parts.length === 2 && MACHINE_VIEWS[machine].some((v) => v.name === arg))
    return {
      name: machine,
      ...(arg === undefined ? {} : { view: arg }),
      ...(of ? { of } : {}),
      ...(other ? { with: other } : {}),
    };
  if (parts.length === 3 && head === 'stage' && third !== undefined) {
    const stage = STAGE_PAGES.find((s) => s === arg);
    if (stage && STAGE_VIEWS[stage]?.some((v) => v.name === third))
      return { name: 'stage', stage, view: third, ...(of ? { of } : {}) };
  }
  if (parts.length === 2 && arg !== undefined) {
    const stage = STAGE_PAGES.find((s) => s === arg);
    if (head === 'stage' && stage) return { name: 'stage', stage };
    if (head === 'decision' || head === 'artefact') return { name: head, id: arg, ...(at ? { at } : {}) };
    if (head === 'thread') return { name: 'thread', id: arg };
  }
  return { name: 'lost', hash };
}

/** The hash of a route. */
export function href(route: Route): string {
  switch (route.name) {
    case 'overview':
      return '#/';
    case 'stage':
      return `#/stage/${route.stage}${route.view === undefined ? '' : `/${route.view}`}${asking('of', route.of)}`;
    case 'versions':
    case 'deployments':
    case 'system':
    case 'history':
    case 'audit':
    case 'dossier': {
      const of = asking('of', route.of);
      const other = route.with === undefined ? '' : asking('with', route.with).replace('?', of ? '&' : '?');
      return `#/${route.name}${route.view === undefined ? '' : `/${route.view}`}${of}${other}`;
    }
    case 'decision':
    case 'artefact':
      return `#/${route.name}/${encodeURIComponent(route.id)}${asking('at', route.at)}`;
    case 'thread':
      return route.id === undefined ? '#/thread' : `#/thread/${encodeURIComponent(route.id)}`;
    case 'search':
      return `#/search?q=${encodeURIComponent(route.q)}`;
    case 'lost':
      return route.hash;
    default:
      return `#/${route.name}`;
  }
}

/** The page of an artefact: a decision has a page of its own. */
export function artefactHref(card: { id: string; kind: string }): string {
  return href({ name: card.kind === 'decision' ? 'decision' : 'artefact', id: card.id });
}

/** An artefact's address, `throughline://<workspace>/<entity>`, if the text is one. */
export function readAddress(text: string): { workspace: string; entity: string } | undefined {
  const m = /^throughline:\/\/([^/?#\s]+)\/([^/?#\s]+)\/?$/i.exec(text.trim());
  return m?.[1] && m[2] ? { workspace: m[1].toLowerCase(), entity: decode(m[2]) } : undefined;
}

function asking(name: string, value: string | undefined): string {
  return value === undefined ? '' : `?${name}=${encodeURIComponent(value)}`;
}

function split(text: string, at: string): [string, string] {
  const i = text.indexOf(at);
  return i < 0 ? [text, ''] : [text.slice(0, i), text.slice(i + 1)];
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
