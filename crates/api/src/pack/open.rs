//! A pack opened to read, as far as it verifies.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use throughline_record::exchange::Excerpt;
use throughline_record::{Hash, Value};
use throughline_report::pack::{Checked, Manifest, PackVerdict, ScopeName, check};
use throughline_store::{Env, PackContents, Progress, Workspace};

use crate::dto::ApiError;
use crate::error;

/// Whether a file begins like a zip.
pub(crate) fn is_pack(path: &Path) -> bool {
    let mut begin = [0; 4];
    File::open(path).and_then(|mut file| file.read_exact(&mut begin)).is_ok() && begin == *b"PK\x03\x04"
}

/// Checks a pack and opens it. One that is damaged is not opened: what it shows could be anybody's.
pub(crate) fn open(path: &Path, env: Env, progress: &dyn Progress) -> Result<Workspace, ApiError> {
    let file = File::open(path).map_err(|e| error::io("Opening", path, &e))?;
    let Checked { report, excerpts, ids, archive } = check(BufReader::new(file), &[], progress)?;
    let (Some(manifest), Some(mut archive), PackVerdict::Intact) =
        (&report.manifest, archive, report.verdict())
    else {
        let fault = report.faults.first();
        let (code, place, detail) =
            fault.map_or(("", "", ""), |f| (f.code, f.place.as_str(), f.detail.as_str()));
        return Err(ApiError::new(
            "damaged",
            format!(
                "The pack {} was not opened: {place}{}{detail} ({code}).",
                path.display(),
                if place.is_empty() { "" } else { ": " }
            ),
            "Nothing was kept of it. Ask whoever sent it for another copy.",
        )
        .about(path.display().to_string()));
    };
    let media = media_types(&excerpts);
    let attachments = archive
        .names()
        .filter_map(|name| format!("sha256:{}", name.strip_prefix("attachments/")?).parse::<Hash>().ok())
        .map(|digest| (digest, media.get(&digest).cloned()))
        .collect();
    let contents = PackContents {
        workspace: manifest.workspace,
        scope: words(manifest, &excerpts),
        ids,
        excerpts,
        attachments,
    };
    let workspace = Workspace::open_pack(
        path,
        env,
        contents,
        &mut |digest, take| {
            let name = format!("attachments/{}", digest.to_string().trim_start_matches("sha256:"));
            let mut stream = archive.stream(&name).map_err(|e| e.into_store("Reading the pack"))?;
            take(&mut stream)
        },
        progress,
    )?;
    Ok(workspace)
}

/// What a pack is of, by the last title that it holds of it.
fn words(manifest: &Manifest, excerpts: &[Excerpt]) -> String {
    let title = manifest.scope.entity().and_then(|entity| {
        let records = excerpts.iter().flat_map(|excerpt| excerpt.records.iter().flatten());
        let of_it = records.filter(|record| {
            std::str::from_utf8(&record.bytes)
                .is_ok_and(|text| text.contains(&format!("\"entity\":\"{entity}\"")))
        });
        of_it
            .filter_map(|record| {
                let value = Value::from_canonical(&record.content.as_ref()?.bytes).ok()?;
                Some(value.as_map()?.get("title")?.as_text()?.to_owned())
            })
            .next_back()
    });
    match (manifest.scope, title) {
        (ScopeName::All, _) => "the whole record".into(),
        (ScopeName::Release(_), Some(title)) => format!("release “{title}”"),
        (ScopeName::Release(_), None) => "a release".into(),
        (ScopeName::Thread(_), Some(title)) => format!("the thread of “{title}”"),
        (ScopeName::Thread(_), None) => "the thread of an artefact".into(),
    }
}

/// The media types that the records give their files.
fn media_types(excerpts: &[Excerpt]) -> BTreeMap<Hash, String> {
    fn look(value: &Value, found: &mut BTreeMap<Hash, String>) {
        match value {
            Value::List(items) => items.iter().for_each(|item| look(item, found)),
            Value::Map(entries) => {
                let text = |key: &str| entries.get(key).and_then(Value::as_text);
                if let (Some(Ok(digest)), Some(media)) = (text("digest").map(str::parse), text("media")) {
                    found.insert(digest, media.to_owned());
                }
                entries.values().for_each(|item| look(item, found));
            }
            Value::Bool(_) | Value::Int(_) | Value::Text(_) => {}
        }
    }
    let mut found = BTreeMap::new();
    let parts = excerpts.iter().flat_map(|e| e.records.iter().flatten()).filter_map(|r| r.content.as_ref());
    for part in parts {
        if let Ok(value) = Value::from_canonical(&part.bytes) {
            look(&value, &mut found);
        }
    }
    found
}
