//! Checks of whole entities and links, before they are written.
//!
//! Checks report, callers decide: a gap in required fields never has to block a save.

use crate::field::{Field, FieldType};
use crate::kinds::{Kind, kind, kinds};
use crate::links::{LinkType, link, links};
use crate::value::{FieldError, parse_field};
use throughline_record::Fields;

/// The kind of this name.
///
/// # Errors
/// `unknown-kind`, with the kinds there are.
pub fn check_kind(name: &str) -> Result<&'static Kind, FieldError> {
    kind(name).ok_or_else(|| {
        let known: Vec<&str> = kinds().iter().filter(|k| k.is_artefact()).map(|k| k.name).collect();
        let sentence = format!("There is no kind “{name}”; there are {}.", known.join(", "));
        FieldError::new(name, "unknown-kind", sentence)
    })
}

/// The field of this name.
///
/// # Errors
/// `unknown-field`, with the fields there are.
pub fn check_field(kind: &'static Kind, name: &str) -> Result<&'static Field, FieldError> {
    kind.field(name).ok_or_else(|| {
        let known: Vec<&str> = kind.all_fields().map(|f| f.name).collect();
        let sentence =
            format!("{} has no field “{name}”; it has {}.", with_article(kind.label), known.join(", "));
        FieldError::new(name, "unknown-field", sentence)
    })
}

/// What is wrong with a new entity: required fields that are missing, unknown names, values of the
/// wrong type. `refs` names the reference fields whose links are made together with it.
#[must_use]
pub fn check_new(kind: &'static Kind, fields: &Fields, refs: &[&str]) -> Vec<FieldError> {
    let mut errors = check_set(kind, fields);
    for name in refs {
        match check_field(kind, name) {
            Ok(field) if field.link().is_none() => {
                let sentence = format!("{} is a value, not a link.", field.label);
                errors.push(FieldError::new(name, "not-a-link", sentence));
            }
            Ok(_) => {}
            Err(error) => errors.push(error),
        }
    }
    for field in kind.all_fields().filter(|f| f.required) {
        let given = match field.ty {
            FieldType::Ref { .. } => refs.contains(&field.name),
            _ => matches!(fields.get(field.name), Some(Some(_))),
        };
        if !given {
            let sentence =
                format!("{} needs {}: {}", with_article(kind.label), quoted(field.label), field.hint);
            errors.push(FieldError::new(field.name, "required", sentence));
        }
    }
    errors
}

/// What is wrong with some fields to be set: unknown names and values of the wrong type.
/// Clearing a required field is allowed; readiness lists the gap.
#[must_use]
pub fn check_set(kind: &'static Kind, fields: &Fields) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (name, value) in fields {
        match (check_field(kind, name), value) {
            (Err(error), _) => errors.push(error),
            (Ok(field), Some(value)) => errors.extend(parse_field(field, value).err()),
            (Ok(_), None) => {}
        }
    }
    errors
}

/// The link type between two kinds. `on` from a comment is the type `comments-on`: the two have
/// one name in speech, but a stance leads to its decision and a comment leads to nothing.
///
/// # Errors
/// `unknown-link` or `end-not-allowed`, with what would be allowed.
pub fn check_link(type_: &str, from_kind: &str, to_kind: &str) -> Result<&'static LinkType, FieldError> {
    let type_ = if type_ == "on" && from_kind == "comment" { "comments-on" } else { type_ };
    let found = link(type_).ok_or_else(|| {
        let between = allowed_between(from_kind, to_kind);
        let sentence = format!(
            "There is no link “{type_}”; from {} to {} there are {}.",
            article_name(from_kind),
            article_name(to_kind),
            between.join(", ")
        );
        FieldError::new(type_, "unknown-link", sentence)
    })?;
    if found.from.allows(from_kind) && found.to.allows(to_kind) {
        return Ok(found);
    }
    let turned = found.from.allows(to_kind) && found.to.allows(from_kind);
    let hint = if turned {
        "; turn it round".to_owned()
    } else {
        format!("; allowed are {}", allowed_between(from_kind, to_kind).join(", "))
    };
    let sentence =
        format!("“{type_}” cannot go from {} to {}{hint}.", article_name(from_kind), article_name(to_kind));
    Err(FieldError::new(type_, "end-not-allowed", sentence))
}

/// The link types that may go from one kind to another, by name.
#[must_use]
pub fn allowed_between(from_kind: &str, to_kind: &str) -> Vec<&'static str> {
    links().iter().filter(|l| l.from.allows(from_kind) && l.to.allows(to_kind)).map(|l| l.name).collect()
}

fn article_name(kind_name: &str) -> String {
    with_article(kind(kind_name).map_or(kind_name, |k| k.label)).to_lowercase()
}

fn with_article(label: &str) -> String {
    let vowel = label.starts_with(['A', 'E', 'I', 'O', 'a', 'e', 'i', 'o']);
    format!("{} {}", if vowel { "An" } else { "A" }, label.to_lowercase())
}

fn quoted(label: &str) -> String {
    format!("“{label}”")
}
