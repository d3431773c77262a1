//! Attachments as the page shows them: `throughline-attachment://localhost/<digest>`, read only.
//! What people attached is data. It is shown or saved, never run.

use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, UriSchemeContext, UriSchemeResponder, Wry};
use throughline_api::inline;

use crate::bridge::Bridge;
use crate::window;

/// The protocol's name.
pub const SCHEME: &str = "throughline-attachment";

/// Answers one request, beside the window's own thread.
pub fn serve(context: UriSchemeContext<'_, Wry>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    if context.webview_label() != window::LABEL || request.method() != tauri::http::Method::GET {
        responder.respond(refusal(StatusCode::FORBIDDEN));
        return;
    }
    let app = context.app_handle().state::<Bridge>().app();
    let digest = digest(request.uri().path());
    tauri::async_runtime::spawn_blocking(move || {
        responder.respond(match app.attachment(&digest) {
            Ok((bytes, media)) => shown(bytes, &media),
            Err(_) => refusal(StatusCode::NOT_FOUND),
        });
    });
}

/// `/sha256:…`, as it stands or with its colon escaped.
fn digest(path: &str) -> String {
    path.trim_start_matches('/').replace("%3A", ":").replace("%3a", ":")
}

fn shown(bytes: Vec<u8>, media: &str) -> Response<Vec<u8>> {
    let served = inline::served(media);
    let mut response = Response::new(bytes);
    for (name, value) in served.headers() {
        response.headers_mut().insert(name, header::HeaderValue::from_static(value));
    }
    response
}

fn refusal(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_digest_is_read_with_its_colon_escaped_or_not() {
        assert_eq!(digest("/sha256:ab"), "sha256:ab");
        assert_eq!(digest("/sha256%3Aab"), "sha256:ab");
        assert_eq!(digest("sha256%3aab"), "sha256:ab");
    }

    #[test]
    fn a_page_that_was_attached_is_bytes_to_the_window() {
        let response = shown(b"<script>alert(1)</script>".to_vec(), "text/html");
        let header =
            |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
        assert_eq!(header("content-type"), "application/octet-stream");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("content-disposition"), "attachment");
    }
}
