//! Teams' numbers side by side, what is in conflict between them, and who was heard on what.

use serde_json::{Value as Json, json};

use crate::desk::Desk;

/// Two teams of which one idea's test makes the number of the first better and that of the second worse.
fn apart(desk: &Desk) -> String {
    let clicks =
        desk.add("metric", json!({ "title": "Clicks", "unit": "%", "direction": "higher-is-better" }));
    let cost =
        desk.add("metric", json!({ "title": "Serving cost", "unit": "EUR", "direction": "lower-is-better" }));
    let product = desk.add("team", json!({ "title": "Product", "objective": clicks }));
    let ops = desk.add("team", json!({ "title": "Operations", "objective": cost }));
    desk.add("stakeholder", json!({ "title": "Pia", "team": product }));
    desk.add("stakeholder", json!({ "title": "Omar", "team": ops, "role": "operations" }));
    let idea = desk.add("idea", json!({ "title": "Rank by a big model", "proposed-by": product }));
    let tried = desk.add("prototype", json!({ "title": "Shadow", "idea": idea, "fidelity": "shadow" }));
    let test = desk.add(
        "experiment",
        json!({
            "title": "Two weeks", "we-believe": "More clicks", "prototypes": [tried], "primary-metric": clicks,
            "arms": [{ "name": "control" }, { "name": "model" }], "sample-size": 1000,
        }),
    );
    let read = |arm: &str, metric: &str, fields: Json| {
        let mut all = json!({ "metric": metric, "experiment": test, "arm": arm, "date": "2026-08-20" });
        all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        desk.add("measurement", all)
    };
    read("control", &clicks, json!({ "n": 1000, "successes": 100 }));
    read("model", &clicks, json!({ "n": 1000, "successes": 200 }));
    read("control", &cost, json!({ "mean": "10" }));
    read("model", &cost, json!({ "mean": "14" }));
    desk.call(
        "link.add",
        json!({ "from": ops, "type": "disputes", "to": idea, "fields": { "reason": "Nobody can pay" } }),
    );
    idea
}

fn objectives(desk: &Desk) -> Json {
    desk.call("objectives", json!({}))
}

#[test]
fn teams_stand_side_by_side_with_their_numbers_and_what_is_between_them() {
    let desk = Desk::new();
    apart(&desk);
    let page = objectives(&desk);
    let team = |name: &str| {
        page["teams"].as_array().unwrap().iter().find(|t| t["team"]["title"] == name).unwrap().clone()
    };
    let (product, ops) = (team("Product"), team("Operations"));
    assert_eq!((&product["unit"], &product["better"]), (&json!("%"), &json!("higher")));
    assert_eq!((&ops["metric"]["title"], &ops["better"]), (&json!("Serving cost"), &json!("lower")));
    let verdicts: Vec<&str> =
        product["readings"].as_array().unwrap().iter().map(|r| r["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["", "better"]);
    assert_eq!(product["against"], json!([ops["team"]["id"]]));
    assert_eq!(ops["against"], json!([product["team"]["id"]]));
    let pull = &page["pulls"][0];
    assert_eq!(
        (&pull["better"]["team"]["title"], &pull["worse"]["team"]["title"]),
        (&json!("Product"), &json!("Operations"))
    );
    assert_eq!(pull["arm"], "model");
    let dispute = &page["disputes"][0];
    assert_eq!(
        (&dispute["reason"], &dispute["proposed_by"][0]["title"]),
        (&json!("Nobody can pay"), &json!("Product"))
    );
    // Nothing is chosen, and nothing leads.
    assert_eq!(page["tradeoffs"], json!([]));
}

#[test]
fn a_chosen_idea_says_which_decision_records_the_trade_off_and_what_the_nearest_lacks() {
    let desk = Desk::new();
    let idea = apart(&desk);
    let before = desk.length();
    let chose = desk.add(
        "decision",
        json!({ "title": "Which?", "status": "accepted", "outcome": "x", "rationale": "y" }),
    );
    desk.call(
        "link.add",
        json!({ "from": chose, "type": "decides", "to": idea, "fields": { "outcome": "chosen" } }),
    );
    let told = objectives(&desk)["tradeoffs"][0].clone();
    assert_eq!(told["chosen_by"]["short"], chose);
    assert_eq!(told["grounds"].as_array().unwrap().len(), 2);
    assert_eq!(told["nearest"]["consequences"], false);
    assert_eq!(told["nearest"]["unheard"].as_array().unwrap().len(), 2);
    let gap = |desk: &Desk| {
        let rules = desk.call("readiness", json!({}))["rules"].clone();
        rules.as_array().unwrap().iter().find(|r| r["number"] == 10).unwrap()["state"].clone()
    };
    assert_eq!(gap(&desk), "open");

    let trade = desk.add(
        "decision",
        json!({ "title": "What do we give up?", "status": "accepted", "outcome": "Cost", "rationale": "z",
                "consequences": "Operations pays 4 EUR more.", "rests-on": [idea] }),
    );
    for who in ["STK-2", "STK-3"] {
        desk.add("stance", json!({ "decision": trade, "stakeholder": who, "position": "consent" }));
    }
    let told = objectives(&desk)["tradeoffs"][0].clone();
    assert_eq!(told["recorded_by"]["short"], trade);
    assert!(told.get("nearest").is_none());
    // The page and the rule say the same.
    assert_eq!(gap(&desk), "closed");
    // As it was before anything was chosen.
    let then = desk.call("objectives", json!({ "at": { "mode": "position", "position": before } }));
    assert_eq!(then["tradeoffs"], json!([]));
    assert_eq!(then["pulls"].as_array().unwrap().len(), 1);
}

#[test]
fn where_nothing_is_chosen_the_idea_in_the_first_place_is_asked_about() {
    let desk = Desk::new();
    let idea = apart(&desk);
    let other = desk.add("idea", json!({ "title": "Most ordered" }));
    let criterion =
        desk.add("criterion", json!({ "title": "Does it help?", "lens": "value", "weight": "1" }));
    for (subject, score) in [(&idea, 5), (&other, 2)] {
        let score = json!({ "subject": subject, "criterion": criterion, "rater": "STK-1", "score": score });
        desk.add("evaluation", score);
    }
    // In an open round nobody leads yet.
    assert_eq!(objectives(&desk)["tradeoffs"], json!([]));
    desk.call("evaluation.close", json!({}));
    let told = objectives(&desk)["tradeoffs"].clone();
    assert_eq!(told.as_array().unwrap().len(), 1, "{told}");
    assert_eq!(told[0]["idea"]["short"], idea);
    assert!(told[0].get("chosen_by").is_none());
}

#[test]
fn people_say_what_they_were_heard_on_and_what_nobody_asked_them() {
    let desk = Desk::new();
    let tom = desk.add("stakeholder", json!({ "title": "Tom", "voice": "voter" }));
    let eve = desk.add("stakeholder", json!({ "title": "Eve", "voice": "observer" }));
    let first = desk.add("decision", json!({ "title": "Do we rent GPUs?" }));
    let second = desk.add("decision", json!({ "title": "Do we buy them?" }));
    desk.add("decision", json!({ "title": "Do we steal them?", "status": "withdrawn" }));
    desk.add(
        "stance",
        json!({ "decision": first, "stakeholder": tom, "position": "object", "reason": "Dear" }),
    );
    let page = desk.call("people.heard", json!({}));
    assert_eq!(page["decisions"], 2);
    let of = |short: &str| {
        page["rows"].as_array().unwrap().iter().find(|r| r["who"]["short"] == short).unwrap().clone()
    };
    let shorts = |list: &Json| -> Vec<String> {
        list.as_array().unwrap().iter().map(|c| c["short"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(of(&tom)["stances"][0]["decision"]["short"], first);
    assert_eq!(of(&tom)["stances"][0]["position"], "object");
    assert_eq!(shorts(&of(&tom)["not_asked"]), std::slice::from_ref(&second));
    assert_eq!(shorts(&of("STK-1")["not_asked"]), [first, second]);
    // Who looks on is not asked.
    assert_eq!((&of(&eve)["observer"], &of(&eve)["not_asked"]), (&json!(true), &json!([])));
}

/// What is planned, what was read of the number that decides and of the guardrail in the arms list and new, and
/// what the experiment says of the two.
struct Told {
    what: &'static str,
    plan: Json,
    direction: Json,
    decides: [Json; 2],
    guardrail: [Json; 2],
    says: [&'static str; 2],
    /// Whether the rule that asks for a baseline that beats today is closed.
    closed: bool,
}

fn told() -> Vec<Told> {
    let of = |n: u64, successes: u64| json!({ "n": n, "successes": successes });
    let basket = |n: u64, mean: &str| json!({ "n": n, "mean": mean, "deviation": "10" });
    let same = || [basket(300, "23"), basket(300, "23")];
    let up = || json!("higher-is-better");
    let case = |what, plan: Json, decides, says| Told {
        what,
        plan,
        direction: up(),
        decides,
        guardrail: same(),
        says,
        closed: says[0] == "better",
    };
    let won = || [of(1000, 100), of(1000, 200)];
    let usual = || json!({ "sample-size": 1000 });
    vec![
        case("clear", usual(), won(), ["better", "not worse"]),
        case("arms of sizes nobody planned", usual(), [of(1000, 100), of(700, 150)], ["", ""]),
        case("no sample size", json!({}), won(), ["", ""]),
        case("fewer than planned", json!({ "sample-size": 5000 }), won(), ["", ""]),
        Told {
            direction: Json::Null,
            closed: false,
            ..case(
                "one value an arm, no direction",
                usual(),
                [json!({ "n": 1, "mean": "1" }), json!({ "n": 1, "mean": "2" })],
                ["", ""],
            )
        },
        Told { direction: Json::Null, ..case("no direction", usual(), won(), ["", "not worse"]) },
        case(
            "values without a spread",
            json!({ "sample-size": 1 }),
            [json!({ "n": 9, "mean": "1" }), json!({ "n": 9, "mean": "2" })],
            ["", ""],
        ),
        case(
            "looked at any time: wider than a look at the end",
            json!({ "sample-size": 1000, "stopping-rule": "Anytime-valid: we may stop any day." }),
            [of(1000, 100), of(1000, 130)],
            ["cannot tell", "not worse"],
        ),
        case("the same at the end", usual(), [of(1000, 100), of(1000, 130)], ["better", "not worse"]),
        case(
            "a stricter alpha, of the guardrail as well",
            json!({ "sample-size": 1000, "alpha": "0.001" }),
            [of(1000, 100), of(1000, 130)],
            ["cannot tell", "cannot tell"],
        ),
        Told {
            guardrail: [basket(300, "23"), basket(310, "10")],
            ..case(
                "a guardrail that breaks, of fewer than was planned for the other",
                usual(),
                won(),
                ["better", "worse"],
            )
        },
        Told {
            guardrail: [basket(9000, "23"), basket(9000, "22.8")],
            ..case("a guardrail that holds within its margin", usual(), won(), ["better", "not worse"])
        },
    ]
}

#[test]
fn the_rules_and_the_teams_numbers_say_what_the_experiment_says() {
    for Told { what, plan, direction, decides, guardrail, says, closed } in told() {
        let desk = Desk::new();
        let number = desk.add("metric", json!({ "title": "Clicks", "unit": "%", "direction": direction }));
        let basket =
            desk.add("metric", json!({ "title": "Basket", "unit": "EUR", "direction": "higher-is-better" }));
        for metric in [&number, &basket] {
            desk.add("team", json!({ "title": format!("Judged by {metric}"), "objective": metric }));
        }
        let tried = desk.add("prototype", json!({ "title": "Most ordered", "fidelity": "baseline" }));
        let mut fields = json!({
            "we-believe": "It helps", "prototypes": [tried], "primary-metric": number,
            "arms": [{ "name": "List" }, { "name": "new" }],
        });
        fields.as_object_mut().unwrap().extend(plan.as_object().unwrap().clone());
        let id = desk.add("experiment", fields);
        desk.call(
            "artefact.set",
            json!({ "id": id, "links": [{ "type": "guarded-by", "other": basket, "out": true, "fields": { "margin": "2.5" } }] }),
        );
        for (metric, pair) in [(&number, &decides), (&basket, &guardrail)] {
            for (arm, read) in ["list", "New"].iter().zip(pair) {
                let mut all = json!({ "metric": metric, "experiment": id, "arm": arm, "date": "2026-08-20" });
                all.as_object_mut().unwrap().extend(read.as_object().unwrap().clone());
                desk.add("measurement", all);
            }
        }
        let found = desk.call("experiment.get", json!({ "id": id }));
        let said = |of: &Json| of[0]["verdict"].as_str().unwrap_or_default().to_owned();
        let experiment = [said(&found["contrasts"]), said(&found["guardrails"])];
        assert_eq!(experiment, says, "{what}: {found}");
        let page = objectives(&desk);
        for (metric, says) in [&number, &basket].iter().zip(says) {
            let team = page["teams"]
                .as_array()
                .unwrap()
                .iter()
                .find(|t| t["team"]["title"] == json!(format!("Judged by {metric}")));
            let verdicts: Vec<&str> = team.unwrap()["readings"]
                .as_array()
                .unwrap()
                .iter()
                .map(|reading| reading["verdict"].as_str().unwrap())
                .collect();
            assert_eq!(verdicts, ["", says], "{what}");
        }
        let rules = desk.call("readiness", json!({}));
        let rule =
            rules["rules"].as_array().unwrap().iter().find(|rule| rule["number"] == 14).unwrap().clone();
        assert_eq!(rule["state"] == "closed", closed, "{what}: {rule}");
    }
}
