//! Progress of long work, and the way to stop it.

use crate::error::{Result, StoreError};

/// Hears how far long work is. A shell draws a bar; `()` says nothing.
pub trait Progress {
    /// `done` of `total` units of `what` are finished. Returns `false` to cancel: the work then ends
    /// with [`StoreError::Cancelled`] and leaves things as they were before it began.
    fn step(&self, done: u64, total: u64, what: &str) -> bool;
}

/// Silent, never cancels.
impl Progress for () {
    fn step(&self, _done: u64, _total: u64, _what: &str) -> bool {
        true
    }
}

/// A closure as progress.
pub struct Steps<F>(pub F);

impl<F: Fn(u64, u64, &str) -> bool> Progress for Steps<F> {
    fn step(&self, done: u64, total: u64, what: &str) -> bool {
        (self.0)(done, total, what)
    }
}

/// Reports a step and turns a "stop" into the error that carries it outwards.
///
/// # Errors
/// [`StoreError::Cancelled`] if the listener asked to stop.
pub fn step(progress: &dyn Progress, done: u64, total: u64, what: &str) -> Result<()> {
    if progress.step(done, total, what) { Ok(()) } else { Err(StoreError::Cancelled) }
}
