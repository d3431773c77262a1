//! The values of `statistics.json`, which `statistics_check.py` computed before there was any code.

use serde_json::Value as Json;
use throughline_model::figures::Estimate;
use throughline_model::figures::counts::{discovery, kendall_w, people_for_discovery, sample_ratio};
use throughline_model::figures::evaluation::weighted_sum;
use throughline_model::figures::proportions::{
    Share, anytime_difference, anytime_half_width, anytime_rho, mcnemar, newcombe, relative_risk,
    units_for_proportions, wilson,
};
use throughline_model::figures::ranking::{flip_weight, rice};

use super::reference::close;

fn golden() -> Json {
    serde_json::from_str(include_str!("statistics.json")).unwrap()
}

fn numbers(value: &Json) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

fn share(x: u64, n: u64) -> Share {
    Share::new(x, n).unwrap()
}

fn is(got: f64, wanted: &Json) {
    let wanted = wanted.as_f64().unwrap();
    assert!(close(got, wanted), "{got} is not {wanted}");
}

fn are(estimate: Estimate, wanted: &Json) {
    for (got, wanted) in [estimate.value, estimate.low, estimate.high].iter().zip(wanted.as_array().unwrap())
    {
        is(*got, wanted);
    }
}

#[test]
fn wilson_intervals() {
    for (name, wanted) in golden()["wilson95"].as_object().unwrap() {
        let (x, n) = name.split_once('/').unwrap();
        let interval = wilson(share(x.parse().unwrap(), n.parse().unwrap()), 0.95).unwrap();
        is(interval.low, &wanted[0]);
        is(interval.high, &wanted[1]);
    }
}

#[test]
fn two_proportions_side_by_side() {
    let golden = golden();
    let (new, old) = (share(56, 70), share(48, 80));
    are(newcombe(new, old, 0.95).unwrap(), &golden["newcombe95_56_70_vs_48_80"]);
    are(relative_risk(new, old, 0.95).unwrap(), &golden["relative_risk_log95"]);
    is(mcnemar(15, 5).unwrap(), &golden["mcnemar_exact_15_5"]);
}

#[test]
fn sample_sizes_per_arm() {
    let golden = golden();
    assert_eq!(units_for_proportions(0.10, 0.12, 0.05, 0.8).unwrap(), golden["per_arm_10_to_12pct"]);
    assert_eq!(units_for_proportions(0.05, 0.055, 0.05, 0.8).unwrap(), golden["per_arm_5_to_5.5pct"]);
}

#[test]
fn sample_ratios() {
    for (name, wanted) in golden()["srm_p"].as_object().unwrap() {
        let units: Vec<u64> = name.split('/').map(|n| n.parse().unwrap()).collect();
        is(sample_ratio(&units, &[1.0, 1.0]).unwrap(), wanted);
    }
}

#[test]
fn agreement_of_raters() {
    let golden = golden();
    let plain = [vec![1., 2., 3., 4.], vec![2., 1., 3., 4.], vec![1., 3., 2., 4.]];
    let ties = [vec![1.5, 1.5, 3., 4.], vec![2., 1., 3.5, 3.5], vec![1., 3., 2., 4.]];
    is(kendall_w(&plain).unwrap(), &golden["kendall_w"]["no_ties"]);
    is(kendall_w(&ties).unwrap(), &golden["kendall_w"]["ties"]);
}

#[test]
fn discovery_of_problems() {
    let golden = &golden()["discovery"];
    is(discovery(0.31, 5).unwrap(), &golden["p31_n5"]);
    is(discovery(0.1, 5).unwrap(), &golden["p10_n5"]);
    assert_eq!(people_for_discovery(0.1, 0.85).unwrap(), golden["n_for_85pct_at_p10"]);
}

#[test]
fn weights_at_which_the_order_flips() {
    let golden = &golden()["flip_weight"];
    let (weights, a, b) = (numbers(&golden["weights"]), numbers(&golden["A"]), numbers(&golden["B"]));
    is(weighted_sum(&weights, &a).unwrap(), &golden["score"][0]);
    is(weighted_sum(&weights, &b).unwrap(), &golden["score"][1]);
    for criterion in [0, 1] {
        is(flip_weight(&weights, &a, &b, criterion).unwrap().unwrap(), &golden["flip_at"][criterion]);
    }
    // The third is a tie at the edge, and no flip.
    is(0.0, &golden["flip_at"][2]);
    assert_eq!(flip_weight(&weights, &a, &b, 2).unwrap(), None);
}

/// What the reference shows of normalising by the set: two items change their order as a third comes in. Our
/// scores stand on anchors, and keep it.
#[test]
fn a_third_item_turns_the_order_only_where_scores_are_normalised_by_the_set() {
    let golden = &golden()["set_normalised_rank_reversal"];
    let (two, three) = (numbers(&golden["AB"]), numbers(&golden["ABC"]));
    assert!(two[0] > two[1] && three[0] < three[1], "the reversal that we must not have");

    let half = [0.5, 0.5];
    let sums = |items: &[[f64; 2]]| -> Vec<f64> {
        items.iter().map(|item| weighted_sum(&half, item).unwrap()).collect()
    };
    let before = sums(&[[5., 2.], [2., 4.]]);
    assert_eq!(before[..], sums(&[[5., 2.], [2., 4.], [10., 1.]])[..2]);
    assert!(before[0] > before[1]);
}

#[test]
fn an_interval_that_may_be_looked_at_at_any_time() {
    let golden = &golden()["confidence_sequence_t2000_12_vs_10pct"];
    let rho = anytime_rho(2000, 0.05).unwrap();
    let variance = 0.12 * 0.88 + 0.10 * 0.90;
    is(rho, &golden["rho"]);
    is(anytime_half_width(2000, variance, 0.05, rho).unwrap(), &golden["half_width"]);
    let interval = anytime_difference(share(240, 2000), share(200, 2000), 2000, 0.05).unwrap();
    is(interval.high - interval.value, &golden["half_width"]);
    // The price of looking at any time.
    assert!(golden["half_width"].as_f64() > golden["fixed_n_half_width"].as_f64());
}

#[test]
fn rice_scores() {
    is(rice(500.0, 2.0, 0.8, 4.0).unwrap(), &golden()["rice_500_2_0.8_4"]);
}
