//! `throughline data`: files in, sentences out, and exits a pipeline can stand on.

use serde_json::Value as Json;

use crate::shell::Shell;

fn orders(from: usize) -> String {
    let mut out = String::from("hour,basket_eur,email\n");
    for i in 0..200 {
        out.push_str(&format!("{},{}.50,c{i}@example.org\n", from + i % 5, 10 + i % 17));
    }
    out
}

#[test]
fn a_file_is_looked_at_recorded_compared_and_watched_for_drift_from_the_terminal() {
    let shell = Shell::new();
    shell.write("orders_1.csv", &orders(18));
    shell.write("orders_2.csv", &orders(11));
    let seen = shell.ok(&["data", "profile", "orders_1.csv", "--dry-run"]);
    assert!(seen.contains("nothing recorded: this is what would be"), "{seen}");
    assert!(
        seen.contains("perhaps personal: email (its name says so); mark it with --personal email"),
        "{seen}"
    );
    let made = shell.ok(&["data", "profile", "orders_1.csv", "--personal", "email"]);
    assert!(made.contains("orders 1: 200 rows, 3 fields") && made.contains("DAT-1  #"), "{made}");
    shell.ok(&["data", "profile", "orders_2.csv", "--personal", "email"]);
    let shown = shell.ok(&["data", "show", "DAT-2"]);
    assert!(shown.contains("hour") && !shown.contains("example.org"), "{shown}");
    assert!(shell.ok(&["data", "pairs"]).contains("DAT-2 orders 2 against DAT-1"));

    let drift = shell.run(&["data", "drift", "DAT-2"]);
    assert_eq!(drift.code, 1, "{drift:?}");
    assert!(drift.out.contains("1 of 2 fields shifted: “hour”."), "{}", drift.out);
    assert!(drift.out.contains("median 20 → 13"), "{}", drift.out);
    let same = shell.run(&["--json", "data", "drift", "orders_1.csv", "DAT-1"]);
    assert_eq!(same.code, 0, "{same:?}");
    let same: Json = serde_json::from_str(&same.out).unwrap();
    assert_eq!(same["shifted"], 0);

    let compared = shell.run(&["data", "compare", "DAT-2", "DAT-1"]);
    assert_eq!(compared.code, 1, "{compared:?}");
    assert!(compared.out.contains("INT_TYPE_SMALL_INT"), "{}", compared.out);
    assert_eq!(shell.run(&["data", "compare", "orders_1.csv", "DAT-1"]).code, 0);
}

#[test]
fn what_cannot_be_read_fails_with_what_to_do_next() {
    let shell = Shell::new();
    let said = shell.run(&["data", "profile", "nowhere.csv"]);
    assert_eq!(said.code, 3, "{said:?}");
    assert!(said.err.contains("There is nothing at nowhere.csv"), "{}", said.err);
}
