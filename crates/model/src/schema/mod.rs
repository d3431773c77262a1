//! The difference between the schemas of two data sets, in sentences and with the names TensorFlow Data Validation
//! gives such anomalies (`tensorflow_metadata/proto/v0/anomalies.proto`, Apache-2.0).
//!
//! What a model learned from is the measure: a field it knew that is gone, is of another type, or takes values it
//! never took. The order of fields and what only a profile says of how often something occurs are no difference here;
//! the second is drift ([`crate::data::drift`]).

mod anomaly;
mod domain;
mod renamed;

use crate::data::{DataType, FieldProfile, Profile};
use crate::figures::proportions::{Share, newcombe};

pub use anomaly::Anomaly;
pub use domain::{domain_words, steps};
pub use renamed::{Likeness, renamed};

/// A share of values that is missing more than before by this much counts, if chance does not explain it.
const PRESENCE: f64 = 0.05;
/// Values that a sentence names.
const NAMED: usize = 4;

/// One thing that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The field.
    pub field: String,
    /// What it is called; none for what is worth knowing and no anomaly.
    pub anomaly: Option<Anomaly>,
    /// It as a sentence.
    pub sentence: String,
}

/// What differs between two schemas.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SchemaDifference {
    /// Anomalies in the order of the old fields, new ones after them; then what is only worth knowing.
    pub found: Vec<Difference>,
    /// Fields that are gone and perhaps come back under a new name. A suggestion, never a finding.
    pub renamed: Vec<Likeness>,
}

impl SchemaDifference {
    /// What a model should not meet unnoticed.
    pub fn anomalies(&self) -> impl Iterator<Item = &Difference> {
        self.found.iter().filter(|one| one.anomaly.is_some())
    }

    /// Whether the new data can be taken for the old.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.anomalies().next().is_none()
    }

    /// It in one or two sentences, a suspected new name first.
    #[must_use]
    pub fn summary(&self) -> String {
        let likely: Vec<String> = self.renamed.iter().map(|one| one.sentence.clone()).collect();
        let told = |field: &str| self.renamed.iter().any(|one| one.gone == field || one.new == field);
        let others: Vec<&str> =
            self.anomalies().filter(|one| !told(&one.field)).map(|one| one.sentence.as_str()).collect();
        let shown = others.len().min(if likely.is_empty() { 2 } else { 1 });
        let mut parts = likely;
        parts.extend(others.iter().take(shown).map(|s| (*s).to_owned()));
        if others.len() > shown {
            parts.push(format!("And {} more.", others.len() - shown));
        }
        parts.join(" ")
    }
}

/// What differs in `new` against `old`.
#[must_use]
pub fn difference(old: &Profile, new: &Profile) -> SchemaDifference {
    let mut out = SchemaDifference::default();
    let mut notes = Vec::new();
    for was in &old.fields {
        match new.field(&was.name) {
            None => out.found.push(Difference {
                field: was.name.clone(),
                anomaly: Some(Anomaly::SchemaMissingColumn),
                sentence: format!("“{}” ({}) is gone.", was.name, domain_words(was)),
            }),
            Some(is) => changed(was, is, &mut out.found, &mut notes),
        }
    }
    for is in new.fields.iter().filter(|is| old.field(&is.name).is_none()) {
        out.found.push(Difference {
            field: is.name.clone(),
            anomaly: Some(Anomaly::SchemaNewColumn),
            sentence: format!("“{}” ({}) is new.", is.name, domain_words(is)),
        });
    }
    out.found.append(&mut notes);
    out.renamed = renamed(old, new);
    out
}

fn changed(was: &FieldProfile, is: &FieldProfile, found: &mut Vec<Difference>, notes: &mut Vec<Difference>) {
    let mut say = |anomaly: Option<Anomaly>, sentence: String| {
        let one = Difference { field: was.name.clone(), anomaly, sentence };
        if anomaly.is_some() { found.push(one) } else { notes.push(one) }
    };
    let name = &was.name;
    let nothing = is.count == 0 && is.missing > 0;
    if nothing && !(was.count == 0 && was.missing > 0) {
        say(Some(Anomaly::FeatureTypeNotPresent), format!("“{name}” has no value any more."));
        return;
    }
    match anomaly::of_types(was, is) {
        Some(anomaly) => {
            let sentence = format!("“{name}” was {} and is {}.", domain_words(was), domain_words(is));
            say(Some(anomaly), sentence);
        }
        None if was.ty != is.ty && was.ty != DataType::Unknown && is.ty != DataType::Unknown => {
            say(None, format!("“{name}” was {} and is {}.", was.ty.words(), is.ty.words()));
        }
        None => values(was, is, &mut say),
    }
    presence(was, is, &mut say);
    for (before, now, anomaly, what) in [
        (was.nan, is.nan, Anomaly::FloatTypeHasNan, "NaN"),
        (was.infinite, is.infinite, Anomaly::FloatTypeHasInf, "infinite values"),
    ] {
        if before == 0 && now > 0 && was.count > 0 {
            say(Some(anomaly), format!("“{name}” has {what}, {now} of {} values; it had none.", is.count));
        }
    }
}

type Say<'a> = dyn FnMut(Option<Anomaly>, String) + 'a;

/// Values that were not allowed before, and allowed ones that are gone.
fn values(was: &FieldProfile, is: &FieldProfile, say: &mut Say<'_>) {
    let name = &was.name;
    let Some(before) = was.values.as_ref().filter(|values| !values.is_empty()) else { return };
    if let Some(now) = &is.values {
        let fresh: Vec<&str> =
            now.iter().filter(|value| !before.contains(value)).map(String::as_str).collect();
        if !fresh.is_empty() {
            let sentence = format!(
                "“{name}” takes {} it did not take before: {}.",
                if fresh.len() == 1 { "a value" } else { "values" },
                named(&fresh)
            );
            say(Some(anomaly::of_values(was, &fresh)), sentence);
        }
        let lost: Vec<&str> =
            before.iter().filter(|value| !now.contains(value)).map(String::as_str).collect();
        if !lost.is_empty() {
            say(None, format!("“{name}” no longer takes {}.", named(&lost)));
        }
        return;
    }
    // More values than are listed, or none at all: the range tells of numbers, the count of words.
    if let (Some((low, high)), Some(limits)) = (is.range, domain::limits(before)) {
        if low < limits.0 || high > limits.1 {
            let anomaly = if high > limits.1 { Anomaly::big(was.ty) } else { Anomaly::small(was.ty) };
            let (from, to) = (is.ty.shown(low), is.ty.shown(high));
            say(Some(anomaly), format!("“{name}” was {} and goes from {from} to {to}.", domain_words(was)));
        }
    } else if is.distinct > before.len() as u64 {
        let sentence = format!(
            "“{name}” took {} values and takes {}: more than can be listed.",
            before.len(),
            is.distinct
        );
        say(Some(Anomaly::EnumTypeUnexpectedStringValues), sentence);
    }
}

fn named(values: &[&str]) -> String {
    let mut out: Vec<String> = values.iter().take(NAMED).map(|value| format!("“{value}”")).collect();
    let more = values.len().saturating_sub(NAMED);
    if more > 0 {
        out.push(format!("{more} more"));
    }
    match out.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// Whether fewer rows have a value than before.
fn presence(was: &FieldProfile, is: &FieldProfile, say: &mut Say<'_>) {
    let name = &was.name;
    let (Some(before), Some(now)) = (was.missing_share(), is.missing_share()) else { return };
    if was.missing == 0 && is.missing > 0 {
        let rows = is.count + is.missing;
        let sentence = format!("“{name}” was always there and is missing in {} of {rows} rows.", is.missing);
        say(Some(Anomaly::FeatureTypeLowFractionPresent), sentence);
    } else if now - before > PRESENCE {
        let share = |x: &FieldProfile| Share::new(x.missing, x.count + x.missing);
        let beyond = match (share(is), share(was)) {
            (Ok(new), Ok(old)) => newcombe(new, old, 0.95).is_ok_and(|interval| interval.low > 0.0),
            _ => false,
        };
        if beyond {
            let sentence = format!(
                "“{name}” is missing more often: in {} of {} rows, before in {} of {}.",
                is.missing,
                is.count + is.missing,
                was.missing,
                was.count + was.missing
            );
            say(Some(Anomaly::FeatureTypeLowFractionPresent), sentence);
        }
    } else if was.missing > 0 && is.missing == 0 {
        say(None, format!("“{name}” could be missing and is always there now."));
    }
}

/// Whether two schemas say the same of what a model may rely on: names, types, allowed values and whether a value
/// must be there. Read from the schemas alone, in any order of fields.
#[must_use]
pub fn anomalies_of_schemas(old: &Profile, new: &Profile, nullable: Nullable<'_>) -> Vec<Difference> {
    let bare = |profile: &Profile| Profile {
        rows: 0,
        fields: profile
            .fields
            .iter()
            .map(|field| FieldProfile {
                values: field.values.clone(),
                ..FieldProfile::unknown(field.name.clone(), field.ty)
            })
            .collect(),
    };
    let mut found: Vec<Difference> =
        difference(&bare(old), &bare(new)).found.into_iter().filter(|one| one.anomaly.is_some()).collect();
    found.extend(may_be_missing(old, new, nullable));
    found
}

/// What differs in `new` against `old`, by what was counted and by what the schemas say: that a field can be missing
/// is a difference also where nobody counted rows.
#[must_use]
pub fn difference_of_stored(old: &Profile, new: &Profile, nullable: Nullable<'_>) -> SchemaDifference {
    let mut out = difference(old, new);
    let told = |field: &str| {
        let presence = [Anomaly::FeatureTypeLowFractionPresent, Anomaly::FeatureTypeNotPresent];
        out.anomalies()
            .any(|one| one.field == field && one.anomaly.is_some_and(|anomaly| presence.contains(&anomaly)))
    };
    let more: Vec<Difference> =
        may_be_missing(old, new, nullable).into_iter().filter(|one| !told(&one.field)).collect();
    let anomalies = out.anomalies().count();
    out.found.splice(anomalies..anomalies, more);
    out
}

fn may_be_missing(old: &Profile, new: &Profile, nullable: Nullable<'_>) -> Vec<Difference> {
    let both = old.fields.iter().map(|field| field.name.as_str()).filter(|name| new.field(name).is_some());
    both.filter(|name| !nullable.old.contains(name) && nullable.new.contains(name))
        .map(|name| Difference {
            field: name.to_owned(),
            anomaly: Some(Anomaly::FeatureTypeLowFractionPresent),
            sentence: format!("“{name}” was always there and can be missing."),
        })
        .collect()
}

/// The names of fields that can be missing, as two schemas say.
#[derive(Debug, Clone, Copy)]
pub struct Nullable<'a> {
    /// Of the old one.
    pub old: &'a [&'a str],
    /// Of the new one.
    pub new: &'a [&'a str],
}
