//! A deployment goes on to the next audience: with the decision for it, what that rests on, and the end of what it
//! takes over from, as one change.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use throughline_model::rollout::{AUDIENCES, OPEN, Run, audience_words, next_audience, percent_words};
use throughline_model::{kind, written_kind};
use throughline_record::{Act, EntityId, Fields, RecordDraft, Value, date};
use throughline_store::{Append, Artefact, At, Card, Reader};

use crate::App;
use crate::app::Open;
use crate::cards;
use crate::dto::{AddArgs, ApiError, CardDto, FieldErrorDto, NewLink, PromoteArgs, Promoted};
use crate::error::{internal, invalid};
use crate::experiment_plan::of_kind;
use crate::linking::{Linking, add_link, end};
use crate::lookups::{self, is};
use crate::rollout::{Rollout, rollout};

/// A record that sets some fields of an entity.
pub(crate) fn setting(id: EntityId, fields: &[(&str, &str)]) -> RecordDraft {
    let content: Fields = fields
        .iter()
        .map(|(name, text)| ((*name).to_owned(), Some(Value::Text((*text).to_owned()))))
        .collect();
    RecordDraft {
        kind: written_kind("deployment"),
        entity: id,
        on: None,
        ends: None,
        content,
        personal: Fields::new(),
    }
}

pub(crate) fn link_to(type_: &str, other: impl ToString, fields: &[(&str, &str)]) -> NewLink {
    NewLink {
        type_: type_.into(),
        other: other.to_string(),
        out: true,
        fields: fields.iter().map(|(name, text)| ((*name).to_owned(), json!(text))).collect(),
        ..NewLink::default()
    }
}

/// The text fields a deployment hands on to the one that takes over from it.
pub(crate) fn plans_of(artefact: &Artefact) -> BTreeMap<String, Json> {
    let mut fields = BTreeMap::new();
    for name in ["environment", "recovery-plan", "monitoring-plan"] {
        if let Some(text) = artefact.state.text(name) {
            fields.insert(name.to_owned(), json!(text));
        }
    }
    fields
}

pub(crate) fn required(field: &str, sentence: impl Into<String>) -> FieldErrorDto {
    FieldErrorDto { field: field.into(), code: "required".into(), sentence: sentence.into() }
}

/// When it begins: a day, an instant, or now.
fn beginning(app: &App, typed: Option<&str>) -> Result<(i64, bool), ApiError> {
    let now = i64::try_from(app.env.clock.millis()).unwrap_or(i64::MAX);
    let Some(text) = typed.map(str::trim).filter(|text| !text.is_empty()) else { return Ok((now, true)) };
    let field = kind("deployment").and_then(|kind| kind.field("from")).ok_or_else(|| internal("from"))?;
    let value = throughline_model::parse_field(field, &Value::Text(text.to_owned()))
        .map_err(|error| invalid(vec![error.into()]))?;
    let from = value.as_ref().and_then(Value::as_text).and_then(date::millis).unwrap_or(now);
    Ok((from, from <= now))
}

/// What a promotion does to one that runs already.
enum Ends<'a> {
    /// It ends as a whole.
    Whole(&'a Run),
    /// It goes on for the rest, per cent.
    Narrowed(&'a Run, f64),
}

/// Those that must make room: of the same people, at a time when the new one runs, as far as there is not room for
/// both. The one that began last gives way first.
fn making_room<'a>(all: &'a Rollout, new: &Run, skip: &EntityId) -> Vec<Ends<'a>> {
    let Some((from, until)) = new.time() else { return Vec::new() };
    let mut meeting: Vec<&Run> = all
        .runs
        .iter()
        .filter(|run| run.id != *skip && run.meets(new))
        .filter(|run| run.time().is_some_and(|(begin, end)| begin < until && end > from))
        .filter(|run| !run.is_planned())
        .collect();
    meeting.sort_by_key(|run| std::cmp::Reverse(run.time()));
    let mut over = meeting.iter().map(|run| run.percent()).sum::<f64>() + new.percent() - 100.0;
    let mut out = Vec::new();
    for run in meeting {
        if over <= 1e-6 {
            break;
        }
        let left = run.percent() - over;
        over -= run.percent();
        out.push(if left > 1e-6 { Ends::Narrowed(run, left) } else { Ends::Whole(run) });
    }
    out
}

impl App {
    pub(crate) fn deployment_promote(&self, args: PromoteArgs) -> Result<Promoted, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let earlier = of_kind(&reader, "deployment", &args.id, &At::Now)?;
        let id = earlier.card.id;
        let mut all = rollout(self, &open, &reader, Some("all"), &At::Now)?;
        let Some(of) = all.runs.iter().find(|run| run.id == id).cloned() else {
            return Err(ApiError::new(
                "not-found",
                "It was removed. Nothing was recorded.",
                "Bring it back first.",
            )
            .about(args.id));
        };
        all.runs.retain(|run| run.product == of.product);
        let to = self.to(&args, &of)?;
        let (from, at_once) = beginning(self, args.from.as_deref())?;
        let bundle = earlier.links.iter().find(|l| is(l, "deploys", true)).map(|l| l.other.clone());
        let new = Run {
            id: self.new_id(),
            words: "The new one".into(),
            audience: to.clone(),
            segment: args.segment.clone().unwrap_or_default(),
            share: Some(args.share.unwrap_or(100.0)),
            status: if at_once { "live".into() } else { "planned".into() },
            from: Some(from),
            until: None,
            ..of.clone()
        };
        // The stage that was passed is over, unless it is to run on.
        let passed = (!args.keep && of.runs_within(from, OPEN)).then_some(&of);
        let room = making_room(&all, &new, &id);
        let label = bundle.as_ref().map_or("it", |card| card.title.as_str()).to_owned();
        let mut answer = Promoted {
            saved: None,
            steps: steps(&label, &new, passed, &room, at_once),
            asks: Vec::new(),
            decisions: decisions(&reader, &earlier)?,
            grounds: grounds(&reader, &earlier)?,
            to,
        };
        let asks = asks(&args, bundle.as_ref());
        answer.asks = asks.iter().map(|ask| ask.sentence.clone()).collect();
        if args.preview {
            return Ok(answer);
        }
        if !asks.is_empty() {
            return Err(invalid(asks));
        }
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        let mut records = Vec::new();
        let made = self.made(&open, &mut linking, &args, &earlier, &new, bundle.as_ref(), &label)?;
        records.push(made);
        let decision = self.decided(&open, &mut linking, &args, &mut records)?;
        for other in &args.on {
            let other = end(&reader, other)?;
            self.rest(&reader, &mut linking, decision, &other, args.decision.is_none())?;
        }
        let chosen = [("outcome".to_owned(), json!("chosen"))].into();
        let decides = throughline_model::link("decides").ok_or_else(|| internal("decides"))?;
        linking.link(decides, decision, new.id, Some(new.id), &chosen)?;
        if let Some(passed) = passed {
            records.push(ended(passed.id, from, at_once, "retired"));
        }
        for one in &room {
            match one {
                Ends::Whole(run) => records.push(ended(run.id, from, at_once, "retired")),
                Ends::Narrowed(run, left) => {
                    records.push(ended(run.id, from, at_once, "retired"));
                    records.push(self.rest_of(&open, &mut linking, run, *left, from, &args)?);
                }
            }
        }
        records.append(&mut linking.records);
        let mut append = Append::new(open.actor(), Act::Edit, records);
        append.note = args.reason.filter(|r| !r.trim().is_empty());
        answer.saved = Some(self.seal(&open, append, new.id, args.draft.as_deref())?);
        Ok(answer)
    }

    fn to(&self, args: &PromoteArgs, of: &Run) -> Result<String, ApiError> {
        let wanted = args.to.as_deref().map(str::trim).filter(|to| !to.is_empty());
        let to = match wanted {
            Some(to) => to.to_lowercase().replace(' ', "-"),
            None => next_audience(&of.audience).unwrap_or_default().to_owned(),
        };
        if AUDIENCES.contains(&to.as_str()) {
            return Ok(to);
        }
        Err(invalid(vec![FieldErrorDto {
            field: "to".into(),
            code: "not-a-choice".into(),
            sentence: match wanted {
                Some(wanted) => {
                    format!("“{wanted}” is no audience: there are internal, selected-users and everyone.")
                }
                None => "Everyone has it already: say to whom it goes on.".into(),
            },
        }]))
    }

    /// The deployment that begins.
    #[allow(clippy::too_many_arguments)]
    fn made(
        &self,
        open: &Open,
        linking: &mut Linking<'_>,
        args: &PromoteArgs,
        earlier: &Artefact,
        new: &Run,
        bundle: Option<&Card>,
        label: &str,
    ) -> Result<RecordDraft, ApiError> {
        let mut fields = plans_of(earlier);
        let title = args.title.clone().filter(|title| !title.trim().is_empty());
        let whom = match (new.share, new.segment.trim()) {
            (Some(share), "") if share < 100.0 => {
                format!("{} of {}", percent_words(share), audience_words(&new.audience))
            }
            (Some(share), segment) if share < 100.0 => format!("{} of {segment}", percent_words(share)),
            (_, "") => audience_words(&new.audience).to_owned(),
            (_, segment) => segment.to_owned(),
        };
        fields.insert("title".into(), json!(title.unwrap_or_else(|| format!("{label} for {whom}"))));
        fields.insert("audience".into(), json!(new.audience));
        fields.insert("status".into(), json!(new.status));
        fields.insert("from".into(), json!(new.from.map(date::from_millis)));
        fields.insert("share".into(), json!(new.percent()));
        if !new.segment.trim().is_empty() {
            fields.insert("segment".into(), json!(new.segment.trim()));
        }
        if let Some(bundle) = bundle {
            fields.insert("bundle".into(), json!(bundle.id.to_string()));
        }
        if let Some(target) = earlier.links.iter().find(|l| is(l, "rolls-back-to", true)) {
            fields.insert("roll-back-target".into(), json!(target.other.id.to_string()));
        }
        let add = AddArgs {
            kind: "deployment".into(),
            fields,
            links: vec![link_to("takes-over", earlier.card.id, &[("how", "promotion")])],
            release: self.release_of(linking.reader, &earlier.card.id, args.release.as_deref())?,
            ..AddArgs::default()
        };
        Ok(self.drafted_as(open, linking, &add, new.id)?.record)
    }

    /// The release of what is gone on from, unless another is named.
    pub(crate) fn release_of(
        &self,
        reader: &Reader,
        deployment: &EntityId,
        named: Option<&str>,
    ) -> Result<Option<String>, ApiError> {
        if let Some(named) = named.filter(|named| !named.is_empty()) {
            return Ok(Some(named.to_owned()));
        }
        let within = reader.linked(deployment, "includes", false, &At::Now)?;
        Ok(Some(within.last().map_or_else(|| "none".to_owned(), |release| release.id.to_string())))
    }

    /// The decision: the one that was named, or one that is recorded with it.
    fn decided(
        &self,
        open: &Open,
        linking: &mut Linking<'_>,
        args: &PromoteArgs,
        records: &mut Vec<RecordDraft>,
    ) -> Result<EntityId, ApiError> {
        if let Some(reference) = args.decision.as_deref().filter(|d| !d.trim().is_empty()) {
            return lookups::find_of_kind(linking.reader, "decision", reference, &At::Now);
        }
        let mut fields = args.new_decision.clone().unwrap_or_default();
        fields.entry("status".into()).or_insert_with(|| json!("accepted"));
        let add =
            AddArgs { kind: "decision".into(), fields, release: args.release.clone(), ..AddArgs::default() };
        let made = self.drafted(open, linking, &add)?;
        records.push(made.record);
        Ok(made.id)
    }

    fn rest(
        &self,
        reader: &Reader,
        linking: &mut Linking<'_>,
        decision: EntityId,
        other: &Card,
        new: bool,
    ) -> Result<(), ApiError> {
        let known =
            !new && reader.linked(&decision, "rests-on", true, &At::Now)?.iter().any(|c| c.id == other.id);
        if !known {
            add_link(linking, "decision", decision, &link_to("rests-on", other.id, &[]), new)?;
        }
        Ok(())
    }

    /// What goes on of one that gave room to another: a deployment of its own, so that what was before stays true.
    fn rest_of(
        &self,
        open: &Open,
        linking: &mut Linking<'_>,
        run: &Run,
        left: f64,
        from: i64,
        args: &PromoteArgs,
    ) -> Result<RecordDraft, ApiError> {
        let before = linking.reader.get(&run.id, &At::Now)?;
        let mut fields = plans_of(&before);
        let bundle = before.links.iter().find(|l| is(l, "deploys", true)).map(|l| &l.other);
        let label = bundle.map_or(before.card.title.as_str(), |bundle| bundle.title.as_str());
        fields.insert("title".into(), json!(format!("{label} for the other {}", percent_words(left))));
        for (name, text) in [("audience", &run.audience), ("segment", &run.segment)] {
            if !text.is_empty() {
                fields.insert(name.into(), json!(text));
            }
        }
        fields.insert("share".into(), json!(left));
        fields.insert("from".into(), json!(date::from_millis(from)));
        if let Some(until) = run.until {
            fields.insert("until".into(), json!(date::from_millis(until)));
        }
        fields.insert("status".into(), json!(run.status));
        for (field, link) in [("bundle", "deploys"), ("roll-back-target", "rolls-back-to")] {
            if let Some(link) = before.links.iter().find(|l| is(l, link, true)) {
                fields.insert(field.into(), json!(link.other.id.to_string()));
            }
        }
        let add = AddArgs {
            kind: "deployment".into(),
            fields,
            links: vec![link_to("takes-over", run.id, &[("how", "narrowing")])],
            release: self.release_of(linking.reader, &run.id, args.release.as_deref())?,
            ..AddArgs::default()
        };
        Ok(self.drafted(open, linking, &add)?.record)
    }
}

/// The end of a deployment; its status changes once that moment has come.
pub(crate) fn ended(id: EntityId, until: i64, at_once: bool, status: &str) -> RecordDraft {
    let moment = date::from_millis(until);
    if at_once {
        setting(id, &[("until", &moment), ("status", status)])
    } else {
        setting(id, &[("until", &moment)])
    }
}

fn day_words(millis: i64) -> String {
    let text = date::from_millis(millis);
    throughline_model::card::day(text.get(..10).unwrap_or(&text))
}

fn steps(label: &str, new: &Run, passed: Option<&Run>, room: &[Ends<'_>], at_once: bool) -> Vec<String> {
    let when = if at_once {
        "now".to_owned()
    } else {
        new.from.map(|from| format!("on {}", day_words(from))).unwrap_or_default()
    };
    let whom = match new.share.filter(|share| *share < 100.0) {
        Some(share) => format!("{} of {}", percent_words(share), audience_words(&new.audience)),
        None => audience_words(&new.audience).to_owned(),
    };
    let mut out = vec![format!("{label} begins for {whom} {when}.")];
    out.extend(passed.map(|run| format!("{} ends {when}.", run.words)));
    for one in room {
        out.push(match one {
            Ends::Whole(run) => format!("{} ends {when}.", run.words),
            Ends::Narrowed(run, left) => {
                format!("{} goes on for the other {} from then.", run.words, percent_words(*left))
            }
        });
    }
    out
}

/// What a promotion cannot be done without.
fn asks(args: &PromoteArgs, bundle: Option<&Card>) -> Vec<FieldErrorDto> {
    let mut out = Vec::new();
    if bundle.is_none() {
        out.push(required("bundle", "It names no bundle: nobody can say what goes on to more people."));
    }
    let named = args.decision.as_deref().is_some_and(|d| !d.trim().is_empty());
    let filled = |name: &str| {
        let fields = args.new_decision.as_ref();
        fields.and_then(|f| f.get(name)).and_then(Json::as_str).is_some_and(|t| !t.trim().is_empty())
    };
    if !named && !args.new_decision.as_ref().is_some_and(|_| filled("title")) {
        out.push(required("decision", "Which decision is it for? Name one, or record it here."));
    } else if !named {
        for (name, sentence) in [("outcome", "What was decided?"), ("rationale", "Why was it decided?")] {
            if !filled(name) {
                out.push(required(name, sentence));
            }
        }
    }
    if args.on.iter().all(|on| on.trim().is_empty()) {
        out.push(required("on", "On which measurement or observation does the decision rest?"));
    }
    out
}

/// Decisions that could be the one: those about the deployment or its bundle, or resting on what was seen in it.
fn decisions(reader: &Reader, deployment: &Artefact) -> Result<Vec<CardDto>, ApiError> {
    let mut found: Vec<Card> = Vec::new();
    let mut add = |card: Card| {
        let open = matches!(card.status.as_deref(), Some("accepted" | "proposed"));
        if card.kind == "decision" && open && !found.iter().any(|known| known.id == card.id) {
            found.push(card);
        }
    };
    for link in deployment.links.iter().filter(|l| is(l, "observed-in", false)) {
        for decision in reader.linked(&link.other.id, "rests-on", false, &At::Now)? {
            add(decision);
        }
    }
    for link in deployment.links.iter().filter(|l| is(l, "deploys", true)) {
        for decision in reader.linked(&link.other.id, "decides", false, &At::Now)? {
            add(decision);
        }
    }
    for link in deployment.links.iter().filter(|l| is(l, "decides", false)) {
        add(link.other.clone());
    }
    Ok(found.iter().map(|card| cards::card(card, None)).collect())
}

/// What a decision can rest on: what was seen in the deployment, then what was measured of what it ships.
fn grounds(reader: &Reader, deployment: &Artefact) -> Result<Vec<CardDto>, ApiError> {
    let mut out: Vec<Card> =
        deployment.links.iter().filter(|l| is(l, "observed-in", false)).map(|l| l.other.clone()).collect();
    out.reverse();
    let measured = lookups::all_of(reader, "measurement", None, &At::Now)?;
    out.extend(measured.into_iter().rev().take(20));
    Ok(out.iter().map(|card| cards::card(card, None)).collect())
}
