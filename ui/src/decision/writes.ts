/** What the decision page writes, as arguments of the commands. Pure. */
import type {
  AddArgs,
  DecisionPage,
  FieldDto,
  JsonValue,
  LinkView,
  NewLink,
  OptionView,
  SetArgs,
  StanceView,
} from '../host/api';
import { changedFields, isBlank, type FormValue } from '../forms/values';

type Reason = Pick<AddArgs, 'reason'>;

function reason(form: FormValue): Reason {
  const text = form.reason?.trim();
  return text ? { reason: text } : {};
}

/** A new stance, or the change of the one the stakeholder has already taken. */
export function stance(
  decision: string,
  form: FormValue,
  known: readonly StanceView[],
  actor?: string,
): { add: Partial<AddArgs> } | { set: Partial<SetArgs> } {
  const who = form.refs['stakeholder']?.[0]?.id;
  const fields: Record<string, JsonValue> = {
    position: form.fields['position'] ?? null,
    reason: form.fields['reason'] ?? null,
    // Who sits at the keyboard speaks for themselves.
    given: who !== undefined && who === actor ? 'signed' : 'recorded-on-behalf',
  };
  const before = who === undefined ? undefined : known.find((s) => s.stakeholder?.id === who);
  if (before) return { set: { id: before.card.id, fields, links: [], unlinks: [], ...reason(form) } };
  const links: NewLink[] = [{ type: 'on', other: decision, out: true, fields: {} }];
  if (who !== undefined) links.push({ type: 'by', other: who, out: true, fields: {} });
  return { add: { kind: 'stance', fields: withoutBlanks(fields), links, ...reason(form) } };
}

/** A new option. */
export function option(decision: string, form: FormValue): Partial<AddArgs> {
  const links: NewLink[] = [{ type: 'option-of', other: decision, out: true, fields: {} }];
  for (const pick of form.refs['stands-for'] ?? [])
    links.push({ type: 'stands-for', other: pick.id, out: true, fields: {} });
  return { kind: 'option', fields: withoutBlanks(form.fields), links, ...reason(form) };
}

/** What becomes of each option. */
export type Outcome = 'chosen' | 'rejected' | 'parked';

/**
 * Accepts a decision: what becomes of each option and of the artefact it stands for is said by
 * `decides` links, and links that said otherwise go in the same change.
 */
export function accept(
  page: DecisionPage,
  outcomes: ReadonlyMap<string, Outcome>,
  words: { outcome: string; rationale: string; on: string },
): Partial<SetArgs> {
  const earlier = page.page.links.filter((l) => l.type === 'decides' && l.out && !l.removed);
  const links: NewLink[] = [];
  const unlinks: string[] = [];
  const decide = (other: string, outcome: Outcome): void => {
    const there = earlier.filter((l) => l.other.id === other);
    if (there.some((l) => l.fields['outcome'] === outcome)) {
      unlinks.push(...there.filter((l) => l.fields['outcome'] !== outcome).map((l) => l.id));
      return;
    }
    unlinks.push(...there.map((l) => l.id));
    links.push({ type: 'decides', other, out: true, fields: { outcome } });
  };
  for (const [other, outcome] of targets(page.options, outcomes)) decide(other, outcome);
  return {
    id: page.page.card.id,
    fields: {
      status: 'accepted',
      outcome: words.outcome,
      rationale: words.rationale,
      'decided-on': words.on,
    },
    links,
    unlinks,
  };
}

/** Two options may stand for one artefact: chosen wins over parked, parked over rejected. */
function targets(
  options: readonly OptionView[],
  outcomes: ReadonlyMap<string, Outcome>,
): Map<string, Outcome> {
  const rank: Outcome[] = ['rejected', 'parked', 'chosen'];
  const out = new Map<string, Outcome>();
  const put = (id: string, outcome: Outcome): void => {
    const before = out.get(id);
    if (before === undefined || rank.indexOf(outcome) > rank.indexOf(before)) out.set(id, outcome);
  };
  for (const option of options) {
    const outcome = outcomes.get(option.card.id);
    if (outcome === undefined) continue;
    put(option.card.id, outcome);
    if (option.about) put(option.about.id, outcome);
  }
  return out;
}

/** The fields of an amendment that really differ. */
export function amendment(page: DecisionPage, table: FieldDto[], form: FormValue): Partial<SetArgs> {
  const before = Object.fromEntries(page.page.fields.map((f) => [f.name, f.value]));
  return {
    id: page.page.card.id,
    fields: changedFields(table, before, form.fields),
    links: [],
    unlinks: [],
    ...reason(form),
  };
}

/** What a decision led to: options are part of it, and what it supersedes stands elsewhere. */
export function consequences(page: DecisionPage): LinkView[] {
  const seen = new Set<string>();
  return page.led_to.filter((l) => {
    if (l.other.kind === 'option' || seen.has(l.other.id)) return false;
    seen.add(l.other.id);
    return true;
  });
}

function withoutBlanks(fields: Record<string, JsonValue>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(fields).filter(([, v]) => !isBlank(v)));
}
