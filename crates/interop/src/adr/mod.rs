//! Decision records in Markdown: MADR 2, 3 and 4, Nygard (adr-tools), log4brains, and records
//! headed by a table. Each becomes a decision with its options, the people named in it and its
//! links; who wrote and changed it when comes from git, through renames.

mod assemble;
mod dates;
mod find;
mod gone;
mod markdown;
mod names;
mod options;
pub(crate) mod own;
mod parsed;
mod status;
mod styles;

use std::path::Path;

use throughline_record::EntityId;
use throughline_store::{Progress, Workspace};

use crate::apply::{ApplyOptions, ImportReport, apply};
use crate::error::{InteropError, Result};
use crate::taken::{Extent, Level, Line, Taken};
use assemble::{Assembly, Record};
use find::{Found, Place};
use markdown::Document;
use parsed::Adr;

/// Reads the decision records of a folder or git repository.
///
/// # Errors
/// If there is nothing at the path or it cannot be read. Everything wrong with a single record
/// is a line of the report, and the record is taken as far as it can be, its text whole.
pub fn read_adr(path: &Path, progress: &dyn Progress) -> Result<Taken> {
    let place = Place::at(path)?;
    let mut report = Vec::new();
    if let Place::Git(git) = &place
        && git.order.shallow
    {
        return Err(InteropError::Shallow(path.to_owned()));
    }
    let files = place.files(&mut report)?;
    let total = files.len() as u64;
    let mut records: Vec<Record> = Vec::new();
    for (done, file) in files.iter().enumerate() {
        throughline_store::progress::step(progress, done as u64, total, "decision records")?;
        if let Some(record) = read_record(&place, file, &mut report)? {
            records.push(record);
        }
    }
    if records.is_empty() {
        report.push(Line::new(
            Level::Warning,
            path.display().to_string(),
            "no-records",
            "no decision records were found",
        ));
    }
    let (items, lines) = Assembly::new(records).items();
    report.extend(lines);
    Ok(Taken {
        source: place.source(),
        title: place.title(),
        items,
        report,
        superseded: Vec::new(),
        extent: Some(Extent { kinds: &["decision"], under: place.under().to_owned() }),
    })
}

/// Reads the decision records of a folder or git repository and writes what is new of them. Of a
/// record that is gone the report says which commit deleted it, where git knows.
///
/// # Errors
/// As [`read_adr`] and [`apply`].
pub fn import_adr(
    ws: &Workspace,
    path: &Path,
    actor: Option<EntityId>,
    options: &ApplyOptions,
    progress: &dyn Progress,
) -> Result<ImportReport> {
    let mut report = apply(ws, &read_adr(path, progress)?, actor, options, progress)?;
    gone::tell_fates(path, &mut report.lines)?;
    Ok(report)
}

fn read_record(place: &Place, file: &Found, report: &mut Vec<Line>) -> Result<Option<Record>> {
    let name = file.path.rsplit('/').next().unwrap_or("");
    let Some(current) = styles::read(&Document::parse(&file.text), name) else {
        report.push(Line::new(
            Level::Skipped,
            file.path.as_str(),
            "not-a-record",
            "it has none of the shapes of a decision record",
        ));
        return Ok(None);
    };
    let mut lines: Vec<Line> = Vec::new();
    if let Some(encoding) = file.encoding {
        lines.push(Line::new(
            Level::Warning,
            file.path.as_str(),
            "not-utf-8",
            format!("the file is not UTF-8; it was read as {encoding}"),
        ));
    }
    let (texts, paths) = place.history(file, &mut lines)?;
    let style = current.style;
    let versions = texts
        .into_iter()
        .map(|text| {
            let doc = Document::parse(&text.text);
            // An early draft may not look like a record yet; it is kept by its text.
            let adr = styles::read(&doc, name).unwrap_or_else(|| {
                let mut adr = Adr::new(style);
                adr.title = doc.title().map(|s| s.title.text.clone());
                adr
            });
            (text, adr)
        })
        .collect();
    Ok(Some(Record { path: file.path.clone(), paths, versions, lines }))
}
