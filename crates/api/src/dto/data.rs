//! Data sets: what a file holds, how two data versions differ, whether live data drifted.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto, Count, Saved};

/// `data.profile`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DataProfileArgs {
    /// The file: CSV, Parquet or JSON Lines.
    pub path: String,
    /// The data version it is recorded with, any reference; a new one where it is left out.
    #[ts(optional)]
    pub of: Option<String>,
    /// Name of a new one; the file's name where it is left out.
    #[ts(optional)]
    pub name: Option<String>,
    /// Version of a new one.
    #[ts(optional)]
    pub version: Option<String>,
    /// Fields that tell about people: they are counted, and none of their values is kept.
    pub personal: Vec<String>,
    /// Shows what would be recorded, and records nothing.
    pub dry_run: bool,
    /// Release that includes a new one: absent for the current one, `none` for none.
    #[ts(optional)]
    pub release: Option<String>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
    /// Name of the job.
    #[ts(optional)]
    pub job: Option<String>,
    /// A draft that is discarded once the change is sealed.
    #[ts(optional)]
    pub draft: Option<String>,
}

/// What a file holds.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DataProfile {
    /// `csv`, `parquet` or `jsonl`.
    pub format: String,
    /// Bytes of the file.
    pub bytes: Count,
    /// `sha256:` and the digest of its bytes.
    pub digest: String,
    /// How many rows.
    pub rows: Count,
    /// Its fields.
    pub fields: Vec<FieldProfileDto>,
    /// Fields that look as if they told about people and are not marked.
    pub perhaps_personal: Vec<PerhapsPersonal>,
    /// What was strange in it, as sentences.
    pub notes: Vec<String>,
    /// Name and version of what is recorded, or would be.
    pub title: String,
    /// The name alone.
    pub name: String,
    /// The version alone; empty where neither somebody nor the file's name says it.
    pub version: String,
    /// The data version that has this very digest, if there is one.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same: Option<CardDto>,
    /// What was recorded; absent for a look.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved: Option<Saved>,
}

/// A field that may tell about people.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PerhapsPersonal {
    /// The field.
    pub field: String,
    /// Why: “its name says so”.
    pub why: String,
}

/// One field with what was counted in it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FieldProfileDto {
    /// Its name.
    pub name: String,
    /// `int`, `decimal`, `text`, `bool`, `date`, `instant` or `unknown`.
    #[serde(rename = "type")]
    pub type_: String,
    /// What it takes, in words: “whole numbers 1 to 5”.
    pub domain: String,
    /// Whether its values are not kept.
    pub personal: bool,
    /// Whether anything was counted in it.
    pub counted: bool,
    /// Values that are there.
    pub count: Count,
    /// Rows without one.
    pub missing: Count,
    /// The share of rows without one, 0 to 1.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_share: Option<f64>,
    /// Values that do not fit the type.
    pub misfits: Count,
    /// Values that are NaN or infinite.
    pub not_finite: Count,
    /// How many different values; empty where nobody counted: “about 12,400”.
    pub distinct: String,
    /// Smallest; empty where it has none or it is not kept.
    pub min: String,
    /// Median.
    pub median: String,
    /// Largest.
    pub max: String,
    /// Mean.
    pub mean: String,
    /// Standard deviation.
    pub deviation: String,
    /// The seven quantiles: 1, 5, 25, 50, 75, 95 and 99 %; empty where there are none.
    pub quantiles: Vec<String>,
    /// How often what occurs, on few bins.
    pub bars: Vec<CountedDto>,
}

/// A bin or a word with its count.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CountedDto {
    /// The bin or word.
    pub label: String,
    /// How many.
    pub count: Count,
}

/// A data version with what is known of its fields and of those it is compared with.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DataPage {
    /// The data version.
    pub card: CardDto,
    /// How many rows; absent where nobody counted.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<Count>,
    /// Its fields.
    pub fields: Vec<FieldProfileDto>,
    /// Whether a file was read: fields have counts.
    pub profiled: bool,
    /// It against earlier states, and later states against it.
    pub pairs: Vec<DataPair>,
}

/// `data.pairs`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DataPairsArgs {
    /// Only pairs with this data version, any reference.
    #[ts(optional)]
    pub of: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// The data versions that are worth comparing.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DataPairs {
    /// The pairs, the newest data first.
    pub rows: Vec<DataPair>,
    /// Every data version, for comparing any two.
    pub all: Vec<CardDto>,
}

/// Two states of a data set.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DataPair {
    /// The newer one.
    pub of: CardDto,
    /// The older one.
    pub with: CardDto,
    /// Whether it is the state right before.
    pub previous: bool,
    /// Models that were trained on the older one.
    pub models: Vec<CardDto>,
    /// Whether both have a schema.
    pub comparable: bool,
    /// How many anomalies of schema.
    pub anomalies: Count,
    /// The difference of schema in one or two sentences.
    pub schema: String,
    /// Fields that can be compared for drift.
    pub drifting: Count,
    /// Of these, how many shifted.
    pub shifted: Count,
    /// The drift in one sentence.
    pub drift: String,
    /// The decision or loop-back that speaks of the newer one, if there is one.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered: Option<CardDto>,
}

/// `data.compare` and `data.drift`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DataCompareArgs {
    /// The newer or live data: a data version by any reference, or the path of a file.
    pub of: String,
    /// What it is held against, in the same way; the state before, or what a model was trained on, where it is left
    /// out.
    #[ts(optional)]
    pub with: Option<String>,
    /// As of.
    pub at: AtDto,
    /// Name of the job, where files are read.
    #[ts(optional)]
    pub job: Option<String>,
}

/// One side of a comparison.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DataSide {
    /// The data version, if it is one.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<CardDto>,
    /// Name and version, or the file.
    pub title: String,
    /// How many rows; absent where nobody counted.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<Count>,
    /// Whether it was read from a file just now, value by value.
    pub file: bool,
}

/// The difference of two schemas.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SchemaDifferenceDto {
    /// The newer one.
    pub of: DataSide,
    /// The older one.
    pub with: DataSide,
    /// In one or two sentences.
    pub sentence: String,
    /// How many anomalies.
    pub anomalies: Count,
    /// What differs: anomalies first.
    pub found: Vec<DifferenceDto>,
    /// What may have got a new name.
    pub renamed: Vec<RenamedDto>,
    /// Every field, side by side, in the order of the older one.
    pub fields: Vec<FieldPairDto>,
    /// Models that were trained on the older one.
    pub models: Vec<CardDto>,
    /// Decisions and loop-backs that speak of the newer one.
    pub answers: Vec<CardDto>,
}

/// One thing that differs.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DifferenceDto {
    /// The field.
    pub field: String,
    /// The name TensorFlow Data Validation has for it; empty for what is worth knowing and no anomaly.
    pub anomaly: String,
    /// It as a sentence.
    pub sentence: String,
}

/// A field that may have got a new name.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RenamedDto {
    /// The old name.
    pub gone: String,
    /// The new one.
    pub new: String,
    /// What speaks for it.
    pub reasons: Vec<String>,
    /// The suggestion.
    pub sentence: String,
}

/// A field in two schemas.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FieldPairDto {
    /// Its name.
    pub name: String,
    /// What it took; empty where it is new.
    pub was: String,
    /// What it takes; empty where it is gone.
    pub is: String,
    /// `same`, `changed`, `gone` or `new`.
    pub state: String,
}

/// Drift between two data sets.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DriftDto {
    /// The live one.
    pub of: DataSide,
    /// What it is held against.
    pub with: DataSide,
    /// In one or two sentences.
    pub sentence: String,
    /// How many fields shifted.
    pub shifted: Count,
    /// Fields that could be compared, the worst first.
    pub fields: Vec<FieldDriftDto>,
    /// Fields that could not.
    pub left_out: Vec<LeftOutDto>,
    /// Whether values were compared one by one, in bins, or some so and some so, in words.
    pub how: String,
    /// Models that were trained on the older one.
    pub models: Vec<CardDto>,
    /// Live deployments of these models.
    pub deployments: Vec<CardDto>,
    /// Observations of drift that speak of the live one.
    pub observed: Vec<CardDto>,
}

/// A field that could not be compared.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LeftOutDto {
    /// The field.
    pub field: String,
    /// Why.
    pub sentence: String,
}

/// A field compared.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FieldDriftDto {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub type_: String,
    /// `shifted`, `moved`, `small`, `cannot-tell` or `stable`.
    pub verdict: String,
    /// The verdict in words.
    pub sentence: String,
    /// Values of the training data.
    pub n_training: Count,
    /// Values of the live data.
    pub n_live: Count,
    /// Population stability index.
    pub stability: f64,
    /// What it passes by chance once in twenty times.
    pub stability_limit: f64,
    /// Whether ½ was added to every bin.
    pub smoothed: bool,
    /// `kolmogorov-smirnov` or `chi-square`.
    pub test: String,
    /// Its p.
    pub p: f64,
    /// Whether its p is not to be trusted: a category is expected fewer than five times.
    pub sparse: bool,
    /// `Kolmogorov-Smirnov distance` or `Cramér’s V`.
    pub size_name: String,
    /// The size of the shift, 0 to 1.
    pub size: f64,
    /// What the size passes by chance once in twenty times, where that is known.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size_limit: Option<f64>,
    /// “compared value by value”, “in bins of 0.25”.
    pub how: String,
    /// Median of the training data; empty for words.
    pub median_training: String,
    /// Median of the live data.
    pub median_live: String,
    /// Share missing in the training data, 0 to 1.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_training: Option<f64>,
    /// Share missing in the live data.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_live: Option<f64>,
    /// Both histograms.
    pub bars: Vec<BarDto>,
}

/// A bar of two histograms.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BarDto {
    /// The bin or word.
    pub label: String,
    /// Values of the training data in it.
    pub training: Count,
    /// Values of the live data in it.
    pub live: Count,
}
