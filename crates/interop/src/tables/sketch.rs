//! Numbers in a stream: counted one by one while there are few different ones, then in bins of the grid
//! (`throughline_model::data::grid`), whose width doubles whenever more than [`EXACT`] of them are filled.
//!
//! Because the bins of one width lie wholly in those of the next, what comes out depends on the values alone and not
//! on their order: it is the finest grid on which at most [`EXACT`] bins hold anything. A quantile is off by no more
//! than the width of its bin, and rank is exact at every edge.

use throughline_model::data::grid::{EXPONENTS, finest, power, upper};

use super::distinct::Estimate;
use super::hashed::{Counts, of_number};

/// Different values, or filled bins, that are held at once.
pub(super) const EXACT: usize = 1_024;
/// Values between two times at which sums are folded into mean and variance.
const BLOCK: u32 = 4_096;

pub(super) struct Numbers {
    counts: Counts,
    /// 0 while each value is counted on its own.
    width: f64,
    exponent: i32,
    /// Once values are no longer counted on their own.
    distinct: Option<Estimate>,
    pub(super) count: u64,
    pub(super) min: f64,
    pub(super) max: f64,
    mean: f64,
    squares: f64,
    folded: u64,
    block: (u32, f64, f64),
}

impl Numbers {
    pub(super) fn new() -> Numbers {
        Numbers {
            counts: Counts::new(),
            width: 0.0,
            exponent: 0,
            distinct: None,
            count: 0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            mean: 0.0,
            squares: 0.0,
            folded: 0,
            block: (0, 0.0, 0.0),
        }
    }

    /// One more value, which must be finite.
    #[inline]
    pub(super) fn add(&mut self, value: f64) {
        let value = value + 0.0;
        self.count += 1;
        self.min = self.min.min(value);
        self.max = self.max.max(value);
        if self.count == 1 {
            self.mean = value;
        }
        let off = value - self.mean;
        self.block.0 += 1;
        self.block.1 += off;
        self.block.2 += off * off;
        if self.block.0 == BLOCK {
            self.fold();
        }
        if let Some(distinct) = &mut self.distinct {
            distinct.add(of_number(value.to_bits()));
        }
        loop {
            let bits = upper(value, self.width).to_bits();
            if self.counts.add(of_number(bits), EXACT, || bits) {
                return;
            }
            self.widen(value);
        }
    }

    /// Sums of the block into mean and squares (Chan, Golub and LeVeque, 1979).
    fn fold(&mut self) {
        let (n, sum, squares) = std::mem::take(&mut self.block);
        if n == 0 {
            return;
        }
        let n = f64::from(n);
        let (off, spread) = (sum / n, squares - sum * sum / n);
        let before = self.folded as f64;
        self.squares += spread.max(0.0) + off * off * before * n / (before + n);
        self.folded += n as u64;
        // Of the first block the mean was only the first value, with nothing behind it.
        self.mean += off * n / (before + n);
    }

    /// The next grid on which these values and `value` fill few enough bins.
    #[cold]
    fn widen(&mut self, value: f64) {
        let mut places: Vec<f64> = self.counts.iter().map(|(_, _, bits)| f64::from_bits(bits)).collect();
        if self.distinct.is_none() {
            let mut distinct = Estimate::new();
            for place in &places {
                distinct.add(of_number(place.to_bits()));
            }
            distinct.add(of_number(value.to_bits()));
            self.distinct = Some(distinct);
        }
        places.push(value);
        places.sort_by(f64::total_cmp);
        let least = if self.width == 0.0 { i32::MIN } else { self.exponent + 1 };
        self.exponent = finest(&places, EXACT).max(least).min(EXPONENTS.1);
        self.width = power(self.exponent);
        let mut wider = Counts::new();
        for (_, count, bits) in self.counts.iter() {
            let bits = upper(f64::from_bits(bits), self.width).to_bits();
            wider.add_many(of_number(bits), count, bits);
        }
        self.counts = wider;
    }

    /// Width and bins, ascending.
    pub(super) fn bins(&self) -> (f64, Vec<(f64, u64)>) {
        let mut bins: Vec<(f64, u64)> =
            self.counts.iter().map(|(_, count, bits)| (f64::from_bits(bits), count)).collect();
        bins.sort_by(|a, b| a.0.total_cmp(&b.0));
        (self.width, bins)
    }

    /// How many different values there are, and whether that is an estimate.
    pub(super) fn distinct(&self) -> (u64, bool) {
        match &self.distinct {
            None => (self.counts.len() as u64, false),
            Some(estimate) => (estimate.count().max(EXACT as u64 + 1), true),
        }
    }

    /// Mean, and standard deviation with n − 1; none where they are beyond what a float holds.
    pub(super) fn moments(&mut self) -> (Option<f64>, Option<f64>) {
        self.fold();
        let mean = (self.count > 0 && self.mean.is_finite()).then_some(self.mean);
        let deviation = (self.squares / (self.count.saturating_sub(1)) as f64).sqrt();
        (mean, (self.count > 1 && deviation.is_finite()).then_some(deviation))
    }
}
