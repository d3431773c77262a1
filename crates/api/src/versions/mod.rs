//! Versions against the world: how each stands, and what stands on those that are not as they were recorded.

mod checking;
mod comparing;
mod page;
mod reading;
mod recording;

use std::collections::HashMap;

use throughline_model::State;
use throughline_model::identity::{self, Digest, algorithm, digests};
use throughline_model::standing::{Standing, Word, is_version, standing};
use throughline_record::EntityId;
use throughline_store::{At, Card, Reader};

use crate::App;
use crate::cards;
use crate::dto::{
    ApiError, CardDto, DigestDto, FactDto, StandingDto, UnwellDto, VersionList, VersionRow, WithinReleaseArgs,
};
use crate::lookups::{self, moment};

/// Kinds of versions, in the order of lists.
pub(crate) const VERSIONS: &[&str] = &["model-version", "data-version", "code-version"];
/// Kinds that can stand on a version.
const STANDING: &[&str] = &["model-version", "data-version", "bundle", "deployment"];

/// The fact of a version: how it stands.
const CHECK: &str = "Check";
/// The fact of a version whose identity covers a sample only.
const WEAK: &str = "Weak";
/// The fact of what stands on a version that is not as it was recorded.
const STANDS_ON: &str = "Stands on";

/// The versions that are not as they were recorded, and what stands on them.
pub(crate) struct Unwell {
    /// By version: how it stands, and its last check.
    known: HashMap<EntityId, (Card, Standing, State)>,
    /// By what stands on them: which.
    below: HashMap<EntityId, Vec<EntityId>>,
}

impl Unwell {
    /// Reads them; most workspaces have none.
    pub(crate) fn read(reader: &Reader, at: &At) -> Result<Unwell, ApiError> {
        let mut known = HashMap::new();
        for last in reader.checked(at)? {
            if !Word::of_check(last.check.text("result").unwrap_or_default()).is_unwell() {
                continue;
            }
            let (Some(version), Some(card)) =
                (reader.state(&last.version, at)?, lookups::card(reader, &last.version, at)?)
            else {
                continue;
            };
            let stands = standing(&version, Some(&last.check));
            if stands.word.is_unwell() {
                known.insert(last.version, (card, stands, last.check));
            }
        }
        let ids: Vec<EntityId> = known.keys().copied().collect();
        let below = if ids.is_empty() { HashMap::new() } else { reader.standing_on(&ids, at)? };
        Ok(Unwell { known, below })
    }

    /// Which of them something stands on.
    pub(crate) fn under(&self, id: &EntityId) -> Vec<UnwellDto> {
        let mut out: Vec<UnwellDto> = self
            .below
            .get(id)
            .into_iter()
            .flatten()
            .filter_map(|version| self.known.get(version))
            .map(|(card, stands, check)| told(card, stands, check))
            .collect();
        out.sort_by(|a, b| a.card.short.cmp(&b.card.short));
        out
    }

    /// All of them, among these if any are named.
    pub(crate) fn among(&self, ids: Option<&[EntityId]>) -> Vec<UnwellDto> {
        let mut out: Vec<UnwellDto> = self
            .known
            .iter()
            .filter(|(id, _)| ids.is_none_or(|ids| ids.contains(id)))
            .map(|(_, (card, stands, check))| told(card, stands, check))
            .collect();
        out.sort_by(|a, b| a.card.short.cmp(&b.card.short));
        out
    }

    /// All that stands on one of these versions.
    pub(crate) fn standing_on(&self, versions: &[EntityId]) -> Vec<EntityId> {
        let mut out: Vec<EntityId> = self
            .below
            .iter()
            .filter(|(_, on)| on.iter().any(|id| versions.contains(id)))
            .map(|(id, _)| *id)
            .collect();
        out.sort_unstable();
        out
    }
}

fn told(card: &Card, stands: &Standing, check: &State) -> UnwellDto {
    UnwellDto {
        card: cards::card(card, None),
        standing: standing_dto(stands, Some(check)),
        sentence: format!("stands on {}, {}", card.title, which(stands.word)),
    }
}

fn which(word: Word) -> &'static str {
    match word {
        Word::Missing => "which is missing where it lay",
        _ => "which changed where it lies",
    }
}

/// A standing as the edge shows it.
pub(crate) fn standing_dto(stands: &Standing, check: Option<&State>) -> StandingDto {
    // What an outdated check found is not how it stands.
    let check = check.filter(|_| stands.word != Word::NotChecked);
    let text = |name: &str| check.and_then(|c| c.text(name)).unwrap_or_default().to_owned();
    StandingDto {
        word: stands.word.as_str().into(),
        words: stands.words(),
        at: stands.at.clone(),
        outdated: stands.outdated,
        because: text("because"),
        place: text("location"),
        found: digests(check.and_then(|c| c.value("found"))).iter().map(Digest::to_string).collect(),
    }
}

/// The digests of a version; of code its commit.
pub(crate) fn digests_of(version: &State) -> Vec<Digest> {
    if version.kind != "code-version" {
        return digests(version.value("digest"));
    }
    let commit = version.text("commit").unwrap_or_default().trim();
    if commit.is_empty() { Vec::new() } else { vec![Digest::new("git-commit", commit)] }
}

/// Whether nothing a version has covers all of it.
pub(crate) fn is_weak(version: &State) -> bool {
    let said = |name: &str| version.value(name).and_then(throughline_record::Value::as_bool) == Some(true);
    said("weak-digest") || said("dirty") || identity::is_weak(&digests_of(version))
}

fn digest_dto(digest: &Digest) -> DigestDto {
    let known = algorithm(&digest.algorithm);
    DigestDto {
        algorithm: digest.algorithm.clone(),
        value: digest.value.clone(),
        of: known.map_or("", |a| a.of).into(),
        says: known.map_or("What it covers is not known here.", |a| a.says()).into(),
        weak: known.is_some_and(|a| a.is_weak()),
    }
}

/// Versions as rows of a list.
pub(crate) fn rows(reader: &Reader, list: &[Card], at: &At) -> Result<Vec<VersionRow>, ApiError> {
    let unwell = Unwell::read(reader, at)?;
    let ids: Vec<EntityId> = list.iter().map(|c| c.id).collect();
    let checks = reader.last_checks(&ids, at)?;
    let mut out = Vec::with_capacity(list.len());
    for (card, dto) in list.iter().zip(cards::cards(reader, list, at)?) {
        let Some(state) = reader.state(&card.id, at)? else { continue };
        let check = checks.get(&card.id);
        out.push(VersionRow {
            card: dto,
            digests: digests_of(&state).iter().map(digest_dto).collect(),
            weak: is_weak(&state),
            standing: standing_dto(&standing(&state, check), check),
            stands_on: unwell.under(&card.id),
        });
    }
    Ok(out)
}

/// What cards say of the world: how a version stands, whether its identity is weak, and what it stands on.
pub(crate) fn facts(reader: &Reader, list: &[Card], out: &mut [CardDto], at: &At) -> Result<(), ApiError> {
    let versions: Vec<EntityId> = list.iter().filter(|c| is_version(&c.kind)).map(|c| c.id).collect();
    let unwell = if list.iter().any(|c| STANDING.contains(&c.kind.as_str())) {
        Some(Unwell::read(reader, at)?)
    } else {
        None
    };
    let checks = reader.last_checks(&versions, at)?;
    for (card, seen) in out.iter_mut().zip(list) {
        let mut say = |label: &str, text: String| card.facts.push(FactDto { label: label.into(), text });
        if is_version(&seen.kind)
            && let Some(state) = reader.state(&seen.id, at)?
        {
            let check = checks.get(&seen.id);
            say(CHECK, standing(&state, check).words());
            if is_weak(&state) {
                say(WEAK, "yes".into());
            }
        }
        for under in unwell.iter().flat_map(|unwell| unwell.under(&seen.id)) {
            let how = if under.standing.word == "missing" { "is missing" } else { "changed" };
            say(STANDS_ON, format!("{}, which {how}", under.card.title));
        }
    }
    Ok(())
}

impl App {
    pub(crate) fn versions(&self, args: WithinReleaseArgs) -> Result<VersionList, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let release = lookups::release_of(&open, &reader, args.release.as_deref(), &at)?;
        Ok(VersionList { rows: rows(&reader, &all(&reader, release, &at)?, &at)? })
    }
}

/// Every version of a release, models first, the newest first.
fn all(reader: &Reader, release: Option<EntityId>, at: &At) -> Result<Vec<Card>, ApiError> {
    let mut out = Vec::new();
    for kind in VERSIONS {
        let mut of_kind = lookups::all_of(reader, kind, release, at)?;
        of_kind.reverse();
        out.append(&mut of_kind);
    }
    Ok(out)
}
