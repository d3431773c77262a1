//! Checks as activities: recorded by hand, by a pipeline, or from the results of tests.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};
use throughline_interop::junit::{Junit, LARGEST, read_junit};
use throughline_model::readiness::process::{check_words, phase_of_check};
use throughline_record::{Act, EntityId, Value};
use throughline_store::{Append, At};

use crate::App;
use crate::app::Open;
use crate::attachments::media_of;
use crate::dto::{AddArgs, ApiError, CheckRun, CheckRunArgs, FieldErrorDto, SetArgs};
use crate::error::{self, capital, invalid};
use crate::linking::Linking;
use crate::lookups;
use crate::markdown;

/// Whose keys the results of tests have.
const SOURCE: &str = "junit";
/// Largest file that becomes the text of a report, in bytes; larger ones are attached.
const TEXT: usize = 100_000;

/// A file that goes with the activity.
struct Evidence {
    name: String,
    bytes: Vec<u8>,
}

impl App {
    pub(crate) fn activity_check(&self, args: CheckRunArgs) -> Result<CheckRun, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let mut evidence = Vec::new();
        let junit = results(&args, &mut evidence)?;
        if junit.is_some() && args.outcome.as_deref().is_some_and(|said| !said.is_empty()) {
            return Err(one_error(
                "outcome",
                "said-twice",
                "The results of tests say themselves how they ended.",
            ));
        }
        let mut report = args.report.clone().unwrap_or_default();
        if let Some(path) = args.report_file.as_deref().filter(|path| !path.is_empty()) {
            let read = file(path, usize::try_from(open.workspace.attachment_limit()).unwrap_or(usize::MAX))?;
            match String::from_utf8(read.bytes) {
                Ok(text) if text.len() <= TEXT && is_text(&read.name) => report = text,
                Ok(text) => evidence.push(Evidence { name: read.name, bytes: text.into_bytes() }),
                Err(other) => evidence.push(Evidence { name: read.name, bytes: other.into_bytes() }),
            }
        }
        let filled = self.filled(&args, junit.as_ref(), report)?;
        let told = |id: String, short: String, position, already| CheckRun {
            id,
            short,
            position,
            already,
            outcome: filled.outcome.clone(),
            title: filled.title.clone(),
            report_html: markdown::render(&filled.report),
            report: filled.report.clone(),
            metrics: filled.metrics.clone(),
            date: filled.date.clone(),
            phase: filled.phase.clone(),
        };
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        let key = junit.as_ref().map(|junit| format!("{}:{}", args.check, junit.key()));
        let id = key
            .as_ref()
            .map_or_else(|| self.new_id(), |key| EntityId::derived(&open.workspace.id(), SOURCE, key));
        if key.is_some()
            && let Some(state) = reader.state(&id, &At::Now)?
        {
            let short = lookups::card(&reader, &id, &At::Now)?.map(|card| card.short).unwrap_or_default();
            if !state.removed() {
                return Ok(told(id.to_string(), short, None, true));
            }
            if !args.preview {
                // It was taken back, and is wanted after all: the same activity comes back.
                let back = BTreeMap::from([("removed".to_owned(), Json::from(false))]);
                let saved = self.artefact_set(SetArgs {
                    id: id.to_string(),
                    fields: back,
                    reason: args.reason.clone(),
                    draft: args.draft.clone(),
                    ..SetArgs::default()
                })?;
                return Ok(told(id.to_string(), short, saved.position, false));
            }
        }
        // The form is checked in a preview as well.
        let add = self.as_added(&args, &filled, &[], &open)?;
        let made = self.drafted_as(&open, &mut linking, &add, id)?;
        if args.preview {
            return Ok(told(String::new(), String::new(), None, false));
        }
        let mut record = made.record;
        if !evidence.is_empty() {
            let add = self.as_added(&args, &filled, &evidence, &open)?;
            let mut again = Linking::new(&reader, open.workspace.id(), None);
            record = self.drafted_as(&open, &mut again, &add, id)?.record;
        }
        if let (Some(key), Some(junit)) = (&key, &junit) {
            let part = |name: &str, text: &str| (name.to_owned(), Value::Text(text.to_owned()));
            let origin = [part("source", SOURCE), part("key", key), part("rev", &junit.digest)];
            record.content.insert("source".to_owned(), Some(Value::Map(origin.into())));
        }
        let mut records = vec![record];
        records.append(&mut linking.records);
        let mut append = Append::new(open.actor(), Act::Edit, records);
        append.note = args.reason.clone().filter(|reason| !reason.trim().is_empty());
        let saved = self.seal(&open, append, id, args.draft.as_deref())?;
        Ok(told(saved.id, saved.short, saved.position, false))
    }

    /// What is recorded, by what was said and what the results say.
    fn filled(&self, args: &CheckRunArgs, junit: Option<&Junit>, report: String) -> Result<Filled, ApiError> {
        if args.check.trim().is_empty() {
            return Err(one_error("check", "required", "Say what was checked: schema, unit-test, bias …"));
        }
        let outcome = match (junit, args.outcome.as_deref().filter(|said| !said.is_empty())) {
            (Some(junit), _) => if junit.passed() { "passed" } else { "failed" }.to_owned(),
            (None, Some(said)) => said.to_owned(),
            (None, None) => {
                return Err(one_error(
                    "outcome",
                    "required",
                    "Say how it ended: passed, failed or informational; or give the results of tests.",
                ));
            }
        };
        let words = capital(check_words(&args.check));
        let title = match (args.title.as_deref().map(str::trim).filter(|title| !title.is_empty()), junit) {
            (Some(title), _) => title.to_owned(),
            (None, Some(junit)) if !junit.name().is_empty() => format!("{words}: {}", junit.name()),
            (None, _) => format!("{words}: {outcome}"),
        };
        let mut metrics: BTreeMap<String, String> = BTreeMap::new();
        if let Some(junit) = junit {
            let counts = junit.counts();
            for (name, n) in [
                ("tests", counts.tests),
                ("passed", counts.passed()),
                ("failed", counts.failures),
                ("errors", counts.errors),
                ("skipped", counts.skipped),
            ] {
                metrics.insert(name.into(), n.to_string());
            }
            if let Some(seconds) = junit.seconds() {
                let text = format!("{seconds:.3}");
                metrics.insert("seconds".into(), text.trim_end_matches('0').trim_end_matches('.').to_owned());
            }
        }
        for (name, value) in &args.metrics {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            metrics.insert(name.clone(), text);
        }
        let told = junit.map(Junit::report).unwrap_or_default();
        let report = [report.trim(), told.trim()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("\n\n");
        let date = args
            .date
            .clone()
            .filter(|date| !date.trim().is_empty())
            .or_else(|| junit.and_then(Junit::day).map(str::to_owned))
            .unwrap_or_else(|| self.today());
        let usual = || phase_of_check(&args.check).unwrap_or("test").to_owned();
        let phase = args.phase.clone().filter(|phase| !phase.is_empty()).unwrap_or_else(usual);
        let parameters = junit
            .into_iter()
            .flat_map(|junit| &junit.suites)
            .flat_map(|suite| &suite.properties)
            .filter(|(name, _)| !name.is_empty())
            .cloned()
            .collect();
        Ok(Filled { outcome, title, report, metrics, date, phase, parameters })
    }

    /// The form of the activity. Its files are kept here, so that they lie in the workspace before it names them.
    fn as_added(
        &self,
        args: &CheckRunArgs,
        filled: &Filled,
        evidence: &[Evidence],
        open: &Open,
    ) -> Result<AddArgs, ApiError> {
        let mut fields = BTreeMap::from([
            ("title".to_owned(), json!(filled.title)),
            ("check".to_owned(), json!(args.check)),
            ("phase".to_owned(), json!(filled.phase)),
            ("outcome".to_owned(), json!(filled.outcome)),
            ("date".to_owned(), json!(filled.date)),
        ]);
        if !filled.report.is_empty() {
            fields.insert("report".into(), json!(filled.report));
        }
        for (name, pairs) in [("metrics", &filled.metrics), ("parameters", &filled.parameters)] {
            if !pairs.is_empty() {
                fields.insert(name.into(), json!(pairs));
            }
        }
        if let Some(run) = args.run_id.as_deref().filter(|run| !run.trim().is_empty()) {
            fields.insert("run-id".into(), json!(run));
        }
        if !args.of.is_empty() {
            fields.insert("inputs".into(), json!(args.of));
        }
        let mut attached = Vec::new();
        for one in evidence {
            let media = media_of(&one.name);
            let stored = open.workspace.attach(&mut Cursor::new(&one.bytes), &one.name, Some(media), &())?;
            attached.push(json!({
                "name": stored.name, "media": stored.media, "size": stored.size, "digest": stored.digest.to_string(),
            }));
        }
        if !attached.is_empty() {
            fields.insert("attachments".into(), json!({ "add": attached }));
        }
        Ok(AddArgs { kind: "activity".into(), fields, release: args.release.clone(), ..AddArgs::default() })
    }
}

/// An activity before it is recorded.
struct Filled {
    outcome: String,
    title: String,
    report: String,
    metrics: BTreeMap<String, String>,
    date: String,
    phase: String,
    parameters: BTreeMap<String, String>,
}

/// The results of tests, if there are any; their file goes with the activity.
fn results(args: &CheckRunArgs, evidence: &mut Vec<Evidence>) -> Result<Option<Junit>, ApiError> {
    let read = match (&args.junit, &args.junit_base64) {
        (Some(path), _) if !path.is_empty() => file(path, LARGEST)?,
        (_, Some(text)) if !text.is_empty() => {
            let bytes = STANDARD.decode(text).map_err(|e| {
                ApiError::new(
                    "bad-arguments",
                    format!("The bytes of the results are damaged: {e}. Nothing was recorded."),
                    "Give the file again.",
                )
            })?;
            Evidence { name: args.junit_name.clone().unwrap_or_else(|| "results.xml".into()), bytes }
        }
        _ => return Ok(None),
    };
    let junit = read_junit(&read.bytes).map_err(|refused| {
        ApiError::new("not-junit", format!("{refused} Nothing was recorded."), refused.hint())
            .about(read.name.clone())
    })?;
    evidence.push(read);
    Ok(Some(junit))
}

/// Reads a file up to a limit.
fn file(path: &str, limit: usize) -> Result<Evidence, ApiError> {
    let path = Path::new(path);
    let opened = File::open(path).map_err(|e| error::io("Reading", path, &e))?;
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    opened.take(most).read_to_end(&mut bytes).map_err(|e| error::io("Reading", path, &e))?;
    if bytes.len() > limit {
        return Err(ApiError::new(
            "too-large",
            format!("{} is larger than {} MiB. Nothing was recorded.", path.display(), limit >> 20),
            "Give a smaller file, or record it without.",
        )
        .about(path.display().to_string()));
    }
    let name = path.file_name().map_or_else(|| "evidence".into(), |name| name.to_string_lossy().into_owned());
    Ok(Evidence { name, bytes })
}

/// Whether a file's name says that it is text a person reads.
fn is_text(name: &str) -> bool {
    let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().to_lowercase());
    matches!(ending.as_deref(), None | Some("md" | "txt" | "log" | "markdown"))
}

fn one_error(field: &str, code: &str, sentence: &str) -> ApiError {
    invalid(vec![FieldErrorDto { field: field.into(), code: code.into(), sentence: sentence.into() }])
}
