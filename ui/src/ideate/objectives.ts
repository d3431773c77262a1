/** Teams' numbers side by side, and the decision that would record a trade-off. Pure. */
import type { CardDto, ObjectivesPage, TradeoffView } from '../host/api';
import { pickOf, type FormValue } from '../forms/values';
import { reading } from '../overview/objective';

/** Below this many units a share is not said in per cent. */
const FEW = 20;

/** A reading in words: "3,327 of 9,059" with its share, "21.39 ± 10.09, n = 3,327", or what was seen in the field. */
export function readingWords(card: Pick<CardDto, 'facts'>, unit: string): { words: string; beside: string } {
  const text = (label: string): string => card.facts.find((f) => f.label === label)?.text ?? '';
  const result = text('Result') || text('Measured');
  const [, of] = /^[\d,]+ of ([\d,]+)$/.exec(result) ?? [];
  if (of !== undefined) {
    const share = Number(of.replaceAll(',', '')) < FEW ? undefined : reading(card, unit);
    return share ? { words: share.words, beside: result } : { words: result, beside: '' };
  }
  return { words: unit === '' || result === '' ? result : withUnit(result, unit), beside: '' };
}

/** The unit behind the first number, before what says how sure it is. */
function withUnit(result: string, unit: string): string {
  const [, first, rest] = /^([−+-]?[\d,.]+)(.*)$/.exec(result) ?? [];
  return first === undefined ? result : `${first} ${unit}${rest ?? ''}`;
}

/** Names in a sentence: "Product, Sales and Operations". */
export function listed(cards: readonly Pick<CardDto, 'title'>[]): string {
  const names = cards.map((c) => c.title);
  const last = names.pop();
  return last === undefined ? '' : names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}

/** What the nearest decision lacks, as the rest of a sentence that begins with its id. */
export function lacking(near: NonNullable<TradeoffView['nearest']>): string {
  const parts = [
    ...(near.accepted ? [] : ['is not accepted yet']),
    ...(near.consequences ? [] : ['does not say its consequences']),
    ...(near.unheard.length === 0 ? [] : [`has no answered stance of ${listed(near.unheard)}`]),
  ];
  return listed(parts.map((title) => ({ title })));
}

/** What the form of a decision that records a trade-off begins with. */
export function recording(
  tradeoff: TradeoffView,
  page: Pick<ObjectivesPage, 'disputes' | 'pulls'>,
): Pick<FormValue, 'fields' | 'refs'> {
  const { idea } = tradeoff;
  const about = (card: CardDto): boolean => card.id === idea.id;
  const lines = [
    ...page.pulls
      .filter((pull) => pull.ideas.some(about))
      .map(
        ({ better, worse, arm, experiment }) =>
          `- ${better.team.title} against ${worse.team.title}: ${better.metric.title} became better and ` +
          `${worse.metric.title} worse${arm ? ` with “${arm}”` : ''} in ${experiment.short}.`,
      ),
    ...page.disputes
      .filter((d) => about(d.subject) || (d.idea !== undefined && about(d.idea)))
      .map((d) => `- ${d.team.title} disputes ${d.subject.short}${d.reason ? `: “${d.reason}”` : '.'}`),
  ];
  return {
    fields: {
      title: `What do we give up for “${idea.title}”?`,
      ...(lines.length > 0 ? { context: lines.join('\n') } : {}),
    },
    refs: { 'rests-on': [idea, ...tradeoff.grounds].map((card) => pickOf(card)) },
  };
}
