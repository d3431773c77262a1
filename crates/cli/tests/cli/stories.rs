//! Four stories told from a terminal, each from an empty folder: what the command line says at each turn is what the
//! story is about. `tests/tests/window` tells the same ones in the window.

use serde_json::json;

use crate::telling::{begun, blocking, check, says, tell};

#[test]
fn story_1_the_model_nobody_could_serve_is_seen_before_it_is_chosen_and_a_baseline_ships_first() {
    let shell = begun("Food delivery app");
    tell(
        &shell,
        "
        add metric -t Click-through -f direction=higher-is-better
        add metric -t Sales -f direction=higher-is-better
        add metric -t Accuracy -f direction=higher-is-better
        add metric -t |Order conversion| -f unit=% -f direction=higher-is-better
        add team -t Product -f objective=MET-1
        add team -t Sales -f objective=MET-2
        add team -t |Data science| -f objective=MET-3
        add team -t Operations
        set STK-1 -f role=product -f team=TEA-1
        add stakeholder -t |Sara Lind| -f role=sales -f team=TEA-2
        add stakeholder -t |Dev Patel| -f role=data-science -f team=TEA-3
        add stakeholder -t |Omar Haddad| -f role=operations -f team=TEA-4
        add stakeholder -t |Mei Chen| -f role=ml-engineering
        add persona -t |Hungry Hanna| -f type=end-user
        add persona -t Courier -f type=affected
        add evidence -f method=interview -f date=2026-08-03 -f participant=P07 -f persona=PER-1
        add problem -t |A good dinner in under a minute| -f persona=PER-1 -f |need=to decide in a minute| -f |because=choosing tires her| \
         -f baseline-metric=MET-4 -f baseline-value=30 -f horizon=12 -f currency=EUR -f benefit={\"low\":\"40\",\"likely\":\"60\",\"high\":\"90\"} \
         -f build-cost={\"low\":\"8\",\"likely\":\"10\",\"high\":\"12\"} \
         -f run-cost={\"low\":\"0\",\"likely\":\"0\",\"high\":\"0\"}
        add cause -t |The list knows nobody| -f problem=PRB-1
        add objective -f metric=MET-4 -f direction=increase-to -f target=36
        add criterion -t |Is it worth it?| -f lens=value -f weight=0.25 -f |worst=As today.| -f |best=Nobody could ask for more.|
        add criterion -t |Does it help her?| -f lens=usability -f weight=0.25 -f |worst=As today.| -f |best=Nobody could ask for more.|
        add criterion -t |Does the company want it?| -f lens=viability -f weight=0.25 -f |worst=As today.| -f |best=Nobody could ask for more.|
        add criterion -t |What does it cost to serve?| -f lens=feasibility -f weight=0.25 -f |worst=As today.| -f |best=Nobody could ask for more.|
        call criteria.lock {}
        add idea -t |A deep model of every dish| -f problem=PRB-1
        add idea -t |Most ordered near you| -f problem=PRB-1 -f |serving-cost-note=A lookup table: 0.01 EUR per 1,000|
        link TEA-1 disputes IDE-1 -f |reason=Clicks fall|
        link TEA-2 disputes IDE-1 -f |reason=Dear dishes vanish|
        add evaluation -f subject=IDE-1 -f criterion=CRI-1 -f rater=STK-1 -f score=5
        add evaluation -f subject=IDE-1 -f criterion=CRI-1 -f rater=STK-2 -f score=4
        add evaluation -f subject=IDE-1 -f criterion=CRI-1 -f rater=STK-3 -f score=5
        add evaluation -f subject=IDE-2 -f criterion=CRI-1 -f rater=STK-1 -f score=3
        add evaluation -f subject=IDE-2 -f criterion=CRI-1 -f rater=STK-3 -f score=2
        call evaluation.close {}
        ",
    );
    let options = json!({ "fields": { "title": "Which idea do we take further?" }, "seal_scores": true,
        "options": [{ "of": "IDE-1", "outcome": "chosen" }, { "of": "IDE-2", "outcome": "rejected" }] });
    shell.ok(&["call", "decision.propose", &options.to_string()]);

    // Nothing is chosen yet, and still the gaps of choosing it are seen.
    let now = check(&shell, &[]);
    assert_eq!((says(&now, 9), says(&now, 10), says(&now, 11)), (vec![], vec![], vec![]));
    let then = check(&shell, &["--if", "DEC-1"]);
    let missing = says(&then, 9);
    assert!(missing[0].contains("operations") && missing[0].contains("ML engineering"), "{missing:?}");
    let conflict = says(&then, 10);
    assert!(conflict[0].contains("“Product” and “Sales” dispute IDE-1"), "{conflict:?}");
    assert_eq!(says(&then, 11), ["Nobody has said what IDE-1 “A deep model of every dish” costs to run."]);
    assert_eq!(shell.json(&["show", "DEC-1"])["card"]["status"], "proposed", "asking changed nothing");
    // Choosing the simpler one would leave less open.
    let simple = check(&shell, &["--if", "DEC-1", "--chosen", "OPT-2"]);
    assert_eq!((says(&simple, 10), says(&simple, 11)), (vec![], vec![]));
    assert_eq!(says(&simple, 9).len(), 1);
    assert_eq!(shell.says_no(&["check", "--if", "IDE-1"], 3).0, "wrong-kind");

    // Operations is asked, and the baseline goes first.
    tell(
        &shell,
        "
        add stance -f decision=DEC-1 -f stakeholder=STK-4 -f position=object -f |reason=We have no GPUs; at dinner time it would stand still.|
        add stance -f decision=DEC-1 -f stakeholder=STK-5 -f position=consent
        add stance -f decision=DEC-1 -f stakeholder=STK-2 -f position=consent
        set IDE-1 -f |serving-cost-note=Four GPUs, 8 EUR per 1,000 predictions|
        ",
    );
    assert!(says(&check(&shell, &[]), 28)[0].contains("DEC-1"), "the objection waits for an answer");
    tell(
        &shell,
        "
        unlink DEC-1 decides IDE-1
        unlink DEC-1 decides OPT-1
        unlink DEC-1 decides IDE-2
        unlink DEC-1 decides OPT-2
        link DEC-1 decides IDE-1 -f outcome=parked
        link DEC-1 decides OPT-1 -f outcome=parked
        link DEC-1 decides IDE-2 -f outcome=chosen
        link DEC-1 decides OPT-2 -f outcome=chosen
        set STA-1 -f |answer=A lookup table first; no GPU until it pays for one.|
        set DEC-1 -f status=accepted -f |outcome=Most ordered near you, first.| -f |rationale=It can be served tomorrow.| \
         -f |consequences=Accuracy waits; sales and clicks are measured.|
        add prototype -t |Most ordered by hour| -f idea=IDE-2 -f fidelity=baseline -f can-measure=MET-4 -f serving-cost=0.01
        ",
    );
    assert_eq!(
        blocking(&check(&shell, &["--freezing"])),
        [14],
        "what is left is to show that it beats today"
    );
    tell(
        &shell,
        "
        add experiment -f |we-believe=Three dishes beat the list| -f prototypes=PRT-1 -f arms=[{\"name\":\"today\",\"share\":\"0.5\"},{\"name\":\"baseline\",\"share\":\"0.5\"}] \
         -f primary-metric=MET-4 -f minimum-effect=5 -f sample-size=400
        lock EXP-1
        result EXP-1 --arm today --n 400 --successes 120
        result EXP-1 --arm baseline --n 400 --successes 180
        ",
    );
    assert!(shell.ok(&["experiment", "EXP-1"]).contains("better"));
    let after = check(&shell, &[]);
    assert_eq!(blocking(&after), Vec::<u64>::new(), "{after:#}");
    for number in [9, 10, 11, 12, 13, 14, 28] {
        assert_eq!(says(&after, number), Vec::<String>::new(), "{number}");
    }
    shell.ok(&["verify"]);
}

#[test]
fn story_5_the_end_users_of_a_churn_model_are_the_teams_inside() {
    let shell = begun("Churn radar");
    tell(&shell, "add persona -t Subscriber -f type=affected");
    let first = check(&shell, &[]);
    assert_eq!(says(&first, 1), ["No persona is an end user, and no problem is that of an internal team."]);
    assert!(says(&first, 2)[0].starts_with("PER-1 “Subscriber” is assumed"), "{first}");
    assert!(says(&first, 3)[0].contains("does not say who uses it"), "{first}");

    tell(
        &shell,
        "
        add persona -t |Sales agent who calls who may leave| -f type=internal-team
        add persona -t |Marketing planner of campaigns| -f type=internal-team
        ",
    );
    let apart = check(&shell, &[]);
    assert_eq!(says(&apart, 3), Vec::<String>::new(), "who uses it and who is affected are told apart");
    assert_eq!(says(&apart, 1).len(), 1, "no problem is theirs yet");

    tell(
        &shell,
        "
        add evidence -f method=observation -f date=2026-08-03 -f participant=S01 -f persona=PER-2
        add problem -f persona=PER-2 -f |need=to know whom to call today| -f |because=the list names a million people|
        ",
    );
    let told = check(&shell, &[]);
    for number in [1, 2, 3] {
        assert_eq!(says(&told, number), Vec::<String>::new(), "{number}");
    }
    let thread = shell.ok(&["trace", "PRB-1", "--direction", "back"]);
    assert!(thread.contains("concerns: PER-2"), "the problem is that of the team inside: {thread}");
}

#[test]
fn story_6_the_faster_horse_stays_beside_the_cause_below_it() {
    let shell = begun("Carriages");
    tell(
        &shell,
        "
        add persona -t |Country doctor| -f type=end-user
        add problem -t |The doctor comes too late| -f persona=PER-1 -f |need=to be there within the hour| -f |because=the next village is far| \
         -f |surface-request=A faster horse, please.| -f horizon=12 -f benefit={\"low\":\"40\",\"likely\":\"60\",\"high\":\"90\"} -f build-cost={\"low\":\"8\",\"likely\":\"10\",\"high\":\"12\"} \
         -f run-cost={\"low\":\"0\",\"likely\":\"0\",\"high\":\"0\"}
        add problem -t |Oats are dear| -f persona=PER-1 -f |need=cheaper oats| -f |because=so|
        ",
    );
    let rank = shell.ok(&["rank"]);
    assert!(rank.contains("asked for: “A faster horse, please.”"), "{rank}");
    assert!(rank.contains("root cause: nobody has asked why yet"), "{rank}");
    let options = json!({ "fields": { "title": "Which problem?" },
        "options": [{ "of": "PRB-1", "outcome": "chosen" }, { "of": "PRB-2", "outcome": "parked" }] });
    shell.ok(&["call", "decision.propose", &options.to_string()]);
    let sentence = "PRB-1 “The doctor comes too late” has a surface request and no cause below it.";
    assert_eq!(says(&check(&shell, &["--if", "DEC-1"]), 6), [sentence], "seen before it is chosen");
    tell(&shell, "set DEC-1 -f status=accepted -f |outcome=The late doctor| -f |rationale=Lives|");
    assert_eq!(says(&check(&shell, &[]), 6), [sentence]);

    tell(
        &shell,
        "
        add cause -t |He hears of it hours later| -f problem=PRB-1
        add cause -t |News travels no faster than a horse| -f problem=PRB-1 -f why=CAU-1
        ",
    );
    assert_eq!(says(&check(&shell, &[]), 6), Vec::<String>::new());
    let rank = shell.ok(&["rank"]);
    assert!(rank.contains("asked for: “A faster horse, please.”"), "the request is kept: {rank}");
    assert!(rank.contains("root cause:"), "{rank}");
    let roots = &shell.json(&["rank"])["rows"][0]["roots"];
    assert_eq!(roots.as_array().unwrap().len(), 1, "one root below the request: {roots}");
}

#[test]
fn story_9_the_release_goes_back_twice_and_its_path_is_no_straight_line() {
    let shell = begun("Food delivery app");
    tell(
        &shell,
        "
        add persona -t |Hungry Hanna| -f type=end-user
        add problem -f persona=PER-1 -f |need=to decide| -f |because=choosing tires|
        add idea -t |Three dishes, not three hundred| -f problem=PRB-1
        add prototype -t |A list of three| -f idea=IDE-1 -f fidelity=paper
        add experiment -f |we-believe=Three dishes sell| -f prototypes=PRT-1
        add metric -t |Order conversion|
        add measurement -t |Nobody ordered from it| -f metric=MET-1 -f n=40 -f successes=0 -f experiment=EXP-1
        loop-back MEA-1 --to ideate --reason |Nobody ordered|
        ",
    );
    let open = check(&shell, &[]);
    assert!(says(&open, 31)[0].contains("LPB-1"), "it asks until something answers it");
    tell(
        &shell,
        "
        add idea -t |One button: surprise me| -f problem=PRB-1 -f builds-on=IDE-1
        set LPB-1 -f closed-by=IDE-2 -f status=closed
        add prototype -t |The button| -f idea=IDE-2 -f fidelity=live
        add observation -t |Eight of ten never press it| -f kind=metric
        loop-back OBS-1 --to empathise --reason |The market did not adopt it|
        ",
    );
    assert!(says(&check(&shell, &[]), 31)[0].contains("LPB-2"), "the second one is open");
    tell(
        &shell,
        "
        add evidence -f method=interview -f date=2026-08-03 -f participant=P21 -f persona=PER-1
        set LPB-2 -f closed-by=EVD-1 -f status=closed
        ",
    );
    assert_eq!(says(&check(&shell, &[]), 31), Vec::<String>::new());

    let page = shell.json(&["release", "path"]);
    let stages: Vec<&str> =
        page["visits"].as_array().unwrap().iter().map(|visit| visit["stage"].as_str().unwrap()).collect();
    let walked =
        ["empathise", "define", "ideate", "prototype", "test", "ideate", "prototype", "live", "empathise"];
    assert_eq!(stages, walked);
    let told = shell.ok(&["release", "path"]);
    for back in ["↩ LPB-1 from test, because of MEA-1", "answered by IDE-2", "↩ LPB-2", "answered by EVD-1"]
    {
        assert!(told.contains(back), "{back} in {told}");
    }
}
