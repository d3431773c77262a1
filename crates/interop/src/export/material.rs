//! What a writer is given: artefacts and links as they were at a moment, in one order.

use std::collections::HashMap;

use throughline_model::identity::{Digest, digests};
use throughline_model::{Kind, LinkType, State};
use throughline_record::{EntityId, Value, WorkspaceId};
use throughline_store::Card;

/// An artefact.
#[derive(Debug, Clone)]
pub struct Thing {
    /// Its card: short id, title, status.
    pub card: Card,
    /// Its entry in the table of kinds.
    pub kind: &'static Kind,
    /// Its fields, each with who set it.
    pub state: State,
}

/// A link between two things that are both part of the material.
#[derive(Debug, Clone)]
pub struct Bond {
    /// The link's own entity.
    pub id: EntityId,
    /// Its entry in the table of link types.
    pub type_: &'static LinkType,
    /// Index of the thing at the `from` end.
    pub from: usize,
    /// Index of the thing at the `to` end.
    pub to: usize,
    /// The link's own fields.
    pub state: State,
}

/// Everything a writer may use. Things are ordered by kind, then by number; links by when they were made.
#[derive(Debug, Clone)]
pub struct Material {
    /// The workspace they come from.
    pub workspace: WorkspaceId,
    /// What was asked for, in words: "Recommendations 2.0", "everything".
    pub of: String,
    /// The one thing that was asked for, where it was one.
    pub subject: Option<usize>,
    /// It was asked for alone, without its thread.
    pub alone: bool,
    /// The moment they were asked for, in words; empty for now.
    pub as_of: String,
    /// Length of the log they were read from.
    pub position: u64,
    /// The latest moment anything in them was recorded, RFC 3339: the time that formats ask for, so that
    /// the same material always gives the same bytes.
    pub latest: String,
    /// The artefacts.
    pub things: Vec<Thing>,
    /// The links between them.
    pub bonds: Vec<Bond>,
    /// Entities of the record itself, of kinds this program does not know, or newer than it.
    pub others: usize,
    index: HashMap<EntityId, usize>,
    /// For each thing the indexes of its bonds.
    around: Vec<Vec<usize>>,
}

impl Material {
    pub(super) fn new(workspace: WorkspaceId, of: String, as_of: String, position: u64) -> Self {
        Self {
            workspace,
            of,
            subject: None,
            alone: false,
            as_of,
            position,
            latest: String::new(),
            things: Vec::new(),
            bonds: Vec::new(),
            others: 0,
            index: HashMap::new(),
            around: Vec::new(),
        }
    }

    pub(super) fn settle(
        &mut self,
        mut things: Vec<Thing>,
        bonds: Vec<(EntityId, State, &'static LinkType)>,
    ) {
        let rank = |kind: &Kind| throughline_model::kinds().iter().position(|k| k.name == kind.name);
        let number = |thing: &Thing| thing.state.value("number").and_then(Value::as_int).unwrap_or(i64::MAX);
        things.sort_by_cached_key(|t| (rank(t.kind), number(t), t.state.created.at.clone(), t.card.id));
        self.index = things.iter().enumerate().map(|(at, t)| (t.card.id, at)).collect();
        self.around = vec![Vec::new(); things.len()];
        let mut made: Vec<Bond> = bonds
            .into_iter()
            .filter_map(|(id, state, type_)| {
                let ends = state.ends.as_ref()?;
                let (from, to) = (*self.index.get(&ends.from)?, *self.index.get(&ends.to)?);
                Some(Bond { id, type_, from, to, state })
            })
            .collect();
        // By the ends, not by the time: links of one change have one time, and their ids differ between
        // workspaces.
        made.sort_by_cached_key(|b| (b.from, b.type_.name, b.to, b.id));
        for (at, bond) in made.iter().enumerate() {
            for end in [bond.from, bond.to] {
                if let Some(list) = self.around.get_mut(end) {
                    list.push(at);
                }
            }
        }
        self.latest = things
            .iter()
            .map(|t| t.state.updated.at.as_str())
            .chain(made.iter().map(|b| b.state.updated.at.as_str()))
            .max()
            .unwrap_or("1970-01-01T00:00:00.000Z")
            .to_owned();
        self.things = things;
        self.bonds = made;
    }

    /// The index of an entity.
    pub fn find(&self, id: &EntityId) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// The thing at an index.
    pub fn thing(&self, at: usize) -> Option<&Thing> {
        self.things.get(at)
    }

    /// Things that were not taken out of sight, with their indexes.
    pub fn living(&self) -> impl Iterator<Item = (usize, &Thing)> {
        self.things.iter().enumerate().filter(|(_, t)| !t.card.removed)
    }

    /// Living things of one kind, with their indexes.
    pub fn of_kind<'m>(&'m self, kind: &'m str) -> impl Iterator<Item = (usize, &'m Thing)> {
        self.living().filter(move |(_, t)| t.kind.name == kind)
    }

    /// Links that were not taken away, between things that were not.
    pub fn living_bonds(&self) -> impl Iterator<Item = &Bond> {
        self.bonds.iter().filter(|b| self.lives(b))
    }

    /// The living links of one thing, both ways.
    pub fn living_bonds_of(&self, at: usize) -> impl Iterator<Item = &Bond> {
        let own = self.around.get(at).into_iter().flatten();
        own.filter_map(|bond| self.bonds.get(*bond)).filter(|b| self.lives(b))
    }

    fn lives(&self, bond: &Bond) -> bool {
        let there = |at: usize| self.things.get(at).is_some_and(|t| !t.card.removed);
        !bond.state.removed() && there(bond.from) && there(bond.to)
    }

    /// The living things at the other end of a thing's links of one type, seen from one side, each with
    /// the link; parts in their order.
    pub fn linked(&self, at: usize, type_: &str, out: bool) -> Vec<(&Bond, usize, &Thing)> {
        let mut found: Vec<(&Bond, usize, &Thing)> = self
            .around
            .get(at)
            .into_iter()
            .flatten()
            .filter_map(|bond| self.bonds.get(*bond))
            .filter(|b| b.type_.name == type_ && self.lives(b))
            .filter_map(|b| {
                let other = match out {
                    true if b.from == at => b.to,
                    false if b.to == at => b.from,
                    _ => return None,
                };
                Some((b, other, self.things.get(other)?))
            })
            .collect();
        if !out && throughline_model::link(type_).is_some_and(|l| l.parts) {
            found.sort_by(|a, b| {
                (a.2.text("order"), a.2.number(), a.1).cmp(&(b.2.text("order"), b.2.number(), b.1))
            });
        }
        found
    }

    /// As [`Material::linked`], without the links.
    pub fn others<'m>(&'m self, at: usize, type_: &str, out: bool) -> Vec<&'m Thing> {
        self.linked(at, type_, out).into_iter().map(|(_, _, thing)| thing).collect()
    }

    /// The address of an entity, by which any copy of the workspace finds it.
    pub fn address(&self, id: &EntityId) -> String {
        format!("throughline://{}/{id}", self.workspace)
    }

    /// Sentences on what no format but the record carries: erased values, fields in conflict.
    pub(crate) fn gaps(&self) -> Vec<String> {
        let mut out = Vec::new();
        let states = || self.things.iter().map(|t| &t.state).chain(self.bonds.iter().map(|b| &b.state));
        let erased: usize =
            states().map(|s| s.fields.values().filter(|f| f.shown().is_some_and(|h| h.erased)).count()).sum();
        if erased > 0 {
            let one = erased == 1;
            out.push(format!(
                "{} erased and {} left empty.",
                super::count(erased, "value was", "values were"),
                if one { "is" } else { "are" }
            ));
        }
        let conflicts: usize = states().map(|s| s.conflicts().len()).sum();
        if conflicts > 0 {
            out.push(format!(
                "Of {} in conflict only the value that shows is there.",
                super::count(conflicts, "field", "fields")
            ));
        }
        out
    }
}

impl Thing {
    /// A text.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.state.text(field).filter(|t| !t.trim().is_empty())
    }

    /// The number of its short id.
    pub fn number(&self) -> i64 {
        self.state.value("number").and_then(Value::as_int).unwrap_or(i64::MAX)
    }

    /// The words of a set.
    pub fn words(&self, field: &str) -> Vec<&str> {
        let list = self.state.value(field).and_then(Value::as_list).unwrap_or_default();
        list.iter().filter_map(Value::as_text).collect()
    }

    /// Names with their values: parameters, metrics.
    pub fn pairs(&self, field: &str) -> Vec<(&str, &str)> {
        let map = self.state.value(field).and_then(Value::as_map);
        map.into_iter().flatten().filter_map(|(name, v)| Some((name.as_str(), v.as_text()?))).collect()
    }

    /// Its digests.
    pub fn digests(&self) -> Vec<Digest> {
        digests(self.state.value("digest"))
    }

    /// What people call it: of a version its name and which one.
    pub fn name(&self) -> &str {
        &self.card.title
    }

    /// Its title alone: of a version the name of what it is a version of.
    pub fn bare(&self) -> &str {
        self.text("title").unwrap_or(&self.card.title)
    }

    /// When it was so, else when it was recorded.
    pub fn since(&self) -> &str {
        self.state.created.on.as_deref().unwrap_or(&self.state.created.at)
    }

    /// A first line of its title, for a sentence.
    pub fn headline(&self) -> String {
        format!("{} {}", self.card.short, self.name())
    }
}
