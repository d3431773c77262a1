//! From what the release is for to the problem it solves.

use throughline_model::card::day;
use throughline_report::dossier::plot::{self, Interval, Scale, Stay};
use throughline_report::dossier::{Block, Cell, Chapter, Column, Fact, Span};
use throughline_store::Card;

use super::chapter;
use super::scope::{Scope, list_of, named, reference, titled};
use super::words::{count, money, months, percent, return_words};
use crate::cards;
use crate::dto::{
    ApiError, GetArgs, InsightsArgs, OutcomeDto, PassageView, RankedProblem, ReleaseArgs, StageArgs,
};
use crate::lookups;

impl Scope<'_> {
    /// What a reader should know first: whether it was frozen, and whether anything stands in conflict.
    pub(super) fn opening(&self, release: &Card) -> Result<Vec<Vec<Span>>, ApiError> {
        let mut notes = Vec::new();
        match crate::freezing::frozen(self.reader, &release.id, &self.at)? {
            Some(frozen) => {
                let after = match frozen.after.0 {
                    0 => " Nothing of the release changed after it.".to_owned(),
                    n => format!(" {} changed after it.", count(n, "artefact", "artefacts")),
                };
                notes.push(vec![
                    Span::strong("Frozen "),
                    Span::text(format!(
                        "at #{} on {} by {}: the seal binds {} by the root ",
                        frozen.position.0,
                        day(&frozen.at),
                        someone(&frozen.by),
                        count(frozen.records.0, "record", "records"),
                    )),
                    Span::mono(frozen.root),
                    Span::text(format!(".{after}")),
                ]);
            }
            None => notes.push(vec![
                Span::strong("Not frozen. "),
                Span::text("No seal bound this release at that moment; what it says could still change."),
            ]),
        }
        notes.push(vec![Span::text(
            "This document was made from the record and says nothing the record does not. Words in italics and \
             quotation marks are those of users and stakeholders. It claims no compliance with any law or standard.",
        )]);
        Ok(notes)
    }

    pub(super) fn purpose(&self, release: &Card) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        let read = self.read(&release.id)?;
        out.append(&mut self.fields(&read, &[]));
        let criteria =
            self.app.criteria_view(StageArgs { release: self.named(), at: self.moment.clone() })?;
        out.push(Block::heading(2, "The objective"));
        match criteria.objective {
            Some(objective) => {
                let unit = if objective.unit.is_empty() {
                    String::new()
                } else {
                    format!("\u{a0}{}", objective.unit)
                };
                let mut rows = vec![Fact { label: "Objective".into(), spans: named(&objective.card) }];
                if let Some(metric) = &objective.metric {
                    rows.push(Fact { label: "Metric".into(), spans: named(metric) });
                }
                if !objective.target.is_empty() {
                    rows.push(Fact::new(
                        "Target",
                        format!("{}{unit}, {}", objective.target, objective.direction),
                    ));
                }
                if !objective.by.is_empty() {
                    rows.push(Fact::new("By when", day(&objective.by)));
                }
                out.push(Block::Facts { rows });
            }
            None => out.push(Block::warning(
                "No objective is recorded: nothing says by which number the release is judged.",
            )),
        }
        if let Some(product) = lookups::first_link(self.reader, &release.id, "of-product", true, &self.at)? {
            out.push(self.headed(2, &product));
            out.append(&mut self.fields(&self.read(&product.id)?, &[]));
        }
        out.push(Block::heading(2, "Who it is for"));
        let personas = self.all("persona")?;
        if personas.is_empty() {
            out.push(Block::warning("No persona is recorded: nobody is named who uses the result."));
        }
        let ids: Vec<_> = personas.iter().map(|p| p.id).collect();
        let told = self.reader.evidence_about(&ids, &self.at)?;
        for persona in &personas {
            out.push(self.headed(3, persona));
            let sources = told.get(&persona.id).copied().unwrap_or_default();
            if sources == 0 {
                out.push(Block::warning("Assumed: no evidence tells about this persona."));
            }
            out.append(&mut self.fields(&self.read(&persona.id)?, &[]));
        }
        Ok(chapter("purpose", "Objective and users", out, ""))
    }

    pub(super) fn path(&self) -> Result<Chapter, ApiError> {
        let page = self.app.release_get(ReleaseArgs { release: self.named(), at: self.moment.clone() })?;
        let mut out = Vec::new();
        if !page.visits.is_empty() {
            let stays: Vec<Stay<'_>> = page
                .visits
                .iter()
                .map(|v| Stay {
                    stage: &v.stage,
                    label: &v.label,
                    artefacts: v.artefacts.0,
                    back: v.by.is_some(),
                })
                .collect();
            let walked: Vec<&str> = page.visits.iter().map(|v| v.label.as_str()).collect();
            out.push(Block::Figure {
                svg: plot::path(&stays),
                alt: format!("The path through the stages: {}.", walked.join(", ")),
                caption: "The stages in the order they were worked in. Numbers are those of the table; a dashed line is a loop-back.".into(),
            });
            out.push(Block::Table {
                caption: String::new(),
                columns: vec![
                    Column::numbers("No.", 1),
                    Column::words("Stage", 3),
                    Column::words("From", 3),
                    Column::words("To", 3),
                    Column::numbers("Artefacts", 2),
                    Column::words("Came by", 4),
                ],
                rows: page
                    .visits
                    .iter()
                    .enumerate()
                    .map(|(i, v)| {
                        let back = v.by.and_then(|by| page.returns.get(usize::try_from(by.0).ok()?));
                        vec![
                            Cell::text((i + 1).to_string()),
                            Cell::text(&v.label),
                            Cell::text(day(&v.from)),
                            Cell::text(day(&v.to)),
                            Cell::text(v.artefacts.0.to_string()),
                            match back {
                                Some(back) => {
                                    vec![Span::text("loop-back "), reference(&back.card.id, &back.card.short)]
                                        .into()
                                }
                                None => Cell::text(if i == 0 { "the beginning" } else { "going on" }),
                            },
                        ]
                    })
                    .collect(),
            });
        }
        for late in &page.late {
            out.push(Block::text(format!(
                "{} for {} after the work had left that stage, without a loop-back.",
                match late.artefacts.0 {
                    1 => "1 artefact was recorded".to_owned(),
                    n => format!("{n} artefacts were recorded"),
                },
                late.label
            )));
        }
        for back in &page.returns {
            out.push(Block::Heading {
                level: 2,
                spans: vec![
                    Span::text(format!(
                        "Back from {} to {}, {}  ",
                        back.from.replace('-', " "),
                        back.to.replace('-', " "),
                        day(&back.at)
                    )),
                    reference(&back.card.id, &back.card.short),
                ],
            });
            out.append(&mut self.fields(&self.read_card(&back.card)?, &["from", "to", "closed-by"]));
            out.push(if back.answers.is_empty() {
                Block::Text {
                    spans: vec![Span::text(if back.closed {
                        "Closed, without a link to what closed it."
                    } else {
                        "Still open: nothing closes it."
                    })],
                }
            } else {
                Block::Facts { rows: vec![Fact { label: "Closed by".into(), spans: list_of(&back.answers) }] }
            });
        }
        Ok(chapter("path", "The path", out, "Nothing was recorded in a stage yet."))
    }

    pub(super) fn insights(&self) -> Result<Chapter, ApiError> {
        let page =
            self.app.insights(InsightsArgs { id: None, release: self.named(), at: self.moment.clone() })?;
        let mut out = Vec::new();
        for insight in page.rows.iter().rev() {
            out.push(Block::Heading {
                level: 2,
                spans: vec![
                    Span::text(format!("{}  ", insight.card.title)),
                    reference(&insight.card.id, &insight.card.short),
                ],
            });
            out.push(Block::Text { spans: vec![Span::faint(format!("{}.", insight.people.words))] });
            out.extend(insight.supporting.iter().map(|p| quote(p, "")));
            out.extend(insight.contradicting.iter().map(|p| quote(p, "against it: ")));
        }
        Ok(chapter("insights", "What users said", out, "No insight is recorded."))
    }

    pub(super) fn problems(&self) -> Result<Chapter, ApiError> {
        let ranking =
            self.app.problem_ranking(StageArgs { release: self.named(), at: self.moment.clone() })?;
        let mut out = Vec::new();
        if !ranking.rows.is_empty() {
            out.push(ranked(&ranking.rows));
            out.push(Block::text(
                "The return is (benefit − cost) / cost over the horizon; the bar goes from the low to the high end, the point \
                 is the likely value. Problems whose ranges overlap share a place.",
            ));
        }
        for row in &ranking.rows {
            let read = self.read_card(&row.card)?;
            out.push(self.headed(2, &read.card));
            if let Some(outcome) = &row.card.outcome {
                out.push(outcome_block(outcome));
            }
            out.append(&mut self.fields(
                &read,
                &[
                    "causes",
                    "benefit",
                    "build-cost",
                    "run-cost",
                    "horizon",
                    "currency",
                    "reach",
                    "impact",
                    "confidence",
                    "effort",
                ],
            ));
            let mut money_rows = Vec::new();
            let currency = row.basis.as_ref().map_or("", |b| b.currency.as_str());
            if let Some(roi) = &row.roi {
                money_rows.push(Fact::new("Return", return_words(roi)));
            }
            if let Some(net) = &row.net {
                money_rows.push(Fact::new("Net value", money(net, currency)));
            }
            if let Some(cost) = &row.cost {
                money_rows.push(Fact::new("Cost", money(cost, currency)));
            }
            if let Some(payback) = &row.payback {
                money_rows.push(Fact::new(
                    "Payback",
                    format!(
                        "{}; soonest {}, latest {}",
                        months(payback.likely),
                        months(payback.soonest),
                        months(payback.latest)
                    ),
                ));
            }
            if let Some(basis) = &row.basis {
                money_rows.push(Fact::new("Counted over", count(basis.months.0, "month", "months")));
            }
            if !row.no_return.is_empty() {
                money_rows.push(Fact::new("No return", &row.no_return));
            }
            if !money_rows.is_empty() {
                out.push(Block::Facts { rows: money_rows });
            }
            let tree =
                self.app.problem_causes(GetArgs { id: row.card.id.clone(), at: self.moment.clone() })?;
            if !tree.rows.is_empty() {
                out.push(Block::heading(3, "Why, and why again"));
                out.push(Block::List {
                    ordered: false,
                    items: tree
                        .rows
                        .iter()
                        .map(|cause| {
                            let mut spans = vec![Span::faint(format!("Why {}: ", cause.level.0))];
                            spans.extend(named(&cause.card));
                            if cause.root {
                                spans.push(Span::strong("  root cause"));
                            }
                            if !cause.evidence.is_empty() {
                                spans.push(Span::faint("  shown by "));
                                spans.extend(list_of(&cause.evidence));
                            }
                            vec![Block::Text { spans }]
                        })
                        .collect(),
                });
            }
        }
        Ok(chapter("problems", "Problems considered and chosen", out, "No problem is recorded."))
    }

    /// Cards of a kind with what decisions said of them.
    pub(super) fn judged(&self, kind: &str) -> Result<Vec<crate::dto::CardDto>, ApiError> {
        cards::cards(self.reader, &self.all(kind)?, &self.at)
    }
}

fn ranked(rows: &[RankedProblem]) -> Block {
    let intervals: Vec<Interval> = rows
        .iter()
        .filter_map(|r| r.roi.as_ref())
        .map(|roi| Interval { low: roi.low, value: roi.likely, high: roi.high })
        .collect();
    let scale = Scale::over(&intervals, Some(0.0));
    let mut table: Vec<Vec<Cell>> = rows
        .iter()
        .map(|row| {
            let mut title = vec![
                titled(&row.card.kind, &row.card.title),
                Span::text(" "),
                reference(&row.card.id, &row.card.short),
            ];
            if let Some(outcome) = &row.card.outcome {
                title.push(Span::strong(format!("  {}", outcome.word)));
            }
            let place = row
                .place
                .map(|p| if row.tied_with.is_empty() { p.0.to_string() } else { format!("{} (tie)", p.0) });
            vec![
                Cell::text(place.unwrap_or_else(|| "–".into())),
                title.into(),
                Cell::text(row.roi.as_ref().map_or_else(|| row.no_return.clone(), return_words)),
                match &row.roi {
                    Some(roi) => Cell::Plot {
                        svg: scale.interval(Interval { low: roi.low, value: roi.likely, high: roi.high }),
                        alt: return_words(roi),
                    },
                    None => Cell::text(""),
                },
            ]
        })
        .collect();
    if !intervals.is_empty() {
        table.push(vec![
            Cell::text(""),
            Cell::text(""),
            Cell::text(""),
            Cell::Plot {
                svg: scale.axis(percent),
                alt: "The scale of the bars above; the dotted line is 0 %.".into(),
            },
        ]);
    }
    Block::Table {
        caption: "Problems by what solving them returns".into(),
        columns: vec![
            Column::words("Place", 2),
            Column::words("Problem", 7),
            Column::words("Return: likely, low to high", 5),
            Column::words("On one scale", 5),
        ],
        rows: table,
    }
}

/// What a decision said of an artefact.
pub(super) fn outcome_block(outcome: &OutcomeDto) -> Block {
    Block::Text {
        spans: vec![
            Span::strong(capital(&outcome.word)),
            Span::text(" by "),
            reference(&outcome.decision, &outcome.short),
            Span::text("."),
        ],
    }
}

/// A passage as a quote with who said it where.
pub(super) fn quote(passage: &PassageView, before: &str) -> Block {
    let mut by = vec![Span::text(before)];
    if let Some(participant) = &passage.participant {
        by.push(Span::text(format!("{participant}, ")));
    }
    match &passage.evidence {
        Some(evidence) => by.extend(named(evidence)),
        None => by.push(Span::text("evidence not linked")),
    }
    by.push(Span::text(" · "));
    by.push(reference(&passage.card.id, &passage.card.short));
    Block::Quote { text: passage.quote.clone(), by }
}

/// The first letter large.
pub(super) fn capital(word: &str) -> String {
    let mut signs = word.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// A name, or that none is known.
pub(super) fn someone(name: &str) -> &str {
    if name.is_empty() { "an unknown author" } else { name }
}
