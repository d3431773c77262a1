//! What the stories share: a fresh window on nothing, a picture of every step, and what the release still misses.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::desktop::{Desktop, program, take_picture};

/// A story being told in a window, from an empty workspace on.
pub struct Story {
    pub window: Desktop,
    home: TempDir,
    pictures: PathBuf,
    step: usize,
}

impl Story {
    /// Opens the window on an empty home, and makes a workspace as a person does.
    pub async fn begin(name: &str, product: &str) -> Story {
        let mut story = Story::on_the_start_page(name).await;
        story.picture("the-start-page").await;
        story.window.create_workspace("Story", "Mira Anand", product).await;
        story
    }

    /// Opens the window on an empty home, and in it the sample.
    pub async fn in_the_sample(name: &str) -> Story {
        let story = Story::on_the_start_page(name).await;
        story.window.open_sample().await;
        story
    }

    async fn on_the_start_page(name: &str) -> Story {
        let home = tempfile::tempdir().unwrap();
        let window = Desktop::open(home.path(), &[]).await;
        let here = std::env::current_exe().unwrap();
        let build = here.ancestors().nth(3).unwrap();
        let pictures = build.join("stories").join(name);
        // Pictures of an earlier run would stand among those of this one.
        let _ = std::fs::remove_dir_all(&pictures);
        std::fs::create_dir_all(&pictures).unwrap();
        println!("pictures in {}", pictures.display());
        let story = Story { window, home, pictures, step: 0 };
        story.window.see("New workspace").await;
        story
    }

    /// Closes the window and opens it again, on what these arguments say.
    pub async fn again(self, arguments: &[&str]) -> Story {
        let Story { window, home, pictures, step } = self;
        window.close().await;
        let window = Desktop::open(home.path(), arguments).await;
        window.find("link", "Overview").await;
        Story { window, home, pictures, step }
    }

    /// A folder of this story, beside all that the application keeps.
    pub fn folder(&self, name: &str) -> PathBuf {
        let folder = self.home.path().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// The file that is open.
    pub async fn file(&self) -> PathBuf {
        let info = self.window.call("app.info", json!({})).await;
        PathBuf::from(info["workspace"]["path"].as_str().unwrap())
    }

    /// Every file below the person's own folder that holds these words.
    pub fn holding(&self, words: &str) -> Vec<PathBuf> {
        holding(self.home.path(), words.as_bytes())
    }

    /// Keeps what the window shows now.
    pub async fn picture(&mut self, what: &str) {
        self.step += 1;
        let file = self.pictures.join(format!("{:02}-{what}.png", self.step));
        // What was asked for last may still be on its way to the screen.
        let painted = "const done = arguments[arguments.length - 1]; \
            requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
        self.window.script_async(painted, vec![]).await;
        assert!(take_picture(&file), "ImageMagick takes the pictures; scripts/setup.sh installs it");
    }

    /// Brings words in sight, for the picture.
    pub async fn scroll_to(&self, words: &str) {
        let script = "const found = [...document.querySelectorAll('main p, main li, main h2')] \
            .filter((e) => e.innerText.includes(arguments[0])).at(-1); found?.scrollIntoView({ block: 'center' })";
        self.window.script(script, vec![json!(words)]).await;
    }

    /// The open gaps of a rule, as the window's own question answers.
    pub async fn gaps(&self, rule: u64) -> Vec<String> {
        gaps(&self.window.call("readiness", json!({})).await, rule)
    }

    /// What `throughline check` says of the file, and whether it is content.
    pub async fn check(&self) -> (bool, Json) {
        let (content, said) = self.terminal(&["check", "--json"]).await;
        (content, serde_json::from_str(&said).unwrap())
    }

    /// What `throughline` says, run on the file that is open here, and whether it went well.
    pub async fn terminal(&self, args: &[&str]) -> (bool, String) {
        said(self.home.path(), &self.file().await, args)
    }

    /// The same at a computer of somebody else's, on their own copy.
    pub fn elsewhere(&self, person: &str, file: &Path, args: &[&str]) -> String {
        let (done, said) = said(&self.folder(person), file, args);
        assert!(done, "{person}: {args:?}: {said}");
        said
    }

    /// What was there before the story begins, a command a line: what has spaces in it stands between `|`, and a `#`
    /// begins a remark. It is recorded from a terminal while the window is open.
    pub async fn tell(&self, lines: &str) {
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let args = words(line);
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let (done, said) = self.terminal(&args).await;
            assert!(done, "{line}: {said}");
        }
    }

    /// Records an artefact as the window does, for what a story needs and does not tell.
    pub async fn given(&self, kind: &str, fields: Json) -> String {
        let saved =
            self.window.call("artefact.add", json!({ "kind": kind, "fields": fields, "links": [] })).await;
        saved["short"].as_str().unwrap().to_owned()
    }

    /// The same for what was so on an earlier day.
    pub async fn given_on(&self, day: &str, kind: &str, fields: Json) -> String {
        let add = json!({ "kind": kind, "fields": fields, "links": [], "on": day });
        let saved = self.window.call("artefact.add", add).await;
        saved["short"].as_str().unwrap().to_owned()
    }

    /// Leaves in order.
    pub async fn end(self) {
        let verified = self.window.call("workspace.verify", json!({})).await;
        assert_eq!(verified["intact"], json!(true), "{verified}");
        self.window.close().await;
    }
}

/// What `throughline` says of a file, and whether it went well.
fn said(home: &Path, file: &Path, args: &[&str]) -> (bool, String) {
    let mut command = Command::new(program("throughline"));
    command.args(args).arg("--workspace").arg(file).env("THROUGHLINE_HOME", home);
    let said = command.output().unwrap();
    let text = if said.stdout.is_empty() { said.stderr } else { said.stdout };
    (said.status.success(), String::from_utf8(text).unwrap())
}

/// Files below a folder that hold these bytes.
fn holding(folder: &Path, words: &[u8]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, words));
        } else if std::fs::read(&path).is_ok_and(|bytes| bytes.windows(words.len()).any(|w| w == words)) {
            found.push(path);
        }
    }
    found
}

/// The words of a command.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (at, part) in line.split('|').enumerate() {
        // Every second part stood between two bars.
        if at % 2 == 1 {
            words.last_mut().unwrap().push_str(part);
            continue;
        }
        for (at, piece) in part.split(' ').enumerate() {
            if at > 0 {
                words.push(String::new());
            }
            words.last_mut().unwrap().push_str(piece);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The sentences of a rule's open gaps.
pub fn gaps(readiness: &Json, rule: u64) -> Vec<String> {
    let rules = readiness["rules"].as_array().unwrap();
    let found = rules.iter().find(|one| one["number"] == rule).unwrap();
    let open = found["gaps"].as_array().unwrap().iter().filter(|gap| gap.get("waiver").is_none());
    open.map(|gap| gap["sentence"].as_str().unwrap().to_owned()).collect()
}
