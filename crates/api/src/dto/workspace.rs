//! The application, its workspace and its long work.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto, Count};

/// `app.info`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AppInfo {
    /// Version of the application.
    pub version: String,
    /// What this shell can do: `dialogs`, `open-links`.
    pub capabilities: Vec<String>,
    /// Recent workspaces, newest first.
    pub recent: Vec<RecentDto>,
    /// The workspace that is open.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace: Option<WorkspaceInfo>,
    /// Where a new workspace goes by default.
    pub default_folder: String,
}

/// A workspace opened before.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecentDto {
    /// Its file.
    pub path: String,
    /// Its name.
    pub name: String,
    /// When it was opened last, RFC 3339.
    pub opened: String,
    /// Workspace id; empty where it is not known.
    pub id: String,
    /// Whether the file is still there.
    pub present: bool,
}

/// `workspace.create`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CreateArgs {
    /// The new file, `NAME.throughline`.
    pub path: String,
    /// Who is at the keyboard; becomes the first stakeholder.
    #[ts(optional)]
    pub person: Option<String>,
    /// The first product's name.
    #[ts(optional)]
    pub product: Option<String>,
}

/// `workspace.open`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct OpenArgs {
    /// The file.
    pub path: String,
    /// Opens without writing.
    pub read_only: bool,
    /// Name under which `job.status` and `job.cancel` know this call.
    #[ts(optional)]
    pub job: Option<String>,
}

/// `workspace.backup`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PathArgs {
    /// A file.
    pub path: String,
    /// Name of the job.
    #[ts(optional)]
    pub job: Option<String>,
}

/// An open workspace.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WorkspaceInfo {
    /// Workspace id.
    pub id: String,
    /// The file.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Why it is read-only, if so.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_only: Option<String>,
}

/// `workspace.state`: asked twice a second by an open window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct WorkspaceState {
    /// Length of the log.
    pub position: Count,
    /// When the last change was received.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// When the first change was received.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// Who is at the keyboard.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<CardDto>,
    /// The current product.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<CardDto>,
    /// The current release.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<CardDto>,
    /// What undo would undo, in words.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo: Option<String>,
    /// What redo would redo, in words.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redo: Option<String>,
    /// How many artefacts of each kind there are, current release.
    pub counts: Vec<KindCount>,
}

/// How many of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KindCount {
    /// Kind's name.
    pub kind: String,
    /// How many.
    pub count: Count,
}

/// `workspace.state`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct StateArgs {
    /// As of: release, product and counts are of that moment; the length of the log is what it is now.
    pub at: AtDto,
}

/// `workspace.context`: who is at the keyboard and which release is looked at. Absent fields stay as they are.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ContextArgs {
    /// A stakeholder: any reference, or a new name (with `new_actor`).
    #[ts(optional)]
    pub actor: Option<String>,
    /// Records a new stakeholder of the name `actor`.
    pub new_actor: bool,
    /// A release: any reference; `all` for no release.
    #[ts(optional)]
    pub release: Option<String>,
}

/// Long work without other arguments.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct JobArgs {
    /// Name under which `job.status` and `job.cancel` know this call.
    #[ts(optional)]
    pub job: Option<String>,
}

/// `job.status`, `job.cancel`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct JobKey {
    /// The job's name.
    pub job: String,
}

/// How far a job is.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct JobStatus {
    /// False once it ended, or was never there.
    pub running: bool,
    /// Steps done.
    pub done: Count,
    /// Steps in all; 0 where unknown.
    pub total: Count,
    /// What it is doing.
    pub what: String,
    /// Time left, where it can be told, in milliseconds.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_ms: Option<Count>,
}

/// `workspace.stats`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Stats {
    /// Artefacts, removed ones left out.
    pub artefacts: Count,
    /// Links, removed ones left out.
    pub links: Count,
    /// Changes in the log.
    pub changes: Count,
    /// Records in the log.
    pub records: Count,
    /// Attachments.
    pub attachments: Count,
    /// Size of the workspace file in bytes.
    pub file_bytes: Count,
    /// Size of the view in bytes.
    pub view_bytes: Count,
    /// Devices that wrote.
    pub devices: Count,
    /// How many of each kind.
    pub kinds: Vec<KindCount>,
}

/// `dialog.open`, answered by the shell.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DialogArgs {
    /// Title of the dialog.
    pub title: String,
    /// Whether a folder is picked.
    pub folder: bool,
    /// Suggested file name, for `dialog.save`.
    pub name: String,
    /// File endings, without the dot; empty for any.
    pub endings: Vec<String>,
}

/// What was picked.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct Picked {
    /// The path; absent where the person cancelled.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// `link.open`: an address in the person's browser, answered by the shell.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct UrlArgs {
    /// An `https:`, `http:` or `mailto:` address.
    pub url: String,
}

/// `markdown`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct MarkdownArgs {
    /// Markdown.
    pub text: String,
}

/// Rendered by pulldown-cmark, cleaned by ammonia.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Html {
    /// Safe to put on a page.
    pub html: String,
}

/// `attachment.add`: from a file, or from bytes that were pasted or dropped.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct AttachArgs {
    /// The artefact it is attached to.
    pub id: String,
    /// A file,
    #[ts(optional)]
    pub path: Option<String>,
    /// or bytes in base64,
    #[ts(optional)]
    pub base64: Option<String>,
    /// with a name.
    #[ts(optional)]
    pub name: Option<String>,
    /// Media type, guessed from the name where absent.
    #[ts(optional)]
    pub media: Option<String>,
    /// Name of the job.
    #[ts(optional)]
    pub job: Option<String>,
}

/// `attachment.save`: writes an attachment to a file. `attachment.read`: its bytes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct AttachmentArgs {
    /// `sha256:…`, or any reference to an artefact with one attachment (then `name` may choose).
    pub digest: String,
    /// Name of the attachment among an artefact's.
    #[ts(optional)]
    pub name: Option<String>,
    /// The file to write.
    #[ts(optional)]
    pub path: Option<String>,
}

/// What was attached or read.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AttachmentDto {
    /// File name.
    pub name: String,
    /// Media type.
    pub media: String,
    /// Bytes.
    pub size: Count,
    /// `sha256:…` of the bytes.
    pub digest: String,
    /// The bytes in base64, for `attachment.read`.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base64: Option<String>,
}
