//! Rules about deployments: a few users first, a way back, and somebody who watches.

use super::facts::{Entity, ReleaseFacts};
use super::{Action, Found, Gap, Rule, Severity, listed};
use crate::stage::Stage;

/// Deployments that run or are about to.
fn deployments(facts: &ReleaseFacts) -> impl Iterator<Item = &Entity> {
    facts.of("deployment").filter(|deployment| matches!(deployment.status.as_str(), "planned" | "live"))
}

fn gap(deployment: &Entity, sentence: String, label: &str) -> Gap {
    Gap { about: vec![deployment.id], sentence, action: Action::open(deployment.id, label) }
}

pub(super) static NOT_STAGED: Rule = Rule {
    number: 24,
    name: "everyone-at-once",
    question: "Did a few users have it before everyone?",
    stage: Stage::Live,
    severity: Severity::Warning,
    sentence: "A deployment to everyone has no earlier staged audience.",
    why: "What a few selected users would have shown in a day, everybody shows at once.",
    action: "Plan a staged deployment",
    place: "deployment",
    ml: true,
    reads: &[("deployment", &["audience", "from", "bundle"])],
    links: &["deploys"],
    find: |facts| {
        let began =
            |deployment: &Entity| deployment.text("from").unwrap_or(&deployment.created_at).to_owned();
        let staged = |everyone: &Entity| {
            let bundle = facts.ahead(everyone, "deploys").next().map(|bundle| bundle.id);
            facts.of("deployment").filter(|earlier| earlier.id != everyone.id).any(|earlier| {
                let same = bundle.is_some() && facts.ahead(earlier, "deploys").next().map(|b| b.id) == bundle;
                // A bundle that ran before, for whomever, is known: so a roll-back needs no stage of its own.
                (same || !earlier.is("audience", "everyone")) && began(earlier) < began(everyone)
            })
        };
        let open = deployments(facts)
            .filter(|deployment| deployment.is("audience", "everyone") && !staged(deployment));
        Found::gaps(open.map(|deployment| Gap {
            about: vec![deployment.id],
            sentence: format!("{} goes to everyone, and nobody had it before.", deployment.words()),
            // Who had what before stands there, and a stage before it is planned beside it.
            action: Action::see("deployments", "rollout", deployment.id, "Plan a staged one"),
        }))
    },
};

pub(super) static NO_WAY_BACK: Rule = Rule {
    number: 25,
    name: "no-roll-back-target",
    question: "Is there a complete bundle to roll back to?",
    stage: Stage::Live,
    severity: Severity::Blocking,
    sentence: "A deployment has no roll-back target, or its bundle is incomplete.",
    why: "In the hour it goes wrong nobody finds out which model, data and code belonged together.",
    action: "Name the roll-back target",
    place: "deployment",
    ml: true,
    reads: &[("deployment", &["roll-back-target", "bundle"]), ("bundle", &["versions"])],
    links: &["rolls-back-to", "ships"],
    find: |facts| {
        let open = |deployment: &Entity| {
            let Some(target) = facts.ahead(deployment, "rolls-back-to").next() else {
                let sentence = format!("{} has no roll-back target.", deployment.words());
                return Some(gap(deployment, sentence, "Name the target"));
            };
            let kinds = [("model-version", "model"), ("data-version", "data"), ("code-version", "code")];
            let ships = |kind: &str| facts.ahead(target, "ships").any(|version| version.kind == kind);
            let missing: Vec<String> =
                kinds.iter().filter(|(kind, _)| !ships(kind)).map(|(_, word)| (*word).to_owned()).collect();
            (!missing.is_empty()).then(|| Gap {
                about: vec![deployment.id, target.id],
                sentence: format!(
                    "{} rolls back to {}, which lacks its {} version.",
                    deployment.words(),
                    target.words(),
                    listed(missing.into_iter())
                ),
                action: Action::open(target.id, "Complete the bundle"),
            })
        };
        Found::gaps(deployments(facts).filter_map(open))
    },
};

pub(super) static NO_RECOVERY_PLAN: Rule = Rule {
    number: 26,
    name: "no-recovery-plan",
    question: "Is there a disaster-recovery plan?",
    stage: Stage::Live,
    severity: Severity::Blocking,
    sentence: "A deployment has no disaster-recovery plan.",
    why: "Who does what in an emergency is decided before it, or by whoever happens to be awake.",
    action: "Write the plan",
    place: "deployment",
    ml: true,
    reads: &[("deployment", &["recovery-plan"])],
    links: &[],
    find: |facts| {
        let open = deployments(facts).filter(|deployment| deployment.text("recovery-plan").is_none());
        Found::gaps(open.map(|deployment| {
            gap(
                deployment,
                format!("{} has no disaster-recovery plan.", deployment.words()),
                "Write the plan",
            )
        }))
    },
};

pub(super) static NO_MONITORING_PLAN: Rule = Rule {
    number: 27,
    name: "no-monitoring-plan",
    question: "Is there a monitoring plan?",
    stage: Stage::Live,
    severity: Severity::Blocking,
    sentence: "A deployment has no monitoring plan.",
    why: "A model fails silently: what nobody watches is found by the users.",
    action: "Write the plan",
    place: "deployment",
    ml: true,
    reads: &[("deployment", &["monitoring-plan"])],
    links: &[],
    find: |facts| {
        let open = deployments(facts).filter(|deployment| deployment.text("monitoring-plan").is_none());
        Found::gaps(open.map(|deployment| {
            gap(deployment, format!("{} has no monitoring plan.", deployment.words()), "Write the plan")
        }))
    },
};
