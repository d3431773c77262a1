//! Dates as people write them in decision records.

/// What a date cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// A day of the calendar, `YYYY-MM-DD`.
    Day(String),
    /// A month or year only.
    Incomplete,
    /// Written like a date, but there is no such day (30 February, month 13).
    Impossible,
    /// Day and month could be either way round.
    Ambiguous,
    /// Not a date: a template's placeholder or a remark.
    NotADate,
    /// Nothing, or "N/A".
    Empty,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Reads a date in the ways seen in real records: `2023-02-20`, `11-April-2023`,
/// `December 11, 2025`, `Sep 5th, 2023`, `8 Jun 2024`, `22-10-2024`, `2024/01/05`,
/// also as the beginning of an instant.
pub(crate) fn read(text: &str) -> Said {
    let text = text.trim();
    if is_nothing(text) {
        return Said::Empty;
    }
    // An instant's time of day says nothing about the day.
    let day_part = match text.split_once('T') {
        Some((day, time)) if day.len() == 10 && time.contains(':') => day,
        _ => text,
    };
    let words: Vec<String> = day_part
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    let mut month: Option<u32> = None;
    for word in &words {
        if let Some(number) = number(word) {
            numbers.push(number);
        } else if let Some(found) = month_of(word) {
            month.get_or_insert(found);
        } else if !["of", "the", "on", "mon", "tue", "wed", "thu", "fri", "sat", "sun"]
            .contains(&word.as_str())
        {
            return Said::NotADate;
        }
        // What follows a whole date is a remark (a time of day, "(updated …)").
        if numbers.len() + usize::from(month.is_some()) == 3 {
            break;
        }
    }
    let year_at = numbers.iter().position(|(_, digits)| *digits == 4);
    let values: Vec<u32> = numbers.iter().map(|(n, _)| *n).collect();
    match (values.as_slice(), month, year_at) {
        (&[_], _, Some(0)) => Said::Incomplete,
        (&[year, day], Some(month), Some(0)) => calendar(year, month, day),
        (&[day, year], Some(month), Some(1)) => calendar(year, month, day),
        (&[_, _], None, Some(_)) => Said::Incomplete,
        (&[year, month, day], None, Some(0)) => calendar(year, month, day),
        (&[a, b, year], None, Some(2)) if a > 12 => calendar(year, b, a),
        (&[a, b, year], None, Some(2)) if b > 12 => calendar(year, a, b),
        (&[a, b, year], None, Some(2)) if a == b => calendar(year, a, b),
        (&[_, _, _], None, Some(2)) => Said::Ambiguous,
        _ => Said::NotADate,
    }
}

/// Whether a cell says "nothing here".
pub(crate) fn is_nothing(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.').to_lowercase();
    matches!(
        text.as_str(),
        "" | "n/a" | "na" | "none" | "-" | "--" | "–" | "—" | "nil" | "null" | "tbd" | "?"
    )
}

fn number(word: &str) -> Option<(u32, usize)> {
    let digits = word
        .strip_suffix("st")
        .or_else(|| word.strip_suffix("nd"))
        .or_else(|| word.strip_suffix("rd"))
        .or_else(|| word.strip_suffix("th"))
        .unwrap_or(word);
    if digits.len() > 4 || !digits.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    Some((digits.parse().ok()?, digits.len()))
}

fn month_of(word: &str) -> Option<u32> {
    if word.len() < 3 {
        return None;
    }
    let found = MONTHS
        .iter()
        .position(|month| month.starts_with(word) || (word == "sept" && *month == "september"))?;
    u32::try_from(found + 1).ok()
}

fn calendar(year: u32, month: u32, day: u32) -> Said {
    let date = format!("{year:04}-{month:02}-{day:02}");
    if throughline_record::date::is_date(&date) { Said::Day(date) } else { Said::Impossible }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, day) in [
            ("2023-02-20", "2023-02-20"),
            ("11-April-2023", "2023-04-11"),
            ("December 11, 2025", "2025-12-11"),
            ("Sep 5th, 2023", "2023-09-05"),
            ("8 Jun 2024", "2024-06-08"),
            ("22-10-2024", "2024-10-22"),
            ("10/22/2024", "2024-10-22"),
            ("2024/01/05", "2024-01-05"),
            ("2024-01-05T10:00:00Z", "2024-01-05"),
            ("2024-01-05 (last updated 2024-02-01)", "2024-01-05"),
            ("May 5, 2024", "2024-05-05"),
        ] {
            assert_eq!(read(text), Said::Day(day.into()), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_day_is_told_apart() {
        for (text, said) in [
            ("January , 2026", Said::Incomplete),
            ("May, 2026", Said::Incomplete),
            ("2026", Said::Incomplete),
            ("2023-02-30", Said::Impossible),
            ("2023-13-01", Said::Impossible),
            ("32-10-2024", Said::Impossible),
            ("03/04/2024", Said::Ambiguous),
            ("insert date", Said::NotADate),
            ("YYYY-MM-DD when the decision was last updated", Said::NotADate),
            ("N/A", Said::Empty),
            ("", Said::Empty),
        ] {
            assert_eq!(read(text), said, "{text}");
        }
    }
}
