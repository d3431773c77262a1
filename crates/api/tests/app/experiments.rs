//! Experiments: the plan and its lock, results by hand and from a table, what is said and what is hidden.

use serde_json::{Value as Json, json};

use crate::desk::Desk;

/// A desk with an experiment that lacks nothing: list against three dishes, 40 per arm.
fn planned() -> (Desk, String) {
    let desk = Desk::new();
    desk.add("metric", json!({ "title": "Conversion", "unit": "%", "direction": "higher-is-better" }));
    desk.add("metric", json!({ "title": "Basket", "unit": "EUR", "direction": "higher-is-better" }));
    desk.add("idea", json!({ "title": "Three dishes" }));
    desk.add("prototype", json!({ "title": "In the app", "idea": "IDE-1", "fidelity": "live" }));
    let id = desk.add(
        "experiment",
        json!({
            "we-believe": "Three dishes sell more.", "prototypes": ["PRT-1"], "primary-metric": "MET-1",
            "arms": [{ "name": "list", "share": "0.5" }, { "name": "three dishes", "share": "0.5" }],
            "minimum-effect": "5", "alpha": "0.05", "power": "0.8", "sample-size": 40,
            "stopping-rule": "Two weeks.", "baseline-value": "30",
        }),
    );
    desk.call(
        "artefact.set",
        json!({ "id": id, "links": [{ "type": "guarded-by", "other": "MET-2", "out": true, "fields": { "margin": "0.5" } }] }),
    );
    (desk, id)
}

fn get(desk: &Desk, id: &str) -> Json {
    desk.call("experiment.get", json!({ "id": id }))
}

fn table(rows: &[&str]) -> String {
    format!("arm,n,successes\n{}\n", rows.join("\n"))
}

#[test]
fn a_plan_that_lacks_what_decides_is_not_locked_and_says_what_it_lacks() {
    let desk = Desk::new();
    let id = desk.add("experiment", json!({ "we-believe": "It helps." }));
    let error = desk.refused_as("plan-incomplete", "experiment.lock", json!({ "id": id }));
    let fields: Vec<&str> =
        error["fields"].as_array().unwrap().iter().map(|f| f["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["primary-metric", "arms", "minimum-effect", "sample-size"]);
    assert_eq!(get(&desk, &id)["state"], "draft");
}

#[test]
fn locking_is_one_change_that_is_made_once_and_can_be_taken_back() {
    let (desk, id) = planned();
    let before = desk.length();
    desk.call("experiment.lock", json!({ "id": id, "reason": "Before anybody looks" }));
    assert_eq!(desk.length(), before + 1);
    let found = get(&desk, &id);
    assert_eq!(
        (&found["state"], &found["is_locked"], &found["locked_by"]),
        (&json!("locked"), &json!(true), &json!("Mira Anand"))
    );
    assert_eq!(desk.field(&id, "status"), "locked");
    desk.refused_as("already-locked", "experiment.lock", json!({ "id": id }));
    desk.call("undo", json!({}));
    assert_eq!(get(&desk, &id)["is_locked"], false);
}

#[test]
fn what_is_changed_after_the_lock_is_told_from_the_history() {
    let (desk, id) = planned();
    desk.call("experiment.lock", json!({ "id": id }));
    assert_eq!(get(&desk, &id)["late"], json!([]));
    let locked = desk.length();
    desk.call(
        "artefact.set",
        json!({ "id": id, "fields": { "minimum-effect": "1", "notes": "not part of the plan" }, "reason": "too bold" }),
    );
    desk.call(
        "link.add",
        json!({ "from": id, "type": "guarded-by", "to": "MET-2", "fields": { "margin": "9" } }),
    );
    desk.call("link.remove", json!({ "from": id, "type": "tests", "to": "PRT-1" }));
    let late = get(&desk, &id)["late"].as_array().unwrap().clone();
    let told: Vec<(&Json, &Json, &Json)> =
        late.iter().map(|l| (&l["field"], &l["before"], &l["after"])).collect();
    assert_eq!(
        told,
        [
            (&json!("minimum-effect"), &json!("5"), &json!("1")),
            (&json!("guardrails"), &json!("Basket, margin 0.5"), &json!("Basket, margin 9")),
            (&json!("prototypes"), &json!("In the app"), &Json::Null),
        ]
    );
    assert_eq!(
        (&late[0]["by"], &late[0]["reason"], &late[0]["label"]),
        (&json!("Mira Anand"), &json!("too bold"), &json!("Minimum effect"))
    );
    let then =
        desk.call("experiment.get", json!({ "id": id, "at": { "mode": "position", "position": locked } }));
    assert_eq!(then["late"], json!([]), "on the day of the lock nothing was late");
    // Taking the lock off and setting it anew wipes nothing away.
    desk.set(&id, json!({ "locked-at": null }));
    desk.set(&id, json!({ "locked-at": "2026-09-02T09:00:00Z" }));
    let found = get(&desk, &id);
    assert_eq!((found["late"].as_array().unwrap().len(), &found["is_locked"]), (5, &json!(true)));
}

#[test]
fn results_recorded_before_the_lock_stay_visible_as_such() {
    let (desk, id) = planned();
    desk.call("experiment.results", json!({ "id": id, "lens": "value", "csv": table(&["list,40,10"]) }));
    desk.call("experiment.lock", json!({ "id": id }));
    desk.call(
        "experiment.results",
        json!({ "id": id, "lens": "value", "csv": table(&["three dishes,40,30"]) }),
    );
    let found = get(&desk, &id);
    let lenses = found["lenses"].as_array().unwrap();
    let names: Vec<&str> = lenses.iter().map(|lens| lens["lens"].as_str().unwrap()).collect();
    assert_eq!(names, ["viability", "usability", "feasibility", "value"], "empty lenses are named");
    let early: Vec<&Json> =
        lenses[3]["results"].as_array().unwrap().iter().map(|r| &r["before_lock"]).collect();
    assert_eq!(early, [&json!(true), &json!(false)]);
}

#[test]
fn a_table_is_shown_first_then_recorded_as_one_change_of_linked_measurements() {
    let (desk, id) = planned();
    desk.call("experiment.lock", json!({ "id": id }));
    let before = desk.length();
    let args = json!({
        "id": id, "lens": "value", "date": "2026-09-20", "run_id": "4f1c",
        "csv": table(&["List,40,10", "three dishes,40,30"]), "reason": "Two weeks are over",
    });
    let mut preview = args.clone();
    preview["preview"] = json!(true);
    let shown = desk.call("experiment.results", preview);
    assert_eq!(desk.length(), before);
    assert_eq!(shown["rows"][1], json!({ "arm": "three dishes", "words": "75 % (30 of 40)", "line": 3 }));
    assert!(shown["saved"].is_null());
    let done = desk.call("experiment.results", args);
    assert_eq!(desk.length(), before + 1);
    let recorded: Vec<&str> =
        done["recorded"].as_array().unwrap().iter().map(|c| c["short"].as_str().unwrap()).collect();
    assert_eq!(recorded, ["MEA-1", "MEA-2"]);
    assert_eq!(desk.refs("MEA-1", "experiment"), ["EXP-1"]);
    assert_eq!(desk.refs("MEA-1", "metric"), ["MET-1"]);
    assert_eq!((desk.field("MEA-1", "arm"), desk.field("MEA-1", "run-id")), (json!("list"), json!("4f1c")));
    assert!(desk.field("MEA-2", "file-digest")[0]["value"].as_str().unwrap().len() == 64);
    let found = get(&desk, &id);
    assert_eq!((&found["state"], &found["words"]), (&json!("verdict"), &json!("better")));
    assert_eq!(found["contrasts"][0]["method"], "Newcombe");
    assert_eq!(found["guardrails"][0]["verdict"], Json::Null);
    assert!(found["sentence"].as_str().unwrap().contains("Basket"), "{found}");
    desk.call("undo", json!({}));
    assert_eq!(get(&desk, &id)["state"], "locked", "one undo takes all of it back");
}

#[test]
fn the_verdict_and_the_difference_are_hidden_until_the_planned_number() {
    let (desk, id) = planned();
    desk.call("experiment.lock", json!({ "id": id }));
    desk.call("experiment.results", json!({ "id": id, "csv": table(&["list,40,10", "three dishes,39,30"]) }));
    let found = get(&desk, &id);
    assert_eq!((&found["state"], &found["words"]), (&json!("hidden"), &json!("39 of 40 per arm")));
    assert_eq!(found["contrasts"], json!([]));
    assert_eq!(found["sentence"], "39 of 40 per arm; the verdict is shown at 40.");
    desk.call("experiment.results", json!({ "id": id, "csv": table(&["three dishes,40,30"]) }));
    let found = get(&desk, &id);
    assert_eq!((&found["state"], &found["arms"][1]["earlier"]), (&json!("verdict"), &json!(1)));
}

#[test]
fn arms_of_other_sizes_than_planned_are_named_and_block_the_verdict() {
    let (desk, id) = planned();
    desk.call(
        "experiment.results",
        json!({ "id": id, "csv": table(&["list,1000,100", "three dishes,1200,900"]) }),
    );
    let found = get(&desk, &id);
    assert_eq!((&found["state"], &found["ratio"]["mismatch"]), (&json!("blocked"), &json!(true)));
    assert_eq!(found["contrasts"], json!([]));
}

#[test]
fn lines_that_cannot_be_read_are_named_and_left_out_only_knowingly() {
    let (desk, id) = planned();
    let csv = table(&["list,40,10", "three dishes,40,fifty", "five dishes,40,3"]);
    let error = desk.refused_as("bad-rows", "experiment.results", json!({ "id": id, "csv": csv }));
    let lines: Vec<&str> =
        error["fields"].as_array().unwrap().iter().map(|f| f["field"].as_str().unwrap()).collect();
    assert_eq!(lines, ["line 3", "line 4"]);
    assert!(error["message"].as_str().unwrap().contains("no arm “five dishes”"), "{error}");
    let shown = desk.call("experiment.results", json!({ "id": id, "csv": csv, "preview": true }));
    assert_eq!((shown["bad"].as_array().unwrap().len(), &shown["without"]), (2, &json!(["three dishes"])));
    desk.call("experiment.results", json!({ "id": id, "csv": csv, "leave_out": true }));
    assert!(desk.field("MEA-1", "notes").as_str().unwrap().contains("left out: 3, 4"));
    let all_bad = table(&["list,a,b"]);
    desk.refused_as(
        "no-results",
        "experiment.results",
        json!({ "id": id, "csv": all_bad, "leave_out": true }),
    );
    for (csv, code) in [("x,y\n1,2", "bad-table"), ("arm,n,successes\n", "no-results")] {
        desk.refused_as(code, "experiment.results", json!({ "id": id, "csv": csv }));
    }
}

#[test]
fn results_by_hand_are_counts_or_a_mean_with_its_deviation() {
    let (desk, id) = planned();
    desk.call(
        "experiment.results",
        json!({ "id": id, "metric": "MET-2", "lens": "viability", "rows": [
        { "arm": "list", "n": 40, "mean": 20.5, "deviation": 4.0 },
        { "arm": "three dishes", "n": 40, "mean": 22.5, "deviation": 4.25 },
    ] }),
    );
    assert_eq!(
        (desk.field("MEA-2", "mean"), desk.field("MEA-2", "deviation")),
        (json!("22.5"), json!("4.25"))
    );
    for row in [
        json!({ "arm": "list" }),
        json!({ "arm": "list", "n": 5, "successes": 6 }),
        json!({ "arm": "list", "n": 5, "successes": 2, "mean": 1.0 }),
        json!({ "arm": "list", "n": 5, "mean": 1.0 }),
        json!({ "arm": "", "n": 5, "successes": 1 }),
        json!({ "arm": "list", "n": 1, "mean": 1.0, "deviation": 0.5 }),
    ] {
        desk.refused_as("bad-rows", "experiment.results", json!({ "id": id, "rows": [row] }));
    }
    desk.refused_as("no-results", "experiment.results", json!({ "id": id }));
    desk.refused_as("wrong-kind", "experiment.results", json!({ "id": "IDE-1", "csv": table(&["a,1,1"]) }));
}

#[test]
fn the_sample_size_is_computed_from_what_is_named_or_on_record() {
    let (desk, id) = planned();
    let found = get(&desk, &id);
    assert_eq!(found["size"]["units"], 1374, "{}", found["size"]);
    assert_eq!(found["size"]["inputs"][0], json!({ "label": "Today", "text": "30.0\u{a0}%" }));
    desk.add("persona", json!({ "title": "Marta" }));
    desk.add("problem", json!({
        "persona": "PER-1", "need": "x", "because": "y", "baseline-metric": "MET-1", "baseline-value": "10",
    }));
    let size = desk.call("experiment.size", json!({ "metric": "MET-1", "effect": 2.0 }));
    assert_eq!(
        (&size["offers"][0]["value"], &size["offers"][0]["from"]["short"]),
        (&json!(10.0), &json!("PRB-1"))
    );
    assert_eq!((&size["units"], &size["share"]), (&json!(3839), &json!(true)));
    // What was measured is offered, never taken for today's value unasked; of the plan's own results not even that.
    desk.call("experiment.results", json!({ "id": id, "csv": table(&["list,40,10", "three dishes,40,30"]) }));
    let offers = |args: Json| desk.call("experiment.size", args)["offers"].as_array().unwrap().len();
    assert_eq!(offers(json!({ "metric": "MET-1", "effect": 2.0 })), 3);
    assert_eq!(offers(json!({ "metric": "MET-1", "effect": 2.0, "experiment": id })), 1);
    desk.set("PRB-1", json!({ "baseline-value": null }));
    assert!(desk.call("experiment.size", json!({ "metric": "MET-1", "effect": 2.0 }))["units"].is_null());
    let mean = desk.call("experiment.size", json!({ "metric": "MET-2", "effect": 1.0 }));
    assert!(mean["units"].is_null() && mean["sentence"].as_str().unwrap().contains("deviation"), "{mean}");
    let mean = desk.call("experiment.size", json!({ "metric": "MET-2", "effect": 1.0, "deviation": 4.0 }));
    assert_eq!(mean["units"], 252);
    assert!(desk.call("experiment.size", json!({}))["units"].is_null());
}

#[test]
fn a_baseline_is_held_against_the_arm_and_the_number_of_today() {
    let (desk, id) = planned();
    desk.add("persona", json!({ "title": "Marta" }));
    let problem = desk.add("problem", json!({
        "persona": "PER-1", "need": "x", "because": "y", "baseline-metric": "MET-1", "baseline-value": "20",
        "baseline-date": "2026-08-01",
    }));
    let nobody = desk.call("experiments", json!({}));
    assert_eq!(nobody["baselines"][0]["problem"]["short"], json!(problem));
    assert!(nobody["baselines"][0]["sentence"].as_str().unwrap().contains("No experiment"));
    desk.set("IDE-1", json!({ "problem": problem }));
    desk.set("PRT-1", json!({ "fidelity": "baseline" }));
    desk.call("experiment.results", json!({ "id": id, "csv": table(&["list,40,10", "three dishes,40,30"]) }));
    let all = desk.call("experiments", json!({}));
    assert_eq!(all["baselines"].as_array().unwrap().len(), 1);
    let found = &all["baselines"][0];
    assert_eq!((&found["control"], &found["verdict"]), (&json!("list"), &json!("better")));
    assert_eq!(found["number_verdict"], "better");
    assert!(found["today"].as_str().unwrap().contains("20.0\u{a0}%, 1 Aug 2026"), "{found}");
    assert_eq!(get(&desk, &id)["baselines"], all["baselines"]);
}

#[test]
fn an_empty_table_is_refused_as_such() {
    let desk = Desk::new();
    let metric = desk.add("metric", json!({ "title": "Conversion" }));
    let id = desk.add("experiment", json!({ "we-believe": "x", "primary-metric": metric }));
    let error = desk.refused_as("bad-table", "experiment.results", json!({ "id": id, "csv": " \n" }));
    assert!(error["message"].as_str().unwrap().contains("nothing to read"), "{error}");
}

#[test]
fn a_baseline_that_lost_to_another_arm_is_not_called_better() {
    let (desk, id) = planned();
    desk.set("PRT-1", json!({ "title": "Baseline", "fidelity": "baseline" }));
    desk.add("prototype", json!({ "title": "Fancy", "idea": "IDE-1", "fidelity": "live" }));
    desk.set(
        &id,
        json!({ "prototypes": ["PRT-1", "PRT-2"], "arms": [{ "name": "baseline" }, { "name": "fancy" }] }),
    );
    desk.call("experiment.results", json!({ "id": id, "csv": table(&["baseline,400,40", "fancy,400,120"]) }));
    let lost = get(&desk, &id);
    assert_eq!(lost["words"], "better");
    let [found] = lost["baselines"].as_array().unwrap().as_slice() else { panic!("{lost}") };
    assert_eq!(found["verdict"], Json::Null, "{found}");
    assert!(found["sentence"].as_str().unwrap().contains("held against nothing itself"), "{found}");
    // Beside today's approach it speaks with its own arm.
    desk.set(&id, json!({ "arms": [{ "name": "list" }, { "name": "baseline" }, { "name": "fancy" }] }));
    desk.call("experiment.results", json!({ "id": id, "csv": table(&["list,400,80"]) }));
    let found = get(&desk, &id)["baselines"][0].clone();
    assert_eq!((&found["control"], &found["verdict"]), (&json!("list"), &json!("worse")), "{found}");
    assert!(!found["sentence"].as_str().unwrap().contains("fancy"), "{found}");
}
