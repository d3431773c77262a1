//! A model card as Hugging Face shows it: front matter with the results, and the text for people.

use throughline_record::decimal;

use super::cyclonedx::decided;
use super::material::{Material, Thing};
use super::names::{Names, slug};
use super::yaml;
use super::{Written, count};
use crate::error::{InteropError, Result};

pub(super) fn write(material: &Material) -> Result<Written> {
    let asked = material.subject.and_then(|at| Some((at, material.thing(at)?)));
    let models: Vec<(usize, &Thing)> = match asked {
        Some((at, thing)) if thing.kind.name == "model-version" => vec![(at, thing)],
        _ => material.of_kind("model-version").collect(),
    };
    if models.is_empty() {
        return Err(InteropError::Lacking {
            what: format!("There is no model version in {}.", material.of),
            hint: "Choose a model version, a bundle, or a release that has some.".into(),
        });
    }
    let several = models.len() > 1;
    let mut written =
        Written { files: Vec::new(), folder: several, holds: String::new(), left_out: Vec::new() };
    written.holds = count(models.len(), "model card", "model cards");
    let (mut names, mut odd) = (Names::default(), 0);
    for (at, model) in models {
        let text = card(material, at, model, &mut odd);
        let name = if several { names.free(&slug(model.name()), ".md") } else { "README.md".to_owned() };
        written.files.push((name, text.into_bytes()));
    }
    if odd > 0 {
        written.left_out.push(format!(
            "{} no finite number and {} in the text only, not in the model index.",
            count(odd, "metric is", "metrics are"),
            if odd == 1 { "stands" } else { "stand" }
        ));
    }
    Ok(written)
}

/// What a word for a library is on the hub, where its name is known.
fn library(framework: &str) -> String {
    let word: String =
        framework.to_lowercase().chars().take_while(|c| c.is_alphanumeric() || "-_".contains(*c)).collect();
    match word.as_str() {
        "scikit-learn" => "sklearn".to_owned(),
        "pytorch" => "pytorch".to_owned(),
        _ => word,
    }
}

fn card(material: &Material, at: usize, model: &Thing, odd: &mut usize) -> String {
    let trained = material.others(at, "trained-on", true);
    let judged = material.others(at, "evaluated-on", true);
    let mut out = String::from("---\n");
    out.push_str(&format!("model_name: {}\n", yaml::quoted(model.bare())));
    if let Some(version) = model.text("version") {
        out.push_str(&format!("version: {}\n", yaml::quoted(version)));
    }
    let framework = model.text("framework").map(library).filter(|f| !f.is_empty());
    if let Some(framework) = framework {
        out.push_str(&format!("library_name: {}\n", yaml::quoted(&framework)));
    }
    let mut tags = model.words("tags");
    tags.push("throughline");
    tags.sort_unstable();
    tags.dedup();
    out.push_str(&yaml::list("tags", tags));
    if !trained.is_empty() {
        out.push_str(&yaml::list("datasets", trained.iter().map(|d| d.bare())));
    }
    let metrics = model.pairs("metrics");
    let finite: Vec<&(&str, &str)> = metrics.iter().filter(|(_, v)| decimal::is_decimal(v)).collect();
    *odd += metrics.len() - finite.len();
    if !finite.is_empty() {
        let on = judged.first().or(trained.first());
        let name = on.map_or_else(|| "not recorded".to_owned(), |d| d.name().to_owned());
        let type_ = on.map_or_else(|| "not-recorded".to_owned(), |d| d.bare().to_owned());
        out.push_str(&format!("model-index:\n- name: {}\n  results:\n", yaml::quoted(model.bare())));
        out.push_str("  - task:\n      type: \"other\"\n    dataset:\n");
        out.push_str(&format!("      name: {}\n      type: {}\n", yaml::quoted(&name), yaml::quoted(&type_)));
        let sha = on.and_then(|d| d.digests().into_iter().find(|d| d.algorithm == "sha256"));
        if let Some(digest) = sha {
            out.push_str(&format!("      revision: {}\n", yaml::quoted(&digest.value)));
        }
        out.push_str("    metrics:\n");
        for (name, value) in &finite {
            out.push_str(&format!(
                "    - type: {}\n      value: {}\n",
                yaml::quoted(name),
                yaml::number(value)
            ));
        }
        let source = material.address(&model.card.id);
        out.push_str(&format!(
            "    source:\n      name: {}\n      url: {}\n",
            yaml::quoted(&format!("{} in the record", model.card.short)),
            yaml::quoted(&source)
        ));
    }
    out.push_str("---\n\n");
    body(&mut out, material, at, model);
    out
}

fn heading(out: &mut String, title: &str) {
    out.push_str(&format!("\n## {title}\n\n"));
}

/// A text under a heading of ours: its own headings go below it.
fn below(text: &str) -> String {
    let mut fence = false;
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
                fence = !fence;
            }
            if !fence && line.starts_with('#') { format!("##{line}") } else { line.to_owned() }
        })
        .collect();
    format!("{}\n", lines.join("\n").trim())
}

/// A text on one line, for a cell or a list.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

fn body(out: &mut String, material: &Material, at: usize, model: &Thing) {
    out.push_str(&format!("# {}\n\n", flat(model.name())));
    let moment = if material.as_of.is_empty() { String::new() } else { format!(", {}", material.as_of) };
    out.push_str(&format!("Written from the record of this model, {}{moment}.\n", model.card.short));
    for (field, title) in [("intended-use", "Intended use"), ("limits", "Limits"), ("biases", "Biases")] {
        if let Some(text) = model.text(field) {
            heading(out, title);
            out.push_str(&below(text));
        }
    }
    let made: Vec<(&str, Vec<&Thing>)> =
        [("trained-on", "Trained on"), ("evaluated-on", "Evaluated on"), ("built-from", "Built from")]
            .into_iter()
            .map(|(link, word)| (word, material.others(at, link, true)))
            .collect();
    if made.iter().any(|(_, list)| !list.is_empty()) {
        heading(out, "What it was made of");
        for (word, list) in made {
            for thing in list {
                out.push_str(&format!("- {word}: {}{}\n", flat(&thing.headline()), identity(thing)));
                if let Some(biases) = thing.text("known-biases") {
                    out.push_str(&format!("  - Known biases: {}\n", flat(biases)));
                }
            }
        }
    }
    for (field, title, name) in [("metrics", "Results", "Metric"), ("parameters", "Parameters", "Parameter")]
    {
        let pairs = model.pairs(field);
        if !pairs.is_empty() {
            heading(out, title);
            out.push_str(&format!("| {name} | Value |\n|---|---|\n"));
            for (name, value) in pairs {
                out.push_str(&format!("| {} | {} |\n", flat(name), flat(value)));
            }
        }
    }
    decisions(out, material);
    if let Some(notes) = model.text("notes") {
        heading(out, "Notes");
        out.push_str(&below(notes));
    }
    heading(out, "Identity");
    for digest in model.digests() {
        out.push_str(&format!("- {}: `{}`\n", digest.algorithm, digest.value));
    }
    out.push_str(&format!("- Record: `{}`\n", material.address(&model.card.id)));
}

fn identity(thing: &Thing) -> String {
    let commit = thing.text("commit").map(|c| format!(", commit `{c}`"));
    let digest = thing.digests().into_iter().next().map(|d| format!(", {} `{}`", d.algorithm, d.value));
    commit.or(digest).unwrap_or_default()
}

/// The decisions in the material with those who objected, in their own words.
fn decisions(out: &mut String, material: &Material) {
    let all: Vec<(usize, &Thing)> = material.of_kind("decision").collect();
    if all.is_empty() {
        return;
    }
    heading(out, "Decisions");
    for (at, decision) in all {
        out.push_str(&format!("- {}\n", flat(&decided(decision))));
        for (_, stance_at, stance) in material.linked(at, "on", false) {
            let position = stance.text("position").unwrap_or("");
            if !matches!(position, "object" | "consent-with-concern" | "stand-aside") {
                continue;
            }
            let who =
                material.others(stance_at, "by", true).first().map_or("Somebody", |t| t.card.title.as_str());
            let reason = stance.text("reason").map(|r| format!(": “{}”", flat(r))).unwrap_or_default();
            let word = match position {
                "object" => "objected",
                "stand-aside" => "stood aside",
                _ => "agreed with a concern",
            };
            out.push_str(&format!("  - {} {word}{reason}\n", flat(who)));
        }
    }
}
