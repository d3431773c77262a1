//! The evaluation a decision was proposed from: as it stood, and what became of it since.

use throughline_model::kind;
use throughline_record::{EntityId, Value};
use throughline_store::{Artefact, At, LogQuery, Reader};

use crate::App;
use crate::cards;
use crate::dto::{ApiError, CardDto, ChangedScore, SealedArgs, SealedEvaluation};
use crate::evaluation::{OF_SCORE, Table};
use crate::lookups::{self, is, moment};

impl Table {
    /// Leaves only what concerns these subjects: their scores, and every criterion.
    pub(crate) fn keep_only(&mut self, subjects: &[EntityId]) {
        self.subjects.retain(|card| subjects.contains(&card.id));
        self.scores.retain(|score| subjects.contains(&score.subject));
    }
}

impl App {
    pub(crate) fn evaluation_sealed(&self, args: SealedArgs) -> Result<SealedEvaluation, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let decision = reader.resolve(&args.id, &at)?;
        let Some(seal) = seal_of(&reader, &decision, &at)? else {
            return Ok(SealedEvaluation {
                matrix: None,
                sealed_at: String::new(),
                root: String::new(),
                records: 0_u64.into(),
                holds: true,
                changed: Vec::new(),
                added: 0_u64.into(),
            });
        };
        let sealed = |kinds: &[&str]| -> Vec<EntityId> {
            let ends = seal.links.iter().filter(|l| l.type_ == "seals" && l.out);
            ends.filter(|l| kinds.contains(&l.other.kind.as_str())).map(|l| l.other.id).collect()
        };
        let (criteria, evaluations) = (sealed(&["criterion"]), sealed(&["evaluation"]));
        let subjects = sealed(&["idea", "prototype"]);
        let then = At::Position(position(&reader, &seal)?);
        let as_sealed = Table::of(&reader, &criteria, &subjects, &evaluations, then)?;
        let (root, _) = as_sealed.root();
        let text = |field: &str| seal.state.text(field).unwrap_or_default().to_owned();
        let mut changed = Vec::new();
        for before in as_sealed.criteria.iter().chain(as_sealed.scores.iter().map(|s| &s.artefact)) {
            changed.extend(difference(before, &reader.get(&before.card.id, &at)?));
        }
        let added = added(&reader, &criteria, &subjects, &evaluations, &at)?;
        Ok(SealedEvaluation {
            matrix: Some(as_sealed.seen_by(&reader, None)?),
            sealed_at: text("sealed-at"),
            records: u64::try_from(lookups::whole(&seal.state, "records").unwrap_or(0)).unwrap_or(0).into(),
            holds: root == text("root"),
            root: text("root"),
            changed,
            added: added.into(),
        })
    }
}

/// The seal over scores that was made for a decision; of several the latest.
fn seal_of(reader: &Reader, decision: &EntityId, at: &At) -> Result<Option<Artefact>, ApiError> {
    let mut found: Option<Artefact> = None;
    for card in reader.linked(decision, "seals", false, at)? {
        let seal = reader.get(&card.id, at)?;
        let later = |known: &Artefact| known.state.created.at <= seal.state.created.at;
        if seal.state.text("scope") == Some("scores") && found.as_ref().is_none_or(later) {
            found = Some(seal);
        }
    }
    Ok(found)
}

/// Where in the log a seal was made: what it covers is as it was then.
fn position(reader: &Reader, seal: &Artefact) -> Result<u64, ApiError> {
    let query = LogQuery { entity: Some(seal.card.id), limit: u64::MAX, records: 1, ..LogQuery::default() };
    let rows = reader.log(&query)?.rows;
    let made = rows.iter().find(|row| row.change == seal.state.created.address.change);
    Ok(made.or(rows.last()).map_or(0, |row| row.position))
}

/// What differs between a record as it was sealed and as it is.
fn difference(before: &Artefact, now: &Artefact) -> Option<ChangedScore> {
    let told = |words: String| Some(ChangedScore { card: cards::card(&now.card, None), words });
    if now.card.removed {
        return told("removed since".into());
    }
    let ends = |of: &Artefact| -> Vec<EntityId> {
        let links = of.links.iter().filter(|l| OF_SCORE.iter().any(|type_| is(l, type_, true)));
        let mut ends: Vec<EntityId> = links.map(|l| l.other.id).collect();
        ends.sort();
        ends
    };
    if before.card.kind == "evaluation" && ends(before) != ends(now) {
        return told("is about something else now".into());
    }
    let known = kind(&before.card.kind)?;
    let own = known.all_fields().filter(|f| f.matters && f.name != "locked-at" || f.name == "rationale");
    let words: Vec<String> = own
        .filter(|field| before.state.value(field.name) != now.state.value(field.name))
        .map(|field| {
            let say = |value: Option<&Value>| match value {
                Some(Value::Text(text)) if text.as_str() == "unknown" => "don’t know".to_owned(),
                Some(Value::Text(text)) => text.clone(),
                Some(Value::Int(n)) => n.to_string(),
                Some(other) => other.to_json().to_string(),
                None => "nothing".to_owned(),
            };
            let (was, is) = (say(before.state.value(field.name)), say(now.state.value(field.name)));
            format!("{} {was}, now {is}", field.label.to_lowercase())
        })
        .collect();
    if words.is_empty() { None } else { told(words.join("; ")) }
}

/// How many scores of the same subjects on the same criteria stand now that were not sealed.
fn added(
    reader: &Reader,
    criteria: &[EntityId],
    subjects: &[EntityId],
    evaluations: &[EntityId],
    at: &At,
) -> Result<usize, ApiError> {
    let mut count = 0;
    for subject in subjects {
        for card in reader.linked(subject, "rates", false, at)? {
            if evaluations.contains(&card.id) {
                continue;
            }
            let of = lookups::first_link(reader, &card.id, "by-criterion", true, at)?;
            count += usize::from(of.is_some_and(|criterion| criteria.contains(&criterion.id)));
        }
    }
    Ok(count)
}

/// A seal over scores, looked at again.
pub(crate) struct Again {
    /// Its place in the log.
    pub(crate) position: u64,
    /// The root over what it bound, computed anew.
    pub(crate) root: String,
    /// Scores and criteria that are otherwise now.
    pub(crate) changed: Vec<CardDto>,
}

/// Computes the root of a seal over scores anew, from the log as it was then.
pub(crate) fn again(reader: &Reader, seal: &Artefact, at: &At) -> Result<Again, ApiError> {
    let sealed = |kinds: &[&str]| -> Vec<EntityId> {
        let ends = seal.links.iter().filter(|l| is(l, "seals", true));
        ends.filter(|l| kinds.contains(&l.other.kind.as_str())).map(|l| l.other.id).collect()
    };
    let position = position(reader, seal)?;
    let then = At::Position(position);
    let table = Table::of(
        reader,
        &sealed(&["criterion"]),
        &sealed(&["idea", "prototype"]),
        &sealed(&["evaluation"]),
        then,
    )?;
    let mut changed = Vec::new();
    for before in table.criteria.iter().chain(table.scores.iter().map(|s| &s.artefact)) {
        changed.extend(difference(before, &reader.get(&before.card.id, at)?).map(|one| one.card));
    }
    Ok(Again { position, root: table.root().0, changed })
}
