//! Which attachments a page may show in place, for every shell that serves them over an address.

/// How an attachment is handed to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Served {
    /// The media type that is said, which need not be the one that was recorded.
    pub media: &'static str,
    /// Whether the page may show it in place; otherwise it is only a download.
    pub inline: bool,
}

/// Pictures made of pixels, which hold no scripts. SVG is left out because it does.
const PICTURES: [&str; 6] = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"];

/// Decides by the recorded media type, never by the bytes: what is not on the short list of harmless
/// types is served as bytes to save, whatever its author called it.
#[must_use]
pub fn served(media: &str) -> Served {
    let essence = media.split(';').next().unwrap_or_default().trim();
    if let Some(picture) = PICTURES.into_iter().find(|picture| picture.eq_ignore_ascii_case(essence)) {
        return Served { media: picture, inline: true };
    }
    if essence.eq_ignore_ascii_case("text/plain") {
        return Served { media: "text/plain; charset=utf-8", inline: true };
    }
    Served { media: "application/octet-stream", inline: false }
}

impl Served {
    /// The response headers, names in lower case. `nosniff` keeps the engine from guessing another
    /// type, the sandboxed policy keeps even a misread file from running, and nothing is cached,
    /// so that what is erased is gone.
    #[must_use]
    pub fn headers(self) -> [(&'static str, &'static str); 5] {
        [
            ("content-type", self.media),
            ("content-disposition", if self.inline { "inline" } else { "attachment" }),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; sandbox"),
            ("cache-control", "no-store"),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_and_plain_text_are_shown_in_place() {
        for media in ["image/png", "IMAGE/JPEG", "image/webp; q=1", "text/plain", "text/plain;charset=latin1"]
        {
            assert!(served(media).inline, "{media}");
        }
    }

    #[test]
    fn what_could_run_is_only_bytes() {
        for media in [
            "text/html",
            "image/svg+xml",
            "application/xhtml+xml",
            "text/xml",
            "application/pdf",
            "text/javascript",
            "image/",
            "",
        ] {
            let served = served(media);
            assert_eq!((served.media, served.inline), ("application/octet-stream", false), "{media}");
        }
    }
}
