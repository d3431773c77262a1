//! What can be proven of the record, to whom: verification against what was kept, anchors, proofs.

mod anchors;
pub(crate) mod kept;
mod records;
mod verify;
mod words;

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use throughline_record::Checkpoint;
use throughline_report::checkpoint::squares;

use crate::dto::{ApiError, CheckpointDto};
use crate::error;

/// Writes a new file; one that is there is left alone.
fn write_new(path: &Path, bytes: &[u8]) -> Result<(), ApiError> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(|e| {
        if e.kind() == std::io::ErrorKind::AlreadyExists {
            return ApiError::new(
                "exists",
                format!("{} is there already. It was left as it is.", path.display()),
                "Name another file.",
            )
            .about(path.display().to_string());
        }
        error::io("Writing", path, &e)
    })?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|e| {
        // Half a file is of no use to whoever finds it.
        let _ = std::fs::remove_file(path);
        error::io("Writing", path, &e)
    })
}

fn checkpoint_dto(checkpoint: &Checkpoint, text: String) -> Result<CheckpointDto, ApiError> {
    let code = squares(&text).map_err(|e| error::internal(&e.to_string()))?;
    Ok(CheckpointDto {
        position: checkpoint.size.into(),
        root: checkpoint.root.to_string(),
        device: checkpoint.device.to_string(),
        qr_size: (code.size as u64).into(),
        qr_path: code.path,
        path: None,
        text,
    })
}
