//! Answers as text. `--json` prints what the api answered, untouched.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use throughline_api::dto::{
    ApiError, ArtefactPage, AttachmentDto, CardDto, CardPage, EvaluationMatrix, ExperimentDto, FactDto,
    FieldChangeDto, Freeze, HitPage, ImportDto, KindDto, LogPage, ProblemRanking, Readiness, ResultsDto,
    Saved, Stats, Tables, ThreadDto, UndoneDto, WorkspaceInfo,
};

use crate::args::{Command, Direction};
use crate::evidence::Evidence;
use crate::export::Export;
use crate::recording::RecordCommand;
use crate::{
    evidence, experiments, figures, looking, machine, objectives, proof, record_check, releases, rollout,
    sessions, tree, watch,
};

/// Characters of a value that the log shows.
const LONG: usize = 100;

/// Prints text for a person, who may sit at a terminal: what was recorded must not drive it.
pub fn line(text: &str) {
    raw(&tame(text));
}

/// Text without the characters that terminals obey, or that make a line read in another order than it is in.
fn tame(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let kept = |c: char| (!c.is_control() || c == '\n' || c == '\t') && !turns(c);
    let text = text.chars().filter(|c| *c != '\r');
    text.map(|c| if kept(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

/// Nobody reads on: a pipe was closed early (`| head`).
static LEFT: AtomicBool = AtomicBool::new(false);

/// Whether nobody reads what is printed any more. That is no error of ours: what was asked for is done
/// to its end, and the exit code says what it would have said.
pub fn left_alone() -> bool {
    LEFT.load(Ordering::Relaxed)
}

fn raw(text: &str) {
    if !left_alone() && writeln!(std::io::stdout().lock(), "{text}").is_err() {
        LEFT.store(true, Ordering::Relaxed);
    }
}

/// Prints JSON.
pub fn json(answer: &Value) {
    raw(&serde_json::to_string_pretty(answer).unwrap_or_else(|_| answer.to_string()));
}

/// Prints JSON on one line.
pub fn compact(answer: &Value) {
    raw(&answer.to_string());
}

/// Prints an error: message and hint on stderr, or JSON.
pub fn error(error: &ApiError, as_json: bool) {
    let mut err = std::io::stderr().lock();
    let _ = if as_json {
        let mut body = json!({ "code": error.code, "message": error.message, "hint": error.hint, "subject": error.subject });
        if let (Value::Object(map), false) = (&mut body, error.fields.is_empty()) {
            map.insert("fields".into(), json!(error.fields));
        }
        writeln!(err, "{body}")
    } else {
        let fields: String =
            error.fields.iter().map(|f| format!("  {}: {}\n", f.field, f.sentence)).collect();
        writeln!(err, "{}", tame(&format!("error: {}\n{fields}hint: {}", error.message, error.hint)))
    };
}

/// Prints how far a job is, on stderr, in place.
pub fn progress(status: &Value) {
    let mut err = std::io::stderr().lock();
    if !err.is_terminal() || status.get("running") != Some(&Value::Bool(true)) {
        return;
    }
    let number = |key: &str| status.get(key).and_then(Value::as_u64).unwrap_or(0);
    let what = status.get("what").and_then(Value::as_str).unwrap_or("");
    let _ = write!(err, "\r{what}: {} of {}\x1b[K", number("done"), number("total"));
}

/// Clears the line of [`progress`].
pub fn progress_end() {
    let mut err = std::io::stderr().lock();
    if err.is_terminal() {
        let _ = write!(err, "\r\x1b[K");
    }
}

fn read<T: DeserializeOwned>(answer: &Value) -> Option<T> {
    serde_json::from_value(answer.clone()).ok()
}

/// Prints an answer for a person.
pub fn answer(command: &Command, value: &Value) {
    let done = match command {
        Command::Init { .. } | Command::Sample => read::<WorkspaceInfo>(value).map(|w| line(&w.path)),
        Command::Add { .. }
        | Command::Set { .. }
        | Command::Remove { .. }
        | Command::Link { .. }
        | Command::Unlink { .. }
        | Command::Waive { .. }
        | Command::Lock { .. } => read::<Saved>(value).map(|s| saved(&s)),
        Command::Show { .. } => read::<ArtefactPage>(value).map(|p| page(&p)),
        Command::Evidence { what: Evidence::Import { .. } } => evidence::imported(value).map(|t| line(&t)),
        Command::Evidence { what: Evidence::Read { .. } } => evidence::read(value).map(|t| line(&t)),
        Command::List { .. } => read::<CardPage>(value).map(|p| cards(&p)),
        Command::Experiment { .. } => read::<ExperimentDto>(value).map(|e| experiments::experiment(&e)),
        Command::Result(_) => read::<ResultsDto>(value).map(|r| experiments::results(&r)),
        Command::Search { .. } => read::<HitPage>(value).map(|p| hits(&p)),
        Command::Trace { direction, .. } => read::<ThreadDto>(value).map(|t| thread(&t, *direction)),
        Command::Rank { rice, .. } => read::<ProblemRanking>(value).map(|r| {
            let lines = if *rice { figures::by_rice(&r) } else { figures::by_return(&r) };
            lines.iter().for_each(|l| line(l));
        }),
        Command::Matrix { .. } => {
            read::<EvaluationMatrix>(value).map(|m| figures::matrix(&m).iter().for_each(|l| line(l)))
        }
        Command::Log { .. } => read::<LogPage>(value).map(|p| log(&p)),
        Command::Undo { .. } | Command::Redo { .. } => {
            read::<UndoneDto>(value).map(|u| line(&format!("{} (#{})", u.sentence, u.position.0)))
        }
        Command::Attach { .. } | Command::ExportAttachment { .. } => read::<AttachmentDto>(value)
            .map(|a| line(&format!("{}  {} bytes  {}", a.name, a.size.0, a.digest))),
        Command::Check { all, .. } => read::<Readiness>(value).map(|r| crate::gaps::readiness(&r, *all)),
        Command::Freeze { .. } => read::<Freeze>(value).map(|f| crate::gaps::freeze(&f)),
        Command::Proof(command) => {
            proof::answer(command, value);
            Some(())
        }
        Command::Stats | Command::Rebuild | Command::Backup { .. } => read::<Stats>(value).map(|s| stats(&s)),
        Command::Export { what: Export::Changes(_) } => {
            crate::exchange::exported(value);
            Some(())
        }
        Command::Exchange(command) => {
            crate::exchange::answer(command, value);
            Some(())
        }
        Command::Export { what } => {
            crate::export::answer(what, value);
            Some(())
        }
        Command::Frameworks(of) => {
            crate::dossier::answer(of, value);
            Some(())
        }
        Command::Watch { command } => {
            watch::answer(command, value);
            Some(())
        }
        Command::Refresh(_) => {
            watch::refreshed(value);
            Some(())
        }
        Command::Audit(of) => {
            crate::audit::answer(of, value);
            Some(())
        }
        Command::Open(_) => Some(()),
        Command::Import { .. } => read::<ImportDto>(value).map(|i| import(&i)),
        Command::Kinds { kind, links } => read::<Tables>(value).map(|t| tables(&t, kind.as_deref(), *links)),
        Command::Data { command } => {
            crate::data::answer(command, value);
            Some(())
        }
        Command::Back(command) => {
            crate::back::answer(command, value);
            Some(())
        }
        Command::Keys { command } => {
            crate::keys::answer(command.as_ref(), value);
            Some(())
        }
        Command::Keep(command) => {
            crate::erasing::answer(command, value);
            Some(())
        }
        Command::Release { command } => {
            releases::answer(command, value);
            Some(())
        }
        Command::Rollout(command) => {
            rollout::answer(command, value);
            Some(())
        }
        Command::Record { command: RecordCommand::Check(of) } => {
            record_check::answer(of, value);
            Some(())
        }
        Command::Record { .. } => {
            typed(value, crate::recording::recorded);
            Some(())
        }
        Command::Versions { command } => {
            crate::versions::answer(command.as_ref(), value);
            Some(())
        }
        Command::Loop(of) => {
            machine::loop_answer(of, value);
            Some(())
        }
        Command::Impact(of) => {
            machine::impact_answer(of, value);
            Some(())
        }
        Command::LoopBack { .. } | Command::Confirm { .. } => read::<Saved>(value).map(|s| saved(&s)),
        Command::Objectives { .. } => {
            typed(value, objectives::side_by_side);
            Some(())
        }
        Command::Heard { .. } => {
            typed(value, objectives::heard);
            Some(())
        }
        Command::Review { .. } => {
            typed(value, looking::review);
            Some(())
        }
        Command::Suspects { .. } => {
            typed(value, looking::suspects);
            Some(())
        }
        Command::Session { .. } => {
            typed(value, sessions::session);
            Some(())
        }
        Command::Call { .. } => None,
    };
    if done.is_none() {
        json(value);
    }
}

/// Prints an answer whose lines the caller words; as JSON where it is not what was expected.
pub fn typed<T: DeserializeOwned>(value: &Value, words: impl FnOnce(&T) -> Vec<String>) {
    match read::<T>(value) {
        Some(answer) => words(&answer).iter().for_each(|text| line(text)),
        None => json(value),
    }
}

fn saved(saved: &Saved) {
    match saved.position {
        Some(position) => line(&format!("{}  #{}", saved.short, position.0)),
        None => line(&format!("{}  nothing differs, nothing recorded", saved.short)),
    }
}

pub(crate) fn one_line(card: &CardDto) -> String {
    let mut text = format!("{:<10} {}", card.short, on_one_line(&card.title));
    if let Some(outcome) = &card.outcome {
        text.push_str(&format!(" [{} by {}]", outcome.word, outcome.short));
    }
    // That a persona is assumed is a badge of the window, and in `--json`; a line says what is known.
    let facts: Vec<String> = card.facts.iter().filter(|f| f.label != "Assumed").map(fact).collect();
    if !facts.is_empty() {
        text.push_str(&format!("  ({})", facts.join(" · ")));
    }
    if card.removed {
        text.push_str("  removed");
    }
    text
}

/// A number alone says nothing, so its label stands before it; dates and words speak for themselves.
fn fact(fact: &FactDto) -> String {
    let bare = fact.text.chars().all(|c| c.is_ascii_digit() || " .,()-+to%".contains(c));
    if bare || matches!(fact.text.as_str(), "yes" | "no") {
        format!("{} {}", fact.label.to_lowercase(), fact.text)
    } else {
        fact.text.clone()
    }
}

fn cards(page: &CardPage) {
    for card in &page.rows {
        line(&one_line(card));
    }
    let shown = page.rows.len() as u64;
    if page.total.0 > page.offset.0 + shown {
        line(&format!("… {} of {}; --offset {} shows the next", shown, page.total.0, page.offset.0 + shown));
    }
}

fn hits(page: &HitPage) {
    for hit in &page.rows {
        line(&one_line(&hit.card));
        let snippet: String = hit
            .snippet
            .iter()
            .enumerate()
            .map(|(i, piece)| if i % 2 == 1 { format!("[{piece}]") } else { piece.clone() })
            .collect();
        if !snippet.trim().is_empty() {
            line(&format!("           {}", snippet.replace('\n', " ").trim_end()));
        }
    }
    if page.rows.is_empty() {
        line("nothing found");
    }
}

fn page(page: &ArtefactPage) {
    line(&one_line(&page.card));
    for field in &page.fields {
        // The number stands in the short id, and references stand below as links.
        for head in &field.conflict {
            // Of a value it stands below that value.
            if let Some(link) = &head.link {
                line(&format!(
                    "  {:<18} in conflict: {} by {}",
                    field.name,
                    one_line(&link.other),
                    head.set.by
                ));
            }
        }
        let told =
            !field.refs.is_empty() || matches!(field.name.as_str(), "title" | "number" | "order" | "removed");
        if told || field.value.is_null() && !field.erased {
            continue;
        }
        let text = if field.erased { "(erased)".to_owned() } else { plain(&field.value) };
        line(&format!("  {:<18} {}", field.name, text.trim_end().replace('\n', "\n                     ")));
        for head in &field.conflict {
            line(&format!("    in conflict: {} by {}", plain(&head.value), head.set.by));
        }
    }
    for link in &page.links {
        let gone = if link.removed { "  removed" } else { "" };
        let own = link.fields.iter().filter(|(name, _)| *name != "note");
        let own: Vec<String> = own.map(|(name, value)| format!("{name} {}", plain(value))).collect();
        let own = if own.is_empty() { String::new() } else { format!("  ({})", own.join(", ")) };
        line(&format!("  {:<18} {}{own}{gone}", link.label, one_line(&link.other)));
    }
    line(&format!(
        "  recorded {} by {}, last {} by {}",
        page.created.at,
        by(&page.created.by),
        page.updated.at,
        by(&page.updated.by)
    ));
}

/// What was recorded without its line breaks: nothing of it must look like a line of the log.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn by(name: &str) -> &str {
    if name.is_empty() { "nobody named" } else { name }
}

pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Array(list) if list.iter().all(Value::is_string) => {
            list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

fn thread(thread: &ThreadDto, direction: Direction) {
    line(&one_line(&thread.root));
    for (back, heading, none) in [
        (true, "what led here", "nothing led here yet"),
        (false, "what came of it", "nothing came of it yet"),
    ] {
        if direction == if back { Direction::Forward } else { Direction::Back } {
            continue;
        }
        let lines = tree::outline(thread, back);
        if lines.is_empty() {
            line(none);
            continue;
        }
        line(&format!("{heading}:"));
        for l in lines {
            let again = if l.seen { "  (above)" } else { "" };
            let arrow = if back { '←' } else { '→' };
            line(&format!(
                "  {}{arrow} {}: {}{again}",
                "  ".repeat(l.depth),
                l.words,
                one_line(l.card).trim_end()
            ));
        }
    }
}

fn log(page: &LogPage) {
    for change in &page.rows {
        let late = if change.back_dated { "  back-dated" } else { "" };
        // Whose name stands there says little if nobody known says whose key signed it.
        let key = match change.key.as_str() {
            "unverified" => " (unverified)",
            "revoked" => " (key revoked)",
            _ => "",
        };
        line(&format!(
            "#{:<6} {}  {}{key}  {}{late}",
            change.position.0,
            change.at,
            on_one_line(by(&change.by)),
            on_one_line(&change.sentence)
        ));
        if let Some(reason) = &change.reason {
            line(&format!("        because: {}", on_one_line(reason)));
        }
        for record in &change.records {
            // The first record is often what the change says already.
            if !change.sentence.ends_with(&record.sentence) {
                line(&format!("        {}", on_one_line(&record.sentence)));
            }
            for field in &record.fields {
                line(&format!("          {}", field_change(field)));
            }
        }
        if change.count.0 > change.records.len() as u64 {
            line(&format!("        … {} records in all", change.count.0));
        }
    }
}

/// A field's change in one line. What was set for the first time has no “before” to show.
pub(crate) fn field_change(field: &FieldChangeDto) -> String {
    let name = &field.name;
    match (&field.before, &field.after) {
        _ if field.erased => format!("{name}: (erased)"),
        (_, Value::Null) => format!("{name}: cleared"),
        (Value::Null, after) => format!("{name}: set to {}", short(after)),
        (before, after) => format!("{name}: {} → {}", short(before), short(after)),
    }
}

/// The beginning of a value, on one line.
fn short(value: &Value) -> String {
    let text = plain(value).split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(LONG) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(&text).trim_end()),
        None => text,
    }
}

fn stats(stats: &Stats) {
    for (label, count) in [
        ("artefacts", stats.artefacts),
        ("links", stats.links),
        ("changes", stats.changes),
        ("records", stats.records),
        ("attachments", stats.attachments),
        ("devices", stats.devices),
        ("file bytes", stats.file_bytes),
        ("view bytes", stats.view_bytes),
    ] {
        line(&format!("{label:<12} {}", count.0));
    }
    for kind in &stats.kinds {
        line(&format!("  {:<16} {}", kind.kind, kind.count.0));
    }
}

fn import(import: &ImportDto) {
    for l in &import.lines {
        if l.level != "taken" {
            line(&format!("{:<8} {}  {}", l.level, l.place, l.text));
        }
    }
    let place =
        import.position.map_or_else(|| "nothing new, nothing recorded".to_owned(), |p| format!("#{}", p.0));
    line(&format!(
        "{}: {} added, {} changed, {} there already, {} links ({place})",
        import.source, import.added.0, import.changed.0, import.unchanged.0, import.links.0
    ));
}

fn tables(tables: &Tables, kind: Option<&str>, links: bool) {
    if links {
        for link in &tables.links {
            let ends = |kinds: &[String]| if kinds.is_empty() { "any".to_owned() } else { kinds.join("|") };
            line(&format!("{:<16} {} → {}  ({})", link.name, ends(&link.from), ends(&link.to), link.inverse));
        }
        return;
    }
    for k in tables.kinds.iter().filter(|k| kind.is_none_or(|name| name == k.name)) {
        line(&format!("{:<16} {:<4} {:<10} {}", k.name, k.prefix.as_deref().unwrap_or(""), k.stage, k.blurb));
        if kind.is_some() {
            one_kind(k);
        }
    }
}

fn one_kind(kind: &KindDto) {
    let must = |required: bool| if required { " (required)" } else { "" };
    line(&format!("  {:<22} {}{}", "title", kind.title_label, must(kind.title_required)));
    for field in &kind.fields {
        let ty = serde_json::to_value(&field.ty).unwrap_or_default();
        let is = ty.get("is").and_then(Value::as_str).unwrap_or("");
        let more = match (ty.get("choices"), ty.get("link")) {
            (Some(choices), _) => format!(": {}", plain(choices)),
            (None, Some(link)) => format!(": {}", plain(link)),
            _ => String::new(),
        };
        line(&format!("  {:<22} {}{} · {is}{more}", field.name, field.label, must(field.required)));
    }
    line(&format!("  for example: {}", kind.example));
}
