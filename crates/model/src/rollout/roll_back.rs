//! Which bundle a roll-back restores.

use throughline_record::EntityId;

use super::Run;

/// A bundle that could be restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The bundle.
    pub bundle: EntityId,
    /// Whether model, data and code are there, each with an identity.
    pub complete: bool,
    /// The deployment it ran in last; none if it never did.
    pub ran_in: Option<EntityId>,
    /// When it ran last; [`super::OPEN`] if it runs still.
    pub last: Option<i64>,
    /// Why it is offered.
    pub why: Why,
}

/// Why a bundle is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The deployment names it as its roll-back target.
    Target,
    /// It ran for these people before.
    RanForThem,
    /// It ran for others of the same product and place.
    RanForOthers,
    /// It is there, and never ran.
    NeverRan,
}

impl Why {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Why::Target => "the roll-back target that was named",
            Why::RanForThem => "what they had before",
            Why::RanForOthers => "what others have or had",
            Why::NeverRan => "never ran",
        }
    }
}

/// What a roll-back would restore, and what else it could.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// The one that is picked; none if there is nothing to go back to.
    pub picked: Option<EntityId>,
    /// All, the likeliest first.
    pub candidates: Vec<Candidate>,
}

/// What to restore in place of a deployment: its named target if that is complete, else the complete bundle that
/// these people had last, else one that others have or had; where none is complete, the first of these that is
/// not, which must be confirmed. A bundle that ships the same as what is taken back is no way back.
///
/// `all` are the deployments of the product; `bundles` every bundle with whether it is complete; `same` are the
/// bundles that ship what the deployment ships, itself among them.
#[must_use]
pub fn choose(
    of: &Run,
    target: Option<EntityId>,
    all: &[Run],
    bundles: &[(EntityId, bool)],
    same: &[EntityId],
) -> Choice {
    let began = of.from.unwrap_or(of.recorded);
    let start = |run: &Run| run.from.unwrap_or(run.recorded);
    let end = |run: &Run| run.time().map(|(_, until)| until).or(run.from).unwrap_or(run.recorded);
    let beside =
        |run: &&Run| run.id != of.id && run.product == of.product && !run.is_planned() && start(run) <= began;
    let mut candidates: Vec<Candidate> = bundles
        .iter()
        .filter(|(bundle, _)| !same.contains(bundle) && Some(*bundle) != of.bundle)
        .map(|(bundle, complete)| {
            let ran: Vec<&Run> =
                all.iter().filter(beside).filter(|run| run.bundle == Some(*bundle)).collect();
            let for_them = ran.iter().filter(|run| run.meets(of)).max_by_key(|run| end(run));
            let last = for_them.or_else(|| ran.iter().max_by_key(|run| end(run)));
            let why = match (target == Some(*bundle), for_them, last) {
                (true, ..) => Why::Target,
                (_, Some(_), _) => Why::RanForThem,
                (_, None, Some(_)) => Why::RanForOthers,
                _ => Why::NeverRan,
            };
            Candidate {
                bundle: *bundle,
                complete: *complete,
                ran_in: last.map(|run| run.id),
                last: last.map(|run| end(run)),
                why,
            }
        })
        .collect();
    candidates.sort_by(|a, b| {
        (a.why, std::cmp::Reverse(a.last), a.bundle).cmp(&(b.why, std::cmp::Reverse(b.last), b.bundle))
    });
    let ran = |candidate: &&Candidate| candidate.why != Why::NeverRan;
    let picked = candidates
        .iter()
        .filter(ran)
        .find(|candidate| candidate.complete)
        .or_else(|| candidates.iter().find(ran))
        .map(|candidate| candidate.bundle);
    Choice { picked, candidates }
}
