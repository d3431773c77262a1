#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use throughline_model::readiness::RULES;
use throughline_model::{FieldType, kind};

#[test]
fn every_framework_can_be_read_is_dated_and_names_its_source() {
    assert_eq!(all().len(), TEXTS.len());
    for framework in all() {
        assert!(throughline_record::date::is_date(&framework.dated), "{}", framework.name);
        assert!(framework.url.starts_with("https://") && framework.source.len() > 20, "{}", framework.name);
        let ids: BTreeSet<&String> = framework.points.iter().map(|p| &p.id).collect();
        assert_eq!(ids.len(), framework.points.len(), "{} numbers no point twice", framework.name);
        assert!(framework.points.iter().all(|p| !p.title.is_empty()));
    }
    assert_eq!(named("iso-42001-annex-a").unwrap().points.len(), 38, "Annex A has 38 controls");
}

#[test]
fn every_kind_field_word_and_rule_a_framework_names_exists() {
    for (framework, point) in all().iter().flat_map(|f| f.points.iter().map(move |p| (f, p))) {
        let at = format!("{} {}", framework.name, point.id);
        for seek in &point.by {
            let kind = kind(&seek.kind).unwrap_or_else(|| panic!("{at}: kind {}", seek.kind));
            for field in &seek.fields {
                assert!(kind.field(field).is_some(), "{at}: {} has no field {field}", seek.kind);
            }
            for (field, words) in &seek.only {
                let field =
                    kind.field(field).unwrap_or_else(|| panic!("{at}: {} has no field {field}", seek.kind));
                let FieldType::Choice(known) = field.ty else { panic!("{at}: {} is no choice", field.name) };
                for word in words {
                    assert!(known.contains(&word.as_str()), "{at}: {} is never {word}", field.name);
                }
            }
        }
        for rule in &point.rules {
            assert!(RULES.iter().any(|r| r.name == rule), "{at}: no rule {rule}");
        }
    }
}

#[test]
fn an_artefact_speaks_to_a_point_if_a_field_it_asks_for_says_something() {
    let seek = |fields: &[&str], only: &[(&str, &str)]| Seek {
        kind: "activity".into(),
        fields: fields.iter().map(|f| (*f).to_owned()).collect(),
        only: only.iter().map(|(f, w)| ((*f).to_owned(), vec![(*w).to_owned()])).collect(),
    };
    let held = Held {
        entity: "e1".into(),
        kind: "activity".into(),
        filled: ["report".to_owned()].into(),
        choices: [("check".to_owned(), "bias".to_owned())].into(),
    };
    assert!(seek(&[], &[]).finds(&held));
    assert!(seek(&["outcome", "report"], &[("check", "bias")]).finds(&held));
    assert!(!seek(&["outcome"], &[]).finds(&held), "an empty field says nothing");
    assert!(!seek(&[], &[("check", "abuse")]).finds(&held), "another check is another thing");
    assert!(!Seek { kind: "bundle".into(), ..seek(&[], &[]) }.finds(&held));
    let words = seek(&["report"], &[("check", "bias")]).words(|k| k.to_owned());
    assert_eq!(words, "activity (report, check: bias)");
}

#[test]
fn a_point_is_empty_only_if_neither_artefacts_nor_the_record_speak_to_it() {
    let point = |id: &str, record: Option<&str>| Point {
        id: id.into(),
        title: id.into(),
        by: vec![Seek { kind: "persona".into(), fields: vec![], only: BTreeMap::new() }],
        rules: vec!["no-end-user".into(), "no-bundle".into()],
        record: record.map(str::to_owned),
    };
    let framework =
        Framework { points: vec![point("1", None), point("2", Some("the log"))], ..all()[0].clone() };
    let open = BTreeMap::from([("no-end-user".to_owned(), 2), ("no-bundle".to_owned(), 0)]);
    let nothing = answers(&framework, &[], &open);
    assert!(nothing[0].empty && !nothing[1].empty);
    assert_eq!(nothing[0].open, [("no-end-user".to_owned(), 2)]);
    let held = Held { entity: "e1".into(), kind: "persona".into(), ..Held::default() };
    let some = answers(&framework, &[held], &open);
    assert!(!some[0].empty && some[0].entities == ["e1"]);
}
