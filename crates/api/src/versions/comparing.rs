//! Two versions of one kind side by side.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use throughline_model::card::day;
use throughline_model::identity::same;
use throughline_model::{self as model, Field, FieldType, State};
use throughline_record::{EntityId, Value};
use throughline_store::{Artefact, At, Card, Direction, Reader, TraceQuery};

use super::page::{Metrics, pairs, unit_of, version};
use super::{digests_of, rows};
use crate::App;
use crate::cards;
use crate::data_compare::{schema_sentence, schemas};
use crate::dto::{
    ApiError, BetweenDto, ColumnDiffersDto, CompareVersionsArgs, DiffersDto, LinksDifferDto,
    MetricDiffersDto, VersionsCompared,
};
use crate::lookups::moment;

/// Fields that stand in the heading, or have a table of their own.
const ELSEWHERE: &[&str] = &["version", "parameters", "metrics", "schema", "distributions", "digest"];
/// Links that tell nothing of the two.
const LEFT_OUT: &[&str] = &["includes", "checks", "owned-by", "comments-on"];

impl App {
    pub(crate) fn version_compare(&self, args: CompareVersionsArgs) -> Result<VersionsCompared, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let (a, of) = version(&reader, &args.of, &at)?;
        let (b, with) = version(&reader, &args.with, &at)?;
        if a.kind != b.kind {
            return Err(ApiError::new(
                "wrong-kind",
                format!("{} and {} are of different kinds and cannot be compared.", a.short, b.short),
                "Name two models, two data versions or two code versions.",
            )
            .about(args.with));
        }
        let (one, other) = (reader.get(&a.id, &at)?, reader.get(&b.id, &at)?);
        let (comparable, caution) = evaluation(&one, &other);
        let mut both = rows(&reader, &[a.clone(), b.clone()], &at)?.into_iter();
        let (Some(row), Some(row_with)) = (both.next(), both.next()) else {
            return Err(throughline_store::StoreError::NotFound(args.of).into());
        };
        let (schema, columns) = columns(&one, &other);
        let metrics = metrics(&Metrics::read(&reader, &at)?, &of, &with, comparable);
        Ok(VersionsCompared {
            of: row,
            with: row_with,
            identical: same(&digests_of(&of), &digests_of(&with)),
            fields: fields(&of, &with),
            parameters: differing(pairs(&of, "parameters"), pairs(&with, "parameters")),
            caution: if metrics.is_empty() { String::new() } else { caution },
            comparable,
            metrics,
            schema,
            columns,
            links: links(&one, &other),
            decisions: between(&reader, &one, &other, &at)?,
        })
    }
}

/// Names of both with their values, those that differ first.
fn differing(of: Vec<(String, String)>, with: Vec<(String, String)>) -> Vec<DiffersDto> {
    let (of, with): (BTreeMap<_, _>, BTreeMap<_, _>) = (of.into_iter().collect(), with.into_iter().collect());
    let names: BTreeSet<&String> = of.keys().chain(with.keys()).collect();
    let mut out: Vec<DiffersDto> = names
        .into_iter()
        .map(|name| {
            let (a, b) = (of.get(name).cloned(), with.get(name).cloned());
            DiffersDto { name: name.clone(), same: a == b, of: a, with: b }
        })
        .collect();
    out.sort_by_key(|row| row.same);
    out
}

/// Plain fields that differ, in the order of the form.
fn fields(of: &State, with: &State) -> Vec<DiffersDto> {
    let words = |state: &State, field: &Field| {
        state.value(field.name).map(|value| match value {
            Value::Text(text) if matches!(field.ty, FieldType::Date | FieldType::Instant) => day(text),
            Value::Text(text) => text.clone(),
            Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Value::List(items) => {
                items.iter().map(|i| i.as_text().unwrap_or_default()).collect::<Vec<_>>().join(", ")
            }
            other => other.to_json().to_string(),
        })
    };
    let kind = of.kind_entry().into_iter();
    kind.flat_map(|kind| kind.fields)
        .filter(|f| !matches!(f.ty, FieldType::Ref { .. }) && !ELSEWHERE.contains(&f.name))
        .filter_map(|field| {
            let (a, b) = (words(of, field), words(with, field));
            (a != b).then(|| DiffersDto { name: field.label.into(), of: a, with: b, same: false })
        })
        .collect()
}

/// Whether metrics of the two say something of each other, and what stands against it.
fn evaluation(of: &Artefact, with: &Artefact) -> (bool, String) {
    let on = |version: &Artefact| -> BTreeMap<EntityId, String> {
        let links = version.links.iter().filter(|l| l.out && !l.removed && l.type_ == "evaluated-on");
        links.map(|l| (l.other.id, l.other.title.clone())).collect()
    };
    let (a, b) = (on(of), on(with));
    let names = |set: &BTreeMap<EntityId, String>| set.values().cloned().collect::<Vec<_>>().join(", ");
    match (a.is_empty(), b.is_empty()) {
        (true, true) => (
            true,
            "Neither says which data it was evaluated on: a difference may come from the data alone.".into(),
        ),
        (false, false) if a.keys().eq(b.keys()) => (true, String::new()),
        (false, false) => (
            false,
            format!(
                "Evaluated on different data: not comparable. {} on {}, {} on {}.",
                of.card.title,
                names(&a),
                with.card.title,
                names(&b)
            ),
        ),
        (no_of, _) => {
            let (silent, said) = if no_of { (of, names(&b)) } else { (with, names(&a)) };
            (
                false,
                format!(
                    "Not comparable: {} does not say which data it was evaluated on; the other was on {said}.",
                    silent.card.title
                ),
            )
        }
    }
}

fn metrics(known: &Metrics, of: &State, with: &State, comparable: bool) -> Vec<MetricDiffersDto> {
    differing(pairs(of, "metrics"), pairs(with, "metrics"))
        .into_iter()
        .map(|row| {
            let metric = known.of(&row.name);
            let numbers = row.of.as_deref().zip(row.with.as_deref()).filter(|_| comparable);
            let difference = numbers.and_then(|(a, b)| difference(a, b));
            let verdict = match (&difference, metric.map(|(_, _, direction)| direction)) {
                (Some((d, _)), _) if *d == 0.0 => "same",
                (Some((d, _)), Some("higher-is-better")) => {
                    if *d > 0.0 {
                        "better"
                    } else {
                        "worse"
                    }
                }
                (Some((d, _)), Some("lower-is-better")) => {
                    if *d < 0.0 {
                        "better"
                    } else {
                        "worse"
                    }
                }
                _ => "",
            };
            let unit = metric.map_or("", |(_, unit, _)| unit);
            let values = [&row.of, &row.with];
            let fits = values.into_iter().flatten().all(|value| unit_of(unit, value) == unit);
            let unit = if fits { unit.to_owned() } else { String::new() };
            MetricDiffersDto {
                name: row.name,
                of: row.of,
                with: row.with,
                difference: difference.map(|(_, words)| words),
                verdict: verdict.into(),
                metric: metric.map(|(card, ..)| cards::card(card, None)),
                unit,
            }
        })
        .collect()
}

/// How much more the first is than the second, with as many digits as the longer of the two has.
fn difference(a: &str, b: &str) -> Option<(f64, String)> {
    const DIGITS: usize = 12;
    // Tools write small numbers as 1e-05, which is no decimal of a record.
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|n| n.is_finite());
    let digits = |text: &str| text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let digits = digits(a).max(digits(b)).min(DIGITS);
    let exact = number(a)? - number(b)?;
    // What those digits cannot show is written with as many as it takes.
    let words = format!("{:.digits$}", exact.abs());
    let shows = words.parse::<f64>().is_ok_and(|n| n != 0.0);
    let words = if shows { words } else { format!("{}", exact.abs()) };
    if exact == 0.0 {
        return Some((0.0, "0".to_owned()));
    }
    Some((exact, format!("{}{words}", if exact < 0.0 { '−' } else { '+' })))
}

/// What the two schemas say of one another, and their columns, those that differ first. The one that is looked at is
/// taken for the newer.
fn columns(of: &Artefact, with: &Artefact) -> (String, Vec<ColumnDiffersDto>) {
    let Some((found, fields)) = schemas(&of.state, &with.state) else {
        let silent = match (of.state.value("schema"), with.state.value("schema")) {
            (Some(_), None) => with,
            (None, Some(_)) => of,
            _ => return Default::default(),
        };
        return (format!("{} has no schema, so the two cannot be compared.", silent.card.title), Vec::new());
    };
    let some = |words: String| Some(words).filter(|words| !words.is_empty());
    let mut rows: Vec<ColumnDiffersDto> = fields
        .into_iter()
        .map(|field| {
            let told = found.found.iter().filter(|one| one.field == field.name);
            let sentence = told.map(|one| one.sentence.as_str()).collect::<Vec<_>>().join(" ");
            ColumnDiffersDto {
                same: sentence.is_empty(),
                name: field.name,
                of: some(field.is),
                with: some(field.was),
                sentence,
            }
        })
        .collect();
    rows.sort_by_key(|row| row.same);
    (schema_sentence(&found), rows)
}

fn links(of: &Artefact, with: &Artefact) -> Vec<LinksDifferDto> {
    let read = |version: &Artefact| -> BTreeMap<(String, bool), Vec<Card>> {
        let mut out: BTreeMap<(String, bool), Vec<Card>> = BTreeMap::new();
        for link in version.links.iter().filter(|l| !l.removed && !LEFT_OUT.contains(&l.type_.as_str())) {
            out.entry((link.type_.clone(), link.out)).or_default().push(link.other.clone());
        }
        out
    };
    let (a, b) = (read(of), read(with));
    let types: BTreeSet<&(String, bool)> = a.keys().chain(b.keys()).collect();
    types
        .into_iter()
        .map(|key| {
            let (mine, theirs) =
                (a.get(key).map_or(&[][..], Vec::as_slice), b.get(key).map_or(&[][..], Vec::as_slice));
            let only = |list: &[Card], others: &[Card], shared: bool| {
                list.iter()
                    .filter(|c| others.iter().any(|o| o.id == c.id) == shared)
                    .map(|c| cards::card(c, None))
                    .collect()
            };
            let entry = model::link(&key.0);
            let label = if key.1 { entry.map(|e| e.label) } else { entry.map(|e| e.inverse) };
            LinksDifferDto {
                label: label.unwrap_or(&key.0).to_owned(),
                of: only(mine, theirs, false),
                with: only(theirs, mine, false),
                both: only(mine, theirs, true),
            }
        })
        .collect()
}

/// Decisions on the thread of either that came after the earlier version and up to the later one.
fn between(reader: &Reader, of: &Artefact, with: &Artefact, at: &At) -> Result<Vec<BetweenDto>, ApiError> {
    let when = |state: &State| {
        let stamp = &state.created;
        (stamp.on.as_deref().unwrap_or(&stamp.at).get(..10).unwrap_or_default().to_owned(), stamp.at.clone())
    };
    let (a, b) = (when(&of.state), when(&with.state));
    let (first, last) = if a <= b { (a, b) } else { (b, a) };
    let thread = |id: &EntityId| -> Result<Vec<Card>, ApiError> {
        let query = TraceQuery { direction: Direction::Both, depth: None, kinds: vec!["decision".into()] };
        let nodes = reader.trace(id, &query, at)?.nodes;
        Ok(nodes.into_iter().map(|n| n.card).filter(|c| c.kind == "decision" && !c.removed).collect())
    };
    let (mine, theirs) = (thread(&of.card.id)?, thread(&with.card.id)?);
    let in_mine: HashSet<EntityId> = mine.iter().map(|c| c.id).collect();
    let in_theirs: HashSet<EntityId> = theirs.iter().map(|c| c.id).collect();
    let mut seen = HashSet::new();
    let mut out = Vec::new();
    for card in mine.into_iter().chain(theirs).filter(|card| seen.insert(card.id)) {
        let Some(state) = reader.state(&card.id, at)? else { continue };
        let (recorded_on, recorded) = when(&state);
        let on = state.text("decided-on").map_or(recorded_on, str::to_owned);
        // On the day of one of the two, the order in which they were recorded tells.
        let after = on > first.0 || on == first.0 && recorded >= first.1;
        let before = on < last.0 || on == last.0 && recorded <= last.1;
        if after && before {
            let thread = match (in_mine.contains(&card.id), in_theirs.contains(&card.id)) {
                (true, true) => "both",
                (true, false) => "of",
                _ => "with",
            };
            out.push(BetweenDto { card: cards::card(&card, None), on, thread: thread.into() });
        }
    }
    out.sort_by(|a, b| (&a.on, &a.card.short).cmp(&(&b.on, &b.card.short)));
    Ok(out)
}
