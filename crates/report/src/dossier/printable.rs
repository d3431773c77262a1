//! What can be set in type. A document for keeping may hold no sign that its own fonts lack, so such a sign is
//! printed as its number, `[U+4E2D]`, which says exactly what stood there; the HTML shows the sign itself.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::fonts::{Fonts, MONO, SANS, SERIF, families, fonts};

/// Which characters each voice can set.
pub(super) struct Printable {
    fonts: &'static Fonts,
    known: HashMap<char, bool>,
    /// How many characters were printed by number.
    pub(super) by_number: usize,
}

impl Printable {
    pub(super) fn new() -> Printable {
        Printable { fonts: fonts(), known: HashMap::new(), by_number: 0 }
    }

    fn can(&mut self, c: char) -> bool {
        if (' '..='~').contains(&c) || c == '\n' {
            return true;
        }
        let fonts = self.fonts;
        *self.known.entry(c).or_insert_with(|| {
            let private = matches!(u32::from(c), 0xE000..=0xF8FF | 0xF0000..=0x10FFFF);
            !private && [SANS, SERIF, MONO].iter().all(|voice| fonts.covers(&families(voice), c))
        })
    }

    /// The text as it can be set. What has no shape (joiners, marks of direction, control characters) is left out.
    pub(super) fn text(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '\t' => out.push_str("    "),
                '\r' => {}
                '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => {}
                '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}' => {}
                '\u{2028}' | '\u{2029}' | '\u{85}' => out.push('\n'),
                c if c.is_control() && c != '\n' => {}
                c if self.can(c) => out.push(c),
                c => {
                    self.by_number += 1;
                    out.push_str(&format!("[U+{:04X}]", u32::from(c)));
                }
            }
        }
        out
    }

    /// Every text in a document.
    pub(super) fn all(&mut self, json: &mut Json) {
        match json {
            Json::String(text) => *text = self.text(text),
            Json::Array(items) => items.iter_mut().for_each(|item| self.all(item)),
            Json::Object(map) => map.values_mut().for_each(|value| self.all(value)),
            _ => {}
        }
    }
}
