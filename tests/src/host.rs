//! The page's host in a browser: the built files, the bridge and the attachments over HTTP.

use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value as Json;
use throughline_api::dto::ApiError;
use throughline_api::{App, inline};
use tiny_http::{Header, Method, Request, Response, Server};

/// Largest accepted call. An attachment of 100 MiB is 134 MiB in base64.
const LARGEST_CALL: u64 = 160 * 1024 * 1024;

/// The policy the window has (`src-tauri/tauri.conf.json`), as far as a browser knows the schemes:
/// a page that breaks it here would break it there.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; \
    img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-src 'none'; object-src 'none'; worker-src 'self'";

/// What is served.
pub struct Host {
    app: Arc<App>,
    dist: PathBuf,
    port: u16,
}

#[derive(Deserialize)]
struct Call {
    name: String,
    #[serde(default)]
    args: Json,
}

type Answer = Response<std::io::Cursor<Vec<u8>>>;

impl Host {
    /// The api, the folder of the built page and the port it is served on.
    pub fn new(app: Arc<App>, dist: PathBuf, port: u16) -> Self {
        Self { app, dist, port }
    }

    fn answer(&self, request: &mut Request) -> Answer {
        if !self.is_ours(request) {
            return empty(403);
        }
        let path = request.url().split(['?', '#']).next().unwrap_or_default().to_owned();
        match (request.method(), path.as_str()) {
            (Method::Post, "/call") => self.call(request),
            (Method::Get, path) => match path.strip_prefix("/attachment/") {
                Some(digest) => self.attachment(digest),
                None => self.file(path),
            },
            _ => empty(405),
        }
    }

    /// Only a page of this host: a page elsewhere in the same browser cannot call it, by name
    /// (rebinding) or across origins.
    fn is_ours(&self, request: &Request) -> bool {
        let header = |name: &'static str| {
            request.headers().iter().find(|h| h.field.equiv(name)).map(|h| h.value.as_str())
        };
        let hosts = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        let own_host = header("Host").is_some_and(|host| hosts.iter().any(|own| own == host));
        let own_origin = header("Origin").is_none_or(|origin| {
            hosts.iter().any(|own| origin.strip_prefix("http://") == Some(own.as_str()))
        });
        own_host && own_origin
    }

    fn call(&self, request: &mut Request) -> Answer {
        let mut body = Vec::new();
        let read = request.as_reader().take(LARGEST_CALL + 1).read_to_end(&mut body);
        if read.is_err() || body.len() as u64 > LARGEST_CALL {
            return empty(413);
        }
        let result = serde_json::from_slice::<Call>(&body)
            .map_err(|error| {
                ApiError::new(
                    "bad-arguments",
                    format!("The call is not understood: {error}."),
                    "Send {name, args} as JSON.",
                )
            })
            .and_then(|call| self.app.call(&call.name, call.args));
        match result {
            Ok(value) => json(200, &value),
            Err(error) => json(422, &serde_json::to_value(error).unwrap_or_default()),
        }
    }

    fn attachment(&self, digest: &str) -> Answer {
        let digest = digest.replace("%3A", ":").replace("%3a", ":");
        match self.app.attachment(&digest) {
            Ok((bytes, media)) => {
                let headers = inline::served(&media).headers();
                headers
                    .into_iter()
                    .fold(Response::from_data(bytes), |response, (name, value)| with(response, name, value))
            }
            Err(_) => empty(404),
        }
    }

    fn file(&self, path: &str) -> Answer {
        let relative = if path == "/" { "index.html" } else { path.trim_start_matches('/') };
        let plain = Path::new(relative).components().all(|part| matches!(part, Component::Normal(_)));
        let Some(bytes) = plain.then(|| std::fs::read(self.dist.join(relative)).ok()).flatten() else {
            return empty(404);
        };
        with(
            with(Response::from_data(bytes), "content-type", media_type(relative)),
            "content-security-policy",
            POLICY,
        )
    }
}

/// Answers until the process is ended, many requests at once: a long call must not hold up the
/// question how far it is.
pub fn serve(server: &Arc<Server>, host: &Arc<Host>) {
    for mut request in server.incoming_requests() {
        let host = Arc::clone(host);
        std::thread::spawn(move || {
            let answer = host.answer(&mut request);
            // The browser may have gone meanwhile; nobody is left to tell.
            let _ = request.respond(answer);
        });
    }
}

fn json(status: u16, value: &Json) -> Answer {
    with(Response::from_data(value.to_string()).with_status_code(status), "content-type", "application/json")
}

fn empty(status: u16) -> Answer {
    Response::from_data(Vec::new()).with_status_code(status)
}

fn with(response: Answer, name: &'static str, value: &'static str) -> Answer {
    match Header::from_bytes(name, value) {
        Ok(header) => response.with_header(header),
        Err(()) => response,
    }
}

fn media_type(path: &str) -> &'static str {
    match Path::new(path).extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("woff") => "font/woff",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}
