//! Stores of other tools that are watched for a product: what is new of them comes in by a refresh.
//!
//! That a store is watched is recorded; that somebody looked and found nothing new is not, and is
//! remembered on this computer alone.

use std::collections::BTreeMap;
use std::path::Path;

use throughline_interop::{ApplyOptions, ImportReport, WATCHED, apply_noting, recognise};
use throughline_model::{State, written_kind};
use throughline_record::{Act, EntityId, Fields, RecordDraft, Value, date};
use throughline_store::{Append, At, Card, ListQuery, Reader};

use crate::App;
use crate::app::Open;
use crate::cards;
use crate::context;
use crate::dto::{
    ApiError, AtStartArgs, Count, LinkArgs, Nothing, RefreshArgs, RefreshDto, RefreshedDto, RemoveArgs,
    Saved, WatchAddArgs, WatchArgs, WatchList, WatchRemoveArgs, WatchedDto,
};
use crate::imports;
use crate::jobs::Running;
use crate::linking::{Linking, fitting};
use crate::lookups::{self, moment};
use crate::settings::{Look, Settings};

const SOURCE: &str = "source";
const FOR: &str = "watched-for";

/// A watched store as it stands.
struct Store {
    card: Card,
    state: State,
    products: Vec<Card>,
}

impl Store {
    fn format(&self) -> &str {
        self.state.text("type").unwrap_or("")
    }

    fn location(&self) -> &str {
        self.state.text("location").unwrap_or("")
    }

    fn is_called(&self, which: &str) -> bool {
        let which = which.trim();
        self.card.id.to_string() == which
            || self.card.title.trim().eq_ignore_ascii_case(which)
            || self.location() == which
            || Path::new(which).canonicalize().is_ok_and(|p| p == Path::new(self.location()))
    }
}

/// The stores that are watched, the oldest first.
fn stores(reader: &Reader, at: &At) -> Result<Vec<Store>, ApiError> {
    let query = ListQuery {
        kinds: vec![SOURCE.into()],
        sort: vec![("created_at".into(), false)],
        ..ListQuery::default()
    };
    let mut out = Vec::new();
    for card in reader.list(&query, at)?.rows {
        let products = reader.linked(&card.id, FOR, true, at)?;
        if products.is_empty() {
            continue;
        }
        if let Some(state) = reader.state(&card.id, at)? {
            out.push(Store { card, state, products });
        }
    }
    Ok(out)
}

fn of_product(
    reader: &Reader,
    all: Vec<Store>,
    product: Option<&str>,
    at: &At,
) -> Result<Vec<Store>, ApiError> {
    let Some(product) = product.filter(|p| !p.trim().is_empty()) else {
        return Ok(all);
    };
    let product = lookups::find_of_kind(reader, "product", product, at)?;
    Ok(all.into_iter().filter(|store| store.products.iter().any(|p| p.id == product)).collect())
}

fn not_watched(which: &str) -> ApiError {
    ApiError::new(
        "not-found",
        format!("No watched store is called “{which}”. Nothing was done."),
        "Name it by its name, its place or its id, as `throughline watch list` prints them.",
    )
    .about(which)
}

impl App {
    pub(crate) fn watch_list(&self, args: WatchArgs) -> Result<WatchList, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let settings = Settings::load(&self.env.home);
        let watching = settings.watching.get(&open.workspace.id().to_string()).cloned().unwrap_or_default();
        let found = of_product(&reader, stores(&reader, &at)?, args.product.as_deref(), &at)?;
        let rows = found.iter().map(|store| {
            let look = watching.looks.get(&store.card.id.to_string()).filter(|_| at == At::Now);
            let brought_at = store.state.text("imported-at").map(str::to_owned);
            let looked = look.filter(|l| l.failed.is_none()).map(|l| l.at.clone());
            WatchedDto {
                card: cards::card(&store.card, None),
                format: store.format().to_owned(),
                location: store.location().to_owned(),
                products: store.products.iter().map(|p| cards::card(p, None)).collect(),
                read_at: looked.max(brought_at.clone()),
                brought_at,
                brought: store.state.text("brought").map(str::to_owned),
                failed: look.and_then(|l| l.failed.clone()),
                there: Path::new(store.location()).exists(),
            }
        });
        Ok(WatchList { rows: rows.collect(), at_start: watching.at_start })
    }

    pub(crate) fn watch_add(&self, args: WatchAddArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        if !WATCHED.contains(&args.format.as_str()) {
            return Err(ApiError::new(
                "bad-arguments",
                format!("“{}” cannot be watched. Nothing was recorded.", args.format),
                format!("Choose one of {}; files that are written once are imported.", WATCHED.join(", ")),
            ));
        }
        let path = Path::new(args.source.trim());
        recognise(&args.format, path)?;
        // Another process, started elsewhere, must find it too.
        let path = path.canonicalize().map_err(|e| crate::error::io("Finding", path, &e))?;
        let location = path.display().to_string();
        let (product, known) = {
            let reader = open.workspace.reader()?;
            let product = self.product(&open, &reader, args.product.as_deref())?;
            let all = stores(&reader, &At::Now)?;
            (product, all.into_iter().find(|s| s.location() == location && s.format() == args.format))
        };
        if let Some(known) = known {
            if known.products.iter().any(|p| p.id == product) {
                return Err(ApiError::new(
                    "already-watched",
                    format!("{location} is watched for this product already, as “{}”.", known.card.title),
                    "Refresh it to bring in what is new.",
                )
                .about(location));
            }
            return self.link_add(LinkArgs {
                from: known.card.id.to_string(),
                type_: FOR.into(),
                to: product.to_string(),
                ..Default::default()
            });
        }
        let title = args.title.filter(|t| !t.trim().is_empty()).unwrap_or_else(|| called(&path));
        let id = self.new_id();
        let text = |t: String| Some(Value::Text(t));
        let content = Fields::from([
            ("title".to_owned(), text(title.trim().to_owned())),
            ("type".to_owned(), text(args.format)),
            ("location".to_owned(), text(location)),
        ]);
        let record = RecordDraft {
            kind: written_kind(SOURCE),
            entity: id,
            on: None,
            ends: None,
            content,
            personal: Fields::new(),
        };
        let reader = open.workspace.reader()?;
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        linking.link(fitting(FOR, SOURCE, "product")?, id, product, Some(id), &BTreeMap::new())?;
        let records = [vec![record], linking.records].concat();
        let mut saved = self.seal(&open, Append::new(open.actor(), Act::Edit, records), id, None)?;
        saved.short = title;
        Ok(saved)
    }

    fn product(&self, open: &Open, reader: &Reader, named: Option<&str>) -> Result<EntityId, ApiError> {
        if let Some(named) = named.filter(|n| !n.trim().is_empty()) {
            return lookups::find_of_kind(reader, "product", named, &At::Now);
        }
        let all = context::products(reader, &At::Now)?;
        let release = context::current_release(open, reader, &At::Now)?;
        let of_release = match release {
            Some(release) if all.len() < 2 || !self.asks => {
                lookups::first_link(reader, &release.id, "of-product", true, &At::Now)?
            }
            _ => None,
        };
        match (of_release, all.as_slice()) {
            (Some(product), _) => Ok(product.id),
            (None, [product]) => Ok(product.id),
            (None, []) => Err(ApiError::new(
                "no-product",
                "There is no product to watch a store for. Nothing was recorded.",
                "Record one first: what its users call it is enough.",
            )),
            _ => Err(ApiError::new(
                "which-product",
                "This workspace holds several products, and none was named. Nothing was recorded.",
                format!("Name one: {}.", all.iter().map(|p| p.title.as_str()).collect::<Vec<_>>().join(", ")),
            )),
        }
    }

    pub(crate) fn watch_remove(&self, args: WatchRemoveArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        let (id, title) = {
            let reader = open.workspace.reader()?;
            let all = stores(&reader, &At::Now)?;
            let found: Vec<&Store> = all.iter().filter(|store| store.is_called(&args.which)).collect();
            match found.as_slice() {
                [one] => (one.card.id, one.card.title.clone()),
                [] => return Err(not_watched(&args.which)),
                many => {
                    return Err(ApiError::new(
                        "ambiguous",
                        format!(
                            "“{}” is the name of {} watched stores. Nothing was done.",
                            args.which,
                            many.len()
                        ),
                        format!(
                            "Name its place: {}.",
                            many.iter().map(|s| s.location()).collect::<Vec<_>>().join(", ")
                        ),
                    )
                    .about(args.which));
                }
            }
        };
        let mut saved = self.artefact_remove(RemoveArgs { id: id.to_string(), ..RemoveArgs::default() })?;
        saved.short = title;
        Ok(saved)
    }

    pub(crate) fn watch_at_start(&self, args: AtStartArgs) -> Result<Nothing, ApiError> {
        let id = self.opened()?.workspace.id().to_string();
        Settings::update(&self.env.home, |s| s.watching.entry(id).or_default().at_start = args.on);
        Ok(Nothing {})
    }

    pub(crate) fn watch_refresh(&self, args: RefreshArgs) -> Result<RefreshDto, ApiError> {
        let open = self.opened()?;
        let running = self.jobs.begin(args.job.as_deref());
        let chosen = {
            let reader = open.workspace.reader()?;
            let all = of_product(&reader, stores(&reader, &At::Now)?, args.product.as_deref(), &At::Now)?;
            if let Some(unknown) = args.which.iter().find(|which| !all.iter().any(|s| s.is_called(which))) {
                return Err(not_watched(unknown));
            }
            let named =
                |store: &Store| args.which.is_empty() || args.which.iter().any(|w| store.is_called(w));
            all.into_iter().filter(named).collect::<Vec<_>>()
        };
        let (mut rows, mut looks) = (Vec::new(), BTreeMap::new());
        let (mut added, mut changed, mut failed) = (0, 0, 0);
        let mut stopped = None;
        for store in &chosen {
            let at = date::from_millis(i64::try_from(self.env.clock.millis()).unwrap_or(i64::MAX));
            let id = store.card.id.to_string();
            let mut row =
                RefreshedDto { id: id.clone(), title: store.card.title.clone(), import: None, error: None };
            match self.refresh(&open, store, &at, &running) {
                Ok(report) => {
                    added += report.added;
                    changed += report.changed;
                    looks.insert(id, Look { at, failed: None });
                    row.import = Some(imports::dto(report));
                }
                Err(error) if error.code == "cancelled" => {
                    stopped = Some(error);
                    break;
                }
                // The others are read all the same.
                Err(error) => {
                    failed += 1;
                    looks.insert(id, Look { at, failed: Some(error.message.clone()) });
                    row.error = Some(error);
                }
            }
            rows.push(row);
        }
        let workspace = open.workspace.id().to_string();
        Settings::update(&self.env.home, |s| s.watching.entry(workspace).or_default().looks.extend(looks));
        match stopped {
            Some(error) => Err(error),
            None => {
                Ok(RefreshDto { rows, added: Count(added), changed: Count(changed), failed: Count(failed) })
            }
        }
    }

    /// Brings in what is new of one store, with the note of it, as one change.
    fn refresh(
        &self,
        open: &Open,
        store: &Store,
        at: &str,
        running: &Running,
    ) -> Result<ImportReport, ApiError> {
        let path = Path::new(store.location());
        if !path.exists() {
            return Err(ApiError::new(
                "not-found",
                format!("There is nothing at “{}”. What it brought before is kept.", store.location()),
                "If it moved, watch it at its new place; importing it there adds nothing twice.",
            )
            .about(store.location()));
        }
        let taken = imports::reading(open, store.format(), path, &[], running)?;
        let release = {
            let reader = open.workspace.reader()?;
            open_release(&reader, &store.products)?
        };
        let options = ApplyOptions { release, dry_run: false };
        let id = store.card.id;
        let note = |report: &ImportReport| {
            let content = [("imported-at", at.to_owned()), ("brought", brought(report))]
                .into_iter()
                .map(|(name, value)| (name.to_owned(), Some(Value::Text(value))))
                .collect();
            vec![RecordDraft {
                kind: written_kind(SOURCE),
                entity: id,
                on: None,
                ends: None,
                content,
                personal: Default::default(),
            }]
        };
        Ok(apply_noting(&open.workspace, &taken, open.actor(), &options, running, &note)?)
    }
}

/// The latest open release of the first product that has one.
fn open_release(reader: &Reader, products: &[Card]) -> Result<Option<EntityId>, ApiError> {
    let all = context::releases(reader, &At::Now)?;
    for product in products {
        for release in &all {
            let is_open =
                !matches!(release.status.as_deref(), Some("frozen" | "closed" | "superseded" | "parked"));
            let of = lookups::first_link(reader, &release.id, "of-product", true, &At::Now)?;
            if is_open && of.is_some_and(|p| p.id == product.id) {
                return Ok(Some(release.id));
            }
        }
    }
    Ok(None)
}

fn brought(report: &ImportReport) -> String {
    let parts: Vec<String> =
        [(report.added, "added"), (report.changed, "changed"), (report.links_added, "links")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| {
                format!("{count} {}", if what == "links" && count == 1 { "link" } else { what })
            })
            .collect();
    parts.join(", ")
}

/// A file is called like its folder, which says more than `mlflow.db`.
fn called(path: &Path) -> String {
    let says_nothing = |name: &str| matches!(name, "mlflow.db" | "mlruns" | "db" | "data");
    let names = path.ancestors().filter_map(|p| Some(p.file_name()?.to_string_lossy().into_owned()));
    names.into_iter().find(|name| !says_nothing(name)).unwrap_or_else(|| path.display().to_string())
}
