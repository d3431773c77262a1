//! W3C PROV-JSON (the member submission of 24 April 2013).
//!
//! Artefacts are entities; runs, sessions and experiments are activities, and so is the taking of each
//! decision; people and teams are agents. Links become relations by their flow, each with the name of the
//! link's type, so that nothing is lost in PROV's fewer words.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use throughline_model::Flow;
use throughline_record::decimal;

use super::material::{Bond, Material, Thing};
use super::{Written, count};

/// Attributes of one element or relation.
type Attributes = Map<String, Json>;

/// What a thing is in PROV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Entity,
    Activity,
    Agent,
}

fn role(thing: &Thing) -> Role {
    match thing.kind.name {
        "activity" | "session" | "experiment" => Role::Activity,
        "stakeholder" | "team" => Role::Agent,
        _ => Role::Entity,
    }
}

/// The document by its sections.
struct Document<'m> {
    material: &'m Material,
    sections: BTreeMap<&'static str, Map<String, Json>>,
    relations: usize,
}

pub(super) fn write(material: &Material) -> Written {
    let mut document = Document { material, sections: BTreeMap::new(), relations: 0 };
    for (at, thing) in material.living() {
        document.element(at, thing);
    }
    for bond in material.living_bonds() {
        document.link(bond);
    }
    let counted = |name: &str| document.sections.get(name).map_or(0, Map::len);
    let holds = format!(
        "{}, {}, {}, {}",
        count(counted("entity"), "entity", "entities"),
        count(counted("activity"), "activity", "activities"),
        count(counted("agent"), "agent", "agents"),
        count(document.relations, "relation", "relations"),
    );
    let unhashed = material
        .living()
        .filter(|(_, t)| t.kind.name.ends_with("-version") && t.kind.name != "code-version")
        .filter(|(_, t)| !t.digests().iter().any(|d| d.algorithm == "sha256"))
        .count();
    let mut all = Map::new();
    all.insert(
        "prefix".into(),
        json!({
            "tl": "urn:throughline:term:",
            "id": format!("throughline://{}/", material.workspace),
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        }),
    );
    for (name, elements) in document.sections {
        all.insert(name.into(), Json::Object(elements));
    }
    let mut written = Written::one("provenance.prov.json", pretty(&Json::Object(all)), holds);
    if unhashed > 0 {
        written.left_out.push(format!(
            "{} no SHA-256 and {} named without hashes.",
            count(unhashed, "version has", "versions have"),
            if unhashed == 1 { "is" } else { "are" }
        ));
    }
    written.left_out.push("Long texts other than rationale, outcome and reason are not carried.".into());
    written
}

/// JSON for people: two spaces, a newline at the end.
pub(super) fn pretty(json: &Json) -> Vec<u8> {
    let mut out = serde_json::to_string_pretty(json).unwrap_or_default();
    out.push('\n');
    out.into_bytes()
}

fn qualified(name: &str) -> Json {
    json!({ "$": name, "type": "prov:QUALIFIED_NAME" })
}

/// `model-version` as a class: `tl:ModelVersion`.
fn class(kind: &str) -> String {
    let words = kind.split('-').map(|word| {
        let mut chars = word.chars();
        chars.next().map(|c| c.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
    });
    format!("tl:{}", words.collect::<String>())
}

/// A name as the local part of a qualified name: letters, digits, `.`, `_` and `-`.
fn local(name: &str) -> String {
    let mut out: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect();
    while out.ends_with('.') {
        out.pop();
    }
    if out.is_empty() { "_".to_owned() } else { out }
}

/// A number with its type, where it is one; PROV has `INF` where a measured value is infinite.
fn number(text: &str) -> Json {
    match text {
        "NaN" => json!({ "$": "NaN", "type": "xsd:double" }),
        "Infinity" => json!({ "$": "INF", "type": "xsd:double" }),
        "-Infinity" => json!({ "$": "-INF", "type": "xsd:double" }),
        text if decimal::is_decimal(text) => json!({ "$": text, "type": "xsd:double" }),
        text => json!(text),
    }
}

/// An `xsd:dateTime`: a day begins at midnight.
fn moment(text: &str) -> String {
    if text.len() == 10 { format!("{text}T00:00:00Z") } else { text.to_owned() }
}

impl Document<'_> {
    fn section(&mut self, name: &'static str) -> &mut Map<String, Json> {
        self.sections.entry(name).or_default()
    }

    fn name(&self, at: usize) -> String {
        self.material.thing(at).map_or_else(String::new, |t| format!("id:{}", t.card.id))
    }

    fn element(&mut self, at: usize, thing: &Thing) {
        let role = role(thing);
        let mut types = vec![qualified(&class(thing.kind.name))];
        match (role, thing.kind.name) {
            (_, "stakeholder") => types.push(qualified("prov:Person")),
            (_, "team") => types.push(qualified("prov:Organization")),
            (_, "decision" | "criterion" | "experiment") if role == Role::Entity => {
                types.push(qualified("prov:Plan"));
            }
            (_, "release" | "bundle") => types.push(qualified("prov:Collection")),
            _ => {}
        }
        let mut of = Attributes::new();
        of.insert("prov:type".into(), Json::Array(types));
        of.insert("prov:label".into(), json!(thing.name()));
        of.insert("tl:short".into(), json!(thing.card.short));
        if let Some(status) = &thing.card.status {
            of.insert("tl:status".into(), json!(status));
        }
        for digest in thing.digests() {
            let key = format!("tl:digest.{}", local(&digest.algorithm));
            of.insert(key, json!(digest.value));
        }
        for field in
            ["version", "commit", "repository", "run-id", "outcome", "rationale", "reason", "position"]
        {
            if let Some(text) = thing.text(field) {
                of.insert(format!("tl:{field}"), json!(text));
            }
        }
        if role == Role::Entity
            && let Some(location) = thing.text("location")
        {
            of.insert("prov:location".into(), json!(location));
        }
        for (field, word) in [("parameters", "parameter"), ("metrics", "metric")] {
            for (name, value) in thing.pairs(field) {
                let mut key = format!("tl:{word}.{}", local(name));
                while of.contains_key(&key) {
                    key.push('_');
                }
                of.insert(key, if field == "metrics" { number(value) } else { json!(value) });
            }
        }
        let name = self.name(at);
        match role {
            Role::Entity => self.section("entity").insert(name.clone(), Json::Object(of)),
            Role::Activity => {
                if let Some(date) = thing.text("date") {
                    of.insert("prov:startTime".into(), json!(moment(date)));
                }
                self.section("activity").insert(name.clone(), Json::Object(of))
            }
            Role::Agent => self.section("agent").insert(name.clone(), Json::Object(of)),
        };
        if let Some(recorder) = thing.state.created.actor.and_then(|a| self.material.find(&a)) {
            let agent = self.name(recorder);
            if agent != name && self.material.thing(recorder).is_some_and(|t| !t.card.removed) {
                match role {
                    Role::Entity => {
                        self.relate(
                            "wasAttributedTo",
                            &[("prov:entity", &name), ("prov:agent", &agent)],
                            Some("recorder"),
                            &[],
                        );
                    }
                    Role::Activity => {
                        self.relate(
                            "wasAssociatedWith",
                            &[("prov:activity", &name), ("prov:agent", &agent)],
                            Some("recorder"),
                            &[],
                        );
                    }
                    Role::Agent => {}
                }
            }
        }
        if thing.kind.name == "decision" {
            self.deciding(at, thing, &name);
        }
    }

    /// Taking a decision is an activity of its own: it used what the decision rests on, and those who
    /// decided were associated with it.
    fn deciding(&mut self, at: usize, thing: &Thing, name: &str) {
        let taking = format!("{name}.deciding");
        let mut of = Attributes::new();
        of.insert("prov:type".into(), qualified("tl:Deciding"));
        of.insert("prov:label".into(), json!(format!("Deciding {}", thing.card.short)));
        if let Some(day) = thing.text("decided-on") {
            of.insert("prov:endTime".into(), json!(moment(day)));
        }
        self.section("activity").insert(taking.clone(), Json::Object(of));
        self.relate("wasGeneratedBy", &[("prov:entity", name), ("prov:activity", &taking)], None, &[]);
        for (link, word) in [("decided-by", "decider"), ("driven-by", "driver")] {
            for (_, who, _) in self.material.linked(at, link, true) {
                let agent = self.name(who);
                self.relate(
                    "wasAssociatedWith",
                    &[("prov:activity", &taking), ("prov:agent", &agent)],
                    Some(word),
                    &[],
                );
            }
        }
        for (_, grounds, other) in self.material.linked(at, "rests-on", true) {
            if role(other) == Role::Entity {
                let used = self.name(grounds);
                self.relate(
                    "used",
                    &[("prov:activity", &taking), ("prov:entity", &used)],
                    Some("grounds"),
                    &[],
                );
            }
        }
    }

    fn relate(
        &mut self,
        section: &'static str,
        ends: &[(&str, &str)],
        part: Option<&str>,
        more: &[(&str, Json)],
    ) {
        self.relations += 1;
        let name = format!("_:r{}", self.relations);
        let mut of = Attributes::new();
        for (key, value) in ends {
            of.insert((*key).to_owned(), json!(value));
        }
        if let Some(part) = part {
            // Specialisation, membership and the like take no attributes; all others a role or type.
            let key = if matches!(section, "used" | "wasGeneratedBy" | "wasAssociatedWith") {
                "prov:role"
            } else {
                "prov:type"
            };
            let value =
                if key == "prov:role" { json!(part) } else { qualified(&format!("tl:{}", local(part))) };
            of.insert(key.to_owned(), value);
        }
        for (key, value) in more {
            of.insert((*key).to_owned(), value.clone());
        }
        self.section(section).insert(name, Json::Object(of));
    }

    fn link(&mut self, bond: &Bond) {
        let (Some(from), Some(to)) = (self.material.thing(bond.from), self.material.thing(bond.to)) else {
            return;
        };
        let type_ = bond.type_.name;
        // Said with the decision itself.
        if matches!(type_, "decided-by" | "driven-by") {
            return;
        }
        let own: Vec<(String, Json)> = bond
            .state
            .fields
            .keys()
            .filter(|f| bond.type_.fields.iter().any(|own| own.name == f.as_str()))
            .filter_map(|f| Some((format!("tl:{f}"), json!(bond.state.text(f)?))))
            .collect();
        let own: Vec<(&str, Json)> = own.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
        let (from_name, to_name) = (self.name(bond.from), self.name(bond.to));
        let (from_role, to_role) = (role(from), role(to));
        let (up, down) = match bond.type_.flow {
            Flow::Forward => ((&from_name, from_role), (&to_name, to_role)),
            Flow::Backward => ((&to_name, to_role), (&from_name, from_role)),
            Flow::None => {
                self.mention(type_, (&from_name, from_role), (&to_name, to_role), &own);
                return;
            }
        };
        if matches!(type_, "ships") && from_role == Role::Entity {
            self.relate(
                "hadMember",
                &[("prov:collection", &from_name), ("prov:entity", &to_name)],
                None,
                &[],
            );
        }
        match (up.1, down.1) {
            (Role::Entity, Role::Entity) => {
                let ends = [("prov:generatedEntity", down.0.as_str()), ("prov:usedEntity", up.0.as_str())];
                self.relate("wasDerivedFrom", &ends, Some(type_), &own);
            }
            (Role::Activity, Role::Entity) => {
                let ends = [("prov:entity", down.0.as_str()), ("prov:activity", up.0.as_str())];
                self.relate("wasGeneratedBy", &ends, Some(type_), &own);
            }
            (Role::Entity, Role::Activity) => {
                let ends = [("prov:activity", down.0.as_str()), ("prov:entity", up.0.as_str())];
                self.relate("used", &ends, Some(type_), &own);
            }
            (Role::Activity, Role::Activity) => {
                let ends = [("prov:informed", down.0.as_str()), ("prov:informant", up.0.as_str())];
                self.relate("wasInformedBy", &ends, Some(type_), &own);
            }
            _ => self.mention(type_, (up.0, up.1), (down.0, down.1), &own),
        }
    }

    /// Who, membership and mention.
    fn mention(&mut self, type_: &str, from: (&str, Role), to: (&str, Role), own: &[(&str, Json)]) {
        match (type_, from.1, to.1) {
            ("includes", _, Role::Entity) => {
                self.relate("hadMember", &[("prov:collection", from.0), ("prov:entity", to.0)], None, &[]);
            }
            ("member-of", Role::Agent, Role::Agent) => {
                self.relate(
                    "actedOnBehalfOf",
                    &[("prov:delegate", from.0), ("prov:responsible", to.0)],
                    Some(type_),
                    own,
                );
            }
            (_, Role::Entity, Role::Agent) => {
                self.relate(
                    "wasAttributedTo",
                    &[("prov:entity", from.0), ("prov:agent", to.0)],
                    Some(type_),
                    own,
                );
            }
            (_, Role::Activity, Role::Agent) => {
                self.relate(
                    "wasAssociatedWith",
                    &[("prov:activity", from.0), ("prov:agent", to.0)],
                    Some(type_),
                    own,
                );
            }
            _ => {
                self.relate(
                    "wasInfluencedBy",
                    &[("prov:influencee", from.0), ("prov:influencer", to.0)],
                    Some(type_),
                    own,
                );
            }
        }
    }
}
