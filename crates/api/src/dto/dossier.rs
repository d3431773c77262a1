//! Dossiers, and frameworks beside the record.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto, Count};

/// `dossier`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DossierArgs {
    /// A release: any reference or its name; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// Or any artefact: why a version, bundle or deployment is in production, the line of anything else; `all` is the workspace.
    #[ts(optional)]
    pub of: Option<String>,
    /// Frameworks that follow as annexes, by name.
    pub frameworks: Vec<String>,
    /// As of.
    pub at: AtDto,
}

/// A dossier as the window shows it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DossierPage {
    /// What it is of.
    pub card: CardDto,
    /// "Dossier of a release".
    pub kind: String,
    /// The moment in words.
    pub moment: String,
    /// The document, escaped and complete; what the saved HTML shows.
    pub html: String,
    /// Its contents.
    pub contents: Vec<ContentsEntry>,
    /// SHA-256 over all it says, `sha256:…`.
    pub digest: String,
    /// Changes of the log it takes in.
    pub size: Count,
    /// Root over them.
    pub root: String,
}

/// A line of the contents.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ContentsEntry {
    /// The id of its heading's section in the document.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// `dossier.save`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SaveDossierArgs {
    /// The file: `.pdf` or `.html`.
    pub path: String,
    /// A release: any reference or its name; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// Or any artefact: why a version, bundle or deployment is in production, the line of anything else; `all` is the workspace.
    #[ts(optional)]
    pub of: Option<String>,
    /// Frameworks that follow as annexes, by name.
    pub frameworks: Vec<String>,
    /// As of.
    pub at: AtDto,
    /// Name under which `job.status` and `job.cancel` know this call.
    #[ts(optional)]
    pub job: Option<String>,
}

/// A dossier that was written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DossierSaved {
    /// The file.
    pub path: String,
    /// `pdf` or `html`.
    pub form: String,
    /// Its size in bytes.
    pub bytes: Count,
    /// SHA-256 over all the document says: it stands on every page.
    pub digest: String,
    /// SHA-256 of the file's bytes.
    pub file: String,
    /// Changes of the log it takes in.
    pub size: Count,
    /// Root over them.
    pub root: String,
}

/// `frameworks`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct FrameworksArgs {
    /// Only this one, by name.
    #[ts(optional)]
    pub name: Option<String>,
    /// A release: any reference or its name; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// Frameworks beside a release.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FrameworksPage {
    /// What has to be said with it: no claim of compliance.
    pub no_claim: String,
    /// The release; absent where there is none.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<CardDto>,
    /// The frameworks.
    pub rows: Vec<FrameworkDto>,
}

/// A framework with what the record holds for its points.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FrameworkDto {
    /// Its name on the command line.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Where it was published.
    pub source: String,
    /// Where it can be read.
    pub url: String,
    /// The day of the text, `YYYY-MM-DD`.
    pub dated: String,
    /// Whose words the titles are in.
    pub wording: String,
    /// Its points.
    pub points: Vec<FrameworkPoint>,
    /// How many of them are empty.
    pub empty: Count,
}

/// A point with what speaks to it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FrameworkPoint {
    /// Its number in the text.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Artefacts that speak to it, at most twelve.
    pub cards: Vec<CardDto>,
    /// How many there are.
    pub total: Count,
    /// What the way the record is kept says to it; empty where nothing.
    pub record: String,
    /// What would speak to it: "deployment (monitoring plan)".
    pub seeks: Vec<String>,
    /// Rules with open gaps that ask for it: "no monitoring plan (2)".
    pub gaps: Vec<String>,
    /// Nothing speaks to it.
    pub empty: bool,
}
