//! What is still open, and who was heard.

use throughline_model::card::day;
use throughline_report::dossier::{Block, Cell, Chapter, Column, Span};

use super::chapter;
use super::early::{capital, someone};
use super::scope::{Scope, list_of, named, reference};
use super::words::count;
use crate::dto::{ApiError, GapDto, ObjectivesArgs, ReadinessArgs};

impl Scope<'_> {
    pub(super) fn gaps(&self) -> Result<Chapter, ApiError> {
        let args =
            ReadinessArgs { release: self.named(), at: self.moment.clone(), ..ReadinessArgs::default() };
        let readiness = self.app.readiness(args)?;
        let mut out = vec![Block::text(format!(
            "{} and {} are open; {} waived.",
            count(readiness.blocking.0, "blocking gap", "blocking gaps"),
            count(readiness.warnings.0, "warning", "warnings"),
            count(readiness.waived.0, "gap is", "gaps are"),
        ))];
        let mut waived: Vec<Vec<Cell>> = Vec::new();
        for rule in &readiness.rules {
            let open: Vec<&GapDto> = rule.gaps.iter().filter(|g| g.waiver.is_none()).collect();
            if !open.is_empty() {
                out.push(Block::Heading {
                    level: 3,
                    spans: vec![
                        Span::text(format!("{}. {}", rule.number.0, rule.sentence)),
                        Span::faint(format!("  {}", rule.severity)),
                    ],
                });
                out.push(Block::Text { spans: vec![Span::faint(&rule.why)] });
                out.push(Block::List {
                    ordered: false,
                    items: open
                        .iter()
                        .map(|gap| {
                            let mut spans = vec![Span::text(format!("{} ", gap.sentence))];
                            for card in &gap.cards {
                                spans.push(reference(&card.id, &card.short));
                                spans.push(Span::text(" "));
                            }
                            vec![Block::Text { spans }]
                        })
                        .collect(),
                });
                if rule.open.0 > open.len() as u64 {
                    out.push(Block::text(format!("And {} more.", rule.open.0 - open.len() as u64)));
                }
            }
            for (gap, waiver) in rule.gaps.iter().filter_map(|g| Some((g, g.waiver.as_ref()?))) {
                waived.push(vec![
                    Cell::text(format!("{}. {}", rule.number.0, gap.sentence)),
                    Cell::text(&waiver.reason),
                    Cell::text(someone(&waiver.by)),
                    Cell::text(waiver.until.as_deref().map_or_else(|| "no end".to_owned(), day)),
                    vec![reference(&waiver.card.id, &waiver.card.short)].into(),
                ]);
            }
        }
        if !waived.is_empty() {
            out.push(Block::heading(2, "Left open knowingly"));
            out.push(Block::Table {
                caption: "Waivers".into(),
                columns: vec![
                    Column::words("Gap", 6),
                    Column::words("Reason", 6),
                    Column::words("By", 3),
                    Column::words("Until", 2),
                    Column::words("Waiver", 2),
                ],
                rows: waived,
            });
        }
        let closed = readiness.rules.iter().filter(|r| r.state == "closed").count() as u64;
        out.push(Block::text(format!("{} asked and found nothing missing.", count(closed, "rule", "rules"))));
        Ok(chapter("gaps", "Open gaps and waivers", out, ""))
    }

    pub(super) fn heard(&self) -> Result<Chapter, ApiError> {
        let page =
            self.app.people_heard(ObjectivesArgs { release: self.named(), at: self.moment.clone() })?;
        let mut rows = Vec::new();
        for row in &page.rows {
            let mut who = named(&row.who);
            if let Some(team) = &row.team {
                who.push(Span::faint(format!("\n{}", team.title)));
            }
            if row.observer {
                who.push(Span::faint("\nobserver"));
            }
            let mut given = Vec::new();
            for stance in &row.stances {
                if !given.is_empty() {
                    given.push(Span::text("\n"));
                }
                given.push(reference(&stance.decision.id, &stance.decision.short));
                let words = if stance.position.is_empty() {
                    "nothing said".into()
                } else {
                    stance.position.replace('-', " ")
                };
                given.push(Span::text(format!(" {words}")));
            }
            let mut not_asked = Vec::new();
            for card in &row.not_asked {
                not_asked.push(reference(&card.id, &card.short));
                not_asked.push(Span::text(" "));
            }
            rows.push(vec![who.into(), given.into(), not_asked.into()]);
        }
        let mut out = Vec::new();
        if !rows.is_empty() {
            out.push(Block::Table {
                caption: format!("Who was heard on {}", count(page.decisions.0, "decision", "decisions")),
                columns: vec![
                    Column::words("Stakeholder", 5),
                    Column::words("Stances", 7),
                    Column::words("Not asked about", 5),
                ],
                rows,
            });
        }
        let evidence = self.judged("evidence")?;
        if !evidence.is_empty() {
            out.push(Block::heading(2, "Evidence"));
            let mut spans = vec![Span::text(format!(
                "{}: ",
                capital(&count(evidence.len() as u64, "source", "sources"))
            ))];
            spans.extend(list_of(&evidence));
            out.push(Block::Text { spans });
        }
        Ok(chapter("heard", "Who was heard", out, "No stakeholder is recorded."))
    }
}
