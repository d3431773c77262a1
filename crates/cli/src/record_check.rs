//! `throughline record check …`: what can be typed, what is called, what is printed.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value, json};
use throughline_api::dto::{ApiError, CheckRun};

use crate::print;

/// A check, by hand or from the results of tests.
#[derive(Debug, Args)]
pub struct RecordCheck {
    /// What was checked: unit-test, schema, metrics-parity, bias, abuse, load, recovery-drill.
    #[arg(long = "type", value_name = "CHECK")]
    pub type_: String,
    /// How it ended: passed, failed or informational. Results of tests say it themselves.
    #[arg(long, required_unless_present = "junit", conflicts_with = "junit")]
    pub outcome: Option<String>,
    /// The results of tests as JUnit XML. The same run again adds nothing.
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
    /// What was checked: a version, a component, anything recorded. May be repeated.
    #[arg(long, value_name = "ID")]
    pub of: Vec<String>,
    /// The phase, if it is not the usual one of the check.
    #[arg(long)]
    pub phase: Option<String>,
    /// Its title.
    #[arg(short, long)]
    pub title: Option<String>,
    /// When it was done; by default what the results say, else today.
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// What was found: a text becomes the report, any other file is attached.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// What it measured: `--metric p95_ms=55`. May be repeated.
    #[arg(long = "metric", value_name = "K=V")]
    pub metrics: Vec<String>,
    /// The run in your tracking tool.
    #[arg(long, value_name = "ID")]
    pub run_id: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Only says what would be recorded.
    #[arg(long)]
    pub dry_run: bool,
    /// Exits with 1 if the check failed.
    #[arg(long)]
    pub strict: bool,
}

/// The call of the api.
///
/// # Errors
/// `bad-field` where a metric lacks its `=`.
pub fn request(of: &RecordCheck, release: Option<&str>) -> Result<(&'static str, Value), ApiError> {
    let mut metrics = Map::new();
    for metric in &of.metrics {
        let Some((name, value)) = metric.split_once('=').filter(|(name, _)| !name.is_empty()) else {
            return Err(ApiError::new(
                "bad-field",
                format!("“{metric}” is no metric. Nothing was recorded."),
                "Write --metric name=value.",
            )
            .about(metric.clone()));
        };
        metrics.insert(name.into(), json!(value));
    }
    let args = json!({
        "check": of.type_, "outcome": of.outcome, "junit": of.junit, "of": of.of, "phase": of.phase, "title": of.title,
        "date": of.date, "report_file": of.report, "metrics": metrics, "run_id": of.run_id, "reason": of.reason,
        "preview": of.dry_run, "release": release,
    });
    Ok(("activity.check", args))
}

/// Prints an answer for a person.
pub fn answer(of: &RecordCheck, answer: &Value) {
    print::typed(answer, |run: &CheckRun| {
        let first = run.report.lines().next().unwrap_or_default();
        let what = match (of.dry_run && !run.already, run.already) {
            (true, _) => "would be recorded".to_owned(),
            (_, true) => format!("{}  was recorded before; nothing was added", run.short),
            _ => format!("{}  #{}", run.short, run.position.map_or(0, |p| p.0)),
        };
        let mut lines = vec![what, format!("  {}: {}", run.title, run.outcome)];
        if of.junit.is_some() {
            lines.push(format!("  {first}"));
        }
        lines
    });
}

/// Whether the answer says that the check failed, and that was asked for.
pub fn failed(of: &RecordCheck, answer: &Value) -> bool {
    of.strict && answer.get("outcome").and_then(Value::as_str) == Some("failed")
}
