//! What goes wrong with the files of a pack and with what they say of each other.

use super::*;

pub(super) fn files() -> Vec<Mutation> {
    vec![
        ("a line spaced", |c| line(c, |l| format!("{l} "))),
        ("a line with a carriage return", |c| line(c, |l| format!("{l}\r"))),
        ("an empty line", |c| line(c, |_| String::new())),
        ("a line of null", |c| line(c, |_| "null".into())),
        ("a line of an array", |c| line(c, |_| "[]".into())),
        ("a line far too deep", |c| line(c, |_| "[".repeat(100_000))),
        ("a line with a float place", |c| line(c, |l| l.replacen(",\"records\"", ".0,\"records\"", 1))),
        ("a line with another member", |c| {
            line(c, |l| l.replacen("{\"header\"", "{\"head\":1,\"header\"", 1))
        }),
        ("a line with null leaves", |c| {
            line(c, |l| {
                if l.contains("leaves") {
                    l.into()
                } else {
                    l.replacen(",\"parts\"", ",\"leaves\":null,\"parts\"", 1)
                }
            })
        }),
        ("a part of no record", |c| line(c, |l| l.replacen("\"0.content\"", "\"9.content\"", 1))),
        ("a part of another spelling", |c| line(c, |l| l.replacen("\"0.content\"", "\"00.content\"", 1))),
        ("a place of 2^64", |c| line(c, |l| number_after(l, "\"position\":", "18446744073709551616"))),
        ("the last line does not end", |c| {
            c.files.get_mut("changes.jsonl").unwrap().pop();
        }),
        ("bytes that are no text", |c| {
            let b = c.files.get_mut("changes.jsonl").unwrap();
            let at = c.numbers.below(b.len());
            b[at] = 0xff;
        }),
        ("another scope", |c| raw_manifest(c, |m| m.replacen("\"of\":\"", "\"of\":\"x", 1))),
        ("another format", |c| raw_manifest(c, |m| m.replacen("pack/1", "pack/2", 1))),
        ("a manifest spaced", |c| raw_manifest(c, |m| m.replacen(',', ", ", 1))),
        ("a manifest without root", |c| raw_manifest(c, |m| m.replacen("\"root\"", "\"rot\"", 1))),
        ("a negative count", |c| raw_manifest(c, |m| m.replacen("\"changes\":", "\"changes\":-", 1))),
        ("a manifest that leads out", |c| raw_manifest(c, |m| m.replacen("VERIFY.md", "../VERIFY.md", 1))),
        ("no manifest", |c| {
            c.files.remove("manifest.json");
            c.listed = false;
        }),
        ("a wrong count", |c| c.set_manifest(|m: &mut Manifest| m.counts.records += 1)),
        ("a wrong first place", |c| c.set_manifest(|m| m.first += 1)),
        ("a wrong root", |c| c.set_manifest(|m| m.root.0[0] ^= 1)),
        ("another log length", |c| c.set_manifest(|m| m.length += 1)),
        ("another workspace's name", |c| c.set_manifest(|m| m.workspace.0[0] ^= 1)),
        ("a file less", |c| {
            c.zip();
            let at = c.numbers.below(c.files.len());
            let name = c.files.keys().nth(at).unwrap().clone();
            if name != "manifest.json" {
                c.files.remove(&name);
            }
            c.listed = false;
        }),
        ("a file more", |c| {
            c.zip();
            c.files.insert("extra.txt".into(), b"hello".to_vec());
            c.listed = false;
        }),
        ("a file altered", |c| {
            c.zip();
            let at = c.numbers.below(c.files.len());
            let name = c.files.keys().nth(at).unwrap().clone();
            if name != "manifest.json" {
                c.files.get_mut(&name).unwrap().push(b'\n');
            }
            c.listed = false;
        }),
        ("an attachment altered", |c| {
            let name = c.files.keys().find(|n| n.starts_with("att")).unwrap().clone();
            c.files.get_mut(&name).unwrap()[0] ^= 1;
        }),
        ("an attachment renamed", |c| {
            let name = c.files.keys().find(|n| n.starts_with("att")).unwrap().clone();
            let b = c.files.remove(&name).unwrap();
            c.files.insert("attachments/x".into(), b);
        }),
        ("ids in capitals", |c| text(c, "log.txt", |t| t.to_uppercase())),
        ("an id less", |c| text(c, "log.txt", |t| t[65..].to_owned())),
        ("an id twice", |c| text(c, "log.txt", |t| format!("{}{}", &t[..65], &t[..65]) + &t[130..])),
        ("ids swapped", |c| text(c, "log.txt", |t| format!("{}{}{}", &t[65..130], &t[..65], &t[130..]))),
        ("another id in the log", |c| {
            text(c, "log.txt", |t| format!("{}{}\n", &t[..t.len() - 65], "ab".repeat(32)))
        }),
        ("another log, with its root", |c| {
            if c.files.contains_key("log.txt") {
                text(c, "log.txt", |t| {
                    let id = t[..64].to_owned();
                    let all: Vec<&str> = t.lines().collect();
                    let n = all.len();
                    all[..n - 1].iter().map(|l| format!("{l}\n")).collect::<String>()
                        + &id.chars().rev().collect::<String>()
                        + "\n"
                });
                let ids: Vec<throughline_record::ChangeId> = String::from_utf8_lossy(&c.files["log.txt"])
                    .lines()
                    .map(|l| l.parse().unwrap())
                    .collect();
                c.set_manifest(|m| m.root = throughline_record::merkle::root(ids.iter()));
            }
        }),
        ("another change at a place of the log", |c| {
            if c.files.contains_key("log.txt") {
                let (excerpts, mut ids) = (c.excerpts(), c.base.ids());
                let place = excerpts.last().and_then(|e| e.position).unwrap_or(2).max(2) as usize - 1;
                ids[place].0[7] ^= 1;
                c.set_log(&ids, &excerpts);
                c.set_manifest(|m| m.root = throughline_record::merkle::root(ids.iter()));
            }
        }),
        ("a path altered", |c| text(c, "proofs.jsonl", |t| t.replacen("[\"", "[\"0", 1))),
        ("a node of a path altered", |c| {
            text(c, "proofs.jsonl", |t| {
                t.replacen("[\"0", "[\"1", 1)
                    .replacen("[\"a", "[\"b", 1)
                    .replacen("[\"5", "[\"6", 1)
                    .replacen("[\"c", "[\"d", 1)
            })
        }),
        ("a path less", |c| {
            text(c, "proofs.jsonl", |t| t.lines().skip(1).map(|l| format!("{l}\n")).collect())
        }),
        ("a path twice", |c| {
            text(c, "proofs.jsonl", |t| {
                let first = t.lines().next().unwrap_or_default().to_owned();
                t.lines().skip(2).fold(format!("{first}\n{first}\n"), |a, l| a + l + "\n")
            })
        }),
        ("withheld out of order", |c| {
            text(c, "withheld.txt", |t| t.lines().rev().map(|l| format!("{l}\n")).collect())
        }),
        ("withheld of no part", |c| {
            c.files.insert("withheld.txt".into(), b"everything\n".to_vec());
        }),
        ("withheld of a change that is not here", |c| {
            c.files.insert("withheld.txt".into(), format!("{}/note\n", "ab".repeat(32)).into_bytes());
        }),
        ("a checkpoint of another length", |c| own_checkpoint(c, 99, |n| n.replacen("\n", "\n1", 1))),
        ("a checkpoint of another root", |c| {
            own_checkpoint(c, 99, |n| {
                let at = n.find("=\n").unwrap() - 3;
                format!("{}A{}", &n[..at], &n[at + 1..])
            })
        }),
        ("a checkpoint of another key", |c| {
            own_checkpoint(c, 99, |n| n.replacen("throughline/", "throughline/0", 1))
        }),
        ("a checkpoint of another product", |c| {
            own_checkpoint(c, 99, |n| n.replace("throughline/", "throughlime/"))
        }),
        ("a checkpoint that is none", |c| c.given = Some(b"I was there.\n".to_vec())),
        ("a checkpoint without signature", |c| {
            own_checkpoint(c, 99, |n| n.split("\n\n").next().unwrap().to_owned() + "\n\n")
        }),
        ("a checkpoint with a witness", |c| {
            own_checkpoint(c, 99, |n| n + "\u{2014} witness.example AAAAAAA=\n")
        }),
        ("a checkpoint with a bad witness", |c| {
            own_checkpoint(c, 99, |n| n + "\u{2014} witness+example AAAAAAA=\n")
        }),
        ("a checkpoint with an extension", |c| {
            own_checkpoint(c, 99, |n| n.replacen("\n\n", "\nmore\n\n", 1))
        }),
        ("a checkpoint in DOS lines", |c| own_checkpoint(c, 99, |n| n.replace('\n', "\r\n"))),
        ("a checkpoint of another workspace", |c| {
            c.given = Some(crate::base::Base::seeded(77).checkpoint(2).into_bytes())
        }),
        ("its own checkpoint altered", |c| text(c, "checkpoints/own.txt", |n| n.replacen("\n", "\n0", 1))),
        ("cut short", |c| {
            let z = c.zip();
            let at = c.numbers.below(z.len());
            c.bytes = Some(z[..at].to_vec());
        }),
        ("bytes before", |c| {
            let z = c.zip();
            c.bytes = Some([b"MZ".as_slice(), &z].concat());
        }),
        ("bytes after", |c| {
            let z = c.zip();
            c.bytes = Some([&z, b"\0".as_slice()].concat());
        }),
        ("a byte of packed data", |c| {
            let mut z = c.zip();
            let at = 60 + c.numbers.below(200);
            z[at] ^= 0x10;
            c.bytes = Some(z);
        }),
        ("a byte of packed text", |c| {
            let mut z = c.zip();
            let at = z.len() / 3 + c.numbers.below(400);
            z[at] ^= 0x04;
            c.bytes = Some(z);
        }),
        ("empty", |c| c.bytes = Some(Vec::new())),
    ]
}
