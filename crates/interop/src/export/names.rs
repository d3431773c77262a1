//! Names of files.

/// A text as a part of a file's name: letters and digits of any script in lower case, hyphens between
/// words, at most 60 characters. Empty if there are none.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::new();
    let mut long = 0;
    let mut gap = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push('-');
                long += 1;
            }
            gap = false;
            if long >= 60 {
                break;
            }
            out.push(c);
            long += 1;
        } else {
            gap = true;
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// Names that differ: what was there before gets a number behind it.
#[derive(Default)]
pub(super) struct Names(std::collections::HashSet<String>);

impl Names {
    pub fn free(&mut self, stem: &str, ending: &str) -> String {
        let stem = if stem.is_empty() { "export" } else { stem };
        let mut name = format!("{stem}{ending}");
        let mut n = 2;
        while !self.0.insert(name.clone()) {
            name = format!("{stem}-{n}{ending}");
            n += 1;
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_holds_nothing_that_a_file_system_minds() {
        for (text, name) in [
            ("Which recommender do we ship first?", "which-recommender-do-we-ship-first"),
            ("../../etc/passwd", "etc-passwd"),
            ("שלום עולם", "שלום-עולם"),
            ("🍜", ""),
            ("CON: a\0b", "con-a-b"),
        ] {
            assert_eq!(slug(text), name);
        }
        assert!(slug(&"word ".repeat(100)).chars().count() <= 61);
    }
}
