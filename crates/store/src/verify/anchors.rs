//! How a record stands to checkpoints that were kept, and the verdict over all that was found.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use throughline_record::{Checkpoint, CheckpointError, Hash, WorkspaceId, merkle};

use super::VerifyReport;
use super::log::DeviceSeen;
use crate::error::Result;
use crate::file::log;

/// A checkpoint to compare the record with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What to call it: the name of a file, a tag, an anchor's short id.
    pub name: String,
    /// What it says.
    pub checkpoint: std::result::Result<Checkpoint, CheckpointError>,
    /// Whether it was kept where whoever holds the workspace's key could not change it. What stands in the
    /// workspace itself was not, unless a time stamp vouches for it.
    pub elsewhere: bool,
    /// Since when, as far as it is known: a date or an instant.
    pub since: Option<String>,
}

/// How the record stands to a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Its beginning is what the checkpoint was made of.
    Fits,
    /// Its beginning is something else.
    Differs {
        /// Another checkpoint fits up to this place: what differs comes after. 0 if there is none.
        after: u64,
    },
    /// It holds fewer changes than the checkpoint covers.
    TooShort {
        /// How many it holds.
        holds: u64,
    },
    /// It differs, and the checkpoint was made in another copy, where changes arrived in another order.
    OtherCopy,
    /// It fits, but was signed by a key that had not written to the workspace.
    Stranger,
    /// The checkpoint is one of another workspace.
    OtherWorkspace,
    /// It is no checkpoint, or nobody signed it.
    Invalid(CheckpointError),
}

/// A checkpoint with how the record stands to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorCheck {
    /// What it was compared with.
    pub kept: Kept,
    /// How the record stands to it.
    pub standing: Standing,
}

/// What a verification comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is wrong, and a checkpoint kept elsewhere covers the record up to this place: up to there
    /// nobody rewrote it since, the key's holder included.
    Anchored(u64),
    /// Nothing is wrong, but nothing kept elsewhere vouches for it: the key's holder could have rewritten it.
    NotAnchored,
    /// The record is whole; the view shows something else, and a rebuild mends it.
    ViewDiffers,
    /// The record is whole, but a checkpoint it was compared with proves nothing about it.
    Unconfirmed,
    /// The record is whole, and not the one that a checkpoint was made of: rewritten or rolled back.
    Rewritten,
    /// Something in it was altered, lost or slipped in.
    Broken,
}

impl Verdict {
    /// A word programs switch on.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Anchored(_) => "anchored",
            Self::NotAnchored => "not-anchored",
            Self::ViewDiffers => "view-differs",
            Self::Unconfirmed => "unconfirmed",
            Self::Rewritten => "rewritten",
            Self::Broken => "broken",
        }
    }

    /// Whether the record is what it was, as far as can be told.
    pub fn is_good(self) -> bool {
        matches!(self, Self::Anchored(_) | Self::NotAnchored)
    }
}

impl VerifyReport {
    /// What all of it comes to; the worst finding decides.
    pub fn verdict(&self) -> Verdict {
        let standing = |wanted: fn(&AnchorCheck) -> bool| self.anchors.iter().any(wanted);
        if !self.faults.is_empty() {
            return Verdict::Broken;
        }
        // Within the record a checkpoint that differs was signed over by whoever recorded it: it tells as much.
        if standing(|anchor| matches!(anchor.standing, Standing::Differs { .. } | Standing::TooShort { .. }))
        {
            return Verdict::Rewritten;
        }
        if standing(|anchor| anchor.kept.elsewhere && anchor.standing != Standing::Fits) {
            return Verdict::Unconfirmed;
        }
        if !self.view_matches {
            return Verdict::ViewDiffers;
        }
        match self.anchored() {
            Some(through) => Verdict::Anchored(through),
            None => Verdict::NotAnchored,
        }
    }

    /// How far a checkpoint that was kept elsewhere vouches for the record.
    pub fn anchored(&self) -> Option<u64> {
        let fitting =
            self.anchors.iter().filter(|anchor| anchor.kept.elsewhere && anchor.standing == Standing::Fits);
        fitting.filter_map(|anchor| Some(anchor.kept.checkpoint.as_ref().ok()?.size)).max()
    }
}

/// Compares the log behind a connection with every checkpoint.
pub(super) fn compare(
    connection: &Connection,
    workspace: WorkspaceId,
    devices: &[DeviceSeen],
    kept: &[Kept],
) -> Result<Vec<AnchorCheck>> {
    let asked: BTreeSet<u64> =
        kept.iter().filter_map(|kept| Some(kept.checkpoint.as_ref().ok()?.size)).collect();
    let (length, roots) = roots_at(connection, &asked)?;
    let fits = |checkpoint: &Checkpoint| roots.get(&checkpoint.size) == Some(&checkpoint.root);
    let fitting: BTreeSet<u64> = kept
        .iter()
        .filter_map(|kept| kept.checkpoint.as_ref().ok())
        .filter(|checkpoint| checkpoint.workspace == workspace && fits(checkpoint))
        .map(|checkpoint| checkpoint.size)
        .collect();
    let standing = |checkpoint: &Checkpoint| {
        let device = devices.iter().find(|seen| seen.device == checkpoint.device);
        if checkpoint.workspace != workspace {
            return Standing::OtherWorkspace;
        }
        if fits(checkpoint) {
            let wrote = device.is_some_and(|seen| seen.first <= checkpoint.size);
            return if wrote { Standing::Fits } else { Standing::Stranger };
        }
        if device.is_some_and(|seen| seen.elsewhere) {
            return Standing::OtherCopy;
        }
        if checkpoint.size > length {
            return Standing::TooShort { holds: length };
        }
        Standing::Differs { after: fitting.range(..checkpoint.size).next_back().copied().unwrap_or(0) }
    };
    Ok(kept
        .iter()
        .map(|kept| AnchorCheck {
            kept: kept.clone(),
            standing: kept.checkpoint.as_ref().map_or_else(|error| Standing::Invalid(*error), standing),
        })
        .collect())
}

/// The log's length, and its roots at some lengths.
fn roots_at(connection: &Connection, asked: &BTreeSet<u64>) -> Result<(u64, BTreeMap<u64, Hash>)> {
    let mut tree = merkle::Tree::new();
    let mut roots = BTreeMap::new();
    if asked.contains(&0) {
        roots.insert(0, tree.root());
    }
    log::ids_from(connection, 1, |id| {
        tree.push(&id.0);
        if asked.contains(&tree.len()) {
            roots.insert(tree.len(), tree.root());
        }
    })?;
    Ok((tree.len(), roots))
}
