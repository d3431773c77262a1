//! Stances: who stands where on a decision, what they said before, and the text each is bound to.

use throughline_model::{State, stances};
use throughline_record::{EntityId, Fields, RecordDraft, Value};
use throughline_store::{Artefact, At, Reader};

use crate::cards::{self, Names};
use crate::decisions::others;
use crate::dto::{ApiError, EarlierStance, FieldErrorDto, StanceView};
use crate::error::invalid;
use crate::keys::vouched;
use crate::lookups::{self, is};
use crate::markdown;
use crate::signing::{as_first_said, signatures_of};

/// The stances on a decision: objections first, dissent is never at the bottom of a list.
pub(crate) fn stances(reader: &Reader, decision: &Artefact, at: &At) -> Result<Vec<StanceView>, ApiError> {
    let mut names = Names::at(reader, at);
    let options = others(reader, &decision.links, "option-of", false, at)?
        .into_iter()
        .map(|option| as_first_said(reader, option.state))
        .collect::<Result<Vec<State>, _>>()?;
    let text = as_first_said(reader, decision.state.clone())?;
    let trust = reader.trust_at(at)?;
    let mut out = Vec::new();
    for stance in others(reader, &decision.links, "on", false, at)? {
        let stakeholder = stance.links.iter().find(|l| is(l, "by", true)).map(|l| l.other.clone());
        let team = match &stakeholder {
            Some(s) => lookups::first_link(reader, &s.id, "member-of", true, at)?,
            None => None,
        };
        let said_in = |field: &str| stance.state.text(field).unwrap_or_default().to_owned();
        let recorder = names.of(said(&stance.state).actor);
        out.push(StanceView {
            card: cards::card(&stance.card, None),
            stakeholder: stakeholder.as_ref().map(|c| cards::card(c, None)),
            team: team.as_ref().map(|c| cards::card(c, None)),
            answer_html: markdown::render(stance.state.text("answer").unwrap_or_default()),
            recorded: if stance.state.text("given") == Some("signed") {
                "signed".into()
            } else if recorder.is_empty() {
                "recorded".into()
            } else {
                format!("recorded by {recorder}")
            },
            older_text: match stance.state.text("bound-to") {
                Some(root) => !stances::is_current(root, &text, &options),
                None => last_edit(decision).is_some_and(|edit| edit > said(&stance.state).at.as_str()),
            },
            key: vouched(reader, &trust, &said(&stance.state).address.change)?.as_str().into(),
            signatures: signatures_of(reader, &stance.card.id, at)?,
            earlier: earlier(reader, &stance, at)?,
            position: said_in("position"),
            reason: said_in("reason"),
        });
    }
    let rank = |p: &str| {
        ["object", "consent-with-concern", "stand-aside", "consent", "absent"].iter().position(|x| *x == p)
    };
    out.sort_by_key(|s| rank(&s.position).unwrap_or(9));
    Ok(out)
}

/// When somebody took the position that stands.
pub(crate) fn said(stance: &State) -> &throughline_model::Stamp {
    let shown = stance.fields.get("position").and_then(|field| field.shown());
    shown.map_or(&stance.created, |head| &head.set)
}

/// What the stakeholder said before, the latest first.
fn earlier(reader: &Reader, stance: &Artefact, at: &At) -> Result<Vec<EarlierStance>, ApiError> {
    // Most stances are never changed, and the past is not asked what came after it.
    if stance.state.created.address == stance.state.updated.address || *at != At::Now {
        return Ok(Vec::new());
    }
    let mut out = Vec::new();
    let mut reason = stance.state.text("reason").unwrap_or_default().to_owned();
    let mut position = stance.state.text("position").unwrap_or_default().to_owned();
    for change in reader.history(&stance.card.id)?.rows {
        for record in change.records.iter().filter(|r| r.card.id == stance.card.id && !r.first) {
            let before = |name: &str| {
                let field = record.fields.iter().find(|f| f.name == name)?;
                Some(field.before.as_ref().and_then(Value::as_text).unwrap_or_default().to_owned())
            };
            let (old_position, old_reason) = (before("position"), before("reason"));
            if old_position.is_none() && old_reason.is_none() {
                continue;
            }
            position = old_position.unwrap_or(position);
            reason = old_reason.unwrap_or(reason);
            out.push(EarlierStance {
                position: position.clone(),
                reason: reason.clone(),
                until: change.at.clone(),
            });
        }
    }
    Ok(out)
}

/// When the text of the decision itself was edited last: for stances recorded without a binding.
fn last_edit(decision: &Artefact) -> Option<&str> {
    let set = |name: &&str| {
        decision.state.fields.get(*name).and_then(|field| field.shown()).map(|h| h.set.at.as_str())
    };
    ["title", "context", "method"].iter().filter_map(set).max()
}

/// What a stance given now is bound to.
fn text(reader: &Reader, decision: &Artefact) -> Result<String, ApiError> {
    let options = others(reader, &decision.links, "option-of", false, &At::Now)?
        .into_iter()
        .map(|option| as_first_said(reader, option.state))
        .collect::<Result<Vec<State>, _>>()?;
    Ok(stances::bound_to(&as_first_said(reader, decision.state.clone())?, &options).to_string())
}

/// Binds a stance that is being recorded to the text it is given on, and lets nobody sign for somebody else.
/// `content` is what the form sets; `links` what the same change links; `stance` the one that is changed.
pub(crate) fn bind(
    reader: &Reader,
    actor: Option<EntityId>,
    stance: EntityId,
    known: Option<&Artefact>,
    content: &mut Fields,
    links: &[RecordDraft],
) -> Result<(), ApiError> {
    let end = |type_: &str| {
        let made = links.iter().filter(|r| r.content.get("removed") != Some(&Some(Value::Bool(true))));
        let new = made.filter_map(|r| r.ends.as_ref()).find(|e| e.type_ == type_ && e.from == stance);
        let old = || known.and_then(|s| s.links.iter().find(|l| is(l, type_, true))).map(|l| l.other.id);
        new.map(|e| e.to).or_else(old)
    };
    // What was signed before stays signed only in the words of who signed it.
    let given = match content.get("given") {
        Some(given) => given.as_ref().and_then(Value::as_text),
        None => known.and_then(|s| s.state.text("given")),
    };
    let said = ["position", "reason", "given"].iter().any(|name| content.contains_key(*name))
        || links.iter().filter_map(|r| r.ends.as_ref()).any(|e| e.type_ == "by" && e.from == stance);
    let signs = said && given == Some("signed");
    if signs && (actor.is_none() || end("by") != actor) {
        return Err(invalid(vec![FieldErrorDto {
            field: "given".into(),
            code: "not-yours-to-sign".into(),
            sentence: "Only the stakeholder at the keyboard can sign; for somebody else it is recorded on their behalf."
                .into(),
        }]));
    }
    if (content.contains_key("position") || content.contains_key("reason"))
        && let Some(decision) = end("on")
    {
        let decision = reader.get(&decision, &At::Now)?;
        content.insert("bound-to".into(), Some(Value::Text(text(reader, &decision)?)));
    }
    Ok(())
}
