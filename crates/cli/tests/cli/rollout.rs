//! `throughline bundle`, `deployments`, `observe`, `observations`, `roll-back` and `live`.

use crate::shell::Shell;

/// A product with a metric, two bundles and 1.4 live for everyone, 2.0 for a few.
fn rolled_out() -> Shell {
    let shell = Shell::new();
    shell.ok(&["add", "metric", "-t", "Orders", "-f", "unit=%", "-f", "direction=higher-is-better"]);
    for (n, label) in [("1", "1.4"), ("2", "2.0")] {
        let digest = format!("digest=sha256:{}", n.repeat(64));
        let (version, commit) = (format!("version={n}"), format!("commit={}", n.repeat(40)));
        shell.ok(&["add", "data-version", "-t", "ratings", "-f", &version, "-f", &digest]);
        shell.ok(&["add", "code-version", "-f", "repository=git/recommender", "-f", &commit]);
        let (data, code) = (format!("trained-on=DAT-{n}"), format!("built-from=COD-{n}"));
        shell.ok(&[
            "add",
            "model-version",
            "-t",
            "ranker",
            "-f",
            &version,
            "-f",
            &digest,
            "-f",
            &data,
            "-f",
            &code,
        ]);
        let model = format!("ranker@{n}");
        let made = shell.ok(&["bundle", "make", "--label", label, "--model", &model]);
        assert!(made.contains("sha256:") && made.contains(&format!("BUN-{n}  #")), "{made}");
    }
    for (title, bundle, audience, share) in
        [("1.4 for all", "BUN-1", "everyone", "100"), ("2.0 for a few", "BUN-2", "selected-users", "5")]
    {
        let fields = [
            format!("bundle={bundle}"),
            format!("audience={audience}"),
            format!("share={share}"),
            "environment=production".into(),
            "status=live".into(),
            "from=2026-01-01".into(),
        ];
        let mut args = vec!["add", "deployment", "-t", title];
        fields.iter().for_each(|field| args.extend(["-f", field.as_str()]));
        shell.ok(&args);
    }
    shell
}

#[test]
fn one_line_says_what_is_live_with_its_versions_and_as_json() {
    let shell = rolled_out();
    let said = shell.ok(&["live", "--on", "2026-02-01"]);
    assert!(
        said.starts_with("On 1 Feb 2026: 2.0 for 5\u{a0}% of selected users; 1.4 for everyone."),
        "{said}"
    );
    assert!(said.contains("model  MOD-2") && said.contains("no decision on record"), "{said}");
    let json: serde_json::Value =
        serde_json::from_str(&shell.ok(&["live", "--on", "2025-12-31", "--json"])).unwrap();
    assert_eq!(json["rows"].as_array().unwrap().len(), 0);
}

#[test]
fn an_overlap_is_refused_with_3_and_says_which_two() {
    let shell = rolled_out();
    let args =
        ["add", "deployment", "-t", "Again", "-f", "audience=everyone", "-f", "environment=production"];
    let said = shell.run(&[&args[..], &["-f", "from=2026-02-01", "-f", "status=live"]].concat());
    assert_eq!(said.code, 3, "{said:?}");
    assert!(said.err.contains("DEP-1") && said.err.contains("200\u{a0}%"), "{said:?}");
}

#[test]
fn a_monitor_sends_an_observation_once_and_the_pipeline_asks_what_is_open() {
    let shell = rolled_out();
    let send = |value: &str| {
        shell.ok(&[
            "observe",
            "DEP-2",
            "--kind",
            "metric",
            "--metric",
            "Orders",
            "--measured",
            value,
            "--expected",
            "28..33",
            "--window",
            "2026-01-02..2026-01-09",
            "--key",
            "orders-2026-01",
        ])
    };
    assert!(send("31").starts_with("OBS-1  #"));
    assert!(send("31").contains("known already"));
    assert_eq!(shell.run(&["observations", "--asking"]).code, 0);
    assert!(send("20").contains("asks for an answer"));
    let asking = shell.run(&["observations", "--asking"]);
    assert_eq!(asking.code, 1, "{asking:?}");
    shell.ok(&["set", "OBS-1", "-f", "accepted-because=A public holiday"]);
    assert_eq!(shell.run(&["observations", "--asking"]).code, 0);
}

#[test]
fn deployments_are_compared_promoted_and_rolled_back() {
    let shell = rolled_out();
    for (deployment, x) in [("DEP-2", "300"), ("DEP-1", "200")] {
        shell.ok(&[
            "observe",
            deployment,
            "--kind",
            "metric",
            "--metric",
            "Orders",
            "--n",
            "1000",
            "--successes",
            x,
            "--segment",
            "new users",
            "--window",
            "2026-01-02..2026-01-09",
        ]);
    }
    let said = shell.ok(&["deployments", "compare", "DEP-2", "DEP-1", "--metric", "Orders"]);
    assert!(said.contains("2.0 is better for new users.") && said.contains("rests on OBS-1 OBS-2"), "{said}");
    let asked = shell.run(&["deployments", "promote", "DEP-2"]);
    assert_eq!(asked.code, 3, "{asked:?}");
    shell.ok(&[
        "add",
        "decision",
        "-t",
        "To all?",
        "-f",
        "status=accepted",
        "-f",
        "outcome=Yes",
        "-f",
        "rationale=x",
    ]);
    let done = shell.ok(&[
        "deployments",
        "promote",
        "DEP-2",
        "--to",
        "everyone",
        "--decision",
        "DEC-1",
        "--on",
        "OBS-1",
    ]);
    assert!(done.contains("DEP-1 “1.4 for all” ends now.") && done.contains("DEP-3  #"), "{done}");
    let looked = shell.ok(&["roll-back", "DEP-3", "--dry-run"]);
    assert!(looked.contains("Model: ranker 2 → ranker 1") && looked.contains("nothing recorded"), "{looked}");
    let back = shell.ok(&["roll-back", "DEP-3", "--reason", "Orders fell"]);
    assert!(
        back.contains("1.4 takes the place of 2.0 for everyone, at once.") && back.contains("LPB-1 opened"),
        "{back}"
    );
    assert!(shell.ok(&["deployments"]).contains("rolled back"));
}
