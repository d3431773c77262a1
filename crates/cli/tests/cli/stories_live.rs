//! Three stories of what runs, told from a terminal: the bot that learned abuse, a few users first, and the way back.
//! `tests/tests/window` tells the same ones in the window, from the same beginnings.

use serde_json::{Value as Json, json};

use crate::shell::Shell;
use crate::telling::{begun, blocking, check, says, tell};

const CHIRP: &str = include_str!("../../../../tests/stories/chirp.txt");
const RECOMMENDER: &str = include_str!("../../../../tests/stories/recommender.txt");

/// What was in production, as a list of label and audience.
#[track_caller]
fn live(shell: &Shell, on: &[&str]) -> Vec<(String, String)> {
    let answer = shell.json(&[&["live"], on].concat());
    let text = |value: &Json| value.as_str().unwrap().to_owned();
    let rows = answer["rows"].as_array().unwrap().iter();
    rows.map(|row| (text(&row["bundle"]["label"]), text(&row["run"]["audience"]))).collect()
}

fn ran(label: &str, audience: &str) -> (String, String) {
    (label.to_owned(), audience.to_owned())
}

#[test]
fn story_3_the_bot_that_learned_abuse_is_not_sealed_and_is_taken_back_in_one_action() {
    let shell = begun("Chirp");
    tell(&shell, CHIRP);

    // Nobody looked, nobody planned: it cannot be frozen, and is told why in these words.
    let gaps = [
        "PRD-1 “Chirp” is public-facing, and no check for bias stands.",
        "PRD-1 “Chirp” is public-facing, and no check for abuse stands.",
        "DEP-2 “2.0 for a few” has no disaster-recovery plan.",
    ];
    let open = check(&shell, &["--freezing"]);
    assert_eq!(blocking(&open), [18, 26], "{open:#}");
    assert_eq!(
        (says(&open, 18), says(&open, 26)),
        (gaps[..2].iter().copied().map(str::to_owned).collect(), vec![gaps[2].to_owned()])
    );
    let (code, said) = shell.refused(&["freeze"]);
    assert_eq!(code, "gaps-open");
    for gap in gaps {
        assert!(said.err.contains(gap), "{gap} in {said:?}");
    }

    // It learns abuse from strangers overnight.
    let seen = shell.ok(&[
        "observe",
        "DEP-2",
        "--kind",
        "incident",
        "--severity",
        "critical",
        "--title",
        "It answers with abuse",
    ]);
    assert!(seen.starts_with("OBS-1") && seen.contains("asks for an answer"), "{seen}");
    assert_eq!(shell.run(&["observations", "--asking"]).code, 1);
    let before = shell.json(&["log"])["rows"][0]["position"].clone();
    let back = shell.ok(&[
        "roll-back",
        "DEP-2",
        "--trigger",
        "OBS-1",
        "--reason",
        "It learned abuse from strangers overnight.",
    ]);
    assert!(back.contains("1.0 takes the place of 2.0 for 5\u{a0}% of selected users, at once."), "{back}");
    assert!(back.contains("Model: chirp 3 → chirp 2") && back.contains("LPB-1 opened"), "{back}");

    // One change, with a name and a reason.
    let log = shell.json(&["log"]);
    assert_eq!(
        log["rows"][0]["position"].as_u64().unwrap(),
        before.as_u64().unwrap() + 1,
        "one action, one change"
    );
    let told = shell.ok(&["log", "--limit", "1"]);
    for words in
        ["Mira Anand", "because: It learned abuse from strangers overnight.", "status: live → rolled-back"]
    {
        assert!(told.contains(words), "{words} in {told}");
    }
    assert_eq!(live(&shell, &[]), [ran("1.0", "selected-users"), ran("1.0", "everyone")]);
    let said = shell.ok(&["live"]);
    let who = "restored in place of DEP-2 2.0 for a few by Mira Anand: “It learned abuse from strangers overnight.”";
    assert!(said.contains(who), "{said}");
    assert_eq!(shell.run(&["observations", "--asking"]).code, 0, "the way back answers what was seen");
    assert!(shell.ok(&["observations"]).contains("answered by LPB-1"));
    assert!(says(&check(&shell, &[]), 31)[0].contains("LPB-1"), "and the work is not done");

    let restored = shell.json(&["deployments", "show", "DEP-3"]);
    assert_eq!(restored["target"]["label"], "0.9", "it falls back to what it fell back to before");

    // Somebody looks, and writes the plan; the restored one has the plan it had before.
    tell(
        &shell,
        "
        add activity -f phase=validation -f check=bias -f outcome=passed -f date=2026-02-12
        add activity -f phase=validation -f check=abuse -f outcome=failed -f date=2026-02-12
        ",
    );
    let failed = check(&shell, &["--freezing"]);
    assert_eq!(
        says(&failed, 18),
        ["PRD-1 “Chirp” is public-facing, and the last check for abuse failed (ACT-4)."]
    );
    assert_eq!(says(&failed, 26), Vec::<String>::new(), "what failed asks for no plan any more");
    shell.ok(&["undo"]);
    assert_eq!(says(&check(&shell, &["--freezing"]), 18).len(), 1);
    shell.ok(&["verify"]);
}

#[test]
fn story_7_a_few_users_have_it_first_and_everyone_after_it_was_measured() {
    let shell = begun("Food delivery app");
    tell(&shell, RECOMMENDER);
    tell(
        &shell,
        "
        add deployment -t |2.0 for a few in Lisbon| -f bundle=BUN-2 -f audience=selected-users -f segment=Lisbon -f share=5 -f environment=production \
         -f from=2026-02-10 -f status=planned -f roll-back-target=BUN-1 -f |monitoring-plan=Hourly| -f |recovery-plan=Ines rolls back|
        ",
    );
    // A plan is a plan: it serves nobody yet.
    assert_eq!(live(&shell, &["--on", "2026-02-12"]), [ran("1.4", "everyone")]);
    assert!(shell.ok(&["live", "--on", "2026-02-12"]).contains("planned for that day, and not counted: 1"));
    assert_eq!(shell.run(&["deployments", "promote", "DEP-2", "--dry-run"]).code, 0);
    tell(&shell, "set DEP-2 -f status=live");
    let both = [ran("2.0", "selected-users"), ran("1.4", "everyone")];
    assert_eq!(live(&shell, &["--on", "2026-02-12"]), both);

    // Both are measured by kind of user over the same fortnight.
    for (deployment, new, regular) in [("DEP-2", "300", "212"), ("DEP-1", "200", "200")] {
        for (segment, successes) in [("new users", new), ("regulars", regular)] {
            let args = ["--metric", "Order conversion", "--n", "1000", "--window", "2026-02-10..2026-02-24"];
            let more = ["--segment", segment, "--successes", successes];
            shell.ok(&[&["observe", deployment, "--kind", "metric"], &args[..], &more].concat());
        }
    }
    let compared = shell.ok(&["deployments", "compare", "DEP-2", "DEP-1"]);
    for words in [
        "new users: 30.0 % (300 of 1000) against 20.0 % (200 of 1000)",
        "2.0 is better for new users, cannot tell for regulars.",
        "over all:",
        "rests on OBS-1 OBS-3 OBS-2 OBS-4",
    ] {
        assert!(compared.contains(words), "{words} in {compared}");
    }

    // Nobody goes on to everyone without a decision, nor a decision without what it rests on.
    let position = shell.json(&["log"])["rows"][0]["position"].clone();
    let (code, said) = shell.refused(&["deployments", "promote", "DEP-2"]);
    assert_eq!(code, "invalid");
    assert!(
        said.err.contains("Which decision is it for?") && said.err.contains("On which measurement"),
        "{said:?}"
    );
    assert_eq!(shell.json(&["log"])["rows"][0]["position"], position, "nothing was recorded");
    tell(
        &shell,
        "add decision -t |Does 2.0 go to everyone?| -f status=accepted -f |outcome=Yes.| -f |rationale=New users order more, and nobody less.|",
    );
    let done = shell.ok(&["deployments", "promote", "DEP-2", "--decision", "DEC-1", "--on", "OBS-1"]);
    for step in [
        "2.0 begins for everyone now.",
        "DEP-2 “2.0 for a few in Lisbon” ends now.",
        "DEP-1 “1.4 for everyone” ends now.",
    ] {
        assert!(done.contains(step), "{step} in {done}");
    }
    assert_eq!(live(&shell, &[]), [ran("2.0", "everyone")]);
    let said = shell.ok(&["live"]);
    assert!(
        said.contains("promoted from DEP-2")
            && said.contains("because DEC-1 Does 2.0 go to everyone? (accepted)"),
        "{said}"
    );
    assert!(said.contains("rests on OBS-1"), "{said}");
    assert_eq!(live(&shell, &["--on", "2026-02-12"]), both, "what was live then is not rewritten");
    let over_time = shell.ok(&["deployments"]);
    assert_eq!(over_time.lines().count(), 3, "{over_time}");
    assert!(!over_time.contains("conflict:"), "{over_time}");
    assert_eq!(
        says(&check(&shell, &[]), 24),
        ["DEP-1"; 0].map(str::to_owned).to_vec(),
        "a few users had it first"
    );
}

#[test]
fn story_8_one_action_restores_the_earlier_bundle_and_the_day_tells_before_from_after() {
    let shell = begun("Food delivery app");
    tell(&shell, RECOMMENDER);
    tell(
        &shell,
        "
        bundle make --label 1.3-hotfix --model ranker@1 --data none
        set DEP-1 -f until=2026-02-10 -f status=retired
        add deployment -t |2.0 for everyone| -f bundle=BUN-2 -f audience=everyone -f share=100 -f environment=production -f from=2026-02-10 \
         -f status=live -f roll-back-target=BUN-3 -f |monitoring-plan=Hourly| -f |recovery-plan=Ines rolls back|
        observe DEP-2 --kind incident --severity major --title |Every list is empty|
        ",
    );
    assert_eq!(live(&shell, &["--on", "2026-03-01"]), [ran("2.0", "everyone")]);
    let lacks = "DEP-2 “2.0 for everyone” rolls back to BUN-3 “1.3-hotfix”, which lacks its data version.";
    assert_eq!(says(&check(&shell, &["--freezing"]), 25), [lacks]);

    // What the named target lacks is said, and nothing is restored unasked.
    let args = ["roll-back", "DEP-2", "--to", "1.3-hotfix", "--reason", "Every list is empty since noon."];
    let (code, said) = shell.refused(&args);
    assert_eq!(code, "incomplete-bundle");
    for words in [
        "1.3-hotfix cannot be restored as it was: It has no data version. Nothing was recorded.",
        "Complete are: 1.4.",
    ] {
        assert!(said.err.contains(words), "{words} in {said:?}");
    }
    assert_eq!(live(&shell, &[]), [ran("2.0", "everyone")]);

    // Left to itself it takes the last complete one: model, data and code together.
    let looked = shell.ok(&["roll-back", "DEP-2", "--dry-run"]);
    for words in [
        "1.4 takes the place of 2.0",
        "Model: ranker 2 → ranker 1",
        "Data: orders 2 → orders 1",
        "Code: ",
        "trees: 200 → 100",
    ] {
        assert!(looked.contains(words), "{words} in {looked}");
    }
    let position = shell.json(&["log"])["rows"][0]["position"].as_u64().unwrap();
    shell.ok(&["roll-back", "DEP-2", "--reason", "Every list is empty since noon.", "--trigger", "OBS-1"]);
    assert_eq!(shell.json(&["log"])["rows"][0]["position"].as_u64().unwrap(), position + 1);
    let rows = shell.json(&["live"])["rows"].clone();
    assert_eq!(rows.as_array().unwrap().len(), 1);
    let parts: Vec<&str> = rows[0]["bundle"]["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["card"]["short"].as_str().unwrap())
        .collect();
    assert_eq!(parts, ["MOD-1", "DAT-1", "COD-1"], "model, data and code that belonged together");
    assert_eq!(rows[0]["after"][0]["reason"], json!("Every list is empty since noon."));

    // The day itself answers before and after.
    let (day, time) = rows[0]["run"]["from"].as_str().unwrap().split_at(10);
    let said = shell.ok(&["live", "--on", day]);
    let clock = &time[1..6];
    let sentence = format!(": 2.0 for everyone until {clock} UTC; 1.4 for everyone from {clock} UTC.");
    assert!(said.lines().next().unwrap().ends_with(&sentence), "{said}");
    assert!(
        said.contains(
            "restored in place of DEP-2 2.0 for everyone by Mira Anand: “Every list is empty since noon.”"
        ),
        "{said}"
    );
    assert_eq!(live(&shell, &["--on", "2026-01-20"]), [ran("1.4", "everyone")]);
    assert_eq!(live(&shell, &["--on", "2026-03-01"]), [ran("2.0", "everyone")]);

    // And it can be taken back like any other change.
    shell.ok(&["undo"]);
    assert_eq!(live(&shell, &[]), [ran("2.0", "everyone")]);
    shell.ok(&["verify"]);
}
