//! Problems ranked, causes as a tree, criteria weighed and locked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use throughline_model::causes::{roots, tree};
use throughline_model::criteria::{self, changed_since, empty_lenses, gaps, weights_by_swing};
use throughline_model::problems::{Amount, Recorded, Rice, rank};

fn amount(low: f64, likely: f64, high: f64) -> Amount {
    Amount { low: Some(low), likely: Some(likely), high: Some(high) }
}

fn problem(benefit: Amount, build: Amount) -> Recorded {
    let run = amount(0.0, 0.0, 0.0);
    Recorded { benefit, build, run, months: Some(12), currency: "EUR".into(), ..Recorded::default() }
}

#[test]
fn problems_are_ranked_by_return_and_those_whose_ranges_overlap_are_tied() {
    let small = problem(amount(10.0, 20.0, 30.0), amount(10.0, 10.0, 10.0));
    let large = problem(amount(50.0, 60.0, 70.0), amount(10.0, 10.0, 10.0));
    let wide = problem(amount(0.0, 40.0, 90.0), amount(10.0, 10.0, 10.0));
    let ranking = rank(&[small.clone(), large.clone(), wide]);
    let tied: Vec<_> = ranking.rows.iter().map(|r| r.tied_with.clone()).collect();
    assert_eq!(tied, [vec![2], vec![2], vec![0, 1]], "the wide one cannot be told from either");
    let places: Vec<_> = ranking.rows.iter().map(|r| r.place).collect();
    assert_eq!(places, [Some(2), Some(1), Some(1)]);
    assert_eq!(ranking.order, [1, 2, 0]);
    let alone = rank(&[small, large]);
    assert_eq!(alone.order, [1, 0]);
    assert!(alone.rows.iter().all(|r| r.tied_with.is_empty()));
}

#[test]
fn problems_in_another_currency_or_over_another_horizon_are_ranked_among_themselves() {
    let euro = problem(amount(50.0, 60.0, 70.0), amount(10.0, 10.0, 10.0));
    let yen = Recorded { currency: "JPY".into(), ..euro.clone() };
    let longer = Recorded { months: Some(24), ..euro.clone() };
    let ranking = rank(&[euro.clone(), yen, longer, Recorded { currency: " eur".into(), ..euro }]);
    assert_eq!(ranking.bases.len(), 3);
    assert_eq!(ranking.bases[0].currency, "EUR", "the basis of most comes first");
    assert!(ranking.rows.iter().all(|r| r.place == Some(1)));
    assert_eq!(ranking.rows[1].tied_with, Vec::<usize>::new(), "nothing to be tied with");
    assert_eq!(ranking.rows[0].tied_with, [3], "the same currency, whatever its case");
}

#[test]
fn what_is_missing_is_named_and_never_taken_as_nothing() {
    let bare = rank(&[Recorded::default()]).rows.remove(0);
    let words: Vec<_> = bare.missing.iter().map(|m| (m.field, m.words.as_str())).collect();
    assert_eq!(
        words,
        [
            ("benefit", "no benefit recorded"),
            ("build-cost", "no cost to build recorded"),
            ("run-cost", "no cost to run recorded"),
            ("horizon", "no horizon recorded"),
        ]
    );
    assert!(bare.figures.is_none() && bare.place.is_none());
    let half = Recorded {
        benefit: Amount { likely: Some(7.0), ..Amount::default() },
        ..problem(amount(1.0, 1.0, 1.0), amount(1.0, 1.0, 1.0))
    };
    let half = rank(&[half]).rows.remove(0);
    assert_eq!(half.missing[0].words, "no low and no high benefit recorded");
    assert!(half.figures.is_none());
}

#[test]
fn without_a_cost_there_is_no_return_but_there_is_net_value() {
    for build in [amount(0.0, 0.0, 0.0), amount(0.0, 5.0, 9.0), amount(-3.0, 1.0, 2.0)] {
        let row = rank(&[problem(amount(1.0, 2.0, 3.0), build)]).rows.remove(0);
        let figures = row.figures.unwrap();
        assert!(figures.roi.unwrap_err().contains("cost above 0"));
        assert!(figures.net.high() > 0.0);
        assert_eq!(row.place, None);
    }
}

#[test]
fn numbers_that_cannot_be_are_refused_in_words() {
    let none = Recorded { months: Some(0), ..problem(amount(1.0, 2.0, 3.0), amount(1.0, 1.0, 1.0)) };
    assert_eq!(rank(&[none]).rows[0].refused.as_deref(), Some("the horizon must be a month or more"));
    let endless = Recorded { months: Some(1 << 40), ..problem(amount(1.0, 2.0, 3.0), amount(1.0, 1.0, 1.0)) };
    assert_eq!(
        rank(&[endless]).rows[0].refused.as_deref(),
        Some("the horizon has too many months to count with")
    );
    let crossed = problem(amount(3.0, 2.0, 1.0), amount(1.0, 1.0, 1.0));
    assert!(rank(&[crossed]).rows[0].refused.as_deref().unwrap().starts_with("the benefit"));
}

#[test]
fn rice_is_a_place_of_its_own_and_says_what_it_lacks() {
    let with = |reach, confidence| Recorded {
        reach: Some(reach),
        impact: Some(2.0),
        confidence: Some(confidence),
        effort: Some(4.0),
        ..Recorded::default()
    };
    let lacking = Recorded { reach: Some(1.0), impact: Some(1.0), ..Recorded::default() };
    let rows = rank(&[with(100.0, 0.5), with(900.0, 0.5), with(900.0, 0.5), with(1.0, 80.0), lacking]).rows;
    assert_eq!(rows[0].rice, Rice::Score { score: 25.0, place: 3 });
    assert_eq!(rows[1].rice, Rice::Score { score: 225.0, place: 1 });
    assert_eq!(rows[2].rice, Rice::Score { score: 225.0, place: 1 });
    assert!(matches!(&rows[3].rice, Rice::Undefined(why) if why.contains("confidence")));
    let Rice::Missing(gone) = &rows[4].rice else { panic!() };
    assert_eq!(gone.iter().map(|m| m.field).collect::<Vec<_>>(), ["confidence", "effort"]);
}

proptest! {
    #[test]
    fn adding_a_problem_never_changes_the_figures_of_another(
        numbers in prop::collection::vec((0.0..1e6_f64, 1.0..1e6_f64), 1..6),
        more in (0.0..1e6_f64, 1.0..1e6_f64),
    ) {
        let of = |(benefit, build): (f64, f64)| problem(amount(benefit / 2.0, benefit, benefit * 2.0), amount(build, build, build));
        let list: Vec<Recorded> = numbers.into_iter().map(of).collect();
        let before = rank(&list);
        let mut longer = list.clone();
        longer.push(of(more));
        let after = rank(&longer);
        for (a, b) in before.rows.iter().zip(&after.rows) {
            prop_assert_eq!(&a.figures, &b.figures);
        }
        let mut all = after.order.clone();
        all.sort_unstable();
        prop_assert_eq!(all, (0..longer.len()).collect::<Vec<_>>(), "each is shown once");
    }

    #[test]
    fn weights_by_swing_add_up_to_exactly_one_and_keep_the_order(mut swings in prop::collection::vec(0.0..=100.0_f64, 1..30)) {
        swings[0] = 100.0;
        let weights = weights_by_swing(&swings).unwrap();
        let parts: Vec<u64> = weights.iter().map(|w| (w.parse::<f64>().unwrap() * 10_000.0).round() as u64).collect();
        prop_assert_eq!(parts.iter().sum::<u64>(), 10_000);
        for (a, x) in swings.iter().zip(&parts) {
            for (b, y) in swings.iter().zip(&parts) {
                prop_assert!(a <= b || x + 1 >= *y, "{a} {x} {b} {y}");
            }
        }
        let recorded: Vec<criteria::Recorded> = weights
            .iter()
            .map(|w| criteria::Recorded { weight: w.parse().ok(), worst: "a".into(), best: "b".into(), ..Default::default() })
            .collect();
        prop_assert_eq!(gaps(&recorded), vec![]);
    }

    #[test]
    fn every_cause_stands_in_the_tree_once_whatever_is_linked(links in prop::collection::vec(prop::collection::vec(0..9_usize, 0..4), 0..9)) {
        let branches = tree(&links);
        let mut seen: Vec<usize> = branches.iter().map(|b| b.cause).collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..links.len()).collect::<Vec<_>>());
        for branch in &branches {
            let above = branch.parent.map_or(0, |p| branches.iter().find(|b| b.cause == p).unwrap().level);
            prop_assert_eq!(branch.level, above + 1);
            prop_assert!(branch.place >= 1 && branch.place <= branch.of);
        }
    }
}

#[test]
fn causes_hang_below_those_they_explain_and_the_deepest_is_the_root() {
    // 0 because of 2 and 1; 1 because of 3; 4 on its own.
    let branches = tree(&[vec![2, 1], vec![3], vec![], vec![], vec![]]);
    let shape: Vec<_> = branches.iter().map(|b| (b.cause, b.level, b.parent, b.place, b.of)).collect();
    assert_eq!(
        shape,
        [
            (0, 1, None, 1, 2),
            (1, 2, Some(0), 1, 2),
            (3, 3, Some(1), 1, 1),
            (2, 2, Some(0), 2, 2),
            (4, 1, None, 2, 2),
        ]
    );
    assert_eq!(roots(&branches), [3]);
    assert_eq!(roots(&tree(&[vec![], vec![]])), [0, 1], "as long as nobody asked again, both");
    assert_eq!(roots(&tree(&[])), Vec::<usize>::new());
    let circle = tree(&[vec![1], vec![0], vec![2]]);
    assert_eq!(circle.len(), 3);
    assert_eq!(
        circle.iter().filter(|b| b.level == 1).count(),
        2,
        "a circle has a top, and oneself is no cause"
    );
}

#[test]
fn swings_become_weights_by_their_share() {
    for (swings, weights) in [
        (vec![100.0], vec!["1"]),
        (vec![100.0, 100.0], vec!["0.5", "0.5"]),
        (vec![100.0, 50.0, 50.0], vec!["0.5", "0.25", "0.25"]),
        (vec![100.0, 100.0, 100.0], vec!["0.3334", "0.3333", "0.3333"]),
        (vec![100.0, 0.0], vec!["1", "0"]),
    ] {
        assert_eq!(weights_by_swing(&swings).unwrap(), weights, "{swings:?}");
    }
    for refused in [vec![], vec![99.0, 50.0], vec![100.0, -1.0], vec![101.0, 100.0], vec![100.0, f64::NAN]] {
        assert!(weights_by_swing(&refused).is_err(), "{refused:?}");
    }
}

#[test]
fn a_lock_asks_for_words_on_both_anchors_weights_that_sum_to_one_and_gates_that_can_be_passed() {
    let whole = criteria::Recorded {
        lens: "value".into(),
        worst: "bad".into(),
        best: "good".into(),
        weight: Some(0.5),
        gate: None,
    };
    let words = |list: &[criteria::Recorded]| -> Vec<(Option<usize>, String)> {
        gaps(list).into_iter().map(|gap| (gap.criterion, gap.words)).collect()
    };
    assert_eq!(words(&[whole.clone(), whole.clone()]), []);
    assert_eq!(words(&[]), [(None, "there are no criteria yet".into())]);
    assert_eq!(words(std::slice::from_ref(&whole)), [(None, "the weights add up to 0.5, not to 1".into())]);
    let bare = criteria::Recorded { worst: " ".into(), best: String::new(), weight: None, ..whole.clone() };
    assert_eq!(
        words(&[whole.clone(), bare]),
        [
            (Some(1), "has no words for a 0".into()),
            (Some(1), "has no words for a 5".into()),
            (Some(1), "has no weight".into()),
        ]
    );
    for (gate, gap) in [(0.0, None), (5.0, None), (5.5, Some("has a gate above 5, the best score there is"))]
    {
        let gated = criteria::Recorded { gate: Some(gate), ..whole.clone() };
        assert_eq!(
            words(&[whole.clone(), gated]),
            gap.map(|g| (Some(1), g.to_owned())).into_iter().collect::<Vec<_>>()
        );
    }
    let below = criteria::Recorded { weight: Some(-0.5), ..whole.clone() };
    assert!(words(&[below, whole.clone(), whole]).iter().any(|(_, w)| w.contains("below 0")));
}

#[test]
fn a_lens_without_a_criterion_is_named() {
    let of = |lens: &str| criteria::Recorded { lens: lens.into(), ..criteria::Recorded::default() };
    assert_eq!(empty_lenses(&[of("value"), of("usability")]), ["viability", "feasibility"]);
    assert_eq!(empty_lenses(&[of(""), of("taste")]).len(), 4);
}

#[test]
fn what_was_set_after_the_lock_is_named_and_notes_are_free() {
    let set = [
        ("title", "2026-08-01T10:00:00.000Z"),
        ("weight", "2026-08-03T10:00:00.000Z"),
        ("notes", "2026-08-03T10:00:00.000Z"),
        ("locked-at", "2026-08-02T10:00:00.000Z"),
        ("best", "2026-08-02T10:00:00.000Z"),
    ];
    assert_eq!(changed_since("2026-08-02T10:00:00.000Z", set), ["weight"]);
}
