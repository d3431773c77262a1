//! What is done to packs: one row per kind of damage, and some that leave a pack as good as it was.

mod anchors;
mod files;

use throughline_record::exchange::Excerpt;
use throughline_record::{Part, PartName};
use throughline_report::pack::Manifest;

use crate::case::{Case, recommit, reroot, resign, with_content};

pub type Mutation = (&'static str, fn(&mut Case<'_>));

/// Codes that the run must come across, or it proves little.
pub const MUST_BE_SEEN: &[&str] = &[
    "archive",
    "manifest",
    "file-missing",
    "file-unlisted",
    "file-digest",
    "attachment",
    "log-form",
    "log-root",
    "log-id",
    "log-path",
    "proof-form",
    "withheld-form",
    "line-form",
    "order",
    "counts",
    "header-form",
    "header-not-canonical",
    "change-id",
    "signature",
    "record-count",
    "record-root",
    "record-form",
    "record-not-canonical",
    "part-uncommitted",
    "part-commitment",
    "part-form",
    "part-not-canonical",
    "part-fields",
    "other-workspace",
    "repeated",
    "unknown-parent",
    "clock",
    "sequence",
    "equivocation",
    "part-missing",
    "part-not-erased",
    "part-withheld",
    "checkpoint-form",
    "checkpoint-signature",
    "checkpoint-workspace",
    "checkpoint-size",
    "checkpoint-root",
    "anchor-form",
    "anchor-checkpoint",
    "anchor-stamp",
];

pub fn alter_a_record(case: &mut Case<'_>) {
    case.any_excerpt(|excerpt, _| {
        for record in excerpt.records.iter_mut().flatten() {
            let text = String::from_utf8(record.bytes.clone()).unwrap();
            record.bytes = text.replacen("/1\"", "/2\"", 1).into_bytes();
        }
    });
}

/// Rewrites the header of the last change, signed by its own key.
fn header(case: &mut Case<'_>, change: impl Fn(String) -> String) {
    case.last_excerpt(|excerpt, base, _| resign(excerpt, base, &change));
}

/// Rewrites a record of the last change, signed by its own key.
fn record(case: &mut Case<'_>, change: impl Fn(String) -> String) {
    case.last_excerpt(|excerpt, base, _| {
        let Some(index) = with_content(excerpt) else { return };
        let record = excerpt.records[index].as_mut().unwrap();
        record.bytes = change(String::from_utf8(record.bytes.clone()).unwrap()).into_bytes();
        reroot(excerpt, base);
    });
}

/// Rewrites the content of a record of the last change, committed to and signed.
fn part(case: &mut Case<'_>, bytes: &str) {
    case.last_excerpt(|excerpt, base, _| recommit(excerpt, base, bytes));
}

/// Rewrites the text of a line.
fn line(case: &mut Case<'_>, change: impl Fn(&str) -> String) {
    let mut lines = case.lines();
    let at = case.numbers.below(lines.len());
    lines[at] = change(&lines[at]);
    case.set_lines(&lines);
}

fn text(case: &mut Case<'_>, name: &str, change: impl Fn(String) -> String) {
    if let Some(bytes) = case.files.get(name) {
        let changed = change(String::from_utf8(bytes.clone()).unwrap());
        case.files.insert(name.into(), changed.into_bytes());
    }
}

fn raw_manifest(case: &mut Case<'_>, change: impl Fn(String) -> String) {
    case.zip();
    text(case, "manifest.json", change);
    case.listed = false;
}

fn number_after(text: &str, key: &str, to: &str) -> String {
    let Some((front, rest)) = text.split_once(key) else { return text.to_owned() };
    format!("{front}{key}{to}{}", rest.trim_start_matches(|c: char| c.is_ascii_digit()))
}

fn own_checkpoint(case: &mut Case<'_>, size: usize, change: impl Fn(String) -> String) {
    let size = size.clamp(1, case.base.changes.len());
    case.given = Some(change(case.base.checkpoint(size)).into_bytes());
}

/// Holds an index back for a part that is here.
fn withhold_first(case: &mut Case<'_>, drop: bool, list: bool) {
    let mut excerpts = case.excerpts();
    let mut named = None;
    for excerpt in &mut excerpts {
        if let Some(index) =
            with_content(excerpt).filter(|_| !excerpt.header.starts_with(b"{\"act\":\"erase\""))
        {
            let address = throughline_record::Address { change: excerpt.id, index: index as u32 };
            named = Some(PartName::Content(address));
            if drop && let Some(record) = &mut excerpt.records[index] {
                record.content = None;
            }
            break;
        }
    }
    case.set_excerpts(&excerpts);
    if let (true, Some(name)) = (list, named) {
        let mut names: Vec<String> = case
            .files
            .get("withheld.txt")
            .map(|bytes| String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect())
            .unwrap_or_default();
        names.push(name.to_string());
        names.sort();
        let joined: String = names.iter().map(|name| format!("{name}\n")).collect();
        case.files.insert("withheld.txt".into(), joined.into_bytes());
        if drop {
            case.set_manifest(|manifest| manifest.counts.withheld += 1);
        }
    }
}

fn swap<T>(items: &mut [T], numbers: &mut crate::base::Numbers) {
    if items.len() > 1 {
        let at = numbers.below(items.len() - 1);
        items.swap(at, at + 1);
    }
}

pub fn table() -> Vec<Mutation> {
    let mut table = changes();
    table.extend(records_and_parts());
    table.extend(files::files());
    table.extend(anchors::anchors());
    table
}

fn changes() -> Vec<Mutation> {
    vec![
        ("as it is", |_| {}),
        ("with a checkpoint kept", |c| own_checkpoint(c, 99, |note| note)),
        ("with an old checkpoint", |c| {
            let n = 1 + c.numbers.below(5);
            own_checkpoint(c, n, |note| note)
        }),
        ("a record altered", alter_a_record),
        ("a byte of a header", |c| {
            c.any_excerpt(|e, n| {
                let at = n.below(e.header.len() - 2) + 1;
                e.header[at] = b'7';
            })
        }),
        ("a header spaced", |c| header(c, |h| h.replacen(':', ": ", 1))),
        ("a header with a null", |c| {
            header(c, |h| h.replacen(",\"parents\"", ",\"of\":null,\"parents\"", 1))
        }),
        ("a header with another member", |c| header(c, |h| h.replacen("{\"act\"", "{\"Act\":1,\"act\"", 1))),
        ("a header with a key twice", |c| {
            header(c, |h| h.replacen("{\"act\"", "{\"act\":\"edit\",\"act\"", 1))
        }),
        ("another act", |c| header(c, |h| h.replacen("\"act\":\"e", "\"act\":\"x", 1))),
        ("a day that is none", |c| header(c, |h| h.replacen("2026-1", "2026-2", 1))),
        ("a leap second", |c| header(c, |h| h.replacen(":00.", ":60.", 1).replacen(":00Z", ":60Z", 1))),
        ("a float for a clock", |c| header(c, |h| h.replacen(",\"device\"", ".0,\"device\"", 1))),
        ("a clock of 2^53", |c| header(c, |h| number_after(&h, "\"clock\":", "9007199254740992"))),
        ("a wrong clock", |c| header(c, |h| number_after(&h, "\"clock\":", "77"))),
        ("a wrong seq", |c| header(c, |h| number_after(&h, "\"seq\":", "77"))),
        ("the first seq again", |c| header(c, |h| number_after(&h, "\"seq\":", "1"))),
        ("another version", |c| header(c, |h| h.replacen("\"v\":1", "\"v\":2", 1))),
        ("a parent nobody knows", |c| {
            header(c, |h| {
                let Some((front, rest)) = h.split_once("\"parents\":[\"") else { return h };
                format!("{front}\"parents\":[\"{}{}", "0".repeat(64), &rest[64..])
            })
        }),
        ("another workspace", |c| {
            header(c, |h| {
                let at = h.len() - 66;
                if h.ends_with("\"workspace\":\"\"}") {
                    h
                } else {
                    format!("{}{}\"}}", &h[..at], "ab".repeat(32))
                }
            })
        }),
        ("a header rewritten by its own key", |c| header(c, |h| h.replacen("2026-1", "2025-1", 1))),
        ("rewritten, and a checkpoint kept", |c| {
            own_checkpoint(c, 99, |note| note);
            header(c, |h| h.replacen("2026-1", "2025-1", 1))
        }),
        ("an id", |c| {
            c.any_excerpt(|e, n| {
                let at = n.below(32);
                e.id.0[at] ^= 1;
            })
        }),
        ("a signature", |c| {
            c.any_excerpt(|e, n| {
                let at = n.below(64);
                e.signature[at] ^= 1 << n.below(8);
            })
        }),
        ("a signature of another", |c| {
            let mut all = c.excerpts();
            let s = all[0].signature;
            all.last_mut().unwrap().signature = s;
            all[0].signature[0] ^= 1;
            c.set_excerpts(&all)
        }),
        ("a scalar that is not reduced", |c| c.any_excerpt(|e, _| e.signature = unreduced(e.signature))),
        ("a point of small order", |c| {
            c.any_excerpt(|e, _| {
                e.signature = [0; 64];
                e.signature[0] = 1;
            })
        }),
        ("a key of small order", |c| {
            c.last_excerpt(|e, base, _| {
                resign(e, base, |h| {
                    let (front, rest) = h.split_once("\"device\":\"").unwrap();
                    format!("{front}\"device\":\"01{}{}", "0".repeat(62), &rest[64..])
                })
            });
            c.any_excerpt(|_, _| {});
        }),
        ("a change dropped", |c| {
            let mut all = c.excerpts();
            let at = c.numbers.below(all.len());
            all.remove(at);
            c.set_excerpts(&all)
        }),
        ("a change dropped, and counted", |c| {
            let mut all = c.excerpts();
            if all.len() > 2 {
                let at = 1 + c.numbers.below(all.len() - 2);
                all.remove(at);
            }
            c.set_excerpts(&all);
            c.set_manifest(|m| m.counts.changes = all.len() as u64)
        }),
        ("the tail dropped", |c| {
            drop_tail(c);
        }),
        ("the tail dropped, and a checkpoint kept", |c| {
            own_checkpoint(c, 99, |note| note);
            drop_tail(c);
        }),
        ("changes swapped", |c| {
            let mut all = c.excerpts();
            swap(&mut all, &mut c.numbers);
            c.set_excerpts(&all)
        }),
        ("changes swapped with their places", |c| {
            let mut all = c.excerpts();
            swap(&mut all, &mut c.numbers);
            renumber(&mut all);
            c.set_excerpts(&all);
            c.relog()
        }),
        ("a change twice", |c| {
            let mut all = c.excerpts();
            let again = all[0].clone();
            all.push(again);
            renumber(&mut all);
            c.set_excerpts(&all);
            c.relog()
        }),
        ("a place past the end", |c| {
            let mut all = c.excerpts();
            all.last_mut().unwrap().position = Some(99);
            c.set_excerpts(&all)
        }),
        ("place nought", |c| {
            let mut all = c.excerpts();
            all[0].position = Some(0);
            c.set_excerpts(&all)
        }),
        ("all parts of a note", |c| {
            c.any_excerpt(|e, _| e.note = Some(Part { salt: [7; 32], bytes: b"because".to_vec() }))
        }),
        ("no changes at all", |c| {
            c.set_lines(&[]);
        }),
    ]
}

fn drop_tail(case: &mut Case<'_>) {
    let mut all = case.excerpts();
    all.pop();
    case.set_excerpts(&all);
    case.files.remove("checkpoints/own.txt");
    if case.manifest().is_whole() {
        case.relog();
    }
}

fn renumber(all: &mut [Excerpt]) {
    let mut places: Vec<u64> = all.iter().filter_map(|e| e.position).collect();
    places.sort_unstable();
    let mut last = 0;
    for (excerpt, place) in all.iter_mut().zip(places) {
        last = place.max(last + 1);
        excerpt.position = Some(last);
    }
}

/// S + L, which is the same scalar in another spelling.
fn unreduced(mut signature: [u8; 64]) -> [u8; 64] {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut carry = 0_u16;
    for (byte, order) in signature[32..].iter_mut().zip(ORDER) {
        carry += u16::from(*byte) + u16::from(order);
        *byte = carry as u8;
        carry >>= 8;
    }
    signature
}

fn records_and_parts() -> Vec<Mutation> {
    vec![
        ("a record less", |c| {
            c.any_excerpt(|e, _| {
                e.records.pop();
                if let Some(l) = &mut e.leaves {
                    l.pop();
                }
                if e.records.iter().all(Option::is_some) {
                    e.leaves = None;
                }
            })
        }),
        ("records swapped", |c| {
            c.any_excerpt(|e, n| {
                if e.leaves.is_none() {
                    swap(&mut e.records, n)
                }
            })
        }),
        ("a leaf altered", |c| {
            c.any_excerpt(|e, n| {
                if let Some(l) = &mut e.leaves {
                    let at = n.below(l.len());
                    l[at].0[3] ^= 4;
                }
            })
        }),
        ("a record spaced", |c| record(c, |r| r.replacen(':', ": ", 1))),
        ("a record with a null", |c| {
            record(c, |r| {
                if r.contains("\"on\"") { r } else { r.replacen(",\"parts\"", ",\"on\":null,\"parts\"", 1) }
            })
        }),
        ("a record with another member", |c| {
            record(c, |r| r.replacen(",\"kind\"", ",\"kin\":1,\"kind\"", 1))
        }),
        ("a kind without version", |c| record(c, |r| r.replacen("problem/1", "problem/0", 1))),
        ("a kind in capitals", |c| record(c, |r| r.replacen("problem/1", "Problem/1", 1))),
        ("a field twice", |c| record(c, |r| r.replacen("\"title\"]", "\"title\",\"title\"]", 1))),
        ("no sets", |c| record(c, |r| r.replacen("\"content\":[", "\"personal\":[", 1))),
        ("sets null", |c| record(c, |r| r.replacen("\"sets\":{", "\"sets\":{\"content\":null,", 1))),
        ("an empty list in sets", |c| {
            record(c, |r| {
                if r.contains("\"personal\"") { r } else { r.replacen("]}}", "],\"personal\":[]}}", 1) }
            })
        }),
        ("an entity in capitals", |c| record(c, |r| r.replacen("-7", "-A", 1))),
        ("a day in `on`", |c| record(c, |r| r.replacen("2026-10-30", "2026-02-30", 1))),
        ("a record that is no text of JSON", |c| record(c, |r| format!("{r}}}"))),
        ("a part altered", |c| {
            c.any_excerpt(|e, _| {
                if let Some(i) = with_content(e) {
                    e.records[i].as_mut().unwrap().content.as_mut().unwrap().bytes.push(b' ');
                }
            })
        }),
        ("a salt altered", |c| {
            c.any_excerpt(|e, _| {
                if let Some(i) = with_content(e) {
                    e.records[i].as_mut().unwrap().content.as_mut().unwrap().salt[0] ^= 1;
                }
            })
        }),
        ("a part where none was", |c| {
            c.any_excerpt(|e, _| {
                for r in e.records.iter_mut().flatten() {
                    if r.personal.is_none() {
                        r.personal = Some(Part { salt: [1; 32], bytes: b"{\"said-by\":\"Bo\"}".to_vec() });
                        break;
                    }
                }
            })
        }),
        ("a part lost", |c| withhold_first(c, true, false)),
        ("a part withheld", |c| withhold_first(c, true, true)),
        ("a part called withheld", |c| withhold_first(c, false, true)),
        ("a float", |c| part(c, "{\"title\":1.5}")),
        ("a power", |c| part(c, "{\"title\":1e3}")),
        ("minus nought", |c| part(c, "{\"title\":-0}")),
        ("null", |c| part(c, "{\"title\":null}")),
        ("2^53", |c| part(c, "{\"title\":9007199254740992}")),
        ("a number of fifty digits", |c| {
            part(c, "{\"title\":12345678901234567890123456789012345678901234567890}")
        }),
        ("not a number", |c| part(c, "{\"title\":NaN}")),
        ("a key twice", |c| part(c, "{\"title\":\"a\",\"title\":\"b\"}")),
        ("half a surrogate pair", |c| part(c, "{\"title\":\"\\ud800\"}")),
        ("an escape that need not be", |c| part(c, "{\"title\":\"\\u0041\"}")),
        ("an escape in capitals", |c| part(c, "{\"title\":\"\\u001F\"}")),
        ("a slash escaped", |c| part(c, "{\"title\":\"a\\/b\"}")),
        ("a control character", |c| part(c, "{\"title\":\"a\u{1}b\"}")),
        ("keys out of order", |c| part(c, "{\"title\":{\"b\":1,\"a\":2}}")),
        ("keys by code point", |c| part(c, "{\"title\":{\"\u{e000}\":1,\"\u{1F35C}\":2}}")),
        ("keys by code unit", |c| part(c, "{\"title\":{\"\u{1F35C}\":2,\"\u{e000}\":1}}")),
        ("as deep as may be", |c| part(c, &format!("{{\"title\":{}{}}}", "[".repeat(63), "]".repeat(63)))),
        ("too deep", |c| part(c, &format!("{{\"title\":{}{}}}", "[".repeat(64), "]".repeat(64)))),
        ("far too deep", |c| part(c, &format!("{{\"title\":{}{}}}", "[".repeat(9000), "]".repeat(9000)))),
        ("no object", |c| part(c, "[]")),
        ("a field nobody set", |c| part(c, "{\"titel\":\"a\"}")),
        ("a byte order mark", |c| part(c, "\u{feff}{\"title\":\"a\"}")),
        ("a part that is none", |c| part(c, "")),
        ("an erased part is back", |c| {
            let mut all = c.excerpts();
            let gone = all.iter().enumerate().find_map(|(at, e)| {
                let first = e.records.first()?.as_ref()?;
                let committed = String::from_utf8_lossy(&first.bytes).contains("\"parts\":{\"content\"");
                (first.content.is_none() && committed).then_some(at)
            });
            if let Some(at) = gone {
                let other = Part { salt: [3; 32], bytes: b"{\"title\":\"back\"}".to_vec() };
                all[at].records[0].as_mut().unwrap().content = Some(other);
            }
            c.set_excerpts(&all);
        }),
        ("what was erased, kept", erased_kept),
        ("an erasure of nothing that is here", |c| part(c, "{\"title\":\"a\"}")),
    ]
}

/// A change erases its own other record's part, which stays: a part that should be gone.
fn erased_kept(case: &mut Case<'_>) {
    case.last_excerpt(|excerpt, base, _| {
        let victim = base.changes[0].id;
        let Some(index) = with_content(excerpt) else { return };
        let record = excerpt.records[index].as_mut().unwrap();
        let text = String::from_utf8(record.bytes.clone()).unwrap();
        record.bytes = text.replacen("problem/1", "erasure/1", 1).into_bytes();
        let sets = text.split("\"sets\":{\"content\":[").nth(1).and_then(|rest| rest.split(']').next());
        let old = format!("\"content\":[{}]", sets.unwrap_or_default());
        let text = String::from_utf8(record.bytes.clone()).unwrap();
        let at = text.rfind(&old).unwrap_or(0);
        record.bytes =
            format!("{}\"content\":[\"parts\"]{}", &text[..at], &text[at + old.len()..]).into_bytes();
        recommit(excerpt, base, &format!("{{\"parts\":[\"{victim}.0/content\",\"{victim}.0/personal\",7]}}"));
    });
}
