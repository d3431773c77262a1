//! Writing what others read to a file.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use throughline_interop::export::{
    Format, Material, Scope, Sheet, Written, archive, gather, list_sheet, write,
};
use throughline_store::{At, ListQuery, Reader};

use crate::App;
use crate::app::Open;
use crate::dto::{ApiError, ExportArgs, ExportDto, ExportTable};
use crate::error;
use crate::jobs::Running;
use crate::lookups::{self, moment};

impl App {
    pub(crate) fn export(&self, args: ExportArgs) -> Result<ExportDto, ApiError> {
        let open = self.opened()?;
        let running = self.jobs.begin(args.job.as_deref());
        let Some(format) = Format::parse(&args.format) else {
            let names: Vec<&str> = Format::ALL.iter().map(|f| f.name()).collect();
            return Err(ApiError::new(
                "bad-arguments",
                format!("“{}” is no format. Nothing was written.", args.format),
                format!("Choose one of {}.", names.join(", ")),
            ));
        };
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let (of, written) = match (format, &args.table) {
            (_, Some(table)) if !table.columns.is_empty() => shown(table)?,
            (Format::Csv, table) => {
                let table = table.clone().unwrap_or_default();
                listed(&open, &reader, &args, &table, &at, &running)?
            }
            _ => {
                let scope = scope_of(&open, &reader, &args, format, &at)?;
                let material = gather(&reader, open.workspace.id(), scope, &at, &running)?;
                (of(&material), write(format, &material)?)
            }
        };
        let saved = save(&written, args.path.as_deref(), args.replace, &running)?;
        Ok(ExportDto {
            format: format.name().to_owned(),
            path: saved.display().to_string(),
            files: written.files.len().into(),
            bytes: written.files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>().into(),
            of,
            holds: written.holds,
            left_out: written.left_out,
        })
    }
}

fn of(material: &Material) -> String {
    let mut of = material.of.clone();
    if !material.as_of.is_empty() {
        of.push_str(", ");
        of.push_str(&material.as_of);
    }
    of
}

/// What is meant: the scope named, else what follows from the artefact, the release and the format.
fn scope_of(
    open: &Open,
    reader: &Reader,
    args: &ExportArgs,
    format: Format,
    at: &At,
) -> Result<Scope, ApiError> {
    let id = args.id.as_deref().map(|id| reader.resolve(id, at)).transpose()?;
    let named = args.scope.as_deref().filter(|s| !s.is_empty());
    match (named, id) {
        (Some("all"), _) => Ok(Scope::All),
        (Some("thread"), Some(id)) => Ok(Scope::Thread(id)),
        (Some("artefact"), Some(id)) => Ok(Scope::Alone(id)),
        (None, Some(id)) => {
            let card = lookups::card(reader, &id, at)?;
            Ok(match card {
                Some(card) if card.kind == "release" => Scope::Release(id),
                _ if format.is_of_versions() => Scope::Alone(id),
                _ => Scope::Thread(id),
            })
        }
        (Some("release"), _) | (None, None) => {
            let release = lookups::release_of(open, reader, args.release.as_deref(), at)?;
            Ok(release.map_or(Scope::All, Scope::Release))
        }
        (Some("thread" | "artefact"), None) => Err(ApiError::new(
            "bad-arguments",
            "No artefact was named. Nothing was written.",
            "Name one, such as DEC-3.",
        )),
        (Some(other), _) => Err(ApiError::new(
            "bad-arguments",
            format!("“{other}” is no scope. Nothing was written."),
            "Choose release, thread, artefact or all.",
        )),
    }
}

/// A table as the page shows it.
fn shown(table: &ExportTable) -> Result<(String, Written), ApiError> {
    let width = table.columns.len();
    if let Some(row) = table.rows.iter().position(|row| row.len() != width) {
        return Err(ApiError::new(
            "bad-arguments",
            format!("Row {} has not as many cells as the table has columns. Nothing was written.", row + 1),
            "Give a cell for each column.",
        ));
    }
    let sheet = Sheet { columns: table.columns.clone(), rows: table.rows.clone() };
    Ok(("the table as it is shown".to_owned(), sheet.written("table.csv")))
}

/// A list of artefacts, or the links.
fn listed(
    open: &Open,
    reader: &Reader,
    args: &ExportArgs,
    table: &ExportTable,
    at: &At,
    running: &Running,
) -> Result<(String, Written), ApiError> {
    if table.links {
        let scope = scope_of(open, reader, args, Format::Csv, at)?;
        let material = gather(reader, open.workspace.id(), scope, at, running)?;
        return Ok((of(&material), write(Format::Csv, &material)?));
    }
    let kind = match table.kind.as_deref().filter(|k| !k.is_empty()) {
        None => None,
        Some(name) => Some(throughline_model::kind(name).filter(|k| k.is_artefact()).ok_or_else(|| {
            ApiError::new(
                "unknown-kind",
                format!("There is no kind “{name}” to make a table of. Nothing was written."),
                "`throughline kinds` lists them.",
            )
            .about(name)
        })?),
    };
    let release = match args.release.as_deref() {
        None | Some("" | "all" | "none") => None,
        Some(named) => Some(lookups::find_of_kind(reader, "release", named, at)?),
    };
    let query = ListQuery {
        kinds: kind.map_or_else(|| table.kinds.clone(), |k| vec![k.name.to_owned()]),
        stage: table.stage.clone(),
        release,
        filters: table.filters.iter().map(|f| (f.field.clone(), f.op.clone(), f.value.clone())).collect(),
        text: table.text.clone().filter(|t| !t.trim().is_empty()),
        sort: table
            .sort
            .iter()
            .map(|s| s.strip_prefix('-').map_or((s.clone(), false), |f| (f.to_owned(), true)))
            .collect(),
        removed: table.removed,
        ..ListQuery::default()
    };
    let rows = reader.list(&query, at)?.rows;
    let material = gather(reader, open.workspace.id(), Scope::All, at, running)?;
    let order: Vec<usize> = rows.iter().filter_map(|card| material.find(&card.id)).collect();
    // One kind that a filter of several left is shown with its own fields.
    let kind = kind.or_else(|| match table.kinds.as_slice() {
        [one] => throughline_model::kind(one),
        _ => None,
    });
    let what = kind.map_or("artefacts", |k| k.plural).to_lowercase();
    let name = format!("{}.csv", what.replace(' ', "-"));
    let mut written = list_sheet(&material, &order, kind).written(&name);
    let one = kind.map_or("artefact", |k| k.label).to_lowercase();
    written.holds = if order.len() == 1 { format!("1 {one}") } else { format!("{} {what}", order.len()) };
    Ok((what, written))
}

/// Writes the files where they are wanted. What is there already is only replaced on demand, and only once
/// the new file is whole.
fn save(
    written: &Written,
    path: Option<&str>,
    replace: bool,
    running: &Running,
) -> Result<PathBuf, ApiError> {
    let several = written.files.len() != 1;
    let default = match written.files.as_slice() {
        [(name, _)] => name.rsplit('/').next().unwrap_or("export").to_owned(),
        _ => "export".to_owned(),
    };
    let path = PathBuf::from(path.filter(|p| !p.is_empty()).unwrap_or(&default));
    let path = std::path::absolute(&path).map_err(|e| error::io("Writing", &path, &e))?;
    let zipped = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip"));
    let folder = !zipped && (several || written.folder);
    if path.exists() && !replace && !(folder && is_empty_folder(&path)) {
        return Err(ApiError::new(
            "exists",
            format!("{} is there already. Nothing was written.", path.display()),
            "Name another place with --output, or write over it with --replace.",
        )
        .about(path.display().to_string()));
    }
    // Asked for the last time: from here on it is a matter of a moment.
    throughline_store::progress::step(running, 1, 1, "files written")?;
    if folder {
        fs::create_dir_all(&path).map_err(|e| error::io("Writing", &path, &e))?;
        for (name, bytes) in &written.files {
            whole(&path.join(name), bytes)?;
        }
    } else if zipped && (several || written.folder) {
        let bytes = archive::zip(&written.files).map_err(|error| {
            ApiError::new(
                "too-large",
                format!("It cannot be one zip: {error}. Nothing was written."),
                "Write it to a folder.",
            )
        })?;
        whole(&path, &bytes)?;
    } else if let [(_, bytes)] = written.files.as_slice() {
        whole(&path, bytes)?;
    }
    Ok(path)
}

fn is_empty_folder(path: &Path) -> bool {
    path.is_dir() && fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

/// A file appears when it is whole, and not before.
fn whole(path: &Path, bytes: &[u8]) -> Result<(), ApiError> {
    let name = path.file_name().map_or_else(|| "export".into(), |n| n.to_string_lossy().into_owned());
    let fresh = path.with_file_name(format!(".{name}.part"));
    let written = File::create(&fresh)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&fresh, path));
    written.map_err(|e| {
        let _ = fs::remove_file(&fresh);
        error::io("Writing", path, &e)
    })
}
