//! Rules about people: who they are, and how we know.

use std::collections::BTreeSet;

use super::facts::{Entity, ReleaseFacts};
use super::{Action, Found, Gap, Rule, Severity};
use crate::stage::Stage;

pub(super) static NO_END_USER: Rule = Rule {
    number: 1,
    name: "no-end-user",
    question: "Is an end user identified?",
    stage: Stage::Empathise,
    severity: Severity::Blocking,
    sentence: "No end user is identified.",
    why: "Without a person who uses the result, every number measures something else.",
    action: "Name the end user",
    place: "persona",
    ml: false,
    reads: &[("persona", &["type"]), ("problem", &["persona"])],
    links: &["concerns"],
    find: |facts| {
        // The end users of an application are often a team inside; they are identified once a problem is theirs.
        let inside = |persona: &Entity| {
            persona.is("type", "internal-team")
                && facts.behind(persona, "concerns").any(|p| p.included && p.in_use())
        };
        let named = facts.of("persona").any(|persona| persona.is("type", "end-user") || inside(persona));
        Found::one_if(!named, || {
            let sentence = match facts.of("persona").next() {
                None => "Nobody has said who will use this.".to_owned(),
                Some(_) => {
                    "No persona is an end user, and no problem is that of an internal team.".to_owned()
                }
            };
            let about = facts.of("persona").map(|persona| persona.id).collect();
            let action = Action::add("persona", "Name the end user").field("type", "end-user");
            Gap { about, sentence, action }
        })
    },
};

pub(super) static ONLY_ASSUMED: Rule = Rule {
    number: 2,
    name: "only-assumed-personas",
    question: "Does evidence tell about a persona?",
    stage: Stage::Empathise,
    severity: Severity::Warning,
    sentence: "The only personas are assumed.",
    why: "A persona that no evidence supports is a guess about somebody nobody has met.",
    action: "Add evidence",
    place: "evidence",
    ml: false,
    reads: &[("persona", &[]), ("evidence", &["persona"])],
    links: &["from"],
    find: |facts| {
        let personas: Vec<&Entity> = facts.of("persona").collect();
        let known = |persona: &&Entity| facts.behind(persona, "from").any(Entity::in_use);
        let Some(first) = personas.first().filter(|_| !personas.iter().any(known)) else {
            return Found::none();
        };
        let sentence = match personas.len() {
            1 => format!("{} is assumed: no evidence tells about them.", first.words()),
            n => format!("All {n} personas are assumed: no evidence tells about any of them."),
        };
        Found::gap(Gap {
            about: personas.iter().map(|persona| persona.id).collect(),
            sentence,
            action: Action::add("evidence", "Add evidence").link("persona", first.id),
        })
    },
};

pub(super) static NOT_TOLD_APART: Rule = Rule {
    number: 3,
    name: "product-user-and-end-user",
    question: "Are the user of the product and the end user told apart?",
    stage: Stage::Empathise,
    severity: Severity::Warning,
    sentence: "The user of the product and the end user are not told apart.",
    why: "The people who use a model's answers are often a team inside, not the customers of the product; a churn model serves sales, not subscribers.",
    action: "Say who uses the product",
    place: "product",
    ml: false,
    reads: &[("persona", &["type"]), ("product", &["users"])],
    links: &["of-product"],
    find: |facts| {
        let types: BTreeSet<&str> = facts.of("persona").filter_map(|persona| persona.text("type")).collect();
        let said = facts.product().is_some_and(|product| product.text("users").is_some());
        if types.is_empty() || types.len() > 1 || said {
            return Found::none();
        }
        Found::gap(match facts.product() {
            Some(product) => Gap {
                about: vec![product.id],
                sentence: format!(
                    "Every persona is of one type, and {} does not say who uses it.",
                    product.words()
                ),
                action: Action::open(product.id, "Say who uses it"),
            },
            None => Gap {
                about: Vec::new(),
                sentence: "Every persona is of one type, and no product says who uses it.".into(),
                action: Action::add("product", "Name the product"),
            },
        })
    },
};

pub(super) static THIN_INSIGHT: Rule = Rule {
    number: 4,
    name: "thin-insight",
    question: "Does every insight rest on several people?",
    stage: Stage::Empathise,
    severity: Severity::Warning,
    sentence: "An insight has no evidence, or that of one person.",
    why: "What one person said is a story; what several said without knowing of each other is a finding.",
    action: "Add evidence",
    place: "insight",
    ml: false,
    reads: &[
        ("insight", &["supporting"]),
        ("highlight", &["evidence"]),
        ("evidence", &["participant", "sample-size"]),
    ],
    links: &["supports", "taken-from"],
    find: |facts| {
        let gap = |insight: &Entity| {
            let people = people_for(facts, insight);
            let sentence = match people {
                0 => format!("{} has no evidence.", insight.words()),
                1 => format!("{} rests on one person.", insight.words()),
                _ => return None,
            };
            Some(Gap {
                about: vec![insight.id],
                sentence,
                action: Action::open(insight.id, "Add what supports it"),
            })
        };
        Found::gaps(facts.of("insight").filter_map(gap))
    },
};

/// How many distinct people support an insight: by participant code; evidence without one counts as one person,
/// or as many as its sample.
fn people_for(facts: &ReleaseFacts, insight: &Entity) -> u64 {
    let mut codes = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut unnamed = 0;
    for highlight in facts.behind(insight, "supports").filter(|highlight| highlight.in_use()) {
        for evidence in facts.ahead(highlight, "taken-from").filter(|evidence| evidence.in_use()) {
            if !seen.insert(evidence.id) {
                continue;
            }
            let sample = evidence.number("sample-size").map_or(1, |size| size.max(1.0) as u64);
            match evidence.text("participant") {
                Some(code) if sample <= 1 => {
                    codes.insert(code.trim().to_lowercase());
                }
                _ => unnamed += sample,
            }
        }
    }
    unnamed + codes.len() as u64
}
