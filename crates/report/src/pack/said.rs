//! `VERIFY.md`: how to check a pack, what that proves and what not, in plain words.

use std::fmt::Write;

use throughline_record::ExcerptReport;

use super::anchors::Anchor;
use super::manifest::{Manifest, ScopeName};

/// The page for a pack.
pub(super) fn how_to_verify(
    manifest: &Manifest,
    name: Option<&str>,
    found: &ExcerptReport,
    anchors: &[Anchor],
) -> String {
    let counts = &manifest.counts;
    let of = match manifest.scope {
        ScopeName::All => "the whole record".to_owned(),
        ScopeName::Release(entity) => format!("a release (`{entity}`)"),
        ScopeName::Thread(entity) => format!("the thread of an artefact (`{entity}`)"),
    };
    let workspace = name.map_or_else(String::new, |name| format!(" “{}”", name.replace(['\n', '\r'], " ")));
    let mut out = format!(
        "# How to check this pack\n\n\
         This zip holds {of} of the Throughline workspace{workspace}: {} of its {} changes, with {} records, \
         as they were written and signed.\n\n\
         ## Check it\n\n\
         You need Python 3.8 or newer, nothing else; no network, no installation, not Throughline.\n\n\
         ```sh\n\
         unzip -p PACK.zip verify.py > verify.py\n\
         python3 verify.py PACK.zip\n\
         python3 verify.py --checkpoint KEPT.txt PACK.zip     # with a checkpoint you kept or were sent earlier\n\
         ```\n\n\
         If you do not trust the verifier that came with the pack, take it from the project's sources, or write your \
         own: `docs/format.md` there describes every byte. Throughline itself checks a pack with \
         `throughline verify PACK.zip`, and opens it for reading.\n\n\
         The exit code is 0 for intact, 1 if something is wrong, 2 if it cannot be read.\n\n",
        counts.changes, manifest.length, counts.records
    );
    out.push_str(
        "## What an intact pack proves\n\n\
         - Every change was signed by the key that it names, over exactly these records.\n\
         - Every record is the one that was signed, and every text that is here is the one that was signed for.\n\
         - The changes stand at these places of one log; none was put in, taken out or moved without changing its root.\n\
         - Attached files are those that the record names, byte for byte.\n\
         - What is missing is named: erased by a record of the log, withheld by whoever made this pack, or out of scope.\n\n\
         ## What it proves only with a checkpoint kept elsewhere\n\n\
         Whoever holds the keys could have written the whole log anew yesterday. A checkpoint (a few lines of \
         signed text) that somebody else kept since a date shows that the log up to there is the one of that date. \
         Checkpoints inside this pack come from the same hand as the pack: keep them for the next time.\n\n\
         ## What it does not prove\n\n\
         - That what was written is true, or complete.\n\
         - Who the keys belong to: ask the people, by another way, for their keys.\n\
         - When something was written, other than by the clock of the device that wrote it, unless a time-stamp reply \
         in `anchors/` says so, on the word of its authority. Each `anchors/*.json` names the checkpoint that it is about, where and how \
         that was kept, and its replies. `verify.py` checks that a reply is about the checkpoint; who issued it, with the \
         authority’s certificate from elsewhere: `openssl ts -verify -queryfile REQUEST.tsq -in REPLY.tsr -CAfile CA.pem`.\n\
         - Dossier and `summary.json` are made from the record for reading. The record is `changes.jsonl`.\n\n\
         ## In this pack\n\n",
    );
    let _ = write!(
        out,
        "- workspace: `{}`\n- log: {} changes, root `{}`\n- changes here: {}, from #{} to #{}\n- records here: {}; of the same \
         changes out of scope: {}\n- parts erased in the workspace: {}\n- parts withheld when this pack was made: {}\n\
         - attachments: {}\n- keys that signed:\n",
        manifest.workspace,
        manifest.length,
        manifest.root,
        counts.changes,
        manifest.first,
        manifest.last,
        counts.records,
        found.left_out,
        counts.erased,
        counts.withheld,
        counts.attachments,
    );
    let anchored = anchors.iter().map(|anchor| {
        let said =
            |key: &str| anchor.said.get(key).map_or("", String::as_str).replace(['\n', '\r', '`'], " ");
        format!(
            "  - through #{}{}{}: `{}`, {}\n",
            anchor.position,
            if said("place").is_empty() { String::new() } else { format!(", {}", said("place")) },
            if said("at").is_empty() { String::new() } else { format!(", {}", said("at")) },
            anchor.checkpoint,
            match anchor.stamps.len() {
                0 => "no time stamp".to_owned(),
                n => format!("{n} time-stamp {}", if n == 1 { "reply" } else { "replies" }),
            }
        )
    });
    let anchored: String = anchored.collect();
    if !anchored.is_empty() {
        let keys = "- keys that signed:\n";
        out.truncate(out.len() - keys.len());
        let _ = write!(out, "- checkpoints that were kept elsewhere:\n{anchored}{keys}");
    }
    for (device, signed) in &found.devices {
        let _ = writeln!(
            out,
            "  - `{device}`: {} changes, from #{} to #{}",
            signed.changes, signed.first, signed.last
        );
    }
    out
}
