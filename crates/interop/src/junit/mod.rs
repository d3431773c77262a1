//! The results of tests as JUnit XML, which most test runners write.
//!
//! The format has no one definition; what is read is what pytest, Maven Surefire, Gradle, Go's and Rust's
//! converters agree on: `testsuites`, `testsuite` (also inside one another), `testcase`, and in a case `failure`,
//! `error` and `skipped`; `properties` of a suite or a case. Counts come from the cases; a suite that lists none
//! is taken at its word (`tests`, `failures`, `errors`, `skipped`).
//!
//! What is read may come from anywhere. A document type declaration is refused, so that no entity is ever
//! defined; size, depth and the number of cases are bounded.

mod parse;
mod words;

use sha2::{Digest, Sha256};

pub use parse::{LARGEST, MOST_CASES, read_junit};

/// Why a file of test results was not read. Nothing of it was taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JunitError {
    /// It is larger than what is read at once.
    #[error("The file is larger than {} MiB.", LARGEST >> 20)]
    TooLarge,
    /// It lists more cases than are read at once.
    #[error("The file lists more than {MOST_CASES} cases.")]
    TooMany,
    /// Its elements lie deeper inside one another than any test runner writes.
    #[error("The elements of the file lie too deep inside one another.")]
    TooDeep,
    /// It defines a document type, by which a small file can grow without bound.
    #[error("The file has a document type declaration, which results of tests do not need.")]
    DocumentType,
    /// It is no well-formed XML.
    #[error("The file is no well-formed XML: {what}, near byte {at}.")]
    Malformed {
        /// What is wrong.
        what: String,
        /// Where, in bytes from the beginning of the decoded text.
        at: u64,
    },
    /// It is XML, and none with results of tests.
    #[error("The file begins with <{0}>, and not with <testsuites> or <testsuite>.")]
    NotJunit(String),
    /// It is empty, or holds no suite.
    #[error("The file holds no results.")]
    Empty,
}

impl JunitError {
    /// What to do next.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            JunitError::TooLarge | JunitError::TooMany => "Write one file per suite and record each.",
            JunitError::DocumentType | JunitError::TooDeep => {
                "Give the file as the test runner wrote it, such as pytest --junitxml=results.xml."
            }
            JunitError::Malformed { .. } => {
                "Check that the test runner ended; a file cut off in the middle is not read."
            }
            JunitError::NotJunit(_) | JunitError::Empty => {
                "Give the JUnit XML of a test runner, such as pytest --junitxml=results.xml."
            }
        }
    }
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It passed.
    Passed,
    /// What it checks does not hold.
    Failed,
    /// It could not be carried out.
    Error,
    /// It was left out.
    Skipped,
}

/// One case.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The class or file it stands in; empty where the runner does not say.
    pub class: String,
    /// Its name.
    pub name: String,
    /// Seconds it took, 0 or more, where the runner says so.
    pub seconds: Option<f64>,
    /// How it ended.
    pub ended: Ended,
    /// What was said about that: the message, else the first line of the text.
    pub message: String,
}

/// One suite with its own cases; suites inside it stand beside it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Suite {
    /// Its name; empty where the runner does not say.
    pub name: String,
    /// When it was run, as written.
    pub timestamp: Option<String>,
    /// Seconds it took as it says itself, 0 or more.
    pub seconds: Option<f64>,
    /// Its cases, in their order.
    pub cases: Vec<Case>,
    /// Its properties in their order, those of cases among them.
    pub properties: Vec<(String, String)>,
    /// What it says of itself, where it lists no cases.
    pub said: Counts,
}

/// How many cases ended how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// All of them.
    pub tests: u64,
    /// Those that failed.
    pub failures: u64,
    /// Those that could not be carried out.
    pub errors: u64,
    /// Those that were left out.
    pub skipped: u64,
}

impl Counts {
    /// Those that passed.
    #[must_use]
    pub fn passed(&self) -> u64 {
        self.tests.saturating_sub(self.failures).saturating_sub(self.errors).saturating_sub(self.skipped)
    }

    fn add(&mut self, other: Counts) {
        self.tests = self.tests.saturating_add(other.tests);
        self.failures = self.failures.saturating_add(other.failures);
        self.errors = self.errors.saturating_add(other.errors);
        self.skipped = self.skipped.saturating_add(other.skipped);
    }
}

impl Suite {
    /// Its counts: by its cases, else as it says itself.
    #[must_use]
    pub fn counts(&self) -> Counts {
        if self.cases.is_empty() {
            return self.said;
        }
        let of = |ended: Ended| self.cases.iter().filter(|case| case.ended == ended).count() as u64;
        Counts {
            tests: self.cases.len() as u64,
            failures: of(Ended::Failed),
            errors: of(Ended::Error),
            skipped: of(Ended::Skipped),
        }
    }
}

/// The results in one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Junit {
    /// The suites that hold anything, in their order.
    pub suites: Vec<Suite>,
    /// `sha256:…` of the file.
    pub digest: String,
}

impl Junit {
    /// The counts over all suites.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.suites.iter().fold(Counts::default(), |mut sum, suite| {
            sum.add(suite.counts());
            sum
        })
    }

    /// Whether nothing failed and nothing could not be carried out.
    #[must_use]
    pub fn passed(&self) -> bool {
        let counts = self.counts();
        counts.failures == 0 && counts.errors == 0
    }

    /// Seconds over all suites: as each says itself, else the sum over its cases; none where nobody says.
    #[must_use]
    pub fn seconds(&self) -> Option<f64> {
        let of = |suite: &Suite| {
            suite.seconds.or_else(|| {
                let cases: Vec<f64> = suite.cases.iter().filter_map(|case| case.seconds).collect();
                (!cases.is_empty()).then(|| cases.iter().sum())
            })
        };
        let known: Vec<f64> = self.suites.iter().filter_map(of).collect();
        (!known.is_empty()).then(|| known.iter().sum())
    }

    /// The day of the run, `YYYY-MM-DD`, by the first suite that says so.
    #[must_use]
    pub fn day(&self) -> Option<&str> {
        let day =
            |suite: &'_ Suite| suite.timestamp.as_deref().and_then(|at| at.get(..10)).map(str::len).is_some();
        let at = self.suites.iter().find(|suite| day(suite))?.timestamp.as_deref()?;
        at.get(..10).filter(|day| throughline_record::date::is_date(day))
    }

    /// What tells this run from others: names and times of its suites where every one has both, because a file
    /// can be written anew with other blanks; else the digest of the file.
    #[must_use]
    pub fn key(&self) -> String {
        let mut named = String::new();
        for suite in &self.suites {
            match &suite.timestamp {
                Some(at) if !suite.name.is_empty() => {
                    let counts = suite.counts();
                    named.push_str(&format!("{}\u{0}{at}\u{0}{counts:?}\u{0}", suite.name));
                }
                _ => return self.digest.clone(),
            }
        }
        format!("run:{}", hex::encode(Sha256::digest(named.as_bytes())))
    }

    /// What it is called: the names of its suites.
    #[must_use]
    pub fn name(&self) -> String {
        words::name(self)
    }

    /// What was found, as Markdown: the counts, each suite where there are several, what failed with its message.
    #[must_use]
    pub fn report(&self) -> String {
        words::report(self)
    }
}
