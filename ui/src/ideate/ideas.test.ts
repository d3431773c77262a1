import { expect, test } from 'vitest';
import type { IdeaView } from '../host/api';
import { columnsBy } from './ideas';

const idea = (id: string, more: { cluster?: string; team?: string; on?: string[] } = {}): IdeaView =>
  ({
    card: { id, short: id.toUpperCase(), title: id },
    cluster: more.cluster ?? '',
    ...(more.team ? { team: { id: more.team, title: more.team } } : {}),
    builds_on: (more.on ?? []).map((on) => ({ id: on })),
    disputes: [],
  }) as unknown as IdeaView;
const told = (ideas: IdeaView[], by: 'cluster' | 'team' | 'chain') =>
  columnsBy(ideas, by).map(
    (c) => `${c.name}: ${c.ideas.map((i) => '>'.repeat(i.depth) + i.idea.card.id).join(' ')}`,
  );

test('ideas stand by pile and by team, those without one last', () => {
  const ideas = [idea('a'), idea('b', { cluster: 'Fewer', team: 'Ops' }), idea('c', { cluster: 'Calm' })];
  expect(told(ideas, 'cluster')).toEqual(['Calm: c', 'Fewer: b', 'On no pile: a']);
  expect(told(ideas, 'team')).toEqual(['Ops: b', 'Team not recorded: a c']);
});

test('a chain goes from the first idea to what was built on it, and a circle ends', () => {
  const ideas = [
    idea('a'),
    idea('b', { on: ['a'] }),
    idea('c', { on: ['b', 'a'] }),
    idea('d', { on: ['a'] }),
    idea('e'),
  ];
  expect(told(ideas, 'chain')).toEqual(['From A: a >b >>c >d', 'In no chain: e']);
  expect(told([idea('x', { on: ['y'] }), idea('y', { on: ['x'] })], 'chain')).toEqual(['From X: x >y']);
});
