/** What accepting a decision would leave open. Pure. */
import type { DecisionPage } from '../host/api';
import type { Missing } from '../readiness/gaps';

/** Rules the decision's own page tells of anyway: objections, review dates, links to look at. */
const TOLD = ['objection-unanswered', 'review-due', 'suspect-link'];

/** The gaps about a decision, or about what it would choose. */
export function opened(gaps: readonly Missing[], page: DecisionPage, chosen?: string): Missing[] {
  const about = new Set([page.page.card.id]);
  const proposed = page.page.links.filter(
    (l) => l.type === 'decides' && l.out && !l.removed && l.fields['outcome'] === 'chosen',
  );
  if (chosen === undefined) for (const link of proposed) about.add(link.other.id);
  else for (const o of page.options.filter((o) => o.card.id === chosen)) if (o.about) about.add(o.about.id);
  return gaps.filter((m) => !TOLD.includes(m.rule.name) && m.gap.cards.some((c) => about.has(c.id)));
}
