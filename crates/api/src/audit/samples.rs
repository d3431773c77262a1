//! Samples for checking: drawn by a printed seed, ticked off with findings, all of it records.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use throughline_model::audit::sample::{Drawn, MOST, Progress, RESULTS, STRATA, draw, rank, stratum};
use throughline_record::{EntityId, Value};
use throughline_store::{Artefact, At, Card, Reader};

use super::Scope;
use crate::App;
use crate::cards::{self, Names};
use crate::dto::{
    AddArgs, ApiError, AuditArgs, DrawArgs, FieldErrorDto, FindingDto, SampleArgs, SampleDto, SampleItem,
    SampleList, SampleRow, Saved, SetArgs, StratumDto, TickArgs,
};
use crate::error::invalid;
use crate::lookups::{self, is, moment};

impl App {
    pub(crate) fn audit_samples(&self, args: AuditArgs) -> Result<SampleList, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let scope = Scope::of(&open, &reader, args.release.as_deref(), &moment(&args.at))?;
        let mut strata = Vec::new();
        for one in STRATA {
            strata.push(StratumDto {
                name: one.name.into(),
                label: one.label.into(),
                population: population(&reader, one.kinds, scope.id(), &scope.at)?.len().into(),
            });
        }
        Ok(SampleList { rows: samples(&reader, &scope)?, strata })
    }

    pub(crate) fn audit_sample(&self, args: SampleArgs) -> Result<SampleDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        sample(&reader, &find(&reader, &args.id, &at)?, &at)
    }

    /// Draws a sample and records it as one change, with what was drawn: whoever draws again and again until the sample
    /// is a pleasant one leaves every try in the log.
    pub(crate) fn audit_draw(&self, args: DrawArgs) -> Result<SampleDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let scope = Scope::of(&open, &reader, args.release.as_deref(), &At::Now)?;
        let (n, seed) = (usize::try_from(args.n.0).unwrap_or(usize::MAX), args.seed.trim());
        check(n, seed, &args.strata)?;
        // The order of the table, so that the same strata draw the same in whatever order somebody ticks them.
        let strata: Vec<&str> = STRATA
            .iter()
            .map(|one| one.name)
            .filter(|name| args.strata.iter().any(|asked| asked == name))
            .collect();
        let position = reader.position()?;
        let pools = pools(&reader, &strata, scope.id(), &At::Now)?;
        let drawn = draw(seed, n, &pools);
        if drawn.is_empty() {
            return Err(ApiError::new(
                "nothing-to-draw",
                "There is nothing of these kinds to draw from. Nothing was recorded.",
                "Choose other strata, or another release.",
            ));
        }
        let of = pools.iter().map(Vec::len).sum::<usize>();
        if args.preview {
            return preview(&reader, &scope, seed, &strata, &drawn, (position, of), self.env.clock.now());
        }
        let mut fields: BTreeMap<String, Json> = [
            ("seed", json!(seed)),
            ("size", json!(n)),
            ("position", json!(position)),
            ("population", json!(of)),
            ("items", json!(drawn.iter().map(|one| one.id.to_string()).collect::<Vec<_>>())),
            ("drawn-at", json!(self.env.clock.now())),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
        if !strata.is_empty() {
            fields.insert("strata".into(), json!(strata));
        }
        if let Some(release) = scope.id() {
            fields.insert("release".into(), json!(release.to_string()));
        }
        drop(reader);
        let saved = self.add(AddArgs {
            kind: "sample".into(),
            fields,
            release: Some("none".into()),
            draft: args.draft,
            ..AddArgs::default()
        })?;
        let reader = open.workspace.reader()?;
        let mut made = sample(&reader, &find(&reader, &saved.id, &At::Now)?, &At::Now)?;
        made.saved = saved.position;
        Ok(made)
    }

    /// Ticks an item off: a finding that names the item and the sample. Ticked again, the finding is changed, and its
    /// history shows both.
    pub(crate) fn audit_tick(&self, args: TickArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let of = find(&reader, &args.sample, &At::Now)?;
        let item = reader.resolve(&args.item, &At::Now)?;
        let refuse = |field: &str, code: &str, sentence: String| {
            Err(invalid(vec![FieldErrorDto { field: field.into(), code: code.into(), sentence }]))
        };
        if !of.links.iter().any(|link| is(link, "draws", true) && link.other.id == item) {
            return refuse("item", "not-drawn", format!("“{}” was not drawn in this sample.", args.item));
        }
        if !RESULTS.contains(&args.result.as_str()) {
            let sentence = format!("“{}” is no result; choose one of {}.", args.result, RESULTS.join(", "));
            return refuse("result", "unknown-result", sentence);
        }
        let text = args.text.trim();
        if text.is_empty() && args.result != "found-in-order" {
            return refuse("text", "required", "Say what you saw, or why it could not be checked.".into());
        }
        let title = if text.is_empty() { "Found in order" } else { text };
        let mut fields = BTreeMap::from([
            ("title".to_owned(), json!(title)),
            ("result".to_owned(), json!(args.result)),
            ("severity".to_owned(), args.severity.as_deref().map_or(Json::Null, |severity| json!(severity))),
        ]);
        let before = finding_of(&reader, &of, &item, &At::Now)?.map(|finding| finding.card.id);
        if let Some(finding) = before {
            drop(reader);
            return self.artefact_set(SetArgs {
                id: finding.to_string(),
                fields,
                draft: args.draft,
                ..SetArgs::default()
            });
        }
        fields.insert("in".into(), json!([item.to_string()]));
        fields.insert("sample".into(), json!(of.card.id.to_string()));
        fields.retain(|_, value| !value.is_null());
        drop(reader);
        self.add(AddArgs {
            kind: "finding".into(),
            fields,
            release: Some("none".into()),
            draft: args.draft,
            ..AddArgs::default()
        })
    }
}

fn check(n: usize, seed: &str, strata: &[String]) -> Result<(), ApiError> {
    let mut errors = Vec::new();
    let mut refuse = |field: &str, code: &str, sentence: String| {
        errors.push(FieldErrorDto { field: field.into(), code: code.into(), sentence });
    };
    if n == 0 || n > MOST {
        refuse("n", "out-of-range", format!("A sample has 1 to {MOST} items."));
    }
    if seed.is_empty() {
        refuse(
            "seed",
            "required",
            "Give a seed that others can see: a date, a dice roll, a number in the news.".into(),
        );
    } else if seed.chars().count() > 200 || seed.chars().any(char::is_control) {
        refuse("seed", "not-printable", "A seed is one printed line of at most 200 characters.".into());
    }
    for unknown in strata.iter().filter(|name| stratum(name).is_none()) {
        let names: Vec<&str> = STRATA.iter().map(|one| one.name).collect();
        refuse(
            "strata",
            "unknown-stratum",
            format!("“{unknown}” is no stratum; there are {}.", names.join(", ")),
        );
    }
    if errors.is_empty() { Ok(()) } else { Err(invalid(errors)) }
}

/// What there is of some kinds in a release.
fn population(
    reader: &Reader,
    kinds: &[&str],
    release: Option<EntityId>,
    at: &At,
) -> Result<Vec<EntityId>, ApiError> {
    let mut ids = Vec::new();
    for kind in kinds {
        ids.extend(lookups::all_of(reader, kind, release, at)?.into_iter().map(|card| card.id));
    }
    Ok(ids)
}

/// The strata to draw from; without any named, all kinds together.
fn pools(
    reader: &Reader,
    strata: &[&str],
    release: Option<EntityId>,
    at: &At,
) -> Result<Vec<Vec<EntityId>>, ApiError> {
    if strata.is_empty() {
        let kinds: Vec<&str> = STRATA.iter().flat_map(|one| one.kinds).copied().collect();
        return Ok(vec![population(reader, &kinds, release, at)?]);
    }
    strata
        .iter()
        .filter_map(|name| stratum(name))
        .map(|one| population(reader, one.kinds, release, at))
        .collect()
}

/// A sample by its id or its seed; of several with one seed the latest.
pub(super) fn find(reader: &Reader, reference: &str, at: &At) -> Result<Artefact, ApiError> {
    let reference = reference.trim();
    let mut all = lookups::all_of(reader, "sample", None, at)?;
    all.reverse();
    for card in all {
        let of_seed = || -> Result<bool, ApiError> {
            let state = reader.state(&card.id, at)?;
            Ok(state.is_some_and(|state| state.text("seed") == Some(reference)))
        };
        if card.id.to_string() == reference || of_seed()? {
            return Ok(reader.get(&card.id, at)?);
        }
    }
    Err(ApiError::new(
        "not-found",
        format!("There is no sample “{reference}”. Nothing was done."),
        "List the samples, or draw one: throughline audit sample --n 12 --seed 2026.",
    )
    .about(reference))
}

/// The samples of a release, or all, the last first.
pub(super) fn samples(reader: &Reader, scope: &Scope) -> Result<Vec<SampleRow>, ApiError> {
    let mut rows = Vec::new();
    for card in lookups::all_of(reader, "sample", None, &scope.at)? {
        let of = reader.get(&card.id, &scope.at)?;
        let from = of.links.iter().find(|link| is(link, "drawn-from", true)).map(|link| link.other.id);
        if scope.id().is_none() || from.is_none() || from == scope.id() {
            rows.push(sample(reader, &of, &scope.at)?.row);
        }
    }
    rows.reverse();
    Ok(rows)
}

/// The finding about an item of a sample; of several the one made first, so that it stays the same.
fn finding_of(
    reader: &Reader,
    sample: &Artefact,
    item: &EntityId,
    at: &At,
) -> Result<Option<Artefact>, ApiError> {
    for link in sample.links.iter().filter(|link| is(link, "noted-in", false)) {
        let finding = reader.get(&link.other.id, at)?;
        if !finding.card.removed
            && finding.links.iter().any(|link| is(link, "found-in", true) && link.other.id == *item)
        {
            return Ok(Some(finding));
        }
    }
    Ok(None)
}

/// A sample as it stands.
pub(super) fn sample(reader: &Reader, of: &Artefact, at: &At) -> Result<SampleDto, ApiError> {
    let seed = of.state.text("seed").unwrap_or_default().to_owned();
    let whole = |field: &str| u64::try_from(lookups::whole(&of.state, field).unwrap_or(0)).unwrap_or(0);
    let strata: Vec<String> = of
        .state
        .value("strata")
        .and_then(Value::as_list)
        .unwrap_or_default()
        .iter()
        .filter_map(Value::as_text)
        .map(str::to_owned)
        .collect();
    let names: Vec<&str> =
        STRATA.iter().map(|one| one.name).filter(|name| strata.iter().any(|known| known == name)).collect();
    let release = of.links.iter().find(|link| is(link, "drawn-from", true)).map(|link| link.other.clone());
    let then = At::Position(whole("position"));
    let again = draw(
        &seed,
        usize::try_from(whole("size")).unwrap_or(MOST).min(MOST),
        &pools(reader, &names, release.as_ref().map(|card| card.id), &then)?,
    );
    // In the order they were drawn; what the record names beyond that comes after, by its rank.
    let mut drawn: Vec<(String, Card)> = of
        .links
        .iter()
        .filter(|link| is(link, "draws", true))
        .map(|link| (rank(&seed, &link.other.id), link.other.clone()))
        .collect();
    let place = |id: &EntityId| again.iter().position(|one| one.id == *id).unwrap_or(usize::MAX);
    drawn.sort_by(|(a_rank, a), (b_rank, b)| (place(&a.id), a_rank).cmp(&(place(&b.id), b_rank)));
    let holds = drawn.len() == again.len() && drawn.iter().all(|(_, card)| place(&card.id) != usize::MAX);

    let mut people = Names::at(reader, at);
    let mut items = Vec::new();
    let mut tally = [0_u64; 3];
    for (rank, card) in drawn {
        let finding = finding_of(reader, of, &card.id, at)?;
        let noted = finding.as_ref().map(|finding| told(finding, &mut people));
        if let Some(finding) = &noted {
            let at = match Progress::of(Some(&finding.result)) {
                Progress::InOrder => 0,
                Progress::Exception | Progress::Open => 1,
                Progress::NotCheckable => 2,
            };
            if let Some(count) = tally.get_mut(at) {
                *count += 1;
            }
        }
        items.push(SampleItem {
            stratum: of_stratum(&names, &card.kind),
            card: cards::card(&card, None),
            rank,
            finding: noted,
        });
    }
    let [in_order, exceptions, not_checkable] = tally;
    Ok(SampleDto {
        row: SampleRow {
            id: of.card.id.to_string(),
            seed,
            release: release.map(|card| cards::card(&card, None)),
            strata: names.iter().map(|name| (*name).to_owned()).collect(),
            at: of.state.text("drawn-at").unwrap_or(&of.state.created.at).to_owned(),
            by: people.of(of.state.created.actor),
            position: whole("position").into(),
            population: whole("population").into(),
            items: items.len().into(),
            checked: (in_order + exceptions + not_checkable).into(),
            in_order: in_order.into(),
            exceptions: exceptions.into(),
            not_checkable: not_checkable.into(),
            status: of.state.status().unwrap_or("open").to_owned(),
        },
        holds,
        items,
        saved: None,
    })
}

fn of_stratum(names: &[&str], kind: &str) -> String {
    let of = names.iter().find(|name| stratum(name).is_some_and(|one| one.kinds.contains(&kind)));
    of.copied().unwrap_or_default().to_owned()
}

fn told(finding: &Artefact, people: &mut Names<'_>) -> FindingDto {
    let text = |field: &str| finding.state.text(field).unwrap_or_default().to_owned();
    // Whoever answers a finding changes it too, and has not noted it.
    let last = |fields: &[&str]| {
        let heads = fields.iter().filter_map(|field| finding.state.fields.get(*field)?.shown());
        heads.map(|head| &head.set).max_by(|a, b| a.at.cmp(&b.at))
    };
    let noted = last(&["title", "result", "severity"]).unwrap_or(&finding.state.created);
    let (result, answer) = (text("result"), text("answer"));
    let answered = last(&["answer"]).filter(|_| !answer.trim().is_empty());
    FindingDto {
        id: finding.card.id.to_string(),
        result: if result.is_empty() { "exception".into() } else { result },
        text: finding.state.title(),
        severity: text("severity"),
        answered_at: answered.map(|stamp| stamp.at.clone()).unwrap_or_default(),
        answered_by: answered.map(|stamp| people.of(stamp.actor)).unwrap_or_default(),
        answer,
        status: finding.state.status().unwrap_or("open").to_owned(),
        at: noted.at.clone(),
        by: people.of(noted.actor),
    }
}

/// What would be drawn.
fn preview(
    reader: &Reader,
    scope: &Scope,
    seed: &str,
    strata: &[&str],
    drawn: &[Drawn],
    (position, population): (u64, usize),
    now: String,
) -> Result<SampleDto, ApiError> {
    let ids: Vec<EntityId> = drawn.iter().map(|one| one.id).collect();
    let found = reader.cards(&ids, &scope.at)?;
    let items: Vec<SampleItem> = drawn
        .iter()
        .filter_map(|one| {
            let card = found.iter().find(|card| card.id == one.id)?;
            let stratum = strata.get(one.stratum).copied().unwrap_or_default().to_owned();
            Some(SampleItem { card: cards::card(card, None), rank: one.rank.clone(), stratum, finding: None })
        })
        .collect();
    let none = || 0_u64.into();
    Ok(SampleDto {
        row: SampleRow {
            id: String::new(),
            seed: seed.to_owned(),
            release: scope.release.as_ref().map(|card| cards::card(card, None)),
            strata: strata.iter().map(|name| (*name).to_owned()).collect(),
            at: now,
            by: String::new(),
            position: position.into(),
            population: population.into(),
            items: items.len().into(),
            checked: none(),
            in_order: none(),
            exceptions: none(),
            not_checkable: none(),
            status: "open".into(),
        },
        holds: true,
        items,
        saved: None,
    })
}
