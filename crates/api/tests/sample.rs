//! The sample workspace: that its story can be told, and that it holds what it is there to show.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use base64::Engine as _;
use serde_json::{Value as Json, json};
use throughline_api::App;
use throughline_store::{Env, FixedClock};

/// Kinds that are a part or a voice of another artefact, or what the record keeps of itself: no work of their own.
const PARTS: [&str; 17] = [
    "highlight",
    "cause",
    "option",
    "stance",
    "vote",
    "evaluation",
    "comment",
    "check",
    "device",
    "endorsement",
    "erasure",
    "hold",
    "signature",
    "anchor",
    "seal",
    "sample",
    "finding",
];

/// The sample, made anew in a folder of its own.
struct Sample {
    app: App,
}

/// Told once, since these tests only read it.
static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample");
    let _ = std::fs::remove_dir_all(&home);
    std::fs::create_dir_all(&home).unwrap();
    Sample::at(home, "2026-12-01T09:00:00.000Z")
});

impl Sample {
    fn made() -> &'static Sample {
        &SAMPLE
    }

    /// The sample on a computer whose clock says this.
    fn at(home: PathBuf, now: &str) -> Sample {
        let clock = Arc::new(FixedClock::at_instant(now).unwrap());
        let env = Env { cache: home.join("cache"), home, clock, ..Env::system() };
        let sample = Sample { app: App::new(env, Vec::new()) };
        sample.call("workspace.sample", json!({}));
        sample
    }

    /// Every change of the log, the oldest first.
    fn log(&self) -> Vec<Json> {
        let log = self.call("log", json!({ "limit": 1000 }));
        log["rows"].as_array().unwrap().iter().rev().cloned().collect()
    }

    fn call(&self, command: &str, args: Json) -> Json {
        match self.app.call(command, args) {
            Ok(answer) => answer,
            Err(error) => panic!("{command}: {error:?}"),
        }
    }

    /// Cards of a kind, of every release.
    fn list(&self, kind: &str) -> Vec<Json> {
        self.call("artefact.list", json!({ "kinds": [kind], "limit": 500 }))["rows"]
            .as_array()
            .unwrap()
            .clone()
    }

    fn get(&self, id: &str) -> Json {
        self.call("artefact.get", json!({ "id": id }))
    }

    /// An attached file, as text.
    fn attached(&self, digest: &str) -> String {
        let file = self.call("attachment.read", json!({ "digest": digest }));
        let bytes = base64::engine::general_purpose::STANDARD.decode(text(&file, "base64")).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// Cards that a trace meets, without the one it begins at.
    fn trace(&self, id: &str, direction: &str) -> Vec<Json> {
        let thread = self.call("trace", json!({ "id": id, "direction": direction }));
        let nodes = thread["nodes"].as_array().unwrap().iter().filter(|n| n["depth"] != 0);
        nodes.map(|n| n["card"].clone()).collect()
    }
}

fn text<'a>(card: &'a Json, name: &str) -> &'a str {
    card[name].as_str().unwrap_or_default()
}

fn field<'a>(page: &'a Json, name: &str) -> &'a Json {
    &page["fields"].as_array().unwrap().iter().find(|f| f["name"] == name).unwrap()["value"]
}

/// Of each column of a table, the sum over the rows of one arm.
fn sums(table: &str, arm: &str) -> Vec<u64> {
    let rows = table.lines().map(|l| l.split(',').collect::<Vec<_>>()).filter(|r| r.contains(&arm));
    let mut sums = Vec::new();
    for row in rows {
        sums.resize(row.len(), 0);
        for (sum, cell) in sums.iter_mut().zip(row) {
            *sum += cell.parse::<u64>().unwrap_or(0);
        }
    }
    sums
}

fn count(cards: &[Json], kind: &str) -> usize {
    cards.iter().filter(|c| c["kind"] == kind).count()
}

#[test]
fn the_story_is_told_whole_and_the_record_verifies() {
    let sample = Sample::made();
    let verified = sample.call("workspace.verify", json!({}));
    assert_eq!(verified["intact"], true, "{verified}");

    let stats = sample.call("workspace.stats", json!({}));
    let kinds: BTreeMap<String, u64> = stats["kinds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|k| (text(k, "kind").to_owned(), k["count"].as_u64().unwrap()))
        .collect();
    let of_parts: u64 = PARTS.iter().map(|p| kinds.get(*p).copied().unwrap_or(0)).sum();
    let own = kinds.values().sum::<u64>() - of_parts;
    assert!((110..=160).contains(&own), "{own} artefacts and {of_parts} parts: {kinds:?}");
    assert!(kinds["decision"] >= 12 && kinds["idea"] >= 14, "{kinds:?}");
    assert_eq!(stats["attachments"], 13);
}

#[test]
fn every_model_version_leads_back_to_the_words_of_a_user() {
    let sample = Sample::made();
    let models = sample.list("model-version");
    assert_eq!(models.len(), 4);
    for model in &models {
        let back = sample.trace(text(model, "id"), "back");
        for kind in ["prototype", "idea", "problem", "insight", "highlight", "evidence", "decision"] {
            assert!(count(&back, kind) > 0, "{} meets no {kind}", text(model, "title"));
        }
        assert!(
            count(&back, "data-version") > 0 && count(&back, "code-version") > 0,
            "{}",
            text(model, "title")
        );
    }
}

#[test]
fn the_live_model_leads_forward_to_its_deployment_and_to_what_was_seen_there() {
    let sample = Sample::made();
    let forward = sample.trace("ranker@6", "forward");
    for kind in ["bundle", "deployment", "observation", "loop-back"] {
        assert!(count(&forward, kind) > 0, "no {kind}");
    }
    let live: Vec<&Json> =
        forward.iter().filter(|c| c["kind"] == "deployment" && c["status"] == "live").collect();
    assert_eq!(live.len(), 1);
    let page = sample.get(text(live[0], "id"));
    let target = page["links"].as_array().unwrap().iter().find(|l| l["type"] == "rolls-back-to").unwrap();
    let shipped: BTreeSet<String> = sample.get(text(&target["other"], "id"))["links"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|l| l["type"] == "ships")
        .map(|l| text(&l["other"], "kind").to_owned())
        .collect();
    let whole = ["code-version", "data-version", "model-version"].map(str::to_owned);
    assert_eq!(shipped, BTreeSet::from(whole), "what the live deployment falls back to is complete");
}

#[test]
fn one_objection_is_open_and_one_of_two_loop_backs() {
    let sample = Sample::made();
    let objections: Vec<Json> = sample
        .list("stance")
        .iter()
        .map(|s| sample.get(text(s, "id")))
        .filter(|page| field(page, "position") == "object" && field(page, "answer").is_null())
        .collect();
    let overview = sample.call("overview", json!({}));
    let asked: Vec<&Json> =
        overview["attention"].as_array().unwrap().iter().filter(|a| a["code"] == "objection").collect();
    assert_eq!(asked.len(), 1, "{overview}");
    assert_eq!(objections.len(), 1, "every other objection has its answer");
    assert_eq!(
        field(&objections[0], "reason"),
        "Click-through up and baskets down is what we saw last spring."
    );

    let loops = overview["loop_backs"].as_array().unwrap();
    assert_eq!(loops.len(), 2);
    assert_eq!(loops.iter().filter(|l| l["closed"] == false).count(), 1);
}

#[test]
fn the_digest_of_each_data_version_is_that_of_the_file_attached_to_it() {
    let sample = Sample::made();
    for data in sample.list("data-version") {
        let page = sample.get(text(&data, "id"));
        let attached = field(&page, "attachments")[0]["digest"].as_str().unwrap().to_owned();
        let said = &field(&page, "digest")[0];
        assert_eq!(
            attached,
            format!("{}:{}", text(said, "algorithm"), text(said, "value")),
            "{}",
            text(&data, "title")
        );
        let lines = sample.attached(&attached).lines().count() as u64;
        assert_eq!(
            field(&page, "rows").as_u64().unwrap(),
            lines - 1,
            "{} says how many rows it has",
            text(&data, "title")
        );
    }
}

#[test]
fn each_measurement_names_a_file_of_the_workspace_and_its_counts_are_sums_over_that_file() {
    let sample = Sample::made();
    let (mut with_file, mut counted) = (0, 0);
    for measurement in sample.list("measurement") {
        let title = text(&measurement, "title");
        let page = sample.get(text(&measurement, "id"));
        let Some(said) = field(&page, "file-digest").as_array().map(|d| d[0].clone()) else { continue };
        let digest = format!("{}:{}", text(&said, "algorithm"), text(&said, "value"));
        let table = sample.attached(&digest);
        with_file += 1;
        let sums = sums(&table, field(&page, "arm").as_str().unwrap());
        for name in ["n", "successes"] {
            let Some(n) = field(&page, name).as_u64() else { continue };
            assert!(sums.contains(&n), "{title}: {name} = {n} is no sum of a column: {sums:?}");
            counted += 1;
        }
    }
    assert_eq!((with_file, counted), (13, 20));
}

#[test]
fn history_holds_reasons_a_removal_and_a_late_entry() {
    let sample = Sample::made();
    let log = sample.call("log", json!({ "limit": 1000 }));
    let rows = log["rows"].as_array().unwrap();
    assert!(rows.iter().filter(|r| r["reason"].is_string()).count() > 25);
    assert!(rows.iter().any(|r| r["back_dated"] == true && text(r, "at").starts_with("2026-10-06")));
    let people: BTreeSet<&str> = rows.iter().map(|r| text(r, "by")).filter(|b| !b.is_empty()).collect();
    assert_eq!(people.len(), 7, "{people:?}");
    let removed = sample.call("artefact.list", json!({ "kinds": ["idea"], "removed": true, "limit": 500 }));
    assert_eq!(removed["rows"].as_array().unwrap().iter().filter(|c| c["removed"] == true).count(), 1);
    let passed = rows.windows(2).all(|w| text(&w[0], "received") >= text(&w[1], "received"));
    assert!(passed, "no step is earlier than the one before");
    let merged = rows.iter().filter(|row| text(row, "at") != text(row, "received"));
    let merged: BTreeSet<&str> = merged.map(|row| text(row, "by")).collect();
    assert_eq!(merged, BTreeSet::from(["", "Tomás Rey"]), "only his laptop met the others later");
}

#[test]
fn the_story_spans_four_months() {
    let sample = Sample::made();
    let state = sample.call("workspace.state", json!({}));
    let day = |name: &str| state[name].as_str().unwrap()[..10].to_owned();
    assert_eq!((day("first").as_str(), day("last").as_str()), ("2026-07-06", "2026-11-04"));
}

#[test]
fn the_sample_guards_its_experiments_by_metrics_with_margins() {
    let sample = Sample::made();
    let mut guardrails = 0;
    for experiment in sample.list("experiment") {
        let page = sample.get(text(&experiment, "id"));
        let fields = page["fields"].as_array().unwrap();
        let field = fields.iter().find(|f| f["name"] == "guardrails").unwrap();
        assert!(field["value"].is_null(), "{field}");
        for link in field["refs"].as_array().into_iter().flatten() {
            assert_eq!(link["other"]["kind"], "metric");
            assert!(link["fields"]["margin"].is_string(), "{link}");
            guardrails += 1;
        }
    }
    assert_eq!(guardrails, 4);
}

#[test]
fn the_sample_has_experiments_with_verdicts_a_broken_guardrail_and_a_baseline_that_beats_today() {
    let sample = Sample::made();
    let found = sample.call("experiments", json!({}));
    let words = |title: &str| {
        let rows = found["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| text(&row["card"], "title").contains(title)).unwrap();
        assert!(row["is_locked"] == true && row["late"] == json!([]), "{row}");
        text(row, "words").to_owned()
    };
    assert_eq!(words("for one customer in ten"), "better, guardrail broken");
    assert_eq!(words("two-tower model"), "0 of 2,500 per arm", "ranker 4 was not measured again");
    assert_eq!(words("beat the list of 1.4"), "better");
    assert_eq!(words("Do three cards suffice?"), "results in, no verdict");
    let baseline = &found["baselines"][0];
    assert_eq!((text(baseline, "control"), text(baseline, "verdict")), ("list 1.4", "better"));
    assert!(text(baseline, "today").starts_with("Time to decide: 323"), "{baseline}");
    // A decision that rests on the broken guardrail rests on something that can tell.
    let rules = sample.call("readiness", json!({}))["rules"].clone();
    let rule = rules.as_array().unwrap().iter().find(|rule| rule["number"] == 17).unwrap();
    assert!(!rule["open"].to_string().contains("Average basket"), "{rule}");
    let prototypes = sample.call("prototypes", json!({}));
    let order: Vec<&str> =
        prototypes["rows"].as_array().unwrap().iter().map(|p| text(p, "fidelity")).collect();
    assert_eq!(order, ["baseline", "paper", "offline", "shadow", "live"]);
    let above: Vec<bool> = prototypes["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["budget"]["times"].as_f64().is_some_and(|times| times > 1.0))
        .collect();
    assert_eq!(above, [false, false, true, false, false], "the GPUs are above the budget");
}

#[test]
fn on_a_computer_whose_clock_is_earlier_the_story_ends_before_now() {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("early-sample");
    let _ = std::fs::remove_dir_all(&home);
    std::fs::create_dir_all(&home).unwrap();
    let sample = Sample::at(home, "2026-02-10T08:00:00.000Z");
    let (early, told) = (sample.log(), Sample::made().log());
    assert_eq!(early.len(), told.len());
    let last = text(early.last().unwrap(), "at");
    // The story ends on a Wednesday at 10:33; the last one before now is that of the week before.
    assert!(last.starts_with("2026-02-04T10:33:12"), "{last}");
    assert!(text(&early[0], "at").starts_with("2025-10-06T08:30:23"), "{}", early[0]);
    let late = |rows: &[Json]| rows.iter().map(|r| r["back_dated"] == true).collect::<Vec<_>>();
    assert_eq!(late(&early), late(&told), "what is back-dated stays what it is");
    // Dates inside it move along.
    let day = |sample: &Sample| {
        let evidence = sample.list("evidence");
        let mut days: Vec<String> = evidence
            .iter()
            .map(|e| field(&sample.get(text(e, "id")), "date").as_str().unwrap().to_owned())
            .collect();
        days.sort();
        days
    };
    assert!(day(&sample).iter().all(|day| day.as_str() < "2026-02-10"), "{:?}", day(&sample));
    assert_eq!(day(&sample).len(), day(Sample::made()).len());

    let edited = sample.call("artefact.set", json!({ "id": "PRB-1", "fields": { "notes": "Read it." } }));
    assert!(edited["position"].is_u64(), "{edited}");
    assert_eq!(sample.log().last().unwrap()["back_dated"], false);
    assert_eq!(sample.call("workspace.verify", json!({}))["intact"], true);
}

#[test]
fn the_stars_that_became_thumbs_can_be_seen_and_nobody_has_decided_yet() {
    let sample = Sample::made();
    let thumbs =
        sample.list("data-version").into_iter().find(|d| text(d, "title") == "ratings 2026-10").unwrap();
    let seen = sample.call("data.compare", json!({ "of": thumbs["id"] }));
    assert!(text(&seen, "sentence").contains("five steps became two"), "{seen}");
    assert_eq!(seen["models"][0]["title"], "ranker 5");
    let judged = sample.call("readiness", json!({ "release": "Recommendations 2.0", "freezing": true }));
    let rule = judged["rules"].as_array().unwrap().iter().find(|r| r["number"] == 20).unwrap();
    assert!(rule["gaps"].to_string().contains("ratings 2026-10"), "{rule}");
}

#[test]
fn what_the_data_versions_keep_is_what_their_files_hold() {
    let sample = Sample::made();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/food-delivery");
    let mut read = 0;
    for data in sample.list("data-version") {
        let page = sample.get(text(&data, "id"));
        let files = page["fields"].as_array().unwrap().iter().find(|f| f["name"] == "attachments");
        let first = files.and_then(|f| f["value"].as_array()?.first());
        let file = first.map(|f| text(f, "name").to_owned());
        let Some(file) = file else { continue };
        let kept = sample.call("data.get", json!({ "id": data["id"] }));
        let personal: Vec<&Json> = kept["fields"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|f| f["personal"] == true)
            .map(|f| &f["name"])
            .collect();
        let held = sample.call(
            "data.profile",
            json!({ "path": folder.join(&file), "dry_run": true, "personal": personal }),
        );
        assert_eq!(kept["rows"], held["rows"], "{file}");
        for (kept, held) in kept["fields"].as_array().unwrap().iter().zip(held["fields"].as_array().unwrap())
        {
            for part in ["name", "type", "count", "missing", "distinct", "min", "median", "max", "mean"] {
                assert_eq!(kept[part], held[part], "{file} {}", kept["name"]);
            }
        }
        read += 1;
    }
    assert_eq!(read, 6);
}

#[test]
fn the_beta_is_compared_with_its_control_by_segment_and_adds_up_to_what_the_experiment_measured() {
    let sample = Sample::made();
    let compared = sample.call("rollout.compare", json!({ "of": "DEP-4", "with": "DEP-1" }));
    let sentence = text(&compared, "sentence");
    assert!(
        sentence
            .starts_with("2.0-beta is worse for orders for more than one, cannot tell for orders for one."),
        "{sentence}"
    );
    let page = |kind: &str, title: &str| {
        sample.get(text(sample.list(kind).iter().find(|c| text(c, "title") == title).unwrap(), "id"))
    };
    let split = page("observation", "Baskets of the control");
    let whole = page("measurement", "Average basket, list");
    let parts = field(&split, "by-segment").as_array().unwrap();
    let sum: u64 = parts.iter().map(|part| part["n"].as_u64().unwrap()).sum();
    assert_eq!(Some(sum), field(&whole, "n").as_u64());
}

#[test]
fn the_first_release_was_frozen_with_its_gaps_waived_and_its_seal_shows_what_was_written_later() {
    let sample = Sample::made();
    let seals = sample.call("audit.seals", json!({ "release": "Recommendations 1.4" }));
    let seal = &seals["rows"][0];
    assert_eq!((text(seal, "scope"), seal["holds"].as_bool()), ("dossier", Some(true)), "{seals}");
    assert!(text(seal, "at").starts_with("2026-07-08"), "{seal}");
    let later: Vec<&str> =
        seal["changed"].as_array().unwrap().iter().map(|one| text(&one["card"], "title")).collect();
    assert!(later.contains(&"People order from what is close and quick."), "{later:?}");
    let judged = sample.call("readiness", json!({ "release": "Recommendations 1.4" }));
    assert_eq!(judged["frozen"]["signatures"][0]["meaning"], "responsibility", "{judged}");

    let waivers = sample.call("audit.waivers", json!({ "release": "Recommendations 1.4" }));
    let waivers = waivers["rows"].as_array().unwrap();
    assert_eq!(waivers.len(), 6);
    assert!(waivers.iter().all(|one| !text(one, "reason").is_empty() && !text(one, "by").is_empty()));
    let ran_out: Vec<&str> =
        waivers.iter().filter(|one| one["standing"] == "ran-out").map(|one| text(one, "rule")).collect();
    assert_eq!(ran_out, ["bias-and-abuse"], "it was to be gone by the end of October, and is not");
    let newer = sample.call("audit.seals", json!({ "release": "Recommendations 2.0" }));
    assert!(newer["rows"].as_array().unwrap().iter().all(|seal| seal["scope"] == "scores"), "{newer}");
}

#[test]
fn what_stands_in_the_sample_alone_anchors_nothing_and_the_same_text_kept_elsewhere_does() {
    let sample = Sample::made();
    let anchors = sample.call("anchor.list", json!({}))["rows"].as_array().unwrap().clone();
    let ways: Vec<&str> = anchors.iter().map(|anchor| text(anchor, "way")).collect();
    assert_eq!(ways, ["file", "print"]);
    assert!(anchors.iter().all(|anchor| anchor["standing"] == "fits"), "{anchors:?}");
    let alone = sample.call("workspace.verify", json!({}));
    assert!(text(&alone, "sentence").starts_with("Intact but not anchored"), "{alone}");
    let kept = sample.call(
        "workspace.verify",
        json!({ "checkpoints": [{ "text": anchors[0]["text"].as_str().unwrap() }] }),
    );
    let said = format!("Intact; anchored through #{}", anchors[0]["position"]);
    assert!(text(&kept, "sentence").starts_with(&said), "{kept}");
}

#[test]
fn what_was_written_down_late_is_told_by_how_much() {
    let sample = Sample::made();
    let late = sample.call("audit.late", json!({ "release": "Recommendations 2.0" }));
    let rows = late["rows"].as_array().unwrap();
    let of = |by: &str| rows.iter().find(|row| text(row, "by") == by).unwrap();
    let note = of("Tomás Rey");
    assert_eq!((text(note, "how"), text(note, "late")), ("back-dated", "3 weeks"), "{note}");
    // He wrote it down at the table, on a laptop that met the others' copy on Monday.
    let visit = rows.iter().find(|row| row["how"] == "received-late").unwrap();
    assert_eq!((text(visit, "by"), text(visit, "late")), ("Tomás Rey", "3 days"), "{visit}");
    assert!(text(&visit["about"][0], "title").starts_with("Visit to R02"), "{visit}");
    let night =
        rows.iter().find(|row| row["about"][0]["title"] == "Three empty places after midnight").unwrap();
    assert_eq!((text(night, "how"), text(night, "late")), ("back-dated", "4 days"), "{night}");
}

#[test]
fn what_changed_with_no_decision_and_what_nothing_followed_can_be_seen() {
    let sample = Sample::made();
    let asked = sample.call("audit.undecided", json!({ "release": "Recommendations 2.0" }));
    let title = |change: &Json| text(&change["after"], "title").to_owned();
    let (open, decided): (Vec<&Json>, Vec<&Json>) =
        asked["changes"].as_array().unwrap().iter().partition(|change| change["decided"] == json!([]));
    assert!(open.iter().any(|change| title(change) == "ratings 2026-10"), "the stars that became thumbs");
    assert!(decided.iter().any(|change| title(change) == "ranker 6"), "{asked}");
    let idle: Vec<&str> = asked["idle"].as_array().unwrap().iter().map(|card| text(card, "title")).collect();
    assert!(idle.contains(&"May suggestions use where somebody lives?"), "{idle:?}");
    assert_eq!(sample.call("conflicts", json!({}))["rows"], json!([]), "the story has no conflict");
}

#[test]
fn a_sample_was_drawn_by_a_printed_seed_and_one_of_its_items_was_found_wanting() {
    let sample = Sample::made();
    let drawn = sample.call("audit.sample", json!({ "id": "four dice: 4 2 6 3" }));
    assert_eq!(drawn["holds"], true, "who has the seed draws the same: {drawn}");
    let row = &drawn["row"];
    assert_eq!((&row["items"], &row["checked"], &row["exceptions"]), (&json!(12), &json!(5), &json!(1)));
    // Whatever was drawn here, the finding is about a stance, of which it is true.
    let exception =
        drawn["items"].as_array().unwrap().iter().find(|item| item["finding"]["result"] == "exception");
    let exception = exception.unwrap();
    assert_eq!(exception["card"]["kind"], "stance");
    assert_eq!(exception["finding"]["status"], "answered");
    assert!(text(&exception["finding"], "answer").starts_with("True."), "{exception}");
}

#[test]
fn a_laptop_signed_what_was_merged_and_the_keeper_of_the_workspace_said_whose_it_is() {
    let sample = Sample::made();
    let keys = sample.call("keys", json!({}));
    let rows = keys["rows"].as_array().unwrap();
    let standing: Vec<&str> = rows.iter().map(|row| text(row, "standing")).collect();
    assert_eq!(standing, ["founder", "endorsed"], "{keys}");
    let laptop = &rows[1];
    assert_eq!((text(laptop, "name"), laptop["own"].as_bool()), ("Tomás’s laptop", Some(false)));
    assert_eq!(laptop["persons"][0]["title"], "Tomás Rey");
    assert_eq!(keys["unverified"], 0, "{keys}");
    let visit =
        sample.list("evidence").into_iter().find(|e| text(e, "title").starts_with("Visit to R02")).unwrap();
    let log = sample.call("log", json!({ "id": visit["id"] }));
    let made = log["rows"].as_array().unwrap().last().unwrap();
    assert_eq!((&laptop["changes"], text(made, "key")), (&json!(3), "known"), "{laptop}");
    assert!(
        (laptop["first"].as_u64()..=laptop["last"].as_u64()).contains(&made["position"].as_u64()),
        "{made}"
    );
    assert!(text(made, "received") > text(made, "at"), "{made}");
    assert_eq!(text(&visit, "short"), "EVD-5", "no number was given twice");
}
