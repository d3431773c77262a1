//! A difference over several groups at once, each held against its own kind: what pooling all units would hide
//! or turn round where the groups are mixed differently (Simpson's paradox).

use super::means::{Sample, Welch, welch};
use super::proportions::{Share, newcombe, two_sided_limit};
use super::special::{student_beyond, student_limit};
use super::{Estimate, FigureError, at_least, computed, open_unit};

/// The difference `new − old` of two proportions over groups, as `(new, old)` per group: the Mantel–Haenszel risk
/// difference, each group weighted by `n₁ n₀ / (n₁ + n₀)`, with Sato's variance, which holds both for few large
/// groups and for many small ones; within −1 and 1. Of one group alone it is [`newcombe`], so that a group says the
/// same by itself as in a table of one.
///
/// Source: Greenland and Robins, "Estimation of a common effect parameter from sparse follow-up data", Biometrics
/// 41, 1985; Sato, "On the variance estimator for the Mantel-Haenszel risk difference", Biometrics 45, 1989.
///
/// # Errors
/// No group; [`FigureError::NoVariation`] if all groups together have no variance; `confidence` outside (0, 1).
pub fn mantel_haenszel(groups: &[(Share, Share)], confidence: f64) -> Result<Estimate, FigureError> {
    at_least("groups", groups.len() as u64, 1)?;
    let z = two_sided_limit(confidence)?;
    if let [(new, old)] = groups {
        return newcombe(*new, *old, confidence);
    }
    let (mut weights, mut differences, mut p, mut q) = (0.0, 0.0, 0.0, 0.0);
    for (new, old) in groups {
        let (x1, n1) = (new.successes() as f64, new.n() as f64);
        let (x0, n0) = (old.successes() as f64, old.n() as f64);
        let n = n1 + n0;
        weights += n1 * n0 / n;
        differences += (x1 * n0 - x0 * n1) / n;
        p += (n1 * n1 * x0 - n0 * n0 * x1 + n1 * n0 * (n0 - n1) / 2.0) / (n * n);
        q += (x1 * (n0 - x0) + x0 * (n1 - x1)) / (2.0 * n);
    }
    let difference = computed("the difference", differences / weights)?;
    let variance = computed("the variance", (difference * p + q) / (weights * weights))?;
    if variance <= 0.0 {
        return Err(FigureError::NoVariation { what: "the outcome" });
    }
    let half = z * variance.sqrt();
    Estimate::new("the interval", difference, (difference - half).max(-1.0), (difference + half).min(1.0))
}

/// The difference `new − old` of two means over groups, as `(new, old)` per group: the groups' own differences
/// weighted by `n₁ n₀ / (n₁ + n₀)`, with Student's t and the degrees of freedom of all the variances it is made of.
/// Of one group alone it is [`welch`]; with weights that are fixed by the sizes, the groups' variances need not be
/// equal.
///
/// Source: the weights of Cochran, "The combination of estimates from different experiments", Biometrics 10, 1954,
/// by size alone; degrees of freedom: Satterthwaite, "An approximate distribution of estimates of variance
/// components", Biometrics Bulletin 2, 1946.
///
/// # Errors
/// No group; [`FigureError::NoVariation`] if nothing varies in any group; `confidence` outside (0, 1); values too
/// extreme.
pub fn stratified_means(groups: &[(Sample, Sample)], confidence: f64) -> Result<Welch, FigureError> {
    at_least("groups", groups.len() as u64, 1)?;
    let tail = 1.0 - open_unit("the confidence", confidence)?;
    if let [(new, old)] = groups {
        return welch(new, old, confidence);
    }
    let size = |new: &Sample, old: &Sample| {
        let (n1, n0) = (new.n() as f64, old.n() as f64);
        n1 * n0 / (n1 + n0)
    };
    let all: f64 = groups.iter().map(|(new, old)| size(new, old)).sum();
    let mut difference = 0.0;
    // Each arm of each group adds its own variance of the mean, with its own degrees of freedom.
    let mut pieces: Vec<(f64, f64)> = Vec::with_capacity(groups.len() * 2);
    for (new, old) in groups {
        let weight = size(new, old) / all;
        difference += weight * (new.mean() - old.mean());
        for sample in [new, old] {
            let error = weight * sample.deviation();
            pieces.push((error * error / sample.n() as f64, sample.n() as f64 - 1.0));
        }
    }
    let variance: f64 = pieces.iter().map(|(variance, _)| variance).sum();
    let error = computed("the standard error", variance.sqrt())?;
    if error == 0.0 {
        return Err(FigureError::NoVariation { what: "any group" });
    }
    // In shares of the whole, so that squaring can neither overflow nor vanish.
    let df = 1.0 / pieces.iter().map(|(piece, df)| (piece / variance).powi(2) / df).sum::<f64>();
    let t = computed("t", difference / error)?;
    let half = student_limit(tail, computed("the degrees of freedom", df)?) * error;
    Ok(Welch {
        difference: Estimate::new("the interval", difference, difference - half, difference + half)?,
        p: computed("p", student_beyond(t, df))?,
        t,
        df,
    })
}
