//! The plan of an experiment as it stands in the record: read, sized, locked.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use throughline_model::State;
use throughline_model::experiment::{Arm, Guard, Metric, Plan, Sizing, USUAL_ALPHA, USUAL_POWER, words};
use throughline_model::figures::Better;
use throughline_record::{EntityId, Value, date, decimal};
use throughline_store::{Artefact, At, Card, ListQuery, Reader, StoreError};

use crate::App;
use crate::cards;
use crate::dto::{
    ApiError, FactDto, FieldErrorDto, LockPlanArgs, Saved, SetArgs, SizeArgs, SizeDto, SizeOfferDto,
};
use crate::lookups::{self, is, moment};

/// Values on record that are offered to compute a sample size from.
const OFFERS: usize = 5;

/// A field that holds a decimal.
pub(crate) fn decimal_of(state: &State, field: &str) -> Option<f64> {
    state.text(field).and_then(decimal::to_f64)
}

/// A field that holds a count.
pub(crate) fn count_of(state: &State, field: &str) -> Option<u64> {
    state.value(field).and_then(Value::as_int).and_then(|n| u64::try_from(n).ok())
}

/// A metric as the figures need it.
pub(crate) fn metric(reader: &Reader, card: &Card, at: &At) -> Result<Metric, ApiError> {
    let state = reader.state(&card.id, at)?;
    let text = |name: &str| state.as_ref().and_then(|state| state.text(name)).unwrap_or_default().to_owned();
    Ok(Metric {
        id: card.id.to_string(),
        name: card.title.clone(),
        unit: text("unit"),
        better: match text("direction").as_str() {
            "higher-is-better" => Some(Better::Higher),
            "lower-is-better" => Some(Better::Lower),
            _ => None,
        },
    })
}

/// The metric an artefact names by a link.
pub(crate) fn named_metric<'a>(artefact: &'a Artefact, link: &str) -> Option<&'a Card> {
    artefact.links.iter().find(|l| is(l, link, true)).map(|l| &l.other)
}

/// The plan of an experiment.
pub(crate) fn plan(reader: &Reader, experiment: &Artefact, at: &At) -> Result<Plan, ApiError> {
    let state = &experiment.state;
    let primary = named_metric(experiment, "measured-by").map(|card| metric(reader, card, at)).transpose()?;
    let guards = experiment.links.iter().filter(|l| is(l, "guarded-by", true));
    let guardrails = guards
        .map(|l| Ok(Guard { metric: metric(reader, &l.other, at)?, margin: decimal_of(&l.state, "margin") }))
        .collect::<Result<_, ApiError>>()?;
    Ok(Plan {
        primary,
        arms: arms(state).into_iter().map(|(name, share, _)| Arm { name, share }).collect(),
        minimum_effect: decimal_of(state, "minimum-effect"),
        alpha: decimal_of(state, "alpha"),
        power: decimal_of(state, "power"),
        sample_size: count_of(state, "sample-size"),
        stopping_rule: state.text("stopping-rule").unwrap_or_default().to_owned(),
        guardrails,
        baseline: decimal_of(state, "baseline-value"),
        deviation: decimal_of(state, "deviation"),
    })
}

/// The arms as they are written down: name, share, what those in it see.
pub(crate) fn arms(state: &State) -> Vec<(String, Option<f64>, String)> {
    let rows = state.value("arms").and_then(Value::as_list).unwrap_or_default();
    rows.iter()
        .filter_map(Value::as_map)
        .map(|row| {
            let text = |name: &str| row.get(name).and_then(Value::as_text).unwrap_or_default();
            (text("name").to_owned(), decimal::to_f64(text("share")), text("description").to_owned())
        })
        .collect()
}

/// What the plan lacks before it can be locked.
pub(crate) fn gaps(plan: &Plan) -> Vec<FieldErrorDto> {
    let told = |gap: throughline_model::experiment::Gap| FieldErrorDto {
        field: gap.field.into(),
        code: "required".into(),
        sentence: gap.sentence.into(),
    };
    plan.gaps().into_iter().map(told).collect()
}

/// The sample size a plan needs, from its own numbers, else from what is offered.
pub(crate) fn size_of(reader: &Reader, plan: &Plan, own: &EntityId, at: &At) -> Result<SizeDto, ApiError> {
    size(
        reader,
        plan.primary.as_ref(),
        Some(own),
        (plan.baseline, plan.deviation, plan.minimum_effect, plan.alpha, plan.power),
        at,
    )
}

type Numbers = (Option<f64>, Option<f64>, Option<f64>, Option<f64>, Option<f64>);

fn size(
    reader: &Reader,
    metric: Option<&Metric>,
    own: Option<&EntityId>,
    numbers: Numbers,
    at: &At,
) -> Result<SizeDto, ApiError> {
    let (baseline, deviation, effect, alpha, power) = numbers;
    let none = |share, sentence: &str, offers| SizeDto {
        units: None,
        share,
        sentence: sentence.to_owned(),
        inputs: Vec::new(),
        offers,
    };
    let Some(metric) = metric else {
        return Ok(none(true, "The sample size is computed once a metric is named.", Vec::new()));
    };
    let offers = offers(reader, metric, own, at)?;
    // Today's number of a problem is what it says; a measurement is of whatever was measured.
    let first = offers.first().filter(|offer| offer.from.kind == "problem");
    let share = metric.is_share();
    let given = baseline.is_some();
    let baseline = baseline.or(first.map(|offer| offer.value));
    let Some(effect) = effect else {
        return Ok(none(share, "The sample size is computed once a minimum effect is named.", offers));
    };
    let (alpha, power) = (alpha.unwrap_or(USUAL_ALPHA), power.unwrap_or(USUAL_POWER));
    let better = metric.better.unwrap_or(Better::Higher);
    let sizing = Sizing { share, baseline, deviation, effect, better, scale: metric.scale(), alpha, power };
    let fact = |label: &str, text: String| FactDto { label: label.into(), text };
    let mut inputs = Vec::new();
    if let Some(value) = baseline.filter(|_| share) {
        let from = first.filter(|_| !given).map_or_else(String::new, |o| format!(" ({})", o.from.short));
        inputs.push(fact("Today", format!("{}{from}", words::value(value, metric))));
    }
    if let Some(value) = deviation.filter(|_| !share) {
        inputs.push(fact("Standard deviation", words::value(value, metric)));
    }
    inputs.push(fact("Minimum effect", words::difference(effect, metric)));
    inputs.push(fact("Alpha", alpha.to_string()));
    inputs.push(fact("Power", power.to_string()));
    Ok(match sizing.units() {
        Ok(units) => SizeDto {
            units: Some(units.into()),
            share,
            sentence: format!("{} per arm, as computed.", words::number_of(units)),
            inputs,
            offers,
        },
        Err(error) => {
            SizeDto { units: None, share, sentence: format!("No sample size: {error}."), inputs, offers }
        }
    })
}

/// Values of a metric on record, today's baselines of problems first, then the latest measurements.
fn offers(
    reader: &Reader,
    metric: &Metric,
    own: Option<&EntityId>,
    at: &At,
) -> Result<Vec<SizeOfferDto>, ApiError> {
    let Ok(id) = metric.id.parse::<EntityId>() else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    for problem in reader.linked(&id, "measured-by", false, at)?.iter().filter(|c| c.kind == "problem") {
        let Some(state) = reader.state(&problem.id, at)? else { continue };
        if let Some(value) = decimal_of(&state, "baseline-value").filter(|x| x.is_finite()) {
            let day = state
                .text("baseline-date")
                .map_or_else(String::new, |day| format!(", {}", throughline_model::card::day(day)));
            let from = cards::card(problem, None);
            let words = format!("{}{day}: today, as {} has it", words::value(value, metric), problem.short);
            out.push(SizeOfferDto { value, deviation: None, words, from });
        }
    }
    let mut readings = Vec::new();
    for card in reader.linked(&id, "about", false, at)?.iter().filter(|c| c.kind == "measurement") {
        let Some(state) = reader.state(&card.id, at)? else { continue };
        if let Some(own) = own
            && reader.linked(&card.id, "measured-in", true, at)?.iter().any(|e| e.id == *own)
        {
            continue;
        }
        readings.push((state.text("date").unwrap_or_default().to_owned(), card.clone(), state));
    }
    readings.sort_by(|a, b| (&b.0, &b.1.created_at).cmp(&(&a.0, &a.1.created_at)));
    for (_, card, state) in readings {
        let share = count_of(&state, "successes").zip(count_of(&state, "n").filter(|n| *n > 0));
        let (value, deviation) = match share {
            Some((x, n)) => (x as f64 / n as f64 * metric.scale(), None),
            None => match decimal_of(&state, "mean").filter(|x| x.is_finite()) {
                Some(mean) => (mean, decimal_of(&state, "deviation").filter(|x| x.is_finite())),
                None => continue,
            },
        };
        let words = format!("{}: {}, {}", words::value(value, metric), card.title, card.short);
        out.push(SizeOfferDto { value, deviation, words, from: cards::card(&card, None) });
        if out.len() >= OFFERS {
            break;
        }
    }
    Ok(out)
}

impl App {
    pub(crate) fn experiment_size(&self, args: SizeArgs) -> Result<SizeDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let named = args.metric.as_deref().filter(|m| !m.trim().is_empty());
        let metric = match named {
            None => None,
            Some(reference) => {
                let id = lookups::find_of_kind(&reader, "metric", reference, &at)?;
                let card = lookups::card(&reader, &id, &at)?
                    .ok_or_else(|| StoreError::NotFound(reference.to_owned()))?;
                Some(metric(&reader, &card, &at)?)
            }
        };
        let numbers = (args.baseline, args.deviation, args.effect, args.alpha, args.power);
        let own = args.experiment.as_deref().filter(|e| !e.trim().is_empty());
        let own = own.map(|e| lookups::find_of_kind(&reader, "experiment", e, &at)).transpose()?;
        size(&reader, metric.as_ref(), own.as_ref(), numbers, &at)
    }

    pub(crate) fn experiment_lock(&self, args: LockPlanArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let experiment = experiment(&reader, &args.id, &At::Now)?;
        let short = &experiment.card.short;
        if experiment.state.value("locked-at").is_some() {
            return Err(ApiError::new(
                "already-locked",
                format!("The plan of {short} is locked already. Nothing was recorded."),
                "Record results, or change the plan: what changes after the lock stays visible as such.",
            )
            .about(args.id));
        }
        let missing = gaps(&plan(&reader, &experiment, &At::Now)?);
        if !missing.is_empty() {
            let all: Vec<&str> = missing.iter().map(|gap| gap.sentence.as_str()).collect();
            let mut error = ApiError::new(
                "plan-incomplete",
                format!("The plan of {short} cannot be locked yet. {} Nothing was recorded.", all.join(" ")),
                "Fill in what is missing, then lock it: results come after.",
            )
            .about(args.id);
            error.fields = missing;
            return Err(error);
        }
        let now = date::from_millis(i64::try_from(self.env.clock.millis()).unwrap_or(i64::MAX));
        let mut fields = BTreeMap::from([("locked-at".to_owned(), Json::from(now))]);
        if experiment.state.status() == Some("draft") {
            fields.insert("status".into(), Json::from("locked"));
        }
        self.artefact_set(SetArgs {
            id: experiment.card.id.to_string(),
            fields,
            reason: args.reason,
            ..SetArgs::default()
        })
    }
}

/// An experiment by any reference.
pub(crate) fn experiment(reader: &Reader, reference: &str, at: &At) -> Result<Artefact, ApiError> {
    of_kind(reader, "experiment", reference, at)
}

/// An artefact of one kind by any reference.
pub(crate) fn of_kind(reader: &Reader, kind: &str, reference: &str, at: &At) -> Result<Artefact, ApiError> {
    let id = lookups::find_of_kind(reader, kind, reference, at)?;
    Ok(reader.get(&id, at)?)
}

/// Every artefact of a kind in a release, or anywhere.
pub(crate) fn all_of_kind(
    reader: &Reader,
    kind: &str,
    release: Option<EntityId>,
    at: &At,
) -> Result<Vec<Artefact>, ApiError> {
    let query = ListQuery {
        kinds: vec![kind.into()],
        release,
        sort: vec![("created_at".into(), true)],
        ..ListQuery::default()
    };
    reader.list(&query, at)?.rows.iter().map(|card| Ok(reader.get(&card.id, at)?)).collect()
}
