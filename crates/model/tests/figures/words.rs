//! What is said of an interval, and what is not said yet.

use throughline_model::figures::counts::sample_ratio;
use throughline_model::figures::evaluation::{Criterion, Outcome, Rating, Score, cell, evaluate};
use throughline_model::figures::proportions::{Share, newcombe};
use throughline_model::figures::verdict::{Answer, Reading, Verdict, answer, share_in_words, verdict};
use throughline_model::figures::{Better, Estimate, FigureError};

fn interval(low: f64, high: f64) -> Estimate {
    Estimate { value: f64::midpoint(low, high), low, high }
}

#[test]
fn the_four_verdicts_follow_the_interval_and_the_margin() {
    let say = |low, high| verdict(&interval(low, high), Better::Higher, 0.01).unwrap().words();
    assert_eq!(say(0.001, 0.03), "better");
    assert_eq!(say(-0.009, 0.03), "not worse");
    assert_eq!(say(-0.009, -0.001), "not worse", "worse for sure, but by less than matters");
    assert_eq!(say(-0.03, -0.02), "worse");
    assert_eq!(say(-0.03, -0.001), "worse", "worse for sure, perhaps by more than matters");
    assert_eq!(say(-0.03, 0.001), "cannot tell");
    assert_eq!(say(-0.01, 0.001), "cannot tell", "an end on the margin does not clear it");
}

#[test]
fn less_is_better_turns_the_verdict_round() {
    let say = |low, high| verdict(&interval(low, high), Better::Lower, 0.01).unwrap();
    assert_eq!(say(0.02, 0.03), Verdict::Worse);
    assert_eq!(say(-0.03, -0.02), Verdict::Better);
    assert_eq!(say(-0.03, 0.009), Verdict::NotWorse);
}

#[test]
fn nothing_is_said_before_the_planned_number() {
    let reading = Reading { needed: Some(3839), better: Better::Higher, margin: 0.0 };
    let at = |reached| answer(&interval(0.01, 0.03), &reading, reached, 0.5).unwrap();
    assert_eq!(at(3838), Answer::Hidden { reached: 3838, needed: 3839 });
    assert_eq!(at(3839), Answer::Said(Verdict::Better));
}

#[test]
fn arms_of_the_wrong_size_block_every_verdict() {
    let p = sample_ratio(&[821_588, 815_482], &[1.0, 1.0]).unwrap();
    for needed in [None, Some(1), Some(u64::MAX)] {
        let reading = Reading { needed, better: Better::Higher, margin: 0.0 };
        assert_eq!(answer(&interval(0.01, 0.03), &reading, 815_482, p).unwrap(), Answer::Mismatch { p });
    }
}

#[test]
fn a_mistake_in_the_plan_is_said_while_the_verdict_is_still_hidden() {
    let reading = Reading { needed: Some(1000), better: Better::Higher, margin: -0.01 };
    let error = answer(&interval(0.0, 0.1), &reading, 5, 0.5).unwrap_err();
    assert_eq!(error.to_string(), "the margin must be a finite number, 0 or more");
}

#[test]
fn no_percentage_stands_on_fewer_than_twenty() {
    let say = |x, n| share_in_words(Share::new(x, n).unwrap());
    assert_eq!(say(4, 5), "4 of 5");
    assert_eq!(say(19, 19), "19 of 19");
    assert_eq!(say(16, 20), "80 % (16 of 20)");
    assert_eq!(say(1204, 8950), "13.5 % (1204 of 8950)");
}

#[test]
fn errors_say_what_is_wrong_and_what_would_be_taken() {
    let said = |error: FigureError| error.to_string();
    assert_eq!(said(Share::new(0, 0).unwrap_err()), "units: 0 given, at least 1 needed");
    assert_eq!(said(Share::new(6, 5).unwrap_err()), "the successes must be at most the units");
    let five = Share::new(4, 5).unwrap();
    assert_eq!(
        said(newcombe(five, five, 95.0).unwrap_err()),
        "the confidence must be between 0 and 1, without the ends"
    );
    assert_eq!(
        said(sample_ratio(&[5, 5], &[1.0]).unwrap_err()),
        "arms and shares do not belong together: 2 against 1"
    );
}

#[test]
fn one_large_team_does_not_outvote_a_small_one() {
    let rating = |team, points| Rating { team, score: Score::Points(points) };
    let five_and_one = [
        rating("sales", 5),
        rating("sales", 5),
        rating("sales", 5),
        rating("sales", 5),
        rating("sales", 5),
        rating("operations", 0),
    ];
    let cell = cell(&five_and_one).unwrap();
    assert_eq!(cell.balanced, Some(2.5));
    assert_eq!(cell.plain, Some(25.0 / 6.0));
    assert_eq!((cell.median, cell.spread), (Some(5.0), Some(5.0)));
}

#[test]
fn who_does_not_know_is_not_counted_as_a_zero() {
    let knows = Rating { team: "sales", score: Score::Points(4) };
    let not = Rating { team: "operations", score: Score::Unknown };
    let criteria = [Criterion { weight: 1.0, gate: None }];

    let partly = cell(&[knows, not]).unwrap();
    assert_eq!((partly.balanced, partly.unknown), (Some(4.0), 1));
    let sum = Outcome::Sum { balanced: 4.0, plain: 4.0, unsure: 1 };
    assert_eq!(evaluate(&[partly], &criteria).unwrap(), sum);

    let nobody = cell(&[not, not]).unwrap();
    assert_eq!(nobody.balanced, None);
    assert_eq!(evaluate(&[nobody], &criteria).unwrap(), Outcome::Incomplete { missing: vec![0] });
}

#[test]
fn a_failed_gate_comes_before_any_sum() {
    let of = |points| cell(&[Rating { team: "data", score: Score::Points(points) }]).unwrap();
    let criteria = [Criterion { weight: 0.9, gate: None }, Criterion { weight: 0.1, gate: Some(2.0) }];
    let out = Outcome::Out { failed: vec![1] };
    assert_eq!(evaluate(&[of(5), of(1)], &criteria).unwrap(), out, "however good the rest");
    assert_eq!(evaluate(&[cell(&[]).unwrap(), of(1)], &criteria).unwrap(), out, "whatever is missing");
    assert!(matches!(evaluate(&[of(5), of(2)], &criteria).unwrap(), Outcome::Sum { .. }));
}

#[test]
fn the_page_of_figures_names_every_one_of_them_with_a_source_and_no_other() {
    let page = include_str!("../../../../docs/figures.md");
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.split(" | ").map(|cell| cell.trim_matches(['|', ' '])).collect())
        .collect();
    let named: Vec<String> = rows.iter().map(|row| row[0].trim_matches('`').to_owned()).collect();
    assert_eq!(named, throughline_model::figures::ALL);
    for row in &rows {
        assert!(row.len() == 3 && row[1].len() > 10 && row[2].len() > 7, "{row:?}");
    }
}
