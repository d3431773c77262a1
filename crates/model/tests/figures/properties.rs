//! What holds whatever the numbers are.

use proptest::collection::vec;
use proptest::prelude::*;
use throughline_model::figures::counts::{discovery, kendall_w, people_for_discovery, sample_ratio};
use throughline_model::figures::drift::{
    category_shift, count_in_bins, kolmogorov_smirnov, kolmogorov_smirnov_limit, quantile_edges,
    stability_index,
};
use throughline_model::figures::evaluation::{
    Criterion, Outcome, Rating, Score, cell, evaluate, weighted_sum,
};
use throughline_model::figures::means::{Sample, sample_of, units_for_means, welch};
use throughline_model::figures::money::{
    Payback, Span, Worth, cost, net_value, payback, return_on_investment, standings,
};
use throughline_model::figures::proportions::{
    Share, anytime_difference, mcnemar, newcombe, relative_risk, units_for_proportions, wilson,
};
use throughline_model::figures::ranking::{Vote, flip_weight, reweighted, tally};
use throughline_model::figures::verdict::{Verdict, verdict};
use throughline_model::figures::{Better, Estimate};

fn share() -> impl Strategy<Value = Share> {
    prop_oneof![1_u64..60, 1_u64..1 << 40]
        .prop_flat_map(|n| (prop_oneof![0..=n, Just(0), Just(n)], Just(n)))
        .prop_map(|(x, n)| Share::new(x, n).unwrap())
}

fn turned(share: Share) -> Share {
    Share::new(share.n() - share.successes(), share.n()).unwrap()
}

fn confidence() -> impl Strategy<Value = f64> {
    0.5_f64..0.9999
}

fn sample() -> impl Strategy<Value = Sample> {
    (2_u64..100_000, -1e6_f64..1e6, 1e-3_f64..1e6).prop_map(|(n, mean, d)| Sample::new(n, mean, d).unwrap())
}

fn amount() -> impl Strategy<Value = Span> {
    [-1e7_f64..1e7, 0.0..1e7, 0.0..1e7].prop_map(|[low, a, b]| Span::new(low, low + a, low + a + b).unwrap())
}

fn positive_amount() -> impl Strategy<Value = Span> {
    [1.0_f64..1e6, 0.0..1e6, 0.0..1e6].prop_map(|[low, a, b]| Span::new(low, low + a, low + a + b).unwrap())
}

fn weights(count: usize) -> impl Strategy<Value = Vec<f64>> {
    vec(1_u32..1000, count).prop_map(|parts| {
        let sum: u32 = parts.iter().sum();
        parts.iter().map(|part| f64::from(*part) / f64::from(sum)).collect()
    })
}

fn near(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-9 * scale.max(1.0)
}

fn holds(e: &Estimate, low: f64, high: f64) -> bool {
    low <= e.low && e.low <= e.value && e.value <= e.high && e.high <= high
}

fn wider(outer: &Estimate, inner: &Estimate) -> bool {
    let slack = 1e-12 * (1.0 + inner.low.abs().max(inner.high.abs()));
    outer.low <= inner.low + slack && inner.high <= outer.high + slack
}

proptest! {
    #[test]
    fn intervals_of_proportions_hold_their_estimate_and_stay_in_range(
        a in share(), b in share(), c in confidence(),
    ) {
        prop_assert!(holds(&wilson(a, c).unwrap(), 0.0, 1.0));
        prop_assert!(holds(&newcombe(a, b, c).unwrap(), -1.0, 1.0));
        if let Ok(ratio) = relative_risk(a, b, c) {
            prop_assert!(holds(&ratio, 0.0, f64::MAX));
        }
        if let Ok(anytime) = anytime_difference(a, b, 1000, 1.0 - c) {
            prop_assert!(holds(&anytime, -1.0, 1.0));
        }
    }

    #[test]
    fn higher_confidence_is_never_narrower(
        a in share(), b in share(), x in sample(), y in sample(), c in confidence(), d in confidence(),
    ) {
        let (less, more) = (c.min(d), c.max(d));
        prop_assert!(wider(&wilson(a, more).unwrap(), &wilson(a, less).unwrap()));
        prop_assert!(wider(&newcombe(a, b, more).unwrap(), &newcombe(a, b, less).unwrap()));
        let of = |c| welch(&x, &y, c).unwrap().difference;
        prop_assert!(wider(&of(more), &of(less)));
        if let (Ok(outer), Ok(inner)) = (relative_risk(a, b, more), relative_risk(a, b, less)) {
            prop_assert!(wider(&outer, &inner));
        }
        let of = |c: f64| anytime_difference(a, b, 1000, 1.0 - c);
        if let (Ok(outer), Ok(inner)) = (anytime_difference(a, b, 1000, 0.001), of(0.9)) {
            prop_assert!(wider(&outer, &inner) || a.n().min(b.n()) > 1_000_000);
        }
    }

    #[test]
    fn counting_failures_for_successes_mirrors_the_interval(a in share(), b in share(), c in confidence()) {
        let (plain, mirror) = (wilson(a, c).unwrap(), wilson(turned(a), c).unwrap());
        prop_assert!(near(plain.low, 1.0 - mirror.high, 1.0) && near(plain.high, 1.0 - mirror.low, 1.0));
        let (plain, mirror) = (newcombe(a, b, c).unwrap(), newcombe(turned(a), turned(b), c).unwrap());
        prop_assert!(near(plain.low, -mirror.high, 1.0) && near(plain.high, -mirror.low, 1.0));
    }

    #[test]
    fn exchanging_the_arms_turns_the_difference_round(
        a in share(), b in share(), x in sample(), y in sample(), c in confidence(),
    ) {
        let (one, other) = (newcombe(a, b, c).unwrap(), newcombe(b, a, c).unwrap());
        prop_assert!(near(one.low, -other.high, 1.0) && near(one.value, -other.value, 1.0));
        let (one, other) = (welch(&x, &y, c).unwrap(), welch(&y, &x, c).unwrap());
        prop_assert_eq!(one.p, other.p);
        prop_assert!(near(one.difference.low, -other.difference.high, one.difference.low.abs()));
        if let (Ok(one), Ok(other)) = (relative_risk(a, b, c), relative_risk(b, a, c)) {
            prop_assert!(near(one.low * other.high, 1.0, 1.0) && near(one.high * other.low, 1.0, 1.0));
        }
        prop_assert_eq!(mcnemar(a.n(), b.n()), mcnemar(b.n(), a.n()));
    }

    #[test]
    fn p_and_interval_of_two_means_say_the_same(x in sample(), y in sample(), c in confidence()) {
        let w = welch(&x, &y, c).unwrap();
        prop_assert!((0.0..=1.0).contains(&w.p) && w.df >= 1.0 - 1e-9);
        let outside = w.difference.low > 0.0 || w.difference.high < 0.0;
        prop_assert!(outside == (w.p < 1.0 - c) || near(w.p, 1.0 - c, 1.0));
        let d = w.difference;
        prop_assert!(near(d.high - d.value, d.value - d.low, d.high.abs().max(d.low.abs())), "symmetric");
    }

    #[test]
    fn a_smaller_effect_or_more_certainty_takes_more_units(
        from in 0.05_f64..0.5, gap in 0.01_f64..0.4, less in 0.3_f64..0.99, power in 0.5_f64..0.9,
    ) {
        let units = |gap, alpha, power| units_for_proportions(from, from + gap, alpha, power).unwrap();
        prop_assert!(units(gap * less, 0.05, power) >= units(gap, 0.05, power) || from + gap > 0.5);
        prop_assert!(units(gap, 0.01, power) >= units(gap, 0.05, power));
        prop_assert!(units(gap, 0.05, power + 0.09) >= units(gap, 0.05, power));
        let values = |gap| units_for_means(1.0, gap, 0.05, power).unwrap();
        prop_assert!(values(gap * less) >= values(gap));
    }

    #[test]
    fn the_number_of_people_is_the_first_that_is_enough(each in 0.001_f64..0.999, wanted in 0.01_f64..0.999) {
        let n = people_for_discovery(each, wanted).unwrap();
        prop_assert!(discovery(each, n).unwrap() >= wanted - 1e-7);
        prop_assert!(n == 1 || discovery(each, n - 1).unwrap() < wanted);
    }

    #[test]
    fn raters_who_agree_give_one_and_w_stays_in_range(
        rows in (2_usize..6).prop_flat_map(|items| vec(vec(0_u8..6, items), 2..6)),
    ) {
        let rows: Vec<Vec<f64>> =
            rows.iter().map(|row| row.iter().map(|x| f64::from(*x)).collect()).collect();
        if let Ok(w) = kendall_w(&rows) {
            prop_assert!((0.0..=1.0).contains(&w));
        }
        let same = vec![rows[0].clone(), rows[0].iter().map(|x| x * 10.0 + 3.0).collect()];
        if let Ok(w) = kendall_w(&same) {
            prop_assert!(near(w, 1.0, 1.0), "{}", w);
        }
    }

    #[test]
    fn the_stability_index_is_zero_for_equal_shares_and_never_below(
        counts in vec((0_u64..500, 0_u64..500), 1..12), times in 1_u64..50,
    ) {
        let (training, live): (Vec<u64>, Vec<u64>) = counts.into_iter().unzip();
        let more: Vec<u64> = training.iter().map(|count| count * times).collect();
        if let Ok(same) = stability_index(&training, &more) {
            prop_assert!(same.index < 1e-12, "{}", same.index);
        }
        if let (Ok(one), Ok(other)) = (stability_index(&training, &live), stability_index(&live, &training)) {
            prop_assert!(one.index >= 0.0 && near(one.index, other.index, one.index), "symmetric");
        }
    }

    #[test]
    fn bins_of_the_training_profile_hold_all_of_it_and_about_equally_much(
        values in vec(-1e6_f64..1e6, 20..300), bins in 2_usize..12,
    ) {
        let edges = quantile_edges(&values, bins).unwrap();
        prop_assert!(edges.windows(2).all(|pair| pair[0] < pair[1]) && edges.len() < bins);
        let counts = count_in_bins(&values, &edges).unwrap();
        prop_assert_eq!(counts.iter().sum::<u64>(), values.len() as u64);
        let fair = values.len() as f64 / bins as f64;
        prop_assert!(counts.iter().all(|count| (*count as f64 - fair).abs() <= 2.0), "{:?}", counts);
    }

    #[test]
    fn equal_samples_do_not_differ_and_far_ones_do(
        a in vec(-100_i32..100, 1..60), b in vec(-100_i32..100, 1..60),
    ) {
        let (a, b): (Vec<f64>, Vec<f64>) =
            (a.into_iter().map(f64::from).collect(), b.into_iter().map(f64::from).collect());
        let (one, other) = (kolmogorov_smirnov(&a, &b).unwrap(), kolmogorov_smirnov(&b, &a).unwrap());
        prop_assert!(one == other && (0.0..=1.0).contains(&one.distance) && (0.0..=1.0).contains(&one.p));
        let same = kolmogorov_smirnov(&a, &a).unwrap();
        prop_assert_eq!((same.distance, same.p), (0.0, 1.0));
        let far: Vec<f64> = a.iter().map(|x| x + 1000.0).collect();
        prop_assert_eq!(kolmogorov_smirnov(&a, &far).unwrap().distance, 1.0);
        // The limit and the p say the same, as long as the tail's first term is all there is of it.
        let limit = kolmogorov_smirnov_limit(a.len() as u64, b.len() as u64, 0.05).unwrap();
        prop_assert!((one.distance > limit) == (one.p < 0.05) || (one.p - 0.05).abs() < 1e-4 || limit == 1.0);
    }

    #[test]
    fn categories_of_equal_shares_do_not_shift(counts in vec(0_u64..500, 2..9), times in 1_u64..50) {
        let more: Vec<u64> = counts.iter().map(|count| count * times).collect();
        if let Ok(shift) = category_shift(&counts, &more) {
            prop_assert!(shift.statistic < 1e-9 && shift.p > 1.0 - 1e-4 && shift.size < 1e-4);
        }
    }

    #[test]
    fn money_ranges_hold_what_any_values_within_them_give(
        benefit in amount(), build in positive_amount(), run in positive_amount(), months in 1_u32..60,
        at in [0.0_f64..=1.0, 0.0..=1.0, 0.0..=1.0],
    ) {
        let worth = Worth { benefit, build, run, months };
        let within = |span: &Span, at: f64| span.low() + (span.high() - span.low()) * at;
        let (b, once, monthly) = (within(&benefit, at[0]), within(&build, at[1]), within(&run, at[2]));
        let spent = once + monthly * f64::from(months);
        let inside = |span: Span, x: f64| {
            let slack = 1e-9 * (1.0 + span.low().abs().max(span.high().abs()));
            span.low() - slack <= x && x <= span.high() + slack
        };
        prop_assert!(inside(cost(&worth).unwrap(), spent));
        prop_assert!(inside(net_value(&worth).unwrap(), b - spent));
        prop_assert!(inside(return_on_investment(&worth).unwrap(), (b - spent) / spent));
        let back = payback(&worth).unwrap();
        prop_assert!(back.soonest <= back.likely && back.likely <= back.latest);
        let income = b / f64::from(months) - monthly;
        let own = if income > 0.0 { Payback::Months(once / income * (1.0 + 1e-12)) } else { Payback::Never };
        prop_assert!(back.soonest <= own);
    }

    #[test]
    fn ties_are_mutual_and_nobody_else_moves_them(ranges in vec(amount(), 1..8), another in amount()) {
        let before = standings(&ranges);
        for (at, own) in before.iter().enumerate() {
            for &other in &own.tied_with {
                prop_assert!(other != at && before[other].tied_with.contains(&at));
            }
        }
        let more: Vec<Span> = ranges.iter().copied().chain([another]).collect();
        for (before, after) in before.iter().zip(standings(&more)) {
            let known: Vec<usize> = after.tied_with.into_iter().filter(|at| *at < ranges.len()).collect();
            prop_assert_eq!(&before.tied_with, &known);
            prop_assert!(after.place == before.place || after.place == before.place + 1);
        }
    }

    #[test]
    fn an_item_that_is_added_never_changes_the_score_of_another(
        items in vec(vec(vec((0_u8..3, 0_u8..7), 0..6), 3), 1..6), weights in weights(3), gate in 0.0_f64..5.0,
    ) {
        let criteria: Vec<Criterion> = weights
            .iter()
            .enumerate()
            .map(|(at, weight)| Criterion { weight: *weight, gate: (at == 0).then_some(gate) })
            .collect();
        let score = |item: &Vec<Vec<(u8, u8)>>| {
            let cells: Vec<_> = item.iter().map(|ratings| cell(&rated(ratings)).unwrap()).collect();
            evaluate(&cells, &criteria).unwrap()
        };
        let all: Vec<Outcome> = items.iter().map(score).collect();
        let without_last: Vec<Outcome> = items[..items.len() - 1].iter().map(score).collect();
        prop_assert_eq!(&all[..items.len() - 1], &without_last[..]);
        for outcome in all {
            if let Outcome::Sum { balanced, plain, .. } = outcome {
                prop_assert!((0.0..=5.0 + 1e-9).contains(&balanced) && (0.0..=5.0 + 1e-9).contains(&plain));
            }
        }
    }

    #[test]
    fn somebody_who_does_not_know_moves_no_mean(ratings in vec((0_u8..3, 0_u8..6), 1..8)) {
        let before = cell(&rated(&ratings)).unwrap();
        let mut more = rated(&ratings);
        more.push(Rating { team: "another", score: Score::Unknown });
        let after = cell(&more).unwrap();
        prop_assert_eq!(
            (before.balanced, before.plain, before.median, before.spread),
            (after.balanced, after.plain, after.median, after.spread)
        );
        prop_assert_eq!(after.unknown, before.unknown + 1);
    }

    #[test]
    fn the_order_turns_exactly_at_the_flip_weight(
        weights in weights(4), a in vec(0_u8..=5, 4), b in vec(0_u8..=5, 4), criterion in 0_usize..4,
    ) {
        let (a, b): (Vec<f64>, Vec<f64>) =
            (a.into_iter().map(f64::from).collect(), b.into_iter().map(f64::from).collect());
        let lead = |weight: f64| {
            let weights = reweighted(&weights, criterion, weight).unwrap();
            weighted_sum(&weights, &a).unwrap() - weighted_sum(&weights, &b).unwrap()
        };
        match flip_weight(&weights, &a, &b, criterion).unwrap() {
            Some(at) => {
                prop_assert!(at > 0.0 && at < 1.0);
                prop_assert!(lead(at).abs() < 1e-9, "equal at the flip, not {}", lead(at));
                let step = (at.min(1.0 - at) / 2.0).min(1e-3);
                prop_assert!(lead(at - step) * lead(at + step) < 0.0);
            }
            None => prop_assert!(lead(0.0) * lead(1.0) > -1e-9, "no flip, and yet the order turns"),
        }
    }

    #[test]
    fn places_follow_the_counts_and_equal_counts_share_one(
        votes in vec((0_u8..5, 0_usize..4, 1_u32..4), 0..30),
    ) {
        let names = ["a", "b", "c", "d", "e"];
        let votes: Vec<Vote> = votes
            .iter()
            .map(|&(voter, option, dots)| Vote { voter: names[usize::from(voter)], option, dots })
            .collect();
        let tallies = tally(&votes, 4).unwrap();
        prop_assert_eq!(
            tallies.iter().map(|t| t.dots).sum::<u64>(),
            votes.iter().map(|v| u64::from(v.dots)).sum::<u64>()
        );
        for one in &tallies {
            prop_assert!(one.voters <= 5 && one.voters <= one.dots);
            for other in &tallies {
                prop_assert_eq!(one.dots.cmp(&other.dots), other.place_by_dots.cmp(&one.place_by_dots));
                prop_assert_eq!(one.voters.cmp(&other.voters), other.place_by_voters.cmp(&one.place_by_voters));
            }
        }
    }

    #[test]
    fn a_verdict_for_more_is_the_mirror_of_one_for_less(low in -1.0_f64..1.0, wide in 0.0_f64..1.0, margin in 0.0_f64..0.5) {
        let e = Estimate { value: low, low, high: low + wide };
        let mirror = Estimate { value: -low, low: -low - wide, high: -low };
        let said = verdict(&e, Better::Higher, margin).unwrap();
        prop_assert_eq!(said, verdict(&mirror, Better::Lower, margin).unwrap());
        // A wider margin never turns a pass into a fail.
        let lenient = verdict(&e, Better::Higher, margin * 2.0).unwrap();
        let passes = |v| matches!(v, Verdict::Better | Verdict::NotWorse);
        prop_assert!(passes(lenient) || !passes(said));
    }

    #[test]
    fn arms_as_planned_are_no_mismatch(units in 1_u64..1 << 40, shares in vec(1_u64..20, 2..5)) {
        let arms: Vec<u64> = shares.iter().map(|share| share * units).collect();
        let shares: Vec<f64> = shares.iter().map(|share| *share as f64 * 0.1).collect();
        prop_assert!(sample_ratio(&arms, &shares).unwrap() > 0.999);
    }

    #[test]
    fn a_sample_moved_keeps_its_deviation(values in vec(-1000_i32..1000, 2..80), by in -1_000_000_i32..1_000_000) {
        let at: Vec<f64> = values.iter().map(|x| f64::from(*x)).collect();
        let moved: Vec<f64> = values.iter().map(|x| f64::from(*x + by)).collect();
        let (at, moved) = (sample_of(&at).unwrap(), sample_of(&moved).unwrap());
        prop_assert!(near(at.deviation(), moved.deviation(), at.deviation()));
        prop_assert!(near(at.mean() + f64::from(by), moved.mean(), moved.mean().abs()));
    }
}

fn rated(ratings: &[(u8, u8)]) -> Vec<Rating<'static>> {
    const TEAMS: [&str; 3] = ["sales", "operations", "data"];
    ratings
        .iter()
        .map(|&(team, points)| Rating {
            team: TEAMS[usize::from(team)],
            score: if points > 5 { Score::Unknown } else { Score::Points(points) },
        })
        .collect()
}
