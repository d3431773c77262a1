//! Writing a pack: the same input gives the same bytes.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Seek, Write};

use throughline_record::exchange::Excerpt;
use throughline_record::merkle::{self, leaf_hash};
use throughline_record::{ChangeId, Hash, PartName, WorkspaceId};
use throughline_store::exchange::archive::{ArchiveDraft, ArchiveError};

use super::anchors::Anchor;
use super::check::{PackFault, check_changes_of};
use super::manifest::{Counts, Manifest, ScopeName, hex};
use super::{VERIFIER, said};

/// What a pack is made of.
#[derive(Debug)]
pub struct PackSource {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// What the workspace is called, if that may be said.
    pub name: Option<String>,
    /// What it is a pack of.
    pub scope: ScopeName,
    /// The ids of all changes of the log, in order.
    pub ids: Vec<ChangeId>,
    /// The changes in scope, in order, with their positions. Parts that are withheld are not in them.
    pub excerpts: Vec<Excerpt>,
    /// The parts that were withheld.
    pub withheld: Vec<PartName>,
    /// Attached files in scope by their digest.
    pub attachments: Vec<(Hash, File)>,
    /// Checkpoints of this log, by a name of letters, digits, `.`, `_` and `-`.
    pub checkpoints: BTreeMap<String, String>,
    /// What the record holds of those that were kept elsewhere; each names its checkpoint's file.
    pub anchors: Vec<Anchor>,
    /// The time-stamp replies and requests that these name, by their file under `anchors/`.
    pub stamps: BTreeMap<String, Vec<u8>>,
    /// What is made for reading, by the name of the file: `summary.json`, `dossier.html`, `dossier.pdf`.
    pub readings: BTreeMap<String, Vec<u8>>,
}

/// Why no pack was written.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// What should go into it does not verify.
    #[error("{place}: {detail} ({code}); no pack was made of a record that does not verify", place = .0.place, detail = .0.detail, code = .0.code)]
    Damaged(PackFault),
    /// It is larger than packs may be, or cannot be written.
    #[error("{0}")]
    Archive(#[from] ArchiveError),
}

/// Writes a pack and says what it holds.
///
/// # Errors
/// [`PackError`]; what was written until then is of no use.
pub fn write<W: Write + Seek>(source: PackSource, out: W) -> Result<(W, Manifest), PackError> {
    let found = check_changes_of(source.workspace, &source.ids, &source.excerpts, &source.withheld)
        .map_err(PackError::Damaged)?;
    let whole = source.excerpts.len() == source.ids.len();
    let mut draft = ArchiveDraft::new();
    draft.put("changes.jsonl", lines(source.excerpts.iter().map(Excerpt::line)))?;
    if !whole {
        draft.put("log.txt", lines(source.ids.iter().map(ToString::to_string)))?;
        draft.put("proofs.jsonl", proofs(&source))?;
    }
    if !source.withheld.is_empty() {
        let mut names: Vec<String> = source.withheld.iter().map(ToString::to_string).collect();
        names.sort_unstable();
        draft.put("withheld.txt", lines(names))?;
    }
    let attachments = source.attachments.len() as u64;
    for (digest, file) in source.attachments {
        draft.put_file(&format!("attachments/{}", hex(&digest)), file)?;
    }
    for (name, note) in source.checkpoints {
        draft.put(&format!("checkpoints/{name}"), note.into_bytes())?;
    }
    for anchor in &source.anchors {
        draft.put(&anchor.file(), anchor.to_canonical().into_bytes())?;
    }
    for (name, bytes) in source.stamps {
        draft.put(&name, bytes)?;
    }
    for (name, bytes) in source.readings {
        draft.put(&name, bytes)?;
    }
    draft.put("verify.py", VERIFIER.as_bytes().to_vec())?;
    let position = |excerpt: Option<&Excerpt>| excerpt.and_then(|e| e.position).unwrap_or(0);
    let mut manifest = Manifest {
        workspace: source.workspace,
        scope: source.scope,
        length: source.ids.len() as u64,
        root: merkle::root(source.ids.iter()),
        first: position(source.excerpts.first()),
        last: position(source.excerpts.last()),
        counts: Counts {
            attachments,
            changes: source.excerpts.len() as u64,
            erased: found.erased,
            records: found.records,
            withheld: found.withheld,
        },
        files: BTreeMap::new(),
    };
    let page = said::how_to_verify(&manifest, source.name.as_deref(), &found, &source.anchors);
    draft.put("VERIFY.md", page.into_bytes())?;
    manifest.files = draft.files().map(|file| (file.name.clone(), file.sha256)).collect();
    draft.put("manifest.json", manifest.to_canonical().into_bytes())?;
    Ok((draft.write(out)?, manifest))
}

fn lines(lines: impl IntoIterator<Item = String>) -> Vec<u8> {
    let mut out = String::new();
    for line in lines {
        out.push_str(&line);
        out.push('\n');
    }
    out.into_bytes()
}

/// The inclusion path of each change that is here.
fn proofs(source: &PackSource) -> Vec<u8> {
    let leaves: Vec<Hash> = source.ids.iter().map(|id| leaf_hash(&id.0)).collect();
    let levels = Levels::over(&leaves);
    lines(source.excerpts.iter().filter_map(|excerpt| {
        let position = excerpt.position?;
        let path = levels.path(usize::try_from(position).ok()?.checked_sub(1)?);
        let path: Vec<String> = path.iter().map(|node| format!("\"{}\"", hex(node))).collect();
        Some(format!("{{\"path\":[{}],\"position\":{position}}}", path.join(",")))
    }))
}

/// A tree with all its nodes, so that many paths are read out of one computation. A level has one node for
/// each pair of the level below; a node without a sibling is taken up as it is, which is how the trees of
/// RFC 6962 are built from below.
struct Levels(Vec<Vec<Hash>>);

impl Levels {
    fn over(leaves: &[Hash]) -> Self {
        let mut levels = vec![leaves.to_vec()];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            let above = below.chunks(2).map(|pair| match pair {
                [left, right] => merkle::node_hash(left, right),
                [alone] => *alone,
                _ => Hash([0; 32]),
            });
            levels.push(above.collect());
        }
        Self(levels)
    }

    fn path(&self, index: usize) -> Vec<Hash> {
        let at = |(height, level): (usize, &Vec<Hash>)| level.get((index >> height) ^ 1).copied();
        self.0.iter().enumerate().filter_map(at).collect()
    }
}
