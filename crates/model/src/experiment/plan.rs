//! The plan of an experiment: what it names, what it lacks before it can be locked, how many it needs.

use crate::figures::means::units_for_means;
use crate::figures::proportions::units_for_proportions;
use crate::figures::{Better, FigureError};

/// Alpha where the plan names none.
pub const USUAL_ALPHA: f64 = 0.05;
/// Power where the plan names none.
pub const USUAL_POWER: f64 = 0.8;

/// The metric a result is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metric {
    /// Its entity id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is in: "%", "EUR", "s"; empty where it is a mere number.
    pub unit: String,
    /// Which way is better; `None` where nobody said.
    pub better: Option<Better>,
}

impl Metric {
    /// How many of the metric's units make one: 100 where it is in per cent, so that a share of 0.12 is 12.
    #[must_use]
    pub fn scale(&self) -> f64 {
        if self.is_share() { 100.0 } else { 1.0 }
    }

    /// Whether it is a share in per cent.
    #[must_use]
    pub fn is_share(&self) -> bool {
        let unit = self.unit.trim().to_lowercase();
        matches!(unit.as_str(), "%" | "percent" | "per cent" | "points" | "percentage points")
    }
}

/// One arm of the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// Its name; results name it.
    pub name: String,
    /// Its planned share, a weight above 0; `None` where the plan names none.
    pub share: Option<f64>,
}

/// A metric that must not get worse.
#[derive(Debug, Clone, PartialEq)]
pub struct Guard {
    /// The metric.
    pub metric: Metric,
    /// How much worse is still not worse, in the metric's unit, 0 or more; `None` where nobody said.
    pub margin: Option<f64>,
}

/// A plan, as far as it is filled in. Numbers are in the primary metric's unit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// The number that decides.
    pub primary: Option<Metric>,
    /// Who sees what.
    pub arms: Vec<Arm>,
    /// The smallest difference worth having, counted in the better direction. Below 0 it is a bound of
    /// non-inferiority: how much may be lost at most.
    pub minimum_effect: Option<f64>,
    /// Accepted chance of a false alarm.
    pub alpha: Option<f64>,
    /// Wanted chance to see the effect.
    pub power: Option<f64>,
    /// Units per arm.
    pub sample_size: Option<u64>,
    /// When it ends, in words.
    pub stopping_rule: String,
    /// What must not get worse.
    pub guardrails: Vec<Guard>,
    /// Today's value of the metric.
    pub baseline: Option<f64>,
    /// Standard deviation of single values, for a mean.
    pub deviation: Option<f64>,
}

/// What a plan still lacks before it can be locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The field.
    pub field: &'static str,
    /// A sentence for the person.
    pub sentence: &'static str,
}

impl Plan {
    /// The alpha it is read at.
    #[must_use]
    pub fn alpha_or_usual(&self) -> f64 {
        self.alpha.unwrap_or(USUAL_ALPHA)
    }

    /// Whether its stopping rule says that it may be looked at after every unit. A rule that says it is *not*
    /// anytime-valid does not.
    #[must_use]
    pub fn is_anytime(&self) -> bool {
        let rule = self.stopping_rule.to_lowercase().replace(['-', '\u{2011}'], " ");
        let words: Vec<&str> = rule.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        (0..words.len()).any(|at| {
            let rest = words.get(at..).unwrap_or_default();
            let says = rest.starts_with(&["anytime", "valid"]) || rest.starts_with(&["any", "time", "valid"]);
            let denied = at > 0 && matches!(words.get(at - 1), Some(&"not" | &"no" | &"never" | &"isn"));
            says && !denied
        })
    }

    /// The arm the others are held against: the one called control, else the first.
    #[must_use]
    pub fn control(&self) -> Option<&str> {
        let called = |arm: &&Arm| arm.name.trim().eq_ignore_ascii_case("control");
        self.arms.iter().find(called).or(self.arms.first()).map(|arm| arm.name.as_str())
    }

    /// What one would put up with, in the metric's unit: differences smaller than the smallest worth having.
    #[must_use]
    pub fn margin(&self) -> f64 {
        self.minimum_effect.map_or(0.0, f64::abs)
    }

    /// What it lacks before it can be locked; empty where nothing is.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let mut lacks = |missing: bool, field, sentence| {
            if missing {
                gaps.push(Gap { field, sentence });
            }
        };
        lacks(
            self.primary.is_none(),
            "primary-metric",
            "It names no primary metric: the one number that decides.",
        );
        let named = self.arms.iter().filter(|arm| !arm.name.trim().is_empty()).count();
        lacks(named < 2, "arms", "It names fewer than two arms: what is new, and what it is held against.");
        lacks(
            self.minimum_effect.is_none(),
            "minimum-effect",
            "It names no minimum effect: the smallest difference worth having.",
        );
        lacks(
            self.sample_size.is_none_or(|n| n == 0),
            "sample-size",
            "It names no sample size: how many units per arm before anybody looks.",
        );
        let names: Vec<String> = self.arms.iter().map(|arm| arm.name.trim().to_lowercase()).collect();
        let twice = names.iter().enumerate().any(|(n, name)| !name.is_empty() && names[..n].contains(name));
        lacks(twice, "arms", "Two of its arms have one name: nobody could tell their results apart.");
        let shares = || self.arms.iter().filter_map(|arm| arm.share);
        let odd = shares().any(|share| !share.is_finite() || share < 0.0)
            || shares().next().is_some() && shares().sum::<f64>() <= 0.0;
        lacks(odd, "arms", "The shares of its arms must be 0 or more, and not all 0.");
        let outside = |chance: Option<f64>| chance.is_some_and(|chance| !(chance > 0.0 && chance < 1.0));
        lacks(outside(self.alpha), "alpha", "Alpha is a chance: above 0 and below 1, such as 0.05.");
        lacks(outside(self.power), "power", "Power is a chance: above 0 and below 1, such as 0.8.");
        lacks(
            self.guardrails
                .iter()
                .filter_map(|guard| guard.margin)
                .any(|margin| margin.is_nan() || margin < 0.0),
            "guardrails",
            "A guardrail’s margin must be 0 or more: how much worse is still not worse.",
        );
        gaps
    }
}

/// What a sample size is computed from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sizing {
    /// Whether the metric is a share; else it is a mean.
    pub share: bool,
    /// Today's value, in the metric's unit; a mean needs none.
    pub baseline: Option<f64>,
    /// Standard deviation of single values, in the metric's unit; a share needs none.
    pub deviation: Option<f64>,
    /// The smallest difference worth having, in the metric's unit, counted in the better direction.
    pub effect: f64,
    /// Which way is better.
    pub better: Better,
    /// Units of the metric in one, see [`Metric::scale`].
    pub scale: f64,
    /// Accepted chance of a false alarm.
    pub alpha: f64,
    /// Wanted chance to see the effect.
    pub power: f64,
}

impl Sizing {
    /// Units per arm, by [`units_for_proportions`] or [`units_for_means`].
    ///
    /// # Errors
    /// As those two; [`FigureError::Undefined`] without the value or deviation they need.
    pub fn units(&self) -> Result<u64, FigureError> {
        if self.share {
            let from = self.baseline.ok_or(FigureError::Undefined {
                why: "a share needs today's value: the same difference is harder to see in the middle of the scale",
            })?;
            let step = match self.better {
                Better::Higher => self.effect,
                Better::Lower => -self.effect,
            };
            units_for_proportions(from / self.scale, (from + step) / self.scale, self.alpha, self.power)
        } else {
            let deviation = self.deviation.ok_or(FigureError::Undefined {
                why: "a mean needs the standard deviation of single values",
            })?;
            units_for_means(deviation, self.effect.abs(), self.alpha, self.power)
        }
    }
}
