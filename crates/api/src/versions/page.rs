//! One version as its page shows it: what it is, where it came from, what came of it.

use std::collections::HashMap;

use throughline_model::standing::{is_version, standing};
use throughline_model::{self as model, State};
use throughline_record::{EntityId, Value};
use throughline_store::{At, Card, Direction, ListQuery, Reader, Trace, TraceQuery};

use super::{Unwell, digest_dto, digests_of, is_weak, standing_dto};
use crate::App;
use crate::cards::{self, Names};
use crate::dto::{ApiError, AroundDto, CheckDto, GetArgs, MetricValueDto, PairDto, VersionPage};
use crate::lookups::{self, moment};

/// Checks that are listed.
const CHECKS: usize = 8;
/// Kinds that are told of beyond the first step: what a version was made of, and where it went.
const UPSTREAM: &[&str] = &["data-version", "code-version", "prototype", "idea"];
const DOWNSTREAM: &[&str] = &["model-version", "data-version", "bundle", "deployment"];

impl App {
    pub(crate) fn version_get(&self, args: GetArgs) -> Result<VersionPage, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let (card, state) = version(&reader, &args.id, &at)?;
        let checks = checks(&reader, &card.id, &at)?;
        let last = checks.first().map(|(_, state)| state);
        let trace = |direction| {
            let query = TraceQuery { direction, depth: None, kinds: Vec::new() };
            reader.trace(&card.id, &query, &at)
        };
        let metrics = Metrics::read(&reader, &at)?;
        let mut names = Names::at(&reader, &at);
        Ok(VersionPage {
            digests: digests_of(&state).iter().map(digest_dto).collect(),
            weak: is_weak(&state),
            doubt: doubt(&state),
            standing: standing_dto(&standing(&state, last), last),
            checks: checks
                .iter()
                .take(CHECKS)
                .map(|(_, check)| CheckDto {
                    word: model::standing::Word::of_check(check.text("result").unwrap_or_default())
                        .as_str()
                        .into(),
                    at: check.text("checked-at").unwrap_or(&check.created.at).to_owned(),
                    by: names.of(check.created.actor),
                    because: check.text("because").unwrap_or_default().to_owned(),
                })
                .collect(),
            stands_on: Unwell::read(&reader, &at)?.under(&card.id),
            from: around(&trace(Direction::Back)?, UPSTREAM),
            of: around(&trace(Direction::Forward)?, DOWNSTREAM),
            parameters: pairs(&state, "parameters")
                .into_iter()
                .map(|(name, value)| PairDto { name, value })
                .collect(),
            metrics: pairs(&state, "metrics").into_iter().map(|(n, v)| metrics.value(n, v)).collect(),
            evaluated_on: cards::cards(&reader, &reader.linked(&card.id, "evaluated-on", true, &at)?, &at)?,
            origin: origin(&state),
            others: others(&reader, &card, &state, &at)?,
            card: cards::cards(&reader, std::slice::from_ref(&card), &at)?
                .pop()
                .unwrap_or_else(|| cards::card(&card, None)),
        })
    }
}

/// A version by any reference.
pub(super) fn version(reader: &Reader, reference: &str, at: &At) -> Result<(Card, State), ApiError> {
    let id = reader.resolve(reference, at)?;
    let not_found = || throughline_store::StoreError::NotFound(reference.to_owned());
    let card = lookups::card(reader, &id, at)?.ok_or_else(not_found)?;
    if !is_version(&card.kind) {
        return Err(ApiError::new(
            "wrong-kind",
            format!("{} “{}” is no version.", card.short, card.title),
            "Name a version of a model, of data or of code.",
        )
        .about(reference));
    }
    let state = reader.state(&id, at)?.ok_or_else(not_found)?;
    Ok((card, state))
}

/// The checks of a version, the newest first.
fn checks(reader: &Reader, id: &EntityId, at: &At) -> Result<Vec<(Card, State)>, ApiError> {
    let mut cards = reader.linked(id, "checks", false, at)?;
    cards.sort_by(|a, b| b.created_at.cmp(&a.created_at).then(b.id.cmp(&a.id)));
    let mut out = Vec::new();
    for card in cards.into_iter().take(CHECKS) {
        if let Some(state) = reader.state(&card.id, at)? {
            out.push((card, state));
        }
    }
    Ok(out)
}

/// The nodes of a one-sided trace that are one step away, and beyond those of some kinds; the nearest first.
fn around(trace: &Trace, beyond: &[&str]) -> Vec<AroundDto> {
    let depth: HashMap<EntityId, i32> = trace.nodes.iter().map(|n| (n.card.id, n.depth)).collect();
    let mut out: Vec<AroundDto> = trace
        .nodes
        .iter()
        .filter(|node| node.depth != 0 && !node.card.removed)
        .filter(|node| node.depth.abs() == 1 || beyond.contains(&node.card.kind.as_str()))
        .map(|node| {
            // The links it was reached by, read from the nearer end: data can be both trained and evaluated on.
            let mut labels: Vec<&str> = Vec::new();
            for link in &trace.links {
                let other = if link.from == node.card.id { link.to } else { link.from };
                let nearer = (link.from == node.card.id || link.to == node.card.id)
                    && depth.get(&other).is_some_and(|d| d.abs() + 1 == node.depth.abs());
                let entry = model::link(&link.type_).filter(|_| nearer);
                let words =
                    if link.to == node.card.id { entry.map(|e| e.label) } else { entry.map(|e| e.inverse) };
                labels.extend(words.filter(|words| !labels.contains(words)));
            }
            let label = labels.join(", ");
            AroundDto {
                label,
                depth: u64::from(node.depth.unsigned_abs()).into(),
                card: cards::card(&node.card, None),
            }
        })
        .collect();
    out.sort_by_key(|one| one.depth);
    out
}

/// The names and values of a field that holds pairs, by name.
pub(super) fn pairs(state: &State, field: &str) -> Vec<(String, String)> {
    let map = state.value(field).and_then(Value::as_map);
    map.into_iter()
        .flatten()
        .map(|(name, value)| {
            let text = match value {
                Value::Text(text) => text.clone(),
                other => other.to_json().to_string(),
            };
            (name.clone(), text)
        })
        .collect()
}

/// What is wrong with the identity of a version, in a sentence.
fn doubt(state: &State) -> String {
    let yes = |name: &str| state.value(name).and_then(Value::as_bool) == Some(true);
    if state.kind == "code-version" {
        let dirty = "It was run with changes that are in no commit: nobody can get exactly that code again.";
        return if yes("dirty") { dirty.to_owned() } else { String::new() };
    }
    if digests_of(state).is_empty() {
        return "No digest is recorded, so nobody can tell whether what lies there is what was meant.".into();
    }
    if is_weak(state) {
        return "The digest covers a sample only: a change elsewhere in it would not show.".into();
    }
    String::new()
}

fn origin(state: &State) -> Vec<PairDto> {
    let mut out = Vec::new();
    let mut say = |name: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|v| !v.trim().is_empty()) {
            out.push(PairDto { name: name.to_owned(), value: value.to_owned() });
        }
    };
    say("Run", state.text("run-id"));
    say("Repository", state.text("repository"));
    say("Commit", state.text("commit"));
    say("Tag", state.text("tag"));
    say("Lies at", state.text("location"));
    let source = state.value("source").and_then(Value::as_map);
    let part = |key: &str| source.and_then(|map| map.get(key)).and_then(Value::as_text).unwrap_or_default();
    let source = format!("{} {}", part("source"), part("key"));
    say("Imported from", Some(source.trim()));
    out
}

/// Other versions of the same kind, those of the same name first, then the newest first.
fn others(
    reader: &Reader,
    card: &Card,
    state: &State,
    at: &At,
) -> Result<Vec<crate::dto::CardDto>, ApiError> {
    let query = ListQuery {
        kinds: vec![card.kind.clone()],
        sort: vec![("created_at".into(), true)],
        limit: 200,
        ..ListQuery::default()
    };
    let mut list: Vec<Card> = reader.list(&query, at)?.rows.into_iter().filter(|c| c.id != card.id).collect();
    let name = state.text("title").unwrap_or(state.text("repository").unwrap_or_default()).to_owned();
    list.sort_by_key(|other| !other.title.starts_with(&name));
    Ok(list.iter().map(|c| cards::card(c, None)).collect())
}

/// The metrics of a workspace by the names tools give them: `hits_in_three` is “Hits in three”.
pub(super) struct Metrics {
    by_name: HashMap<String, (Card, String, String)>,
}

impl Metrics {
    pub(super) fn read(reader: &Reader, at: &At) -> Result<Metrics, ApiError> {
        let mut by_name = HashMap::new();
        for card in lookups::all_of(reader, "metric", None, at)? {
            let state = reader.state(&card.id, at)?;
            let text = |name: &str| state.as_ref().and_then(|s| s.text(name)).unwrap_or_default().to_owned();
            let (unit, direction) = (text("unit"), text("direction"));
            by_name.entry(plain(&card.title)).or_insert((card, unit, direction));
        }
        Ok(Metrics { by_name })
    }

    /// The metric of a name, its unit and its direction.
    pub(super) fn of(&self, name: &str) -> Option<(&Card, &str, &str)> {
        self.by_name
            .get(&plain(name))
            .map(|(card, unit, direction)| (card, unit.as_str(), direction.as_str()))
    }

    fn value(&self, name: String, value: String) -> MetricValueDto {
        let known = self.of(&name);
        MetricValueDto {
            metric: known.map(|(card, ..)| cards::card(card, None)),
            unit: unit_of(known.map_or("", |(_, unit, _)| unit), &value).to_owned(),
            name,
            value,
        }
    }
}

/// The unit a value of a tool is in. Tools write shares where people count in percent: a value up to 1 is taken for a
/// share, and then has no unit.
pub(super) fn unit_of<'a>(unit: &'a str, value: &str) -> &'a str {
    let share = value.trim().parse::<f64>().is_ok_and(|n| n.abs() <= 1.0);
    if unit.starts_with('%') && share { "" } else { unit }
}

/// A name without what tools and people write differently.
fn plain(name: &str) -> String {
    name.to_lowercase().chars().map(|c| if matches!(c, '_' | '-' | '.' | '/') { ' ' } else { c }).collect()
}
