/** Small threads for the unit tests of this folder. Not part of the app's bundle. */
import type { CardDto, ThreadDto, ThreadNode } from '../host/api';
import { graph, type Graph } from './graph';

/** A card with the least it needs. */
export function card(id: string, kind: string, title = `${kind} ${id}`): CardDto {
  return {
    id,
    short: id,
    kind,
    title,
    stage: 'build',
    facts: [],
    tags: [],
    removed: false,
    created_at: '2026-08-01T09:00:00Z',
    updated_at: '2026-08-01T09:00:00Z',
  };
}

/** A thread of `id:kind` nodes and `up>down` links, one column per node in the order given. */
export function thread(nodes: string[], links: string[]): ThreadDto {
  const made: ThreadNode[] = nodes.map((text, i) => {
    const [id = '', kind = ''] = text.split(':');
    return { card: card(id, kind), depth: 0, lane: i, x: i * 200, y: 0, w: 160, h: 70 };
  });
  const first = made[0];
  if (!first) throw new Error('a thread has a root');
  return {
    root: first.card,
    nodes: made,
    links: links.map((text) => {
      const [up = '', down = ''] = text.split('>');
      return { id: text, type: 't', label: 'leads to', up, down, points: [] };
    }),
    lanes: [],
    width: 0,
    height: 0,
    back: 0,
    forward: 0,
  };
}

/** The same, indexed. */
export function net(nodes: string[], links: string[]): Graph {
  return graph(thread(nodes, links));
}
