//! What was seen in the field: against what was expected, over time, and whether it still asks for an answer.

use std::collections::HashMap;

use throughline_model::State;
use throughline_model::experiment::{Data, Metric, Recorded, words};
use throughline_model::rollout::seen::{Expected, Seen, Standing, standing};
use throughline_record::{EntityId, Value, date};
use throughline_store::{Artefact, At, Card, Reader};

use crate::App;
use crate::app::Open;
use crate::cards;
use crate::dto::{ApiError, MarkDto, ObservationsDto, PointDto, RolloutArgs, SeenDto, SeriesDto};
use crate::experiment_plan::{decimal_of, metric, named_metric};
use crate::experiments::data;
use crate::lookups::{self, is, moment};
use crate::rollout::{rollout, run_dto};

/// An observation, read.
#[derive(Clone)]
pub(crate) struct Observed {
    pub(crate) card: Card,
    pub(crate) kind: String,
    pub(crate) deployment: Option<Card>,
    pub(crate) metric: Option<Metric>,
    pub(crate) metric_card: Option<Card>,
    pub(crate) segment: String,
    pub(crate) data: Data,
    /// The same for each segment, where it was split.
    pub(crate) split: Vec<(String, Data)>,
    /// The value seen, in the metric's unit.
    pub(crate) measured: Option<f64>,
    pub(crate) expected: Expected,
    pub(crate) as_expected: Option<bool>,
    pub(crate) window: Option<(i64, i64)>,
    /// When it stands on the axis, milliseconds since 1970: the end of its window, else its day.
    pub(crate) at: i64,
    pub(crate) severity: String,
    pub(crate) standing: Standing,
    pub(crate) answers: Vec<Card>,
    pub(crate) accepted: String,
}

/// Kinds of observation as people say them.
pub(crate) fn kind_words(kind: &str) -> &str {
    match kind {
        "metric" => "Metric",
        "data-drift" => "Data drift",
        "model-drift" => "Model drift",
        "schema-change" => "Change of schema",
        "bias" => "Bias",
        "incident" => "Incident",
        "uptime" => "Uptime",
        "behaviour-change" => "Change of behaviour",
        other => other,
    }
}

/// The observations of a product's deployments, and those of no deployment; the earliest first.
pub(crate) fn observed(
    app: &App,
    open: &Open,
    reader: &Reader,
    release: Option<&str>,
    at: &At,
) -> Result<Vec<Observed>, ApiError> {
    let all = rollout(app, open, reader, release, at)?;
    let release = lookups::release_of(open, reader, release, at)?;
    let mut metrics: HashMap<EntityId, Metric> = HashMap::new();
    let mut out = Vec::new();
    for card in lookups::all_of(reader, "observation", None, at)? {
        let artefact = reader.get(&card.id, at)?;
        let deployment = artefact.links.iter().find(|l| is(l, "observed-in", true)).map(|l| l.other.id);
        let ours = match (deployment, release) {
            (_, None) => true,
            (Some(deployment), _) => all.runs.iter().any(|run| run.id == deployment),
            (None, Some(release)) => {
                let mut within = artefact.links.iter().filter(|l| is(l, "includes", false)).peekable();
                within.peek().is_none() || within.any(|l| l.other.id == release)
            }
        };
        if ours {
            out.push(one(reader, &artefact, &mut metrics, at)?);
        }
    }
    out.sort_by(|a, b| (a.at, &a.card.created_at).cmp(&(b.at, &b.card.created_at)));
    Ok(out)
}

/// Reads one observation.
pub(crate) fn one(
    reader: &Reader,
    artefact: &Artefact,
    metrics: &mut HashMap<EntityId, Metric>,
    at: &At,
) -> Result<Observed, ApiError> {
    let state = &artefact.state;
    let text = |field: &str| state.text(field).unwrap_or_default().trim().to_owned();
    let metric_card = named_metric(artefact, "about").cloned();
    let of = match &metric_card {
        None => None,
        Some(card) => Some(match metrics.get(&card.id) {
            Some(known) => known.clone(),
            None => {
                let read = metric(reader, card, at)?;
                metrics.insert(card.id, read.clone());
                read
            }
        }),
    };
    let data = data(state);
    let measured = measured(state, &data, of.as_ref());
    let expected = expected(state);
    let better = of.as_ref().and_then(|metric| metric.better);
    let kind = text("kind");
    // Of uptime more is better, whatever the metric says or whether there is one.
    let better =
        if kind == "uptime" { better.or(Some(throughline_model::figures::Better::Higher)) } else { better };
    let as_expected = measured.and_then(|measured| expected.holds(measured, better));
    let answers = answers(artefact);
    let (status, severity, accepted) = (text("status"), text("severity"), text("accepted-because"));
    let standing = standing(&Seen {
        kind: &kind,
        status: &status,
        severity: &severity,
        as_expected,
        expects: expected.is_known(),
        answered: !answers.is_empty(),
        accepted: !accepted.is_empty(),
    });
    let instant = |field: &str| state.text(field).and_then(date::millis);
    let window = instant("window-from").zip(instant("window-to")).filter(|(from, to)| from < to);
    let day = state.text("date").and_then(date::start_of_day).and_then(|begin| date::millis(&begin));
    let recorded = date::millis(&artefact.card.created_at).unwrap_or_default();
    Ok(Observed {
        at: window.map(|(_, to)| to).or(day).or(instant("window-to")).unwrap_or(recorded),
        card: artefact.card.clone(),
        deployment: artefact.links.iter().find(|l| is(l, "observed-in", true)).map(|l| l.other.clone()),
        segment: text("segment"),
        kind,
        metric: of,
        metric_card,
        split: split(state),
        data,
        measured,
        expected,
        as_expected,
        window,
        severity,
        standing,
        answers,
        accepted,
    })
}

/// The numbers of each segment, as they are written down.
fn split(state: &State) -> Vec<(String, Data)> {
    let rows = state.value("by-segment").and_then(Value::as_list).unwrap_or_default();
    rows.iter()
        .filter_map(Value::as_map)
        .map(|row| {
            let count =
                |name: &str| row.get(name).and_then(Value::as_int).and_then(|n| u64::try_from(n).ok());
            let number = |name: &str| row.get(name).and_then(lookups::as_number);
            let recorded = Recorded {
                n: count("n"),
                successes: count("successes"),
                mean: number("mean"),
                deviation: number("deviation"),
                reported: None,
            };
            let name = row.get("segment").and_then(Value::as_text).unwrap_or_default();
            (name.to_owned(), Data::from(recorded))
        })
        .collect()
}

/// The value seen: the one written down, else the share or the mean of what was counted.
fn measured(state: &State, data: &Data, metric: Option<&Metric>) -> Option<f64> {
    let written = decimal_of(state, "measured").filter(|x| x.is_finite());
    written.or_else(|| match data {
        Data::Share(share) => Some(share.rate() * metric.map_or(1.0, Metric::scale)),
        Data::Sample(sample) => Some(sample.mean()),
        Data::Mean(mean, _) => Some(*mean),
        Data::Reported(effect, _) => Some(effect.value),
        Data::Nothing(_) => None,
    })
}

fn expected(state: &State) -> Expected {
    let number = |field: &str| decimal_of(state, field).filter(|x| x.is_finite());
    Expected { value: number("expected"), low: number("expected-low"), high: number("expected-high") }
}

/// Accepted decisions that speak of it, and loop-backs it triggered: as readiness reads them.
fn answers(artefact: &Artefact) -> Vec<Card> {
    let mut out: Vec<Card> = Vec::new();
    for link in artefact.links.iter().filter(|link| !link.removed) {
        let speaks = match (link.type_.as_str(), link.out) {
            ("rests-on" | "decides" | "relates-to", false) | ("relates-to", true) => {
                link.other.kind == "decision" && link.other.status.as_deref() == Some("accepted")
            }
            ("triggered-by", false) => true,
            _ => false,
        };
        if speaks && !out.iter().any(|known| known.id == link.other.id) {
            out.push(link.other.clone());
        }
    }
    out
}

/// What was seen against what was expected, in words.
pub(crate) fn seen_words(of: &Observed) -> String {
    let nothing = Metric { id: String::new(), name: String::new(), unit: String::new(), better: None };
    let metric = of.metric.as_ref().unwrap_or(&nothing);
    let value = |x: f64| words::value(x, metric);
    let Some(measured) = of.measured else {
        return if of.card.title.is_empty() { kind_words(&of.kind).into() } else { of.card.title.clone() };
    };
    let counts = match &of.data {
        Data::Share(_) | Data::Sample(_) => of.data.words(metric),
        _ => value(measured),
    };
    let Expected { value: single, low, high } = of.expected;
    let band = match (low, high, single) {
        (Some(low), Some(high), _) => format!(", expected {} to {}", words::number(low), value(high)),
        (Some(low), None, _) => format!(", expected {} or more", value(low)),
        (None, Some(high), _) => format!(", expected {} or less", value(high)),
        (None, None, Some(single)) => format!(", expected {}", value(single)),
        _ => String::new(),
    };
    format!("{counts}{band}")
}

/// An observation as a mark on the axis.
pub(crate) fn mark(of: &Observed) -> MarkDto {
    MarkDto {
        card: cards::card(&of.card, None),
        kind: of.kind.clone(),
        deployment: of.deployment.as_ref().map(|card| card.id.to_string()),
        at: date::from_millis(of.at),
        words: seen_words(of),
        severity: of.severity.clone(),
        asks: of.standing == Standing::Asks,
    }
}

/// Observations as marks, the latest first.
pub(crate) fn marks(all: &[Observed]) -> Vec<MarkDto> {
    all.iter().rev().map(mark).collect()
}

/// Values over time: one line per metric and segment, or per kind where there is no metric.
fn series(all: &[Observed]) -> Vec<SeriesDto> {
    let mut out: Vec<SeriesDto> = Vec::new();
    for of in all {
        let Some(value) = of.measured else { continue };
        let name = of.metric.as_ref().map_or(kind_words(&of.kind), |metric| metric.name.as_str());
        let label = if of.segment.is_empty() { name.to_owned() } else { format!("{name}, {}", of.segment) };
        let point = PointDto {
            at: date::from_millis(of.at),
            from: of.window.map(|(from, _)| date::from_millis(from)),
            value,
            low: of.expected.low.or(of.expected.value),
            high: of.expected.high.or(of.expected.value),
            as_expected: of.as_expected,
            id: of.card.id.to_string(),
            short: of.card.short.clone(),
            words: seen_words(of),
        };
        match out.iter_mut().find(|known| known.label == label) {
            Some(known) => known.points.push(point),
            None => out.push(SeriesDto {
                unit: of.metric.as_ref().map(|metric| metric.unit.clone()).unwrap_or_default(),
                points: vec![point],
                label,
            }),
        }
    }
    out.sort_by_key(|series| std::cmp::Reverse(series.points.len()));
    out
}

impl App {
    pub(crate) fn observations(&self, args: RolloutArgs) -> Result<ObservationsDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let all = rollout(self, &open, &reader, args.release.as_deref(), &at)?;
        let seen = observed(self, &open, &reader, args.release.as_deref(), &at)?;
        let asking = seen.iter().filter(|of| of.standing == Standing::Asks).count();
        let series = series(&seen);
        let mut rows: Vec<SeenDto> = seen
            .iter()
            .rev()
            .map(|of| SeenDto {
                mark: mark(of),
                standing: of.standing.as_str().into(),
                deployment: of.deployment.as_ref().map(|card| cards::card(card, None)),
                answers: of.answers.iter().map(|card| cards::card(card, None)).collect(),
                accepted: of.accepted.clone(),
                segment: of.segment.clone(),
            })
            .collect();
        rows.sort_by_key(|row| !row.mark.asks);
        Ok(ObservationsDto {
            rows,
            asking: asking.into(),
            series,
            runs: all.runs.iter().filter_map(|run| run_dto(&all, run)).collect(),
            now: date::from_millis(all.now),
        })
    }
}
