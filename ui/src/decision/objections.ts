/** Objections without an answer, counted by decision. */
import type { AtDto } from '../host/api';
import { call } from '../host/host';

/** How many objections are looked at; beyond this nobody reads a log by its objections. */
const MOST = 300;

/** Entity id of a decision → how many objections to it have no answer. */
export async function openByDecision(at: AtDto): Promise<Map<string, number>> {
  const list = await call('artefact.list', {
    kinds: ['stance'],
    where: [{ field: 'position', op: '=', value: 'object' }],
    limit: MOST,
    at,
  });
  const pages = await Promise.all(list.rows.map((row) => call('artefact.get', { id: row.id, at })));
  const out = new Map<string, number>();
  for (const page of pages) {
    const answer = page.fields.find((f) => f.name === 'answer')?.value;
    if (typeof answer === 'string' && answer.trim() !== '') continue;
    for (const link of page.links) {
      if (link.type !== 'on' || !link.out || link.removed) continue;
      out.set(link.other.id, (out.get(link.other.id) ?? 0) + 1);
    }
  }
  return out;
}
