//! Copies that meet: taking in another copy's changes, writing one's own out, putting a backup in place.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use throughline_model::kind;
use throughline_store::{Aside, Brought, Merged, OpenMode, Workspace, restore_backup};

use crate::App;
use crate::cards;
use crate::conflicts::label;
use crate::dto::{
    ApiError, BackupRestored, BroughtDto, ChangesExported, DisagreementDto, ExportChangesArgs, MergeArgs,
    MergeDto, RestoreBackupArgs,
};

impl App {
    pub(crate) fn merge(&self, args: MergeArgs) -> Result<MergeDto, ApiError> {
        let open = self.opened()?;
        let running = self.jobs.begin(args.job.as_deref());
        let (path, _dropped) = match &args.base64 {
            Some(text) => {
                let file = self.dropped(text)?;
                (file.path().to_path_buf(), Some(file))
            }
            None => (given(&args.path, "a file of another copy")?, None),
        };
        let merged = if args.preview {
            open.workspace.merge_preview(&path, &running)?
        } else {
            open.workspace.merge(&path, &running)?
        };
        Ok(told(&merged))
    }

    /// What was dropped on the window, in a file that goes when this does.
    fn dropped(&self, text: &str) -> Result<Aside, ApiError> {
        let bytes = STANDARD.decode(text).map_err(|e| {
            ApiError::new(
                "bad-arguments",
                format!("The dropped bytes are damaged: {e}. Nothing was taken in."),
                "Drop the file again.",
            )
        })?;
        Ok(Aside::holding(&bytes, &self.env)?)
    }

    pub(crate) fn changes_export(&self, args: ExportChangesArgs) -> Result<ChangesExported, ApiError> {
        let open = self.opened()?;
        let running = self.jobs.begin(args.job.as_deref());
        let path = given(&args.path, "a new file")?;
        let written = open.workspace.export_changes(args.since.0, &path, &running)?;
        Ok(ChangesExported {
            path: path.display().to_string(),
            first: written.first.into(),
            last: written.last.into(),
            records: written.records.into(),
            attachments: written.attachments.into(),
            bytes: written.bytes.into(),
        })
    }

    /// Puts a backup in place and opens it. The open workspace is closed if it is the one that is replaced, and
    /// opened again if that fails.
    pub(crate) fn workspace_restore(&self, args: RestoreBackupArgs) -> Result<BackupRestored, ApiError> {
        let running = self.jobs.begin(args.job.as_deref());
        let (from, to) = (given(&args.backup, "a backup")?, given(&args.path, "where it is to lie")?);
        let in_front = self
            .peek()
            .filter(|open| to.canonicalize().is_ok_and(|to| to == open.workspace.path()) && args.replace);
        let restored = match in_front {
            Some(open) => {
                let context = open.context();
                drop(open);
                self.workspace_close(crate::dto::Nothing {})?;
                let restored = restore_backup(&from, &to, true, &self.env, &running);
                // Whichever file lies there now: the person goes on with it.
                let workspace = Workspace::open(&to, self.env.clone(), OpenMode::ReadWrite, &running)?;
                self.show(workspace, context);
                restored?
            }
            None => {
                let restored = restore_backup(&from, &to, args.replace, &self.env, &running)?;
                let workspace = Workspace::open(&to, self.env.clone(), OpenMode::ReadWrite, &running)?;
                let context = self.recall(&workspace.id().to_string());
                self.show(workspace, context);
                restored
            }
        };
        Ok(BackupRestored {
            path: to.display().to_string(),
            changes: restored.changes.into(),
            before: restored.before.map(|path| path.display().to_string()),
            before_changes: restored.before_changes.map(Into::into),
        })
    }
}

fn given(path: &str, what: &str) -> Result<PathBuf, ApiError> {
    if path.trim().is_empty() {
        return Err(ApiError::new(
            "bad-arguments",
            format!("No file is named. Nothing was done; {what} is needed."),
            "Name it.",
        ));
    }
    Ok(Path::new(path).to_path_buf())
}

fn told(merged: &Merged) -> MergeDto {
    MergeDto {
        done: merged.done,
        sentence: sentence(merged),
        offered: merged.offered.into(),
        changes: merged.changes.into(),
        first: merged.positions.map(|(first, _)| first.into()),
        last: merged.positions.map(|(_, last)| last.into()),
        by: merged.by.iter().map(brought).collect(),
        conflicts: merged
            .conflicts
            .iter()
            .map(|one| DisagreementDto {
                label: label(&one.card.kind, &one.field),
                card: cards::card(&one.card, None),
                field: one.field.clone(),
            })
            .collect(),
        erasures: merged.erasures.into(),
        parts_erased: merged.parts_erased.into(),
        parts_dropped: merged.parts_dropped.into(),
        attachments: merged.attachments.0.into(),
        attachment_bytes: merged.attachments.1.into(),
        attachments_missing: merged.attachments_missing.into(),
        equivocal: merged.equivocal.iter().map(ToString::to_string).collect(),
    }
}

fn brought(one: &Brought) -> BroughtDto {
    let touched = one.touched.iter().map(|(name, n)| match (kind(name), *n) {
        (_, n) if name == "link" => counted(n, "link", "links"),
        (Some(kind), n) => counted(n, &kind.label.to_lowercase(), &kind.plural.to_lowercase()),
        (None, n) => counted(n, &format!("entry of the kind {name}"), &format!("entries of the kind {name}")),
    });
    BroughtDto {
        actor: one.actor.map(|actor| actor.to_string()),
        name: name(one),
        changes: one.changes.into(),
        from: one.from.clone(),
        to: one.to.clone(),
        touched: touched.collect::<Vec<_>>().join(", "),
        new: one.new.into(),
    }
}

fn name(one: &Brought) -> String {
    match (one.name.is_empty(), one.actor) {
        (false, _) => one.name.clone(),
        (true, Some(_)) => "somebody whose name is not here".into(),
        (true, None) => "nobody named".into(),
    }
}

/// "12 changes of Ana, 3 of Bo; 2 conflicts will come of it; 1 erasure will be honoured."
fn sentence(merged: &Merged) -> String {
    let done = merged.done;
    if merged.changes == 0 {
        return match merged.offered {
            0 => "It holds no change.".into(),
            n => format!("Nothing is new: {} here already.", are(n, "change is", "changes are")),
        };
    }
    let mut people = merged.by.iter();
    let mut of: Vec<String> = Vec::new();
    if let Some(first) = people.next() {
        of.push(format!("{} of {}", counted(first.changes, "change", "changes"), name(first)));
    }
    of.extend(people.map(|one| format!("{} of {}", one.changes, name(one))));
    let mut out = vec![of.join(", ")];
    let mut say = |n: u64, one: &str, many: &str, was: &str, will: &str| {
        if n > 0 {
            out.push(format!("{} {}", counted(n, one, many), if done { was } else { will }));
        }
    };
    let conflicts = merged.conflicts.len() as u64;
    say(
        conflicts,
        "conflict",
        "conflicts",
        if conflicts == 1 { "comes of it" } else { "come of it" },
        "will come of it",
    );
    let (was, were) = ("was honoured", "were honoured");
    say(
        merged.erasures,
        "erasure",
        "erasures",
        if merged.erasures == 1 { was } else { were },
        "will be honoured",
    );
    say(
        merged.parts_dropped,
        "text that had been erased here",
        "texts that had been erased here",
        if merged.parts_dropped == 1 { "was left out" } else { "were left out" },
        "will be left out",
    );
    let equivocal = merged.equivocal.len() as u64;
    say(
        equivocal,
        "device",
        "devices",
        "signed two different changes with one number: both are kept",
        "signed two different changes with one number: both will be kept",
    );
    format!("{}.", out.join("; "))
}

fn are(n: u64, one: &str, many: &str) -> String {
    if n == 1 { format!("the 1 {one}") } else { format!("all {n} {many}") }
}

fn counted(n: u64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}
