//! Kinds of the record itself: what keeps it honest and says where it came from.

use super::Kind;
use crate::field::{choice, date, identity, instant, int, line, many, one, tags, text};

/// What a signature means, after 21 CFR 11.50: the signer's name, the time and this are shown wherever it is.
pub const MEANINGS: &[&str] = &["approval", "review", "responsibility", "authorship", "witness"];

/// How the person at the keyboard showed that the key is theirs: by its passphrase, or by nothing but having it.
pub const CONFIRMED: &[&str] = &["passphrase", "key-only"];

/// What a check can come to. `stale` and `weak` are what earlier versions wrote for a thing that changed, and for
/// one that matched by a digest of a sample.
const RESULTS: &[&str] = &["matches", "changed", "missing", "dirty", "not-looked-up", "stale", "weak"];

pub(super) const KINDS: &[Kind] = &[
    kind! {
        "check" None, Record, "Check" / "Checks";
        title: composed "Title", "Usually left empty.", from "result" "checked-at";
        fields: [
            many("of", "Of", "checks").required().hint("The version that was checked."),
            choice("result", "Result", RESULTS).required().hint("What was found where it lies."),
            instant("checked-at", "Checked at").hint("When."),
            line("location", "Location").hint("Where it was looked for."),
            identity("found", "Found").hint("The digests found there."),
            line("because", "Because").hint("What was found in words, or why nothing could be looked up."),
        ];
        blurb: "What was found when a version was compared with the place it lies in.";
        example: "ratings 2026-08 matches the file it names, checked on 14 October.";
    },
    kind! {
        "seal" None, Record, "Seal" / "Seals";
        title: composed "Title", "Usually left empty.", from "scope" "sealed-at";
        fields: [
            many("of", "Of", "seals").required().hint("The release, plan or scores it closes."),
            choice("scope", "Scope", &["dossier", "plan", "scores", "criteria"]).hint("What is closed."),
            line("root", "Root").required().hint("The root over the addresses of the records in scope."),
            int("records", "Records").hint("How many records that is."),
            int("round", "Round").hint("Of scores: the round of evaluation it closes."),
            instant("sealed-at", "Sealed at").hint("When."),
        ];
        blurb: "A state that was closed: anybody can see what was in it.";
        example: "Dossier of Recommendations 2.0, 412 records.";
    },
    kind! {
        "signature" None, Record, "Signature" / "Signatures";
        title: composed "Title", "Usually left empty.", from "statement" "signed-at";
        fields: [
            many("of", "Of", "signs").required().hint("What is signed."),
            one("signer", "Signer", "signed-by").required().hint("Who signs."),
            text("statement", "Statement").required().hint("What the signer declares."),
            choice("meaning", "Meaning", MEANINGS).hint("What the signature stands for."),
            line("printed-name", "Printed name").personal().hint("The signer's name as they typed it."),
            line("root", "Root").hint("The root over the addresses of the records the signer saw."),
            int("records", "Records").hint("How many records that is."),
            choice("confirmed-by", "Confirmed by", CONFIRMED).hint("By the key's passphrase, or by having the key alone."),
            instant("signed-at", "Signed at").hint("When."),
        ];
        blurb: "A person's signature under a stance, a decision or a release.";
        example: "I have read this decision and consent to it.";
    },
    kind! {
        "hold" None, Record, "Hold" / "Holds";
        title: composed "Title", "Usually left empty.", from "reason" "until";
        fields: [
            many("of", "Of", "holds").hint("What must not be erased."),
            text("reason", "Reason").required().hint("Why it must be kept."),
            date("until", "Until").hint("How long."),
            text("lifted-because", "Lifted because").hint("Why it need not be kept any longer."),
        ];
        statuses: "in-force" "lifted";
        blurb: "A duty to keep: what it covers is not erased while it lasts.";
        example: "Complaint 2026/118: keep all evidence on the spring release until the case is closed.";
    },
    kind! {
        "finding" None, Record, "Finding" / "Findings";
        title: required "Finding", "What an auditor saw.";
        fields: [
            many("in", "In", "found-in").hint("Where it was seen."),
            int("position", "Position").hint("The place in the log, as #N."),
            choice("severity", "Severity", &["info", "minor", "major", "critical"]).hint("How bad it is."),
            one("sample", "Sample", "noted-in").hint("The sample it was drawn in, if it was."),
            choice("result", "Result", crate::audit::sample::RESULTS).hint("Of an item of a sample: what the check came to."),
            text("answer", "Answer").hint("What was done about it."),
        ];
        statuses: "open" "answered" "closed";
        blurb: "Something an auditor saw, and what was done about it.";
        example: "Two measurements were recorded three weeks after the day they are dated.";
    },
    kind! {
        "sample" None, Record, "Sample" / "Samples";
        title: composed "Title", "Usually left empty.", from "seed" "drawn-at";
        fields: [
            line("seed", "Seed").required().hint("What the draw begins with, as printed; who has it draws the same."),
            int("size", "Size").required().hint("How many were asked for."),
            tags("strata", "Drawn from").single().hint("The strata in the order they were taken from; without any, all kinds together."),
            one("release", "Release", "drawn-from").hint("The release it was drawn from; without one, the whole workspace."),
            int("position", "Position").required().hint("The length of the log it was drawn at, as #N."),
            int("population", "Population").hint("How many artefacts it was drawn from."),
            many("items", "Items", "draws").hint("What was drawn."),
            instant("drawn-at", "Drawn at").hint("When."),
        ];
        statuses: "open" "closed";
        blurb: "A few artefacts drawn by a printed seed, for somebody to check in full.";
        example: "Twelve of 118 artefacts of Recommendations 2.0, seed 2026.";
    },
    kind! {
        "source" None, Record, "Source" / "Sources";
        title: required "Name", "What it is called here.";
        fields: [
            choice("type", "Type", &["adr", "git", "mlflow", "dvc", "jsonl", "csv", "parquet", "openlineage", "croissant", "modelcard", "other"]).required().hint("What kind of store it is."),
            line("location", "Location").searched().hint("Where it lies."),
            line("revision", "Revision").hint("The revision last read."),
            instant("imported-at", "Imported at").hint("When something new was last read from it."),
            line("brought", "Brought").hint("What came in then."),
            many("watched-for", "Watched for", "watched-for").hint("The products that new entries of it are brought in for."),
            identity("digest", "Digest").hint("Digest of the file that was read."),
        ];
        blurb: "A store of another tool that records were imported from.";
        example: "The decision records of the platform team, a git repository.";
    },
    kind! {
        "device" None, Record, "Device" / "Devices";
        title: composed "Name", "What its user calls it.", from "name" "key";
        fields: [
            line("key", "Key").required().hint("Its public key."),
            line("name", "Name").personal().hint("What its user calls it."),
            line("follows", "Follows").hint("The key of the device whose copy it took over."),
            line("proof", "Proof").hint("The signature of the followed key over this one: both were in one hand."),
            choice("reason", "Reason", &["new", "copied", "restored"]).hint("Why a new device began."),
        ];
        blurb: "One key for one copy of a workspace.";
        example: "Laptop of the product team, began when the backup of 3 May was restored.";
    },
    kind! {
        "anchor" None, Record, "Anchor" / "Anchors";
        title: composed "Title", "Usually left empty.", from "place" "anchored-at";
        fields: [
            int("position", "Position").required().hint("The log's length it covers, as #N."),
            line("head", "Head").required().hint("The root over the log at that length."),
            line("place", "Place").searched().hint("Where the checkpoint is kept: printed, mailed, a git tag."),
            text("checkpoint", "Checkpoint").hint("The signed note itself."),
            choice("way", "Way", &["file", "print", "mail", "git", "other"]).hint("How it is kept."),
            line("location", "Location").hint("The file or the repository it was written to."),
            instant("anchored-at", "Anchored at").hint("When."),
        ];
        blurb: "A checkpoint of the log that is kept elsewhere.";
        example: "The log through #1,204, mailed to the auditors on 31 March.";
    },
    kind! {
        "erasure" None, Record, "Erasure" / "Erasures";
        title: composed "Title", "Usually left empty.", from "reason";
        fields: [
            many("of", "Of", "erases").hint("What something was erased of."),
            tags("parts", "Parts").single().required().hint("The names of the parts that were deleted."),
            text("reason", "Reason").hint("Why, without the words that were erased."),
            tags("fields", "Fields").single().hint("The fields that were meant."),
        ];
        blurb: "Parts that were deleted, by whom and why; the log still verifies.";
        example: "Participant P07 withdrew consent: transcript and quotes of one interview.";
    },
    kind! {
        "endorsement" None, Record, "Endorsement" / "Endorsements";
        title: composed "Title", "Usually left empty.", from "name" "key";
        fields: [
            line("key", "Key").required().hint("The public key that is somebody's."),
            one("person", "Person", "endorses").required().hint("Whose it is."),
            line("name", "Device").personal().hint("What the device is called: laptop, office."),
        ];
        blurb: "A person whose key is known says whose another key is.";
        example: "This key is Ana's, on her laptop: she read it out on the phone.";
    },
    kind! {
        "revocation" None, Record, "Revocation" / "Revocations";
        title: composed "Title", "Usually left empty.", from "reason";
        fields: [
            line("key", "Key").required().hint("The public key that is not to be trusted."),
            int("from-seq", "From").required().hint("The number of the device's first change that does not count, from 1."),
            int("position", "Position").hint("The place in the log it was meant from, as #N of the copy it was recorded in."),
            text("reason", "Reason").required().hint("Why."),
        ];
        blurb: "A key is not to be trusted from some change on.";
        example: "Ben's laptop was stolen on 3 May; nothing it signed from then on is his.";
    },
];
