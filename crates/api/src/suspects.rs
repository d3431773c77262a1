//! Suspect links: what changed since, what it may have led astray, and saying that one still holds.

use std::collections::{BTreeSet, HashMap, HashSet};

use throughline_model::suspect::{Suspect, leads_to};
use throughline_model::{self as model, Kind, Stamp, State};
use throughline_record::{Act, EntityId, Value};
use throughline_store::{Append, At, Card, Direction, ListQuery, Reader, Trace, TraceQuery};

use crate::App;
use crate::cards::{self, Names};
use crate::context;
use crate::dto::{
    ApiError, ConfirmArgs, FieldChangeDto, FieldErrorDto, Saved, SuspectArgs, SuspectDto, SuspectLink,
    SuspectList, UnlinkArgs,
};
use crate::error::invalid;
use crate::linking::Linking;
use crate::lookups::{self, moment};
use crate::versions::Unwell;
use crate::writes::found_link;

impl App {
    pub(crate) fn suspects(&self, args: SuspectArgs) -> Result<SuspectList, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let included = |release: Option<EntityId>| -> Result<Vec<EntityId>, ApiError> {
            let query = ListQuery { release, limit: 0, ..ListQuery::default() };
            Ok(reader.list(&query, &at)?.rows.iter().map(|c| c.id).collect())
        };
        let unwell = Unwell::read(&reader, &at)?;
        // Of a release those it includes, and those that what it includes stands on.
        let in_release = |ids: &[EntityId]| {
            let mut world = unwell.among(Some(ids));
            for under in ids.iter().flat_map(|id| unwell.under(id)) {
                if !world.iter().any(|known| known.card.id == under.card.id) {
                    world.push(under);
                }
            }
            world
        };
        let world;
        let found = match args.id.as_deref() {
            None => {
                let ids = included(context::current_release(&open, &reader, &at)?.map(|c| c.id))?;
                world = in_release(&ids);
                within(&reader, &ids, &at)?
            }
            Some(reference) => {
                let id = reader.resolve(reference, &at)?;
                let kind = lookups::card(&reader, &id, &at)?.map(|c| c.kind);
                if kind.as_deref() == Some("release") {
                    let ids = included(Some(id))?;
                    world = in_release(&ids);
                    within(&reader, &ids, &at)?
                } else {
                    world = unwell.under(&id);
                    let trace = walk(&reader, &id, Direction::Back, &at)?;
                    let up: Vec<EntityId> = trace.nodes.iter().map(|n| n.card.id).collect();
                    let mut found = within(&reader, &up, &at)?;
                    // Its own links lead on from it as well: they are doubtful because of it.
                    let own = reader.suspects(&[id], &at)?;
                    found.extend(
                        own.into_iter().filter(|s| !found.iter().any(|f| f == s)).collect::<Vec<_>>(),
                    );
                    found
                }
            }
        };
        Ok(SuspectList { affected: spread(&reader, &found, &at)?, rows: rows(&reader, &found, &at)?, world })
    }

    pub(crate) fn link_confirm(&self, args: ConfirmArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        if args.reason.trim().is_empty() {
            return Err(invalid(vec![FieldErrorDto {
                field: "reason".into(),
                code: "required".into(),
                sentence: "Say why the link still holds; whoever reads it later did not see what you saw."
                    .into(),
            }]));
        }
        let reader = open.workspace.reader()?;
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        let (this, id) = match &args.of {
            Some(of) => {
                let this = reader.resolve(of, &At::Now)?;
                let stale: HashSet<EntityId> = reader
                    .suspects(&[this], &At::Now)?
                    .into_iter()
                    .filter(|s| s.changed == this)
                    .map(|s| s.link)
                    .collect();
                for link in reader.links(&this, &At::Now)?.iter().filter(|l| stale.contains(&l.id)) {
                    linking.confirm(link, this)?;
                }
                (this, this)
            }
            None => {
                let named =
                    UnlinkArgs { id: args.id, from: args.from, type_: args.type_, to: args.to, reason: None };
                let (this, link) = found_link(&reader, &named)?;
                linking.confirm(&link, this)?;
                (this, link.id)
            }
        };
        let mut append = Append::new(open.actor(), Act::Edit, linking.records);
        append.note = Some(args.reason.trim().to_owned());
        let mut saved = self.seal(&open, append, this, None)?;
        saved.id = id.to_string();
        Ok(saved)
    }
}

/// The suspect links with both ends among these.
fn within(reader: &Reader, ids: &[EntityId], at: &At) -> Result<Vec<Suspect>, ApiError> {
    let known: HashSet<EntityId> = ids.iter().copied().collect();
    let mut found = reader.suspects(ids, at)?;
    found.retain(|s| known.contains(&s.from) && known.contains(&s.to));
    Ok(found)
}

fn walk(reader: &Reader, id: &EntityId, direction: Direction, at: &At) -> Result<Trace, ApiError> {
    Ok(reader.trace(id, &TraceQuery { direction, depth: None, kinds: Vec::new() }, at)?)
}

/// All that suspect links may have led astray: whatever lies at or below where each leads.
fn spread(reader: &Reader, found: &[Suspect], at: &At) -> Result<Vec<String>, ApiError> {
    let mut reached: BTreeSet<EntityId> = BTreeSet::new();
    for end in found.iter().map(leads_to) {
        // What a walk from here would meet, a walk that came by has met.
        if !reached.contains(&end) {
            reached.extend(walk(reader, &end, Direction::Forward, at)?.nodes.iter().map(|n| n.card.id));
        }
    }
    Ok(reached.iter().map(EntityId::to_string).collect())
}

/// Suspect links with both ends; one whose two ends changed is one row.
fn rows(reader: &Reader, found: &[Suspect], at: &At) -> Result<Vec<SuspectLink>, ApiError> {
    let ends: Vec<EntityId> = found.iter().flat_map(|s| [s.from, s.to]).collect();
    let known: HashMap<EntityId, Card> = reader.cards(&ends, at)?.into_iter().map(|c| (c.id, c)).collect();
    let mut explained = explain(reader, found, at)?;
    let mut out: Vec<SuspectLink> = Vec::new();
    for suspect in found {
        let (Some(from), Some(to)) = (known.get(&suspect.from), known.get(&suspect.to)) else { continue };
        let Some(changes) = explained.remove(&suspect.link) else { continue };
        out.push(SuspectLink {
            id: suspect.link.to_string(),
            label: model::link(&suspect.type_).map_or(suspect.type_.as_str(), |l| l.label).into(),
            type_: suspect.type_.clone(),
            from: cards::card(from, None),
            to: cards::card(to, None),
            changes,
        });
    }
    Ok(out)
}

/// What changed, by link.
pub(crate) fn explain(
    reader: &Reader,
    found: &[Suspect],
    at: &At,
) -> Result<HashMap<EntityId, Vec<SuspectDto>>, ApiError> {
    let mut names = Names::at(reader, at);
    let mut out: HashMap<EntityId, Vec<SuspectDto>> = HashMap::new();
    for suspect in found {
        if let Some(dto) = changes(reader, suspect, at, &mut names)? {
            out.entry(suspect.link).or_default().push(dto);
        }
    }
    Ok(out)
}

/// What differs between the end as the link knew it and as it is.
fn changes(
    reader: &Reader,
    suspect: &Suspect,
    at: &At,
    names: &mut Names<'_>,
) -> Result<Option<SuspectDto>, ApiError> {
    let Some(card) = reader.cards(&[suspect.changed], at)?.into_iter().next() else { return Ok(None) };
    let Some(now) = reader.state(&suspect.changed, at)? else { return Ok(None) };
    let against = reader
        .standing_ends(&suspect.link, at)?
        .and_then(|ends| if ends.from == suspect.changed { ends.from_rev } else { ends.to_rev });
    let was = match against {
        Some(known) => match reader.position_of(&known.change)? {
            Some(position) => reader.state(&suspect.changed, &At::Position(position))?,
            None => None,
        },
        None => None,
    };
    let mut fields = Vec::new();
    let mut last: Option<&Stamp> = None;
    for field in model::kind(&card.kind).into_iter().flat_map(Kind::all_fields) {
        let before = was.as_ref().and_then(|state| state.value(field.name));
        let after = now.value(field.name);
        if !field.matters || before == after || before.is_none() && !was_erased(was.as_ref(), field.name) {
            continue;
        }
        let shown = now.fields.get(field.name).and_then(|field| field.shown());
        if let Some(head) = shown
            && last.is_none_or(|stamp| stamp.at < head.set.at)
        {
            last = Some(&head.set);
        }
        fields.push(FieldChangeDto {
            name: field.name.into(),
            label: field.label.into(),
            before: json(before),
            after: json(after),
            erased: shown.is_some_and(|head| head.erased),
        });
    }
    let stamp = last.unwrap_or(&now.updated);
    Ok(Some(SuspectDto {
        changed: cards::card(&card, None),
        at: stamp.at.clone(),
        by: names.of(stamp.actor),
        fields,
    }))
}

/// Whether something was said in a field that is erased since.
fn was_erased(state: Option<&State>, field: &str) -> bool {
    let shown = state.and_then(|state| state.fields.get(field)).and_then(|field| field.shown());
    shown.is_some_and(|head| head.erased)
}

fn json(value: Option<&Value>) -> serde_json::Value {
    value.map_or(serde_json::Value::Null, Value::to_json)
}
