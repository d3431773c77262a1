//! Who is at the keyboard and which release is looked at.

use std::sync::PoisonError;

use throughline_model::written_kind;
use throughline_record::{Act, EntityId, RecordDraft, Value};
use throughline_store::{Append, At, Card, ListQuery, Reader};

use crate::App;
use crate::app::Open;
use crate::dto::{ApiError, ContextArgs, KindCount, StateArgs, WorkspaceState};
use crate::lookups;
use crate::settings::{Remembered, Settings};

/// What the person chose; empty choices follow the defaults.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Context {
    pub actor: Option<EntityId>,
    pub release: ReleaseChoice,
}

/// Which release is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum ReleaseChoice {
    /// The latest open one.
    #[default]
    Latest,
    /// None: everything.
    All,
    /// This one.
    One(EntityId),
}

impl Open {
    pub(crate) fn context(&self) -> Context {
        *self.context.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change_context(&self, change: impl FnOnce(&mut Context)) {
        change(&mut self.context.write().unwrap_or_else(PoisonError::into_inner));
    }

    pub(crate) fn actor(&self) -> Option<EntityId> {
        self.context().actor
    }
}

/// Open releases, the latest first.
pub(crate) fn releases(reader: &Reader, at: &At) -> Result<Vec<Card>, ApiError> {
    let query = ListQuery {
        kinds: vec!["release".into()],
        sort: vec![("created_at".into(), true)],
        limit: 200,
        ..ListQuery::default()
    };
    Ok(reader.list(&query, at)?.rows)
}

/// Products, the oldest first.
pub(crate) fn products(reader: &Reader, at: &At) -> Result<Vec<Card>, ApiError> {
    let query = ListQuery {
        kinds: vec!["product".into()],
        sort: vec![("created_at".into(), false)],
        limit: 200,
        ..ListQuery::default()
    };
    Ok(reader.list(&query, at)?.rows)
}

/// The current release: the one chosen, else the latest open one.
pub(crate) fn current_release(open: &Open, reader: &Reader, at: &At) -> Result<Option<Card>, ApiError> {
    match open.context().release {
        ReleaseChoice::All => Ok(None),
        ReleaseChoice::One(id) => Ok(lookups::card(reader, &id, at)?),
        ReleaseChoice::Latest => {
            let all = releases(reader, at)?;
            let is_open = |c: &&Card| {
                c.status.as_deref() != Some("superseded") && c.status.as_deref() != Some("parked")
            };
            Ok(all.iter().find(is_open).or(all.first()).cloned())
        }
    }
}

/// The release a command names, or the current one. `none` and `all` are no release. Where several
/// products are worked on and nobody chose, a pipeline is asked.
pub(crate) fn named_release(
    app: &App,
    open: &Open,
    reader: &Reader,
    named: Option<&str>,
    at: &At,
) -> Result<Option<EntityId>, ApiError> {
    match named {
        Some("none" | "all") => Ok(None),
        Some(reference) => lookups::find_of_kind(reader, "release", reference, at).map(Some),
        None => {
            if app.asks && open.context().release == ReleaseChoice::Latest && products(reader, at)?.len() > 1
            {
                let names: Vec<String> =
                    releases(reader, at)?.into_iter().map(|c| format!("{} ({})", c.title, c.short)).collect();
                return Err(ApiError::new(
                    "which-release",
                    "This workspace holds several products, and no release was named. Nothing was recorded.",
                    format!("Name one with --release: {}; or --release none.", names.join(", ")),
                ));
            }
            Ok(current_release(open, reader, at)?.map(|c| c.id))
        }
    }
}

impl App {
    pub(crate) fn workspace_context(&self, args: ContextArgs) -> Result<WorkspaceState, ApiError> {
        let open = self.opened()?;
        if let Some(actor) = args.actor.as_deref().filter(|a| !a.trim().is_empty()) {
            let id = if args.new_actor {
                self.new_stakeholder(&open, actor.trim())?
            } else {
                let reader = open.workspace.reader()?;
                lookups::find_of_kind(&reader, "stakeholder", actor, &At::Now).map_err(|e| {
                    if e.code == "not-found" {
                        ApiError::new(
                            "unknown-person",
                            format!("There is no stakeholder “{actor}” here. Nothing was done."),
                            format!("Record them first: throughline add stakeholder --title \"{actor}\"."),
                        )
                        .about(actor)
                    } else {
                        e
                    }
                })?
            };
            open.change_context(|c| c.actor = Some(id));
        }
        if let Some(release) = args.release.as_deref().filter(|r| !r.trim().is_empty()) {
            let choice = if release == "all" {
                ReleaseChoice::All
            } else {
                let reader = open.workspace.reader()?;
                ReleaseChoice::One(lookups::find_of_kind(&reader, "release", release, &At::Now)?)
            };
            open.change_context(|c| c.release = choice);
        }
        self.remember(&open);
        self.workspace_state(StateArgs::default())
    }

    /// Who was at the keyboard, and which release was looked at, the next time as well. A release that a
    /// pipeline names counts for that call alone: the window goes on looking at its own.
    pub(crate) fn remember(&self, open: &Open) {
        let context = open.context();
        let key = open.workspace.id().to_string();
        let before = Settings::load(&self.env.home).workspaces.remove(&key);
        let release = match context.release {
            _ if self.asks => before.as_ref().and_then(|before| before.release.clone()),
            ReleaseChoice::Latest => None,
            ReleaseChoice::All => Some("all".into()),
            ReleaseChoice::One(id) => Some(id.to_string()),
        };
        let remembered = Remembered { actor: context.actor.map(|a| a.to_string()), release };
        if before.as_ref() != Some(&remembered) {
            Settings::update(&self.env.home, |s| {
                s.workspaces.insert(key, remembered);
            });
        }
    }

    /// What was remembered of a workspace. Pipelines begin without a release, so that what they do does
    /// not depend on what somebody looks at.
    pub(crate) fn recall(&self, workspace: &str) -> Context {
        let settings = Settings::load(&self.env.home);
        let Some(remembered) = settings.workspaces.get(workspace) else { return Context::default() };
        Context {
            actor: remembered.actor.as_deref().and_then(|a| a.parse().ok()),
            release: match remembered.release.as_deref() {
                _ if self.asks => ReleaseChoice::Latest,
                None => ReleaseChoice::Latest,
                Some("all") => ReleaseChoice::All,
                Some(id) => id.parse().map_or(ReleaseChoice::Latest, ReleaseChoice::One),
            },
        }
    }

    fn new_stakeholder(&self, open: &Open, name: &str) -> Result<EntityId, ApiError> {
        let id = self.new_id();
        let kind = throughline_model::kind("stakeholder");
        let personal = kind.is_some_and(|k| k.title.personal);
        let title = [("title".to_owned(), Some(Value::Text(name.to_owned())))].into();
        let (content, personal) =
            if personal { (Default::default(), title) } else { (title, Default::default()) };
        let record = RecordDraft {
            kind: written_kind("stakeholder"),
            entity: id,
            on: None,
            ends: None,
            content,
            personal,
        };
        open.workspace.append(Append::new(open.actor(), Act::Edit, vec![record]))?;
        Ok(id)
    }

    /// A fresh entity id from the clock and randomness the application was given.
    pub(crate) fn new_id(&self) -> EntityId {
        EntityId::v7(self.env.clock.millis(), self.env.random_bytes::<10>())
    }

    pub(crate) fn workspace_state(&self, args: StateArgs) -> Result<WorkspaceState, ApiError> {
        let open = self.opened()?;
        open.workspace.catch_up()?;
        let reader = open.workspace.reader()?;
        let at = lookups::moment(&args.at);
        let release = current_release(&open, &reader, &at)?;
        let product = match &release {
            Some(r) => lookups::first_link(&reader, &r.id, "of-product", true, &at)?,
            None => products(&reader, &at)?.into_iter().next(),
        };
        let counts = reader
            .count_by_kind(release.as_ref().map(|r| r.id), &at)?
            .into_iter()
            .map(|(kind, count)| KindCount { kind, count: count.into() })
            .collect();
        let actor = match open.actor() {
            Some(id) => lookups::card(&reader, &id, &at)?,
            None => None,
        };
        let (first, last) = reader.received_range()?;
        // The past is looked at, and not taken back.
        let (undo, redo) = if at == At::Now { self.undo_words(&open, &reader)? } else { (None, None) };
        let dto = |c: Option<Card>| c.map(|c| crate::cards::card(&c, None));
        Ok(WorkspaceState {
            position: reader.position()?.into(),
            first,
            last,
            actor: dto(actor),
            product: dto(product),
            release: dto(release),
            undo,
            redo,
            counts,
        })
    }
}
