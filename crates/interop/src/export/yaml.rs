//! The little YAML that front matter needs, in the one spelling that every reader takes alike: texts in
//! double quotes with the escapes that YAML shares with JSON.

/// A text in double quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // What YAML calls not printable, line ends of its own, and marks that turn the direction of
            // text, which would show a reader another text than the one that is there.
            c if c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}') =>
            {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A list of texts under a name.
pub(super) fn list<'t>(name: &str, texts: impl IntoIterator<Item = &'t str>) -> String {
    let items: Vec<String> = texts.into_iter().map(|t| format!("- {}\n", quoted(t))).collect();
    if items.is_empty() { String::new() } else { format!("{name}:\n{}", items.concat()) }
}

/// A decimal as a number that YAML 1.1 and 1.2 read alike.
pub(super) fn number(decimal: &str) -> String {
    // Without a point it would be an integer, which is as well.
    decimal.to_owned()
}
