//! What was thought of, how it was judged, tried and decided.

use throughline_model::card::day;
use throughline_report::dossier::plot::{Interval, Scale};
use throughline_report::dossier::{Block, Cell, Chapter, Column, Fact, Span};

use super::chapter;
use super::early::{capital, outcome_block, someone};
use super::scope::{Scope, list_of, named, reference};
use super::words::{count, number};
use crate::dto::{
    ApiError, CardDto, EvaluationMatrix, ExperimentDto, GetArgs, LinkView, MatrixCell, SealedArgs,
    StanceView, WithinReleaseArgs,
};

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

    pub(super) fn experiments(&self) -> Result<Chapter, ApiError> {
        let page =
            self.app.experiments(WithinReleaseArgs { release: self.named(), at: self.moment.clone() })?;
        let mut out = Vec::new();
        for experiment in page.rows.iter().rev() {
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

    pub(super) fn decisions(&self) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        for card in self.all("decision")? {
            out.append(&mut self.decision(&card.id.to_string(), 2)?);
        }
        Ok(chapter("decisions", "Decisions, with every stance", out, "No decision is recorded."))
    }

    /// A decision whole: what was asked, what was chosen from, who said what.
    pub(super) fn decision(&self, id: &str, level: u8) -> Result<Vec<Block>, ApiError> {
        let page = self.app.decision_get(GetArgs { id: id.to_owned(), at: self.moment.clone() })?;
        let read = self.read_card(&page.page.card)?;
        let mut out = vec![Block::Heading {
            level,
            spans: vec![
                Span::text(format!("{}  ", page.page.card.title)),
                reference(&page.page.card.id, &page.page.card.short),
                Span::faint(format!("  {}", page.page.card.status.as_deref().unwrap_or("proposed"))),
            ],
        }];
        out.append(&mut self.fields(&read, &["options", "stances", "rests-on"]));
        if !page.options.is_empty() {
            let mut rows = Vec::new();
            for option in &page.options {
                let state = self.read_card(&option.card)?.state;
                let mut title = named(&option.card);
                if let Some(about) = &option.about {
                    title.push(Span::faint(" for "));
                    title.push(reference(&about.id, &about.short));
                }
                let said = option.card.outcome.as_ref().map_or("", |o| o.word.as_str());
                rows.push(vec![
                    title.into(),
                    vec![Span::strong(said)].into(),
                    self.line(state.text("for").unwrap_or_default()).into(),
                    self.line(state.text("against").unwrap_or_default()).into(),
                ]);
            }
            out.push(Block::Table {
                caption: "What was chosen from".into(),
                columns: vec![
                    Column::words("Option", 5),
                    Column::words("Said", 2),
                    Column::words("For", 5),
                    Column::words("Against", 5),
                ],
                rows,
            });
        }
        if page.stances.is_empty() {
            out.push(Block::Text { spans: vec![Span::faint("Nobody took a stance on it.")] });
        } else {
            out.push(self.stances(&page.stances)?);
        }
        if !page.not_asked.is_empty() {
            let mut spans = vec![Span::text("Not asked: ")];
            spans.extend(list_of(&page.not_asked));
            out.push(Block::Text { spans });
        }
        let mut rows = Vec::new();
        let ends = |links: &[LinkView]| links.iter().map(|l| l.other.clone()).collect::<Vec<CardDto>>();
        let (scores, grounds): (Vec<CardDto>, Vec<CardDto>) =
            ends(&page.rests_on).into_iter().partition(|card| card.kind == "evaluation");
        // What a score says stands in the chapter of the evaluation; fifty of them would bury the rest.
        let (cited, titled) =
            if scores.len() > 6 { (scores, grounds) } else { (vec![], ends(&page.rests_on)) };
        if !titled.is_empty() {
            rows.push(Fact { label: "Rests on".into(), spans: list_of(&titled) });
        }
        if !cited.is_empty() {
            let mut spans = Vec::new();
            for score in &cited {
                spans.push(reference(&score.id, &score.short));
                spans.push(Span::text(" "));
            }
            rows.push(Fact { label: "Rests on scores".into(), spans });
        }
        let led: Vec<LinkView> = page.led_to.into_iter().filter(|l| l.type_ != "decides").collect();
        if !led.is_empty() {
            rows.push(Fact { label: "Led to".into(), spans: list_of(&ends(&led)) });
        }
        if !page.superseded_by.is_empty() {
            rows.push(Fact { label: "Superseded by".into(), spans: list_of(&page.superseded_by) });
        }
        if !rows.is_empty() {
            out.push(Block::Facts { rows });
        }
        Ok(out)
    }

    /// Every stance, those against first; earlier ones below the present one.
    fn stances(&self, stances: &[StanceView]) -> Result<Block, ApiError> {
        let rank = |s: &StanceView| {
            ["object", "consent-with-concern", "stand-aside", "consent", "absent"]
                .iter()
                .position(|p| *p == s.position)
        };
        let mut all: Vec<&StanceView> = stances.iter().collect();
        all.sort_by_key(|s| rank(s));
        let mut rows = Vec::new();
        for stance in all {
            let mut who = match &stance.stakeholder {
                Some(person) => vec![Span::text(&person.title)],
                None => vec![Span::text("somebody")],
            };
            if let Some(team) = &stance.team {
                who.push(Span::faint(format!(", {}", team.title)));
            }
            who.push(Span::text(" "));
            who.push(reference(&stance.card.id, &stance.card.short));
            if !stance.recorded.is_empty() {
                who.push(Span::faint(format!("\n{}", stance.recorded.replace('-', " "))));
            }
            let mut position = vec![Span::strong(stance.position.replace('-', " "))];
            if stance.older_text {
                position.push(Span::faint("\ngiven on an older text"));
            }
            let mut reason = Vec::new();
            if !stance.reason.is_empty() {
                reason.push(Span::said(&stance.reason));
            }
            for earlier in &stance.earlier {
                reason.push(Span::faint(format!(
                    "\nuntil {}: {}",
                    day(&earlier.until),
                    earlier.position.replace('-', " ")
                )));
                if !earlier.reason.is_empty() {
                    reason.push(Span::text(" "));
                    reason.push(Span::said(&earlier.reason));
                }
            }
            let state = self.read_card(&stance.card)?.state;
            let answer = match state.text("answer") {
                Some(answer) => self.line(answer),
                None if stance.position == "object" => vec![Span::strong("unanswered")],
                None => Vec::new(),
            };
            rows.push(vec![who.into(), position.into(), reason.into(), answer.into()]);
        }
        Ok(Block::Table {
            caption: "Every stance, dissent first".into(),
            columns: vec![
                Column::words("Who", 5),
                Column::words("Stance", 4),
                Column::words("In their words", 7),
                Column::words("Answer", 6),
            ],
            rows,
        })
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

fn sealed_matrix(matrix: &EvaluationMatrix) -> Vec<Block> {
    let label = |i: usize| format!("C{}", i + 1);
    let mut out = vec![Block::Table {
        caption: "Criteria with their weights, and the weight at which the order of the ideas turns".into(),
        columns: vec![
            Column::words("No.", 1),
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
                if !row.verdict.is_empty() && row.verdict != "ranked" {
                    title.push(Span::faint(format!("\n{} {}", row.verdict.replace('-', " "), because.join(", "))));
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
