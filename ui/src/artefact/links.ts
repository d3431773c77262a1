import type { FieldDto, LinkTypeDto, LinkView } from '../host/api';

/** Links of one direction of the flow, by their words. */
export interface LinkGroup {
  flow: 'up' | 'down' | 'none';
  title: string;
  labels: { label: string; links: LinkView[] }[];
}

const TITLES = { up: 'Led here', down: 'Came of it', none: 'Beside it' } as const;

/** Upstream first, then downstream, then the rest; within each by the words of the link, removed ones last. */
export function grouped(links: LinkView[]): LinkGroup[] {
  const groups: LinkGroup[] = [];
  for (const flow of ['up', 'down', 'none'] as const) {
    const mine = links.filter((l) => (l.flow === 'up' || l.flow === 'down' ? l.flow : 'none') === flow);
    if (mine.length === 0) continue;
    const labels = [...new Set(mine.map((l) => l.label))].map((label) => ({
      label,
      links: mine.filter((l) => l.label === label).sort((a, b) => Number(a.removed) - Number(b.removed)),
    }));
    groups.push({ flow, title: TITLES[flow], labels });
  }
  return groups;
}

/** What a link says by its own fields, such as "Margin 0.5", in the order of its table. Long texts are not among it. */
export function factsOf(link: LinkView, type: LinkTypeDto | undefined, except: string[] = []): string[] {
  return (type?.fields ?? [])
    .filter((field) => field.type.is !== 'text' && !except.includes(field.name))
    .flatMap((field) => {
      const value = link.fields[field.name];
      return value === undefined || value === null || value === ''
        ? []
        : [`${field.label} ${typeof value === 'string' ? value : JSON.stringify(value)}`];
    });
}

/**
 * The links that no field shows. A removed one stays: its field leaves it out, and here it can be seen
 * that it was there.
 */
export function besideFields(links: LinkView[], fields: readonly FieldDto[]): LinkView[] {
  const shown = new Set(
    fields.flatMap(({ type }) => (type.is === 'ref' ? [`${type.link} ${String(type.out)}`] : [])),
  );
  return links.filter((l) => l.removed || !shown.has(`${l.type} ${String(l.out)}`));
}

/** One way a kind can be linked. */
export interface Way {
  type: string;
  /** In words from this end. */
  label: string;
  /** Whether this kind is the `from` end. */
  out: boolean;
  /** Kinds at the other end; empty for any. */
  kinds: string[];
}

/** Every way this kind can be linked, in both directions, without what the record keeps for itself. */
export function waysOf(kind: string, types: LinkTypeDto[], recordKinds: ReadonlySet<string>): Way[] {
  const ways: Way[] = [];
  for (const type of types) {
    const record = type.from.length > 0 && type.from.every((k) => recordKinds.has(k));
    if (record) continue;
    const from = type.from.length === 0 || type.from.includes(kind);
    const to = type.to.length === 0 || type.to.includes(kind);
    if (from) ways.push({ type: type.name, label: type.label, out: true, kinds: type.to });
    if (to && !(from && type.label === type.inverse))
      ways.push({ type: type.name, label: type.inverse, out: false, kinds: type.from });
  }
  return ways;
}
