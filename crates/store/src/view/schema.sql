-- The view: everything in it is folded from the log and may be deleted at any time.
--
-- Entities are numbered in the order the log first names them (eid), so that rows and indexes stay
-- small. A record's place in the log is one integer: position * 2^24 + index.
--
-- A row of `state` or `link` is what a set of records of one entity folds to. It is valid on two axes:
--   known  [n_from, n_to)  log positions: what this workspace knew
--   so     [d_from, d_to)  milliseconds since 1970: what, by all that is known now, was so
-- Open ends are 9223372036854775807. A row that is valid on one axis only has 0, 0 on the other.

CREATE TABLE meta (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  workspace BLOB NOT NULL,
  model BLOB NOT NULL,              -- digest of the tables of kinds and links it was folded with
  position INTEGER NOT NULL,        -- how much of the log is in here
  head BLOB,                        -- id of the change at that position
  lanes INTEGER NOT NULL,           -- 1: every change descends from the one before
  scrub INTEGER NOT NULL,           -- 1: something was erased and the file may still have its bytes
  doubt INTEGER NOT NULL            -- 1: something could not be read whole and may be mended
) STRICT;

CREATE TABLE device (
  device INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE
) STRICT;

-- Chains of changes each of which descends from the one before. An honest device is one lane.
CREATE TABLE lane (
  lane INTEGER PRIMARY KEY,
  device INTEGER NOT NULL,
  tip INTEGER NOT NULL              -- how many changes it has
) STRICT;

CREATE TABLE change (
  position INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  clock INTEGER NOT NULL,
  at TEXT NOT NULL,
  received TEXT NOT NULL,
  received_ms INTEGER NOT NULL,
  actor BLOB,
  act TEXT NOT NULL,
  of BLOB,
  device INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  lane_n INTEGER NOT NULL,          -- its place in its lane, from 1
  ancestry BLOB NOT NULL,           -- per lane, how much of it lies behind this change
  note TEXT,
  note_state INTEGER NOT NULL,      -- 0 none, 1 here, 2 gone
  records INTEGER NOT NULL,
  back_dated INTEGER NOT NULL
) STRICT;

CREATE TABLE entity (
  eid INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE
) STRICT;

-- Every record, so that folding never needs the workspace file.
CREATE TABLE touch (
  row INTEGER PRIMARY KEY,          -- position * 2^24 + index
  eid INTEGER NOT NULL,
  kind TEXT NOT NULL,               -- with version
  effective INTEGER NOT NULL,       -- when it was so, milliseconds since 1970
  said_on TEXT,                     -- `on` as written
  type TEXT,                        -- of a link
  ends BLOB,                        -- of a link: from, to, and the revisions it was made against
  content TEXT,                     -- an object: the fields; an array: names of fields that are gone
  personal TEXT,
  erased INTEGER NOT NULL           -- 1 content, 2 personal
) STRICT;
CREATE INDEX touch_entity ON touch (eid);

CREATE TABLE erased (
  part TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE state (
  row INTEGER PRIMARY KEY,
  eid INTEGER NOT NULL,
  id BLOB NOT NULL,
  kind TEXT NOT NULL,
  number INTEGER,
  title TEXT NOT NULL,
  status TEXT NOT NULL,
  removed INTEGER NOT NULL,
  understood INTEGER NOT NULL,
  facts TEXT,                       -- [[label, text]]
  tags TEXT,                        -- [text]
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  n_from INTEGER NOT NULL,
  n_to INTEGER NOT NULL,
  d_from INTEGER NOT NULL,
  d_to INTEGER NOT NULL,
  sole INTEGER,                     -- of touch, if that one record's content is all of the other fields
  fields TEXT,                      -- else the other fields as shown, but for those in `afar`
  afar TEXT                         -- where long ones stand: {name: row of touch}
) STRICT;
CREATE INDEX state_entity ON state (eid, n_to);
CREATE INDEX state_kind ON state (kind, n_to, removed, number);

-- `up` and `down` are the ends by the flow of the type; where nothing flows, `up` is the from end.
CREATE TABLE link (
  row INTEGER PRIMARY KEY,
  eid INTEGER NOT NULL,
  id BLOB NOT NULL,
  type TEXT NOT NULL,
  flow INTEGER NOT NULL,            -- 1 from is upstream, -1 to is upstream, 0 nothing flows
  up INTEGER NOT NULL,
  down INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  understood INTEGER NOT NULL,
  n_from INTEGER NOT NULL,
  n_to INTEGER NOT NULL,
  d_from INTEGER NOT NULL,
  d_to INTEGER NOT NULL,
  fields TEXT
) STRICT;
CREATE INDEX link_entity ON link (eid, n_to);
-- These hold all that following a thread asks for, so that the present needs no look at the rows.
CREATE INDEX link_up ON link (up, n_to, removed, flow, down, eid, id, type);
CREATE INDEX link_down ON link (down, n_to, removed, flow, up, eid, id, type);
CREATE INDEX link_owner ON link (up) WHERE type = 'owned-by';
-- What every card asks for, and mostly in vain.
CREATE INDEX link_decides ON link (down, n_to) WHERE type = 'decides';

-- Names that versions answer to: digests, commits, tags, name@version. Lower case.
CREATE TABLE ident (
  value TEXT NOT NULL,
  row INTEGER NOT NULL,             -- of state
  PRIMARY KEY (value, row)
) STRICT, WITHOUT ROWID;

-- Who ever had which short number, and the numbers that several had.
CREATE TABLE number (
  kind TEXT NOT NULL,
  number INTEGER NOT NULL,
  eid INTEGER NOT NULL,
  PRIMARY KEY (kind, number, eid)
) STRICT, WITHOUT ROWID;
CREATE TABLE twin (
  kind TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (kind, number)
) STRICT, WITHOUT ROWID;

-- rowid = state.row. `text` holds what is known now and not removed, so that the usual search need not
-- look at any row to know that it is valid; `text_past` holds the rest. The text itself is not kept a
-- second time: snippets are cut from the fold.
CREATE VIRTUAL TABLE text USING fts5 (
  title, body, ids,
  content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO text (text, rank) VALUES ('rank', 'bm25(8.0, 1.0, 4.0)');
-- Words are gathered in memory up to so many bytes before they are written: a big import is otherwise
-- written in small pieces that have to be merged.
INSERT INTO text (text, rank) VALUES ('hashsize', 8388608);
CREATE VIRTUAL TABLE text_past USING fts5 (
  title, body, ids,
  content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO text_past (text_past, rank) VALUES ('rank', 'bm25(8.0, 1.0, 4.0)');
