//! Taking in other tools' records.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use throughline_interop::{
    ApplyOptions, ImportReport, Taken, apply, import_adr, import_jsonl, known_commits, read_adr,
    read_croissant, read_dvc, read_git_knowing, read_mlflow, read_modelcard, read_openlineage,
};
use throughline_store::At;

use crate::App;
use crate::app::Open;
use crate::context;
use crate::dto::{ApiError, ImportArgs, ImportDto, ImportLine};
use crate::error;
use crate::jobs::Running;

impl App {
    pub(crate) fn import(&self, args: ImportArgs) -> Result<ImportDto, ApiError> {
        let open = self.opened()?;
        let running = self.jobs.begin(args.job.as_deref());
        let release = {
            let reader = open.workspace.reader()?;
            context::named_release(self, &open, &reader, args.release.as_deref(), &At::Now)?
        };
        let options = ApplyOptions { release, dry_run: args.dry_run };
        let path = Path::new(&args.source);
        if args.source.is_empty() || !path.exists() {
            return Err(ApiError::new(
                "not-found",
                format!("There is nothing at “{}”. Nothing was recorded.", args.source),
                "Check the path.",
            )
            .about(args.source));
        }
        let actor = open.actor();
        let report = match args.format.as_str() {
            "adr" => import_adr(&open.workspace, path, actor, &options, &running)?,
            "jsonl" => {
                let file = File::open(path).map_err(|e| error::io("Reading", path, &e))?;
                import_jsonl(
                    &open.workspace,
                    &mut BufReader::with_capacity(1 << 20, file),
                    actor,
                    &options,
                    &running,
                )?
            }
            format => {
                let taken = reading(&open, format, path, &args.commits, &running)?;
                apply(&open.workspace, &taken, actor, &options, &running)?
            }
        };
        Ok(dto(report))
    }
}

/// What a source holds, by its format.
pub(crate) fn reading(
    open: &Open,
    format: &str,
    path: &Path,
    commits: &[String],
    running: &Running,
) -> Result<Taken, ApiError> {
    Ok(match format {
        "adr" => read_adr(path, running)?,
        "git" => read_git_knowing(path, commits, &known_commits(&open.workspace)?, running)?,
        "mlflow" => read_mlflow(path, running)?,
        "dvc" => read_dvc(path, running)?,
        "openlineage" => read_openlineage(path, running)?,
        "croissant" => read_croissant(path)?,
        "modelcard" => read_modelcard(path)?,
        other => {
            return Err(ApiError::new(
                "bad-arguments",
                format!("“{other}” is no format. Nothing was recorded."),
                "Choose adr, git, mlflow, dvc, openlineage, croissant, modelcard or jsonl.",
            ));
        }
    })
}

pub(crate) fn dto(report: ImportReport) -> ImportDto {
    ImportDto {
        source: report.source,
        added: report.added.into(),
        changed: report.changed.into(),
        unchanged: report.unchanged.into(),
        links: report.links_added.into(),
        position: report.position.map(Into::into),
        lines: report
            .lines
            .into_iter()
            .map(|l| ImportLine {
                level: l.level.as_str().into(),
                place: l.place,
                code: l.code.into(),
                text: l.text,
            })
            .collect(),
    }
}
