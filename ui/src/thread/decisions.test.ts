import { describe, expect, it } from 'vitest';
import { reasons } from './decisions';
import { net } from './fixture';

describe('why an artefact exists', () => {
  it('names the decisions on it', () => {
    expect(reasons(net(['m:model-version', 'd:decision', 'e:decision'], ['d>m', 'e>m']), 'm')).toEqual([
      { id: 'd', steps: 1 },
      { id: 'e', steps: 1 },
    ]);
  });

  it('goes upstream to the nearest ones where nobody decided on it directly', () => {
    const g = net(
      ['m:model-version', 'p:prototype', 'd:decision', 'i:idea', 'e:decision'],
      ['p>m', 'd>p', 'i>p', 'e>i'],
    );
    expect(reasons(g, 'm')).toEqual([{ id: 'd', steps: 2 }]);
  });

  it('never takes a decision that came later for a reason', () => {
    expect(reasons(net(['m:model-version', 'd:decision'], ['m>d']), 'm')).toEqual([]);
  });

  it('ends on a cycle and keeps to the number asked for', () => {
    expect(reasons(net(['a:idea', 'b:idea'], ['a>b', 'b>a']), 'a')).toEqual([]);
    const many = ['a:idea', ...Array.from({ length: 9 }, (_, i) => `d${i}:decision`)];
    expect(
      reasons(
        net(
          many,
          Array.from({ length: 9 }, (_, i) => `d${i}>a`),
        ),
        'a',
        3,
      ).length,
    ).toBe(3);
  });
});
