//! Two moments compared, and what is brought back from one.

use serde_json::{Value as Json, json};

use crate::desk::Desk;

fn compare(desk: &Desk, from: &str, to: &str) -> Json {
    desk.call("moments.compare", json!({ "from": from, "to": to }))
}

/// What became of each artefact: short id, word, labels of its fields, words of its links.
fn told(answer: &Json) -> Vec<(String, String, Vec<String>, Vec<String>)> {
    let texts = |list: &Json, of: &dyn Fn(&Json) -> String| -> Vec<String> {
        list.as_array().unwrap().iter().map(of).collect()
    };
    answer["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["card"]["short"].as_str().unwrap().to_owned(),
                row["became"].as_str().unwrap().to_owned(),
                texts(&row["fields"], &|f| {
                    format!("{}: {} → {}", f["name"], f["before"], f["after"]).replace('"', "")
                }),
                texts(&row["links"], &|l| {
                    format!("{} {} {}", l["became"], l["label"], l["other"]["short"]).replace('"', "")
                }),
            )
        })
        .collect()
}

fn row(
    short: &str,
    became: &str,
    fields: &[&str],
    links: &[&str],
) -> (String, String, Vec<String>, Vec<String>) {
    let list = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect();
    (short.into(), became.into(), list(fields), list(links))
}

#[test]
fn what_was_added_changed_and_removed_is_told_field_by_field() {
    let desk = Desk::new();
    let persona = desk.add("persona", json!({ "title": "Busy regular", "type": "end-user" }));
    let other = desk.add("persona", json!({ "title": "Late orderer" }));
    let from = desk.length();
    desk.set(&persona, json!({ "title": "Weekday regular", "goals": "Eat soon" }));
    desk.call("artefact.remove", json!({ "id": other }));
    let problem = desk.add("problem", json!({ "need": "a dinner", "persona": persona }));
    let to = desk.length();
    desk.set(&persona, json!({ "title": "Later still" }));

    let answer = compare(&desk, &format!("#{from}"), &format!("#{to}"));
    let count = |name: &str| answer[name].as_u64().unwrap();
    assert_eq!((count("added"), count("changed"), count("removed")), (1, 1, 1), "{answer}");
    assert_eq!(
        told(&answer),
        [
            row(
                &persona,
                "changed",
                &["title: Busy regular → Weekday regular", "goals: null → Eat soon"],
                &[]
            ),
            row(&other, "removed", &[], &[]),
            row(&problem, "added", &["need: null → a dinner"], &[&format!("added concerns {persona}")]),
        ]
    );
    let stages = answer["stages"].as_array().unwrap();
    assert_eq!((stages[0]["stage"].as_str(), stages[0]["count"].as_u64()), (Some("empathise"), Some(2)));
    // The other way round is its mirror.
    let back = compare(&desk, &format!("#{to}"), &format!("#{from}"));
    let words: Vec<String> = told(&back).into_iter().map(|(_, became, ..)| became).collect();
    assert_eq!(words, ["changed", "added", "removed"]);
    assert_eq!(compare(&desk, &format!("#{to}"), &format!("#{to}"))["total"], 0);
}

#[test]
fn what_was_changed_and_changed_back_does_not_differ() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "One", "tags": ["a"] }));
    let from = desk.length();
    desk.set(&id, json!({ "title": "Two", "tags": ["a", "b"] }));
    assert_eq!(compare(&desk, &format!("#{from}"), "now")["total"], 1);
    desk.set(&id, json!({ "title": "One", "tags": ["a"] }));
    assert_eq!(compare(&desk, &format!("#{from}"), "now")["total"], 0);
}

#[test]
fn a_comparison_within_a_release_tells_what_joined_and_left_it() {
    let desk = Desk::new();
    let product = desk.add("product", json!({ "title": "Food delivery" }));
    let release = desk.add("release", json!({ "title": "1.0", "product": product }));
    desk.call("workspace.context", json!({ "release": release }));
    let inside = desk.add("idea", json!({ "title": "Inside" }));
    desk.call("workspace.context", json!({ "release": "all" }));
    let outside = desk.add("idea", json!({ "title": "Outside" }));
    let from = format!("#{}", desk.length());
    desk.set(&inside, json!({ "title": "Still inside" }));
    desk.set(&outside, json!({ "title": "Still outside" }));
    let joined = desk.add("idea", json!({ "title": "Joined" }));
    desk.call(
        "link.add",
        json!({ "from": release, "type": "includes", "to": joined, "fields": { "how": "carried" } }),
    );
    let within = desk.call("moments.compare", json!({ "from": from, "to": "now", "release": release }));
    let told: Vec<_> = told(&within).into_iter().map(|(short, became, ..)| (short, became)).collect();
    assert_eq!(told, [(inside, "changed".to_owned()), (joined, "added".to_owned())]);
    assert_eq!(within["release"]["short"], release);
    assert_eq!(compare(&desk, &from, "now")["total"], 3);
}

#[test]
fn a_moment_is_a_place_a_day_or_a_freeze_and_nothing_else() {
    let desk = Desk::new();
    let release = desk.add("release", json!({ "title": "1.0" }));
    for from in ["#1", "1", "2026-09-01", "2026-09-01T09:00:00Z", "so:2026-09-01", "now", ""] {
        let answer = compare(&desk, from, "now");
        assert!(answer["from"]["position"].is_u64(), "{from}: {answer}");
    }
    for from in ["#99999", "#x", "yesterday", "so:then", &format!("freeze:{release}")] {
        let error = desk.refused("moments.compare", json!({ "from": from, "to": "now" }));
        assert_eq!(error["code"], "bad-moment", "{from}: {error}");
    }
}

#[test]
fn ten_thousand_changes_are_compared_once_and_read_by_pages() {
    let desk = Desk::new();
    let from = format!("#{}", desk.length());
    let lines: Vec<String> = (0..10_000)
        .map(|n| {
            json!({ "t": "artefact", "key": format!("i{n}"), "kind": "idea", "title": format!("Idea {n}") })
                .to_string()
        })
        .collect();
    let file = desk.write("ideas.jsonl", lines.join("\n").as_bytes());
    desk.call("import", json!({ "format": "jsonl", "source": file }));
    let page = |offset: u64| {
        let args = json!({ "from": from, "to": "now", "offset": offset, "limit": 1000, "stage": "ideate" });
        desk.call("moments.compare", args)
    };
    let first = page(0);
    assert_eq!(first["added"], 10_000);
    let mut seen = std::collections::BTreeSet::new();
    for offset in (0..10_000).step_by(1000) {
        for row in page(offset)["rows"].as_array().unwrap() {
            seen.insert(row["card"]["id"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(seen.len(), 10_000);
}

#[test]
fn a_comparison_is_handed_on_as_markdown_or_a_table_that_runs_nothing() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "Busy regular" }));
    let from = format!("#{}", desk.length());
    desk.set(&id, json!({ "title": "=HYPERLINK(\"http://x\")", "goals": "one | two\nthree" }));
    let export = |format: &str| {
        let args = json!({ "from": from, "to": "now", "format": format });
        desk.call("moments.export", args)["text"].as_str().unwrap().to_owned()
    };
    let markdown = export("markdown");
    assert!(markdown.contains("0 added, 1 changed, 0 removed."), "{markdown}");
    assert!(markdown.contains("| Goals |  | one \\| two<br>three |"), "{markdown}");
    let csv = export("csv");
    assert!(csv.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{csv}");
    let path = desk.path("changes.csv");
    let args = json!({ "from": from, "to": "now", "format": "csv", "path": path });
    assert_eq!(desk.call("moments.export", args).get("text"), None);
    assert_eq!(std::fs::read_to_string(path).unwrap(), csv);
    desk.refused("moments.export", json!({ "from": from, "format": "pdf" }));
}

#[test]
fn an_artefact_is_brought_back_as_it_was_as_one_new_change_that_can_be_undone() {
    let desk = Desk::new();
    let persona = desk.add("persona", json!({ "title": "Busy regular" }));
    let other = desk.add("persona", json!({ "title": "Late orderer" }));
    let problem = desk.add("problem", json!({ "need": "a dinner", "persona": persona, "tags": ["food"] }));
    let then = desk.length();
    desk.set(
        &problem,
        json!({ "need": "a lunch", "because": "no time", "persona": other, "tags": ["noon"] }),
    );
    let before = desk.length();
    let as_of = format!("#{then}");

    let preview = desk.call("restore", json!({ "id": problem, "as_of": as_of, "preview": true }));
    assert_eq!(desk.length(), before, "a preview records nothing");
    let changes: Vec<(&str, &Json, &Json)> = preview["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| (f["name"].as_str().unwrap(), &f["before"], &f["after"]))
        .collect();
    let to = |short: &str, title: &str| json!([format!("{short} {title}")]);
    for wanted in [
        ("need", &json!("a lunch"), &json!("a dinner")),
        ("because", &json!("no time"), &json!(null)),
        ("tags", &json!(["noon"]), &json!(["food"])),
        ("persona", &to(&other, "Late orderer"), &to(&persona, "Busy regular")),
    ] {
        assert!(changes.contains(&wanted), "{wanted:?} in {changes:?}");
    }
    assert_eq!(changes.len(), 4, "{changes:?}");

    let args = json!({ "id": problem, "as_of": as_of, "reason": "the interviews say so" });
    let restored = desk.call("restore", args.clone());
    assert_eq!(restored["saved"]["position"], before + 1);
    assert_eq!(desk.length(), before + 1, "one change");
    let fields = || ["need", "because", "tags"].map(|name| desk.field(&problem, name));
    assert_eq!(fields(), [json!("a dinner"), json!(null), json!(["food"])]);
    assert_eq!(desk.refs(&problem, "persona"), std::slice::from_ref(&persona));
    assert_eq!(desk.latest()["reason"], format!("restored as of {as_of}: the interviews say so"));
    desk.refused_as("nothing-to-restore", "restore", args);

    desk.call("undo", json!({}));
    assert_eq!(fields(), [json!("a lunch"), json!("no time"), json!(["noon"])]);
    assert_eq!(desk.refs(&problem, "persona"), [other]);
}

#[test]
fn one_field_is_brought_back_and_the_others_stay() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "One", "goals": "Eat soon" }));
    let as_of = format!("#{}", desk.length());
    desk.set(&id, json!({ "title": "Two", "goals": "Eat well" }));
    desk.call("restore", json!({ "id": id, "as_of": as_of, "fields": ["goals"] }));
    assert_eq!((desk.field(&id, "title"), desk.field(&id, "goals")), (json!("Two"), json!("Eat soon")));
    desk.refused_as("unknown-field", "restore", json!({ "id": id, "as_of": as_of, "fields": ["colour"] }));
}

#[test]
fn a_removed_artefact_and_a_link_that_was_taken_away_come_back() {
    let desk = Desk::new();
    let insight = desk.add("insight", json!({ "title": "People decide late" }));
    let problem = desk.add("problem", json!({ "need": "a dinner" }));
    let link =
        desk.call("link.add", json!({ "from": insight, "type": "relates-to", "to": problem }))["id"].clone();
    let as_of = format!("#{}", desk.length());
    desk.call("link.remove", json!({ "id": link }));
    desk.call("artefact.remove", json!({ "id": insight }));
    desk.call("restore", json!({ "id": insight, "as_of": as_of }));
    assert_eq!(desk.page(&insight)["card"]["removed"], false);
    assert_eq!(desk.page(&problem)["links"][0]["removed"], true);
    let restored = desk.call("restore", json!({ "id": link, "as_of": as_of }));
    assert_eq!(restored["card"]["short"], insight);
    assert_eq!(desk.page(&problem)["links"][0]["removed"], false);
    let history = desk.call("log", json!({ "id": link }));
    assert_eq!(history["total"], 3, "made, taken away, brought back");
    assert_eq!(
        (&history["link"]["from"]["short"], &history["link"]["to"]["short"]),
        (&json!(insight), &json!(problem))
    );
}

#[test]
fn nothing_is_restored_from_before_it_was_there_or_as_it_is_now() {
    let desk = Desk::new();
    let before = format!("#{}", desk.length());
    let id = desk.add("persona", json!({ "title": "One" }));
    desk.refused_as("not-there-yet", "restore", json!({ "id": id, "as_of": before }));
    for as_of in ["now", "", "#999"] {
        desk.refused_as("bad-moment", "restore", json!({ "id": id, "as_of": as_of }));
    }
}

#[test]
fn the_history_of_a_release_is_that_of_all_it_includes() {
    let desk = Desk::new();
    let release = desk.add("release", json!({ "title": "1.0" }));
    desk.call("workspace.context", json!({ "release": release }));
    let inside = desk.add("decision", json!({ "title": "Which?" }));
    let option = desk.add("option", json!({ "title": "This", "decision": inside }));
    desk.call("workspace.context", json!({ "release": "all" }));
    let outside = desk.add("idea", json!({ "title": "Outside" }));
    for id in [&inside, &option, &outside] {
        desk.set(id, json!({ "notes": "words" }));
    }
    let log = desk.call("log", json!({ "release": release }));
    let text = log["rows"].to_string();
    for id in [&release, &inside, &option] {
        assert!(text.contains(id.as_str()), "{id} in {text}");
    }
    assert!(!text.contains(&outside), "{text}");
    assert_eq!(log["of"]["short"], release);
}
