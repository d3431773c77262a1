//! Resolves what links name, and writes the file as one change.

use std::collections::{HashMap, HashSet};

use throughline_model::{Kind, LINK_KIND, LinkType, Merge, check_link, link, set_change, written_kind};
use throughline_record::{Ends, EntityId, Fields, RecordDraft, Value};
use throughline_store::{At, Progress, Reader, StoreError, Workspace};

use super::Errors;
use super::read::{File, LinkLine, value_of};
use crate::apply::{
    ApplyOptions, End, ImportReport, Mark, Numbers, Plan, Values, Wish, append, split, write,
};
use crate::error::Result;
use crate::fields::digest;
use crate::taken::{Says, SourceItem, SourceRevision, Taken};

/// A link with both its ends found.
pub(super) struct Connected {
    from: Place,
    to: Place,
    type_: &'static LinkType,
    fields: Values,
    on: Option<String>,
}

/// Where an end is.
#[derive(Clone, Copy)]
enum Place {
    /// The artefact at this index of the file.
    Here(usize),
    /// In the workspace already.
    There(End),
}

/// What a named source imported under a key is of one kind for good: its fields and links would mean
/// nothing in another.
pub(super) fn same_kinds(ws: &Workspace, file: &File, errors: &mut Errors) -> Result<()> {
    let Some(name) = &file.source else {
        return Ok(());
    };
    let (source, reader) = (source_of(name), ws.reader()?);
    for artefact in &file.artefacts {
        let entity = EntityId::derived(&ws.id(), &source, &artefact.key);
        if let Some(state) = reader.state(&entity, &At::Now)?
            && state.kind != artefact.kind.name
        {
            let sentence = format!(
                "“{}” was imported as a {}; it cannot become a {}: give it another key",
                artefact.key, state.kind, artefact.kind.name
            );
            errors.push(artefact.line, "another-kind", sentence);
        }
    }
    Ok(())
}

/// The source's name in the workspace.
fn source_of(name: &str) -> String {
    format!("jsonl:{name}")
}

/// Finds the ends of every link: keys of the file first, then anything the workspace knows.
pub(super) fn connect(ws: &Workspace, file: &File, errors: &mut Errors) -> Result<Vec<Connected>> {
    let mut finder = Finder { file, reader: None, known: HashMap::new(), checked: HashMap::new() };
    let mut out = Vec::with_capacity(file.links.len());
    for line in &file.links {
        let from = finder.find(ws, &line.from, line.line, "from", errors)?;
        let to = finder.find(ws, &line.to, line.line, "to", errors)?;
        let (Some(from), Some(to)) = (from, to) else {
            continue;
        };
        let (from_kind, to_kind) = (finder.kind(from), finder.kind(to));
        let type_ = match finder.check(&line.type_, from_kind, to_kind) {
            Ok(type_) => type_,
            Err((code, sentence)) => {
                errors.push(line.line, code, sentence);
                continue;
            }
        };
        out.push(Connected {
            from,
            to,
            type_,
            fields: link_fields(line, type_, errors),
            on: line.on.clone(),
        });
    }
    Ok(out)
}

type Checked = std::result::Result<&'static LinkType, (&'static str, String)>;

struct Finder<'f> {
    file: &'f File,
    reader: Option<Reader>,
    /// What references into the workspace mean.
    known: HashMap<String, Option<End>>,
    /// Whether a type may go from a kind to a kind.
    checked: HashMap<String, HashMap<(&'static str, &'static str), Checked>>,
}

impl Finder<'_> {
    fn find(
        &mut self,
        ws: &Workspace,
        reference: &str,
        line: usize,
        which: &str,
        errors: &mut Errors,
    ) -> Result<Option<Place>> {
        if let Some(index) = self.file.keys.get(reference) {
            return Ok(Some(Place::Here(*index)));
        }
        if self.file.faulty.contains(reference) {
            return Ok(None);
        }
        if let Some(known) = self.known.get(reference) {
            return Ok(known.map(Place::There));
        }
        if self.reader.is_none() {
            self.reader = Some(ws.reader()?);
        }
        let Some(reader) = &self.reader else {
            return Ok(None);
        };
        let end = match reader.resolve(reference, &At::Now) {
            Ok(entity) => reader
                .state(&entity, &At::Now)?
                .and_then(|state| state.kind_entry())
                .map(|kind| End { entity, kind }),
            Err(error) => {
                let sentence =
                    format!("{which} is “{reference}”: no key of this file, and in the workspace: {error}");
                errors.push(line, "no-such-end", sentence);
                self.known.insert(reference.to_owned(), None);
                return Ok(None);
            }
        };
        if end.is_none() {
            let sentence = format!("{which} is “{reference}”, which is nothing a link may lead to");
            errors.push(line, "no-such-end", sentence);
        }
        self.known.insert(reference.to_owned(), end);
        Ok(end.map(Place::There))
    }

    fn kind(&self, place: Place) -> &'static str {
        match place {
            Place::Here(index) => self.file.artefacts.get(index).map_or("", |a| a.kind.name),
            Place::There(end) => end.kind.name,
        }
    }

    /// Many links have the same type between the same kinds; the table is asked once.
    fn check(&mut self, type_: &str, from: &'static str, to: &'static str) -> Checked {
        if let Some(known) = self.checked.get(type_).and_then(|m| m.get(&(from, to))) {
            return known.clone();
        }
        let found = check_link(type_, from, to).map_err(|e| (e.code, e.sentence));
        self.checked.entry(type_.to_owned()).or_default().insert((from, to), found.clone());
        found
    }
}

fn link_fields(line: &LinkLine, type_: &'static LinkType, errors: &mut Errors) -> Values {
    let mut out = Values::new();
    for (name, value) in line.fields.iter().flatten() {
        let Some(field) = type_.field(name) else {
            let sentence = format!("a link “{}” has no field “{name}”", type_.name);
            errors.push(line.line, "unknown-field", sentence);
            continue;
        };
        match value_of(field, value.clone()) {
            Ok(Some(value)) => {
                out.insert(name.clone(), Some(value));
            }
            Ok(None) => {}
            Err(error) => errors.push(line.line, error.code, error.sentence),
        }
    }
    for field in type_.fields.iter().filter(|f| f.required) {
        if !out.contains_key(field.name) {
            let sentence = format!("a link “{}” needs {}", type_.name, field.name);
            errors.push(line.line, "required", sentence);
        }
    }
    if let Some(author) = line.author.as_deref().map(str::trim).filter(|a| !a.is_empty()) {
        out.insert("said-by".to_owned(), Some(Value::Text(author.to_owned())));
    }
    out
}

/// Writes the file.
pub(super) fn load(
    ws: &Workspace,
    file: File,
    links: &[Connected],
    actor: Option<EntityId>,
    options: &ApplyOptions,
    progress: &dyn Progress,
) -> Result<ImportReport> {
    match file.source.clone() {
        Some(name) => again(ws, file, &name, links, actor, options, progress),
        None => anew(ws, file, links, actor, options, progress),
    }
}

/// A named source: the same entities as last time, and only what differs.
fn again(
    ws: &Workspace,
    file: File,
    name: &str,
    links: &[Connected],
    actor: Option<EntityId>,
    options: &ApplyOptions,
    progress: &dyn Progress,
) -> Result<ImportReport> {
    let source = source_of(name);
    let items = file.artefacts.into_iter().map(item).collect();
    let taken = Taken {
        source: source.clone(),
        title: name.to_owned(),
        items,
        report: Vec::new(),
        superseded: Vec::new(),
        extent: None,
    };
    let ends: Vec<Option<End>> = taken
        .items
        .iter()
        .map(|item| {
            let entity = EntityId::derived(&ws.id(), &source, &item.key);
            throughline_model::kind(item.kind).map(|kind| End { entity, kind })
        })
        .collect();
    write(ws, actor, options, &taken, |plan: &mut Plan<'_>| {
        let total = taken.items.len() as u64;
        for (done, item) in taken.items.iter().enumerate() {
            throughline_store::progress::step(progress, done as u64, total, "entries")?;
            plan.item(&taken, item)?;
        }
        for link in links {
            let end = |place: Place| match place {
                Place::Here(index) => ends.get(index).copied().flatten(),
                Place::There(end) => Some(end),
            };
            let (Some(from), Some(to)) = (end(link.from), end(link.to)) else {
                continue;
            };
            let wish = Wish {
                type_: link.type_.name.to_owned(),
                from,
                to,
                fields: link.fields.clone(),
                on: link.on.clone(),
            };
            let mark = Mark { source: &source, key: link.type_.name, rev: "" };
            plan.wish(wish, Some(mark), name)?;
        }
        Ok(())
    })
}

fn item(line: super::read::ArtefactLine) -> SourceItem {
    // The day belongs to what the line says: that it alone is corrected must be seen.
    let mut told = line.fields.clone();
    if let Some(on) = &line.on {
        told.insert("at".to_owned(), Some(Value::Text(on.clone())));
    }
    let revision = SourceRevision {
        rev: digest(&told, &[]),
        on: line.on,
        said_by: None,
        note: None,
        fields: line.fields,
        links: Vec::new(),
    };
    let mut item = SourceItem::new(line.key, line.kind.name, vec![revision]);
    item.says = Says::All;
    item.number = line.number;
    item
}

/// No source: new entities, nothing to compare with.
fn anew(
    ws: &Workspace,
    file: File,
    links: &[Connected],
    actor: Option<EntityId>,
    options: &ApplyOptions,
    progress: &dyn Progress,
) -> Result<ImportReport> {
    let total = (file.artefacts.len() + links.len()) as u64;
    throughline_store::progress::step(progress, 0, total, "entries")?;
    let mut ids = NewIds::new(ws);
    let mut ends: Vec<End> = Vec::with_capacity(file.artefacts.len());
    let mut records: Vec<RecordDraft> = Vec::with_capacity(file.artefacts.len() + links.len());
    let mut written: Option<(&'static Kind, String)> = None;
    let added = file.artefacts.len() as u64;
    let reader = ws.reader()?;
    let mut numbers = Numbers::default();
    for artefact in file.artefacts {
        let entity = ids.next();
        ends.push(End { entity, kind: artefact.kind });
        let name = match &written {
            Some((kind, name)) if kind.name == artefact.kind.name => name.clone(),
            _ => {
                let name = written_kind(artefact.kind.name);
                written = Some((artefact.kind, name.clone()));
                name
            }
        };
        let number = numbers.free(&reader, artefact.kind, artefact.number)?;
        let (mut content, personal) =
            split(as_set(artefact.fields, artefact.kind), |field| artefact.kind.field(field));
        if let Some(number) = number {
            content.insert("number".to_owned(), Some(Value::Int(number)));
        }
        records.push(RecordDraft { kind: name, entity, on: artefact.on, ends: None, content, personal });
    }
    let link_kind = written_kind(LINK_KIND);
    let mut made: HashSet<EntityId> = HashSet::with_capacity(links.len());
    let mut links_added = 0;
    for link in links {
        let end = |place: Place| match place {
            Place::Here(index) => ends.get(index).copied(),
            Place::There(end) => Some(end),
        };
        let (Some(from), Some(to)) = (end(link.from), end(link.to)) else {
            continue;
        };
        let id = EntityId::link(&ws.id(), link.type_.name, &from.entity, &to.entity);
        let both_known = matches!(link.from, Place::There(_)) && matches!(link.to, Place::There(_));
        if !made.insert(id) || (both_known && reader.exists(&id)?) {
            continue;
        }
        let revision = |place: Place| -> Result<Option<throughline_record::Address>> {
            match place {
                Place::Here(_) => Ok(None),
                Place::There(end) => Ok(reader.state(&end.entity, &At::Now)?.map(|state| state.revision)),
            }
        };
        let (content, personal) = split(link.fields.clone(), |name| link.type_.field(name));
        records.push(RecordDraft {
            kind: link_kind.clone(),
            entity: id,
            on: link.on.clone(),
            ends: Some(Ends {
                type_: link.type_.name.to_owned(),
                from: from.entity,
                to: to.entity,
                from_rev: revision(link.from)?,
                to_rev: revision(link.to)?,
            }),
            content,
            personal,
        });
        links_added += 1;
    }
    if let (Some(release), Some(includes)) = (options.release, link("includes")) {
        for end in ends.iter().filter(|end| end.kind.belongs_to_releases()) {
            // The file itself may say how the release includes it.
            if made.insert(EntityId::link(&ws.id(), includes.name, &release, &end.entity)) {
                records.push(included(ws, release, end, includes));
                links_added += 1;
            }
        }
    }
    if options.dry_run
        && let Some(why) = reader.rollout_refusal(&records, &ws.env().clock.now())?
    {
        return Err(StoreError::Rollout(why).into());
    }
    drop(reader);
    let mut report = ImportReport {
        source: "jsonl".to_owned(),
        title: "JSON Lines".to_owned(),
        added,
        changed: 0,
        unchanged: 0,
        links_added,
        position: None,
        lines: Vec::new(),
    };
    if !options.dry_run && !records.is_empty() {
        report.position = Some(append(ws, actor, "JSON Lines", None, records)?);
    }
    Ok(report)
}

fn included(ws: &Workspace, release: EntityId, end: &End, type_: &LinkType) -> RecordDraft {
    let how = Some(Value::Text("created-here".to_owned()));
    RecordDraft {
        kind: written_kind(LINK_KIND),
        entity: EntityId::link(&ws.id(), type_.name, &release, &end.entity),
        on: None,
        ends: Some(Ends {
            type_: type_.name.to_owned(),
            from: release,
            to: end.entity,
            from_rev: None,
            to_rev: None,
        }),
        content: Fields::from([("how".to_owned(), how)]),
        personal: Fields::new(),
    }
}

/// Sets are written as what is put in.
fn as_set(mut values: Values, kind: &'static Kind) -> Values {
    for (name, value) in &mut values {
        if let Some(Value::List(_)) = value
            && kind.field(name).is_some_and(|f| f.merge == Merge::Set)
        {
            *value = set_change(None, value.as_ref());
        }
    }
    values
}

/// New ids, the random part drawn for many at once.
struct NewIds<'w> {
    ws: &'w Workspace,
    millis: u64,
    pool: [u8; 640],
    used: usize,
}

impl<'w> NewIds<'w> {
    fn new(ws: &'w Workspace) -> Self {
        Self { ws, millis: ws.env().clock.millis(), pool: [0; 640], used: 640 }
    }

    fn next(&mut self) -> EntityId {
        if self.used + 10 > self.pool.len() {
            self.pool = self.ws.env().random_bytes();
            self.used = 0;
        }
        let mut random = [0; 10];
        for (to, from) in random.iter_mut().zip(self.pool.iter().skip(self.used)) {
            *to = *from;
        }
        self.used += 10;
        EntityId::v7(self.millis, random)
    }
}
