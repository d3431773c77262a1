//! The machine-learning process of a release: its ten phases, what is done, failed and missing in each.
//!
//! What is missing comes from the rules of readiness first. Beside them, each phase names what it usually holds:
//! kinds of artefacts and checks. What of that is not there is expected, and stands in nobody's way.

use throughline_record::EntityId;

use super::facts::{Entity, ReleaseFacts};
use super::{Action, Gap, Judged, Place, RuleState, Severity};

/// The two halves of the loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// From data to a validated model.
    Development,
    /// From a build to what is seen in the field.
    Operations,
}

impl Half {
    /// The name in answers: `development`, `operations`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Half::Development => "development",
            Half::Operations => "operations",
        }
    }
}

/// A phase of the process.
#[derive(Debug)]
pub struct Phase {
    /// Its name, one of [`crate::PHASES`].
    pub name: &'static str,
    /// On screens.
    pub label: &'static str,
    /// Which half of the loop it belongs to.
    pub half: Half,
    /// What is done in it, one sentence.
    pub what: &'static str,
    /// Kinds of artefacts that come out of it.
    pub kinds: &'static [&'static str],
    /// Checks that are expected in it, wherever they were recorded.
    pub checks: &'static [&'static str],
    /// An activity without a check is expected in it.
    pub activity: bool,
    /// Numbers of the rules that speak of it.
    pub rules: &'static [u8],
}

macro_rules! phase {
    ($name:literal $label:literal $half:ident: $what:literal; kinds $kinds:expr; checks $checks:expr; activity $activity:literal; rules $rules:expr) => {
        Phase {
            name: $name,
            label: $label,
            half: Half::$half,
            what: $what,
            kinds: &$kinds,
            checks: &$checks,
            activity: $activity,
            rules: &$rules,
        }
    };
}

/// The ten phases, round the loop.
pub static PHASES: [Phase; 10] = [
    phase!("data-acquisition" "Data acquisition" Development: "Data is collected, with its digest and schema.";
        kinds ["data-version"]; checks []; activity false; rules [20]),
    phase!("exploration" "Exploration" Development: "Somebody looks at the data: what is in it, and what is not.";
        kinds []; checks []; activity true; rules []),
    phase!("feature-model-development" "Features and model" Development: "Features and the model are written, with tests of their own.";
        kinds ["code-version"]; checks ["unit-test"]; activity false; rules []),
    phase!("training" "Training" Development: "A model learns, and says from which data and by which code.";
        kinds ["model-version"]; checks []; activity true; rules [19]),
    phase!("validation" "Validation" Development: "The model is judged before anybody meets it: whom does it serve worse, who could abuse it?";
        kinds []; checks ["bias", "abuse"]; activity false; rules [18]),
    phase!("build" "Build" Operations: "Model, data and code are put together under one label.";
        kinds ["bundle"]; checks []; activity false; rules [23, 32]),
    phase!("test" "Test" Operations: "What was built reads the same fields, gives the same numbers and bears the load.";
        kinds []; checks ["schema", "metrics-parity", "load"]; activity false; rules [22]),
    phase!("release" "Release" Operations: "The way back was walked once before it is needed.";
        kinds []; checks ["recovery-drill"]; activity false; rules []),
    phase!("deploy" "Deploy" Operations: "It goes to a few, then to more, each time with a way back.";
        kinds ["deployment"]; checks []; activity false; rules [24, 25, 26]),
    phase!("monitor" "Monitor" Operations: "What is seen in the field is written down, and answered.";
        kinds ["observation"]; checks []; activity false; rules [21, 27]),
];

/// What a check is called, and the phase it is usually recorded in.
const CHECKS: &[(&str, &str, &str)] = &[
    ("unit-test", "unit test", "feature-model-development"),
    ("schema", "schema test", "test"),
    ("metrics-parity", "metrics-parity test", "test"),
    ("bias", "check for bias", "validation"),
    ("abuse", "check for abuse", "validation"),
    ("load", "load test", "test"),
    ("recovery-drill", "recovery drill", "release"),
];

/// What a check is called in a sentence; the check's own name where it is none of the table's.
#[must_use]
pub fn check_words(check: &str) -> &str {
    CHECKS.iter().find(|(name, ..)| *name == check).map_or(check, |(_, words, _)| words)
}

/// The phase a check is usually recorded in.
#[must_use]
pub fn phase_of_check(check: &str) -> Option<&'static str> {
    CHECKS.iter().find(|(name, ..)| *name == check).map(|(.., phase)| *phase)
}

/// How the last check of a sort ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It passed.
    Passed,
    /// It failed, and nothing after it says otherwise.
    Failed,
    /// It was recorded as information, or without an outcome.
    Noted,
    /// There is none.
    Missing,
}

impl Ended {
    /// The name in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Ended::Passed => "passed",
            Ended::Failed => "failed",
            Ended::Noted => "noted",
            Ended::Missing => "missing",
        }
    }
}

/// A sort of check in a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckSeen {
    /// `schema`, `bias` …
    pub check: String,
    /// The last one of its sort.
    pub last: Option<EntityId>,
    /// How that ended.
    pub ended: Ended,
    /// How many there are.
    pub count: usize,
}

/// Something that is missing in a phase.
#[derive(Debug)]
pub struct Missing {
    /// What, and what closes it.
    pub gap: Gap,
    /// The rule that says so and its weight; none for what is only expected.
    pub rule: Option<(u8, Severity)>,
}

/// Where a phase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhaseState {
    /// A check of it failed.
    Failed,
    /// A rule found something missing.
    Missing,
    /// There is work, and something expected is not there yet.
    Begun,
    /// There is work, and nothing is missing.
    Done,
    /// Nothing is there yet.
    Empty,
}

impl PhaseState {
    /// The name in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            PhaseState::Failed => "failed",
            PhaseState::Missing => "missing",
            PhaseState::Begun => "begun",
            PhaseState::Done => "done",
            PhaseState::Empty => "empty",
        }
    }
}

/// A phase of one release.
#[derive(Debug)]
pub struct PhaseSeen {
    /// Which.
    pub phase: &'static Phase,
    /// Its activities, the latest first.
    pub activities: Vec<EntityId>,
    /// What came out of it, the latest first.
    pub things: Vec<EntityId>,
    /// Its checks: those expected here, then those recorded here.
    pub checks: Vec<CheckSeen>,
    /// What is missing: what blocks first, then what warns, then what is only expected.
    pub missing: Vec<Missing>,
    /// What must be recorded before it can be said whether more is missing.
    pub waits: Vec<String>,
    /// How many gaps are left open knowingly.
    pub waived: usize,
    /// Where it stands.
    pub state: PhaseState,
}

/// When an activity was done, for telling which was last.
fn done(activity: &Entity) -> (String, EntityId) {
    (activity.text("date").unwrap_or(&activity.created_at).to_owned(), activity.id)
}

/// The last activity with this check, by its date, else by when it was recorded.
#[must_use]
pub fn last_check<'a>(facts: &'a ReleaseFacts, check: &str) -> Option<&'a Entity> {
    facts.of("activity").filter(|activity| activity.is("check", check)).max_by_key(|activity| done(activity))
}

fn seen(facts: &ReleaseFacts, check: &str) -> CheckSeen {
    let last = last_check(facts, check);
    CheckSeen {
        check: check.to_owned(),
        last: last.map(|activity| activity.id),
        ended: match last.map(|activity| activity.text("outcome")) {
            None => Ended::Missing,
            Some(Some("failed")) => Ended::Failed,
            Some(Some("passed")) => Ended::Passed,
            Some(_) => Ended::Noted,
        },
        count: facts.of("activity").filter(|activity| activity.is("check", check)).count(),
    }
}

/// The ten phases of a release, given what the rules said of it.
#[must_use]
pub fn phases(facts: &ReleaseFacts, judged: &[Judged]) -> Vec<PhaseSeen> {
    PHASES.iter().map(|phase| seen_phase(facts, judged, phase)).collect()
}

fn seen_phase(facts: &ReleaseFacts, judged: &[Judged], phase: &'static Phase) -> PhaseSeen {
    let mut activities: Vec<&Entity> = facts.of("activity").filter(|a| a.is("phase", phase.name)).collect();
    activities.sort_by_key(|activity| std::cmp::Reverse(done(activity)));
    let mut things: Vec<&Entity> = phase.kinds.iter().flat_map(|kind| facts.of(kind)).collect();
    things.sort_by(|a, b| (&b.created_at, b.id).cmp(&(&a.created_at, a.id)));

    let mut checks: Vec<CheckSeen> = phase.checks.iter().map(|check| seen(facts, check)).collect();
    for activity in &activities {
        if let Some(check) = activity.text("check").filter(|c| checks.iter().all(|seen| seen.check != **c)) {
            checks.push(seen(facts, check));
        }
    }

    let rules = || judged.iter().filter(|one| phase.rules.contains(&one.rule.number));
    let mut missing: Vec<Missing> = rules()
        .flat_map(|one| one.open().map(|gap| (gap.clone(), Some((one.rule.number, one.rule.severity)))))
        .map(|(gap, rule)| Missing { gap, rule })
        .collect();
    missing.sort_by_key(|one| one.rule.map(|(_, severity)| severity));
    let asked = |kind: &str, check: Option<&str>, missing: &[Missing]| {
        missing.iter().any(|one| match &one.gap.action.to {
            Place::Add { kind: added, fields, .. } => {
                let says =
                    fields.iter().find(|(name, _)| *name == "check").and_then(|(_, value)| value.as_text());
                *added == kind && says == check
            }
            _ => false,
        })
    };
    for check in &checks {
        let expected = phase.checks.contains(&check.check.as_str());
        let words = check_words(&check.check);
        let sentence = match check.ended {
            Ended::Failed => format!(
                "The last {words} failed ({}).",
                check.last.and_then(|id| facts.get(&id)).map_or("", |activity| activity.short.as_str())
            ),
            Ended::Missing if expected => format!("No {words} is recorded."),
            _ => continue,
        };
        if !asked("activity", Some(&check.check), &missing) {
            let label = if check.ended == Ended::Failed { "Record it again" } else { "Record it" };
            let action =
                Action::add("activity", label).field("check", &check.check).field("phase", phase.name);
            missing.push(Missing {
                gap: Gap { about: check.last.into_iter().collect(), sentence, action },
                rule: None,
            });
        }
    }
    if phase.activity && !activities.iter().any(|activity| activity.text("check").is_none()) {
        missing.push(expected_activity(phase));
    }
    for kind in phase.kinds {
        if !facts.has(kind) && !asked(kind, None, &missing) {
            missing.push(expected_kind(kind));
        }
    }

    let failed = checks.iter().any(|check| check.ended == Ended::Failed)
        || activities
            .iter()
            .find(|activity| activity.text("check").is_none())
            .is_some_and(|last| last.is("outcome", "failed"));
    let work = !activities.is_empty()
        || !things.is_empty()
        || checks.iter().any(|check| check.ended != Ended::Missing);
    let state = match (failed, missing.iter().any(|one| one.rule.is_some()), work, missing.is_empty()) {
        (true, ..) => PhaseState::Failed,
        (_, true, ..) => PhaseState::Missing,
        (.., false, _) => PhaseState::Empty,
        (.., true, true) => PhaseState::Done,
        (.., true, false) => PhaseState::Begun,
    };
    PhaseSeen {
        phase,
        activities: activities.into_iter().map(|activity| activity.id).collect(),
        things: things.into_iter().map(|thing| thing.id).collect(),
        checks,
        missing,
        waits: rules()
            .filter(|one| one.state == RuleState::Waits)
            .flat_map(|one| one.waits.iter().cloned())
            .collect(),
        waived: rules().map(|one| one.gaps.iter().filter(|(_, waiver)| waiver.is_some()).count()).sum(),
        state,
    }
}

fn expected_activity(phase: &'static Phase) -> Missing {
    let (sentence, label) = match phase.name {
        "exploration" => ("Nobody wrote down what the data looks like.", "Record a look at the data"),
        "training" => ("No training run is recorded.", "Record a training run"),
        _ => ("No activity is recorded.", "Record an activity"),
    };
    let action = Action::add("activity", label).field("phase", phase.name);
    Missing { gap: Gap { about: Vec::new(), sentence: sentence.into(), action }, rule: None }
}

fn expected_kind(name: &'static str) -> Missing {
    let (sentence, label) = match name {
        "data-version" => ("No data version is recorded.", "Record a data version"),
        "code-version" => ("No code version is recorded.", "Record a code version"),
        "model-version" => ("No model version is recorded.", "Record a model version"),
        "bundle" => ("No bundle is put together.", "Make a bundle"),
        "deployment" => ("Nothing is deployed or planned to be.", "Plan a deployment"),
        "observation" => ("Nothing was seen in the field yet.", "Record an observation"),
        _ => ("Something is missing.", "Record it"),
    };
    let action = Action::add(name, label);
    Missing { gap: Gap { about: Vec::new(), sentence: sentence.into(), action }, rule: None }
}
