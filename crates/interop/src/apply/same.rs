//! Versions whose digests prove that they are the same content, whoever told of them.
//!
//! Two tools name the same file differently, and each keeps its own history of it: so they stay two
//! versions, and a link says what was proved. Nothing is concluded from a name.

use std::collections::HashMap;

use throughline_model::Kind;
use throughline_model::identity::algorithm;
use throughline_record::{EntityId, Fields, Value};
use throughline_store::{At, StoreError};

use super::plan::{End, Plan, Values, Wish};
use crate::error::Result;
use crate::fields::text;
use crate::taken::{Level, Line};

/// A version that came in.
pub(crate) struct Arrived {
    entity: EntityId,
    kind: &'static Kind,
    title: String,
    /// Algorithm and value.
    digests: Vec<(String, String)>,
}

impl Arrived {
    /// None if no digest of it proves anything.
    pub(super) fn of(entity: EntityId, kind: &'static Kind, fields: &Values) -> Option<Self> {
        if !matches!(kind.name, "data-version" | "model-version") {
            return None;
        }
        let digests = digests(fields.get("digest")?.as_ref());
        let title =
            fields.get("title").and_then(Option::as_ref).and_then(Value::as_text).unwrap_or("").to_owned();
        (!digests.is_empty()).then_some(Self { entity, kind, title, digests })
    }
}

/// Strong digests of a field in one spelling: DVC's MD5 of a single file is the MD5 of its bytes.
fn digests(value: Option<&Value>) -> Vec<(String, String)> {
    let list = value.and_then(Value::as_list).unwrap_or_default();
    list.iter()
        .filter_map(|digest| {
            let digest = digest.as_map()?;
            let (name, value) = (digest.get("algorithm")?.as_text()?, digest.get("value")?.as_text()?);
            // A digest of a sample, or of an algorithm nobody knows, proves nothing.
            algorithm(name).filter(|known| !known.is_weak())?;
            let name = if name == "dvc-md5" && !value.ends_with(".dir") { "md5" } else { name };
            Some((name.to_owned(), value.to_owned()))
        })
        .collect()
}

impl Plan<'_> {
    /// Links what came in with what is the same content: of this import, and of the workspace.
    pub(crate) fn meet(&mut self) -> Result<()> {
        let arrived = std::mem::take(&mut self.arrived);
        let mut first: HashMap<(&str, &(String, String)), &Arrived> = HashMap::new();
        for new in &arrived {
            for digest in &new.digests {
                let other = match first.get(&(new.kind.name, digest)) {
                    Some(other) => Some((other.entity, other.title.clone())),
                    None => self.of_digest(new, digest)?,
                };
                first.entry((new.kind.name, digest)).or_insert(new);
                if let Some((other, title)) = other {
                    self.same(new, other, &title, digest)?;
                    break;
                }
            }
        }
        Ok(())
    }

    fn same(
        &mut self,
        new: &Arrived,
        other: EntityId,
        title: &str,
        (algorithm, value): &(String, String),
    ) -> Result<()> {
        let short = value.get(..12).unwrap_or(value);
        let note = format!("The same content: {algorithm} {short}.");
        let end = |entity| End { entity, kind: new.kind };
        let wish = Wish {
            type_: "relates-to".to_owned(),
            from: end(new.entity),
            to: end(other),
            fields: Fields::from([("note".to_owned(), Some(text(note)))]),
            on: None,
        };
        self.wish(wish, None, &new.title)?;
        let sentence = format!("its {algorithm} {short} is that of “{title}”; the two were linked");
        self.lines.push(Line::new(Level::Taken, new.title.as_str(), "same-content", sentence));
        Ok(())
    }

    /// The version of the workspace with this digest.
    fn of_digest(&self, new: &Arrived, digest: &(String, String)) -> Result<Option<(EntityId, String)>> {
        let candidates = match self.reader.resolve(&digest.1, &At::Now) {
            Ok(one) => vec![one],
            Err(StoreError::Ambiguous { candidates, .. }) => candidates.iter().map(|c| c.id).collect(),
            Err(StoreError::NotFound(_)) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        for id in candidates {
            let Some(state) = self.reader.state(&id, &At::Now)? else {
                continue;
            };
            let proved = digests(state.value("digest")).contains(digest);
            if id != new.entity && state.kind == new.kind.name && !state.removed() && proved {
                return Ok(Some((id, state.title())));
            }
        }
        Ok(None)
    }
}
