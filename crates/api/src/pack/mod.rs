//! Evidence packs: gathered and written, checked, and opened to read.

mod anchors;
mod gather;
mod open;
mod summary;

use std::fs::OpenOptions;
use std::path::Path;

use throughline_report::pack::{Given, PackReport, PackVerdict, check, write};
use throughline_store::Progress;

use crate::App;
use crate::data_profile::grouped;
use crate::dto::{ApiError, FaultDto, PackArgs, PackCheckArgs, PackDto, PackVerdictDto};
use crate::error;

pub(crate) use open::{is_pack, open};

impl App {
    pub(crate) fn pack_export(&self, args: PackArgs) -> Result<PackDto, ApiError> {
        let running = self.jobs.begin(args.job.as_deref());
        let open = self.opened()?;
        if let Some(pack) = open.workspace.pack() {
            return Err(ApiError::new(
                "read-only",
                format!("This is an evidence pack of {} itself. Nothing was written.", pack.scope),
                "Hand on the file that you opened.",
            ));
        }
        let path = Path::new(&args.path);
        let out = OpenOptions::new().read(true).write(true).create_new(true).open(path);
        let out = out.map_err(|e| match e.kind() {
            std::io::ErrorKind::AlreadyExists => ApiError::new(
                "already-exists",
                format!("{} is there already. It was left as it is.", path.display()),
                "Choose another name.",
            )
            .about(args.path.clone()),
            _ => error::io("Writing", path, &e),
        })?;
        let written = gather::source(self, &open, &args, &running).and_then(|gathered| {
            // The last moment to turn back: what follows is writing.
            if !running.step(1, 2, "Writing the pack") {
                return Err(throughline_store::StoreError::Cancelled.into());
            }
            let (out, manifest) = write(gathered.source, out).map_err(|e| {
                ApiError::new("pack", format!("No pack was written: {e}."), "Verify the workspace.")
            })?;
            out.sync_all().map_err(|e| error::io("Writing", path, &e))?;
            let bytes = out.metadata().map_or(0, |m| m.len());
            Ok((gathered.words, manifest, bytes))
        });
        let (words, manifest, bytes) = written.inspect_err(|_| {
            // Half a pack is of no use to anybody.
            let _ = std::fs::remove_file(path);
        })?;
        let counts = manifest.counts;
        Ok(PackDto {
            path: args.path,
            sentence: format!(
                "Evidence pack of {words}: {} of {} changes, {} records, {}{}.",
                grouped(counts.changes),
                grouped(manifest.length),
                grouped(counts.records),
                if counts.attachments == 1 {
                    "1 attached file".to_owned()
                } else {
                    format!("{} attached files", grouped(counts.attachments))
                },
                if counts.withheld == 0 {
                    String::new()
                } else {
                    format!(", {} parts withheld", counts.withheld)
                }
            ),
            changes: counts.changes.into(),
            length: manifest.length.into(),
            records: counts.records.into(),
            attachments: counts.attachments.into(),
            withheld: counts.withheld.into(),
            erased: counts.erased.into(),
            bytes: bytes.into(),
            head: manifest.root.to_string(),
        })
    }

    pub(crate) fn pack_check(&self, args: PackCheckArgs) -> Result<PackVerdictDto, ApiError> {
        let running = self.jobs.begin(args.job.as_deref());
        let mut given = Vec::new();
        for path in &args.checkpoints {
            let note = std::fs::read(path).map_err(|e| error::io("Reading", Path::new(path), &e))?;
            given.push(Given { name: path.clone(), note });
        }
        Ok(verdict(&checked(Path::new(&args.path), &given, &running)?))
    }
}

/// What a check of the pack at a path finds.
pub(crate) fn checked(path: &Path, given: &[Given], progress: &dyn Progress) -> Result<PackReport, ApiError> {
    let file = std::fs::File::open(path).map_err(|e| error::io("Opening", path, &e))?;
    Ok(check(std::io::BufReader::new(file), given, progress)?.report)
}

/// The verdict in the words that `verify.py` uses too.
pub(crate) fn verdict(report: &PackReport) -> PackVerdictDto {
    let (mut proven, mut absent) = (Vec::new(), Vec::new());
    let first = report.faults.first();
    let sentence = match (report.verdict(), report.anchored()) {
        (PackVerdict::Intact, Some(size)) => {
            format!("Intact, and anchored through #{size} by a checkpoint that was kept elsewhere.")
        }
        (PackVerdict::Intact, None) => {
            "Intact, but not anchored: whoever holds the keys could have rewritten all of it.".to_owned()
        }
        (PackVerdict::Damaged, _) => {
            let place = first.map_or("", |fault| fault.place.as_str());
            format!("Damaged: {} found, the first at {place}.", plural(report.faults.len() as u64, "fault"))
        }
        (PackVerdict::Unreadable, _) => {
            let detail = first.map_or("", |fault| fault.detail.as_str());
            format!("This is not a pack that can be read: {detail}.")
        }
    };
    let manifest = report.manifest.as_ref();
    if let (PackVerdict::Intact, Some(manifest)) = (report.verdict(), manifest) {
        proven.push(
            "Every change carries a valid signature of the key it names, over exactly these records.".into(),
        );
        proven.push("Every record and part that is here is the one that was signed.".into());
        proven.push(if manifest.is_whole() {
            "The log is whole: no change is missing from its first to its last.".into()
        } else {
            format!("Every change stands at its place in a log of {}.", plural(manifest.length, "change"))
        });
        if report.attachments > 0 {
            proven.push(format!("{}, byte for byte.", plural(report.attachments, "attached file")));
        }
        if report.anchors_here > 0 {
            proven.push(format!(
                "{} of the record, each of a checkpoint that fits.",
                plural(report.anchors_here, "anchor")
            ));
        }
        if report.stamps_here > 0 {
            proven.push(format!(
                "{} about these checkpoints; who issued them is for the authority’s certificate to show (VERIFY.md).",
                if report.stamps_here == 1 {
                    "1 time-stamp reply".to_owned()
                } else {
                    format!("{} time-stamp replies", report.stamps_here)
                }
            ));
        }
        for (count, what, why) in [
            (report.left_out, "record", "of these changes, outside the pack’s scope"),
            (report.erased, "part", "erased in the workspace; the record says so"),
            (report.withheld, "part", "withheld by whoever made the pack; what was signed for it is here"),
        ] {
            if count > 0 {
                absent.push(format!("{} {why}.", plural(count, what)));
            }
        }
    }
    PackVerdictDto {
        verdict: report.verdict().as_str().into(),
        sentence,
        proven,
        absent,
        anchored: report.anchored().map(Into::into),
        scope: manifest.map_or_else(String::new, |m| m.scope.as_str().into()),
        changes: report.changes.into(),
        length: manifest.map_or(0, |m| m.length).into(),
        records: report.records.into(),
        head: manifest.map_or_else(String::new, |m| m.root.to_string()),
        faults: report
            .faults
            .iter()
            .take(200)
            .map(|fault| FaultDto {
                code: fault.code.into(),
                place: fault.place.clone(),
                sentence: fault.detail.clone(),
                artefact: None,
                author: String::new(),
            })
            .collect(),
    }
}

fn plural(n: u64, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// What verifying an opened pack says: what the pack proves, of its file as it is now.
pub(crate) fn verify(path: &Path, progress: &dyn Progress) -> Result<crate::dto::VerifyDto, ApiError> {
    let report = checked(path, &[], progress)?;
    let said = verdict(&report);
    Ok(crate::dto::VerifyDto {
        intact: report.verdict() == PackVerdict::Intact,
        verdict: if report.verdict() == PackVerdict::Intact { "not-anchored" } else { "broken" }.into(),
        sentence: said.sentence,
        anchored: None,
        proven: said.proven,
        unproven: said.absent,
        anchors: Vec::new(),
        unverified: Vec::new(),
        changes: said.changes,
        records: said.records,
        erased: report.erased.into(),
        head: said.head,
        faults: said.faults,
    })
}
