//! What goes into a pack: the changes in scope, with or without what can name a person.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Seek, Write};

use throughline_record::exchange::Excerpt;
use throughline_record::{
    Address, EntityId, Hash, Header, PartName, SealedChange, Value, merkle, read_record,
};
use throughline_report::dossier::{html, pdf};
use throughline_report::pack::{PackSource, Scope, ScopeName, close, note};
use throughline_store::progress::step;
use throughline_store::{At, Direction, Progress, Reader, StoreError, TraceQuery};

use super::{anchors, summary};
use crate::App;
use crate::app::Open;
use crate::dossier::Subject;
use crate::dto::{ApiError, AtDto, PackArgs};
use crate::lookups;

/// A pack that can be written.
pub(super) struct Gathered {
    pub source: PackSource,
    /// What it is of, in words.
    pub words: String,
}

/// Gathers a pack.
pub(super) fn source(
    app: &App,
    open: &Open,
    args: &PackArgs,
    progress: &dyn Progress,
) -> Result<Gathered, ApiError> {
    let workspace = &open.workspace;
    // Signing may begin a device, which is a change; so it comes first. Without a key there is none.
    let own = workspace.checkpoint().ok();
    let reader = workspace.reader()?;
    let (scope, words, start) = asked(open, &reader, args)?;
    let mut changes: Vec<SealedChange> = Vec::new();
    let mut members = Scope::new();
    let length = workspace.length()?;
    workspace.each_sealed(1, |position, sealed| {
        for (index, record) in (0..).zip(&sealed.records) {
            let read = read_record(Address { change: sealed.id, index }, record)
                .map_err(|fault| StoreError::Damaged(format!("#{position}.{index}: {fault}")))?;
            note(&mut members, &read);
        }
        changes.push(sealed);
        step(progress, position, length, "changes")?;
        Ok(true)
    })?;
    let entities = scope.entity().map(|_| in_scope(&start, &members, &changes));
    let ids = changes.iter().map(|change| change.id).collect::<Vec<_>>();
    let root = merkle::root(ids.iter());
    let mut excerpts: Vec<Excerpt> = Vec::new();
    for (position, change) in (1..).zip(changes) {
        let keeps = kept(&change, entities.as_ref());
        if entities.is_none() || keeps.contains(&true) {
            excerpts.push(Excerpt::of(change, position, |index| {
                keeps.get(index as usize).copied().unwrap_or(false)
            }));
        }
    }
    let attachments = if args.without_attachments { Vec::new() } else { files(open, &excerpts, progress)? };
    let withheld = if args.without_personal { withhold(&mut excerpts) } else { Vec::new() };
    let mut checkpoints = BTreeMap::new();
    if let Some((checkpoint, text)) = own {
        checkpoints.insert(format!("{:010}-this-copy.txt", checkpoint.size), text);
    }
    let kept = anchors::kept_before(open, &reader, &ids)?;
    checkpoints.extend(kept.checkpoints);
    let shown: Vec<EntityId> = match &entities {
        Some(entities) => entities.iter().copied().collect(),
        None => members.keys().copied().collect(),
    };
    let name = (!args.without_personal).then(|| workspace.name().to_owned());
    let said = summary::Said::gather(&reader, &shown, args.without_personal)?;
    let mut readings = BTreeMap::from([(
        "summary.json".to_owned(),
        said.json(scope, &root, ids.len(), &excerpts, withheld.len()),
    )]);
    // A dossier tells who said what, so where names may not go, the plain reading takes its place.
    let dossier = if args.without_personal {
        said.dossier(&words, workspace.id(), ids.len() as u64, &root)
    } else {
        let at = AtDto::Position { position: (ids.len() as u64).into() };
        app.dossier(open, &at, &Subject { id: scope.entity(), frameworks: Vec::new() })?
    };
    let document = pdf(&dossier).map_err(|e| {
        ApiError::new(
            "pack",
            format!("The dossier cannot be set: {e}. No pack was written."),
            "Report this with the words above; the record itself can be taken with “export changes”.",
        )
    })?;
    readings.insert("dossier.html".into(), html(&dossier).into_bytes());
    readings.insert("dossier.pdf".into(), document);
    Ok(Gathered {
        source: PackSource {
            workspace: workspace.id(),
            name,
            scope,
            ids,
            excerpts,
            withheld,
            attachments,
            checkpoints,
            anchors: kept.anchors,
            stamps: kept.stamps,
            readings,
        },
        words,
    })
}

/// What was asked for, in words, and the entities that it begins with.
fn asked(
    open: &Open,
    reader: &Reader,
    args: &PackArgs,
) -> Result<(ScopeName, String, BTreeSet<EntityId>), ApiError> {
    let at = &At::Now;
    let named = args.id.as_deref().map(|id| reader.resolve(id, at)).transpose()?;
    let title = |id: &EntityId| -> Result<String, ApiError> {
        Ok(lookups::card(reader, id, at)?
            .map_or_else(String::new, |card| format!("{} “{}”", card.short, card.title)))
    };
    match (args.scope.as_str(), named) {
        ("all", _) => Ok((ScopeName::All, "the whole record".into(), BTreeSet::new())),
        ("release", named) => {
            let release = match named {
                Some(id) => Some(id),
                None => lookups::release_of(open, reader, None, at)?,
            };
            let Some(release) = release else {
                return Err(ApiError::new(
                    "bad-arguments",
                    "There is no release to make a pack of. Nothing was written.",
                    "Name a release, or take the whole record.",
                ));
            };
            if let Some(card) = lookups::card(reader, &release, at)?.filter(|card| card.kind != "release") {
                return Err(ApiError::new(
                    "wrong-kind",
                    format!("{} is no release. Nothing was written.", card.short),
                    "Name a release, or take its thread.",
                ));
            }
            Ok((ScopeName::Release(release), format!("the release {}", title(&release)?), [release].into()))
        }
        ("thread", Some(id)) => {
            let query = TraceQuery { direction: Direction::Both, ..TraceQuery::default() };
            let trace = reader.trace(&id, &query, at)?;
            let start = trace.nodes.iter().map(|node| node.card.id).collect();
            Ok((ScopeName::Thread(id), format!("the thread of {}", title(&id)?), start))
        }
        _ => Err(ApiError::new(
            "bad-arguments",
            format!("“{}” is no scope of a pack. Nothing was written.", args.scope),
            "Choose all, release (with a release) or thread (with an artefact).",
        )),
    }
}

/// The entities of the pack, those included who were at the keyboard.
fn in_scope(start: &BTreeSet<EntityId>, members: &Scope, changes: &[SealedChange]) -> BTreeSet<EntityId> {
    let entities = close(start, members);
    let mut wider = start.clone();
    for change in changes {
        if kept(change, Some(&entities)).contains(&true)
            && let Ok(Header { actor: Some(actor), .. }) = change.header()
        {
            wider.insert(actor);
        }
    }
    // People are what they are linked to only by name: their other work is not followed.
    let people: BTreeSet<EntityId> = wider.difference(start).copied().collect();
    let mut all = entities;
    all.extend(people);
    for (entity, member) in members {
        if member.ends.as_ref().is_some_and(|ends| all.contains(&ends.from) && all.contains(&ends.to)) {
            all.insert(*entity);
        }
    }
    all
}

/// Which records of a change are in scope.
fn kept(change: &SealedChange, entities: Option<&BTreeSet<EntityId>>) -> Vec<bool> {
    (0..)
        .zip(&change.records)
        .map(|(index, record)| {
            entities.is_none_or(|entities| {
                read_record(Address { change: change.id, index }, record)
                    .is_ok_and(|read| entities.contains(&read.entity))
            })
        })
        .collect()
}

/// Takes notes and what can name a person out, and names what was taken.
fn withhold(excerpts: &mut [Excerpt]) -> Vec<PartName> {
    let mut withheld = Vec::new();
    for excerpt in excerpts {
        let change = excerpt.id;
        if excerpt.note.take().is_some() {
            withheld.push(PartName::Note(change));
        }
        for (index, record) in (0..).zip(&mut excerpt.records) {
            if record.as_mut().is_some_and(|record| record.personal.take().is_some()) {
                withheld.push(PartName::Personal(Address { change, index }));
            }
        }
    }
    withheld
}

/// The attached files that the records name, with their bytes.
fn files(
    open: &Open,
    excerpts: &[Excerpt],
    progress: &dyn Progress,
) -> Result<Vec<(Hash, std::fs::File)>, ApiError> {
    let mut digests = BTreeSet::new();
    for part in excerpts.iter().flat_map(|e| &e.records).flatten().filter_map(|r| r.content.as_ref()) {
        if let Ok(value) = Value::from_canonical(&part.bytes) {
            named_in(&value, &mut digests);
        }
    }
    let digests: Vec<Hash> =
        digests.into_iter().filter(|d| open.workspace.attachment_info(d).is_ok()).collect();
    let total = digests.len() as u64;
    let mut files = Vec::new();
    for (done, digest) in (1..).zip(digests) {
        let failed = |e: std::io::Error| {
            ApiError::new(
                "io",
                format!("The attached file {digest} could not be read: {e}. No pack was written."),
                "Verify the workspace; a pack can be made without attached files.",
            )
        };
        let mut file = tempfile(open).map_err(failed)?;
        std::io::copy(&mut open.workspace.attachment(&digest)?, &mut file).map_err(failed)?;
        file.flush().and_then(|()| file.rewind()).map_err(failed)?;
        files.push((digest, file));
        step(progress, done, total, "files")?;
    }
    Ok(files)
}

/// A file without a name in the cache folder: gone with the process.
fn tempfile(open: &Open) -> std::io::Result<std::fs::File> {
    throughline_store::exchange::nameless_file(&open.workspace.env().cache)
}

/// The digests a value names.
pub(super) fn named_in(value: &Value, digests: &mut BTreeSet<Hash>) {
    match value {
        Value::Text(text) => digests.extend(text.parse::<Hash>()),
        Value::List(items) => items.iter().for_each(|item| named_in(item, digests)),
        Value::Map(entries) => entries.values().for_each(|item| named_in(item, digests)),
        Value::Bool(_) | Value::Int(_) => {}
    }
}
