/** The columns of a table of artefacts. */
import type { CardDto } from '../host/api';
import { exactWords, factWords } from '../words';

/** One column. */
export interface Column {
  /** Stable name. */
  name: string;
  label: string;
  /** Field to sort by, where the host can. */
  sort?: string;
  /** Plain text of the cell. */
  text: (card: CardDto) => string;
}

const FIXED: Column[] = [
  { name: 'short', label: 'Id', sort: 'number', text: (c) => c.short },
  { name: 'title', label: 'Title', sort: 'title', text: (c) => c.title },
];
const REST: Column[] = [
  { name: 'status', label: 'Status', sort: 'status', text: (c) => c.status ?? '' },
  {
    name: 'outcome',
    label: 'Outcome',
    text: (c) => (c.outcome ? `${c.outcome.word} (${c.outcome.short})` : ''),
  },
  { name: 'tags', label: 'Tags', text: (c) => c.tags.join(', ') },
  { name: 'created', label: 'Recorded', sort: 'created_at', text: (c) => exactWords(c.created_at) },
  { name: 'updated', label: 'Changed', sort: 'updated_at', text: (c) => exactWords(c.updated_at) },
];

/**
 * The columns for these rows: id, title, kind where there are several, one column for each fact the
 * rows show, then what every artefact has.
 * @param sortable Field name by fact label, where the host can sort by it.
 * @param always Labels of facts that have a column even where no row shows them.
 */
export function columnsFor(
  rows: CardDto[],
  kindLabel: ((kind: string) => string) | undefined,
  sortable: Map<string, string>,
  always: string[] = [],
): Column[] {
  const labels: string[] = [...always];
  for (const row of rows)
    for (const fact of row.facts) if (!labels.includes(fact.label)) labels.push(fact.label);
  // A column that would be empty says nothing.
  const rest = REST.filter((c) => c.name !== 'outcome' || rows.some((r) => r.outcome));
  // Facts of several kinds have little in common: they share one column.
  if (kindLabel) {
    return [
      ...FIXED,
      { name: 'kind', label: 'Kind', sort: 'kind', text: (c) => kindLabel(c.kind) },
      {
        name: 'facts',
        label: 'Details',
        text: (c) =>
          c.facts
            .map((f) => factWords(f))
            .filter(Boolean)
            .join(' · '),
      },
      ...rest,
    ];
  }
  const facts = labels.slice(0, 8).map((label): Column => {
    const sort = sortable.get(label);
    const column: Column = {
      name: `fact:${label}`,
      label,
      text: (c) => c.facts.find((f) => f.label === label)?.text ?? '',
    };
    return sort === undefined ? column : { ...column, sort };
  });
  return [...FIXED, ...facts, ...rest];
}

/** Columns hidden until somebody asks for them. */
export const HIDDEN_AT_FIRST = ['created', 'tags'];
