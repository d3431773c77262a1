//! Money: what solving a problem costs, brings and pays back, as low, likely and high.
//!
//! Amounts are in one currency, over one horizon of whole months. Nothing is discounted: over the year or two
//! a release is judged by, the ranges are far wider than the interest.

use super::{FigureError, at_least, check, computed, finite};

/// Low, likely and high of a number; all finite, `low <= likely <= high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    low: f64,
    likely: f64,
    high: f64,
}

impl Span {
    /// # Errors
    /// A number that is not finite; numbers that are not in order.
    pub fn new(low: f64, likely: f64, high: f64) -> Result<Self, FigureError> {
        for x in [low, likely, high] {
            finite("an amount", x)?;
        }
        check("a range", "in the order low, likely, high", likely, low <= likely && likely <= high)?;
        Ok(Self { low, likely, high })
    }

    /// The low end.
    #[must_use]
    pub fn low(&self) -> f64 {
        self.low
    }

    /// The likely value.
    #[must_use]
    pub fn likely(&self) -> f64 {
        self.likely
    }

    /// The high end.
    #[must_use]
    pub fn high(&self) -> f64 {
        self.high
    }

    /// A computed range; rounding may have put the likely value a hair outside.
    fn computed(what: &'static str, low: f64, likely: f64, high: f64) -> Result<Self, FigureError> {
        let (low, likely, high) = (computed(what, low)?, computed(what, likely)?, computed(what, high)?);
        Ok(Self { low: low.min(likely), likely, high: high.max(likely) })
    }
}

/// What is known about the worth of solving a problem.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// Money over the whole horizon.
    pub benefit: Span,
    /// Money, once.
    pub build: Span,
    /// Money per month.
    pub run: Span,
    /// The horizon in months, 1 or more.
    pub months: u32,
}

impl Worth {
    fn horizon(&self) -> Result<f64, FigureError> {
        at_least("months", u64::from(self.months), 1)?;
        Ok(f64::from(self.months))
    }
}

/// Cost over the horizon: build + run × months. Low with low, high with high.
///
/// Source: the definition the project fixed; total cost of ownership over one horizon.
///
/// # Errors
/// No months; amounts too large.
pub fn cost(worth: &Worth) -> Result<Span, FigureError> {
    let months = worth.horizon()?;
    let of = |build: f64, run: f64| build + run * months;
    Span::computed(
        "the cost",
        of(worth.build.low, worth.run.low),
        of(worth.build.likely, worth.run.likely),
        of(worth.build.high, worth.run.high),
    )
}

/// Net value over the horizon: benefit − cost. The low end is the low benefit at the high cost.
///
/// # Errors
/// As [`cost`].
pub fn net_value(worth: &Worth) -> Result<Span, FigureError> {
    let cost = cost(worth)?;
    Span::computed(
        "the net value",
        worth.benefit.low - cost.high,
        worth.benefit.likely - cost.likely,
        worth.benefit.high - cost.low,
    )
}

/// Return on investment over the horizon: (benefit − cost) / cost, a plain ratio (0.5 is 50 %). The ends are the
/// smallest and largest that any benefit and cost within their ranges give.
///
/// Source: Phillips, "Return on Investment in Training and Performance Improvement Programs", 1997, for the
/// definition by net benefit.
///
/// # Errors
/// [`FigureError::Undefined`] if the cost, or its low end, is 0 or less: the ratio would have no upper end.
/// Otherwise as [`cost`].
pub fn return_on_investment(worth: &Worth) -> Result<Span, FigureError> {
    let cost = cost(worth)?;
    if cost.low <= 0.0 {
        return Err(FigureError::Undefined { why: "a return needs a cost above 0 over its whole range" });
    }
    let benefit = worth.benefit;
    Span::computed(
        "the return",
        // A loss weighs most against the small cost, a gain least against the large one.
        (benefit.low / cost.low).min(benefit.low / cost.high) - 1.0,
        (benefit.likely - cost.likely) / cost.likely,
        (benefit.high / cost.low).max(benefit.high / cost.high) - 1.0,
    )
}

/// After how long the cost to build has come back.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub enum Payback {
    /// After so many months, 0 or more; may lie beyond the horizon, and is then a guess about a time that
    /// nothing was said about.
    Months(f64),
    /// What comes in each month does not exceed what running costs.
    Never,
}

/// Payback at its best, likely and worst.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PaybackRange {
    /// Low costs, high benefit.
    pub soonest: Payback,
    /// Likely costs and benefit.
    pub likely: Payback,
    /// High costs, low benefit.
    pub latest: Payback,
}

/// Payback: build / (benefit / months − run), with the benefit spread evenly over the horizon. With nothing to
/// pay back it is 0 months, as long as running does not lose money.
///
/// Source: simple payback, as in Brealey, Myers and Allen, "Principles of Corporate Finance", chapter 5.
///
/// # Errors
/// No months; amounts too large.
pub fn payback(worth: &Worth) -> Result<PaybackRange, FigureError> {
    let months = worth.horizon()?;
    let of = |build: f64, run: f64, benefit: f64| {
        let monthly = computed("what comes in each month", benefit / months - run)?;
        if build <= 0.0 && monthly >= 0.0 {
            Ok(Payback::Months(0.0))
        } else if monthly <= 0.0 {
            Ok(Payback::Never)
        } else {
            computed("the payback", build / monthly).map(Payback::Months)
        }
    };
    let Worth { benefit, build, run, .. } = worth;
    Ok(PaybackRange {
        soonest: of(build.low, run.low, benefit.high)?,
        likely: of(build.likely, run.likely, benefit.likely)?,
        latest: of(build.high, run.high, benefit.low)?,
    })
}

/// Where one of several stands, more being better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// 1 and the number of those whose whole range lies above this one's.
    pub place: usize,
    /// Those whose low-high range overlaps this one's, by their index: the figures cannot tell them apart.
    pub tied_with: Vec<usize>,
}

/// Where each of several ranges stands. Ranges that overlap, even in one point, are a tie, whatever their likely
/// values. Being tied does not carry over: a may be tied with b and b with c, and a still above c.
#[must_use]
pub fn standings(ranges: &[Span]) -> Vec<Standing> {
    let above = |a: &Span, b: &Span| a.low > b.high;
    ranges
        .iter()
        .enumerate()
        .map(|(at, own)| Standing {
            place: 1 + ranges.iter().filter(|other| above(other, own)).count(),
            tied_with: (0..ranges.len())
                .filter(|&i| i != at && !above(&ranges[i], own) && !above(own, &ranges[i]))
                .collect(),
        })
        .collect()
}
