//! From what was typed to a command of the api and its arguments.

use std::io::Read;
use std::path::Path;

use serde_json::{Map, Value, json};
use throughline_api::dto::ApiError;

use crate::args::{AsOf, Command, Common, Direction, Fields};
use crate::audit::AuditCommand;
use crate::back::BackCommand;
use crate::evidence::Evidence;
use crate::experiments::ResultOf;
use crate::{
    audit, back, data, dossier, erasing, exchange, export, keys, machine, proof, recording, releases,
    rollout, versions, watch,
};

/// A call of the api.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The command's name.
    pub name: String,
    /// Its arguments.
    #[serde(default)]
    pub args: Value,
}

fn request(name: &str, args: Value) -> Result<Vec<Request>, ApiError> {
    Ok(vec![Request { name: name.into(), args }])
}

/// The calls a command makes, in order.
///
/// # Errors
/// `bad-field` where `K=V` lacks its `=`, `io` where a body cannot be read.
pub fn requests(command: &Command, common: &Common) -> Result<Vec<Request>, ApiError> {
    let release = common.release.as_deref();
    match command {
        Command::Init { path, person, product } => {
            let path = with_ending(path);
            // Whoever begins a workspace is who acts in it.
            let person = person.as_ref().or(common.actor.as_ref());
            request("workspace.create", json!({ "path": path, "person": person, "product": product }))
        }
        Command::Add { kind, title, fields } => {
            let mut args = write_args(fields)?;
            if let (Some(title), Some(Value::Object(map))) = (title, args.get_mut("fields")) {
                map.insert("title".into(), json!(title));
            }
            args.insert("kind".into(), json!(kind));
            if let Some(release) = release {
                args.insert("release".into(), json!(release));
            }
            request("artefact.add", Value::Object(args))
        }
        Command::Set { id, fields } => {
            let mut args = write_args(fields)?;
            args.insert("id".into(), json!(id));
            request("artefact.set", Value::Object(args))
        }
        Command::Remove { id, restore, reason } => {
            request("artefact.remove", json!({ "id": id, "restore": restore, "reason": reason }))
        }
        Command::Link { from, type_, to, fields, on, reason } => request(
            "link.add",
            json!({ "from": from, "type": type_, "to": to, "fields": pairs(fields)?, "on": on, "reason": reason }),
        ),
        Command::Unlink { from, type_, to, reason } => {
            request("link.remove", json!({ "from": from, "type": type_, "to": to, "reason": reason }))
        }
        Command::Show { id, at } => request("artefact.get", json!({ "id": id, "at": moment(at) })),
        Command::List { kind, filters, text, sort, limit, offset, removed, at } => {
            let kinds: Vec<&String> = kind.iter().collect();
            let filters = filters.iter().map(|f| filter(f)).collect::<Result<Vec<_>, _>>()?;
            request(
                "artefact.list",
                json!({
                    "kinds": kinds, "where": filters, "text": text, "sort": sort, "limit": limit, "offset": offset,
                    "removed": removed, "at": moment(at), "release": release.filter(|r| *r != "all" && *r != "none"),
                }),
            )
        }
        Command::Experiment { id, at } => request("experiment.get", json!({ "id": id, "at": moment(at) })),
        Command::Lock { id, reason } => request("experiment.lock", json!({ "id": id, "reason": reason })),
        Command::Result(of) => request("experiment.results", results(of)?),
        Command::Search { text, kind, limit, at } => request(
            "search",
            json!({ "text": text.join(" "), "kinds": kind, "limit": limit, "at": moment(at) }),
        ),
        Command::Trace { id, direction, depth, kind, at } => {
            let direction = match direction {
                Direction::Back => "back",
                Direction::Forward => "forward",
                Direction::Both => "both",
            };
            request(
                "trace",
                json!({ "id": id, "direction": direction, "depth": depth, "kinds": kind, "at": moment(at) }),
            )
        }
        Command::Rank { at, .. } => {
            request("problem.ranking", json!({ "release": release, "at": moment(at) }))
        }
        Command::Objectives { at } => request("objectives", json!({ "release": release, "at": moment(at) })),
        Command::Heard { at } => request("people.heard", json!({ "release": release, "at": moment(at) })),
        Command::Matrix { rater, tries, at } => {
            let tries = tries.iter().map(|t| weight(t)).collect::<Result<Vec<_>, _>>()?;
            request(
                "evaluation.matrix",
                json!({ "release": release, "rater": rater, "what_if": tries, "at": moment(at) }),
            )
        }
        Command::Log { id, by, before, limit, late, at } => {
            // Of one artefact, all of its history is meant, whatever the release.
            let release = release.filter(|r| id.is_none() && *r != "all" && *r != "none");
            request(
                "log",
                json!({
                    "id": id, "actor": by, "before": before, "limit": limit, "late": late, "release": release,
                    "at": moment(at),
                }),
            )
        }
        Command::Back(command) => {
            if let BackCommand::CompareMoments { output: Some(path), .. } = command {
                new_file(path)?;
            }
            let (name, args) = back::request(command, release);
            request(name, args)
        }
        Command::Undo { change, force } => request("undo", json!({ "change": change, "force": force })),
        Command::Redo { change, force } => request("redo", json!({ "change": change, "force": force })),
        Command::Data { command } => {
            let (name, args) = data::request(command, release);
            request(name, args)
        }
        Command::Keys { command } => {
            let (name, args) = keys::request(command.as_ref(), common.passphrase_file.as_deref())?;
            request(name, args)
        }
        Command::Keep(command) => {
            let (name, args) = erasing::request(command, common.passphrase_file.as_deref())?;
            request(name, args)
        }
        Command::Release { command } => {
            let (name, args) = releases::request(command, release);
            request(name, args)
        }
        Command::Rollout(command) => rollout::requests(command, release),
        Command::Record { command } => {
            let (name, args) = recording::request(command, release)?;
            request(name, args)
        }
        Command::Versions { command } => {
            let (name, args) = versions::request(command.as_ref(), release);
            request(name, args)
        }
        Command::Audit(of) => {
            if let Some(AuditCommand::Report { to: Some(path), .. }) = &of.command {
                new_file(path)?;
            }
            let (name, args) = audit::request(of, release);
            request(name, args)
        }
        // Answered before any workspace is opened.
        Command::Open(_) => Ok(Vec::new()),
        Command::Loop(of) => {
            let (name, args) = machine::loop_request(of, release);
            request(name, args)
        }
        Command::Impact(of) => {
            let (name, args) = machine::impact_request(of);
            request(name, args)
        }
        Command::Session { id, at } => request("session.get", json!({ "id": id, "at": moment(at) })),
        Command::LoopBack { trigger, to, from, reason, must_change } => request(
            "artefact.add",
            json!({
                "kind": "loop-back",
                "fields": {
                    "from": from, "to": to, "reason": reason, "must-change": must_change, "trigger": [trigger],
                },
                "release": release,
            }),
        ),
        Command::Review { at } => request("decision.review", json!({ "release": release, "at": moment(at) })),
        Command::Suspects { id, at } => request("suspects", json!({ "id": id, "at": moment(at) })),
        Command::Confirm { link, reason } => {
            // An artefact is named by a short id; the id of a link is a long one.
            let name = if link.len() < 32 { "of" } else { "id" };
            request("link.confirm", json!({ name: link, "reason": reason }))
        }
        Command::Attach { id, file, media } => {
            request("attachment.add", json!({ "id": id, "path": file, "media": media }))
        }
        Command::ExportAttachment { id, name, output } => {
            request("attachment.save", json!({ "digest": id, "name": name, "path": output }))
        }
        Command::Check { freezing, supposing, chosen, at, .. } => {
            let args = json!({
                "release": release,
                "freezing": freezing,
                "supposing": supposing,
                "chosen": chosen,
                "at": moment(at),
            });
            request("readiness", args)
        }
        Command::Waive { rule, reason, until, applies, by } => request(
            "release.waive",
            json!({
                "release": release, "rule": rule, "reason": reason, "until": until, "applies_to": applies, "by": by,
            }),
        ),
        Command::Freeze { reason } => {
            request("release.freeze", json!({ "release": release, "reason": reason }))
        }
        Command::Proof(command) => {
            let (name, args) = proof::request(command)?;
            request(name, args)
        }
        Command::Stats => request("workspace.stats", json!({})),
        Command::Import { format, sources, commits, dry_run } => {
            Ok(sources
                .iter()
                .map(|source| Request {
                    name: "import".into(),
                    args: json!({
                        "format": format.name(), "source": source, "commits": commits, "dry_run": dry_run, "release": release,
                    }),
                })
                .collect())
        }
        Command::Frameworks(of) => {
            let (name, args) = dossier::request(of, release);
            request(name, args)
        }
        Command::Export { what } => {
            let (name, args) = export::request(what, release)?;
            request(name, args)
        }
        Command::Exchange(command) => {
            let (name, args) = exchange::request(command);
            request(name, args)
        }
        Command::Watch { command } => {
            let (name, args) = watch::request(command);
            request(name, args)
        }
        Command::Refresh(which) => {
            let (name, args) = watch::refresh(which);
            request(name, args)
        }
        Command::Evidence { what: Evidence::Read { id, at } } => {
            request("evidence.read", json!({ "id": id, "at": moment(at) }))
        }
        Command::Evidence {
            what:
                Evidence::Import { file, per_row, method, date, participant, consent, persona, title, dry_run },
        } => request(
            "evidence.import",
            json!({
                "path": file, "per_row": per_row, "method": method, "date": date, "participant": participant,
                "consent": consent, "persona": persona, "title": title, "dry_run": dry_run, "release": release,
            }),
        ),
        Command::Rebuild => request("workspace.rebuild", json!({})),
        Command::Backup { path } => request("workspace.backup", json!({ "path": path })),
        Command::Sample => request("workspace.sample", json!({})),
        Command::Kinds { .. } => request("tables", json!({})),
        Command::Call { name, args } => {
            let args = serde_json::from_str(args).map_err(|e| {
                ApiError::new(
                    "bad-json",
                    format!("The arguments are not JSON: {e}."),
                    "Quote them as one word: '{\"id\":\"PRB-2\"}'.",
                )
            })?;
            Ok(vec![Request { name: name.clone(), args }])
        }
    }
}

/// `NAME` and `NAME.throughline` both name the file `NAME.throughline`.
fn with_ending(path: &Path) -> std::path::PathBuf {
    if path.extension().is_some_and(|e| e == crate::find::ENDING) {
        return path.to_path_buf();
    }
    let mut name = path.as_os_str().to_os_string();
    name.push(".");
    name.push(crate::find::ENDING);
    name.into()
}

/// Refuses to write over a file, which nobody asked for.
///
/// # Errors
/// `exists` where something lies at the path.
fn new_file(path: &Path) -> Result<(), ApiError> {
    if path.symlink_metadata().is_err() {
        return Ok(());
    }
    Err(ApiError::new(
        "exists",
        format!("{} is there already. It was left as it is.", path.display()),
        "Name another file.",
    )
    .about(path.display().to_string()))
}

/// The moment as the api takes it.
pub fn moment(at: &AsOf) -> Value {
    match (&at.as_of, &at.so_on) {
        // A plain number is a place too: no date is one.
        (Some(at), _) => match at.strip_prefix('#').unwrap_or(at).parse::<u64>().ok() {
            Some(position) => json!({ "mode": "position", "position": position }),
            None => json!({ "mode": "known", "date": at }),
        },
        (None, Some(date)) => json!({ "mode": "so", "date": date }),
        (None, None) => json!({ "mode": "now" }),
    }
}

fn write_args(fields: &Fields) -> Result<Map<String, Value>, ApiError> {
    let mut map = pairs(&fields.fields)?;
    if let Some(body) = &fields.body {
        map.insert("notes".into(), json!(read_body(body)?));
    }
    let links = fields.links.iter().map(|l| link(l)).collect::<Result<Vec<_>, _>>()?;
    let mut args = Map::new();
    args.insert("fields".into(), Value::Object(map));
    args.insert("links".into(), json!(links));
    if let Some(on) = &fields.on {
        args.insert("on".into(), json!(on));
    }
    if let Some(reason) = &fields.reason {
        args.insert("reason".into(), json!(reason));
    }
    Ok(args)
}

fn results(of: &ResultOf) -> Result<Value, ApiError> {
    let csv = of.csv.as_deref().map(read_body).transpose()?;
    let rows: Vec<Value> = of
        .arm
        .iter()
        .map(|arm| {
            json!({ "arm": arm, "n": of.n, "successes": of.successes, "mean": of.mean, "deviation": of.deviation })
        })
        .collect();
    Ok(json!({
        "id": of.id, "metric": of.metric, "lens": of.lens, "date": of.date, "run_id": of.run_id, "rows": rows,
        "csv": csv, "leave_out": of.leave_out, "preview": of.dry_run, "reason": of.reason,
    }))
}

/// `K=V` pairs. A key given twice becomes a list; an empty value clears.
pub fn pairs(fields: &[String]) -> Result<Map<String, Value>, ApiError> {
    let mut map = Map::new();
    for field in fields {
        let Some((key, text)) = field.split_once('=') else {
            return Err(ApiError::new(
                "bad-field",
                format!("“{field}” is not a field. Nothing was saved."),
                "Write --field name=value.",
            )
            .about(field.clone()));
        };
        let value = if text.is_empty() { Value::Null } else { structured(text) };
        match map.get_mut(key) {
            None => {
                map.insert(key.into(), value);
            }
            Some(Value::Array(list)) => list.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    Ok(map)
}

/// Ranges, pairs and rows are typed as JSON; everything else is text, which the field's type reads.
fn structured(text: &str) -> Value {
    if text.starts_with(['{', '['])
        && let Ok(value) = serde_json::from_str(text)
    {
        return value;
    }
    Value::String(text.into())
}

/// `ID=WEIGHT`, a weight to try.
fn weight(text: &str) -> Result<Value, ApiError> {
    let read = text.split_once('=').and_then(|(id, weight)| Some((id, weight.parse::<f64>().ok()?)));
    match read {
        Some((id, weight)) => Ok(json!({ "criterion": id, "weight": weight })),
        None => Err(ApiError::new(
            "bad-field",
            format!("“{text}” is no weight to try. Nothing was done."),
            "Write --try CRI-2=0.4.",
        )
        .about(text)),
    }
}

fn link(text: &str) -> Result<Value, ApiError> {
    let (out, text) = match text.strip_prefix('<') {
        Some(rest) => (false, rest),
        None => (true, text),
    };
    let Some((type_, other)) = text.split_once('=') else {
        return Err(ApiError::new(
            "bad-link",
            format!("“{text}” is not a link. Nothing was saved."),
            "Write --link type=ID.",
        )
        .about(text));
    };
    Ok(json!({ "type": type_, "other": other, "out": out }))
}

/// The operator that stands first is meant; the value may hold others. Longer ones come first here, as
/// they begin like shorter ones.
pub fn filter(text: &str) -> Result<Value, ApiError> {
    let begun = |(at, _)| {
        ["!=", "<=", ">=", "=", "~", "<", ">"]
            .into_iter()
            .find(|op| text[at..].starts_with(op))
            .map(|op| (at, op))
    };
    // What has no field before its operator is none.
    if let Some((at, op)) = text.char_indices().skip(1).find_map(begun) {
        let (field, value) = (&text[..at], &text[at + op.len()..]);
        return Ok(json!({ "field": field, "op": op, "value": value }));
    }
    Err(ApiError::new("bad-filter", format!("“{text}” is not a filter."), "Write --where field=value.")
        .about(text))
}

pub fn read_body(path: &Path) -> Result<String, ApiError> {
    let read = if path.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(path)
    };
    read.map_err(|e| {
        ApiError::new(
            "io",
            format!("{} could not be read: {e}. Nothing was saved.", path.display()),
            "Check the path; the text must be UTF-8.",
        )
        .about(path.display().to_string())
    })
}
