//! Problems ranked and ideas against criteria, as lines of text.

use crate::shell::Shell;

#[test]
fn problems_are_ranked_with_ties_what_is_missing_and_the_second_lens() {
    let shell = Shell::new();
    let problem = |need: &str, benefit: &str| {
        let benefit = format!("benefit={benefit}");
        let need = format!("need={need}");
        shell.ok(&[
            "add",
            "problem",
            "-f",
            &need,
            "-f",
            "because=so",
            "-f",
            &benefit,
            "-f",
            "build-cost=10",
            "-f",
            "run-cost=0",
            "-f",
            "horizon=12",
            "-f",
            "currency=EUR",
        ]);
    };
    problem("small", "10,20,60");
    problem("large", "50,80,90");
    shell.ok(&[
        "add",
        "problem",
        "-f",
        "need=bare",
        "-f",
        "because=so",
        "-f",
        "surface-request=faster horses",
    ]);
    let told = shell.ok(&["rank"]);
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines[0].contains("PRB-2") && lines[0].trim_start().starts_with('1'), "{told}");
    assert!(
        lines[1].contains("return 700 % (400 % to 800 %)") && lines[1].contains("tied with PRB-1"),
        "{told}"
    );
    assert!(told.contains("no benefit recorded, no cost to build recorded"), "{told}");
    assert!(told.contains("asked for: “faster horses”"), "{told}");
    let rice = shell.ok(&["rank", "--rice"]);
    assert!(rice.starts_with("RICE, a second lens") && rice.contains("no reach recorded"), "{rice}");
    assert_eq!(shell.json(&["rank"])["rows"].as_array().unwrap().len(), 3);
}

#[test]
fn the_matrix_hides_an_open_round_and_shows_sums_once_it_is_closed() {
    let shell = Shell::new();
    shell.ok(&["add", "idea", "--title", "Three dishes"]);
    shell.ok(&["add", "criterion", "--title", "Cheap?", "-f", "lens=feasibility", "-f", "weight=1"]);
    shell.ok(&["add", "stakeholder", "--title", "Ann"]);
    let ann = shell.json(&["list", "stakeholder", "--text", "Ann"])["rows"][0]["short"]
        .as_str()
        .unwrap()
        .to_owned();
    let rater = format!("rater={ann}");
    shell.ok(&[
        "add",
        "evaluation",
        "-f",
        "subject=IDE-1",
        "-f",
        "criterion=CRI-1",
        "-f",
        &rater,
        "-f",
        "score=4",
    ]);
    let open = shell.ok(&["matrix"]);
    assert!(
        open.contains("not scored, or not seen yet: IDE-1") && open.contains("1 scores in the open one"),
        "{open}"
    );
    shell.ok(&["call", "evaluation.close", "{}"]);
    let closed = shell.ok(&["matrix"]);
    assert!(closed.lines().any(|l| l.contains("IDE-1") && l.contains("4.00")), "{closed}");
    assert!(closed.contains("! Operations: nobody has this role"), "{closed}");
    assert_eq!(shell.says_no(&["matrix", "--try", "CRI-1"], 2).0, "bad-field");
}
