/**
 * Where an arrow key leads on the map. Left goes one step upstream, right one step downstream, up
 * and down go to the neighbour in the same column. Left follows the way to the user's words where
 * there is one, so that holding the key always ends at them; right goes back the way one came.
 */
import { pathToWords, type Graph } from './graph';

/** An arrow key. */
export type Arrow = 'left' | 'right' | 'up' | 'down';

/** Arrows by the name of their key. */
export const ARROWS: Readonly<Record<string, Arrow>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The node an arrow leads to, or undefined where it leads nowhere. `came` lists the nodes visited so far. */
export function step(g: Graph, from: string, arrow: Arrow, came: readonly string[] = []): string | undefined {
  if (arrow === 'up' || arrow === 'down') return vertical(g, from, arrow);
  const sideways = (arrow === 'left' ? g.up : g.down).get(from) ?? [];
  const ids = sideways.map((s) => s.node.card.id);
  const last = came[came.length - 1];
  if (last !== undefined && ids.includes(last)) return last;
  if (arrow === 'left') {
    const next = pathToWords(g, from)[1];
    if (next !== undefined) return next;
  }
  return nearest(g, from, ids);
}

function vertical(g: Graph, from: string, arrow: 'up' | 'down'): string | undefined {
  const here = g.nodes.get(from);
  if (!here) return undefined;
  const sign = arrow === 'down' ? 1 : -1;
  let best: { id: string; far: number } | undefined;
  for (const node of g.nodes.values()) {
    if (node.lane !== here.lane || node.card.id === from) continue;
    const dy = (node.y + node.h / 2 - here.y - here.h / 2) * sign;
    if (dy <= 0) continue;
    const far = dy + Math.abs(node.x - here.x) * 2;
    if (!best || far < best.far) best = { id: node.card.id, far };
  }
  return best?.id;
}

function nearest(g: Graph, from: string, ids: string[]): string | undefined {
  const here = g.nodes.get(from);
  let best: { id: string; far: number } | undefined;
  for (const id of ids) {
    const node = g.nodes.get(id);
    if (!here || !node) continue;
    const far = Math.abs(node.y + node.h / 2 - here.y - here.h / 2) + Math.abs(node.x - here.x) / 4;
    if (!best || far < best.far) best = { id, far };
  }
  return best?.id;
}
