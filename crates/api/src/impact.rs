//! What would be touched if something changed: a whole artefact, one of its fields, a column of a data set.

use std::collections::{BTreeSet, HashMap};

use throughline_model::{self as model, Flow, State};
use throughline_record::{EntityId, Value};
use throughline_store::{At, Card, Concern, Impact, ListQuery, Reader, Step, Touched};

use crate::App;
use crate::cards;
use crate::dto::{
    ApiError, CardDto, ImpactArgs, ImpactDto, ImpactGroup, ImpactPerson, ImpactReason, ImpactRow,
};
use crate::lookups::{self, moment};

/// Name, heading and kinds of each group, in the order of what hurts first; what no group names is `other`.
const GROUPS: &[(&str, &str, &[&str])] = &[
    ("deployments", "Deployments", &["deployment"]),
    ("bundles", "Bundles", &["bundle"]),
    ("models", "Models", &["model-version"]),
    ("data", "Data", &["data-version"]),
    ("code", "Code", &["code-version"]),
    ("components", "Components", &["component"]),
    ("prototypes", "Prototypes", &["prototype"]),
    ("experiments", "Experiments and results", &["experiment", "measurement"]),
    ("decisions", "Decisions that rest on it", &["decision"]),
    ("other", "Also", &[]),
    ("parts", "Parts", PARTS),
];

/// Kinds that say little by themselves: they stand on ways, and are counted with nothing.
const PARTS: &[&str] =
    &["option", "stance", "vote", "evaluation", "question", "comment", "highlight", "cause", "assumption"];

/// What each concern is called, in the order they are told.
const CONCERNS: &[(&str, &str)] = &[
    ("owned-by", "looks after"),
    ("decided-by", "decides"),
    ("driven-by", "drives"),
    ("by", "took a stance on"),
];

/// Cards of one reason.
const NAMED: usize = 20;
/// Data versions of one name that are looked at for a column.
const VERSIONS: u64 = 1_000;

impl App {
    pub(crate) fn impact(&self, args: ImpactArgs) -> Result<ImpactDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let id = reader.resolve(&args.id, &at)?;
        let root = lookups::card(&reader, &id, &at)?
            .ok_or_else(|| throughline_store::StoreError::NotFound(args.id.clone()))?;
        let field = args.field.as_deref().map(str::trim).filter(|field| !field.is_empty());
        let is_data = root.kind == "data-version";
        let state = if is_data { reader.state(&id, &at)? } else { None };
        let columns = state.as_ref().map(columns).unwrap_or_default();
        let (roots, note) = match field {
            None => (vec![id], String::new()),
            Some(field) if columns.iter().any(|column| column == field) => {
                with_column(&reader, &root, field, &at)?
            }
            Some(field) => (vec![id], of_field(&root, field, &columns)?),
        };
        let impact = reader.impact(&roots, &at)?;
        let parts = Parts::of(&reader, &impact, &at)?;
        let rows: Vec<(&Touched, &CardDto)> = impact.nodes.iter().zip(&parts.cards).collect();
        let groups = parts.groups(&reader, &rows, &at)?;
        Ok(ImpactDto {
            root: parts.card(&id).unwrap_or_else(|| cards::card(&root, None)),
            field: field.unwrap_or_default().to_owned(),
            note,
            roots: rows.iter().filter(|(node, _)| node.depth == 0).map(|(_, card)| (*card).clone()).collect(),
            columns,
            total: counted(&groups).filter(|row| !row.beyond).count().into(),
            beyond: counted(&groups).filter(|row| row.beyond).count().into(),
            live: counted(&groups).filter(|row| row.live && !row.beyond).count().into(),
            groups,
            people: people(&reader, &impact.concerned, &parts, &at)?,
        })
    }
}

/// The names of the columns of a data version.
fn columns(state: &State) -> Vec<String> {
    let columns = state.value("schema").and_then(Value::as_list).unwrap_or_default();
    let name = |column: &Value| column.as_map()?.get("name")?.as_text().map(str::to_owned);
    columns.iter().filter_map(name).collect()
}

/// The versions of a data set that have a column, the one asked about first.
fn with_column(
    reader: &Reader,
    root: &Card,
    column: &str,
    at: &At,
) -> Result<(Vec<EntityId>, String), ApiError> {
    // Its own name: cards say the version with it.
    let name = |state: &State| state.text("title").unwrap_or_default().trim().to_owned();
    let title = reader.state(&root.id, at)?.as_ref().map(name).unwrap_or_default();
    let query = ListQuery { kinds: vec!["data-version".into()], limit: VERSIONS, ..ListQuery::default() };
    let mut roots = vec![root.id];
    let all = reader.list(&query, at)?.rows;
    for card in
        all.iter().filter(|card| card.id != root.id && !card.removed && card.title.starts_with(&title))
    {
        let state = reader.state(&card.id, at)?;
        let has = |state: &State| name(state) == title && columns(state).iter().any(|name| name == column);
        if state.as_ref().is_some_and(has) {
            roots.push(card.id);
        }
    }
    let note = match roots.len() {
        1 => format!("No other version of {title} has the column {column}."),
        n => format!(
            "{n} versions of {title} have the column {column}; all that stands on any of them is told."
        ),
    };
    Ok((roots, note))
}

/// What a change of one field means for what stands on the artefact.
fn of_field(root: &Card, name: &str, columns: &[String]) -> Result<String, ApiError> {
    let field = model::kind(&root.kind).and_then(|kind| kind.field(name));
    match field {
        Some(field) if field.matters => Ok(format!(
            "{} matters: who changes it is asked to look at every link to {} again.",
            field.label, root.short
        )),
        Some(field) => Ok(format!(
            "{} says nothing that others stand on: a change of it makes no link suspect. This is what stands on {} as a whole.",
            field.label, root.short
        )),
        None => {
            let hint = if columns.is_empty() {
                format!("throughline kinds {} lists the fields there are.", root.kind)
            } else {
                format!("Name a field, or one of its columns: {}.", columns.join(", "))
            };
            Err(ApiError::new(
                "unknown-field",
                format!("{} has no field or column “{name}”.", root.short),
                hint,
            )
            .about(name))
        }
    }
}

struct Parts {
    /// The cards of the nodes, in their order.
    cards: Vec<CardDto>,
    index: HashMap<EntityId, usize>,
}

impl Parts {
    fn of(reader: &Reader, impact: &Impact, at: &At) -> Result<Parts, ApiError> {
        let list: Vec<Card> = impact.nodes.iter().map(|node| node.card.clone()).collect();
        let cards = cards::cards(reader, &list, at)?;
        let index = list.iter().enumerate().map(|(place, card)| (card.id, place)).collect();
        Ok(Parts { cards, index })
    }

    fn card(&self, id: &EntityId) -> Option<CardDto> {
        self.cards.get(*self.index.get(id)?).cloned()
    }

    fn groups(
        &self,
        reader: &Reader,
        rows: &[(&Touched, &CardDto)],
        at: &At,
    ) -> Result<Vec<ImpactGroup>, ApiError> {
        let mut groups = Vec::new();
        for (name, label, kinds) in GROUPS {
            let of = |node: &Touched| {
                let kind = node.card.kind.as_str();
                if kinds.is_empty() {
                    GROUPS.iter().all(|(_, _, known)| !known.contains(&kind))
                } else {
                    kinds.contains(&kind)
                }
            };
            let mut found = Vec::new();
            for (node, card) in rows.iter().filter(|(node, _)| node.depth > 0 && of(node)) {
                let Some(step) = &node.via else { continue };
                let live = node.card.kind == "deployment" && node.card.status.as_deref() == Some("live");
                found.push(ImpactRow {
                    card: (*card).clone(),
                    steps: u64::from(node.depth).into(),
                    via: step.from.to_string(),
                    words: words(step).into(),
                    live,
                    beyond: node.beyond,
                    told: if node.card.kind == "deployment" {
                        audience(reader, &node.card.id, at)?
                    } else {
                        String::new()
                    },
                });
            }
            found.sort_by_key(|row| (row.beyond, !row.live));
            if !found.is_empty() {
                groups.push(ImpactGroup { name: (*name).into(), label: (*label).into(), rows: found });
            }
        }
        Ok(groups)
    }
}

/// The rows that count.
fn counted(groups: &[ImpactGroup]) -> impl Iterator<Item = &ImpactRow> {
    groups.iter().filter(|group| group.name != "parts").flat_map(|group| &group.rows)
}

/// A step read from where it comes from.
fn words(step: &Step) -> &str {
    match model::link(&step.type_) {
        // From upstream, unless the step goes against the flow.
        Some(link) if (link.flow == Flow::Forward) != step.back => link.label,
        Some(link) => link.inverse,
        None => &step.type_,
    }
}

/// Who gets a deployment: “5 % of selected users, Lisbon, in production”.
fn audience(reader: &Reader, id: &EntityId, at: &At) -> Result<String, ApiError> {
    let Some(state) = reader.state(id, at)? else { return Ok(String::new()) };
    let text = |name: &str| state.text(name).map(str::trim).filter(|text| !text.is_empty());
    let mut who = text("audience").unwrap_or("nobody named").replace('-', " ");
    if let Some(share) = text("share") {
        who = format!("{share}\u{a0}% of {who}");
    }
    for more in ["segment", "environment"].into_iter().filter_map(text) {
        who = format!("{who}, {more}");
    }
    Ok(who)
}

/// Who is to be asked: those with the most to say first, then by name.
fn people(
    reader: &Reader,
    concerned: &[Concern],
    parts: &Parts,
    at: &At,
) -> Result<Vec<ImpactPerson>, ApiError> {
    let mut by_person: Vec<(&Card, Vec<&Concern>)> = Vec::new();
    let mut place: HashMap<EntityId, usize> = HashMap::new();
    for concern in concerned {
        let at = *place.entry(concern.who.id).or_insert_with(|| {
            by_person.push((&concern.who, Vec::new()));
            by_person.len() - 1
        });
        if let Some((_, list)) = by_person.get_mut(at) {
            list.push(concern);
        }
    }
    by_person.sort_by(|(a, of_a), (b, of_b)| (of_b.len(), &a.title).cmp(&(of_a.len(), &b.title)));
    let mut people = Vec::with_capacity(by_person.len());
    for (who, concerns) in by_person {
        let reasons = CONCERNS.iter().filter_map(|(type_, words)| {
            let about: BTreeSet<EntityId> =
                concerns.iter().filter(|one| one.type_ == *type_).map(|one| one.about).collect();
            (!about.is_empty()).then(|| ImpactReason {
                words: (*words).into(),
                count: about.len().into(),
                about: about.iter().take(NAMED).filter_map(|id| parts.card(id)).collect(),
            })
        });
        let team = if who.kind == "stakeholder" {
            lookups::first_link(reader, &who.id, "member-of", true, at)?
        } else {
            None
        };
        people.push(ImpactPerson {
            reasons: reasons.collect(),
            card: cards::card(who, None),
            team: team.map(|team| cards::card(&team, None)),
        });
    }
    Ok(people)
}
