//! The fonts a dossier carries, so that it looks the same wherever it is opened: the window's own, cut to the
//! scripts of Latin, Greek and Cyrillic, and those of the typesetter for signs and what is left.

use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// Families by voice, the first choice first. The last two are the typesetter's own and hold what the others lack.
const REST: &[&str] = &["DejaVu Sans Mono", "New Computer Modern Math", "Libertinus Serif"];

/// What the team writes.
pub(super) const SANS: &[&str] = &["Inter", "Inter Latin Ext", "Inter Greek", "Inter Cyrillic"];
/// What users say.
pub(super) const SERIF: &[&str] =
    &["Source Serif 4", "Source Serif 4 Latin Ext", "Source Serif 4 Greek", "Source Serif 4 Cyrillic"];
/// What machines say.
pub(super) const MONO: &[&str] = &["JetBrains Mono"];

/// A voice's families with those that hold the rest.
pub(super) fn families(of: &[&'static str]) -> Vec<&'static str> {
    of.iter().chain(REST).copied().collect()
}

const OWN: &[&[u8]] = &[
    include_bytes!("../../fonts/Inter-Regular.ttf"),
    include_bytes!("../../fonts/Inter-Bold.ttf"),
    include_bytes!("../../fonts/Inter-Italic.ttf"),
    include_bytes!("../../fonts/InterLatinExt-Regular.ttf"),
    include_bytes!("../../fonts/InterLatinExt-Bold.ttf"),
    include_bytes!("../../fonts/InterGreek-Regular.ttf"),
    include_bytes!("../../fonts/InterGreek-Bold.ttf"),
    include_bytes!("../../fonts/InterCyrillic-Regular.ttf"),
    include_bytes!("../../fonts/InterCyrillic-Bold.ttf"),
    include_bytes!("../../fonts/SourceSerif4-Italic.ttf"),
    include_bytes!("../../fonts/SourceSerif4LatinExt-Italic.ttf"),
    include_bytes!("../../fonts/SourceSerif4Greek-Italic.ttf"),
    include_bytes!("../../fonts/SourceSerif4Cyrillic-Italic.ttf"),
    include_bytes!("../../fonts/JetBrainsMono-Regular.ttf"),
];

/// The fonts with the book the typesetter looks them up in.
pub(super) struct Fonts {
    pub(super) book: LazyHash<FontBook>,
    pub(super) fonts: Vec<Font>,
}

/// Read once a process.
pub(super) fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(|| {
        let fonts: Vec<Font> = OWN
            .iter()
            .copied()
            .chain(typst_assets::fonts())
            .flat_map(|data| Font::iter(Bytes::new(data)))
            .collect();
        Fonts { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    })
}

impl Fonts {
    /// Whether a text in this voice's families can be set with this character.
    pub(super) fn covers(&self, families: &[&str], c: char) -> bool {
        self.fonts.iter().any(|font| {
            families.contains(&font.info().family.as_str()) && font.info().coverage.contains(u32::from(c))
        })
    }
}
