//! Checkpoints, and proofs of single records for somebody who does not have the workspace.

use std::path::Path;

use throughline_record::{Address, Checkpoint, GrowthProof, RecordProof};
use throughline_report::checkpoint::{CheckpointPage, html};
use throughline_store::At;

use super::{checkpoint_dto, kept, words, write_new};
use crate::App;
use crate::app::Open;
use crate::dto::{
    ApiError, CheckpointDto, CheckpointSaveArgs, KeptDto, Nothing, ProofCheckArgs, ProofChecked, ProofDto,
    ProveArgs,
};
use crate::error;
use crate::lookups;

impl App {
    pub(crate) fn checkpoint_make(&self, _: Nothing) -> Result<CheckpointDto, ApiError> {
        let (checkpoint, text) = self.opened()?.workspace.checkpoint()?;
        checkpoint_dto(&checkpoint, text)
    }

    pub(crate) fn checkpoint_save(&self, args: CheckpointSaveArgs) -> Result<CheckpointDto, ApiError> {
        let open = self.opened()?;
        let (checkpoint, text) = open.workspace.checkpoint()?;
        let path = Path::new(args.path.trim());
        self.write_checkpoint(&open, &checkpoint, &text, path, args.page)?;
        Ok(CheckpointDto { path: Some(path.display().to_string()), ..checkpoint_dto(&checkpoint, text)? })
    }

    /// Writes a checkpoint as text, or as a page to print.
    pub(super) fn write_checkpoint(
        &self,
        open: &Open,
        checkpoint: &Checkpoint,
        text: &str,
        path: &Path,
        page: bool,
    ) -> Result<(), ApiError> {
        if !page {
            return write_new(path, text.as_bytes());
        }
        let actor =
            open.actor().map(|id| lookups::card(&open.workspace.reader()?, &id, &At::Now)).transpose()?;
        let page = CheckpointPage {
            workspace: open.workspace.name().to_owned(),
            position: checkpoint.size,
            root: checkpoint.root.to_string(),
            made: words::moment(&self.env.clock.now()),
            by: actor.flatten().map(|card| card.title).unwrap_or_default(),
            text: text.to_owned(),
        };
        let html = html(&page).map_err(|e| error::internal(&e.to_string()))?;
        write_new(path, html.as_bytes())
    }

    pub(crate) fn prove(&self, args: ProveArgs) -> Result<ProofDto, ApiError> {
        let open = self.opened()?;
        let under = || under(&open, args.checkpoint.as_ref());
        let (proof, sentence) = match &args.since {
            Some(since) => {
                let (old, text) = kept::one(since)?;
                // Before a checkpoint is made: in a copy that alone writes, and what differs would be no news.
                self.refuse_foreign(&open, &old)?;
                let under = under()?;
                let proof = open.workspace.prove_growth(&text, &under)?;
                let sentence = format!("The log through #{} is the beginning of the one now.", old.size);
                (serde_json::to_value(proof), sentence)
            }
            None => {
                let (position, index) = place(&open, &args.id)?;
                let proof = open.workspace.prove(position, index, &under()?, args.parts)?;
                let shown = shown(&proof, args.parts);
                (serde_json::to_value(proof), format!("#{position}.{index} stands in the record, {shown}."))
            }
        };
        let proof = proof.map_err(|e| error::internal(&e.to_string()))?;
        if let Some(path) = &args.path {
            let mut text =
                serde_json::to_string_pretty(&proof).map_err(|e| error::internal(&e.to_string()))?;
            text.push('\n');
            write_new(Path::new(path), text.as_bytes())?;
        }
        Ok(ProofDto { proof, sentence, path: args.path })
    }

    pub(crate) fn prove_check(&self, args: ProofCheckArgs) -> Result<ProofChecked, ApiError> {
        let given = KeptDto { path: args.path, text: args.proof };
        let (_, text) = kept::text_of(&given)?;
        let told = |holds: bool, sentence: String| Ok(ProofChecked { holds, sentence });
        if let Ok(proof) = serde_json::from_str::<GrowthProof>(&text) {
            return match proof.check() {
                Ok((old, new)) => told(
                    true,
                    format!(
                        "It holds: the log through #{} is the beginning of the one through #{}.",
                        old.size, new.size
                    ),
                ),
                Err(why) => told(false, format!("It does not hold: {why}.")),
            };
        }
        let proof: RecordProof = match serde_json::from_str(&text) {
            Ok(proof) => proof,
            Err(e) => return told(false, format!("This is no proof: {e}.")),
        };
        match proof.check() {
            Ok(proven) => told(
                true,
                format!(
                    "It holds: record #{}.{} was in workspace {} when its device signed the checkpoint through #{}; it was recorded at {} by the device’s clock.",
                    proof.position,
                    proof.address.index,
                    proven.checkpoint.workspace,
                    proven.checkpoint.size,
                    proven.header.at
                ),
            ),
            Err(why) => told(false, format!("It does not hold: {why}.")),
        }
    }
}

/// What of the record's words the proof shows. A part that was erased cannot be shown, which has to be said.
fn shown(proof: &RecordProof, asked: bool) -> &'static str {
    let record: serde_json::Value = serde_json::from_str(&proof.record).unwrap_or_default();
    let gone = |name: &str, here: bool| record["parts"].get(name).is_some() && !here;
    let (content, personal) =
        (gone("content", proof.content.is_some()), gone("personal", proof.personal.is_some()));
    let some = proof.content.is_some() || proof.personal.is_some();
    match (asked, content || personal) {
        (false, _) => "without what it says",
        (true, false) => "with what it says",
        (true, true) if some => "with a part of what it says; the rest was erased",
        (true, true) => "but not what it says: that was erased",
    }
}

/// The checkpoint a proof leads to: what was given, else one that is made now; where nothing can be signed, the
/// newest anchor of the record.
fn under(open: &Open, given: Option<&KeptDto>) -> Result<String, ApiError> {
    if let Some(given) = given {
        return Ok(kept::one(given)?.1);
    }
    if open.workspace.read_only().is_none() {
        return Ok(open.workspace.checkpoint()?.1);
    }
    let anchors = kept::recorded(&open.workspace.reader()?, &At::Now)?;
    anchors.first().map(kept::Recorded::note).ok_or_else(|| {
        ApiError::new(
            "no-checkpoint",
            "This workspace can only be read, so no checkpoint can be signed, and none is recorded. Nothing was proven.",
            "Give a checkpoint with --checkpoint FILE.",
        )
    })
}

/// Place and index of a record: `#N.i`, an address, or what set an artefact last.
fn place(open: &Open, reference: &str) -> Result<(u64, u32), ApiError> {
    let reader = open.workspace.reader()?;
    let text = reference.trim();
    if let Some((position, index)) =
        text.strip_prefix('#').map(|text| text.split_once('.').unwrap_or((text, "0")))
    {
        let read = position.parse().ok().zip(index.parse().ok());
        return read.ok_or_else(|| {
            ApiError::new("bad-arguments", format!("“{text}” is no record."), "Write #N.i, such as #42.0.")
                .about(text)
        });
    }
    let address: Address = match text.parse() {
        Ok(address) => address,
        Err(_) => {
            let id = reader.resolve(text, &At::Now)?;
            let revision = reader.state(&id, &At::Now)?.map(|state| state.revision);
            revision
                .ok_or_else(|| ApiError::from(throughline_store::StoreError::NotFound(text.to_owned())))?
        }
    };
    let position = reader.position_of(&address.change)?;
    let position =
        position.ok_or_else(|| ApiError::from(throughline_store::StoreError::NotFound(text.to_owned())))?;
    Ok((position, address.index))
}
