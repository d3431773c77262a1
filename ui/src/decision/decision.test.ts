import { describe, expect, it } from 'vitest';
import type { CardDto, StanceView } from '../host/api';
import { hue, initials, inkOn, isColour } from './badge';
import { agreement, byWeight, openObjections, positionOf, recordedWords, voiceOf } from './stances';

const card = (title: string): CardDto => ({
  id: title,
  short: title,
  kind: 'stakeholder',
  title,
  stage: 'people',
  facts: [],
  tags: [],
  removed: false,
  created_at: '',
  updated_at: '',
});
const stance = (who: string, position: string, more: Partial<StanceView> = {}): StanceView =>
  ({
    card: card(`STA ${who}`),
    stakeholder: card(who),
    position,
    reason: '',
    answer_html: '',
    recorded: 'recorded by Ana',
    older_text: false,
    ...more,
  }) as StanceView;

describe('stances', () => {
  it('are signed only where a signature stands for them', () => {
    const own = stance('Product', 'consent', { recorded: 'signed', signatures: [] });
    expect(recordedWords(own)).toBe('given by themselves');
    const signatures = [{ id: 'one' }] as StanceView['signatures'];
    expect(recordedWords({ ...own, signatures })).toBe('signed');
    expect(recordedWords({ ...own, recorded: 'recorded by Ana' })).toBe('recorded by Ana');
  });

  it('are told in one sentence for those who do not dissent', () => {
    const list = [
      stance('Product', 'consent'),
      stance('Sales', 'object'),
      stance('Operations', 'consent'),
      stance('Legal', 'absent'),
    ];
    expect(agreement(list)).toBe('Product, Operations consent. Legal is absent.');
    expect(agreement([stance('Sales', 'object')])).toBe('');
  });

  it('put dissent first and lose nobody', () => {
    const list = ['absent', 'consent', 'made-up', 'consent-with-concern', 'stand-aside', 'object'].map((p) =>
      stance(p, p),
    );
    expect(byWeight(list).map((s) => s.position)).toEqual([
      'object',
      'stand-aside',
      'consent-with-concern',
      'consent',
      'absent',
      'made-up',
    ]);
  });

  it('count as open objections only objections without an answer', () => {
    const list = [
      stance('a', 'object'),
      stance('b', 'object', { answer_html: '<p>We cap it.</p>' }),
      stance('c', 'consent-with-concern'),
    ];
    expect(openObjections(list).map(voiceOf)).toEqual(['a']);
  });

  it('show a position they do not know as it is', () => {
    expect(positionOf('abstain-loudly').word).toBe('abstain loudly');
    expect(positionOf('object')).toMatchObject({ word: 'objects', dissent: true });
  });
});

describe("a team's badge", () => {
  it('takes initials from the words that carry meaning', () => {
    expect(initials('Data science')).toBe('DS');
    expect(initials('Sales')).toBe('SA');
    expect(initials('The Team of Operations')).toBe('OP');
    expect(initials('ML engineering')).toBe('ME');
    expect(initials('')).toBe('?');
    expect(initials('Élodie')).toBe('ÉL');
  });

  it('keeps its hue', () => {
    expect(hue('team-1')).toBe(hue('team-1'));
  });

  it('reads at 4.5 to 1 on every hue it may get', () => {
    const ids = Array.from({ length: 200 }, (_, i) => `t${i}`);
    for (const colour of new Set(ids.map(hue)))
      expect(contrast(colour, inkOn(colour))).toBeGreaterThanOrEqual(4.5);
    expect(inkOn('#f0e442')).toBe('#000000');
  });

  it('shows only colours it understands', () => {
    expect(isColour('#0072b2')).toBe(true);
    expect(isColour('red; background: url(x)')).toBe(false);
  });
});

function contrast(a: string, b: string): number {
  const lum = (hex: string): number =>
    [1, 3, 5]
      .map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + c * ([0.2126, 0.7152, 0.0722][i] ?? 0), 0);
  const [x, y] = [lum(a), lum(b)].sort((p, q) => q - p);
  return ((x ?? 0) + 0.05) / ((y ?? 0) + 0.05);
}
