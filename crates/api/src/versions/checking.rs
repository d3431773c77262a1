//! Looking versions up where they lie, and recording what was found as one change.

use std::io;
use std::path::Path;

use throughline_interop::world::{Place, Recorded, Seen, look_up, place};
use throughline_model::identity::{Digest, identity};
use throughline_model::standing::{Word, is_version};
use throughline_model::{State, written_kind};
use throughline_record::{Act, EntityId, Fields, RecordDraft, Value};
use throughline_store::{Append, At, Env, Progress, progress};

use super::{Unwell, all, digests_of, rows};
use crate::App;
use crate::app::Open;
use crate::cards;
use crate::dto::{ApiError, CheckVersionsArgs, VersionsChecked};
use crate::linking::{Linking, end, fitting};
use crate::lookups;

impl App {
    pub(crate) fn versions_check(&self, args: CheckVersionsArgs) -> Result<VersionsChecked, ApiError> {
        let open = self.opened()?;
        let running = self.jobs.begin(args.job.as_deref());
        let reader = open.workspace.reader()?;
        let wanted = if args.ids.is_empty() {
            let release = lookups::release_of(&open, &reader, args.release.as_deref(), &At::Now)?;
            all(&reader, release, &At::Now)?
        } else {
            args.ids.iter().map(|id| end(&reader, id)).collect::<Result<_, _>>()?
        };
        if let Some(other) = wanted.iter().find(|card| !is_version(&card.kind)) {
            return Err(ApiError::new(
                "wrong-kind",
                format!("{} “{}” is no version. Nothing was looked up.", other.short, other.title),
                "Name versions of models, data or code.",
            )
            .about(other.short.clone()));
        }
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        let mut records = Vec::new();
        for (done, card) in wanted.iter().enumerate() {
            let reading =
                Reading { done: done as u64, total: wanted.len() as u64, title: &card.title, to: &running };
            progress::step(&reading, 0, 0, &format!("Looking up {}", card.title))?;
            let Some(version) = reader.state(&card.id, &At::Now)? else { continue };
            let seen = seen(&open, &version, &reading)?;
            let id = self.new_id();
            records.push(record(id, &seen, &self.env.clock.now()));
            let type_ = fitting("checks", "check", &card.kind)?;
            linking.link(type_, id, card.id, Some(id), &Default::default())?;
        }
        records.append(&mut linking.records);
        let position = if records.is_empty() {
            None
        } else {
            Some(open.workspace.append(Append::new(open.actor(), Act::Edit, records))?.position.into())
        };
        let reader = open.workspace.reader()?;
        let rows = rows(&reader, &wanted, &At::Now)?;
        let ids: Vec<EntityId> = wanted.iter().map(|card| card.id).collect();
        let below = Unwell::read(&reader, &At::Now)?.standing_on(&ids);
        let affected = reader.cards(&below, &At::Now)?;
        let is_unwell = |word: &str| matches!(word, "changed" | "missing");
        Ok(VersionsChecked {
            unwell: rows.iter().filter(|row| is_unwell(&row.standing.word)).count().into(),
            affected: cards::cards(&reader, &affected, &At::Now)?,
            rows,
            position,
        })
    }
}

/// How far a check is: versions are counted, and a large file is named while it is read.
struct Reading<'a> {
    done: u64,
    total: u64,
    title: &'a str,
    to: &'a dyn Progress,
}

impl Progress for Reading<'_> {
    fn step(&self, done: u64, total: u64, what: &str) -> bool {
        // A file of less than that is read before anybody looks.
        const LARGE: u64 = 64 << 20;
        if total < LARGE {
            return self.to.step(self.done, self.total, &format!("Looking up {}", self.title));
        }
        let percent = done.saturating_mul(100) / total.max(1);
        self.to.step(self.done, self.total, &format!("{what}, {percent} %"))
    }
}

/// What a version says of itself.
fn recorded(version: &State) -> Recorded {
    let text = |name: &str| version.text(name).unwrap_or_default().to_owned();
    let is_code = version.kind == "code-version";
    Recorded {
        digests: if is_code { Vec::new() } else { digests_of(version) },
        location: text("location"),
        repository: text("repository"),
        commit: is_code.then(|| text("commit")),
        dirty: version.value("dirty").and_then(Value::as_bool) == Some(true),
    }
}

fn seen(open: &Open, version: &State, progress: &dyn Progress) -> Result<Seen, ApiError> {
    let base = open.workspace.path().parent().unwrap_or_else(|| Path::new("."));
    let home = Env::home_of_person();
    let recorded = recorded(version);
    if recorded.commit.is_none() && place(&recorded.location, base, home.as_deref()) == Place::Attached {
        return Ok(attached(open, version, &recorded.digests));
    }
    Ok(look_up(&recorded, base, home.as_deref(), progress)?)
}

/// The files attached to a version are kept under their SHA-256; reading one to its end checks it.
fn attached(open: &Open, version: &State, digests: &[Digest]) -> Seen {
    let files = version.value("attachments").and_then(Value::as_list).unwrap_or_default();
    let held: Vec<Digest> = files
        .iter()
        .filter_map(|file| {
            let digest = file.as_map()?.get("digest")?.as_text()?;
            Some(Digest::new("sha256", digest.strip_prefix("sha256:").unwrap_or(digest)))
        })
        .collect();
    let say = |word: Word, because: &str, found: Vec<Digest>| Seen {
        word,
        found,
        place: "attached".to_owned(),
        because: because.to_owned(),
    };
    if held.is_empty() {
        return say(Word::Missing, "No file is attached to it.", held);
    }
    if !digests.iter().any(|d| d.algorithm == "sha256") {
        return say(Word::NotLookedUp, "It has no sha256 to compare the attached files with.", held);
    }
    let Some(file) = held.iter().find(|file| digests.contains(file)).cloned() else {
        return say(Word::Changed, "None of the files attached to it has the recorded digest.", held);
    };
    let whole = file.to_string().parse().ok().is_some_and(|digest| {
        let read = open.workspace.attachment(&digest);
        read.is_ok_and(|mut bytes| io::copy(&mut bytes, &mut io::sink()).is_ok())
    });
    if whole {
        say(Word::Matches, "The attached file has the recorded digest.", vec![file])
    } else {
        say(Word::Changed, "The attached file cannot be read whole; verify the workspace.", Vec::new())
    }
}

fn record(id: EntityId, seen: &Seen, now: &str) -> RecordDraft {
    let mut content = Fields::new();
    let mut set = |name: &str, value: Option<Value>| {
        if value.is_some() {
            content.insert(name.to_owned(), value);
        }
    };
    let text = |text: &str| Some(Value::Text(text.to_owned())).filter(|_| !text.is_empty());
    set("result", text(seen.word.as_str()));
    set("checked-at", text(now));
    set("location", text(&seen.place));
    set("because", text(&seen.because));
    set("found", identity(&seen.found));
    RecordDraft {
        kind: written_kind("check"),
        entity: id,
        on: None,
        ends: None,
        content,
        personal: Fields::new(),
    }
}
