-- The workspace file: an append-only log of signed changes, and the attachments they refer to.
-- Everything else is computed from it. `docs/format.md` says how the bytes are made and verified.

-- One row per change, in the order in which this file received them: position 1, 2, 3 ... without gap.
-- `header` and `signature` are what was signed, byte for byte. The other columns repeat what the
-- header says (so that it can be asked for) or where things lie; a verification compares them.
CREATE TABLE change (
  position     INTEGER PRIMARY KEY,
  id           BLOB    NOT NULL UNIQUE CHECK (length(id) = 32),
  device       BLOB    NOT NULL CHECK (length(device) = 32),
  seq          INTEGER NOT NULL CHECK (seq >= 1),
  clock        INTEGER NOT NULL CHECK (clock >= 1),
  received     TEXT    NOT NULL,             -- RFC 3339 UTC by the local clock, never decreasing
  first_record INTEGER NOT NULL,             -- record.row of its first record
  records      INTEGER NOT NULL CHECK (records >= 0),
  header       BLOB    NOT NULL,             -- RFC 8785 canonical JSON
  signature    BLOB    NOT NULL CHECK (length(signature) = 64)
) STRICT;

-- Not unique: two changes with one (device, seq) are equivocation, which is kept and shown.
CREATE INDEX change_by_device ON change (device, seq);

-- The records of a change lie side by side in rows first_record .. first_record + records - 1.
CREATE TABLE record (
  row   INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL                        -- canonical JSON, a leaf of the tree in the header
) STRICT;

-- Parts, each with the salt of its commitment. Only these can be erased.
CREATE TABLE content (
  record INTEGER PRIMARY KEY,                -- record.row
  salt   BLOB NOT NULL CHECK (length(salt) = 32),
  bytes  BLOB NOT NULL
) STRICT;
CREATE TABLE personal (
  record INTEGER PRIMARY KEY,                -- record.row
  salt   BLOB NOT NULL CHECK (length(salt) = 32),
  bytes  BLOB NOT NULL
) STRICT;
CREATE TABLE note (
  change INTEGER PRIMARY KEY,                -- change.position
  salt   BLOB NOT NULL CHECK (length(salt) = 32),
  bytes  BLOB NOT NULL
) STRICT;

-- The changes nothing descends from yet: the parents of the next one. Computed, and checked by a
-- verification; kept so that an append need not read the log.
CREATE TABLE head (
  position INTEGER PRIMARY KEY               -- change.position
) STRICT;

-- Attachments by the SHA-256 of their bytes, so that equal ones lie here once. Their names are
-- content and stand in the records.
CREATE TABLE attachment (
  row    INTEGER PRIMARY KEY,
  digest BLOB    NOT NULL UNIQUE CHECK (length(digest) = 32),
  size   INTEGER NOT NULL CHECK (size >= 0),
  chunks INTEGER NOT NULL CHECK (chunks >= 0),
  media  TEXT    NOT NULL
) STRICT;

-- Pieces of 1 MiB, the last one shorter.
CREATE TABLE chunk (
  attachment INTEGER NOT NULL,               -- attachment.row
  number     INTEGER NOT NULL,               -- from 0
  digest     BLOB    NOT NULL CHECK (length(digest) = 32),
  bytes      BLOB    NOT NULL,
  PRIMARY KEY (attachment, number)
) STRICT;

CREATE TRIGGER change_stays BEFORE UPDATE ON change BEGIN SELECT RAISE(ABORT, 'a change is never updated'); END;
CREATE TRIGGER change_kept BEFORE DELETE ON change BEGIN SELECT RAISE(ABORT, 'a change is never deleted'); END;
CREATE TRIGGER record_stays BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'a record is never updated'); END;
CREATE TRIGGER record_kept BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;
CREATE TRIGGER content_stays BEFORE UPDATE ON content BEGIN SELECT RAISE(ABORT, 'a part is never updated'); END;
CREATE TRIGGER personal_stays BEFORE UPDATE ON personal BEGIN SELECT RAISE(ABORT, 'a part is never updated'); END;
CREATE TRIGGER note_stays BEFORE UPDATE ON note BEGIN SELECT RAISE(ABORT, 'a part is never updated'); END;
CREATE TRIGGER attachment_stays BEFORE UPDATE ON attachment BEGIN SELECT RAISE(ABORT, 'an attachment is never updated'); END;
CREATE TRIGGER chunk_stays BEFORE UPDATE ON chunk BEGIN SELECT RAISE(ABORT, 'an attachment is never updated'); END;

CREATE TRIGGER change_follows BEFORE INSERT ON change
WHEN NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM change)
BEGIN SELECT RAISE(ABORT, 'a change goes to the end of the log'); END;
CREATE TRIGGER change_received_later BEFORE INSERT ON change
WHEN NEW.received < (SELECT received FROM change ORDER BY position DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'received never decreases'); END;
