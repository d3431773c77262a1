import { describe, expect, test } from 'vitest';
import { cardFacts, goalWords, scored, spanWords } from './facts';

const now = new Date(2026, 10, 23);
const fact = (label: string, text: string) => ({ label, text });

describe('the facts on a card', () => {
  test('keep what machines say on lines of their own', () => {
    const facts = [fact('Framework', 'LightGBM 4.6'), fact('Digest', 'sha256:7cc0ff942e96…')];
    const commit = {
      kind: 'code-version',
      title: 'recommender@1032cd7a76',
      facts: [fact('Commit', '1032cd7a76')],
    };
    expect(cardFacts(commit).machine).toEqual([]);
    const { words, machine } = cardFacts({ kind: 'model-version', title: 'ranker 6', facts }, undefined, now);
    expect(words.map((w) => w.text)).toEqual(['LightGBM 4.6']);
    expect(machine.map((w) => w.text)).toEqual(['sha256:7cc0ff942e96…']);
  });
  test('say a span of days once', () => {
    const facts = [fact('Collected from', '12 Oct 2026'), fact('Collected to', '31 Oct 2026')];
    expect(cardFacts({ kind: 'data-version', title: 'orders', facts }, undefined, now).words).toEqual([
      { text: '12 to 31 Oct', label: 'Collected from … Collected to' },
    ]);
    expect(spanWords('28 Sep 2026', '2 Oct 2026', now)).toBe('28 Sep to 2 Oct');
    expect(spanWords('28 Dec 2025', '2 Jan 2026', now)).toBe('28 Dec 2025 to 2 Jan');
  });
  test('leave out what the title or the heading says', () => {
    const facts = [fact('Method', 'interview'), fact('Fidelity', 'baseline')];
    expect(cardFacts({ kind: 'evidence', title: 'A long interview', facts }, 'Fidelity', now).words).toEqual(
      [],
    );
  });
  test('prefer the own word to “other”', () => {
    const facts = [fact('Type', 'other'), fact('Own type', 'user interface')];
    const { words } = cardFacts({ kind: 'component', title: 'Three places', facts }, undefined, now);
    expect(words.map((w) => w.text)).toEqual(['user interface']);
  });
  test('of a deployment say for how many of whom', () => {
    const words = (share: string, audience: string, title = '2.0 goes out') =>
      cardFacts(
        { kind: 'deployment', title, facts: [fact('Audience', audience), fact('Share', share)] },
        undefined,
        now,
      ).words.map((w) => w.text);
    expect(words('5', 'selected users')).toEqual(['5 % of selected users']);
    expect(words('5\u00a0%', 'selected users')).toEqual(['5\u00a0% of selected users']);
    expect(words('100', 'internal')).toEqual(['internal']);
    expect(words('100', 'everyone', '1.4 for everyone')).toEqual([]);
  });
  test('of an objective are one sentence', () => {
    const facts = [fact('Direction', 'increase to'), fact('Target', '36'), fact('By when', '30 Nov 2026')];
    const { words } = cardFacts({ kind: 'objective', title: '36 % of sessions', facts }, undefined, now);
    expect(words.map((w) => w.text)).toEqual(['increase to 36 by 30 Nov']);
    expect(goalWords('keep-above', '21', undefined, now)).toBe('keep above 21');
  });
});

test('the score of an evaluation is told apart from its words', () => {
  expect(scored('4 · Learns the steak · slowly')).toEqual({ score: '4', words: 'Learns the steak · slowly' });
  expect(scored('unknown')).toEqual({ score: 'unknown', words: '' });
  expect(scored('Cheap to run')).toEqual({ score: '', words: 'Cheap to run' });
});
