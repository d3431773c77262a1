//! Decisions whole: what was asked, what was chosen from, and what everybody said.

use throughline_model::card::day;
use throughline_report::dossier::{Block, Chapter, Column, Fact, Span};

use super::chapter;
use super::choosing::gathered;
use super::scope::{Scope, list_of, named, reference};
use crate::dto::{ApiError, CardDto, GetArgs, LinkView, SealedArgs, StanceView};
use crate::signing::signatures_of;

impl Scope<'_> {
    pub(super) fn decisions(&self) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        for card in self.all("decision")? {
            out.append(&mut self.decision(&card.id.to_string(), 2, false)?);
        }
        Ok(chapter("decisions", "Decisions, with every stance", out, "No decision is recorded."))
    }

    /// A decision whole: what was asked, what was chosen from, who said what.
    pub(super) fn decision(&self, id: &str, level: u8, with_scores: bool) -> Result<Vec<Block>, ApiError> {
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
            out.append(&mut self.stances(&page.stances)?);
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
            let sealed =
                self.app.evaluation_sealed(SealedArgs { id: id.to_owned(), at: self.moment.clone() })?;
            // The chapter of the evaluation has it where there is one.
            if with_scores && let Some(matrix) = &sealed.matrix {
                out.push(gathered(matrix));
            }
        }
        let led: Vec<LinkView> = page.led_to.into_iter().filter(|l| l.type_ != "decides").collect();
        if !led.is_empty() {
            rows.push(Fact { label: "Led to".into(), spans: list_of(&ends(&led)) });
        }
        let decision = self.reader.resolve(id, &self.at)?;
        for signature in signatures_of(self.reader, &decision, &self.at)? {
            rows.push(Fact { label: "Signed".into(), spans: vec![Span::text(&signature.line)] });
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
    fn stances(&self, stances: &[StanceView]) -> Result<Vec<Block>, ApiError> {
        let rank = |s: &StanceView| {
            ["object", "consent-with-concern", "stand-aside", "consent", "absent"]
                .iter()
                .position(|p| *p == s.position)
        };
        let mut all: Vec<&StanceView> = stances.iter().collect();
        all.sort_by_key(|s| rank(s));
        let mut rows = Vec::new();
        // Who agreed and had nothing to add stands together, each still by name.
        let plain = |s: &&StanceView| {
            s.position == "consent"
                && s.reason.is_empty()
                && s.answer_html.trim().is_empty()
                && s.earlier.is_empty()
                && s.signatures.is_empty()
        };
        let (agreed, all): (Vec<&StanceView>, Vec<&StanceView>) = all.into_iter().partition(plain);
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
                who.push(Span::faint(format!("\n{}", stance.recorded)));
            }
            who.extend(doubt(&stance.key));
            for signature in &stance.signatures {
                who.push(Span::faint(format!("\n{}", signature.line)));
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
        let mut together = Vec::new();
        for stance in agreed {
            if !together.is_empty() {
                together.push(Span::text("; "));
            }
            together.push(Span::text(stance.stakeholder.as_ref().map_or("somebody", |s| s.title.as_str())));
            let mut more: Vec<&str> = stance.team.iter().map(|team| team.title.as_str()).collect();
            more.extend(Some(stance.recorded.as_str()).filter(|recorded| !recorded.is_empty()));
            if stance.older_text {
                more.push("given on an older text");
            }
            together.push(Span::faint(format!(", {} ", more.join(", "))));
            together.push(reference(&stance.card.id, &stance.card.short));
            together.extend(doubt(&stance.key));
        }
        let consent = (!together.is_empty())
            .then(|| Block::Facts { rows: vec![Fact { label: "Consent".into(), spans: together }] });
        if rows.is_empty() {
            return Ok(consent.into_iter().collect());
        }
        let table = Block::Table {
            caption: "Every stance, dissent first".into(),
            columns: vec![
                Column::words("Who", 5),
                Column::words("Stance", 4),
                Column::words("In their words", 7),
                Column::words("Answer", 6),
            ],
            rows,
        };
        Ok(std::iter::once(table).chain(consent).collect())
    }
}

/// What a key leaves open: nothing where it is known.
pub(super) fn doubt(vouched: &str) -> Option<Span> {
    match vouched {
        "" | "known" => None,
        "revoked" => Some(Span::Em { text: " key revoked".into() }),
        _ => Some(Span::Em { text: " unverified".into() }),
    }
}
