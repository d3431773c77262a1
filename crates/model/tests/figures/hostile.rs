//! Whatever comes in, a number or a typed error comes out: no panic, no NaN, no infinity.

use proptest::collection::vec;
use proptest::num::f64::ANY;
use proptest::prelude::*;
use throughline_model::figures::counts::{discovery, kendall_w, people_for_discovery, sample_ratio};
use throughline_model::figures::drift::{
    category_limit, category_shift, count_in_bins, kolmogorov_smirnov, kolmogorov_smirnov_counts,
    kolmogorov_smirnov_limit, quantile_edges, stability_index, stability_limit,
};
use throughline_model::figures::evaluation::{
    Cell, Criterion, Outcome, Rating, Score, cell, evaluate, weighted_sum,
};
use throughline_model::figures::means::{
    Sample, guard_mean, guard_proportion, mean_interval, sample_of, units_for_means, welch,
};
use throughline_model::figures::money::{
    Payback, Span, Worth, cost, net_value, payback, return_on_investment, standings,
};
use throughline_model::figures::proportions::{
    Share, anytime_difference, anytime_half_width, anytime_rho, mcnemar, newcombe, relative_risk,
    units_for_proportions, wilson,
};
use throughline_model::figures::ranking::{Vote, flip_weight, reweighted, rice, tally};
use throughline_model::figures::verdict::{Reading, answer, share_in_words, verdict};
use throughline_model::figures::{Better, Estimate, FigureError};

/// Any number at all, and often one of those that break things.
fn wild() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => ANY,
        3 => 0.0_f64..=1.0,
        2 => -100.0_f64..100.0,
        2 => prop::sample::select(vec![
            0.0, -0.0, 1.0, -1.0, 0.5, 5e-324, f64::MIN_POSITIVE, 1e-300, 1e-17, f64::EPSILON,
            1.0 - f64::EPSILON / 2.0, 1.0 + f64::EPSILON, 1e300, f64::MAX, f64::MIN,
            f64::INFINITY, f64::NEG_INFINITY, f64::NAN,
        ]),
    ]
}

fn count() -> impl Strategy<Value = u64> {
    prop_oneof![
        4 => 0_u64..50,
        1 => any::<u64>(),
        1 => prop::sample::select(vec![0, 1, 2, 1 << 32, 1 << 53, (1 << 53) + 1, u64::MAX]),
    ]
}

fn fine(figures: &[f64]) -> Result<(), TestCaseError> {
    prop_assert!(figures.iter().all(|x| x.is_finite()), "{:?}", figures);
    Ok(())
}

fn number(figure: Result<f64, FigureError>) -> Result<(), TestCaseError> {
    figure.map_or(Ok(()), |x| fine(&[x]))
}

fn ordered(figure: Result<Estimate, FigureError>) -> Result<(), TestCaseError> {
    let Ok(e) = figure else { return Ok(()) };
    fine(&[e.value, e.low, e.high])?;
    prop_assert!(e.low <= e.value && e.value <= e.high, "{:?}", e);
    Ok(())
}

fn spanned(figure: Result<Span, FigureError>) -> Result<(), TestCaseError> {
    figure.map_or(Ok(()), |s| {
        prop_assert!(s.low() <= s.likely() && s.likely() <= s.high(), "{:?}", s);
        fine(&[s.low(), s.likely(), s.high()])
    })
}

fn better(higher: bool) -> Better {
    if higher { Better::Higher } else { Better::Lower }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn proportions(n in [count(), count(), count(), count()], x in [wild(), wild(), wild(), wild()], h in any::<bool>()) {
        number(mcnemar(n[0], n[1]))?;
        let _ = units_for_proportions(x[0], x[1], x[2], x[3]);
        number(anytime_rho(n[0], x[0]))?;
        number(anytime_half_width(n[0], x[0], x[1], x[2]))?;
        let (Ok(a), Ok(b)) = (Share::new(n[0], n[1]), Share::new(n[2], n[3])) else { return Ok(()) };
        prop_assert!(!share_in_words(a).is_empty());
        ordered(wilson(a, x[0]))?;
        ordered(newcombe(a, b, x[0]))?;
        ordered(relative_risk(a, b, x[0]))?;
        ordered(anytime_difference(a, b, n[0], x[0]))?;
        ordered(guard_proportion(a, b, better(h), x[1], x[0]).map(|guard| guard.difference))?;
    }

    #[test]
    fn means(n in [count(), count()], x in [wild(), wild(), wild(), wild(), wild(), wild()], values in vec(wild(), 0..6)) {
        let _ = units_for_means(x[0], x[1], x[2], x[3]);
        if let Ok(sample) = sample_of(&values) {
            fine(&[sample.mean(), sample.deviation()])?;
        }
        let (Ok(a), Ok(b)) = (Sample::new(n[0], x[0], x[1]), Sample::new(n[1], x[2], x[3])) else {
            return Ok(());
        };
        ordered(mean_interval(&a, x[4]))?;
        if let Ok(w) = welch(&a, &b, x[4]) {
            fine(&[w.p, w.t, w.df])?;
            ordered(Ok(w.difference))?;
        }
        ordered(guard_mean(&a, &b, Better::Lower, x[5], x[4]).map(|guard| guard.difference))?;
    }

    #[test]
    fn counts(n in vec(count(), 0..5), x in vec(wild(), 0..5), rows in vec(vec(wild(), 0..4), 0..4), p in [wild(), wild()], people in count()) {
        number(sample_ratio(&n, &x))?;
        number(kendall_w(&rows))?;
        number(discovery(p[0], people))?;
        let _ = people_for_discovery(p[0], p[1]);
    }

    #[test]
    fn drift(a in vec(wild(), 0..8), b in vec(wild(), 0..8), n in vec(count(), 0..5), m in vec(count(), 0..5), bins in 0_usize..1100, alpha in wild(), sizes in [count(), count()]) {
        if let Ok(edges) = quantile_edges(&a, bins) {
            fine(&edges)?;
            if let Ok(counts) = count_in_bins(&b, &edges) {
                prop_assert_eq!(counts.iter().sum::<u64>(), b.len() as u64);
            }
        }
        let _ = count_in_bins(&a, &b);
        if let Ok(psi) = stability_index(&n, &m) {
            fine(&[psi.index])?;
        }
        number(stability_limit(sizes[0], sizes[1], bins, alpha))?;
        if let Ok(ks) = kolmogorov_smirnov(&a, &b) {
            fine(&[ks.distance, ks.p])?;
        }
        if let Ok(ks) = kolmogorov_smirnov_counts(&n, &m) {
            fine(&[ks.distance, ks.p])?;
        }
        number(kolmogorov_smirnov_limit(sizes[0], sizes[1], alpha))?;
        if let Ok(shift) = category_shift(&n, &m) {
            fine(&[shift.statistic, shift.p, shift.size, shift.smallest_expected])?;
        }
        number(category_limit(bins, alpha))?;
    }

    #[test]
    fn money(x in vec(wild(), 9), months in prop_oneof![0_u32..4, any::<u32>()]) {
        let of = |at: usize| {
            let mut three = [x[at], x[at + 1], x[at + 2]];
            three.sort_by(f64::total_cmp);
            Span::new(three[0], three[1], three[2])
        };
        let (Ok(benefit), Ok(build), Ok(run)) = (of(0), of(3), of(6)) else { return Ok(()) };
        let worth = Worth { benefit, build, run, months };
        spanned(cost(&worth))?;
        spanned(net_value(&worth))?;
        spanned(return_on_investment(&worth))?;
        if let Ok(back) = payback(&worth) {
            for payback in [back.soonest, back.likely, back.latest] {
                if let Payback::Months(months) = payback {
                    fine(&[months])?;
                    prop_assert!(months >= 0.0);
                }
            }
        }
        prop_assert_eq!(standings(&[benefit, build, run]).len(), 3);
    }

    #[test]
    fn evaluation_and_ranking(w in vec(wild(), 0..4), a in vec(wild(), 0..4), b in vec(wild(), 0..4), at in 0_usize..5, x in [wild(), wild(), wild(), wild()], points in vec(any::<u8>(), 0..4), dots in vec((0_usize..5, any::<u32>()), 0..5)) {
        // Weights that add up, as nothing gets past the first check otherwise.
        let sum: f64 = w.iter().map(|x| x.abs()).sum();
        let summing: Vec<f64> = w.iter().map(|x| x.abs() / sum).collect();
        for weights in [&w, &summing] {
            number(weighted_sum(weights, &a))?;
            if let Ok(Some(flip)) = flip_weight(weights, &a, &b, at) {
                fine(&[flip])?;
            }
            if let Ok(weights) = reweighted(weights, at, x[0]) {
                fine(&weights)?;
            }
            let criteria: Vec<Criterion> =
                weights.iter().map(|weight| Criterion { weight: *weight, gate: Some(x[1]) }).collect();
            let cells: Vec<Cell> = a.iter().map(|mean| Cell {
                balanced: Some(*mean), plain: Some(*mean), median: None, spread: None, known: 1, unknown: 0,
            }).collect();
            if let Ok(Outcome::Sum { balanced, plain, .. }) = evaluate(&cells, &criteria) {
                fine(&[balanced, plain])?;
            }
        }
        number(rice(x[0], x[1], x[2], x[3]))?;
        let ratings: Vec<Rating> =
            points.iter().map(|points| Rating { team: "a", score: Score::Points(*points) }).collect();
        if let Ok(cell) = cell(&ratings) {
            fine(&[cell.balanced, cell.plain, cell.median, cell.spread].map(|x| x.unwrap_or(0.0)))?;
        }
        let votes: Vec<Vote> =
            dots.iter().map(|&(option, dots)| Vote { voter: "a", option, dots }).collect();
        let _ = tally(&votes, at);
    }

    #[test]
    fn verdicts(x in [wild(), wild(), wild(), wild(), wild()], n in [count(), count()], h in any::<bool>()) {
        let e = Estimate { value: x[0], low: x[1], high: x[2] };
        let said = verdict(&e, better(h), x[3]);
        prop_assert!(said.is_err() || x.iter().take(4).all(|x| x.is_finite()));
        let reading = Reading { needed: Some(n[0]), better: better(h), margin: x[3] };
        let _ = answer(&e, &reading, n[1], x[4]);
    }
}
