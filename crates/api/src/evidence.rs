//! Evidence from outside: a transcript, notes, a survey or tickets, recorded as one change.

use std::path::Path;

use serde_json::Value as Json;
use throughline_interop::answers::{Answer, Answers, Shape, read_answers};
use throughline_model::listening::{contacts, looks_like_name};
use throughline_model::{self as model, Kind, parse_json, written_kind};
use throughline_record::{Act, EntityId, Fields, RecordDraft};
use throughline_store::{Append, At, Reader};

use crate::App;
use crate::cards;
use crate::context;
use crate::dto::{ApiError, BadRowDto, EvidenceImportArgs, EvidenceImported, EvidenceItem};
use crate::error::{self, invalid};
use crate::linking::{Linking, fitting};
use crate::listening::contact_dto;
use crate::lookups;

/// Bytes of a text at most: those of a field.
const MOST_BYTES: usize = model::value::MAX_TEXT;
/// Pieces shown in an answer.
const SHOWN: usize = 20;
/// Contacts told in an answer.
const CONTACTS: usize = 50;
/// Characters of a text's beginning.
const BEGINS: usize = 400;
/// Bad rows told in an answer.
const BAD: usize = 200;

/// One piece of evidence to be.
struct Piece {
    title: Option<String>,
    text: String,
    participant: Option<String>,
    date: String,
    sample: Option<usize>,
}

impl App {
    pub(crate) fn evidence_import(&self, args: EvidenceImportArgs) -> Result<EvidenceImported, ApiError> {
        let open = self.opened()?;
        let (name, text) = source(&args)?;
        let shape = match args.format.as_deref() {
            None | Some("") => Shape::of(&name, &text),
            Some(word) => Shape::named(word).ok_or_else(|| {
                ApiError::new(
                    "bad-arguments",
                    format!("“{word}” is no format. Nothing was recorded."),
                    "Choose text, csv or jsonl.",
                )
            })?,
        };
        let answers = read_answers(&text, shape)?;
        let today = self.env.clock.now().get(..10).unwrap_or_default().to_owned();
        let pieces = pieces(&args, &name, text, shape, &answers, &today);
        if pieces.is_empty() {
            let why =
                answers.bad.first().map(|b| format!(" Line {}: {}.", b.line, b.why)).unwrap_or_default();
            return Err(ApiError::new(
                "nothing-in-it",
                format!("There is nothing to read in it.{why} Nothing was recorded."),
                "Give a text, a table whose first row names its columns, or one JSON object per line.",
            ));
        }
        let mut imported = told(shape, &answers, &pieces);
        if args.dry_run {
            return Ok(imported);
        }
        let reader = open.workspace.reader()?;
        let release = context::named_release(self, &open, &reader, args.release.as_deref(), &At::Now)?;
        let persona = match args.persona.as_deref().filter(|p| !p.is_empty()) {
            Some(persona) => Some(lookups::find_of_kind(&reader, "persona", persona, &At::Now)?),
            None => None,
        };
        let method = args.method.clone().unwrap_or_else(|| {
            match shape {
                Shape::Plain => "interview",
                Shape::Csv => "survey",
                Shape::Json => "ticket",
            }
            .to_owned()
        });
        let mut records = Vec::new();
        let mut ids = Vec::new();
        for piece in &pieces {
            let id = self.new_id();
            ids.push(id);
            let mut linking = Linking::new(&reader, open.workspace.id(), None);
            records.push(record(id, piece, &method, args.consent.as_deref())?);
            if let Some(persona) = persona {
                let type_ = fitting("from", "evidence", "persona")?;
                linking.link(type_, id, persona, Some(id), &[].into())?;
            }
            if let Some(release) = release {
                let type_ = fitting("includes", "release", "evidence")?;
                let how = [("how".to_owned(), Json::from("created-here"))].into();
                linking.link(type_, release, id, Some(id), &how)?;
            }
            records.append(&mut linking.records);
        }
        let first = ids.first().copied().unwrap_or_else(|| self.new_id());
        let append = Append::new(open.actor(), Act::Edit, records);
        let saved = self.seal(&open, append, first, args.draft.as_deref())?;
        imported.position = saved.position;
        let reader = open.workspace.reader()?;
        shown(&reader, &mut imported, &ids)?;
        Ok(imported)
    }
}

/// The cards of what was recorded.
fn shown(reader: &Reader, imported: &mut EvidenceImported, ids: &[EntityId]) -> Result<(), ApiError> {
    for (item, id) in imported.items.iter_mut().zip(ids) {
        item.card = lookups::card(reader, id, &At::Now)?.map(|c| cards::card(&c, None));
    }
    Ok(())
}

/// The name of what comes in, and its text.
fn source(args: &EvidenceImportArgs) -> Result<(String, String), ApiError> {
    let too_long = |bytes: u64| {
        ApiError::new(
            "too-much",
            format!(
                "It is {} MB of text; {} MB are the most that are taken at once. Nothing was recorded.",
                bytes.div_ceil(1 << 20),
                MOST_BYTES >> 20
            ),
            "Divide it, or attach the file to the evidence.",
        )
    };
    let (name, text) = match (&args.text, &args.path) {
        (Some(text), _) => (args.name.clone(), text.clone()),
        (None, Some(path)) => {
            let path = Path::new(path);
            let read = |e: std::io::Error| error::io("Reading", path, &e);
            let length = std::fs::metadata(path).map_err(read)?.len();
            if length > MOST_BYTES as u64 {
                return Err(too_long(length));
            }
            let bytes = std::fs::read(path).map_err(read)?;
            let text = String::from_utf8(bytes).map_err(|_| {
                ApiError::new(
                    "not-utf-8",
                    format!("{} is not UTF-8 text. Nothing was recorded.", path.display()),
                    "Save it as UTF-8 (in a spreadsheet: CSV UTF-8) and give it again.",
                )
                .about(path.display().to_string())
            })?;
            let own = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            (if args.name.is_empty() { own } else { args.name.clone() }, text)
        }
        (None, None) => {
            return Err(ApiError::new(
                "bad-arguments",
                "There is neither a text nor a file. Nothing was recorded.",
                "Give one of both.",
            ));
        }
    };
    if text.len() > MOST_BYTES {
        return Err(too_long(text.len() as u64));
    }
    // Places are counted in the text as it is kept: with one line end for all systems.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    Ok((name, text))
}

fn pieces(
    args: &EvidenceImportArgs,
    name: &str,
    text: String,
    shape: Shape,
    answers: &Answers,
    today: &str,
) -> Vec<Piece> {
    let given =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    let date = given(&args.date).unwrap_or_else(|| today.to_owned());
    let called = || {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).replace(['_', '-'], " ");
        given(&args.title).or_else(|| (!stem.trim().is_empty()).then(|| stem.trim().to_owned()))
    };
    if shape == Shape::Plain {
        if text.trim().is_empty() {
            return Vec::new();
        }
        let participant = given(&args.participant);
        return vec![Piece { title: called(), text, participant, date, sample: None }];
    }
    if answers.rows.is_empty() {
        return Vec::new();
    }
    if args.per_row {
        return answers
            .rows
            .iter()
            .map(|row| Piece {
                title: row.title.clone(),
                text: row.text.clone(),
                participant: row.participant.clone().or_else(|| given(&args.participant)),
                date: row.date.clone().unwrap_or_else(|| date.clone()),
                sample: Some(1),
            })
            .collect();
    }
    let text = answers.rows.iter().map(section).collect::<Vec<_>>().join("\n\n");
    let participant = given(&args.participant);
    vec![Piece { title: called(), text, participant, date, sample: Some(answers.rows.len()) }]
}

/// A row inside a longer text: its number and who answered, then what was said.
fn section(row: &Answer) -> String {
    let who = row.participant.as_ref().map(|p| format!(", {p}")).unwrap_or_default();
    format!("[{}{who}]\n{}", row.line, row.text)
}

fn told(shape: Shape, answers: &Answers, pieces: &[Piece]) -> EvidenceImported {
    let begins = |text: &str| {
        let short: String = text.chars().take(BEGINS).collect();
        if short.len() < text.len() { format!("{short} …") } else { short }
    };
    let said = pieces.iter().filter_map(|p| p.participant.clone());
    let mut names: Vec<String> = said
        .chain(answers.rows.iter().filter_map(|r| r.participant.clone()))
        .filter(|p| looks_like_name(p))
        .collect();
    names.sort();
    names.dedup();
    names.truncate(SHOWN);
    EvidenceImported {
        format: shape.as_str().into(),
        rows: answers.rows.len().into(),
        bad: answers
            .bad
            .iter()
            .take(BAD)
            .map(|b| BadRowDto { line: b.line.into(), why: b.why.clone() })
            .collect(),
        items: pieces
            .iter()
            .take(SHOWN)
            .map(|p| EvidenceItem {
                card: None,
                title: p.title.clone().unwrap_or_default(),
                participant: p.participant.clone().unwrap_or_default(),
                date: p.date.clone(),
                begins: begins(&p.text),
            })
            .collect(),
        total: pieces.len().into(),
        contacts: pieces.iter().flat_map(|p| contacts(&p.text)).take(CONTACTS).map(contact_dto).collect(),
        names,
        position: None,
    }
}

fn record(id: EntityId, piece: &Piece, method: &str, consent: Option<&str>) -> Result<RecordDraft, ApiError> {
    let kind: &'static Kind = model::check_kind("evidence").map_err(|e| invalid(vec![e.into()]))?;
    let (mut content, mut personal) = (Fields::new(), Fields::new());
    let mut errors = Vec::new();
    let said = [
        ("title", piece.title.clone().map(Json::from)),
        ("method", Some(Json::from(method))),
        ("date", Some(Json::from(piece.date.clone()))),
        ("participant", piece.participant.clone().map(Json::from)),
        ("consent", consent.filter(|c| !c.is_empty()).map(Json::from)),
        ("sample-size", piece.sample.map(Json::from)),
        ("transcript", Some(Json::from(piece.text.clone()))),
    ];
    for (name, json) in said.into_iter().filter_map(|(name, json)| Some((name, json?))) {
        let Some(field) = kind.field(name) else { continue };
        match parse_json(field, &json) {
            Ok(value) => {
                let part = if field.personal { &mut personal } else { &mut content };
                part.insert(name.to_owned(), value);
            }
            Err(error) => errors.push(error.into()),
        }
    }
    if !errors.is_empty() {
        return Err(invalid(errors));
    }
    Ok(RecordDraft { kind: written_kind(kind.name), entity: id, on: None, ends: None, content, personal })
}
