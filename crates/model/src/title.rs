//! What an entity is called where it has no title of its own, and the text it is found by.

use crate::field::FieldType;
use crate::kinds::Kind;
use crate::links::link;
use crate::state::State;
use throughline_record::Value;

/// Composed titles are cut here, in characters.
const LONGEST: usize = 140;

/// What stands where a title was erased.
pub const ERASED: &str = "(erased)";

/// The title that shows: the entity's own, else one composed of its kind's `title_from` fields, else
/// "Untitled" with the kind. Data and model versions show name and version; code versions without
/// a title show `repository@tag` or `repository@commit`; links show the label of their type.
#[must_use]
pub fn title(state: &State) -> String {
    if let Some(ends) = &state.ends {
        return link(&ends.type_).map_or(ends.type_.as_str(), |l| l.label).to_owned();
    }
    let Some(kind) = state.kind_entry() else { return state.kind.clone() };
    if let Some(own) = state.text("title") {
        return match (kind.name, state.text("version")) {
            ("data-version" | "model-version", Some(version)) => format!("{own} {version}"),
            _ => own.to_owned(),
        };
    }
    let composed = match kind.name {
        "code-version" => code_title(state),
        "problem" => parts(kind, state).join(" because "),
        _ => parts(kind, state).join(" · "),
    };
    if !composed.is_empty() {
        return composed;
    }
    let erased = state.erased("title") || kind.title_from.iter().any(|f| state.erased(f));
    if erased { ERASED.to_owned() } else { format!("Untitled {}", kind.label.to_lowercase()) }
}

fn parts(kind: &Kind, state: &State) -> Vec<String> {
    let part = |name: &&&str| {
        let words = words(state.value(name)?);
        if words.is_empty() {
            return None;
        }
        let field = kind.fields.iter().find(|f| f.name == **name)?;
        Some(match field.ty {
            FieldType::Quote => format!("“{}”", shortened(&words)),
            FieldType::Choice(_) => words.replace('-', " "),
            FieldType::Instant => words.get(..10).unwrap_or(&words).to_owned(),
            _ => shortened(&words),
        })
    };
    kind.title_from.iter().filter_map(|name| part(&name)).collect()
}

fn code_title(state: &State) -> String {
    let repository = state.text("repository").unwrap_or_default().trim_end_matches('/');
    let name = repository.rsplit(['/', ':']).next().unwrap_or(repository).trim_end_matches(".git");
    let commit = state.text("commit").unwrap_or_default();
    let short = commit.get(..10).unwrap_or(commit);
    match (name, state.text("tag").unwrap_or(short)) {
        (name, "") => name.to_owned(),
        ("", version) => version.to_owned(),
        (name, version) => format!("{name}@{version}"),
    }
}

/// The first line of a text that has words, without Markdown's leading marks.
fn shortened(text: &str) -> String {
    let line = text
        .lines()
        .map(|l| l.trim().trim_start_matches(['#', '>', '*', '-']).trim())
        .find(|l| !l.is_empty())
        .unwrap_or_default();
    if line.chars().count() <= LONGEST {
        return line.to_owned();
    }
    let cut: String = line.chars().take(LONGEST - 1).collect();
    let whole = cut.rfind(' ').and_then(|at| cut.get(..at)).unwrap_or(&cut);
    format!("{}…", whole.trim_end())
}

/// A value as plain words.
fn words(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(n) => n.to_string(),
        Value::Bool(b) => if *b { "yes" } else { "no" }.to_owned(),
        Value::List(items) => items.iter().map(words).collect::<Vec<_>>().join(" "),
        Value::Map(map) => map.values().map(words).collect::<Vec<_>>().join(" "),
    }
}

/// What a search looks through: the title, and all text a person would search for (notes, quotes,
/// tags, the searched fields), each on lines of its own, in form order.
#[must_use]
pub fn search_text(state: &State) -> (String, String) {
    let mut body = String::new();
    if let Some(kind) = state.kind_entry() {
        for field in kind.all_fields().filter(|f| f.searched && f.name != "title") {
            if let Some(value) = state.value(field.name) {
                push_line(&mut body, &words(value));
            }
        }
    } else if let Some(link) = state.ends.as_ref().and_then(|e| link(&e.type_)) {
        for field in link.fields.iter().chain(crate::links::LINK_BASE).filter(|f| f.searched) {
            if let Some(value) = state.value(field.name) {
                push_line(&mut body, &words(value));
            }
        }
    }
    (title(state), body)
}

fn push_line(body: &mut String, line: &str) {
    if !body.is_empty() && !line.is_empty() {
        body.push('\n');
    }
    body.push_str(line);
}
