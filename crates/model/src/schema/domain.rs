//! What values a field takes, in words.

use crate::data::{DataType, FieldProfile};

/// Values that are named one by one.
const NAMED: usize = 6;

/// Smallest and largest of values that are all numbers.
pub(super) fn limits(values: &[String]) -> Option<(f64, f64)> {
    let numbers: Option<Vec<f64>> = values.iter().map(|value| value.trim().parse().ok()).collect();
    let numbers = numbers.filter(|list| !list.is_empty())?;
    Some(
        numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x))),
    )
}

/// How many steps a scale has, if the field takes few values.
#[must_use]
pub fn steps(field: &FieldProfile) -> Option<usize> {
    let values = field.values.as_ref()?;
    (2..=12).contains(&values.len()).then_some(values.len())
}

/// What a field takes: “whole numbers 1 to 5”, “up, down”, “text”.
#[must_use]
pub fn domain_words(field: &FieldProfile) -> String {
    let Some(values) = field.values.as_ref().filter(|values| !values.is_empty()) else {
        return field.ty.words().to_owned();
    };
    if field.ty == DataType::Int
        && let Some((low, high)) = limits(values)
    {
        let whole = (high - low + 1.0) as usize == values.len();
        if whole && values.len() > 2 {
            return format!("whole numbers {low} to {high}");
        }
    }
    if values.len() <= NAMED {
        return values.join(", ");
    }
    format!("{}, {} values", field.ty.words(), values.len())
}
