//! Anchors: checkpoints that are kept elsewhere, with where and since when.

use std::io::Cursor;
use std::path::Path;

use throughline_interop::tag_checkpoint;
use throughline_interop::timestamp;
use throughline_record::{Act, Checkpoint, EntityId, Fields, RecordDraft, Value};
use throughline_store::{Append, At, Kept, Standing};

use super::{checkpoint_dto, kept, words, write_new};
use crate::App;
use crate::app::Open;
use crate::dto::{
    AnchorAddArgs, AnchorAdded, AnchorDto, AnchorList, AnchorListArgs, ApiError, KeptDto, StampArgs, Stamped,
};
use crate::lookups;

const KIND: &str = "anchor/1";

/// The media type of a time-stamp reply (RFC 3161 §3.1).
const REPLY: &str = "application/timestamp-reply";

impl App {
    pub(crate) fn anchor_list(&self, args: AnchorListArgs) -> Result<AnchorList, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let anchors = kept::recorded(&reader, &args.at.as_ref().map_or(At::Now, lookups::moment))?;
        let asked: Vec<Kept> = anchors
            .iter()
            .map(|anchor| Kept {
                name: anchor.place.clone(),
                checkpoint: anchor.read(),
                elsewhere: false,
                since: Some(anchor.at.clone()),
            })
            .collect();
        let length = open.workspace.length()?;
        let checks = open.workspace.compare_with(&asked)?;
        let fitting = checks.iter().filter(|check| check.standing == Standing::Fits);
        let covered = fitting.filter_map(|check| Some(check.kept.checkpoint.as_ref().ok()?.size)).max();
        let rows = anchors.into_iter().zip(&checks).map(|(anchor, check)| AnchorDto {
            id: anchor.id.to_string(),
            standing: words::standing(&check.standing).into(),
            sentence: words::anchor(check),
            stamps: anchor.stamps(&open, None).into_iter().map(kept::Stamp::dto).collect(),
            text: anchor.note(),
            place: anchor.place,
            way: anchor.way,
            location: anchor.location,
            position: anchor.position.into(),
            at: anchor.at,
            by: anchor.by,
        });
        Ok(AnchorList {
            rows: rows.collect(),
            length: length.into(),
            since: (length - covered.unwrap_or(0).min(length)).into(),
        })
    }

    pub(crate) fn anchor_add(&self, args: AnchorAddArgs) -> Result<AnchorAdded, ApiError> {
        let open = self.opened()?;
        let way = args.way.as_str();
        let refused = |message: &str, hint: &str| {
            ApiError::new("bad-arguments", format!("{message} Nothing was recorded."), hint)
        };
        if !["file", "print", "mail", "git", "other"].contains(&way) {
            return Err(refused("How it is kept was not said.", "Choose file, print, mail, git or other.")
                .about("way"));
        }
        let path = args.path.as_deref().map(str::trim).filter(|path| !path.is_empty());
        if way == "git" && path.is_none() {
            return Err(
                refused("No repository was named.", "Name the folder of a git repository.").about("path")
            );
        }
        let given = args.text.as_ref().filter(|text| !text.trim().is_empty());
        let (checkpoint, text) = match given {
            Some(text) => kept::one(&KeptDto { path: None, text: Some(text.clone()) })?,
            None => open.workspace.checkpoint()?,
        };
        self.refuse_foreign(&open, &checkpoint)?;
        let mut place = args.place.trim().to_owned();
        let sentence = match (way, path) {
            ("git", Some(path)) => {
                let actor = open.actor().map(|id| lookups::card(&open.workspace.reader()?, &id, &At::Now));
                let person = actor.transpose()?.flatten().map(|card| card.title).unwrap_or_default();
                let now = self.env.clock.millis();
                let tag = tag_checkpoint(Path::new(path), &checkpoint, &text, &person, now)?;
                if place.is_empty() {
                    place = format!("Tag {tag}");
                }
                format!(
                    "Tagged {tag} in {path}. Push it (git push origin {tag}), so that it is not on this computer alone."
                )
            }
            ("print", Some(path)) => {
                self.write_checkpoint(&open, &checkpoint, &text, Path::new(path), true)?;
                format!("Written to {path}. Print it, sign it, and keep it away from this computer.")
            }
            ("file", Some(path)) => {
                write_new(Path::new(path), text.as_bytes())?;
                format!(
                    "Written to {path}. Keep a copy where nobody with this workspace’s key can change it."
                )
            }
            ("mail", _) => "Send the text to somebody who will keep it.".to_owned(),
            _ => "Keep the text where nobody with this workspace’s key can change it.".to_owned(),
        };
        if place.is_empty() {
            place = match way {
                "print" => "Printed",
                "mail" => "Mailed",
                "file" => "A file",
                _ => "Elsewhere",
            }
            .to_owned();
        }
        let entity = self.new_id();
        let set = |text: &str| Some(Value::Text(text.to_owned()));
        let mut content = Fields::from([
            ("position".into(), Some(Value::Int(i64::try_from(checkpoint.size).unwrap_or(i64::MAX)))),
            ("head".into(), set(&checkpoint.root.to_string())),
            ("place".into(), set(&place)),
            ("checkpoint".into(), set(&text)),
            ("way".into(), set(way)),
            ("anchored-at".into(), set(&self.env.clock.now())),
        ]);
        if let Some(path) = path {
            // Whoever looks there later stands in another folder.
            let lies =
                std::path::absolute(path).map_or_else(|_| path.to_owned(), |lies| lies.display().to_string());
            content.insert("location".into(), set(&lies));
        }
        let saved = self.record_anchor(&open, entity, content, args.reason)?;
        Ok(AnchorAdded { saved, checkpoint: checkpoint_dto(&checkpoint, text)?, sentence })
    }

    fn record_anchor(
        &self,
        open: &Open,
        entity: EntityId,
        content: Fields,
        reason: Option<String>,
    ) -> Result<crate::dto::Saved, ApiError> {
        let record =
            RecordDraft { kind: KIND.into(), entity, on: None, ends: None, content, personal: Fields::new() };
        let mut append = Append::new(open.actor(), Act::Edit, vec![record]);
        append.note = reason.filter(|reason| !reason.trim().is_empty());
        self.seal(open, append, entity, None)
    }

    /// A checkpoint of another workspace, or one that does not fit, is no anchor of this one.
    pub(super) fn refuse_foreign(&self, open: &Open, checkpoint: &Checkpoint) -> Result<(), ApiError> {
        let asked =
            Kept { name: String::new(), checkpoint: Ok(checkpoint.clone()), elsewhere: true, since: None };
        let checks = open.workspace.compare_with(&[asked])?;
        match checks.first() {
            Some(check) if check.standing != Standing::Fits => Err(ApiError::new(
                "checkpoint-differs",
                format!("{} Nothing was recorded.", words::anchor(check)),
                "Verify the workspace against it, and find out what happened.",
            )),
            _ => Ok(()),
        }
    }

    fn anchor(&self, open: &Open, id: &str) -> Result<kept::Recorded, ApiError> {
        let reader = open.workspace.reader()?;
        let id = reader.resolve(id, &At::Now)?;
        let found = kept::recorded(&reader, &At::Now)?.into_iter().find(|anchor| anchor.id == id);
        found.ok_or_else(|| {
            ApiError::new(
                "not-found",
                "This is no anchor. Nothing was done.",
                "Choose one of the anchors listed.",
            )
        })
    }

    pub(crate) fn anchor_request(&self, args: StampArgs) -> Result<Stamped, ApiError> {
        let open = self.opened()?;
        let anchor = self.anchor(&open, &args.id)?;
        let request = timestamp::request(anchor.note().as_bytes(), self.env.random_bytes());
        let request = request.map_err(|e| kept::refused_stamp(&e))?;
        write_new(Path::new(args.path.trim()), &request)?;
        Ok(Stamped {
            sentence: format!(
                "The request is in {}. Send it to a time-stamping authority (Content-Type application/timestamp-query), and attach its reply here.",
                args.path.trim()
            ),
            at: None,
            by: None,
        })
    }

    pub(crate) fn anchor_stamp(&self, args: StampArgs) -> Result<Stamped, ApiError> {
        let open = self.opened()?;
        let running = self.jobs.begin(None);
        let anchor = self.anchor(&open, &args.id)?;
        let path = Path::new(args.path.trim());
        let reply = kept::read_small(path)?;
        let trusted = kept::authorities(args.authorities.as_deref())?;
        // What does not hold is not attached: it would only look like a proof.
        let stamp = timestamp::verify(&reply, anchor.note().as_bytes(), trusted.as_deref())
            .map_err(|e| kept::refused_stamp(&e))?;
        let issuer = match &stamp.issuer {
            timestamp::Issuer::Checked(by) => format!("issued by {by}"),
            timestamp::Issuer::NotChecked => "whose issuer was not checked".to_owned(),
        };
        let says = format!(
            "{} ({issuer}) says that this checkpoint was there on {}.",
            stamp.by,
            words::moment(&stamp.at)
        );
        let told = |done: &str| Stamped {
            sentence: format!("{done} {says}"),
            at: Some(stamp.at.clone()),
            by: Some(stamp.by.clone()),
        };
        if anchor.holds(&throughline_record::Hash::of(&reply)) {
            return Ok(told("It is attached already."));
        }
        let stem =
            path.file_stem().map_or_else(|| "reply".into(), |name| name.to_string_lossy().into_owned());
        let stored =
            open.workspace.attach(&mut Cursor::new(&reply), &format!("{stem}.tsr"), Some(REPLY), &running)?;
        let size = i64::try_from(stored.size).unwrap_or(i64::MAX);
        let entry = Value::Map(
            [
                ("name".to_owned(), Value::Text(stored.name)),
                ("media".to_owned(), Value::Text(stored.media)),
                ("size".to_owned(), Value::Int(size)),
                ("digest".to_owned(), Value::Text(stored.digest.to_string())),
            ]
            .into(),
        );
        let add = Value::Map([("add".to_owned(), Value::List(vec![entry]))].into());
        self.record_anchor(&open, anchor.id, Fields::from([("attachments".into(), Some(add))]), None)?;
        Ok(told("Attached."))
    }
}
