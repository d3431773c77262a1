//! The figures a decision is argued with: intervals, sample sizes, money, scores, drift, verdicts.
//!
//! Every function is pure, names the source of its formula, and answers a typed [`FigureError`] where the
//! figure is not defined; none panics and none returns NaN or an infinity. Sources say *why* a formula is the
//! right one; that it is computed rightly is shown against SciPy (`crates/model/tests/figures`), to 1e-9.
//!
//! Numbers are `f64`. Amounts and weights of the record are decimal strings and are parsed by the caller;
//! where a comparison needs a tolerance (weights that sum to 1, a flip at the very edge), it is a constant
//! here and says so.

pub mod counts;
pub mod drift;
pub mod evaluation;
pub mod means;
pub mod money;
pub mod proportions;
pub mod ranking;
mod special;
pub mod strata;
pub mod verdict;

/// Why a figure is not defined for what was given.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FigureError {
    /// A number lies outside what the figure takes; NaN and infinities always do.
    #[error("{what} must be {allowed}")]
    OutOfRange {
        /// The number, in words.
        what: &'static str,
        /// What would be taken, in words: “between 0 and 1, without the ends”.
        allowed: &'static str,
    },
    /// There are fewer observations, items or raters than the figure needs.
    #[error("{what}: {got} given, at least {needed} needed")]
    TooFew {
        /// What there is too little of.
        what: &'static str,
        /// How many were given.
        got: u64,
        /// How many it takes.
        needed: u64,
    },
    /// Two lists that belong together differ in length.
    #[error("{what} do not belong together: {left} against {right}")]
    Lengths {
        /// The two lists.
        what: &'static str,
        /// Length of the first.
        left: usize,
        /// Length of the second.
        right: usize,
    },
    /// Nothing varies, so that nothing can be said about chance: an interval would have no width.
    #[error("{what} does not vary, so that chance cannot be judged")]
    NoVariation {
        /// What should have varied.
        what: &'static str,
    },
    /// The figure has no value here; the sentence says why.
    #[error("{why}")]
    Undefined {
        /// The reason, as a sentence without its full stop.
        why: &'static str,
    },
    /// The result is beyond what a number holds.
    #[error("{what} is too large or too small to be computed")]
    TooExtreme {
        /// The figure.
        what: &'static str,
    },
}

/// An estimate with its interval; `low <= estimate <= high`, all finite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The point estimate.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Estimate {
    /// Ends that rounding put on the wrong side of the estimate are moved onto it.
    fn new(what: &'static str, value: f64, low: f64, high: f64) -> Result<Self, FigureError> {
        Ok(Self {
            value: computed(what, value)?,
            low: computed(what, low)?.min(value),
            high: computed(what, high)?.max(value),
        })
    }
}

/// Which way is better; `differences` are turned by it, so that positive always means better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More is better: orders, conversion.
    Higher,
    /// Less is better: errors, waiting time, cost.
    Lower,
}

/// The name of every public figure, as `module::function`. A test holds this list against the sources and
/// against the reference values, so that no figure ships without one.
pub const ALL: &[&str] = &[
    "counts::sample_ratio",
    "counts::kendall_w",
    "counts::discovery",
    "counts::people_for_discovery",
    "drift::quantile_edges",
    "drift::count_in_bins",
    "drift::stability_index",
    "drift::stability_limit",
    "drift::kolmogorov_smirnov",
    "drift::kolmogorov_smirnov_counts",
    "drift::kolmogorov_smirnov_limit",
    "drift::category_shift",
    "drift::category_limit",
    "evaluation::cell",
    "evaluation::evaluate",
    "evaluation::weighted_sum",
    "means::sample_of",
    "means::mean_interval",
    "means::welch",
    "means::units_for_means",
    "means::guard_proportion",
    "means::guard_mean",
    "money::cost",
    "money::net_value",
    "money::return_on_investment",
    "money::payback",
    "money::standings",
    "proportions::wilson",
    "proportions::newcombe",
    "proportions::relative_risk",
    "proportions::mcnemar",
    "proportions::units_for_proportions",
    "proportions::anytime_rho",
    "proportions::anytime_half_width",
    "proportions::anytime_difference",
    "ranking::flip_weight",
    "ranking::reweighted",
    "ranking::rice",
    "ranking::tally",
    "strata::mantel_haenszel",
    "strata::stratified_means",
    "verdict::verdict",
    "verdict::answer",
    "verdict::share_in_words",
];

const OPEN_UNIT: &str = "between 0 and 1, without the ends";
const CLOSED_UNIT: &str = "between 0 and 1";
const FINITE: &str = "a finite number";
const POSITIVE: &str = "a finite number above 0";
const NOT_NEGATIVE: &str = "a finite number, 0 or more";

fn open_unit(what: &'static str, x: f64) -> Result<f64, FigureError> {
    check(what, OPEN_UNIT, x, x > 0.0 && x < 1.0)
}

fn closed_unit(what: &'static str, x: f64) -> Result<f64, FigureError> {
    check(what, CLOSED_UNIT, x, (0.0..=1.0).contains(&x))
}

fn finite(what: &'static str, x: f64) -> Result<f64, FigureError> {
    check(what, FINITE, x, x.is_finite())
}

fn positive(what: &'static str, x: f64) -> Result<f64, FigureError> {
    check(what, POSITIVE, x, x.is_finite() && x > 0.0)
}

fn not_negative(what: &'static str, x: f64) -> Result<f64, FigureError> {
    check(what, NOT_NEGATIVE, x, x.is_finite() && x >= 0.0)
}

fn check(what: &'static str, allowed: &'static str, x: f64, holds: bool) -> Result<f64, FigureError> {
    if holds { Ok(x) } else { Err(FigureError::OutOfRange { what, allowed }) }
}

/// A result that must be a number; what overflowed on the way is said, not shown.
fn computed(what: &'static str, x: f64) -> Result<f64, FigureError> {
    if x.is_finite() { Ok(x) } else { Err(FigureError::TooExtreme { what }) }
}

fn at_least(what: &'static str, got: u64, needed: u64) -> Result<(), FigureError> {
    if got >= needed { Ok(()) } else { Err(FigureError::TooFew { what, got, needed }) }
}

fn same_length(what: &'static str, left: usize, right: usize) -> Result<(), FigureError> {
    if left == right { Ok(()) } else { Err(FigureError::Lengths { what, left, right }) }
}

/// A count of units from a real number, rounded up. What lies within 1e-9 (relative) above a whole number is
/// that number: it got there by rounding, and one unit more would be asked for without a reason.
fn whole_units(what: &'static str, x: f64) -> Result<u64, FigureError> {
    // Above 2^53 not every whole number can be told from its neighbour.
    const MOST: f64 = 9_007_199_254_740_992.0;
    let up = (x - 1e-9 * x.abs()).ceil();
    if up.is_finite() && up <= MOST { Ok(up.max(0.0) as u64) } else { Err(FigureError::TooExtreme { what }) }
}
