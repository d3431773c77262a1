import type { AtDto, CardDto } from '../host/api';
import { call } from '../host/host';
import type { Query } from './pages.svelte';

/** Rows asked for at once. */
export const STEP = 1000;

/**
 * Every card of a list of which one shows all, such as people or releases, however many there are: as they are now,
 * unless another moment is named.
 */
export async function every(query: Query, at: AtDto = { mode: 'now' }): Promise<CardDto[]> {
  const rows: CardDto[] = [];
  for (;;) {
    const page = await call('artefact.list', {
      ...query,
      offset: rows.length,
      limit: STEP,
      at,
    });
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= page.total) return rows;
  }
}
