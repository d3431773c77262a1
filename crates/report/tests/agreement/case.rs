//! A pack that is being damaged: its files, and what has to be made right again around the damage so that
//! the damage itself is reached.

use std::collections::BTreeMap;
use std::io::Cursor;

use throughline_record::exchange::Excerpt;
use throughline_record::header::change_id;
use throughline_record::merkle::{self, leaf_hash};
use throughline_record::{ChangeId, Hash, Part, PartKind, Signer};
use throughline_report::pack::Manifest;
use throughline_store::exchange::archive::{Archive, ArchiveDraft, Limits};

use crate::base::{Base, Numbers};

/// A pack in the making.
pub struct Case<'b> {
    pub base: &'b Base,
    pub numbers: Numbers,
    pub files: BTreeMap<String, Vec<u8>>,
    /// A checkpoint that was kept elsewhere.
    pub given: Option<Vec<u8>>,
    /// Damage to the zip itself.
    pub bytes: Option<Vec<u8>>,
    /// Whether the manifest names the files as they are.
    pub listed: bool,
}

impl<'b> Case<'b> {
    /// The good pack of a workspace, unpacked.
    pub fn of(base: &'b Base, seed: u64) -> Self {
        let mut archive = Archive::open(Cursor::new(base.pack()), Limits::EXCHANGE).unwrap();
        let names: Vec<String> = archive.names().map(str::to_owned).collect();
        let files = names.into_iter().map(|name| {
            let bytes = archive.read(&name, 1 << 30).unwrap();
            (name, bytes)
        });
        let (files, numbers) = (files.collect(), Numbers(seed ^ 0x5eed));
        Self { base, numbers, files, given: None, bytes: None, listed: true }
    }

    /// The zip.
    pub fn zip(&mut self) -> Vec<u8> {
        if let Some(bytes) = &self.bytes {
            return bytes.clone();
        }
        if self.listed
            && let Ok(mut manifest) = Manifest::read(&self.files["manifest.json"])
        {
            let named = self.files.iter().filter(|(name, _)| *name != "manifest.json");
            manifest.files = named.map(|(name, bytes)| (name.clone(), Hash::of(bytes))).collect();
            self.files.insert("manifest.json".into(), manifest.to_canonical().into_bytes());
        }
        let mut draft = ArchiveDraft::new();
        for (name, bytes) in &self.files {
            draft.put(name, bytes.clone()).unwrap();
        }
        draft.write(Cursor::new(Vec::new())).unwrap().into_inner()
    }

    pub fn manifest(&self) -> Manifest {
        Manifest::read(&self.files["manifest.json"]).unwrap()
    }

    pub fn set_manifest(&mut self, change: impl FnOnce(&mut Manifest)) {
        let mut manifest = self.manifest();
        change(&mut manifest);
        self.files.insert("manifest.json".into(), manifest.to_canonical().into_bytes());
    }

    pub fn lines(&self) -> Vec<String> {
        let text = String::from_utf8(self.files["changes.jsonl"].clone()).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    pub fn set_lines(&mut self, lines: &[String]) {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        self.files.insert("changes.jsonl".into(), text.into_bytes());
    }

    pub fn excerpts(&self) -> Vec<Excerpt> {
        self.lines().iter().map(|line| Excerpt::read_line(line).unwrap()).collect()
    }

    pub fn set_excerpts(&mut self, excerpts: &[Excerpt]) {
        self.set_lines(&excerpts.iter().map(Excerpt::line).collect::<Vec<_>>());
    }

    /// Changes one of the changes, any of them.
    pub fn any_excerpt(&mut self, change: impl FnOnce(&mut Excerpt, &mut Numbers)) {
        let mut excerpts = self.excerpts();
        let at = self.numbers.below(excerpts.len());
        change(&mut excerpts[at], &mut self.numbers);
        self.set_excerpts(&excerpts);
    }

    /// Changes the last change, and gives the log the ids and the root that follow from it.
    pub fn last_excerpt(&mut self, change: impl FnOnce(&mut Excerpt, &Base, &mut Numbers)) {
        let mut excerpts = self.excerpts();
        let last = excerpts.len() - 1;
        change(&mut excerpts[last], self.base, &mut self.numbers);
        self.set_excerpts(&excerpts);
        self.relog();
    }

    /// The log that the changes which are here belong to, with all that follows from it.
    pub fn relog(&mut self) {
        let excerpts = self.excerpts();
        let mut ids = self.base.ids();
        let whole = self.manifest().is_whole();
        if whole {
            ids = excerpts.iter().map(|excerpt| excerpt.id).collect();
        }
        for excerpt in &excerpts {
            if let Some(id) = ids.get_mut(excerpt.position.unwrap_or(1) as usize - 1) {
                *id = excerpt.id;
            }
        }
        self.set_manifest(|manifest| {
            manifest.length = ids.len() as u64;
            manifest.root = merkle::root(ids.iter());
            manifest.first = excerpts.first().and_then(|e| e.position).unwrap_or(0);
            manifest.last = excerpts.last().and_then(|e| e.position).unwrap_or(0);
            manifest.counts.changes = excerpts.len() as u64;
            manifest.counts.records = excerpts.iter().flat_map(|e| &e.records).flatten().count() as u64;
        });
        // They are of the log as it was.
        self.files.retain(|name, _| !name.starts_with("checkpoints/") && !name.starts_with("anchors/"));
        if !whole {
            self.set_log(&ids, &excerpts);
        }
    }

    pub fn set_log(&mut self, ids: &[ChangeId], excerpts: &[Excerpt]) {
        let log: String = ids.iter().map(|id| format!("{id}\n")).collect();
        self.files.insert("log.txt".into(), log.into_bytes());
        let leaves: Vec<Hash> = ids.iter().map(|id| leaf_hash(&id.0)).collect();
        let mut proofs = String::new();
        for excerpt in excerpts {
            let position = excerpt.position.unwrap_or(1);
            let path = merkle::inclusion_proof(&leaves, position as usize - 1).unwrap_or_default();
            let path: Vec<String> = path
                .iter()
                .map(|node| format!("\"{}\"", node.to_string().trim_start_matches("sha256:")))
                .collect();
            proofs += &format!("{{\"path\":[{}],\"position\":{position}}}\n", path.join(","));
        }
        self.files.insert("proofs.jsonl".into(), proofs.into_bytes());
    }
}

/// Gives a change another header, with the id and the signature that follow from it.
pub fn resign(excerpt: &mut Excerpt, base: &Base, change: impl FnOnce(String) -> String) {
    let before = String::from_utf8(excerpt.header.clone()).unwrap();
    let device = before.split("\"device\":\"").nth(1).and_then(|rest| rest.get(..64)).unwrap_or_default();
    let key = base.key(device).unwrap().clone();
    let after = change(before.clone());
    excerpt.header = after.into_bytes();
    excerpt.id = change_id(&excerpt.header);
    let message = [b"throughline/change/v1\n".as_slice(), &excerpt.header].concat();
    excerpt.signature = key.sign(&message);
}

/// Gives a change the root over its records as they are, signed.
pub fn reroot(excerpt: &mut Excerpt, base: &Base) {
    if let Some(leaves) = &mut excerpt.leaves {
        for (leaf, record) in leaves.iter_mut().zip(&excerpt.records) {
            if let Some(record) = record {
                *leaf = leaf_hash(&record.bytes);
            }
        }
    }
    let root = excerpt.root().unwrap();
    let count = excerpt.records.len();
    resign(excerpt, base, |header| {
        let (front, rest) = header.split_once("\"records\":{").unwrap();
        let (_, back) = rest.split_once('}').unwrap();
        format!("{front}\"records\":{{\"count\":{count},\"root\":\"{root}\"}}{back}")
    });
}

/// The place of a record that is here and has a content.
pub fn with_content(excerpt: &Excerpt) -> Option<usize> {
    excerpt.records.iter().position(|r| r.as_ref().is_some_and(|r| r.content.is_some()))
}

/// Gives a record another text, commits to it and signs it.
pub fn recommit(excerpt: &mut Excerpt, base: &Base, bytes: &str) {
    let Some(index) = with_content(excerpt) else { return };
    let record = excerpt.records[index].as_mut().unwrap();
    let before = record.content.clone().unwrap();
    let after = Part { salt: before.salt, bytes: bytes.as_bytes().to_vec() };
    let text = String::from_utf8(record.bytes.clone()).unwrap();
    let (was, is) = (before.commitment(PartKind::Content), after.commitment(PartKind::Content));
    record.bytes = text.replace(&was.to_string(), &is.to_string()).into_bytes();
    record.content = Some(after);
    reroot(excerpt, base);
}
