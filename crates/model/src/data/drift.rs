//! Whether live data still looks like what a model was trained on, field by field, from two profiles.
//!
//! Ordered fields are compared by the population stability index over bins of the training profile and by
//! Kolmogorov-Smirnov, whose distance is the size of the shift; words by the index and chi-square over the same
//! categories, with Cramér's V as the size. Every verdict asks two things: is it more than chance would do with so
//! many values, and is it large by convention?

use super::{DataType, FieldProfile, Profile, Shape, grid};
use crate::figures::FigureError;
use crate::figures::drift::{
    DIFFERENT_BELOW, EXPECTED_FROM, SHIFTED_FROM, STABLE_BELOW, USUAL_BINS, category_shift,
    kolmogorov_smirnov_counts, kolmogorov_smirnov_limit, stability_index, stability_limit,
};

/// Fewer values than this on a side say nothing.
pub const FEW: u64 = 20;
/// Words that are compared one by one; the rest is one category. What Cochran's rule asks for grows with each.
const MOST_WORDS: usize = 30;
/// Bars of a histogram that is drawn.
const BARS: usize = 24;

/// What is said of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Larger than chance and large by convention.
    Shifted,
    /// Larger than chance, between the two conventions.
    Moved,
    /// Larger than chance, and small.
    Small,
    /// Too few values to tell chance from a shift of a size that would matter.
    CannotTell,
    /// No more than chance does.
    Stable,
}

impl Verdict {
    /// The word in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Verdict::Shifted => "shifted",
            Verdict::Moved => "moved",
            Verdict::Small => "small",
            Verdict::CannotTell => "cannot-tell",
            Verdict::Stable => "stable",
        }
    }
}

/// How a field was tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// Two-sample Kolmogorov-Smirnov.
    KolmogorovSmirnov,
    /// Pearson's chi-square for homogeneity.
    ChiSquare,
}

/// A bar of two histograms side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Below it, in words: “up to 12.5”, “yes”.
    pub label: String,
    /// Values of the training data in it.
    pub training: u64,
    /// Values of the live data in it.
    pub live: u64,
}

/// A field compared.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldDrift {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: DataType,
    /// Values compared: training, live.
    pub n: (u64, u64),
    /// Share of rows without a value: training, live.
    pub missing: (Option<f64>, Option<f64>),
    /// Population stability index.
    pub stability: f64,
    /// What the index passes by chance once in twenty times, with so many values and bins.
    pub stability_limit: f64,
    /// Whether a bin was empty on one side, and ½ was added to all.
    pub smoothed: bool,
    /// The test.
    pub test: Test,
    /// Its p.
    pub p: f64,
    /// The size of the shift, 0 to 1: Kolmogorov-Smirnov distance, or Cramér's V.
    pub size: f64,
    /// What the Kolmogorov-Smirnov distance passes by chance once in twenty times; none for chi-square.
    pub size_limit: Option<f64>,
    /// The smallest expected count of chi-square is too small to trust its p.
    pub sparse: bool,
    /// Width of the bins the values were compared in; 0 where they were compared one by one.
    pub width: f64,
    /// What is said.
    pub verdict: Verdict,
    /// It in words.
    pub sentence: String,
    /// Medians of ordered fields: training, live.
    pub medians: Option<(f64, f64)>,
    /// Both histograms.
    pub bars: Vec<Bar>,
}

/// Two data sets compared.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drift {
    /// Fields that could be compared, the worst first.
    pub fields: Vec<FieldDrift>,
    /// Fields that could not, each with the reason as a sentence.
    pub left_out: Vec<(String, String)>,
}

impl Drift {
    /// How many fields got a verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.fields.iter().filter(|field| field.verdict == verdict).count()
    }
}

/// Compares live data with training data.
#[must_use]
pub fn compare(training: &Profile, live: &Profile) -> Drift {
    let mut out = Drift::default();
    for was in &training.fields {
        let compared = match live.field(&was.name) {
            None => Err("It is not in the live data; see the difference of schema.".to_owned()),
            Some(is) => field(was, is),
        };
        match compared {
            Ok(drift) => out.fields.push(drift),
            Err(why) => out.left_out.push((was.name.clone(), why)),
        }
    }
    for is in &live.fields {
        if training.field(&is.name).is_none() {
            out.left_out.push((is.name.clone(), "It was not in the training data.".into()));
        }
    }
    out.fields.sort_by(|a, b| {
        a.verdict
            .cmp(&b.verdict)
            .then(b.stability.total_cmp(&a.stability))
            .then(b.size.total_cmp(&a.size))
            .then_with(|| a.name.cmp(&b.name))
    });
    out
}

fn field(was: &FieldProfile, is: &FieldProfile) -> Result<FieldDrift, String> {
    if was.personal || is.personal {
        return Err("It is personal: its values were not kept.".into());
    }
    match (&was.shape, &is.shape) {
        (Shape::Numbers { width, bins }, Shape::Numbers { width: other, bins: others }) => {
            if date_like(was.ty) != date_like(is.ty) {
                return Err("Its type changed; see the difference of schema.".into());
            }
            if date_like(was.ty).is_some() && moved_on((was, bins), (is, *other, others)) {
                return Err("All its dates are later: time moved on, which is no drift.".into());
            }
            let side = grid::side_by_side((*width, bins), (*other, others));
            ordered(was, is, side.0, &side.1)
        }
        (Shape::Words { counts, rest }, Shape::Words { counts: others, rest: other_rest }) => {
            words(was, is, (counts, *rest), (others, *other_rest))
        }
        (Shape::None, _) => Err(not_kept(was, "training")),
        (_, Shape::None) => Err(not_kept(is, "live")),
        _ => Err("Its type changed; see the difference of schema.".into()),
    }
}

fn date_like(ty: DataType) -> Option<DataType> {
    matches!(ty, DataType::Date | DataType::Instant).then_some(ty)
}

/// Whether every live value lies after every one of the training data.
fn moved_on(
    (was, training): (&FieldProfile, &[(f64, u64)]),
    (is, width, live): (&FieldProfile, f64, &[(f64, u64)]),
) -> bool {
    // Bins reach beyond the values they hold.
    if let (Some((_, last)), Some((first, _))) = (was.range, is.range) {
        return first > last;
    }
    match (training.last(), live.first()) {
        (Some(last), Some(first)) => first.0 - width >= last.0,
        _ => false,
    }
}

fn not_kept(field: &FieldProfile, side: &str) -> String {
    if field.count > 0 && field.distinct.saturating_mul(2) > field.count {
        "Nearly every value is another: it names rows, and has no distribution.".into()
    } else if field.count == 0 && field.missing > 0 {
        format!("The {side} data has no value of it.")
    } else {
        format!("The {side} data was not profiled here: read it from its file.")
    }
}

/// The inner edges that part training values into equal shares, and the counts between them.
fn usual_bins(side: &[(f64, u64, u64)]) -> (Vec<u64>, Vec<u64>) {
    let training: Vec<(f64, u64)> = side.iter().map(|(edge, was, _)| (*edge, *was)).collect();
    let mut edges: Vec<f64> = Vec::new();
    for i in 1..USUAL_BINS as u64 {
        if let Some(edge) = grid::quantile(&training, i, USUAL_BINS as u64)
            && edges.last().is_none_or(|last| edge > *last)
        {
            edges.push(edge);
        }
    }
    let (mut was, mut is) = (vec![0; edges.len() + 1], vec![0; edges.len() + 1]);
    for (edge, a, b) in side {
        let place = edges.partition_point(|inner| inner < edge);
        if let (Some(x), Some(y)) = (was.get_mut(place), is.get_mut(place)) {
            *x += a;
            *y += b;
        }
    }
    (was, is)
}

fn ordered(
    was: &FieldProfile,
    is: &FieldProfile,
    width: f64,
    side: &[(f64, u64, u64)],
) -> Result<FieldDrift, String> {
    let all_was: Vec<u64> = side.iter().map(|bin| bin.1).collect();
    let all_is: Vec<u64> = side.iter().map(|bin| bin.2).collect();
    let n = (all_was.iter().sum(), all_is.iter().sum());
    let tested = kolmogorov_smirnov_counts(&all_was, &all_is).map_err(cannot)?;
    let limit = kolmogorov_smirnov_limit(n.0, n.1, DIFFERENT_BELOW).map_err(cannot)?;
    let (binned_was, binned_is) = usual_bins(side);
    let median = |known: &FieldProfile, pick: fn(&(f64, u64, u64)) -> u64| {
        // Kept as it was counted, before it was brought to bins.
        if let Some(quantiles) = known.quantiles {
            return Some(quantiles[3]);
        }
        let bins: Vec<(f64, u64)> = side.iter().map(|bin| (bin.0, pick(bin))).collect();
        grid::quantile(&bins, 1, 2)
    };
    let drift = Compared {
        was,
        is,
        n,
        binned: (&binned_was, &binned_is),
        test: Test::KolmogorovSmirnov,
        p: tested.p,
        size: tested.distance,
        size_limit: Some(limit),
        sparse: false,
        width,
        bars: bars(was.ty, width, side),
    };
    let mut out = drift.judge()?;
    out.medians = median(was, |bin| bin.1).zip(median(is, |bin| bin.2));
    Ok(out)
}

type Counted<'a> = (&'a [(String, u64)], u64);

fn words(
    was: &FieldProfile,
    is: &FieldProfile,
    (counts, rest): Counted<'_>,
    (others, other_rest): Counted<'_>,
) -> Result<FieldDrift, String> {
    // A word that one side did not keep is somewhere in its rest: it can only be compared as part of that.
    let kept = |list: &[(String, u64)], word: &str| list.iter().find(|(w, _)| w == word).map(|(_, n)| *n);
    let mut rows: Vec<(String, u64, u64)> = Vec::new();
    let mut left = (rest, other_rest);
    let names = counts.iter().map(|(w, _)| w);
    let new = others.iter().map(|(w, _)| w).filter(|w| kept(counts, w).is_none());
    for word in names.chain(new) {
        let (a, b) = (kept(counts, word), kept(others, word));
        let known = (a.is_some() || rest == 0) && (b.is_some() || other_rest == 0);
        let (a, b) = (a.unwrap_or(0), b.unwrap_or(0));
        if known && rows.len() < MOST_WORDS {
            rows.push((word.clone(), a, b));
        } else {
            left = (left.0 + a, left.1 + b);
        }
    }
    if left != (0, 0) {
        rows.push(("all others".into(), left.0, left.1));
    }
    let (a, b): (Vec<u64>, Vec<u64>) = rows.iter().map(|row| (row.1, row.2)).unzip();
    let n = (a.iter().sum(), b.iter().sum());
    if rows.len() == 1 && n.0 > 0 && n.1 > 0 {
        return Err("It has one and the same value in both.".into());
    }
    let tested = category_shift(&a, &b).map_err(cannot)?;
    Compared {
        was,
        is,
        n,
        binned: (&a, &b),
        test: Test::ChiSquare,
        p: tested.p,
        size: tested.size,
        size_limit: None,
        sparse: tested.smallest_expected < EXPECTED_FROM,
        width: 0.0,
        bars: rows.into_iter().map(|(label, training, live)| Bar { label, training, live }).collect(),
    }
    .judge()
}

fn cannot(error: FigureError) -> String {
    match error {
        FigureError::TooFew { .. } => "One side has no value of it.".into(),
        other => format!("It could not be compared: {other}."),
    }
}

/// What was computed, before it is judged.
struct Compared<'a> {
    was: &'a FieldProfile,
    is: &'a FieldProfile,
    n: (u64, u64),
    binned: (&'a [u64], &'a [u64]),
    test: Test,
    p: f64,
    size: f64,
    size_limit: Option<f64>,
    sparse: bool,
    width: f64,
    bars: Vec<Bar>,
}

impl Compared<'_> {
    fn judge(self) -> Result<FieldDrift, String> {
        let index = stability_index(self.binned.0, self.binned.1).map_err(cannot)?;
        let limit = if index.bins < 2 {
            0.0
        } else {
            stability_limit(self.n.0, self.n.1, index.bins, DIFFERENT_BELOW).map_err(cannot)?
        };
        // Either test may see what the other is blind to: one looks at tails bin by bin, the other along the axis.
        let by_test = self.p < DIFFERENT_BELOW && !self.sparse;
        let beyond_chance = by_test || index.index > limit;
        let few = self.n.0 < FEW || self.n.1 < FEW;
        let verdict = match (few, beyond_chance) {
            (true, _) => Verdict::CannotTell,
            (false, true) if index.index >= SHIFTED_FROM => Verdict::Shifted,
            (false, true) if index.index >= STABLE_BELOW => Verdict::Moved,
            (false, true) => Verdict::Small,
            (false, false) if limit >= SHIFTED_FROM => Verdict::CannotTell,
            (false, false) => Verdict::Stable,
        };
        let sentence = sentence(verdict, few, self.n, limit);
        Ok(FieldDrift {
            name: self.was.name.clone(),
            ty: self.was.ty,
            n: self.n,
            missing: (self.was.missing_share(), self.is.missing_share()),
            stability: index.index,
            stability_limit: limit,
            smoothed: index.smoothed,
            test: self.test,
            p: self.p,
            size: self.size,
            size_limit: self.size_limit,
            sparse: self.sparse,
            width: self.width,
            verdict,
            sentence,
            medians: None,
            bars: self.bars,
        })
    }
}

fn sentence(verdict: Verdict, few: bool, n: (u64, u64), limit: f64) -> String {
    match verdict {
        Verdict::Shifted => "Shifted: larger than chance and larger than the convention.".into(),
        Verdict::Moved => "Moved: larger than chance, between small and large by convention.".into(),
        Verdict::Small => "Larger than chance, but small.".into(),
        Verdict::Stable => "No shift: no larger than chance makes it.".into(),
        Verdict::CannotTell if few => {
            format!("Cannot tell: {} values are few.", n.0.min(n.1))
        }
        Verdict::CannotTell => {
            format!("Cannot tell: with so few values chance alone reaches {limit:.2}.")
        }
    }
}

/// Both histograms on few bins of one grid.
fn bars(ty: DataType, width: f64, side: &[(f64, u64, u64)]) -> Vec<Bar> {
    let mut rows: Vec<(f64, u64, u64)> = side.to_vec();
    let mut wide = width;
    if rows.len() > BARS {
        let places: Vec<f64> = rows.iter().map(|row| row.0).collect();
        wide = grid::power(grid::finest(&places, BARS)).max(width);
        let mut merged: Vec<(f64, u64, u64)> = Vec::new();
        for (edge, a, b) in rows {
            let edge = grid::upper(edge, wide);
            match merged.last_mut() {
                Some(last) if last.0 >= edge => (last.1, last.2) = (last.1 + a, last.2 + b),
                _ => merged.push((edge, a, b)),
            }
        }
        rows = merged;
    }
    // Empty bins in between are part of the picture, where there are few of them.
    let mut out: Vec<Bar> = Vec::new();
    let mut last: Option<f64> = None;
    for (edge, training, live) in rows {
        if let Some(before) = last.filter(|_| wide > 0.0) {
            let gap = ((edge - before) / wide).round() as usize;
            for step in 1..gap.clamp(1, BARS) {
                if gap < BARS {
                    out.push(Bar {
                        label: label(ty, wide, before + wide * step as f64),
                        training: 0,
                        live: 0,
                    });
                }
            }
        }
        out.push(Bar { label: label(ty, wide, edge), training, live });
        last = Some(edge);
    }
    out
}

/// How often what occurs in one field, in at most `most` bins or words, as pages draw it.
#[must_use]
pub fn shown_bars(field: &FieldProfile, most: usize) -> Vec<(String, u64)> {
    match &field.shape {
        Shape::None => Vec::new(),
        Shape::Numbers { width, bins } => {
            let (width, bins) = grid::at_most(bins.clone(), *width, most);
            let side: Vec<(f64, u64, u64)> = bins.into_iter().map(|(edge, n)| (edge, n, 0)).collect();
            bars(field.ty, width, &side).into_iter().map(|bar| (bar.label, bar.training)).collect()
        }
        Shape::Words { counts, rest } => {
            let mut out: Vec<(String, u64)> = counts.iter().take(most).cloned().collect();
            let left = counts.iter().skip(most).map(|word| word.1).sum::<u64>() + rest;
            if left > 0 {
                out.push(("all others".into(), left));
            }
            out
        }
    }
}

fn label(ty: DataType, width: f64, edge: f64) -> String {
    match (ty, width) {
        (_, 0.0) => ty.shown(edge),
        // Whole numbers and days in bins of one are single values all the same.
        (DataType::Int | DataType::Date, 1.0) => ty.shown(edge),
        (DataType::Int | DataType::Date, w) if w > 1.0 => {
            format!("{} to {}", ty.shown(edge - w + 1.0), ty.shown(edge))
        }
        _ => format!("{} to {}", ty.shown(edge - width), ty.shown(edge)),
    }
}
