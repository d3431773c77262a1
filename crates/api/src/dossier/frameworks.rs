//! Frameworks beside the record: which artefacts speak to which point.

use std::collections::{BTreeMap, BTreeSet};

use throughline_model::{FieldType, kind};
use throughline_report::dossier::{Block, Cell, Chapter, Column, Span};
use throughline_report::frameworks::{self, Answer, Framework, Held, NO_CLAIM};
use throughline_store::{Card, ListQuery};

use super::scope::{Scope, kind_words, reference};
use super::words::count;
use crate::dto::{ApiError, ReadinessArgs};

/// Kinds of the record itself and of people: no release includes them, and all of them count.
const EVERYWHERE: &[&str] = &[
    "product",
    "team",
    "stakeholder",
    "metric",
    "signature",
    "hold",
    "device",
    "anchor",
    "seal",
    "source",
    "check",
];

/// What is held against the points: artefacts with the fields that say something.
pub(super) struct Beside {
    held: Vec<Held>,
    pub(super) cards: BTreeMap<String, Card>,
    open: BTreeMap<String, u64>,
}

impl Beside {
    pub(super) fn answers(&self, framework: &Framework) -> Vec<Answer> {
        frameworks::answers(framework, &self.held, &self.open)
    }
}

/// A framework by its name.
pub(super) fn known(name: &str) -> Result<&'static Framework, ApiError> {
    frameworks::named(name).ok_or_else(|| {
        let names: Vec<&str> = frameworks::all().iter().map(|f| f.name.as_str()).collect();
        ApiError::new(
            "unknown-framework",
            format!("There is no framework “{name}” here. Nothing was made."),
            format!("Name one of these: {}.", names.join(", ")),
        )
        .about(name)
    })
}

impl Scope<'_> {
    /// What the frameworks are held against, read once for all of them.
    pub(super) fn beside(&self) -> Result<Beside, ApiError> {
        let wanted: BTreeSet<&str> = frameworks::all()
            .iter()
            .flat_map(|f| &f.points)
            .flat_map(|p| &p.by)
            .map(|seek| seek.kind.as_str())
            .collect();
        let mut beside = Beside { held: Vec::new(), cards: BTreeMap::new(), open: BTreeMap::new() };
        for name in wanted {
            // A release includes what was made in it; it is itself held as well.
            let cards = match self.release {
                Some(id) if name == "release" => self.reader.cards(&[id], &self.at)?,
                Some(_) if !EVERYWHERE.contains(&name) => self.all(name)?,
                _ => {
                    let query = ListQuery {
                        kinds: vec![name.into()],
                        sort: vec![("created_at".into(), false)],
                        limit: 0,
                        ..ListQuery::default()
                    };
                    self.reader.list(&query, &self.at)?.rows
                }
            };
            for card in cards {
                beside.held.push(self.held(&card)?);
                beside.cards.insert(card.id.to_string(), card);
            }
        }
        let args =
            ReadinessArgs { release: self.named(), at: self.moment.clone(), ..ReadinessArgs::default() };
        beside.open = self.app.readiness(args)?.rules.into_iter().map(|r| (r.name, r.open.0)).collect();
        Ok(beside)
    }

    fn held(&self, card: &Card) -> Result<Held, ApiError> {
        let read = self.read(&card.id)?;
        let mut held = Held { entity: card.id.to_string(), kind: card.kind.clone(), ..Held::default() };
        for field in kind(&card.kind).into_iter().flat_map(|k| k.all_fields()) {
            let says = match field.ty {
                FieldType::Ref { link, out, .. } => {
                    read.links.iter().any(|l| l.type_ == link && l.out == out && !l.removed)
                }
                _ => read.state.value(field.name).is_some(),
            };
            if says {
                held.filled.insert(field.name.to_owned());
            }
            if let (FieldType::Choice(_), Some(word)) = (field.ty, read.state.text(field.name)) {
                held.choices.insert(field.name.to_owned(), word.to_owned());
            }
        }
        Ok(held)
    }

    /// One annex per framework that was asked for.
    pub(super) fn annexes(&self, names: &[String]) -> Result<Vec<Chapter>, ApiError> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let beside = self.beside()?;
        names.iter().map(|name| Ok(annex(known(name)?, &beside))).collect()
    }
}

fn annex(framework: &Framework, beside: &Beside) -> Chapter {
    let answers = beside.answers(framework);
    let empty = answers.iter().filter(|a| a.empty).count();
    let rows = framework
        .points
        .iter()
        .zip(&answers)
        .map(|(point, answer)| {
            let mut spans = Vec::new();
            for entity in answer.entities.iter().take(MOST) {
                if let Some(card) = beside.cards.get(entity) {
                    spans.push(reference(entity, &card.short));
                    spans.push(Span::text(" "));
                }
            }
            if answer.entities.len() > MOST {
                spans.push(Span::faint(format!("and {} more ", answer.entities.len() - MOST)));
            }
            if let Some(record) = &point.record {
                spans.push(Span::text(record));
            }
            if answer.empty {
                spans.push(Span::strong("empty"));
                if !point.by.is_empty() {
                    let seeks: Vec<String> = point.by.iter().map(|s| s.words(kind_words)).collect();
                    spans.push(Span::faint(format!(" – would be: {}", seeks.join("; "))));
                }
            }
            let gaps: Vec<String> =
                answer.open.iter().map(|(rule, n)| format!("{} ({n})", rule.replace('-', " "))).collect();
            vec![Cell::text(&point.id), Cell::text(&point.title), spans.into(), Cell::text(gaps.join(", "))]
        })
        .collect();
    Chapter {
        id: framework.name.clone(),
        title: format!("Annex: {}", framework.title),
        blocks: vec![
            Block::Note { warns: true, spans: vec![Span::text(NO_CLAIM)] },
            Block::Text {
                spans: vec![
                    Span::text(format!(
                        "{} (text of {}). {} ",
                        framework.source,
                        throughline_model::card::day(&framework.dated),
                        framework.wording
                    )),
                    Span::Link { text: framework.url.clone(), url: framework.url.clone() },
                ],
            },
            Block::text(format!(
                "{} of {} empty.",
                count(empty as u64, "point", "points"),
                framework.points.len()
            )),
            Block::Table {
                caption: String::new(),
                columns: vec![
                    Column::words("Point", 2),
                    Column::words("What it is about", 6),
                    Column::words("Speaks to it", 7),
                    Column::words("Open gaps", 4),
                ],
                rows,
            },
        ],
        from: Vec::new(),
    }
}

/// Artefacts named beside one point; more would bury the table.
const MOST: usize = 12;
