//! The one window. It shows the application's own page and nothing else.

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Url, WebviewUrl, WebviewWindowBuilder};

/// The window's name in the capability file.
pub const LABEL: &str = "main";

/// Opens the window on a page of the application.
pub fn open(app: &AppHandle, page: &str) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App(page.into()))
        .title("Throughline")
        .inner_size(1360.0, 860.0)
        .min_inner_size(900.0, 600.0)
        .center()
        // Files dropped on the page reach the page, which attaches them.
        .disable_drag_drop_handler()
        .zoom_hotkeys_enabled(true)
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        // Attachments are saved through a dialog and verified on the way; the page downloads nothing.
        .on_download(|_, _| false)
        .build()?;
    Ok(())
}

/// Whether an address is the application's own page: `tauri://localhost` on Linux and macOS,
/// `http(s)://tauri.localhost` on Windows.
fn is_own_page(address: &Url) -> bool {
    match address.scheme() {
        "tauri" => address.host_str() == Some("localhost"),
        "http" | "https" => address.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn the_window_stays_on_its_own_page() {
        for (address, own) in [
            ("tauri://localhost/", true),
            ("tauri://localhost/index.html#/thread/1", true),
            ("http://tauri.localhost/index.html", true),
            ("https://example.org/", false),
            ("tauri://elsewhere/", false),
            ("http://localhost:5173/", false),
            ("file:///etc/passwd", false),
            ("throughline-attachment://localhost/sha256:00", false),
            ("data:text/html,hello", false),
        ] {
            assert_eq!(is_own_page(&Url::parse(address).unwrap()), own, "{address}");
        }
    }
}
