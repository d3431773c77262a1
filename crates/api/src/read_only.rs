//! Which commands write to a workspace, so that one that is open for reading refuses them all before it looks at
//! anything: the store would refuse each of them too, but only once it comes to the writing.

use serde_json::Value as Json;
use throughline_store::StoreError;

use crate::App;
use crate::dto::ApiError;

/// Commands that record something, or keep something for a record that is to come.
pub const WRITES: &[&str] = &[
    "activity.check",
    "anchor.add",
    "anchor.stamp",
    "artefact.add",
    "artefact.remove",
    "artefact.set",
    "attachment.add",
    "audit.draw",
    "audit.tick",
    "bundle.make",
    "checkpoint.make",
    "conflict.settle",
    "criteria.lock",
    "criteria.weigh",
    "data.profile",
    "decision.propose",
    "deployment.promote",
    "deployment.roll-back",
    "draft.save",
    "erase",
    "evaluation.close",
    "evidence.import",
    "experiment.lock",
    "experiment.results",
    "hold.lift",
    "hold.put",
    "import",
    "keys.endorse",
    "keys.revoke",
    "link.add",
    "link.confirm",
    "link.remove",
    "merge",
    "observation.import",
    "observation.record",
    "prototype.produced",
    "record.run",
    "redo",
    "release.freeze",
    "release.start",
    "release.waive",
    "restore",
    "session.act",
    "sign",
    "system.start",
    "undo",
    "versions.check",
    "watch.add",
    "watch.at-start",
    "watch.refresh",
    "watch.remove",
];

/// Commands that make a workspace file: an application that only reads refuses these too.
pub const MAKES: &[&str] = &["workspace.create", "workspace.restore"];

/// Commands that record nothing. They may write a file that the person names, or remember what was looked at.
/// `workspace.context` is one of them unless it records a new person, which the store refuses.
pub const READS: &[&str] = &[
    "affinity",
    "anchor.list",
    "anchor.request",
    "app.info",
    "artefact.get",
    "artefact.list",
    "artefact.suggest",
    "attachment.read",
    "attachment.save",
    "audit",
    "audit.decided",
    "audit.late",
    "audit.report",
    "audit.sample",
    "audit.samples",
    "audit.seals",
    "audit.undecided",
    "audit.waivers",
    "bundle.get",
    "changes.export",
    "checkpoint.save",
    "conflicts",
    "criteria",
    "data.compare",
    "data.drift",
    "data.get",
    "data.pairs",
    "decision.get",
    "decision.review",
    "deployment.get",
    "dossier",
    "dossier.save",
    "draft.discard",
    "draft.list",
    "erase.preview",
    "erased",
    "evaluation.matrix",
    "evaluation.sealed",
    "evidence.check",
    "evidence.read",
    "experiment.get",
    "experiment.size",
    "experiments",
    "export",
    "frameworks",
    "holds",
    "ideas",
    "impact",
    "insights",
    "job.cancel",
    "job.status",
    "keys",
    "keys.export",
    "keys.import",
    "keys.lock",
    "keys.passphrase",
    "keys.unlock",
    "live.on",
    "log",
    "loop",
    "markdown",
    "moments.compare",
    "moments.export",
    "objectives",
    "observations",
    "overview",
    "pack.check",
    "pack.export",
    "people.heard",
    "problem.causes",
    "problem.ranking",
    "prototype.get",
    "prototypes",
    "prove",
    "prove.check",
    "readiness",
    "release.compare",
    "release.get",
    "release.handed-on",
    "rollout",
    "rollout.compare",
    "search",
    "session.get",
    "session.people",
    "session.room",
    "sign.preview",
    "signatures",
    "suspects",
    "system.map",
    "tables",
    "tags",
    "trace",
    "version.compare",
    "version.get",
    "versions",
    "watch.list",
    "workspace.backup",
    "workspace.close",
    "workspace.context",
    "workspace.open",
    "workspace.rebuild",
    "workspace.sample",
    "workspace.state",
    "workspace.stats",
    "workspace.verify",
];

/// Whether it only asks what a command would do.
fn only_shows(args: &Json) -> bool {
    ["preview", "dry_run"].iter().any(|name| args.get(name) == Some(&Json::Bool(true)))
}

/// Why a command is refused before it begins, if it is.
pub(crate) fn refusal(app: &App, name: &str, args: &Json) -> Option<ApiError> {
    if app.reads_only && MAKES.contains(&name) {
        return Some(ApiError::new(
            "read-only",
            "This window was opened to read only, so no workspace is made in it. Nothing was written.",
            "Open Throughline without --read-only.",
        ));
    }
    if !WRITES.contains(&name) || only_shows(args) {
        return None;
    }
    let open = app.peek()?;
    let why = open.workspace.read_only()?;
    Some(StoreError::ReadOnly(why.to_owned()).into())
}
