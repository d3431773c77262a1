//! The front matter of a model card.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::dvc::plain;
use crate::plain::words;
use crate::taken::{Level, Line};

/// What Hugging Face and people write there. Versions are read as texts: 1.10 is not 1.1.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Front {
    pub version: Option<String>,
    model_version: Option<String>,
    model_name: Option<String>,
    pub library_name: Option<String>,
    license: Option<Json>,
    license_name: Option<String>,
    language: Option<Json>,
    tags: Option<Json>,
    pipeline_tag: Option<String>,
    datasets: Option<Json>,
    base_model: Option<Json>,
    metrics: Option<Json>,
    #[serde(rename = "model-index")]
    model_index: Vec<Model>,
    #[serde(flatten)]
    others: BTreeMap<String, Json>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Model {
    name: Option<String>,
    results: Vec<Measured>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Measured {
    dataset: Dataset,
    metrics: Vec<Metric>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Dataset {
    name: Option<String>,
    #[serde(rename = "type")]
    type_: Option<String>,
    config: Option<String>,
    split: Option<String>,
    revision: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Metric {
    #[serde(rename = "type")]
    type_: Option<String>,
    name: Option<String>,
    value: Option<Json>,
    config: Option<String>,
    verified: Option<bool>,
}

/// Front matter as YAML, within the bounds that keep aliases and depth from exploding.
pub(super) fn read(text: &str) -> Result<Front, String> {
    if text.trim().is_empty() {
        return Ok(Front::default());
    }
    let mut front: Front = serde_saphyr::from_str(text)
        .map_err(|e| e.to_string().lines().next().unwrap_or("it is not YAML").to_owned())?;
    front.version = front.version.or(front.model_version.take());
    Ok(front)
}

impl Front {
    pub(super) fn name(&self) -> Option<String> {
        let indexed = || match self.model_index.as_slice() {
            [one] => one.name.clone(),
            _ => None,
        };
        self.model_name.clone().or_else(indexed).map(|n| n.trim().to_owned()).filter(|n| !n.is_empty())
    }

    /// What the model was made of.
    pub(super) fn parameters(&self) -> BTreeMap<String, String> {
        let mut out = BTreeMap::new();
        for (name, value) in [("base model", &self.base_model), ("training data sets", &self.datasets)] {
            let all = value.as_ref().map(words).unwrap_or_default();
            if !all.is_empty() {
                out.insert(name.to_owned(), all.join(", "));
            }
        }
        out
    }

    /// Results by metric and data set: "accuracy on imdb, test".
    pub(super) fn metrics(&self, report: &mut Vec<Line>) -> BTreeMap<String, String> {
        let mut out: BTreeMap<String, String> = BTreeMap::new();
        for model in &self.model_index {
            for measured in &model.results {
                let data = &measured.dataset;
                let on = data.name.as_deref().or(data.type_.as_deref()).unwrap_or("an unnamed data set");
                let more: Vec<&str> = [&data.config, &data.split, &data.revision]
                    .into_iter()
                    .flatten()
                    .map(String::as_str)
                    .filter(|w| !w.is_empty() && *w != "default")
                    .collect();
                let on = if more.is_empty() { on.to_owned() } else { format!("{on}, {}", more.join(", ")) };
                for metric in &measured.metrics {
                    self.metric(metric, &on, &mut out, report);
                }
            }
        }
        if out.is_empty()
            && let Some(named) = &self.metrics
        {
            let text =
                format!("{} are named without values; nothing was measured here", words(named).join(", "));
            report.push(Line::new(Level::Skipped, "metrics", "no-values", text));
        }
        out
    }

    fn metric(&self, metric: &Metric, on: &str, out: &mut BTreeMap<String, String>, report: &mut Vec<Line>) {
        let name = metric.name.as_deref().or(metric.type_.as_deref()).unwrap_or("").trim();
        let value = metric.value.as_ref().filter(|v| v.is_number() || v.is_string()).map(plain);
        let (Some(value), false) = (value, name.is_empty()) else {
            let text = "a result without a name or a single value was not taken";
            report.push(Line::new(Level::Warning, on, "no-value", text));
            return;
        };
        let mut key = format!("{name} on {on}");
        if let Some(config) = metric.config.as_deref().filter(|c| !c.is_empty() && out.contains_key(&key)) {
            key = format!("{name} ({config}) on {on}");
        }
        if out.get(&key).is_some_and(|known| *known != value) {
            let text = format!("{name} is told twice with two values; the first was taken");
            report.push(Line::new(Level::Warning, on, "twice", text));
            return;
        }
        if metric.verified == Some(true) {
            report.push(Line::new(Level::Taken, on, "verified", format!("{name}: verified, says the card")));
        }
        out.entry(key).or_insert(value);
    }

    pub(super) fn tags(&self) -> Vec<String> {
        let mut tags = self.tags.as_ref().map(words).unwrap_or_default();
        let licence = match self.license.as_ref().map(words).unwrap_or_default().join(", ") {
            other if other == "other" => self.license_name.clone().unwrap_or(other),
            said => said,
        };
        if !licence.is_empty() {
            tags.push(format!("licence: {licence}"));
        }
        tags.extend(
            self.language.as_ref().map(words).unwrap_or_default().iter().map(|l| format!("language: {l}")),
        );
        tags.extend(self.pipeline_tag.iter().map(|t| format!("task: {t}")));
        // Commas divide tags here.
        let mut tags: Vec<String> = tags.iter().map(|t| t.replace(',', ";")).collect();
        tags.dedup();
        tags
    }

    pub(super) fn unknown(&self, report: &mut Vec<Line>) {
        for name in self.others.keys() {
            let text = "it has no place here; it was not taken";
            report.push(Line::new(Level::Skipped, name.as_str(), "unknown-entry", text));
        }
    }
}
