//! Writes what a reader found, as far as it is new, in one change.

mod behind;
mod commits;
mod differ;
mod numbers;
mod plan;
mod said;
mod same;

use serde::Serialize;
use throughline_record::{Act, EntityId, RecordDraft};
use throughline_store::{Append, Progress, StoreError, Workspace};

use crate::error::Result;
use crate::taken::{Line, Taken};
pub use commits::known_commits;
pub(crate) use differ::split;
pub(crate) use numbers::Numbers;
pub(crate) use plan::{Counts, End, Mark, Plan, Values, Wish};

/// How often an import starts over because somebody else wrote meanwhile.
const ATTEMPTS: usize = 8;

/// How an import is done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ApplyOptions {
    /// The release that includes what is added, as created there.
    pub release: Option<EntityId>,
    /// Tells what would be done and writes nothing.
    pub dry_run: bool,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// The source's stable name.
    pub source: String,
    /// What people call the source.
    pub title: String,
    /// Entities that were not there before.
    pub added: u64,
    /// Entities that were there and changed.
    pub changed: u64,
    /// Entities that were there and are as the source says, or as somebody made them since.
    pub unchanged: u64,
    /// Links that were not there before.
    pub links_added: u64,
    /// The log position of the change; none if nothing was new, or it was a dry run.
    pub position: Option<u64>,
    /// What was taken, changed, skipped or wrong.
    pub lines: Vec<Line>,
}

/// Writes what is new of a reading.
///
/// Entities get the ids that follow from workspace, source and key, so importing again meets
/// them. Each revision of the source that was not taken before is one record, with the source's
/// own time and author, of the fields that differ from the revision before. What the source did
/// not change since it was last imported is left as people made it. All of it is one change;
/// without anything new there is none.
///
/// # Errors
/// Those of the store; nothing is recorded then.
pub fn apply(
    ws: &Workspace,
    taken: &Taken,
    actor: Option<EntityId>,
    options: &ApplyOptions,
    progress: &dyn Progress,
) -> Result<ImportReport> {
    apply_noting(ws, taken, actor, options, progress, &|_| Vec::new())
}

/// As [`apply`], with records of one's own in the same change, made of what the import is about to
/// do. They are asked for only if something is new.
///
/// # Errors
/// As [`apply`].
pub fn apply_noting(
    ws: &Workspace,
    taken: &Taken,
    actor: Option<EntityId>,
    options: &ApplyOptions,
    progress: &dyn Progress,
    note: &dyn Fn(&ImportReport) -> Vec<RecordDraft>,
) -> Result<ImportReport> {
    let make = |plan: &mut Plan<'_>| {
        let total = taken.items.len() as u64;
        for (done, item) in taken.items.iter().enumerate() {
            throughline_store::progress::step(progress, done as u64, total, "entries")?;
            plan.item(taken, item)?;
        }
        for old in &taken.superseded {
            plan.supersede(&taken.source, &old.key, &old.by)?;
        }
        plan.links(taken)?;
        plan.meet()?;
        plan.gone(taken)
    };
    write_noting(ws, actor, options, taken, make, note)
}

/// Plans on the state of this moment, and appends if it still is that state.
pub(crate) fn write(
    ws: &Workspace,
    actor: Option<EntityId>,
    options: &ApplyOptions,
    taken: &Taken,
    make: impl Fn(&mut Plan<'_>) -> Result<()>,
) -> Result<ImportReport> {
    write_noting(ws, actor, options, taken, make, &|_| Vec::new())
}

fn write_noting(
    ws: &Workspace,
    actor: Option<EntityId>,
    options: &ApplyOptions,
    taken: &Taken,
    make: impl Fn(&mut Plan<'_>) -> Result<()>,
    note: &dyn Fn(&ImportReport) -> Vec<RecordDraft>,
) -> Result<ImportReport> {
    let mut attempts = 0;
    loop {
        attempts += 1;
        ws.catch_up()?;
        let head = ws.length()?;
        let reader = ws.reader()?;
        let mut plan = Plan::new(ws, &reader, options.release);
        make(&mut plan)?;
        let (mut records, counts, lines) = plan.finish(&taken.report);
        let mut report = report(taken, &counts, lines);
        if options.dry_run
            && let Some(why) = reader.rollout_refusal(&records, &ws.env().clock.now())?
        {
            return Err(StoreError::Rollout(why).into());
        }
        drop(reader);
        if records.is_empty() || options.dry_run {
            return Ok(report);
        }
        records.extend(note(&report));
        match append(ws, actor, &taken.title, Some(head), records) {
            Ok(position) => {
                report.position = Some(position);
                return Ok(report);
            }
            // What was planned may no longer hold: plan again on what is there now.
            Err(StoreError::HeadMoved { .. }) if attempts < ATTEMPTS => {}
            Err(error) => return Err(error.into()),
        }
    }
}

fn report(taken: &Taken, counts: &Counts, lines: Vec<Line>) -> ImportReport {
    ImportReport {
        source: taken.source.clone(),
        title: taken.title.clone(),
        added: counts.added,
        changed: counts.changed,
        unchanged: counts.unchanged,
        links_added: counts.links_added,
        position: None,
        lines,
    }
}

pub(crate) fn append(
    ws: &Workspace,
    actor: Option<EntityId>,
    title: &str,
    head: Option<u64>,
    records: Vec<RecordDraft>,
) -> std::result::Result<u64, StoreError> {
    let mut request = Append::new(actor, Act::Import, records);
    request.note = Some(format!("Imported {title}"));
    request.expect_head = head;
    Ok(ws.append(request)?.position)
}
