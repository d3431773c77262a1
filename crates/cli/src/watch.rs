//! `throughline watch …` and `throughline refresh`: what can be typed, what is called, what is printed.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};
use throughline_api::dto::{RefreshDto, Saved, WatchList};

use crate::args::AsOf;
use crate::print;
use crate::request::moment;

/// What can be watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Watchable {
    /// An MLflow store.
    Mlflow,
    /// A DVC repository.
    Dvc,
    /// A git repository: its tags.
    Git,
    /// A folder or repository of decision records.
    Adr,
}

/// What can be done with watched stores.
#[derive(Debug, Subcommand)]
pub enum WatchCommand {
    /// Watches a store. Nothing is read yet: `throughline refresh` does.
    Add {
        /// What it is.
        #[arg(value_enum)]
        format: Watchable,
        /// Its file or folder.
        path: PathBuf,
        /// What for; by default the product of the current release.
        #[arg(long, value_name = "PRODUCT")]
        product: Option<String>,
        /// What it is called here.
        #[arg(long, value_name = "NAME")]
        title: Option<String>,
    },
    /// Lists watched stores: when each was read last, and what it brought.
    List {
        /// Only those of this product.
        #[arg(long, value_name = "PRODUCT")]
        product: Option<String>,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Watches a store no longer; what it brought stays.
    Remove {
        /// Its name, its place or its id.
        which: String,
    },
    /// Says whether the window refreshes when it opens this workspace on this computer.
    AtStart {
        /// `on` or `off`.
        #[arg(value_parser = ["on", "off"])]
        on: String,
    },
}

/// `throughline refresh`.
#[derive(Debug, Args)]
pub struct Refresh {
    /// Names, places or ids of watched stores; none for all.
    pub which: Vec<String>,
    /// Only those of this product.
    #[arg(long, value_name = "PRODUCT")]
    pub product: Option<String>,
}

/// The call of the api.
pub fn request(command: &WatchCommand) -> (&'static str, Value) {
    match command {
        WatchCommand::Add { format, path, product, title } => {
            let format = match format {
                Watchable::Mlflow => "mlflow",
                Watchable::Dvc => "dvc",
                Watchable::Git => "git",
                Watchable::Adr => "adr",
            };
            ("watch.add", json!({ "format": format, "source": path, "product": product, "title": title }))
        }
        WatchCommand::List { product, at } => ("watch.list", json!({ "product": product, "at": moment(at) })),
        WatchCommand::Remove { which } => ("watch.remove", json!({ "which": which })),
        WatchCommand::AtStart { on } => ("watch.at-start", json!({ "on": on == "on" })),
    }
}

/// The call of a refresh.
pub fn refresh(refresh: &Refresh) -> (&'static str, Value) {
    ("watch.refresh", json!({ "which": refresh.which, "product": refresh.product }))
}

/// Prints an answer for a person.
pub fn answer(command: &WatchCommand, answer: &Value) {
    match command {
        WatchCommand::Add { .. } | WatchCommand::Remove { .. } => print::typed(answer, |saved: &Saved| {
            let name = if saved.short.is_empty() { &saved.id } else { &saved.short };
            vec![format!("{name}  #{}", saved.position.map_or(0, |p| p.0))]
        }),
        WatchCommand::List { .. } => print::typed(answer, list),
        WatchCommand::AtStart { on } => print::line(&format!("refresh at start: {on}")),
    }
}

fn list(list: &WatchList) -> Vec<String> {
    let mut out = Vec::new();
    for row in &list.rows {
        let products: Vec<&str> = row.products.iter().map(|p| p.title.as_str()).collect();
        out.push(format!(
            "{}  {}  {}  for {}",
            row.card.title,
            row.format,
            row.location,
            products.join(", ")
        ));
        let read = row.read_at.as_deref().map_or("never read".to_owned(), |at| format!("read {at}"));
        let brought = match (&row.brought_at, &row.brought) {
            (Some(at), Some(brought)) => format!("; brought {brought} on {}", at.get(..10).unwrap_or(at)),
            _ => String::new(),
        };
        out.push(format!("  {read}{brought}"));
        if let Some(failed) = &row.failed {
            out.push(format!("  not read when it was tried last: {failed}"));
        } else if !row.there {
            out.push("  there is nothing at its place on this computer".to_owned());
        }
    }
    if list.rows.is_empty() {
        out.push("nothing is watched; throughline watch add mlflow|dvc|git|adr PATH begins it".to_owned());
    }
    if list.at_start {
        out.push("the window refreshes when it opens this workspace on this computer".to_owned());
    }
    out
}

/// Prints what a refresh did.
pub fn refreshed(answer: &Value) {
    print::typed(answer, |done: &RefreshDto| {
        let mut out = Vec::new();
        for row in &done.rows {
            match (&row.import, &row.error) {
                (Some(import), _) => {
                    out.extend(
                        import
                            .lines
                            .iter()
                            .filter(|l| matches!(l.level.as_str(), "warning" | "error"))
                            .map(|l| format!("{:<8} {}  {}", l.level, l.place, l.text)),
                    );
                    let place = import
                        .position
                        .map_or_else(|| "nothing new, nothing recorded".to_owned(), |p| format!("#{}", p.0));
                    out.push(format!(
                        "{}: {} added, {} changed, {} there already, {} links ({place})",
                        row.title, import.added.0, import.changed.0, import.unchanged.0, import.links.0
                    ));
                }
                (None, Some(error)) => out.push(format!("{}: {} {}", row.title, error.message, error.hint)),
                (None, None) => {}
            }
        }
        if done.rows.is_empty() {
            out.push("nothing is watched".to_owned());
        }
        out
    });
}
