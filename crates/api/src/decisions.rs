//! A decision with its options and stances, on one page.

use throughline_record::EntityId;
use throughline_store::{Artefact, At, Card, LinkSeen, ListQuery, Reader};

use crate::App;
use crate::cards;
use crate::dto::{ApiError, DecisionPage, GetArgs, OptionView, OutcomeDto};
use crate::lookups::{is, moment};
use crate::stances::stances;
use crate::{markdown, pages, parts};

impl App {
    pub(crate) fn decision_get(&self, args: GetArgs) -> Result<DecisionPage, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let id = reader.resolve(&args.id, &at)?;
        let artefact = reader.get(&id, &at)?;
        if artefact.card.kind != "decision" {
            return Err(ApiError::new(
                "not-a-decision",
                format!("{} is no decision.", artefact.card.short),
                "Open it as an artefact.",
            )
            .about(args.id));
        }
        let read_only = match &at {
            At::Now => open.workspace.read_only().map(str::to_owned),
            _ => Some("this is how it was; the past cannot be edited".to_owned()),
        };
        let page = pages::page(&reader, &artefact, read_only, &at)?;
        let stances = stances(&reader, &artefact, &at)?;
        let asked: Vec<String> =
            stances.iter().filter_map(|s| s.stakeholder.as_ref().map(|c| c.id.clone())).collect();
        let not_asked = voters(&reader, &at)?
            .iter()
            .filter(|c| !asked.contains(&c.id.to_string()))
            .map(|c| cards::card(c, None))
            .collect();
        let pick = |type_: &str, out: bool| {
            page.links
                .iter()
                .filter(|l| l.type_ == type_ && l.out == out && !l.removed)
                .cloned()
                .collect::<Vec<_>>()
        };
        let rests_on = pick("rests-on", true);
        let mut led_to = pick("decides", true);
        led_to.extend(
            page.links.iter().filter(|l| l.flow == "down" && l.type_ != "decides" && !l.removed).cloned(),
        );
        Ok(DecisionPage {
            options: options(&reader, &artefact, &at)?,
            stances,
            not_asked,
            rests_on,
            led_to,
            superseded_by: reader
                .linked(&id, "supersedes", false, &at)?
                .iter()
                .filter(|c| c.status.as_deref() == Some("accepted"))
                .map(|c| cards::card(c, None))
                .collect(),
            page,
        })
    }
}

/// Links of one type and side whose other ends are read whole, in their order.
pub(crate) fn others(
    reader: &Reader,
    links: &[LinkSeen],
    type_: &str,
    out: bool,
    at: &At,
) -> Result<Vec<Artefact>, ApiError> {
    let mut list = links
        .iter()
        .filter(|l| is(l, type_, out))
        .map(|l| reader.get(&l.other.id, at))
        .collect::<Result<Vec<_>, _>>()?;
    list.sort_by(|a, b| place(a).cmp(&place(b)));
    Ok(list)
}

fn place(part: &Artefact) -> (bool, &str, &str, EntityId) {
    parts::place(part.state.text("order"), &part.card.created_at, part.card.id)
}

fn options(reader: &Reader, decision: &Artefact, at: &At) -> Result<Vec<OptionView>, ApiError> {
    let list = others(reader, &decision.links, "option-of", false, at)?;
    let all: Vec<&Card> = list.iter().map(|o| &o.card).collect();
    let outcomes = cards::outcomes(reader, &all, at)?;
    let decided: Vec<(EntityId, String)> = decision
        .links
        .iter()
        .filter(|l| is(l, "decides", true))
        .filter_map(|l| Some((l.other.id, l.state.text("outcome")?.to_owned())))
        .collect();
    list.iter()
        .map(|o| {
            let about = o.links.iter().find(|l| is(l, "stands-for", true)).map(|l| &l.other);
            let mut card = cards::card(&o.card, Some(&outcomes));
            // What this decision said of the option, or of the artefact it stands for, even while it is only proposed.
            if card.outcome.is_none() {
                let here =
                    decided.iter().find(|(id, _)| *id == o.card.id || about.is_some_and(|a| a.id == *id));
                card.outcome = here.map(|(_, word)| OutcomeDto {
                    word: word.clone(),
                    decision: decision.card.id.to_string(),
                    short: decision.card.short.clone(),
                });
            }
            Ok(OptionView {
                card,
                for_html: markdown::render(o.state.text("for").unwrap_or_default()),
                against_html: markdown::render(o.state.text("against").unwrap_or_default()),
                about: about.map(|c| cards::card(c, None)),
            })
        })
        .collect()
}

/// Stakeholders with a vote.
fn voters(reader: &Reader, at: &At) -> Result<Vec<Card>, ApiError> {
    let query = ListQuery {
        kinds: vec!["stakeholder".into()],
        sort: vec![("created_at".into(), false)],
        filters: vec![("voice".into(), "!=".into(), "observer".into())],
        limit: 200,
        ..ListQuery::default()
    };
    Ok(reader.list(&query, at)?.rows)
}
