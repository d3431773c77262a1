//! The true window, driven as WebDriver drives it: WebKitWebDriver starts the built program, and
//! the tests type and press keys as a person would.

use std::fmt::Display;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value as Json, json};

/// How long a test waits for anything before it gives up. A loaded machine with two cores needs
/// more than a person would.
const PATIENCE: Duration = Duration::from_secs(40);
/// How often it looks.
const PULSE: Duration = Duration::from_millis(60);

/// Finds what a person would call by its role and name: the page's own labels, never its structure.
const FIND: &str = include_str!("find.js");

/// An open window with its driver.
pub struct Desktop {
    client: Client,
    driver: Driver,
}

/// Ends the driver, and with it the window, however a test ends.
struct Driver {
    process: Child,
}

impl Drop for Driver {
    fn drop(&mut self) {
        for window in children_of(self.process.id()) {
            signal("KILL", window);
        }
        // Both fail only where the driver ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Desktop {
    /// Opens the window on a home folder of its own.
    pub async fn open(home: &Path, arguments: &[&str]) -> Self {
        let program = program("throughline-desktop");
        let port = free_port();
        let process = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("THROUGHLINE_HOME", home)
            // Where the web view keeps what the page remembers, such as the theme.
            .env("XDG_DATA_HOME", home.join("web"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .spawn()
            .expect("WebKitWebDriver is part of Debian's webkit2gtk-driver; scripts/setup.sh installs it");
        let driver = Driver { process };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(started.elapsed() < PATIENCE, "the driver does not answer on port {port}");
            std::thread::sleep(PULSE);
        }
        let options = json!({ "webkitgtk:browserOptions": { "binary": program, "args": arguments } });
        let Json::Object(options) = options else { unreachable!("an object is written above") };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(options)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("the window opens under the driver");
        Self { client, driver }
    }

    /// Leaves as the end of a session does: the program is asked to, and does so in order.
    pub async fn close(self) {
        let window = self.process();
        signal("TERM", window);
        wait_for_end(window).await;
    }

    /// Leaves as a crash does: no chance to save anything.
    pub async fn crash(self) {
        let window = self.process();
        signal("KILL", window);
        wait_for_end(window).await;
    }

    /// The process of the window.
    fn process(&self) -> u32 {
        let windows = children_of(self.driver.process.id());
        *windows.first().expect("the driver started the window as its child")
    }

    /// Waits until the page shows some words, and answers with all it shows.
    pub async fn see(&self, words: &str) -> String {
        self.see_within(PATIENCE, words).await
    }

    /// The same for what takes long to make on a loaded machine.
    pub async fn see_within(&self, patience: Duration, words: &str) -> String {
        let needle = words.to_lowercase();
        self.until_within(patience, &format!("“{words}” is on the page"), async || {
            let text = self.text().await;
            text.to_lowercase().contains(&needle).then_some(text)
        })
        .await
    }

    /// All the words the page shows.
    pub async fn text(&self) -> String {
        self.script("return document.body ? document.body.innerText : ''", vec![])
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Waits for something with a role and a name (a part of it), and answers with it.
    pub async fn find(&self, role: &str, name: &str) -> Element {
        self.until(&format!("there is a {role} “{name}”"), async || self.look(role, name).await).await
    }

    /// What has a role and a name now.
    pub async fn look(&self, role: &str, name: &str) -> Option<Element> {
        self.seek(role, name, false).await
    }

    async fn seek(&self, role: &str, name: &str, reveal: bool) -> Option<Element> {
        let found = self.script(FIND, vec![json!(role), json!(name), json!(reveal)]).await;
        let id = found.as_object()?.values().next()?.as_str()?.to_owned();
        Some(Element::from_element_id(self.client.clone(), id.into()))
    }

    /// Presses something with the mouse.
    pub async fn press(&self, role: &str, name: &str) {
        self.until(&format!("the {role} “{name}” can be pressed"), async || {
            self.seek(role, name, true).await?.click().await.ok()
        })
        .await;
    }

    /// Puts the cursor into a field, and waits until it stands there: something that arrives late may take it away once.
    pub async fn enter(&self, label: &str) {
        self.until(&format!("the cursor stands in the field “{label}”"), async || {
            let field = self.seek("field", label, true).await?;
            field.click().await.ok()?;
            let stands = "return arguments[0].contains(document.activeElement)";
            let field = serde_json::to_value(&field).ok()?;
            (self.script(stands, vec![field]).await == json!(true)).then_some(())
        })
        .await;
    }

    /// Chooses from a list that drops down.
    pub async fn choose(&self, label: &str, choice: &str) {
        self.until(&format!("“{choice}” can be chosen for “{label}”"), async || {
            let list = self.look("field", label).await?;
            list.select_by_label(choice).await.ok()
        })
        .await;
    }

    /// Types into a field, behind what stands there.
    pub async fn fill(&self, label: &str, text: &str) {
        self.enter(label).await;
        self.type_text(text).await;
    }

    /// Types where the cursor is.
    pub async fn type_text(&self, text: &str) {
        self.keys(text).await;
    }

    /// Presses a key where the cursor is.
    pub async fn key(&self, key: Key) {
        self.keys(&char::from(key).to_string()).await;
    }

    /// Presses keys together: `chord(&[Key::Control], 'k')`.
    pub async fn chord(&self, held: &[Key], last: char) {
        let keys: String = held.iter().map(|key| char::from(*key)).chain([last]).collect();
        self.keys(&keys).await;
    }

    async fn keys(&self, keys: &str) {
        // What had the focus may be exchanged just now, as a list is when its answer arrives; the
        // driver says so before it sends the first key.
        self.until("what has the focus takes keys", async || {
            let focused = self.client.active_element().await.ok()?;
            match focused.send_keys(keys).await {
                Err(error) if error.is_stale_element_reference() => None,
                sent => Some(sent),
            }
        })
        .await
        .expect("what has the focus takes keys");
    }

    /// What the keyboard stands on, in words: for tests that go by keyboard alone. Empty where it
    /// stands on nothing but the page.
    pub async fn focused(&self) -> String {
        let words = "const e = document.activeElement; \
            if (!e?.matches('a, button, input, textarea, select, [role=treeitem], [role=option]')) return ''; \
            return e.getAttribute('aria-label') || e.innerText || e.value || ''";
        self.script(words, vec![]).await.as_str().unwrap_or_default().to_owned()
    }

    /// What a field holds.
    pub async fn value(&self, label: &str) -> String {
        let field = self.find("field", label).await;
        field.prop("value").await.ok().flatten().unwrap_or_default()
    }

    /// Asks the api through the page's own bridge.
    pub async fn call(&self, name: &str, args: Json) -> Json {
        let answer = self.ask(name, args).await;
        assert!(answer.get("error").is_none(), "{name}: {answer}");
        answer["ok"].clone()
    }

    /// Asks the api for what it must refuse; answers with the error.
    pub async fn refused(&self, name: &str, args: Json) -> Json {
        let answer = self.ask(name, args).await;
        assert!(answer.get("ok").is_none(), "{name} is not refused: {answer}");
        answer["error"].clone()
    }

    async fn ask(&self, name: &str, args: Json) -> Json {
        let ask = "const [name, args, done] = arguments; \
            window.__TAURI_INTERNALS__.invoke('call', { name, args }).then(v => done({ ok: v }), e => done({ error: e }))";
        self.script_async(ask, vec![json!(name), args]).await
    }

    /// Runs a script on the page. A page that is being exchanged answers nothing.
    pub async fn script(&self, script: &str, arguments: Vec<Json>) -> Json {
        self.client.execute(script, arguments).await.unwrap_or(Json::Null)
    }

    /// Runs a script that answers by calling its last argument.
    pub async fn script_async(&self, script: &str, arguments: Vec<Json>) -> Json {
        self.client.execute_async(script, arguments).await.expect("the script answers")
    }

    /// Waits until something is there; says what was waited for and what the page showed if it never is.
    pub async fn until<T>(&self, what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
        self.until_within(PATIENCE, what, look).await
    }

    /// The same, with a patience of its own: for work that takes long on a loaded machine.
    pub async fn until_within<T>(
        &self,
        patience: Duration,
        what: &str,
        mut look: impl AsyncFnMut() -> Option<T>,
    ) -> T {
        let started = Instant::now();
        loop {
            if let Some(found) = look().await {
                return found;
            }
            if started.elapsed() > patience {
                let picture = picture_of_the_screen(what);
                panic!("waited in vain until {what}.{picture}\nThe page shows:\n{}", self.text().await);
            }
            tokio::time::sleep(PULSE).await;
        }
    }
}

/// A program of the workspace, as cargo built it beside the tests.
pub fn program(name: &str) -> PathBuf {
    let here = std::env::current_exe().expect("the test knows its own path");
    let folder = here.parent().and_then(Path::parent).expect("tests lie in target/PROFILE/deps");
    let program = folder.join(name);
    assert!(program.exists(), "{} is not built; `make build` does it", program.display());
    program
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("this machine has a free port");
    listener.local_addr().expect("a listener has an address").port()
}

/// The processes a process started.
fn children_of(parent: u32) -> Vec<u32> {
    let Ok(processes) = std::fs::read_dir("/proc") else { return Vec::new() };
    processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok())
        .filter(|process| {
            // "pid (name) state parent …": the name may hold spaces, what follows its bracket not.
            let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
            let mut behind_name = stat.rsplit(") ").next().unwrap_or_default().split(' ');
            let state = behind_name.next().unwrap_or("Z");
            state != "Z" && behind_name.next().and_then(|p| p.parse().ok()) == Some(parent)
        })
        .collect()
}

fn signal(name: &str, process: u32) {
    // The process may have ended meanwhile, which is what was wanted.
    let _ =
        Command::new("kill").args([format!("-{name}"), process.to_string()]).stderr(Stdio::null()).status();
}

async fn wait_for_end(process: u32) {
    let started = Instant::now();
    let running = |process: u32| {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        stat.rsplit(") ").next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with('Z'))
    };
    while running(process) {
        assert!(started.elapsed() < PATIENCE, "the window does not end");
        tokio::time::sleep(PULSE).await;
    }
}

/// Keeps a picture of the whole screen beside the build, where ImageMagick is there to take it.
fn picture_of_the_screen(what: impl Display) -> String {
    let name: String =
        what.to_string().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(60).collect();
    let Ok(here) = std::env::current_exe() else { return String::new() };
    let Some(folder) = here.ancestors().nth(3) else { return String::new() };
    let file = folder.join(format!("window-{name}.png"));
    if take_picture(&file) { format!(" A picture is in {}.", file.display()) } else { String::new() }
}

/// Writes what the whole screen shows to a file; whether that went well. ImageMagick does it, because the driver's own
/// picture never comes back on a screen without a graphics card.
pub fn take_picture(file: &Path) -> bool {
    let taken = Command::new("import").args(["-window", "root"]).arg(file).stderr(Stdio::null()).status();
    taken.is_ok_and(|status| status.success())
}
