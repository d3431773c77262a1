//! Reading records of older kind versions as if they had been written today.
//!
//! A record names its kind with a version: `problem/1`. When a kind's fields change their meaning,
//! the version goes up and one function here turns a record of the version before into the next.
//! Stored bytes are never rewritten; only what the fold reads is.

use std::borrow::Cow;
use throughline_record::{Opened, Record};

/// The kind name that links are recorded under.
pub const LINK_KIND: &str = "link";

/// Turns a record of `from` into one of the next version of its kind.
#[derive(Clone, Copy)]
pub struct Upcaster {
    /// Kind without version.
    pub kind: &'static str,
    /// The version it reads.
    pub from: u32,
    /// The change; the version in `record.kind` is raised by the caller.
    pub apply: fn(&mut Record),
}

/// Every step from an older version to the next. All other kinds are at version 1.
static UPCASTERS: &[Upcaster] = &[Upcaster { kind: "experiment", from: 1, apply: guardrails_in_words }];

/// Version 1 kept guardrails as rows with a metric's name in words; version 2 has links to metrics. What
/// was written in words names no entity, so it stays as it is, under a name of its own.
fn guardrails_in_words(record: &mut Record) {
    const OLD: &str = "guardrails";
    const NEW: &str = "guardrails-in-words";
    for name in record.sets_content.iter_mut().filter(|name| *name == OLD) {
        NEW.clone_into(name);
    }
    record.sets_content.sort_unstable();
    if let Opened::Here(fields) = &mut record.content
        && let Some(rows) = fields.remove(OLD)
    {
        fields.insert(NEW.to_owned(), rows);
    }
}

/// Splits `problem/1` into name and version; `None` if it is not a kind name with a version from 1.
#[must_use]
pub fn split_kind(kind: &str) -> Option<(&str, u32)> {
    let (name, version) = kind.split_once('/')?;
    let one_spelling = version.bytes().all(|b| b.is_ascii_digit()) && !version.starts_with('0');
    if name.is_empty() || !one_spelling {
        return None;
    }
    Some((name, version.parse().ok()?))
}

/// The version that this program writes of a kind.
#[must_use]
pub fn current_version(kind: &str) -> u32 {
    current_in(UPCASTERS, kind)
}

/// The kind name with the version that this program writes: `problem` → `problem/1`.
#[must_use]
pub fn written_kind(kind: &str) -> String {
    format!("{kind}/{}", current_version(kind))
}

/// The record as this program would have written it. Records of the current version, of a newer
/// one and of an unknown kind come back as they are.
#[must_use]
pub fn upcast(record: &Record) -> Cow<'_, Record> {
    upcast_with(UPCASTERS, record)
}

fn current_in(table: &[Upcaster], kind: &str) -> u32 {
    table.iter().filter(|u| u.kind == kind).map(|u| u.from + 1).max().unwrap_or(1)
}

/// As [`upcast`], with a table of one's own.
#[must_use]
pub fn upcast_with<'a>(table: &[Upcaster], record: &'a Record) -> Cow<'a, Record> {
    let mut read = Cow::Borrowed(record);
    // Each step raises the version, so the loop ends at the current one.
    while let Some((name, version)) = split_kind(&read.kind) {
        let Some(step) = table.iter().find(|u| u.kind == name && u.from == version) else { break };
        let next = format!("{name}/{}", version + 1);
        let owned = read.to_mut();
        (step.apply)(owned);
        owned.kind = next;
    }
    read
}
