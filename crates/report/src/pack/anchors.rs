//! Anchors in a pack: what the record holds of each checkpoint that was kept elsewhere, with the time-stamp replies
//! that speak of it. Made for reading, and held to the checkpoints: an anchor must be of a log that the pack proves.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use throughline_record::{Checkpoint, EntityId, Hash, Value};
use throughline_store::exchange::archive::Archive;

use super::check::PackReport;
use super::manifest::{get, hex, members, number, text, unhex};
use super::{MOST_OF_A_CHECKPOINT, MOST_OF_A_TEXT};

/// An anchor as `anchors/<entity>.json` says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The anchor in the record.
    pub entity: EntityId,
    /// The file of its signed note: `checkpoints/…`.
    pub checkpoint: String,
    /// How many changes the note covers.
    pub position: u64,
    /// The root over them.
    pub root: Hash,
    /// What the record says beside: `at`, `location`, `place`, `way`; absent where it says nothing.
    pub said: BTreeMap<&'static str, String>,
    /// Its time-stamp replies.
    pub stamps: Vec<Stamp>,
}

/// A time-stamp reply in a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Its file: `anchors/…tsr`.
    pub file: String,
    /// What it was called when it was attached.
    pub name: String,
    /// A request that it answers, to check it with: `anchors/…tsq`.
    pub request: Option<String>,
    /// Of its bytes.
    pub sha256: Hash,
}

/// What the record may say of an anchor, beside what is checked.
const SAID: [&str; 4] = ["at", "location", "place", "way"];

impl Anchor {
    /// The name of its file.
    #[must_use]
    pub fn file(&self) -> String {
        format!("anchors/{}.json", self.entity)
    }

    /// The bytes of its file.
    #[must_use]
    pub fn to_canonical(&self) -> String {
        let text = |text: &str| Value::Text(text.to_owned());
        let stamps = self.stamps.iter().map(|stamp| {
            let mut map = BTreeMap::from([
                ("file".to_owned(), text(&stamp.file)),
                ("name".to_owned(), text(&stamp.name)),
                ("sha256".to_owned(), text(&hex(&stamp.sha256))),
            ]);
            if let Some(request) = &stamp.request {
                map.insert("request".into(), text(request));
            }
            Value::Map(map)
        });
        let mut map = BTreeMap::from([
            ("checkpoint".to_owned(), text(&self.checkpoint)),
            ("entity".to_owned(), text(&self.entity.to_string())),
            ("position".to_owned(), Value::Int(i64::try_from(self.position).unwrap_or(i64::MAX))),
            ("root".to_owned(), text(&self.root.to_string())),
            ("stamps".to_owned(), Value::List(stamps.collect())),
        ]);
        for name in SAID {
            map.extend(self.said.get(name).map(|said| (name.to_owned(), text(said))));
        }
        // Counters beyond 2^53 are the only thing it could refuse.
        Value::Map(map).to_canonical().unwrap_or_default()
    }

    /// Reads the bytes of a file.
    fn read(bytes: &[u8]) -> Result<Self, String> {
        let value = Value::from_canonical(bytes).map_err(|error| error.to_string())?;
        let map = members(&value, &["checkpoint", "entity", "position", "root", "stamps"], &SAID)?;
        let mut said = BTreeMap::new();
        for name in SAID.into_iter().filter(|name| map.contains_key(*name)) {
            said.insert(name, text(map, name)?.to_owned());
        }
        let mut stamps = Vec::new();
        for stamp in get(map, "stamps")?.as_list().ok_or("its stamps are no array")? {
            let stamp = members(stamp, &["file", "name", "sha256"], &["request"])?;
            stamps.push(Stamp {
                file: text(stamp, "file")?.to_owned(),
                name: text(stamp, "name")?.to_owned(),
                request: match stamp.get("request") {
                    Some(_) => Some(text(stamp, "request")?.to_owned()),
                    None => None,
                },
                sha256: unhex(text(stamp, "sha256")?).ok_or("a digest is not one")?,
            });
        }
        Ok(Self {
            entity: text(map, "entity")?.parse().map_err(|_| "its entity is none")?,
            checkpoint: text(map, "checkpoint")?.to_owned(),
            position: number(map, "position")?,
            root: text(map, "root")?.parse().map_err(|_| "its root is none")?,
            said,
            stamps,
        })
    }
}

/// Step 9: every anchor is of a checkpoint in the pack that fits, and every reply is the one it names and speaks of
/// that checkpoint. `fitting` are the pack's own checkpoints without a fault.
pub(super) fn check_anchors<R: Read + Seek>(
    archive: &mut Archive<R>,
    fitting: &BTreeMap<String, Checkpoint>,
    report: &mut PackReport,
) {
    let names: Vec<String> =
        archive.names().filter(|name| name.starts_with("anchors/")).map(str::to_owned).collect();
    let mut read = BTreeMap::new();
    let mut named = BTreeSet::new();
    for name in names.iter().filter(|name| name.ends_with(".json")) {
        let bytes = archive.read(name, MOST_OF_A_CHECKPOINT).unwrap_or_default();
        let anchor = Anchor::read(&bytes)
            .and_then(|a| if a.file() == *name { Ok(a) } else { Err("its name is another".into()) });
        if let Ok(anchor) = &anchor {
            for stamp in &anchor.stamps {
                named.insert(stamp.file.clone());
                named.extend(stamp.request.clone());
            }
        }
        read.insert(name.clone(), anchor);
    }
    for name in names {
        let anchor = match read.remove(&name) {
            None if named.contains(&name) => continue,
            None => {
                report.fault("anchor-form", name, "no anchor names this file");
                continue;
            }
            Some(Err(detail)) => {
                report.fault("anchor-form", name, detail);
                continue;
            }
            Some(Ok(anchor)) => anchor,
        };
        report.anchors_here += 1;
        let covers = fitting.get(&anchor.checkpoint);
        if covers.is_none_or(|of| (of.size, of.root) != (anchor.position, anchor.root)) {
            report.fault("anchor-checkpoint", name, "it is not of a checkpoint in the pack that fits");
            continue;
        }
        let note = archive.read(&anchor.checkpoint, MOST_OF_A_CHECKPOINT).unwrap_or_default();
        for stamp in anchor.stamps {
            let mut speaks = |file: &str, digest: Option<Hash>| {
                archive.read(file, MOST_OF_A_TEXT).is_ok_and(|bytes| {
                    digest.is_none_or(|digest| Hash::of(&bytes) == digest) && speaks_of(&bytes, &note)
                })
            };
            let holds = speaks(&stamp.file, Some(stamp.sha256))
                && stamp.request.as_deref().is_none_or(|request| speaks(request, None));
            if holds {
                report.stamps_here += 1;
            } else {
                let detail = "it is not the reply that the anchor names, or not about its checkpoint";
                report.fault("anchor-stamp", stamp.file, detail);
            }
        }
    }
}

/// Whether the SHA-256 of a note stands in these bytes as an octet string of DER, as it does in a request and in the
/// reply to it. Who issued the reply, and that nothing else in it was altered, is for the certificate of its authority
/// to show.
#[must_use]
pub fn speaks_of(bytes: &[u8], note: &[u8]) -> bool {
    let octets = [[4, 32].as_slice(), &Hash::of(note).0].concat();
    bytes.windows(octets.len()).any(|window| window == octets)
}
