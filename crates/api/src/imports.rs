//! Taking in other tools' records.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use throughline_interop::{
    ApplyOptions, ImportReport, apply, import_adr, import_jsonl, known_commits, read_git_knowing, read_mlflow,
};
use throughline_store::At;

use crate::App;
use crate::context;
use crate::dto::{ApiError, ImportArgs, ImportDto, ImportLine};
use crate::error;

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
            "git" => {
                let known = known_commits(&open.workspace)?;
                let taken = read_git_knowing(path, &args.commits, &known, &running)?;
                apply(&open.workspace, &taken, actor, &options, &running)?
            }
            "mlflow" => apply(&open.workspace, &read_mlflow(path, &running)?, actor, &options, &running)?,
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
            other => {
                return Err(ApiError::new(
                    "bad-arguments",
                    format!("“{other}” is no format. Nothing was recorded."),
                    "Choose adr, git, mlflow or jsonl.",
                ));
            }
        };
        Ok(dto(report))
    }
}

fn dto(report: ImportReport) -> ImportDto {
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
