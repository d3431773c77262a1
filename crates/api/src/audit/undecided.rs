//! Versions that changed between two releases with no decision linked, and decisions that nothing followed.

use std::collections::HashSet;

use throughline_model::audit::undecided::{Follows, Version, changes, has_effect};
use throughline_record::EntityId;
use throughline_store::{At, Card, Direction, Reader, TraceQuery};

use super::Scope;
use crate::App;
use crate::cards;
use crate::dto::{ApiError, AuditArgs, DecidedBy, UndecidedPage, VersionChange};
use crate::lookups::{self, moment};

const VERSIONS: [&str; 3] = ["model-version", "data-version", "code-version"];

impl App {
    pub(crate) fn audit_undecided(&self, args: AuditArgs) -> Result<UndecidedPage, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let scope = Scope::of(&open, &reader, args.release.as_deref(), &moment(&args.at))?;
        undecided(&reader, &scope)
    }
}

/// Of one release; of the whole workspace only the decisions, as nothing is before it.
pub(super) fn undecided(reader: &Reader, scope: &Scope) -> Result<UndecidedPage, ApiError> {
    let at = &scope.at;
    let before = match scope.id() {
        Some(release) => lookups::first_link(reader, &release, "follows", true, at)?,
        None => None,
    };
    let earlier = before.as_ref().map(|card| card.id);
    let handed_on: HashSet<EntityId> = match earlier {
        Some(earlier) => {
            lookups::all_of(reader, "decision", Some(earlier), at)?.iter().map(|c| c.id).collect()
        }
        None => HashSet::new(),
    };
    // A decision that was superseded since was taken all the same.
    let taken: Vec<Card> = lookups::all_of(reader, "decision", scope.id(), at)?
        .into_iter()
        .filter(|card| matches!(card.status.as_deref(), Some("accepted" | "superseded")))
        .filter(|card| !handed_on.contains(&card.id))
        .collect();
    let mut found = Vec::new();
    if let (Some(release), Some(earlier)) = (scope.id(), earlier) {
        for change in changes(&versions(reader, earlier, at)?, &versions(reader, release, at)?) {
            let ids: Vec<EntityId> = [Some(change.after), change.before].into_iter().flatten().collect();
            let cards = reader.cards(&ids, at)?;
            let card = |id: EntityId| cards.iter().find(|card| card.id == id);
            let Some(after) = card(change.after) else { continue };
            found.push(VersionChange {
                decided: deciding(reader, after, &taken, at)?,
                before: change.before.and_then(card).map(|card| cards::card(card, None)),
                after: cards::card(after, None),
            });
        }
        found.sort_by_key(|change| !change.decided.is_empty());
    }
    let mut idle = Vec::new();
    for decision in &taken {
        let Some(state) = reader.state(&decision.id, at)? else { continue };
        let query = TraceQuery { direction: Direction::Forward, ..TraceQuery::default() };
        let downstream: Vec<Follows> = reader
            .trace(&decision.id, &query, at)?
            .nodes
            .into_iter()
            .filter(|node| node.depth != 0 && !node.card.removed)
            .map(|node| Follows { kind: node.card.kind, created: node.card.created_at })
            .collect();
        if !has_effect(&state.created.at, &downstream) {
            idle.push(cards::card(decision, None));
        }
    }
    Ok(UndecidedPage {
        release: scope.release.as_ref().map(|card| cards::card(card, None)),
        before: before.as_ref().map(|card| cards::card(card, None)),
        undecided: found.iter().filter(|change| change.decided.is_empty()).count().into(),
        changes: found,
        decisions: taken.len().into(),
        idle,
    })
}

/// The versions a release includes.
fn versions(reader: &Reader, release: EntityId, at: &At) -> Result<Vec<Version>, ApiError> {
    let mut out = Vec::new();
    for kind in VERSIONS {
        for card in lookups::all_of(reader, kind, Some(release), at)? {
            let Some(state) = reader.state(&card.id, at)? else { continue };
            let name = if kind == "code-version" { state.text("repository") } else { state.text("title") };
            out.push(Version {
                id: card.id,
                kind: kind.into(),
                name: name.unwrap_or(&card.title).trim().to_owned(),
                created: card.created_at,
            });
        }
    }
    Ok(out)
}

/// The decisions that bear on a version: on itself, on what carries it, on what it was made of.
fn deciding(reader: &Reader, version: &Card, taken: &[Card], at: &At) -> Result<Vec<DecidedBy>, ApiError> {
    let mut ways: Vec<(Card, bool)> = vec![(version.clone(), true)];
    let bundles = reader.linked(&version.id, "ships", false, at)?;
    for bundle in &bundles {
        ways.extend(reader.linked(&bundle.id, "deploys", false, at)?.into_iter().map(|card| (card, false)));
    }
    ways.extend(bundles.into_iter().map(|card| (card, false)));
    for (type_, out) in
        [("produced", false), ("trained-on", true), ("built-from", true), ("derived-from", true)]
    {
        ways.extend(reader.linked(&version.id, type_, out, at)?.into_iter().map(|card| (card, false)));
    }
    let mut found: Vec<DecidedBy> = Vec::new();
    for (way, own) in ways {
        let mut decisions = Vec::new();
        for (type_, out) in
            [("decides", false), ("rests-on", false), ("relates-to", false), ("relates-to", true)]
        {
            decisions.extend(reader.linked(&way.id, type_, out, at)?);
        }
        for option in reader.linked(&way.id, "stands-for", false, at)? {
            decisions.extend(reader.linked(&option.id, "option-of", true, at)?);
        }
        for decision in decisions {
            let id = decision.id.to_string();
            if taken.iter().any(|one| one.id == decision.id) && found.iter().all(|one| one.decision.id != id)
            {
                found.push(DecidedBy {
                    decision: cards::card(&decision, None),
                    through: (!own).then(|| cards::card(&way, None)),
                });
            }
        }
    }
    Ok(found)
}
