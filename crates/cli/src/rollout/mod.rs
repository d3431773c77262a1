//! Bundles, deployments and what is seen of them: what can be typed, and what is called.

mod printed;

use std::io::Read;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use throughline_api::dto::ApiError;

use crate::args::AsOf;
use crate::request::{Request, moment};

pub use printed::answer;

/// What can be done with what runs.
#[derive(Debug, Subcommand)]
pub enum RolloutCommand {
    /// Makes and shows bundles: model, data and code under one label with one digest.
    Bundle {
        /// What to do.
        #[command(subcommand)]
        command: BundleCommand,
    },
    /// Shows deployments over time, compares two by segment, promotes one to the next audience.
    Deployments {
        /// What to do; the list over time where it is left out.
        #[command(subcommand)]
        command: Option<DeploymentsCommand>,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Restores an earlier bundle in place of a deployment, and opens a loop-back: `throughline roll-back DEP-2 --reason "…"`.
    RollBack(RollBack),
    /// Records what was seen in a deployment, from a monitor or a table: `throughline observe DEP-2 --kind metric
    /// --metric Conversion --measured 31 --expected 28..33 --window 2026-10-12..2026-10-26`.
    Observe(Box<Observe>),
    /// Lists what was seen, what asks for an answer first.
    Observations {
        /// Only what asks for an answer; exits 1 if anything does.
        #[arg(long)]
        asking: bool,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Shows what was in production on a day, for whom, and why: `throughline live --on 2026-10-20`.
    Live {
        /// The day, or an instant; now where it is left out.
        #[arg(long, value_name = "DAY")]
        on: Option<String>,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
}

/// What can be done with bundles.
#[derive(Debug, Subcommand)]
pub enum BundleCommand {
    /// Makes a bundle from a model version, with the data it was trained on and the code it was built from.
    Make {
        /// What it ships under.
        #[arg(long)]
        label: String,
        /// The model version: an id, or name@version.
        #[arg(long, value_name = "MODEL")]
        model: String,
        /// A data version in place of what the model was trained on. May be repeated; `none` for no data.
        #[arg(long, value_name = "DATA")]
        data: Vec<String>,
        /// A code version in place of what the model was built from. May be repeated; `none` for no code.
        #[arg(long, value_name = "CODE")]
        code: Vec<String>,
        /// Shows what it would be, and records nothing.
        #[arg(long)]
        dry_run: bool,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Shows what a bundle ships: versions with their identities, its digest, what it lacks, which others are the same.
    Show {
        /// Which bundle.
        id: String,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
}

/// What can be done with deployments.
#[derive(Debug, Subcommand)]
pub enum DeploymentsCommand {
    /// Shows one deployment: what runs, the way back, what it lacks, what was seen.
    Show {
        /// Which deployment.
        id: String,
    },
    /// Compares two deployments, or two bundles wherever they run, segment by segment and over all.
    Compare {
        /// The one.
        of: String,
        /// What it is held against.
        with: String,
        /// The metric; the one both were measured in most where it is left out.
        #[arg(long, value_name = "METRIC")]
        metric: Option<String>,
        /// How much worse is still not worse, in the metric's unit.
        #[arg(long)]
        margin: Option<f64>,
    },
    /// Takes a deployment on to the next audience, with the decision for it and what that rests on.
    Promote {
        /// Which deployment.
        id: String,
        /// The audience: internal, selected-users or everyone; the next one where it is left out.
        #[arg(long, value_name = "AUDIENCE")]
        to: Option<String>,
        /// Which of them, in words.
        #[arg(long, value_name = "TEXT")]
        segment: Option<String>,
        /// Per cent of the audience; all where it is left out.
        #[arg(long, value_name = "PERCENT")]
        share: Option<f64>,
        /// From when, a day or an instant; now where it is left out.
        #[arg(long, value_name = "WHEN")]
        from: Option<String>,
        /// The decision for it.
        #[arg(long, value_name = "ID")]
        decision: Option<String>,
        /// What was measured or observed, on which it rests. May be repeated.
        #[arg(long, value_name = "ID")]
        on: Vec<String>,
        /// Lets the deployment that is promoted run on beside the new one.
        #[arg(long)]
        keep: bool,
        /// Shows what would happen, and records nothing.
        #[arg(long)]
        dry_run: bool,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
}

/// A roll-back.
#[derive(Debug, Args)]
pub struct RollBack {
    /// The deployment that failed.
    pub id: String,
    /// The bundle to restore; the last complete one that ran where it is left out.
    #[arg(long, value_name = "BUNDLE")]
    pub to: Option<String>,
    /// Why; the record keeps it.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub reason: String,
    /// The decision for it.
    #[arg(long, value_name = "ID")]
    pub decision: Option<String>,
    /// What showed it: an observation.
    #[arg(long, value_name = "ID")]
    pub trigger: Option<String>,
    /// The stage or phase the work goes back to; `phase:validation` where it is left out.
    #[arg(long, value_name = "PLACE")]
    pub back_to: Option<String>,
    /// Goes on although the bundle is not complete.
    #[arg(long)]
    pub knowingly: bool,
    /// Shows what would be restored and what differs, and records nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// An observation, or a table of them.
#[derive(Debug, Args)]
pub struct Observe {
    /// The deployment it was seen in; none for a change in the world.
    pub deployment: Option<String>,
    /// metric, data-drift, model-drift, schema-change, bias, incident, uptime or behaviour-change.
    #[arg(long, required_unless_present = "csv")]
    pub kind: Option<String>,
    /// A table, one observation per row, whose first line names the columns; `-` for standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "kind")]
    pub csv: Option<PathBuf>,
    /// A few words.
    #[arg(short, long)]
    pub title: Option<String>,
    /// The metric: an id or its name.
    #[arg(long)]
    pub metric: Option<String>,
    /// The value seen.
    #[arg(long, allow_hyphen_values = true, value_name = "NUMBER")]
    pub measured: Option<String>,
    /// What was expected: a value, or a band such as 28..33, 28.. or ..33.
    #[arg(long, allow_hyphen_values = true, value_name = "BAND")]
    pub expected: Option<String>,
    /// Which of the users, in words.
    #[arg(long)]
    pub segment: Option<String>,
    /// Units measured.
    #[arg(long)]
    pub n: Option<u64>,
    /// Successes, for a share.
    #[arg(long)]
    pub successes: Option<u64>,
    /// Mean, for a number.
    #[arg(long, allow_hyphen_values = true)]
    pub mean: Option<String>,
    /// Standard deviation of the single values.
    #[arg(long)]
    pub deviation: Option<String>,
    /// info, minor, major or critical.
    #[arg(long)]
    pub severity: Option<String>,
    /// What it covers, FROM..TO: days or instants, the end not in it.
    #[arg(long, value_name = "FROM..TO")]
    pub window: Option<String>,
    /// The day it was seen; the last of the window, or today, where it is left out.
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// The dashboard, alert or report it was read from.
    #[arg(long, value_name = "TEXT")]
    pub source: Option<String>,
    /// A name by which the same observation sent again is known: it is recorded once.
    #[arg(long)]
    pub key: Option<String>,
    /// Leaves out the rows that cannot be read.
    #[arg(long, requires = "csv")]
    pub leave_out: bool,
    /// Shows what a table would record, and records nothing.
    #[arg(long, requires = "csv")]
    pub dry_run: bool,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

/// The call of the api.
///
/// # Errors
/// `io` where a table cannot be read.
pub fn requests(command: &RolloutCommand, release: Option<&str>) -> Result<Vec<Request>, ApiError> {
    let (name, args) = match command {
        RolloutCommand::Bundle {
            command: BundleCommand::Make { label, model, data, code, dry_run, reason },
        } => (
            "bundle.make",
            json!({
                "label": label, "model": model, "data": named(data), "code": named(code), "preview": dry_run,
                "reason": reason, "release": release,
            }),
        ),
        RolloutCommand::Bundle { command: BundleCommand::Show { id, at } } => {
            ("bundle.get", json!({ "id": id, "at": moment(at) }))
        }
        RolloutCommand::Deployments { command: None, at } => {
            ("rollout", json!({ "release": release, "at": moment(at) }))
        }
        RolloutCommand::Deployments { command: Some(command), at } => deployments(command, at, release),
        RolloutCommand::RollBack(of) => (
            "deployment.roll-back",
            json!({
                "id": of.id, "to": of.to, "reason": of.reason, "decision": of.decision, "trigger": of.trigger,
                "back_to": of.back_to, "knowingly": of.knowingly, "preview": of.dry_run,
            }),
        ),
        RolloutCommand::Observe(of) => observe(of, release)?,
        RolloutCommand::Observations { at, .. } => {
            ("observations", json!({ "release": release, "at": moment(at) }))
        }
        RolloutCommand::Live { on, at } => {
            ("live.on", json!({ "on": on, "release": release, "at": moment(at) }))
        }
    };
    Ok(vec![Request { name: name.into(), args }])
}

/// Versions that were named; nothing where none was, none at all for `none`.
fn named(list: &[String]) -> Value {
    match list {
        [] => Value::Null,
        [one] if one == "none" => json!([]),
        list => json!(list),
    }
}

fn deployments(command: &DeploymentsCommand, at: &AsOf, release: Option<&str>) -> (&'static str, Value) {
    match command {
        DeploymentsCommand::Show { id } => ("deployment.get", json!({ "id": id, "at": moment(at) })),
        DeploymentsCommand::Compare { of, with, metric, margin } => (
            "rollout.compare",
            json!({ "of": of, "with": with, "metric": metric, "margin": margin, "at": moment(at) }),
        ),
        DeploymentsCommand::Promote { id, to, segment, share, from, decision, on, keep, dry_run, reason } => {
            (
                "deployment.promote",
                json!({
                    "id": id, "to": to, "segment": segment, "share": share, "from": from, "decision": decision,
                    "on": on, "keep": keep, "preview": dry_run, "reason": reason, "release": release,
                }),
            )
        }
    }
}

fn observe(of: &Observe, release: Option<&str>) -> Result<(&'static str, Value), ApiError> {
    if let Some(file) = &of.csv {
        let mut text = String::new();
        let read = if file.as_os_str() == "-" {
            std::io::stdin().lock().read_to_string(&mut text)
        } else {
            std::fs::read_to_string(file).map(|read| {
                text = read;
                text.len()
            })
        };
        read.map_err(|e| {
            let said = format!("{} could not be read: {e}. Nothing was recorded.", file.display());
            ApiError::new("io", said, "Check the path, and that it is a table in UTF-8.")
        })?;
        let args = json!({
            "csv": text, "deployment": of.deployment, "preview": of.dry_run, "leave_out": of.leave_out,
            "release": release, "reason": of.reason,
        });
        return Ok(("observation.import", args));
    }
    let args = json!({
        "deployment": of.deployment, "kind": of.kind, "title": of.title, "metric": of.metric,
        "measured": of.measured, "expected": of.expected, "segment": of.segment, "n": of.n,
        "successes": of.successes, "mean": of.mean, "deviation": of.deviation, "severity": of.severity,
        "window": of.window, "date": of.date, "read_from": of.source, "key": of.key, "release": release,
        "reason": of.reason,
    });
    Ok(("observation.record", args))
}

/// Whether an answer says no: something asks for an answer, and only that was asked for.
pub fn asks(command: &RolloutCommand, answer: &Value) -> bool {
    matches!(command, RolloutCommand::Observations { asking: true, .. })
        && answer.get("asking").and_then(Value::as_u64).unwrap_or(0) > 0
}
