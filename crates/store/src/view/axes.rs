//! Which states an entity has had, on both time axes.
//!
//! Records arrive in log order and say when they were so. *Known* at a log position is the fold of all
//! records up to it; *so* at an instant is the fold of all records that were so by then. Usually both
//! orders agree, and one row serves both axes; a late arrival gives each axis rows of its own.

use std::cmp::Ordering;

/// An open end of an interval.
pub(crate) const OPEN: i64 = i64::MAX;

/// When one record arrived and when it was so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Log position.
    pub position: i64,
    /// Milliseconds since 1970.
    pub effective: i64,
}

/// A set of an entity's records: those an observer sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Those that arrived at this position or before.
    Known(i64),
    /// Those that were so at this instant or before.
    So(i64),
}

impl Cut {
    /// Whether a record is in the set.
    pub fn holds(self, moment: Moment) -> bool {
        match self {
            Cut::Known(position) => moment.position <= position,
            Cut::So(instant) => moment.effective <= instant,
        }
    }
}

/// One set of records and the half-open intervals in which it is all there is to see. `(0, 0)` where
/// the set never is, on that axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub cut: Cut,
    pub known: (i64, i64),
    pub so: (i64, i64),
}

/// Every different set of an entity's records that one of the axes ever shows. The order of `moments`
/// does not matter.
pub(crate) fn spans(moments: &[Moment]) -> Vec<Span> {
    if let [one] = moments {
        return vec![Span {
            cut: Cut::Known(one.position),
            known: (one.position, OPEN),
            so: (one.effective, OPEN),
        }];
    }
    let known = steps(moments, |m| (m.position, m.effective));
    let so = steps(moments, |m| (m.effective, m.position));
    let mut spans = Vec::with_capacity(known.len() + 2);
    let mut so_left = so.iter().peekable();
    let own = |step: &Step, on_known: bool| {
        let interval = (step.from, step.to);
        if on_known {
            Span { cut: Cut::Known(step.from), known: interval, so: (0, 0) }
        } else {
            Span { cut: Cut::So(step.from), known: (0, 0), so: interval }
        }
    };
    for step in &known {
        // Both lists grow in size, so sets of one size are the only ones that can be equal.
        while let Some(other) = so_left.next_if(|other| other.size < step.size) {
            spans.push(own(other, false));
        }
        match so_left.peek().map(|other| (other.size.cmp(&step.size), *other)) {
            Some((Ordering::Equal, other)) if step.other_max <= other.from => {
                spans.push(Span {
                    cut: Cut::Known(step.from),
                    known: (step.from, step.to),
                    so: (other.from, other.to),
                });
                so_left.next();
            }
            _ => spans.push(own(step, true)),
        }
    }
    spans.extend(so_left.map(|step| own(step, false)));
    spans
}

/// One value of an axis at which the set grows.
struct Step {
    from: i64,
    to: i64,
    /// Records in the set.
    size: usize,
    /// The largest value on the other axis in the set.
    other_max: i64,
}

fn steps(moments: &[Moment], axes: impl Fn(&Moment) -> (i64, i64)) -> Vec<Step> {
    let mut along: Vec<(i64, i64)> = moments.iter().map(axes).collect();
    along.sort_unstable();
    let mut steps: Vec<Step> = Vec::with_capacity(along.len());
    let mut other_max = i64::MIN;
    for (seen, (at, other)) in along.into_iter().enumerate() {
        other_max = other_max.max(other);
        let size = seen + 1;
        match steps.last_mut() {
            Some(last) if last.from == at => {
                last.size = size;
                last.other_max = other_max;
            }
            last => {
                if let Some(last) = last {
                    last.to = at;
                }
                steps.push(Step { from: at, to: OPEN, size, other_max });
            }
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use proptest::prelude::*;

    use super::*;

    fn moments(pairs: &[(i64, i64)]) -> Vec<Moment> {
        pairs.iter().map(|&(position, effective)| Moment { position, effective }).collect()
    }

    #[test]
    fn records_in_order_share_their_rows() {
        let spans = spans(&moments(&[(1, 10), (4, 20)]));
        assert_eq!(spans.len(), 2);
        assert_eq!((spans[0].known, spans[0].so), ((1, 4), (10, 20)));
        assert_eq!((spans[1].known, spans[1].so), ((4, OPEN), (20, OPEN)));
    }

    #[test]
    fn a_late_arrival_gives_each_axis_its_own_row() {
        let spans = spans(&moments(&[(1, 20), (4, 10)]));
        assert_eq!(spans.len(), 3);
        assert!(spans.contains(&Span { cut: Cut::Known(1), known: (1, 4), so: (0, 0) }));
        assert!(spans.contains(&Span { cut: Cut::So(10), known: (0, 0), so: (10, 20) }));
        assert!(spans.contains(&Span { cut: Cut::Known(4), known: (4, OPEN), so: (20, OPEN) }));
    }

    proptest! {
        #[test]
        fn every_point_of_both_axes_sees_exactly_its_records(
            pairs in prop::collection::vec((1i64..8, -3i64..8), 1..12)
        ) {
            let moments = moments(&pairs);
            let spans = spans(&moments);
            let seen = |cut: Cut| -> Vec<bool> { moments.iter().map(|m| cut.holds(*m)).collect() };
            for point in -4i64..10 {
                for (wanted, pick) in [
                    (Cut::Known(point), (|s: &Span| s.known) as fn(&Span) -> (i64, i64)),
                    (Cut::So(point), |s: &Span| s.so),
                ] {
                    let here: Vec<&Span> = spans
                        .iter()
                        .filter(|s| { let (from, to) = pick(s); from <= point && point < to })
                        .collect();
                    let wanted = seen(wanted);
                    if wanted.contains(&true) {
                        prop_assert_eq!(here.len(), 1);
                        prop_assert_eq!(seen(here[0].cut), wanted);
                    } else {
                        prop_assert!(here.is_empty());
                    }
                }
            }
            // No set is folded twice.
            for (i, one) in spans.iter().enumerate() {
                for other in &spans[i + 1..] {
                    prop_assert_ne!(seen(one.cut), seen(other.cut));
                }
            }
        }
    }
}
