/** Views of a collection that somebody gave a name to. They are kept on this machine. */

/** What a collection shows and how. */
export interface Look {
  how: 'board' | 'table';
  /** One kind, or empty for all of the page. */
  kind: string;
  /** The fact whose values are the columns of the board. */
  by: string;
  /** Words of the filter. */
  text: string;
  /** One status, or empty for any. */
  status: string;
  removed: boolean;
  /** Filters of this page that are switched on; views kept before there were any have none. */
  on?: string[];
  /** Field the table is sorted by; `-` in front for descending. */
  sort: string;
  /** Columns of the table that are not shown. */
  hidden: string[];
}

/** A look with its name. */
export interface NamedView {
  name: string;
  look: Look;
}

/** The views with one more; one of the same name, in any case, is replaced where it stands. */
export function withView(views: NamedView[], name: string, look: Look): NamedView[] {
  const called = name.trim();
  const at = views.findIndex((v) => v.name.toLowerCase() === called.toLowerCase());
  if (at < 0) return [...views, { name: called, look }];
  return views.map((v, i) => (i === at ? { name: called, look } : v));
}

/** Whether two looks show the same. */
export function sameLook(a: Look, b: Look): boolean {
  const set = (words: string[] | undefined) => [...(words ?? [])].sort().join('\n');
  return (
    a.how === b.how &&
    a.kind === b.kind &&
    a.by === b.by &&
    a.text.trim() === b.text.trim() &&
    a.status === b.status &&
    a.removed === b.removed &&
    a.sort === b.sort &&
    set(a.on) === set(b.on) &&
    set(a.hidden) === set(b.hidden)
  );
}
