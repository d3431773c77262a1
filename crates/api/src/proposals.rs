//! A decision proposed with an option for each of what is chosen between; and rounds of scores closed by a seal.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use throughline_model::{Kind, kind, link, order, written_kind};
use throughline_record::{Act, EntityId, Fields, RecordDraft, Value};
use throughline_store::{Append, At, Card};

use crate::App;
use crate::context;
use crate::dto::{ApiError, CloseRoundArgs, FieldErrorDto, ProposeArgs, ProposedOption, Saved};
use crate::error::{internal, invalid};
use crate::evaluation::Table;
use crate::linking::{Linking, add_link, end, fitting, link_field};
use crate::lookups;
use crate::writes::read_form;

fn known(name: &'static str) -> Result<&'static Kind, ApiError> {
    kind(name).ok_or_else(|| internal(name))
}

fn record(kind: &str, id: EntityId, content: Fields, personal: Fields) -> RecordDraft {
    RecordDraft { kind: written_kind(kind), entity: id, on: None, ends: None, content, personal }
}

fn refused(field: &str, code: &str, sentence: String) -> ApiError {
    invalid(vec![FieldErrorDto { field: field.into(), code: code.into(), sentence }])
}

impl App {
    pub(crate) fn decision_propose(&self, args: ProposeArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let decision_kind = known("decision")?;
        let mut form = read_form(decision_kind, &args.fields, None);
        if form.errors.is_empty() && !form.has("title") {
            form.refuse("title", "required", "Question is empty. What was to be decided?");
        }
        if !form.errors.is_empty() {
            return Err(invalid(form.errors));
        }
        let subjects = args.options.iter().map(|o| end(&reader, &o.of)).collect::<Result<Vec<_>, _>>()?;
        check_options(&args.options, &subjects)?;
        let release = context::named_release(self, &open, &reader, args.release.as_deref(), &At::Now)?;
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        let decision = self.new_id();
        for (field, list) in &form.refs {
            link_field(&mut linking, decision_kind, field, decision, list, true)?;
        }
        for other in &args.rests_on {
            let link = crate::dto::NewLink {
                type_: "rests-on".into(),
                other: other.clone(),
                out: true,
                ..crate::dto::NewLink::default()
            };
            add_link(&mut linking, "decision", decision, &link, true)?;
        }
        include(&mut linking, release, "decision", decision)?;
        form.content.entry("status".into()).or_insert(Some(Value::Text("proposed".into())));
        let mut records = vec![record("decision", decision, form.content, form.personal)];
        // Parts made in one change have the same age, so that each is given its place.
        let keys = order::arrange(&vec![None; subjects.len()]);
        for ((option, subject), key) in args.options.iter().zip(&subjects).zip(keys) {
            let id = self.new_id();
            let content = option_fields(option, subject, key)?;
            records.push(record("option", id, content, Fields::new()));
            join(&mut linking, "option-of", "option", id, "decision", decision, id, &BTreeMap::new())?;
            join(&mut linking, "stands-for", "option", id, &subject.kind, subject.id, id, &BTreeMap::new())?;
            let outcome = [("outcome".to_owned(), Json::from(option.outcome.as_str()))].into();
            join(&mut linking, "decides", "decision", decision, "option", id, decision, &outcome)?;
            join(
                &mut linking,
                "decides",
                "decision",
                decision,
                &subject.kind,
                subject.id,
                decision,
                &outcome,
            )?;
            include(&mut linking, release, "option", id)?;
        }
        if args.seal_scores {
            let ids: Vec<EntityId> = subjects.iter().map(|card| card.id).collect();
            let mut table = Table::of_release(&reader, release, At::Now)?;
            if !table.in_open_round().is_empty() {
                return Err(ApiError::new(
                    "round-open",
                    "A round of evaluation is still open, and scores nobody has seen cannot be decided on. Nothing was recorded.",
                    "Close the round first.",
                ));
            }
            table.keep_only(&ids);
            let seal = self.new_id();
            records.push(self.sealing(&table, seal, None));
            for evaluation in &table.scores {
                let id = evaluation.artefact.card.id;
                join(
                    &mut linking,
                    "rests-on",
                    "decision",
                    decision,
                    "evaluation",
                    id,
                    decision,
                    &BTreeMap::new(),
                )?;
                join(&mut linking, "seals", "seal", seal, "evaluation", id, seal, &BTreeMap::new())?;
            }
            for criterion in &table.criteria {
                let id = criterion.card.id;
                join(
                    &mut linking,
                    "rests-on",
                    "decision",
                    decision,
                    "criterion",
                    id,
                    decision,
                    &BTreeMap::new(),
                )?;
                join(&mut linking, "seals", "seal", seal, "criterion", id, seal, &BTreeMap::new())?;
            }
            for subject in &table.subjects {
                join(&mut linking, "seals", "seal", seal, &subject.kind, subject.id, seal, &BTreeMap::new())?;
            }
            join(&mut linking, "seals", "seal", seal, "decision", decision, seal, &BTreeMap::new())?;
        }
        records.append(&mut linking.records);
        let mut append = Append::new(open.actor(), Act::Edit, records);
        append.note = args.reason.filter(|r| !r.trim().is_empty());
        self.seal(&open, append, decision, args.draft.as_deref())
    }

    pub(crate) fn evaluation_close(&self, args: CloseRoundArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let release = lookups::release_of(&open, &reader, args.release.as_deref(), &At::Now)?;
        let mut table = Table::of_release(&reader, release, At::Now)?;
        let scored: Vec<EntityId> = table.in_open_round().iter().map(|s| s.artefact.card.id).collect();
        if scored.is_empty() {
            return Err(ApiError::new(
                "nothing-to-close",
                "Nobody has given a score in this round yet. Nothing was recorded.",
                "Let the raters score first.",
            ));
        }
        let round = i64::try_from(table.closed.len()).unwrap_or(i64::MAX).saturating_add(1);
        table.scores.retain(|s| scored.contains(&s.artefact.card.id));
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        let seal = self.new_id();
        let mut records = vec![self.sealing(&table, seal, Some(round))];
        if let Some(release) = release {
            join(&mut linking, "seals", "seal", seal, "release", release, seal, &BTreeMap::new())?;
        }
        for id in &scored {
            join(&mut linking, "seals", "seal", seal, "evaluation", *id, seal, &BTreeMap::new())?;
        }
        for criterion in &table.criteria {
            join(
                &mut linking,
                "seals",
                "seal",
                seal,
                "criterion",
                criterion.card.id,
                seal,
                &BTreeMap::new(),
            )?;
        }
        records.append(&mut linking.records);
        let mut append = Append::new(open.actor(), Act::Edit, records);
        append.note = args.reason.filter(|r| !r.trim().is_empty());
        self.seal(&open, append, seal, None)
    }

    /// The record of a seal over the scores of a table.
    fn sealing(&self, table: &Table, id: EntityId, round: Option<i64>) -> RecordDraft {
        let (root, count) = table.root();
        let mut content = Fields::from([
            ("scope".to_owned(), Some(Value::Text("scores".into()))),
            ("root".to_owned(), Some(Value::Text(root))),
            ("records".to_owned(), Some(Value::Int(i64::try_from(count).unwrap_or(i64::MAX)))),
            ("sealed-at".to_owned(), Some(Value::Text(self.env.clock.now()))),
        ]);
        if let Some(round) = round {
            content.insert("round".into(), Some(Value::Int(round)));
        }
        record("seal", id, content, Fields::new())
    }
}

fn check_options(options: &[ProposedOption], subjects: &[Card]) -> Result<(), ApiError> {
    if options.is_empty() {
        return Err(refused("options", "required", "There is nothing to choose between yet.".into()));
    }
    if let Some(odd) =
        options.iter().find(|o| !["chosen", "rejected", "parked"].contains(&o.outcome.as_str()))
    {
        let sentence =
            format!("{} is chosen, rejected or parked; “{}” is none of these.", odd.of, odd.outcome);
        return Err(refused("options", "not-a-choice", sentence));
    }
    let twice =
        subjects.iter().enumerate().find(|(at, card)| subjects.iter().skip(at + 1).any(|c| c.id == card.id));
    if let Some((_, card)) = twice {
        return Err(refused(
            "options",
            "only-one",
            format!("{} stands among the options twice.", card.short),
        ));
    }
    if options.iter().filter(|o| o.outcome == "chosen").count() > 1 {
        return Err(refused("options", "only-one", "Only one can be chosen.".into()));
    }
    Ok(())
}

/// The fields of an option that stands for something.
fn option_fields(option: &ProposedOption, subject: &Card, key: Option<String>) -> Result<Fields, ApiError> {
    let fields: BTreeMap<String, Json> = [
        ("title".to_owned(), Json::from(subject.title.as_str())),
        ("for".to_owned(), Json::from(option.for_.as_str())),
        ("against".to_owned(), Json::from(option.against.as_str())),
    ]
    .into();
    let form = read_form(known("option")?, &fields, None);
    if !form.errors.is_empty() {
        return Err(invalid(form.errors));
    }
    let mut content = form.content;
    content.extend(key.map(|key| ("order".to_owned(), Some(Value::Text(key)))));
    Ok(content)
}

/// Links two ends of known kinds, one of which this change makes.
#[allow(clippy::too_many_arguments)]
fn join(
    linking: &mut Linking<'_>,
    type_: &str,
    from_kind: &str,
    from: EntityId,
    to_kind: &str,
    to: EntityId,
    new: EntityId,
    fields: &BTreeMap<String, Json>,
) -> Result<(), ApiError> {
    let type_ = match link(type_) {
        Some(known) if known.from.allows(from_kind) && known.to.allows(to_kind) => known,
        _ => fitting(type_, from_kind, to_kind)?,
    };
    linking.link(type_, from, to, Some(new), fields).map(|_| ())
}

fn include(
    linking: &mut Linking<'_>,
    release: Option<EntityId>,
    kind: &str,
    id: EntityId,
) -> Result<(), ApiError> {
    let Some(release) = release else { return Ok(()) };
    let how = [("how".to_owned(), Json::from("created-here"))].into();
    join(linking, "includes", "release", release, kind, id, id, &how)
}
