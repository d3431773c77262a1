//! Experiments: a plan, its lock, its results, and what the figures say of them.
//!
//! Everything here is computed from what was recorded, each time anew. The formulas are those of
//! [`crate::figures`]; this module decides which of them applies and what may be said at all.
//!
//! - Estimates and differences are in the metric's own unit: a share in per cent is 36.7, not 0.367.
//! - The control is the arm of that name, else the first one of the plan. Each other arm is held against it on its
//!   own; alpha is not shared out between several of them.
//! - The margin of the verdict is the minimum effect: a loss smaller than the smallest difference worth having
//!   is *not worse*.

mod assess;
mod beside;
pub mod csv;
mod data;
mod guards;
mod lock;
mod plan;
mod today;
pub mod words;

pub use assess::{ArmResult, Assessment, Contrast, Effect, Ratio, Reading, Standing, assess, same_arm};
pub use beside::{Beside, beside, stands_for};
pub use data::{Data, Recorded};
pub use guards::GuardResult;
pub use lock::{Lock, PLAN_FIELDS, PLAN_LINKS, PlanChange, after_lock};
pub use plan::{Arm, Gap, Guard, Metric, Plan, Sizing, USUAL_ALPHA, USUAL_POWER};
pub use today::{AgainstToday, against_today};
