//! Equal to SciPy. `reference.py` computes the values; run again, it writes the same file.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value as Json, json};
use throughline_model::figures::ALL;

use super::table::{TABLE, variant};

/// Largest relative difference from a reference value.
pub const RELATIVE: f64 = 1e-9;
/// Below this absolute difference the relative one is not asked: a 0 that rounding made 1e-17.
pub const ABSOLUTE: f64 = 1e-14;

fn reference() -> Json {
    serde_json::from_str(include_str!("reference.json")).unwrap()
}

pub fn close(got: f64, wanted: f64) -> bool {
    (got - wanted).abs() <= (RELATIVE * wanted.abs()).max(ABSOLUTE)
}

/// Numbers within the tolerance, everything else exactly.
fn same(got: &Json, wanted: &Json) -> bool {
    match (got, wanted) {
        (Json::Number(_), Json::Number(_)) => close(got.as_f64().unwrap(), wanted.as_f64().unwrap()),
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => got == wanted,
    }
}

#[test]
fn every_figure_equals_its_reference_values() {
    let reference = reference();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (name, figure) in TABLE {
        for case in reference[name].as_array().unwrap_or_else(|| panic!("{name} has reference values")) {
            let got = figure(&case["in"]).unwrap_or_else(|error| json!({"error": variant(&error)}));
            compared += 1;
            if !same(&got, &case["out"]) {
                wrong.push(format!("{name} {}\n  got    {got}\n  wanted {}", case["in"], case["out"]));
            }
        }
    }
    assert!(compared > 400, "only {compared} cases were compared");
    assert!(wrong.is_empty(), "{} of {compared} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_public_figure_is_without_a_reference_value() {
    let reference = reference();
    let listed: BTreeSet<&str> = ALL.iter().copied().collect();
    assert_eq!(listed.len(), ALL.len(), "a name is listed twice");

    let written = public_functions();
    assert_eq!(listed, written.iter().map(String::as_str).collect(), "figures::ALL against the sources");

    let in_table: BTreeSet<&str> = TABLE.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, in_table, "figures::ALL against the table of this test");

    for name in ALL {
        let cases = reference[name].as_array().map_or(0, Vec::len);
        assert!(cases > 0, "{name} has no case in reference.json");
        let defined = |case: &Json| case["out"].get("error").is_none();
        assert!(reference[name].as_array().unwrap().iter().any(defined), "{name} is never defined");
    }
}

#[test]
fn a_value_that_is_off_by_more_than_the_tolerance_is_seen() {
    assert!(same(&json!({"p": 0.25}), &json!({"p": 0.25 * (1.0 + 0.9e-9)})));
    assert!(!same(&json!({"p": 0.25}), &json!({"p": 0.25 * (1.0 + 1.1e-9)})));
    assert!(!same(&json!([1.0]), &json!([1.0, 2.0])));
    assert!(!same(&json!({"p": 0.25}), &json!({"p": 0.25, "q": 1})));
    assert!(!same(&json!("worse"), &json!("not worse")));
}

/// Every free public function of the module, read from its sources.
fn public_functions() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/figures");
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            for start in ["pub fn ", "pub const fn "] {
                if let Some(rest) = line.strip_prefix(start) {
                    let name = rest.split(['(', '<']).next().unwrap();
                    found.insert(format!("{module}::{name}"));
                }
            }
        }
    }
    assert!(found.len() > 30, "the sources were read");
    found
}
