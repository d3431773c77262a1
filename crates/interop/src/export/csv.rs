//! Tables as RFC 4180 has them, safe to open in a spreadsheet.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe before it, and so does a cell
//! that begins with one. So taking one apostrophe away where a cell begins with one gives back what was
//! written, without exception.

use throughline_model::{FieldType, Kind};
use throughline_record::{Value, decimal};

use super::material::{Material, Thing};
use super::{Written, count};

/// A table: headings and rows of as many cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Headings.
    pub columns: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
}

/// What makes a spreadsheet compute, in its common and its full-width forms, and what some strip before they look.
const DANGEROUS: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A text as a cell says it: see the head of this module.
#[must_use]
pub fn cell(text: &str) -> String {
    let plain = decimal::is_decimal(text);
    let begins = |text: &str| text.chars().next().is_some_and(|c| DANGEROUS.contains(&c));
    // Spreadsheets look past white space and marks that are not seen.
    let inside = text.trim_start_matches(|c: char| c.is_whitespace() || is_unseen(c));
    if !plain && (text.starts_with('\'') || begins(text) || begins(inside)) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || (c.is_control() && c != '\t')
}

/// What [`cell`] was made of.
#[must_use]
pub fn uncell(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

impl Sheet {
    /// The bytes: UTF-8, lines ended by CR LF, quotation marks where a cell holds what divides cells in any
    /// country.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = String::new();
        for row in std::iter::once(&self.columns).chain(&self.rows) {
            for (at, text) in row.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                let safe = cell(text);
                let quoted = safe.contains(['"', ',', ';', '\t', '\r', '\n', '|'])
                    || safe.starts_with(' ')
                    || safe.ends_with(' ')
                    // A row of one empty cell would be an empty line.
                    || (safe.is_empty() && row.len() == 1);
                if quoted {
                    out.push('"');
                    out.push_str(&safe.replace('"', "\"\""));
                    out.push('"');
                } else {
                    out.push_str(&safe);
                }
            }
            out.push_str("\r\n");
        }
        out.into_bytes()
    }

    /// The file.
    #[must_use]
    pub fn written(&self, name: &str) -> Written {
        let mut written = Written::one(name, self.bytes(), count(self.rows.len(), "row", "rows"));
        let guarded =
            self.rows.iter().flatten().chain(&self.columns).filter(|text| cell(text) != **text).count();
        if guarded > 0 {
            written.left_out.push(format!(
                "{} an apostrophe before it, so that no spreadsheet takes it for a formula.",
                count(guarded, "cell has", "cells have")
            ));
        }
        written
    }
}

/// A list of artefacts: the fields of their kind, or those that every kind has.
#[must_use]
pub fn list_sheet(material: &Material, order: &[usize], kind: Option<&'static Kind>) -> Sheet {
    let fields: Vec<_> = match kind {
        Some(kind) => kind.all_fields().collect(),
        None => throughline_model::BASE.iter().collect(),
    };
    let shown: Vec<_> =
        fields.into_iter().filter(|f| !f.is_given() && !matches!(f.name, "title" | "status")).collect();
    let mut columns = vec!["id".to_owned(), "kind".to_owned(), "title".to_owned(), "status".to_owned()];
    columns.extend(shown.iter().map(|f| f.name.to_owned()));
    columns.extend(["recorded".to_owned(), "changed".to_owned(), "address".to_owned()]);
    let rows = order
        .iter()
        .filter_map(|at| Some((*at, material.thing(*at)?)))
        .map(|(at, thing)| {
            let mut row = vec![
                thing.card.short.clone(),
                thing.kind.name.to_owned(),
                thing.bare().to_owned(),
                thing.card.status.clone().unwrap_or_default(),
            ];
            row.extend(shown.iter().map(|field| match field.ty {
                FieldType::Ref { link, out, .. } => {
                    let others = material.others(at, link, out);
                    others.iter().map(|t| said(t)).collect::<Vec<_>>().join("; ")
                }
                _ => thing.state.value(field.name).map(text_of).unwrap_or_default(),
            }));
            row.extend([
                thing.state.created.at.clone(),
                thing.state.updated.at.clone(),
                material.address(&thing.card.id),
            ]);
            row
        })
        .collect();
    Sheet { columns, rows }
}

fn said(thing: &Thing) -> String {
    let title = thing.card.title.replace("; ", ", ");
    format!("{} {title}", thing.card.short)
}

/// The links of a material, a row for each.
#[must_use]
pub(super) fn links_sheet(material: &Material) -> Sheet {
    let columns = ["from", "from-title", "type", "to", "to-title", "fields", "recorded"];
    let rows = material
        .living_bonds()
        .filter_map(|bond| {
            let (from, to) = (material.thing(bond.from)?, material.thing(bond.to)?);
            let fields: Vec<String> = bond
                .state
                .fields
                .keys()
                .filter(|name| bond.type_.field(name).is_some_and(|f| !f.is_given() && f.name != "removed"))
                .filter_map(|name| Some(format!("{name}={}", text_of(bond.state.value(name)?))))
                .collect();
            Some(vec![
                from.card.short.clone(),
                from.card.title.clone(),
                bond.type_.name.to_owned(),
                to.card.short.clone(),
                to.card.title.clone(),
                fields.join("; "),
                bond.state.created.at.clone(),
            ])
        })
        .collect();
    Sheet { columns: columns.map(str::to_owned).to_vec(), rows }
}

/// A value as one cell, in a spelling that imports read back.
fn text_of(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(n) => n.to_string(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::List(items) if items.iter().all(|i| i.as_text().is_some()) => {
            items.iter().filter_map(Value::as_text).collect::<Vec<_>>().join(", ")
        }
        Value::List(items) if !items.is_empty() && items.iter().all(|i| digest_of(i).is_some()) => {
            items.iter().filter_map(digest_of).collect::<Vec<_>>().join(", ")
        }
        Value::Map(map)
            if !map.is_empty() && map.keys().all(|k| matches!(k.as_str(), "low" | "likely" | "high")) =>
        {
            let of = |key: &str| map.get(key).and_then(Value::as_text).unwrap_or("");
            format!("{} / {} / {}", of("low"), of("likely"), of("high"))
        }
        other => other.to_json().to_string(),
    }
}

fn digest_of(value: &Value) -> Option<String> {
    let map = value.as_map()?;
    Some(format!("{}:{}", map.get("algorithm")?.as_text()?, map.get("value")?.as_text()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_spreadsheet_would_compute_is_guarded_and_a_plain_number_is_not() {
        for text in [
            "=1+1",
            "+49 30",
            "-cmd|' /C calc'!A0",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "＝1",
            " =1",
            "\u{202e}=1",
            "'quoted",
        ] {
            assert_eq!(cell(text), format!("'{text}"), "{text:?}");
        }
        for text in ["", "-3.5", "12", "a=b", "plain", "1e5", "\u{5d0}"] {
            assert_eq!(cell(text), text, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_table_is_read_back_as_it_was(rows in proptest::collection::vec(proptest::collection::vec(any::<String>(), 3), 0..8)) {
            let sheet = Sheet { columns: vec!["=a".into(), "b;".into(), String::new()], rows };
            let bytes = sheet.bytes();
            let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
            let read: Vec<Vec<String>> = reader
                .records()
                .map(|r| r.unwrap().iter().map(|c| uncell(c).to_owned()).collect())
                .collect();
            let mut all = vec![sheet.columns.clone()];
            all.extend(sheet.rows.clone());
            prop_assert_eq!(read, all);
        }

        #[test]
        fn no_cell_begins_as_a_formula_does(text in any::<String>()) {
            let safe = cell(&text);
            let first = safe.trim_start().chars().next().unwrap_or('a');
            prop_assert!(decimal::is_decimal(&text) || !DANGEROUS.contains(&first), "{:?}", safe);
        }
    }
}
