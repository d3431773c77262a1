//! A checkpoint on paper: its text, a QR code of the same bytes, and what to do with it.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// What stands on the page beside the note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointPage {
    /// What the workspace is called.
    pub workspace: String,
    /// How many changes it covers.
    pub position: u64,
    /// The root over them, `sha256:…`.
    pub root: String,
    /// When it was made, in words.
    pub made: String,
    /// Who was at the keyboard; empty if nobody said.
    pub by: String,
    /// The signed note.
    pub text: String,
}

/// A QR code as squares: draw the path in a box of `size` by `size`, the four empty rows around it included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Squares {
    /// Squares along a side.
    pub size: usize,
    /// The `d` of an SVG path.
    pub path: String,
}

/// Why there is no code: the text has more than about 2,300 bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the text is too long for a QR code: {0}")]
pub struct TooLong(String);

/// Rows without squares around a code: ISO/IEC 18004 asks for four.
const QUIET: usize = 4;

/// The QR code of a text, with error correction M.
///
/// # Errors
/// [`TooLong`].
pub fn squares(text: &str) -> Result<Squares, TooLong> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|e| TooLong(e.to_string()))?;
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            // Writing to a string cannot fail.
            let _ = write!(path, "M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET);
        }
    }
    Ok(Squares { size: width + 2 * QUIET, path })
}

/// The page as one HTML file that prints on a sheet.
///
/// # Errors
/// [`TooLong`].
pub fn html(page: &CheckpointPage) -> Result<String, TooLong> {
    let Squares { size, path } = squares(&page.text)?;
    let CheckpointPage { workspace, position, root, made, by, text } = page;
    let [workspace, root, made, by, text] = [workspace, root, made, by, text].map(|text| escaped(text));
    let by = if by.is_empty() { String::new() } else { format!(" by {by}") };
    Ok(format!(
        r##"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Checkpoint of {workspace} through #{position}</title>
<style>
:root {{ color-scheme: light; }}
body {{ font: 11pt/1.45 system-ui, sans-serif; color: #111; background: #fff; max-width: 17cm; margin: 1.5cm auto; }}
h1 {{ font-size: 18pt; margin: 0 0 .2cm; }}
dl {{ display: grid; grid-template-columns: 3.4cm 1fr; gap: .1cm .4cm; margin: .5cm 0; }}
dt {{ color: #555; }} dd {{ margin: 0; overflow-wrap: anywhere; }}
svg {{ width: 7.5cm; height: 7.5cm; display: block; margin: .6cm 0; }}
pre {{ font: 8pt/1.4 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #bbb; padding: .3cm; }}
.line {{ margin-top: 1cm; border-top: 1px solid #999; width: 9cm; color: #555; font-size: 9pt; padding-top: .1cm; }}
@media print {{ body {{ margin: 0; max-width: none; }} }}
</style>
</head>
<body>
<h1>Checkpoint of {workspace}</h1>
<p>Whoever holds this sheet can tell later whether the first {position} changes of this workspace are still what they were
when it was printed, even if the one who keeps the workspace rewrote it.</p>
<dl>
<dt>Covers</dt><dd>#1 to #{position}</dd>
<dt>Root</dt><dd>{root}</dd>
<dt>Made</dt><dd>{made}{by}</dd>
</dl>
<svg viewBox="0 0 {size} {size}" role="img" aria-label="The note below as a QR code" shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/><path d="{path}" fill="#000"/></svg>
<pre>{text}</pre>
<p><strong>To compare:</strong> scan the code, or copy the note into a file, and run
<code>throughline verify --checkpoint FILE</code>, or paste it on the page <em>Audit</em>. Keep this sheet away from the workspace.</p>
<p class="line">received, date and signature</p>
</body>
</html>
"##
    ))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn page(name: &str) -> CheckpointPage {
        CheckpointPage {
            workspace: name.into(),
            position: 12,
            root: "sha256:00".into(),
            made: "3 March 2026".into(),
            by: "Ines".into(),
            text: "throughline/a/b\n12\nAAAA\n\n— throughline/a/b BBBB\n".into(),
        }
    }

    #[test]
    fn a_page_holds_the_note_as_text_and_as_squares_and_nothing_that_runs() {
        let html = html(&page("Food <script>alert(1)</script>")).unwrap();
        assert!(html.contains("— throughline/a/b BBBB") && html.contains("<path d=\"M"));
        assert!(!html.contains("<script"), "names are text");
    }

    #[test]
    fn a_code_begins_with_the_square_in_its_corner_and_is_the_same_every_time() {
        let code = squares("throughline").unwrap();
        assert_eq!((code.size, code.path.starts_with("M4 4h1v1h-1z")), (29, true));
        assert_eq!(squares("throughline").unwrap(), code);
        assert!(squares(&"x".repeat(5000)).is_err());
    }
}
