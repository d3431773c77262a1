//! What a closed phase leaves in the record: artefacts as a form would fill them in.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use throughline_record::date;

use super::{Anonymity, Answer, Entry, Phase, Room};

/// An artefact that is made, or changed if it stands already. Fields as a form has them, references by id.
#[derive(Debug, Clone, PartialEq)]
pub struct Artefact {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: &'static str,
    /// Its fields.
    pub fields: BTreeMap<&'static str, Json>,
}

fn artefact<const N: usize>(id: &str, kind: &'static str, fields: [(&'static str, Json); N]) -> Artefact {
    Artefact { id: id.to_owned(), kind, fields: BTreeMap::from(fields) }
}

impl Room {
    /// What a phase leaves. The decision comes before its options.
    #[must_use]
    pub fn artefacts(&self, phase: Phase) -> Vec<Artefact> {
        let session = || json!([self.words.session]);
        match phase {
            Phase::SilentWriting => Vec::new(),
            Phase::Reveal => self.entries.iter().map(|e| self.idea(e)).collect(),
            Phase::Cluster => {
                self.entries.iter().map(|e| artefact(&e.id, "idea", [("cluster", json!(e.pile))])).collect()
            }
            Phase::DotVote => self
                .dots
                .iter()
                .map(|d| {
                    artefact(
                        &d.id,
                        "vote",
                        [
                            ("for", json!([d.entry])),
                            ("voter", json!([d.voter])),
                            ("dots", json!(d.dots)),
                            ("session", session()),
                        ],
                    )
                })
                .collect(),
            Phase::Rate => self
                .ratings
                .iter()
                .map(|r| {
                    let score = match r.answer {
                        Answer::Points(points) => json!(points),
                        Answer::Unknown => json!("unknown"),
                    };
                    // Ratings are shown once all have handed in or the phase is closed, not before.
                    let held = self.held.iter().find(|h| h.phase == phase);
                    artefact(
                        &r.id,
                        "evaluation",
                        [
                            ("handed-in", json!(held.map(|h| date::from_millis(h.ended)))),
                            ("subject", json!([r.entry])),
                            ("criterion", json!([r.criterion])),
                            ("rater", json!([r.rater])),
                            ("score", score),
                            ("session", session()),
                        ],
                    )
                })
                .collect(),
            Phase::PreMortem => self
                .risks
                .iter()
                .map(|r| {
                    artefact(
                        &r.id,
                        "assumption",
                        [("title", json!(r.text)), ("underlies", json!([r.entry])), ("session", session())],
                    )
                })
                .collect(),
            Phase::Decide => self.proposal(),
        }
    }

    /// What the session's own artefact says now: who was there, the phases with their times, and, once it is
    /// over, that it was held and what came of it.
    #[must_use]
    pub fn session_fields(&self) -> BTreeMap<&'static str, Json> {
        let phases: Vec<Json> = self
            .agenda
            .iter()
            .map(|p| {
                let mut row = json!({ "name": p.phase.label(), "minutes": p.minutes });
                if let Some(held) = self.held.iter().find(|h| h.phase == p.phase) {
                    row["starts"] = json!(date::from_millis(held.begun));
                    row["ends"] = json!(date::from_millis(held.ended));
                }
                row
            })
            .collect();
        let present: Vec<&str> = self.present().map(|p| p.id.as_str()).collect();
        let mut fields = BTreeMap::from([("phases", json!(phases)), ("participants", json!(present))]);
        if self.is_finished() {
            fields.insert("status", json!("held"));
            fields.insert("outcome", json!(self.outcome()));
        }
        fields
    }

    /// Whether nothing comes after what is closed.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        let last = self.agenda.iter().rposition(|p| !self.leaves_out(p.phase)).unwrap_or(0);
        self.is_over() || self.is_closed() && self.at >= last
    }

    fn idea(&self, entry: &Entry) -> Artefact {
        let mut idea = artefact(
            &entry.id,
            "idea",
            [
                ("title", json!(entry.text)),
                ("problem", json!(self.words.problem.iter().collect::<Vec<_>>())),
                ("session", json!([self.words.session])),
            ],
        );
        if let Some(team) = entry.team.as_deref().filter(|t| !self.team_would_tell(Some(t))) {
            idea.fields.insert("proposed-by", json!([team]));
        }
        let author = self.people.iter().find(|p| Some(&p.id) == entry.author.as_ref());
        if let Some(author) = author.filter(|_| self.anonymity != Anonymity::Anonymous) {
            idea.fields.insert("said-by", json!(author.name));
        }
        idea
    }

    fn proposal<'a>(&'a self) -> Vec<Artefact> {
        let Some(decision) = self.decision.as_deref() else { return Vec::new() };
        let title = match self.words.about.as_str() {
            "" => "Which idea do we take further?".to_owned(),
            about => format!("Which idea do we take further for “{about}”?"),
        };
        let chosen: Vec<&Entry> = self.chosen().collect();
        let risks = self.risks.iter().filter(|r| chosen.iter().any(|e| e.id == r.entry));
        let rests_on: Vec<&str> =
            std::iter::once(self.words.session.as_str()).chain(risks.map(|r| r.id.as_str())).collect();
        let mut out = vec![artefact(
            decision,
            "decision",
            [("title", json!(title)), ("status", json!("proposed")), ("rests-on", json!(rests_on))],
        )];
        let tallies = self.tallies();
        let with_option = |(at, e): (usize, &'a Entry)| Some((tallies.get(at), e, self.options.get(&e.id)?));
        let mut options: Vec<_> = self.entries.iter().enumerate().filter_map(with_option).collect();
        // As they came out of the vote; those that are equal stay as they were.
        options.sort_by_key(|(tally, ..)| tally.map(|t| (t.place_by_voters, t.place_by_dots)));
        for (tally, entry, option) in options {
            let votes = tally.map(|t| votes(t.voters, t.dots));
            let against: Vec<String> =
                self.risks.iter().filter(|r| r.entry == entry.id).map(|r| format!("- {}", r.text)).collect();
            let mut fields = artefact(
                option,
                "option",
                [
                    ("title", json!(entry.text)),
                    ("decision", json!([decision])),
                    ("stands-for", json!([entry.id])),
                ],
            );
            if let Some(votes) = votes {
                fields.fields.insert("for", json!(format!("{votes} in the session.")));
            }
            if !against.is_empty() {
                fields.fields.insert("against", json!(against.join("\n")));
            }
            out.push(fields);
        }
        out
    }

    fn outcome(&self) -> String {
        let mut out = vec![format!("{} from {}.", count(self.entries.len(), "idea"), people(self.writers))];
        let piles: std::collections::BTreeSet<&str> =
            self.entries.iter().filter_map(|e| e.pile.as_deref()).collect();
        if !piles.is_empty() {
            out.push(format!("{}.", count(piles.len(), "pile")));
        }
        let tallies = self.tallies();
        let first: Vec<String> = self
            .entries
            .iter()
            .zip(&tallies)
            .filter(|(_, t)| t.voters > 0 && t.place_by_voters == 1)
            .map(|(e, t)| format!("“{}” ({})", e.text, votes(t.voters, t.dots)))
            .collect();
        match first.as_slice() {
            [] => {}
            [one] => out.push(format!("Most voters: {one}.")),
            tied => out.push(format!("Tied by voters: {}.", tied.join(", "))),
        }
        if self.agenda.iter().any(|p| self.leaves_out(p.phase)) {
            out.push("Rating was left out: the release has no criteria yet.".to_owned());
        }
        if self.is_past(Phase::Decide) {
            out.push(format!("{} went into a proposed decision.", count(self.options.len(), "idea")));
        }
        out.join(" ")
    }
}

fn count(n: usize, of: &str) -> String {
    if n == 1 { format!("1 {of}") } else { format!("{n} {of}s") }
}

fn people(n: usize) -> String {
    if n == 1 { "1 person".to_owned() } else { format!("{n} people") }
}

fn votes(voters: u64, dots: u64) -> String {
    let plural = |n: u64| if n == 1 { "" } else { "s" };
    format!("{voters} voter{}, {dots} dot{}", plural(voters), plural(dots))
}
