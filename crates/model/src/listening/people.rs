//! How many people said something, and how many the contrary.

use std::collections::BTreeSet;

/// One highlight that speaks for or against an insight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// What tells its evidence from others, such as the entity id.
    pub evidence: String,
    /// Who said it, by the participant's code of the evidence.
    pub code: Option<String>,
    /// Whether it contradicts.
    pub against: bool,
}

/// Distinct people for and against an insight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct People {
    /// People with at least one highlight that supports it.
    pub supporting: usize,
    /// People with at least one that contradicts it.
    pub contradicting: usize,
    /// People among both.
    pub on_both_sides: usize,
    /// Pieces of evidence for it that say not whom they are from: one person, or many.
    pub unknown_supporting: usize,
    /// Pieces of evidence against it that say not whom they are from.
    pub unknown_contradicting: usize,
}

/// Counts people: whoever said it twice, in one interview or in two, is one person. Codes are the
/// same in any case and spacing. Evidence without a code counts as one unknown source.
#[must_use]
pub fn people(heard: &[Heard]) -> People {
    let side = |against: bool| {
        let mut codes = BTreeSet::new();
        let mut unknown = BTreeSet::new();
        for one in heard.iter().filter(|h| h.against == against) {
            let code: String = one
                .code
                .iter()
                .flat_map(|code| code.chars())
                .filter(|c| !c.is_whitespace())
                .flat_map(char::to_lowercase)
                .collect();
            if code.is_empty() {
                unknown.insert(one.evidence.as_str());
            } else {
                codes.insert(code);
            }
        }
        (codes, unknown.len())
    };
    let (supporting, unknown_supporting) = side(false);
    let (contradicting, unknown_contradicting) = side(true);
    People {
        supporting: supporting.len(),
        contradicting: contradicting.len(),
        on_both_sides: supporting.intersection(&contradicting).count(),
        unknown_supporting,
        unknown_contradicting,
    }
}

impl People {
    /// "3 people for, 1 against, 1 source unnamed"; "nobody yet".
    #[must_use]
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        if self.supporting > 0 {
            parts.push(match self.supporting {
                1 => "1 person for".to_owned(),
                n => format!("{n} people for"),
            });
        }
        if self.contradicting > 0 {
            parts.push(match (self.contradicting, self.supporting) {
                (n, s) if s > 0 => format!("{n} against"),
                (1, _) => "1 person against".to_owned(),
                (n, _) => format!("{n} people against"),
            });
        }
        let unknown = self.unknown_supporting + self.unknown_contradicting;
        if unknown > 0 {
            parts.push(format!("{unknown} {} unnamed", if unknown == 1 { "source" } else { "sources" }));
        }
        if parts.is_empty() { "nobody yet".to_owned() } else { parts.join(", ") }
    }
}
