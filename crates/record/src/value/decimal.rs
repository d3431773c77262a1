//! Decimal numbers as text in one spelling: `-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?`, never `-0`.
//!
//! A measured number may also be `NaN`, `Infinity` or `-Infinity`.

use super::ValueError;

/// A decimal has at most this many digits before the point, and as many in all; room for every
/// double even written out exactly (1,074 digits after the point).
pub const MAX_LENGTH: usize = 1100;

/// The words a measured number may be besides a decimal.
const WORDS: [&str; 3] = ["NaN", "Infinity", "-Infinity"];

/// Whether the text is a decimal in its one spelling.
pub fn is_decimal(text: &str) -> bool {
    normalise(text).is_ok_and(|normal| normal == text)
}

/// Whether the text is a decimal in its one spelling, or `NaN`, `Infinity`, `-Infinity`.
pub fn is_measured(text: &str) -> bool {
    WORDS.contains(&text) || is_decimal(text)
}

/// Brings a decimal into its one spelling: `1.50` → `1.5`, `-0` → `0`, `007` → `7`, `.5` → `0.5`,
/// `1e3` → `1000`.
///
/// # Errors
/// Refuses a leading `+`, spaces, words, hex, and numbers beyond [`MAX_LENGTH`] when
/// written out.
pub fn normalise(text: &str) -> Result<String, ValueError> {
    written_out(text).ok_or_else(|| ValueError::NotADecimal(text.chars().take(80).collect()))
}

/// As [`normalise`], and keeps `NaN`, `Infinity` and `-Infinity`.
///
/// # Errors
/// As [`normalise`].
pub fn normalise_measured(text: &str) -> Result<String, ValueError> {
    if WORDS.contains(&text) {
        return Ok(text.to_owned());
    }
    normalise(text)
}

/// The shortest decimal that reads back as this double, in plain notation; `NaN`, `Infinity` and
/// `-Infinity` for those.
pub fn from_f64(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else if number == 0.0 {
        "0".to_owned()
    } else {
        // `Display` of a double is its shortest round-trip form and never uses an exponent.
        format!("{number}")
    }
}

/// The double nearest to a decimal or measured number in its one spelling; `None` for other text.
pub fn to_f64(text: &str) -> Option<f64> {
    if is_measured(text) { text.parse().ok() } else { None }
}

fn written_out(text: &str) -> Option<String> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits_only = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !digits_only(whole) || !digits_only(fraction) {
        return None;
    }
    if whole.len() + fraction.len() > MAX_LENGTH {
        return None;
    }
    // The number is `digits` with the point after the first `point` of them.
    let digits = [whole, fraction].concat();
    let leading = digits.bytes().take_while(|b| *b == b'0').count();
    let significant = digits.get(leading..)?.trim_end_matches('0');
    if significant.is_empty() {
        return Some("0".to_owned());
    }
    let point = i64::try_from(whole.len()).ok()? - i64::try_from(leading).ok()? + exponent;
    let length = i64::try_from(significant.len()).ok()?;
    if point.abs().max(length) > i64::try_from(MAX_LENGTH).ok()? {
        return None;
    }
    let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or(0));
    let plain = if point <= 0 {
        format!("0.{}{significant}", zeros(-point))
    } else if point >= length {
        format!("{significant}{}", zeros(point - length))
    } else {
        let (whole, fraction) = significant.split_at_checked(usize::try_from(point).ok()?)?;
        format!("{whole}.{fraction}")
    };
    Some(if negative { format!("-{plain}") } else { plain })
}

fn parse_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    // Seven digits hold every exponent that can stay within the length limit.
    if digits.is_empty() || digits.len() > 7 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.strip_prefix('+').unwrap_or(text).parse().ok()
}
