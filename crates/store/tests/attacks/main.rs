//! Attacks on a workspace file, each with the verdict it must get: from the file alone, and against
//! checkpoints that were kept elsewhere. Prints its table (`cargo test … -- --nocapture`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;
mod scene;
mod table;

use scene::Scene;
use throughline_store::Verdict;

#[test]
fn every_attack_gets_the_verdict_it_must_get() {
    let mut wrong = Vec::new();
    println!("{:<62} {:<14} {:<14} first fault", "attack", "alone", "anchored");
    for attack in table::ATTACKS {
        let mut scene = Scene::new();
        (attack.act)(&mut scene);
        let (alone, found) = scene.verdict(&[]);
        let (with, _) = scene.verdict(&scene.kept);
        let codes: Vec<String> =
            found.iter().flat_map(|report| report.faults.iter().map(|fault| fault.code.clone())).collect();
        let first = codes.first().cloned().unwrap_or_default();
        println!("{:<62} {alone:<14} {with:<14} {first}", attack.name);
        let missing = !attack.code.is_empty() && !codes.iter().any(|code| code == attack.code);
        if !fits(attack.alone, &alone) || !fits(attack.anchored, &with) || missing {
            wrong.push(format!(
                "{}: alone {alone} (must be {}), anchored {with} (must be {}), codes {codes:?} (with {})",
                attack.name, attack.alone, attack.anchored, attack.code
            ));
        }
    }
    println!("{} attacks", table::ATTACKS.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(table::ATTACKS.len() >= 40);
    let names: std::collections::BTreeSet<_> = table::ATTACKS.iter().map(|attack| attack.name).collect();
    assert_eq!(names.len(), table::ATTACKS.len(), "no attack stands twice");
}

/// Whether a verdict is the one that was wanted; `bad` is any that is not good.
fn fits(wanted: &str, found: &str) -> bool {
    if wanted == "bad" { !scene::is_good(found) } else { wanted == found }
}

#[test]
fn an_untouched_file_is_intact_and_anchored_as_far_as_the_checkpoints_go() {
    let scene = Scene::new();
    assert_eq!(scene.verify(&[]).unwrap().verdict(), Verdict::NotAnchored);
    assert_eq!(scene.verify(&scene.kept).unwrap().verdict(), Verdict::Anchored(10));
    assert_eq!(scene.verify(&scene.kept[..1]).unwrap().verdict(), Verdict::Anchored(8));
}

#[test]
fn what_differs_is_bounded_by_the_checkpoint_that_still_fits() {
    let scene = Scene::new();
    let mut log = scene.log();
    scene::reword(&mut log[8].records[0], "After", "Then");
    scene::sign(&mut log[8], &scene.own, |_| {});
    scene::chain(&mut log, 9, &scene.own);
    scene.put(&log);
    let report = scene.verify(&scene.kept).unwrap();
    assert_eq!(report.verdict(), Verdict::Rewritten);
    let standing: Vec<_> = report.anchors.iter().map(|check| check.standing.clone()).collect();
    assert_eq!(
        standing,
        [throughline_store::Standing::Fits, throughline_store::Standing::Differs { after: 8 }]
    );
    assert_eq!(
        scene.verify(&scene.kept[..1]).unwrap().verdict(),
        Verdict::Anchored(8),
        "#9 was not anchored"
    );
}

#[test]
fn a_bad_record_is_named_by_place_entity_and_author() {
    let scene = Scene::new();
    scene.sql("UPDATE content SET bytes = CAST(replace(CAST(bytes AS TEXT), 'Cold', 'Good') AS BLOB);");
    let report = scene.verify(&[]).unwrap();
    let fault = report.faults.first().unwrap();
    let header = throughline_record::Header::read(&scene.log()[2].header).unwrap();
    assert_eq!((fault.position, fault.record, fault.code.as_str()), (Some(3), Some(0), "part-commitment"));
    assert_eq!(fault.actor, header.actor);
    let card = scene.place.open("food.throughline").reader().unwrap();
    let cards = card.cards(&[fault.entity.unwrap()], &throughline_store::At::Now).unwrap();
    assert_eq!(cards[0].kind, "problem");
}

#[test]
fn what_is_wrong_with_a_row_or_a_file_is_named_like_a_bad_record() {
    for (code, place, sql) in [
        ("row", 4, "UPDATE change SET seq = 77 WHERE position = 4"),
        ("order", 5, "UPDATE change SET received = 'yesterday' WHERE position = 5"),
        ("order", 5, "UPDATE change SET received = '2020-01-01T00:00:00.000Z' WHERE position = 5"),
        ("attachment", 7, "UPDATE chunk SET bytes = CAST('the plan as it was imagined' AS BLOB)"),
        ("attachment", 7, "DELETE FROM chunk; DELETE FROM attachment"),
    ] {
        let scene = Scene::new();
        let kept = scene.log();
        let change = throughline_record::read(&kept[place - 1]).unwrap();
        scene.sql(sql);
        let report = scene.verify(&[]).unwrap();
        let fault = report.faults.first().unwrap();
        assert_eq!((fault.code.as_str(), fault.position), (code, Some(place as u64)), "{sql}");
        assert_eq!(fault.entity, Some(change.records[0].entity), "{sql}");
        assert_eq!(fault.actor, change.header.actor, "{sql}");
    }
}

#[test]
fn a_file_with_a_change_taken_out_can_be_opened_and_verified_where_it_was_never_seen_before() {
    let scene = Scene::new();
    scene.sql("DELETE FROM change WHERE position = 5");
    std::fs::remove_dir_all(scene.place.path("cache")).unwrap();
    let report = scene.verify(&[]).unwrap();
    assert_eq!(report.verdict(), Verdict::Broken);
    let first = report.faults.first().unwrap();
    assert_eq!((first.code.as_str(), first.position), ("order", Some(5)));
    assert_eq!(first.to_string(), "#5: change 5 is missing");
    let workspace = scene.place.open("food.throughline");
    let cards = workspace
        .reader()
        .unwrap()
        .list(&throughline_store::ListQuery::default(), &throughline_store::At::Now);
    assert!(
        cards.unwrap().rows.iter().any(|card| card.title == "Last"),
        "what comes after it is still shown"
    );
}

#[test]
fn a_key_that_nobody_introduced_is_seen_as_such() {
    let scene = Scene::new();
    let mut log = scene.log();
    log.push(scene.next(&log, &scene::stranger(), vec![scene::honest(7, "Slipped in")]));
    scene.put(&log);
    let report = scene.verify(&[]).unwrap();
    let unknown: Vec<_> = report.devices.iter().filter(|seen| !seen.introduced).collect();
    assert_eq!((unknown.len(), unknown[0].first, unknown[0].changes), (1, 11, 1));
}
