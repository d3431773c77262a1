//! Why something is in production: backwards from it to the words of users, along the thread.

use std::collections::BTreeMap;

use throughline_model::card::day;
use throughline_report::dossier::{Block, Cell, Chapter, Column, Span};
use throughline_store::{Card, Direction, Trace, TraceQuery};

use super::chapter;
use super::running::bundle_blocks;
use super::scope::{Scope, kind_words, named, reference, titled};
use crate::dto::{ApiError, GetArgs, LiveArgs};

impl Scope<'_> {
    pub(super) fn why_opening(&self, card: &Card) -> Result<Vec<Vec<Span>>, ApiError> {
        let mut notes = vec![vec![
            Span::text(format!(
                "The way back from this {} to what users said, generated from the links of the record. ",
                kind_words(&card.kind)
            )),
            Span::text(
                "Words in italics and quotation marks are those of users and stakeholders. It claims no compliance with \
                 any law or standard.",
            ),
        ]];
        if self.release.is_none() {
            notes.push(vec![Span::text("No release includes it.")]);
        }
        Ok(notes)
    }

    pub(super) fn why_chapters(&self, card: &Card) -> Result<Vec<Chapter>, ApiError> {
        let back = TraceQuery { direction: Direction::Back, depth: None, kinds: Vec::new() };
        let back = self.reader.trace(&card.id, &back, &self.at)?;
        let forward = TraceQuery { direction: Direction::Forward, depth: Some(3), kinds: Vec::new() };
        let forward = self.reader.trace(&card.id, &forward, &self.at)?;
        let mut all = vec![
            self.is_live(card, &forward)?,
            self.itself(card)?,
            self.stands_on(&back)?,
            self.decided(&back)?,
            self.tested(&back)?,
            self.reasons(&back)?,
            self.users(&back)?,
            self.chain(&back)?,
        ];
        all.retain(|c| !c.blocks.is_empty());
        Ok(all)
    }

    fn is_live(&self, card: &Card, forward: &Trace) -> Result<Chapter, ApiError> {
        let live =
            self.app.live_on(LiveArgs { on: None, release: Some("all".into()), at: self.moment.clone() })?;
        let mut out = Vec::new();
        for row in &live.rows {
            let Some(bundle) = &row.bundle else { continue };
            let ships = bundle.parts.iter().any(|p| p.card.id == card.id.to_string());
            let is_it = row.run.card.id == card.id.to_string()
                || bundle.card.as_ref().is_some_and(|b| b.id == card.id.to_string());
            if !ships && !is_it {
                continue;
            }
            out.push(Block::Heading {
                level: 2,
                spans: vec![
                    Span::text(format!("{}, for {}  ", row.run.environment, row.run.audience_words)),
                    reference(&row.run.card.id, &row.run.card.short),
                ],
            });
            out.push(Block::text(format!("{}.", super::early::capital(&row.run.words))));
            out.append(&mut bundle_blocks(bundle));
            for why in &row.why {
                let mut spans = vec![Span::text("Decided in ")];
                spans.extend(named(&why.decision));
                spans.push(Span::text(", about "));
                spans.extend(named(&why.about));
                out.push(Block::Text { spans });
                for dissent in &why.dissent {
                    out.push(Block::Quote {
                        text: dissent.reason.clone(),
                        by: vec![
                            Span::text(format!("{}: {} ", dissent.who, dissent.position.replace('-', " "))),
                            reference(&dissent.stance.id, &dissent.stance.short),
                        ],
                    });
                }
            }
        }
        if out.is_empty() {
            let runs = forward.nodes.iter().filter(|n| n.card.kind == "deployment" && n.depth != 0).count();
            out.push(Block::text(if runs == 0 {
                "It is not in production, and the record knows of no deployment of it."
            } else {
                "It was deployed, and is not live at this moment."
            }));
        }
        Ok(chapter("live", "Where it is in production", out, ""))
    }

    fn itself(&self, card: &Card) -> Result<Chapter, ApiError> {
        let read = self.read(&card.id)?;
        let mut out = vec![self.headed(2, card)];
        out.append(&mut self.fields(&read, &["distributions", "trailers"]));
        if card.kind == "bundle" {
            out.append(&mut bundle_blocks(
                &self.app.bundle_get(GetArgs { id: card.id.to_string(), at: self.moment.clone() })?,
            ));
        }
        Ok(chapter("itself", "What it is", out, ""))
    }

    fn stands_on(&self, back: &Trace) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        for card in of(back, &["model-version", "data-version", "code-version", "activity"]) {
            out.push(self.headed(2, card));
            out.append(&mut self.fields(&self.read(&card.id)?, &["profile", "distributions", "trailers"]));
        }
        Ok(chapter("stands-on", "What it was made from", out, "Nothing is linked that it was made from."))
    }

    fn decided(&self, back: &Trace) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        for card in of(back, &["decision"]) {
            out.append(&mut self.decision(&card.id.to_string(), 2)?);
        }
        Ok(chapter("decisions", "The decisions on the way", out, "No decision lies on the way to it."))
    }

    fn tested(&self, back: &Trace) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        for card in of(back, &["prototype", "experiment", "measurement"]) {
            out.push(self.headed(2, card));
            out.append(&mut self.fields(&self.read(&card.id)?, &[]));
        }
        Ok(chapter("tested", "What was tried and measured", out, "No experiment lies on the way to it."))
    }

    fn reasons(&self, back: &Trace) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        for card in of(back, &["idea", "criterion", "assumption", "problem", "cause", "insight", "persona"]) {
            out.push(Block::Heading {
                level: 2,
                spans: vec![
                    Span::faint(format!("{}  ", kind_words(&card.kind))),
                    titled(&card.kind, &card.title),
                    Span::text("  "),
                    reference(&card.id.to_string(), &card.short),
                ],
            });
            out.append(&mut self.fields(&self.read(&card.id)?, &["causes", "supporting", "contradicting"]));
        }
        Ok(chapter(
            "reasons",
            "The ideas and problems behind it",
            out,
            "No idea and no problem lies on the way to it.",
        ))
    }

    fn users(&self, back: &Trace) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        for card in of(back, &["highlight"]) {
            let read = self.read(&card.id)?;
            let mut by = Vec::new();
            for link in read.links.iter().filter(|l| l.type_ == "taken-from" && l.out && !l.removed) {
                let evidence = self.read(&link.other.id)?;
                let told = |field: &str| throughline_model::card::told(&evidence.state, field);
                let parts: Vec<String> =
                    ["participant", "method", "date"].iter().filter_map(|f| told(f)).collect();
                by.push(Span::text(format!("{} ", parts.join(", "))));
                by.push(reference(&link.other.id.to_string(), &link.other.short));
            }
            by.push(Span::text(" · "));
            by.push(reference(&card.id.to_string(), &card.short));
            let text = match read.state.erased("quote") {
                true => "[erased]".to_owned(),
                false => read.state.text("quote").unwrap_or(&card.title).to_owned(),
            };
            out.push(Block::Quote { text, by });
        }
        Ok(chapter("users", "What users said", out, "The thread does not reach the words of a user."))
    }

    /// Every step of the way back, for who wants to check it.
    fn chain(&self, back: &Trace) -> Result<Chapter, ApiError> {
        let cards: BTreeMap<_, &Card> = back.nodes.iter().map(|n| (n.card.id, &n.card)).collect();
        let depth: BTreeMap<_, i32> = back.nodes.iter().map(|n| (n.card.id, n.depth.abs())).collect();
        let mut links: Vec<_> = back.links.iter().collect();
        links.sort_by_key(|l| (depth.get(&l.down).copied().unwrap_or(0), l.down, l.up));
        let cell = |card: &Card| -> Cell {
            vec![
                titled(&card.kind, &card.title),
                Span::text(" "),
                reference(&card.id.to_string(), &card.short),
            ]
            .into()
        };
        let rows = links
            .iter()
            .filter_map(|link| {
                let (down, up) = (cards.get(&link.down)?, cards.get(&link.up)?);
                let known = throughline_model::link(&link.type_);
                let label = known.map_or(link.type_.as_str(), |k| {
                    if link.from == link.down { k.label } else { k.inverse }
                });
                Some(vec![cell(down), Cell::text(label), cell(up), Cell::text(day(&up.created_at))])
            })
            .collect::<Vec<_>>();
        let mut out = Vec::new();
        if !rows.is_empty() {
            out.push(Block::Table {
                caption: "Each link from it backwards".into(),
                columns: vec![
                    Column::words("From", 6),
                    Column::words("Link", 3),
                    Column::words("To", 6),
                    Column::words("Recorded", 2),
                ],
                rows,
            });
        }
        Ok(chapter("chain", "Every step of the way back", out, "Nothing leads to it."))
    }
}

/// The artefacts of these kinds on the way, the nearest first.
fn of<'a>(back: &'a Trace, kinds: &[&str]) -> Vec<&'a Card> {
    let mut out: Vec<_> =
        back.nodes.iter().filter(|n| n.depth != 0 && kinds.contains(&n.card.kind.as_str())).collect();
    let rank = |kind: &str| kinds.iter().position(|k| *k == kind);
    out.sort_by_key(|n| (rank(&n.card.kind), n.depth.abs(), n.card.created_at.clone(), n.card.id));
    out.into_iter().map(|n| &n.card).collect()
}
