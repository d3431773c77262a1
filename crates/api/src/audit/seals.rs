//! Seals looked at again: whether each still verifies, and what changed since.

use throughline_record::Value;
use throughline_store::{At, Reader};

use super::Scope;
use crate::App;
use crate::cards::{self, Names};
use crate::context;
use crate::dto::{ApiError, AuditArgs, ChangedDto, SealDto, SealList};
use crate::lookups::{self, is, moment};
use crate::sealed;

/// Artefacts shown that changed after a seal.
const CHANGED: usize = 100;

impl App {
    pub(crate) fn audit_seals(&self, args: AuditArgs) -> Result<SealList, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let scope = Scope::of(&open, &reader, args.release.as_deref(), &moment(&args.at))?;
        seals(&reader, &scope)
    }
}

/// The freezes of the release, or of all, and the seals over scores, the last first.
pub(super) fn seals(reader: &Reader, scope: &Scope) -> Result<SealList, ApiError> {
    let at = &scope.at;
    let releases = match &scope.release {
        Some(card) => vec![card.clone()],
        None => context::releases(reader, at)?,
    };
    let mut names = Names::at(reader, at);
    let mut rows = Vec::new();
    for release in &releases {
        for seen in reader.seals(&release.id, at)? {
            let Some(state) = reader.state(&seen.seal, at)? else { continue };
            let root = state.text("root").unwrap_or_default().to_owned();
            let computed = seen.root.to_string();
            rows.push(SealDto {
                id: seen.seal.to_string(),
                scope: "dossier".into(),
                of: Some(cards::card(release, None)),
                at: state.text("sealed-at").unwrap_or(&state.created.at).to_owned(),
                by: names.of(state.created.actor),
                position: seen.position.into(),
                holds: root == computed,
                root,
                computed,
                records: state
                    .value("records")
                    .and_then(Value::as_int)
                    .and_then(|n| u64::try_from(n).ok())
                    .unwrap_or(seen.records)
                    .into(),
                after: seen.changed.len().into(),
                changed: seen
                    .changed
                    .into_iter()
                    .take(CHANGED)
                    .map(|one| ChangedDto {
                        card: cards::card(&one.card, None),
                        new: one.new,
                        position: one.position.into(),
                        at: one.at,
                    })
                    .collect(),
            });
        }
    }
    rows.extend(over_scores(reader, scope, at)?);
    rows.sort_by_key(|row| std::cmp::Reverse(row.position));
    Ok(SealList { rows })
}

/// Rounds of evaluation that were closed, and the scores that decisions were proposed from.
fn over_scores(reader: &Reader, scope: &Scope, at: &At) -> Result<Vec<SealDto>, ApiError> {
    let mut names = Names::at(reader, at);
    let mut rows = Vec::new();
    for card in lookups::all_of(reader, "seal", None, at)? {
        let seal = reader.get(&card.id, at)?;
        if seal.state.text("scope") != Some("scores") {
            continue;
        }
        let mut sealed = seal.links.iter().filter(|link| is(link, "seals", true)).map(|link| &link.other);
        let of = sealed.find(|card| matches!(card.kind.as_str(), "decision" | "release")).cloned();
        if let Some(release) = scope.id() {
            let ours = match &of {
                Some(card) if card.kind == "release" => card.id == release,
                Some(card) => {
                    reader.linked(&card.id, "includes", false, at)?.iter().any(|one| one.id == release)
                }
                None => false,
            };
            if !ours {
                continue;
            }
        }
        let again = sealed::again(reader, &seal, at)?;
        let root = seal.state.text("root").unwrap_or_default().to_owned();
        let changed: Vec<ChangedDto> = again
            .changed
            .into_iter()
            .map(|one| ChangedDto {
                at: one.updated_at.clone(),
                card: one,
                new: false,
                position: 0_u64.into(),
            })
            .collect();
        rows.push(SealDto {
            id: card.id.to_string(),
            scope: "scores".into(),
            of: of.map(|card| cards::card(&card, None)),
            at: seal.state.text("sealed-at").unwrap_or(&seal.state.created.at).to_owned(),
            by: names.of(seal.state.created.actor),
            position: again.position.into(),
            holds: root == again.root,
            root,
            computed: again.root,
            records: u64::try_from(lookups::whole(&seal.state, "records").unwrap_or(0)).unwrap_or(0).into(),
            after: changed.len().into(),
            changed: changed.into_iter().take(CHANGED).collect(),
        });
    }
    Ok(rows)
}
