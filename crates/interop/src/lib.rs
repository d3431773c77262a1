//! Readers of other tools' records and writers for them.
//!
//! A reader turns a source (a folder of decision records, an MLflow store, a git repository) into
//! [`Taken`]: things with stable keys, their revisions and links, and a report that names every
//! line it changed, skipped or could not read. Readers never look at a workspace. [`apply`]
//! writes what is new of it in one change; [`import_jsonl`] is the door for bulk data.

pub mod adr;
pub mod answers;
mod apply;
mod croissant;
pub mod dvc;
mod error;
pub mod export;
mod fields;
pub mod git;
mod jsonl;
pub mod junit;
pub mod mlflow;
mod modelcard;
mod openlineage;
mod plain;
pub mod tables;
mod taken;
pub mod timestamp;
mod watched;
pub mod world;

pub use adr::{import_adr, read_adr};
pub use apply::{ApplyOptions, ImportReport, apply, apply_noting, known_commits};
pub use croissant::read_croissant;
pub use dvc::read_dvc;
pub use error::{InteropError, Result};
pub use git::{CodeState, Tagged, read_code, read_git, read_git_knowing, tag_checkpoint, tagged_checkpoints};
pub use jsonl::import_jsonl;
pub use mlflow::read_mlflow;
pub use modelcard::read_modelcard;
pub use openlineage::read_openlineage;
pub use taken::{
    Behind, COMMITS, Extent, Level, Line, Says, SourceItem, SourceLink, SourceRevision, Superseded, Taken,
};
pub use watched::{WATCHED, recognise};
