/** Which decisions explain why an artefact exists. */
import type { Graph } from './graph';

/**
 * The decisions that bear on an artefact directly; where there are none, the nearest ones upstream,
 * because they are the reason it is there at all. At most `most`, nearest first.
 */
export function reasons(g: Graph, id: string, most = 3): { id: string; steps: number }[] {
  const out: { id: string; steps: number }[] = [];
  const seen = new Set([id]);
  let ring = [id];
  for (let steps = 1; ring.length > 0 && out.length === 0; steps += 1) {
    const next: string[] = [];
    for (const at of ring) {
      for (const { node } of g.up.get(at) ?? []) {
        if (seen.has(node.card.id)) continue;
        seen.add(node.card.id);
        next.push(node.card.id);
        if (node.card.kind === 'decision') out.push({ id: node.card.id, steps });
      }
    }
    ring = next;
  }
  return out.slice(0, most);
}
