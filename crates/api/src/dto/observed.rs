//! What was seen in the field: recorded, read from a table, plotted, answered.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{BadLineDto, CardDto, Count, MarkDto, RunDto, Saved};

/// `observation.record`: what a monitor or a person saw.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ObserveArgs {
    /// The deployment: any reference; absent for none, as of a change of behaviour in the world.
    #[ts(optional)]
    pub deployment: Option<String>,
    /// `metric`, `data-drift`, `model-drift`, `schema-change`, `bias`, `incident`, `uptime` or `behaviour-change`.
    pub kind: String,
    /// A few words; absent for one that is composed.
    #[ts(optional)]
    pub title: Option<String>,
    /// The metric: any reference or its name.
    #[ts(optional)]
    pub metric: Option<String>,
    /// The value seen.
    #[ts(optional)]
    pub measured: Option<String>,
    /// What was expected: a value, or a band `0.28..0.33` of which one end may be left out.
    #[ts(optional)]
    pub expected: Option<String>,
    /// Which of the users, in words.
    #[ts(optional)]
    pub segment: Option<String>,
    /// Units measured.
    #[ts(optional)]
    pub n: Option<Count>,
    /// Successes of n.
    #[ts(optional)]
    pub successes: Option<Count>,
    /// Mean of n.
    #[ts(optional)]
    pub mean: Option<String>,
    /// Standard deviation of the single values.
    #[ts(optional)]
    pub deviation: Option<String>,
    /// `info`, `minor`, `major` or `critical`.
    #[ts(optional)]
    pub severity: Option<String>,
    /// What it covers, `2026-10-12..2026-10-26`: dates or instants, the end not in it.
    #[ts(optional)]
    pub window: Option<String>,
    /// The day it was seen; absent for the end of the window, else today.
    #[ts(optional)]
    pub date: Option<String>,
    /// The dashboard, alert or report it was read from.
    #[ts(optional)]
    pub read_from: Option<String>,
    /// More about it, in Markdown.
    #[ts(optional)]
    pub notes: Option<String>,
    /// A name by which the same observation sent again is recognised: it is recorded once.
    #[ts(optional)]
    pub key: Option<String>,
    /// The release that includes it; absent for that of the deployment, else the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
    /// A draft that is discarded once the change is sealed.
    #[ts(optional)]
    pub draft: Option<String>,
}

/// What became of an observation that was sent.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ObservedDto {
    /// The change; without a position where it was known already.
    pub saved: Saved,
    /// The observation.
    pub card: CardDto,
    /// `new`, `changed` or `known`.
    pub was: String,
    /// Whether it asks for an answer.
    pub asks: bool,
    /// What was seen against what was expected, in words.
    pub words: String,
}

/// `observation.import`: a table, one observation per row.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ObserveTableArgs {
    /// The table; its first line names the columns.
    pub csv: String,
    /// The deployment of rows that name none.
    #[ts(optional)]
    pub deployment: Option<String>,
    /// Shows what would be recorded, and records nothing.
    pub preview: bool,
    /// Leaves out the rows that cannot be read.
    pub leave_out: bool,
    /// The release that includes them; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
    /// A draft that is discarded once the change is sealed.
    #[ts(optional)]
    pub draft: Option<String>,
}

/// One row of a table, read.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ObservedRow {
    /// Its line.
    pub line: Count,
    /// Kind of observation.
    pub kind: String,
    /// In words.
    pub words: String,
}

/// A table that was, or would be, recorded.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ObservedTable {
    /// Rows that can be read.
    pub rows: Vec<ObservedRow>,
    /// Rows that cannot, each with why.
    pub bad: Vec<BadLineDto>,
    /// Columns that are not known and were passed over.
    pub ignored: Vec<String>,
    /// The change; absent for a preview.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved: Option<Saved>,
    /// What was recorded.
    pub recorded: Vec<CardDto>,
}

/// A value over time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PointDto {
    /// When, RFC 3339: the end of the window, else the day.
    pub at: String,
    /// Begin of the window, RFC 3339.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The value.
    pub value: f64,
    /// Lower end of what was expected.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Upper end of what was expected.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// Whether it was as expected; absent where nothing was expected.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_expected: Option<bool>,
    /// Entity id of the observation.
    pub id: String,
    /// Its short id.
    pub short: String,
    /// In words, with its unit.
    pub words: String,
}

/// One metric in one segment over time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SeriesDto {
    /// "Basket value", "Basket value, new users", "Data drift".
    pub label: String,
    /// The metric's unit.
    pub unit: String,
    /// Its values, the earliest first.
    pub points: Vec<PointDto>,
}

/// An observation with where it stands.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SeenDto {
    /// What, when and where.
    pub mark: MarkDto,
    /// `asks`, `answered`, `accepted`, `as-expected`, `figure` or `closed`.
    pub standing: String,
    /// The deployment.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployment: Option<CardDto>,
    /// Decisions and loop-backs that answer it.
    pub answers: Vec<CardDto>,
    /// Why it was accepted.
    pub accepted: String,
    /// Which of the users.
    pub segment: String,
}

/// Everything seen in the field.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ObservationsDto {
    /// Those that ask first, then the latest first.
    pub rows: Vec<SeenDto>,
    /// How many ask for an answer.
    pub asking: Count,
    /// Values over time, the metric with most values first.
    pub series: Vec<SeriesDto>,
    /// The deployments, on the same axis.
    pub runs: Vec<RunDto>,
    /// The moment that is looked at, RFC 3339.
    pub now: String,
}
