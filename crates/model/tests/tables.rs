//! The tables agree with the domain and with each other.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use throughline_model::{
    BASE, FieldType, Flow, LINK_BASE, LinkEnds, Merge, PLACES, Stage, kind, kind_by_prefix, kinds, link,
    links,
};

const PREFIXES: &str = "PRD REL MET TEA STK PER EVD HLT INS PRB CAU CRI OBJ SES IDE EVA VOT ASM QUE PRT EXP MEA \
                        CMP ACT DAT COD MOD BUN DEP OBS DEC OPT STA LPB WAI COM";

/// Every field the domain names, by kind. `title` stands for the name, question, sentence or text.
const FIELDS: &[(&str, &str)] = &[
    ("product", "title users public-facing"),
    ("release", "title product goal from to previous"),
    ("metric", "title unit direction definition"),
    ("team", "title colour objective"),
    ("stakeholder", "title team role voice"),
    ("persona", "title type goals pains workaround segment-size segment-source"),
    ("evidence", "method date participant persona consent sample-size transcript highlights"),
    ("highlight", "quote span-from span-to tags cluster evidence"),
    ("insight", "title supporting contradicting confidence"),
    (
        "problem",
        "persona need because surface-request causes baseline-metric baseline-value baseline-date benefit build-cost \
         run-cost horizon currency reach impact confidence effort",
    ),
    ("cause", "title problem why evidence"),
    ("criterion", "lens title worst worst-value best best-value direction weight gate owner locked-at"),
    ("objective", "metric direction target by-when"),
    ("session", "problem facilitator agenda participants phases anonymity outcome"),
    ("idea", "title problem proposed-by builds-on cluster serving-cost-note"),
    ("evaluation", "subject criterion rater score rationale round handed-in"),
    ("vote", "for voter dots"),
    ("assumption", "title lens importance strength test"),
    ("question", "title answer"),
    (
        "prototype",
        "idea fidelity can-measure labour-estimated labour-actual serving-cost serving-hardware produced",
    ),
    (
        "experiment",
        "we-believe to-verify we-measure right-if arms environment unit primary-metric minimum-effect alpha power \
         sample-size stopping-rule guardrails locked-at",
    ),
    ("measurement", "metric lens arm n successes mean deviation run-id file-digest"),
    ("component", "title type own-type owner feeds implemented-by"),
    ("activity", "phase check inputs outputs outcome"),
    (
        "data-version",
        "title version digest location schema rows distributions collected-from collected-to licence known-biases",
    ),
    ("code-version", "repository commit tag path dirty"),
    (
        "model-version",
        "title version digest location framework parameters metrics intended-use limits biases trained-on built-from",
    ),
    ("bundle", "title versions"),
    (
        "deployment",
        "bundle environment audience segment share from until status roll-back-target recovery-plan monitoring-plan",
    ),
    ("observation", "deployment kind measured expected severity window-from window-to read-from date"),
    (
        "decision",
        "title options outcome rationale method driver decider rests-on consequences revisit-when review-date status",
    ),
    ("option", "title decision for against"),
    ("stance", "decision stakeholder position reason given"),
    ("loop-back", "from to trigger reason must-change closed-by"),
    ("waiver", "rule reason by until release"),
    ("comment", "text on"),
    ("erasure", "parts reason"),
];

const BASE_FIELDS: &str = "title notes owner tags status attachments number said-by removed source order";

/// The links of the domain with their flow.
const FORWARD: &str = "supports contradicts motivates decides produced feeds on reopens";
const BACKWARD: &str = "taken-from from concerns addresses builds-on rates by-criterion realises tests measured-in \
                        rests-on supersedes trained-on evaluated-on built-from derived-from ships deploys \
                        observed-in triggered-by implemented-by used";
const NO_FLOW: &str = "includes disputes comments-on waives relates-to";

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn prefixes_are_unique_and_exactly_those_of_the_domain() {
    let have: Vec<&str> = kinds().iter().filter_map(|k| k.prefix).collect();
    let unique: BTreeSet<&str> = have.iter().copied().collect();
    assert_eq!(unique.len(), have.len());
    assert_eq!(unique, words(PREFIXES).into_iter().collect());
    for prefix in have {
        assert_eq!(kind_by_prefix(&prefix.to_lowercase()).unwrap().prefix, Some(prefix));
    }
}

#[test]
fn kinds_of_the_record_itself_have_no_prefix_and_all_others_have_one() {
    let own: Vec<&str> = kinds().iter().filter(|k| k.prefix.is_none()).map(|k| k.name).collect();
    assert_eq!(
        own,
        [
            "check",
            "seal",
            "signature",
            "hold",
            "finding",
            "sample",
            "source",
            "device",
            "anchor",
            "erasure",
            "endorsement",
            "revocation"
        ]
    );
    for kind in kinds() {
        assert_eq!(kind.prefix.is_none(), kind.stage == Stage::Record, "{}", kind.name);
        assert_eq!(kind.is_artefact(), kind.stage != Stage::Record, "{}", kind.name);
    }
}

#[test]
fn kind_names_are_unique_and_every_kind_says_what_belongs_there() {
    let names: BTreeSet<&str> = kinds().iter().map(|k| k.name).collect();
    assert_eq!(names.len(), kinds().len());
    assert!(!names.contains("link"), "links are recorded under that name");
    for kind in kinds() {
        assert!(kind.blurb.ends_with('.') && kind.blurb.len() > 20, "{}", kind.name);
        assert!(kind.example.len() > 20, "{}", kind.name);
        assert!(!kind.title.label.is_empty() && !kind.title.hint.is_empty(), "{}", kind.name);
        assert!(!kind.statuses.is_empty(), "{}", kind.name);
        assert_eq!(kind.status.ty, FieldType::Choice(kind.statuses), "{}", kind.name);
        assert_eq!(kind.title.required, kind.title_required);
        assert!(kind.title_required || !kind.title_from.is_empty(), "{} has no way to a title", kind.name);
    }
}

#[test]
fn every_field_the_domain_names_is_there() {
    for (name, fields) in FIELDS {
        let kind = kind(name).unwrap_or_else(|| panic!("no kind {name}"));
        for field in words(fields) {
            assert!(kind.field(field).is_some(), "{name} has no {field}");
        }
    }
    for kind in kinds().iter().filter(|k| k.prefix.is_some()) {
        assert!(FIELDS.iter().any(|(name, _)| *name == kind.name), "{} is not checked", kind.name);
        for field in words(BASE_FIELDS) {
            assert_eq!(kind.field(field).unwrap().name, field, "{}", kind.name);
        }
    }
    assert_eq!(BASE.len(), words(BASE_FIELDS).len());
}

#[test]
fn field_names_are_kebab_case_unique_in_their_kind_and_have_a_label_and_a_hint() {
    let good = |n: &str| {
        n.len() <= 64
            && n.starts_with(|c: char| c.is_ascii_lowercase())
            && n.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    };
    for kind in kinds() {
        let mut seen = BTreeSet::new();
        for field in kind.all_fields() {
            assert!(good(field.name), "{}.{}", kind.name, field.name);
            assert!(seen.insert(field.name), "{}.{} twice", kind.name, field.name);
            assert!(!field.label.is_empty(), "{}.{}", kind.name, field.name);
            assert!(field.hint.ends_with(['.', '…']), "{}.{}", kind.name, field.name);
            assert_eq!(kind.field(field.name), Some(field), "{}.{}", kind.name, field.name);
        }
        assert_eq!(seen.len(), kind.fields.len() + BASE.len());
    }
}

#[test]
fn every_reference_names_a_link_type_whose_ends_allow_the_kind() {
    for kind in kinds() {
        let mut seen = BTreeSet::new();
        for field in kind.all_fields() {
            let FieldType::Ref { link: name, out, .. } = field.ty else { continue };
            let link = link(name).unwrap_or_else(|| panic!("{}.{}: no link {name}", kind.name, field.name));
            let end = if out { link.from } else { link.to };
            assert!(end.allows(kind.name), "{}.{} is not an end of {name}", kind.name, field.name);
            assert!(seen.insert((name, out)), "{}.{}: {name} already has a field", kind.name, field.name);
            assert!(!field.personal && !field.searched, "a link holds no text");
        }
    }
}

#[test]
fn every_link_type_has_a_unique_name_label_and_inverse() {
    let mut names = BTreeSet::new();
    let mut inverses = BTreeSet::new();
    for link in links() {
        assert!(names.insert(link.name), "{} twice", link.name);
        assert!(inverses.insert(link.inverse), "“{}” twice", link.inverse);
        assert!(!link.label.is_empty() && !link.inverse.is_empty());
        assert!(link.label != link.inverse, "{}", link.name);
        for field in link.fields.iter().chain(LINK_BASE) {
            assert_eq!(link.field(field.name), Some(field));
            assert!(field.link().is_none(), "a link has no links");
        }
    }
}

#[test]
fn every_end_of_a_link_is_a_kind() {
    for link in links() {
        for end in [link.from, link.to] {
            if let LinkEnds::Kinds(names) = end {
                assert!(!names.is_empty());
                for name in names {
                    assert!(kind(name).is_some(), "{}: no kind {name}", link.name);
                }
            }
        }
    }
}

#[test]
fn every_link_of_the_domain_is_there_with_its_flow() {
    for (names, flow) in [(FORWARD, Flow::Forward), (BACKWARD, Flow::Backward), (NO_FLOW, Flow::None)] {
        for name in words(names) {
            assert_eq!(link(name).unwrap_or_else(|| panic!("no link {name}")).flow, flow, "{name}");
        }
    }
}

#[test]
fn required_fields_are_few() {
    for kind in kinds() {
        let required: Vec<&str> = kind.all_fields().filter(|f| f.required).map(|f| f.name).collect();
        assert!(required.len() <= 4, "{} asks for {required:?}", kind.name);
    }
}

#[test]
fn what_can_name_a_person_is_personal() {
    for (name, field) in [
        ("stakeholder", "title"),
        ("evidence", "transcript"),
        ("evidence", "participant"),
        ("highlight", "quote"),
        ("stance", "reason"),
        ("decision", "consulted"),
        ("problem", "said-by"),
    ] {
        assert!(kind(name).unwrap().field(field).unwrap().personal, "{name}.{field}");
    }
    assert!(!kind("problem").unwrap().field("title").unwrap().personal);
}

#[test]
fn fields_a_title_is_composed_of_exist_and_are_not_links() {
    for kind in kinds() {
        for name in kind.title_from {
            let field = kind.fields.iter().find(|f| f.name == *name);
            assert!(field.is_some_and(|f| f.link().is_none()), "{}.{name}", kind.name);
        }
    }
}

#[test]
fn sets_merge_as_sets_markdown_as_long_text_and_rows_have_plain_columns() {
    let plain = |ty: &FieldType| {
        matches!(
            ty,
            FieldType::Line
                | FieldType::Text
                | FieldType::Int
                | FieldType::Decimal
                | FieldType::Bool
                | FieldType::Date
                | FieldType::Choice(_)
        )
    };
    for kind in kinds() {
        for field in kind.all_fields() {
            match field.ty {
                FieldType::Text => assert_eq!(field.merge, Merge::LongText),
                FieldType::Attachments => assert_eq!(field.merge, Merge::Set),
                FieldType::Rows(columns) => {
                    assert!(columns.iter().all(|c| plain(&c.ty)), "{}.{}", kind.name, field.name);
                    assert!(columns.iter().any(|c| c.required), "{}.{}", kind.name, field.name);
                }
                FieldType::Choice(of) => {
                    let unique: BTreeSet<&&str> = of.iter().collect();
                    assert!(of.len() > 1 && unique.len() == of.len(), "{}.{}", kind.name, field.name);
                }
                _ => {}
            }
        }
    }
    assert_eq!(kind("idea").unwrap().field("tags").unwrap().merge, Merge::Set);
    assert_eq!(kind("erasure").unwrap().field("parts").unwrap().merge, Merge::Single);
}

#[test]
fn a_loop_back_goes_from_and_to_every_stage_and_phase() {
    let expected: Vec<String> = throughline_model::STAGES
        .iter()
        .map(|s| (*s).to_owned())
        .chain(throughline_model::PHASES.iter().map(|p| format!("phase:{p}")))
        .collect();
    assert_eq!(PLACES, expected);
    let lanes: Vec<_> =
        throughline_model::PHASES.iter().map(|p| throughline_model::lane_of_phase(p)).collect();
    assert_eq!(lanes.iter().filter(|l| **l == Some(Stage::Live)).count(), 2);
    assert_eq!(throughline_model::lane_of_phase("ideate"), None);
    for stage in Stage::ALL {
        assert_eq!(Stage::parse(stage.as_str()), Some(*stage));
    }
}
