//! The commands: a dossier to read, to save, and frameworks beside it.

use std::path::Path;

use throughline_record::Hash;
use throughline_report::dossier::{DossierError, body, html, pdf};
use throughline_report::frameworks::{self, NO_CLAIM};
use throughline_store::Progress;

use super::Subject;
use super::frameworks::known;
use super::scope::{Scope, kind_words};
use crate::App;
use crate::app::Open;
use crate::cards;
use crate::context;
use crate::dto::{
    ApiError, AtDto, CardDto, ContentsEntry, DossierArgs, DossierPage, DossierSaved, FrameworkDto,
    FrameworkPoint, FrameworksArgs, FrameworksPage, SaveDossierArgs,
};
use crate::error;
use crate::lookups::{self, moment};

/// Steps of a dossier that is saved.
const STEPS: u64 = 4;

impl App {
    /// `dossier`.
    pub(crate) fn dossier_page(&self, args: DossierArgs) -> Result<DossierPage, ApiError> {
        let open = self.opened()?;
        let subject =
            self.subject(&open, args.release.as_deref(), args.of.as_deref(), args.frameworks, &args.at)?;
        let dossier = self.dossier(&open, &args.at, &subject)?;
        let reader = open.workspace.reader()?;
        let card = match &subject.id {
            Some(id) => lookups::card(&reader, id, &moment(&args.at))?,
            None => None,
        };
        let mut contents: Vec<ContentsEntry> = dossier
            .chapters
            .iter()
            .chain(&dossier.annexes)
            .map(|c| ContentsEntry { id: format!("c-{}", c.id), title: c.title.clone() })
            .collect();
        contents.push(ContentsEntry {
            id: "c-records".into(),
            title: "Annex: where each artefact lies in the record".into(),
        });
        Ok(DossierPage {
            card: card.map_or_else(
                || CardDto { title: dossier.title.clone(), ..cards::nothing() },
                |c| cards::card(&c, None),
            ),
            kind: dossier.kind.clone(),
            moment: dossier.moment.clone(),
            html: body(&dossier),
            contents,
            digest: dossier.digest(),
            size: dossier.size.into(),
            root: dossier.root.clone(),
        })
    }

    /// `dossier.save`. The file appears whole or not at all.
    pub(crate) fn dossier_save(&self, args: SaveDossierArgs) -> Result<DossierSaved, ApiError> {
        let open = self.opened()?;
        let path = Path::new(&args.path);
        let form = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        if !matches!(form.as_str(), "pdf" | "html") {
            return Err(ApiError::new(
                "unknown-form",
                format!(
                    "A dossier is written as PDF or HTML, and “{}” ends otherwise. Nothing was written.",
                    args.path
                ),
                "Let the file’s name end in .pdf or .html.",
            )
            .about(args.path));
        }
        let running = self.jobs.begin(args.job.as_deref());
        let go = |done: u64, what: &str| {
            if running.step(done, STEPS, what) {
                Ok(())
            } else {
                Err(ApiError::new(
                    "cancelled",
                    "The dossier was not made: it was cancelled.",
                    "Save it again when it suits.",
                ))
            }
        };
        go(0, "reading the record")?;
        let subject =
            self.subject(&open, args.release.as_deref(), args.of.as_deref(), args.frameworks, &args.at)?;
        let dossier = self.dossier(&open, &args.at, &subject)?;
        go(1, "setting the pages")?;
        let bytes = match form.as_str() {
            "pdf" => pdf(&dossier).map_err(|e| unset(&e))?,
            _ => html(&dossier).into_bytes(),
        };
        go(3, "writing the file")?;
        write(path, &bytes)?;
        go(STEPS, "done").ok();
        Ok(DossierSaved {
            path: args.path,
            form,
            bytes: bytes.len().into(),
            digest: dossier.digest(),
            file: Hash::of(&bytes).to_string(),
            size: dossier.size.into(),
            root: dossier.root,
        })
    }

    /// `frameworks`.
    pub(crate) fn frameworks(&self, args: FrameworksArgs) -> Result<FrameworksPage, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let release = context::named_release(self, &open, &reader, args.release.as_deref(), &at)?;
        let wanted = match args.name.as_deref().filter(|n| !n.is_empty()) {
            Some(name) => std::slice::from_ref(known(name)?),
            None => frameworks::all(),
        };
        let scope = Scope {
            app: self,
            reader: &reader,
            at: at.clone(),
            moment: args.at,
            release,
            workspace: open.workspace.id().to_string(),
            trust: reader.trust_at(&at)?,
        };
        let beside = scope.beside()?;
        let rows = wanted
            .iter()
            .map(|framework| {
                let answers = beside.answers(framework);
                FrameworkDto {
                    name: framework.name.clone(),
                    title: framework.title.clone(),
                    source: framework.source.clone(),
                    url: framework.url.clone(),
                    dated: framework.dated.clone(),
                    wording: framework.wording.clone(),
                    empty: answers.iter().filter(|a| a.empty).count().into(),
                    points: framework
                        .points
                        .iter()
                        .zip(answers)
                        .map(|(point, answer)| FrameworkPoint {
                            id: point.id.clone(),
                            title: point.title.clone(),
                            cards: answer
                                .entities
                                .iter()
                                .filter_map(|id| beside.cards.get(id))
                                .take(12)
                                .map(|c| cards::card(c, None))
                                .collect(),
                            total: answer.entities.len().into(),
                            record: point.record.clone().unwrap_or_default(),
                            seeks: point.by.iter().map(|s| s.words(kind_words)).collect(),
                            gaps: answer
                                .open
                                .iter()
                                .map(|(rule, n)| format!("{} ({n})", rule.replace('-', " ")))
                                .collect(),
                            empty: answer.empty,
                        })
                        .collect(),
                }
            })
            .collect();
        Ok(FrameworksPage {
            no_claim: NO_CLAIM.to_owned(),
            release: match release {
                Some(id) => lookups::card(&reader, &id, &at)?.map(|c| cards::card(&c, None)),
                None => None,
            },
            rows,
        })
    }

    /// What a caller means: a thing by `of`, else a release; `all` is the workspace.
    fn subject(
        &self,
        open: &Open,
        release: Option<&str>,
        of: Option<&str>,
        frameworks: Vec<String>,
        at: &AtDto,
    ) -> Result<Subject, ApiError> {
        for name in &frameworks {
            known(name)?;
        }
        let reader = open.workspace.reader()?;
        let at = moment(at);
        let id = match of.filter(|of| !of.is_empty()) {
            Some("all") => None,
            Some(of) => Some(reader.resolve(of, &at)?),
            None if release == Some("all") => None,
            None => Some(context::named_release(self, open, &reader, release, &at)?.ok_or_else(|| {
                ApiError::new(
                    "no-release",
                    "A dossier is of one release, and none is chosen. Nothing was made.",
                    "Choose a release, name a version with --of, or take the workspace: --of all.",
                )
            })?),
        };
        Ok(Subject { id, frameworks })
    }
}

fn unset(error: &DossierError) -> ApiError {
    ApiError::new(
        "not-set",
        format!("{error} Nothing was written."),
        "Save it as HTML meanwhile, and report this with the words above.",
    )
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), ApiError> {
    let name = path.file_name().map_or_else(|| "dossier".into(), |n| n.to_string_lossy().into_owned());
    let fresh = path.with_file_name(format!(".{name}.part"));
    let written = std::fs::write(&fresh, bytes)
        .and_then(|()| std::fs::rename(&fresh, path))
        .map_err(|e| error::io("Writing", path, &e));
    if written.is_err() {
        let _ = std::fs::remove_file(&fresh);
    }
    written
}
