//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::audit::Audit;
use crate::back::BackCommand;
use crate::data::DataCommand;
use crate::dossier::Frameworks;
use crate::erasing::KeepCommand;
use crate::evidence::Evidence;
use crate::exchange::ExchangeCommand;
use crate::experiments::ResultOf;
use crate::export::Export;
use crate::imports::Format;
use crate::keys::KeysCommand;
use crate::machine::{ImpactOf, LoopOf};
use crate::opening::Opening;
use crate::proof::ProofCommand;
use crate::recording::RecordCommand;
use crate::releases::ReleaseCommand;
use crate::rollout::RolloutCommand;
use crate::versions::VersionsCommand;
use crate::watch::{Refresh, WatchCommand};

/// Keeps the line from a person's problem to the model in production.
#[derive(Debug, Parser)]
#[command(name = "throughline", version, about, long_about = None, max_term_width = 100, after_help = AFTER)]
pub struct Cli {
    /// What is the same for every command.
    #[command(flatten)]
    pub common: Common,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const AFTER: &str = "\
The workspace is --workspace, else THROUGHLINE_WORKSPACE, else the nearest *.throughline file in this \
folder or one above it.
Exit codes: 0 done · 1 a negative answer (verification failed, a blocking gap is open, an import could not take \
something) · 2 usage · 3 refused or failed.
Errors go to stderr as a message and a hint; with --json as {code, message, hint, subject}.";

/// Options every command takes.
#[derive(Debug, Args)]
pub struct Common {
    /// The workspace file.
    #[arg(short, long, global = true, env = "THROUGHLINE_WORKSPACE", value_name = "FILE")]
    pub workspace: Option<PathBuf>,
    /// Who is acting: a stakeholder's name or id. Without it, whoever acted here last.
    #[arg(long = "as", global = true, value_name = "PERSON")]
    pub actor: Option<String>,
    /// The release new artefacts are created in and lists are limited to: an id or name, `none` or `all`.
    #[arg(long, global = true, value_name = "RELEASE")]
    pub release: Option<String>,
    /// Prints the answer as JSON (docs/cli.md describes each).
    #[arg(long, global = true)]
    pub json: bool,
    /// The file whose first line is the passphrase of this copy's key; else `THROUGHLINE_PASSPHRASE`, else it is asked for.
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Shows progress of long work on stderr.
    #[arg(long, global = true)]
    pub progress: bool,
}

/// The moment a question is asked for.
#[derive(Debug, Args, Clone, Default)]
pub struct AsOf {
    /// What this workspace knew: `#212` (a log position), a date or an instant.
    #[arg(long, value_name = "#N|DATE", conflicts_with = "so_on")]
    pub as_of: Option<String>,
    /// What is known now to have been so on a date.
    #[arg(long, value_name = "DATE")]
    pub so_on: Option<String>,
}

/// Which way a trace goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Direction {
    /// What led here.
    Back,
    /// What came of it.
    Forward,
    /// Both.
    Both,
}

/// Fields and links of an artefact.
#[derive(Debug, Args, Clone, Default)]
pub struct Fields {
    /// A field: `--field need="a quick dinner"`. Fields that name other artefacts take their ids. May be repeated.
    #[arg(short, long = "field", value_name = "K=V")]
    pub fields: Vec<String>,
    /// Markdown notes from a file; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    pub body: Option<PathBuf>,
    /// A link made in the same change: `--link motivates=PRB-2`; `--link '<motivates=INS-3'` when the other is the
    /// first end. May be repeated.
    #[arg(short, long = "link", value_name = "TYPE=ID")]
    pub links: Vec<String>,
    /// When it was so, if not now.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Creates a workspace file.
    Init {
        /// The new file; `.throughline` is added where it lacks.
        path: PathBuf,
        /// Who is at the keyboard; becomes the first stakeholder. `--as` says the same.
        #[arg(long, value_name = "NAME")]
        person: Option<String>,
        /// The first product.
        #[arg(long, value_name = "NAME")]
        product: Option<String>,
    },
    /// Records an artefact: `throughline add persona --title "Busy regular" --field type=end-user`.
    Add {
        /// Its kind; `throughline kinds` lists them.
        kind: String,
        /// Its title (the question of a decision, the sentence of an insight).
        #[arg(short, long)]
        title: Option<String>,
        /// Fields and links.
        #[command(flatten)]
        fields: Fields,
    },
    /// Changes fields of an artefact as one change; `--field k=` clears.
    Set {
        /// Which artefact: `PRB-12`, `name@version`, a digest prefix or an entity id.
        id: String,
        /// Fields and links.
        #[command(flatten)]
        fields: Fields,
    },
    /// Removes an artefact (it is kept, and shown grey), or brings it back.
    Remove {
        /// Which artefact.
        id: String,
        /// Brings it back.
        #[arg(long)]
        restore: bool,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Links two artefacts: `throughline link INS-3 motivates PRB-2`.
    Link {
        /// The link's first end.
        from: String,
        /// Its type; `throughline kinds --links` lists them.
        #[arg(value_name = "TYPE")]
        type_: String,
        /// Its second end.
        to: String,
        /// The link's own fields (`outcome=chosen`, `note=…`).
        #[arg(short, long = "field", value_name = "K=V")]
        fields: Vec<String>,
        /// When it was so, if not now.
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Removes a link.
    Unlink {
        /// The link's first end.
        from: String,
        /// Its type.
        #[arg(value_name = "TYPE")]
        type_: String,
        /// Its second end.
        to: String,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Shows an artefact with its fields and links.
    Show {
        /// Which artefact.
        id: String,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Lists artefacts: `throughline list decision --where status=accepted --sort=-updated_at`.
    List {
        /// A kind; all where it is left out.
        kind: Option<String>,
        /// A filter `k=v`, `k!=v`, `k~part`, `k<v`, `k>v`. May be repeated.
        #[arg(long = "where", value_name = "K=V")]
        filters: Vec<String>,
        /// Words to find in title and notes.
        #[arg(long)]
        text: Option<String>,
        /// A field to sort by; a leading `-` for descending. May be repeated.
        #[arg(long, allow_hyphen_values = true)]
        sort: Vec<String>,
        /// Rows at most.
        #[arg(long, default_value_t = 200)]
        limit: u64,
        /// Rows to pass over.
        #[arg(long, default_value_t = 0)]
        offset: u64,
        /// Lists removed ones too.
        #[arg(long)]
        removed: bool,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Prints an experiment: its plan, its results, what they say.
    Experiment {
        /// Which one.
        id: String,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Locks the plan of an experiment: results come after.
    Lock {
        /// Which experiment.
        id: String,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Records results of an experiment: of one arm, or of all arms from a table.
    Result(ResultOf),
    /// Finds words in titles, notes, quotes and ids.
    Search {
        /// The words; the last may be unfinished.
        #[arg(required = true)]
        text: Vec<String>,
        /// Only these kinds. May be repeated.
        #[arg(long)]
        kind: Vec<String>,
        /// Hits at most.
        #[arg(long, default_value_t = 20)]
        limit: u64,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Walks the thread: what led to an artefact, what came of it.
    Trace {
        /// Where to begin.
        id: String,
        /// Which way.
        #[arg(long, value_enum, default_value_t = Direction::Both)]
        direction: Direction,
        /// Steps at most.
        #[arg(long)]
        depth: Option<u64>,
        /// Shows only these kinds. May be repeated.
        #[arg(long)]
        kind: Vec<String>,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Ranks problems by what solving them returns, with ties named; `--rice` by the second lens.
    Rank {
        /// By RICE, the second lens, instead of by return.
        #[arg(long)]
        rice: bool,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Lays the numbers teams are judged by side by side, and says whether a decision records their conflicts.
    Objectives {
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Shows ideas against criteria: medians, sums by team, gates, and the weights at which the order turns.
    Matrix {
        /// Who looks on: in an open round a rater sees their own scores only, and nobody named sees none.
        #[arg(long, value_name = "PERSON")]
        rater: Option<String>,
        /// Tries a weight without recording it: `--try CRI-2=0.4`. May be repeated.
        #[arg(long = "try", value_name = "ID=WEIGHT")]
        tries: Vec<String>,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Shows the log, newest first: all of it, or the history of one artefact or link; with `--release`, of a release.
    Log {
        /// An artefact, or a link by its id.
        id: Option<String>,
        /// Only changes of this person.
        #[arg(long, value_name = "PERSON")]
        by: Option<String>,
        /// Only changes before this log position.
        #[arg(long, value_name = "N")]
        before: Option<u64>,
        /// Changes at most.
        #[arg(long, default_value_t = 50)]
        limit: u64,
        /// Only changes that say something was so more than a day before it was received.
        #[arg(long)]
        late: bool,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Looks back, and brings back.
    #[command(flatten)]
    Back(BackCommand),
    /// Takes back your latest change, or a given one, as a new change.
    Undo {
        /// The change: its place in the log, such as `#212`, or its id.
        change: Option<String>,
        /// Goes on although later values would be lost, it is somebody else's change, or a freeze came after it.
        #[arg(long)]
        force: bool,
    },
    /// Brings back what was undone last.
    Redo {
        /// The change: its place in the log, such as `#212`, or its id.
        change: Option<String>,
        /// Goes on although later values would be lost, it is somebody else's change, or a freeze came after it.
        #[arg(long)]
        force: bool,
    },
    /// Whose keys are whose; and this copy's own: passphrase, export, import.
    Keys {
        /// What to do; by default lists them.
        #[command(subcommand)]
        command: Option<KeysCommand>,
    },
    /// What is erased, what must be kept, and what is signed.
    #[command(flatten)]
    Keep(KeepCommand),
    /// Starts, follows and compares releases.
    Release {
        /// What to do.
        #[command(subcommand)]
        command: ReleaseCommand,
    },
    /// Shows an auditor where to look: the room, its lists, and samples for checking.
    Audit(Audit),
    /// Opens a workspace in the window, with --read-only to read.
    Open(Opening),
    /// Goes round the ten phases of the release: what is done, failed and missing in each.
    Loop(LoopOf),
    /// Lists everything that stands on an artefact, a field or a column, and whom to ask before it changes.
    Impact(ImpactOf),
    /// Reads data sets, and compares them: profile, schema, drift.
    Data {
        /// What to do.
        #[command(subcommand)]
        command: DataCommand,
    },
    /// What runs: bundles, deployments, observations.
    #[command(flatten)]
    Rollout(RolloutCommand),
    /// Shows what came of a session: its agenda, who was present and who was missing, ideas with their votes.
    Session {
        /// Which session.
        id: String,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Opens a return to an earlier stage: `throughline loop-back MEA-4 --to ideate --reason "nobody used it"`.
    LoopBack {
        /// The measurement, observation or decision that causes it.
        trigger: String,
        /// The stage or phase it returns to: `ideate`, `phase:training` …
        #[arg(long, value_name = "PLACE")]
        to: String,
        /// The stage or phase it leaves.
        #[arg(long, value_name = "PLACE", default_value = "test")]
        from: String,
        /// Why go back.
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// What must be different next time.
        #[arg(long, value_name = "TEXT")]
        must_change: Option<String>,
    },
    /// Lists what each stakeholder was heard on, and the decisions they were not asked about.
    Heard {
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Lists decisions that ask for another look: due, or resting on something that gave way.
    Review {
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Lists links whose ends changed in a field that matters, on the way to an artefact or in a release.
    Suspects {
        /// An artefact; by default the current release.
        id: Option<String>,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Says that a suspect link still holds for both ends as they are now; of an artefact, all links that it made suspect.
    Confirm {
        /// The link's id, as `suspects` prints it, or the artefact that changed.
        link: String,
        /// What you looked at, and why it holds.
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Attaches a file to an artefact.
    Attach {
        /// Which artefact.
        id: String,
        /// The file.
        file: PathBuf,
        /// Media type, guessed from the name where left out.
        #[arg(long)]
        media: Option<String>,
    },
    /// Writes an attachment to a file, verified.
    ExportAttachment {
        /// The artefact, or the attachment's `sha256:…`.
        id: String,
        /// The attachment's name, where the artefact has several.
        name: Option<String>,
        /// The file to write; by default the attachment's name in this folder.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Says what the release still misses, each gap with its reason; exits with 1 while a blocking gap is open.
    Check {
        /// Lists every rule with where it stands, not only the gaps.
        #[arg(long)]
        all: bool,
        /// Asks as a freeze would: every rule speaks, whatever stage the work has come to.
        #[arg(long)]
        freezing: bool,
        /// Asks as if this decision were accepted with what it proposes: what that would leave open.
        #[arg(long = "if", value_name = "DECISION")]
        supposing: Option<String>,
        /// With --if, the option that would be chosen.
        #[arg(long, value_name = "OPTION", requires = "supposing")]
        chosen: Option<String>,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Leaves a gap of the release open knowingly: `throughline waive 26 --reason "Forty users" --until 2026-10-01`.
    Waive {
        /// The rule: its number or its name, as `throughline check` prints them.
        rule: String,
        /// Why the gap may stay open.
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// The last day it holds.
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
        /// An artefact with the gap, if it is not all of them. May be repeated.
        #[arg(long = "for", value_name = "ID")]
        applies: Vec<String>,
        /// Who takes that on: a stakeholder or team. Without it, whoever is acting.
        #[arg(long, value_name = "PERSON")]
        by: Option<String>,
    },
    /// Freezes the release: seals what it consists of, if no blocking gap is open.
    Freeze {
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Verification, checkpoints, anchors, proofs.
    #[command(flatten)]
    Proof(ProofCommand),
    /// Prints counts and sizes.
    Stats,
    /// Takes in other tools' records; twice adds nothing.
    Import {
        /// What it is.
        #[arg(value_enum)]
        format: Format,
        /// Files or folders; `-` for JSON Lines on standard input.
        #[arg(required = true)]
        sources: Vec<PathBuf>,
        /// A commit to take beside the tags (git). May be repeated.
        #[arg(long = "commit", value_name = "COMMIT")]
        commits: Vec<String>,
        /// Reports what would be taken, and writes nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Writes what others read: provenance, bills of materials, model cards, decisions, tables (docs/exports.md).
    Export {
        /// What to write.
        #[command(subcommand)]
        what: Export,
    },
    /// Lays points of laws and standards beside the release: what speaks to each, and which are empty. No claim of
    /// compliance.
    Frameworks(Frameworks),
    /// Records what a pipeline made or checked: a version of a model, of data or of code, a whole run, a check.
    Record {
        /// What to record.
        #[command(subcommand)]
        command: RecordCommand,
    },
    /// Lists versions with how each stands, looks them up where they lie, compares two.
    Versions {
        /// What to do; by default lists them.
        #[command(subcommand)]
        command: Option<VersionsCommand>,
    },
    /// Watches stores of other tools for a product.
    Watch {
        /// What to do.
        #[command(subcommand)]
        command: WatchCommand,
    },
    /// Brings in what is new of watched stores, one change for each.
    Refresh(Refresh),
    /// Works with what was heard and seen.
    Evidence {
        /// What to do with it.
        #[command(subcommand)]
        what: Evidence,
    },
    /// Builds the view anew from the record.
    Rebuild,
    /// Writes a verified copy of the workspace file.
    Backup {
        /// The new file.
        path: PathBuf,
    },
    /// Copies that meet.
    #[command(flatten)]
    Exchange(ExchangeCommand),
    /// Makes the sample workspace and prints where it is.
    Sample,
    /// Lists kinds with their fields, or link types.
    Kinds {
        /// One kind.
        kind: Option<String>,
        /// Lists link types.
        #[arg(long)]
        links: bool,
    },
    /// Calls a command of the api directly: `throughline call artefact.get '{"id":"PRB-2"}'`. With `-`,
    /// calls each line of standard input, `{"name":…,"args":{…}}`, and prints one answer per line.
    Call {
        /// The command's name; `-` for calls on standard input.
        name: String,
        /// Its arguments as JSON.
        #[arg(default_value = "{}")]
        args: String,
    },
}
