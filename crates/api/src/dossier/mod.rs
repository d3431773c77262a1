//! The dossier: a release as a document, why a version is in production, the line of any artefact, or the workspace in
//! short. Everything in it comes from the answers of the other commands, asked for one place in the log.

mod choosing;
mod closing;
mod command;
mod deciding;
mod early;
mod frameworks;
mod prose;
mod proving;
mod running;
mod scope;
mod tested;
mod why;
mod words;
mod workspace;

use throughline_model::card::day;
use throughline_record::EntityId;
use throughline_report::dossier::{Chapter, Dossier, Source, Span};
use throughline_store::At;

use crate::App;
use crate::app::Open;
use crate::dto::{ApiError, AtDto, Count};
use crate::lookups::{self, moment};
use scope::{Scope, kind_words};

/// What a dossier is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    /// A release, or anything whose story is asked for: a version, a bundle, a problem. `None` is the whole workspace.
    pub id: Option<EntityId>,
    /// Frameworks whose points are laid beside the record as annexes, by name.
    pub frameworks: Vec<String>,
}

/// Kinds that run: of these it is asked why they are in production.
const RUNNING: &[&str] = &["model-version", "bundle", "deployment"];

impl App {
    /// The dossier of a release or of a version as the record had it at a moment. The same record and the same moment
    /// give the same dossier: its day is that of the last change it takes in.
    pub(crate) fn dossier(&self, open: &Open, at: &AtDto, subject: &Subject) -> Result<Dossier, ApiError> {
        let reader = open.workspace.reader()?;
        let asked = moment(at);
        // What was so on a day is told by all that is known.
        let (size, fixed) = match &asked {
            At::So(date) => (reader.position()?, At::So(date.clone())),
            _ => reader.position_at(&asked).map(|size| (size, At::Position(size)))?,
        };
        let date = reader.received(size)?.unwrap_or_default();
        let card = match &subject.id {
            Some(id) => Some(lookups::card(&reader, id, &fixed)?.ok_or_else(|| {
                ApiError::new(
                    "not-found",
                    "What the dossier is of was not there at that moment.",
                    "Choose a later moment, or another release.",
                )
            })?),
            None => None,
        };
        let release = match &card {
            Some(card) if card.kind == "release" => Some(card.id),
            Some(card) => lookups::first_link(&reader, &card.id, "includes", false, &fixed)?.map(|r| r.id),
            None => None,
        };
        let product = match &release {
            Some(id) => lookups::first_link(&reader, id, "of-product", true, &fixed)?,
            None => None,
        };
        let scope = Scope {
            app: self,
            reader: &reader,
            moment: match &fixed {
                At::So(date) => AtDto::So { date: date.clone() },
                _ => AtDto::Position { position: Count(size) },
            },
            trust: reader.trust_at(&fixed)?,
            at: fixed,
            release,
            workspace: open.workspace.id().to_string(),
        };
        let (kind, notes, chapters) = match &card {
            None => ("Dossier of a workspace".into(), scope.workspace_opening(), scope.workspace_chapters()?),
            Some(card) if card.kind == "release" => {
                ("Dossier of a release".to_owned(), scope.opening(card)?, scope.release_chapters(card)?)
            }
            Some(card) if RUNNING.contains(&card.kind.as_str()) => {
                ("Why is this in production?".into(), scope.why_opening(card)?, scope.why_chapters(card)?)
            }
            Some(card) => {
                let kind = format!("The line of {}", with_article(&kind_words(&card.kind)));
                (kind, scope.line_opening(card), scope.line_chapters(card)?)
            }
        };
        let mut dossier = Dossier {
            title: card.as_ref().map_or_else(|| open.workspace.name().to_owned(), |card| card.title.clone()),
            kind,
            subject: card.as_ref().map(|card| card.id.to_string()).unwrap_or_default(),
            short: card.map(|card| card.short).unwrap_or_default(),
            product: product.map(|p| p.title).unwrap_or_default(),
            workspace: open.workspace.name().to_owned(),
            workspace_id: scope.workspace.clone(),
            moment: match &asked {
                At::So(date) => {
                    format!("What, by all that was recorded up to #{size}, was so on {}", day(date))
                }
                _ => format!("As recorded up to #{size}, received {}", day(&date)),
            },
            date,
            size,
            root: bare(&open.workspace.head_at(size)?.to_string()),
            notes,
            chapters,
            annexes: scope.annexes(&subject.frameworks)?,
            sources: Vec::new(),
        };
        let ids = dossier.gather();
        dossier.sources = scope.sources(&ids)?;
        let doubtful = dossier.sources.iter().filter(|source| !source.doubt.is_empty()).count();
        if doubtful > 0 {
            dossier.notes.push(vec![
                Span::strong("Unverified authors. "),
                Span::text(format!(
                    "{} of the {} that this document names {} set last with a key that nobody known vouches for, or that was \
                     revoked. The last annex marks them.",
                    doubtful,
                    words::count(dossier.sources.len() as u64, "artefact", "artefacts"),
                    if doubtful == 1 { "was" } else { "were" },
                )),
            ]);
        }
        Ok(dossier)
    }
}

impl Scope<'_> {
    fn release_chapters(&self, release: &throughline_store::Card) -> Result<Vec<Chapter>, ApiError> {
        let all = vec![
            self.purpose(release)?,
            self.path()?,
            self.insights()?,
            self.problems()?,
            self.ideas()?,
            self.evaluation()?,
            self.experiments()?,
            self.decisions()?,
            self.shipped()?,
            self.rollout()?,
            self.observations()?,
            self.gaps()?,
            self.signatures(release)?,
            self.kept_elsewhere()?,
        ];
        let samples = self.samples()?;
        Ok(all.into_iter().chain(samples).chain([self.heard()?]).collect())
    }

    /// Where each of these lies in the record; what cannot be found any more is left out, and stays words.
    fn sources(&self, ids: &[String]) -> Result<Vec<Source>, ApiError> {
        let mut out = Vec::with_capacity(ids.len());
        for id in ids {
            let Ok(entity) = id.parse::<EntityId>() else { continue };
            let Ok(artefact) = self.reader.get(&entity, &self.at) else { continue };
            let stamp = &artefact.state.updated;
            // The name as it was known then, so that a dossier of the past stays the same.
            let by = match stamp.actor {
                Some(actor) => lookups::card(self.reader, &actor, &self.at)?.map(|c| c.title),
                None => None,
            };
            out.push(Source {
                entity: id.clone(),
                short: artefact.card.short.clone(),
                kind: kind_words(&artefact.card.kind),
                title: artefact.card.title.clone(),
                position: self.reader.position_of(&stamp.address.change)?.unwrap_or_default(),
                address: stamp.address.to_string(),
                day: day(&stamp.at),
                by: by.unwrap_or_default(),
                doubt: self.doubtful(&stamp.address.change)?.unwrap_or_default().to_owned(),
                link: format!("throughline://{}/{id}", self.workspace),
            });
        }
        Ok(out)
    }
}

/// "an idea", "a problem".
fn with_article(words: &str) -> String {
    let vowel = words.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {words}", if vowel { "an" } else { "a" })
}

/// A digest without the name of its algorithm.
fn bare(digest: &str) -> String {
    digest.rsplit(':').next().unwrap_or(digest).to_owned()
}

/// A chapter that says what it would hold where there is nothing.
fn chapter(id: &str, title: &str, blocks: Vec<throughline_report::dossier::Block>, empty: &str) -> Chapter {
    let blocks = if blocks.is_empty() {
        vec![throughline_report::dossier::Block::Text { spans: vec![Span::faint(empty)] }]
    } else {
        blocks
    };
    Chapter { id: id.into(), title: title.into(), blocks, from: Vec::new() }
}
