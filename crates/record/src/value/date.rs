//! Dates `YYYY-MM-DD` and instants in RFC 3339, UTC only, in the proleptic Gregorian calendar.
//!
//! An instant is `YYYY-MM-DDTHH:MM:SSZ` with up to nine digits of fraction, `T` and `Z` in upper
//! case, and no leap second: milliseconds since 1970 cannot name one.

const MILLIS_PER_DAY: i64 = 86_400_000;

/// Whether the text is a date that exists in the calendar, years 0000 to 9999.
pub fn is_date(text: &str) -> bool {
    days(text).is_some()
}

/// Whether the text is an instant in UTC that exists in the calendar.
pub fn is_instant(text: &str) -> bool {
    millis(text).is_some()
}

/// Milliseconds since 1970-01-01T00:00:00Z; smaller fractions are cut off. `None` if the text is
/// not an instant.
pub fn millis(instant: &str) -> Option<i64> {
    let (date, time) = instant.split_once('T')?;
    let time = time.strip_suffix('Z')?;
    let (clock, fraction) = match time.split_once('.') {
        Some((_, "")) => return None,
        Some((clock, fraction)) => (clock, fraction),
        None => (time, ""),
    };
    let clock = clock.as_bytes();
    if clock.len() != 8 || clock.get(2) != Some(&b':') || clock.get(5) != Some(&b':') {
        return None;
    }
    let (hour, minute, second) =
        (number(clock.get(0..2)?)?, number(clock.get(3..5)?)?, number(clock.get(6..8)?)?);
    if hour > 23 || minute > 59 || second > 59 || fraction.len() > 9 {
        return None;
    }
    number(fraction.as_bytes())?;
    let thousandths =
        fraction.bytes().chain([b'0'; 3]).take(3).fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    Some(days(date)? * MILLIS_PER_DAY + ((hour * 60 + minute) * 60 + second) * 1000 + thousandths)
}

/// The instant at so many milliseconds since 1970, always with three digits of fraction:
/// `2026-11-03T09:12:00.123Z`. Times outside the years 0000 to 9999 become the nearest end.
pub fn from_millis(millis: i64) -> String {
    const FIRST: i64 = -719_528 * MILLIS_PER_DAY;
    const LAST: i64 = 2_932_897 * MILLIS_PER_DAY - 1;
    let millis = millis.clamp(FIRST, LAST);
    let (day, rest) = (millis.div_euclid(MILLIS_PER_DAY), millis.rem_euclid(MILLIS_PER_DAY));
    let (year, month, date) = civil(day);
    let (second, thousandths) = (rest / 1000, rest % 1000);
    format!(
        "{year:04}-{month:02}-{date:02}T{:02}:{:02}:{:02}.{thousandths:03}Z",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

/// The first instant of a date: `2026-11-03` → `2026-11-03T00:00:00.000Z`.
pub fn start_of_day(date: &str) -> Option<String> {
    days(date).map(|day| from_millis(day * MILLIS_PER_DAY))
}

/// The last instant of a date that has a written form: `2026-11-03T23:59:59.999Z`.
pub fn end_of_day(date: &str) -> Option<String> {
    days(date).map(|day| from_millis((day + 1) * MILLIS_PER_DAY - 1))
}

/// Days since 1970-01-01 of a date.
fn days(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return None;
    }
    let (year, month, day) =
        (number(bytes.get(0..4)?)?, number(bytes.get(5..7)?)?, number(bytes.get(8..10)?)?);
    if !(1..=12).contains(&month) {
        return None;
    }
    // A day past the month's end turns into another date, so the way back tells the two apart.
    let count = days_from_civil(year, month, day);
    (civil(count) == (year, month, day)).then_some(count)
}

/// The digits as a number; `None` if there is anything else.
fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0')))
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar, by Howard Hinnant,
/// "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The inverse of [`days_from_civil`]: year, month, day.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}
