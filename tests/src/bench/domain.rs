//! A workspace to measure with: artefacts in lanes, each linked with what led to it.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::words::{Dice, Vocabulary};

/// A lane: the kind of its artefacts, its share of all artefacts, and how they are linked with the
/// lane before.
struct Lane {
    kind: &'static str,
    /// Of 100 artefacts, so many.
    share: usize,
    /// Link type, and whether the earlier lane's artefact is its first end.
    link: (&'static str, bool),
}

const LANES: &[Lane] = &[
    Lane { kind: "persona", share: 2, link: ("", true) },
    Lane { kind: "evidence", share: 12, link: ("from", false) },
    Lane { kind: "highlight", share: 18, link: ("taken-from", false) },
    Lane { kind: "insight", share: 12, link: ("supports", true) },
    Lane { kind: "problem", share: 8, link: ("motivates", true) },
    Lane { kind: "idea", share: 14, link: ("addresses", false) },
    Lane { kind: "prototype", share: 8, link: ("realises", false) },
    Lane { kind: "experiment", share: 8, link: ("tests", false) },
    Lane { kind: "measurement", share: 6, link: ("measured-in", false) },
    Lane { kind: "decision", share: 6, link: ("rests-on", false) },
    Lane { kind: "activity", share: 6, link: ("used", false) },
];

/// The kinds of its artefacts.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    LANES.iter().map(|lane| lane.kind)
}

/// How far, in artefacts of the lane before, a link may lead from straight ahead: people work on
/// what lies near, and a thread is a bundle, not everything.
const REACH: usize = 2;

/// An artefact of the domain.
#[derive(Debug, Clone)]
pub struct Artefact {
    /// Key in the file.
    pub key: String,
    /// Kind without version.
    pub kind: &'static str,
    /// One line.
    pub title: String,
    /// 60 to 120 words.
    pub notes: String,
    /// A day of one year.
    pub at: String,
}

/// A link of the domain: places in [`Domain::artefacts`].
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// Its type.
    pub type_: &'static str,
    /// The end that led to the other.
    pub up: usize,
    /// The end that came of it.
    pub down: usize,
    /// Whether the upstream end is named first.
    pub forward: bool,
}

/// Artefacts and links, the same for the same seed.
#[derive(Debug)]
pub struct Domain {
    /// Lane by lane.
    pub artefacts: Vec<Artefact>,
    /// Each once.
    pub links: Vec<Link>,
}

impl Domain {
    /// Makes so many artefacts and links.
    #[must_use]
    pub fn generate(seed: u64, artefacts: usize, links: usize) -> Self {
        let (vocabulary, mut dice) = (Vocabulary::default(), Dice::new(seed));
        let mut domain = Self { artefacts: Vec::with_capacity(artefacts), links: Vec::with_capacity(links) };
        let mut lanes: Vec<std::ops::Range<usize>> = Vec::new();
        for (number, lane) in LANES.iter().enumerate() {
            let begin = domain.artefacts.len();
            let size =
                if number + 1 == LANES.len() { artefacts - begin } else { artefacts * lane.share / 100 };
            for place in 0..size {
                domain.artefacts.push(artefact(&vocabulary, &mut dice, lane.kind, place));
            }
            lanes.push(begin..begin + size);
        }
        domain.link(&lanes, links, &mut dice);
        domain
    }

    /// Every artefact but those of the first lane gets links to the lane before, in rounds, until
    /// there are enough.
    fn link(&mut self, lanes: &[std::ops::Range<usize>], wanted: usize, dice: &mut Dice) {
        let mut made = std::collections::HashSet::with_capacity(wanted);
        while made.len() < wanted {
            for (pair, lane) in lanes.windows(2).zip(LANES.iter().skip(1)) {
                let [before, here] = pair else { continue };
                for down in here.clone() {
                    if made.len() == wanted {
                        return;
                    }
                    let straight = (down - here.start) * before.len() / here.len();
                    let near = (straight + dice.below(2 * REACH + 1)).saturating_sub(REACH);
                    let up = before.start + near.min(before.len() - 1);
                    // Now and then somebody looks for nothing new: the pair is linked already.
                    if dice.below(20) != 0 && made.insert((up, down)) {
                        let (type_, forward) = lane.link;
                        self.links.push(Link { type_, up, down, forward });
                    }
                }
            }
        }
    }

    /// Writes it as JSON Lines (docs/imports.md).
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for artefact in &self.artefacts {
            writeln!(out, "{}", artefact.line())?;
        }
        for link in &self.links {
            writeln!(out, "{}", self.link_line(link))?;
        }
        Ok(())
    }

    /// The line of a link.
    #[must_use]
    pub fn link_line(&self, link: &Link) -> String {
        let key = |place: usize| self.artefacts.get(place).map_or("", |artefact| artefact.key.as_str());
        let (from, to) = if link.forward { (link.up, link.down) } else { (link.down, link.up) };
        json!({ "t": "link", "type": link.type_, "from": key(from), "to": key(to) }).to_string()
    }
}

impl Artefact {
    /// The line of an artefact.
    #[must_use]
    pub fn line(&self) -> String {
        let mut fields = Map::new();
        if self.kind == "activity" {
            fields.insert("phase".into(), Value::from("training"));
        }
        json!({
            "t": "artefact", "key": self.key, "kind": self.kind, "title": self.title, "notes": self.notes,
            "at": self.at, "fields": fields,
        })
        .to_string()
    }
}

fn artefact(vocabulary: &Vocabulary, dice: &mut Dice, kind: &'static str, place: usize) -> Artefact {
    let words = 4 + dice.below(6);
    let title = vocabulary.text(dice, words).trim_end_matches('.').to_owned();
    let words = 60 + dice.below(61);
    let day = dice.below(336);
    Artefact {
        key: format!("{kind}-{place}"),
        kind,
        title,
        notes: vocabulary.text(dice, words),
        at: format!("2026-{:02}-{:02}", 1 + day / 28, 1 + day % 28),
    }
}
