//! Readiness: what the design template still misses in a release.
//!
//! One table of rules, each with a pure function over [`ReleaseFacts`]. A rule speaks only once the work has come to
//! its stage, and when the release is frozen; rules of the machine-learning side only if the release has or plans a
//! model ([`ReleaseFacts::has_model`]). A gap is never in the way of work: it is a sentence, a reason, and the one
//! place where it is closed, or a waiver that leaves it open knowingly.

mod any;
mod build;
mod define;
mod effects;
mod empathise;
mod facts;
mod ideate;
mod live;
pub mod objectives;
pub mod process;
mod prototype;
mod test;
mod waivers;

use throughline_record::{EntityId, Value};

use crate::stage::Stage;
use crate::words::listed;

pub use facts::{Decided, Entity, Known, ReleaseFacts, Tie};

/// Whether a gap stands in the way of a freeze.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It must be closed or waived before the release is frozen.
    Blocking,
    /// It should be looked at.
    Warning,
}

impl Severity {
    /// The name in answers: `blocking`, `warning`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Severity::Blocking => "blocking",
            Severity::Warning => "warning",
        }
    }
}

/// One rule of the template.
#[derive(Debug)]
pub struct Rule {
    /// Its number in the domain, 1 to 32.
    pub number: u8,
    /// Its id in waivers and on the command line: `no-end-user`.
    pub name: &'static str,
    /// What it asks of a release; yes is well.
    pub question: &'static str,
    /// The stage from which on it speaks; [`Stage::Any`] for always.
    pub stage: Stage,
    /// Whether it stands in the way of a freeze.
    pub severity: Severity,
    /// The gap in one sentence.
    pub sentence: &'static str,
    /// The lesson behind it.
    pub why: &'static str,
    /// What closes it, as a button says it.
    pub action: &'static str,
    /// The kind at which it is closed; `any` where that differs from gap to gap.
    pub place: &'static str,
    /// It speaks only of releases that have or plan a model.
    pub ml: bool,
    /// The kinds it reads, with their fields.
    pub reads: &'static [(&'static str, &'static [&'static str])],
    /// The types of links it follows.
    pub links: &'static [&'static str],
    /// What it finds.
    pub find: fn(&ReleaseFacts) -> Found,
}

/// What a rule finds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// What must be recorded before it can be said whether more is missing: “the schema of DAT-2”.
    pub waits: Vec<String>,
}

/// One thing that is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// The artefacts it is about, the first before the others; none where there should be one and is not.
    pub about: Vec<EntityId>,
    /// It in a sentence, with the names of what it is about.
    pub sentence: String,
    /// What closes it.
    pub action: Action,
}

/// The one thing to do about a gap.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// What the button says.
    pub label: String,
    /// Where it leads.
    pub to: Place,
}

/// Where an action leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// To an artefact.
    Open(EntityId),
    /// To a screen that shows it, such as the drift of a data version.
    See {
        /// The page: `versions`, `deployments` or `system`.
        page: &'static str,
        /// The view of that page; the page's list where it is empty.
        view: &'static str,
        /// What it shows.
        of: EntityId,
    },
    /// To the form of a new one, with what is known filled in.
    Add {
        /// Its kind.
        kind: &'static str,
        /// Values by field.
        fields: Vec<(&'static str, Value)>,
        /// Other artefacts by reference field.
        refs: Vec<(&'static str, EntityId)>,
    },
}

impl Action {
    fn open(id: EntityId, label: &str) -> Action {
        Action { label: label.into(), to: Place::Open(id) }
    }

    fn see(page: &'static str, view: &'static str, of: EntityId, label: &str) -> Action {
        Action { label: label.into(), to: Place::See { page, view, of } }
    }

    fn add(kind: &'static str, label: &str) -> Action {
        Action { label: label.into(), to: Place::Add { kind, fields: Vec::new(), refs: Vec::new() } }
    }

    fn field(mut self, name: &'static str, value: &str) -> Action {
        if let Place::Add { fields, .. } = &mut self.to {
            fields.push((name, Value::from(value)));
        }
        self
    }

    fn link(mut self, name: &'static str, to: EntityId) -> Action {
        if let Place::Add { refs, .. } = &mut self.to {
            refs.push((name, to));
        }
        self
    }
}

impl Found {
    fn none() -> Found {
        Found::default()
    }

    fn gap(gap: Gap) -> Found {
        Found { gaps: vec![gap], waits: Vec::new() }
    }

    fn gaps(gaps: impl IntoIterator<Item = Gap>) -> Found {
        Found { gaps: gaps.into_iter().collect(), waits: Vec::new() }
    }

    fn one_if(holds: bool, gap: impl FnOnce() -> Gap) -> Found {
        if holds { Found::gap(gap()) } else { Found::none() }
    }

    fn waits(what: String) -> Found {
        Found { gaps: Vec::new(), waits: vec![what] }
    }
}

/// Every rule, by number.
pub static RULES: [&Rule; 32] = [
    &empathise::NO_END_USER,
    &empathise::ONLY_ASSUMED,
    &empathise::NOT_TOLD_APART,
    &empathise::THIN_INSIGHT,
    &define::NOT_RANKED,
    &define::NO_CAUSE,
    &ideate::NO_LOCKED_CRITERIA,
    &define::LENSES_MISSING,
    &ideate::TEAM_MISSING,
    &ideate::CONFLICT,
    &ideate::NO_SERVING_COST,
    &ideate::FEW_CANDIDATES,
    &prototype::NO_BASELINE,
    &prototype::BASELINE_NOT_BETTER,
    &prototype::CANNOT_MEASURE,
    &test::NOT_LOCKED,
    &test::CANNOT_TELL,
    &build::BIAS_AND_ABUSE,
    &build::ORIGIN_MISSING,
    &build::SCHEMA_CHANGED,
    &build::WORLD_CHANGED,
    &build::TESTS_MISSING,
    &build::NO_BUNDLE,
    &live::NOT_STAGED,
    &live::NO_WAY_BACK,
    &live::NO_RECOVERY_PLAN,
    &live::NO_MONITORING_PLAN,
    &any::OBJECTION,
    &any::REVIEW_DUE,
    &any::SUSPECT,
    &any::LOOP_OPEN,
    &build::LONELY_COMPONENT,
];

/// The rule that somebody means by its number or its name.
#[must_use]
pub fn rule(typed: &str) -> Option<&'static Rule> {
    RULES.into_iter().find(|rule| waivers::names(rule, typed))
}

/// Whether any rule reads values of this kind; what none reads need not be fetched.
#[must_use]
pub fn reads(kind: &str) -> bool {
    // The waiver is read by what judges the gaps.
    kind == "waiver" || RULES.iter().any(|rule| rule.reads.iter().any(|(name, _)| *name == kind))
}

/// Where a rule stands in a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleState {
    /// Something is missing.
    Open,
    /// Something is missing, and all of it is left open knowingly.
    Waived,
    /// It cannot be said yet: something must be recorded first.
    Waits,
    /// Nothing is missing.
    Closed,
    /// The work has not come to its stage.
    NotReached,
    /// The release has and plans no model.
    NoModel,
}

impl RuleState {
    /// The name in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            RuleState::Open => "open",
            RuleState::Waived => "waived",
            RuleState::Waits => "waits",
            RuleState::Closed => "closed",
            RuleState::NotReached => "not-reached",
            RuleState::NoModel => "no-model",
        }
    }
}

/// A rule and what it said.
#[derive(Debug)]
pub struct Judged {
    /// The rule.
    pub rule: &'static Rule,
    /// Where it stands.
    pub state: RuleState,
    /// What is missing, each with the waiver that covers it.
    pub gaps: Vec<(Gap, Option<EntityId>)>,
    /// What it waits for.
    pub waits: Vec<String>,
}

impl Judged {
    /// The gaps that nobody waived.
    pub fn open(&self) -> impl Iterator<Item = &Gap> {
        self.gaps.iter().filter(|(_, waiver)| waiver.is_none()).map(|(gap, _)| gap)
    }

    /// Whether it stands in the way of a freeze.
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.rule.severity == Severity::Blocking && self.state == RuleState::Open
    }
}

/// What every rule says of a release, by number.
#[must_use]
pub fn judge(facts: &ReleaseFacts) -> Vec<Judged> {
    let valid = waivers::valid(facts);
    let model = facts.has_model();
    RULES
        .into_iter()
        .map(|rule| {
            let silent = |state| Judged { rule, state, gaps: Vec::new(), waits: Vec::new() };
            if rule.ml && !model {
                return silent(RuleState::NoModel);
            }
            if !facts.freezing() && !facts.reached(rule.stage) {
                return silent(RuleState::NotReached);
            }
            let Found { gaps, waits } = (rule.find)(facts);
            let gaps: Vec<_> = gaps
                .into_iter()
                .map(|gap| {
                    let waiver = waivers::covering(facts, &valid, rule, &gap);
                    (gap, waiver)
                })
                .collect();
            let state = match (gaps.iter().any(|(_, waiver)| waiver.is_none()), gaps.is_empty()) {
                (true, _) => RuleState::Open,
                (false, false) => RuleState::Waived,
                (false, true) if waits.is_empty() => RuleState::Closed,
                (false, true) => RuleState::Waits,
            };
            Judged { rule, state, gaps, waits }
        })
        .collect()
}
