/**
 * The thread as a nested tree: the same data as the map, for reading, for a screen reader and for
 * taking along as Markdown. An artefact that is reached by several ways is opened out once, where
 * it is met first; everywhere else it is a line that says where to find it. So a thread with
 * diamonds stays as long as it has links, and a cycle ends.
 */
import type { CardDto } from '../host/api';
import type { Graph, Step } from './graph';

/** A line of the outline. */
export interface Line {
  /** Unique in the tree: the way from its root. */
  key: string;
  card: CardDto;
  /** How it hangs on the line above it; empty for the root. */
  label: string;
  /** `up` below "What led here", `down` below "What came of it". */
  side: 'up' | 'down' | 'root';
  children: Line[];
  /** True where the artefact is opened out elsewhere in this tree. */
  again: boolean;
}

/** What the outline shows. */
export type Direction = 'back' | 'forward' | 'both';

/** The two halves of an outline. */
export interface Outline {
  root: CardDto;
  up: Line[];
  down: Line[];
}

/** A line with its place, as a tree widget shows it. */
export interface Row {
  line: Line;
  level: number;
  /** 1-based place among its siblings, and how many there are. */
  place: number;
  of: number;
  parent: string | undefined;
  open: boolean;
}

/** Builds the outline around `from` (the root of the thread where left out). */
export function outline(g: Graph, direction: Direction = 'both', from: string = g.root): Outline | undefined {
  const root = g.nodes.get(from);
  if (!root) return undefined;
  return {
    root: root.card,
    up: direction === 'forward' ? [] : half(g, from, 'up'),
    down: direction === 'back' ? [] : half(g, from, 'down'),
  };
}

/**
 * One half. Breadth first decides where an artefact is opened out, so that it stands at its
 * shortest way from the root and not at the end of the longest.
 */
function half(g: Graph, from: string, side: 'up' | 'down'): Line[] {
  const steps = side === 'up' ? g.up : g.down;
  const opened = new Set([from]);
  const make = (parent: string, parentKey: string): Line[] =>
    merge(steps.get(parent) ?? []).map(({ card, label }) => ({
      key: `${parentKey}/${card.id}`,
      card,
      label,
      side,
      children: [],
      again: true,
    }));
  const top = make(from, side);
  let ring = top;
  while (ring.length > 0) {
    const next: Line[] = [];
    for (const line of ring) {
      if (opened.has(line.card.id)) continue;
      opened.add(line.card.id);
      line.again = false;
      line.children = make(line.card.id, line.key);
      next.push(...line.children);
    }
    ring = next;
  }
  return top;
}

/** Several links between the same two artefacts make one line with both words. */
function merge(steps: Step[]): { card: CardDto; label: string }[] {
  const by = new Map<string, { card: CardDto; labels: Set<string> }>();
  for (const { node, link } of steps) {
    const entry = by.get(node.card.id) ?? { card: node.card, labels: new Set<string>() };
    entry.labels.add(link.label);
    by.set(node.card.id, entry);
  }
  return [...by.values()].map(({ card, labels }) => ({ card, label: [...labels].join(', ') }));
}

/** The lines that are visible when the lines of `closed` are folded away. */
export function rows(lines: readonly Line[], closed: ReadonlySet<string>): Row[] {
  const out: Row[] = [];
  const visit = (siblings: readonly Line[], level: number, parent: string | undefined): void => {
    siblings.forEach((line, i) => {
      const open = line.children.length > 0 && !closed.has(line.key);
      out.push({ line, level, place: i + 1, of: siblings.length, parent, open });
      if (open) visit(line.children, level + 1, line.key);
    });
  };
  visit(lines, 1, undefined);
  return out;
}

/** Keys of every line that can be folded. */
export function foldable(lines: readonly Line[]): string[] {
  return lines.flatMap((line) => (line.children.length > 0 ? [line.key, ...foldable(line.children)] : []));
}

/** The outline as Markdown: nested lists under two headings. */
export function toMarkdown(o: Outline, asOf?: string): string {
  const out = [`# Thread of ${name(o.root)}`, ''];
  if (asOf) out.push(`As of ${asOf}.`, '');
  const write = (lines: readonly Line[], indent: string): void => {
    for (const line of lines) {
      const again = line.again ? ' (opened out elsewhere)' : '';
      const outcome = line.card.outcome ? `, ${line.card.outcome.word} by ${line.card.outcome.short}` : '';
      out.push(`${indent}- ${name(line.card)}${outcome} (${line.label})${again}`);
      write(line.children, `${indent}  `);
    }
  };
  if (o.up.length > 0) {
    out.push('## What led here', '');
    write(o.up, '');
    out.push('');
  }
  if (o.down.length > 0) {
    out.push('## What came of it', '');
    write(o.down, '');
    out.push('');
  }
  return out.join('\n');
}

function name(card: CardDto): string {
  return `${card.short} ${escape(card.title)}`.trim();
}

/** Keeps a title from being read as Markdown. */
function escape(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/([\\`*_[\]<>])/g, '\\$1');
}
