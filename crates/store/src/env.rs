//! What the store is given from outside: time, randomness and the folders it may use.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use rand_core::RngCore;
use throughline_record::date;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    fn millis(&self) -> u64;

    /// The same instant as RFC 3339 in UTC with three digits of fraction.
    fn now(&self) -> String {
        date::from_millis(i64::try_from(self.millis()).unwrap_or(i64::MAX))
    }
}

/// The computer's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn millis(&self) -> u64 {
        // A clock before 1970 reads as 1970: `received` never decreases anyway.
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }
}

/// A clock that stands still until it is moved: for tests and for the script of the sample.
#[derive(Debug, Default)]
pub struct FixedClock(AtomicU64);

impl FixedClock {
    /// Stands at so many milliseconds since 1970.
    pub fn at(millis: u64) -> Self {
        Self(AtomicU64::new(millis))
    }

    /// Stands at an instant in RFC 3339 (UTC); `None` if the text is not one.
    pub fn at_instant(instant: &str) -> Option<Self> {
        Some(Self::at(u64::try_from(date::millis(instant)?).ok()?))
    }

    /// Moves the clock to so many milliseconds since 1970, backwards too.
    pub fn set(&self, millis: u64) {
        self.0.store(millis, Ordering::SeqCst);
    }

    /// Moves the clock on by so many milliseconds.
    pub fn advance(&self, millis: u64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn millis(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Everything from outside that a workspace needs.
#[derive(Clone)]
pub struct Env {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness for keys, salts and ids: a cryptographic generator outside of tests.
    pub random: Arc<Mutex<dyn RngCore + Send>>,
    /// Where keys and drafts lie: the user's own, never part of a workspace.
    pub home: PathBuf,
    /// Where views lie: may be emptied at any time.
    pub cache: PathBuf,
}

impl Env {
    /// The home folder of whoever runs the program, for paths that begin with `~`; not where the application keeps
    /// its own.
    #[must_use]
    pub fn home_of_person() -> Option<PathBuf> {
        folder(if cfg!(windows) { "USERPROFILE" } else { "HOME" })
    }

    /// The system's clock and randomness, with the folders of [`Env::default_home`] and
    /// [`Env::default_cache`].
    pub fn system() -> Self {
        Self::at(
            Self::default_home(),
            Self::default_cache(),
            Arc::new(SystemClock),
            Arc::new(Mutex::new(rand_core::OsRng)),
        )
    }

    /// Everything as given.
    pub fn at(
        home: impl Into<PathBuf>,
        cache: impl Into<PathBuf>,
        clock: Arc<dyn Clock>,
        random: Arc<Mutex<dyn RngCore + Send>>,
    ) -> Self {
        Self { clock, random, home: home.into(), cache: cache.into() }
    }

    /// `THROUGHLINE_HOME`, else `throughline` in the user's data folder, else in the current folder.
    pub fn default_home() -> PathBuf {
        if let Some(home) = folder("THROUGHLINE_HOME") {
            return home;
        }
        let data = if cfg!(target_os = "windows") {
            folder("APPDATA")
        } else if cfg!(target_os = "macos") {
            folder("HOME").map(|home| home.join("Library/Application Support"))
        } else {
            folder("XDG_DATA_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/share")))
        };
        data.unwrap_or_default().join("throughline")
    }

    /// `cache` below `THROUGHLINE_HOME` if that is set, else `throughline` in the user's cache folder.
    pub fn default_cache() -> PathBuf {
        if let Some(home) = folder("THROUGHLINE_HOME") {
            return home.join("cache");
        }
        let cache = if cfg!(target_os = "windows") {
            folder("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            folder("HOME").map(|home| home.join("Library/Caches"))
        } else {
            folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")))
        };
        cache.unwrap_or_else(std::env::temp_dir).join("throughline")
    }

    /// Fills a new array with random bytes.
    pub fn random_bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        // A thread that panicked while it held the generator left it usable: it only holds numbers.
        self.random.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }
}

fn folder(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}
