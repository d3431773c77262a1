//! The page's host in a browser: the built files, the bridge and the attachments over HTTP.

use std::net::TcpListener;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value as Json;
use throughline_api::dto::ApiError;
use throughline_api::{App, inline};

/// Largest accepted call. An attachment of 100 MiB is 134 MiB in base64.
const LARGEST_CALL: usize = 160 * 1024 * 1024;

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

impl Host {
    /// The api, the folder of the built page and the port it is served on.
    pub fn new(app: Arc<App>, dist: PathBuf, port: u16) -> Self {
        Self { app, dist, port }
    }

    /// Only a page of this host: a page elsewhere in the same browser cannot call it, by name
    /// (rebinding) or across origins.
    fn is_ours(&self, headers: &HeaderMap) -> bool {
        let hosts = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        let value = |name| headers.get(name).map(|value: &HeaderValue| value.to_str().unwrap_or_default());
        let own_host = value(header::HOST).is_some_and(|host| hosts.iter().any(|own| own == host));
        let own_origin = value(header::ORIGIN).is_none_or(|origin| {
            hosts.iter().any(|own| origin.strip_prefix("http://") == Some(own.as_str()))
        });
        own_host && own_origin
    }

    fn answer(&self, method: &Method, path: &str, body: &[u8]) -> Response {
        match (method, path) {
            (&Method::POST, "/call") => self.call(body),
            (&Method::GET, path) => match path.strip_prefix("/attachment/") {
                Some(digest) => self.attachment(digest),
                None => self.file(path),
            },
            _ => empty(StatusCode::METHOD_NOT_ALLOWED),
        }
    }

    fn call(&self, body: &[u8]) -> Response {
        let result = serde_json::from_slice::<Call>(body)
            .map_err(|error| {
                ApiError::new(
                    "bad-arguments",
                    format!("The call is not understood: {error}."),
                    "Send {name, args} as JSON.",
                )
            })
            .and_then(|call| self.app.call(&call.name, call.args));
        match result {
            Ok(value) => json(StatusCode::OK, &value),
            Err(error) => {
                json(StatusCode::UNPROCESSABLE_ENTITY, &serde_json::to_value(error).unwrap_or_default())
            }
        }
    }

    fn attachment(&self, digest: &str) -> Response {
        let digest = digest.replace("%3A", ":").replace("%3a", ":");
        match self.app.attachment(&digest) {
            Ok((bytes, media)) => {
                let headers = inline::served(&media).headers();
                headers
                    .into_iter()
                    .fold(Response::new(Body::from(bytes)), |answer, (name, value)| with(answer, name, value))
            }
            Err(_) => empty(StatusCode::NOT_FOUND),
        }
    }

    fn file(&self, path: &str) -> Response {
        let relative = if path == "/" { "index.html" } else { path.trim_start_matches('/') };
        let plain = Path::new(relative).components().all(|part| matches!(part, Component::Normal(_)));
        let Some(bytes) = plain.then(|| std::fs::read(self.dist.join(relative)).ok()).flatten() else {
            return empty(StatusCode::NOT_FOUND);
        };
        let answer = with(Response::new(Body::from(bytes)), "content-type", media_type(relative));
        with(answer, "content-security-policy", POLICY)
    }
}

/// Answers until the process is ended, many requests at once: a long call must not hold up the
/// question how far it is.
///
/// # Errors
/// Those of the listener.
pub fn serve(listener: TcpListener, host: Arc<Host>) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    tokio::runtime::Builder::new_multi_thread().enable_io().enable_time().build()?.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, Router::new().fallback(answer).with_state(host)).await
    })
}

async fn answer(State(host): State<Arc<Host>>, request: Request) -> Response {
    if !host.is_ours(request.headers()) {
        return empty(StatusCode::FORBIDDEN);
    }
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_CALL).await else {
        return empty(StatusCode::PAYLOAD_TOO_LARGE);
    };
    // The api blocks.
    let done = tokio::task::spawn_blocking(move || host.answer(&head.method, head.uri.path(), &body)).await;
    done.unwrap_or_else(|_| empty(StatusCode::INTERNAL_SERVER_ERROR))
}

fn json(status: StatusCode, value: &Json) -> Response {
    let mut answer = Response::new(Body::from(value.to_string()));
    *answer.status_mut() = status;
    with(answer, "content-type", "application/json")
}

fn empty(status: StatusCode) -> Response {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = status;
    answer
}

fn with(mut answer: Response, name: &'static str, value: &'static str) -> Response {
    answer.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    answer
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
