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

/// The budget a cost criterion draws, in the unit of its anchors: the amount at which a score reaches the gate,
/// on the straight line between the anchors (0 points at `worst`, 5 at `best`). A gate outside 0 to 5, and
/// one that is missing, leave the amount of a 0: whatever costs more has left the scale.
#[must_use]
pub fn budget(worst: f64, best: Option<f64>, gate: Option<f64>) -> f64 {
    match (best, gate) {
        (Some(best), Some(gate)) if (0.0..=MOST_POINTS).contains(&gate) => {
            worst + (best - worst) * gate / MOST_POINTS
        }
        _ => worst,
    }
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
