//! The phases of a session and the agenda made of them.

use serde::{Deserialize, Serialize};

use super::Refusal;

/// One phase of a session, in the order they come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Everybody writes, nobody sees what others write.
    SilentWriting,
    /// All ideas at once.
    Reveal,
    /// Ideas that belong together are put on named piles.
    Cluster,
    /// Everybody spends a budget of dots, unseen by the others.
    DotVote,
    /// The ideas on top are scored on the criteria of the release, unseen by the others.
    Rate,
    /// It failed. Why?
    PreMortem,
    /// What goes into a proposed decision.
    Decide,
}

impl Phase {
    /// Every phase, in order.
    pub const ALL: [Phase; 7] = [
        Phase::SilentWriting,
        Phase::Reveal,
        Phase::Cluster,
        Phase::DotVote,
        Phase::Rate,
        Phase::PreMortem,
        Phase::Decide,
    ];

    /// Name in files and addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Phase::SilentWriting => "silent-writing",
            Phase::Reveal => "reveal",
            Phase::Cluster => "cluster",
            Phase::DotVote => "dot-vote",
            Phase::Rate => "rate",
            Phase::PreMortem => "pre-mortem",
            Phase::Decide => "decide",
        }
    }

    /// Name for people; a recorded session's phase is known by it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Phase::SilentWriting => "Silent writing",
            Phase::Reveal => "Reveal",
            Phase::Cluster => "Cluster",
            Phase::DotVote => "Dot vote",
            Phase::Rate => "Rate",
            Phase::PreMortem => "Pre-mortem",
            Phase::Decide => "Decide",
        }
    }

    /// The phase of this label or name, in any case.
    #[must_use]
    pub fn named(text: &str) -> Option<Phase> {
        let text = text.trim();
        Phase::ALL
            .into_iter()
            .find(|p| p.label().eq_ignore_ascii_case(text) || p.as_str().eq_ignore_ascii_case(text))
    }

    /// Whether what each person says stays hidden from the others until the phase is closed.
    #[must_use]
    pub const fn is_blind(self) -> bool {
        matches!(self, Phase::DotVote | Phase::Rate)
    }
}

/// A phase with the minutes planned for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// Which.
    pub phase: Phase,
    /// Minutes, 1 to 240.
    pub minutes: u32,
}

const fn planned(phase: Phase, minutes: u32) -> Planned {
    Planned { phase, minutes }
}

/// The agenda of a session that has twenty minutes.
pub const TWENTY_MINUTES: [Planned; 7] = [
    planned(Phase::SilentWriting, 6),
    planned(Phase::Reveal, 3),
    planned(Phase::Cluster, 3),
    planned(Phase::DotVote, 2),
    planned(Phase::Rate, 2),
    planned(Phase::PreMortem, 2),
    planned(Phase::Decide, 2),
];

/// Dots that each voter has, if nothing else was said.
pub const DOTS: u32 = 3;

/// Whether these phases make a session: silent writing and reveal first, the others in order and each at most
/// once, every phase with 1 to 240 minutes.
///
/// # Errors
/// [`Refusal::Agenda`] says what is wrong.
pub fn check_agenda(agenda: &[Planned]) -> Result<(), Refusal> {
    let first = agenda.iter().map(|p| p.phase).take(2);
    if !first.eq([Phase::SilentWriting, Phase::Reveal]) {
        return Err(Refusal::Agenda("A session begins with silent writing and reveal."));
    }
    if !agenda.is_sorted_by(|a, b| a.phase < b.phase) {
        return Err(Refusal::Agenda("The phases come in one order, each at most once."));
    }
    if agenda.iter().any(|p| !(1..=240).contains(&p.minutes)) {
        return Err(Refusal::Agenda("Each phase has 1 to 240 minutes."));
    }
    Ok(())
}
