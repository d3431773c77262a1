//! Long work under a name the caller chose: how far it is, and the wish to stop it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use throughline_store::Progress;

use crate::App;
use crate::dto::{ApiError, Count, JobKey, JobStatus, Nothing};

/// The jobs under way.
#[derive(Default)]
pub(crate) struct Jobs(Arc<Mutex<HashMap<String, Arc<Job>>>>);

struct Job {
    done: AtomicU64,
    total: AtomicU64,
    what: Mutex<String>,
    stop: AtomicBool,
    // A monotonic reading for the time left; no record depends on it.
    began: Instant,
}

/// A job while it runs; it is forgotten when this is dropped.
pub(crate) struct Running {
    name: Option<String>,
    job: Arc<Job>,
    jobs: Arc<Mutex<HashMap<String, Arc<Job>>>>,
}

impl Jobs {
    /// Begins a job; without a name nobody can ask for it, and it runs all the same.
    pub(crate) fn begin(&self, name: Option<&str>) -> Running {
        let job = Arc::new(Job {
            done: AtomicU64::new(0),
            total: AtomicU64::new(0),
            what: Mutex::new(String::new()),
            stop: AtomicBool::new(false),
            began: Instant::now(),
        });
        if let Some(name) = name {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), Arc::clone(&job));
        }
        Running { name: name.map(str::to_owned), job, jobs: Arc::clone(&self.0) }
    }

    fn get(&self, name: &str) -> Option<Arc<Job>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }
}

impl Progress for Running {
    fn step(&self, done: u64, total: u64, what: &str) -> bool {
        self.job.done.store(done, Ordering::Relaxed);
        self.job.total.store(total, Ordering::Relaxed);
        let mut text = self.job.what.lock().unwrap_or_else(PoisonError::into_inner);
        if *text != what {
            what.clone_into(&mut text);
        }
        !self.job.stop.load(Ordering::Relaxed)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(name) = &self.name {
            self.jobs.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
        }
    }
}

impl App {
    pub(crate) fn job_status(&self, args: JobKey) -> Result<JobStatus, ApiError> {
        let Some(job) = self.jobs.get(&args.job) else {
            return Ok(JobStatus {
                running: false,
                done: Count(0),
                total: Count(0),
                what: String::new(),
                left_ms: None,
            });
        };
        let done = job.done.load(Ordering::Relaxed);
        let total = job.total.load(Ordering::Relaxed);
        let spent = u64::try_from(job.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        // Before a twentieth is done, or within half a second, the rate says nothing.
        let left_ms = (done > 0 && done <= total && done * 20 >= total && spent > 500)
            .then(|| Count(spent.saturating_mul(total - done) / done));
        let what = job.what.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(JobStatus { running: true, done: Count(done), total: Count(total), what, left_ms })
    }

    pub(crate) fn job_cancel(&self, args: JobKey) -> Result<Nothing, ApiError> {
        if let Some(job) = self.jobs.get(&args.job) {
            job.stop.store(true, Ordering::Relaxed);
        }
        Ok(Nothing {})
    }
}
