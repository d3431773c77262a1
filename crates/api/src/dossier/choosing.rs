//! What was thought of, and how it was judged.

use throughline_model::card::day;
use throughline_report::dossier::{Block, Cell, Chapter, Column, Fact, Span};

use super::chapter;
use super::early::outcome_block;
use super::scope::{Scope, named, reference};
use super::words::{count, number};
use crate::dto::{ApiError, EvaluationMatrix, MatrixCell, SealedArgs, WithinReleaseArgs};

impl Scope<'_> {
    pub(super) fn ideas(&self) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        for card in self.judged("idea")? {
            let read = self.read_card(&card)?;
            out.push(self.headed(2, &read.card));
            match &card.outcome {
                Some(outcome) => out.push(outcome_block(outcome)),
                None => {
                    out.push(Block::Text { spans: vec![Span::faint("No decision says what became of it.")] })
                }
            }
            out.append(&mut self.fields(&read, &["session"]));
            let disputes: Vec<&str> = read
                .links
                .iter()
                .filter(|l| l.type_ == "disputes" && !l.out && !l.removed)
                .map(|l| l.other.title.as_str())
                .collect();
            if !disputes.is_empty() {
                out.push(Block::warning(format!("Disputed by: {}.", disputes.join(", "))));
            }
        }
        let prototypes =
            self.app.prototypes(WithinReleaseArgs { release: self.named(), at: self.moment.clone() })?;
        for prototype in prototypes.rows {
            let read = self.read_card(&prototype.card)?;
            out.push(Block::Heading {
                level: 2,
                spans: vec![
                    Span::faint("Prototype  "),
                    Span::text(format!("{}  ", prototype.card.title)),
                    reference(&prototype.card.id, &prototype.card.short),
                ],
            });
            out.append(&mut self.fields(&read, &["serving-cost", "currency"]));
            let mut rows = Vec::new();
            if !prototype.budget.cost.is_empty() {
                rows.push(Fact::new("Serving cost", &prototype.budget.cost));
            }
            rows.push(Fact::new("Against the budget", &prototype.budget.sentence));
            out.push(Block::Facts { rows });
        }
        Ok(chapter("ideas", "Ideas and prototypes", out, "No idea is recorded."))
    }

    pub(super) fn evaluation(&self) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        for card in self.all("decision")? {
            let args = SealedArgs { id: card.id.to_string(), at: self.moment.clone() };
            let sealed = self.app.evaluation_sealed(args)?;
            let Some(matrix) = sealed.matrix else { continue };
            out.push(Block::Heading {
                level: 2,
                spans: vec![
                    Span::text(format!("As sealed on {} for ", day(&sealed.sealed_at))),
                    Span::text(format!("{}  ", card.title)),
                    reference(&card.id.to_string(), &card.short),
                ],
            });
            out.append(&mut sealed_matrix(&matrix));
            let state = if sealed.holds {
                "Recomputed from the record, the root is the one that was sealed."
            } else {
                "Recomputed from the record, the root is another than the one that was sealed."
            };
            out.push(Block::Note {
                warns: !sealed.holds,
                spans: vec![
                    Span::text(format!(
                        "The seal binds {}. Root ",
                        count(sealed.records.0, "record", "records")
                    )),
                    Span::mono(&sealed.root),
                    Span::text(format!(". {state}")),
                ],
            });
            if !sealed.changed.is_empty() || sealed.added.0 > 0 {
                let mut items: Vec<Vec<Block>> = sealed
                    .changed
                    .iter()
                    .map(|c| {
                        let mut spans = named(&c.card);
                        spans.push(Span::text(format!(": {}", c.words)));
                        vec![Block::Text { spans }]
                    })
                    .collect();
                if sealed.added.0 > 0 {
                    items.push(vec![Block::text(format!(
                        "{} added.",
                        count(sealed.added.0, "score was", "scores were")
                    ))]);
                }
                out.push(Block::heading(3, "Changed since it was sealed"));
                out.push(Block::List { ordered: false, items });
            }
        }
        Ok(chapter(
            "evaluation",
            "Evaluation as sealed",
            out,
            "No decision of this release was proposed from a sealed evaluation.",
        ))
    }
}

fn cell(cell: &MatrixCell) -> String {
    match (cell.median, cell.spread) {
        (Some(median), Some(spread)) if spread > 0.0 => {
            format!("{}{} ±{}", number(median, 1), if cell.disagrees { " !" } else { "" }, number(spread, 1))
        }
        (Some(median), _) => number(median, 1),
        _ if cell.unknown.0 > 0 => "don’t know".into(),
        _ => "–".into(),
    }
}

/// The scores behind a decision, one row for each idea on each criterion.
pub(super) fn gathered(matrix: &EvaluationMatrix) -> Block {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut scores = 0;
    for row in &matrix.rows {
        let told = row.cells.iter().zip(&matrix.criteria).filter(|(of, _)| of.known.0 + of.unknown.0 > 0);
        for (n, (of, criterion)) in told.enumerate() {
            scores += of.known.0 + of.unknown.0;
            let value = match (of.plain, of.spread) {
                (Some(mean), Some(spread)) if of.known.0 > 1 => {
                    format!("{} ± {}", number(mean, 1), number(spread, 1))
                }
                (Some(mean), _) => number(mean, 1),
                _ => "–".into(),
            };
            rows.push(vec![
                if n == 0 { named(&row.card).into() } else { Cell::text("") },
                vec![
                    Span::text(&criterion.card.title),
                    Span::text(" "),
                    reference(&criterion.card.id, &criterion.card.short),
                ]
                .into(),
                Cell::text(of.known.0.to_string()),
                Cell::text(value),
                Cell::text(if of.unknown.0 > 0 { of.unknown.0.to_string() } else { String::new() }),
            ]);
        }
    }
    Block::Table {
        caption: format!(
            "{}, gathered as they were sealed: the mean of those who know, ± what the furthest two are apart. Each single score lies where the last annex says",
            count(scores, "score", "scores")
        ),
        columns: vec![
            Column::words("Idea", 6),
            Column::words("Criterion", 7),
            Column::numbers("n", 1),
            Column::words("Score, 0 to 5", 4),
            Column::numbers("Don’t know", 2),
        ],
        rows,
    }
}

fn sealed_matrix(matrix: &EvaluationMatrix) -> Vec<Block> {
    let label = |i: usize| format!("C{}", i + 1);
    let mut out = vec![Block::Table {
        caption: "Criteria with their weights, and the weight at which the order of the ideas turns".into(),
        columns: vec![
            Column::words("No.", 2),
            Column::words("Criterion", 8),
            Column::words("Lens", 3),
            Column::numbers("Weight", 2),
            Column::numbers("Gate", 2),
            Column::words("Turns at", 5),
        ],
        rows: matrix
            .criteria
            .iter()
            .enumerate()
            .map(|(i, c)| {
                let mut title = named(&c.card);
                if !c.worst.is_empty() || !c.best.is_empty() {
                    title.push(Span::faint(format!("\n0: {}   5: {}", c.worst, c.best)));
                }
                vec![
                    Cell::text(label(i)),
                    title.into(),
                    Cell::text(&c.lens),
                    Cell::text(c.used.or(c.weight).map_or_else(|| "–".into(), |w| number(w, 2))),
                    Cell::text(c.gate.map_or_else(String::new, |g| format!("≥ {}", number(g, 1)))),
                    Cell::text(c.flip.map_or_else(
                        || "at no weight".into(),
                        |f| format!("{}: then {}", number(f, 2), c.flip_to),
                    )),
                ]
            })
            .collect(),
    }];
    let mut columns = vec![Column::words("Place", 2), Column::words("Idea", 8)];
    columns.extend((0..matrix.criteria.len()).map(|i| Column::numbers(&label(i), 2)));
    columns.push(Column::numbers("By team", 2));
    columns.push(Column::numbers("Plain", 2));
    out.push(Block::Table {
        caption: "Medians of the scores, ± their spread; “!” where raters disagree. By team: averaged inside a team first, then across teams".into(),
        columns,
        rows: matrix
            .rows
            .iter()
            .map(|row| {
                let mut title = named(&row.card);
                let because: Vec<String> = row
                    .because
                    .iter()
                    .filter_map(|i| usize::try_from(i.0).ok().map(label))
                    .collect();
                let words = match row.verdict.as_str() {
                    "out" => format!("out: below the gate of {}", because.join(", ")),
                    "incomplete" => format!("incomplete: nobody knows {}", because.join(", ")),
                    "unweighted" => "no sum without weights".into(),
                    "unscored" => "not scored".into(),
                    _ if row.unsure.0 > 0 => {
                        format!("{} with a “don’t know”", count(row.unsure.0, "cell", "cells"))
                    }
                    _ => String::new(),
                };
                if !words.is_empty() {
                    title.push(Span::faint(format!("\n{words}")));
                }
                let mut cells: Vec<Cell> =
                    vec![Cell::text(row.place.map_or_else(|| "–".into(), |p| p.0.to_string())), title.into()];
                cells.extend(row.cells.iter().map(|c| Cell::text(cell(c))));
                cells.push(Cell::text(row.balanced.map_or_else(|| "–".into(), |n| number(n, 2))));
                cells.push(Cell::text(row.plain.map_or_else(|| "–".into(), |n| number(n, 2))));
                cells
            })
            .collect(),
    });
    if !matrix.no_sums.is_empty() {
        out.push(Block::warning(&matrix.no_sums));
    }
    let raters: Vec<String> =
        matrix
            .raters
            .iter()
            .map(|r| {
                if r.team.is_empty() {
                    r.card.title.clone()
                } else {
                    format!("{} ({})", r.card.title, r.team)
                }
            })
            .collect();
    if !raters.is_empty() {
        out.push(Block::text(format!("Rated by: {}.", raters.join(", "))));
    }
    let absent: Vec<&str> = matrix.absent.iter().map(|a| a.name.as_str()).collect();
    if !absent.is_empty() {
        out.push(Block::warning(format!("Took no part: {}.", absent.join(", "))));
    }
    out
}
