//! One line of the file.

use std::borrow::Cow;

use serde::Deserialize;

/// Everything a line may say. One flat shape, so that a line is read once, without a tree of
/// values in between; which names belong to which `t` is checked afterwards.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLine<'a> {
    #[serde(borrow)]
    pub t: Cow<'a, str>,
    #[serde(borrow, default)]
    pub key: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub kind: Option<Cow<'a, str>>,
    #[serde(default)]
    pub number: Option<i64>,
    #[serde(borrow, default)]
    pub title: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub notes: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub at: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub author: Option<Cow<'a, str>>,
    #[serde(default)]
    pub fields: Option<serde_json::Map<String, serde_json::Value>>,
    #[serde(borrow, default, rename = "type")]
    pub type_: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub from: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub to: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub name: Option<Cow<'a, str>>,
}

impl RawLine<'_> {
    /// The first name that does not belong to a line of this `t`.
    pub(super) fn stranger(&self) -> Option<&'static str> {
        let has = [
            ("key", self.key.is_some()),
            ("kind", self.kind.is_some()),
            ("number", self.number.is_some()),
            ("title", self.title.is_some()),
            ("notes", self.notes.is_some()),
            ("at", self.at.is_some()),
            ("author", self.author.is_some()),
            ("fields", self.fields.is_some()),
            ("type", self.type_.is_some()),
            ("from", self.from.is_some()),
            ("to", self.to.is_some()),
            ("name", self.name.is_some()),
        ];
        let allowed: &[&str] = match self.t.as_ref() {
            "artefact" => &["key", "kind", "number", "title", "notes", "at", "author", "fields"],
            "link" => &["type", "from", "to", "at", "author", "fields"],
            _ => &["name"],
        };
        has.into_iter().find(|(name, given)| *given && !allowed.contains(name)).map(|(name, _)| name)
    }
}
