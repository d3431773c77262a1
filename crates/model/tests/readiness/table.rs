//! The table of rules agrees with the domain and with the tables of kinds and links.

use std::collections::BTreeSet;

use throughline_model::readiness::{Place, RULES, RuleState, Severity, rule};
use throughline_model::{FieldType, Stage, kind, link};
use throughline_record::EntityId;

use crate::cases::cases;
use crate::story::tell;

#[test]
fn the_rules_are_those_of_the_domain_by_number() {
    let numbers: Vec<u8> = RULES.iter().map(|rule| rule.number).collect();
    assert_eq!(numbers, (1..=32).collect::<Vec<_>>());
    let blocking: Vec<u8> =
        RULES.iter().filter(|r| r.severity == Severity::Blocking).map(|r| r.number).collect();
    assert_eq!(blocking, [1, 5, 7, 9, 10, 11, 13, 14, 16, 18, 19, 20, 21, 22, 23, 25, 26, 27, 28, 31]);
    let ml: Vec<u8> = RULES.iter().filter(|rule| rule.ml).map(|rule| rule.number).collect();
    assert_eq!(ml, [18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 32]);
}

#[test]
fn every_kind_field_and_link_a_rule_reads_exists() {
    for rule in RULES {
        for (name, fields) in rule.reads {
            let entry = kind(name).unwrap_or_else(|| panic!("{}: no kind {name}", rule.name));
            for field in *fields {
                assert!(entry.field(field).is_some(), "{}: {name} has no {field}", rule.name);
            }
        }
        for name in rule.links {
            assert!(link(name).is_some(), "{}: no link {name}", rule.name);
        }
        assert!(rule.place == "any" || kind(rule.place).is_some(), "{}: no place {}", rule.name, rule.place);
    }
}

#[test]
fn every_rule_has_a_name_of_its_own_and_says_why() {
    let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), RULES.len());
    for one in RULES {
        assert!(one.sentence.ends_with('.') && one.why.ends_with('.'), "{}", one.name);
        assert!(one.question.ends_with('?') && one.question.len() < 70, "{}", one.name);
        assert!(one.why.len() > 30 && !one.action.is_empty() && !one.action.ends_with('.'), "{}", one.name);
        assert!(std::ptr::eq(rule(one.name).unwrap(), one));
        assert!(std::ptr::eq(rule(&one.number.to_string()).unwrap(), one));
    }
    for typed in ["", "0", "33", "no", "rule"] {
        assert!(rule(typed).is_none(), "{typed}");
    }
    assert_eq!(rule(" Rule 9 ").unwrap().name, "team-missing");
}

#[test]
fn every_rule_has_cases_for_both_answers() {
    for one in RULES {
        for fires in [0, 1] {
            let found = cases().any(|case| case.0 == one.number && (case.2 > 0) == (fires > 0));
            assert!(found, "rule {} {}", one.number, one.name);
        }
    }
}

#[test]
fn a_rule_reads_no_more_than_it_says() {
    // Taking away a kind that a rule does not name changes nothing of what it says.
    for (number, what, fires, text) in cases() {
        let story = tell(text);
        let rule = RULES[usize::from(*number) - 1];
        let named = |name: &str| {
            let frame = ["product", "release"].contains(&name);
            frame || rule.reads.iter().any(|(kind, _)| *kind == name)
        };
        let decided: BTreeSet<_> = story.known.decided.values().map(|d| d.decision).collect();
        let mut less = tell(text);
        // What the stage and the model are read from stays; what decides is read through links.
        less.known.freezing = true;
        less.known
            .entities
            .retain(|e| named(&e.kind) || decided.contains(&e.id) || rule.ml || e.kind == "option");
        // Any link can be suspect, and anything may close a loop-back.
        if ![30, 31].contains(&rule.number) {
            assert_eq!(less.gaps(*number).len(), *fires, "{number} {what}");
        }
    }
}

#[test]
fn a_rule_speaks_once_its_stage_is_reached_and_at_freeze() {
    let nothing = tell("release r; around product p");
    for judged in nothing.judged() {
        let expected = if judged.rule.ml {
            RuleState::NoModel
        } else if judged.rule.stage == Stage::Any {
            RuleState::Closed
        } else {
            RuleState::NotReached
        };
        assert_eq!(judged.state, expected, "{}", judged.rule.name);
    }
    let mut frozen = tell("release r; around product p");
    frozen.known.freezing = true;
    for number in [1, 5, 7, 12, 13, 15] {
        assert_eq!(frozen.rule(number).state, RuleState::Open, "{number}");
    }
    assert_eq!(frozen.rule(23).state, RuleState::NoModel, "no model is planned");
    // A later stage reaches the earlier ones, and never the other way round.
    let test = tell("experiment e");
    assert_eq!(test.rule(1).state, RuleState::Open);
    assert_eq!(test.rule(13).state, RuleState::Open);
    let empathise = tell("evidence e");
    assert_eq!(empathise.rule(1).state, RuleState::Open);
    assert_eq!(empathise.rule(5).state, RuleState::NotReached);
    assert_eq!(tell("around experiment e").rule(13).state, RuleState::NotReached, "it is not in the release");
}

#[test]
fn what_is_planned_of_a_model_wakes_the_rules_of_the_ml_side() {
    for name in
        ["component", "activity", "data-version", "code-version", "model-version", "bundle", "deployment"]
    {
        let state = tell(&format!("{name} x")).rule(23).state;
        assert_ne!(state, RuleState::NoModel, "{name}");
    }
    assert_eq!(tell("prototype x; observation y kind=incident").rule(23).state, RuleState::NoModel);
}

#[test]
fn an_action_fills_in_what_its_kind_has() {
    for (number, what, _, text) in cases() {
        for gap in tell(text).gaps(*number) {
            let Place::Add { kind: name, fields, refs } = gap.action.to else { continue };
            let entry = kind(name).unwrap();
            for (field, value) in fields {
                let field = entry.field(field).unwrap_or_else(|| panic!("{what}: {name} has no {field}"));
                let parsed = throughline_model::parse_field(field, &value);
                assert_eq!(parsed.unwrap().as_ref(), Some(&value), "{number} {what}");
            }
            for (field, id) in refs {
                let FieldType::Ref { link: type_, out, .. } = entry.field(field).unwrap().ty else {
                    panic!("{number} {what}: {field} is no reference");
                };
                let story = tell(text);
                let other = story.known.entities.iter().find(|e| e.id == id).unwrap();
                let ends = link(type_).unwrap();
                let there = if out { ends.to } else { ends.from };
                assert!(there.allows(&other.kind), "{number} {what}: {field} to a {}", other.kind);
            }
        }
    }
}

/// Number of the rule, what it is about, the release, and where its button leads: to the screen that shows what is
/// missing, the page of what lacks it, or the form of what is not there.
const PLACES: &[(u8, &str, &str, &str)] = &[
    (13, "no baseline", "prototype p fidelity=paper", "new prototype fidelity"),
    (14, "never tested", "prototype p fidelity=baseline; experiment e", "new experiment prototypes"),
    (
        14,
        "tested, without a result",
        "prototype p fidelity=baseline; experiment e; e tests p",
        "new measurement experiment",
    ),
    (15, "no objective", "prototype p", "new objective"),
    (15, "nothing can", "prototype p; objective o; around metric m; o measured-by m", "open p"),
    (19, "no origin", "model-version m", "open m"),
    (
        20,
        "another schema",
        "model-version m; data-version d title=ratings schema=[stars:int]; m trained-on d; \
         data-version n title=ratings schema=[thumb:bool]; n derived-from d",
        "see versions/schema n",
    ),
    (
        20,
        "seen, of data nobody recorded",
        "bundle b; observation o kind=schema-change",
        "new decision rests-on",
    ),
    (
        20,
        "seen, of data on record",
        "bundle b; observation o kind=schema-change; data-version n; o relates-to n",
        "see versions/schema n",
    ),
    (
        21,
        "drift of data on record",
        "bundle b; observation o kind=data-drift; data-version n; o relates-to n",
        "see versions/drift n",
    ),
    (
        21,
        "drift of data nobody recorded",
        "bundle b; observation o kind=data-drift",
        "new loop-back from to trigger",
    ),
    (22, "no test", "model-version m", "new activity check phase"),
    (23, "no bundle", "model-version m", "new bundle versions"),
    (24, "everyone at once", "deployment d audience=everyone", "see deployments/rollout d"),
    (25, "no target", "deployment d status=live", "open d"),
    (25, "its target lacks something", "deployment d; bundle b; d rolls-back-to b", "open b"),
    (26, "no plan for the emergency", "deployment d", "open d"),
    (27, "nobody watches", "deployment d", "open d"),
    (32, "alone", "component c", "see system/map c"),
];

#[test]
fn the_button_of_a_rule_leads_to_the_screen_where_its_gap_is_seen_and_closed() {
    for (number, what, text, expected) in PLACES {
        let story = tell(text);
        let gaps = story.gaps(*number);
        let gap = gaps.first().unwrap_or_else(|| panic!("{number} {what}: no gap"));
        let key = |id: &EntityId| {
            let keys = text.split([';', ' ']).filter(|word| word.len() == 1);
            keys.map(str::to_owned).find(|key| story.id(key) == *id).unwrap_or_else(|| "?".into())
        };
        let said = match &gap.action.to {
            Place::Open(id) => format!("open {}", key(id)),
            Place::See { page, view, of } => format!("see {page}/{view} {}", key(of)),
            Place::Add { kind, fields, refs } => {
                let names = fields.iter().map(|(name, _)| *name).chain(refs.iter().map(|(name, _)| *name));
                std::iter::once("new").chain([*kind]).chain(names).collect::<Vec<_>>().join(" ")
            }
        };
        assert_eq!(said, *expected, "{number} {what}");
    }
}
