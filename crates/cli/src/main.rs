//! `throughline`, for terminals and pipelines. Thin: it turns words into calls of the api and
//! answers into text.

mod args;
mod audit;
mod back;
mod data;
mod dossier;
mod erasing;
mod evidence;
mod exchange;
mod experiments;
mod export;
mod figures;
mod find;
mod gaps;
mod imports;
mod keys;
mod looking;
mod machine;
mod objectives;
mod opening;
mod pack;
mod print;
mod proof;
mod record_check;
mod recording;
mod releases;
mod request;
mod rollout;
mod sessions;
mod tree;
mod usage;
mod versions;
mod watch;

use std::io::BufRead;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use serde_json::{Value, json};
use tempfile::NamedTempFile;
use throughline_api::App;
use throughline_api::dto::ApiError;

use crate::args::{Cli, Command, Common};
use crate::exchange::ExchangeCommand;
use crate::imports::Format;
use crate::recording::RecordCommand;
use crate::request::Request;

/// A negative answer: verification failed, a blocking gap is open, an import met what it could not take, or a version
/// is not as it was recorded.
const NEGATIVE: u8 = 1;
/// What was typed cannot be understood.
const USAGE: u8 = 2;
/// Refused or failed.
const FAILED: u8 = 3;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return not_understood(&error),
    };
    match run(&cli) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            print::error(&error, cli.common.json);
            let typed = matches!(error.code.as_str(), "bad-field" | "bad-link" | "bad-filter" | "bad-json");
            // What stands on standard input was not typed.
            ExitCode::from(if typed && !from_input(&cli.command) { USAGE } else { FAILED })
        }
    }
}

/// Help and version are answers; all else is usage, for scripts in their own form.
fn not_understood(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() || !usage::wants_json(std::env::args_os()) {
        error.exit();
    }
    print::error(&usage::error(error), true);
    ExitCode::from(USAGE)
}

fn run(cli: &Cli) -> Result<u8, ApiError> {
    if let Command::Open(opening) = &cli.command {
        opening::open(opening, cli.common.workspace.as_deref(), cli.common.json)?;
        return Ok(0);
    }
    let app = Arc::new(App::system(Vec::new())?.for_pipelines());
    if from_input(&cli.command) {
        open(&app, cli)?;
        let code = calls(&app);
        app.call("workspace.close", json!({}))?;
        return code;
    }
    let spooled = spool(&cli.command)?;
    let requests = request::requests(&cli.command, &cli.common)?;
    if !needs_workspace(&cli.command) {
        return answers(&app, cli, requests, spooled.as_ref());
    }
    open(&app, cli)?;
    let code = answers(&app, cli, requests, spooled.as_ref());
    app.call("workspace.close", json!({}))?;
    code
}

/// Makes the calls and prints each answer as it comes: what a later one meets must not hide what an
/// earlier one did.
fn answers(
    app: &Arc<App>,
    cli: &Cli,
    requests: Vec<Request>,
    spooled: Option<&NamedTempFile>,
) -> Result<u8, ApiError> {
    let mut code = 0;
    for (done, mut request) in requests.into_iter().enumerate() {
        if let (Some(file), Some(source)) = (spooled, request.args.get_mut("source"))
            && source == "-"
        {
            *source = json!(file.path());
        }
        if !matches!(cli.command, Command::Call { .. }) {
            not_beyond(app, &request.args)?;
        }
        let answer = call(app, &cli.common, &request.name, request.args).map_err(|e| after(e, done))?;
        code = code.max(judged(&request.name, &answer)).max(asked_for(&cli.command, &answer));
        if cli.common.json {
            print::json(&answer);
        } else {
            print::answer(&cli.command, &answer);
        }
    }
    Ok(code)
}

/// Refuses to look at a place that the log has not come to: the answer would pass for what was known there.
fn not_beyond(app: &App, args: &Value) -> Result<(), ApiError> {
    let Some(asked) = args.pointer("/at/position").and_then(Value::as_u64) else { return Ok(()) };
    let state = app.call("workspace.state", json!({}))?;
    match state.get("position").and_then(Value::as_u64) {
        Some(length) if asked > length => Err(ApiError::new(
            "query",
            format!("“#{asked}” is no moment of this workspace: the log ends at #{length}."),
            "Ask for an earlier place of the log, or for a date.",
        )
        .about(format!("#{asked}"))),
        _ => Ok(()),
    }
}

/// What one of several sources is refused with, without denying those before it.
fn after(mut error: ApiError, done: usize) -> ApiError {
    if done > 0 {
        for (all, own) in [
            ("Nothing was recorded", "Nothing of it was recorded"),
            ("nothing was.", "nothing of it was."),
            ("the workspace is as it was", "no line of it was recorded"),
        ] {
            error.message = error.message.replace(all, own);
            error.hint = error.hint.replace(all, own);
        }
        let before =
            if done == 1 { "The source before it is" } else { &format!("The {done} sources before it are") };
        error.hint = format!("{} {before} done, as reported.", error.hint);
    }
    error
}

/// Whether the calls stand on standard input.
fn from_input(command: &Command) -> bool {
    matches!(command, Command::Call { name, .. } if name == "-")
}

/// Whether an answer says no.
fn judged(name: &str, answer: &Value) -> u8 {
    let missed = |answer: &Value| {
        let lines = answer.get("lines").and_then(Value::as_array);
        lines.is_some_and(|lines| lines.iter().any(|line| line.get("level") == Some(&json!("error"))))
    };
    match name {
        "workspace.verify" if answer.get("intact") == Some(&json!(false)) => NEGATIVE,
        "prove.check" if answer.get("holds") == Some(&json!(false)) => NEGATIVE,
        "pack.check" => match answer.get("verdict").and_then(Value::as_str) {
            Some("intact") => 0,
            Some("damaged") => NEGATIVE,
            _ => FAILED,
        },
        // A pipeline that asked of no one release was not answered.
        "readiness" if answer.get("rules").and_then(Value::as_array).is_some_and(Vec::is_empty) => FAILED,
        "readiness" if answer.get("blocking").and_then(Value::as_u64).unwrap_or(0) > 0 => NEGATIVE,
        "data.compare" if answer.get("anomalies").and_then(Value::as_u64).unwrap_or(0) > 0 => NEGATIVE,
        "data.drift" if answer.get("shifted").and_then(Value::as_u64).unwrap_or(0) > 0 => NEGATIVE,
        "import" if missed(answer) => NEGATIVE,
        "versions.check" if answer.get("unwell").and_then(Value::as_u64).unwrap_or(0) > 0 => NEGATIVE,
        "watch.refresh" if answer.get("failed").and_then(Value::as_u64) != Some(0) => NEGATIVE,
        "evidence.import" if answer.get("bad").and_then(Value::as_array).is_some_and(|b| !b.is_empty()) => {
            NEGATIVE
        }
        _ => 0,
    }
}

/// Whether an answer says no where that was asked to count.
fn asked_for(command: &Command, answer: &Value) -> u8 {
    match command {
        Command::Record { command: RecordCommand::Check(of) } if record_check::failed(of, answer) => NEGATIVE,
        Command::Rollout(asked) if rollout::asks(asked, answer) => NEGATIVE,
        Command::Audit(of) if audit::says_no(of, answer) => NEGATIVE,
        _ => 0,
    }
}

/// Lines that come through a pipe are kept in a file first: they are read from the beginning more than
/// once, as all of them count or none.
fn spool(command: &Command) -> Result<Option<NamedTempFile>, ApiError> {
    let Command::Import { format: Format::Jsonl, sources, .. } = command else { return Ok(None) };
    if !sources.iter().any(|source| source.as_os_str() == "-") {
        return Ok(None);
    }
    let kept = NamedTempFile::with_suffix(".jsonl").and_then(|mut file| {
        std::io::copy(&mut std::io::stdin().lock(), &mut file)?;
        Ok(file)
    });
    kept.map(Some).map_err(|e| {
        ApiError::new(
            "io",
            format!("Standard input could not be read: {e}. Nothing was recorded."),
            "Write the lines to a file and import that.",
        )
    })
}

/// Answers the calls on standard input, one by one as they come, until one is refused.
fn calls(app: &App) -> Result<u8, ApiError> {
    let mut code = 0;
    for (number, line) in (1_u64..).zip(std::io::stdin().lock().lines()) {
        let line = line.map_err(|e| {
            ApiError::new(
                "io",
                format!("Standard input could not be read: {e}. The calls before it are done."),
                "Send UTF-8, one call per line.",
            )
        })?;
        if line.trim().is_empty() {
            continue;
        }
        let request: Request = serde_json::from_str(&line).map_err(|e| {
            ApiError::new(
                "bad-json",
                format!("Line {number} is no call: {e}. The calls before it are done."),
                "Write {\"name\":\"artefact.get\",\"args\":{\"id\":\"PRB-2\"}}.",
            )
            .about(format!("line {number}"))
        })?;
        let answer = app.call(&request.name, request.args)?;
        code = code.max(judged(&request.name, &answer));
        print::compact(&answer);
        if print::left_alone() {
            break;
        }
    }
    Ok(code)
}

fn needs_workspace(command: &Command) -> bool {
    match command {
        Command::Init { .. }
        | Command::Sample
        | Command::Kinds { .. }
        | Command::Exchange(ExchangeCommand::RestoreBackup { .. }) => false,
        Command::Proof(command) => proof::needs_workspace(command),
        Command::Call { name, .. } => !matches!(
            name.as_str(),
            "app.info"
                | "tables"
                | "markdown"
                | "evidence.check"
                | "prove.check"
                | "pack.check"
                | "workspace.create"
                | "workspace.open"
                | "workspace.sample"
                | "workspace.restore"
        ),
        _ => true,
    }
}

fn open(app: &App, cli: &Cli) -> Result<(), ApiError> {
    let here = std::env::current_dir().map_err(|e| {
        ApiError::new(
            "io",
            format!("This folder cannot be read: {e}."),
            "Go to another folder, or name --workspace.",
        )
    })?;
    let path = find::workspace(cli.common.workspace.as_deref(), &here)?;
    app.call("workspace.open", json!({ "path": path, "read_only": false }))?;
    if cli.common.actor.is_some() || cli.common.release.is_some() {
        let release = cli.common.release.as_deref().map(|r| if r == "none" { "all" } else { r });
        app.call("workspace.context", json!({ "actor": cli.common.actor, "release": release }))?;
    }
    Ok(())
}

/// Long calls tell how far they are while they run.
fn call(app: &Arc<App>, common: &Common, name: &str, mut args: Value) -> Result<Value, ApiError> {
    let long = matches!(
        name,
        "audit"
            | "data.compare"
            | "data.drift"
            | "data.profile"
            | "export"
            | "merge"
            | "changes.export"
            | "workspace.restore"
            | "import"
            | "moments.compare"
            | "moments.export"
            | "versions.check"
            | "watch.refresh"
            | "workspace.verify"
            | "workspace.rebuild"
            | "workspace.backup"
            | "workspace.sample"
    );
    if !(long && common.progress) {
        let again = args.clone();
        return match app.call(name, args) {
            // The key is opened once per run; what was refused recorded nothing.
            Err(error) if error.code == "key-locked" => {
                let passphrase =
                    keys::passphrase(common.passphrase_file.as_deref(), "The passphrase of your key: ")?;
                app.call("keys.unlock", json!({ "passphrase": passphrase }))?;
                app.call(name, again)
            }
            answer => answer,
        };
    }
    if let Value::Object(map) = &mut args {
        map.insert("job".into(), json!("cli"));
    }
    let worker = {
        let (app, name) = (Arc::clone(app), name.to_owned());
        std::thread::spawn(move || app.call(&name, args))
    };
    while !worker.is_finished() {
        std::thread::sleep(Duration::from_millis(200));
        if let Ok(status) = app.call("job.status", json!({ "job": "cli" })) {
            print::progress(&status);
        }
    }
    print::progress_end();
    worker.join().unwrap_or_else(|_| {
        Err(ApiError::new(
            "internal",
            "The work stopped unexpectedly.",
            "What was acknowledged before is kept; run `throughline verify`.",
        ))
    })
}
