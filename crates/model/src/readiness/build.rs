//! Rules about the system that is built, up to what a release ships.

use throughline_record::Value;

use super::facts::{Entity, ReleaseFacts};
use super::process::last_check;
use super::{Action, Found, Gap, Rule, Severity};
use crate::card::day;
use crate::data::{Profile, stored};
use crate::schema::{Difference, Nullable, anomalies_of_schemas};
use crate::stage::Stage;

pub(super) static BIAS_AND_ABUSE: Rule = Rule {
    number: 18,
    name: "bias-and-abuse",
    question: "Were bias and abuse considered?",
    stage: Stage::Build,
    severity: Severity::Blocking,
    sentence: "Bias and abuse were not considered for a public-facing model.",
    why: "A bot that learned from strangers was abusive within a day; whoever can reach a model can teach it or be hurt by it.",
    action: "Record the check",
    place: "activity",
    ml: true,
    reads: &[("product", &["public-facing"]), ("activity", &["check", "outcome", "date"])],
    links: &["of-product"],
    find: |facts| match facts.product().map(|product| (product, product.fields.get("public-facing"))) {
        Some((product, Some(Value::Bool(true)))) => {
            let open = ["bias", "abuse"].into_iter().filter(|check| !checked(facts, check));
            Found::gaps(open.map(|check| {
                let failed = last_check(facts, check);
                Gap {
                    about: std::iter::once(product.id).chain(failed.map(|activity| activity.id)).collect(),
                    sentence: match failed {
                        Some(activity) => format!(
                            "{} is public-facing, and the last check for {check} failed ({}).",
                            product.words(),
                            activity.short
                        ),
                        None => {
                            format!("{} is public-facing, and no check for {check} stands.", product.words())
                        }
                    },
                    action: Action::add("activity", "Record the check")
                        .field("check", check)
                        .field("phase", "validation"),
                }
            }))
        }
        Some((_, Some(_))) => Found::none(),
        Some((product, None)) => Found::waits(format!("whether {} is public-facing", product.words())),
        None => Found::waits("the product of the release".into()),
    },
};

/// Whether a check of this sort stands: the last one did not fail.
fn checked(facts: &ReleaseFacts, check: &str) -> bool {
    last_check(facts, check).is_some_and(|last| !last.is("outcome", "failed"))
}

pub(super) static ORIGIN_MISSING: Rule = Rule {
    number: 19,
    name: "model-without-origin",
    question: "Does every model version name its data and code?",
    stage: Stage::Build,
    severity: Severity::Blocking,
    sentence: "A model version lacks its data or code version.",
    why: "A model whose data or code nobody knows can be neither made again nor explained.",
    action: "Link what it came from",
    place: "model-version",
    ml: true,
    reads: &[("model-version", &["trained-on", "built-from"])],
    links: &["trained-on", "built-from"],
    find: |facts| {
        let gap = |model: &Entity| {
            let lacks =
                match (facts.ahead(model, "trained-on").next(), facts.ahead(model, "built-from").next()) {
                    (Some(_), Some(_)) => return None,
                    (None, Some(_)) => "the data it was trained on",
                    (Some(_), None) => "the code it was built from",
                    (None, None) => "the data it was trained on and the code it was built from",
                };
            Some(Gap {
                about: vec![model.id],
                sentence: format!("{} does not say {lacks}.", model.words()),
                action: Action::open(model.id, "Link what it came from"),
            })
        };
        Found::gaps(facts.of("model-version").filter_map(gap))
    },
};

pub(super) static SCHEMA_CHANGED: Rule = Rule {
    number: 20,
    name: "schema-changed",
    question: "Was every change of the data’s schema decided on?",
    stage: Stage::Build,
    severity: Severity::Blocking,
    sentence: "The data’s schema changed against what the model was trained on, and nobody decided.",
    why: "When five stars became a thumb, every model that had learned from stars read thumbs as bad ratings.",
    action: "Record a decision",
    place: "decision",
    ml: true,
    reads: &[
        ("model-version", &["trained-on"]),
        ("data-version", &["version", "schema", "derived-from", "collected-to"]),
        ("decision", &["rests-on", "status"]),
        ("observation", &["kind", "accepted-because"]),
        ("loop-back", &["trigger"]),
    ],
    links: &[
        "trained-on",
        "derived-from",
        "rests-on",
        "decides",
        "relates-to",
        "triggered-by",
        "observed-in",
        "deploys",
        "ships",
    ],
    find: |facts| {
        let mut gaps = Vec::new();
        let mut waits = Vec::new();
        for model in facts.of("model-version") {
            for learned in facts.ahead(model, "trained-on") {
                for newer in successors(facts, learned) {
                    let gap = |found: &[Difference]| Gap {
                        about: vec![model.id, newer.id],
                        sentence: format!(
                            "{} has another schema than {}, on which {} was trained, and no decision speaks of it. {}",
                            newer.words(),
                            learned.words(),
                            model.words(),
                            in_short(found)
                        ),
                        action: Action::see("versions", "schema", newer.id, "See the difference"),
                    };
                    match (schema(learned), schema(newer)) {
                        (Some(was), Some(is)) => {
                            let found = anomalies_of_schemas(
                                &was,
                                &is,
                                Nullable { old: &nullable(learned), new: &nullable(newer) },
                            );
                            if !found.is_empty() && !facts.answered(newer) {
                                gaps.push(gap(&found));
                            }
                        }
                        (None, _) => waits.push(format!("the schema of {}", learned.words())),
                        (_, None) => waits.push(format!("the schema of {}", newer.words())),
                    }
                }
            }
        }
        let seen =
            facts.of("observation").filter(|seen| seen.is("kind", "schema-change") && !facts.answered(seen));
        gaps.extend(seen.map(|seen| Gap {
            about: vec![seen.id],
            sentence: format!(
                "{} saw a change of schema, and no decision or loop-back answers it.",
                seen.words()
            ),
            action: match later_data(facts, seen) {
                Some(data) => Action::see("versions", "schema", data.id, "See the difference"),
                None => Action::add("decision", "Record a decision").link("rests-on", seen.id),
            },
        }));
        waits.dedup();
        Found { gaps, waits }
    },
};

/// Later states of a data set: of the same name, and derived from it, or collected or recorded later.
fn successors<'a>(facts: &'a ReleaseFacts, learned: &'a Entity) -> impl Iterator<Item = &'a Entity> + 'a {
    let until = |data: &Entity| data.text("collected-to").map(str::to_owned);
    let later = move |data: &&Entity| match (until(data), until(learned)) {
        (Some(is), Some(was)) => is > was,
        _ => data.created_at > learned.created_at,
    };
    facts.of("data-version").filter(move |data| {
        let derived = || facts.ahead(data, "derived-from").any(|of| of.id == learned.id);
        data.id != learned.id && same_name(data, learned) && (derived() || later(data))
    })
}

/// Whether two data versions are states of one data set: they bear its name. What shows as their title is that name
/// with the version after it.
fn same_name(one: &Entity, other: &Entity) -> bool {
    fn name(data: &Entity) -> String {
        let version = data.text("version").map(|version| format!(" {version}")).unwrap_or_default();
        data.title.strip_suffix(version.as_str()).unwrap_or(&data.title).trim().to_lowercase()
    }
    name(one) == name(other)
}

/// What the schema of a data set says, without what was counted.
fn schema(data: &Entity) -> Option<Profile> {
    stored::profile(|name| data.fields.get(name).filter(|_| name == "schema"))
}

/// The names of fields that can be missing.
fn nullable(data: &Entity) -> Vec<&str> {
    stored::nullable(data.fields.get("schema"))
}

/// The first of what differs, and how much more there is.
fn in_short(found: &[Difference]) -> String {
    let first = found.first().map(|one| one.sentence.clone()).unwrap_or_default();
    match found.len().saturating_sub(1) {
        0 => first,
        1 => format!("{first} One more differs."),
        more => format!("{first} {more} more differ."),
    }
}

pub(super) static WORLD_CHANGED: Rule = Rule {
    number: 21,
    name: "world-changed",
    question: "Is the model of the world as it is, and drift answered?",
    stage: Stage::Build,
    severity: Severity::Blocking,
    sentence: "The training data is older than a known change in behaviour, or drift was seen and not answered.",
    why: "What people did before the pandemic said little about what they did in it; a model answers for the world it was trained in.",
    action: "Answer it",
    place: "loop-back",
    ml: true,
    reads: &[
        ("observation", &["kind", "date", "accepted-because"]),
        ("model-version", &["trained-on"]),
        ("data-version", &["version", "collected-to", "derived-from"]),
        ("decision", &["rests-on", "status"]),
        ("loop-back", &["trigger"]),
    ],
    links: &[
        "trained-on",
        "rests-on",
        "decides",
        "relates-to",
        "triggered-by",
        "observed-in",
        "deploys",
        "ships",
        "derived-from",
    ],
    find: |facts| {
        let mut gaps = Vec::new();
        let mut waits = Vec::new();
        for change in facts.of("observation").filter(|seen| !facts.answered(seen)) {
            if change.is("kind", "data-drift") || change.is("kind", "model-drift") {
                gaps.push(Gap {
                    about: vec![change.id],
                    sentence: format!(
                        "{} saw drift, and no decision or loop-back answers it.",
                        change.words()
                    ),
                    action: see_drift(facts, change).unwrap_or_else(|| answer(change)),
                });
            } else if change.is("kind", "behaviour-change") {
                let Some(since) = change.text("date") else {
                    waits.push(format!("the date of {}", change.words()));
                    continue;
                };
                for model in facts.of("model-version") {
                    let data = || facts.ahead(model, "trained-on");
                    match data().filter_map(|data| data.text("collected-to")).max() {
                        Some(until) if until < since => gaps.push(Gap {
                            about: vec![model.id, change.id],
                            sentence: format!(
                                "{} learned from data up to {}; on {} the world changed ({}).",
                                model.words(),
                                day(until),
                                day(since),
                                change.words()
                            ),
                            action: answer(change),
                        }),
                        None if data().next().is_some() => {
                            waits.push(format!("until when the data of {} was collected", model.words()));
                        }
                        _ => {}
                    }
                }
            }
        }
        waits.dedup();
        Found { gaps, waits }
    },
};

fn answer(seen: &Entity) -> Action {
    Action::add("loop-back", "Loop back")
        .field("from", "phase:monitor")
        .field("to", "empathise")
        .link("trigger", seen.id)
}

/// The screen that shows what drifted, where there is data to show.
fn see_drift(facts: &ReleaseFacts, seen: &Entity) -> Option<Action> {
    let data = later_data(facts, seen)?;
    Some(Action::see("versions", "drift", data.id, "See the drift"))
}

/// The later data an observation speaks of, else the latest state of what the deployed model learned from.
fn later_data<'a>(facts: &'a ReleaseFacts, seen: &'a Entity) -> Option<&'a Entity> {
    let is_data = |other: &&Entity| other.kind == "data-version";
    let named = facts.ahead(seen, "relates-to").find(is_data);
    let live = || {
        let deployed = facts.ahead(seen, "observed-in").flat_map(|d| facts.ahead(d, "deploys"));
        let models = deployed.flat_map(|b| facts.ahead(b, "ships")).filter(|v| v.kind == "model-version");
        let learned = models.flat_map(|model| facts.ahead(model, "trained-on"));
        learned.flat_map(|data| successors(facts, data)).max_by_key(|data| data.created_at.clone())
    };
    named.or_else(|| facts.behind(seen, "relates-to").find(is_data)).or_else(live)
}

pub(super) static TESTS_MISSING: Rule = Rule {
    number: 22,
    name: "release-tests-missing",
    question: "Do schema and metrics-parity tests stand?",
    stage: Stage::Build,
    severity: Severity::Blocking,
    sentence: "Schema and metrics-parity tests are missing before the release.",
    why: "A model that is served other fields, or measured another way, than in the laboratory fails without an error.",
    action: "Record the test",
    place: "activity",
    ml: true,
    reads: &[("activity", &["check", "outcome", "date"])],
    links: &[],
    find: |facts| {
        let tests = [("schema", "schema test"), ("metrics-parity", "metrics-parity test")];
        let open = tests.into_iter().filter(|(check, _)| !checked(facts, check));
        Found::gaps(open.map(|(check, words)| {
            let failed = last_check(facts, check);
            Gap {
                about: failed.into_iter().map(|activity| activity.id).collect(),
                sentence: match failed {
                    Some(activity) => format!("The last {words} failed ({}).", activity.short),
                    None => format!("No {words} is recorded."),
                },
                action: Action::add("activity", "Record the test")
                    .field("check", check)
                    .field("phase", "test"),
            }
        }))
    },
};

pub(super) static NO_BUNDLE: Rule = Rule {
    number: 23,
    name: "no-bundle",
    question: "Is there a bundle?",
    stage: Stage::Build,
    severity: Severity::Blocking,
    sentence: "The release has no bundle.",
    why: "Only model, data and code saved together can be shipped, explained and brought back.",
    action: "Make a bundle",
    place: "bundle",
    ml: true,
    reads: &[("bundle", &["versions"])],
    links: &["ships"],
    find: |facts| {
        Found::one_if(!facts.has("bundle"), || {
            let model = facts.of("model-version").last();
            let from = model.into_iter().flat_map(|model| {
                let data = facts.ahead(model, "trained-on");
                std::iter::once(model).chain(data).chain(facts.ahead(model, "built-from"))
            });
            let action = Action::add("bundle", "Make a bundle");
            Gap {
                about: model.into_iter().map(|model| model.id).collect(),
                sentence: "Nothing says which model, data and code the release ships.".into(),
                action: from.fold(action, |action, version| action.link("versions", version.id)),
            }
        })
    },
};

pub(super) static LONELY_COMPONENT: Rule = Rule {
    number: 32,
    name: "lonely-component",
    question: "Has every component an owner and an interaction?",
    stage: Stage::Build,
    severity: Severity::Warning,
    sentence: "A component has no owner, or no interaction.",
    why: "A system is the product of its interactions; a part that nobody owns or that touches nothing is one nobody understands.",
    action: "Complete it",
    place: "component",
    ml: true,
    reads: &[("component", &["owner", "feeds"])],
    links: &["owned-by", "feeds"],
    find: |facts| {
        let gap = |component: &Entity| {
            let owned = facts.ahead(component, "owned-by").next().is_some();
            let alone =
                facts.ahead(component, "feeds").chain(facts.behind(component, "feeds")).next().is_none();
            let (lacks, label) = match (owned, alone) {
                (true, false) => return None,
                (false, false) => ("has no owner", "Name its owner"),
                (true, true) => ("neither feeds nor is fed by another", "Connect it"),
                (false, true) => ("has no owner and no interaction", "Complete it"),
            };
            Some(Gap {
                about: vec![component.id],
                sentence: format!("{} {lacks}.", component.words()),
                action: Action::see("system", "map", component.id, label),
            })
        };
        Found::gaps(facts.of("component").filter_map(gap))
    },
};
