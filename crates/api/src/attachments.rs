//! Files kept in the workspace.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use throughline_record::{Hash, Value};
use throughline_store::At;

use crate::App;
use crate::app::Open;
use crate::dto::{ApiError, AttachArgs, AttachmentArgs, AttachmentDto, SetArgs};
use crate::error;

/// Media types by file ending, for what pages show inline. Everything else is saved, not shown.
const MEDIA: &[(&str, &str)] = &[
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("txt", "text/plain"),
    ("md", "text/markdown"),
    ("csv", "text/csv"),
    ("tsv", "text/tab-separated-values"),
    ("json", "application/json"),
    ("jsonl", "application/jsonl"),
    ("pdf", "application/pdf"),
    ("svg", "image/svg+xml"),
    ("parquet", "application/vnd.apache.parquet"),
    ("xml", "application/xml"),
    ("html", "text/html"),
];

/// Largest attachment that is handed over in one piece, in bytes: 32 MiB, which is more than any picture
/// or text that a page can show. Larger ones are written to a file, piece by piece.
const INLINE: u64 = 32 << 20;

/// An attachment as an artefact's field holds it.
struct Held {
    name: String,
    media: String,
    size: u64,
    digest: Hash,
}

impl App {
    pub(crate) fn attachment_add(&self, args: AttachArgs) -> Result<AttachmentDto, ApiError> {
        let open = self.opened()?;
        let running = self.jobs.begin(args.job.as_deref());
        let path = args.path.as_deref().map(Path::new);
        let name = args
            .name
            .clone()
            .or_else(|| path.and_then(Path::file_name).map(|n| n.to_string_lossy().into_owned()))
            .unwrap_or_else(|| "attachment".into());
        let media = args.media.clone().unwrap_or_else(|| media_of(&name).to_owned());
        let mut source: Box<dyn Read> = match (path, &args.base64) {
            (Some(path), _) => Box::new(File::open(path).map_err(|e| error::io("Reading", path, &e))?),
            (None, Some(text)) => Box::new(Cursor::new(STANDARD.decode(text).map_err(|e| {
                ApiError::new(
                    "bad-arguments",
                    format!("The pasted bytes are damaged: {e}. Nothing was attached."),
                    "Paste again.",
                )
            })?)),
            (None, None) => {
                return Err(ApiError::new("bad-arguments", "Nothing to attach was given.", "Name a file."));
            }
        };
        // The artefact is looked up before the bytes are stored, so that a typo stores nothing.
        open.workspace.reader()?.resolve(&args.id, &At::Now)?;
        let stored = open.workspace.attach(&mut source, &name, Some(&media), &running)?;
        let entry = json!({
            "name": stored.name, "media": stored.media, "size": stored.size, "digest": stored.digest.to_string(),
        });
        self.artefact_set(SetArgs {
            id: args.id,
            fields: BTreeMap::from([("attachments".to_owned(), json!({ "add": [entry] }))]),
            ..SetArgs::default()
        })?;
        Ok(AttachmentDto {
            name: stored.name,
            media: stored.media,
            size: stored.size.into(),
            digest: stored.digest.to_string(),
            base64: None,
        })
    }

    pub(crate) fn attachment_read(&self, args: AttachmentArgs) -> Result<AttachmentDto, ApiError> {
        let open = self.opened()?;
        let held = held(&open, &args)?;
        let bytes = read_all(&open, &held)?;
        Ok(dto(&held, Some(STANDARD.encode(&bytes))))
    }

    pub(crate) fn attachment_save(&self, args: AttachmentArgs) -> Result<AttachmentDto, ApiError> {
        let open = self.opened()?;
        let held = held(&open, &args)?;
        let path = match &args.path {
            Some(path) => PathBuf::from(path),
            // Only the last part of a name that came from outside: it must not choose a folder.
            None => PathBuf::from(
                Path::new(&held.name).file_name().map_or_else(|| "attachment".into(), ToOwned::to_owned),
            ),
        };
        if path.exists() && args.path.is_none() {
            return Err(ApiError::new(
                "exists",
                format!("{} is there already. Nothing was written.", path.display()),
                "Name another file with --output.",
            ));
        }
        let fresh = path.with_file_name(format!(
            ".{}.part",
            path.file_name().map_or_else(|| "attachment".into(), |n| n.to_string_lossy().into_owned())
        ));
        let mut file = File::create(&fresh).map_err(|e| error::io("Writing", &fresh, &e))?;
        let written = open
            .workspace
            .attachment(&held.digest)
            .map_err(ApiError::from)
            .and_then(|mut source| {
                std::io::copy(&mut source, &mut file).map_err(|e| error::io("Writing", &path, &e))
            })
            .and_then(|_| file.sync_all().map_err(|e| error::io("Writing", &path, &e)))
            .and_then(|()| std::fs::rename(&fresh, &path).map_err(|e| error::io("Writing", &path, &e)));
        if let Err(failed) = written {
            let _ = std::fs::remove_file(&fresh);
            return Err(failed);
        }
        let mut out = dto(&held, None);
        out.name = path.display().to_string();
        Ok(out)
    }

    /// Bytes and media type of an attachment, for the shell's read-only protocol.
    ///
    /// # Errors
    /// `not-found` where this workspace has no such attachment; `damaged` where its bytes changed;
    /// `too-large` above 32 MiB.
    pub fn attachment(&self, digest: &str) -> Result<(Vec<u8>, String), ApiError> {
        let open = self.opened()?;
        let args = AttachmentArgs { digest: digest.to_owned(), ..AttachmentArgs::default() };
        let held = held(&open, &args)?;
        Ok((read_all(&open, &held)?, held.media))
    }
}

fn read_all(open: &Open, held: &Held) -> Result<Vec<u8>, ApiError> {
    // The file's own account, not the record's: no more bytes than this are read.
    if open.workspace.attachment_info(&held.digest)?.size > INLINE {
        return Err(ApiError::new(
            "too-large",
            format!("{} is larger than {} MiB and is not shown in place.", held.name, INLINE >> 20),
            "Save it to a file.",
        ));
    }
    let mut bytes = Vec::new();
    open.workspace.attachment(&held.digest)?.read_to_end(&mut bytes).map_err(|e| {
        ApiError::new(
            "damaged",
            format!("The attachment {} cannot be read: {e}.", held.name),
            "Run a verification; restore a backup if it is damaged.",
        )
    })?;
    Ok(bytes)
}

fn dto(held: &Held, base64: Option<String>) -> AttachmentDto {
    AttachmentDto {
        name: held.name.clone(),
        media: held.media.clone(),
        size: held.size.into(),
        digest: held.digest.to_string(),
        base64,
    }
}

/// An attachment by its digest, or by an artefact and, where it has several, a name.
fn held(open: &Open, args: &AttachmentArgs) -> Result<Held, ApiError> {
    if let Ok(digest) = args.digest.parse::<Hash>() {
        let info = open.workspace.attachment_info(&digest)?;
        return Ok(Held {
            name: args.name.clone().unwrap_or_else(|| "attachment".into()),
            media: info.media,
            size: info.size,
            digest,
        });
    }
    let reader = open.workspace.reader()?;
    let id = reader.resolve(&args.digest, &At::Now)?;
    let state = reader.get(&id, &At::Now)?.state;
    let mut list: Vec<Held> = state
        .value("attachments")
        .and_then(Value::as_list)
        .unwrap_or_default()
        .iter()
        .filter_map(|v| {
            let map = v.as_map()?;
            Some(Held {
                name: map.get("name")?.as_text()?.to_owned(),
                media: map.get("media")?.as_text()?.to_owned(),
                size: u64::try_from(map.get("size")?.as_int()?).ok()?,
                digest: map.get("digest")?.as_text()?.parse().ok()?,
            })
        })
        .collect();
    if let Some(name) = &args.name {
        list.retain(|h| h.name == *name);
    }
    match list.len() {
        1 => Ok(list.swap_remove(0)),
        0 => Err(ApiError::new(
            "not-found",
            format!("{} has no such attachment.", args.digest),
            "Look at the artefact's attachments.",
        )),
        _ => {
            let names: Vec<&str> = list.iter().map(|h| h.name.as_str()).collect();
            Err(ApiError::new(
                "ambiguous",
                format!("{} has {} attachments.", args.digest, names.len()),
                format!("Say which one: {}.", names.join(", ")),
            ))
        }
    }
}

/// The media type of a file name; bytes of unknown kind are never shown.
pub(crate) fn media_of(name: &str) -> &'static str {
    let ending = Path::new(name).extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    MEDIA.iter().find(|(e, _)| *e == ending).map_or("application/octet-stream", |(_, m)| m)
}
