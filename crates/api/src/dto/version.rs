//! Versions: what they are, how they stand against the world, and two of them side by side.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto, Count};

/// How a version stands against the place it lies in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StandingDto {
    /// `matches`, `changed`, `missing`, `dirty`, `not-looked-up` or `not-checked`.
    pub word: String,
    /// "matches", "not checked since 3 Sep 2026".
    pub words: String,
    /// When it was looked at; of `not-checked`, since when: RFC 3339.
    pub at: String,
    /// Of `not-checked`: somebody looked before its digest or location was set anew.
    pub outdated: bool,
    /// What was found in a sentence, or why nothing could be looked up; empty where nobody looked.
    pub because: String,
    /// Where it was looked for.
    pub place: String,
    /// The digests found, `algorithm:value`.
    pub found: Vec<String>,
}

/// A digest with what it is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DigestDto {
    /// Its algorithm's name.
    pub algorithm: String,
    /// Its value.
    pub value: String,
    /// What goes into it: "the bytes of one file"; empty of an algorithm that is not known.
    pub of: String,
    /// How far to trust it, as a sentence.
    pub says: String,
    /// Whether it covers a sample or nothing.
    pub weak: bool,
}

/// A version that is not as it was recorded, under something that stands on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct UnwellDto {
    /// The version.
    pub card: CardDto,
    /// How it stands.
    pub standing: StandingDto,
    /// "stands on ratings 2026-08, which changed where it lies".
    pub sentence: String,
}

/// A version in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VersionRow {
    /// Its card.
    pub card: CardDto,
    /// Its digests; of code its commit.
    pub digests: Vec<DigestDto>,
    /// Whether nothing it has covers all of it.
    pub weak: bool,
    /// How it stands.
    pub standing: StandingDto,
    /// What it stands on that is not as it was recorded.
    pub stands_on: Vec<UnwellDto>,
}

/// The versions of a release.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VersionList {
    /// Models, then data, then code; the newest first.
    pub rows: Vec<VersionRow>,
}

/// `versions.check`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CheckVersionsArgs {
    /// Which: any references; empty for all of the release.
    pub ids: Vec<String>,
    /// A release: any reference; `all` for every one; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// Name of the job.
    #[ts(optional)]
    pub job: Option<String>,
}

/// What a check of versions found.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VersionsChecked {
    /// The versions as they stand now, in the order they were looked up.
    pub rows: Vec<VersionRow>,
    /// How many of them changed or are missing.
    pub unwell: Count,
    /// Bundles, models and deployments that stand on one of these.
    pub affected: Vec<CardDto>,
    /// Log position of the change that records it; absent where there was nothing to look up.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Count>,
}

/// A check that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckDto {
    /// What was found, in a word.
    pub word: String,
    /// When, RFC 3339.
    pub at: String,
    /// Who was at the keyboard; empty for nobody.
    pub by: String,
    /// What was found in a sentence.
    pub because: String,
}

/// What stands around a version, by one link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AroundDto {
    /// The link read from the version: "was trained on", "is shipped in".
    pub label: String,
    /// Steps away, from 1.
    pub depth: Count,
    /// What stands there.
    pub card: CardDto,
}

/// A parameter or metric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PairDto {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A metric of a version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct MetricValueDto {
    /// Its name, as the tool wrote it.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The metric of this name, if the workspace has it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<CardDto>,
    /// Its unit; empty where nobody said.
    pub unit: String,
}

/// Everything a version's page shows beyond its fields.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VersionPage {
    /// Its card.
    pub card: CardDto,
    /// Its digests; of code its commit.
    pub digests: Vec<DigestDto>,
    /// Whether nothing it has covers all of it.
    pub weak: bool,
    /// What its identity lacks, in a sentence; empty where it is sound.
    pub doubt: String,
    /// How it stands.
    pub standing: StandingDto,
    /// The last checks, the newest first.
    pub checks: Vec<CheckDto>,
    /// What it stands on that is not as it was recorded.
    pub stands_on: Vec<UnwellDto>,
    /// What it came from, the nearest first.
    pub from: Vec<AroundDto>,
    /// What came of it, the nearest first, on to deployments.
    pub of: Vec<AroundDto>,
    /// What it was made with.
    pub parameters: Vec<PairDto>,
    /// What it measured.
    pub metrics: Vec<MetricValueDto>,
    /// What it was judged on.
    pub evaluated_on: Vec<CardDto>,
    /// Run, source, place: what is known of where it comes from.
    pub origin: Vec<PairDto>,
    /// Other versions of the same kind, those of the same name first.
    pub others: Vec<CardDto>,
}

/// `version.compare`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CompareVersionsArgs {
    /// A version: any reference.
    pub of: String,
    /// The one it is compared with, of the same kind.
    pub with: String,
    /// As of.
    pub at: AtDto,
}

/// A value of two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DiffersDto {
    /// Its name.
    pub name: String,
    /// Of the one that is looked at; absent where it has none.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Of the one it is compared with.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// Whether the two are equal.
    pub same: bool,
}

/// A metric of two versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct MetricDiffersDto {
    /// Its name.
    pub name: String,
    /// Of the one that is looked at.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Of the one it is compared with.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// How much more the one has than the other, with its sign; absent where the two cannot be compared.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<String>,
    /// `better`, `worse`, `same`, or empty where the direction is not known or they cannot be compared.
    pub verdict: String,
    /// The metric of this name, if the workspace has it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<CardDto>,
    /// Its unit.
    pub unit: String,
}

/// A column of two schemas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ColumnDiffersDto {
    /// Its name.
    pub name: String,
    /// What it holds in the one that is looked at, "whole numbers 1 to 5, can be missing"; absent where it has none.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// What it holds in the one it is compared with.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// What differs, in sentences: from the one it is compared with to the one that is looked at.
    pub sentence: String,
    /// Whether nothing differs in what a model may rely on; how often each value occurs is drift.
    pub same: bool,
}

/// What two versions are linked with by one type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct LinksDifferDto {
    /// "was trained on".
    pub label: String,
    /// Only the one that is looked at.
    pub of: Vec<CardDto>,
    /// Only the one it is compared with.
    pub with: Vec<CardDto>,
    /// Both.
    pub both: Vec<CardDto>,
}

/// A decision made between two versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct BetweenDto {
    /// The decision.
    pub card: CardDto,
    /// The day it counts from.
    pub on: String,
    /// Whether it lies on the thread of the one, the other, or both: `of`, `with`, `both`.
    pub thread: String,
}

/// Two versions of one kind side by side.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VersionsCompared {
    /// The one that is looked at.
    pub of: VersionRow,
    /// The one it is compared with.
    pub with: VersionRow,
    /// Whether both are of the same thing by their digests; absent where nothing can be said.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identical: Option<bool>,
    /// Plain fields that differ.
    pub fields: Vec<DiffersDto>,
    /// Parameters, all of both.
    pub parameters: Vec<DiffersDto>,
    /// Metrics, all of both.
    pub metrics: Vec<MetricDiffersDto>,
    /// Why metrics cannot be compared, or what makes them doubtful; empty where they can.
    pub caution: String,
    /// Whether metrics are of the same evaluation data, as far as is known.
    pub comparable: bool,
    /// The difference of their schemas in a sentence or two; empty where neither has a schema.
    pub schema: String,
    /// Columns of their schemas, those that differ first.
    pub columns: Vec<ColumnDiffersDto>,
    /// Links, by type.
    pub links: Vec<LinksDifferDto>,
    /// Decisions made after the earlier one and up to the later one that touch the thread of either.
    pub decisions: Vec<BetweenDto>,
}
