//! Bundles: what they ship, by one digest; made from a model version with its data and code.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use throughline_model::bundle::{self, Bundled, Part, Role};
use throughline_record::{EntityId, Value};
use throughline_store::{Artefact, At, Card, ListQuery, Reader};

use crate::App;
use crate::cards;
use crate::dto::{
    AddArgs, ApiError, BundleDto, BundlePart, FieldErrorDto, GetArgs, MadeBundle, MakeBundleArgs,
};
use crate::error::invalid;
use crate::experiment_plan::of_kind;
use crate::lookups::{self, is, moment};

/// A bundle with its versions read.
pub(crate) struct ReadBundle {
    pub(crate) card: Option<Card>,
    pub(crate) label: String,
    pub(crate) versions: Vec<(Role, Artefact)>,
    pub(crate) bundled: Bundled,
}

impl ReadBundle {
    /// Its versions in one role.
    pub(crate) fn of(&self, role: Role) -> impl Iterator<Item = &Artefact> {
        self.versions.iter().filter(move |(own, _)| *own == role).map(|(_, version)| version)
    }
}

/// The name of a version: "dish-ranker 7", "recommender v2.0.0", "recommender 5e1f0c2".
pub(crate) fn version_name(version: &Artefact) -> String {
    let text = |field: &str| version.state.text(field).unwrap_or_default().trim().to_owned();
    if version.card.kind == "code-version" {
        let repository = text("repository");
        let name = repository.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let name = name.strip_suffix(".git").unwrap_or(name);
        let tag = text("tag");
        let which = if tag.is_empty() { text("commit").chars().take(7).collect() } else { tag };
        let all = format!("{name} {which}").trim().to_owned();
        return if all.is_empty() { version.card.title.clone() } else { all };
    }
    let which = text("version");
    if which.is_empty() || version.card.title.ends_with(&which) {
        version.card.title.clone()
    } else {
        format!("{} {which}", version.card.title)
    }
}

/// Reads the versions of a bundle.
pub(crate) fn read(reader: &Reader, id: &EntityId, at: &At) -> Result<ReadBundle, ApiError> {
    let artefact = reader.get(id, at)?;
    let ids: Vec<EntityId> =
        artefact.links.iter().filter(|l| is(l, "ships", true)).map(|l| l.other.id).collect();
    let mut out = assembled(reader, &ids, artefact.card.title.clone(), at)?;
    out.card = Some(artefact.card);
    Ok(out)
}

/// Puts versions together without a bundle.
fn assembled(reader: &Reader, ids: &[EntityId], label: String, at: &At) -> Result<ReadBundle, ApiError> {
    let mut versions = Vec::new();
    for id in ids {
        let version = reader.get(id, at)?;
        if let Some(role) = Role::of_kind(&version.card.kind)
            && !version.card.removed
        {
            versions.push((role, version));
        }
    }
    versions.sort_by_key(|(role, version)| (*role, version.card.created_at.clone(), version.card.id));
    let parts: Vec<Part> = versions.iter().map(|(role, version)| part(*role, version)).collect();
    Ok(ReadBundle { card: None, label, bundled: bundle::bundled(&parts), versions })
}

fn part(role: Role, version: &Artefact) -> Part {
    Part {
        id: version.card.id,
        role,
        words: format!("{} “{}”", version.card.short, version_name(version)),
        identity: bundle::identity(role, &version.state),
    }
}

/// Every bundle there is, read.
pub(crate) fn all(reader: &Reader, at: &At) -> Result<Vec<ReadBundle>, ApiError> {
    let query = ListQuery {
        kinds: vec!["bundle".into()],
        sort: vec![("created_at".into(), false)],
        ..ListQuery::default()
    };
    reader.list(&query, at)?.rows.iter().map(|card| read(reader, &card.id, at)).collect()
}

/// What the last look at a version found, where it is not that it matches.
fn found(reader: &Reader, version: &EntityId, at: &At) -> Result<String, ApiError> {
    let mut last: Option<(String, String)> = None;
    for check in reader.linked(version, "checks", false, at)? {
        let Some(state) = reader.state(&check.id, at)? else { continue };
        let when = state.text("checked-at").unwrap_or(&check.created_at).to_owned();
        let result = state.text("result").unwrap_or_default().to_owned();
        if last.as_ref().is_none_or(|(before, _)| *before <= when) {
            last = Some((when, result));
        }
    }
    Ok(last.map(|(_, result)| result).filter(|result| result != "matches").unwrap_or_default())
}

/// A bundle as pages show it; `others` are those it may be the same as.
pub(crate) fn view(
    reader: &Reader,
    of: &ReadBundle,
    others: &[ReadBundle],
    at: &At,
) -> Result<BundleDto, ApiError> {
    let mut parts = Vec::new();
    let mut missing = of.bundled.missing.clone();
    for (role, version) in &of.versions {
        let identity = bundle::identity(*role, &version.state);
        let found = found(reader, &version.card.id, at)?;
        let name = version_name(version);
        if found == "missing" {
            missing.push(format!("{} “{name}” is no longer where it lay.", version.card.short));
        }
        parts.push(BundlePart {
            role: role.as_str().into(),
            card: cards::card(&version.card, None),
            name,
            weak: identity.as_ref().and_then(|i| i.weak).unwrap_or_default().into(),
            identity: identity.map(|i| i.text).unwrap_or_default(),
            found,
        });
    }
    let own = of.card.as_ref().map(|card| card.id);
    let same_as = others
        .iter()
        .filter(|other| other.card.as_ref().map(|card| card.id) != own && other.bundled.same_as(&of.bundled))
        .filter_map(|other| other.card.as_ref().map(|card| cards::card(card, None)))
        .collect();
    let mut deployments = match own {
        Some(id) => reader.linked(&id, "deploys", false, at)?,
        None => Vec::new(),
    };
    deployments.sort_by(|a, b| b.created_at.cmp(&a.created_at));
    Ok(BundleDto {
        card: of.card.as_ref().map(|card| cards::card(card, None)),
        label: of.label.clone(),
        digest: of.bundled.digest.clone().unwrap_or_default(),
        complete: of.bundled.is_complete(),
        missing,
        weak: of.bundled.weak.clone(),
        parts,
        same_as,
        deployments: deployments.iter().map(|card| cards::card(card, None)).collect(),
    })
}

/// A version by any reference, by its exact name, or as `name@version`.
pub(crate) fn version(reader: &Reader, kind: &str, reference: &str) -> Result<EntityId, ApiError> {
    let reference = reference.trim();
    let Some((name, which)) =
        reference.rsplit_once('@').filter(|(name, which)| !name.is_empty() && !which.is_empty())
    else {
        return lookups::find_of_kind(reader, kind, reference, &At::Now);
    };
    let mut found = Vec::new();
    for card in lookups::all_of(reader, kind, None, &At::Now)? {
        let Some(state) = reader.state(&card.id, &At::Now)? else { continue };
        let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
        let text = |field: &str| state.text(field).unwrap_or_default().to_owned();
        let named = if kind == "code-version" {
            let repository = text("repository");
            let last = repository.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            let last = last.strip_suffix(".git").unwrap_or(last).to_owned();
            (same(&last, name) || same(&repository, name))
                && (same(&text("tag"), which) || (which.len() >= 7 && text("commit").starts_with(which)))
        } else {
            same(&text("title"), name) && same(&text("version"), which)
        };
        if named {
            found.push(card);
        }
    }
    match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(ApiError::new(
            "not-found",
            format!(
                "There is no {} “{name}” of version “{which}”. Nothing was recorded.",
                kind.replace('-', " ")
            ),
            "Look at the versions there are, or name it by its short id.",
        )
        .about(reference)),
        many => {
            let shorts: Vec<&str> = many.iter().map(|card| card.short.as_str()).collect();
            Err(ApiError::new(
                "ambiguous",
                format!("“{reference}” is the name of {} versions. Nothing was recorded.", many.len()),
                format!("Say which one: {}.", shorts.join(", ")),
            )
            .about(reference))
        }
    }
}

impl App {
    pub(crate) fn bundle_get(&self, args: GetArgs) -> Result<BundleDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let bundle = of_kind(&reader, "bundle", &args.id, &at)?;
        view(&reader, &read(&reader, &bundle.card.id, &at)?, &all(&reader, &at)?, &at)
    }

    pub(crate) fn bundle_make(&self, args: MakeBundleArgs) -> Result<MadeBundle, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let required = |field: &str, sentence: &str| {
            invalid(vec![FieldErrorDto {
                field: field.into(),
                code: "required".into(),
                sentence: sentence.into(),
            }])
        };
        if args.model.trim().is_empty() {
            return Err(required("model", "Which model version does it ship?"));
        }
        let label = args.label.trim().to_owned();
        if label.is_empty() && !args.preview {
            return Err(required("label", "Label is empty. What does it ship under?"));
        }
        let model = version(&reader, "model-version", &args.model)?;
        let of = |named: &Option<Vec<String>>, kind: &str, link: &str| -> Result<Vec<EntityId>, ApiError> {
            match named {
                Some(list) => list
                    .iter()
                    .filter(|name| !name.trim().is_empty())
                    .map(|name| version(&reader, kind, name))
                    .collect(),
                None => Ok(reader.linked(&model, link, true, &At::Now)?.iter().map(|card| card.id).collect()),
            }
        };
        let mut ids = vec![model];
        ids.extend(of(&args.data, "data-version", "trained-on")?);
        ids.extend(of(&args.code, "code-version", "built-from")?);
        let made = assembled(&reader, &ids, label.clone(), &At::Now)?;
        let bundle = view(&reader, &made, &all(&reader, &At::Now)?, &At::Now)?;
        if args.preview {
            return Ok(MadeBundle { bundle, saved: None });
        }
        let versions: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let fields: BTreeMap<String, Json> =
            [("title".to_owned(), json!(label)), ("versions".to_owned(), json!(versions))].into();
        let saved = self.artefact_add(AddArgs {
            kind: "bundle".into(),
            fields,
            release: args.release,
            reason: args.reason,
            draft: args.draft,
            ..AddArgs::default()
        })?;
        let reader = open.workspace.reader()?;
        let id = reader.resolve(&saved.id, &At::Now)?;
        let bundle = view(&reader, &read(&reader, &id, &At::Now)?, &all(&reader, &At::Now)?, &At::Now)?;
        Ok(MadeBundle { bundle, saved: Some(saved) })
    }
}

/// The parameters or metrics of a version, by name.
pub(crate) fn pairs(version: &Artefact, field: &str) -> BTreeMap<String, String> {
    let map = version.state.value(field).and_then(Value::as_map);
    map.into_iter()
        .flatten()
        .filter_map(|(name, value)| {
            let text = match value {
                Value::Text(text) => text.clone(),
                Value::Int(n) => n.to_string(),
                Value::Bool(b) => b.to_string(),
                Value::List(_) | Value::Map(_) => return None,
            };
            Some((name.clone(), text))
        })
        .collect()
}
