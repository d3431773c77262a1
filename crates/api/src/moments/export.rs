//! `moments.export`: a comparison of two moments to hand on.

use std::fmt::Write as _;
use std::path::Path;

use throughline_store::{Became, Difference};

use super::compare::{Compared, became, fields, label_of, link};
use super::kind_words;
use super::words::{cell, csv, value};
use crate::App;
use crate::dto::{ApiError, AtDto, ExportMomentsArgs, FieldChangeDto, MomentDto, MomentsExported};
use crate::error;

impl App {
    pub(crate) fn moments_export(&self, args: ExportMomentsArgs) -> Result<MomentsExported, ApiError> {
        let open = self.opened()?;
        let write = match args.format.as_str() {
            "markdown" | "md" => markdown as fn(&Compared) -> String,
            "csv" => table,
            other => {
                return Err(ApiError::new(
                    "bad-arguments",
                    format!("“{other}” is no format to export to. Nothing was written."),
                    "Choose markdown or csv.",
                ));
            }
        };
        let compared =
            self.compared(&open, &args.from, &args.to, args.release.as_deref(), args.job.as_deref())?;
        let text = write(&compared);
        let artefacts = compared.rows.len().into();
        let Some(path) = args.path.filter(|path| !path.trim().is_empty()) else {
            return Ok(MomentsExported { text: Some(text), path: None, artefacts });
        };
        std::fs::write(&path, text).map_err(|e| error::io("Writing", Path::new(&path), &e))?;
        Ok(MomentsExported { text: None, path: Some(path), artefacts })
    }
}

/// A moment in words.
fn said(moment: &MomentDto) -> String {
    let day = |text: &str| text.get(..10).unwrap_or(text).to_owned();
    match &moment.at {
        AtDto::Now => format!("now (#{})", moment.position.0),
        AtDto::Position { position } => {
            let received = moment.received.as_deref().map(day).unwrap_or_default();
            let freeze = if moment.text.starts_with("freeze:") { "the freeze " } else { "" };
            format!("{freeze}#{} ({received})", position.0)
        }
        AtDto::Known { date } => format!("{date} (#{})", moment.position.0),
        AtDto::So { date } => format!("what was so on {date}"),
    }
}

fn counted(compared: &Compared, wanted: Became) -> usize {
    compared.rows.iter().filter(|row| row.became == wanted).count()
}

fn name(one: &Difference) -> String {
    format!("{} {}", one.card.short, one.card.title).trim().to_owned()
}

/// One line per thing that differs: label, before, after.
fn lines(one: &Difference) -> Vec<(String, String, String)> {
    let said = |field: &FieldChangeDto| {
        let words = |json| if field.erased { "(erased)".to_owned() } else { value(json) };
        (field.label.clone(), words(&field.before), words(&field.after))
    };
    let mut out: Vec<_> = fields(one).iter().map(said).collect();
    for one in &one.links {
        let dto = link(one);
        let other = format!("{} {}", dto.other.short, dto.other.title).trim().to_owned();
        match one.became {
            Became::Added => out.push((dto.label, String::new(), other)),
            Became::Removed => out.push((dto.label, other, String::new())),
            Became::Changed => {
                for field in &dto.fields {
                    let (label, before, after) = said(field);
                    out.push((format!("{} {other}, {label}", dto.label), before, after));
                }
            }
        }
    }
    out
}

fn markdown(compared: &Compared) -> String {
    let mut out = format!("# What changed from {} to {}\n\n", said(&compared.from), said(&compared.to));
    if let Some(release) = &compared.release {
        let _ = writeln!(out, "Release {} ({}).\n", release.title, release.short);
    }
    let _ = writeln!(
        out,
        "{} added, {} changed, {} removed.",
        counted(compared, Became::Added),
        counted(compared, Became::Changed),
        counted(compared, Became::Removed)
    );
    let mut stage = None;
    for one in compared.rows.iter() {
        if stage != Some(&one.card.stage) {
            let _ = writeln!(out, "\n## {}", label_of(&one.card.stage));
            stage = Some(&one.card.stage);
        }
        let _ = writeln!(
            out,
            "\n### {} ({}, {})\n",
            cell(&name(one)),
            kind_words(&one.card.kind),
            became(one.became)
        );
        let lines = lines(one);
        if lines.is_empty() {
            continue;
        }
        out.push_str("| what | before | after |\n|---|---|---|\n");
        for (label, before, after) in lines {
            let _ = writeln!(out, "| {} | {} | {} |", cell(&label), cell(&before), cell(&after));
        }
    }
    out
}

fn table(compared: &Compared) -> String {
    let mut out = String::from("stage,id,kind,title,became,what,before,after\r\n");
    for one in compared.rows.iter() {
        let begin = [
            label_of(&one.card.stage),
            one.card.short.clone(),
            kind_words(&one.card.kind),
            one.card.title.clone(),
            became(one.became).to_owned(),
        ];
        let mut lines = lines(one);
        if lines.is_empty() {
            lines.push(Default::default());
        }
        for (label, before, after) in lines {
            let cells: Vec<String> =
                begin.iter().chain([&label, &before, &after]).map(|text| csv(text)).collect();
            out.push_str(&cells.join(","));
            out.push_str("\r\n");
        }
    }
    out
}
