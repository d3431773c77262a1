//! What goes wrong with the anchors of a pack.

use super::*;

/// The name of the anchor's file; of a pack whose log was made anew there is none.
fn file(case: &Case<'_>) -> Option<String> {
    case.files.keys().find(|name| name.starts_with("anchors/") && name.ends_with(".json")).cloned()
}

fn anchor(case: &mut Case<'_>, change: impl Fn(String) -> String) {
    if let Some(name) = file(case) {
        text(case, &name, change);
    }
}

fn stamp(case: &mut Case<'_>, name: &str, change: impl Fn(&mut Vec<u8>)) {
    change(case.files.get_mut(name).unwrap());
}

/// Gives the anchor the digest of the reply as it is.
fn follow(case: &mut Case<'_>) {
    let digest = throughline_record::Hash::of(&case.files["anchors/own.tsr"]).to_string();
    let digest = digest.trim_start_matches("sha256:").to_owned();
    anchor(case, |a| {
        let at = a.find("\"sha256\":\"").unwrap() + 10;
        format!("{}{digest}{}", &a[..at], &a[at + 64..])
    });
}

pub(super) fn anchors() -> Vec<Mutation> {
    vec![
        ("an anchor spaced", |c| anchor(c, |a| a.replacen(':', ": ", 1))),
        ("an anchor of another length", |c| anchor(c, |a| number_after(&a, "\"position\":", "1"))),
        ("an anchor of a negative length", |c| anchor(c, |a| number_after(&a, "\"position\":", "-1"))),
        ("an anchor of another root", |c| {
            anchor(c, |a| {
                let at = a.find("\"root\":\"sha256:").unwrap() + 15;
                format!("{}{}{}", &a[..at], "0".repeat(64), &a[at + 64..])
            })
        }),
        ("an anchor of a root that is none", |c| anchor(c, |a| a.replacen("sha256:", "sha512:", 1))),
        ("an anchor of no checkpoint", |c| anchor(c, |a| a.replacen("own.txt", "none.txt", 1))),
        ("an anchor of a file that is no checkpoint", |c| {
            anchor(c, |a| a.replacen("checkpoints/own.txt", "VERIFY.md", 1))
        }),
        ("an anchor with another member", |c| {
            anchor(c, |a| a.replacen("\"entity\"", "\"else\":1,\"entity\"", 1))
        }),
        ("an anchor without stamps", |c| anchor(c, |a| a.replacen("\"stamps\"", "\"stamp\"", 1))),
        ("an anchor with a number for a place", |c| {
            anchor(c, |a| a.replacen("\"place\":\"The “safe”\"", "\"place\":1", 1))
        }),
        ("an anchor with null for a place", |c| {
            anchor(c, |a| a.replacen("\"place\":\"The “safe”\"", "\"place\":null", 1))
        }),
        ("an anchor of a place in another spelling", |c| anchor(c, |a| a.replacen("safe", "s\\u0061fe", 1))),
        ("an anchor that says another place", |c| anchor(c, |a| a.replacen("safe", "attic", 1))),
        ("an anchor of another entity", |c| anchor(c, |a| a.replacen("\"entity\":\"0", "\"entity\":\"1", 1))),
        ("an anchor of an entity in capitals", |c| {
            anchor(c, |a| {
                let at = a.find("\"entity\":\"").unwrap() + 10;
                format!("{}{}{}", &a[..at], a[at..at + 36].to_uppercase(), &a[at + 36..])
            })
        }),
        ("an anchor under another name", |c| {
            if let Some(name) = file(c) {
                let bytes = c.files.remove(&name).unwrap();
                c.files.insert(name.replacen("anchors/0", "anchors/1", 1), bytes);
            }
        }),
        ("an anchor that is no text", |c| {
            if let Some(name) = file(c) {
                c.files.insert(name, vec![0xff, 0xfe]);
            }
        }),
        ("an anchor larger than anchors are", |c| {
            anchor(c, |a| a.replacen("safe", &"safe".repeat(20_000), 1))
        }),
        ("stamps that nobody names", |c| {
            if let Some(name) = file(c) {
                c.files.remove(&name);
            }
        }),
        ("a reply lost", |c| {
            c.files.remove("anchors/own.tsr");
        }),
        ("a request lost", |c| {
            c.files.remove("anchors/own.tsq");
        }),
        ("a reply altered", |c| stamp(c, "anchors/own.tsr", |b| b[0] ^= 1)),
        ("a reply about something else", |c| {
            stamp(c, "anchors/own.tsr", |b| b[9] ^= 1);
            follow(c);
        }),
        ("a reply whose digest is no octet string", |c| {
            stamp(c, "anchors/own.tsr", |b| b[3] ^= 1);
            follow(c);
        }),
        ("a reply with more around it", |c| {
            stamp(c, "anchors/own.tsr", |b| b.extend([1, 2, 3]));
            follow(c);
        }),
        ("a request about something else", |c| stamp(c, "anchors/own.tsq", |b| b[9] ^= 1)),
        ("a reply that is a text of the pack", |c| {
            anchor(c, |a| a.replacen("anchors/own.tsr", "checkpoints/own.txt", 1))
        }),
        ("a file among the anchors that nobody names", |c| {
            c.files.insert("anchors/letter.txt".into(), b"Dear auditor\n".to_vec());
        }),
        ("an anchor whose checkpoint is lost", |c| {
            c.files.remove("checkpoints/own.txt");
        }),
        ("an anchor damaged, and not listed anew", |c| {
            c.zip();
            anchor(c, |a| a.replacen("safe", "attic", 1));
            c.listed = false;
        }),
    ]
}
