//! Numbers of short ids that a source brings along.

use std::collections::HashSet;

use throughline_model::Kind;
use throughline_store::{At, Reader, StoreError};

use crate::error::Result;

/// Those that one import gives.
#[derive(Default)]
pub(crate) struct Numbers(HashSet<(&'static str, i64)>);

impl Numbers {
    /// The number, if nothing has it, in the workspace or in this import. What does not get the one it wants
    /// is given the next free one, as everything is.
    pub(crate) fn free(
        &mut self,
        reader: &Reader,
        kind: &'static Kind,
        wanted: Option<i64>,
    ) -> Result<Option<i64>> {
        let (Some(prefix), Some(number)) = (kind.prefix, wanted) else { return Ok(None) };
        let there = match reader.resolve(&format!("{prefix}-{number}"), &At::Now) {
            Ok(_) | Err(StoreError::Ambiguous { .. }) => true,
            Err(StoreError::NotFound(_)) => false,
            Err(error) => return Err(error.into()),
        };
        Ok((!there && self.0.insert((kind.name, number))).then_some(number))
    }
}
