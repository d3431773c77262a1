//! Keys that put things in an order, with room between any two.
//!
//! Options of a decision and causes of a problem are entities of their own, so their order cannot be
//! that of a list. Each carries a key in the base field `order`: ASCII letters and digits, compared byte
//! by byte. A key is a number in base 62 (`0`–`9`, `A`–`Z`, `a`–`z`), a whole part and a fraction.
//!
//! The first letter of the whole part says how long it is: `a` and one digit, `b` and two, up to `z`;
//! below zero `Z` and one digit, `Y` and two, down to `A`. So comparing bytes compares numbers, and a
//! thousand parts put one after the other have keys of three letters: `a0` … `az`, `b00` … `bzz`. What
//! follows is the fraction; it never ends in `0`, so that there is room below it. This is the scheme of
//! "Implementing Fractional Indexing" (D. Greenspan, 2020).
//!
//! Keys that other programs wrote need not have this form. They are taken as fractions alone: there is
//! room beside them as long as there is a text between.

/// Longest key: what the field `order` takes.
pub const LONGEST: usize = 200;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ZERO: u8 = b'0';

/// A key strictly between two: after `a`, before `b`, where none means the beginning or the end.
///
/// `None` if there is no such key: `a` is not before `b`, one is no key, nothing lies between (only two
/// keys of another's making have no room), or it would be longer than [`LONGEST`].
#[must_use]
pub fn between(a: Option<&str>, b: Option<&str>) -> Option<String> {
    let (a, b) = (a.map(str::as_bytes), b.map(str::as_bytes));
    let is_key = |key: &[u8]| !key.is_empty() && key.iter().all(u8::is_ascii_alphanumeric);
    if !a.is_none_or(is_key) || !b.is_none_or(is_key) {
        return None;
    }
    let key = match (a, b) {
        (None, None) => b"a0".to_vec(),
        (Some(a), None) => after(a)?,
        (None, Some(b)) => before(b)?,
        (Some(a), Some(b)) if a < b => amid(a, b)?,
        _ => return None,
    };
    // What the parts above promise is checked once more: a wrong order would be there for ever.
    let holds = a.is_none_or(|a| a < key.as_slice()) && b.is_none_or(|b| key.as_slice() < b);
    (holds && key.len() <= LONGEST).then(|| String::from_utf8(key).ok()).flatten()
}

/// Keys for so many things, in order, with room between them.
#[must_use]
pub fn spread(count: usize) -> Vec<String> {
    let mut keys: Vec<String> = Vec::with_capacity(count);
    for _ in 0..count {
        keys.extend(between(keys.last().map(String::as_str), None));
    }
    keys
}

/// The keys that have to be written so that things stand in the order they are given in: for each a new
/// key, or `None` where it keeps the one it has. As few are written as can be, so that two people who move
/// different things do not meet.
#[must_use]
pub fn arrange(keys: &[Option<&str>]) -> Vec<Option<String>> {
    let kept = longest_ascending(keys);
    let mut written: Vec<Option<String>> = vec![None; keys.len()];
    let mut last: Option<String> = None;
    for (at, slot) in written.iter_mut().enumerate() {
        if kept.contains(&at) {
            last = keys.get(at).copied().flatten().map(str::to_owned);
            continue;
        }
        let next = kept.iter().find(|one| **one > at).and_then(|one| keys.get(*one).copied().flatten());
        let Some(key) = between(last.as_deref(), next) else {
            // No room: all of them get keys of their own.
            return spread(keys.len())
                .into_iter()
                .zip(keys)
                .map(|(key, has)| (*has != Some(key.as_str())).then_some(key))
                .collect();
        };
        last = Some(key.clone());
        *slot = Some(key);
    }
    written
}

/// The places of the longest run of keys, not necessarily side by side, that ascend already.
fn longest_ascending(keys: &[Option<&str>]) -> Vec<usize> {
    // For each place: how long the longest run that ends there is, and the place before it.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(keys.len());
    for (at, key) in keys.iter().enumerate() {
        let Some(key) = key else {
            best.push((0, None));
            continue;
        };
        let before = (0..at)
            .filter(|b| keys.get(*b).copied().flatten().is_some_and(|before| before < *key))
            .max_by_key(|b| best.get(*b).map_or(0, |(length, _)| *length));
        let length = before.and_then(|b| best.get(b)).map_or(0, |(length, _)| *length);
        best.push((length + 1, before));
    }
    let mut at = (0..keys.len()).max_by_key(|at| best.get(*at).map_or(0, |(length, _)| *length));
    let mut run = Vec::new();
    while let Some(place) = at.filter(|at| best.get(*at).is_some_and(|(length, _)| *length > 0)) {
        run.push(place);
        at = best.get(place).and_then(|(_, before)| *before);
    }
    run.reverse();
    run
}

fn after(a: &[u8]) -> Option<Vec<u8>> {
    match split(a) {
        Some((whole, fraction)) => match next(whole) {
            Some(next) => Some(next),
            None => Some([whole, &middle(fraction, None)?].concat()),
        },
        None => middle(a, None),
    }
}

fn before(b: &[u8]) -> Option<Vec<u8>> {
    match split(b) {
        Some((whole, fraction)) if !fraction.is_empty() => {
            // The whole part alone is before the fraction, unless that is nothing.
            if fraction.iter().any(|d| *d != ZERO) { Some(whole.to_vec()) } else { previous(whole) }
        }
        Some((whole, _)) => previous(whole),
        None => middle(&[], Some(b)),
    }
}

fn amid(a: &[u8], b: &[u8]) -> Option<Vec<u8>> {
    let (Some((whole, low)), Some((other, high))) = (split(a), split(b)) else {
        return middle(a, Some(b));
    };
    if whole == other {
        return Some([whole, &middle(low, Some(high))?].concat());
    }
    match next(whole) {
        Some(next) if next.as_slice() < b => Some(next),
        _ => Some([whole, &middle(low, None)?].concat()),
    }
}

/// The whole part of a key and its fraction; `None` if the key has no whole part.
fn split(key: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = match key.first()? {
        head @ b'a'..=b'z' => usize::from(head - b'a') + 2,
        head @ b'A'..=b'Z' => usize::from(b'Z' - head) + 2,
        _ => return None,
    };
    key.split_at_checked(length)
}

/// The whole part one higher; `None` after the last.
fn next(whole: &[u8]) -> Option<Vec<u8>> {
    let (head, digits) = whole.split_first()?;
    let mut digits = digits.to_vec();
    for digit in digits.iter_mut().rev() {
        let value = value_of(*digit);
        if value < 61 {
            *digit = digit_of(value + 1);
            return Some([&[*head], digits.as_slice()].concat());
        }
        *digit = ZERO;
    }
    match head {
        b'Z' => Some(b"a0".to_vec()),
        b'z' => None,
        // Above zero the next letter has one digit more, below zero one less.
        b'a'..=b'y' => Some([&[head + 1], digits.as_slice(), b"0"].concat()),
        _ => Some([&[head + 1], digits.get(1..)?].concat()),
    }
}

/// The whole part one lower; `None` before the first.
fn previous(whole: &[u8]) -> Option<Vec<u8>> {
    let (head, digits) = whole.split_first()?;
    let mut digits = digits.to_vec();
    for digit in digits.iter_mut().rev() {
        let value = value_of(*digit);
        if value > 0 {
            *digit = digit_of(value - 1);
            return Some([&[*head], digits.as_slice()].concat());
        }
        *digit = b'z';
    }
    match head {
        b'a' => Some(b"Zz".to_vec()),
        b'A' => None,
        b'B'..=b'Z' => Some([&[head - 1], digits.as_slice(), b"z"].concat()),
        _ => Some([&[head - 1], digits.get(1..)?].concat()),
    }
}

/// A fraction strictly between two, that does not end in `0`. No upper one means up to one.
fn middle(a: &[u8], b: Option<&[u8]>) -> Option<Vec<u8>> {
    let mut key = Vec::new();
    let mut a = a;
    let mut b = match b {
        Some(b) => {
            // Zeros at the end do not count, and would leave no room below.
            let end = b.iter().rposition(|d| *d != ZERO).map_or(0, |at| at + 1);
            Some(b.get(..end)?)
        }
        None => None,
    };
    if b.is_some_and(|b| a >= b) {
        return None;
    }
    loop {
        let low = a.first().map_or(0, |d| value_of(*d));
        let high = b.and_then(<[u8]>::first).map_or(62, |d| value_of(*d));
        let rest = a.get(1..).unwrap_or_default();
        if low == high {
            key.push(digit_of(low));
            (a, b) = (rest, b.and_then(|b| b.get(1..)));
        } else if high - low > 1 {
            key.push(digit_of(usize::midpoint(low, high)));
            return Some(key);
        } else if let Some(b) = b.filter(|b| b.len() > 1) {
            key.extend(b.first());
            return Some(key);
        } else {
            key.push(digit_of(low));
            (a, b) = (rest, None);
        }
    }
}

fn value_of(digit: u8) -> usize {
    DIGITS.iter().position(|d| *d == digit).unwrap_or(0)
}

fn digit_of(value: usize) -> u8 {
    DIGITS.get(value).copied().unwrap_or(ZERO)
}
