//! What was tried: experiments with their plots, and single measurements gathered by what they measure.

use std::collections::BTreeSet;

use throughline_model::card::day;
use throughline_report::dossier::plot::{Interval, Scale};
use throughline_report::dossier::{Block, Cell, Chapter, Column, Span};
use throughline_store::Card;

use super::chapter;
use super::early::{capital, someone};
use super::scope::{Scope, digests, named, reference};
use super::words::{count, number};
use crate::dto::{ApiError, ExperimentDto, GetArgs, WithinReleaseArgs};

impl Scope<'_> {
    pub(super) fn experiments(&self) -> Result<Chapter, ApiError> {
        let page =
            self.app.experiments(WithinReleaseArgs { release: self.named(), at: self.moment.clone() })?;
        let mut out = Vec::new();
        for experiment in page.rows.iter().rev() {
            out.append(&mut self.experiment(experiment)?);
        }
        if !page.baselines.is_empty() {
            out.push(Block::heading(2, "Baselines against today"));
            out.push(Block::List {
                ordered: false,
                items: page
                    .baselines
                    .iter()
                    .map(|b| {
                        let mut spans = Vec::new();
                        if let Some(prototype) = &b.prototype {
                            spans.extend(named(prototype));
                            spans.push(Span::text(": "));
                        }
                        spans.push(Span::text(&b.sentence));
                        vec![Block::Text { spans }]
                    })
                    .collect(),
            });
        }
        Ok(chapter("experiments", "Experiments", out, "No experiment is recorded."))
    }

    /// An experiment: what it came to, and its plan.
    fn experiment(&self, experiment: &ExperimentDto) -> Result<Vec<Block>, ApiError> {
        let mut out = Vec::new();
        out.push(Block::Heading {
            level: 2,
            spans: vec![
                Span::text(format!("{}  ", experiment.card.title)),
                reference(&experiment.card.id, &experiment.card.short),
            ],
        });
        out.push(Block::Note {
            warns: false,
            spans: vec![
                Span::strong(format!("{}. ", capital(&experiment.words))),
                Span::text(&experiment.sentence),
            ],
        });
        out.append(&mut experiment_results(experiment));
        out.push(Block::heading(3, "The plan"));
        out.push(Block::text(match &experiment.locked {
            Some(at) if experiment.is_locked => {
                format!("Locked on {} by {}.", day(at), someone(&experiment.locked_by))
            }
            _ => "Not locked: the plan could still change when results came in.".into(),
        }));
        let read = self.read_card(&experiment.card)?;
        out.append(&mut self.fields(&read, &["locked-at"]));
        for late in &experiment.late {
            out.push(Block::warning(format!(
                "{} was changed after the lock, on {} by {} (#{}).",
                late.label,
                day(&late.at),
                someone(&late.by),
                late.position.0
            )));
        }
        Ok(out)
    }

    /// What was tried and measured on a way: prototypes, experiments, and single measurements gathered in one table per
    /// metric. What an experiment shows is not told twice.
    pub(super) fn tried(&self, cards: &[&Card]) -> Result<Vec<Block>, ApiError> {
        let mut out = Vec::new();
        let mut shown = BTreeSet::new();
        let of = |kind: &'static str| cards.iter().filter(move |card| card.kind == kind);
        for card in of("prototype") {
            out.push(self.headed(2, card));
            out.append(&mut self.fields(&self.read(&card.id)?, &[]));
        }
        for card in of("experiment") {
            let experiment =
                self.app.experiment_get(GetArgs { id: card.id.to_string(), at: self.moment.clone() })?;
            let lenses = experiment.lenses.iter().flat_map(|lens| &lens.results);
            shown.extend(lenses.map(|result| result.card.id.clone()));
            out.append(&mut self.experiment(&experiment)?);
        }
        let single = of("measurement").filter(|card| !shown.contains(&card.id.to_string()));
        out.append(&mut self.measured(single.copied())?);
        Ok(out)
    }

    /// Measurements as one table per metric: how many stand behind each, its value with its spread, where it was read.
    fn measured<'c>(&self, cards: impl Iterator<Item = &'c Card>) -> Result<Vec<Block>, ApiError> {
        let mut sets: Vec<(Option<Card>, Vec<Vec<Cell>>)> = Vec::new();
        for card in cards {
            let read = self.read(&card.id)?;
            let metric = read.links.iter().find(|l| l.type_ == "about" && l.out && !l.removed);
            let metric = metric.map(|link| link.other.clone());
            let said = |field: &str| throughline_model::card::told(&read.state, field).unwrap_or_default();
            let mut arm = vec![Span::text(said("arm")), Span::text(" ")];
            arm.push(reference(&card.id.to_string(), &card.short));
            let mut value = throughline_model::card::result_in_words(&read.state)
                .map_or_else(|| vec![Span::faint("no number")], |words| vec![Span::text(words)]);
            let deviation = said("deviation");
            if !deviation.is_empty() {
                value.push(Span::text(format!(" ± {deviation}")));
            }
            let mut read_from = vec![Span::text(said("date"))];
            let run = said("run-id");
            if !run.is_empty() {
                read_from.push(Span::faint("\nrun "));
                read_from.push(Span::mono(run));
            }
            for digest in digests(&read.state, "file-digest") {
                read_from.push(Span::text("\n"));
                read_from.push(digest);
            }
            let notes = read.state.text("notes").map(|notes| self.line(notes)).unwrap_or_default();
            if !notes.is_empty() {
                read_from.push(Span::text("\n"));
                read_from.extend(notes);
            }
            let row = vec![arm.into(), Cell::text(said("n")), value.into(), read_from.into()];
            match sets
                .iter_mut()
                .find(|(known, _)| known.as_ref().map(|c| c.id) == metric.as_ref().map(|c| c.id))
            {
                Some((_, rows)) => rows.push(row),
                None => sets.push((metric, vec![row])),
            }
        }
        let mut out = Vec::new();
        for (metric, rows) in sets {
            out.push(match &metric {
                Some(metric) => self.headed(3, metric),
                None => Block::heading(3, "Of no metric"),
            });
            out.push(Block::Table {
                caption: format!(
                    "{}: value, ± standard deviation of single values, of n",
                    count(rows.len() as u64, "measurement", "measurements")
                ),
                columns: vec![
                    Column::words("Arm", 4),
                    Column::numbers("n", 2),
                    Column::words("Value", 4),
                    Column::words("Read on, and from", 9),
                ],
                rows,
            });
        }
        Ok(out)
    }
}

fn experiment_results(experiment: &ExperimentDto) -> Vec<Block> {
    let mut out = Vec::new();
    let arms: Vec<Interval> = experiment
        .arms
        .iter()
        .filter_map(|a| a.estimate.as_ref())
        .map(|e| Interval { low: e.low, value: e.value, high: e.high })
        .collect();
    if !experiment.arms.is_empty() {
        let scale = Scale::over(&arms, None);
        let mut rows: Vec<Vec<Cell>> = experiment
            .arms
            .iter()
            .map(|arm| {
                let mut name = vec![Span::text(&arm.name)];
                if arm.control {
                    name.push(Span::faint(" control"));
                }
                vec![
                    name.into(),
                    Cell::text(&arm.words),
                    match (&arm.estimate, &arm.why) {
                        (Some(e), _) => Cell::text(format!("{} ({})", e.words, e.interval)),
                        (None, Some(why)) => Cell::text(why),
                        (None, None) => Cell::text("no result"),
                    },
                    match &arm.estimate {
                        Some(e) => Cell::Plot {
                            svg: scale.interval(Interval { low: e.low, value: e.value, high: e.high }),
                            alt: format!("{} ({})", e.words, e.interval),
                        },
                        None => Cell::text(""),
                    },
                ]
            })
            .collect();
        if !arms.is_empty() {
            rows.push(vec![
                Cell::text(""),
                Cell::text(""),
                Cell::text(""),
                Cell::Plot {
                    svg: scale.axis(|v| number(v, 2)),
                    alt: format!(
                        "The scale of the bars above, in {}.",
                        if experiment.unit.is_empty() { "the metric’s unit" } else { &experiment.unit }
                    ),
                },
            ]);
        }
        let metric = experiment.metric.as_ref().map_or("no primary metric", |m| m.title.as_str());
        out.push(Block::Table {
            caption: format!("{metric} by arm, with {} intervals", experiment.confidence),
            columns: vec![
                Column::words("Arm", 4),
                Column::words("Result", 5),
                Column::words("Estimate", 5),
                Column::words("On one scale", 5),
            ],
            rows,
        });
    }
    if let Some(ratio) = &experiment.ratio
        && ratio.mismatch
    {
        out.push(Block::warning(&ratio.sentence));
    }
    let mut rows: Vec<Vec<Cell>> = experiment
        .contrasts
        .iter()
        .map(|c| {
            vec![
                Cell::text(format!("{} against control", c.arm)),
                Cell::text(format!("{} ({})", c.difference.words, c.difference.interval)),
                vec![Span::strong(c.verdict.as_deref().unwrap_or("hidden"))].into(),
                Cell::text(&c.sentence),
            ]
        })
        .collect();
    for guard in &experiment.guardrails {
        let mut name = vec![Span::faint("Guardrail ")];
        name.extend(named(&guard.metric));
        rows.push(vec![
            name.into(),
            Cell::text(guard.difference.as_ref().map_or_else(
                || format!("margin {}", guard.margin),
                |d| format!("{} ({}), margin {}", d.words, d.interval, guard.margin),
            )),
            vec![Span::strong(guard.verdict.as_deref().unwrap_or("not known"))].into(),
            Cell::text(&guard.sentence),
        ]);
    }
    if !rows.is_empty() {
        out.push(Block::Table {
            caption: "Differences, and what they say".into(),
            columns: vec![
                Column::words("What", 4),
                Column::words("Difference", 4),
                Column::words("Verdict", 2),
                Column::words("In words", 8),
            ],
            rows,
        });
    }
    let lenses: Vec<Vec<Cell>> = experiment
        .lenses
        .iter()
        .flat_map(|lens| {
            lens.results.iter().map(|result| {
                let mut what = result.metric.as_ref().map(named).unwrap_or_default();
                what.push(Span::text(" "));
                what.push(reference(&result.card.id, &result.card.short));
                let early = if result.before_lock { " (before the plan was locked)" } else { "" };
                vec![
                    Cell::text(capital(&lens.lens)),
                    what.into(),
                    Cell::text(&result.arm),
                    Cell::text(format!("{}{early}", result.words)),
                ]
            })
        })
        .collect();
    if !lenses.is_empty() {
        out.push(Block::Table {
            caption: "All measurements, by lens".into(),
            columns: vec![
                Column::words("Lens", 2),
                Column::words("Measured", 6),
                Column::words("Arm", 3),
                Column::words("Result", 5),
            ],
            rows: lenses,
        });
    }
    out
}
