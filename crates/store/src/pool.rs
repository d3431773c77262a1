//! A pool of read-only SQLite connections on one file.
//!
//! In WAL mode any number of readers run beside the one writer. A connection costs a schema parse
//! and a statement cache, so it is kept and lent again.

use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use crate::error::Result;

/// Idle connections kept for the next reader; more are opened when needed and closed afterwards.
const KEPT: usize = 4;

type Opener = dyn Fn() -> Result<Connection> + Send + Sync;

/// Lends connections made by one opener.
pub struct Pool {
    open: Box<Opener>,
    idle: Mutex<Vec<Connection>>,
    /// How often the pool was cleared: a connection lent before then is not taken back.
    cleared: AtomicU64,
}

impl Pool {
    /// A pool whose connections are made by `open`: read-only, with their pragmas set.
    pub fn new(open: impl Fn() -> Result<Connection> + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { open: Box::new(open), idle: Mutex::new(Vec::new()), cleared: AtomicU64::new(0) })
    }

    /// Lends a connection; it returns to the pool when dropped.
    ///
    /// # Errors
    /// Whatever the opener reports, if no idle connection is left.
    pub fn get(self: &Arc<Self>) -> Result<Pooled> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => (self.open)()?,
        };
        Ok(Pooled {
            connection: Some(connection),
            lent: self.cleared.load(Ordering::SeqCst),
            pool: Arc::clone(self),
        })
    }

    /// Closes the idle connections, and those on loan when they return: the file behind them was
    /// replaced, or is to be closed.
    pub fn clear(&self) {
        self.cleared.fetch_add(1, Ordering::SeqCst);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// A connection on loan.
pub struct Pooled {
    /// `None` only while it is being dropped.
    connection: Option<Connection>,
    /// The pool's `cleared` when it was lent.
    lent: u64,
    pool: Arc<Pool>,
}

impl Deref for Pooled {
    type Target = Connection;

    #[expect(clippy::expect_used, reason = "taken only in drop, after which nothing can deref")]
    fn deref(&self) -> &Connection {
        self.connection.as_ref().expect("a connection on loan")
    }
}

impl Drop for Pooled {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            // A transaction left open would pin an old snapshot for the next reader.
            if !connection.is_autocommit() && connection.execute_batch("ROLLBACK").is_err() {
                return;
            }
            let mut idle = self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < KEPT && self.pool.cleared.load(Ordering::SeqCst) == self.lent {
                idle.push(connection);
            }
        }
    }
}
