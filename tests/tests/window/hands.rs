//! What a person's hands do on the application's own forms, palette and pickers.

use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::key::Key;
use serde_json::json;

use crate::desktop::Desktop;

impl Desktop {
    /// Makes a workspace on the start page, and says who is at the keyboard.
    pub async fn create_workspace(&self, name: &str, person: &str, product: &str) {
        self.see("New workspace").await;
        self.fill("Name", name).await;
        self.fill("Your name", person).await;
        self.fill("First product", product).await;
        self.key(Key::Enter).await;
        self.find("link", "Overview").await;
    }

    /// Runs a line of the palette, or jumps to an artefact, by keyboard alone.
    pub async fn command(&self, typed: &str, line: &str) {
        self.chord(&[Key::Control], 'k').await;
        self.find("field", "Search, jump").await;
        self.type_text(typed).await;
        self.select_offer(line).await;
        self.key(Key::Enter).await;
    }

    /// Opens the form of a new artefact and waits for its cursor.
    pub async fn begin(&self, kind: &str) {
        let line = format!("New {kind}");
        self.command(&line, &line).await;
        self.find("heading", &line).await;
        self.until("the cursor stands in a field of the form", async || {
            let inside = "return !!document.activeElement?.closest('dialog form')";
            (self.script(inside, vec![]).await == json!(true)).then_some(())
        })
        .await;
    }

    /// Opens an empty field of an artefact's page and waits for its cursor.
    pub async fn open_field(&self, label: &str) {
        self.press("button", label).await;
        self.until(&format!("the cursor stands in “{label}”"), async || {
            let words = "const e = document.activeElement; \
                return [e?.getAttribute('aria-label'), ...[...(e?.labels ?? [])].map((l) => l.innerText)].join(' ')";
            let name = self.script(words, vec![]).await;
            name.as_str()?.to_lowercase().contains(&label.to_lowercase()).then_some(())
        })
        .await;
    }

    /// Opens the sample from the start page. It is made by some 450 durable changes, told one after
    /// the other.
    pub async fn open_sample(&self) {
        self.press("button", "Open the sample").await;
        self.sample_is_open().await;
    }

    /// Waits for the sample's overview.
    pub async fn sample_is_open(&self) {
        self.until_within(Duration::from_secs(240), "the sample is open", async || {
            self.look("link", "Overview").await
        })
        .await;
    }

    /// Saves the form that is open, and waits for the id.
    pub async fn save(&self, id: &str) {
        let saved = self.save_new().await;
        assert_eq!(saved, id);
    }

    /// Saves the form that is open, and answers with the id.
    pub async fn save_new(&self) -> String {
        // Words of an earlier form may still be on the page.
        let before = self.last_saved().await;
        self.chord(&[Key::Control], char::from(Key::Enter)).await;
        let id = self
            .until("the form is recorded", async || {
                self.last_saved().await.filter(|id| before.as_ref() != Some(id))
            })
            .await;
        self.until("the form is closed", async || self.look("dialog", "New").await.is_none().then_some(()))
            .await;
        id
    }

    /// Saves the form that is open and leaves it open for the next of its kind; answers with the id.
    pub async fn save_and_go_on(&self) -> String {
        let before = self.last_saved().await;
        self.chord(&[Key::Control, Key::Shift], char::from(Key::Enter)).await;
        self.until("the form is recorded", async || {
            self.last_saved().await.filter(|id| before.as_ref() != Some(id))
        })
        .await
    }

    /// Shows the fields of a form that are folded away.
    pub async fn unfold(&self) {
        self.press("button", "More fields").await;
        self.until("all fields are shown", async || {
            self.look("button", "More fields").await.is_none().then_some(())
        })
        .await;
    }

    /// Goes to a place of the navigation, and there to a view.
    pub async fn go(&self, place: &str, view: Option<&str>) {
        self.press("link", &format!("Main › {place}")).await;
        if let Some(view) = view {
            self.press("link", &format!("Views › {view}")).await;
        }
    }

    /// Opens the page of an artefact by its id.
    pub async fn open_page(&self, short: &str) {
        self.command(short, short).await;
        self.until(&format!("the page of {short} is open"), async || self.look("heading", short).await).await;
    }

    /// Seals the small form that is open, and waits until it is closed.
    pub async fn seal(&self) {
        self.chord(&[Key::Control], char::from(Key::Enter)).await;
        self.closed().await;
    }

    /// Waits until no dialog is open.
    pub async fn closed(&self) {
        let open = "return document.querySelectorAll('dialog[open]').length === 0";
        self.until("the form is closed", async || {
            (self.script(open, vec![]).await == json!(true)).then_some(())
        })
        .await;
    }

    /// Fills low, likely and high.
    pub async fn fill_range(&self, label: &str, range: [&str; 3]) {
        for (part, value) in ["low", "likely", "high"].into_iter().zip(range) {
            self.fill(&format!("{label} › {part}"), value).await;
        }
    }

    /// Reads a data version from its file, in the dialog that is open: looked at first, then recorded.
    pub async fn read_data(&self, file: &Path, rows: &str, version: &str) {
        self.fill("File", file.to_str().unwrap()).await;
        self.key(Key::Enter).await;
        self.see(rows).await;
        // What the file's name suggests as version is marked, and typed over.
        self.until("the cursor stands in the version", async || {
            let inside = "return [...(document.activeElement?.labels ?? [])].some((l) => l.innerText.includes('Version'))";
            (self.script(inside, vec![]).await == json!(true)).then_some(())
        })
        .await;
        self.type_text(version).await;
        self.key(Key::Enter).await;
        self.closed().await;
    }

    /// The id that the page says was recorded last.
    async fn last_saved(&self) -> Option<String> {
        let text = self.text().await;
        let id = text.rsplit_once("recorded:")?.1.split_whitespace().next()?.to_owned();
        Some(id)
    }

    /// Picks something to link with by typing a part of its title.
    pub async fn pick(&self, label: &str, title: &str) {
        self.fill(label, title).await;
        self.select_offer(title).await;
        self.key(Key::Enter).await;
        self.find("button", "Take away").await;
    }

    /// Walks down a list that a field offers until a line stands under the cursor that exists
    /// already and holds these words.
    async fn select_offer(&self, words: &str) {
        let wanted = words.to_lowercase();
        let begun = Instant::now();
        // Two lines repeat what was typed, whatever that is: the one to all results, and the one that makes it new.
        // That one is meant where nothing on record has come for a while.
        let meant = |offer: Option<String>| {
            offer.map(|offer| offer.to_lowercase()).is_some_and(|offer| {
                let makes = offer.starts_with("new ") && !wanted.starts_with("new ");
                offer.contains(&wanted)
                    && !offer.starts_with("all results")
                    && (!makes || begun.elapsed() > Duration::from_millis(1500))
            })
        };
        self.until(&format!("“{words}” is offered"), async || {
            if meant(self.selected_offer().await) {
                // What is offered may still change while an answer is under way.
                tokio::time::sleep(Duration::from_millis(250)).await;
                return meant(self.selected_offer().await).then_some(());
            }
            self.key(Key::Down).await;
            None
        })
        .await;
    }

    async fn selected_offer(&self) -> Option<String> {
        let script = "const shown = (e) => e.getBoundingClientRect().height > 0; \
            return [...document.querySelectorAll('[role=option][aria-selected=true]')].find(shown)?.innerText ?? null";
        self.script(script, vec![]).await.as_str().map(|offer| offer.replace('\n', " "))
    }

    /// Moves the focus on with the Tab key until it stands on something with these words.
    pub async fn tab_to(&self, words: &str) {
        for _ in 0..200 {
            if self.focused().await.to_lowercase().contains(&words.to_lowercase()) {
                return;
            }
            self.key(Key::Tab).await;
        }
        panic!("the Tab key does not reach “{words}”; it stands on “{}”", self.focused().await);
    }
}
