//! Prototypes beside each other: from the simplest to what is live, and their cost against a budget.

/// The fidelities in the order a team climbs them.
pub const FIDELITIES: &[&str] = &["baseline", "paper", "wizard-of-oz", "offline", "shadow", "live"];

/// Where a fidelity stands in that order; what is none of them comes last.
#[must_use]
pub fn place(fidelity: &str) -> usize {
    FIDELITIES.iter().position(|known| *known == fidelity).unwrap_or(FIDELITIES.len())
}

/// Points of the scale every criterion is scored on.
const MOST_POINTS: f64 = 5.0;

/// The amount at which a score on a criterion reaches its gate, in the unit of its anchors: on the straight line
/// between them (0 points at `worst`, 5 at `best`). `None` for a gate that is not on the scale.
#[must_use]
pub fn at_gate(worst: f64, best: f64, gate: f64) -> Option<f64> {
    (0.0..=MOST_POINTS).contains(&gate).then(|| worst + (best - worst) * gate / MOST_POINTS)
}

/// A cost against its budget.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Against {
    /// It costs no more than the budget; the share of it that is used, 0 to 1.
    Within {
        /// Cost over budget.
        share: f64,
    },
    /// It costs more: so many times the budget, above 1.
    Above {
        /// Cost over budget.
        times: f64,
    },
}

/// Sets a cost beside a budget in the same unit; `None` where the budget is not above 0 or the cost is below 0.
#[must_use]
pub fn against(cost: f64, budget: f64) -> Option<Against> {
    let times = cost / budget;
    if !(budget > 0.0 && times.is_finite() && times >= 0.0) {
        return None;
    }
    Some(if times <= 1.0 { Against::Within { share: times } } else { Against::Above { times } })
}
