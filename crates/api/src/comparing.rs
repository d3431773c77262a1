//! Two deployed bundles held against each other, from what was observed of them.

use std::collections::HashMap;

use throughline_model::experiment::{Data, Metric, words};
use throughline_model::figures::{Better, Estimate};
use throughline_model::rollout::compare::{Reading, Side, Terms, Window, compare};
use throughline_model::rollout::days_words;
use throughline_record::EntityId;
use throughline_store::{At, Card, Reader, StoreError};

use crate::App;
use crate::cards;
use crate::dto::{
    ApiError, CardDto, CompareBundlesArgs, ComparedBundles, EstimatedDto, OverallDto, SegmentRow, SideDto,
    WindowDto,
};
use crate::lookups::{self, is, moment};
use crate::observed::{Observed, one};

/// The confidence of every interval of the comparison.
const CONFIDENCE: f64 = 0.95;

/// One side as it was named.
struct Named {
    card: Card,
    /// How sentences call it: the label of its bundle.
    label: String,
    seen: Vec<Observed>,
}

impl Named {
    /// Its readings of a metric, and beside each the observation it stands in with its numbers.
    fn side(&self, metric: &EntityId) -> (Side, Vec<(&Observed, Data)>) {
        let own =
            self.seen.iter().filter(|seen| seen.metric_card.as_ref().map(|card| card.id) == Some(*metric));
        let mut of: Vec<(&Observed, Data)> = Vec::new();
        let mut readings = Vec::new();
        for seen in own {
            // What was split speaks for each segment; its sum would count everybody twice.
            let parts = if seen.split.is_empty() {
                vec![(seen.segment.clone(), seen.data.clone())]
            } else {
                seen.split.clone()
            };
            for (segment, data) in parts {
                readings.push(Reading {
                    id: seen.card.id.to_string(),
                    short: seen.card.short.clone(),
                    segment,
                    window: seen.window,
                    data: data.clone(),
                });
                of.push((seen, data));
            }
        }
        (Side { name: self.label.clone(), readings }, of)
    }
}

fn named(reader: &Reader, reference: &str, at: &At) -> Result<Named, ApiError> {
    let id = match reader.resolve(reference, at) {
        Ok(id) => id,
        Err(error) if error.code() == "not-found" => lookups::find_of_kind(reader, "bundle", reference, at)?,
        Err(error) => return Err(error.into()),
    };
    let card = lookups::card(reader, &id, at)?.ok_or_else(|| StoreError::NotFound(reference.to_owned()))?;
    let deployments: Vec<Card> = match card.kind.as_str() {
        "deployment" => vec![card.clone()],
        "bundle" => reader.linked(&id, "deploys", false, at)?,
        _ => {
            return Err(ApiError::new(
                "wrong-kind",
                format!(
                    "{} is a {}: what is compared is a deployment or a bundle.",
                    card.short,
                    card.kind.replace('-', " ")
                ),
                "Name a deployment such as DEP-2, or a bundle.",
            )
            .about(reference));
        }
    };
    let label = if card.kind == "bundle" {
        card.title.clone()
    } else {
        let bundle = lookups::first_link(reader, &id, "deploys", true, at)?;
        bundle.map_or_else(|| card.short.clone(), |bundle| bundle.title)
    };
    let mut seen = Vec::new();
    let mut metrics: HashMap<EntityId, Metric> = HashMap::new();
    for deployment in &deployments {
        for observation in reader.linked(&deployment.id, "observed-in", false, at)? {
            let artefact = reader.get(&observation.id, at)?;
            if artefact.links.iter().any(|l| is(l, "about", true)) {
                seen.push(one(reader, &artefact, &mut metrics, at)?);
            }
        }
    }
    seen.sort_by(|a, b| a.card.created_at.cmp(&b.card.created_at));
    Ok(Named { card, label, seen })
}

/// Metrics of both sides: those both were measured in first, the most measured of these first.
fn metrics(of: &Named, with: &Named) -> Vec<(Card, Metric)> {
    let mut found: Vec<(Card, Metric, usize, usize)> = Vec::new();
    for (side, seen) in of.seen.iter().map(|s| (0, s)).chain(with.seen.iter().map(|s| (1, s))) {
        let (Some(card), Some(metric)) = (&seen.metric_card, &seen.metric) else { continue };
        let at = match found.iter().position(|(known, ..)| known.id == card.id) {
            Some(at) => at,
            None => {
                found.push((card.clone(), metric.clone(), 0, 0));
                found.len() - 1
            }
        };
        if let Some((.., new, old)) = found.get_mut(at) {
            // What has no number of units cannot be compared, and counts for less.
            let weight = if seen.data.units().is_some() || !seen.split.is_empty() { 100 } else { 1 };
            *(if side == 0 { new } else { old }) += weight;
        }
    }
    found.sort_by_key(|(.., new, old)| std::cmp::Reverse((*new.min(old), new + old)));
    found.into_iter().map(|(card, metric, ..)| (card, metric)).collect()
}

fn window_dto(window: Window) -> WindowDto {
    WindowDto { key: format!("{}..{}", window.0, window.1), words: days_words(window.0, window.1) }
}

fn window_of(key: &str) -> Result<Window, ApiError> {
    let parsed = key.split_once("..").and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    parsed.ok_or_else(|| {
        ApiError::new(
            "bad-arguments",
            format!("“{key}” is none of the windows. Nothing was compared."),
            "Take one of the windows of the answer, or leave it out.",
        )
        .about("window")
    })
}

fn difference(e: &Estimate, metric: &Metric) -> EstimatedDto {
    let plus = if e.value > 0.0 { "+" } else { "" };
    EstimatedDto {
        value: e.value,
        low: e.low,
        high: e.high,
        words: format!("{plus}{}", words::difference(e.value, metric)),
        interval: words::interval(e, metric),
    }
}

fn side((seen, data): &(&Observed, Data), metric: &Metric) -> SideDto {
    let level = data.estimate(metric, CONFIDENCE).ok();
    SideDto {
        card: cards::card(&seen.card, None),
        words: data.words(metric),
        estimate: level.map(|e| EstimatedDto {
            value: e.value,
            low: e.low,
            high: e.high,
            words: words::value(e.value, metric),
            interval: words::interval(&e, metric),
        }),
    }
}

impl App {
    pub(crate) fn rollout_compare(&self, args: CompareBundlesArgs) -> Result<ComparedBundles, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let (mut of, mut with) = (named(&reader, &args.of, &at)?, named(&reader, &args.with, &at)?);
        if of.card.id == with.card.id {
            return Err(ApiError::new(
                "same-ends",
                format!("{} cannot be compared with itself.", of.card.short),
                "Name another deployment or bundle.",
            )
            .about(args.with));
        }
        if of.label == with.label {
            of.label = of.card.short.clone();
            with.label = with.card.short.clone();
        }
        let known = metrics(&of, &with);
        let chosen = match args.metric.as_deref().map(str::trim).filter(|m| !m.is_empty()) {
            Some(reference) => {
                let id = lookups::find_of_kind(&reader, "metric", reference, &at)?;
                let card = lookups::card(&reader, &id, &at)?
                    .ok_or_else(|| StoreError::NotFound(reference.to_owned()))?;
                let metric = crate::experiment_plan::metric(&reader, &card, &at)?;
                Some((card, metric))
            }
            None => known.first().cloned(),
        };
        let window = args.window.as_deref().filter(|w| !w.is_empty()).map(window_of).transpose()?;
        let margin = args.margin.unwrap_or(0.0);
        if !margin.is_finite() || margin < 0.0 {
            return Err(ApiError::new(
                "bad-arguments",
                "The margin must be 0 or more. Nothing was compared.",
                "Say how much worse is still not worse, in the metric's unit.",
            )
            .about("margin"));
        }
        let mut out = ComparedBundles {
            of: cards::card(&of.card, None),
            with: cards::card(&with.card, None),
            new: of.label.clone(),
            old: with.label.clone(),
            metric: chosen.as_ref().map(|(card, _)| cards::card(card, None)),
            better: String::new(),
            unit: String::new(),
            metrics: known.iter().map(|(card, _)| cards::card(card, None)).collect(),
            window: None,
            windows: Vec::new(),
            rows: Vec::new(),
            overall: None,
            sentence: format!("Nothing was measured of {} or {} yet.", of.label, with.label),
            grounds: Vec::new(),
        };
        let Some((card, metric)) = chosen else { return Ok(out) };
        let (new, of_seen) = of.side(&card.id);
        let (old, with_seen) = with.side(&card.id);
        let terms = Terms { window, margin, confidence: CONFIDENCE };
        let found = compare(&metric, &new, &old, &terms);
        out.better = match metric.better {
            Some(Better::Higher) => "higher".into(),
            Some(Better::Lower) => "lower".into(),
            None => String::new(),
        };
        out.unit = words::difference_unit(&metric).to_owned();
        out.window = found.window.map(window_dto);
        out.windows = found.windows.iter().map(|window| window_dto(*window)).collect();
        let mut grounds: Vec<CardDto> = Vec::new();
        for row in &found.rows {
            let new = row.new.and_then(|at| of_seen.get(at));
            let old = row.old.and_then(|at| with_seen.get(at));
            if row.difference.is_some() {
                for (seen, _) in [new, old].into_iter().flatten() {
                    if !grounds.iter().any(|known| known.id == seen.card.id.to_string()) {
                        grounds.push(cards::card(&seen.card, None));
                    }
                }
            }
            out.rows.push(SegmentRow {
                segment: row.segment.clone(),
                new: new.map(|seen| side(seen, &metric)),
                old: old.map(|seen| side(seen, &metric)),
                difference: row.difference.map(|e| difference(&e, &metric)),
                method: row.method.into(),
                verdict: row.verdict.map(|v| v.words().to_owned()),
                why: row.why.clone(),
            });
        }
        out.overall = found.overall.as_ref().map(|all| OverallDto {
            difference: difference(&all.difference, &metric),
            method: all.method.into(),
            verdict: all.verdict.map(|v| v.words().to_owned()),
            pooled: all.pooled.map(|e| difference(&e, &metric)),
            paradox: all.paradox.clone(),
        });
        out.sentence = found.sentence;
        out.grounds = grounds;
        Ok(out)
    }
}
