//! The parts a machine-learning system usually has, and what usually passes between them.
//!
//! The parts are those of Sculley et al., “Hidden Technical Debt in Machine Learning Systems” (NIPS 2015),
//! figure 1: only a small part of a real system is the code that learns. The interactions are the usual ones,
//! loops through the world among them; a team takes what fits and changes the rest.

/// A part offered as a start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The value of the component's field `type`.
    pub type_: &'static str,
    /// What it is called until a team names it.
    pub title: &'static str,
    /// What it does for the others.
    pub purpose: &'static str,
}

/// What passes from one part to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passes {
    /// The type of the part that gives.
    pub from: &'static str,
    /// The type of the part that takes.
    pub to: &'static str,
    /// What passes.
    pub what: &'static str,
}

const fn part(type_: &'static str, title: &'static str, purpose: &'static str) -> Part {
    Part { type_, title, purpose }
}

const fn passes(from: &'static str, what: &'static str, to: &'static str) -> Passes {
    Passes { from, to, what }
}

/// The ten parts, in the order data passes through them; what serves all of them stands last.
pub static PARTS: [Part; 10] = [
    part("data-collection", "Data collection", "Writes down what happens, where people use the product."),
    part(
        "data-verification",
        "Data verification",
        "Stops what is not as agreed: columns, types, ranges, amounts.",
    ),
    part(
        "feature-extraction",
        "Feature extraction",
        "Turns data into what the model reads, in training and in service alike.",
    ),
    part("ml-code", "ML code", "Learns the model: the small box in the middle."),
    part("analysis-tools", "Analysis tools", "Compare runs and look into errors, by segment too."),
    part(
        "serving-infrastructure",
        "Serving infrastructure",
        "Answers the product with predictions, in time.",
    ),
    part(
        "monitoring",
        "Monitoring",
        "Sees when data, predictions or answers are no longer as expected, and wakes somebody.",
    ),
    part(
        "configuration",
        "Configuration",
        "Says which data, features and parameters are used, and who changed that.",
    ),
    part(
        "resource-management",
        "Machine resource management",
        "Gives machines to training and serving, and says what they cost.",
    ),
    part(
        "process-management",
        "Process management tools",
        "Run the steps in order, at their time, and again where one failed.",
    ),
];

/// What usually passes between the parts.
pub static PASSES: [Passes; 15] = [
    passes("data-collection", "raw data", "data-verification"),
    passes("data-verification", "checked data", "feature-extraction"),
    passes("data-verification", "what was refused", "monitoring"),
    passes("feature-extraction", "features", "ml-code"),
    passes("feature-extraction", "features in service", "serving-infrastructure"),
    passes("ml-code", "model", "serving-infrastructure"),
    passes("ml-code", "metrics of runs", "analysis-tools"),
    passes("serving-infrastructure", "predictions, times", "monitoring"),
    passes("serving-infrastructure", "what people did with it", "data-collection"),
    passes("monitoring", "alerts", "process-management"),
    passes("analysis-tools", "what to try next", "configuration"),
    passes("configuration", "parameters", "ml-code"),
    passes("resource-management", "machines", "ml-code"),
    passes("resource-management", "machines", "serving-infrastructure"),
    passes("process-management", "when to train", "ml-code"),
];

/// The part of this type, if it is one of the ten.
#[must_use]
pub fn part_of(type_: &str) -> Option<&'static Part> {
    PARTS.iter().find(|part| part.type_ == type_)
}

/// Where a type stands in the usual order; what is none of the ten stands behind them.
#[must_use]
pub fn place_of(type_: &str) -> usize {
    PARTS.iter().position(|part| part.type_ == type_).unwrap_or(PARTS.len())
}
