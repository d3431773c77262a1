//! Why something is in production: backwards from it to the words of users, along the thread.

use std::collections::{BTreeMap, BTreeSet};

use throughline_record::EntityId;
use throughline_report::dossier::{Block, Cell, Chapter, Column, Span};
use throughline_store::{Card, Direction, Trace, TraceNode, TraceQuery};

use super::chapter;
use super::early::capital;
use super::running::bundle_blocks;
use super::scope::{Scope, kind_words, named, reference, titled};
use super::words::count;
use crate::dto::{ApiError, GetArgs, LiveArgs};

/// What stands behind each label.
type Labelled<'t> = Vec<(&'t str, Vec<Span>)>;

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
        let back = self.way(card, Direction::Back, None)?;
        let forward = self.way(card, Direction::Forward, Some(3))?;
        let mut all = vec![
            self.is_live(card, &forward)?,
            self.itself(card)?,
            self.stands_on(&back, "stands-on", "What it was made from")?,
            self.decided(&of(&back, &["decision"]), "decisions", "The decisions on the way")?,
            self.tested(&back, "tested", "What was tried and measured")?,
            self.reasons(&back, "reasons", "The ideas and problems behind it")?,
            self.users(&back)?,
            self.chain(&back)?,
            self.kept_elsewhere()?,
        ];
        all.retain(|c| !c.blocks.is_empty());
        Ok(all)
    }

    pub(super) fn line_opening(&self, card: &Card) -> Vec<Vec<Span>> {
        vec![vec![
            Span::text(format!(
                "The line of this {}: what led to it, back to what users said, and what came of it, generated from the \
                 links of the record. ",
                kind_words(&card.kind)
            )),
            Span::text(
                "Words in italics and quotation marks are those of users and stakeholders. It claims no compliance with \
                 any law or standard.",
            ),
        ]]
    }

    /// The line of an artefact, backwards and forwards.
    pub(super) fn line_chapters(&self, card: &Card) -> Result<Vec<Chapter>, ApiError> {
        let back = self.way(card, Direction::Back, None)?;
        let forward = self.way(card, Direction::Forward, None)?;
        let about = self.about(&back, &forward)?;
        let mut followed = of(&forward, &["decision"]);
        followed.extend(about.iter());
        let before = vec![
            self.stands_on(&back, "stands-on", "What it was made from")?,
            self.decided(&of(&back, &["decision"]), "decisions", "The decisions before it")?,
            self.tested(&back, "tested", "What was tried and measured before it")?,
            self.reasons(&back, "reasons", "The ideas and problems behind it")?,
        ];
        let after = vec![
            self.reasons(&forward, "came-reasons", "What it made people think of")?,
            self.decided(&followed, "came-decisions", "The decisions that followed")?,
            self.tested(&forward, "came-tested", "What was tried and measured after it")?,
            self.stands_on(&forward, "came-made", "What was made of it")?,
            self.ran(&forward)?,
        ];
        let mut all = vec![self.itself(card)?];
        let nothing = |way: &Trace| way.nodes.len() < 2;
        if nothing(&back) {
            all.push(chapter("before", "What led to it", Vec::new(), "Nothing is linked that led to it."));
        }
        all.extend(before);
        all.push(self.users(&back)?);
        if nothing(&forward) && followed.is_empty() {
            all.push(chapter("after", "What came of it", Vec::new(), "Nothing is linked that came of it."));
        }
        all.extend(after);
        all.push(self.chain(&back)?);
        all.push(self.kept_elsewhere()?);
        all.retain(|c| !c.blocks.is_empty());
        Ok(all)
    }

    fn way(&self, card: &Card, direction: Direction, depth: Option<u32>) -> Result<Trace, ApiError> {
        Ok(self.reader.trace(&card.id, &TraceQuery { direction, depth, kinds: Vec::new() }, &self.at)?)
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
            out.push(Block::text(format!("{}.", capital(&row.run.words))));
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

    fn stands_on(&self, way: &Trace, id: &str, title: &str) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        let found = of(way, &["model-version", "data-version", "code-version", "bundle", "activity"]);
        for card in found.iter().take(MOST) {
            out.push(self.headed(2, card));
            out.append(&mut self.fields(&self.read(&card.id)?, &["profile", "distributions", "trailers"]));
        }
        out.extend(more(&found));
        Ok(part(id, title, out))
    }

    /// Decisions about what came of something, which lie before that and so on neither way.
    fn about(&self, back: &Trace, forward: &Trace) -> Result<Vec<Card>, ApiError> {
        let mut seen: BTreeSet<EntityId> =
            back.nodes.iter().chain(&forward.nodes).map(|node| node.card.id).collect();
        let mut out = Vec::new();
        for node in forward.nodes.iter().take(CHAIN) {
            let decisions = self.reader.linked(&node.card.id, "decides", false, &self.at)?;
            out.extend(decisions.into_iter().filter(|card| card.kind == "decision" && seen.insert(card.id)));
        }
        out.sort_by(|a, b| (&a.created_at, a.id).cmp(&(&b.created_at, b.id)));
        Ok(out)
    }

    fn decided(&self, found: &[&Card], id: &str, title: &str) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        for card in found.iter().take(MOST) {
            out.append(&mut self.decision(&card.id.to_string(), 2, true)?);
        }
        out.extend(more(found));
        Ok(part(id, title, out))
    }

    fn tested(&self, way: &Trace, id: &str, title: &str) -> Result<Chapter, ApiError> {
        let found = of(way, &["prototype", "experiment", "measurement"]);
        let mut out = self.tried(found.get(..MOST).unwrap_or(&found))?;
        out.extend(more(&found));
        Ok(part(id, title, out))
    }

    fn reasons(&self, way: &Trace, id: &str, title: &str) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        let found = of(way, &["problem", "persona"]);
        for card in found.iter().take(MOST) {
            out.push(Block::Heading {
                level: 2,
                spans: vec![
                    Span::faint(format!("{}  ", capital(&kind_words(&card.kind)))),
                    titled(&card.kind, &card.title),
                    Span::text("  "),
                    reference(&card.id.to_string(), &card.short),
                ],
            });
            out.append(&mut self.fields(&self.read(&card.id)?, &["causes", "supporting", "contradicting"]));
        }
        out.extend(more(&found));
        for table in TABLES {
            out.append(&mut self.told(&of(way, &[table.kind]), table)?);
        }
        Ok(part(id, title, out))
    }

    /// Artefacts of one kind that have little to say, as a table of their fields.
    fn told(&self, cards: &[&Card], table: &Told) -> Result<Vec<Block>, ApiError> {
        let mut rows = Vec::new();
        for card in cards.iter().take(MOST) {
            let read = self.read(&card.id)?;
            let mut title = vec![titled(&card.kind, &card.title), Span::text(" ")];
            title.push(reference(&card.id.to_string(), &card.short));
            let mut row: Vec<Cell> = vec![title.into()];
            for (_, fields, _) in table.columns {
                let mut spans: Vec<Span> = Vec::new();
                for (n, name) in fields.iter().enumerate() {
                    let Some((label, said)) = self.said(&read, name) else { continue };
                    if !spans.is_empty() {
                        spans.push(Span::text("\n"));
                    }
                    // The heading names the first alone.
                    if n > 0 && *name != "notes" {
                        spans.push(Span::faint(format!("{} ", label.to_lowercase())));
                    }
                    spans.extend(said);
                }
                row.push(spans.into());
            }
            rows.push(row);
        }
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let (one, many) = table.label;
        let mut columns = vec![Column::words(one, 6)];
        columns.extend(table.columns.iter().map(|(label, _, width)| Column::words(label, *width)));
        let mut out = vec![Block::heading(2, many), Block::Table { caption: String::new(), columns, rows }];
        out.extend(more(cards));
        Ok(out)
    }

    /// Where it ran, and what was seen there.
    fn ran(&self, way: &Trace) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        let found = of(way, &["deployment", "observation", "loop-back"]);
        for card in found.iter().take(MOST) {
            out.push(self.headed(2, card));
            out.append(&mut self.fields(&self.read(&card.id)?, &[]));
        }
        out.extend(more(&found));
        Ok(part("came-live", "Where it ran, and what was seen", out))
    }

    fn users(&self, back: &Trace) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        let found = of(back, &["highlight"]);
        for card in found.iter().take(MOST) {
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
        out.extend(more(&found));
        Ok(chapter("users", "What users said", out, "The thread does not reach the words of a user."))
    }

    /// Every step of the way back, for who wants to check it.
    fn chain(&self, back: &Trace) -> Result<Chapter, ApiError> {
        let cards: BTreeMap<_, &Card> = back.nodes.iter().map(|n| (n.card.id, &n.card)).collect();
        let depth: BTreeMap<_, i32> = back.nodes.iter().map(|n| (n.card.id, n.depth.abs())).collect();
        let mut links: Vec<_> = back.links.iter().collect();
        links.sort_by_key(|l| (depth.get(&l.down).copied().unwrap_or(0), l.down, l.up));
        // One row for all links of an artefact, by the ids alone, whose titles are in the last annex.
        let mut rows: Vec<(EntityId, Labelled<'_>)> = Vec::new();
        let (mut placed, mut placed_so_far) = (BTreeMap::new(), 0);
        let mut scores: Vec<Span> = Vec::new();
        for link in &links {
            let (Some(down), Some(up)) = (cards.get(&link.down), cards.get(&link.up)) else { continue };
            // A score is said with the decision that rests on it.
            if down.kind == "evaluation" || up.kind == "evaluation" {
                continue;
            }
            let known = throughline_model::link(&link.type_);
            let label = known
                .map_or(link.type_.as_str(), |k| if link.from == link.down { k.label } else { k.inverse });
            let shown = [Span::text(" "), reference(&up.id.to_string(), &up.short)];
            let place = *placed.entry(link.down).or_insert(placed_so_far);
            if place == placed_so_far {
                placed_so_far += 1;
                if rows.len() < CHAIN {
                    rows.push((link.down, Vec::new()));
                }
            }
            let Some((_, groups)) = rows.get_mut(place) else { continue };
            match groups.iter_mut().find(|(known, _)| *known == label) {
                Some((_, spans)) => spans.extend(shown),
                None => groups.push((label, shown.to_vec())),
            }
        }
        let given: Vec<&TraceNode> =
            back.nodes.iter().filter(|node| node.card.kind == "evaluation").collect();
        for score in given.iter().take(NAMED) {
            scores.push(reference(&score.card.id.to_string(), &score.card.short));
            scores.push(Span::text(" "));
        }
        let shown = rows.len();
        // Artefacts that lead back to the same by the same links share a row.
        let mut together: Vec<(Vec<Span>, Vec<Span>)> = Vec::new();
        for (id, groups) in rows {
            let Some(card) = cards.get(&id) else { continue };
            let mut to = Vec::new();
            for (label, spans) in groups {
                if !to.is_empty() {
                    to.push(Span::text("; "));
                }
                to.push(Span::faint(label));
                to.extend(spans);
            }
            let from = reference(&card.id.to_string(), &card.short);
            match together.iter_mut().find(|(_, known)| *known == to) {
                Some((all, _)) => all.extend([Span::text(" "), from]),
                None => together.push((vec![from], to)),
            }
        }
        let rows: Vec<Vec<Cell>> =
            together.into_iter().map(|(from, to)| vec![from.into(), to.into()]).collect();
        let mut out = Vec::new();
        if !rows.is_empty() {
            let left = placed_so_far - shown;
            out.push(Block::Table {
                caption:
                    "Each artefact on the way with what its links lead back to; the last annex has the titles"
                        .into(),
                columns: vec![Column::words("From", 4), Column::words("Leads back to", 11)],
                rows,
            });
            if left > 0 {
                out.push(Block::text(format!(
                    "And {} further away; the record and the evidence pack of this thread hold them.",
                    count(left as u64, "artefact", "artefacts")
                )));
            }
        }
        if !scores.is_empty() {
            let mut spans = vec![Span::text(format!(
                "{} on the way, each linked to its idea, its criterion, its rater, and the decision that rests on it: ",
                count(given.len() as u64, "score", "scores")
            ))];
            spans.append(&mut scores);
            out.push(Block::Text { spans });
        }
        Ok(chapter("chain", "Every step of the way back", out, "Nothing leads to it."))
    }
}

/// A chapter that is left out where it would be empty.
fn part(id: &str, title: &str, blocks: Vec<Block>) -> Chapter {
    Chapter { id: id.into(), title: title.into(), blocks, from: Vec::new() }
}

/// Artefacts told in full in one chapter; more of them are named. A thread through ten thousand artefacts has to come
/// to an end on paper.
const MOST: usize = 60;

/// Artefacts whose links are shown, the nearest first.
const CHAIN: usize = 300;

/// Artefacts that are named beyond those.
const NAMED: usize = 200;

/// The artefacts that are only named.
fn more(found: &[&Card]) -> Option<Block> {
    let rest = found.get(MOST..).filter(|rest| !rest.is_empty())?;
    let mut spans = vec![Span::text(format!("And {} more, by their ids: ", rest.len()))];
    for card in rest.iter().take(NAMED) {
        spans.push(reference(&card.id.to_string(), &card.short));
        spans.push(Span::text(" "));
    }
    if rest.len() > NAMED {
        spans.push(Span::text(format!("and {} further in the record.", rest.len() - NAMED)));
    }
    Some(Block::Text { spans })
}

/// A kind told as a table.
struct Told {
    kind: &'static str,
    /// Its name for one, and for several.
    label: (&'static str, &'static str),
    /// Heading, fields, width.
    columns: &'static [(&'static str, &'static [&'static str], u8)],
}

const TABLES: &[Told] = &[
    Told {
        kind: "idea",
        label: ("Idea", "Ideas"),
        columns: &[
            ("For", &["problem"], 5),
            ("From", &["proposed-by"], 3),
            ("Serving cost", &["serving-cost-note"], 4),
            ("Notes", &["notes", "builds-on", "cluster"], 6),
        ],
    },
    Told {
        kind: "insight",
        label: ("Insight", "Insights"),
        columns: &[
            ("Confidence", &["confidence"], 2),
            ("Motivates", &["problems"], 5),
            ("Notes", &["notes"], 6),
        ],
    },
    Told {
        kind: "criterion",
        label: ("Criterion", "Criteria"),
        columns: &[
            ("Lens", &["lens"], 3),
            ("Worst", &["worst", "worst-value"], 5),
            ("Best", &["best", "best-value"], 5),
            ("Weight", &["weight", "gate"], 2),
            ("Notes", &["notes"], 4),
        ],
    },
    Told {
        kind: "assumption",
        label: ("Assumption", "Assumptions"),
        columns: &[
            ("Lens", &["lens"], 3),
            ("Importance", &["importance", "strength"], 4),
            ("Test", &["test"], 4),
            ("Notes", &["notes", "underlies"], 6),
        ],
    },
    Told {
        kind: "cause",
        label: ("Cause", "Causes"),
        columns: &[("Of", &["problem"], 4), ("Because of", &["why"], 4), ("Shown by", &["evidence"], 6)],
    },
];

/// The artefacts of these kinds on the way, the nearest first.
fn of<'a>(back: &'a Trace, kinds: &[&str]) -> Vec<&'a Card> {
    let mut out: Vec<_> =
        back.nodes.iter().filter(|n| n.depth != 0 && kinds.contains(&n.card.kind.as_str())).collect();
    let rank = |kind: &str| kinds.iter().position(|k| *k == kind);
    out.sort_by_key(|n| (rank(&n.card.kind), n.depth.abs(), n.card.created_at.clone(), n.card.id));
    out.into_iter().map(|n| &n.card).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_column_names_fields_that_its_kind_has() {
        for table in TABLES {
            let kind = throughline_model::kind(table.kind).unwrap();
            for field in table.columns.iter().flat_map(|(_, fields, _)| *fields) {
                assert!(kind.field(field).is_some(), "{}: {field}", table.kind);
            }
        }
    }
}
