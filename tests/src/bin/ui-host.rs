//! Serves the built page with the real api behind it, for tests and pictures in a browser. It
//! listens on this machine only and is no way to publish a workspace: whoever reaches the port can
//! write to it.

use std::io::Write;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use serde_json::json;
use throughline_api::App;
use throughline_store::{Env, SystemClock};
use throughline_tests::host::{Host, serve};

const USAGE: &str = "\
Usage: ui-host --dist DIR --home DIR [--port N] [--sample] [--workspace FILE]

  --dist DIR        the built page (ui/dist)
  --home DIR        folder for keys, drafts, views and the sample
  --port N          0 (the default) takes a free one
  --sample          opens the sample workspace first
  --workspace FILE  opens this workspace first

Prints `listening http://127.0.0.1:PORT` once it answers.";

struct Arguments {
    dist: PathBuf,
    home: PathBuf,
    port: u16,
    sample: bool,
    workspace: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = match read(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(sentence) => {
            eprintln!("{sentence}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::from(3)
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    std::fs::create_dir_all(&arguments.home).map_err(|e| format!("{}: {e}", arguments.home.display()))?;
    let random = Arc::new(Mutex::new(rand_core::OsRng));
    let env = Env::at(&arguments.home, arguments.home.join("cache"), Arc::new(SystemClock), random);
    let app = Arc::new(App::new(env, Vec::new()));
    let opened = match (&arguments.workspace, arguments.sample) {
        (Some(file), _) => app.call("workspace.open", json!({ "path": file })),
        (None, true) => app.call("workspace.sample", json!({})),
        (None, false) => Ok(json!(null)),
    };
    opened.map_err(|e| format!("{} {}", e.message, e.hint))?;

    let listener = TcpListener::bind(("127.0.0.1", arguments.port)).map_err(|e| e.to_string())?;
    let port = listener.local_addr().map_err(|e| e.to_string())?.port();
    println!("listening http://127.0.0.1:{port}");
    std::io::stdout().flush().map_err(|e| e.to_string())?;
    serve(listener, Arc::new(Host::new(app, arguments.dist.clone(), port))).map_err(|e| e.to_string())
}

fn read(mut given: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let (mut dist, mut home, mut port, mut sample, mut workspace) = (None, None, 0, false, None);
    while let Some(argument) = given.next() {
        let mut value = || given.next().ok_or(format!("{argument} needs a value."));
        match argument.as_str() {
            "--dist" => dist = Some(PathBuf::from(value()?)),
            "--home" => home = Some(PathBuf::from(value()?)),
            "--port" => {
                port = value()?.parse().map_err(|_| "--port needs a number up to 65535.".to_owned())?
            }
            "--workspace" => workspace = Some(PathBuf::from(value()?)),
            "--sample" => sample = true,
            _ => return Err(format!("There is no option “{argument}”.")),
        }
    }
    Ok(Arguments {
        dist: dist.ok_or("--dist is missing.")?,
        home: home.ok_or("--home is missing.")?,
        port,
        sample,
        workspace,
    })
}
