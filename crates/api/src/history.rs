//! The log in sentences, and drafts.

use std::sync::PoisonError;

use serde_json::Value as Json;
use throughline_model::keys::Trust;
use throughline_model::{self as model, Field, LINK_KIND};
use throughline_record::{Act, ChangeId, EntityId, Opened, Value};
use throughline_store::{At, Card, Late, LogQuery, Logged, LoggedRecord, Loss, Reader, StoreError, Undoable};

use crate::App;
use crate::app::Open;
use crate::cards::{self, Names};
use crate::dto::{
    ApiError, CameLateDto, ChangeDto, DraftArgs, DraftDto, DraftKey, Drafts, FieldChangeDto, FieldErrorDto,
    LinkOfDto, LogArgs, LogPage, Nothing, RecordDto, UndoArgs, UndoneDto,
};
use crate::lookups::{self, moment};

/// Records of one change that an answer carries at most.
const RECORDS: usize = 50;

impl App {
    pub(crate) fn log(&self, args: LogArgs) -> Result<LogPage, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        // What is asked for by name may have another one at that moment, or none yet: then nothing is told of it.
        let entity = args.id.as_deref().map(|id| reader.resolve(id, &At::Now)).transpose()?;
        let of_kind = |kind: &str, named: Option<&str>| {
            named.map(|named| lookups::find_of_kind(&reader, kind, named, &At::Now)).transpose()
        };
        let actor = of_kind("stakeholder", args.actor.as_deref())?;
        let release = of_kind("release", args.release.as_deref().filter(|r| !r.is_empty()))?;
        let act = args.act.filter(|a| !a.is_empty());
        if let Some(act) = act.as_deref().filter(|a| a.parse::<Act>().is_err()) {
            return Err(ApiError::new(
                "bad-arguments",
                format!("“{act}” is no act."),
                "Try edit, import, undo or redo.",
            ));
        }
        let query = LogQuery {
            entity,
            actor,
            release,
            act,
            back_dated: args.late,
            at: at.clone(),
            before: args.before.map(|b| b.0),
            limit: if args.limit.0 == 0 { 100 } else { args.limit.0.min(1000) },
            ..LogQuery::default()
        };
        let page = reader.log(&query)?;
        let mut names = Names::at(&reader, &at);
        let of = match entity.or(release).or(actor) {
            Some(id) => lookups::card(&reader, &id, &at)?,
            None => None,
        };
        let link = match &of {
            Some(card) if card.kind == LINK_KIND => link_of(&reader, card, &at)?,
            _ => None,
        };
        let trust = reader.trust()?;
        Ok(LogPage {
            of: of.as_ref().map(|card| cards::card(card, None)),
            link,
            total: page.total.into(),
            rows: page.rows.iter().map(|l| change(l, &mut names, &trust)).collect(),
        })
    }

    /// What undo and redo would do next, in words.
    pub(crate) fn undo_words(
        &self,
        open: &Open,
        reader: &Reader,
    ) -> Result<(Option<String>, Option<String>), ApiError> {
        let words = |position: Option<u64>| -> Result<Option<String>, ApiError> {
            let Some(position) = position else { return Ok(None) };
            let query = LogQuery { before: Some(position + 1), limit: 1, ..LogQuery::default() };
            let page = reader.log(&query)?;
            Ok(page.rows.first().map(done))
        };
        let next = self.undoable(open, reader.position()?)?;
        Ok((words(next.undo)?, words(next.redo)?))
    }

    fn undoable(&self, open: &Open, position: u64) -> Result<Undoable, ApiError> {
        let actor = open.actor();
        let mut known = open.undoable.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, by, undoable)) = *known
            && at == position
            && by == actor
        {
            return Ok(undoable);
        }
        let undoable = open.workspace.undoable(actor)?;
        *known = Some((position, actor, undoable));
        Ok(undoable)
    }

    pub(crate) fn take_back(&self, args: UndoArgs, undo: bool) -> Result<UndoneDto, ApiError> {
        let open = self.opened()?;
        let change = args.change.as_deref().map(|change| named_change(&open, change)).transpose()?;
        let done = if undo {
            open.workspace.undo(open.actor(), change, args.force)
        } else {
            open.workspace.redo(open.actor(), change, args.force)
        };
        let reader = open.workspace.reader()?;
        let done = done.map_err(|error| asking(&reader, error, undo))?;
        let query = LogQuery { before: Some(done.of_position + 1), limit: 1, ..LogQuery::default() };
        let what = reader.log(&query)?.rows.first().map(self::done).unwrap_or_default();
        let verb = if undo { "Undone" } else { "Brought back" };
        Ok(UndoneDto { position: done.position.into(), sentence: format!("{verb}: {what}") })
    }

    pub(crate) fn draft_save(&self, args: DraftArgs) -> Result<Nothing, ApiError> {
        let open = self.opened()?;
        open.workspace.draft_save(&args.key, &args.form.to_string())?;
        Ok(Nothing {})
    }

    pub(crate) fn draft_list(&self, _: Nothing) -> Result<Drafts, ApiError> {
        let open = self.opened()?;
        let rows = open
            .workspace
            .drafts()?
            .into_iter()
            .filter(|d| !d.key.starts_with(crate::sessions::ROOM))
            .map(|d| DraftDto {
                form: serde_json::from_str(&d.json).unwrap_or(Json::String(d.json)),
                key: d.key,
                saved: d.saved,
            })
            .collect();
        Ok(Drafts { rows })
    }

    pub(crate) fn draft_discard(&self, args: DraftKey) -> Result<Nothing, ApiError> {
        self.opened()?.workspace.draft_discard(&args.key)?;
        Ok(Nothing {})
    }
}

fn change(logged: &Logged, names: &mut Names<'_>, trust: &Trust) -> ChangeDto {
    ChangeDto {
        position: logged.position.into(),
        change: logged.change.to_string(),
        at: logged.at.clone(),
        received: logged.received.clone(),
        by: names.of(logged.actor.as_ref().map(|a| a.id)),
        key: trust.vouched(&logged.device, logged.seq).as_str().into(),
        act: logged.act.as_str().into(),
        reason: match &logged.note {
            Opened::Here(note) => Some(note.clone()),
            Opened::Gone => Some("(erased)".into()),
            Opened::Absent => None,
        },
        back_dated: logged.back_dated,
        sentence: sentence(logged),
        records: logged.records.iter().take(RECORDS).map(record).collect(),
        count: logged.count.into(),
    }
}

fn record(record: &LoggedRecord) -> RecordDto {
    RecordDto {
        card: cards::card(subject(record), None),
        other: other(record).map(|c| cards::card(c, None)),
        kind: record.kind.clone(),
        link: record.ends.is_some().then(|| record.card.id.to_string()),
        sentence: record_sentence(record),
        on: record.on.clone(),
        fields: record
            .fields
            .iter()
            .filter(|f| !matches!(f.name.as_str(), "number" | "source" | "order"))
            .map(|f| FieldChangeDto {
                label: label(record, &f.name),
                name: f.name.clone(),
                before: json(f.before.as_ref()),
                after: json(f.after.as_ref()),
                erased: f.erased,
            })
            .collect(),
    }
}

/// A change by its place in the log, as the log shows it (`#212`), or by its id.
fn named_change(open: &Open, text: &str) -> Result<ChangeId, ApiError> {
    if let Ok(id) = text.parse() {
        return Ok(id);
    }
    let place = text.trim().trim_start_matches('#').parse::<u64>().ok();
    let found = match place {
        Some(place) => {
            let query = LogQuery { before: Some(place.saturating_add(1)), limit: 1, ..LogQuery::default() };
            let page = open.workspace.reader()?.log(&query)?;
            page.rows.first().filter(|logged| logged.position == place).map(|logged| logged.change)
        }
        None => None,
    };
    found.ok_or_else(|| {
        ApiError::new(
            "bad-arguments",
            format!("“{text}” is no change of this workspace. Nothing was done."),
            "Name it by its place in the log, such as #212, or by its id.",
        )
        .about(text)
    })
}

/// Both ends of a link and what it says.
fn link_of(reader: &Reader, card: &Card, at: &At) -> Result<Option<LinkOfDto>, ApiError> {
    let Some(ends) = reader.ends(&card.id, at)? else { return Ok(None) };
    let end = |id| -> Result<_, ApiError> {
        Ok(lookups::card(reader, id, at)?.map(|card| cards::card(&card, None)))
    };
    Ok(Some(LinkOfDto {
        from: end(&ends.from)?,
        label: model::link(&ends.type_).map_or(ends.type_.as_str(), |l| l.label).to_owned(),
        to: end(&ends.to)?,
        removed: card.removed,
    }))
}

/// The late entries of one artefact, if there are any.
pub(crate) fn late(
    reader: &Reader,
    id: throughline_record::EntityId,
    at: &At,
) -> Result<Option<CameLateDto>, ApiError> {
    Ok(reader.late(&[id], at)?.get(&id).map(late_dto))
}

pub(crate) fn late_dto(late: &Late) -> CameLateDto {
    CameLateDto {
        entries: late.entries.into(),
        so: late.so.clone(),
        received: late.received.clone(),
        position: late.position.into(),
        made: late.made,
    }
}

/// A refusal that asks: what stands in the way of taking a change back, who made it, and what would be lost.
fn asking(reader: &Reader, error: StoreError, undo: bool) -> ApiError {
    let (verb, again) = if undo { ("Undoing", "undo") } else { ("Redoing", "redo") };
    let told = |position: u64| {
        let query = LogQuery { before: Some(position + 1), limit: 1, ..LogQuery::default() };
        let page = reader.log(&query).ok();
        page.and_then(|page| page.rows.into_iter().next())
    };
    let (lost, mut out) = match error {
        StoreError::UndoOfAnother { position, author, ref losses } => {
            let name = Names::at(reader, &At::Now).of(author);
            let who = if name.is_empty() { "somebody who gave no name" } else { &name };
            let what = told(position).as_ref().map(done).unwrap_or_default();
            let message = format!("#{position} is {who}’s change, not yours: {what}. Nothing was changed.");
            let hint = format!(
                "Talk to {who} first, or say again that it should be taken back ({again} with force)."
            );
            (losses.clone(), ApiError::new(error.code(), message, hint))
        }
        StoreError::UndoBeyondFreeze { position, freeze } => {
            let what = told(position).as_ref().map(done).unwrap_or_default();
            let frozen = told(freeze).as_ref().map(sentence).unwrap_or_default();
            let message = format!(
                "A freeze stands between: {frozen} (#{freeze}), after the change that this would take back (#{position}: \
                 {what}). Nothing was changed."
            );
            let hint = format!(
                "The seal stays as it is, and the release would differ from it. Say so again to go on ({again} with force)."
            );
            (Vec::new(), ApiError::new(error.code(), message, hint))
        }
        StoreError::UndoConflict(ref losses) => {
            let count = losses.len();
            let fields = if count == 1 { "1 field".to_owned() } else { format!("{count} fields") };
            let message =
                format!("{verb} this would lose what was written to {fields} since. Nothing was changed.");
            (losses.clone(), ApiError::new(error.code(), message, error.hint()))
        }
        other => return other.into(),
    };
    out.subject = lost.first().map(|loss| loss.entity.to_string());
    out.fields = lost.iter().map(|loss| lost_words(reader, loss)).collect();
    out
}

/// One value that would be lost, with who set it.
fn lost_words(reader: &Reader, loss: &Loss) -> FieldErrorDto {
    let card = lookups::card(reader, &loss.entity, &At::Now).ok().flatten();
    let state = reader.state(&loss.entity, &At::Now).ok().flatten();
    let known = state.as_ref().and_then(|state| match &state.ends {
        Some(ends) => model::link(&ends.type_).and_then(|l| l.field(&loss.field)),
        None => state.kind_entry().and_then(|k| k.field(&loss.field)),
    });
    let label = known.map_or_else(|| loss.field.clone(), |field| field.label.to_owned());
    let head = state.as_ref().and_then(|state| state.fields.get(&loss.field)).and_then(|f| f.shown());
    let by = head.map(|head| Names::at(reader, &At::Now).of(head.set.actor)).unwrap_or_default();
    let set = match (head, by.is_empty()) {
        (Some(head), false) => format!(", set by {by} on {}", head.set.at.get(..10).unwrap_or_default()),
        _ => String::new(),
    };
    // A link has no name of its own: it is told by what it joins.
    let ends = state.as_ref().and_then(|state| state.ends.as_ref());
    let name = match ends {
        Some(ends) => {
            let short = |id: &EntityId| {
                let card = lookups::card(reader, id, &At::Now).ok().flatten();
                card.map_or_else(|| "something".to_owned(), |card| card.short)
            };
            let says = model::link(&ends.type_).map_or(ends.type_.as_str(), |link| link.label);
            format!("“{} {says} {}”", short(&ends.from), short(&ends.to))
        }
        None => card.as_ref().map(named).unwrap_or_default(),
    };
    let sentence = if loss.field == "removed" {
        let removed = state.as_ref().is_some_and(|state| state.removed());
        let what = if ends.is_some() { "The link " } else { "" };
        format!("{what}{name} would be {}.", if removed { "brought back" } else { "removed" })
    } else if loss.value.is_empty() {
        format!("{label} of {name}: that it was cleared{set}.")
    } else {
        let value: Json = serde_json::from_str(&loss.value).unwrap_or_else(|_| loss.value.clone().into());
        let text = value.as_str().map_or_else(|| loss.value.clone(), str::to_owned);
        let short: String = text.chars().take(120).collect();
        let more = if short.len() < text.len() { "…" } else { "" };
        format!("{label} of {name}: “{short}{more}”{set}.")
    };
    FieldErrorDto { field: format!("{} {}", name, loss.field), code: "lost".into(), sentence }
}

/// What a record is about: of a link, its first end.
fn subject(record: &LoggedRecord) -> &Card {
    record.ends.as_ref().and_then(|e| e.from.as_ref()).unwrap_or(&record.card)
}

/// The second end of a link.
fn other(record: &LoggedRecord) -> Option<&Card> {
    record.ends.as_ref().and_then(|e| e.to.as_ref())
}

fn json(value: Option<&Value>) -> Json {
    value.map_or(Json::Null, Value::to_json)
}

fn label(record: &LoggedRecord, name: &str) -> String {
    let field: Option<&Field> = if record.kind == LINK_KIND {
        record.ends.as_ref().and_then(|e| model::link(&e.type_)).and_then(|l| l.field(name))
    } else {
        model::kind(&record.kind).and_then(|k| k.field(name))
    };
    field.map_or_else(|| name.to_owned(), |f| f.label.to_owned())
}

/// A change in one sentence, without who and when.
pub(crate) fn sentence(logged: &Logged) -> String {
    let more = |n: u64, what: &str| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") };
    match logged.act {
        Act::Begin => "began this workspace".into(),
        Act::Join => "joined with a new device".into(),
        Act::Import => format!("imported {}", more(logged.count, "record")),
        Act::Freeze => {
            let sealed = logged.records.iter().filter_map(|r| r.ends.as_ref()).find(|e| e.type_ == "seals");
            format!("froze {}", sealed.and_then(|e| e.to.as_ref()).map_or_else(String::new, named))
        }
        Act::Erase => erased(logged),
        Act::Sign => {
            let signed = logged.records.iter().filter_map(|r| r.ends.as_ref()).find(|e| e.type_ == "signs");
            format!("signed {}", signed.and_then(|e| e.to.as_ref()).map_or_else(String::new, named))
        }
        act => {
            let verb = match act {
                Act::Undo => "took back: ",
                Act::Redo => "brought back: ",
                _ => "",
            };
            // The artefact is what was done; its links and its place in a release go with it.
            let main = logged.records.iter().find(|r| r.kind != LINK_KIND).or(logged.records.first());
            let Some(main) = main else { return format!("{verb}nothing") };
            let others =
                logged.records.iter().filter(|r| r.kind != LINK_KIND && r.card.id != main.card.id).count();
            let tail =
                if others == 0 { String::new() } else { format!(" and {}", more(others as u64, "other")) };
            format!("{verb}{}{tail}", record_sentence(main))
        }
    }
}

/// What an erasure erased, of what.
fn erased(logged: &Logged) -> String {
    let of: Vec<String> = logged
        .records
        .iter()
        .filter_map(|r| r.ends.as_ref().filter(|e| e.type_ == "erases")?.to.as_ref())
        .map(named)
        .collect();
    let said = logged.records.iter().find(|r| r.kind == "erasure").and_then(|r| {
        let fields = r.fields.iter().find(|f| f.name == "fields")?.after.as_ref()?.as_list()?;
        Some(fields.iter().filter_map(Value::as_text).collect::<Vec<_>>().join(", "))
    });
    let said = said.unwrap_or_else(|| "something".into());
    match (said.as_str(), of.as_slice()) {
        ("note", []) => "erased the reason of a change".into(),
        (_, []) => format!("erased {said}"),
        ("everything", of) => format!("erased all that was said of {}", of.join(", ")),
        (said, of) => format!("erased {said} of {}", of.join(", ")),
    }
}

/// What a change did, or what the undo of one took back: words for bringing it back.
fn done(logged: &Logged) -> String {
    let sentence = sentence(logged);
    sentence.strip_prefix("took back: ").map_or(sentence.clone(), str::to_owned)
}

fn record_sentence(record: &LoggedRecord) -> String {
    let set = |name: &str| record.fields.iter().find(|f| f.name == name);
    let removed = set("removed").map(|f| f.after.as_ref().and_then(Value::as_bool) == Some(true));
    if record.kind == LINK_KIND {
        let type_ = record.ends.as_ref().map_or("relates-to", |e| e.type_.as_str());
        let words = model::link(type_).map_or(type_, |l| l.label);
        let other = other(record).map_or_else(String::new, named);
        return match removed {
            Some(true) => format!("no longer: {} {words} {other}", named(subject(record))),
            None if !record.first && record.fields.is_empty() => {
                format!("looked again: {} {words} {other}", named(subject(record)))
            }
            _ => format!("{} {words} {other}", named(subject(record))),
        };
    }
    match removed {
        Some(true) => return format!("removed {}", named(subject(record))),
        Some(false) => return format!("brought {} back", named(subject(record))),
        None => {}
    }
    let kind = model::kind(&record.kind).map_or(record.kind.as_str(), |k| k.label).to_lowercase();
    if record.first {
        return format!("added the {kind} {}", named(subject(record)));
    }
    let labels: Vec<String> = record
        .fields
        .iter()
        .filter(|f| !matches!(f.name.as_str(), "number" | "source" | "order"))
        .map(|f| label(record, &f.name).to_lowercase())
        .collect();
    match labels.as_slice() {
        [] => format!("touched {}", named(subject(record))),
        [one] => format!("changed {one} of {}", named(subject(record))),
        [first, second] => format!("changed {first} and {second} of {}", named(subject(record))),
        [first, rest @ ..] => {
            format!("changed {first} and {} more fields of {}", rest.len(), named(subject(record)))
        }
    }
}

/// Titles are cut at a length that fits a line.
fn named(card: &Card) -> String {
    const LONG: usize = 90;
    let title: String = if card.title.chars().count() > LONG {
        card.title.chars().take(LONG - 1).chain("…".chars()).collect()
    } else {
        card.title.clone()
    };
    match (card.short.is_empty(), title.is_empty()) {
        (true, _) => title,
        (false, true) => card.short.clone(),
        (false, false) => format!("{} {title}", card.short),
    }
}
