//! A workspace in short: what is recorded, and each release with its path, its decisions, what it shipped and what is
//! open. Bounded, whatever the workspace holds: what is left out is counted.

use std::cell::Cell as Budget;
use std::collections::BTreeMap;

use throughline_model::card::day;
use throughline_report::dossier::{Block, Cell, Chapter, Column, Fact, Span};
use throughline_store::{Card, ListQuery};

use super::chapter;
use super::early::someone;
use super::proving::ceremony;
use super::running::told;
use super::scope::{Scope, kind_words, named, reference, titled};
use super::words::{count, number};
use crate::cards;
use crate::context;
use crate::dto::{ApiError, GetArgs, ReadinessArgs, ReleaseArgs, RolloutArgs};
use crate::freezing::frozen;

/// Releases told in a chapter of their own, the latest first.
const RELEASES: usize = 24;

/// Decisions told with their stances, over all releases; and rows of a table of one release.
const DECISIONS: usize = 400;
const ROWS: usize = 40;

impl Scope<'_> {
    pub(super) fn workspace_opening(&self) -> Vec<Vec<Span>> {
        vec![vec![Span::text(
            "The workspace in short: each release with its path, its decisions and who objected, what it shipped and what \
             is open. The dossier of a release tells it in full. Made from the record; it says nothing the record does not, \
             and claims no compliance with any law or standard.",
        )]]
    }

    pub(super) fn workspace_chapters(&self) -> Result<Vec<Chapter>, ApiError> {
        let releases = context::releases(self.reader, &self.at)?;
        let mut all = vec![self.recorded(&releases)?];
        let budget = Budget::new(DECISIONS);
        for release in releases.iter().take(RELEASES) {
            let of = Scope {
                app: self.app,
                reader: self.reader,
                at: self.at.clone(),
                moment: self.moment.clone(),
                release: Some(release.id),
                workspace: self.workspace.clone(),
                trust: self.trust.clone(),
            };
            all.push(of.in_short(release, &budget)?);
        }
        let signed = self.signed(None)?;
        let mut blocks = Vec::new();
        if !signed.is_empty() {
            blocks.push(ceremony(&signed));
        }
        blocks.append(&mut self.erased()?);
        all.push(chapter(
            "signatures",
            "Signatures, and what was erased",
            blocks,
            "Nobody signed by name, and nothing was erased.",
        ));
        all.push(self.kept_elsewhere()?);
        all.extend(self.samples()?);
        Ok(all)
    }

    /// How much there is of what.
    fn recorded(&self, releases: &[Card]) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        for product in context::products(self.reader, &self.at)?.iter().take(ROWS) {
            out.push(self.headed(2, product));
            out.append(&mut self.fields(&self.read(&product.id)?, &[]));
        }
        let counts = self.reader.count_by_kind(None, &self.at)?;
        let named = |(kind, n): &(String, u64)| -> Option<Vec<Cell>> {
            let kind = throughline_model::kind(kind)?;
            Some(vec![
                Cell::text(if *n == 1 { kind.label } else { kind.plural }),
                Cell::text(number(*n as f64, 0)),
            ])
        };
        let rows: Vec<Vec<Cell>> = counts.iter().filter_map(named).collect();
        if !rows.is_empty() {
            out.push(Block::heading(2, "What is recorded"));
            out.push(beside(rows));
        }
        if releases.len() > RELEASES {
            out.push(Block::heading(2, "Earlier releases"));
            let rest: Vec<Vec<Cell>> = releases
                .iter()
                .skip(RELEASES)
                .map(|card| {
                    vec![
                        vec![
                            Span::text(&card.title),
                            Span::text(" "),
                            reference(&card.id.to_string(), &card.short),
                        ]
                        .into(),
                        Cell::text(card.status.clone().unwrap_or_default()),
                        Cell::text(day(&card.created_at)),
                    ]
                })
                .collect();
            out.push(Block::Table {
                caption: "They have no chapter here".into(),
                columns: vec![
                    Column::words("Release", 8),
                    Column::words("Status", 3),
                    Column::words("Recorded", 3),
                ],
                rows: rest,
            });
        }
        Ok(chapter("recorded", "What the workspace holds", out, "Nothing is recorded."))
    }

    /// One release on a page or two.
    fn in_short(&self, release: &Card, budget: &Budget<usize>) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        let mut head = vec![Fact {
            label: "Release".into(),
            spans: vec![
                Span::text(format!("{} ", release.title)),
                reference(&release.id.to_string(), &release.short),
            ],
        }];
        let page = self.app.release_get(ReleaseArgs { release: self.named(), at: self.moment.clone() })?;
        if !page.visits.is_empty() {
            let walked: Vec<&str> = page.visits.iter().map(|v| v.label.as_str()).collect();
            head.push(Fact::new("Path", walked.join(" → ")));
        }
        if !page.returns.is_empty() {
            let mut spans = Vec::new();
            for back in &page.returns {
                spans.push(reference(&back.card.id, &back.card.short));
                spans.push(Span::text(format!(
                    " {} to {}{}  ",
                    back.from.replace('-', " "),
                    back.to.replace('-', " "),
                    if back.closed { "" } else { ", open" }
                )));
            }
            head.push(Fact { label: "Loop-backs".into(), spans });
        }
        head.push(match frozen(self.reader, &release.id, &self.at)? {
            Some(seal) => Fact {
                label: "Frozen".into(),
                spans: vec![
                    Span::text(format!(
                        "at #{} on {} by {}; {} changed after it. Root ",
                        seal.position.0,
                        day(&seal.at),
                        someone(&seal.by),
                        count(seal.after.0, "artefact", "artefacts"),
                    )),
                    Span::mono(&seal.root),
                ],
            },
            None => Fact::new("Frozen", "no"),
        });
        let asked =
            ReadinessArgs { release: self.named(), at: self.moment.clone(), ..ReadinessArgs::default() };
        let readiness = self.app.readiness(asked)?;
        head.push(Fact::new(
            "Open",
            format!(
                "{}, {}, {} waived",
                count(readiness.blocking.0, "blocking gap", "blocking gaps"),
                count(readiness.warnings.0, "warning", "warnings"),
                readiness.waived.0
            ),
        ));
        out.push(Block::Facts { rows: head });
        let without = ["product", "previous-release"];
        out.append(&mut self.fields(&self.read(&release.id)?, &without));
        out.append(&mut self.decisions_in_short(budget)?);
        out.append(&mut self.shipped_in_short()?);
        out.append(&mut self.ran_in_short()?);
        let id = format!("release-{}", release.short.to_lowercase());
        Ok(chapter(&id, &format!("Release {}", release.title), out, ""))
    }

    fn decisions_in_short(&self, budget: &Budget<usize>) -> Result<Vec<Block>, ApiError> {
        let mut found = self.all("decision")?;
        let total = found.len();
        let most = ROWS.min(budget.get());
        budget.set(budget.get() - most.min(total));
        // The latest are kept, in the order they were made.
        found.drain(..total.saturating_sub(most));
        let mut rows = Vec::new();
        for card in &found {
            let page = self.app.decision_get(GetArgs { id: card.id.to_string(), at: self.moment.clone() })?;
            let mut tally: BTreeMap<&str, usize> = BTreeMap::new();
            let mut dissent = Vec::new();
            for stance in &page.stances {
                *tally.entry(stance.position.as_str()).or_default() += 1;
                if ["object", "stand-aside", "consent-with-concern"].contains(&stance.position.as_str()) {
                    if !dissent.is_empty() {
                        dissent.push(Span::text("\n"));
                    }
                    let who = stance.stakeholder.as_ref().map_or("somebody", |s| s.title.as_str());
                    dissent.push(Span::text(format!("{who}, {} ", stance.position.replace('-', " "))));
                    dissent.push(reference(&stance.card.id, &stance.card.short));
                    if !stance.reason.is_empty() {
                        dissent.push(Span::text(": "));
                        dissent.push(Span::said(&stance.reason));
                    }
                }
            }
            let stances: Vec<String> =
                tally.iter().map(|(position, n)| format!("{n} {}", position.replace('-', " "))).collect();
            let mut chosen = Vec::new();
            for option in &page.options {
                let word = option.card.outcome.as_ref().map_or("", |o| o.word.as_str());
                if word == "chosen" {
                    chosen.push(option.card.title.as_str());
                }
            }
            rows.push(vec![
                vec![Span::text(format!("{} ", card.title)), reference(&card.id.to_string(), &card.short)]
                    .into(),
                Cell::text(format!(
                    "{}{}{}",
                    card.status.as_deref().unwrap_or("proposed").replace('-', " "),
                    if chosen.is_empty() { "" } else { ": " },
                    chosen.join("; ")
                )),
                Cell::text(if stances.is_empty() { "none".to_owned() } else { stances.join(", ") }),
                dissent.into(),
            ]);
        }
        let mut out = Vec::new();
        if !rows.is_empty() {
            out.push(Block::heading(2, "Decisions"));
            out.push(Block::Table {
                caption: "Every dissent in its own words".into(),
                columns: vec![
                    Column::words("Decision", 6),
                    Column::words("Came to", 5),
                    Column::words("Stances", 3),
                    Column::words("Who did not simply agree", 7),
                ],
                rows,
            });
        }
        if total > found.len() {
            out.push(left(total - found.len(), "earlier decision is", "earlier decisions are"));
        }
        Ok(out)
    }

    fn shipped_in_short(&self) -> Result<Vec<Block>, ApiError> {
        let mut rows = Vec::new();
        let mut total = 0;
        for kind in ["bundle", "model-version", "data-version", "code-version"] {
            let found = self.all(kind)?;
            total += found.len();
            for card in found.iter().rev() {
                if rows.len() >= ROWS {
                    break;
                }
                let state = self.read(&card.id)?.state;
                let mut digest = super::scope::digests(&state, "digest");
                if kind == "bundle" {
                    let args = GetArgs { id: card.id.to_string(), at: self.moment.clone() };
                    digest.push(Span::mono(self.app.bundle_get(args)?.digest));
                }
                if digest.is_empty() {
                    digest.extend(state.text("commit").map(Span::mono));
                }
                rows.push(vec![
                    Cell::text(super::early::capital(&kind_words(kind))),
                    vec![
                        titled(kind, &card.title),
                        Span::text(" "),
                        reference(&card.id.to_string(), &card.short),
                    ]
                    .into(),
                    digest.into(),
                ]);
            }
        }
        let mut out = Vec::new();
        let shown = rows.len();
        if !rows.is_empty() {
            out.push(Block::heading(2, "What it ships"));
            out.push(Block::Table {
                caption: String::new(),
                columns: vec![
                    Column::words("Kind", 3),
                    Column::words("Version", 5),
                    Column::words("Identity", 9),
                ],
                rows,
            });
        }
        if total > shown {
            out.push(left(total - shown, "version is", "versions are"));
        }
        Ok(out)
    }

    fn ran_in_short(&self) -> Result<Vec<Block>, ApiError> {
        let args = || RolloutArgs { release: self.named(), at: self.moment.clone() };
        let rollout = self.app.rollout(args())?;
        let total = rollout.runs.len();
        let rows: Vec<Vec<Cell>> =
            rollout.runs.iter().skip(total.saturating_sub(ROWS)).map(|run| told(run).to_vec()).collect();
        let mut out = Vec::new();
        if !rows.is_empty() {
            out.push(Block::heading(2, "Where it ran"));
            out.push(Block::Table {
                caption: String::new(),
                columns: vec![
                    Column::words("Deployment", 5),
                    Column::words("Bundle", 3),
                    Column::words("For whom", 4),
                    Column::words("When", 5),
                ],
                rows,
            });
        }
        if total > ROWS {
            out.push(left(total - ROWS, "earlier deployment is", "earlier deployments are"));
        }
        let query = ListQuery {
            kinds: vec!["observation".into()],
            release: self.release,
            sort: vec![("created_at".into(), true)],
            limit: ROWS as u64,
            ..ListQuery::default()
        };
        let seen = self.reader.list(&query, &self.at)?;
        let shown = seen.rows.len() as u64;
        if shown > 0 {
            let mut spans = vec![Span::text("Seen in the field, the latest first: ")];
            for card in cards::cards(self.reader, &seen.rows, &self.at)? {
                spans.extend(named(&card));
                spans.push(Span::text("; "));
            }
            spans.pop();
            out.push(Block::Text { spans });
        }
        if seen.total > shown {
            out.push(left(
                usize::try_from(seen.total - shown).unwrap_or(0),
                "observation is",
                "observations are",
            ));
        }
        Ok(out)
    }
}

/// Counts in three pairs of columns.
fn beside(rows: Vec<Vec<Cell>>) -> Block {
    let mut columns = Vec::new();
    for _ in 0..3 {
        columns.push(Column::words("Kind", 4));
        columns.push(Column::numbers("n", 2));
    }
    let height = rows.len().div_ceil(3).max(1);
    let cell = |row: usize, column: usize| -> Vec<Cell> {
        rows.get(column * height + row).cloned().unwrap_or_else(|| vec![Cell::text(""), Cell::text("")])
    };
    Block::Table {
        caption: "Removed ones are not counted".into(),
        columns,
        rows: (0..height).map(|row| (0..3).flat_map(|column| cell(row, column)).collect()).collect(),
    }
}

/// How much is left out.
fn left(n: usize, one: &str, many: &str) -> Block {
    Block::Text {
        spans: vec![Span::faint(format!(
            "{} not listed here; the record has them.",
            count(n as u64, one, many)
        ))],
    }
}
