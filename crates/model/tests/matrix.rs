//! The evaluation matrix: blind rounds, gates before sums, and who took no part.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use throughline_model::figures::evaluation::{Outcome, Score};
use throughline_model::matrix::{Matrix, Scored, Sheet, Side, Verdict, absent, matrix};
use throughline_model::rounds::{Given, disagrees, has_handed_in, open_to, sees, standing};

fn score(subject: usize, criterion: usize, rater: usize, points: u8) -> Scored {
    Scored {
        subject,
        criterion,
        given: Given { rater, round: 1, handed_in: false },
        score: Score::Points(points),
        recorded: 0,
    }
}

fn in_round(mut scored: Scored, round: u32) -> Scored {
    scored.given.round = round;
    scored.recorded = round as usize;
    scored
}

fn unsure(mut scored: Scored) -> Scored {
    scored.score = Score::Unknown;
    scored
}

/// Two ideas on two criteria, three raters of two teams, round 1 closed.
fn sheet(scores: Vec<Scored>) -> Sheet {
    Sheet {
        subjects: 2,
        criteria: vec![(Some(0.5), None), (Some(0.5), None)],
        teams: vec!["a".into(), "a".into(), "b".into()],
        scores,
        closed: 1,
        viewer: None,
        what_if: Vec::new(),
    }
}

fn made(sheet: &Sheet) -> Matrix {
    matrix(sheet).unwrap()
}

fn sum(matrix: &Matrix, subject: usize) -> (f64, f64) {
    match &matrix.verdicts[subject] {
        Verdict::Known(Outcome::Sum { balanced, plain, .. }) => (*balanced, *plain),
        other => panic!("{other:?}"),
    }
}

#[test]
fn in_an_open_round_everybody_sees_their_own_scores_and_who_said_done_sees_all() {
    let given = |rater, round, handed_in| Given { rater, round, handed_in };
    let all = [given(0, 1, false), given(1, 1, true), given(2, 2, false)];
    for (viewer, score, closed, seen) in [
        (None, 0, 0, false),
        (Some(0), 0, 0, true),
        (Some(0), 1, 0, false),
        (Some(1), 0, 0, true),
        (Some(1), 2, 0, false),
        (None, 0, 1, true),
        (Some(0), 1, 1, true),
        (Some(1), 2, 1, false),
        (None, 2, 2, true),
    ] {
        assert_eq!(sees(viewer, &all[score], closed, &all), seen, "{viewer:?} {score} {closed}");
    }
    assert!(has_handed_in(1, 1, &all) && !has_handed_in(1, 2, &all) && !has_handed_in(0, 1, &all));
}

#[test]
fn nothing_hidden_has_any_part_in_a_figure() {
    let scores = vec![score(0, 0, 0, 5), score(0, 0, 1, 1), score(0, 0, 2, 0)];
    let hidden = Sheet { closed: 0, ..sheet(scores.clone()) };
    let nobody = &made(&hidden).squares[0][0];
    assert_eq!((nobody.figures.known, nobody.hidden, nobody.own), (0, 3, None));
    let square = &made(&Sheet { viewer: Some(0), ..hidden.clone() }).squares[0][0];
    assert_eq!((square.figures.known, square.hidden, square.own), (0, 2, Some(0)), "one's own stands apart");
    let mut done = hidden;
    done.scores[0].given.handed_in = true;
    let square = &made(&Sheet { viewer: Some(0), ..done.clone() }).squares[0][0];
    assert_eq!((square.figures.known, square.hidden, square.figures.median), (3, 0, Some(1.0)));
    let other = &made(&Sheet { viewer: Some(1), ..done }).squares[0][0];
    assert_eq!((other.figures.known, other.hidden), (0, 2));
}

#[test]
fn the_mean_is_taken_in_teams_first_with_the_plain_one_beside_it() {
    let mut scores = Vec::new();
    for (rater, points) in [(0, 5), (1, 5), (2, 2)] {
        scores.extend([
            score(0, 0, rater, points),
            score(0, 1, rater, points),
            score(1, 0, rater, 4),
            score(1, 1, rater, 4),
        ]);
    }
    let matrix = made(&sheet(scores));
    assert_eq!(sum(&matrix, 0), (3.5, 4.0));
    assert_eq!(sum(&matrix, 1), (4.0, 4.0));
    assert_eq!(matrix.places, [Some(2), Some(1)]);
    assert_eq!(matrix.order, [1, 0]);
}

#[test]
fn a_gate_comes_before_the_sum_and_what_nobody_knows_is_not_nought() {
    let scores = vec![score(0, 0, 0, 5), score(0, 1, 0, 1), score(1, 0, 0, 2), unsure(score(1, 1, 0, 0))];
    let mut gated = sheet(scores);
    gated.criteria[1].1 = Some(2.0);
    let matrix = made(&gated);
    assert_eq!(matrix.verdicts[0], Verdict::Known(Outcome::Out { failed: vec![1] }));
    assert_eq!(matrix.verdicts[1], Verdict::Known(Outcome::Incomplete { missing: vec![1] }));
    assert_eq!(matrix.places, [None, None]);
    assert_eq!(matrix.order, [1, 0], "what may still come in stands before what is out");
    assert_eq!(matrix.squares[1][1].figures.unknown, 1);
}

#[test]
fn weights_that_do_not_sum_to_one_give_no_sum_and_say_why() {
    let full = |w: [Option<f64>; 2]| {
        let mut sheet = sheet(vec![score(0, 0, 0, 5), score(0, 1, 0, 1)]);
        sheet.criteria = w.iter().map(|w| (*w, None)).collect();
        made(&sheet)
    };
    let matrix = full([Some(0.5), Some(0.4)]);
    assert_eq!(matrix.weights, Err("the weights add up to 0.9, not to 1".into()));
    assert_eq!(matrix.verdicts, [Verdict::Unweighted, Verdict::Unscored]);
    assert_eq!(full([Some(1.0), None]).weights, Err("one criterion has no weight".into()));
    assert!(full([Some(0.5), Some(0.5)]).weights.is_ok());
}

#[test]
fn cells_that_disagree_are_open_for_another_round_and_the_later_score_stands() {
    assert!(!disagrees(None) && !disagrees(Some(2.0)) && disagrees(Some(3.0)));
    let mut scores = vec![score(0, 0, 0, 5), score(0, 0, 2, 0), score(0, 1, 0, 4), score(0, 1, 2, 3)];
    let first = made(&Sheet { viewer: Some(0), ..sheet(scores.clone()) });
    let open: Vec<bool> = first.squares.iter().flatten().map(|s| s.open).collect();
    assert_eq!(open, [true, false, true, true], "what disagreed, and what was never scored");
    assert!(first.squares[0][0].disagrees && !first.squares[0][1].disagrees);
    scores.push(in_round(score(0, 0, 2, 4), 2));
    let waiting = made(&sheet(scores.clone()));
    assert_eq!(waiting.squares[0][0].figures.spread, Some(5.0), "until it is closed the first round stands");
    let closed = made(&Sheet { closed: 2, ..sheet(scores) });
    assert_eq!((closed.squares[0][0].figures.spread, closed.squares[0][0].figures.known), (Some(1.0), 2));
    assert_eq!(standing(&[(1, 9), (2, 1), (2, 3)]), Some(2));
    assert!(open_to(false, true, 0) && open_to(true, true, 1) && !open_to(false, true, 1));
}

#[test]
fn who_took_part_and_said_nothing_in_a_cell_is_counted_as_missing() {
    let matrix = made(&sheet(vec![score(0, 0, 0, 5), score(1, 0, 2, 3)]));
    let missing: Vec<usize> = matrix.squares.iter().flatten().map(|s| s.missing).collect();
    assert_eq!(missing, [1, 2, 1, 2], "the third seat took no part");
}

#[test]
fn the_weight_at_which_the_first_place_changes_turns_the_order_when_it_is_tried() {
    let scores = vec![score(0, 0, 0, 5), score(0, 1, 0, 2), score(1, 0, 0, 2), score(1, 1, 0, 4)];
    let recorded = made(&sheet(scores.clone()));
    assert_eq!(recorded.places, [Some(1), Some(2)]);
    let flip = recorded.flips[0].unwrap();
    assert!((flip.weight - 0.4).abs() < 1e-12 && flip.other == 1, "{flip:?}");
    let tried = |weight| made(&Sheet { what_if: vec![(0, weight)], ..sheet(scores.clone()) });
    assert_eq!(tried(0.41).places, [Some(1), Some(2)]);
    assert_eq!(tried(0.39).places, [Some(2), Some(1)]);
    assert_eq!(tried(0.4).places, [Some(1), Some(1)], "at the point itself they are equal");
    assert_eq!(tried(0.4).flips, [None, None], "of equals there is no first to turn");
}

#[test]
fn teams_that_took_no_part_are_named_and_those_who_run_it_first() {
    let side =
        |name: &str, role: &str, took_part| Side { name: name.into(), roles: vec![role.into()], took_part };
    let all = [
        side("Sales", "sales", false),
        side("Operations", "operations", false),
        side("Product", "product", true),
        side("Platform", "ml-engineering", true),
    ];
    let names = |sides: &[Side]| -> Vec<(String, bool, bool)> {
        absent(sides).into_iter().map(|a| (a.name, a.essential, a.nobody)).collect()
    };
    assert_eq!(names(&all), [("Operations".into(), true, false), ("Sales".into(), false, false)]);
    assert_eq!(
        names(&[side("Product", "product", true)]),
        [("Operations".into(), true, true), ("ML engineering".into(), true, true)],
        "a role nobody has is missing too"
    );
}

proptest! {
    #[test]
    fn an_idea_is_worth_the_same_whatever_stands_beside_it(
        own in prop::collection::vec(0..=5_u8, 2),
        other in prop::collection::vec(0..=5_u8, 2),
    ) {
        let of = |subject: usize, points: &[u8]| -> Vec<Scored> {
            points.iter().enumerate().map(|(criterion, p)| score(subject, criterion, 0, *p)).collect()
        };
        let alone = made(&Sheet { subjects: 1, ..sheet(of(0, &own)) });
        let mut both = of(0, &own);
        both.extend(of(1, &other));
        let beside = made(&sheet(both));
        prop_assert_eq!(&alone.verdicts[0], &beside.verdicts[0]);
        prop_assert_eq!(&alone.squares[0], &beside.squares[0]);
    }
}
