import { describe, expect, it } from 'vitest';
import { graph } from './graph';
import { step } from './steps';
import { net, thread } from './fixture';

const nodes = [
  'm:model-version',
  'p:prototype',
  'i:idea',
  'j:idea',
  's:insight',
  'h:highlight',
  'c:code-version',
];
const links = ['c>m', 'p>m', 'i>p', 'j>p', 's>i', 'h>s'];

describe('the arrow keys on the map', () => {
  it('reach the quote from the model by pressing left alone', () => {
    const g = net(nodes, links);
    const seen: string[] = ['m'];
    for (let i = 0; i < 10; i += 1) {
      const next = step(g, seen[seen.length - 1] ?? '', 'left');
      if (next === undefined) break;
      seen.push(next);
    }
    expect(seen).toEqual(['m', 'p', 'i', 's', 'h']);
  });

  it('go back the way one came', () => {
    expect(step(net(nodes, links), 'p', 'left', ['j'])).toBe('j');
    expect(step(net(nodes, links), 's', 'right', ['m', 'p', 'i'])).toBe('i');
  });

  it('stay where nothing leads', () => {
    const g = net(nodes, links);
    expect(step(g, 'h', 'left')).toBeUndefined();
    expect(step(g, 'm', 'right')).toBeUndefined();
    expect(step(g, 'm', 'up')).toBeUndefined();
  });

  it('go up and down inside a column, to the nearest', () => {
    const t = thread(['a:idea', 'b:idea', 'c:idea', 'd:problem'], []);
    t.nodes.forEach((n, i) => {
      n.lane = n.card.kind === 'problem' ? 1 : 0;
      n.x = 0;
      n.y = i * 100;
    });
    const g = graph(t);
    expect(step(g, 'a', 'down')).toBe('b');
    expect(step(g, 'c', 'up')).toBe('b');
    expect(step(g, 'c', 'down')).toBeUndefined();
  });
});
