//! What the rules look at: one release at one moment, held in memory and indexed.

use std::collections::{BTreeMap, HashMap};

use throughline_record::{EntityId, Value};

use crate::kinds::kind;
use crate::links::links;
use crate::stage::Stage;
use crate::suspect::Suspect;

/// An artefact as the rules see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// The artefact.
    pub id: EntityId,
    /// Its short id, `PRB-12`.
    pub short: String,
    /// Its kind without version.
    pub kind: String,
    /// Its title, given or composed.
    pub title: String,
    /// Its status; empty where the kind is not known.
    pub status: String,
    /// When it was recorded, RFC 3339.
    pub created_at: String,
    /// Whether the release includes it; what lies around a release is read, but never has a gap of its own.
    pub included: bool,
    /// The values that show, by field. A long text may stand as its beginning: rules ask whether something
    /// is said, never what.
    pub fields: BTreeMap<String, Value>,
}

/// A link as the rules see it. Removed ones are none.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// Its type.
    pub type_: String,
    /// The end named first.
    pub from: EntityId,
    /// The end named second.
    pub to: EntityId,
    /// Of a guardrail: how much worse is still not worse, in the metric's unit.
    pub margin: Option<f64>,
}

/// What an accepted decision that still stands says of an artefact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// `chosen`, `rejected` or `parked`.
    pub outcome: String,
    /// The decision.
    pub decision: EntityId,
}

/// All that is known of a release, before it is indexed.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The day the question is asked on, `YYYY-MM-DD`: reviews fall due and waivers expire by it.
    pub today: String,
    /// Whether the release is about to be frozen: every rule speaks then, whatever stage was reached.
    pub freezing: bool,
    /// The release; none where everything in a workspace without releases is looked at.
    pub release: Option<EntityId>,
    /// Its product.
    pub product: Option<EntityId>,
    /// What the release includes and what lies around it, in the order it was recorded.
    pub entities: Vec<Entity>,
    /// The links between these.
    pub ties: Vec<Tie>,
    /// What decisions say of artefacts.
    pub decided: HashMap<EntityId, Decided>,
    /// Links that were made against an older state of an end.
    pub suspects: Vec<Suspect>,
}

/// A release at one moment.
#[derive(Debug)]
pub struct ReleaseFacts {
    known: Known,
    by_id: HashMap<EntityId, usize>,
    by_kind: HashMap<String, Vec<usize>>,
    /// By artefact, place of the link's type in the table, and whether the artefact is its first end.
    by_end: HashMap<(usize, usize, bool), Vec<usize>>,
    reached: Option<Stage>,
}

/// Decisions in these statuses no longer ask for anything.
const SETTLED: &[&str] = &["rejected", "superseded", "withdrawn"];

impl ReleaseFacts {
    /// Indexes what is known. Links with an end that is not known are left out.
    #[must_use]
    pub fn new(known: Known) -> ReleaseFacts {
        let by_id: HashMap<EntityId, usize> =
            known.entities.iter().enumerate().map(|(at, entity)| (entity.id, at)).collect();
        let mut by_kind: HashMap<String, Vec<usize>> = HashMap::new();
        let mut reached: Option<Stage> = None;
        for (at, entity) in known.entities.iter().enumerate() {
            by_kind.entry(entity.kind.clone()).or_default().push(at);
            let stage = kind(&entity.kind).map(|kind| kind.stage);
            if let Some(stage) = stage.filter(|stage| entity.included && is_lane(*stage)) {
                reached = reached.max(Some(stage));
            }
        }
        let types: HashMap<&str, usize> = links().iter().enumerate().map(|(at, l)| (l.name, at)).collect();
        let mut by_end: HashMap<(usize, usize, bool), Vec<usize>> = HashMap::new();
        for (at, tie) in known.ties.iter().enumerate() {
            let ends = (types.get(tie.type_.as_str()), by_id.get(&tie.from), by_id.get(&tie.to));
            if let (Some(type_), Some(from), Some(to)) = ends {
                by_end.entry((*from, *type_, true)).or_default().push(at);
                by_end.entry((*to, *type_, false)).or_default().push(at);
            }
        }
        ReleaseFacts { known, by_id, by_kind, by_end, reached }
    }

    /// The day the question is asked on.
    #[must_use]
    pub fn today(&self) -> &str {
        &self.known.today
    }

    /// Whether the release is about to be frozen.
    #[must_use]
    pub fn freezing(&self) -> bool {
        self.known.freezing
    }

    /// The release, if one is looked at.
    #[must_use]
    pub fn release(&self) -> Option<EntityId> {
        self.known.release
    }

    /// The product of the release.
    #[must_use]
    pub fn product(&self) -> Option<&Entity> {
        self.get(&self.known.product?)
    }

    /// Links that were made against an older state of an end.
    #[must_use]
    pub fn suspects(&self) -> &[Suspect] {
        &self.known.suspects
    }

    /// An artefact by its id.
    #[must_use]
    pub fn get(&self, id: &EntityId) -> Option<&Entity> {
        self.by_id.get(id).and_then(|at| self.known.entities.get(*at))
    }

    /// Every known artefact of a kind, in the release or around it.
    pub fn all<'a>(&'a self, kind: &str) -> impl Iterator<Item = &'a Entity> + use<'a> {
        let places = self.by_kind.get(kind).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|at| self.known.entities.get(*at))
    }

    /// What the release includes of a kind and nobody set aside (parked, superseded, abandoned).
    pub fn of<'a>(&'a self, kind: &str) -> impl Iterator<Item = &'a Entity> + use<'a> {
        self.all(kind).filter(|entity| entity.included && entity.in_use())
    }

    /// Whether the release has anything of a kind that nobody set aside.
    #[must_use]
    pub fn has(&self, kind: &str) -> bool {
        self.of(kind).next().is_some()
    }

    /// The second ends of an artefact's links of a type.
    pub fn ahead<'a>(&'a self, of: &Entity, type_: &str) -> impl Iterator<Item = &'a Entity> + use<'a> {
        self.ties(of, type_, true).filter_map(|tie| self.get(&tie.to))
    }

    /// The first ends of an artefact's links of a type.
    pub fn behind<'a>(&'a self, of: &Entity, type_: &str) -> impl Iterator<Item = &'a Entity> + use<'a> {
        self.ties(of, type_, false).filter_map(|tie| self.get(&tie.from))
    }

    /// An artefact's links of a type; `out` if it is their first end.
    pub fn ties<'a>(
        &'a self,
        of: &Entity,
        type_: &str,
        out: bool,
    ) -> impl Iterator<Item = &'a Tie> + use<'a> {
        let type_ = links().iter().position(|link| link.name == type_);
        let places =
            self.by_id.get(&of.id).zip(type_).and_then(|(at, type_)| self.by_end.get(&(*at, type_, out)));
        places.map_or(&[][..], Vec::as_slice).iter().filter_map(|at| self.known.ties.get(*at))
    }

    /// What an accepted decision says of an artefact: of itself, else of an option that stands for it.
    #[must_use]
    pub fn decided(&self, entity: &Entity) -> Option<&Decided> {
        self.known.decided.get(&entity.id).or_else(|| {
            let mut options = self.behind(entity, "stands-for").filter(|other| other.kind == "option");
            options.find_map(|option| self.known.decided.get(&option.id))
        })
    }

    /// What of a kind was chosen, with the decision that chose it.
    pub fn chosen<'a>(&'a self, kind: &str) -> impl Iterator<Item = (&'a Entity, &'a Entity)> + use<'a> {
        self.of(kind).filter_map(|entity| {
            let decided = self.decided(entity).filter(|decided| decided.outcome == "chosen")?;
            Some((entity, self.get(&decided.decision)?))
        })
    }

    /// Whether an accepted decision speaks of an artefact: rests on it, decides on it, or is related to it.
    #[must_use]
    pub fn decided_about(&self, entity: &Entity) -> bool {
        let said =
            ["rests-on", "decides", "relates-to"].into_iter().flat_map(|type_| self.behind(entity, type_));
        said.chain(self.ahead(entity, "relates-to"))
            .any(|other| other.kind == "decision" && other.status == "accepted")
    }

    /// Whether an accepted decision speaks of an artefact, a loop-back was triggered by it, or somebody said why
    /// nothing follows from it.
    #[must_use]
    pub fn answered(&self, entity: &Entity) -> bool {
        self.decided_about(entity)
            || self.behind(entity, "triggered-by").next().is_some()
            || entity.text("accepted-because").is_some()
    }

    /// Whether the work has come to a stage: something of it, or of a later one, is in the release.
    #[must_use]
    pub fn reached(&self, stage: Stage) -> bool {
        !is_lane(stage) || self.reached.is_some_and(|reached| reached >= stage)
    }

    /// Whether the release includes or plans a model. It does as soon as it holds anything of the lane *Build* (a
    /// component, an activity, a data, code or model version, a bundle) or a deployment.
    #[must_use]
    pub fn has_model(&self) -> bool {
        self.by_kind.iter().any(|(name, places)| {
            let built = kind(name).is_some_and(|kind| kind.stage == Stage::Build) || name == "deployment";
            built && places.iter().filter_map(|at| self.known.entities.get(*at)).any(|e| e.included)
        })
    }
}

/// The stages work passes through in order; the others are beside them.
fn is_lane(stage: Stage) -> bool {
    (Stage::Empathise..=Stage::Live).contains(&stage)
}

impl Entity {
    /// A text with something in it; decimals and dates are texts too.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field)?.as_text().filter(|text| !text.trim().is_empty())
    }

    /// Whether a choice field has this value.
    #[must_use]
    pub fn is(&self, field: &str, value: &str) -> bool {
        self.text(field) == Some(value)
    }

    /// A finite number.
    #[must_use]
    pub fn number(&self, field: &str) -> Option<f64> {
        number(self.fields.get(field)?)
    }

    /// Low, likely and high.
    #[must_use]
    pub fn range(&self, field: &str) -> Option<[f64; 3]> {
        let map = self.fields.get(field)?.as_map()?;
        let part = |name: &str| map.get(name).and_then(number);
        Some([part("low")?, part("likely")?, part("high")?])
    }

    /// Whether nobody set it aside.
    #[must_use]
    pub fn in_use(&self) -> bool {
        !matches!(self.status.as_str(), "parked" | "superseded" | "abandoned" | "cancelled")
    }

    /// Whether a decision stands or still waits to be taken.
    #[must_use]
    pub fn still_asks(&self) -> bool {
        self.kind == "decision" && !SETTLED.contains(&self.status.as_str())
    }

    /// How a sentence names it: `IDE-3 “Show three dishes”`.
    #[must_use]
    pub fn words(&self) -> String {
        const LONGEST: usize = 70;
        match self.title.char_indices().nth(LONGEST) {
            _ if self.title.is_empty() => self.short.clone(),
            None => format!("{} “{}”", self.short, self.title),
            Some((end, _)) => {
                let cut = self.title.get(..end).unwrap_or(&self.title);
                let whole = cut.rsplit_once(' ').map_or(cut, |(words, _)| words);
                format!("{} “{whole} …”", self.short)
            }
        }
    }
}

fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Int(n) => *n as f64,
        Value::Text(text) => text.parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}
