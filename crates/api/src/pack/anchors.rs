//! Anchors for a pack: the checkpoints that were kept elsewhere and fit this log, where and how they were kept, and
//! the time-stamp replies that speak of them.

use std::collections::BTreeMap;
use std::io::Read;

use throughline_interop::timestamp;
use throughline_record::{ChangeId, Hash, merkle};
use throughline_report::pack::{Anchor, Stamp, speaks_of};
use throughline_store::{At, Reader};

use crate::app::Open;
use crate::dto::ApiError;
use crate::proof::kept::{Recorded, recorded};

/// What goes into `checkpoints/` and `anchors/`.
#[derive(Default)]
pub(super) struct Kept {
    /// Signed notes, by the name of their file.
    pub checkpoints: BTreeMap<String, String>,
    pub anchors: Vec<Anchor>,
    /// Replies and requests, by their file.
    pub stamps: BTreeMap<String, Vec<u8>>,
}

/// The anchors of the record whose checkpoint fits, the earliest first.
pub(super) fn kept_before(open: &Open, reader: &Reader, ids: &[ChangeId]) -> Result<Kept, ApiError> {
    let mut kept = Kept::default();
    for one in recorded(reader, &At::Now)?.into_iter().rev() {
        let Ok(checkpoint) = one.read() else { continue };
        let size = usize::try_from(checkpoint.size).unwrap_or(usize::MAX);
        let fits = ids.get(..size).is_some_and(|ids| merkle::root(ids.iter()) == checkpoint.root);
        if !fits || Some(&checkpoint.workspace) != ids.first() {
            continue;
        }
        let (name, note) = (format!("{:010}-{}.txt", checkpoint.size, one.id), one.note());
        let mut stamps = Vec::new();
        for (number, reply) in (1..).zip(replies(open, &one)) {
            // What does not hold here would only look like a proof there.
            let Ok(request) = timestamp::request_of(&reply.1, note.as_bytes()) else { continue };
            if !speaks_of(&reply.1, note.as_bytes()) {
                continue;
            }
            let file = |end: &str| format!("anchors/{}-{number}.{end}", one.id);
            stamps.push(Stamp {
                file: file("tsr"),
                name: reply.0,
                request: Some(file("tsq")),
                sha256: Hash::of(&reply.1),
            });
            kept.stamps.insert(file("tsr"), reply.1);
            kept.stamps.insert(file("tsq"), request);
        }
        let said = [("at", &one.at), ("location", &one.location), ("place", &one.place), ("way", &one.way)];
        kept.anchors.push(Anchor {
            entity: one.id,
            checkpoint: format!("checkpoints/{name}"),
            position: checkpoint.size,
            root: checkpoint.root,
            said: said
                .into_iter()
                .filter(|(_, text)| !text.is_empty())
                .map(|(key, text)| (key, text.clone()))
                .collect(),
            stamps,
        });
        kept.checkpoints.insert(name, note);
    }
    Ok(kept)
}

/// The replies attached to an anchor that are still here.
fn replies(open: &Open, anchor: &Recorded) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    for (name, digest) in &anchor.replies {
        let mut bytes = Vec::new();
        let most = timestamp::LARGEST_REPLY as u64 + 1;
        if let Ok(source) = open.workspace.attachment(digest)
            && source.take(most).read_to_end(&mut bytes).is_ok()
        {
            out.push((name.clone(), bytes));
        }
    }
    out
}
