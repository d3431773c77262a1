//! Gathers what is exported from a workspace as it was at a moment.

use std::collections::{HashMap, HashSet, VecDeque};

use throughline_model::{LinkType, Stage, State, link};
use throughline_record::{EntityId, WorkspaceId};
use throughline_store::{Artefact, At, Direction, ListQuery, Progress, Reader, TraceQuery, progress::step};

use super::material::{Material, Thing};
use crate::error::Result;

/// How much is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The whole workspace.
    All,
    /// What a release includes, with the people, products, metrics and versions it names.
    Release(EntityId),
    /// What led to an artefact and what came of it.
    Thread(EntityId),
    /// An artefact with its parts; a version or bundle with what it was made of and the decisions on it.
    Alone(EntityId),
}

/// Links by which versions say what they were made of.
const MADE_OF: &[&str] = &["ships", "trained-on", "evaluated-on", "built-from", "derived-from"];

/// Reads the material of a scope.
///
/// # Errors
/// Those of the store; `cancelled` if the listener asks to stop.
pub fn gather(
    reader: &Reader,
    workspace: WorkspaceId,
    scope: Scope,
    at: &At,
    progress: &dyn Progress,
) -> Result<Material> {
    let of = match scope {
        Scope::All => "everything".to_owned(),
        Scope::Release(id) | Scope::Thread(id) | Scope::Alone(id) => {
            reader.cards(&[id], at)?.first().map_or_else(String::new, |c| format!("{} {}", c.short, c.title))
        }
    };
    let mut material = Material::new(workspace, of, in_words(at), reader.position()?);
    let roots: Vec<EntityId> = match scope {
        Scope::All => listed(reader, &ListQuery { removed: true, ..ListQuery::default() }, at)?,
        Scope::Release(release) => {
            let query = ListQuery { release: Some(release), ..ListQuery::default() };
            let mut ids = vec![release];
            ids.extend(listed(reader, &query, at)?);
            ids
        }
        Scope::Thread(id) => {
            let query = TraceQuery { direction: Direction::Both, ..TraceQuery::default() };
            let nodes = reader.trace(&id, &query, at)?.nodes;
            nodes.into_iter().filter(|n| !n.card.removed).map(|n| n.card.id).collect()
        }
        Scope::Alone(id) => vec![id],
    };
    let mut walk = Walk {
        reader,
        at,
        progress,
        reached: HashMap::new(),
        waiting: VecDeque::new(),
        met: HashSet::new(),
        total: roots.len(),
    };
    for id in &roots {
        walk.meet(*id);
    }
    walk.go(scope)?;
    let mut things = Vec::with_capacity(walk.reached.len());
    let mut bonds: HashMap<EntityId, (State, &'static LinkType)> = HashMap::new();
    let all: HashSet<EntityId> = walk.reached.keys().copied().collect();
    for (id, artefact) in walk.reached {
        for seen in artefact.links {
            if seen.out
                && all.contains(&seen.other.id)
                && let Some(type_) = link(&seen.type_)
            {
                bonds.insert(seen.id, (seen.state, type_));
            }
        }
        match artefact.state.kind_entry().filter(|k| k.is_artefact() && artefact.state.understood) {
            Some(kind) => things.push(Thing { card: artefact.card, kind, state: artefact.state }),
            None => {
                debug_assert!(all.contains(&id), "what was reached is counted once");
                material.others += 1;
            }
        }
    }
    material.settle(things, bonds.into_iter().map(|(id, (state, type_))| (id, state, type_)).collect());
    if let Scope::Release(id) | Scope::Thread(id) | Scope::Alone(id) = scope {
        material.subject = material.find(&id);
        material.alone = matches!(scope, Scope::Alone(_));
    } else {
        material.others = recorded_about(reader, at)?;
    }
    Ok(material)
}

/// The moment in words; empty for now.
fn in_words(at: &At) -> String {
    match at {
        At::Now => String::new(),
        At::Position(n) => format!("as of #{n}"),
        At::Known(when) => format!("as known on {when}"),
        At::So(when) => format!("as it was on {when}"),
    }
}

fn listed(reader: &Reader, query: &ListQuery, at: &At) -> Result<Vec<EntityId>> {
    Ok(reader.list(query, at)?.rows.into_iter().map(|card| card.id).collect())
}

/// How many entities are of the record's own kinds: checks, seals, signatures …
fn recorded_about(reader: &Reader, at: &At) -> Result<usize> {
    let counts = reader.count_by_kind(None, at)?;
    let own = |kind: &str| throughline_model::kind(kind).is_none_or(|k| !k.is_artefact());
    let count: u64 = counts.iter().filter(|(kind, _)| kind != "link" && own(kind)).map(|(_, n)| n).sum();
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

struct Walk<'r> {
    reader: &'r Reader,
    at: &'r At,
    progress: &'r dyn Progress,
    reached: HashMap<EntityId, Artefact>,
    waiting: VecDeque<EntityId>,
    met: HashSet<EntityId>,
    total: usize,
}

impl Walk<'_> {
    fn meet(&mut self, id: EntityId) {
        if self.met.insert(id) {
            self.waiting.push_back(id);
        }
    }

    /// Reads what waits, and what belongs to it.
    fn go(&mut self, scope: Scope) -> Result<()> {
        while let Some(id) = self.waiting.pop_front() {
            let done = self.reached.len();
            if done.is_multiple_of(64) {
                step(self.progress, done as u64, self.total.max(self.met.len()) as u64, "artefacts read")?;
            }
            let artefact = self.reader.get(&id, self.at)?;
            if scope != Scope::All {
                for other in belongs(&artefact, scope) {
                    self.meet(other);
                }
                for actor in [artefact.state.created.actor, artefact.state.updated.actor] {
                    if let Some(actor) = actor.filter(|a| !self.met.contains(a))
                        && self.reader.state(&actor, self.at)?.is_some()
                    {
                        self.meet(actor);
                    }
                }
            }
            self.reached.insert(id, artefact);
        }
        Ok(())
    }
}

/// What is needed to understand an artefact: its parts, what versions were made of, and the frame and people
/// it names. Of those in turn only the people and frame that they name.
fn belongs(artefact: &Artefact, scope: Scope) -> Vec<EntityId> {
    let asked = matches!(scope, Scope::Alone(id) if id == artefact.card.id);
    let of = |kind: &str| throughline_model::kind(kind).map(|k| k.stage);
    let stage = of(&artefact.card.kind);
    let framed = matches!(stage, Some(Stage::Frame | Stage::People));
    let mut out = Vec::new();
    for seen in artefact.links.iter().filter(|l| !l.removed && !l.other.removed) {
        let Some(type_) = link(&seen.type_) else { continue };
        let other = of(&seen.other.kind);
        let named = seen.out && matches!(other, Some(Stage::Frame | Stage::People));
        let release = seen.other.kind == "release";
        let wanted = if framed {
            named && !release
        } else {
            (named && !(release && asked))
                || (!seen.out && (type_.parts || type_.name == "on"))
                || (seen.out && MADE_OF.contains(&type_.name))
                || (asked && matches!(type_.name, "decides" | "rests-on" | "produced" | "supersedes"))
        };
        if wanted {
            out.push(seen.other.id);
        }
    }
    out
}
