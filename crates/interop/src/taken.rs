//! What a reader makes of a source, before anything is written to a workspace.

use serde::Serialize;
use throughline_record::Fields;

/// The source of code versions, whichever importer meets them: a commit is the same commit
/// whether git, MLflow or somebody's spreadsheet names it.
pub const COMMITS: &str = "git";

/// One state of one thing in the source.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceRevision {
    /// What tells this state from the ones before: a commit, or a digest of the source's own
    /// fields where it keeps no history.
    pub rev: String,
    /// When it was so: a date or an RFC 3339 UTC instant, from the source.
    pub on: Option<String>,
    /// Who said so in the source.
    pub said_by: Option<String>,
    /// The source's own remark on this state, such as a commit's subject.
    pub note: Option<String>,
    /// The complete state of the thing at this revision, by the field names of its kind.
    pub fields: Fields,
    /// The complete set of links at this revision.
    pub links: Vec<SourceLink>,
}

/// One thing of the source with its history.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceItem {
    /// Whose key it is, where not the whole reading's source (see [`COMMITS`]).
    pub source: Option<String>,
    /// Stable in the source: importing again meets the same entity.
    pub key: String,
    /// The kind's name.
    pub kind: &'static str,
    /// Oldest first; the last is the current one.
    pub revisions: Vec<SourceRevision>,
    /// What it means that a revision does not name a field.
    pub says: Says,
    /// When the thing began to be, where the source tells that apart from the time of its only
    /// revision. Used when it is imported for the first time.
    pub since: Option<String>,
    /// Fields that are only told where nobody told them yet, although the source says more than
    /// [`Says::Gaps`] about the others.
    pub gaps: &'static [&'static str],
    /// It is not recorded beside a version that stands for it.
    pub behind: Option<Behind>,
    /// The number its short id had where it comes from: kept when it is recorded for the first time, if
    /// the workspace has nothing else with it.
    pub number: Option<i64>,
}

/// How much of a thing its source tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// Everything: a field that it no longer names is empty now, a link that it no longer names
    /// is gone.
    All,
    /// What it names, if only to say that it is empty; anything else is left alone.
    Named,
    /// What nobody told yet: several sources complement each other and never overwrite.
    Gaps,
}

/// A link from or to the item whose revision names it.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceLink {
    /// The link type's name.
    pub type_: String,
    /// Whose key `to` is, where not the whole reading's source.
    pub to_source: Option<String>,
    /// The other end's key.
    pub to: String,
    /// Whether the item is the `from` end.
    pub out: bool,
    /// The link's own fields.
    pub fields: Fields,
}

impl SourceLink {
    /// A link from the item to `to`, without fields.
    pub fn out(type_: &str, to: impl Into<String>) -> Self {
        Self { type_: type_.to_owned(), to_source: None, to: to.into(), out: true, fields: Fields::new() }
    }

    /// The same with the other end in another source.
    #[must_use]
    pub fn in_source(mut self, source: &str) -> Self {
        self.to_source = Some(source.to_owned());
        self
    }
}

/// How much a report line matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Imported as it stands.
    Taken,
    /// Imported, with something put differently than the source says it.
    Changed,
    /// Left out on purpose.
    Skipped,
    /// Imported, but somebody should look.
    Warning,
    /// Could not be imported.
    Error,
}

impl Level {
    /// The word used in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Changed => "changed",
            Self::Skipped => "skipped",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One line of an import's report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// How much it matters.
    pub level: Level,
    /// Where in the source: `file:line`, a run's id, …
    pub place: String,
    /// What happened, in one kebab-case word.
    pub code: &'static str,
    /// What happened, in a sentence.
    pub text: String,
}

impl Line {
    pub(crate) fn new(
        level: Level,
        place: impl Into<String>,
        code: &'static str,
        text: impl Into<String>,
    ) -> Self {
        Self { level, place: place.into(), code, text: text.into() }
    }
}

/// Everything a reader found.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// A stable name of the source: the same for everybody who imports it, wherever it lies.
    pub source: String,
    /// What people call it.
    pub title: String,
    /// The things found, in the order of the source.
    pub items: Vec<SourceItem>,
    /// What was taken, changed, skipped or wrong, in the order of the source.
    pub report: Vec<Line>,
    /// Keys under which the source may have been read before and which are told by another now: a
    /// run, say, whose model was registered since.
    pub superseded: Vec<Superseded>,
    /// How much of the source was read, where it is read whole: what the workspace has of that and
    /// the reading has not is gone from the source.
    pub extent: Option<Extent>,
}

/// A key that another stands for now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Superseded {
    /// The key that is no longer used.
    pub key: String,
    /// What the thing is known as.
    pub by: String,
}

/// What a reading covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// Kinds whose absence is worth a line.
    pub kinds: &'static [&'static str],
    /// The folder that keys begin with; empty for all.
    pub under: String,
}

impl Extent {
    pub(crate) fn holds(&self, key: &str) -> bool {
        self.under.is_empty() || key.strip_prefix(&self.under).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// What may stand for a thing under another key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// The run it is, or came from.
    pub run: String,
    /// Where the model lies, if it is one.
    pub location: Option<String>,
    /// Whether it is the only model of its run.
    pub alone: bool,
    /// The place of its lines in the report.
    pub place: String,
}

impl Taken {
    /// The item with this key in the reading's own source.
    pub fn item(&self, key: &str) -> Option<&SourceItem> {
        self.items.iter().find(|i| i.key == key)
    }

    /// Items of one kind.
    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = &SourceItem> {
        self.items.iter().filter(move |i| i.kind == kind)
    }
}

impl SourceItem {
    /// A thing of which the source tells all.
    pub fn new(key: impl Into<String>, kind: &'static str, revisions: Vec<SourceRevision>) -> Self {
        Self {
            source: None,
            key: key.into(),
            kind,
            revisions,
            says: Says::All,
            since: None,
            gaps: &[],
            behind: None,
            number: None,
        }
    }

    /// The current state.
    pub fn current(&self) -> Option<&SourceRevision> {
        self.revisions.last()
    }
}
