//! Numbers, money and days of a dossier in words.

use throughline_model::card::day;

use crate::dto::SpanDto;

/// "1,204", "0.25", "−3.5": at most so many decimals, none that say nothing.
pub(super) fn number(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "?".to_owned();
    }
    // Halves go up, as on the screen; a format alone sends 212.5 to 212.
    let scale = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    let text = format!("{:.decimals$}", (value.abs() * scale).round() / scale);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    let fraction = fraction.trim_end_matches('0');
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    if value < 0.0 && out != "0" { format!("−{out}") } else { out }
}

/// "250 %".
pub(super) fn percent(ratio: f64) -> String {
    format!("{}\u{a0}%", number(ratio * 100.0, usize::from(ratio.abs() < 0.1)))
}

/// "likely 213 %, −17 % to 579 %".
pub(super) fn return_words(span: &SpanDto) -> String {
    format!("{}, {} to {}", percent(span.likely), percent(span.low), percent(span.high))
}

/// "142,800 EUR, −19,000 to 281,400".
pub(super) fn money(span: &SpanDto, currency: &str) -> String {
    format!("{}\u{a0}{currency}, {} to {}", number(span.likely, 0), number(span.low, 0), number(span.high, 0))
}

/// "4.5 months", "never".
pub(super) fn months(value: Option<f64>) -> String {
    value.map_or_else(|| "never".to_owned(), |n| format!("{}\u{a0}months", number(n, 1)))
}

/// "12 Oct 2026 to 3 Nov 2026", "since 12 Oct 2026".
pub(super) fn period(from: Option<&str>, until: Option<&str>) -> String {
    match (from, until) {
        (Some(from), Some(until)) => format!("{} to {}", day(from), day(until)),
        (Some(from), None) => format!("since {}", day(from)),
        (None, Some(until)) => format!("until {}", day(until)),
        (None, None) => "not dated".to_owned(),
    }
}

/// "1 artefact", "3 artefacts".
pub(super) fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n as f64, 0), if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_say_no_more_than_they_know() {
        for (value, decimals, words) in [
            (142_800.0, 0, "142,800"),
            (-19_000.0, 0, "−19,000"),
            (0.25, 2, "0.25"),
            (0.5, 2, "0.5"),
            (-0.001, 1, "0"),
            (f64::NAN, 1, "?"),
        ] {
            assert_eq!(number(value, decimals), words);
        }
        assert_eq!(percent(2.127), "213\u{a0}%");
    }
}
