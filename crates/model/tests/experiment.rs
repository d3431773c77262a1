//! Experiments: what may be said of results against a plan, and when.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use throughline_model::experiment::csv::{self, CsvError, Form};
use throughline_model::experiment::{
    Arm, Assessment, Data, Effect, Guard, Metric, Plan, PlanChange, Reading, Sizing, Standing, after_lock,
    against_today, assess, words,
};
use throughline_model::figures::means::{Sample, mean_interval, welch};
use throughline_model::figures::proportions::{
    Share, anytime_difference, newcombe, units_for_proportions, wilson,
};
use throughline_model::figures::verdict::Verdict;
use throughline_model::figures::{Better, Estimate};
use throughline_model::prototype::{Against, against, at_gate, place};

fn metric(id: &str, unit: &str, better: Better) -> Metric {
    Metric { id: id.into(), name: id.into(), unit: unit.into(), better: Some(better) }
}

fn conversion() -> Metric {
    metric("Conversion", "%", Better::Higher)
}

fn basket() -> Metric {
    metric("Basket", "EUR", Better::Higher)
}

fn arm(name: &str, share: Option<f64>) -> Arm {
    Arm { name: name.into(), share }
}

/// Two arms of one size, two points wanted, 400 units per arm, a floor under the basket.
fn plan() -> Plan {
    Plan {
        primary: Some(conversion()),
        arms: vec![arm("list", Some(0.5)), arm("three dishes", Some(0.5))],
        minimum_effect: Some(2.0),
        alpha: Some(0.05),
        power: Some(0.8),
        sample_size: Some(400),
        stopping_rule: "14 days".into(),
        guardrails: vec![Guard { metric: basket(), margin: Some(0.5) }],
        baseline: Some(33.8),
        deviation: None,
    }
}

fn counts(arm: &str, x: u64, n: u64) -> Reading {
    let data = Data::Share(Share::new(x, n).unwrap());
    Reading { id: format!("{arm} {x}/{n}"), metric: "Conversion".into(), arm: arm.into(), data }
}

fn mean(metric: &str, arm: &str, n: u64, mean: f64, deviation: f64) -> Reading {
    let data = Data::Sample(Sample::new(n, mean, deviation).unwrap());
    Reading { id: format!("{metric} {arm}"), metric: metric.into(), arm: arm.into(), data }
}

fn said(assessment: &Assessment) -> Verdict {
    assert_eq!(assessment.standing, Standing::Said, "{assessment:?}");
    assessment.verdict().unwrap()
}

#[test]
fn estimates_and_differences_are_those_of_the_figures_in_the_metrics_unit() {
    let found = assess(&plan(), &[counts("list", 3069, 9089), counts("three dishes", 3327, 9059)]);
    let (old, new) = (Share::new(3069, 9089).unwrap(), Share::new(3327, 9059).unwrap());
    let of = |e: Estimate| Estimate { value: e.value * 100.0, low: e.low * 100.0, high: e.high * 100.0 };
    assert_eq!(found.arms[0].estimate, Some(of(wilson(old, 0.95).unwrap())));
    assert_eq!(found.contrasts[0].difference, of(newcombe(new, old, 0.95).unwrap()));
    assert_eq!((found.contrasts[0].method, said(&found)), ("Newcombe", Verdict::Better));
    assert_eq!(found.contrasts[0].effect, Some(Effect::Open));
    assert!(found.arms[0].control && !found.arms[1].control);
    assert_eq!(found.arms[1].words, "36.7 % (3327 of 9059)");
    let sentence = &found.contrasts[0].sentence;
    assert!(
        sentence.starts_with("“three dishes” is better than “list”: Conversion +3.0\u{a0}points"),
        "{sentence}"
    );
    assert!(sentence.contains("may be less than the minimum effect of 2.0\u{a0}points"), "{sentence}");

    let minutes =
        Plan { primary: Some(metric("Time", "s", Better::Lower)), guardrails: Vec::new(), ..plan() };
    let found = assess(
        &minutes,
        &[mean("Time", "list", 500, 60.0, 20.0), mean("Time", "three dishes", 510, 50.0, 21.0)],
    );
    let (old, new) = (Sample::new(500, 60.0, 20.0).unwrap(), Sample::new(510, 50.0, 21.0).unwrap());
    assert_eq!(found.arms[0].estimate, Some(mean_interval(&old, 0.95).unwrap()));
    assert_eq!(found.contrasts[0].difference, welch(&new, &old, 0.95).unwrap().difference);
    assert_eq!((said(&found), found.contrasts[0].effect), (Verdict::Better, Some(Effect::Reached)));
}

#[test]
fn the_verdict_follows_the_interval_and_the_minimum_effect_is_the_margin() {
    for (x, wanted) in [(200, Verdict::Better), (160, Verdict::CannotTell), (100, Verdict::Worse)] {
        let found = assess(&plan(), &[counts("list", 160, 400), counts("three dishes", x, 400)]);
        assert_eq!(said(&found), wanted, "{x}");
    }
    let wide = Plan { minimum_effect: Some(-10.0), ..plan() };
    let found = assess(&wide, &[counts("list", 160, 400), counts("three dishes", 160, 400)]);
    assert_eq!((said(&found), found.contrasts[0].effect), (Verdict::NotWorse, None));
    assert!(found.sentence.contains("by less than 10.0\u{a0}points"), "{}", found.sentence);
}

#[test]
fn a_fixed_number_hides_verdict_difference_and_guardrails_until_every_arm_reaches_it() {
    let short = [
        counts("list", 300, 400),
        counts("three dishes", 10, 347),
        mean("Basket", "list", 300, 20.0, 5.0),
        mean("Basket", "three dishes", 300, 20.0, 5.0),
    ];
    let found = assess(&plan(), &short);
    assert_eq!(found.standing, Standing::Hidden { reached: 347, needed: 400 });
    assert_eq!((found.verdict(), found.contrasts.len()), (None, 0));
    assert!(found.guardrails.iter().all(|guard| guard.verdict.is_none() && guard.difference.is_none()));
    assert_eq!(found.sentence, "347 of 400 per arm; the verdict is shown at 400.");
    let one = assess(&plan(), &short[..1]);
    assert_eq!(one.standing, Standing::Hidden { reached: 0, needed: 400 }, "an arm without results has none");
    assert!(one.sentence.contains("No result of “three dishes” yet."), "{}", one.sentence);
    let full = assess(&plan(), &[counts("list", 300, 400), counts("three dishes", 10, 400)]);
    assert_eq!(said(&full), Verdict::Worse);
}

#[test]
fn arms_of_other_sizes_than_planned_block_any_verdict() {
    let found = assess(&plan(), &[counts("list", 400, 1000), counts("three dishes", 480, 1200)]);
    assert!(matches!(found.standing, Standing::Mismatch { p } if p < 0.001), "{found:?}");
    assert_eq!((found.contrasts.len(), found.verdict()), (0, None));
    assert!(found.sentence.contains("no verdict"), "{}", found.sentence);
    let planned = Plan { arms: vec![arm("list", Some(1.0)), arm("three dishes", Some(1.2))], ..plan() };
    let found = assess(&planned, &[counts("list", 400, 1000), counts("three dishes", 600, 1200)]);
    assert_eq!(said(&found), Verdict::Better);
    let half = Plan { arms: vec![arm("list", Some(0.5)), arm("three dishes", None)], ..plan() };
    let found = assess(&half, &[counts("list", 400, 1000), counts("three dishes", 700, 1200)]);
    assert_eq!(found.ratio.as_ref().unwrap().p, None, "shares that are not all there are not guessed");
}

#[test]
fn an_anytime_valid_rule_shows_the_confidence_sequence_before_the_planned_number() {
    let rule = Plan { stopping_rule: "Anytime-valid: stop when it is clear.".into(), ..plan() };
    let found = assess(&rule, &[counts("list", 20, 200), counts("three dishes", 160, 200)]);
    let (old, new) = (Share::new(20, 200).unwrap(), Share::new(160, 200).unwrap());
    let sequence = anytime_difference(new, old, 400, 0.05).unwrap();
    assert_eq!(found.contrasts[0].difference.low, sequence.low * 100.0);
    assert_eq!((found.contrasts[0].method, said(&found)), ("anytime-valid", Verdict::Better));
    let few = assess(&rule, &[counts("list", 2, 20), counts("three dishes", 16, 20)]);
    assert!(
        matches!(&few.standing, Standing::Open(why) if why.contains("50 needed")
        || why.contains("at least 50")),
        "{few:?}"
    );
    let means = Plan { primary: Some(basket()), guardrails: Vec::new(), ..rule.clone() };
    let found = assess(
        &means,
        &[mean("Basket", "list", 100, 20.0, 5.0), mean("Basket", "three dishes", 100, 30.0, 5.0)],
    );
    let fixed = welch(&Sample::new(100, 30.0, 5.0).unwrap(), &Sample::new(100, 20.0, 5.0).unwrap(), 0.95);
    let (wide, narrow) = (found.contrasts[0].difference, fixed.unwrap().difference);
    assert!(wide.low < narrow.low && wide.high > narrow.high, "looking often costs width");
    for (rule, wanted) in [
        ("anytime valid", true),
        ("Any-time-valid, at most 4 weeks", true),
        ("not anytime-valid", false),
        ("Stop at any time of day", false),
        ("Two weeks", false),
    ] {
        assert_eq!(Plan { stopping_rule: rule.into(), ..plan() }.is_anytime(), wanted, "{rule}");
    }
}

#[test]
fn guardrails_are_tests_of_non_inferiority_against_their_margin() {
    let primary = [counts("list", 160, 400), counts("three dishes", 200, 400)];
    for (basket, verdict, holds) in [
        (21.0, Some(Verdict::Better), true),
        (19.99, Some(Verdict::NotWorse), true),
        (19.8, Some(Verdict::CannotTell), false),
        (17.0, Some(Verdict::Worse), false),
    ] {
        let mut readings = primary.to_vec();
        readings.push(mean("Basket", "list", 4000, 20.0, 8.0));
        readings.push(mean("Basket", "three dishes", 4000, basket, 8.0));
        let found = assess(&plan(), &readings);
        assert_eq!(found.guardrails[0].verdict, verdict, "{basket}");
        assert_eq!(!found.sentence.contains("guardrail"), holds, "{}", found.sentence);
    }
    let found = assess(&plan(), &primary);
    assert_eq!(found.guardrails[0].verdict, None);
    assert!(found.guardrails[0].sentence.contains("nobody knows"), "{:?}", found.guardrails);
    let open = Plan { guardrails: vec![Guard { metric: basket(), margin: None }], ..plan() };
    assert!(assess(&open, &primary).guardrails[0].sentence.contains("no margin"));
}

#[test]
fn what_cannot_be_said_is_said_to_be_so() {
    let why = |plan: &Plan, readings: &[Reading]| match assess(plan, readings).standing {
        Standing::Open(why) => why,
        other => panic!("{other:?}"),
    };
    let two = [counts("list", 160, 400), counts("three dishes", 200, 400)];
    assert!(why(&Plan { primary: None, ..plan() }, &two).contains("no primary metric"));
    assert!(why(&plan(), &[]).contains("No results of Conversion yet"));
    assert!(why(&Plan { sample_size: None, ..plan() }, &two).contains("no sample size"));
    assert!(why(&Plan { arms: Vec::new(), ..plan() }, &two[..1]).contains("nothing to hold"));
    let bare = Reading { data: Data::Mean(3.0, Some(400)), ..two[1].clone() };
    assert!(why(&plan(), &[two[0].clone(), bare]).contains("cannot be compared"));
    let directionless = Plan { primary: Some(Metric { better: None, ..conversion() }), ..plan() };
    let found = assess(&directionless, &two);
    assert_eq!((found.contrasts[0].verdict, found.verdict()), (None, None));
    let small = assess(&Plan { sample_size: Some(8), ..plan() }, &[counts("list", 6, 8)]);
    assert_eq!(small.arms[0].words, "6 of 8", "no percentage below twenty");
}

#[test]
fn of_several_readings_of_an_arm_the_last_counts_and_names_of_arms_meet_in_any_case() {
    let found = assess(
        &plan(),
        &[
            counts("List ", 1, 10),
            counts("list", 160, 400),
            counts("THREE DISHES", 200, 400),
            counts("late", 1, 2),
        ],
    );
    assert_eq!((found.arms[0].units, found.arms[0].earlier), (Some(400), 1));
    assert_eq!(found.arms[1].units, Some(400));
    assert_eq!((found.arms[2].name.as_str(), found.arms[2].planned), ("late", false));
    let called = Plan { arms: vec![arm("new", None), arm("Control", None)], ..plan() };
    assert_eq!(called.control(), Some("Control"));
}

#[test]
fn adding_an_arm_changes_nothing_about_the_others() {
    let readings = [counts("list", 160, 400), counts("three dishes", 200, 400)];
    let two = assess(&plan(), &readings);
    let mut arms = plan().arms;
    arms.push(arm("five dishes", Some(0.5)));
    let mut more = readings.to_vec();
    more.push(counts("five dishes", 30, 400));
    let three = assess(&Plan { arms, ..plan() }, &more);
    assert_eq!(three.contrasts[0], two.contrasts[0]);
    assert_eq!(three.contrasts.len(), 2);
    assert_eq!(three.verdict(), None, "there is no one verdict on two arms");
}

#[test]
fn a_plan_that_lacks_what_decides_cannot_be_locked() {
    let fields = |plan: &Plan| plan.gaps().into_iter().map(|gap| gap.field).collect::<Vec<_>>();
    assert_eq!(fields(&plan()), Vec::<&str>::new());
    assert_eq!(fields(&Plan::default()), ["primary-metric", "arms", "minimum-effect", "sample-size"]);
    assert_eq!(fields(&Plan { arms: vec![arm("a", None), arm(" ", None)], ..plan() }), ["arms"]);
    assert_eq!(fields(&Plan { sample_size: Some(0), ..plan() }), ["sample-size"]);
}

#[test]
fn the_sample_size_is_that_of_the_figures_for_the_wanted_direction() {
    let sizing = Sizing {
        share: true,
        baseline: Some(33.8),
        deviation: None,
        effect: 2.0,
        better: Better::Higher,
        scale: 100.0,
        alpha: 0.05,
        power: 0.8,
    };
    assert_eq!(sizing.units(), units_for_proportions(0.338, (33.8 + 2.0) / 100.0, 0.05, 0.8));
    let down = Sizing { better: Better::Lower, ..sizing };
    assert!(down.units().unwrap() < sizing.units().unwrap(), "nearer to none is easier to see");
    assert!(Sizing { baseline: None, ..sizing }.units().is_err());
    let mean = Sizing { share: false, deviation: Some(10.0), effect: -1.0, scale: 1.0, ..sizing };
    assert_eq!(mean.units().unwrap(), 1570);
    assert!(Sizing { deviation: None, ..mean }.units().is_err());
}

#[test]
fn what_is_changed_after_the_first_lock_is_late_even_if_the_lock_was_taken_off() {
    let change = |field: &str, position, filled| PlanChange { field: field.into(), position, filled };
    let changes = [
        change("alpha", 1, true),
        change("locked-at", 3, true),
        change("power", 3, true),
        change("locked-at", 5, false),
        change("alpha", 6, true),
        change("locked-at", 7, true),
    ];
    let lock = after_lock(&changes);
    assert_eq!((lock.position, lock.late), (Some(3), vec![3, 4, 5]));
    assert_eq!(after_lock(&changes[..1]).position, None);
    assert!(after_lock(&changes[..1]).late.is_empty());
}

#[test]
fn an_arm_is_held_against_a_number_of_the_past() {
    let time = metric("Time", "s", Better::Lower);
    let data = Data::Sample(Sample::new(40, 48.0, 12.0).unwrap());
    let found = against_today(&data, 60.0, &time, 0.95).unwrap();
    assert_eq!((found.verdict, found.difference.value), (Some(Verdict::Better), -12.0));
    assert!(found.sentence.contains("60.0\u{a0}s today"), "{}", found.sentence);
    assert!(against_today(&Data::Mean(48.0, None), 60.0, &time, 0.95).is_err());
}

#[test]
fn tables_are_read_in_their_three_forms() {
    let table = csv::parse("arm,n,successes\nlist,400,160\n\nthree dishes, 400 ,200\n").unwrap();
    assert_eq!((table.form, table.bad.len(), table.rows.len()), (Form::Counts, 0, 2));
    assert_eq!(table.rows[1].data, Data::Share(Share::new(200, 400).unwrap()));
    assert_eq!(table.rows[1].line, 4);
    let table =
        csv::parse("\u{feff}Variant;Mean;SD;N\r\nlist;1,5;0,5;30\r\n\"three; dishes\";-2;0.25;31.0\r\n")
            .unwrap();
    assert_eq!(table.form, Form::Means);
    assert_eq!(table.rows[0].data, Data::Sample(Sample::new(30, 1.5, 0.5).unwrap()));
    assert_eq!(table.rows[1].arm, "three; dishes");
    let table = csv::parse("user\tarm\tvalue\n1\ta\t1\n2\tb\t0\n3\tA\tfalse\n4\tb\tyes").unwrap();
    assert_eq!(table.form, Form::Units);
    assert_eq!(table.rows[0].data, Data::Share(Share::new(1, 2).unwrap()));
    let table = csv::parse("arm,value\na,1\na,0\na,2.5\nb,0\nb,1\n").unwrap();
    assert!(
        table.rows.iter().all(|row| matches!(row.data, Data::Sample(_))),
        "one form for all arms: {table:?}"
    );
}

#[test]
fn what_cannot_be_read_of_a_table_is_named_with_its_line_and_never_guessed() {
    let text =
        "arm,n,successes\nlist,400,160\nlist,1,1\n,5,1\nb,ten,1\nc,5,6\nd,5\ne,\"1,204\",3\nf,0,0\ng,-1,0\n";
    let table = csv::parse(text).unwrap();
    assert_eq!(table.rows.len(), 1);
    let lines: Vec<u64> = table.bad.iter().map(|bad| bad.line).collect();
    assert_eq!(lines, [3, 4, 5, 6, 7, 8, 9, 10]);
    for (line, says) in [
        (3, "line 2 already"),
        (4, "no arm"),
        (5, "ten"),
        (6, "6 successes of 5"),
        (7, "missing"),
        (8, "1,204"),
    ] {
        let bad = table.bad.iter().find(|bad| bad.line == line).unwrap();
        assert!(bad.why.contains(says), "{bad:?}");
    }
    let units = csv::parse("arm,value\na,1.5\na,2.5\nb,3\na,NaN\na,inf\na,0x10\na,\n").unwrap();
    let lines: Vec<u64> = units.bad.iter().map(|bad| bad.line).collect();
    assert_eq!(lines, [4, 5, 6, 7, 8], "and one value alone has no deviation");
    assert_eq!(csv::parse(""), Err(CsvError::Empty));
    assert_eq!(csv::parse("\n , \n"), Err(CsvError::Empty));
    assert!(matches!(csv::parse("a,b,c\n1,2,3"), Err(CsvError::Columns(said)) if said == "a,b,c"));
    assert!(matches!(csv::parse("arm,n\nx,1"), Err(CsvError::Columns(_))));
    assert_eq!(csv::parse(&"x".repeat(csv::MOST_BYTES + 1)), Err(CsvError::TooLarge));
    let broken = csv::parse("arm,n,successes\n\"open,1,1\nmore,2,2").unwrap();
    assert_eq!(
        (broken.rows.len(), broken.bad[0].line),
        (0, 2),
        "a quote that never ends loses nothing silently"
    );
}

#[test]
fn numbers_keep_about_three_digits_that_count() {
    for (x, text) in [
        (0.0, "0"),
        (-0.0, "0"),
        (1234.4, "1,234"),
        (23.65, "23.6"),
        (-2.26, "−2.26"),
        (0.054, "0.0540"),
        (99.96, "100"),
        (0.5, "0.50"),
        (1e-9, "0.00000000100"),
        (-0.001, "−0.00100"),
        (1_234_567.0, "1,234,567"),
    ] {
        assert_eq!(words::number(x), text, "{x}");
    }
    assert_eq!(words::confidence(0.05), "95\u{a0}%");
    assert_eq!(words::confidence(0.005), "99.5\u{a0}%");
    assert_eq!(
        (words::chance(0.82), words::chance(0.00001)),
        ("p\u{a0}=\u{a0}0.82".into(), "p\u{a0}<\u{a0}0.0001".into())
    );
}

#[test]
fn a_gate_stands_for_an_amount_and_a_cost_for_a_share_of_its_budget() {
    assert_eq!(at_gate(2.0, 0.0, 2.5), Some(1.0));
    assert_eq!(at_gate(0.1, 0.02, 0.0), Some(0.1));
    assert_eq!(at_gate(0.1, 0.02, 7.0), None, "a gate off the scale is none");
    assert_eq!(against(0.05, 0.1), Some(Against::Within { share: 0.5 }));
    assert!(matches!(against(1.8, 0.1), Some(Against::Above { times }) if (times - 18.0).abs() < 1e-9));
    assert_eq!((against(1.0, 0.0), against(-1.0, 2.0)), (None, None));
    assert!(
        place("baseline") < place("paper") && place("shadow") < place("live") && place("live") < place("?")
    );
}

#[test]
fn a_plan_with_impossible_numbers_cannot_be_locked() {
    let arm = |name: &str, share: Option<f64>| Arm { name: name.into(), share };
    let sound = || Plan {
        primary: Some(conversion()),
        arms: vec![arm("list", None), arm("three dishes", None)],
        minimum_effect: Some(1.0),
        sample_size: Some(400),
        ..Plan::default()
    };
    assert!(sound().gaps().is_empty(), "{:?}", sound().gaps());
    let fields = |plan: Plan| plan.gaps().into_iter().map(|gap| gap.field).collect::<Vec<_>>();
    assert_eq!(fields(Plan { alpha: Some(2.0), ..sound() }), ["alpha"]);
    assert_eq!(fields(Plan { alpha: Some(0.0), power: Some(1.5), ..sound() }), ["alpha", "power"]);
    assert_eq!(fields(Plan { arms: vec![arm("A", None), arm(" a ", None)], ..sound() }), ["arms"]);
    assert_eq!(fields(Plan { arms: vec![arm("A", Some(-1.0)), arm("B", Some(2.0))], ..sound() }), ["arms"]);
    assert_eq!(fields(Plan { arms: vec![arm("A", Some(0.0)), arm("B", Some(0.0))], ..sound() }), ["arms"]);
    let guard = Guard { metric: conversion(), margin: Some(-3.0) };
    assert_eq!(fields(Plan { guardrails: vec![guard], ..sound() }), ["guardrails"]);
}
