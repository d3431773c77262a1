//! The stories of DOMAIN.md in which data changes, told in a terminal: a world that moved on, stars that became thumbs,
//! and what was imported from the stores of others read back to where it came from.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value as Json;

use crate::telling::{begun, blocking, check, says, tell};

/// Orders of a year: `evening` ones at the counter, or those of a spring in which everybody is at home.
fn orders(evening: bool) -> String {
    let mut out = String::from("order,hour,basket_eur,channel\n");
    for n in 0..240 {
        let (hour, basket) = if evening { (18 + n % 5, 10 + n % 17) } else { (11 + n % 6, 24 + n % 23) };
        let channel = if (n % 4 == 3) == evening { "app" } else { "counter" };
        out.push_str(&format!("O{n},{hour}.{},{basket}.50,{channel}\n", n % 3 * 25));
    }
    out
}

/// Ratings of dishes, as stars or as thumbs.
fn ratings(thumbs: bool) -> String {
    let mut out = format!("dish,{},hour\n", if thumbs { "thumb" } else { "stars" });
    for (n, stars) in [5, 4, 5, 3, 1, 2, 4].into_iter().cycle().take(210).enumerate() {
        let given = if thumbs { if stars > 3 { "up" } else { "down" }.to_owned() } else { stars.to_string() };
        out.push_str(&format!("D{n},{given},{}\n", 18 + n % 5));
    }
    out
}

fn shorts(group: &Json) -> Vec<&str> {
    group["rows"].as_array().unwrap().iter().map(|row| row["card"]["short"].as_str().unwrap()).collect()
}

#[test]
fn story_2_the_world_changes_and_what_was_decided_on_the_old_one_is_named() {
    let shell = begun("Food delivery app");
    shell.write("orders_2019.csv", &orders(true));
    shell.write("orders_2020.csv", &orders(false));
    let commit = "c".repeat(40);
    tell(
        &shell,
        &format!(
            "
        add persona -t |Hungry Hanna| -f type=end-user
        add problem -t |Dinner takes too long to choose| -f persona=PER-1 -f |need=to decide in a minute| -f |because=she is tired|
        add idea -t |Suggest what is ordered at this hour| -f problem=PRB-1
        data profile orders_2019.csv --name orders --version 2019
        add decision -t |Whom do we build for?| -f status=accepted -f |outcome=For evenings at home.| -f |rationale=All orders come after six.| \
         -f rests-on=DAT-1
        add code-version -f repository=git/recommender -f commit={commit}
        record model --name recommender --version 1 --digest sha256:{} --trained-on DAT-1 --built-from COD-1
        add decision -t |Which model ships?| -f status=accepted -f |outcome=Recommender 1.| -f |rationale=It beats the list.| -f rests-on=MOD-1
        bundle make --label 1.0 --model MOD-1
        add deployment -t |1.0 for everyone| -f bundle=BUN-1 -f audience=everyone -f environment=production -f status=live \
         -f from=2020-01-15
        ",
            "ab".repeat(32)
        ),
    );
    assert_eq!(says(&check(&shell, &[]), 21), Vec::<String>::new(), "nothing is known to have changed");

    // What is ordered now, against what was learned from: two files on a disk.
    let drift = shell.run(&["data", "drift", "orders_2020.csv", "orders_2019.csv"]);
    assert_eq!(drift.code, 1, "a pipeline stops here: {drift:?}");
    assert!(drift.out.contains("3 of 3 fields shifted"), "{}", drift.out);
    shell.ok(&["data", "profile", "orders_2020.csv", "--name", "orders", "--version", "2020-04"]);
    let drift = shell.run(&["data", "drift", "DAT-2"]);
    assert_eq!(drift.code, 1);
    assert!(
        drift.out.contains("orders 2020-04 against orders 2019"),
        "of itself against what was learned from"
    );
    tell(
        &shell,
        "
        observe DEP-1 --kind data-drift --title |Orders moved to noon and into the app| --severity major --key orders-2020-04
        link OBS-1 relates-to DAT-2
        ",
    );
    let asks = check(&shell, &[]);
    assert!(says(&asks, 21)[0].contains("OBS-1"), "{asks:#}");
    assert!(blocking(&asks).contains(&21));
    assert_eq!(shell.run(&["observations", "--asking"]).code, 1);

    // Back to the people, and not to a cleverer model.
    tell(
        &shell,
        "loop-back OBS-1 --from phase:monitor --to empathise --reason |Nobody knows what they want at noon|",
    );
    let back = check(&shell, &[]);
    assert_eq!(says(&back, 21), Vec::<String>::new(), "the drift is answered");
    assert!(says(&back, 31)[0].contains("LPB-1"), "and what answers it is open");
    assert_eq!(shell.run(&["observations", "--asking"]).code, 0);

    // Which decisions rested on the old data.
    let impact = shell.json(&["impact", "DAT-1"]);
    let groups = impact["groups"].as_array().unwrap();
    let decisions = groups.iter().find(|group| group["name"] == "decisions").unwrap();
    assert_eq!(shorts(decisions), ["DEC-1", "DEC-2"]);
    assert_eq!(impact["live"], 1);
    let told = shell.ok(&["impact", "DAT-1", "--why"]);
    assert!(told.contains("Whom do we build for?") && told.contains("Which model ships?"), "{told}");
    let thread = shell.ok(&["trace", "DAT-1", "--direction", "forward"]);
    for part in ["DEC-1", "DEC-2", "DEP-1", "OBS-1", "LPB-1"] {
        assert!(thread.contains(part), "{part}: {thread}");
    }
    let back = shell.ok(&["trace", "LPB-1", "--direction", "back"]);
    assert!(back.contains("orders 2019"), "from the return to what the model had learned from: {back}");

    // Somebody listens, and that answers it.
    tell(
        &shell,
        "
        add evidence -f method=interview -f date=2020-05-02 -f participant=P31 -f persona=PER-1
        set LPB-1 -f closed-by=EVD-1 -f status=closed
        ",
    );
    assert_eq!(says(&check(&shell, &[]), 31), Vec::<String>::new());
    shell.ok(&["verify"]);
}

#[test]
fn story_4_stars_became_thumbs_and_everything_that_stands_on_stars_is_named() {
    let shell = begun("Food delivery app");
    shell.write("ratings_08.csv", &ratings(false));
    shell.write("ratings_10.csv", &ratings(true));
    tell(
        &shell,
        &format!(
            "
        add idea -t |Dishes that people like you rated well|
        data profile ratings_08.csv --name ratings --version 2026-08
        add prototype -t |Ranker behind the list| -f idea=IDE-1 -f fidelity=offline
        record model --name ranker --version 7 --digest sha256:{} --trained-on DAT-1 --produced-by PRT-1
        add component -t |Rating store| -f type=data-collection -f implemented-by=DAT-1
        add component -t |Taste features| -f type=feature-extraction
        link CMP-1 feeds CMP-2 -f |what=stars of each dish|
        add decision -t |Which ranker?| -f status=accepted -f |outcome=Ranker 7.| -f |rationale=Best on the hold-out.| -f rests-on=MOD-1
        ",
            "cd".repeat(32)
        ),
    );
    assert_eq!(says(&check(&shell, &["--freezing"]), 20), Vec::<String>::new());

    // The release in which the page has thumbs.
    let compared = shell.run(&["data", "compare", "ratings_10.csv", "DAT-1"]);
    assert_eq!(compared.code, 1, "{compared:?}");
    let sentence = "“stars” (whole numbers 1 to 5) is gone; “thumb” (down, up) is new: perhaps renamed, and five steps became two.";
    assert!(compared.out.contains(sentence), "{}", compared.out);
    assert!(compared.out.contains("SCHEMA_MISSING_COLUMN"), "{}", compared.out);
    shell.ok(&["data", "profile", "ratings_10.csv", "--name", "ratings", "--version", "2026-10"]);
    let blocked = check(&shell, &["--freezing"]);
    let gap = &says(&blocked, 20)[0];
    assert!(blocking(&blocked).contains(&20), "{blocked:#}");
    for part in ["DAT-2", "DAT-1", "MOD-1", "no decision speaks of it"] {
        assert!(gap.contains(part), "{part}: {gap}");
    }

    // Everything that stands on the stars.
    let impact = shell.json(&["impact", "DAT-1", "--field", "stars"]);
    let named = |name: &str| {
        let groups = impact["groups"].as_array().unwrap().iter();
        groups.filter(|group| group["name"] == name).flat_map(shorts).collect::<Vec<_>>()
    };
    assert_eq!(named("models"), ["MOD-1"], "{impact:#}");
    assert_eq!(named("components"), ["CMP-1", "CMP-2"], "{impact:#}");
    assert_eq!(named("prototypes"), ["PRT-1"], "{impact:#}");
    assert_eq!(named("decisions"), ["DEC-1"], "{impact:#}");
    let told = shell.ok(&["impact", "DAT-1", "--field", "stars", "--why"]);
    for part in ["ranker 7", "Rating store", "Taste features", "Ranker behind the list", "Which ranker?"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let thumbs = shell.ok(&["impact", "DAT-2", "--field", "thumb"]);
    assert!(!thumbs.contains("MOD-1"), "nothing learned from thumbs yet: {thumbs}");

    tell(
        &shell,
        "add decision -t |What do we do without stars?| -f status=accepted -f |outcome=Train on thumbs.| -f |rationale=Stars are gone.| -f rests-on=DAT-2",
    );
    assert_eq!(says(&check(&shell, &["--freezing"]), 20), Vec::<String>::new(), "somebody decided");
    shell.ok(&["verify"]);
}

fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/imports").join(name).display().to_string()
}

#[test]
fn every_imported_model_reads_back_to_its_commit_its_data_and_the_decision_that_chose_it() {
    let shell = begun("Triage");
    let bundle = example("dvc-3.bundle");
    let cloned = Command::new("git").args(["clone", "-q", &bundle, "dvc"]).current_dir(&shell.here).status();
    assert!(cloned.unwrap().success());
    let mlflow = example("mlflow-3");
    for (format, source) in [("mlflow", mlflow.as_str()), ("dvc", "dvc")] {
        let done = shell.json(&["import", format, source]);
        assert!(done["added"].as_u64().unwrap() > 5, "{done}");
    }
    for (format, source) in [("mlflow", mlflow.as_str()), ("dvc", "dvc")] {
        let again = shell.json(&["import", format, source]);
        assert_eq!((&again["added"], &again["changed"], &again["links"]), (&0.into(), &0.into(), &0.into()));
        assert_eq!(again.get("position"), None, "nothing was recorded");
    }

    let models = shell.json(&["list", "model-version"]);
    let models: Vec<&str> =
        models["rows"].as_array().unwrap().iter().map(|card| card["short"].as_str().unwrap()).collect();
    assert_eq!(models.len(), 5, "three of MLflow and two of DVC");
    for model in models {
        let title = format!("title=Do we take {model}?");
        let decision = shell.json(&[
            "add",
            "decision",
            "-f",
            &title,
            "-f",
            "status=accepted",
            "-f",
            "outcome=Yes.",
            "-f",
            "rationale=It misses fewest.",
        ]);
        let decision = decision["short"].as_str().unwrap();
        shell.ok(&["link", decision, "decides", model, "-f", "outcome=chosen"]);

        let thread = shell.json(&["trace", model, "--direction", "back"]);
        let nodes = thread["nodes"].as_array().unwrap();
        let met: BTreeSet<&str> = nodes.iter().map(|node| node["card"]["short"].as_str().unwrap()).collect();
        assert!(met.contains(decision), "{model} was chosen by {decision}: {met:?}");
        let of = |kind: &str| {
            let found = nodes.iter().filter(|node| node["card"]["kind"] == kind);
            found.map(|node| node["card"]["short"].as_str().unwrap()).collect::<Vec<_>>()
        };
        let field = |short: &str, name: &str| {
            let page = shell.json(&["show", short]);
            let fields = page["fields"].as_array().unwrap();
            fields.iter().find(|field| field["name"] == name).unwrap()["value"].to_string()
        };
        let commits: Vec<String> = of("code-version").iter().map(|code| field(code, "commit")).collect();
        assert!(
            !commits.is_empty() && commits.iter().all(|commit| commit.len() == 42),
            "{model}: {commits:?}"
        );
        let digests: Vec<String> = of("data-version").iter().map(|data| field(data, "digest")).collect();
        let named = |digest: &String| digest.contains("dvc-md5") || digest.contains("mlflow-md5-sample");
        assert!(!digests.is_empty() && digests.iter().all(named), "{model}: {digests:?}");
    }
    shell.ok(&["verify"]);
}
