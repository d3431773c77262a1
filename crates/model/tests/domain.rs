//! The tables hold exactly what the domain says: every link with its ends, and of every kind the fields
//! that are required and those that matter. Written out here, so that nothing changes in the tables alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use throughline_model::{Flow, LINK_BASE, LinkEnds, kinds, links};

/// Name, kinds at the `from` end, kinds at the `to` end (`ANY` for all), how it reads from the `to` end, and
/// its own fields: `!` required, `*` matters.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// What is named first is upstream.
const FORWARD: &[Row] = &[
    // Those the domain lists.
    ("supports", "highlight", "insight", "is supported by", ""),
    ("contradicts", "highlight", "insight", "is contradicted by", ""),
    ("motivates", "insight", "problem", "is motivated by", ""),
    ("decides", "decision", "ANY", "was decided by", "outcome!*"),
    ("produced", "ANY", "model-version data-version code-version", "was produced by", ""),
    ("feeds", "component", "component", "is fed by", "what*"),
    ("on", "stance", "decision", "has the stance", ""),
    ("reopens", "loop-back", "ANY", "was reopened by", ""),
    // Those that fields of the domain are.
    ("cause-of", "cause", "problem", "has the cause", ""),
    ("underlies", "assumption", "problem idea prototype experiment objective", "assumes", ""),
    ("option-of", "option", "decision", "has the option", ""),
    ("closed-by", "loop-back", "ANY", "closes", ""),
];

/// What is named second is upstream.
const BACKWARD: &[Row] = &[
    // Those the domain lists.
    ("taken-from", "highlight", "evidence", "has the highlight", ""),
    ("from", "evidence", "persona", "is known from", ""),
    ("concerns", "problem", "persona", "has the problem", ""),
    ("addresses", "idea", "problem", "is addressed by", ""),
    ("builds-on", "idea", "idea", "is taken further by", ""),
    ("rates", "evaluation", "idea prototype", "is rated by", ""),
    ("by-criterion", "evaluation", "criterion", "scores", ""),
    ("realises", "prototype", "idea", "is realised by", ""),
    ("tests", "experiment", "prototype", "is tested by", ""),
    ("measured-in", "measurement", "experiment", "has the result", ""),
    ("rests-on", "decision", "ANY", "is grounds for", ""),
    ("supersedes", "decision", "decision", "is superseded by", ""),
    ("trained-on", "model-version", "data-version", "trained", ""),
    ("evaluated-on", "model-version", "data-version", "evaluated", ""),
    ("built-from", "model-version", "code-version", "built", ""),
    ("derived-from", "data-version", "data-version", "was turned into", ""),
    ("ships", "bundle", "model-version data-version code-version", "is shipped in", ""),
    ("deploys", "deployment", "bundle", "is deployed by", ""),
    ("observed-in", "observation", "deployment", "showed", ""),
    ("triggered-by", "loop-back", "ANY", "triggered", ""),
    ("implemented-by", "component", "model-version data-version code-version", "implements", ""),
    ("used", "activity", "ANY", "was used by", ""),
    // Those that fields of the domain are.
    ("because-of", "cause", "cause", "explains", ""),
    ("shown-by", "cause", "evidence highlight insight measurement observation activity", "shows", ""),
    ("works-on", "session", "problem", "was worked on in", ""),
    ("raised-in", "idea vote question evaluation assumption", "session", "raised", ""),
    ("vote-for", "vote", "idea option question problem prototype", "has the vote", ""),
    ("stands-for", "option", "ANY", "is the option", ""),
    ("takes-over", "deployment", "deployment", "was taken over by", "how"),
    ("follows", "release", "release", "is followed by", ""),
];

/// Not followed by a trace.
const NO_FLOW: &[Row] = &[
    // Those the domain lists.
    ("includes", "release", "ANY", "is part of", "how"),
    ("disputes", "team", "idea option", "is disputed by", "reason"),
    ("waives", "waiver", "release", "has the waiver", ""),
    ("comments-on", "comment", "ANY", "has the comment", ""),
    ("relates-to", "ANY", "ANY", "is related to", ""),
    // Those that fields of the domain are.
    ("of-product", "release", "product", "has the release", ""),
    ("watched-for", "source", "product", "watches", ""),
    ("owned-by", "ANY", "team stakeholder", "owns", ""),
    ("member-of", "stakeholder", "team", "has the member", ""),
    ("measured-by", "team problem objective experiment", "metric", "is the measure of", ""),
    ("guarded-by", "experiment", "metric", "is a guardrail of", "margin*"),
    ("about", "measurement observation", "metric", "was read in", ""),
    ("can-measure", "prototype", "metric", "can be measured with", ""),
    ("proposed-by", "idea", "team", "proposed", ""),
    ("facilitated-by", "session", "stakeholder", "led", ""),
    ("attended-by", "session", "stakeholder team", "took part in", ""),
    ("rated-by", "evaluation", "stakeholder", "gave the score", ""),
    ("voted-by", "vote", "stakeholder", "cast", ""),
    ("asks-about", "question", "ANY", "is asked about in", ""),
    ("driven-by", "decision", "stakeholder", "drives", ""),
    ("decided-by", "decision", "stakeholder team", "is decider of", ""),
    ("by", "stance", "stakeholder", "takes the stance", ""),
    ("rolls-back-to", "deployment", "bundle", "is the roll-back target of", ""),
    ("applies-to", "waiver", "ANY", "is excused by", ""),
    ("waived-by", "waiver", "stakeholder team", "granted", ""),
    ("checks", "check", "model-version data-version code-version measurement", "was checked in", ""),
    ("seals", "seal", "ANY", "is sealed by", ""),
    ("signs", "signature", "ANY", "is signed in", ""),
    ("signed-by", "signature", "stakeholder", "signed", ""),
    ("holds", "hold", "ANY", "is held by", ""),
    ("endorses", "endorsement", "stakeholder", "has the endorsed key", ""),
    ("erases", "erasure", "ANY", "had parts erased in", ""),
    ("found-in", "finding", "ANY", "has the finding", ""),
    ("noted-in", "finding", "sample", "holds the result", ""),
    ("draws", "sample", "ANY", "was drawn in", ""),
    ("drawn-from", "sample", "release", "has the sample", ""),
];

/// Links that make one end an ordered part of the other.
const PARTS: &[&str] = &["cause-of", "option-of"];

/// Kind, the fields the domain prints in bold, further fields that a form asks for, and the fields that
/// matter. `title` stands for the name, question, sentence or text, and matters everywhere.
const FIELDS: &[(&str, &str, &str, &str)] = &[
    ("product", "title", "", "users public-facing"),
    ("release", "title product", "", "goal"),
    ("metric", "title", "", "unit direction definition"),
    ("team", "title", "", ""),
    ("stakeholder", "title", "", ""),
    ("persona", "title type", "", "type goals pains workaround"),
    ("evidence", "method date", "", "method date transcript"),
    ("highlight", "", "quote evidence", "quote"),
    ("insight", "title", "", "confidence"),
    (
        "problem",
        "persona need because",
        "",
        "need because surface-request baseline-value benefit build-cost run-cost horizon",
    ),
    ("cause", "", "title problem", ""),
    ("criterion", "title lens", "", "lens worst worst-value best best-value unit direction weight gate"),
    ("objective", "metric", "", "direction target by-when"),
    ("session", "", "title", "outcome"),
    ("idea", "title", "", "serving-cost-note"),
    ("evaluation", "subject criterion rater", "", "score"),
    ("vote", "", "for voter", "dots"),
    ("assumption", "title", "", "lens importance strength"),
    ("question", "", "title", "answer"),
    ("prototype", "idea fidelity", "title", "fidelity serving-cost serving-hardware"),
    (
        "experiment",
        "we-believe",
        "",
        "we-believe to-verify we-measure right-if arms environment unit minimum-effect alpha power baseline-value deviation \
         sample-size stopping-rule",
    ),
    ("measurement", "metric", "", "lens arm n successes mean deviation reported file-digest"),
    ("component", "", "title", "type own-type"),
    ("activity", "phase", "", "phase check outcome report"),
    (
        "data-version",
        "title version digest",
        "",
        "version digest schema rows collected-from collected-to licence known-biases",
    ),
    ("code-version", "repository commit", "", "repository commit tag path dirty"),
    (
        "model-version",
        "title version",
        "",
        "version digest framework parameters metrics intended-use limits biases",
    ),
    ("bundle", "versions", "title", ""),
    (
        "deployment",
        "bundle audience",
        "",
        "environment audience segment share from until recovery-plan monitoring-plan",
    ),
    (
        "observation",
        "kind",
        "",
        "kind date measured expected expected-low expected-high segment n successes mean deviation by-segment \
         severity accepted-because",
    ),
    ("decision", "title outcome rationale", "", "context outcome rationale method consequences revisit-when"),
    ("option", "", "title decision", "description for against"),
    ("stance", "decision stakeholder position", "", "position reason answer"),
    ("loop-back", "from to trigger reason", "", "from to reason must-change"),
    ("waiver", "rule reason", "", "rule reason until"),
    ("comment", "", "text on", ""),
    ("check", "", "of result", ""),
    ("seal", "", "of root", ""),
    ("signature", "", "of signer statement", ""),
    ("hold", "", "reason", ""),
    ("finding", "", "title", ""),
    ("sample", "", "seed size position", ""),
    ("source", "", "title type", ""),
    ("device", "", "key", ""),
    ("anchor", "", "position head", ""),
    ("erasure", "", "parts", ""),
    ("endorsement", "", "key person", ""),
    ("revocation", "", "key from-seq reason", ""),
];

fn words(text: &str) -> BTreeSet<&str> {
    text.split_whitespace().collect()
}

fn ends(ends: &LinkEnds) -> BTreeSet<&'static str> {
    match ends {
        LinkEnds::Any => ["ANY"].into(),
        LinkEnds::Kinds(kinds) => kinds.iter().copied().collect(),
    }
}

#[test]
fn every_link_has_the_ends_the_inverse_the_flow_and_the_fields_of_the_domain() {
    let mut checked = BTreeSet::new();
    for (rows, flow) in [(FORWARD, Flow::Forward), (BACKWARD, Flow::Backward), (NO_FLOW, Flow::None)] {
        for (name, from, to, inverse, fields) in rows {
            let link = links().iter().find(|l| l.name == *name).unwrap_or_else(|| panic!("no link {name}"));
            assert!(checked.insert(*name), "{name} twice");
            assert_eq!(link.flow, flow, "{name}");
            assert_eq!(ends(&link.from), words(from), "{name}: from");
            assert_eq!(ends(&link.to), words(to), "{name}: to");
            assert_eq!(link.inverse, *inverse, "{name}");
            let marked = link.fields.iter().map(|f| {
                let mark = |is, mark: &'static str| if is { mark } else { "" };
                format!("{}{}{}", f.name, mark(f.required, "!"), mark(f.matters, "*"))
            });
            assert_eq!(marked.collect::<Vec<_>>().join(" "), *fields, "{name}");
            assert_eq!(link.parts, PARTS.contains(name), "{name}");
        }
    }
    let all: BTreeSet<&str> = links().iter().map(|l| l.name).collect();
    assert_eq!(checked, all, "every link is checked");
    for field in LINK_BASE {
        assert!(!field.required && !field.matters, "{}", field.name);
    }
}

#[test]
fn every_kind_requires_what_the_domain_prints_in_bold_and_little_else() {
    for (name, bold, more, _) in FIELDS {
        let kind = throughline_model::kind(name).unwrap_or_else(|| panic!("no kind {name}"));
        let required: BTreeSet<&str> = kind.all_fields().filter(|f| f.required).map(|f| f.name).collect();
        assert_eq!(required, words(&format!("{bold} {more}")), "{name}");
    }
    let checked: BTreeSet<&str> = FIELDS.iter().map(|(name, ..)| *name).collect();
    let all: BTreeSet<&str> = kinds().iter().map(|k| k.name).collect();
    assert_eq!(checked, all, "every kind is checked");
}

#[test]
fn in_every_kind_the_fields_that_matter_are_these() {
    for (name, _, _, matters) in FIELDS {
        let kind = throughline_model::kind(name).unwrap();
        let found: BTreeSet<&str> = kind.all_fields().filter(|f| f.matters).map(|f| f.name).collect();
        assert_eq!(found, words(&format!("title {matters}")), "{name}");
    }
}
