//! Which field that is gone may be which new one. Whoever knows says so; the program only says what speaks for it.

use crate::data::{FieldProfile, Profile, Shape};

use super::domain::{domain_words, steps};

/// From this much on a new name is suggested.
const LIKELY: f64 = 0.5;
const NUMBERS: [&str; 13] = [
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// A field that is gone and a new one that may be the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// The field that is gone.
    pub gone: String,
    /// The new one.
    pub new: String,
    /// How much speaks for it, 0 to 1; a weight of reasons, not a chance.
    pub weight: f64,
    /// What speaks for it.
    pub reasons: Vec<&'static str>,
    /// The suggestion with what would follow.
    pub sentence: String,
}

/// Pairs of a field that is gone and a new one that are likely the same, each field in one pair at most, the
/// likeliest first.
#[must_use]
pub fn renamed(old: &Profile, new: &Profile) -> Vec<Likeness> {
    let gone: Vec<(usize, &FieldProfile)> =
        old.fields.iter().enumerate().filter(|(_, f)| new.field(&f.name).is_none()).collect();
    let fresh: Vec<(usize, &FieldProfile)> =
        new.fields.iter().enumerate().filter(|(_, f)| old.field(&f.name).is_none()).collect();
    let alone = gone.len() == 1 && fresh.len() == 1;
    let mut pairs: Vec<Likeness> = Vec::new();
    for (place, was) in &gone {
        for (other, is) in &fresh {
            let beside = neighbours(old, *place, new, *other);
            let one = likeness(was, is, beside, alone);
            if one.weight >= LIKELY {
                pairs.push(one);
            }
        }
    }
    pairs.sort_by(|a, b| {
        b.weight.total_cmp(&a.weight).then_with(|| (&a.gone, &a.new).cmp(&(&b.gone, &b.new)))
    });
    let mut out: Vec<Likeness> = Vec::new();
    for pair in pairs {
        if !out.iter().any(|one| one.gone == pair.gone || one.new == pair.new) {
            out.push(pair);
        }
    }
    out
}

/// Whether both stand after the same field, and before the same one.
fn neighbours(old: &Profile, place: usize, new: &Profile, other: usize) -> bool {
    let name = |profile: &Profile, at: Option<usize>| {
        at.and_then(|at| profile.fields.get(at)).map(|field| field.name.clone())
    };
    name(old, place.checked_sub(1)) == name(new, other.checked_sub(1))
        && name(old, place.checked_add(1)) == name(new, other.checked_add(1))
}

fn likeness(was: &FieldProfile, is: &FieldProfile, beside: bool, alone: bool) -> Likeness {
    let (mut weight, mut reasons) = (0.0, Vec::new());
    let mut speaks = |for_it: f64, reason: &'static str| {
        if for_it > 0.0 {
            weight += for_it;
            reasons.push(reason);
        }
    };
    let names = alike(&was.name, &is.name);
    speaks(if names >= 0.4 { names * 0.5 } else { 0.0 }, "the names are alike");
    speaks(if beside { 0.3 } else { 0.0 }, "both stand between the same fields");
    speaks(if alone { 0.2 } else { 0.0 }, "no other field is gone or new");
    speaks(if was.ty == is.ty { 0.2 } else { 0.0 }, "the type is the same");
    speaks(
        if steps(was).is_some() && steps(is).is_some() { 0.2 } else { 0.0 },
        "both are scales of few values",
    );
    speaks(0.4 * shared(was, is), "the values are the same in part");
    speaks(0.3 * close(was, is), "the numbers lie in the same place");
    let mut sentence = format!(
        "“{}” ({}) is gone; “{}” ({}) is new: perhaps renamed",
        was.name,
        domain_words(was),
        is.name,
        domain_words(is)
    );
    match (steps(was), steps(is)) {
        (Some(a), Some(b)) if a != b => {
            let word = |n: usize| NUMBERS.get(n).copied().unwrap_or("many");
            sentence.push_str(&format!(", and {} steps became {}", word(a), word(b)));
        }
        _ if was.ty != is.ty => {
            sentence.push_str(&format!(", and {} became {}", was.ty.words(), is.ty.words()));
        }
        _ => {}
    }
    sentence.push('.');
    Likeness {
        gone: was.name.clone(),
        new: is.name.clone(),
        weight: f64::min(weight, 1.0),
        reasons,
        sentence,
    }
}

/// How alike two names are, 0 to 1: Dice's coefficient over pairs of letters, without marks and case.
fn alike(a: &str, b: &str) -> f64 {
    let pairs = |name: &str| -> Vec<(char, char)> {
        let letters: Vec<char> =
            name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        letters.iter().zip(letters.iter().skip(1)).map(|(x, y)| (*x, *y)).collect()
    };
    let (first, mut second) = (pairs(a), pairs(b));
    let all = first.len() + second.len();
    if all == 0 {
        return 0.0;
    }
    let mut both = 0;
    for pair in &first {
        if let Some(at) = second.iter().position(|other| other == pair) {
            second.swap_remove(at);
            both += 1;
        }
    }
    2.0 * both as f64 / all as f64
}

/// The share of values that both take, of those that either takes; 0 where they are not listed.
fn shared(was: &FieldProfile, is: &FieldProfile) -> f64 {
    let (Some(a), Some(b)) = (&was.values, &is.values) else { return 0.0 };
    let both = a.iter().filter(|value| b.contains(value)).count();
    let either = a.len() + b.len() - both;
    if either == 0 { 0.0 } else { both as f64 / either as f64 }
}

/// 1 where each of two ranges of numbers holds the other's middle, else 0.
fn close(was: &FieldProfile, is: &FieldProfile) -> f64 {
    let numbers = |field: &FieldProfile| match field.shape {
        Shape::Numbers { .. } => Some((field.range?, field.quantiles?[3])),
        _ => None,
    };
    let (Some((a, middle)), Some((b, other))) = (numbers(was), numbers(is)) else { return 0.0 };
    let holds = |range: (f64, f64), x: f64| range.0 <= x && x <= range.1;
    if was.ty == is.ty && holds(a, other) && holds(b, middle) { 1.0 } else { 0.0 }
}
