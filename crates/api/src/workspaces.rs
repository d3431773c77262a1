//! Creating, opening and closing workspaces; checks and copies of the whole.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;

use serde_json::json;
use throughline_store::{OpenMode, Workspace};

use crate::App;
use crate::app::Open;
use crate::context::Context;
use crate::dto::{
    AddArgs, ApiError, AppInfo, CreateArgs, JobArgs, KindCount, Nothing, OpenArgs, PathArgs, RecentDto,
    Stats, WorkspaceInfo,
};
use crate::error;
use crate::settings::Settings;

/// What the first release of a new product is called until somebody names it.
const FIRST_RELEASE: &str = "1.0";

impl App {
    pub(crate) fn app_info(&self, _: Nothing) -> Result<AppInfo, ApiError> {
        let settings = Settings::load(&self.env.home);
        Ok(AppInfo {
            version: env!("CARGO_PKG_VERSION").into(),
            capabilities: self.capabilities.clone(),
            recent: settings
                .recent
                .iter()
                .map(|r| RecentDto {
                    path: r.path.display().to_string(),
                    name: r.name.clone(),
                    opened: r.opened.clone(),
                    id: r.id.clone(),
                    present: r.path.is_file(),
                })
                .collect(),
            workspace: self.peek().map(|open| info(&open.workspace)),
            default_folder: self.default_folder().display().to_string(),
        })
    }

    fn default_folder(&self) -> PathBuf {
        self.env.home.join("workspaces")
    }

    pub(crate) fn workspace_create(&self, args: CreateArgs) -> Result<WorkspaceInfo, ApiError> {
        let path = PathBuf::from(&args.path);
        let Some(name) = path.file_stem().map(|s| s.to_string_lossy().into_owned()).filter(|n| !n.is_empty())
        else {
            return Err(ApiError::new(
                "bad-arguments",
                "The new file has no name. Nothing was created.",
                "Name it.",
            ));
        };
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| error::io("Making the folder", folder, &e))?;
        }
        let person = args.person.as_deref().map(str::trim).filter(|p| !p.is_empty());
        let workspace = Workspace::create(&path, self.env.clone(), &name, person)?;
        let context = Context { actor: workspace.first_person(), ..Context::default() };
        let info = self.show(workspace, context);
        if let Some(product) = args.product.as_deref().map(str::trim).filter(|p| !p.is_empty()) {
            let product = self.artefact_add(AddArgs {
                kind: "product".into(),
                fields: [("title".to_owned(), json!(product))].into(),
                ..AddArgs::default()
            })?;
            self.artefact_add(AddArgs {
                kind: "release".into(),
                fields: [
                    ("title".to_owned(), json!(FIRST_RELEASE)),
                    ("product".to_owned(), json!(product.id)),
                ]
                .into(),
                ..AddArgs::default()
            })?;
        }
        Ok(info)
    }

    pub(crate) fn workspace_open(&self, args: OpenArgs) -> Result<WorkspaceInfo, ApiError> {
        let path = PathBuf::from(&args.path);
        let read_only = args.read_only || self.reads_only;
        if let Some(open) = self.peek() {
            let same = path.canonicalize().is_ok_and(|p| p == open.workspace.path());
            // Whoever reads it and asks to write may now be able to.
            if same && read_only == open.workspace.read_only().is_some() {
                return Ok(info(&open.workspace));
            }
        }
        let running = self.jobs.begin(args.job.as_deref());
        if crate::pack::is_pack(&path) {
            let workspace = crate::pack::open(&path, self.env.clone(), &running)?;
            return Ok(self.show(workspace, Context::default()));
        }
        let mode = if read_only { OpenMode::ReadOnly } else { OpenMode::ReadWrite };
        let workspace = Workspace::open(&path, self.env.clone(), mode, &running)?;
        let context = self.recall(&workspace.id().to_string());
        Ok(self.show(workspace, context))
    }

    /// Puts a workspace in front, closing the one before.
    pub(crate) fn show(&self, workspace: Workspace, context: Context) -> WorkspaceInfo {
        let answer = info(&workspace);
        let now = self.env.clock.now();
        // A pipeline that opens a file a thousand times is not what a person wants to see as recent.
        if !self.asks {
            let (path, name) = (workspace.path().to_path_buf(), workspace.name().to_owned());
            let id = workspace.id().to_string();
            Settings::update(&self.env.home, |s| s.opened(&path, &name, &id, &now));
        }
        let open = Open {
            workspace,
            context: RwLock::new(context),
            undoable: Mutex::new(None),
            compared: Mutex::new(None),
        };
        self.remember(&open);
        if let Some(before) = self.replace(Some(open)) {
            close(before);
        }
        answer
    }

    pub(crate) fn workspace_close(&self, _: Nothing) -> Result<Nothing, ApiError> {
        if let Some(open) = self.replace(None) {
            close(open);
        }
        Ok(Nothing {})
    }

    pub(crate) fn workspace_sample(&self, args: JobArgs) -> Result<WorkspaceInfo, ApiError> {
        let running = self.jobs.begin(args.job.as_deref());
        let path = self.default_folder().join("Food delivery (sample).throughline");
        let ready = Settings::load(&self.env.home).sample.as_deref() == Some(path.as_path());
        if !(ready && path.is_file()) {
            crate::sample::make(&self.env, &path, &running)?;
            Settings::update(&self.env.home, |s| s.sample = Some(path.clone()));
        }
        self.workspace_open(OpenArgs { path: path.display().to_string(), read_only: false, job: None })
    }

    pub(crate) fn workspace_stats(&self, _: Nothing) -> Result<Stats, ApiError> {
        let open = self.opened()?;
        let stats = open.workspace.reader()?.stats()?;
        Ok(Stats {
            artefacts: stats.entities.into(),
            links: stats.links.into(),
            changes: stats.changes.into(),
            records: stats.records.into(),
            attachments: open.workspace.attachment_count()?.into(),
            file_bytes: std::fs::metadata(open.workspace.path()).map_or(0, |m| m.len()).into(),
            view_bytes: stats.view_bytes.into(),
            devices: stats.devices.into(),
            kinds: stats
                .by_kind
                .into_iter()
                .map(|(kind, count)| KindCount { kind, count: count.into() })
                .collect(),
        })
    }

    pub(crate) fn workspace_rebuild(&self, args: JobArgs) -> Result<Stats, ApiError> {
        let open = self.opened()?;
        let running = self.jobs.begin(args.job.as_deref());
        open.workspace.rebuild(&running)?;
        self.workspace_stats(Nothing {})
    }

    pub(crate) fn workspace_backup(&self, args: PathArgs) -> Result<Stats, ApiError> {
        let open = self.opened()?;
        let running = self.jobs.begin(args.job.as_deref());
        open.workspace.backup(Path::new(&args.path), &running)?;
        self.workspace_stats(Nothing {})
    }
}

fn info(workspace: &Workspace) -> WorkspaceInfo {
    WorkspaceInfo {
        id: workspace.id().to_string(),
        path: workspace.path().display().to_string(),
        name: workspace.name().to_owned(),
        read_only: workspace.read_only().map(str::to_owned),
    }
}

/// Closes a workspace once the calls under way on it are done; the file is whole either way, since
/// dropping it closes it as well.
fn close(mut open: Arc<Open>) {
    for _ in 0..50 {
        match Arc::try_unwrap(open) {
            Ok(open) => {
                if let Err(error) = open.workspace.close() {
                    tracing::warn!(%error, "the write-ahead log stays beside the workspace until it is opened again");
                }
                return;
            }
            Err(shared) => {
                open = shared;
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }
}
