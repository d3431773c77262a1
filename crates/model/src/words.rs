//! Words that sentences of several rules are made of.

/// Names as they stand in a sentence: “a, b and c”; empty where there are none.
#[must_use]
pub fn listed(names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<String> = names.into_iter().collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}
