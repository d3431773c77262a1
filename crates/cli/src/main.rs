//! `throughline`, for terminals and pipelines. Thin: it turns words into calls of the api and
//! answers into text.

mod args;
mod find;
mod print;
mod request;
mod tree;

use std::io::BufRead;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use serde_json::{Value, json};
use throughline_api::App;
use throughline_api::dto::ApiError;

use crate::args::{Cli, Command, Common};

/// A negative answer: verification failed.
const NEGATIVE: u8 = 1;
/// Refused or failed.
const FAILED: u8 = 3;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            print::error(&error, cli.common.json);
            ExitCode::from(FAILED)
        }
    }
}

fn run(cli: &Cli) -> Result<u8, ApiError> {
    let app = Arc::new(App::system(Vec::new())?.for_pipelines());
    if matches!(&cli.command, Command::Call { name, .. } if name == "-") {
        open(&app, cli)?;
        calls(&app)?;
        app.call("workspace.close", json!({}))?;
        return Ok(0);
    }
    let requests = request::requests(&cli.command, &cli.common)?;
    if needs_workspace(&cli.command) {
        open(&app, cli)?;
    }
    let mut code = 0;
    let mut answers = Vec::new();
    for request in requests {
        let answer = call(&app, &cli.common, &request.name, request.args)?;
        if request.name == "workspace.verify" && answer.get("intact") == Some(&Value::Bool(false)) {
            code = NEGATIVE;
        }
        answers.push(answer);
    }
    for answer in &answers {
        if cli.common.json {
            print::json(answer);
        } else {
            print::answer(&cli.command, answer);
        }
    }
    if needs_workspace(&cli.command) {
        app.call("workspace.close", json!({}))?;
    }
    Ok(code)
}

/// Answers the calls on standard input, one by one as they come, until one is refused.
fn calls(app: &App) -> Result<(), ApiError> {
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
        let request: request::Request = serde_json::from_str(&line).map_err(|e| {
            ApiError::new(
                "bad-json",
                format!("Line {number} is no call: {e}. The calls before it are done."),
                "Write {\"name\":\"artefact.get\",\"args\":{\"id\":\"PRB-2\"}}.",
            )
            .about(format!("line {number}"))
        })?;
        print::compact(&app.call(&request.name, request.args)?);
    }
    Ok(())
}

fn needs_workspace(command: &Command) -> bool {
    match command {
        Command::Init { .. } | Command::Sample | Command::Kinds { .. } => false,
        Command::Call { name, .. } => !matches!(
            name.as_str(),
            "app.info" | "tables" | "markdown" | "workspace.create" | "workspace.open" | "workspace.sample"
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
        "import" | "workspace.verify" | "workspace.rebuild" | "workspace.backup" | "workspace.sample"
    );
    if !(long && common.progress) {
        return app.call(name, args);
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
