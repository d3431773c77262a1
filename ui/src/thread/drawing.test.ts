import { describe, expect, it } from 'vitest';
import { thread } from './fixture';
import { EMPTY_LANE, squeeze } from './squeeze';
import { toSvg, wrap, type Ink } from './svg';
import { caption, extent, footnote, spoken } from './words';
import { card } from './fixture';

const ink: Ink = {
  paper: '#fff',
  panel: '#fff',
  ink: '#000',
  ink2: '#555',
  line: '#ccc',
  stages: { ideate: '#b59a00' },
};

describe('empty lanes', () => {
  const t = thread(['a:idea', 'b:bundle'], ['a>b']);
  t.lanes = [0, 200, 400].map((x, i) => ({ stage: `s${i}`, label: `S${i}`, x, w: 200 }));
  t.width = 600;
  const [a, b] = t.nodes;
  if (a && b) {
    a.lane = 0;
    a.x = 16;
    b.lane = 2;
    b.x = 416;
  }
  if (t.links[0])
    t.links[0].points = [
      [164, 10],
      [200, 10],
      [400, 10],
      [416, 10],
    ];

  it('are narrowed, and everything right of them moves along', () => {
    const s = squeeze(t);
    const saved = 200 - EMPTY_LANE;
    expect(s.width).toBe(600 - saved);
    expect(s.nodes.map((n) => n.x)).toEqual([16, 416 - saved]);
    expect(s.links[0]?.points[3]?.[0]).toBe(416 - saved);
    expect(s.lanes.map((l) => l.w)).toEqual([200, EMPTY_LANE, 200]);
  });

  it('leave the thread as it is where every lane is used', () => {
    const full = thread(['a:idea'], []);
    full.lanes = [{ stage: 'ideate', label: 'Ideate', x: 0, w: 180 }];
    expect(squeeze(full)).toBe(full);
  });
});

describe('the map as SVG', () => {
  it('cannot be broken out of by a title', () => {
    const t = thread(['a:idea'], []);
    if (t.nodes[0]) t.nodes[0].card.title = '</text><script>alert("x")</script> & more';
    const svg = toSvg(t, ink, () => 'team', 'Thread of <a>');
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;/text&gt;');
  });

  it('dashes what belongs to a return to an earlier stage, and nothing else', () => {
    const t = thread(['a:idea', 'l:loop-back', 'b:idea'], ['l>a', 'a>b']);
    for (const link of t.links)
      link.points = [
        [0, 0],
        [10, 10],
      ];
    expect(toSvg(t, ink, () => 'team', '').match(/stroke-dasharray="5 4"/g)?.length).toBe(1);
  });

  it('breaks titles at spaces and says where something is left out', () => {
    expect(wrap('one two three four', 9, 2)).toEqual(['one two', 'three …']);
    expect(wrap('one two', 9, 2)).toEqual(['one two']);
    expect(wrap('0123456789abcdef', 9, 2)).toEqual(['01234567…']);
  });
});

describe('what a card says', () => {
  it('names the outcome before anything else', () => {
    const c = card('IDE-3', 'idea');
    c.facts = [{ label: 'fidelity', text: 'baseline' }];
    expect(caption(c)).toBe('IDE-3 · baseline');
    expect(footnote(c)).toBe('');
    c.outcome = { word: 'rejected', decision: 'd', short: 'DEC-2' };
    expect(caption(c)).toBe('IDE-3 · rejected');
    expect(footnote(c)).toBe('baseline');
  });

  it('says what a yes is about, and leaves out a no and what only identifies', () => {
    const c = card('COD-3', 'code-version');
    c.facts = [
      { label: 'Commit', text: '4e1f9aa' },
      { label: 'Open source', text: 'no' },
      { label: 'Dirty', text: 'yes' },
    ];
    expect(caption(c)).toBe('COD-3 · dirty');
    c.facts = [{ label: 'Rows', text: '1,200' }];
    expect(caption(c)).toBe('COD-3 · rows 1,200');
  });

  it('tells a screen reader what it is, what became of it and what surrounds it', () => {
    const c = card('IDE-3', 'idea', 'Swipe deck');
    c.outcome = { word: 'rejected', decision: 'd', short: 'DEC-2' };
    expect(spoken(c, 'Idea', { up: new Set(['x', 'IDE-3']), down: new Set(['IDE-3']) })).toBe(
      'Idea. rejected by DEC-2. 1 upstream, 0 downstream',
    );
  });

  it('says how far the thread reaches', () => {
    expect(extent(19, 4)).toBe('19 back, 4 forward');
    expect(extent(1, 0)).toBe('1 back');
    expect(extent(0, 0)).toBe('nothing linked yet');
  });
});
