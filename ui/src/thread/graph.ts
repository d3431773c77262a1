/**
 * The thread as a graph in the page: who leads to whom, what a selection lights, and the shortest
 * way from an artefact back to the words of a user. Links point from upstream to downstream; the
 * graph may hold diamonds and cycles (a loop-back reopens what led to it), so every walk remembers
 * where it has been.
 */
import type { ThreadDto, ThreadLink, ThreadNode } from '../host/api';

/** One step from a node: the link taken and the node it reaches. */
export interface Step {
  link: ThreadLink;
  node: ThreadNode;
}

/** Nodes by entity id with their links both ways. */
export interface Graph {
  root: string;
  nodes: Map<string, ThreadNode>;
  up: Map<string, Step[]>;
  down: Map<string, Step[]>;
}

/** What a selection lights. The selected node itself is in both sets of nodes. */
export interface Lit {
  up: Set<string>;
  down: Set<string>;
  links: Set<string>;
}

/** Kinds that hold the words of a user; the first is preferred, being the quote itself. */
export const WORDS = ['highlight', 'evidence'] as const;

/** Indexes a thread. Links whose ends are not both on the map are left out. */
export function graph(thread: Pick<ThreadDto, 'root' | 'nodes' | 'links'>): Graph {
  const nodes = new Map(thread.nodes.map((node) => [node.card.id, node]));
  const up = new Map<string, Step[]>();
  const down = new Map<string, Step[]>();
  for (const id of nodes.keys()) {
    up.set(id, []);
    down.set(id, []);
  }
  for (const link of thread.links) {
    const a = nodes.get(link.up);
    const b = nodes.get(link.down);
    if (!a || !b) continue;
    down.get(link.up)?.push({ link, node: b });
    up.get(link.down)?.push({ link, node: a });
  }
  const byPlace = (a: Step, b: Step): number => a.node.y - b.node.y || a.node.x - b.node.x;
  for (const steps of up.values()) steps.sort(byPlace);
  for (const steps of down.values()) steps.sort(byPlace);
  return { root: thread.root.id, nodes, up, down };
}

/** Everything upstream and downstream of a node, with the links walked. */
export function lit(g: Graph, id: string): Lit {
  const links = new Set<string>();
  const walk = (steps: Map<string, Step[]>): Set<string> => {
    const seen = new Set([id]);
    const queue = [id];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      for (const { link, node } of steps.get(at) ?? []) {
        links.add(link.id);
        if (seen.has(node.card.id)) continue;
        seen.add(node.card.id);
        queue.push(node.card.id);
      }
    }
    return seen;
  };
  return { up: walk(g.up), down: walk(g.down), links };
}

/** Whether a link belongs to a return to an earlier stage. */
export function isLoop(g: Graph, link: ThreadLink): boolean {
  return kindOf(g, link.up) === 'loop-back' || kindOf(g, link.down) === 'loop-back';
}

/**
 * The shortest way upstream from `from` to the words of a user, both ends included; empty where
 * there is none. A quote wins over the evidence it stands in; a way that does not go round a
 * loop-back wins over one that does, because it is the reason and not the detour.
 */
export function pathToWords(g: Graph, from: string): string[] {
  for (const kind of WORDS) {
    for (const loops of [false, true]) {
      const path = shortest(g, from, kind, loops);
      if (path.length > 0) return path;
    }
  }
  return [];
}

/** The links along a path of nodes (either direction), for drawing it. */
export function linksAlong(g: Graph, path: string[]): Set<string> {
  const out = new Set<string>();
  for (let i = 0; i + 1 < path.length; i += 1) {
    const here = path[i] ?? '';
    const next = path[i + 1];
    const step =
      g.up.get(here)?.find((s) => s.node.card.id === next) ??
      g.down.get(here)?.find((s) => s.node.card.id === next);
    if (step) out.add(step.link.id);
  }
  return out;
}

function shortest(g: Graph, from: string, kind: string, loops: boolean): string[] {
  if (!g.nodes.has(from)) return [];
  const before = new Map<string, string>();
  const seen = new Set([from]);
  let ring = [from];
  while (ring.length > 0) {
    const next: string[] = [];
    for (const id of ring) {
      if (kindOf(g, id) === kind) return trail(before, id);
      for (const { node } of g.up.get(id) ?? []) {
        if (seen.has(node.card.id) || (!loops && node.card.kind === 'loop-back')) continue;
        seen.add(node.card.id);
        before.set(node.card.id, id);
        next.push(node.card.id);
      }
    }
    ring = next;
  }
  return [];
}

function trail(before: Map<string, string>, end: string): string[] {
  const path = [end];
  for (let at = before.get(end); at !== undefined; at = before.get(at)) path.push(at);
  return path.reverse();
}

function kindOf(g: Graph, id: string): string {
  return g.nodes.get(id)?.card.kind ?? '';
}
