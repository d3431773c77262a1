//! Doors of the machine's side, and watched stores, from a terminal.

use std::path::Path;

use crate::shell::Shell;

fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/imports").join(name).display().to_string()
}

#[test]
fn lineage_croissant_and_cards_are_imported_once_and_told_line_by_line() {
    let shell = Shell::new();
    for (format, file, added) in [
        ("croissant", "croissant/clinic.json", 1),
        ("modelcard", "modelcard", 1),
        ("openlineage", "openlineage/training.json", 4),
    ] {
        let done = shell.json(&["import", format, &example(file), "--release", "none"]);
        assert_eq!(done["added"], added, "{done}");
        let again = shell.json(&["import", format, &example(file), "--release", "none"]);
        assert_eq!((&again["added"], &again["changed"]), (&0.into(), &0.into()));
    }
    // Lines that are no events are a negative answer, and the others are taken.
    let said =
        shell.run(&["import", "openlineage", &example("openlineage/kitchen.jsonl"), "--release", "none"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("error    line 8") && said.out.contains("facet “retention”"), "{}", said.out);
}

#[test]
fn a_store_is_watched_refreshed_listed_and_let_go() {
    let shell = Shell::new();
    shell.ok(&["add", "product", "-t", "Triage"]);
    let store = shell.path("churn");
    std::fs::create_dir_all(&store).unwrap();
    std::fs::copy(example("mlflow-3/mlflow.db"), store.join("mlflow.db")).unwrap();
    assert!(shell.ok(&["watch", "list"]).contains("nothing is watched"));
    // A path is taken from where one stands, and kept whole.
    shell.ok(&["watch", "add", "mlflow", "churn", "--product", "Triage"]);
    let told = shell.ok(&["watch", "list"]);
    assert!(told.contains("churn  mlflow  /") && told.contains("never read"), "{told}");
    let first = shell.json(&["refresh"]);
    assert_eq!((&first["failed"], first["added"].as_u64() > Some(5)), (&0.into(), true), "{first}");
    assert!(shell.ok(&["refresh", "churn"]).contains("nothing new, nothing recorded"));
    assert!(shell.ok(&["watch", "list", "--product", "Triage"]).contains("; brought "));
    assert_eq!(shell.ok(&["watch", "at-start", "on"]).trim(), "refresh at start: on");
    assert_eq!(shell.json(&["watch", "list"])["at_start"], true);

    std::fs::remove_dir_all(&store).unwrap();
    let said = shell.run(&["refresh"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("What it brought before is kept"), "{}", said.out);
    shell.ok(&["watch", "remove", "churn"]);
    assert!(shell.ok(&["watch", "list"]).contains("nothing is watched"));
}
