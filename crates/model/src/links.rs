//! The table of link types: what can be connected with what, and which end is upstream.

use crate::field::{Field, choice, decimal, line, text, yes_no};
use serde::Serialize;

/// A typed, directed connection between two entities.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LinkType {
    /// Name in files and records: `supports`.
    pub name: &'static str,
    /// The sentence seen from the `from` end: "supports".
    pub label: &'static str,
    /// The sentence seen from the `to` end: "is supported by".
    pub inverse: &'static str,
    /// What may stand at the `from` end.
    pub from: LinkEnds,
    /// What may stand at the `to` end.
    pub to: LinkEnds,
    /// Which end is upstream. Trace and impact follow this, never the arrow's grammar.
    pub flow: Flow,
    /// Own fields of the link; [`LinkType::field`] knows the base fields too.
    pub fields: &'static [Field],
    /// What stands at the `from` end is a part of what stands at the `to` end, in an order: its base
    /// field `order` says where, see [`crate::order`].
    pub parts: bool,
}

/// The kinds that may stand at one end of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkEnds {
    /// Any kind.
    Any,
    /// One of these kinds.
    Kinds(&'static [&'static str]),
}

/// Which end of a link is upstream: led to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flow {
    /// What is named first is upstream.
    Forward,
    /// What is named second is upstream.
    Backward,
    /// Membership or mention; not followed.
    None,
}

impl LinkEnds {
    /// Whether this kind may stand here.
    #[must_use]
    pub fn allows(&self, kind: &str) -> bool {
        match self {
            LinkEnds::Any => true,
            LinkEnds::Kinds(kinds) => kinds.contains(&kind),
        }
    }
}

/// Fields that every link has.
pub static LINK_BASE: &[Field] = &[
    text("note", "Note").hint("Why these two belong together."),
    yes_no("removed", "Removed").hint("Taken out of sight; nothing is lost."),
    line("said-by", "Said by").personal().hint("Who made the connection, where that is not who recorded it."),
    Field::new("source", "Imported from", crate::field::FieldType::Origin)
        .hint("The source, key and revision an import took it from."),
    Field::new("order", "Order", crate::field::FieldType::Order).hint("Place among its siblings."),
];

impl LinkType {
    /// The field of this name: the link type's own, else the base field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().chain(LINK_BASE).find(|f| f.name == name)
    }
}

/// Every link type: those that flow forward, those that flow backward, then those that do not flow.
#[must_use]
pub fn links() -> &'static [LinkType] {
    LINKS
}

/// The link type of this name, if there is one.
#[must_use]
pub fn link(name: &str) -> Option<&'static LinkType> {
    LINKS.iter().find(|l| l.name == name)
}

macro_rules! ends {
    (ANY) => { LinkEnds::Any };
    ($($kind:literal)|+) => { LinkEnds::Kinds(&[$($kind),+]) };
}

/// One row: name, label / inverse, allowed ends, then own fields; last `; parts` if one end is an
/// ordered part of the other.
macro_rules! row {
    ($flow:ident $name:literal $label:literal / $inverse:literal: ($($from:tt)+) -> ($($to:tt)+); parts) => {
        LinkType { parts: true, ..row!($flow $name $label / $inverse: ($($from)+) -> ($($to)+)) }
    };
    ($flow:ident $name:literal $label:literal / $inverse:literal: ($($from:tt)+) -> ($($to:tt)+) $([$($field:expr),+])?) => {
        LinkType {
            name: $name,
            label: $label,
            inverse: $inverse,
            from: ends!($($from)+),
            to: ends!($($to)+),
            flow: Flow::$flow,
            fields: &[$($($field),+)?],
            parts: false,
        }
    };
}

static LINKS: &[LinkType] = &[
    // What is named first is upstream.
    row!(Forward "supports" "supports" / "is supported by": ("highlight") -> ("insight")),
    row!(Forward "contradicts" "contradicts" / "is contradicted by": ("highlight") -> ("insight")),
    row!(Forward "motivates" "motivates" / "is motivated by": ("insight") -> ("problem")),
    row!(Forward "cause-of" "is a cause of" / "has the cause": ("cause") -> ("problem"); parts),
    row!(Forward "underlies" "underlies" / "assumes": ("assumption") -> ("problem" | "idea" | "prototype" | "experiment" | "objective")),
    row!(Forward "option-of" "is an option of" / "has the option": ("option") -> ("decision"); parts),
    row!(Forward "decides" "decides on" / "was decided by": ("decision") -> (ANY) [
        choice("outcome", "Outcome", &["chosen", "rejected", "parked"]).required().matters().hint("What becomes of it.")
    ]),
    row!(Forward "produced" "produced" / "was produced by": (ANY) -> ("model-version" | "data-version" | "code-version")),
    row!(Forward "feeds" "feeds" / "is fed by": ("component") -> ("component") [
        line("what", "What").matters().searched().hint("What passes from one to the other.")
    ]),
    row!(Forward "on" "is a stance on" / "has the stance": ("stance") -> ("decision")),
    row!(Forward "reopens" "reopens" / "was reopened by": ("loop-back") -> (ANY)),
    row!(Forward "closed-by" "was closed by" / "closes": ("loop-back") -> (ANY)),
    // What is named second is upstream.
    row!(Backward "taken-from" "is taken from" / "has the highlight": ("highlight") -> ("evidence")),
    row!(Backward "from" "tells about" / "is known from": ("evidence") -> ("persona")),
    row!(Backward "concerns" "concerns" / "has the problem": ("problem") -> ("persona")),
    row!(Backward "because-of" "is so because of" / "explains": ("cause") -> ("cause")),
    row!(Backward "shown-by" "is shown by" / "shows": ("cause") -> ("evidence" | "highlight" | "insight" | "measurement" | "observation" | "activity")),
    row!(Backward "works-on" "works on" / "was worked on in": ("session") -> ("problem")),
    row!(Backward "raised-in" "was raised in" / "raised": ("idea" | "vote" | "question" | "evaluation" | "assumption") -> ("session")),
    row!(Backward "addresses" "addresses" / "is addressed by": ("idea") -> ("problem")),
    row!(Backward "builds-on" "builds on" / "is taken further by": ("idea") -> ("idea")),
    row!(Backward "rates" "rates" / "is rated by": ("evaluation") -> ("idea" | "prototype")),
    row!(Backward "by-criterion" "is scored by" / "scores": ("evaluation") -> ("criterion")),
    row!(Backward "vote-for" "is a vote for" / "has the vote": ("vote") -> ("idea" | "option" | "question" | "problem" | "prototype")),
    row!(Backward "stands-for" "stands for" / "is the option": ("option") -> (ANY)),
    row!(Backward "realises" "realises" / "is realised by": ("prototype") -> ("idea")),
    row!(Backward "tests" "tests" / "is tested by": ("experiment") -> ("prototype")),
    row!(Backward "measured-in" "was measured in" / "has the result": ("measurement") -> ("experiment")),
    row!(Backward "rests-on" "rests on" / "is grounds for": ("decision") -> (ANY)),
    row!(Backward "supersedes" "supersedes" / "is superseded by": ("decision") -> ("decision")),
    row!(Backward "trained-on" "was trained on" / "trained": ("model-version") -> ("data-version")),
    row!(Backward "evaluated-on" "was evaluated on" / "evaluated": ("model-version") -> ("data-version")),
    row!(Backward "built-from" "was built from" / "built": ("model-version") -> ("code-version")),
    row!(Backward "derived-from" "is derived from" / "was turned into": ("data-version") -> ("data-version")),
    row!(Backward "ships" "ships" / "is shipped in": ("bundle") -> ("model-version" | "data-version" | "code-version")),
    row!(Backward "deploys" "deploys" / "is deployed by": ("deployment") -> ("bundle")),
    row!(Backward "observed-in" "was observed in" / "showed": ("observation") -> ("deployment")),
    row!(Backward "triggered-by" "was triggered by" / "triggered": ("loop-back") -> (ANY)),
    row!(Backward "implemented-by" "is implemented by" / "implements": ("component") -> ("model-version" | "data-version" | "code-version")),
    row!(Backward "used" "used" / "was used by": ("activity") -> (ANY)),
    row!(Backward "takes-over" "takes over from" / "was taken over by": ("deployment") -> ("deployment") [
        choice("how", "How", &["promotion", "roll-back", "narrowing"]).hint("Whether it went on to more people, back to what ran before, or gave room to another.")
    ]),
    row!(Backward "follows" "follows" / "is followed by": ("release") -> ("release")),
    // Membership, mention and who: not followed by a trace.
    row!(None "includes" "includes" / "is part of": ("release") -> (ANY) [
        choice("how", "How", &["created-here", "carried"]).hint("Made in this release, or carried over from the one before.")
    ]),
    row!(None "of-product" "is a release of" / "has the release": ("release") -> ("product")),
    row!(None "watched-for" "is watched for" / "watches": ("source") -> ("product")),
    row!(None "owned-by" "is owned by" / "owns": (ANY) -> ("team" | "stakeholder")),
    row!(None "member-of" "is a member of" / "has the member": ("stakeholder") -> ("team")),
    row!(None "measured-by" "is measured by" / "is the measure of": ("team" | "problem" | "objective" | "experiment") -> ("metric")),
    row!(None "guarded-by" "is guarded by" / "is a guardrail of": ("experiment") -> ("metric") [
        decimal("margin", "Margin").matters().hint("How much worse is still not worse: the non-inferiority margin, in the metric's unit, in its bad direction.")
    ]),
    row!(None "about" "is a reading of" / "was read in": ("measurement" | "observation") -> ("metric")),
    row!(None "can-measure" "can measure" / "can be measured with": ("prototype") -> ("metric")),
    row!(None "proposed-by" "was proposed by" / "proposed": ("idea") -> ("team")),
    row!(None "facilitated-by" "was led by" / "led": ("session") -> ("stakeholder")),
    row!(None "attended-by" "was attended by" / "took part in": ("session") -> ("stakeholder" | "team")),
    row!(None "rated-by" "is the score of" / "gave the score": ("evaluation") -> ("stakeholder")),
    row!(None "voted-by" "was cast by" / "cast": ("vote") -> ("stakeholder")),
    row!(None "asks-about" "asks about" / "is asked about in": ("question") -> (ANY)),
    row!(None "driven-by" "is driven by" / "drives": ("decision") -> ("stakeholder")),
    row!(None "decided-by" "is decided by" / "is decider of": ("decision") -> ("stakeholder" | "team")),
    row!(None "by" "is the stance of" / "takes the stance": ("stance") -> ("stakeholder")),
    row!(None "disputes" "disputes" / "is disputed by": ("team") -> ("idea" | "option") [
        text("reason", "Reason").hint("What it would cost the team.")
    ]),
    row!(None "rolls-back-to" "rolls back to" / "is the roll-back target of": ("deployment") -> ("bundle")),
    row!(None "waives" "waives a gap of" / "has the waiver": ("waiver") -> ("release")),
    row!(None "applies-to" "applies to" / "is excused by": ("waiver") -> (ANY)),
    row!(None "waived-by" "was granted by" / "granted": ("waiver") -> ("stakeholder" | "team")),
    row!(None "comments-on" "comments on" / "has the comment": ("comment") -> (ANY)),
    row!(None "relates-to" "relates to" / "is related to": (ANY) -> (ANY)),
    // The record about itself.
    row!(None "checks" "checks" / "was checked in": ("check") -> ("model-version" | "data-version" | "code-version" | "measurement")),
    row!(None "seals" "seals" / "is sealed by": ("seal") -> (ANY)),
    row!(None "signs" "signs" / "is signed in": ("signature") -> (ANY)),
    row!(None "signed-by" "was signed by" / "signed": ("signature") -> ("stakeholder")),
    row!(None "holds" "holds" / "is held by": ("hold") -> (ANY)),
    row!(None "endorses" "says whose key it is" / "has the endorsed key": ("endorsement") -> ("stakeholder")),
    row!(None "erases" "erased parts of" / "had parts erased in": ("erasure") -> (ANY)),
    row!(None "found-in" "was found in" / "has the finding": ("finding") -> (ANY)),
    row!(None "noted-in" "was noted in" / "holds the result": ("finding") -> ("sample")),
    row!(None "draws" "draws" / "was drawn in": ("sample") -> (ANY)),
    row!(None "drawn-from" "was drawn from" / "has the sample": ("sample") -> ("release")),
];
