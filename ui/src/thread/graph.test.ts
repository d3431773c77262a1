import { describe, expect, it } from 'vitest';
import { graph, isLoop, linksAlong, lit, pathToWords } from './graph';
import { net, thread } from './fixture';

describe('what a selection lights', () => {
  it('lights upstream and downstream and leaves siblings dark', () => {
    const g = net(
      ['m:model-version', 'p:prototype', 'i:idea', 'x:idea', 'b:bundle', 'q:prototype'],
      ['i>p', 'p>m', 'm>b', 'x>q'],
    );
    const { up, down, links } = lit(g, 'm');
    expect([...up].sort()).toEqual(['i', 'm', 'p']);
    expect([...down].sort()).toEqual(['b', 'm']);
    expect([...links].sort()).toEqual(['i>p', 'm>b', 'p>m']);
  });

  it('does not turn round: what else an ancestor led to stays dark', () => {
    const g = net(['m:model-version', 'p:problem', 'i:idea', 'j:idea'], ['p>i', 'p>j', 'i>m']);
    expect(lit(g, 'm').up.has('j')).toBe(false);
    expect(lit(g, 'm').links.has('p>j')).toBe(false);
  });

  it('walks each side of a diamond and both its links once', () => {
    const g = net(['d:bundle', 'a:problem', 'b:idea', 'c:idea'], ['a>b', 'a>c', 'b>d', 'c>d']);
    expect(lit(g, 'd').links.size).toBe(4);
    expect(lit(g, 'd').up.size).toBe(4);
  });

  it('ends on a cycle', () => {
    const g = net(['a:idea', 'b:experiment', 'l:loop-back'], ['a>b', 'b>l', 'l>a']);
    expect([...lit(g, 'a').up].sort()).toEqual(['a', 'b', 'l']);
    expect([...lit(g, 'a').down].sort()).toEqual(['a', 'b', 'l']);
  });

  it('ignores links to artefacts that are not on the map', () => {
    expect(graph(thread(['a:idea'], ['gone>a'])).up.get('a')).toEqual([]);
  });
});

describe('the path to the words of a user', () => {
  it('is the shortest upstream path and holds both ends', () => {
    const g = net(
      [
        'm:model-version',
        'p:prototype',
        'i:idea',
        'r:problem',
        's:insight',
        'h:highlight',
        'e:evidence',
        'k:problem',
      ],
      ['e>h', 'h>s', 's>r', 'r>i', 'i>p', 'p>m', 's>k', 'k>r'],
    );
    expect(pathToWords(g, 'm')).toEqual(['m', 'p', 'i', 'r', 's', 'h']);
  });

  it('prefers a quote to nearer evidence without one', () => {
    const g = net(['d:decision', 'e:evidence', 'i:insight', 'h:highlight'], ['e>d', 'i>d', 'h>i']);
    expect(pathToWords(g, 'd')).toEqual(['d', 'i', 'h']);
  });

  it('falls back to evidence where nobody marked a quote', () => {
    expect(pathToWords(net(['d:decision', 'e:evidence'], ['e>d']), 'd')).toEqual(['d', 'e']);
  });

  it('never leads downstream', () => {
    expect(pathToWords(net(['p:persona', 'e:evidence', 'h:highlight'], ['p>e', 'e>h']), 'p')).toEqual([]);
  });

  it('goes round a loop-back only where there is no other way', () => {
    const around = ['a:idea', 'l:loop-back', 'h:highlight', 'x:problem', 'y:insight', 'z:highlight'];
    expect(pathToWords(net(around, ['l>a', 'h>l', 'x>a', 'y>x', 'z>y']), 'a')).toEqual(['a', 'x', 'y', 'z']);
    expect(pathToWords(net(around, ['l>a', 'h>l']), 'a')).toEqual(['a', 'l', 'h']);
  });

  it('ends on a cycle without words', () => {
    expect(pathToWords(net(['a:idea', 'b:idea'], ['a>b', 'b>a']), 'a')).toEqual([]);
  });

  it('is one step long on the quote itself, and empty for an unknown artefact', () => {
    const g = net(['h:highlight'], []);
    expect(pathToWords(g, 'h')).toEqual(['h']);
    expect(pathToWords(g, 'nobody')).toEqual([]);
  });

  it('names the links it goes along', () => {
    const g = net(['a:idea', 'b:problem', 'c:insight'], ['b>a', 'c>b', 'c>a']);
    expect([...linksAlong(g, ['a', 'b', 'c'])]).toEqual(['b>a', 'c>b']);
  });
});

describe('a return to an earlier stage', () => {
  it('is a link that begins or ends at a loop-back', () => {
    const t = thread(['a:idea', 'l:loop-back', 'b:idea'], ['l>a', 'a>b']);
    expect(t.links.map((link) => isLoop(graph(t), link))).toEqual([true, false]);
  });
});
