//! CycloneDX 1.6, as a bill of materials of machine learning: models with their cards, and the data they
//! were made of.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};
use throughline_model::identity::Digest;
use throughline_record::EntityId;

use super::material::{Material, Thing};
use super::prov::pretty;
use super::{Written, count};
use crate::error::{InteropError, Result};

/// The name CycloneDX has for an algorithm, with the number of hexadecimal digits.
fn algorithm(digest: &Digest) -> Option<&'static str> {
    let (name, digits) = match digest.algorithm.as_str() {
        "sha256" => ("SHA-256", 64),
        "sha384" => ("SHA-384", 96),
        "sha512" => ("SHA-512", 128),
        "sha1" => ("SHA-1", 40),
        "md5" => ("MD5", 32),
        // DVC 3 names a single file by the MD5 of its bytes.
        "dvc-md5" => ("MD5", 32),
        _ => return None,
    };
    let hex = digest.value.len() == digits && digest.value.bytes().all(|b| b.is_ascii_hexdigit());
    hex.then_some(name)
}

pub(super) fn write(material: &Material) -> Result<Written> {
    let models: Vec<(usize, &Thing)> = material.of_kind("model-version").collect();
    let data: Vec<(usize, &Thing)> = material.of_kind("data-version").collect();
    if models.is_empty() && data.is_empty() {
        return Err(InteropError::Lacking {
            what: format!("There is no model or data version in {}.", material.of),
            hint: "Choose a model version, a bundle, or a release that has some.".into(),
        });
    }
    let mut bom = Bom { material, unhashed: 0, weak: 0, uncarried: 0 };
    let mut components = Vec::new();
    let mut dependencies = Vec::new();
    for (at, model) in &models {
        components.push(bom.model(*at, model));
        let needs: BTreeSet<String> = ["trained-on", "evaluated-on"]
            .iter()
            .flat_map(|link| material.others(*at, link, true))
            .map(reference)
            .collect();
        dependencies.push(json!({ "ref": reference(model), "dependsOn": needs }));
    }
    for (at, version) in &data {
        components.push(bom.data(*at, version));
        let needs: BTreeSet<String> =
            material.others(*at, "derived-from", true).into_iter().map(reference).collect();
        dependencies.push(json!({ "ref": reference(version), "dependsOn": needs }));
    }
    let top = subject(material);
    let mut shipped: BTreeSet<String> = models.iter().map(|(_, m)| reference(m)).collect();
    if let Some((at, _)) = top.filter(|(_, t)| t.kind.name == "bundle") {
        let ships = material.others(at, "ships", true);
        shipped = ships.into_iter().filter(|t| t.kind.name != "code-version").map(reference).collect();
    }
    dependencies.insert(0, json!({ "ref": "subject", "dependsOn": shipped }));
    let serial = EntityId::derived(
        &material.workspace,
        "cyclonedx",
        &format!("{} {} {}", material.of, material.as_of, material.latest),
    );
    let json = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": format!("urn:uuid:{serial}"),
        "version": 1,
        "metadata": {
            "timestamp": material.latest,
            "tools": { "components": [
                { "type": "application", "name": "Throughline", "version": env!("CARGO_PKG_VERSION") }
            ]},
            "component": bom.top(top.map(|(_, t)| t)),
            "properties": [
                property("throughline:workspace", &material.workspace.to_string()),
                property("throughline:log-length", &material.position.to_string()),
                property("throughline:of", &material.of),
            ],
        },
        "components": components,
        "dependencies": dependencies,
    });
    let holds = format!(
        "{}, {}",
        count(models.len(), "model version", "model versions"),
        count(data.len(), "data version", "data versions")
    );
    let mut written = Written::one("bom.cdx.json", pretty(&json), holds);
    written.left_out.extend(bom.told());
    Ok(written)
}

/// The bundle, product release or model it is a bill of.
fn subject(material: &Material) -> Option<(usize, &Thing)> {
    let at = material.subject?;
    Some((at, material.thing(at)?))
}

/// How components name each other.
fn reference(thing: &Thing) -> String {
    format!("{}:{}", thing.kind.name, thing.card.id)
}

fn property(name: &str, value: &str) -> Json {
    json!({ "name": name, "value": value })
}

/// A version as the format takes one: 1,024 characters at most.
fn within(version: &str) -> String {
    version.chars().take(1024).collect()
}

/// An address as the format takes one: no spaces and nothing else that none may hold.
fn iri(text: &str) -> Option<String> {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"{}|\\^`[]".contains(c);
    let ok = !text.is_empty()
        && text.chars().all(plain)
        // A stray per cent sign or a colon that no scheme ends.
        && !text.contains('%')
        && text.split_once(':').is_none_or(|(scheme, rest)| {
            !rest.is_empty()
                && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
                && (!rest.starts_with("//") || rest.trim_start_matches('/').is_ascii())
        })
        && text.matches('#').count() <= 1;
    ok.then(|| text.to_owned())
}

struct Bom<'m> {
    material: &'m Material,
    unhashed: usize,
    weak: usize,
    uncarried: usize,
}

impl Bom<'_> {
    fn told(&self) -> Vec<String> {
        let mut out = Vec::new();
        if self.unhashed > 0 {
            out.push(format!(
                "{} no digest that the format knows and {} named without hashes.",
                count(self.unhashed, "version has", "versions have"),
                if self.unhashed == 1 { "is" } else { "are" }
            ));
        }
        if self.weak > 0 {
            out.push(format!(
                "{} only a sample or a name; they stand in properties, not in hashes.",
                count(self.weak, "digest covers", "digests cover")
            ));
        }
        if self.uncarried > 0 {
            out.push(format!(
                "{} no address that the format takes, and stand in properties.",
                count(self.uncarried, "location is", "locations are")
            ));
        }
        out
    }

    fn top(&self, thing: Option<&Thing>) -> Json {
        let products = self.material.of_kind("product").next();
        let mut of = Map::new();
        of.insert("type".into(), json!("application"));
        of.insert("bom-ref".into(), json!("subject"));
        match (thing, products) {
            (Some(thing), Some((_, product))) if matches!(thing.kind.name, "release" | "bundle") => {
                of.insert("name".into(), json!(product.card.title));
                of.insert("version".into(), json!(within(&thing.card.title)));
            }
            (Some(thing), _) => {
                of.insert("name".into(), json!(thing.name()));
            }
            (None, Some((_, product))) => {
                of.insert("name".into(), json!(product.card.title));
            }
            (None, None) => {
                of.insert("name".into(), json!(self.material.of));
            }
        }
        Json::Object(of)
    }

    /// What every component has.
    fn component(&mut self, type_: &str, thing: &Thing) -> (Map<String, Json>, Vec<Json>, Vec<Json>) {
        let mut of = Map::new();
        of.insert("type".into(), json!(type_));
        of.insert("bom-ref".into(), json!(reference(thing)));
        of.insert("name".into(), json!(thing.bare()));
        if let Some(version) = thing.text("version") {
            of.insert("version".into(), json!(within(version)));
        }
        if let Some(notes) = thing.text("notes") {
            of.insert("description".into(), json!(notes));
        }
        let mut properties = vec![
            property("throughline:id", &thing.card.short),
            property("throughline:address", &self.material.address(&thing.card.id)),
        ];
        let mut hashes = Vec::new();
        for digest in thing.digests() {
            match algorithm(&digest) {
                Some(alg) => hashes.push(json!({ "alg": alg, "content": digest.value })),
                None => {
                    let known = throughline_model::identity::algorithm(&digest.algorithm);
                    if known.is_none_or(|a| a.is_weak()) {
                        self.weak += 1;
                    }
                    let name = format!("throughline:digest:{}", digest.algorithm);
                    properties.push(property(&name, &digest.value));
                }
            }
        }
        if hashes.is_empty() {
            self.unhashed += 1;
        } else {
            of.insert("hashes".into(), Json::Array(hashes));
        }
        let references = vec![json!({
            "type": "documentation",
            "url": self.material.address(&thing.card.id),
            "comment": format!("{} in the record", thing.card.short),
        })];
        (of, properties, references)
    }

    fn model(&mut self, at: usize, model: &Thing) -> Json {
        let (mut of, mut properties, mut references) = self.component("machine-learning-model", model);
        if let Some(location) = model.text("location") {
            match iri(location) {
                Some(url) => references.push(json!({ "type": "distribution", "url": url })),
                None => {
                    self.uncarried += 1;
                    properties.push(property("throughline:location", location));
                }
            }
        }
        let mut commits = Vec::new();
        for code in self.material.others(at, "built-from", true) {
            let mut commit = Map::new();
            if let Some(hash) = code.text("commit") {
                commit.insert("uid".into(), json!(hash));
            }
            if let Some(url) = code.text("repository").and_then(iri) {
                commit.insert("url".into(), json!(url));
                let same = references.iter().any(|r| r.get("url") == commit.get("url"));
                if !same {
                    references.push(json!({ "type": "vcs", "url": url }));
                }
            }
            commit.insert("message".into(), json!(code.card.title));
            commits.push(Json::Object(commit));
        }
        let notes: Vec<String> = self.decisions(at).iter().map(|d| decided(d)).collect();
        let mut pedigree = Map::new();
        if !commits.is_empty() {
            pedigree.insert("commits".into(), Json::Array(commits));
        }
        if !notes.is_empty() {
            pedigree.insert("notes".into(), json!(notes.join("\n")));
        }
        if !pedigree.is_empty() {
            of.insert("pedigree".into(), Json::Object(pedigree));
        }
        // The format's list of references has no word for decisions.
        for decision in self.decisions(at) {
            references.push(json!({
                "type": "other",
                "url": self.material.address(&decision.card.id),
                "comment": decided(decision),
            }));
        }
        of.insert("modelCard".into(), self.card(at, model));
        of.insert("externalReferences".into(), Json::Array(references));
        of.insert("properties".into(), Json::Array(properties));
        Json::Object(of)
    }

    /// Decisions on a version: on itself, or on the prototype or run it came out of.
    fn decisions(&self, at: usize) -> Vec<&Thing> {
        let mut found = self.material.linked(at, "decides", false);
        for (_, origin, _) in self.material.linked(at, "produced", false) {
            found.extend(self.material.linked(origin, "decides", false));
        }
        let mut seen = BTreeSet::new();
        found.into_iter().filter(|(_, at, _)| seen.insert(*at)).map(|(_, _, thing)| thing).collect()
    }

    fn card(&self, at: usize, model: &Thing) -> Json {
        let mut parameters = Map::new();
        let datasets: Vec<Json> = self
            .material
            .others(at, "trained-on", true)
            .into_iter()
            .map(|d| json!({ "ref": reference(d) }))
            .collect();
        if !datasets.is_empty() {
            parameters.insert("datasets".into(), Json::Array(datasets));
        }
        if let Some(framework) = model.text("framework") {
            parameters.insert("modelArchitecture".into(), json!(framework));
        }
        let mut card = Map::new();
        card.insert("bom-ref".into(), json!(format!("card:{}", model.card.id)));
        if !parameters.is_empty() {
            card.insert("modelParameters".into(), Json::Object(parameters));
        }
        let judged: Vec<&str> =
            self.material.others(at, "evaluated-on", true).into_iter().map(Thing::name).collect();
        let metrics: Vec<Json> = model
            .pairs("metrics")
            .into_iter()
            .map(|(name, value)| {
                let mut metric = Map::new();
                metric.insert("type".into(), json!(name));
                metric.insert("value".into(), json!(value));
                if !judged.is_empty() {
                    metric.insert("slice".into(), json!(judged.join(", ")));
                }
                Json::Object(metric)
            })
            .collect();
        if !metrics.is_empty() {
            card.insert("quantitativeAnalysis".into(), json!({ "performanceMetrics": metrics }));
        }
        let mut considered = Map::new();
        let users: Vec<&str> = self.material.of_kind("persona").map(|(_, p)| p.card.title.as_str()).collect();
        if !users.is_empty() {
            considered.insert("users".into(), json!(users));
        }
        if let Some(text) = model.text("intended-use") {
            considered.insert("useCases".into(), json!([text]));
        }
        if let Some(text) = model.text("limits") {
            considered.insert("technicalLimitations".into(), json!([text]));
        }
        if let Some(text) = model.text("biases") {
            considered.insert("ethicalConsiderations".into(), json!([{ "name": text }]));
        }
        if !considered.is_empty() {
            card.insert("considerations".into(), Json::Object(considered));
        }
        let properties: Vec<Json> = model
            .pairs("parameters")
            .into_iter()
            .map(|(name, value)| property(&format!("parameter:{name}"), value))
            .collect();
        if !properties.is_empty() {
            card.insert("properties".into(), Json::Array(properties));
        }
        Json::Object(card)
    }

    fn data(&mut self, at: usize, version: &Thing) -> Json {
        let (mut of, mut properties, references) = self.component("data", version);
        let mut set = Map::new();
        set.insert("type".into(), json!("dataset"));
        set.insert("name".into(), json!(version.name()));
        if let Some(location) = version.text("location") {
            match iri(location) {
                Some(url) => {
                    set.insert("contents".into(), json!({ "url": url }));
                }
                None => {
                    self.uncarried += 1;
                    properties.push(property("throughline:location", location));
                }
            }
        }
        if let Some(biases) = version.text("known-biases") {
            set.insert("description".into(), json!(biases));
        }
        let personal: Vec<&str> = version
            .state
            .value("schema")
            .and_then(throughline_record::Value::as_list)
            .unwrap_or_default()
            .iter()
            .filter_map(throughline_record::Value::as_map)
            .filter(|c| c.get("personal").and_then(throughline_record::Value::as_bool) == Some(true))
            .filter_map(|c| c.get("name")?.as_text())
            .collect();
        if !personal.is_empty() {
            set.insert("sensitiveData".into(), json!(personal));
        }
        let owners: Vec<Json> = self
            .material
            .others(at, "owned-by", true)
            .iter()
            .map(|owner| match owner.kind.name {
                "team" => json!({ "organization": { "name": owner.card.title } }),
                _ => json!({ "contact": { "name": owner.card.title } }),
            })
            .collect();
        if !owners.is_empty() {
            set.insert("governance".into(), json!({ "owners": owners }));
        }
        of.insert("data".into(), json!([Json::Object(set)]));
        if let Some(licence) = version.text("licence") {
            of.insert("licenses".into(), json!([{ "license": { "name": licence } }]));
        }
        for field in ["collected-from", "collected-to"] {
            if let Some(day) = version.text(field) {
                properties.push(property(&format!("throughline:{field}"), day));
            }
        }
        if let Some(rows) = version.state.value("rows").and_then(throughline_record::Value::as_int) {
            properties.push(property("throughline:rows", &rows.to_string()));
        }
        of.insert("externalReferences".into(), Json::Array(references));
        of.insert("properties".into(), Json::Array(properties));
        Json::Object(of)
    }
}

/// A decision in a line: its question, where it stands and what came out.
pub(super) fn decided(decision: &Thing) -> String {
    let outcome = decision.text("outcome").map(|o| o.lines().next().unwrap_or("").to_owned());
    let status = decision.card.status.as_deref().unwrap_or("proposed");
    match outcome {
        Some(outcome) if !outcome.is_empty() => {
            format!("{} {} ({status}): {outcome}", decision.card.short, decision.card.title)
        }
        _ => format!("{} {} ({status})", decision.card.short, decision.card.title),
    }
}
