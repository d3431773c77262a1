//! The workspace file: schema, log rows, device keys, attachments, backups.

pub mod attachment;
pub mod backup;
pub(crate) mod identity;
pub(crate) mod keys;
pub(crate) mod log;
pub mod schema;
