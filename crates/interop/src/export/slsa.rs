//! An in-toto statement (v1) with SLSA provenance (v1) for each model version: what it is by its digest, and
//! the data and code it was made of.
//!
//! It is not signed, and says nothing of how a build was kept from being tampered with: who hands it on
//! signs it, with cosign or in-toto, under a key that the reader trusts.

use serde_json::{Map, Value as Json, json};
use throughline_model::identity::{Digest, algorithm};

use super::material::{Material, Thing};
use super::names::{Names, slug};
use super::prov::pretty;
use super::{Written, count};
use crate::error::{InteropError, Result};

/// Digests by the names in-toto has for their algorithms; those of samples and names are none.
fn digest_set(digests: &[Digest]) -> Map<String, Json> {
    let mut set = Map::new();
    for digest in digests {
        let name = match digest.algorithm.as_str() {
            "sha256" => "sha256",
            "sha384" => "sha384",
            "sha512" => "sha512",
            "sha1" => "sha1",
            "md5" => "md5",
            "dvc-md5" if !digest.value.ends_with(".dir") => "md5",
            "git-commit" => "gitCommit",
            "git-tree" => "gitTree",
            "git-blob" => "gitBlob",
            _ => continue,
        };
        let hex = digest.value.len() >= 32 && digest.value.bytes().all(|b| b.is_ascii_hexdigit());
        if hex {
            set.insert(name.to_owned(), json!(digest.value));
        }
    }
    set
}

pub(super) fn write(material: &Material) -> Result<Written> {
    let lacking = |what: String, hint: &str| InteropError::Lacking { what, hint: hint.to_owned() };
    let asked = material.subject.and_then(|at| Some((at, material.thing(at)?)));
    let mut models: Vec<(usize, &Thing)> = material.of_kind("model-version").collect();
    if let Some((at, thing)) = asked
        && thing.kind.name == "model-version"
    {
        models.retain(|(other, _)| *other == at);
    }
    if models.is_empty() {
        return Err(lacking(
            format!("There is no model version in {}.", material.of),
            "Choose a model version, a bundle, or a release that has some.",
        ));
    }
    let mut names = Names::default();
    let mut written =
        Written { files: Vec::new(), folder: models.len() > 1, holds: String::new(), left_out: Vec::new() };
    let (mut unnamed, mut unhashed) = (Vec::new(), 0);
    for (at, model) in models {
        let subject = digest_set(&model.digests());
        if subject.is_empty() {
            unnamed.push(model.card.short.clone());
            continue;
        }
        let statement = statement(material, at, model, subject, &mut unhashed);
        let name = names.free(&slug(model.name()), ".slsa.intoto.json");
        written.files.push((name, pretty(&statement)));
    }
    if written.files.is_empty() {
        return Err(lacking(
            format!(
                "{} no digest over its bytes, by which a statement names it.",
                count(unnamed.len(), "model version has", "model versions have")
            ),
            "Record the SHA-256 of the model file: throughline versions check looks it up where it lies.",
        ));
    }
    written.holds = count(written.files.len(), "unsigned statement", "unsigned statements");
    if !unnamed.is_empty() {
        written.left_out.push(format!(
            "{} no digest over all its bytes and could not be named: {}.",
            count(unnamed.len(), "model version has", "model versions have"),
            if unnamed.len() > 10 {
                format!("{} …", unnamed.iter().take(10).cloned().collect::<Vec<_>>().join(", "))
            } else {
                unnamed.join(", ")
            }
        ));
    }
    if unhashed > 0 {
        written.left_out.push(format!(
            "{} no such digest and {} named by place only.",
            count(unhashed, "data version has", "data versions have"),
            if unhashed == 1 { "is" } else { "are" }
        ));
    }
    written.left_out.push(
        "The statement is not signed: it says what was recorded, and proves nothing before somebody signs it.".into(),
    );
    Ok(written)
}

fn statement(
    material: &Material,
    at: usize,
    model: &Thing,
    subject: Map<String, Json>,
    unhashed: &mut usize,
) -> Json {
    let mut needs = Vec::new();
    for code in material.others(at, "built-from", true) {
        let (repository, commit) = (code.text("repository").unwrap_or(""), code.text("commit").unwrap_or(""));
        let mut of = Map::new();
        of.insert("name".into(), json!(code.headline()));
        of.insert("uri".into(), json!(format!("git+{repository}@{commit}")));
        let digest = digest_set(&[Digest::new("git-commit", commit)]);
        if !digest.is_empty() {
            of.insert("digest".into(), Json::Object(digest));
        }
        of.insert(
            "annotations".into(),
            json!({ "throughline": material.address(&code.card.id), "as": "code" }),
        );
        needs.push(Json::Object(of));
    }
    for (link, word) in [("trained-on", "training data"), ("evaluated-on", "evaluation data")] {
        for data in material.others(at, link, true) {
            let mut of = Map::new();
            of.insert("name".into(), json!(data.headline()));
            if let Some(location) = data.text("location") {
                of.insert("uri".into(), json!(location));
            }
            let mut annotations = Map::new();
            annotations.insert("throughline".into(), json!(material.address(&data.card.id)));
            annotations.insert("as".into(), json!(word));
            let digests = data.digests();
            for weak in digests.iter().filter(|d| algorithm(&d.algorithm).is_none_or(|a| a.is_weak())) {
                annotations.insert(weak.algorithm.clone(), json!(weak.value));
            }
            let digest = digest_set(&digests);
            if digest.is_empty() {
                *unhashed += 1;
            } else {
                of.insert("digest".into(), Json::Object(digest));
            }
            of.insert("annotations".into(), Json::Object(annotations));
            needs.push(Json::Object(of));
        }
    }
    let runs = material.linked(at, "produced", false);
    let run = runs.iter().map(|(_, _, thing)| *thing).find(|t| t.kind.name == "activity");
    let mut metadata = Map::new();
    if let Some(id) = model.text("run-id").or_else(|| run.and_then(|r| r.text("run-id"))) {
        metadata.insert("invocationId".into(), json!(id));
    }
    if let Some(day) = run.and_then(|r| r.text("date")) {
        metadata.insert("finishedOn".into(), json!(format!("{day}T00:00:00Z")));
    }
    let parameters: Map<String, Json> =
        model.pairs("parameters").into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
    let mut details = Map::new();
    details.insert(
        "builder".into(),
        json!({
            "id": "urn:throughline:builder:recorded/v1",
            "version": { "throughline": env!("CARGO_PKG_VERSION") },
        }),
    );
    if !metadata.is_empty() {
        details.insert("metadata".into(), Json::Object(metadata));
    }
    json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{ "name": model.name(), "digest": subject }],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "urn:throughline:build:training/v1",
                "externalParameters": { "parameters": parameters },
                "internalParameters": {
                    "workspace": material.workspace.to_string(),
                    "logLength": material.position,
                    "modelVersion": material.address(&model.card.id),
                },
                "resolvedDependencies": needs,
            },
            "runDetails": details,
        },
    })
}
