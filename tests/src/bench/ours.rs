//! The same work done by the workspace: through the api, and by the store's reader.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rand_core::OsRng;
use serde_json::json;
use throughline_api::App;
use throughline_record::EntityId;
use throughline_store::{At, Env, ListQuery, OpenMode, Reader, SystemClock, Workspace};

use super::Failure;
use super::domain::Domain;
use super::figures::timed;

/// Where everything of one workspace lies.
#[derive(Debug, Clone)]
pub struct Place {
    folder: PathBuf,
}

impl Place {
    /// A place in a folder, which is made.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn new(folder: PathBuf) -> Result<Self, Failure> {
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// The workspace file.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder.join("bench.throughline")
    }

    /// The folder of the view.
    #[must_use]
    pub fn views(&self) -> PathBuf {
        self.folder.join("cache").join("views")
    }

    fn env(&self) -> Env {
        let home = self.folder.join("home");
        Env::at(home, self.folder.join("cache"), Arc::new(SystemClock), Arc::new(Mutex::new(OsRng)))
    }

    /// The application with a new workspace.
    ///
    /// # Errors
    /// Those of the api.
    pub fn new_app(&self) -> Result<App, Failure> {
        let app = self.app();
        app.call("workspace.create", json!({ "path": self.file() }))?;
        Ok(app)
    }

    fn app(&self) -> App {
        App::new(self.env(), Vec::new())
    }

    /// Takes a file of JSON Lines into a new workspace by the api's import. Returns the milliseconds
    /// of the import, until everything is durable and can be searched.
    ///
    /// # Errors
    /// Those of the api, and an import that left something out.
    pub fn capture(&self, lines: &Path, artefacts: usize, links: usize) -> Result<f64, Failure> {
        let app = self.app();
        app.call("workspace.create", json!({ "path": self.file() }))?;
        let args = json!({ "format": "jsonl", "source": lines });
        let (took, report) = timed(|| app.call("import", args))?;
        let count = |name: &str| report.get(name).and_then(serde_json::Value::as_u64).unwrap_or(0);
        if count("added") != artefacts as u64 || count("links") != links as u64 {
            return Err(Failure::Wrong(format!("the import left something out: {report}")));
        }
        app.call("workspace.close", json!({}))?;
        Ok(took)
    }

    /// Opens the workspace for reading, as a start of the program does. Returns how long it took.
    ///
    /// # Errors
    /// Those of the store.
    pub fn open(&self) -> Result<(f64, Workspace), Failure> {
        Ok(timed(|| Workspace::open(&self.file(), self.env(), OpenMode::ReadWrite, &()))?)
    }

    /// The application with the workspace opened.
    ///
    /// # Errors
    /// Those of the api.
    pub fn opened_app(&self) -> Result<App, Failure> {
        let app = self.app();
        app.call("workspace.open", json!({ "path": self.file() }))?;
        Ok(app)
    }
}

/// The entities of a domain's artefacts, in the same order.
///
/// # Errors
/// Those of the store, and a workspace that does not hold the domain.
pub fn entities(reader: &Reader, domain: &Domain) -> Result<Vec<EntityId>, Failure> {
    let mut of_kind: BTreeMap<&str, std::vec::IntoIter<(EntityId, String)>> = BTreeMap::new();
    let mut ids = Vec::with_capacity(domain.artefacts.len());
    for artefact in &domain.artefacts {
        let rows = match of_kind.entry(artefact.kind) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                let query = ListQuery {
                    kinds: vec![artefact.kind.to_owned()],
                    sort: vec![("number".into(), false)],
                    limit: 10_000,
                    ..ListQuery::default()
                };
                let cards = reader.list(&query, &At::Now)?.rows;
                let rows: Vec<_> = cards.into_iter().map(|card| (card.id, card.title)).collect();
                entry.insert(rows.into_iter())
            }
        };
        match rows.next() {
            Some((id, title)) if title == artefact.title => ids.push(id),
            _ => return Err(Failure::Wrong(format!("{} is not in the workspace", artefact.key))),
        }
    }
    Ok(ids)
}
