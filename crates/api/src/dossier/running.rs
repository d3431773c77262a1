//! What was built, shipped, rolled out and seen.

use throughline_model::card::day;
use throughline_record::date;
use throughline_report::dossier::plot::{self, Span01};
use throughline_report::dossier::{Block, Cell, Chapter, Column, Fact, Span};

use super::chapter;
use super::early::capital;
use super::scope::{Scope, list_of, named, reference};
use super::words::period;
use crate::dto::{ApiError, BundleDto, GetArgs, RolloutArgs, RunDto, WithinReleaseArgs};

impl Scope<'_> {
    pub(super) fn shipped(&self) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        for card in self.all("bundle")? {
            let bundle = self.app.bundle_get(GetArgs { id: card.id.to_string(), at: self.moment.clone() })?;
            out.push(self.headed(2, &card));
            out.append(&mut bundle_blocks(&bundle));
        }
        let versions =
            self.app.versions(WithinReleaseArgs { release: self.named(), at: self.moment.clone() })?;
        for row in versions.rows {
            let read = self.read_card(&row.card)?;
            out.push(self.headed(2, &read.card));
            let mut rows =
                vec![Fact { label: "Where it lies".into(), spans: vec![Span::text(&row.standing.words)] }];
            for unwell in &row.stands_on {
                rows.push(Fact {
                    label: "Stands on".into(),
                    spans: vec![
                        reference(&unwell.card.id, &unwell.card.short),
                        Span::text(format!(" {}", unwell.sentence)),
                    ],
                });
            }
            out.push(Block::Facts { rows });
            out.append(&mut self.fields(&read, &["profile", "distributions", "trailers"]));
        }
        Ok(chapter(
            "shipped",
            "What it ships",
            out,
            "No bundle and no version is recorded: nothing says what is shipped.",
        ))
    }

    pub(super) fn rollout(&self) -> Result<Chapter, ApiError> {
        let rollout = self.app.rollout(RolloutArgs { release: self.named(), at: self.moment.clone() })?;
        let mut out = Vec::new();
        if !rollout.runs.is_empty() {
            out.push(timeline(&rollout.runs, &rollout.now));
        }
        for clash in &rollout.clashes {
            out.push(Block::warning(&clash.sentence));
        }
        for run in &rollout.runs {
            let page =
                self.app.deployment_get(GetArgs { id: run.card.id.clone(), at: self.moment.clone() })?;
            let read = self.read_card(&run.card)?;
            out.push(self.headed(2, &read.card));
            out.append(&mut self.fields(&read, &["share", "audience"]));
            let mut rows = vec![Fact::new("Audience", &run.audience_words)];
            if !page.decisions.is_empty() {
                rows.push(Fact { label: "Decided by".into(), spans: list_of(&page.decisions) });
            }
            for taken in page.after.iter().chain(&page.before) {
                let mut spans = vec![Span::text(format!("{} ", taken.how.replace('-', " ")))];
                spans.extend(named(&taken.card));
                if !taken.reason.is_empty() {
                    spans.push(Span::text(format!(": {}", taken.reason)));
                }
                rows.push(Fact { label: "Took over".into(), spans });
            }
            out.push(Block::Facts { rows });
            for lack in &page.lacks {
                out.push(Block::warning(&lack.sentence));
            }
        }
        Ok(chapter("rollout", "Rollout", out, "Nothing was deployed."))
    }

    pub(super) fn observations(&self) -> Result<Chapter, ApiError> {
        let seen = self.app.observations(RolloutArgs { release: self.named(), at: self.moment.clone() })?;
        let mut rows = Vec::new();
        for row in &seen.rows {
            let mut what = vec![Span::text(&row.mark.words), Span::text(" ")];
            what.push(reference(&row.mark.card.id, &row.mark.card.short));
            if let Some(deployment) = &row.deployment {
                what.push(Span::faint("\nin "));
                what.push(reference(&deployment.id, &deployment.short));
            }
            if !row.segment.is_empty() {
                what.push(Span::faint(format!(", {}", row.segment)));
            }
            let mut answer = list_of(&row.answers);
            if !row.accepted.is_empty() {
                answer.push(Span::text(format!("accepted: {}", row.accepted)));
            }
            if row.mark.asks {
                answer.push(Span::strong("unanswered"));
            }
            rows.push(vec![
                Cell::text(day(&row.mark.at)),
                Cell::text(row.mark.kind.replace('-', " ")),
                what.into(),
                Cell::text(row.standing.replace('-', " ")),
                answer.into(),
            ]);
        }
        let mut out = Vec::new();
        if !rows.is_empty() {
            out.push(Block::Table {
                caption: "What was seen in the field, and what answered it".into(),
                columns: vec![
                    Column::words("When", 3),
                    Column::words("Kind", 3),
                    Column::words("Seen", 9),
                    Column::words("Standing", 3),
                    Column::words("Answer", 6),
                ],
                rows,
            });
        }
        Ok(chapter("observations", "Observations", out, "Nothing was observed in the field."))
    }
}

/// What a bundle ships, with its digests in full.
pub(super) fn bundle_blocks(bundle: &BundleDto) -> Vec<Block> {
    let mut out = vec![Block::Facts {
        rows: vec![Fact { label: "Digest".into(), spans: vec![Span::mono(&bundle.digest)] }],
    }];
    out.push(Block::Table {
        caption: String::new(),
        columns: vec![
            Column::words("Role", 2),
            Column::words("Version", 5),
            Column::words("Identity", 8),
            Column::words("Where it lies", 3),
        ],
        rows: bundle
            .parts
            .iter()
            .map(|part| {
                let mut identity = vec![Span::mono(&part.identity)];
                if !part.weak.is_empty() {
                    identity.push(Span::faint(format!("\nweak: {}", part.weak)));
                }
                vec![
                    Cell::text(capital(&part.role)),
                    vec![Span::mono(&part.name), Span::text(" "), reference(&part.card.id, &part.card.short)]
                        .into(),
                    identity.into(),
                    Cell::text(part.found.replace('-', " ")),
                ]
            })
            .collect(),
    });
    if !bundle.complete {
        out.push(Block::warning(format!("Incomplete: {}.", bundle.missing.join("; "))));
    }
    out
}

/// What ran, of which bundle, for whom, and when.
pub(super) fn told(run: &RunDto) -> [Cell; 4] {
    let bundle = run.bundle.as_ref();
    let bundle = bundle.map(|b| vec![Span::mono(&b.title), Span::text(" "), reference(&b.id, &b.short)]);
    let when = period(run.from.as_deref(), run.until.as_deref());
    [
        named(&run.card).into(),
        bundle.unwrap_or_default().into(),
        Cell::text(format!("{}, {}", run.audience_words, run.environment)),
        Cell::text(format!("{when}; {}", run.status)),
    ]
}

fn timeline(runs: &[RunDto], now: &str) -> Block {
    let millis = |text: &str| date::millis(text).map(|n| n as f64);
    let begins = runs.iter().filter_map(|r| millis(r.from.as_deref()?));
    let from = begins.fold(f64::INFINITY, f64::min);
    let until = runs
        .iter()
        .filter_map(|r| millis(r.until.as_deref()?))
        .chain(millis(now))
        .fold(f64::NEG_INFINITY, f64::max);
    let width = (until - from).max(1.0);
    let share = |at: f64| if from.is_finite() { (at - from) / width } else { 0.0 };
    Block::Table {
        caption: match from.is_finite() {
            true => format!(
                "What ran when: the bars begin on {} and end on {}",
                day(&date::from_millis(from as i64)),
                day(&date::from_millis(until as i64))
            ),
            false => "What is planned".into(),
        },
        columns: vec![
            Column::words("Deployment", 5),
            Column::words("Bundle", 3),
            Column::words("For whom", 4),
            Column::words("When", 4),
            Column::words("Over time", 5),
        ],
        rows: runs
            .iter()
            .map(|run| {
                let begin = run.from.as_deref().and_then(millis);
                let end = run.until.as_deref().and_then(millis);
                let [what, bundle, whom, when] = told(run);
                let over_time = match begin {
                    Some(begin) => Cell::Plot {
                        svg: plot::bar(
                            Span01 {
                                from: share(begin),
                                to: share(end.unwrap_or(until)),
                                open: end.is_none(),
                            },
                            if run.is_live { "#2f7d55" } else { "#8a8f98" },
                        ),
                        alt: period(run.from.as_deref(), run.until.as_deref()),
                    },
                    None => Cell::text(""),
                };
                vec![what, bundle, whom, when, over_time]
            })
            .collect(),
    }
}
