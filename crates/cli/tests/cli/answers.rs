//! What people read, word for word, and what scripts read.

use crate::shell::Shell;

/// A persona, a problem, an idea, a prototype and a decision on the idea.
fn thread() -> Shell {
    let shell = Shell::new();
    shell.ok(&["add", "persona", "-t", "Busy regular", "-f", "type=end-user"]);
    shell.ok(&["add", "problem", "-t", "Choosing takes long", "-f", "persona=PER-1"]);
    shell.ok(&["add", "idea", "-t", "Suggest the usual", "-f", "problem=PRB-1"]);
    shell.ok(&["add", "prototype", "-t", "Paper menu", "-l", "realises=IDE-1"]);
    shell.ok(&["add", "decision", "-t", "What first?", "-f", "status=accepted", "-f", "outcome=The usual"]);
    shell.ok(&["link", "DEC-1", "decides", "IDE-1", "-f", "outcome=chosen"]);
    shell
}

#[test]
fn a_trace_is_an_outline_in_the_words_of_the_links() {
    let shell = thread();
    assert_eq!(
        shell.ok(&["trace", "IDE-1"]),
        "\
IDE-1      Suggest the usual [chosen by DEC-1]
what led here:
  ← addresses: PRB-1      Choosing takes long
    ← concerns: PER-1      Busy regular  (end user)
  ← decides: DEC-1      What first?
what came of it:
  → is realised by: PRT-1      Paper menu
"
    );
    assert_eq!(
        shell.ok(&["trace", "PER-1", "--direction", "forward", "--depth", "2"]),
        "\
PER-1      Busy regular  (end user)
what came of it:
  → has the problem: PRB-1      Choosing takes long
    → is addressed by: IDE-1      Suggest the usual [chosen by DEC-1]
"
    );
}

#[test]
fn a_trace_as_json_holds_nodes_with_their_distance_and_links_downstream() {
    let shell = thread();
    let trace = shell.json(&["trace", "IDE-1", "--direction", "back"]);
    let mut nodes: Vec<(i64, &str)> = trace["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| (n["depth"].as_i64().unwrap(), n["card"]["short"].as_str().unwrap()))
        .collect();
    nodes.sort_unstable();
    assert_eq!(nodes, [(-2, "PER-1"), (-1, "DEC-1"), (-1, "PRB-1"), (0, "IDE-1")]);
    assert_eq!(trace["root"]["short"], "IDE-1");
    let of = |id: &serde_json::Value| {
        let node = trace["nodes"].as_array().unwrap().iter().find(|n| n["card"]["id"] == *id);
        node.unwrap()["card"]["short"].as_str().unwrap().to_owned()
    };
    let mut links: Vec<(String, String)> =
        trace["links"].as_array().unwrap().iter().map(|l| (of(&l["up"]), of(&l["down"]))).collect();
    links.sort();
    let pair = |up: &str, down: &str| (up.to_owned(), down.to_owned());
    assert_eq!(links, [pair("DEC-1", "IDE-1"), pair("PER-1", "PRB-1"), pair("PRB-1", "IDE-1")]);
    assert!(shell.ok(&["trace", "PER-1"]).contains("\nnothing led here yet\n"));
    let kinds = shell.json(&["trace", "IDE-1", "--direction", "back", "--kind", "persona"]);
    assert_eq!(kinds["nodes"].as_array().unwrap().len(), 2, "the root and the persona");
}

#[test]
fn a_page_shows_fields_and_links_both_ways() {
    let shell = thread();
    shell.ok(&["set", "PRB-1", "-f", "need=a quick dinner", "-f", "tags=dinner,weekday"]);
    let page = shell.ok(&["show", "prb-1"]);
    let lines: Vec<&str> = page.lines().collect();
    assert_eq!(lines[0], "PRB-1      Choosing takes long");
    for expected in [
        "  need               a quick dinner",
        "  tags               dinner, weekday",
        "  concerns           PER-1      Busy regular  (end user)",
        "  is addressed by    IDE-1      Suggest the usual [chosen by DEC-1]",
    ] {
        assert!(lines.contains(&expected), "{expected} in {page}");
    }
    assert!(lines.last().unwrap().ends_with(" by Mira Anand"), "{page}");
}

#[test]
fn a_guardrail_is_shown_with_its_margin_and_options_stand_as_they_are_put() {
    let shell = Shell::new();
    shell.ok(&["add", "metric", "-t", "Average basket"]);
    shell.ok(&["add", "experiment", "-t", "Beta", "-f", "we-believe=Three dishes sell more"]);
    shell.ok(&["link", "EXP-1", "guarded-by", "MET-1", "-f", "margin=0.50"]);
    let page = shell.ok(&["show", "EXP-1"]);
    assert!(
        page.lines()
            .any(|l| l.contains("is guarded by") && l.contains("MET-1") && l.ends_with("(margin 0.5)")),
        "{page}"
    );

    shell.ok(&["add", "decision", "-t", "What first?"]);
    for title in ["One", "Two"] {
        shell.ok(&["add", "option", "-t", title, "-f", "decision=DEC-1"]);
    }
    shell.ok(&["set", "DEC-1", "-f", "options=OPT-2,OPT-1"]);
    let page = shell.ok(&["show", "DEC-1"]);
    assert!(page.find("OPT-2").unwrap() < page.find("OPT-1").unwrap(), "{page}");
}

/// The log without its instants, which differ each time.
fn timeless(log: &str) -> String {
    let line = |line: &str| match line.split_once("  20") {
        Some((position, rest)) if line.starts_with('#') => {
            format!("{} {}", position.trim(), rest.split_once("  ").unwrap().1)
        }
        _ => line.to_owned(),
    };
    log.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_log_tells_each_change_once_with_what_was_set_and_what_changed() {
    let shell = Shell::new();
    shell.ok(&["add", "persona", "-t", "Busy regular", "--release", "none"]);
    shell.ok(&[
        "set",
        "PER-1",
        "-f",
        "title=Busy weekday regular",
        "-f",
        "type=end-user",
        "--reason",
        "Interviews",
    ]);
    shell.ok(&["set", "PER-1", "-f", "type="]);
    assert_eq!(
        timeless(&shell.ok(&["log", "PER-1"])),
        "\
#6 Mira Anand  changed type of PER-1 Busy weekday regular
          type: cleared
#5 Mira Anand  changed name and type of PER-1 Busy weekday regular
        because: Interviews
          title: Busy regular → Busy weekday regular
          type: set to end-user
#4 Mira Anand  added the persona PER-1 Busy weekday regular
          title: set to Busy regular"
    );
    assert_eq!(shell.json(&["log", "--before", "6", "--limit", "2"])["rows"].as_array().unwrap().len(), 2);
}

#[test]
fn a_list_is_filtered_sorted_and_paged() {
    let shell = Shell::new();
    for (title, kind) in [("Cook", "internal-team"), ("Busy", "end-user"), ("Aged", "end-user")] {
        shell.ok(&["add", "persona", "-t", title, "-f", &format!("type={kind}")]);
    }
    let shorts = |args: &[&str]| {
        let out = shell.ok(&[&["list", "persona"], args].concat());
        out.lines().map(|l| l.split_whitespace().next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(shorts(&["--sort", "title"]), ["PER-3", "PER-2", "PER-1"]);
    assert_eq!(shorts(&["--sort=-title", "--where", "type=end-user"]), ["PER-2", "PER-3"]);
    assert_eq!(shorts(&["--where", "type!=end-user"]), ["PER-1"]);
    assert_eq!(shorts(&["--where", "title~us"]), ["PER-2"]);
    assert_eq!(shorts(&["--text", "cook"]), ["PER-1"]);
    let page = shell.ok(&["list", "persona", "--sort", "number", "--limit", "2"]);
    assert!(page.ends_with("… 2 of 3; --offset 2 shows the next\n"), "{page}");
    assert_eq!(shell.json(&["list", "persona", "--limit", "1"])["total"], 3);
}

#[test]
fn a_search_marks_what_it_found() {
    let shell = thread();
    let found = shell.ok(&["search", "usual"]);
    assert!(found.starts_with("IDE-1      Suggest the usual"), "{found}");
    assert!(found.contains("[usual]"), "{found}");
    assert_eq!(shell.ok(&["search", "nowhere"]), "nothing found\n");
    assert!(shell.ok(&["search", "IDE-1"]).starts_with("IDE-1 "));
}

#[test]
fn links_are_made_and_taken_back() {
    let shell = thread();
    assert!(shell.ok(&["link", "PRB-1", "relates-to", "PRT-1"]).starts_with("PRB-1 relates-to PRT-1  #"));
    assert!(shell.ok(&["unlink", "PRB-1", "relates-to", "PRT-1"]).starts_with("relates-to  #"));
    assert_eq!(shell.refused(&["unlink", "PRB-1", "supports", "PRT-1"]).0, "not-found");
    let page = shell.ok(&["add", "insight", "-t", "Habit wins", "-l", "motivates=PRB-1"]);
    assert!(page.starts_with("INS-1"), "{page}");
    shell.ok(&["add", "evidence", "-t", "Interview"]);
    shell.ok(&["add", "session", "-t", "Workshop", "-l", "<raised-in=IDE-1"]);
    assert!(shell.ok(&["show", "IDE-1"]).contains("was raised in"));
}

#[test]
fn a_change_is_undone_and_brought_back() {
    let shell = thread();
    shell.ok(&["set", "PRB-1", "-f", "need=a quick dinner"]);
    assert!(shell.ok(&["undo"]).starts_with("Undone: changed need of PRB-1"));
    assert!(
        shell.json(&["show", "PRB-1"])["fields"]
            .as_array()
            .unwrap()
            .iter()
            .all(|f| f["value"] != "a quick dinner")
    );
    assert!(shell.ok(&["redo"]).starts_with("Brought back: changed need of PRB-1"));
    let change = shell.json(&["set", "PRB-1", "-f", "need=dinner"])["change"].as_str().unwrap().to_owned();
    shell.ok(&["set", "PRB-1", "-f", "need=lunch"]);
    assert_eq!(shell.refused(&["undo", &change]).0, "undo-conflict");
    shell.ok(&["undo", &change, "--force"]);
    let place = format!("#{}", shell.json(&["set", "PRB-1", "-f", "need=supper"])["position"]);
    assert!(shell.ok(&["undo", &place]).starts_with("Undone: changed need of PRB-1"));
}

#[test]
fn a_removed_artefact_comes_back() {
    let shell = thread();
    shell.ok(&["remove", "PRT-1", "--reason", "Lost on the train"]);
    assert_eq!(shell.ok(&["list", "prototype"]), "");
    assert_eq!(shell.ok(&["list", "prototype", "--removed"]), "PRT-1      Paper menu  removed\n");
    shell.ok(&["remove", "PRT-1", "--restore"]);
    assert_eq!(shell.ok(&["list", "prototype"]), "PRT-1      Paper menu\n");
}

#[test]
fn kinds_show_what_can_be_filled_in() {
    let shell = Shell::empty();
    assert!(shell.ok(&["kinds"]).lines().any(|l| l.starts_with("problem ") && l.contains("PRB")));
    let one = shell.ok(&["kinds", "problem"]);
    assert!(one.contains("need") && one.contains("(required)") && one.contains("for example: "), "{one}");
    assert!(
        shell
            .ok(&["kinds", "--links"])
            .lines()
            .any(|l| l.starts_with("motivates ") && l.contains("insight → problem"))
    );
    assert!(shell.json(&["kinds"])["kinds"].as_array().unwrap().len() > 30);
}

#[test]
fn a_release_is_started_followed_and_compared_from_the_command_line() {
    let shell = Shell::new();
    shell.ok(&["add", "persona", "--title", "Hanna", "-f", "type=end-user"]);
    shell.ok(&["add", "idea", "--title", "Three dishes"]);
    shell.ok(&["add", "metric", "--title", "Conversion"]);
    shell.ok(&["add", "measurement", "-f", "metric=MET-1", "-f", "n=40", "-f", "successes=0"]);
    let back = shell.ok(&["loop-back", "MEA-1", "--to", "ideate", "--reason", "nobody ordered"]);
    assert!(back.starts_with("LPB-1"), "{back}");
    let path = shell.ok(&["release", "path"]);
    assert!(path.contains("↩ LPB-1 from test, because of MEA-1: nobody ordered (open)"), "{path}");
    let template = shell.ok(&["release", "template"]);
    assert!(template.contains("✓ An end user") && template.contains("· A criterion of value"), "{template}");
    assert!(shell.ok(&["release", "start", "2.0"]).starts_with("REL-2"));
    let compared = shell.ok(&["release", "compare", "REL-1", "REL-2"]);
    assert!(compared.contains("carried over: 1\n    PER-1 Hanna"), "{compared}");
    assert!(compared.contains("IDE-1 Three dishes"), "{compared}");
    // What cannot be gone back to is refused, and nothing is recorded.
    let said = shell.run(&["loop-back", "MEA-1", "--to", "yesterday", "--reason", "x"]);
    assert_eq!(said.code, 3, "{said:?}");
    assert_eq!(shell.json(&["list", "loop-back"])["total"], 1);
}

#[test]
fn a_session_says_who_was_missing_and_puts_distinct_voters_before_dots() {
    let shell = thread();
    for team in ["Product", "Operations"] {
        shell.ok(&["add", "team", "-t", team]);
    }
    for (name, team) in [("Mira", "TEA-1"), ("Lena", "TEA-1"), ("Omar", "TEA-2")] {
        shell.ok(&["add", "stakeholder", "-t", name, "-f", &format!("team={team}")]);
    }
    let people = shell.json(&["list", "stakeholder", "--sort", "created_at"]);
    let of = |name: &str| {
        let rows = people["rows"].as_array().unwrap();
        rows.iter().find(|r| r["title"] == name).unwrap()["short"].as_str().unwrap().to_owned()
    };
    let (mira, lena) = (of("Mira"), of("Lena"));
    let present = format!("participants={mira},{lena}");
    shell.ok(&[
        "add",
        "session",
        "-t",
        "Workshop",
        "-f",
        "status=held",
        "-f",
        "problem=PRB-1",
        "-f",
        &present,
    ]);
    shell.ok(&["set", "IDE-1", "-f", "session=SES-1", "-f", "cluster=Habit"]);
    shell.ok(&["add", "idea", "-t", "Ask a friend", "-f", "session=SES-1"]);
    for (idea, voter, dots) in [("IDE-1", &mira, "1"), ("IDE-1", &lena, "1"), ("IDE-2", &mira, "3")] {
        let (idea, voter, dots) = (format!("for={idea}"), format!("voter={voter}"), format!("dots={dots}"));
        shell.ok(&["add", "vote", "-f", &idea, "-f", &voter, "-f", &dots, "-f", "session=SES-1"]);
    }
    assert_eq!(
        shell.ok(&["session", "SES-1"]),
        "\
SES-1 Workshop
  held
  on PRB-1 Choosing takes long
  present: Mira (Product), Lena (Product)
  missing: Operations, ML engineering
  ideas: 2; voters: 2
    IDE-1 Suggest the usual  (place 1, 2 voters, 2 dots; Habit; chosen by DEC-1)
    IDE-2 Ask a friend  (place 2, 1 voters, 3 dots)
"
    );
    assert_eq!(shell.refused(&["session", "PRB-1"]).0, "not-a-session");
}
