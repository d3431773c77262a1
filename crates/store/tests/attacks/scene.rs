//! The file that is attacked, and the tools of an attacker: SQL, the rows of the log, keys.

use std::path::PathBuf;

use rusqlite::params;
use throughline_record::header::change_id;
use throughline_record::{
    ChangeId, Checkpoint, EntityId, Hash, Header, Part, PartKind, SealedChange, SealedRecord, Signer,
    SigningKey, Value, merkle,
};
use throughline_store::{Append, Kept, StoreError, Verdict, VerifyReport, Workspace};

use crate::common::*;

/// A workspace of ten changes; checkpoints were kept at #8 and #10.
pub struct Scene {
    pub place: Place,
    pub path: PathBuf,
    /// The checkpoints that were kept elsewhere.
    pub kept: Vec<Kept>,
    /// The key of the workspace's holder.
    pub own: SigningKey,
    /// A copy of the file as it was at #8.
    pub old: PathBuf,
}

pub fn stranger() -> SigningKey {
    SigningKey::from_seed([99; 32])
}

pub fn kept(name: &str, checkpoint: Checkpoint, signer: &SigningKey) -> Kept {
    let text = checkpoint.sign(signer).unwrap();
    Kept { name: name.into(), checkpoint: Checkpoint::read(&text), elsewhere: true, since: None }
}

impl Scene {
    pub fn new() -> Self {
        let place = Place::new();
        let workspace = place.create();
        let (first, _) = write(&place, &workspace, "Deciding takes long");
        let mut personal = problem(place.entity(), "Cold food");
        personal.personal = fields([("said-by", text("Ana"))]);
        let second = personal.entity;
        workspace.append(edit(vec![personal])).unwrap();
        set(&workspace, first, "need", text("to decide in a minute"));
        workspace.append(edit(vec![link(&workspace, "causes", first, second)])).unwrap();
        let mut noted = edit(vec![problem(place.entity(), "Noted")]);
        noted.note = Some("the interviews said so".into());
        workspace.append(noted).unwrap();
        attach(&place, &workspace, first);
        write(&place, &workspace, "Before the anchor");
        assert_eq!(workspace.length().unwrap(), 8);
        let early = workspace.checkpoint().unwrap().1;
        let old = place.path("old.throughline");
        workspace.backup(&old, &()).unwrap();
        write(&place, &workspace, "After the anchor");
        write(&place, &workspace, "Last");
        let late = workspace.checkpoint().unwrap().1;
        let path = workspace.path().to_owned();
        let own = own_key(&place, &workspace);
        workspace.close().unwrap();
        let kept = [("early", early), ("late", late)].map(|(name, text)| Kept {
            name: name.into(),
            checkpoint: Checkpoint::read(&text),
            elsewhere: true,
            since: None,
        });
        Self { place, path, kept: kept.into(), own, old }
    }

    /// Runs SQL as any program could, and puts the triggers back, so that nothing but what was done shows.
    pub fn sql(&self, batch: &str) {
        let connection = raw(&self.path);
        let triggers: Vec<(String, String)> = connection
            .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for (name, _) in &triggers {
            connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
        }
        connection.execute_batch(batch).unwrap();
        for (_, sql) in &triggers {
            connection.execute_batch(sql).unwrap();
        }
    }

    /// Runs SQL and leaves things as they then are.
    pub fn bluntly(&self, batch: &str) {
        raw(&self.path).execute_batch(batch).unwrap();
    }

    pub fn view(&self, batch: &str) {
        let views = std::fs::read_dir(self.place.path("cache").join("views")).unwrap();
        let view = views
            .map(|entry| entry.unwrap().path())
            .find(|path| path.extension().is_some_and(|e| e == "view"));
        raw(&view.unwrap()).execute_batch(batch).unwrap();
    }

    /// The log as it lies in the file.
    pub fn log(&self) -> Vec<SealedChange> {
        log_of(&self.path)
    }

    /// Takes the log out and puts another one in, with rows that fit it.
    pub fn put(&self, log: &[SealedChange]) {
        self.sql("DELETE FROM head; DELETE FROM note; DELETE FROM personal; DELETE FROM content; DELETE FROM record; DELETE FROM change;");
        let connection = raw(&self.path);
        let mut row = 1_i64;
        let mut heads: Vec<ChangeId> = Vec::new();
        for (position, change) in (1_i64..).zip(log) {
            let header = Header::read(&change.header).unwrap();
            connection
                .execute(
                    "INSERT INTO change VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                    params![
                        position,
                        &change.id.0[..],
                        &header.device.0[..],
                        header.seq.cast_signed(),
                        header.clock.cast_signed(),
                        "2026-05-04T08:00:00.000Z",
                        row,
                        i64::try_from(change.records.len()).unwrap(),
                        change.header,
                        &change.signature[..]
                    ],
                )
                .unwrap();
            if let Some(note) = &change.note {
                let values = params![position, &note.salt[..], note.bytes];
                connection.execute("INSERT INTO note VALUES (?1, ?2, ?3)", values).unwrap();
            }
            for record in &change.records {
                connection.execute("INSERT INTO record VALUES (?1, ?2)", params![row, record.bytes]).unwrap();
                for (table, part) in [("content", &record.content), ("personal", &record.personal)] {
                    if let Some(part) = part {
                        let values = params![row, &part.salt[..], part.bytes];
                        connection
                            .execute(&format!("INSERT INTO {table} VALUES (?1, ?2, ?3)"), values)
                            .unwrap();
                    }
                }
                row += 1;
            }
            heads.retain(|head| !header.parents.contains(head));
            heads.push(change.id);
        }
        for head in heads {
            let sql = "INSERT INTO head SELECT position FROM change WHERE id = ?1";
            connection.execute(sql, [&head.0[..]]).unwrap();
        }
    }

    /// What a verification says, from nothing but the file: an attacker's computer has no view of before.
    pub fn verify(&self, kept: &[Kept]) -> Result<VerifyReport, StoreError> {
        self.place.try_open(&self.path)?.verify_against(kept, &())
    }

    /// The verdict in a word; `refused` if the file is not even opened.
    pub fn verdict(&self, kept: &[Kept]) -> (String, Option<VerifyReport>) {
        match self.verify(kept) {
            Ok(report) => (report.verdict().as_str().to_owned(), Some(report)),
            Err(_) => ("refused".into(), None),
        }
    }

    /// The next honest-looking change of a key after the log: its first one if the key is new.
    pub fn next(&self, log: &[SealedChange], key: &SigningKey, records: Vec<SealedRecord>) -> SealedChange {
        let headers: Vec<Header> = log.iter().map(|change| Header::read(&change.header).unwrap()).collect();
        let seq =
            headers.iter().filter(|header| header.device == key.device()).map(|header| header.seq).max();
        let last = log.last().unwrap();
        let header = Header {
            device: key.device(),
            seq: seq.unwrap_or(0) + 1,
            parents: vec![last.id],
            clock: headers.last().unwrap().clock + 1,
            note: None,
            ..headers.last().unwrap().clone()
        };
        let mut change = SealedChange {
            id: last.id,
            header: header.to_canonical().into_bytes(),
            signature: [0; 64],
            note: None,
            records,
        };
        sign(&mut change, key, |_| {});
        change
    }
}

impl Place {
    fn try_open(&self, path: &std::path::Path) -> Result<Workspace, StoreError> {
        Workspace::open(path, self.env.clone(), throughline_store::OpenMode::ReadWrite, &())
    }
}

fn attach(place: &Place, workspace: &Workspace, entity: EntityId) {
    let file = workspace.attach(&mut &b"the plan as it was attached"[..], "plan.txt", None, &()).unwrap();
    let entry = Value::Map(
        [
            ("name".to_owned(), Value::Text(file.name.clone())),
            ("media".to_owned(), Value::Text(file.media.clone())),
            ("size".to_owned(), Value::Int(i64::try_from(file.size).unwrap())),
            ("digest".to_owned(), Value::Text(file.digest.to_string())),
        ]
        .into(),
    );
    let add = Value::Map([("add".to_owned(), Value::List(vec![entry]))].into());
    let draft = record("problem/1", entity, fields([("attachments", Some(add))]));
    let append = Append { note: None, ..edit(vec![draft]) };
    workspace.append(append).unwrap();
    let _ = place;
}

fn own_key(place: &Place, workspace: &Workspace) -> SigningKey {
    let device = workspace.signing_device().unwrap().unwrap();
    let path = place.path("home").join("keys").join(workspace.id().to_string()).join(format!("{device}.key"));
    let text = std::fs::read_to_string(path).unwrap();
    let at = text.find("\"seed\"").unwrap();
    let seed = text[at..].split('"').nth(3).unwrap().to_owned();
    let key = SigningKey::from_seed(hex::decode(seed).unwrap().try_into().unwrap());
    assert_eq!(key.device(), device);
    key
}

pub fn log_of(path: &std::path::Path) -> Vec<SealedChange> {
    let connection = raw(path);
    let mut changes = connection
        .prepare(
            "SELECT id, header, signature, first_record, records, note.salt, note.bytes FROM change
             LEFT JOIN note ON note.change = change.position ORDER BY position",
        )
        .unwrap();
    let mut records = connection
        .prepare(
            "SELECT record.bytes, c.salt, c.bytes, p.salt, p.bytes FROM record
             LEFT JOIN content c ON c.record = row LEFT JOIN personal p ON p.record = row
             WHERE row >= ?1 AND row < ?2 ORDER BY row",
        )
        .unwrap();
    let part = |row: &rusqlite::Row<'_>, at: usize| -> Option<Part> {
        Some(Part { salt: row.get::<_, Option<[u8; 32]>>(at).unwrap()?, bytes: row.get(at + 1).unwrap() })
    };
    let mut rows = changes.query([]).unwrap();
    let mut out = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let (first, count): (i64, i64) = (row.get(3).unwrap(), row.get(4).unwrap());
        let found = records.query_map([first, first + count], |row| {
            Ok(SealedRecord { bytes: row.get(0)?, content: part(row, 1), personal: part(row, 3) })
        });
        out.push(SealedChange {
            id: ChangeId(row.get(0).unwrap()),
            header: row.get(1).unwrap(),
            signature: row.get(2).unwrap(),
            note: part(row, 5),
            records: found.unwrap().map(Result::unwrap).collect(),
        });
    }
    out
}

/// Puts the records' root into the header, alters it, and signs it.
pub fn sign(change: &mut SealedChange, key: &SigningKey, alter: impl FnOnce(&mut Header)) {
    let mut header = Header::read(&change.header).unwrap();
    header.root = merkle::root(change.records.iter().map(|record| &record.bytes));
    header.count = u32::try_from(change.records.len()).unwrap();
    alter(&mut header);
    sign_bytes(change, key, header.to_canonical().into_bytes());
}

pub fn sign_bytes(change: &mut SealedChange, key: &SigningKey, header: Vec<u8>) {
    change.id = change_id(&header);
    change.signature = key.sign(&[b"throughline/change/v1\n", header.as_slice()].concat());
    change.header = header;
}

/// Signs everything after a place again, so that it hangs on what now stands before it.
pub fn chain(log: &mut [SealedChange], from: usize, key: &SigningKey) {
    for at in from.max(1)..log.len() {
        let (before, rest) = log.split_at_mut(at);
        let last = before.last().unwrap();
        let clock = Header::read(&last.header).unwrap().clock;
        let own = before.iter().map(|change| Header::read(&change.header).unwrap());
        let seq =
            own.filter(|header| header.device == key.device()).map(|header| header.seq).max().unwrap_or(0);
        sign(&mut rest[0], key, |header| {
            header.parents = vec![last.id];
            header.clock = clock + 1;
            header.seq = seq + 1;
        });
    }
}

/// Alters words of a record's content and its commitment with it.
pub fn reword(record: &mut SealedRecord, from: &str, to: &str) {
    let part = record.content.as_mut().unwrap();
    let before = part.commitment(PartKind::Content).to_string();
    let words = String::from_utf8(part.bytes.clone()).unwrap();
    assert!(words.contains(from), "{words}");
    part.bytes = words.replace(from, to).into_bytes();
    let after = part.commitment(PartKind::Content).to_string();
    record.bytes = String::from_utf8(record.bytes.clone()).unwrap().replace(&before, &after).into_bytes();
}

/// A record with this content, committed.
pub fn record_of(kind: &str, n: u8, sets: &str, content: &str) -> SealedRecord {
    let part = Part { salt: [n; 32], bytes: content.as_bytes().to_vec() };
    let commitment = part.commitment(PartKind::Content);
    let entity = EntityId::v7(9, [n; 10]);
    let bytes = format!(
        "{{\"entity\":\"{entity}\",\"kind\":\"{kind}\",\"parts\":{{\"content\":\"{commitment}\"}},\"sets\":{{\"content\":[{sets}]}}}}"
    );
    SealedRecord { bytes: bytes.into_bytes(), content: Some(part), personal: None }
}

pub fn honest(n: u8, title: &str) -> SealedRecord {
    record_of("problem/1", n, "\"title\"", &format!("{{\"title\":\"{title}\"}}"))
}

/// The checkpoint that somebody would make of a log.
pub fn over(log: &[SealedChange], signer: &SigningKey) -> Checkpoint {
    Checkpoint {
        workspace: log[0].id,
        device: signer.device(),
        size: log.len() as u64,
        root: merkle::root(log.iter().map(|change| &change.id)),
    }
}

pub fn nothing() -> Hash {
    Hash([0; 32])
}

pub fn is_good(verdict: &str) -> bool {
    [Verdict::Anchored(1), Verdict::NotAnchored].iter().any(|good| good.as_str() == verdict)
}
