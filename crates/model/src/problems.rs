//! Problems ranked by what solving them returns, and by RICE as a second lens.
//!
//! Only what is counted alike is compared: problems in another currency or over another horizon are ranked
//! among themselves. What is missing is named; nothing is taken as 0.

use crate::figures::money::{self, PaybackRange, Span, Worth};
use crate::figures::ranking::rice;

/// Low, likely and high as recorded, each perhaps missing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Amount {
    /// The low end.
    pub low: Option<f64>,
    /// The likely value.
    pub likely: Option<f64>,
    /// The high end.
    pub high: Option<f64>,
}

/// What is recorded of a problem that its rank rests on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recorded {
    /// Money over the horizon.
    pub benefit: Amount,
    /// Money, once.
    pub build: Amount,
    /// Money per month.
    pub run: Amount,
    /// The horizon in months.
    pub months: Option<i64>,
    /// What the money is counted in; empty where nobody said.
    pub currency: String,
    /// For RICE: people per quarter.
    pub reach: Option<f64>,
    /// For RICE: on its scale, 0.25 to 3.
    pub impact: Option<f64>,
    /// For RICE: 0 to 1.
    pub confidence: Option<f64>,
    /// For RICE: person-months.
    pub effort: Option<f64>,
}

/// Something that is needed and not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The field to fill in.
    pub field: &'static str,
    /// What is missing, in words: “no benefit recorded”.
    pub words: String,
}

/// What problems must have in common to be compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Basis {
    /// The currency, as recorded and in capitals; empty where nobody said.
    pub currency: String,
    /// The horizon in months.
    pub months: u32,
}

/// What a problem's numbers come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Cost over the horizon.
    pub cost: Span,
    /// Benefit less cost over the horizon.
    pub net: Span,
    /// Months until the cost to build has come back.
    pub payback: PaybackRange,
    /// The return, a plain ratio, or why it has none.
    pub roi: Result<Span, String>,
}

/// RICE of a problem.
#[derive(Debug, Clone, PartialEq)]
pub enum Rice {
    /// The score, and its place among those that have one; equal ones share it.
    Score {
        /// Reach × impact × confidence / effort.
        score: f64,
        /// From 1.
        place: usize,
    },
    /// Numbers it needs and does not have.
    Missing(Vec<Missing>),
    /// Its numbers give none, and why.
    Undefined(String),
}

/// A problem in the ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// What is missing for the figures; the currency alone does not hinder them.
    pub missing: Vec<Missing>,
    /// What it is counted in, where that is known.
    pub basis: Option<Basis>,
    /// The figures, or `None` while something is missing.
    pub figures: Option<Figures>,
    /// Why recorded numbers give no figures at all, such as a horizon of 0 months.
    pub refused: Option<String>,
    /// 1 and the number of those, counted alike, whose whole range of return lies above this one's.
    pub place: Option<usize>,
    /// Those it is tied with, by index: their ranges of return overlap.
    pub tied_with: Vec<usize>,
    /// The second lens.
    pub rice: Rice,
}

/// All problems with their places.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// The problems, in the order they were given.
    pub rows: Vec<Ranked>,
    /// Their indices in the order to show: by basis, the one most are counted in first; within it by place,
    /// then by likely return; those without a return last.
    pub order: Vec<usize>,
    /// Every basis among those with a return, in the order they are shown. More than one means that their
    /// places do not compare.
    pub bases: Vec<Basis>,
}

/// Ranks problems.
#[must_use]
pub fn rank(problems: &[Recorded]) -> Ranking {
    let mut rows: Vec<Ranked> = problems.iter().map(alone).collect();
    let mut bases: Vec<(Basis, Vec<usize>)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let (Some(basis), Some(Ok(_))) = (&row.basis, row.figures.as_ref().map(|f| &f.roi)) else { continue };
        match bases.iter_mut().find(|(known, _)| known == basis) {
            Some((_, of)) => of.push(at),
            None => bases.push((basis.clone(), vec![at])),
        }
    }
    bases.sort_by(|(a, in_a), (b, in_b)| in_b.len().cmp(&in_a.len()).then_with(|| a.cmp(b)));
    let mut order = Vec::with_capacity(rows.len());
    for (_, of) in &bases {
        let spans: Vec<Span> = of.iter().filter_map(|&at| return_of(&rows[at])).collect();
        for (&at, standing) in of.iter().zip(money::standings(&spans)) {
            rows[at].place = Some(standing.place);
            rows[at].tied_with = standing.tied_with.iter().map(|&other| of[other]).collect();
        }
        let mut sorted = of.clone();
        let likely = |at: usize| return_of(&rows[at]).map_or(f64::NEG_INFINITY, |span| span.likely());
        sorted.sort_by(|&a, &b| {
            rows[a].place.cmp(&rows[b].place).then(likely(b).total_cmp(&likely(a))).then(a.cmp(&b))
        });
        order.extend(sorted);
    }
    // Figures without a return before those that lack numbers.
    let rest = |with: bool| {
        let rows = &rows;
        (0..rows.len()).filter(move |&at| rows[at].place.is_none() && rows[at].figures.is_some() == with)
    };
    let rest: Vec<usize> = rest(true).chain(rest(false)).collect();
    order.extend(rest);
    place_by_rice(&mut rows);
    Ranking { rows, order, bases: bases.into_iter().map(|(basis, _)| basis).collect() }
}

fn return_of(row: &Ranked) -> Option<Span> {
    row.figures.as_ref()?.roi.as_ref().ok().copied()
}

fn place_by_rice(rows: &mut [Ranked]) {
    let score = |row: &Ranked| if let Rice::Score { score, .. } = row.rice { Some(score) } else { None };
    let all: Vec<f64> = rows.iter().filter_map(score).collect();
    for row in rows {
        if let Rice::Score { score, place } = &mut row.rice {
            *place = 1 + all.iter().filter(|other| **other > *score).count();
        }
    }
}

fn alone(problem: &Recorded) -> Ranked {
    let mut missing = Vec::new();
    let mut refused = None;
    let mut span = |field: &'static str, what: &str, amount: &Amount| match whole(what, amount) {
        Ok(Some(span)) => Some(span),
        Ok(None) => {
            missing.push(Missing { field, words: lacking(what, amount) });
            None
        }
        Err(why) => {
            refused = Some(why);
            None
        }
    };
    let benefit = span("benefit", "benefit", &problem.benefit);
    let build = span("build-cost", "cost to build", &problem.build);
    let run = span("run-cost", "cost to run", &problem.run);
    let months = problem.months.and_then(|months| u32::try_from(months).ok()).filter(|months| *months > 0);
    match (problem.months, months) {
        (None, _) => missing.push(Missing { field: "horizon", words: "no horizon recorded".into() }),
        (Some(recorded), None) => {
            let why =
                if recorded > 0 { "has too many months to count with" } else { "must be a month or more" };
            refused = Some(format!("the horizon {why}"));
        }
        _ => {}
    }
    let currency = problem.currency.trim().to_uppercase();
    if currency.is_empty() && (benefit.is_some() || build.is_some() || run.is_some()) {
        missing.push(Missing { field: "currency", words: "no currency recorded".into() });
    }
    let mut figures = None;
    if let (Some(benefit), Some(build), Some(run), Some(months)) = (benefit, build, run, months) {
        match figures_of(&Worth { benefit, build, run, months }) {
            Ok(known) => figures = Some(known),
            Err(why) => refused = Some(why.to_string()),
        }
    }
    Ranked {
        missing,
        basis: months.map(|months| Basis { currency, months }),
        figures,
        refused,
        place: None,
        tied_with: Vec::new(),
        rice: rice_of(problem),
    }
}

fn figures_of(worth: &Worth) -> Result<Figures, crate::figures::FigureError> {
    Ok(Figures {
        cost: money::cost(worth)?,
        net: money::net_value(worth)?,
        payback: money::payback(worth)?,
        roi: money::return_on_investment(worth).map_err(|why| why.to_string()),
    })
}

fn whole(what: &str, amount: &Amount) -> Result<Option<Span>, String> {
    let (Some(low), Some(likely), Some(high)) = (amount.low, amount.likely, amount.high) else {
        return Ok(None);
    };
    Span::new(low, likely, high).map(Some).map_err(|why| format!("the {what}: {why}"))
}

fn lacking(what: &str, amount: &Amount) -> String {
    let ends = [("low", amount.low), ("likely", amount.likely), ("high", amount.high)];
    let gone: Vec<&str> = ends.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| *name).collect();
    if gone.len() == ends.len() {
        format!("no {what} recorded")
    } else {
        format!("no {} {what} recorded", gone.join(" and no "))
    }
}

fn rice_of(problem: &Recorded) -> Rice {
    let numbers = [
        ("reach", problem.reach),
        ("impact", problem.impact),
        ("confidence", problem.confidence),
        ("effort", problem.effort),
    ];
    match (problem.reach, problem.impact, problem.confidence, problem.effort) {
        (Some(reach), Some(impact), Some(confidence), Some(effort)) => {
            match rice(reach, impact, confidence, effort) {
                Ok(score) => Rice::Score { score, place: 0 },
                Err(why) => Rice::Undefined(why.to_string()),
            }
        }
        _ => Rice::Missing(
            numbers
                .iter()
                .filter(|(_, value)| value.is_none())
                .map(|(field, _)| Missing { field, words: format!("no {field} recorded") })
                .collect(),
        ),
    }
}
