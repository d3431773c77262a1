//! The workspace file: schema, log rows, device keys, attachments, backups.

pub mod attachment;
pub mod backup;
pub mod erase;
pub(crate) mod identity;
pub(crate) mod keys;
pub(crate) mod locked;
pub(crate) mod log;
pub(crate) mod reading;
pub(crate) mod restore;
pub mod schema;
pub(crate) mod scratch;
pub(crate) mod structure;
