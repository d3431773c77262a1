//! What one cell of a text holds.

/// A cell, by what it looks like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell {
    /// Empty, or one of [`MISSING`].
    Missing,
    /// A whole number.
    Int(f64),
    /// A number with a point or an exponent.
    Decimal(f64),
    /// `NaN`.
    Nan,
    /// Infinite.
    Infinite,
    /// `true` or `false`.
    Bool,
    /// A day, counted from 1970.
    Date(f64),
    /// A moment in seconds from 1970.
    Instant(f64),
    /// Anything else.
    Text,
}

/// What stands for a value that is missing, beside nothing at all.
pub(super) const MISSING: [&[u8]; 6] = [b"NA", b"N/A", b"null", b"NULL", b"None", b"\\N"];

/// Whole numbers up to this size are told apart by a float.
pub(super) const TOLD_APART: f64 = 9_007_199_254_740_992.0;

const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

#[inline]
pub(super) fn read(cell: &[u8]) -> Cell {
    let cell = cell.trim_ascii();
    let Some(first) = cell.first() else { return Cell::Missing };
    match first {
        b'0'..=b'9' | b'-' | b'+' | b'.' => number(cell).or_else(|| moment(cell)).unwrap_or(Cell::Text),
        _ if cell.len() > 9 => Cell::Text,
        b'N' | b'n' | b'\\' if MISSING.contains(&cell) => Cell::Missing,
        b't' | b'T' | b'f' | b'F' if is_bool(cell) => Cell::Bool,
        b'n' | b'N' if cell.eq_ignore_ascii_case(b"nan") => Cell::Nan,
        b'i' | b'I' if infinite(cell) => Cell::Infinite,
        _ => Cell::Text,
    }
}

fn is_bool(cell: &[u8]) -> bool {
    cell.eq_ignore_ascii_case(b"true") || cell.eq_ignore_ascii_case(b"false")
}

fn infinite(cell: &[u8]) -> bool {
    cell.eq_ignore_ascii_case(b"inf") || cell.eq_ignore_ascii_case(b"infinity")
}

/// A number in digits. What begins with a needless 0 (`007`, a telephone number) is none.
#[inline]
fn number(cell: &[u8]) -> Option<Cell> {
    let (negative, digits) = match cell {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if digits.len() > 1 && digits.first() == Some(&b'0') && digits.get(1).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let (mut mantissa, mut seen, mut after) = (0_u64, 0_usize, None);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                seen += 1;
                if seen > 18 {
                    return slow(cell);
                }
                mantissa = mantissa * 10 + u64::from(byte - b'0');
            }
            b'.' if after.is_none() => after = Some(seen),
            b'e' | b'E' if seen > 0 => return slow(cell),
            b'i' | b'I' if seen == 0 => return slow(cell),
            // Dates, among others: not worth a second look as a number.
            _ => return None,
        }
    }
    if seen == 0 {
        return slow(cell);
    }
    let sign = if negative { -1.0 } else { 1.0 };
    match after {
        None => Some(Cell::Int(sign * mantissa as f64)),
        // Exact: both are floats without rounding, and so is their quotient rounded once (Clinger, 1990).
        Some(after) if mantissa < (1 << 53) => {
            Some(Cell::Decimal(sign * (mantissa as f64 / POWERS.get(seen - after)?)))
        }
        Some(_) => slow(cell),
    }
}

/// Numbers that take more care: exponents, many digits; and the words a sign can stand before.
#[cold]
fn slow(cell: &[u8]) -> Option<Cell> {
    let text = std::str::from_utf8(cell).ok()?;
    if infinite(text.trim_start_matches(['+', '-']).as_bytes()) {
        return Some(Cell::Infinite);
    }
    // Of the words that parse as floats none is left; “1e” and “.” do not.
    if !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')) {
        return None;
    }
    let value: f64 = text.parse().ok()?;
    // What is larger than any float is no number one can count with.
    if !value.is_finite() {
        return None;
    }
    let whole = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'+' | b'-'));
    Some(if whole { Cell::Int(value) } else { Cell::Decimal(value) })
}

/// `2026-08-01`, `2026/08/01`, and with a time after `T` or a space, with or without seconds and offset; no offset
/// is UTC.
fn moment(cell: &[u8]) -> Option<Cell> {
    let day = cell.get(..10)?;
    let mark = *day.get(4)?;
    if !matches!(mark, b'-' | b'/') || day.get(7) != Some(&mark) {
        return None;
    }
    let (year, month, of_month) = (digits(day, 0, 4)?, digits(day, 5, 2)?, digits(day, 8, 2)?);
    let days = days(year, month, of_month)?;
    let rest = cell.get(10..)?;
    if rest.is_empty() {
        return Some(Cell::Date(days));
    }
    if !matches!(rest.first(), Some(b'T' | b't' | b' ')) || rest.get(3) != Some(&b':') {
        return None;
    }
    let (hour, minute) = (digits(rest, 1, 2)?, digits(rest, 4, 2)?);
    let (mut second, mut at) = (0.0, 6);
    if rest.get(6) == Some(&b':') {
        second = digits(rest, 7, 2)? as f64;
        at = 9;
        if rest.get(9) == Some(&b'.') {
            let end = rest.iter().skip(10).take_while(|b| b.is_ascii_digit()).count();
            let fraction = std::str::from_utf8(rest.get(9..10 + end)?).ok()?;
            second += format!("0{fraction}").parse::<f64>().ok()?;
            at = 10 + end;
        }
    }
    if hour > 23 || minute > 59 || second >= 61.0 {
        return None;
    }
    let offset = match rest.get(at..)? {
        [] | [b'Z' | b'z'] => 0,
        zone @ [b'+' | b'-', ..] => {
            let minutes = match zone.len() {
                6 if zone.get(3) == Some(&b':') => digits(zone, 1, 2)? * 60 + digits(zone, 4, 2)?,
                5 => digits(zone, 1, 2)? * 60 + digits(zone, 3, 2)?,
                3 => digits(zone, 1, 2)? * 60,
                _ => return None,
            };
            if zone.first() == Some(&b'-') { -minutes } else { minutes }
        }
        _ => return None,
    };
    let minutes = hour * 60 + minute - offset;
    Some(Cell::Instant(days * 86_400.0 + minutes as f64 * 60.0 + second))
}

fn digits(text: &[u8], from: usize, count: usize) -> Option<i64> {
    let mut out = 0;
    for byte in text.get(from..from + count)? {
        if !byte.is_ascii_digit() {
            return None;
        }
        out = out * 10 + i64::from(byte - b'0');
    }
    Some(out)
}

/// Days from 1970 of a day of the calendar (Hinnant, "chrono-compatible low-level date algorithms").
fn days(year: i64, month: i64, day: i64) -> Option<f64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if !(1..=longest).contains(&day) {
        return None;
    }
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Some(days as f64)
}

#[cfg(test)]
mod tests {
    use super::{Cell, read};

    #[test]
    fn a_cell_is_what_it_looks_like() {
        for (text, wanted) in [
            ("", Cell::Missing),
            ("  ", Cell::Missing),
            ("NA", Cell::Missing),
            ("null", Cell::Missing),
            ("0", Cell::Int(0.0)),
            ("-12", Cell::Int(-12.0)),
            ("+7", Cell::Int(7.0)),
            ("39.1", Cell::Decimal(39.1)),
            (".5", Cell::Decimal(0.5)),
            ("0.1", Cell::Decimal(0.1)),
            ("1e3", Cell::Decimal(1000.0)),
            ("0.30000000000000004", Cell::Decimal(0.30000000000000004)),
            ("12345678901234567890", Cell::Int(12345678901234567890.0)),
            ("1e999", Cell::Text),
            ("007", Cell::Text),
            ("1.2.3", Cell::Text),
            ("-", Cell::Text),
            (".", Cell::Text),
            ("nan", Cell::Nan),
            ("-Infinity", Cell::Infinite),
            ("inf", Cell::Infinite),
            ("TRUE", Cell::Bool),
            ("yes", Cell::Text),
            ("1970-01-01", Cell::Date(0.0)),
            ("2024/02/29", Cell::Date(19782.0)),
            ("2023-02-29", Cell::Text),
            ("1970-01-02T00:00:01Z", Cell::Instant(86401.0)),
            ("1970-01-01 02:00:00.5+02:00", Cell::Instant(0.5)),
            ("1970-01-01 25:00", Cell::Text),
            ("Dinner at 8", Cell::Text),
        ] {
            assert_eq!(read(text.as_bytes()), wanted, "{text:?}");
        }
    }
}
