//! Means of two independent samples, how many it takes, and guardrails: is it not worse by more than we
//! would put up with?

use super::proportions::{Share, newcombe, planning_limit};
use super::special::{student_beyond, student_limit};
use super::verdict::{Verdict, verdict};
use super::{
    Better, Estimate, FigureError, at_least, check, computed, finite, not_negative, open_unit, positive,
    whole_units,
};

/// A sample by its size, mean and standard deviation: 2 to 2^53 values, the deviation with `n − 1`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    n: u64,
    mean: f64,
    deviation: f64,
}

impl Sample {
    /// # Errors
    /// Fewer than two values, more than 2^53, a mean that is not finite, a deviation below 0 or not finite.
    pub fn new(n: u64, mean: f64, deviation: f64) -> Result<Self, FigureError> {
        at_least("values", n, 2)?;
        check("the number of values", "2^53 at most", n as f64, n <= 1 << 53)?;
        Ok(Self {
            n,
            mean: finite("the mean", mean)?,
            deviation: not_negative("the standard deviation", deviation)?,
        })
    }

    /// How many values.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Their mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Their standard deviation, with `n − 1`.
    #[must_use]
    pub fn deviation(&self) -> f64 {
        self.deviation
    }

    /// The squared standard error of the mean.
    fn error_squared(&self) -> f64 {
        self.deviation * self.deviation / self.n as f64
    }
}

/// Size, mean and standard deviation (with `n − 1`) of values, in their unit. Two passes, so that values far
/// from 0 lose no digits.
///
/// Source: Chan, Golub and LeVeque, "Algorithms for computing the sample variance", 1983 (the corrected
/// two-pass algorithm).
///
/// # Errors
/// Fewer than two values; one that is not finite; a sum beyond what a number holds.
pub fn sample_of(values: &[f64]) -> Result<Sample, FigureError> {
    at_least("values", values.len() as u64, 2)?;
    for &value in values {
        finite("a value", value)?;
    }
    let n = values.len() as f64;
    let mean = computed("the mean", values.iter().sum::<f64>() / n)?;
    let (mut squares, mut rest) = (0.0, 0.0);
    for value in values {
        let d = value - mean;
        squares += d * d;
        rest += d;
    }
    let variance = computed("the deviation", (squares - rest * rest / n) / (n - 1.0))?.max(0.0);
    Sample::new(values.len() as u64, mean, variance.sqrt())
}

/// A mean with its interval, by Student's t with `n − 1` degrees of freedom, in the unit of the values.
///
/// Source: Student, "The probable error of a mean", Biometrika 6, 1908.
///
/// # Errors
/// [`FigureError::NoVariation`] if the values do not vary; `confidence` outside (0, 1); values too extreme.
pub fn mean_interval(sample: &Sample, confidence: f64) -> Result<Estimate, FigureError> {
    let tail = 1.0 - open_unit("the confidence", confidence)?;
    let error = computed("the standard error", sample.error_squared().sqrt())?;
    if error == 0.0 {
        return Err(FigureError::NoVariation { what: "the sample" });
    }
    let half = student_limit(tail, sample.n as f64 - 1.0) * error;
    Estimate::new("the interval", sample.mean, sample.mean - half, sample.mean + half)
}

/// A difference of two means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Welch {
    /// `new − old` with its interval, in the unit of the values.
    pub difference: Estimate,
    /// Two-sided p of “no difference”, 0 to 1.
    pub p: f64,
    /// Student's t.
    pub t: f64,
    /// Degrees of freedom after Welch and Satterthwaite, 1 or more.
    pub df: f64,
}

/// Welch's comparison of two means, `new − old`: the variances need not be equal.
///
/// Source: Welch, "The generalization of Student's problem when several different population variances are
/// involved", Biometrika 34, 1947; degrees of freedom: Satterthwaite, Biometrics Bulletin 2, 1946.
///
/// # Errors
/// [`FigureError::NoVariation`] if neither sample varies; `confidence` outside (0, 1); values too extreme.
pub fn welch(new: &Sample, old: &Sample, confidence: f64) -> Result<Welch, FigureError> {
    let tail = 1.0 - open_unit("the confidence", confidence)?;
    let (a, b) = (new.error_squared(), old.error_squared());
    let error = computed("the standard error", (a + b).sqrt())?;
    if error == 0.0 {
        return Err(FigureError::NoVariation { what: "either sample" });
    }
    // In shares of the whole error, so that squaring can neither overflow nor vanish.
    let (share_a, share_b) = (a / (a + b), b / (a + b));
    let df = 1.0 / (share_a * share_a / (new.n as f64 - 1.0) + share_b * share_b / (old.n as f64 - 1.0));
    let difference = new.mean - old.mean;
    let t = computed("t", difference / error)?;
    let half = student_limit(tail, computed("the degrees of freedom", df)?) * error;
    Ok(Welch {
        difference: Estimate::new("the interval", difference, difference - half, difference + half)?,
        p: computed("p", student_beyond(t, df))?,
        t,
        df,
    })
}

/// Values **per arm** to see a difference of means with the wanted power, two-sided, equal arms, by the
/// normal distribution: `2 σ² (z₁₋α⸝₂ + z_power)² / δ²`, rounded up. Below about thirty per arm one or two more
/// are needed, because Student's t has longer tails.
///
/// Source: Chow, Shao and Wang, "Sample Size Calculations in Clinical Research", 2nd edition 2008, 3.2.
///
/// # Errors
/// A deviation or difference not above 0; `alpha` outside (0, 1); `power` outside [½, 1); more than 2^53.
pub fn units_for_means(deviation: f64, difference: f64, alpha: f64, power: f64) -> Result<u64, FigureError> {
    let ratio = positive("the standard deviation", deviation)? / positive("the difference", difference)?;
    whole_units("the sample size", 2.0 * (ratio * planning_limit(alpha, power)?).powi(2))
}

/// What a guardrail says: `new − old` with the interval it was judged by, and the verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guardrail {
    /// `new − old`, with the two-sided interval of confidence `1 − 2 alpha`.
    pub difference: Estimate,
    /// *Not worse* or *better* let it pass.
    pub verdict: Verdict,
}

/// Non-inferiority of a proportion: is the new not worse than the old by `margin` or more (in units of the
/// proportion: 0.01 is one point)? `alpha` is one-sided, in (0, ½): the end of the two-sided `1 − 2 alpha`
/// interval of [`newcombe`] is held against the margin.
///
/// Source: ICH E9, "Statistical Principles for Clinical Trials", 1998, 3.3.2; Piaggio and others, JAMA 308,
/// 2012.
///
/// # Errors
/// `alpha` outside (0, ½); a margin below 0 or not finite.
pub fn guard_proportion(
    new: Share,
    old: Share,
    better: Better,
    margin: f64,
    alpha: f64,
) -> Result<Guardrail, FigureError> {
    let difference = newcombe(new, old, one_sided(alpha)?)?;
    Ok(Guardrail { difference, verdict: verdict(&difference, better, margin)? })
}

/// Non-inferiority of a mean: as [`guard_proportion`], with the interval of [`welch`] and a margin in the unit
/// of the values.
///
/// # Errors
/// As [`welch`]; `alpha` outside (0, ½); a margin below 0 or not finite.
pub fn guard_mean(
    new: &Sample,
    old: &Sample,
    better: Better,
    margin: f64,
    alpha: f64,
) -> Result<Guardrail, FigureError> {
    let difference = welch(new, old, one_sided(alpha)?)?.difference;
    Ok(Guardrail { difference, verdict: verdict(&difference, better, margin)? })
}

/// The confidence of the two-sided interval whose one end is the one-sided bound.
fn one_sided(alpha: f64) -> Result<f64, FigureError> {
    check("the one-sided alpha", "between 0 and 0.5, without the ends", alpha, alpha > 0.0 && alpha < 0.5)?;
    open_unit("the confidence", 1.0 - 2.0 * alpha)
}
