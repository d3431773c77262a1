//! Small workspaces with several devices, copies that met, erasures and links; whole or in part.

use std::collections::BTreeMap;
use std::io::{Seek, Write};
use std::sync::OnceLock;

use rand_core::{RngCore, SeedableRng};
use throughline_record::exchange::Excerpt;
use throughline_record::{
    Act, ChangeDraft, ChangeId, Checkpoint, Ends, EntityId, Fields, Hash, PartName, RecordDraft,
    SealedChange, Signer, SigningKey, Value, merkle, seal,
};
use throughline_report::pack::{Anchor, PackSource, ScopeName, Stamp, write};

/// Numbers that follow from a seed alone (SplitMix64, <https://prng.di.unimi.it/splitmix64.c>).
#[derive(Clone)]
pub struct Numbers(pub u64);

impl RngCore for Numbers {
    fn next_u32(&mut self) -> u32 {
        self.next_u64() as u32
    }
    fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.next_u64() as u8;
        }
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl SeedableRng for Numbers {
    type Seed = [u8; 8];
    fn from_seed(seed: [u8; 8]) -> Self {
        Self(u64::from_le_bytes(seed))
    }
}

impl Numbers {
    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next_u64() % n.max(1) as u64) as usize
    }
}

/// A workspace.
pub struct Base {
    pub keys: Vec<SigningKey>,
    pub changes: Vec<SealedChange>,
    pub attachment: Vec<u8>,
    /// Whether packs of it leave something out.
    pub partial: bool,
    pub withhold: bool,
    seed: u64,
    packed: OnceLock<Vec<u8>>,
}

const WORDS: [&str; 7] = [
    "Hungry",
    "“Where is my order?”",
    "tab\there",
    "\u{1F35C} noodles",
    "a\"b\\c",
    "\u{7f}\u{e000}",
    "line\nline",
];

fn entity(number: u64) -> EntityId {
    EntityId::v7(1_790_000_000_000 + number, [number as u8; 10])
}

impl Base {
    /// The workspace of a seed.
    pub fn seeded(seed: u64) -> Self {
        Self::made(seed, None)
    }

    /// One of so many changes.
    pub fn long(seed: u64, length: usize) -> Self {
        Self::made(seed, Some(length))
    }

    fn made(seed: u64, length: Option<usize>) -> Self {
        let mut numbers = Numbers(seed.wrapping_mul(977) + 5);
        let keys: Vec<SigningKey> =
            (0..3).map(|n| SigningKey::from_seed([(seed * 3 + n + 1) as u8; 32])).collect();
        let mut base = Self {
            keys,
            changes: Vec::new(),
            attachment: format!("interview {seed}\n").repeat(20).into_bytes(),
            partial: seed % 3 == 1,
            withhold: seed % 4 == 2,
            seed,
            packed: OnceLock::new(),
        };
        let short = 5 + numbers.below(5);
        let length = length.unwrap_or(short);
        let mut clocks: BTreeMap<ChangeId, u64> = BTreeMap::new();
        let mut knows: BTreeMap<ChangeId, [u64; 3]> = BTreeMap::new();
        let mut heads: Vec<ChangeId> = Vec::new();
        let mut tips: [Option<ChangeId>; 3] = [None; 3];
        for number in 0..length {
            let who = if number == 0 { 0 } else { numbers.below(3) };
            // A device sees its own last change, and what else it has met: the others' heads, or not.
            let meet = numbers.below(3) > 0 || tips[who].is_none();
            let parents: Vec<ChangeId> = match (number, meet) {
                (0, _) => Vec::new(),
                (_, true) => heads.clone(),
                (_, false) => tips[who].into_iter().collect(),
            };
            let mut seen = [0; 3];
            for parent in &parents {
                for (mine, theirs) in seen.iter_mut().zip(knows[parent]) {
                    *mine = theirs.max(*mine);
                }
            }
            let clock = parents.iter().map(|parent| clocks[parent]).max().unwrap_or(0) + 1;
            seen[who] += 1;
            let draft = ChangeDraft {
                workspace: base.changes.first().map(|first| first.id),
                seq: seen[who],
                parents: parents.clone(),
                clock,
                at: format!(
                    "2026-11-{:02}T09:{:02}:00.{:03}Z",
                    1 + number % 28,
                    numbers.below(60),
                    number % 1000
                ),
                actor: (numbers.below(2) == 0).then(|| entity(90)),
                act: if number == 0 { Act::Begin } else { Act::Edit },
                of: None,
                note: (numbers.below(2) == 0).then(|| WORDS[numbers.below(WORDS.len())].to_owned()),
                records: base.records(number as u64, length, &mut numbers),
            };
            let change = seal(&draft, &base.keys[who], &mut numbers).unwrap();
            clocks.insert(change.id, clock);
            knows.insert(change.id, seen);
            heads.retain(|head| !parents.contains(head));
            heads.push(change.id);
            tips[who] = Some(change.id);
            base.changes.push(change);
            if number + 2 == length && numbers.below(2) == 0 {
                base.erase(&mut numbers, &mut clocks, &mut knows, &mut heads, &mut tips);
            }
        }
        base
    }

    fn records(&self, number: u64, length: usize, numbers: &mut Numbers) -> Vec<RecordDraft> {
        let count = 1 + numbers.below(3);
        let mut records = Vec::new();
        for index in 0..count as u64 {
            let word = WORDS[numbers.below(WORDS.len())];
            let mut content = Fields::from([("title".to_owned(), Some(Value::from(word)))]);
            if numbers.below(3) == 0 {
                content.insert("need".into(), None);
                content.insert("number".into(), Some(Value::Int(numbers.below(99) as i64 - 40)));
            }
            if number as usize + 1 == length && index == 0 {
                let digest = Value::from(Hash::of(&self.attachment).to_string());
                let file = Value::Map([("digest".to_owned(), digest)].into());
                content.insert("attachments".into(), Some(Value::List(vec![file])));
            }
            let mut personal = Fields::new();
            if numbers.below(2) == 0 {
                personal.insert("said-by".into(), Some(Value::from("Ana \u{fffd}")));
            }
            records.push(RecordDraft {
                kind: "problem/1".into(),
                entity: entity(number * 8 + index),
                on: (numbers.below(3) == 0).then(|| "2026-10-30".to_owned()),
                ends: None,
                content,
                personal,
            });
        }
        if number > 0 && numbers.below(2) == 0 {
            records.push(RecordDraft {
                kind: "link/1".into(),
                entity: entity(number * 8 + 7),
                on: None,
                ends: Some(Ends {
                    type_: "concerns".into(),
                    from: entity(number * 8),
                    to: entity(0),
                    from_rev: None,
                    to_rev: self
                        .changes
                        .first()
                        .map(|c| throughline_record::Address { change: c.id, index: 0 }),
                }),
                content: Fields::new(),
                personal: Fields::new(),
            });
        }
        records
    }

    /// A change that erases a part of an earlier one, and the part gone.
    fn erase(
        &mut self,
        numbers: &mut Numbers,
        clocks: &mut BTreeMap<ChangeId, u64>,
        knows: &mut BTreeMap<ChangeId, [u64; 3]>,
        heads: &mut Vec<ChangeId>,
        tips: &mut [Option<ChangeId>; 3],
    ) {
        let victim = numbers.below(self.changes.len());
        let name =
            PartName::Content(throughline_record::Address { change: self.changes[victim].id, index: 0 });
        self.changes[victim].records[0].content = None;
        let mut seen = [0; 3];
        for parent in heads.iter() {
            for (mine, theirs) in seen.iter_mut().zip(knows[parent]) {
                *mine = theirs.max(*mine);
            }
        }
        seen[0] += 1;
        let clock = heads.iter().map(|head| clocks[head]).max().unwrap_or(0) + 1;
        let names = Value::List(vec![Value::from(name.to_string()), Value::from("no part")]);
        let draft = ChangeDraft {
            workspace: self.changes.first().map(|first| first.id),
            seq: seen[0],
            parents: heads.clone(),
            clock,
            at: "2026-12-01T00:00:00Z".into(),
            actor: None,
            act: Act::Erase,
            of: None,
            note: None,
            records: vec![RecordDraft {
                kind: "erasure/1".into(),
                entity: entity(99),
                on: None,
                ends: None,
                content: Fields::from([("parts".to_owned(), Some(names))]),
                personal: Fields::new(),
            }],
        };
        let change = seal(&draft, &self.keys[0], numbers).unwrap();
        clocks.insert(change.id, clock);
        knows.insert(change.id, seen);
        *heads = vec![change.id];
        tips[0] = Some(change.id);
        self.changes.push(change);
    }

    pub fn ids(&self) -> Vec<ChangeId> {
        self.changes.iter().map(|change| change.id).collect()
    }

    /// A checkpoint over the first so many changes, signed by the first device.
    pub fn checkpoint(&self, size: usize) -> String {
        let ids = self.ids();
        let checkpoint = Checkpoint {
            workspace: ids[0],
            device: self.keys[0].device(),
            size: size as u64,
            root: merkle::root(ids[..size].iter()),
        };
        checkpoint.sign(&self.keys[0]).unwrap()
    }

    /// What passes for a time-stamp reply, or a request, about a note: the digest between other bytes.
    pub fn stamp(&self, note: &str) -> Vec<u8> {
        [b"0\x03".as_slice(), &[4, 32], &Hash::of(note.as_bytes()).0, &[self.seed as u8]].concat()
    }

    /// The anchor of the checkpoint `own.txt`.
    pub fn anchor(&self, note: &str) -> Anchor {
        let stamp = self.stamp(note);
        Anchor {
            entity: entity(98),
            checkpoint: "checkpoints/own.txt".into(),
            position: self.changes.len() as u64,
            root: merkle::root(self.ids().iter()),
            said: [("place", "The “safe”".to_owned()), ("way", "print".to_owned())].into(),
            stamps: vec![Stamp {
                file: "anchors/own.tsr".into(),
                name: "reply.tsr".into(),
                request: Some("anchors/own.tsq".into()),
                sha256: Hash::of(&stamp),
            }],
        }
    }

    /// The key that signed for a device.
    pub fn key(&self, device: &str) -> Option<&SigningKey> {
        self.keys.iter().find(|key| key.device().to_string() == device)
    }

    /// The good pack of this workspace.
    pub fn pack(&self) -> Vec<u8> {
        self.packed.get_or_init(|| self.make()).clone()
    }

    fn make(&self) -> Vec<u8> {
        let ids = self.ids();
        let erasure = |change: &SealedChange| change.header.starts_with(b"{\"act\":\"erase\"");
        let kept = |change: &SealedChange, place: usize| {
            !self.partial || erasure(change) || !(place + self.seed as usize).is_multiple_of(3)
        };
        let mut excerpts: Vec<Excerpt> = (1..)
            .zip(&self.changes)
            .filter(|(place, change)| kept(change, *place as usize))
            .map(|(place, change)| {
                let keeps =
                    |index: u32| !self.partial || erasure(change) || (index as u64 + place).is_multiple_of(2);
                let whole = change.records.len() == 1;
                Excerpt::of(change.clone(), place, |index| whole || keeps(index))
            })
            .collect();
        let mut withheld = Vec::new();
        if self.withhold {
            for excerpt in &mut excerpts {
                let change = excerpt.id;
                if excerpt.note.take().is_some() {
                    withheld.push(PartName::Note(change));
                }
                for (index, record) in (0..).zip(&mut excerpt.records) {
                    if record.as_mut().is_some_and(|record| record.personal.take().is_some()) {
                        let address = throughline_record::Address { change, index };
                        withheld.push(PartName::Personal(address));
                    }
                }
            }
        }
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&self.attachment).unwrap();
        file.rewind().unwrap();
        let source = PackSource {
            workspace: ids[0],
            name: Some("Food delivery".into()),
            scope: if self.partial { ScopeName::Release(entity(0)) } else { ScopeName::All },
            ids: ids.clone(),
            excerpts,
            withheld,
            attachments: vec![(Hash::of(&self.attachment), file)],
            checkpoints: [("own.txt".to_owned(), self.checkpoint(ids.len()))].into(),
            anchors: vec![self.anchor(&self.checkpoint(ids.len()))],
            stamps: [
                ("anchors/own.tsr".to_owned(), self.stamp(&self.checkpoint(ids.len()))),
                ("anchors/own.tsq".to_owned(), self.stamp(&self.checkpoint(ids.len()))),
            ]
            .into(),
            readings: [("summary.json".to_owned(), b"{}".to_vec())].into(),
        };
        let (bytes, _) = write(source, std::io::Cursor::new(Vec::new())).unwrap();
        bytes.into_inner()
    }
}
