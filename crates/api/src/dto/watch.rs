//! Watched stores.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ApiError, AtDto, CardDto, Count, ImportDto};

/// `watch.list`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct WatchArgs {
    /// Only stores watched for this product: any reference; absent for all.
    #[ts(optional)]
    pub product: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// The stores that are watched.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WatchList {
    /// In the order in which they were added.
    pub rows: Vec<WatchedDto>,
    /// Whether the window refreshes when this workspace is opened on this computer.
    pub at_start: bool,
}

/// One watched store.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WatchedDto {
    /// The record of it.
    pub card: CardDto,
    /// `mlflow`, `dvc`, `git` or `adr`.
    pub format: String,
    /// Where it lies.
    pub location: String,
    /// What it is watched for.
    pub products: Vec<CardDto>,
    /// When it was read last: on this computer, or, where something new came in, on any.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<String>,
    /// When something new came in last.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brought_at: Option<String>,
    /// What came in then.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brought: Option<String>,
    /// Why it could not be read when it was tried last on this computer; absent if it could.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
    /// Whether there is anything at its place on this computer.
    pub there: bool,
}

/// `watch.add`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct WatchAddArgs {
    /// `mlflow`, `dvc`, `git` or `adr`.
    pub format: String,
    /// The store's file or folder.
    pub source: String,
    /// What for: any reference of a product; absent for the one of the current release.
    #[ts(optional)]
    pub product: Option<String>,
    /// What it is called here; absent for its folder's name.
    #[ts(optional)]
    pub title: Option<String>,
}

/// `watch.remove`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct WatchRemoveArgs {
    /// Which: its id, its name or its place.
    pub which: String,
}

/// `watch.refresh`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct RefreshArgs {
    /// Which: ids, names or places; none for all.
    pub which: Vec<String>,
    /// Only those of this product.
    #[ts(optional)]
    pub product: Option<String>,
    /// Name of the job.
    #[ts(optional)]
    pub job: Option<String>,
}

/// What a refresh did.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RefreshDto {
    /// Store by store.
    pub rows: Vec<RefreshedDto>,
    /// Artefacts added by all of them.
    pub added: Count,
    /// Artefacts changed by all of them.
    pub changed: Count,
    /// Stores that could not be read.
    pub failed: Count,
}

/// What one store brought, or why it brought nothing.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RefreshedDto {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What came in.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import: Option<ImportDto>,
    /// Why it could not be read.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ApiError>,
}

/// `watch.at-start`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct AtStartArgs {
    /// On or off.
    pub on: bool,
}
