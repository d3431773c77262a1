//! The one table of commands. The bridge of every shell, the calls of the command line and the
//! TypeScript client come from it; a command without its adapter does not compile.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
use ts_rs::{Config, TS, TypeVisitor};

use crate::App;
use crate::dto::*;
use crate::read_only::WRITES;

/// A row of the table, as shells and documents see it.
#[derive(Debug, Clone, Copy)]
pub struct CommandInfo {
    /// `artefact.get`.
    pub name: &'static str,
    /// What it does, one sentence.
    pub doc: &'static str,
    /// Whether the desktop shell answers it (dialogs), not this crate.
    pub shell: bool,
}

macro_rules! commands {
    (
        app { $( #[doc = $doc:literal] $name:literal $method:ident ($args:ty) -> $result:ty; )* }
        shell { $( #[doc = $sdoc:literal] $sname:literal ($sargs:ty) -> $sresult:ty; )* }
    ) => {
        /// Every command, in the order of the documents.
        pub const COMMANDS: &[CommandInfo] = &[
            $( CommandInfo { name: $name, doc: $doc.trim_ascii(), shell: false }, )*
            $( CommandInfo { name: $sname, doc: $sdoc.trim_ascii(), shell: true }, )*
        ];

        pub(crate) fn dispatch(app: &App, name: &str, args: Json) -> Result<Json, ApiError> {
            match name {
                $( $name => answer(app.$method(arguments::<$args>(name, args)?)?), )*
                $( $sname => Err(crate::error::shell_only($sname)), )*
                _ => Err(crate::error::unknown_command(name)),
            }
        }

        /// The TypeScript client: every type that crosses the edge, and the table of commands.
        #[must_use]
        pub fn typescript() -> String {
            let cfg = Config::new();
            let mut out = Declarations { cfg: &cfg, seen: Vec::new() };
            out.visit::<ApiError>();
            $( out.visit::<$args>(); out.visit::<$result>(); )*
            $( out.visit::<$sargs>(); out.visit::<$sresult>(); )*
            let mut table = String::from("/** Every command with its arguments and its result. */\nexport interface Commands {\n");
            $( table.push_str(&row::<$args, $result>(&cfg, $name, $doc)); )*
            $( table.push_str(&row::<$sargs, $sresult>(&cfg, $sname, $sdoc)); )*
            table.push_str("}\n\n/** Commands that a workspace refuses while it is open to read only. */\n");
            let writes: Vec<&str> = COMMANDS.iter().map(|one| one.name).filter(|name| WRITES.contains(name)).collect();
            table.push_str(&format!(
                "export const WRITES: readonly (keyof Commands)[] = [\n{}];\n",
                writes.iter().map(|name| format!("  '{name}',\n")).collect::<String>()
            ));
            out.finish(&table)
        }
    };
}

commands! {
    app {
        /// Version, capabilities, recent workspaces, and the open one.
        "app.info" app_info (Nothing) -> AppInfo;
        /// The tables of kinds and links.
        "tables" tables (Nothing) -> Tables;
        /// Creates a workspace file and opens it.
        "workspace.create" workspace_create (CreateArgs) -> WorkspaceInfo;
        /// Opens a workspace file.
        "workspace.open" workspace_open (OpenArgs) -> WorkspaceInfo;
        /// Opens the sample workspace, made on first use.
        "workspace.sample" workspace_sample (JobArgs) -> WorkspaceInfo;
        /// Closes the open workspace.
        "workspace.close" workspace_close (Nothing) -> Nothing;
        /// Length of the log, who is here, counts; takes in what other processes wrote.
        "workspace.state" workspace_state (StateArgs) -> WorkspaceState;
        /// Sets who is at the keyboard and which release is looked at.
        "workspace.context" workspace_context (ContextArgs) -> WorkspaceState;
        /// Counts and sizes.
        "workspace.stats" workspace_stats (Nothing) -> Stats;
        /// Recomputes and checks the whole record.
        "workspace.verify" workspace_verify (VerifyArgs) -> VerifyDto;
        /// Signs a checkpoint of the log as it is now.
        "checkpoint.make" checkpoint_make (Nothing) -> CheckpointDto;
        /// Writes a checkpoint to a file, as text or as a page to print.
        "checkpoint.save" checkpoint_save (CheckpointSaveArgs) -> CheckpointDto;
        /// Checkpoints that are kept elsewhere, and how the record stands to each.
        "anchor.list" anchor_list (AnchorListArgs) -> AnchorList;
        /// Keeps a checkpoint elsewhere and records where, as one change.
        "anchor.add" anchor_add (AnchorAddArgs) -> AnchorAdded;
        /// Writes the request for a time stamp of an anchor.
        "anchor.request" anchor_request (StampArgs) -> Stamped;
        /// Checks a time-stamp reply and attaches it to its anchor.
        "anchor.stamp" anchor_stamp (StampArgs) -> Stamped;
        /// Proves that a record stands in the log, for somebody without the workspace.
        "prove" prove (ProveArgs) -> ProofDto;
        /// Checks a proof that somebody else made.
        "prove.check" prove_check (ProofCheckArgs) -> ProofChecked;
        /// Writes an evidence pack: what a stranger can check without this program.
        "pack.export" pack_export (PackArgs) -> PackDto;
        /// Checks an evidence pack, without opening it.
        "pack.check" pack_check (PackCheckArgs) -> PackVerdictDto;
        /// Builds the view anew from the record.
        "workspace.rebuild" workspace_rebuild (JobArgs) -> Stats;
        /// Writes a verified copy of the workspace file.
        "workspace.backup" workspace_backup (PathArgs) -> Stats;
        /// Puts a backup in place, verified, with what lay there kept beside, and opens it.
        "workspace.restore" workspace_restore (RestoreBackupArgs) -> BackupRestored;
        /// Takes in the changes of another copy of this workspace, all or nothing; or shows what would come.
        "merge" merge (MergeArgs) -> MergeDto;
        /// Writes the changes since a position to a file that another copy can take in.
        "changes.export" changes_export (ExportChangesArgs) -> ChangesExported;
        /// Fields in which values stand side by side that were set without knowing of each other.
        "conflicts" conflicts (ConflictsArgs) -> ConflictList;
        /// Settles a conflict by keeping one of the values that met, or of a long text all merged, as one change.
        "conflict.settle" conflict_settle (SettleArgs) -> Saved;
        /// A release at a glance.
        "overview" overview (OverviewArgs) -> Overview;
        /// A release: its template, the path it took, the releases beside it.
        "release.get" release_get (ReleaseArgs) -> ReleasePage;
        /// What a release hands on to the next.
        "release.handed-on" release_handed_on (ReleaseArgs) -> HandedOn;
        /// Starts a release from another; what is handed on is carried over, not copied.
        "release.start" release_start (StartArgs) -> Saved;
        /// Two releases compared: added, dropped, kept, decided otherwise.
        "release.compare" release_compare (CompareArgs) -> Compared;
        /// What a release still misses, rule by rule, and its freeze.
        "readiness" readiness (ReadinessArgs) -> Readiness;
        /// Leaves a gap of a release open knowingly, with a reason.
        "release.waive" release_waive (WaiveArgs) -> Saved;
        /// Seals a release as it is, if no blocking gap is open.
        "release.freeze" release_freeze (FreezeArgs) -> Freeze;
        /// A session looked back at: who was there, what came of it.
        "session.get" session_get (GetArgs) -> SessionPage;
        /// Who could be in a session, and who is missing where only these are present.
        "session.people" session_people (SessionPeopleArgs) -> SessionPeople;
        /// The room of a session that is held on this computer, as one viewer may see it.
        "session.room" session_room (RoomArgs) -> RoomDto;
        /// Does one thing in the room of a session; a phase that closes is recorded as one change.
        "session.act" session_act (SessionActArgs) -> RoomDto;
        /// Artefacts by kind, stage, release, field and words.
        "artefact.list" artefact_list (ListArgs) -> CardPage;
        /// One artefact with its fields and links.
        "artefact.get" artefact_get (GetArgs) -> ArtefactPage;
        /// A decision with options and stances.
        "decision.get" decision_get (GetArgs) -> DecisionPage;
        /// Decisions that wait for another look: due, or resting on something that gave way.
        "decision.review" decision_review (ReviewArgs) -> ReviewList;
        /// Links whose ends changed in a field that matters, and what they may have led astray.
        "suspects" suspects (SuspectArgs) -> SuspectList;
        /// Says that a suspect link still holds, with the reason.
        "link.confirm" link_confirm (ConfirmArgs) -> Saved;
        /// A piece of evidence with its text and the passages marked in it.
        "evidence.read" evidence_read (EvidenceReadArgs) -> EvidencePage;
        /// E-mail addresses, phone numbers and names that should not stand in evidence.
        "evidence.check" evidence_check (CheckArgs) -> Checked;
        /// Records a transcript, notes, a survey or tickets as evidence, as one change.
        "evidence.import" evidence_import (EvidenceImportArgs) -> EvidenceImported;
        /// Highlights by the group they lie in.
        "affinity" affinity (AffinityArgs) -> AffinityPage;
        /// Insights with the quotes and the people for and against them.
        "insights" insights (InsightsArgs) -> InsightsPage;
        /// Ideas with what they build on and who disputes them, and the questions that ask for more.
        "ideas" ideas (IdeasArgs) -> IdeasPage;
        /// The numbers teams are judged by, side by side, and whether a decision records where they conflict.
        "objectives" objectives (ObjectivesArgs) -> ObjectivesPage;
        /// What each stakeholder was heard on, and which decisions they were not asked about.
        "people.heard" people_heard (ObjectivesArgs) -> HeardPage;
        /// Problems ranked by what solving them returns.
        "problem.ranking" problem_ranking (StageArgs) -> ProblemRanking;
        /// The causes of a problem as a tree.
        "problem.causes" problem_causes (GetArgs) -> CauseTree;
        /// Criteria by lens, what keeps them from being locked, and the objective.
        "criteria" criteria_view (StageArgs) -> CriteriaView;
        /// Weights criteria by what their swings are worth, as one change.
        "criteria.weigh" criteria_weigh (WeighArgs) -> Saved;
        /// Locks the criteria of a release, as one change.
        "criteria.lock" criteria_lock (LockArgs) -> Saved;
        /// Ideas against criteria, as a rater may see it.
        "evaluation.matrix" evaluation_matrix (MatrixArgs) -> EvaluationMatrix;
        /// Closes the open round of evaluation: its scores are seen by all.
        "evaluation.close" evaluation_close (CloseRoundArgs) -> Saved;
        /// The evaluation a decision was proposed from, as it stood.
        "evaluation.sealed" evaluation_sealed (SealedArgs) -> SealedEvaluation;
        /// Proposes a decision with an option for each of what is chosen between, as one change.
        "decision.propose" decision_propose (ProposeArgs) -> Saved;
        /// The prototypes of a release, from baseline to live, each with cost against budget and what came of it.
        "prototypes" prototypes (WithinReleaseArgs) -> PrototypesDto;
        /// One prototype as its card shows it.
        "prototype.get" prototype_get (GetArgs) -> PrototypeDto;
        /// Links the versions a prototype produced, new ones among them, as one change.
        "prototype.produced" prototype_produced (ProducedArgs) -> Saved;
        /// The experiments of a release with what each says, and baselines against today.
        "experiments" experiments (WithinReleaseArgs) -> ExperimentsDto;
        /// What an experiment says: plan, lock, estimates, guardrails, verdict.
        "experiment.get" experiment_get (GetArgs) -> ExperimentDto;
        /// How many units per arm a plan needs, and values it can be computed from.
        "experiment.size" experiment_size (SizeArgs) -> SizeDto;
        /// Locks the plan of an experiment, if it names what decides.
        "experiment.lock" experiment_lock (LockPlanArgs) -> Saved;
        /// Records results per arm, by hand or from a table, as one change; or shows what it would record.
        "experiment.results" experiment_results (ResultsArgs) -> ResultsDto;
        /// The versions of a release with their identity, and how each stands against the world.
        "versions" versions (WithinReleaseArgs) -> VersionList;
        /// Looks versions up where they lie and records what was found, as one change.
        "versions.check" versions_check (CheckVersionsArgs) -> VersionsChecked;
        /// A version: identity, how it stands, what it came from, what came of it.
        "version.get" version_get (GetArgs) -> VersionPage;
        /// Two versions of one kind side by side.
        "version.compare" version_compare (CompareVersionsArgs) -> VersionsCompared;
        /// Records versions of model, data and code with the run that made them, as one change; twice adds nothing.
        "record.run" record_run (RecordRunArgs) -> RunRecorded;
        /// The components of a release and what passes between them, laid out.
        "system.map" system_map (WithinReleaseArgs) -> SystemMapDto;
        /// Records parts that a machine-learning system usually has, with their interactions, as one change.
        "system.start" system_start (SystemStartArgs) -> Saved;
        /// Everything that stands on an artefact, a field or a column, and whom to ask before it changes.
        "impact" impact (ImpactArgs) -> ImpactDto;
        /// The ten phases of a release: what is done, failed and missing in each.
        "loop" process_loop (LoopArgs) -> LoopDto;
        /// Records a check, by hand or from the results of tests, as one change; or shows what it would record.
        "activity.check" activity_check (CheckRunArgs) -> CheckRun;
        /// Reads a table from its file, and records what is in it with a data version as one change; or shows it.
        "data.profile" data_profile (DataProfileArgs) -> DataProfile;
        /// A data version with its fields, and the states of the data it is worth comparing with.
        "data.get" data_get (GetArgs) -> DataPage;
        /// States of data sets worth comparing, each with its difference of schema and its drift in a sentence.
        "data.pairs" data_pairs (DataPairsArgs) -> DataPairs;
        /// The difference of schema between two data versions or files.
        "data.compare" data_compare (DataCompareArgs) -> SchemaDifferenceDto;
        /// Whether data still looks like other data, field by field.
        "data.drift" data_drift (DataCompareArgs) -> DriftDto;
        /// A bundle by its one digest: what it ships, what it lacks, which others ship the same.
        "bundle.get" bundle_get (GetArgs) -> BundleDto;
        /// Makes a bundle from a model version with its data and code, as one change; or shows what it would be.
        "bundle.make" bundle_make (MakeBundleArgs) -> MadeBundle;
        /// Deployments over time: who gets what, what cannot be, what was seen.
        "rollout" rollout (RolloutArgs) -> RolloutDto;
        /// Two deployed bundles held against each other, segment by segment and over all.
        "rollout.compare" rollout_compare (CompareBundlesArgs) -> ComparedBundles;
        /// A deployment: what runs, the way back, what it lacks, what was seen in it.
        "deployment.get" deployment_get (GetArgs) -> DeploymentDto;
        /// Takes a deployment on to the next audience with the decision for it, as one change; or shows what would happen.
        "deployment.promote" deployment_promote (PromoteArgs) -> Promoted;
        /// Restores an earlier bundle in place of a deployment and opens a loop-back, as one change; or shows what would happen.
        "deployment.roll-back" deployment_roll_back (RollBackArgs) -> RollBackDto;
        /// What was seen in the field, over time, and what still asks for an answer.
        "observations" observations (RolloutArgs) -> ObservationsDto;
        /// Records what a monitor or a person saw; with a key, once.
        "observation.record" observation_record (ObserveArgs) -> ObservedDto;
        /// Records a table of observations, one per row, as one change; or shows what it would record.
        "observation.import" observation_import (ObserveTableArgs) -> ObservedTable;
        /// What was in production on a day, for whom, and why.
        "live.on" live_on (LiveArgs) -> LiveDto;
        /// A release as a document, or why a version is in production, to read in the window.
        "dossier" dossier_page (DossierArgs) -> DossierPage;
        /// Writes a dossier as PDF (PDF/A-2a, PDF/UA-1) or as one HTML file.
        "dossier.save" dossier_save (SaveDossierArgs) -> DossierSaved;
        /// Points of laws and standards with the artefacts that speak to each; no claim of compliance.
        "frameworks" frameworks (FrameworksArgs) -> FrameworksPage;
        /// What a picker offers while one types.
        "artefact.suggest" artefact_suggest (SuggestArgs) -> CardPage;
        /// The tags in use, the most used first.
        "tags" tags (TagsArgs) -> TagPage;
        /// Records an artefact with its links as one change.
        "artefact.add" artefact_add (AddArgs) -> Saved;
        /// Changes fields and links of an artefact as one change.
        "artefact.set" artefact_set (SetArgs) -> Saved;
        /// Removes an artefact (kept, shown grey) or brings it back.
        "artefact.remove" artefact_remove (RemoveArgs) -> Saved;
        /// Links two artefacts.
        "link.add" link_add (LinkArgs) -> Saved;
        /// Removes a link.
        "link.remove" link_remove (UnlinkArgs) -> Saved;
        /// Ranked full-text search.
        "search" search (SearchArgs) -> HitPage;
        /// What led to an artefact and what came of it, laid out in lanes.
        "trace" trace (TraceArgs) -> ThreadDto;
        /// The log, or the history of one artefact, link, person or release, newest first.
        "log" log (LogArgs) -> LogPage;
        /// Two moments compared: what was added, removed and changed, field by field.
        "moments.compare" moments_compare (MomentsArgs) -> MomentsCompared;
        /// The comparison of two moments as Markdown or CSV, as text or to a file.
        "moments.export" moments_export (ExportMomentsArgs) -> MomentsExported;
        /// Brings an artefact, a link or some fields back to how they were, as one new change; or shows what that changes.
        "restore" restore (RestoreArgs) -> Restored;
        /// Takes back one's latest change, or a given one.
        "undo" undo (UndoArgs) -> UndoneDto;
        /// Brings back what was undone last.
        "redo" redo (UndoArgs) -> UndoneDto;
        /// The keys that signed here: whose, known or not, and what each signed.
        "keys" keys (Nothing) -> Keys;
        /// Opens the key that signs here, for half an hour after its last use.
        "keys.unlock" keys_unlock (UnlockArgs) -> Nothing;
        /// Forgets the passphrase that was given.
        "keys.lock" keys_lock (Nothing) -> Nothing;
        /// Puts the key that signs here under a passphrase, another one, or none.
        "keys.passphrase" keys_passphrase (PassphraseArgs) -> Keys;
        /// Writes the key that signs here to a file, under a passphrase.
        "keys.export" keys_export (ExportKeyArgs) -> Nothing;
        /// Takes in an exported key, to sign here.
        "keys.import" keys_import (ImportKeyArgs) -> Keys;
        /// Says whose a key is.
        "keys.endorse" keys_endorse (EndorseArgs) -> Saved;
        /// Says that a key is not to be trusted from some change on.
        "keys.revoke" keys_revoke (RevokeArgs) -> Saved;
        /// What an erasure would do, old values included.
        "erase.preview" erase_preview (EraseArgs) -> ErasurePreview;
        /// Erases for good, and searches every file for what was erased.
        "erase" erase (EraseArgs) -> ErasedDto;
        /// What was erased, by whom and why; and what must be kept.
        "erased" erased (AboutArgs) -> ErasedList;
        /// Forbids erasing artefacts, or a release with all it includes.
        "hold.put" hold_put (HoldArgs) -> Saved;
        /// Lifts a hold.
        "hold.lift" hold_lift (LiftArgs) -> Saved;
        /// The holds, or those that cover an artefact.
        "holds" holds (AboutArgs) -> Holds;
        /// What a signature would bind, and by which key.
        "sign.preview" sign_preview (GetArgs) -> SignPreview;
        /// Signs a stance, a decision, a frozen release or any artefact.
        "sign" sign (SignArgs) -> SignatureDto;
        /// The signatures under an artefact.
        "signatures" signatures (GetArgs) -> Signatures;
        /// Keeps what a form holds, outside the log.
        "draft.save" draft_save (DraftArgs) -> Nothing;
        /// Every draft that waits.
        "draft.list" draft_list (Nothing) -> Drafts;
        /// Throws a draft away.
        "draft.discard" draft_discard (DraftKey) -> Nothing;
        /// Attaches a file to an artefact.
        "attachment.add" attachment_add (AttachArgs) -> AttachmentDto;
        /// Reads an attachment, verified.
        "attachment.read" attachment_read (AttachmentArgs) -> AttachmentDto;
        /// Writes an attachment to a file, verified.
        "attachment.save" attachment_save (AttachmentArgs) -> AttachmentDto;
        /// Takes in decision records, a git history, an MLflow store, a DVC repository and more, see docs/imports.md.
        "import" import (ImportArgs) -> ImportDto;
        /// Writes what others read: provenance, bills of materials, model cards, decisions, tables, see docs/exports.md.
        "export" export (ExportArgs) -> ExportDto;
        /// The stores that are watched for a product, or for any, with what they brought and when.
        "watch.list" watch_list (WatchArgs) -> WatchList;
        /// Watches a store for a product: what is new of it comes in by a refresh.
        "watch.add" watch_add (WatchAddArgs) -> Saved;
        /// Watches a store no longer; what it brought stays.
        "watch.remove" watch_remove (WatchRemoveArgs) -> Saved;
        /// Brings in what is new of watched stores, one change for each.
        "watch.refresh" watch_refresh (RefreshArgs) -> RefreshDto;
        /// Whether the window refreshes when this workspace is opened on this computer.
        "watch.at-start" watch_at_start (AtStartArgs) -> Nothing;
        /// Where an auditor should look: one line per subject.
        "audit" audit (AuditRoomArgs) -> AuditRoom;
        /// Every seal, whether it still verifies, and what changed since.
        "audit.seals" audit_seals (AuditArgs) -> SealList;
        /// Every decision with who decided, who objected, and how each stance was recorded.
        "audit.decided" audit_decided (AuditArgs) -> AuditDecisions;
        /// What was recorded, or received, more than a day after what it tells of.
        "audit.late" audit_late (LateArgs) -> LateEntries;
        /// Gaps that were left open knowingly, and whether that still holds.
        "audit.waivers" audit_waivers (AuditArgs) -> AuditWaivers;
        /// Versions that are new in a release with no decision linked, and decisions that nothing followed.
        "audit.undecided" audit_undecided (AuditArgs) -> UndecidedPage;
        /// The samples that were drawn, and what can be drawn from.
        "audit.samples" audit_samples (AuditArgs) -> SampleList;
        /// A sample with its items, and whether its seed draws the same again.
        "audit.sample" audit_sample (SampleArgs) -> SampleDto;
        /// Draws a sample by a printed seed, as one change; or shows what it would draw.
        "audit.draw" audit_draw (DrawArgs) -> SampleDto;
        /// Ticks an item of a sample off with a finding, as one change.
        "audit.tick" audit_tick (TickArgs) -> Saved;
        /// The report of a sample, in Markdown.
        "audit.report" audit_report (SampleReportArgs) -> SampleReport;
        /// Renders Markdown.
        "markdown" markdown (MarkdownArgs) -> Html;
        /// How far a long call is.
        "job.status" job_status (JobKey) -> JobStatus;
        /// Asks a long call to stop.
        "job.cancel" job_cancel (JobKey) -> Nothing;
    }
    shell {
        /// Lets the person pick a file or folder.
        "dialog.open" (DialogArgs) -> Picked;
        /// Lets the person pick where to save.
        "dialog.save" (DialogArgs) -> Picked;
        /// Opens an address in the person's browser.
        "link.open" (UrlArgs) -> Nothing;
    }
}

fn arguments<T: DeserializeOwned>(name: &str, args: Json) -> Result<T, ApiError> {
    let args = if args.is_null() { Json::Object(serde_json::Map::new()) } else { args };
    // A list would fill the fields in the order they happen to be declared in.
    if !args.is_object() {
        let error = serde::de::Error::custom("they are not an object");
        return Err(crate::error::bad_arguments(name, &error));
    }
    serde_json::from_value(args).map_err(|e| crate::error::bad_arguments(name, &e))
}

fn answer<T: Serialize>(result: T) -> Result<Json, ApiError> {
    serde_json::to_value(result).map_err(|e| crate::error::internal(&e.to_string()))
}

fn row<A: TS, R: TS>(cfg: &Config, name: &str, doc: &str) -> String {
    format!("  /**{doc} */\n  '{name}': {{ args: {}; result: {} }};\n", A::name(cfg), R::name(cfg))
}

/// Collects each type's declaration once, dependencies first.
struct Declarations<'a> {
    cfg: &'a Config,
    seen: Vec<(String, String)>,
}

impl TypeVisitor for Declarations<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        let name = T::name(self.cfg);
        if self.seen.iter().any(|(n, _)| *n == name) {
            return;
        }
        // A type without an output path is built in (string, number, list) and needs no declaration,
        // but what it is made of may.
        if T::output_path().is_none() {
            T::visit_dependencies(self);
            T::visit_generics(self);
            return;
        }
        self.seen.push((name, format!("{}export {}\n", T::docs().unwrap_or_default(), T::decl(self.cfg))));
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

impl Declarations<'_> {
    fn finish(mut self, table: &str) -> String {
        self.seen.sort();
        let mut out = String::from(
            "// Generated from crates/api by `make bindings`; a test keeps it true. Do not edit.\n\n\
             /** Any JSON value. */\nexport type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };\n\n",
        );
        for (_, declaration) in &self.seen {
            out.push_str(declaration);
            out.push('\n');
        }
        out.push_str(table);
        out
    }
}
