//! Attachments of a workspace.

use std::io::Read;
use std::sync::atomic::Ordering;

use rusqlite::TransactionBehavior;
use throughline_record::Hash;

use super::{Workspace, locked};
use crate::error::{Result, StoreError};
use crate::file::attachment::{self, Attachment, AttachmentInfo, Chunks, Spool, UNKNOWN_MEDIA};
use crate::progress::Progress;

impl Workspace {
    /// Largest attachment taken, in bytes: 100 MiB unless [`Workspace::set_attachment_limit`] says otherwise.
    pub fn attachment_limit(&self) -> u64 {
        self.attachment_limit.load(Ordering::Relaxed)
    }

    /// Sets the largest attachment taken, in bytes, until the workspace is closed.
    pub fn set_attachment_limit(&self, bytes: u64) {
        self.attachment_limit.store(bytes, Ordering::Relaxed);
    }

    /// Keeps a file inside the workspace; equal bytes are kept once. The caller then records what is
    /// returned in a content field: until it does, nothing refers to the bytes.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`], [`StoreError::ReadOnly`], [`StoreError::Cancelled`], and those of
    /// the source and the file system. Nothing is attached then.
    pub fn attach(
        &self,
        source: &mut dyn Read,
        name: &str,
        media: Option<&str>,
        progress: &dyn Progress,
    ) -> Result<Attachment> {
        self.refuse_if_read_only()?;
        let media = media.unwrap_or(UNKNOWN_MEDIA);
        let mut spool = Spool::fill(source, name, self.attachment_limit(), &self.env, progress)?;
        let attached = Attachment {
            name: name.to_owned(),
            media: media.to_owned(),
            size: spool.size,
            digest: spool.digest,
        };
        if attachment::info(&*self.file_readers.get()?, &spool.digest)?.is_some() {
            return Ok(attached);
        }
        let mut writer = locked(&self.writer);
        self.identity.still_there()?;
        let Some(connection) = writer.connection.as_mut() else {
            return Err(StoreError::ReadOnly(crate::reading::FOR_READING.into()));
        };
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        spool.store(&transaction, media, progress)?;
        transaction.commit()?;
        Ok(attached)
    }

    /// The bytes of an attachment, verified while they are read: a damaged piece is an error of the
    /// reader (`InvalidData`) before any byte of it is given out.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn attachment(&self, digest: &Hash) -> Result<Box<dyn Read + '_>> {
        Ok(Box::new(Chunks::over(self.file_readers.get()?, digest)?))
    }

    /// Size and media type of an attachment.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn attachment_info(&self, digest: &Hash) -> Result<AttachmentInfo> {
        attachment::info(&*self.file_readers.get()?, digest)?
            .ok_or_else(|| StoreError::NotFound(format!("An attachment with the digest {digest}")))
    }

    /// How many attachments the workspace keeps.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn attachment_count(&self) -> Result<u64> {
        Ok(attachment::digests(&*self.file_readers.get()?)?.len() as u64)
    }
}
