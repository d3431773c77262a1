/** Ideas in columns: by cluster, by team, or along what they build on. Pure. */
import type { CardDto, IdeaView } from '../host/api';

/** How ideas are laid out. */
export type By = 'cluster' | 'team' | 'chain';

/** A column of ideas. */
export interface IdeaColumn {
  /** Unique; empty for what has none. */
  key: string;
  name: string;
  /** The team, where it is one. */
  team?: CardDto;
  ideas: { idea: IdeaView; depth: number }[];
}

/** Columns by cluster or team; what has none stands last. */
export function columnsBy(ideas: readonly IdeaView[], by: By): IdeaColumn[] {
  if (by === 'chain') return chains(ideas);
  const columns = new Map<string, IdeaColumn>();
  for (const idea of ideas) {
    const key = by === 'cluster' ? idea.cluster : (idea.team?.id ?? '');
    const name = by === 'cluster' ? idea.cluster : (idea.team?.title ?? '');
    const column = columns.get(key) ?? {
      key,
      name: name === '' ? (by === 'cluster' ? 'On no pile' : 'Team not recorded') : name,
      ...(by === 'team' && idea.team ? { team: idea.team } : {}),
      ideas: [],
    };
    column.ideas.push({ idea, depth: 0 });
    columns.set(key, column);
  }
  return [...columns.values()].sort(
    (a, b) => Number(a.key === '') - Number(b.key === '') || a.name.localeCompare(b.name),
  );
}

/**
 * One column per chain: an idea, then what builds on it, deeper each time. An idea that builds on several stands
 * below the first of them; one that stands in a circle is shown once. Ideas on which nothing builds come last.
 */
function chains(ideas: readonly IdeaView[]): IdeaColumn[] {
  const known = new Map(ideas.map((i) => [i.card.id, i]));
  const under = new Map<string, IdeaView[]>();
  const roots: IdeaView[] = [];
  for (const idea of ideas) {
    const parent = idea.builds_on.find((p) => known.has(p.id) && p.id !== idea.card.id);
    if (parent) under.set(parent.id, [...(under.get(parent.id) ?? []), idea]);
    else roots.push(idea);
  }
  const seen = new Set<string>();
  const walk = (idea: IdeaView, depth: number): { idea: IdeaView; depth: number }[] => {
    if (seen.has(idea.card.id)) return [];
    seen.add(idea.card.id);
    return [{ idea, depth }, ...(under.get(idea.card.id) ?? []).flatMap((next) => walk(next, depth + 1))];
  };
  const columns: IdeaColumn[] = [];
  const alone: { idea: IdeaView; depth: number }[] = [];
  // A circle has no root; its oldest idea stands for one.
  for (const root of [...roots, ...ideas]) {
    const chain = walk(root, 0);
    if (chain.length > 1) columns.push({ key: root.card.id, name: `From ${root.card.short}`, ideas: chain });
    else alone.push(...chain);
  }
  return alone.length > 0 ? [...columns, { key: '', name: 'In no chain', ideas: alone }] : columns;
}
