/** What a release still misses, as the page shows it. Pure. */
import type { CardDto, GapAction, GapDto, JsonValue, Readiness, RuleDto } from '../host/api';
import { pickOf, type Pick as Picked } from '../forms/values';
import { capital } from '../words';

/** A gap with the rule that found it. */
export interface Missing {
  rule: RuleDto;
  gap: GapDto;
}

/** The gaps nobody waived: what blocks a freeze first, each in the order of the rules. */
export function missing(readiness: Readiness | undefined): Missing[] {
  const all = (readiness?.rules ?? []).flatMap((rule) =>
    rule.gaps.filter((gap) => !gap.waiver).map((gap): Missing => ({ rule, gap })),
  );
  return [...all.filter(blocks), ...all.filter((m) => !blocks(m))];
}

/** Whether a gap stands in the way of a freeze. */
export function blocks(of: Missing): boolean {
  return of.rule.severity === 'blocking';
}

/** The next thing to add: the first gap that a new artefact closes, else the first one. */
export function next(list: readonly Missing[]): Missing | undefined {
  return list.find((m) => m.gap.action.add) ?? list[0];
}

/** What a form begins with. */
export interface Start {
  kind: string;
  fields: Record<string, JsonValue>;
  refs: Record<string, Picked[]>;
}

/** The form that closes a gap, if it is a form that does. */
export function startOf(action: GapAction): Start | undefined {
  if (!action.add) return undefined;
  const { kind, fields, refs } = action.add;
  return {
    kind,
    fields: { ...fields },
    refs: Object.fromEntries(
      Object.entries(refs).map(([name, cards]) => [name, cards.map((c) => pickOf(c))]),
    ),
  };
}

/** Whether a gap's button begins a record, which a read-only workspace and the past cannot take. */
export function writes(action: GapAction): boolean {
  return action.add !== undefined;
}

/** The dialog of its own that makes what a form would: a check that was run, a bundle of a model. */
export type Special =
  { what: 'check'; check: string; phase: string } | { what: 'bundle'; model: CardDto | undefined };

/** The dialog that suits a form better than its fields do. */
export function specialOf(action: GapAction): Special | undefined {
  if (!action.add) return undefined;
  const { kind, fields, refs } = action.add;
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  if (kind === 'activity' && text('check') !== '')
    return { what: 'check', check: text('check'), phase: text('phase') };
  if (kind === 'bundle')
    return { what: 'bundle', model: (refs['versions'] ?? []).find((card) => card.kind === 'model-version') };
  return undefined;
}

/** A sentence in pieces, in which the short ids of what it names are links. */
export function pieces(sentence: string, cards: readonly CardDto[]): { text: string; card?: CardDto }[] {
  const named = new Map(cards.filter((c) => c.short !== '').map((c) => [c.short, c]));
  const out: { text: string; card?: CardDto }[] = [];
  let rest = sentence;
  while (rest !== '') {
    let at = -1;
    let found: CardDto | undefined;
    for (const [short, card] of named) {
      const i = rest.indexOf(short);
      // `PRB-1` does not stand in `PRB-12`.
      const ends =
        i < 0 ||
        !/[\w.]/.test(rest.charAt(i + short.length)) ||
        /\.\s|\.$/.test(rest.slice(i + short.length, i + short.length + 2));
      if (i >= 0 && ends && (at < 0 || i < at)) [at, found] = [i, card];
    }
    if (!found) {
      out.push({ text: rest });
      break;
    }
    if (at > 0) out.push({ text: rest.slice(0, at) });
    out.push({ text: found.short, card: found });
    rest = rest.slice(at + found.short.length);
  }
  return out;
}

/**
 * The artefact a waiver of one gap is tied to: the first it is about. The others come and go (an objection is
 * answered, a link is looked at), and the waiver is to stay.
 */
export function appliesTo(gap: GapDto): string[] {
  return gap.cards.slice(0, 1).map((c) => c.id);
}

/** How a rule's state is said. */
export const STATES: Record<string, { words: string; tone: 'plain' | 'ok' | 'warn' | 'bad' }> = {
  open: { words: 'missing', tone: 'warn' },
  waived: { words: 'left open knowingly', tone: 'plain' },
  waits: { words: 'cannot be said yet', tone: 'plain' },
  closed: { words: 'yes', tone: 'ok' },
  'not-reached': { words: 'not reached', tone: 'plain' },
  'no-model': { words: 'no model planned', tone: 'plain' },
};

/** Rules by the stage from which they speak, in the order of the work; what is always asked comes last. */
export function byStage(
  rules: readonly RuleDto[],
  stages: readonly string[],
): { stage: string; rules: RuleDto[] }[] {
  const all = stages.map((stage) => ({ stage, rules: rules.filter((r) => r.stage === stage) }));
  return all.filter((group) => group.rules.length > 0);
}

/** "2 blocking, 3 to look at, 1 left open knowingly". */
export function summary(of: Pick<Readiness, 'blocking' | 'warnings' | 'waived'>): string {
  const parts = [
    of.blocking > 0 ? `${of.blocking} blocking` : '',
    of.warnings > 0 ? `${of.warnings} to look at` : '',
    of.waived > 0 ? `${of.waived} left open knowingly` : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? capital(parts.join(', ')) : 'Nothing is missing';
}

type Pick<T, K extends keyof T> = { [P in K]: T[P] };
