import { describe, expect, it } from 'vitest';
import { net } from './fixture';
import { foldable, outline, rows, toMarkdown, type Line } from './outline';

function text(lines: readonly Line[], indent = ''): string[] {
  return lines.flatMap((l) => [
    `${indent}${l.card.id}${l.again ? '*' : ''}`,
    ...text(l.children, `${indent} `),
  ]);
}

describe('the outline', () => {
  it('nests what led here and what came of it', () => {
    const g = net(['m:model-version', 'p:prototype', 'i:idea', 'b:bundle'], ['i>p', 'p>m', 'm>b']);
    const o = outline(g);
    expect(text(o?.up ?? [])).toEqual(['p', ' i']);
    expect(text(o?.down ?? [])).toEqual(['b']);
  });

  it('leaves out the half that was not asked for', () => {
    const g = net(['m:model-version', 'p:prototype', 'b:bundle'], ['p>m', 'm>b']);
    expect(outline(g, 'back')?.down).toEqual([]);
    expect(outline(g, 'forward')?.up).toEqual([]);
  });

  it('opens a diamond out once and points to it from the other side', () => {
    const g = net(
      ['d:bundle', 'b:idea', 'c:idea', 'a:problem', 's:insight'],
      ['a>b', 'a>c', 'b>d', 'c>d', 's>a'],
    );
    expect(text(outline(g)?.up ?? [])).toEqual(['b', ' a', '  s', 'c', ' a*']);
  });

  it('opens an artefact out at its shortest way from the root', () => {
    const g = net(['d:bundle', 'b:idea', 'a:problem', 's:insight'], ['a>b', 'b>d', 'a>d', 's>a']);
    expect(text(outline(g)?.up ?? [])).toEqual(['b', ' a*', 'a', ' s']);
  });

  it('ends on a cycle, also on one through the root', () => {
    const g = net(['a:idea', 'b:experiment', 'l:loop-back'], ['a>b', 'b>l', 'l>a']);
    expect(text(outline(g)?.down ?? [])).toEqual(['b', ' l', '  a*']);
  });

  it('holds every link of a deep ladder of diamonds without growing beyond the links', () => {
    const nodes = ['r:bundle'];
    const links: string[] = [];
    let below = ['r'];
    for (let i = 0; i < 30; i += 1) {
      const pair = [`a${i}`, `b${i}`];
      nodes.push(`a${i}:idea`, `b${i}:idea`);
      for (const up of pair) for (const down of below) links.push(`${up}>${down}`);
      below = pair;
    }
    const o = outline(net(nodes, links), 'back');
    expect(text(o?.up ?? []).length).toBe(links.length);
  });

  it('joins several links between the same two into one line', () => {
    const g = net(['m:model-version', 'd:data-version'], ['d>m', 'd>m']);
    expect(outline(g)?.up.length).toBe(1);
  });

  it('gives every line a key of its own', () => {
    const g = net(['d:bundle', 'b:idea', 'c:idea', 'a:problem'], ['a>b', 'a>c', 'b>d', 'c>d']);
    const keys = rows(outline(g)?.up ?? [], new Set()).map((r) => r.line.key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the rows of the tree', () => {
  const g = net(['m:model-version', 'p:prototype', 'i:idea', 'c:code-version'], ['i>p', 'p>m', 'c>m']);

  it('carry level, place and parent for a screen reader', () => {
    const list = rows(outline(g)?.up ?? [], new Set());
    expect(list.map((r) => [r.line.card.id, r.level, r.place, r.of])).toEqual([
      ['p', 1, 1, 2],
      ['i', 2, 1, 1],
      ['c', 1, 2, 2],
    ]);
    expect(list[1]?.parent).toBe(list[0]?.line.key);
  });

  it('hide what is folded away', () => {
    const lines = outline(g)?.up ?? [];
    expect(foldable(lines).length).toBe(1);
    expect(rows(lines, new Set(foldable(lines))).map((r) => r.line.card.id)).toEqual(['p', 'c']);
  });
});

describe('the outline as Markdown', () => {
  it('is a nested list under two headings, with the moment it is told for', () => {
    const g = net(['m:model-version', 'p:prototype', 'i:idea', 'b:bundle'], ['i>p', 'p>m', 'm>b']);
    const o = outline(g);
    expect(o && toMarkdown(o, '14 Nov 2026')).toBe(
      '# Thread of m model-version m\n\nAs of 14 Nov 2026.\n\n## What led here\n\n- p prototype p (leads to)\n  - i idea i (leads to)\n\n## What came of it\n\n- b bundle b (leads to)\n',
    );
  });

  it('keeps a title from being read as Markdown', () => {
    const g = net(['m:model-version'], []);
    const node = g.nodes.get('m');
    if (node) node.card.title = 'a *b* [c](d) `e`\nf';
    const o = outline(g);
    expect(o && toMarkdown(o)).toContain('a \\*b\\* \\[c\\](d) \\`e\\` f');
  });
});
