//! The PDF: set by Typst from one template, for keeping (PDF/A-2a) and for screen readers (PDF/UA-1).

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::fonts::{Fonts, MONO, SANS, SERIF, families, fonts};
use super::printable::Printable;
use super::{Dossier, DossierError};

const TEMPLATE: &str = include_str!("dossier.typ");

/// The dossier as PDF/A-2a and PDF/UA-1, with every font inside. The same dossier gives the same bytes.
///
/// # Errors
/// [`DossierError::Typeset`] where the typesetter or one of the two standards refuses.
pub fn pdf(dossier: &Dossier) -> Result<Vec<u8>, DossierError> {
    let document = pages(dossier)?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|e| DossierError::Typeset(e.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(dossier.digest()),
        creator: Smart::Custom(Some("Throughline".into())),
        timestamp: day(&dossier.date)
            .and_then(|(y, m, d)| Datetime::from_ymd(y, m, d))
            .map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| refused(&errors))
}

/// The pages as they are set.
pub(super) fn pages(dossier: &Dossier) -> Result<PagedDocument, DossierError> {
    let mut data = serde_json::to_value(dossier).map_err(|e| DossierError::Typeset(e.to_string()))?;
    let mut printable = Printable::new();
    printable.all(&mut data);
    if let Json::Object(map) = &mut data {
        map.insert("digest".into(), json!(dossier.digest()));
        map.insert("by_number".into(), json!(printable.by_number));
        map.insert("sans".into(), json!(families(SANS)));
        map.insert("serif".into(), json!(families(SERIF)));
        map.insert("mono".into(), json!(families(MONO)));
        map.insert("day".into(), json!(day(&dossier.date).map(|(y, m, d)| [y, i32::from(m), i32::from(d)])));
    }
    let world = Press::new(serde_json::to_vec(&data).map_err(|e| DossierError::Typeset(e.to_string()))?)?;
    typst::compile::<PagedDocument>(&world).output.map_err(|errors| refused(&errors))
}

fn refused(errors: &[SourceDiagnostic]) -> DossierError {
    let said: BTreeSet<String> = errors
        .iter()
        .map(|e| e.hints.iter().fold(e.message.to_string(), |all, hint| format!("{all} ({})", hint.v)))
        .collect();
    DossierError::Typeset(said.into_iter().collect::<Vec<_>>().join("; "))
}

fn day(instant: &str) -> Option<(i32, u8, u8)> {
    let part = |from: usize, to: usize| instant.get(from..to);
    Some((part(0, 4)?.parse().ok()?, part(5, 7)?.parse().ok()?, part(8, 10)?.parse().ok()?))
}

/// All that the template may see: itself, the data, the fonts. There is no folder, no package, no clock.
struct Press {
    library: LazyHash<Library>,
    fonts: &'static Fonts,
    main: Source,
    data: FileId,
    bytes: Bytes,
}

/// The two names are fixed and hold nothing that a path could be refused for.
fn file(name: &str) -> Result<FileId, DossierError> {
    let path = VirtualPath::new(name).map_err(|e| DossierError::Typeset(e.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl Press {
    fn new(data: Vec<u8>) -> Result<Press, DossierError> {
        Ok(Press {
            library: LazyHash::new(Library::default()),
            fonts: fonts(),
            main: Source::new(file("dossier.typ")?, TEMPLATE.into()),
            data: file("dossier.json")?,
            bytes: Bytes::new(data),
        })
    }
}

impl World for Press {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data { Ok(self.bytes.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
