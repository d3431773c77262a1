/** What is done with a cause in the tree, as arguments of the commands. Pure. */
import type { AddArgs, CauseView, NewLink, SetArgs } from '../host/api';
import type { FormValue } from '../forms/values';

/** A new answer to “why?”: below a cause, or directly below the problem. */
export function deeper(problem: string, above: string | undefined, form: FormValue): Partial<AddArgs> {
  const links: NewLink[] = [{ type: 'cause-of', other: problem, out: true, fields: {} }];
  if (above !== undefined) links.push({ type: 'because-of', other: above, out: false, fields: {} });
  for (const pick of form.refs['evidence'] ?? [])
    links.push({ type: 'shown-by', other: pick.id, out: true, fields: {} });
  const reason = form.reason?.trim();
  return {
    kind: 'cause',
    fields: { title: form.fields['title'] ?? null },
    links,
    ...(reason ? { reason } : {}),
  };
}

/** Those under the same cause, in order. */
export function siblings(rows: readonly CauseView[], of: CauseView): CauseView[] {
  return rows.filter((r) => r.parent === of.parent);
}

/** Moves a cause one up or down among its siblings; nothing where it stands at that end already. */
export function moved(
  problem: string,
  rows: readonly CauseView[],
  row: CauseView,
  by: -1 | 1,
): Partial<SetArgs> | undefined {
  const all = siblings(rows, row);
  const at = all.findIndex((r) => r.card.id === row.card.id);
  const target = at + by;
  if (at < 0 || target < 0 || target >= all.length) return undefined;
  const before = all[by < 0 ? target : target + 1]?.card.id ?? '';
  return {
    id: row.card.id,
    fields: {},
    unlinks: [],
    links: [{ type: 'cause-of', other: problem, out: true, fields: {}, before }],
  };
}
