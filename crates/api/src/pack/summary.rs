//! What a pack says for reading: a summary for programs, and a plain page for people.

use std::fmt::Write;

use serde_json::{Map, Value as Json, json};
use throughline_model::{FieldState, State, kind};
use throughline_record::exchange::Excerpt;
use throughline_record::{EntityId, Hash};
use throughline_report::pack::ScopeName;
use throughline_store::{Artefact, At, Reader, StoreError};

use crate::dto::ApiError;

/// The artefacts of a pack as they are now.
pub(super) struct Said {
    artefacts: Vec<Artefact>,
    /// What can name a person is left out.
    guarded: bool,
}

impl Said {
    /// Reads what is said of these entities; links are said with their ends.
    pub fn gather(reader: &Reader, entities: &[EntityId], guarded: bool) -> Result<Self, ApiError> {
        let mut artefacts = Vec::new();
        for entity in entities {
            match reader.get(entity, &At::Now) {
                Ok(artefact) => artefacts.push(artefact),
                Err(StoreError::NotFound(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        artefacts.retain(|artefact| artefact.state.ends.is_none());
        artefacts.sort_by(|a, b| {
            let key = |one: &Artefact| (one.card.kind.clone(), one.card.created_at.clone(), one.card.id);
            key(a).cmp(&key(b))
        });
        Ok(Self { artefacts, guarded })
    }

    /// `summary.json`.
    pub fn json(
        &self,
        scope: ScopeName,
        root: &Hash,
        length: usize,
        excerpts: &[Excerpt],
        withheld: usize,
    ) -> Vec<u8> {
        let here = |id: &EntityId| self.artefacts.iter().any(|artefact| artefact.card.id == *id);
        let links = self.artefacts.iter().flat_map(|artefact| {
            artefact.links.iter().filter(|link| link.out && !link.removed && here(&link.other.id)).map(|link| {
                json!({ "type": link.type_, "from": artefact.card.id, "to": link.other.id, "revision": link.state.revision })
            })
        });
        let of_kind = |names: &'static [&'static str]| {
            self.artefacts.iter().filter(move |artefact| names.contains(&artefact.card.kind.as_str()))
        };
        let decisions = of_kind(&["decision"]).map(|decision| {
            let stances =
                decision.links.iter().filter(|link| link.type_ == "on" && link.other.kind == "stance");
            let stances = stances.filter_map(|link| {
                let stance = self.artefacts.iter().find(|artefact| artefact.card.id == link.other.id)?;
                Some(self.shown(stance))
            });
            let mut said = self.shown(decision);
            said.insert("stances".into(), stances.map(Json::Object).collect());
            Json::Object(said)
        });
        let versions = of_kind(&["model-version", "data-version", "code-version", "bundle"])
            .map(|version| Json::Object(self.shown(version)));
        let summary = json!({
            "format": "throughline-summary/1",
            "scope": scope.as_str(),
            "entity": scope.entity(),
            "artefacts": self.artefacts.iter().map(|one| Json::Object(self.shown(one))).collect::<Vec<_>>(),
            "links": links.collect::<Vec<_>>(),
            "decisions": decisions.collect::<Vec<_>>(),
            "versions": versions.collect::<Vec<_>>(),
            "proven": {
                "log": { "length": length, "root": root },
                "changes": excerpts.len(),
                "records": excerpts.iter().flat_map(|excerpt| &excerpt.records).flatten().count(),
                "withheld": withheld,
                "by": "changes.jsonl; this summary was made from it for reading and is proven by nothing else",
            },
        });
        let mut bytes = serde_json::to_vec_pretty(&summary).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// What may be said of an artefact.
    fn shown(&self, artefact: &Artefact) -> Map<String, Json> {
        let mut said = Map::new();
        let card = &artefact.card;
        said.insert("id".into(), json!(card.id));
        said.insert("kind".into(), json!(card.kind));
        said.insert("short".into(), json!(card.short));
        said.insert("revision".into(), json!(artefact.state.revision));
        if let Some(title) = self.title(artefact) {
            said.insert("title".into(), json!(title));
        }
        if let Some(status) = &card.status {
            said.insert("status".into(), json!(status));
        }
        if card.removed {
            said.insert("removed".into(), json!(true));
        }
        let fields: Map<String, Json> = self.fields(&artefact.state).into_iter().collect();
        said.insert("fields".into(), Json::Object(fields));
        said
    }

    fn title(&self, artefact: &Artefact) -> Option<String> {
        let named = kind(&artefact.card.kind).is_some_and(|kind| {
            let from = kind.title_from.iter().any(|name| self.names_people(&artefact.state, name));
            kind.title.personal || from
        });
        (!(self.guarded && named)).then(|| artefact.card.title.clone())
    }

    fn names_people(&self, state: &State, field: &str) -> bool {
        // `said-by` is the only field of every kind that can name a person.
        let of_kind = state.kind_entry().and_then(|kind| kind.fields.iter().find(|f| f.name == field));
        field == "said-by" || of_kind.is_some_and(|field| field.personal)
    }

    fn fields(&self, state: &State) -> Vec<(String, Json)> {
        let shown = |(name, field): (&String, &FieldState)| {
            let titled = name == "title" && state.kind_entry().is_some_and(|kind| kind.title.personal);
            if self.guarded && (titled || self.names_people(state, name)) {
                return None;
            }
            let head = field.shown()?;
            let value = match (&head.value, head.erased) {
                (_, true) => json!({ "erased": true }),
                (Some(value), _) => value.to_json(),
                (None, _) => return None,
            };
            Some((name.clone(), value))
        };
        state.fields.iter().filter_map(shown).collect()
    }

    /// `dossier.html`: every artefact with its fields, in the order of the kinds; one file that prints.
    pub fn html(&self, words: &str, name: Option<&str>) -> String {
        let mut out = String::from(
            "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Evidence</title>\n<style>\
             body{font:15px/1.5 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1b18}\
             h2{margin-top:2.2rem;border-bottom:1px solid #bbb}h3{margin:1.3rem 0 .2rem}\
             code,dt{font-family:ui-monospace,monospace;font-size:.85em}dd{margin:0 0 .4rem 1.2rem;white-space:pre-wrap}\
             </style>\n",
        );
        let of = name.map_or_else(String::new, |name| format!(" of {}", escaped(name)));
        let _ = write!(
            out,
            "<h1>{}</h1>\n<p>From the record{of}, made for reading. What is proven lies in <code>changes.jsonl</code>; \
             <code>VERIFY.md</code> says how to check it.</p>\n",
            escaped(&crate::error::capital(words))
        );
        let mut last = "";
        for artefact in &self.artefacts {
            let card = &artefact.card;
            if card.kind != last {
                last = &card.kind;
                let label = kind(last).map_or(last, |kind| kind.plural);
                let _ = writeln!(out, "<h2>{}</h2>", escaped(label));
            }
            let title = self.title(artefact).unwrap_or_else(|| "(withheld)".into());
            let _ = writeln!(out, "<h3>{} {}</h3>\n<dl>", escaped(&card.short), escaped(&title));
            for (field, value) in self.fields(&artefact.state) {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", escaped(&field), escaped(&text));
            }
            out.push_str("</dl>\n");
        }
        out.push_str("</html>\n");
        out
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
