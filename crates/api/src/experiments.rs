//! What experiments say: plan, results and history put through the model.

use std::collections::HashMap;

use serde_json::Value as Json;
use throughline_model::card::day;
use throughline_model::experiment::{
    self as rules, Assessment, Data, Metric, PLAN_FIELDS, PLAN_LINKS, Plan, PlanChange, Reading, Recorded,
    Standing, against_today, words,
};
use throughline_model::figures::verdict::Verdict;
use throughline_model::figures::{Better, Estimate};
use throughline_model::{FieldType, LINK_KIND, State, kind};
use throughline_record::{EntityId, Opened, Value, decimal};
use throughline_store::{Artefact, At, Card, LogQuery, Logged, LoggedRecord, Reader};

use crate::App;
use crate::cards;
use crate::context;
use crate::dto::{
    ApiError, ArmDto, BaselineTestDto, CardDto, ContrastDto, EstimatedDto, ExperimentDto, ExperimentsDto,
    GetArgs, GuardDto, LatePlanDto, LensResultsDto, MeasuredDto, RatioDto, WithinReleaseArgs,
};
use crate::experiment_plan::{
    all_of_kind, arms, count_of, decimal_of, experiment, gaps, metric, named_metric, plan, size_of,
};
use crate::lookups::{self, is, moment};

/// An experiment with its results as the model takes them.
pub(crate) struct Read {
    artefact: Artefact,
    plan: Plan,
    /// Its measurements, the earlier ones first.
    measurements: Vec<Artefact>,
    readings: Vec<Reading>,
    found: Assessment,
}

/// Reads an experiment and puts it through the figures.
pub(crate) fn read(reader: &Reader, artefact: Artefact, at: &At) -> Result<Read, ApiError> {
    let plan = plan(reader, &artefact, at)?;
    let own = artefact.links.iter().filter(|l| is(l, "measured-in", false));
    let mut measurements =
        own.map(|l| Ok(reader.get(&l.other.id, at)?)).collect::<Result<Vec<_>, ApiError>>()?;
    // By the day they were read, then as they were recorded: the last one counts.
    let day = |m: &Artefact| {
        m.state.text("date").unwrap_or_else(|| m.card.created_at.get(..10).unwrap_or("")).to_owned()
    };
    measurements.sort_by(|a, b| (day(a), &a.card.created_at).cmp(&(day(b), &b.card.created_at)));
    let readings: Vec<Reading> = measurements
        .iter()
        .map(|m| Reading {
            id: m.card.id.to_string(),
            metric: named_metric(m, "about").map(|card| card.id.to_string()).unwrap_or_default(),
            arm: m.state.text("arm").unwrap_or_default().to_owned(),
            data: data(&m.state),
        })
        .collect();
    let found = rules::assess(&plan, &readings);
    Ok(Read { artefact, plan, measurements, readings, found })
}

/// What a measurement says.
pub(crate) fn data(state: &State) -> Data {
    let number = |name: &str| decimal_of(state, name).filter(|x| x.is_finite());
    let map = state.value("reported").and_then(Value::as_map);
    let part = |key: &str| map?.get(key).and_then(Value::as_text).and_then(decimal::to_f64);
    Data::from(Recorded {
        n: count_of(state, "n"),
        successes: count_of(state, "successes"),
        mean: number("mean"),
        deviation: number("deviation"),
        reported: part("low")
            .zip(part("likely"))
            .zip(part("high"))
            .map(|((low, likely), high)| [low, likely, high]),
    })
}

impl Read {
    /// The state, and the state in words.
    pub(crate) fn state(&self) -> (&'static str, String) {
        let locked = self.artefact.state.value("locked-at").is_some();
        let has_results = !self.measurements.is_empty();
        if self.artefact.state.status() == Some("abandoned") {
            return ("abandoned", "abandoned".into());
        }
        match &self.found.standing {
            Standing::Said => {
                let verdicts: Vec<&str> =
                    self.found.contrasts.iter().filter_map(|c| Some(c.verdict?.words())).collect();
                if verdicts.is_empty() {
                    ("results", "results in, no verdict".into())
                } else {
                    let but = if self.found.breaks_a_guardrail() { ", guardrail broken" } else { "" };
                    ("verdict", format!("{}{but}", verdicts.join(", ")))
                }
            }
            Standing::Mismatch { .. } => ("blocked", "no verdict: arms not as large as planned".into()),
            Standing::Hidden { reached, needed } => {
                ("hidden", format!("{} of {} per arm", words::number_of(*reached), words::number_of(*needed)))
            }
            Standing::Open(_) if has_results => ("results", "results in, no verdict".into()),
            Standing::Open(_) if locked => ("locked", "locked".into()),
            Standing::Open(_) => ("draft", "draft".into()),
        }
    }
}

/// An estimate of a metric.
fn level(estimate: &Estimate, metric: &Metric) -> EstimatedDto {
    estimated(estimate, metric, words::value(estimate.value, metric))
}

/// A difference of a metric.
fn difference(estimate: &Estimate, metric: &Metric) -> EstimatedDto {
    let plus = if estimate.value > 0.0 { "+" } else { "" };
    estimated(estimate, metric, format!("{plus}{}", words::difference(estimate.value, metric)))
}

fn estimated(estimate: &Estimate, metric: &Metric, words: String) -> EstimatedDto {
    let Estimate { value, low, high } = *estimate;
    EstimatedDto { value, low, high, words, interval: words::interval(estimate, metric) }
}

fn arms_of(read: &Read, cards: &HashMap<String, CardDto>) -> Vec<ArmDto> {
    let described = arms(&read.artefact.state);
    let metric = read.plan.primary.as_ref();
    let one = |arm: &rules::ArmResult| ArmDto {
        name: arm.name.clone(),
        description: described
            .iter()
            .find(|(name, ..)| *name == arm.name)
            .map(|(_, _, text)| text.clone())
            .unwrap_or_default(),
        planned: arm.planned,
        control: arm.control,
        share: arm.share,
        units: arm.units.map(Into::into),
        words: arm.words.clone(),
        estimate: arm.estimate.as_ref().zip(metric).map(|(e, metric)| level(e, metric)),
        why: arm.why.clone(),
        measurement: arm.reading.as_ref().and_then(|id| cards.get(id).cloned()),
        earlier: arm.earlier.into(),
    };
    if !read.found.arms.is_empty() {
        return read.found.arms.iter().map(one).collect();
    }
    // Without a metric the model has nothing to say of them; the plan still names them.
    let control = read.plan.control().map(str::to_owned);
    described
        .iter()
        .map(|(name, share, text)| ArmDto {
            name: name.clone(),
            description: text.clone(),
            planned: true,
            control: control.as_ref() == Some(name),
            share: *share,
            units: None,
            words: "no result yet".into(),
            estimate: None,
            why: None,
            measurement: None,
            earlier: 0_u64.into(),
        })
        .collect()
}

fn guardrails(read: &Read) -> Vec<GuardDto> {
    let links: Vec<&Card> =
        read.artefact.links.iter().filter(|l| is(l, "guarded-by", true)).map(|l| &l.other).collect();
    let results = if read.found.guardrails.is_empty() && !read.plan.guardrails.is_empty() {
        // Nothing is known yet; the plan still names them.
        (0..read.plan.guardrails.len())
            .map(|guard| rules::GuardResult {
                guard,
                arm: String::new(),
                difference: None,
                verdict: None,
                sentence: "No results yet.".into(),
            })
            .collect()
    } else {
        read.found.guardrails.clone()
    };
    results
        .into_iter()
        .filter_map(|result| {
            let (card, guard) = (links.get(result.guard)?, read.plan.guardrails.get(result.guard)?);
            Some(GuardDto {
                metric: cards::card(card, None),
                margin: guard.margin.map(|m| words::difference(m, &guard.metric)).unwrap_or_default(),
                margin_value: guard.margin,
                arm: result.arm,
                difference: result.difference.map(|d| difference(&d, &guard.metric)),
                verdict: result.verdict.map(|v| v.words().to_owned()),
                sentence: result.sentence,
            })
        })
        .collect()
}

/// The measurements under the four lenses, each lens named even where it is empty.
fn lenses(
    reader: &Reader,
    read: &Read,
    locked: Option<&str>,
    at: &At,
) -> Result<Vec<LensResultsDto>, ApiError> {
    let named: &[&str] = kind("measurement")
        .and_then(|kind| kind.field("lens"))
        .map_or(&[][..], |field| if let FieldType::Choice(lenses) = field.ty { lenses } else { &[] });
    let mut out: Vec<LensResultsDto> =
        named.iter().map(|lens| LensResultsDto { lens: (*lens).to_owned(), results: Vec::new() }).collect();
    let mut rest = Vec::new();
    for (measurement, reading) in read.measurements.iter().zip(&read.readings) {
        let card = named_metric(measurement, "about");
        let of = match card {
            Some(card) => metric(reader, card, at)?,
            None => Metric { id: String::new(), name: String::new(), unit: String::new(), better: None },
        };
        let result = MeasuredDto {
            card: cards::card(&measurement.card, None),
            metric: card.map(|card| cards::card(card, None)),
            arm: reading.arm.clone(),
            words: reading.data.words(&of),
            before_lock: locked.is_none_or(|at| measurement.card.created_at.as_str() < at),
        };
        let lens = measurement.state.text("lens").unwrap_or_default();
        match out.iter_mut().find(|known| known.lens == lens) {
            Some(known) => known.results.push(result),
            None => rest.push(result),
        }
    }
    if !rest.is_empty() {
        out.push(LensResultsDto { lens: String::new(), results: rest });
    }
    Ok(out)
}

/// One change to a field of the plan, as it stands in the log.
struct Told<'a> {
    change: &'a Logged,
    field: String,
    before: Json,
    after: Json,
}

/// The changes to the plan up to a moment, the earliest first.
fn plan_changes<'a>(id: &EntityId, rows: &'a [Logged], at: &At) -> Vec<Told<'a>> {
    let mut out = Vec::new();
    for change in rows.iter().rev().filter(|row| known(row, at)) {
        for record in &change.records {
            let told = |field: &str, before, after| Told { change, field: field.to_owned(), before, after };
            if record.kind == "experiment" && record.card.id == *id {
                let own = record.fields.iter().filter(|f| PLAN_FIELDS.contains(&f.name.as_str()));
                out.extend(own.map(|f| told(&f.name, json(f.before.as_ref()), json(f.after.as_ref()))));
            } else if record.kind == LINK_KIND
                && let Some((field, before, after)) = link_change(id, record)
            {
                out.push(told(field, before, after));
            }
        }
    }
    out
}

/// Whether a change was known at that moment.
fn known(row: &Logged, at: &At) -> bool {
    match at {
        At::Now | At::So(_) => true,
        At::Position(position) => row.position <= *position,
        // A day stands for its end.
        At::Known(when) => row.received.get(..when.len()).is_some_and(|begin| begin <= when.as_str()),
    }
}

/// What became of a link of the plan: prototype, metric or guardrail.
fn link_change(id: &EntityId, record: &LoggedRecord) -> Option<(&'static str, Json, Json)> {
    let ends = record.ends.as_ref().filter(|ends| ends.from.as_ref().is_some_and(|from| from.id == *id))?;
    let (_, field) = PLAN_LINKS.iter().find(|(type_, _)| *type_ == ends.type_)?;
    let title = ends.to.as_ref().map(|to| to.title.clone()).unwrap_or_default();
    let with = |margin: Option<&Value>| match margin.and_then(Value::as_text) {
        Some(margin) => Json::from(format!("{title}, margin {margin}")),
        None => Json::from(title.clone()),
    };
    let of = |name: &str| record.fields.iter().find(|f| f.name == name);
    let margin = of("margin");
    match of("removed").and_then(|f| f.after.as_ref()).and_then(Value::as_bool) {
        Some(true) => Some((field, with(None), Json::Null)),
        Some(false) => Some((field, Json::Null, with(margin.and_then(|m| m.after.as_ref())))),
        None if record.first => Some((field, Json::Null, with(margin.and_then(|m| m.after.as_ref())))),
        None => margin.map(|m| (*field, with(m.before.as_ref()), with(m.after.as_ref()))),
    }
}

fn json(value: Option<&Value>) -> Json {
    value.map_or(Json::Null, Value::to_json)
}

/// When and by whom the plan was locked first, and what was changed after it.
struct Locked {
    at: Option<String>,
    by: String,
    late: Vec<LatePlanDto>,
}

fn locked(reader: &Reader, id: &EntityId, at: &At) -> Result<Locked, ApiError> {
    let query = LogQuery { entity: Some(*id), limit: u64::MAX, records: 1000, ..LogQuery::default() };
    let log = reader.log(&query)?;
    let told = plan_changes(id, &log.rows, at);
    let changes: Vec<PlanChange> = told
        .iter()
        .map(|t| PlanChange {
            field: t.field.clone(),
            position: t.change.position,
            filled: !t.after.is_null(),
        })
        .collect();
    let lock = rules::after_lock(&changes);
    let by = |change: &Logged| change.actor.as_ref().map(|c| c.title.clone()).unwrap_or_default();
    let first = told.iter().map(|t| t.change).find(|change| Some(change.position) == lock.position);
    let label = |name: &str| {
        kind("experiment").and_then(|k| k.field(name)).map_or_else(|| name.to_owned(), |f| f.label.to_owned())
    };
    let late = lock
        .late
        .iter()
        .filter_map(|at| told.get(*at))
        .map(|t| LatePlanDto {
            label: label(&t.field),
            field: t.field.clone(),
            before: t.before.clone(),
            after: t.after.clone(),
            at: t.change.at.clone(),
            by: by(t.change),
            position: t.change.position.into(),
            reason: match &t.change.note {
                Opened::Here(note) => Some(note.clone()),
                _ => None,
            },
        })
        .collect();
    Ok(Locked { at: first.map(|c| c.at.clone()), by: first.map(by).unwrap_or_default(), late })
}

fn view(reader: &Reader, read: &Read, at: &At) -> Result<ExperimentDto, ApiError> {
    let card = &read.artefact.card;
    let lock = locked(reader, &card.id, at)?;
    let by_id: HashMap<String, CardDto> =
        read.measurements.iter().map(|m| (m.card.id.to_string(), cards::card(&m.card, None))).collect();
    let primary = read.plan.primary.as_ref();
    let found = &read.found;
    let (state, state_words) = read.state();
    let contrast = |c: &rules::Contrast| {
        let metric = primary?;
        Some(ContrastDto {
            arm: c.arm.clone(),
            difference: difference(&c.difference, metric),
            method: c.method.into(),
            verdict: c.verdict.map(|v| v.words().to_owned()),
            sentence: c.sentence.clone(),
        })
    };
    let effect = read.plan.minimum_effect;
    Ok(ExperimentDto {
        card: one_card(reader, card, at)?,
        state: state.into(),
        words: state_words,
        sentence: found.sentence.clone(),
        prototypes: prototypes(&read.artefact).map(|c| cards::card(c, None)).collect(),
        metric: named_metric(&read.artefact, "measured-by").map(|c| cards::card(c, None)),
        unit: primary.map(|m| m.unit.clone()).unwrap_or_default(),
        better: match primary.and_then(|m| m.better) {
            Some(Better::Higher) => "higher".into(),
            Some(Better::Lower) => "lower".into(),
            None => String::new(),
        },
        arms: arms_of(read, &by_id),
        contrasts: found.contrasts.iter().filter_map(contrast).collect(),
        ratio: found.ratio.as_ref().map(|r| RatioDto {
            p: r.p,
            mismatch: r.mismatch,
            sentence: r.sentence.clone(),
        }),
        guardrails: guardrails(read),
        lenses: lenses(reader, read, lock.at.as_deref(), at)?,
        confidence: words::confidence(read.plan.alpha_or_usual()),
        anytime: read.plan.is_anytime(),
        minimum_effect: effect,
        minimum_effect_words: effect
            .zip(primary)
            .map(|(effect, metric)| words::difference(effect, metric))
            .unwrap_or_default(),
        locked: lock.at,
        locked_by: lock.by,
        is_locked: read.artefact.state.value("locked-at").is_some(),
        late: lock.late,
        gaps: gaps(&read.plan),
        size: size_of(reader, &read.plan, &card.id, at)?,
        baselines: baselines(reader, read, at)?,
    })
}

fn one_card(reader: &Reader, card: &Card, at: &At) -> Result<CardDto, ApiError> {
    let list = cards::cards(reader, std::slice::from_ref(card), at)?;
    Ok(list.into_iter().next().unwrap_or_else(|| cards::card(card, None)))
}

fn prototypes(experiment: &Artefact) -> impl Iterator<Item = &Card> {
    experiment.links.iter().filter(|l| is(l, "tests", true)).map(|l| &l.other)
}

/// Today's number of a problem.
struct Today {
    problem: Card,
    metric: Metric,
    value: f64,
    words: String,
}

fn today(reader: &Reader, problem: &Card, at: &At) -> Result<Option<Today>, ApiError> {
    let artefact = reader.get(&problem.id, at)?;
    let Some(card) = named_metric(&artefact, "measured-by") else { return Ok(None) };
    let Some(value) = decimal_of(&artefact.state, "baseline-value").filter(|x| x.is_finite()) else {
        return Ok(None);
    };
    let metric = metric(reader, card, at)?;
    let day = artefact.state.text("baseline-date").map_or_else(String::new, |on| format!(", {}", day(on)));
    let words = format!("{}: {}{day}", metric.name, words::value(value, &metric));
    Ok(Some(Today { problem: problem.clone(), metric, value, words }))
}

/// The problems that a prototype's idea addresses.
fn problems(reader: &Reader, prototype: &Card, at: &At) -> Result<Vec<Card>, ApiError> {
    let mut out = Vec::new();
    for idea in reader.linked(&prototype.id, "realises", true, at)? {
        out.extend(reader.linked(&idea.id, "addresses", true, at)?);
    }
    Ok(out)
}

/// Each baseline prototype that an experiment tests, against today's approach: the arm that stands for it,
/// and the number that was recorded for it.
fn baselines(reader: &Reader, read: &Read, at: &At) -> Result<Vec<BaselineTestDto>, ApiError> {
    let mut tested = Vec::new();
    for prototype in prototypes(&read.artefact) {
        let state = reader.state(&prototype.id, at)?;
        tested.push((prototype, state.as_ref().and_then(|state| state.text("fidelity")) == Some("baseline")));
    }
    let alone = tested.iter().all(|(_, baseline)| *baseline);
    let mut out = Vec::new();
    for (prototype, _) in tested.into_iter().filter(|(_, baseline)| *baseline) {
        let problems = problems(reader, prototype, at)?;
        let mut number = None;
        for problem in &problems {
            number = today(reader, problem, at)?;
            if number.is_some() {
                break;
            }
        }
        let problem = number.as_ref().map(|n| &n.problem).or(problems.first());
        let names = [prototype.title.as_str(), prototype.short.as_str(), "baseline"];
        let own = |arm: &str| rules::stands_for(arm, &read.found, &names, alone);
        let (number_verdict, number_sentence) = against(read, number.as_ref(), own);
        let (verdict, sentence) = compared(read, prototype, own);
        let control = read.found.arms.iter().find(|arm| arm.control).filter(|_| read.found.arms.len() > 1);
        out.push(BaselineTestDto {
            experiment: Some(cards::card(&read.artefact.card, None)),
            prototype: Some(cards::card(prototype, None)),
            problem: problem.map(|c| cards::card(c, None)),
            today: number.as_ref().map(|n| n.words.clone()),
            control: control.map(|arm| arm.name.clone()),
            verdict: verdict.map(|v| v.words().to_owned()),
            sentence,
            number_verdict,
            number_sentence,
        });
    }
    Ok(out)
}

/// What the arm of a baseline says against the control; that another arm won says nothing for it.
fn compared(read: &Read, prototype: &Card, own: impl Fn(&str) -> bool) -> (Option<Verdict>, String) {
    let found = &read.found;
    if found.standing != Standing::Said {
        return (None, found.sentence.clone());
    }
    let of_it: Vec<&rules::Contrast> = found.contrasts.iter().filter(|c| own(&c.arm)).collect();
    let verdict = match of_it.as_slice() {
        [one] => one.verdict,
        _ => None,
    };
    if let Some(control) = found.arms.iter().find(|arm| arm.control && own(&arm.name)) {
        let sentence = format!(
            "“{}” is what the other arms are held against here; it is held against nothing itself.",
            control.name
        );
        return (None, sentence);
    }
    if of_it.is_empty() {
        let sentence =
            format!("No arm with a result is called “{}”, so none speaks for it.", prototype.title);
        return (None, sentence);
    }
    if of_it.len() == found.contrasts.len() {
        return (verdict, found.sentence.clone());
    }
    let sentences: Vec<&str> = of_it.iter().map(|c| c.sentence.as_str()).collect();
    (verdict, sentences.join(" "))
}

/// The latest result of the baseline's arm against the recorded number.
fn against(read: &Read, number: Option<&Today>, own: impl Fn(&str) -> bool) -> (Option<String>, String) {
    let Some(today) = number else {
        return (None, "No problem it solves has a number of today.".into());
    };
    let mut of_it = read.readings.iter().filter(|r| r.metric == today.metric.id && own(&r.arm));
    let Some(last) = of_it.next_back() else {
        return (None, format!("Nobody has measured {} of it in this experiment.", today.metric.name));
    };
    if read.found.is_silent() {
        return (None, "Hidden with the verdict.".into());
    }
    let confidence = 1.0 - read.plan.alpha_or_usual();
    match against_today(&last.data, today.value, &today.metric, confidence) {
        Ok(found) => (found.verdict.map(|v| v.words().to_owned()), found.sentence),
        Err(error) => (None, format!("{}: {error}.", last.data.words(&today.metric))),
    }
}

impl App {
    pub(crate) fn experiment_get(&self, args: GetArgs) -> Result<ExperimentDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let read = read(&reader, experiment(&reader, &args.id, &at)?, &at)?;
        view(&reader, &read, &at)
    }

    pub(crate) fn experiments(&self, args: WithinReleaseArgs) -> Result<ExperimentsDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let release = self.within(&open, &reader, &args, &at)?;
        let mut rows = Vec::new();
        for artefact in all_of_kind(&reader, "experiment", release, &at)? {
            rows.push(view(&reader, &read(&reader, artefact, &at)?, &at)?);
        }
        let mut baselines: Vec<BaselineTestDto> = rows.iter().flat_map(|row| row.baselines.clone()).collect();
        for problem in all_of_kind(&reader, "problem", release, &at)? {
            let id = problem.card.id.to_string();
            if baselines.iter().any(|b| b.problem.as_ref().is_some_and(|card| card.id == id)) {
                continue;
            }
            let Some(number) = today(&reader, &problem.card, &at)? else { continue };
            baselines.push(BaselineTestDto {
                experiment: None,
                prototype: None,
                problem: Some(cards::card(&problem.card, None)),
                today: Some(number.words),
                control: None,
                verdict: None,
                sentence: "No experiment tests a baseline prototype for it yet.".into(),
                number_verdict: None,
                number_sentence: String::new(),
            });
        }
        Ok(ExperimentsDto { rows, baselines })
    }

    /// The release a view is limited to: the one named, else the current one.
    pub(crate) fn within(
        &self,
        open: &crate::app::Open,
        reader: &Reader,
        args: &WithinReleaseArgs,
        at: &At,
    ) -> Result<Option<EntityId>, ApiError> {
        match args.release.as_deref() {
            None => Ok(context::current_release(open, reader, at)?.map(|c| c.id)),
            Some("all" | "none") => Ok(None),
            Some(r) => Ok(Some(lookups::find_of_kind(reader, "release", r, at)?)),
        }
    }
}
