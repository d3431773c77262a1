//! Trying ideas cheaply.

use super::Kind;
use crate::field::{choice, decimal, line, many, one};

pub(super) const KINDS: &[Kind] = &[kind! {
    "prototype" Some("PRT"), Prototype, "Prototype" / "Prototypes";
    title: required "Name", "What the team calls it.";
    fields: [
        one("idea", "Idea", "realises").required().hint("The idea it tries out."),
        choice("fidelity", "Fidelity", &["baseline", "paper", "wizard-of-oz", "offline", "shadow", "live"]).required().matters().hint("Baseline is the simplest solution; it must beat today's approach."),
        many("can-measure", "Can measure", "can-measure").hint("The metrics it can tell about."),
        decimal("labour-estimated", "Labour, estimated").unit("person-days").hint("Person-days, before."),
        decimal("labour-actual", "Labour, actual").unit("person-days").hint("Person-days, after."),
        decimal("serving-cost", "Serving cost").unit("{currency} per 1,000 predictions").matters().hint("Money per 1,000 predictions."),
        line("currency", "Currency").hint("EUR, USD …"),
        line("serving-hardware", "Serving hardware").matters().hint("What it needs to run on."),
        many("produced", "Produced", "produced").hint("Model, data and code versions that came out of it."),
    ];
    blurb: "The cheapest thing that can tell whether an idea works, from paper to live.";
    example: "Most-ordered near you: baseline, 2 person-days, 0.01 EUR per 1,000 predictions, no GPU.";
}];
