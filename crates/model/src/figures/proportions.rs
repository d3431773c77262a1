//! Proportions: how many of how many, two arms side by side, and how many it takes.

use super::special::{coin_at_most, normal_limit};
use super::{Estimate, FigureError, at_least, check, computed, open_unit, positive, whole_units};

/// So many of so many: `successes <= n`, `n` from 1 to 2^53.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    successes: u64,
    n: u64,
}

impl Share {
    /// # Errors
    /// [`FigureError::TooFew`] for `n = 0`; [`FigureError::OutOfRange`] for more successes than units, or for
    /// more than 2^53 units.
    pub fn new(successes: u64, n: u64) -> Result<Self, FigureError> {
        at_least("units", n, 1)?;
        check("the units", "2^53 at most", n as f64, n <= 1 << 53)?;
        check("the successes", "at most the units", successes as f64, successes <= n)?;
        Ok(Self { successes, n })
    }

    /// How many succeeded.
    #[must_use]
    pub fn successes(self) -> u64 {
        self.successes
    }

    /// Of how many.
    #[must_use]
    pub fn n(self) -> u64 {
        self.n
    }

    /// The proportion, 0 to 1.
    #[must_use]
    pub fn rate(self) -> f64 {
        self.successes as f64 / self.n as f64
    }

    /// `p (1 − p)`, the variance of one unit.
    fn variance(self) -> f64 {
        self.rate() * ((self.n - self.successes) as f64 / self.n as f64)
    }
}

/// The two-sided normal limit for a confidence in (0, 1): 1.96 for 0.95.
pub(super) fn two_sided_limit(confidence: f64) -> Result<f64, FigureError> {
    Ok(normal_limit((1.0 - open_unit("the confidence", confidence)?) / 2.0))
}

/// Wilson's score interval of a proportion, two-sided, without continuity correction; within 0 and 1.
///
/// Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927;
/// recommended over the textbook interval by Brown, Cai and DasGupta, Statistical Science 16, 2001.
///
/// # Errors
/// `confidence` outside (0, 1).
pub fn wilson(share: Share, confidence: f64) -> Result<Estimate, FigureError> {
    let z = two_sided_limit(confidence)?;
    let (p, n) = (share.rate(), share.n as f64);
    let scale = 1.0 + z * z / n;
    let centre = (p + z * z / (2.0 * n)) / scale;
    let half = z / scale * (share.variance() / n + z * z / (4.0 * n * n)).sqrt();
    Estimate::new("the interval", p, (centre - half).clamp(0.0, 1.0), (centre + half).clamp(0.0, 1.0))
}

/// The difference `new − old` of two independent proportions with Newcombe's interval from the two Wilson
/// intervals (his method 10); within −1 and 1. In units of the proportion: 0.02 is two points.
///
/// Source: Newcombe, "Interval estimation for the difference between independent proportions", Statistics
/// in Medicine 17, 1998.
///
/// # Errors
/// `confidence` outside (0, 1).
pub fn newcombe(new: Share, old: Share, confidence: f64) -> Result<Estimate, FigureError> {
    let (a, b) = (wilson(new, confidence)?, wilson(old, confidence)?);
    let difference = a.value - b.value;
    let below = (a.value - a.low).hypot(b.high - b.value);
    let above = (a.high - a.value).hypot(b.value - b.low);
    Estimate::new("the interval", difference, (difference - below).max(-1.0), (difference + above).min(1.0))
}

/// The relative risk `new / old` with the interval that is symmetric on the logarithm; above 0. 1 is “no
/// difference”.
///
/// Source: Katz, Baptista, Azen and Pike, "Obtaining confidence intervals for the risk ratio in cohort
/// studies", Biometrics 34, 1978.
///
/// # Errors
/// [`FigureError::Undefined`] if an arm has no success (the logarithm has no value);
/// [`FigureError::NoVariation`] if all units of both arms succeeded; `confidence` outside (0, 1).
pub fn relative_risk(new: Share, old: Share, confidence: f64) -> Result<Estimate, FigureError> {
    let z = two_sided_limit(confidence)?;
    if new.successes == 0 || old.successes == 0 {
        return Err(FigureError::Undefined { why: "a relative risk needs a success in both arms" });
    }
    // 1/x − 1/n, written so that it is exactly 0 where all succeeded.
    let of = |share: Share| (share.n - share.successes) as f64 / (share.successes as f64 * share.n as f64);
    let error = (of(new) + of(old)).sqrt();
    if error == 0.0 {
        return Err(FigureError::NoVariation { what: "the outcome" });
    }
    let ratio = new.rate() / old.rate();
    Estimate::new("the ratio", ratio, ratio * (-z * error).exp(), ratio * (z * error).exp())
}

/// Exact McNemar test of two classifiers on the same cases: two-sided p from the cases that only one of
/// them got right. Those both got right or wrong say nothing about which is better.
///
/// Source: McNemar, Psychometrika 12, 1947, with the binomial in place of chi-square; Dietterich,
/// "Approximate statistical tests for comparing supervised classification learning algorithms", 1998.
///
/// # Errors
/// [`FigureError::NoVariation`] if there is no case on which they differ; more than 2^32 on a side.
pub fn mcnemar(only_first: u64, only_second: u64) -> Result<f64, FigureError> {
    // Up to here the continued fraction has settled; more cases than any comparison has.
    let most = 1 << 32;
    let holds = only_first <= most && only_second <= most;
    check("the cases", "2^32 at most", only_first as f64, holds)?;
    let differing = only_first + only_second;
    if differing == 0 {
        return Err(FigureError::NoVariation { what: "the outcome of the two" });
    }
    computed("p", (2.0 * coin_at_most(only_first.min(only_second), differing)).min(1.0))
}

/// Units **per arm** to see the difference between two proportions with the wanted power, two-sided, equal
/// arms, variances not pooled: `(z₁₋α⸝₂ + z_power)² (p₁q₁ + p₂q₂) / (p₁ − p₂)²`, rounded up.
///
/// Source: Chow, Shao and Wang, "Sample Size Calculations in Clinical Research", 2nd edition 2008, 4.2.
/// Planners that pool the variance under “no difference” differ by a few units.
///
/// # Errors
/// Anything outside (0, 1); `power` below ½ (`z_power` would be taken off); equal proportions; more than 2^53 units.
pub fn units_for_proportions(from: f64, to: f64, alpha: f64, power: f64) -> Result<u64, FigureError> {
    let (from, to) = (open_unit("the rate today", from)?, open_unit("the rate hoped for", to)?);
    let z = planning_limit(alpha, power)?;
    let difference = positive("the difference", (to - from).abs())?;
    let variance = from * (1.0 - from) + to * (1.0 - to);
    whole_units("the sample size", (z / difference).powi(2) * variance)
}

/// `z₁₋α⸝₂ + z_power`, what both sample sizes are built on.
pub(super) fn planning_limit(alpha: f64, power: f64) -> Result<f64, FigureError> {
    open_unit("alpha", alpha)?;
    check("the power", "at least 0.5 and below 1", power, (0.5..1.0).contains(&power))?;
    Ok(normal_limit(alpha / 2.0) + normal_limit(1.0 - power))
}

/// Fewest pairs of units (one per arm) after which an anytime-valid interval is given. It holds for large
/// samples; simulated from 50 pairs on it kept its promise, below that nothing is promised.
pub const ANYTIME_FROM: u64 = 50;

/// The tuning of the confidence sequence: it is narrowest near `planned` pairs, and valid at every other
/// number. `alpha` is the chance that it ever misses the truth.
///
/// Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit theory and
/// asymptotic confidence sequences", Annals of Statistics 52, 2024, appendix on the choice of ρ.
///
/// # Errors
/// `planned = 0`; `alpha` outside (0, 1).
pub fn anytime_rho(planned: u64, alpha: f64) -> Result<f64, FigureError> {
    at_least("planned pairs", planned, 1)?;
    let spent = -2.0 * open_unit("alpha", alpha)?.ln();
    computed("rho", ((spent + spent.ln_1p()) / planned as f64).sqrt())
}

/// Half the width of the confidence sequence after `pairs` pairs whose difference has the given variance, in
/// the unit of the difference.
///
/// Source: as [`anytime_rho`], theorem on asymptotic confidence sequences, two-sided.
///
/// # Errors
/// `pairs = 0`; a variance or `rho` that is not above 0; `alpha` outside (0, 1).
pub fn anytime_half_width(pairs: u64, variance: f64, alpha: f64, rho: f64) -> Result<f64, FigureError> {
    at_least("pairs", pairs, 1)?;
    positive("the variance", variance)?;
    open_unit("alpha", alpha)?;
    let (t, square) = (pairs as f64, positive("rho", rho)?.powi(2));
    let grown = t * square + 1.0;
    let width = variance.sqrt() * (2.0 * (grown / (t * t * square)) * (grown.ln() / 2.0 - alpha.ln())).sqrt();
    computed("the interval", width)
}

/// The difference `new − old` with an interval that may be looked at after every unit: with chance
/// `1 − alpha` it holds the truth at all times at once. Within −1 and 1.
///
/// Arms may have grown unequally; the interval is then that of the smaller one, wider than the variance of the
/// difference asks for. The promise itself is proved for arms that grow in step. Source: as [`anytime_rho`].
///
/// # Errors
/// [`FigureError::TooFew`] below [`ANYTIME_FROM`] units in an arm; [`FigureError::NoVariation`] while both
/// arms have only successes or only failures; otherwise as [`anytime_rho`].
pub fn anytime_difference(new: Share, old: Share, planned: u64, alpha: f64) -> Result<Estimate, FigureError> {
    let pairs = new.n.min(old.n);
    at_least("units per arm", pairs, ANYTIME_FROM)?;
    let variance = new.variance() + old.variance();
    if variance == 0.0 {
        return Err(FigureError::NoVariation { what: "the outcome" });
    }
    let half = anytime_half_width(pairs, variance, alpha, anytime_rho(planned, alpha)?)?;
    let difference = new.rate() - old.rate();
    Estimate::new("the interval", difference, (difference - half).max(-1.0), (difference + half).min(1.0))
}
