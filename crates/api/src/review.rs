//! Decisions that ask for another look: they are due, or something they rest on gave way.

use std::collections::BTreeMap;

use throughline_model as model;
use throughline_record::EntityId;
use throughline_store::{At, Card, ListQuery, Reader};

use crate::App;
use crate::cards;
use crate::context;
use crate::dto::{ApiError, ReviewArgs, ReviewList, ReviewReason, ReviewRow};
use crate::lookups::{self, is, moment};

/// Reasons by decision.
type Waiting = BTreeMap<EntityId, Vec<(String, ReviewReason)>>;

impl App {
    pub(crate) fn decision_review(&self, args: ReviewArgs) -> Result<ReviewList, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let release = match args.release.as_deref() {
            None => context::current_release(&open, &reader, &at)?.map(|c| c.id),
            Some("all" | "none") => None,
            Some(r) => Some(lookups::find_of_kind(&reader, "release", r, &at)?),
        };
        let query = ListQuery {
            kinds: vec!["decision".into()],
            release,
            filters: vec![("status".into(), "=".into(), "accepted".into())],
            limit: 0,
            ..ListQuery::default()
        };
        let standing: BTreeMap<EntityId, Card> =
            reader.list(&query, &at)?.rows.into_iter().map(|c| (c.id, c)).collect();
        let mut waiting = Waiting::new();
        due(&reader, &query, &self.day_of(&reader, &args.at)?, &mut waiting, &at)?;
        refuted(&reader, &mut waiting, &at)?;
        newer_data(&reader, &mut waiting, &at)?;
        suspect(&reader, &standing, &mut waiting, &at)?;
        let mut rows = Vec::new();
        for (id, mut reasons) in waiting {
            let Some(card) = standing.get(&id) else { continue };
            reasons.sort_by(|a, b| a.0.cmp(&b.0));
            let turned_down: Vec<Card> = reader
                .links(&id, &at)?
                .into_iter()
                .filter(|l| is(l, "decides", true))
                .filter(|l| matches!(l.state.text("outcome"), Some("rejected" | "parked")))
                .map(|l| l.other)
                .collect();
            // What another decision has chosen since is in question no more.
            let mut turned_down = cards::cards(&reader, &turned_down, &at)?;
            turned_down.retain(|card| card.outcome.as_ref().is_none_or(|outcome| outcome.word != "chosen"));
            let since = reasons.first().map(|(when, _)| when.clone()).unwrap_or_default();
            rows.push((
                since,
                ReviewRow {
                    card: cards::card(card, None),
                    reasons: reasons.into_iter().map(|(_, reason)| reason).collect(),
                    turned_down,
                },
            ));
        }
        rows.sort_by(|a, b| (&a.0, &a.1.card.created_at).cmp(&(&b.0, &b.1.card.created_at)));
        Ok(ReviewList { rows: rows.into_iter().map(|(_, row)| row).collect() })
    }
}

fn reason(code: &str, sentence: String, about: Option<&Card>) -> ReviewReason {
    ReviewReason { code: code.into(), sentence, about: about.map(|c| cards::card(c, None)) }
}

/// Those whose review date has come.
fn due(reader: &Reader, of: &ListQuery, today: &str, waiting: &mut Waiting, at: &At) -> Result<(), ApiError> {
    let mut query = of.clone();
    query.filters.push(("review-date".into(), "<=".into(), today.into()));
    for card in reader.list(&query, at)?.rows {
        let state = reader.state(&card.id, at)?;
        let Some(date) = state.as_ref().and_then(|s| s.text("review-date")).map(str::to_owned) else {
            continue;
        };
        let sentence = format!("Its review was due on {}.", model::card::day(&date));
        waiting.entry(card.id).or_default().push((date, reason("due", sentence, None)));
    }
    Ok(())
}

/// Those that rest on an assumption that was refuted, or on something such an assumption underlies.
fn refuted(reader: &Reader, waiting: &mut Waiting, at: &At) -> Result<(), ApiError> {
    let query = ListQuery {
        kinds: vec!["assumption".into()],
        filters: vec![("status".into(), "=".into(), "refuted".into())],
        limit: 0,
        ..ListQuery::default()
    };
    for assumption in reader.list(&query, at)?.rows {
        for decision in reader.linked(&assumption.id, "rests-on", false, at)? {
            let sentence = format!("It rests on {}, which was refuted.", assumption.short);
            let told = reason("refuted", sentence, Some(&assumption));
            waiting.entry(decision.id).or_default().push((assumption.updated_at.clone(), told));
        }
        for stands in reader.linked(&assumption.id, "underlies", true, at)? {
            let mut decisions = reader.linked(&stands.id, "rests-on", false, at)?;
            decisions.extend(reader.linked(&stands.id, "decides", false, at)?);
            for decision in decisions {
                let sentence = format!("{} assumes {}, which was refuted.", stands.short, assumption.short);
                let told = reason("refuted", sentence, Some(&assumption));
                let list = waiting.entry(decision.id).or_default();
                if !list.iter().any(|(_, r)| r.about == told.about) {
                    list.push((assumption.updated_at.clone(), told));
                }
            }
        }
    }
    Ok(())
}

/// Those that rest on data, or on a model trained on data, of which there is a newer version since.
fn newer_data(reader: &Reader, waiting: &mut Waiting, at: &At) -> Result<(), ApiError> {
    let query = ListQuery { kinds: vec!["data-version".into()], limit: 0, ..ListQuery::default() };
    for data in reader.list(&query, at)?.rows {
        let newer = reader.linked(&data.id, "derived-from", false, at)?;
        let Some(newer) = newer.iter().filter(|d| d.kind == "data-version").max_by_key(|d| &d.created_at)
        else {
            continue;
        };
        let mut grounds = vec![data.clone()];
        grounds.extend(reader.linked(&data.id, "trained-on", false, at)?);
        for ground in grounds {
            for decision in reader.linked(&ground.id, "rests-on", false, at)? {
                // What it was decided on then was the newest there was.
                if decision.created_at > newer.created_at {
                    continue;
                }
                let sentence = if ground.id == data.id {
                    format!("It rests on {}, and {} came after it.", data.short, newer.short)
                } else {
                    format!(
                        "It rests on {}, trained on {}; {} came after that.",
                        ground.short, data.short, newer.short
                    )
                };
                let told = reason("newer-data", sentence, Some(newer));
                waiting.entry(decision.id).or_default().push((newer.created_at.clone(), told));
            }
        }
    }
    Ok(())
}

/// Those whose grounds changed in a field that matters.
fn suspect(
    reader: &Reader,
    standing: &BTreeMap<EntityId, Card>,
    waiting: &mut Waiting,
    at: &At,
) -> Result<(), ApiError> {
    let ids: Vec<EntityId> = standing.keys().copied().collect();
    for suspect in reader.suspects(&ids, at)? {
        if suspect.type_ != "rests-on"
            || suspect.changed != suspect.to
            || !standing.contains_key(&suspect.from)
        {
            continue;
        }
        let Some(ground) = lookups::card(reader, &suspect.to, at)? else { continue };
        let sentence = format!("{}, which it rests on, has changed since.", ground.short);
        let told = reason("suspect", sentence, Some(&ground));
        // That it was refuted is the change.
        let known = waiting.get(&suspect.from).into_iter().flatten();
        if known.filter(|(_, r)| r.code == "refuted").any(|(_, r)| r.about == told.about) {
            continue;
        }
        waiting.entry(suspect.from).or_default().push((ground.updated_at.clone(), told));
    }
    Ok(())
}
