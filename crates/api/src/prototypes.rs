//! Prototypes as their cards show them, and the link to what came out of them.

use throughline_model::prototype::{Against, against, at_gate, place};
use throughline_record::{Act, EntityId};
use throughline_store::{Append, Artefact, At, Card, Reader};

use crate::App;
use crate::cards;
use crate::dto::{
    AddArgs, ApiError, CanMeasureDto, FieldErrorDto, GetArgs, NewLink, ProducedArgs, PrototypeDto,
    PrototypesDto, Saved, ServingBudgetDto, TestedDto, WithinReleaseArgs,
};
use crate::error::invalid;
use crate::experiment_plan::{all_of_kind, decimal_of, named_metric, of_kind};
use crate::experiments;
use crate::linking::{Linking, end, fitting};
use crate::lookups::{is, moment};

/// What serving costs are counted per.
const PER: &str = "1,000 predictions";

/// A budget that was recorded.
struct Budget {
    /// The amount of a 0: whatever costs more has left the scale.
    amount: f64,
    /// The amount at which the gate closes, if there is one on the way.
    gate: Option<f64>,
    currency: String,
    criterion: Card,
}

/// What is the same for all prototypes of a release.
struct Around {
    budget: Option<Budget>,
    /// Metrics the release is judged by; empty without an objective.
    objectives: Vec<EntityId>,
}

/// The budget for serving: a criterion of the release that asks what predictions or serving cost, and says so in
/// numbers. Of several the one asked of feasibility, then the first.
fn serving_budget(criteria: &[Artefact]) -> Option<Budget> {
    let asks = |criterion: &&Artefact| {
        let text = |name: &str| criterion.state.text(name).unwrap_or_default();
        let words = format!("{} {} {} {}", criterion.card.title, text("unit"), text("worst"), text("best"))
            .to_lowercase();
        let cost = words.contains("cost") || words.contains("bill") || words.contains("budget");
        let serving = words.contains("serv") || words.contains("predict") || words.contains("infer");
        cost && serving && decimal_of(&criterion.state, "worst-value").is_some()
    };
    let mut found: Vec<&Artefact> = criteria.iter().rev().filter(asks).collect();
    found.sort_by_key(|criterion| criterion.state.text("lens") != Some("feasibility"));
    let criterion = found.first()?;
    let number = |name: &str| decimal_of(&criterion.state, name);
    let (worst, best, gate) = (number("worst-value")?, number("best-value"), number("gate"));
    Some(Budget {
        amount: worst,
        gate: best.zip(gate).and_then(|(best, gate)| at_gate(worst, best, gate)).filter(|at| *at < worst),
        currency: currency(criterion.state.text("unit").unwrap_or_default()),
        criterion: criterion.card.clone(),
    })
}

/// The currency of "EUR per 1,000 predictions".
fn currency(unit: &str) -> String {
    unit.split([' ', '/']).find(|word| !word.is_empty()).unwrap_or_default().to_owned()
}

fn around(reader: &Reader, release: Option<EntityId>, at: &At) -> Result<Around, ApiError> {
    let criteria = all_of_kind(reader, "criterion", release, at)?;
    let objectives = all_of_kind(reader, "objective", release, at)?;
    Ok(Around {
        budget: serving_budget(&criteria),
        objectives: objectives.iter().filter_map(|o| Some(named_metric(o, "measured-by")?.id)).collect(),
    })
}

/// An amount as people write it: cents, and more digits only where there are any.
fn money(amount: f64, currency: &str) -> String {
    let exact = format!("{:.6}", amount);
    let short = exact.trim_end_matches('0');
    let decimals = short.split_once('.').map_or(0, |(_, rest)| rest.len());
    let text = if decimals < 2 { format!("{amount:.2}") } else { short.to_owned() };
    if currency.is_empty() { text } else { format!("{text}\u{a0}{currency}") }
}

/// The serving cost against the budget, and where that comes from.
fn budgeted(prototype: &Artefact, note: &str, idea: Option<&Card>, around: &Around) -> ServingBudgetDto {
    let state = &prototype.state;
    let (cost, unit) = (decimal_of(state, "serving-cost"), state.text("currency").unwrap_or_default());
    let cost_words = cost.map(|c| format!("{} per {PER}", money(c, unit))).unwrap_or_default();
    let Some(known) = &around.budget else {
        let sentence = if note.is_empty() {
            "No budget is recorded: no criterion asks in numbers what serving costs, and the idea has no note.".into()
        } else {
            "No budget in numbers; the idea has a note on its serving cost.".to_owned()
        };
        return ServingBudgetDto {
            cost: cost_words,
            budget: String::new(),
            times: None,
            sentence,
            from: idea.filter(|_| !note.is_empty()).map(|c| cards::card(c, None)),
            note: note.to_owned(),
        };
    };
    let of = format!("the budget is the number of a 0 in {}", known.criterion.short);
    let beyond = known.gate.filter(|gate| cost.is_some_and(|cost| cost > *gate));
    let gate = beyond.map_or_else(String::new, |gate| {
        format!(", but beyond its gate at {}", money(gate, &known.currency))
    });
    let one_currency =
        unit.is_empty() || known.currency.is_empty() || unit.eq_ignore_ascii_case(&known.currency);
    let (times, sentence) = match cost.map(|cost| against(cost, known.amount)) {
        None => (None, format!("No serving cost is recorded; {of}.")),
        Some(_) if !one_currency => {
            (None, format!("Cost in {unit}, budget in {}: not compared; {of}.", known.currency))
        }
        Some(None) => (None, format!("Cost and budget cannot be compared; {of}.")),
        Some(Some(Against::Within { share })) => {
            (Some(share), format!("Within the budget: {:.0} % of it{gate}; {of}.", share * 100.0))
        }
        Some(Some(Against::Above { times })) => {
            (Some(times), format!("Above the budget, {} times; {of}.", short_times(times)))
        }
    };
    ServingBudgetDto {
        cost: cost_words,
        budget: money(known.amount, &known.currency),
        times,
        sentence,
        from: Some(cards::card(&known.criterion, None)),
        note: note.to_owned(),
    }
}

fn short_times(times: f64) -> String {
    if times >= 10.0 { format!("{times:.0}") } else { format!("{times:.1}") }
}

/// Estimated against actual, in words.
fn labour(estimated: Option<f64>, actual: Option<f64>) -> String {
    let days = |x: f64| {
        if (x - 1.0).abs() < f64::EPSILON { "1 person-day".to_owned() } else { format!("{x} person-days") }
    };
    match (estimated, actual) {
        (None, None) => "no labour recorded".into(),
        (Some(e), None) => format!("{} estimated, none recorded after", days(e)),
        (None, Some(a)) => format!("{}, not estimated", days(a)),
        (Some(e), Some(a)) if e > 0.0 => {
            let change = (a - e) / e * 100.0;
            let how = match change {
                c if c.abs() < 0.5 => "as estimated".to_owned(),
                c if c > 0.0 => format!("{e} estimated (+{c:.0} %)"),
                c => format!("{e} estimated (−{:.0} %)", -c),
            };
            format!("{}, {how}", days(a))
        }
        (Some(_), Some(a)) => days(a),
    }
}

fn view(reader: &Reader, artefact: &Artefact, around: &Around, at: &At) -> Result<PrototypeDto, ApiError> {
    let state = &artefact.state;
    let all = |type_: &str, out: bool| {
        artefact.links.iter().filter(|l| is(l, type_, out)).map(|l| &l.other).cloned().collect::<Vec<Card>>()
    };
    let idea = all("realises", true).into_iter().next();
    let note = match &idea {
        Some(idea) => {
            let state = reader.state(&idea.id, at)?;
            state.as_ref().and_then(|s| s.text("serving-cost-note")).unwrap_or_default().trim().to_owned()
        }
        None => String::new(),
    };
    let metrics = all("can-measure", true);
    let can_measure: Vec<CanMeasureDto> = metrics
        .iter()
        .map(|metric| CanMeasureDto {
            metric: cards::card(metric, None),
            objective: around.objectives.contains(&metric.id),
        })
        .collect();
    let mut tested = Vec::new();
    for card in all("tests", false) {
        let read = experiments::read(reader, reader.get(&card.id, at)?, at)?;
        let (state, words) = read.state();
        tested.push(TestedDto { card: cards::card(&card, None), state: state.into(), words });
    }
    let (estimated, actual) = (decimal_of(state, "labour-estimated"), decimal_of(state, "labour-actual"));
    let shown = cards::cards(reader, std::slice::from_ref(&artefact.card), at)?.into_iter().next();
    let ideas = match &idea {
        Some(card) => cards::cards(reader, std::slice::from_ref(card), at)?,
        None => Vec::new(),
    };
    Ok(PrototypeDto {
        card: shown.unwrap_or_else(|| cards::card(&artefact.card, None)),
        fidelity: state.text("fidelity").unwrap_or_default().to_owned(),
        budget: budgeted(artefact, &note, idea.as_ref(), around),
        idea: ideas.into_iter().next(),
        labour_estimated: state.text("labour-estimated").unwrap_or_default().to_owned(),
        labour_actual: state.text("labour-actual").unwrap_or_default().to_owned(),
        labour: labour(estimated, actual),
        hardware: state.text("serving-hardware").unwrap_or_default().to_owned(),
        measures_objective: (!around.objectives.is_empty())
            .then(|| can_measure.iter().any(|metric| metric.objective)),
        can_measure,
        produced: cards::cards(reader, &all("produced", true), at)?,
        experiments: tested,
    })
}

impl App {
    pub(crate) fn prototypes(&self, args: WithinReleaseArgs) -> Result<PrototypesDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let release = self.within(&open, &reader, &args, &at)?;
        let around = around(&reader, release, &at)?;
        let mut artefacts = all_of_kind(&reader, "prototype", release, &at)?;
        artefacts.reverse();
        artefacts.sort_by_key(|p| place(p.state.text("fidelity").unwrap_or_default()));
        let rows = artefacts.iter().map(|p| view(&reader, p, &around, &at)).collect::<Result<_, _>>()?;
        Ok(PrototypesDto { rows })
    }

    pub(crate) fn prototype_get(&self, args: GetArgs) -> Result<PrototypeDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let artefact = of_kind(&reader, "prototype", &args.id, &at)?;
        // The budget and the objective are those of its own release, whichever is looked at.
        let release = artefact.links.iter().find(|l| is(l, "includes", false)).map(|l| l.other.id);
        let around = around(&reader, release, &at)?;
        view(&reader, &artefact, &around, &at)
    }

    pub(crate) fn prototype_produced(&self, args: ProducedArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let prototype = of_kind(&reader, "prototype", &args.id, &At::Now)?;
        let id = prototype.card.id;
        if args.existing.is_empty() && args.new.is_empty() {
            return Err(invalid(vec![FieldErrorDto {
                field: "existing".into(),
                code: "required".into(),
                sentence: "Nothing was named: find a version, or record a new one.".into(),
            }]));
        }
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        for reference in &args.existing {
            let other = end(&reader, reference)?;
            let type_ = fitting("produced", "prototype", &other.kind)?;
            linking.link(type_, id, other.id, None, &Default::default())?;
        }
        let (mut records, mut missing) = (Vec::new(), Vec::new());
        for (at, new) in args.new.iter().enumerate() {
            fitting("produced", "prototype", &new.kind)?;
            let made = self
                .drafted(&open, &mut linking, &as_added(new.kind.clone(), new.fields.clone(), id))
                .map_err(|error| of_new(error, at))?;
            // A version nobody can tell from another is none: here what is required is asked for.
            missing.extend(made.missing.into_iter().map(|gap| named(gap, at)));
            records.push(made.record);
        }
        if !missing.is_empty() {
            return Err(invalid(missing));
        }
        records.append(&mut linking.records);
        let mut append = Append::new(open.actor(), Act::Edit, records);
        append.note = args.reason.filter(|r| !r.trim().is_empty());
        self.seal(&open, append, id, args.draft.as_deref())
    }
}

fn as_added(
    kind: String,
    fields: std::collections::BTreeMap<String, serde_json::Value>,
    prototype: EntityId,
) -> AddArgs {
    let link =
        NewLink { type_: "produced".into(), other: prototype.to_string(), out: false, ..NewLink::default() };
    AddArgs { kind, fields, links: vec![link], ..AddArgs::default() }
}

/// An error of a new version says which one: `0.digest`.
fn of_new(mut error: ApiError, at: usize) -> ApiError {
    for field in &mut error.fields {
        field.field = format!("{at}.{}", field.field);
    }
    error
}

fn named(gap: FieldErrorDto, at: usize) -> FieldErrorDto {
    FieldErrorDto { field: format!("{at}.{}", gap.field), ..gap }
}
