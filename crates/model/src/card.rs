//! The short facts under a title, and whose voice a card speaks in.

use crate::field::FieldType;
use crate::state::State;
use serde::Serialize;
use throughline_record::{Value, decimal};

/// Who is speaking: set in a serif italic, in the sans, or in the mono.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Voice {
    /// Users and stakeholders, in their own words.
    User,
    /// The team.
    Team,
    /// Machines: versions, digests, ids, metrics.
    Machine,
}

/// Whose voice the titles of a kind are in.
#[must_use]
pub fn voice(kind: &str) -> Voice {
    match kind {
        "highlight" | "stance" => Voice::User,
        "data-version" | "code-version" | "model-version" | "bundle" | "measurement" | "check" | "seal"
        | "device" | "anchor" => Voice::Machine,
        _ => Voice::Team,
    }
}

/// The fields a card shows, by kind; a kind that is not listed shows its title alone.
pub const SHOWN: &[(&str, &[&str])] = &[
    ("product", &["public-facing"]),
    ("release", &["from", "to"]),
    ("metric", &["unit", "direction"]),
    ("stakeholder", &["role", "voice"]),
    ("persona", &["type", "segment-size"]),
    ("evidence", &["method", "date", "participant", "sample-size"]),
    ("highlight", &["cluster"]),
    ("insight", &["confidence"]),
    ("problem", &["baseline-value", "benefit", "horizon"]),
    ("criterion", &["lens", "weight", "gate", "locked-at"]),
    ("objective", &["direction", "target", "by-when"]),
    ("session", &["date", "anonymity"]),
    ("idea", &["cluster"]),
    ("evaluation", &["score"]),
    ("vote", &["dots"]),
    ("assumption", &["lens", "importance", "strength"]),
    ("prototype", &["fidelity", "labour-actual", "labour-estimated", "serving-cost", "serving-hardware"]),
    ("experiment", &["environment", "sample-size", "locked-at"]),
    ("component", &["type", "own-type"]),
    ("activity", &["phase", "check", "outcome", "date"]),
    ("data-version", &["rows", "collected-from", "collected-to", "digest"]),
    ("code-version", &["tag", "commit", "dirty", "committed-at"]),
    ("model-version", &["framework", "aliases", "digest"]),
    ("deployment", &["environment", "audience", "share", "from", "until"]),
    ("observation", &["kind", "measured", "expected", "severity", "date"]),
    ("decision", &["method", "decided-on", "review-date"]),
    ("stance", &["position", "given"]),
    ("loop-back", &["from", "to"]),
    ("waiver", &["rule", "until"]),
    ("check", &["result", "checked-at"]),
    ("seal", &["scope", "sealed-at"]),
    ("hold", &["until"]),
    ("finding", &["severity", "position"]),
    ("source", &["type", "imported-at"]),
    ("device", &["reason"]),
    ("anchor", &["position", "place", "anchored-at"]),
];

/// The facts of a card as (label, words), in order: evidence is "Method: interview", "Date: 3 Aug
/// 2026"; a measurement is "Result: 118 of 2,400" or "Result: +2.2 (0.4 to 4.1)".
#[must_use]
pub fn facts(state: &State) -> Vec<(String, String)> {
    let Some(kind) = state.kind_entry() else { return Vec::new() };
    let mut facts = Vec::new();
    if kind.name == "measurement" {
        facts.extend(result_of(state).map(|r| ("Result".to_owned(), r)));
        for name in ["arm", "lens", "date"] {
            push_fact(&mut facts, kind, state, name);
        }
        return facts;
    }
    let shown = SHOWN.iter().find(|(name, _)| *name == kind.name).map_or(&[][..], |(_, fields)| fields);
    for name in shown {
        push_fact(&mut facts, kind, state, name);
    }
    facts
}

/// What a field says, in words with its unit; `None` where it is empty. A digest is cut to its beginning, of a list
/// the length is told.
#[must_use]
pub fn told(state: &State, name: &str) -> Option<String> {
    let kind = state.kind_entry()?;
    let mut facts = Vec::new();
    push_fact(&mut facts, kind, state, name);
    facts.pop().map(|(_, words)| words)
}

/// The result of a measurement in words: "118 of 2,400", "+2.2 (0.4 to 4.1)".
#[must_use]
pub fn result_in_words(state: &State) -> Option<String> {
    result_of(state)
}

fn push_fact(
    facts: &mut Vec<(String, String)>,
    kind: &'static crate::kinds::Kind,
    state: &State,
    name: &str,
) {
    let Some(field) = kind.field(name) else { return };
    if state.erased(name) {
        facts.push((field.label.to_owned(), crate::title::ERASED.to_owned()));
    } else if let Some(value) = state.value(name) {
        let mut words = words(&field.ty, value);
        if !words.is_empty() {
            let unit = unit(field.unit, &words, |name| state.text(name));
            if !unit.is_empty() {
                // No line ends between a number and its unit.
                words.push('\u{a0}');
                words.push_str(&unit);
            }
            facts.push((field.label.to_owned(), words));
        }
    }
}

/// A unit with the entity's own words in it, for a number: "EUR per 1,000 predictions", "1 month".
/// What the entity does not say is left out.
#[must_use]
pub fn unit<'a>(unit: &str, number: &str, own: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut out = String::new();
    let mut rest = unit;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(own(name).unwrap_or_default().trim());
        rest = behind;
    }
    out.push_str(rest);
    let plain = out.trim();
    match plain.strip_suffix('s') {
        Some(one) if number == "1" && matches!(unit, "months" | "person-days") => one.to_owned(),
        _ => plain.to_owned(),
    }
}

/// Counts stay counts: a bare percentage would hide how few stand behind it.
fn result_of(state: &State) -> Option<String> {
    let n = state.value("n").and_then(Value::as_int);
    if let Some(map) = state.value("reported").and_then(Value::as_map) {
        let part = |key: &str| map.get(key).and_then(Value::as_text);
        let sign = |t: &str| {
            let plus = if decimal::to_f64(t).is_some_and(|n| n > 0.0) { "+" } else { "" };
            format!("{plus}{}", grouped(t))
        };
        return match (part("likely"), part("low"), part("high")) {
            (Some(likely), Some(low), Some(high)) => {
                Some(format!("{} ({} to {})", sign(likely), grouped(low), grouped(high)))
            }
            (Some(likely), _, _) => Some(sign(likely)),
            (None, Some(low), Some(high)) => Some(format!("{} to {}", grouped(low), grouped(high))),
            _ => None,
        };
    }
    if let (Some(n), Some(successes)) = (n, state.value("successes").and_then(Value::as_int)) {
        return Some(format!("{} of {}", grouped(&successes.to_string()), grouped(&n.to_string())));
    }
    let mean = grouped(state.text("mean")?);
    let deviation = state.text("deviation").map(|d| format!(" ± {}", grouped(d))).unwrap_or_default();
    let of = n.map(|n| format!(", n = {}", grouped(&n.to_string()))).unwrap_or_default();
    Some(format!("{mean}{deviation}{of}"))
}

fn words(ty: &FieldType, value: &Value) -> String {
    match (ty, value) {
        (FieldType::Date | FieldType::Instant, Value::Text(text)) => day(text),
        (FieldType::Choice(_), Value::Text(text)) => text.trim_start_matches("phase:").replace('-', " "),
        (FieldType::Decimal | FieldType::Measured, Value::Text(text)) => grouped(text),
        (FieldType::Score, Value::Text(_)) => "don't know".to_owned(),
        (_, Value::Int(n)) => grouped(&n.to_string()),
        (_, Value::Bool(b)) => if *b { "yes" } else { "no" }.to_owned(),
        (FieldType::Range, Value::Map(map)) => {
            let part = |key: &str| map.get(key).and_then(Value::as_text).map(grouped);
            match (part("low"), part("likely"), part("high")) {
                (Some(low), Some(likely), Some(high)) => format!("{likely} ({low} to {high})"),
                (low, likely, high) => {
                    [low, likely, high].into_iter().flatten().collect::<Vec<_>>().join(" to ")
                }
            }
        }
        (FieldType::Identity, Value::List(items)) => items.first().map(digest).unwrap_or_default(),
        (FieldType::Tags, Value::List(items)) => {
            items.iter().filter_map(Value::as_text).collect::<Vec<_>>().join(", ")
        }
        (_, Value::Text(text)) => abbreviated(text),
        (_, Value::List(items)) => items.len().to_string(),
        (_, Value::Map(map)) => map.len().to_string(),
    }
}

/// A commit or other long id is known by its beginning.
fn abbreviated(text: &str) -> String {
    let is_hash = text.len() >= 40 && text.bytes().all(|b| b.is_ascii_hexdigit());
    if is_hash { text.get(..10).unwrap_or(text).to_owned() } else { text.to_owned() }
}

fn digest(item: &Value) -> String {
    let part = |key: &str| item.as_map()?.get(key)?.as_text();
    let (algorithm, value) = (part("algorithm").unwrap_or_default(), part("value").unwrap_or_default());
    let short: String = value.chars().take(12).collect();
    let more = if short.len() < value.len() { "…" } else { "" };
    format!("{algorithm}:{short}{more}")
}

/// A date or an instant as a day in words: `2026-08-03…` → `3 Aug 2026`.
#[must_use]
pub fn day(text: &str) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month =
        text.get(5..7).and_then(|m| m.parse::<usize>().ok()).and_then(|m| MONTHS.get(m.checked_sub(1)?));
    let date = text.get(8..10).and_then(|d| d.parse::<u8>().ok());
    match (text.get(..4), month, date) {
        (Some(year), Some(month), Some(date)) => format!("{date} {month} {year}"),
        _ => text.to_owned(),
    }
}

/// Thousands set apart by commas; the fraction is left alone.
fn grouped(number: &str) -> String {
    let (sign, unsigned) = number.strip_prefix('-').map_or(("", number), |rest| ("−", rest));
    let (whole, fraction) = unsigned.split_once('.').map_or((unsigned, None), |(w, f)| (w, Some(f)));
    if !whole.bytes().all(|b| b.is_ascii_digit()) {
        return number.to_owned(); // NaN, Infinity
    }
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}
