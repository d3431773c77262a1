//! What a pack says for reading: a summary for programs, and where nobody may be named, a document for people.

use serde_json::{Map, Value as Json, json};
use throughline_model::{FieldState, State, kind};
use throughline_record::exchange::Excerpt;
use throughline_record::{EntityId, Hash, WorkspaceId};
use throughline_report::dossier::{Block, Chapter, Dossier, Fact, Span};
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

    /// What takes the place of a dossier where nobody may be named: the artefacts with their fields, in the order of the
    /// kinds. Of very many the first of each kind; `summary.json` has them all.
    pub fn dossier(&self, words: &str, workspace: WorkspaceId, size: u64, root: &Hash) -> Dossier {
        let mut chapters: Vec<Chapter> = Vec::new();
        let kinds = self.artefacts.chunk_by(|a, b| a.card.kind == b.card.kind);
        let many = self.artefacts.len() > MOST;
        for of_kind in kinds {
            let Some(first) = of_kind.first() else { continue };
            let label = kind(&first.card.kind).map_or(first.card.kind.as_str(), |kind| kind.plural);
            let shown = if many { of_kind.len().min(MOST_OF_A_KIND) } else { of_kind.len() };
            let mut blocks = Vec::new();
            for artefact in of_kind.iter().take(shown) {
                let mut head = vec![Span::mono(&artefact.card.short), Span::text(" ")];
                head.push(match self.title(artefact) {
                    Some(title) => Span::text(title),
                    None => Span::faint("(withheld)"),
                });
                blocks.push(Block::Heading { level: 2, spans: head });
                let rows: Vec<Fact> = self
                    .fields(&artefact.state)
                    .into_iter()
                    .map(|(field, value)| {
                        let label = artefact
                            .state
                            .kind_entry()
                            .and_then(|kind| kind.field(&field))
                            .map_or_else(|| field.clone(), |field| field.label.to_owned());
                        Fact::new(label, plain(&value))
                    })
                    .collect();
                if !rows.is_empty() {
                    blocks.push(Block::Facts { rows });
                }
            }
            if of_kind.len() > shown {
                blocks.push(Block::text(format!("And {} more in summary.json.", of_kind.len() - shown)));
            }
            chapters.push(Chapter {
                id: first.card.kind.clone(),
                title: label.to_owned(),
                blocks,
                from: Vec::new(),
            });
        }
        let date = self.artefacts.iter().map(|one| one.state.updated.at.as_str()).max().unwrap_or_default();
        let mut dossier = Dossier {
            title: crate::error::capital(words),
            kind: "What an evidence pack holds, without names".into(),
            workspace_id: workspace.to_string(),
            workspace: "not named here".into(),
            moment: format!("As recorded up to #{size}"),
            date: date.to_owned(),
            size,
            root: root.to_string().trim_start_matches("sha256:").to_owned(),
            notes: vec![vec![Span::text(
                "Made from the record for reading, without what can name a person. What is proven lies in changes.jsonl; \
                 VERIFY.md says how to check it.",
            )]],
            chapters,
            ..Dossier::default()
        };
        // Its headings are brought into order; it refers to nothing.
        dossier.gather();
        dossier
    }
}

/// From how many artefacts on only some of each kind are printed, and how many those are.
const MOST: usize = 400;
const MOST_OF_A_KIND: usize = 40;

/// A value as words.
fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Json::Object(map) => {
            map.iter().map(|(key, value)| format!("{key}: {}", plain(value))).collect::<Vec<_>>().join(", ")
        }
        Json::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Json::Number(n) => n.to_string(),
        Json::Null => String::new(),
    }
}
