//! The lock of a plan: what was changed after it, and which results came before it. Computed from the
//! history of the record and stored nowhere, so that nobody can forget to say it.

/// The fields of an experiment that are its plan.
pub const PLAN_FIELDS: &[&str] = &[
    "we-believe",
    "to-verify",
    "we-measure",
    "right-if",
    "arms",
    "environment",
    "unit",
    "minimum-effect",
    "alpha",
    "power",
    "baseline-value",
    "deviation",
    "sample-size",
    "stopping-rule",
    "locked-at",
];

/// The links from an experiment that are its plan, with the field each stands for.
pub const PLAN_LINKS: &[(&str, &str)] =
    &[("tests", "prototypes"), ("measured-by", "primary-metric"), ("guarded-by", "guardrails")];

/// One change of one field of the plan, in the order of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanChange {
    /// The field's name, see [`PLAN_FIELDS`] and [`PLAN_LINKS`].
    pub field: String,
    /// Which change of the log it belongs to: its position.
    pub position: u64,
    /// Whether the field holds something afterwards.
    pub filled: bool,
}

/// Where the plan was locked first, and what came after.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// Position of the change that locked it first; `None` if it never was.
    pub position: Option<u64>,
    /// Indices of the changes to the plan after that.
    pub late: Vec<usize>,
}

/// Finds the first lock and what was changed after it. The first one counts even where it was taken off
/// again: else unlocking, changing and locking would leave no trace. What is said in the very change that locks
/// belongs to the plan; taking the lock off, and setting it anew, are changes after it.
#[must_use]
pub fn after_lock(changes: &[PlanChange]) -> Lock {
    let first = changes.iter().find(|change| change.field == "locked-at" && change.filled);
    let Some(position) = first.map(|change| change.position) else { return Lock::default() };
    let late = changes
        .iter()
        .enumerate()
        .filter(|(_, change)| change.position > position)
        .map(|(at, _)| at)
        .collect();
    Lock { position: Some(position), late }
}
