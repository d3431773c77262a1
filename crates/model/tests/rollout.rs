//! Who gets what, when: what is refused, what a roll-back picks, what two bundles say of each other, what asks for
//! an answer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use throughline_model::bundle::{Identity, Part, Role, bundled};
use throughline_model::experiment::{Data, Metric};
use throughline_model::figures::Better;
use throughline_model::figures::means::Sample;
use throughline_model::figures::proportions::Share;
use throughline_model::figures::verdict::Verdict;
use throughline_model::rollout::compare::{Reading, Side, Terms, compare};
use throughline_model::rollout::seen::{Expected, Seen, Standing, standing};
use throughline_model::rollout::{OPEN, Run, Why, choose, clashes, next_audience, refused};
use throughline_record::{EntityId, Hash};

const DAY: i64 = 86_400_000;
/// 1 October 2026.
const OCTOBER: i64 = 20_727 * DAY;

fn id(n: u8) -> EntityId {
    EntityId::v7(u64::from(n), [n; 10])
}

fn run(n: u8, audience: &str, share: Option<f64>, from: i64, until: Option<i64>) -> Run {
    Run {
        id: id(n),
        words: format!("DEP-{n}"),
        product: None,
        bundle: Some(id(100 + n)),
        environment: "production".into(),
        audience: audience.into(),
        segment: String::new(),
        share,
        status: "live".into(),
        from: Some(OCTOBER + from * DAY),
        until: until.map(|day| OCTOBER + day * DAY),
        recorded: OCTOBER,
    }
}

#[test]
fn two_that_would_serve_more_than_all_of_an_audience_clash_in_the_days_they_share() {
    let runs = [run(1, "everyone", Some(60.0), 0, Some(10)), run(2, "everyone", Some(60.0), 5, None)];
    let found = clashes(&runs);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].from, found[0].until), (OCTOBER + 5 * DAY, OCTOBER + 10 * DAY));
    assert_eq!(
        found[0].sentence,
        "DEP-1 (60\u{a0}%) and DEP-2 (60\u{a0}%) would serve 120\u{a0}% of everyone in production from 6 Oct 2026 to 10 Oct 2026."
    );
}

#[test]
fn a_deployment_that_names_no_share_is_for_all_of_its_audience() {
    let runs = [run(1, "everyone", None, 0, None), run(2, "everyone", Some(1.0), 0, None)];
    assert_eq!(clashes(&runs).len(), 1);
}

#[test]
fn shares_that_make_exactly_all_do_not_clash_nor_do_days_that_meet_at_midnight() {
    let tenth = |n| run(n, "everyone", Some(10.0), 0, None);
    assert_eq!(clashes(&(1..=10).map(tenth).collect::<Vec<_>>()), []);
    let runs = [run(1, "everyone", Some(100.0), 0, Some(5)), run(2, "everyone", Some(100.0), 5, None)];
    assert_eq!(clashes(&runs), []);
}

#[test]
fn other_audiences_places_segments_and_products_do_not_clash_but_the_whole_audience_holds_each_segment() {
    let whole = run(1, "everyone", Some(100.0), 0, None);
    let mut other = run(2, "everyone", Some(100.0), 0, None);
    other.audience = "internal".into();
    assert_eq!(clashes(&[whole.clone(), other.clone()]), []);
    other.audience = "everyone".into();
    other.environment = "staging".into();
    assert_eq!(clashes(&[whole.clone(), other.clone()]), []);
    other.environment = " Production ".into();
    assert_eq!(clashes(&[whole.clone(), other.clone()]).len(), 1, "without case and spaces");
    other.product = Some(id(9));
    assert_eq!(clashes(&[whole.clone(), other.clone()]), []);
    other.product = None;
    other.segment = "Porto".into();
    assert_eq!(clashes(&[whole.clone(), other.clone()]).len(), 1, "everyone holds Porto");
    let mut lisbon = whole;
    lisbon.segment = "Lisbon".into();
    assert_eq!(clashes(&[lisbon, other]), []);
}

#[test]
fn a_plan_without_a_day_and_what_ended_without_saying_when_have_no_time() {
    let mut plan = run(1, "everyone", None, 0, None);
    plan.status = "planned".into();
    plan.from = None;
    let mut ended = run(2, "everyone", None, 0, None);
    ended.status = "retired".into();
    assert_eq!(clashes(&[plan, ended, run(3, "everyone", None, 0, None)]), []);
}

#[test]
fn what_stood_there_before_is_no_reason_to_refuse_another_change() {
    let before = vec![run(1, "everyone", Some(80.0), 0, None), run(2, "everyone", Some(80.0), 0, None)];
    let mut after = before.clone();
    after[0].words = "DEP-1, renamed".into();
    assert_eq!(refused(&before, &after, &[id(1)]), None, "no worse than it was");
    after[0].share = Some(40.0);
    assert_eq!(refused(&before, &after, &[id(1)]), None, "better than it was");
    after[0].share = Some(90.0);
    assert!(refused(&before, &after, &[id(1)]).is_some(), "worse");
    after[0].share = Some(80.0);
    after.push(run(3, "internal", Some(100.0), 0, None));
    assert_eq!(refused(&before, &after, &[id(3)]), None, "of others");
}

prop_compose! {
    fn any_run()(n in 1_u8..60, share in prop::option::of(0.0..=100.0), from in 0_i64..20, long in prop::option::of(0_i64..10),
                 segment in 0_usize..3, planned in any::<bool>()) -> Run {
        let mut run = run(n, "everyone", share, from, long.map(|long| from + long));
        run.segment = ["", "Porto", "Lisbon"][segment].into();
        if planned { run.status = "planned".into(); }
        run
    }
}

/// What one segment gets at one moment.
fn served(runs: &[Run], segment: &str, moment: i64) -> f64 {
    let there = |run: &&Run| {
        run.time().is_some_and(|(from, until)| from <= moment && moment < until)
            && (run.segment.is_empty() || run.segment == segment)
    };
    runs.iter().filter(there).map(Run::percent).sum()
}

fn distinct(mut runs: Vec<Run>) -> Vec<Run> {
    runs.sort_by_key(|run| run.id);
    runs.dedup_by_key(|run| run.id);
    runs
}

proptest! {
    #[test]
    fn there_is_a_clash_exactly_in_the_moments_that_serve_more_than_all(runs in prop::collection::vec(any_run(), 0..7)) {
        let runs = distinct(runs);
        let found = clashes(&runs);
        for hour in 0..31 * 4 {
            let moment = OCTOBER + hour * DAY / 4;
            let used: Vec<&str> = runs.iter().map(|run| run.segment.as_str()).collect();
            let over = used.iter().any(|segment| served(&runs, segment, moment) > 100.0 + 1e-6);
            let told = found.iter().any(|clash| clash.from <= moment && moment < clash.until);
            prop_assert_eq!(over, told, "at {}", moment);
        }
    }

    #[test]
    fn clashes_are_the_same_in_whatever_order_deployments_come(runs in prop::collection::vec(any_run(), 0..7), by in 0_usize..7) {
        let runs = distinct(runs);
        let mut turned = runs.clone();
        if !turned.is_empty() { let by = by % turned.len(); turned.rotate_left(by); }
        prop_assert_eq!(clashes(&runs), clashes(&turned));
    }

    #[test]
    fn a_write_that_is_let_through_step_by_step_never_makes_a_clash(runs in prop::collection::vec(any_run(), 0..9)) {
        let mut kept: Vec<Run> = Vec::new();
        for run in distinct(runs) {
            let mut after = kept.clone();
            after.push(run.clone());
            if refused(&kept, &after, &[run.id]).is_none() { kept = after; }
        }
        prop_assert_eq!(clashes(&kept), vec![]);
    }

    #[test]
    fn a_roll_back_never_restores_what_it_takes_back_and_prefers_what_is_complete(
        runs in prop::collection::vec(any_run(), 1..7), complete in prop::collection::vec(any::<bool>(), 60), target in prop::option::of(1_u8..60),
    ) {
        let runs = distinct(runs);
        let of = runs.last().unwrap();
        let bundles: Vec<(EntityId, bool)> =
            (1..60_u8).map(|n| (id(100 + n), complete[usize::from(n)])).collect();
        let is_complete = |bundle: EntityId| bundles.iter().any(|(b, c)| *b == bundle && *c);
        let choice = choose(of, target.map(|n| id(100 + n)), &runs, &bundles, &[of.bundle.unwrap()]);
        prop_assert_ne!(choice.picked, of.bundle);
        let ran = choice.candidates.iter().filter(|c| c.why != Why::NeverRan);
        if let Some(picked) = choice.picked {
            prop_assert!(is_complete(picked) || ran.clone().all(|c| !c.complete), "something complete was there");
            prop_assert!(ran.clone().any(|c| c.bundle == picked));
        } else {
            prop_assert_eq!(ran.count(), 0);
        }
        if let Some(n) = target.filter(|n| is_complete(id(100 + n)) && Some(id(100 + n)) != of.bundle) {
            prop_assert_eq!(choice.picked, Some(id(100 + n)), "the target that was named");
        }
    }
}

#[test]
fn a_roll_back_picks_the_target_then_what_they_had_last_then_what_others_have() {
    let first = run(1, "selected-users", Some(5.0), 0, Some(3));
    let second = run(2, "selected-users", Some(5.0), 3, Some(6));
    let others = run(3, "everyone", Some(100.0), 0, None);
    let of = run(4, "selected-users", Some(5.0), 6, None);
    let all = [first, second, others, of.clone()];
    let bundles =
        |complete: [bool; 3]| vec![(id(101), complete[0]), (id(102), complete[1]), (id(103), complete[2])];
    let pick = |target, complete| choose(&of, target, &all, &bundles(complete), &[]).picked;
    assert_eq!(pick(None, [true; 3]), Some(id(102)), "the last they had");
    assert_eq!(pick(None, [true, false, true]), Some(id(101)), "the last complete one they had");
    assert_eq!(pick(None, [false, false, true]), Some(id(103)), "what others have");
    assert_eq!(pick(None, [false; 3]), Some(id(102)), "none is complete: the last they had, knowingly");
    assert_eq!(pick(Some(id(101)), [true; 3]), Some(id(101)), "the target");
    assert_eq!(pick(Some(id(101)), [false, true, true]), Some(id(102)), "the target is incomplete");
    let choice = choose(&of, None, &all, &bundles([true; 3]), &[id(102)]);
    assert_eq!(choice.picked, Some(id(101)), "what ships the same is no way back");
}

#[test]
fn after_selected_users_comes_everyone() {
    assert_eq!(next_audience("internal"), Some("selected-users"));
    assert_eq!(next_audience("selected-users"), Some("everyone"));
    assert_eq!(next_audience("everyone"), None);
}

fn part(n: u8, role: Role, identity: Option<&str>) -> Part {
    let identity = identity.map(|text| Identity { text: text.into(), weak: None });
    Part { id: id(n), role, words: format!("V-{n}"), identity }
}

#[test]
fn the_digest_of_a_bundle_is_the_hash_of_the_text_the_format_describes() {
    let parts = [
        part(1, Role::Model, Some("sha256:02ab")),
        part(2, Role::Data, Some("sha256:9c41")),
        part(3, Role::Code, Some("git-commit:5e1f")),
    ];
    let text = "throughline-bundle/1\ncode git-commit:5e1f\ndata sha256:9c41\nmodel sha256:02ab\n";
    assert_eq!(bundled(&parts).digest, Some(Hash::of(text.as_bytes()).to_string()));
    let mut turned = parts.to_vec();
    turned.rotate_left(1);
    assert!(bundled(&turned).same_as(&bundled(&parts)));
    let mut other = parts.to_vec();
    other[1].identity = Some(Identity { text: "sha256:9c42".into(), weak: None });
    assert!(!bundled(&other).same_as(&bundled(&parts)));
}

#[test]
fn a_bundle_says_what_it_lacks_and_has_no_digest_until_it_is_complete() {
    let lacking = bundled(&[part(1, Role::Model, None), part(2, Role::Data, Some("sha256:1"))]);
    assert_eq!(lacking.missing, ["It has no code version.", "V-1 has no digest."]);
    assert_eq!(lacking.digest, None);
    assert!(!bundled(&[]).same_as(&bundled(&[])), "two empty ones are not the same");
    assert!(
        lacking.same_as(&bundled(&[part(2, Role::Data, None), part(1, Role::Model, None)])),
        "the very same versions"
    );
}

fn metric(better: Option<Better>) -> Metric {
    Metric { id: "m".into(), name: "Orders".into(), unit: "%".into(), better }
}

type Row<'a> = (&'a str, i64, u64, u64);

fn side(name: &str, rows: &[Row<'_>]) -> Side {
    let readings = rows.iter().map(|(segment, day, x, n)| Reading {
        id: format!("{name}{segment}{day}"),
        short: "OBS-1".into(),
        segment: (*segment).into(),
        window: (*day >= 0).then_some((OCTOBER + day * DAY, OCTOBER + (day + 14) * DAY)),
        data: Data::Share(Share::new(*x, *n).unwrap()),
    });
    Side { name: name.into(), readings: readings.collect() }
}

const TERMS: Terms = Terms { window: None, margin: 0.0, confidence: 0.95 };

#[test]
fn verdicts_are_said_segment_by_segment_and_over_all() {
    type Case<'a> = (&'a [Row<'a>], &'a [Row<'a>], &'a str);
    let cases: &[Case<'_>] = &[
        (
            &[("new users", 0, 300, 1000), ("regulars", 0, 210, 1000)],
            &[("new users", 0, 200, 1000), ("regulars", 0, 200, 1000)],
            "2.0 is better for new users, cannot tell for regulars. Over all of them: better, +5.5\u{a0}points (2.9 to 8.1).",
        ),
        (
            &[("new users", 0, 300, 1000), ("regulars", 0, 100, 1000)],
            &[("new users", 0, 200, 1000), ("regulars", 0, 200, 1000)],
            "2.0 is better for new users, worse for regulars. Over all of them it depends on the segment: 0.0\u{a0}points (−2.5 to 2.5).",
        ),
        (
            &[("regulars", 0, 21, 100)],
            &[("regulars", 0, 20, 100)],
            "Cannot tell for regulars whether 2.0 is better than 1.4.",
        ),
        (&[("", 0, 300, 1000)], &[("", 0, 200, 1000)], "2.0 is better for all who had it."),
        (
            &[("a", 0, 1, 10)],
            &[],
            "2.0 and 1.4 cannot be compared: Measured only with 2.0, from 1 Oct 2026 to 14 Oct 2026.",
        ),
        (&[], &[], "Orders was measured with neither 2.0 nor 1.4."),
        (
            &[("a", 0, 1, 10)],
            &[("a", 1, 1, 10)],
            "2.0 and 1.4 cannot be compared: Measured over different windows: 2.0 from 1 Oct 2026 to 14 Oct 2026, 1.4 from 2 Oct 2026 to 15 Oct 2026.",
        ),
        (
            &[("a", -1, 1, 10)],
            &[("a", 0, 1, 10)],
            "2.0 and 1.4 cannot be compared: OBS-1 does not say which window it covers.",
        ),
    ];
    for (new, old, said) in cases {
        let found = compare(&metric(Some(Better::Higher)), &side("2.0", new), &side("1.4", old), &TERMS);
        assert_eq!(&found.sentence, said);
    }
}

#[test]
fn units_thrown_together_are_not_shown_where_they_say_the_opposite_of_every_segment() {
    // Worse for both kinds of people, and given mostly to those who order anyway.
    let new = side("2.0", &[("new users", 0, 10, 200), ("regulars", 0, 800, 1800)]);
    let old = side("1.4", &[("new users", 0, 180, 1800), ("regulars", 0, 100, 200)]);
    let found = compare(&metric(Some(Better::Higher)), &new, &old, &TERMS);
    let overall = found.overall.unwrap();
    assert_eq!(overall.verdict, Some(Verdict::Worse));
    assert_eq!(overall.pooled, None);
    assert!(overall.paradox.starts_with("All units thrown together would say +26.5"), "{}", overall.paradox);
}

#[test]
fn units_thrown_together_are_shown_where_they_agree() {
    let new = side("2.0", &[("new users", 0, 300, 1000), ("regulars", 0, 300, 1000)]);
    let old = side("1.4", &[("new users", 0, 200, 1000), ("regulars", 0, 200, 1000)]);
    let overall = compare(&metric(Some(Better::Higher)), &new, &old, &TERMS).overall.unwrap();
    assert!(overall.pooled.is_some() && overall.paradox.is_empty());
}

#[test]
fn a_metric_without_a_direction_gets_differences_and_no_verdict() {
    let found =
        compare(&metric(None), &side("2.0", &[("a", 0, 3, 10)]), &side("1.4", &[("a", 0, 2, 10)]), &TERMS);
    assert!(found.rows[0].difference.is_some() && found.rows[0].verdict.is_none());
    assert!(found.sentence.contains("does not say which way is better"));
}

#[test]
fn the_window_most_segments_share_is_compared_and_the_others_are_named() {
    let new = side("2.0", &[("a", 0, 30, 100), ("b", 0, 30, 100), ("c", 20, 30, 100)]);
    let found = compare(&metric(Some(Better::Higher)), &new, &new.clone(), &TERMS);
    assert_eq!(found.windows.len(), 2);
    assert_eq!(
        found.rows[2].why,
        "Measured over another window than the rest, from 21 Oct 2026 to 3 Nov 2026."
    );
    let chosen = Terms { window: Some(found.windows[0]), ..TERMS };
    let found = compare(&metric(Some(Better::Higher)), &new, &new.clone(), &chosen);
    assert!(found.rows[2].difference.is_some() && found.rows[0].difference.is_none());
}

#[test]
fn means_are_compared_with_their_spread_and_never_without() {
    let means = |mean: f64, deviation: Option<f64>| {
        let data = deviation
            .map_or(Data::Mean(mean, Some(100)), |d| Data::Sample(Sample::new(100, mean, d).unwrap()));
        let mut side = side("2.0", &[("a", 0, 1, 10), ("b", 0, 1, 10)]);
        side.readings.iter_mut().for_each(|reading| reading.data = data.clone());
        side
    };
    let euros = Metric { unit: "EUR".into(), ..metric(Some(Better::Higher)) };
    let found = compare(&euros, &means(24.0, Some(5.0)), &means(21.0, Some(5.0)), &TERMS);
    assert_eq!(found.overall.unwrap().method, "weighted by size, Satterthwaite");
    let found = compare(&euros, &means(24.0, None), &means(21.0, Some(5.0)), &TERMS);
    assert_eq!(found.rows[0].why, "How many stand behind it was not recorded, so chance cannot be judged.");
    assert!(found.overall.is_none());
}

#[test]
fn a_band_holds_its_ends_and_a_single_value_asks_for_the_worse_side() {
    let band = |low, high| Expected { low, high, ..Expected::default() };
    assert_eq!(band(Some(1.0), Some(2.0)).holds(2.0, None), Some(true));
    assert_eq!(band(Some(1.0), None).holds(0.9, None), Some(false));
    assert_eq!(band(None, Some(1.0)).holds(0.9, None), Some(true));
    let one = Expected { value: Some(1.0), ..Expected::default() };
    assert_eq!(one.holds(0.9, Some(Better::Higher)), Some(false));
    assert_eq!(one.holds(0.9, Some(Better::Lower)), Some(true));
    assert_eq!(one.holds(0.9, None), None);
    assert_eq!(Expected::default().holds(0.9, Some(Better::Lower)), None);
}

#[test]
fn what_asks_for_an_answer_is_what_was_not_expected_and_not_answered() {
    let seen = |kind| Seen { kind, status: "open", ..Seen::default() };
    let cases = [
        (Seen { as_expected: Some(true), expects: true, ..seen("metric") }, Standing::AsExpected),
        (Seen { as_expected: Some(false), expects: true, ..seen("metric") }, Standing::Asks),
        (Seen { as_expected: None, expects: true, ..seen("uptime") }, Standing::Asks),
        (seen("metric"), Standing::Figure),
        (Seen { severity: "major", ..seen("metric") }, Standing::Asks),
        (seen("incident"), Standing::Asks),
        (Seen { status: "closed", ..seen("incident") }, Standing::Closed),
        (Seen { status: "closed", ..seen("data-drift") }, Standing::Asks),
        (Seen { accepted: true, ..seen("data-drift") }, Standing::Accepted),
        (Seen { answered: true, accepted: true, ..seen("bias") }, Standing::Answered),
    ];
    for (seen, wanted) in cases {
        assert_eq!(standing(&seen), wanted, "{seen:?}");
    }
}

#[test]
fn what_is_open_has_no_last_day() {
    assert_eq!(run(1, "everyone", None, 0, None).time(), Some((OCTOBER, OPEN)));
    assert!(run(1, "everyone", None, 0, Some(2)).runs_within(OCTOBER, OCTOBER + 1));
    assert!(!run(1, "everyone", None, 0, Some(2)).runs_at(OCTOBER + 2 * DAY));
}
