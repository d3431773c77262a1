//! The stages of the design template, the phases of a machine-learning system, and the lanes both are drawn in.

use serde::Serialize;

/// Where a kind belongs: the lane of the map, the colour of a card, the page it is found on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The frame all work stands in: product, release, metric.
    Frame,
    /// Who takes part: teams and stakeholders.
    People,
    /// Listening to users.
    Empathise,
    /// Saying what the problem is and how a solution is judged.
    Define,
    /// Ideas and their evaluation.
    Ideate,
    /// Trying ideas cheaply.
    Prototype,
    /// Experiments and their results.
    Test,
    /// The system that is built: data acquisition to release.
    Build,
    /// What runs: deploy and monitor.
    Live,
    /// Kinds that belong to no one stage: decision, stance, loop-back, waiver, comment.
    Any,
    /// Kinds of the record itself, such as a seal or a device.
    Record,
}

impl Stage {
    /// Every stage, in the order of the thread.
    pub const ALL: &'static [Stage] = &[
        Stage::Frame,
        Stage::People,
        Stage::Empathise,
        Stage::Define,
        Stage::Ideate,
        Stage::Prototype,
        Stage::Test,
        Stage::Build,
        Stage::Live,
        Stage::Any,
        Stage::Record,
    ];

    /// The name in files and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Stage::Frame => "frame",
            Stage::People => "people",
            Stage::Empathise => "empathise",
            Stage::Define => "define",
            Stage::Ideate => "ideate",
            Stage::Prototype => "prototype",
            Stage::Test => "test",
            Stage::Build => "build",
            Stage::Live => "live",
            Stage::Any => "any",
            Stage::Record => "record",
        }
    }

    /// The stage of this name, if there is one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Stage> {
        Stage::ALL.iter().copied().find(|s| s.as_str() == name)
    }
}

impl std::fmt::Display for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The five design stages, in order.
pub const STAGES: &[&str] = &["empathise", "define", "ideate", "prototype", "test"];

/// The phases of a machine-learning system, development first, then operations.
pub const PHASES: &[&str] = &[
    "data-acquisition",
    "exploration",
    "feature-model-development",
    "training",
    "validation",
    "build",
    "test",
    "release",
    "deploy",
    "monitor",
];

/// The places a loop-back can leave from and return to. A phase is written `phase:NAME`, because
/// `test` is both a stage and a phase.
pub const PLACES: &[&str] = &[
    "empathise",
    "define",
    "ideate",
    "prototype",
    "test",
    "phase:data-acquisition",
    "phase:exploration",
    "phase:feature-model-development",
    "phase:training",
    "phase:validation",
    "phase:build",
    "phase:test",
    "phase:release",
    "phase:deploy",
    "phase:monitor",
];

/// The lane a phase is drawn in: deploy and monitor are live, all earlier ones are build.
#[must_use]
pub fn lane_of_phase(phase: &str) -> Option<Stage> {
    match phase {
        "deploy" | "monitor" => Some(Stage::Live),
        p if PHASES.contains(&p) => Some(Stage::Build),
        _ => None,
    }
}
