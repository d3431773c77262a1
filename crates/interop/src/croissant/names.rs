//! Names of JSON-LD without the prefixes under which the same name may be written.

use serde_json::{Map, Value as Json};

/// Prefixes that mean schema.org or Croissant.
const PREFIXES: [&str; 9] = [
    "https://schema.org/",
    "http://schema.org/",
    "http://mlcommons.org/croissant/",
    "https://mlcommons.org/croissant/",
    "http://purl.org/dc/terms/",
    "schema:",
    "sc:",
    "cr:",
    "dct:",
];

/// The name as the standard writes it; terms of responsible AI keep `rai:`.
pub(super) fn plain(name: &str) -> String {
    for rai in ["http://mlcommons.org/croissant/RAI/", "https://mlcommons.org/croissant/RAI/"] {
        if let Some(term) = name.strip_prefix(rai) {
            return format!("rai:{term}");
        }
    }
    PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name).to_owned()
}

/// The same JSON with plain names. The reader bounds how deep it is.
pub(super) fn plain_names(json: Json) -> Json {
    match json {
        Json::Object(map) => {
            let mut out = Map::new();
            for (name, value) in map {
                // What a context defines are no terms of the data set.
                if name == "@context" {
                    continue;
                }
                out.insert(plain(&name), plain_names(value));
            }
            Json::Object(out)
        }
        Json::Array(list) => Json::Array(list.into_iter().map(plain_names).collect()),
        other => other,
    }
}

/// `dataSocialImpact` → "Data social impact".
pub(super) fn in_words(term: &str) -> String {
    let mut out = String::new();
    for (at, c) in term.chars().enumerate() {
        if at == 0 {
            out.extend(c.to_uppercase());
        } else if c.is_uppercase() {
            out.push(' ');
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
    }
    out
}
