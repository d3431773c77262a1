//! The log in sentences, and drafts.

use std::sync::PoisonError;

use serde_json::Value as Json;
use throughline_model::keys::Trust;
use throughline_model::{self as model, Field, LINK_KIND};
use throughline_record::{Act, Opened, Value};
use throughline_store::{At, Card, LogQuery, Logged, LoggedRecord, Reader, Undoable};

use crate::App;
use crate::app::Open;
use crate::cards::{self, Names};
use crate::dto::{
    ApiError, ChangeDto, DraftArgs, DraftDto, DraftKey, Drafts, FieldChangeDto, LogArgs, LogPage, Nothing,
    RecordDto, UndoArgs, UndoneDto,
};
use crate::lookups;

/// Records of one change that an answer carries at most.
const RECORDS: usize = 50;

impl App {
    pub(crate) fn log(&self, args: LogArgs) -> Result<LogPage, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let entity = args.id.as_deref().map(|id| reader.resolve(id, &At::Now)).transpose()?;
        let actor = args
            .actor
            .as_deref()
            .map(|a| lookups::find_of_kind(&reader, "stakeholder", a, &At::Now))
            .transpose()?;
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
            act,
            before: args.before.map(|b| b.0),
            limit: if args.limit.0 == 0 { 100 } else { args.limit.0.min(1000) },
            ..LogQuery::default()
        };
        let page = reader.log(&query)?;
        let mut names = Names::new(&reader);
        let trust = reader.trust()?;
        Ok(LogPage {
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
        let change = args
            .change
            .as_deref()
            .map(|c| {
                c.parse().map_err(|_| {
                    ApiError::new(
                        "bad-arguments",
                        format!("“{c}” is no change id. Nothing was done."),
                        "The log shows ids.",
                    )
                })
            })
            .transpose()?;
        let done = if undo {
            open.workspace.undo(open.actor(), change, args.force)?
        } else {
            open.workspace.redo(open.actor(), change, args.force)?
        };
        let reader = open.workspace.reader()?;
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
