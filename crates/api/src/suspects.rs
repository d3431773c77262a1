//! Suspect links: what changed since, what it may have led astray, and saying that one still holds.

use std::collections::{HashMap, HashSet};

use throughline_model::suspect::{Suspect, affected, leads_to};
use throughline_model::{self as model, Kind, Stamp, State};
use throughline_record::{Act, EntityId, Value};
use throughline_store::{Append, At, Card, Direction, ListQuery, Reader, TraceQuery};

use crate::App;
use crate::cards::{self, Names};
use crate::context;
use crate::dto::{
    ApiError, ConfirmArgs, FieldChangeDto, FieldErrorDto, Saved, SuspectArgs, SuspectDto, SuspectLink,
    SuspectList, UnlinkArgs,
};
use crate::error::invalid;
use crate::linking::Linking;
use crate::lookups::moment;
use crate::writes::found_link;

impl App {
    pub(crate) fn suspects(&self, args: SuspectArgs) -> Result<SuspectList, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let (ids, links): (Vec<EntityId>, Vec<(EntityId, EntityId)>) = match args.id.as_deref() {
            Some(reference) => {
                let id = reader.resolve(reference, &at)?;
                let kind = crate::lookups::card(&reader, &id, &at)?.map(|c| c.kind);
                if kind.as_deref() == Some("release") {
                    let query = ListQuery { release: Some(id), limit: 0, ..ListQuery::default() };
                    let within = reader.list(&query, &at)?.rows.iter().map(|c| c.id).collect();
                    return self.doubts(&reader, within, &[], &at);
                }
                let query = TraceQuery { direction: Direction::Both, depth: None, kinds: Vec::new() };
                let trace = reader.trace(&id, &query, &at)?;
                let up = trace.nodes.iter().filter(|n| n.depth <= 0).map(|n| n.card.id).collect();
                (up, trace.links.iter().map(|l| (l.up, l.down)).collect())
            }
            None => {
                let release = context::current_release(&open, &reader, &at)?.map(|c| c.id);
                let query = ListQuery { release, limit: 0, ..ListQuery::default() };
                (reader.list(&query, &at)?.rows.iter().map(|c| c.id).collect(), Vec::new())
            }
        };
        self.doubts(&reader, ids, &links, &at)
    }

    /// The suspect links with both ends among these, and what they may have led astray along `links`.
    fn doubts(
        &self,
        reader: &Reader,
        ids: Vec<EntityId>,
        links: &[(EntityId, EntityId)],
        at: &At,
    ) -> Result<SuspectList, ApiError> {
        let within: HashSet<EntityId> = ids.iter().copied().collect();
        let mut found = reader.suspects(&ids, at)?;
        found.retain(|s| within.contains(&s.from) && within.contains(&s.to));
        let led = affected(links, &found.iter().map(leads_to).collect::<Vec<_>>());
        Ok(SuspectList {
            rows: rows(reader, &found, at)?,
            affected: led.iter().map(EntityId::to_string).collect(),
        })
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
    let mut names = Names::new(reader);
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
