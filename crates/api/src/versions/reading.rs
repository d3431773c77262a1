//! What a run names outside the workspace: the repository, files and folders, read once and before anything is locked.

use std::path::{Path, PathBuf};

use throughline_interop::world::digest_of;
use throughline_interop::{CodeState, read_code};
use throughline_model::identity::Digest;

use crate::dto::{ApiError, FieldErrorDto, RecordRunArgs, RunCode, RunData, RunModel};
use crate::error::invalid;

/// What was read outside the workspace.
pub(super) struct World {
    /// The folder the run was made in.
    pub(super) base: PathBuf,
    home: PathBuf,
    pub(super) code: Option<CodeState>,
    /// In the order of the run.
    pub(super) data: Vec<Bytes>,
    pub(super) model: Option<Bytes>,
}

/// The digest of a version and where it lies, as far as said.
#[derive(Default)]
pub(super) struct Bytes {
    pub(super) digest: Option<Digest>,
    pub(super) location: Option<String>,
}

impl World {
    pub(super) fn read(args: &RecordRunArgs, base: &Path, home: &Path) -> Result<World, ApiError> {
        let mut world =
            World { base: base.to_owned(), home: home.to_owned(), code: None, data: Vec::new(), model: None };
        if let Some(RunCode { repo, commit, .. }) = &args.code {
            let repo = if repo.is_empty() { base.to_owned() } else { base.join(repo) };
            world.code = Some(read_code(&repo, commit.as_deref().unwrap_or("HEAD"))?);
        }
        for (at, data) in args.data.iter().enumerate() {
            let place = format!("data[{at}]");
            named(&place, &data.name, &data.version)?;
            let RunData { file, dir, digest, location, .. } = data;
            world.data.push(world.bytes(&place, [file, dir, digest], location.as_deref())?);
        }
        if let Some(model) = &args.model {
            named("model", &model.name, &model.version)?;
            let RunModel { file, dir, digest, location, .. } = model;
            world.model = Some(world.bytes("model", [file, dir, digest], location.as_deref())?);
        }
        Ok(world)
    }

    fn bytes(
        &self,
        place: &str,
        [file, dir, digest]: [&Option<String>; 3],
        location: Option<&str>,
    ) -> Result<Bytes, ApiError> {
        if [file, dir, digest].iter().filter(|given| given.is_some()).count() > 1 {
            return Err(refused(place, "too-many", "Give one of file, dir and digest."));
        }
        let location = location.map(str::to_owned);
        if let Some(text) = digest {
            let digest =
                Digest::parse(text).map_err(|why| refused(place, "not-a-digest", &format!("{why}.")))?;
            return Ok(Bytes { digest: Some(digest), location });
        }
        let (path, algorithm) = match (file, dir) {
            (Some(file), _) => (self.base.join(file), "sha256"),
            (_, Some(dir)) => (self.base.join(dir), "sha256-tree"),
            _ => return Ok(Bytes { digest: None, location }),
        };
        let is_folder = path.is_dir();
        if path.exists() && is_folder != (algorithm == "sha256-tree") {
            let (is, name) = if is_folder { ("folder", "dir") } else { ("file", "file") };
            let sentence = format!("{} is a {is}; give it as {name}.", path.display());
            return Err(refused(place, "not-that", &sentence));
        }
        let digest = digest_of(&path, algorithm, &())?;
        Ok(Bytes { digest: Some(digest), location: location.or_else(|| Some(self.lies(&path))) })
    }

    /// A path as the workspace keeps it: from its own folder if it lies below that, else absolute.
    pub(super) fn lies(&self, path: &Path) -> String {
        let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let home = self.home.canonicalize().unwrap_or_else(|_| self.home.clone());
        match whole.strip_prefix(&home) {
            Ok(inside) if inside.as_os_str().is_empty() => ".".to_owned(),
            Ok(inside) => inside.display().to_string(),
            Err(_) => whole.display().to_string(),
        }
    }
}

fn named(place: &str, name: &str, version: &str) -> Result<(), ApiError> {
    for (field, text) in [("name", name), ("version", version)] {
        if text.trim().is_empty() {
            return Err(refused(place, "required", &format!("{place} needs a {field}.")));
        }
    }
    Ok(())
}

pub(super) fn refused(field: &str, code: &str, sentence: &str) -> ApiError {
    invalid(vec![FieldErrorDto { field: field.into(), code: code.into(), sentence: sentence.into() }])
}
