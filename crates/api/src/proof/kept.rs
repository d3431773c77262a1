//! Checkpoints as they come: from files, pasted texts, tags, and the anchors in the record itself.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use throughline_interop::tagged_checkpoints;
use throughline_interop::timestamp::{self, Issuer, TimestampError};
use throughline_record::{Checkpoint, CheckpointError, EntityId, Hash, Value, date};
use throughline_store::{At, Kept, ListQuery, LogQuery, Reader};

use crate::app::Open;
use crate::dto::{ApiError, KeptDto, TimeStampDto, VerifyArgs};
use crate::error;

/// Bytes of a file with checkpoints, or of certificates, at most: a mail with its attachments.
const LARGEST: u64 = 4 << 20;

/// What a certificate file is read into.
pub(super) type Authorities = Vec<timestamp::Certificate>;

/// A file that is small, whole.
pub(super) fn read_small(path: &Path) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    read.map_err(|e| error::io("Reading", path, &e))?;
    if bytes.len() as u64 > LARGEST {
        return Err(ApiError::new(
            "too-large",
            format!(
                "{} is larger than any checkpoint, mail or certificate. Nothing was done.",
                path.display()
            ),
            "Name the right file.",
        )
        .about(path.display().to_string()));
    }
    Ok(bytes)
}

/// The certificates of a PEM file, if one is named.
pub(super) fn authorities(path: Option<&str>) -> Result<Option<Authorities>, ApiError> {
    let Some(path) = path.filter(|path| !path.trim().is_empty()) else { return Ok(None) };
    let bytes = read_small(Path::new(path))?;
    timestamp::authorities(&bytes).map(Some).map_err(|e| {
        let why = match &e {
            TimestampError::Form(why) => why.clone(),
            other => other.to_string(),
        };
        ApiError::new(
            "bad-certificates",
            format!("{path} holds no certificates that can be read: {why}. Nothing was done."),
            "Name a PEM file with the certificates of the authorities that you trust.",
        )
        .about(path)
    })
}

pub(super) fn refused_stamp(error: &TimestampError) -> ApiError {
    let hint = match error {
        TimestampError::Imprint => {
            "Ask for a stamp of this anchor's request file, and attach the reply to that."
        }
        TimestampError::Untrusted(_) => "Give the certificate of the authority that issued it.",
        _ => "Ask the authority again, and keep its reply as it comes.",
    };
    ApiError::new(
        "bad-time-stamp",
        format!("{} Nothing was recorded.", error::capital(&format!("{error}."))),
        hint,
    )
}

/// The text of a checkpoint that was given: a file, or what was pasted.
pub(super) fn text_of(kept: &KeptDto) -> Result<(String, String), ApiError> {
    match (&kept.path, &kept.text) {
        (Some(path), _) if !path.trim().is_empty() => {
            let path = Path::new(path.trim());
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            Ok((name, String::from_utf8_lossy(&read_small(path)?).into_owned()))
        }
        (_, Some(text)) => Ok(("the text that was pasted".to_owned(), text.clone())),
        _ => {
            Err(ApiError::new("bad-arguments", "No checkpoint was given.", "Name a file, or paste its text."))
        }
    }
}

/// The one checkpoint in what was given.
pub(super) fn one(kept: &KeptDto) -> Result<(Checkpoint, String), ApiError> {
    let (name, text) = text_of(kept)?;
    let mut found = Checkpoint::find(&text);
    let (text, checkpoint) = found.pop().unwrap_or((String::new(), Err(CheckpointError::Form)));
    let checkpoint = checkpoint.map_err(|e| {
        let sentence = error::capital(&format!("{e}."));
        ApiError::new("bad-checkpoint", format!("{name}: {sentence}"), "Give the note as it was kept.")
            .about(name)
    })?;
    Ok((checkpoint, text))
}

/// Everything that a verification compares the record with.
pub(super) fn all(open: &Open, args: &VerifyArgs) -> Result<Vec<Kept>, ApiError> {
    let mut all = Vec::new();
    for given in &args.checkpoints {
        let (name, text) = text_of(given)?;
        let found = Checkpoint::find(&text);
        let single = found.len() == 1;
        if found.is_empty() {
            let checkpoint = Err(CheckpointError::Form);
            all.push(Kept { name: name.clone(), checkpoint, elsewhere: true, since: None });
        }
        for (number, (_, checkpoint)) in (1..).zip(found) {
            let name = if single { name.clone() } else { format!("{name} ({number})") };
            all.push(Kept { name, checkpoint, elsewhere: true, since: None });
        }
    }
    let recorded = recorded(&open.workspace.reader()?, &At::Now)?;
    let mut repositories: Vec<String> = args.repositories.clone();
    for anchor in recorded.iter().filter(|anchor| anchor.way == "git") {
        // A repository that is gone or on another computer is not looked into; the anchor itself says where it was.
        if Path::new(&anchor.location).exists() && !repositories.contains(&anchor.location) {
            repositories.push(anchor.location.clone());
        }
    }
    let workspace = open.workspace.id();
    for (place, repository) in repositories.iter().enumerate() {
        let asked = place < args.repositories.len();
        let tags = match tagged_checkpoints(Path::new(repository)) {
            Err(_) if !asked => continue,
            tags => tags?,
        };
        // A repository may hold the tags of several workspaces.
        let tags = tags
            .into_iter()
            .filter(|tag| tag.checkpoint.as_ref().map_or(true, |read| read.workspace == workspace));
        all.extend(tags.map(|tag| Kept {
            name: format!("tag {} in {repository}", tag.name),
            checkpoint: tag.checkpoint,
            elsewhere: true,
            since: tag.seconds.map(|seconds| date::from_millis(seconds.saturating_mul(1000))),
        }));
    }
    let trusted = authorities(args.authorities.as_deref())?;
    for anchor in recorded {
        let checkpoint = anchor.read();
        let stamp = anchor.stamps(open, trusted.as_deref()).into_iter().find(|stamp| stamp.trusted);
        let name = if anchor.place.is_empty() { "an anchor".to_owned() } else { anchor.place.clone() };
        all.push(match stamp {
            Some(stamp) => Kept {
                name: format!("{name}, with a time stamp of {}", stamp.by),
                checkpoint,
                elsewhere: true,
                since: Some(stamp.at),
            },
            None => Kept { name, checkpoint, elsewhere: false, since: Some(anchor.at) },
        });
    }
    Ok(all)
}

/// An anchor as the record has it.
pub(crate) struct Recorded {
    pub id: EntityId,
    pub place: String,
    pub way: String,
    pub location: String,
    pub position: u64,
    pub at: String,
    pub by: String,
    pub text: String,
    /// Name and digest of the replies attached to it.
    pub replies: Vec<(String, Hash)>,
}

/// A time stamp that was looked at.
pub(crate) struct Stamp {
    pub name: String,
    pub at: String,
    pub by: String,
    /// It is of this checkpoint, and its issuer is one that was given.
    pub trusted: bool,
    pub holds: bool,
    pub sentence: String,
}

impl Stamp {
    pub fn dto(self) -> TimeStampDto {
        TimeStampDto { name: self.name, holds: self.holds, sentence: self.sentence }
    }
}

impl Recorded {
    /// What its note says.
    pub fn read(&self) -> Result<Checkpoint, CheckpointError> {
        let found = Checkpoint::find(&self.text).pop();
        found.map_or(Err(CheckpointError::Form), |(_, checkpoint)| checkpoint)
    }

    /// The note as it was signed: a form may have taken a line feed from its end.
    pub fn note(&self) -> String {
        Checkpoint::find(&self.text).pop().map_or_else(|| self.text.clone(), |(text, _)| text)
    }

    /// Whether this reply is attached to it.
    pub fn holds(&self, reply: &Hash) -> bool {
        self.replies.iter().any(|(_, digest)| digest == reply)
    }

    /// Its time stamps, checked.
    pub fn stamps(&self, open: &Open, trusted: Option<&[timestamp::Certificate]>) -> Vec<Stamp> {
        let note = self.note();
        self.replies
            .iter()
            .map(|(name, digest)| stamp(open, name, digest, note.as_bytes(), trusted))
            .collect()
    }
}

fn stamp(
    open: &Open,
    name: &str,
    digest: &Hash,
    note: &[u8],
    trusted: Option<&[timestamp::Certificate]>,
) -> Stamp {
    let mut bytes = Vec::new();
    let read = open.workspace.attachment(digest).map_err(|e| e.to_string()).and_then(|source| {
        let most = timestamp::LARGEST_REPLY as u64 + 1;
        source.take(most).read_to_end(&mut bytes).map_err(|e| e.to_string())
    });
    let checked = read.and_then(|_| timestamp::verify(&bytes, note, trusted).map_err(|e| e.to_string()));
    let mut out = Stamp {
        name: name.to_owned(),
        at: String::new(),
        by: String::new(),
        trusted: false,
        holds: false,
        sentence: String::new(),
    };
    match checked {
        Ok(stamp) => {
            let when = super::words::moment(&stamp.at);
            out.sentence = match &stamp.issuer {
                Issuer::Checked(by) => format!("It was there on {when}, says {}, issued by {by}.", stamp.by),
                Issuer::NotChecked => format!(
                    "It was there on {when}, says {}. Who issued that certificate was not checked: give the authority’s certificate.",
                    stamp.by
                ),
            };
            (out.trusted, out.holds) = (stamp.issuer != Issuer::NotChecked, true);
            (out.at, out.by) = (stamp.at, stamp.by);
        }
        Err(why) => out.sentence = error::capital(&format!("{why}.")),
    }
    out
}

/// The anchors of the record, newest first.
pub(crate) fn recorded(reader: &Reader, at: &At) -> Result<Vec<Recorded>, ApiError> {
    let query = ListQuery { kinds: vec!["anchor".into()], limit: 0, ..ListQuery::default() };
    let mut out = Vec::new();
    for card in reader.list(&query, at)?.rows {
        let Some(state) = reader.state(&card.id, at)? else { continue };
        let text = |field: &str| match state.value(field) {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let made = reader.log(&LogQuery { entity: Some(card.id), ..LogQuery::default() })?;
        let by = made.rows.last().and_then(|row| row.actor.as_ref()).map(|actor| actor.title.clone());
        let position = state.value("position").and_then(Value::as_int).unwrap_or(0);
        out.push(Recorded {
            id: card.id,
            place: text("place"),
            way: text("way"),
            location: text("location"),
            position: u64::try_from(position).unwrap_or(0),
            at: text("anchored-at"),
            by: by.unwrap_or_default(),
            text: text("checkpoint"),
            replies: replies(state.value("attachments")),
        });
    }
    out.sort_by(|a, b| (b.position, &b.at).cmp(&(a.position, &a.at)));
    Ok(out)
}

fn replies(attachments: Option<&Value>) -> Vec<(String, Hash)> {
    let entries = attachments.and_then(Value::as_list).unwrap_or_default();
    let text = |entry: &Value, name: &str| match entry {
        Value::Map(map) => map.get(name).and_then(|value| value.as_text().map(str::to_owned)),
        _ => None,
    };
    entries
        .iter()
        .filter_map(|entry| Some((text(entry, "name")?, text(entry, "digest")?.parse().ok()?)))
        .filter(|(name, _): &(String, Hash)| name.to_lowercase().ends_with(".tsr"))
        .collect()
}
