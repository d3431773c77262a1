//! Erasing for a person: what would go, doing it, and what was erased.

use throughline_model::{self as model, LINK_KIND, State};
use throughline_record::{ChangeId, EntityId, Hash, Opened, PartName, Value};
use throughline_store::{
    At, Card, Erasing, ErasurePlan, ListQuery, LogQuery, PlannedPart, Reader, Scan, StoreError,
};

use crate::App;
use crate::app::Open;
use crate::cards::{self, Names};
use crate::dto::{
    AboutArgs, ApiError, CardDto, EraseArgs, ErasedDto, ErasedList, ErasedPart, ErasureDto, ErasurePreview,
    FieldErrorDto, ScannedDto,
};
use crate::error::invalid;
use crate::lookups::moment;
use crate::{holding, keys, lookups};

/// Characters of what goes that a preview shows.
const SHOWN: usize = 200;

/// Places of an erasure that an answer carries.
const PLACES: usize = 50;

/// Links to what hangs on an artefact and often repeats its words.
const BESIDE: &[&str] = &["taken-from", "option-of", "cause-of", "on", "measured-in"];

impl App {
    pub(crate) fn erase_preview(&self, args: EraseArgs) -> Result<ErasurePreview, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let (what, ids) = asked(&reader, &args)?;
        let mut beside = Vec::new();
        for id in &ids {
            if args.fields.is_empty() && args.attachment.is_none() {
                for type_ in BESIDE {
                    beside.extend(reader.linked(id, type_, false, &At::Now)?);
                }
            }
        }
        beside.retain(|card| !ids.contains(&card.id));
        let shown_in = reader.cards(&ids, &At::Now)?;
        let mut preview = ErasurePreview {
            sentence: String::new(),
            parts: Vec::new(),
            again: Vec::new(),
            attachments: Vec::new(),
            drafts: 0_u64.into(),
            shown_in: dtos(&shown_in),
            beside: dtos(&beside),
            hold: None,
        };
        let plan = match open.workspace.plan_erasure(&what) {
            Ok(plan) => plan,
            Err(StoreError::OnHold { what, reason }) => {
                for id in &ids {
                    let mut holds = holding::covering(&reader, id, &self.today())?;
                    if preview.hold.is_none() && !holds.is_empty() {
                        preview.hold = Some(holds.remove(0));
                    }
                }
                if preview.hold.is_none() {
                    return Err(StoreError::OnHold { what, reason }.into());
                }
                preview.sentence = format!("{what} must be kept, so nothing of it is erased: {reason}");
                return Ok(preview);
            }
            Err(error) => return Err(error.into()),
        };
        preview.sentence = would(&plan);
        preview.parts =
            plan.parts.iter().map(|part| planned(&reader, part)).collect::<Result<Vec<_>, _>>()?;
        for record in &plan.again {
            let state = reader.state(&record.entity, &At::Now)?;
            for name in record.content.keys().chain(record.personal.keys()) {
                let label = label(state.as_ref(), name);
                if !matches!(name.as_str(), "number" | "order") && !preview.again.contains(&label) {
                    preview.again.push(label);
                }
            }
        }
        preview.attachments =
            plan.attachments.iter().map(|digest| file_name(&reader, &ids, digest)).collect();
        preview.drafts = plan.drafts.len().into();
        Ok(preview)
    }

    pub(crate) fn erase(&self, args: EraseArgs) -> Result<ErasedDto, ApiError> {
        let open = self.opened()?;
        let reason = args.reason.trim().to_owned();
        if reason.is_empty() {
            return Err(invalid(vec![FieldErrorDto {
                field: "reason".into(),
                code: "required".into(),
                sentence: "Say why it is erased, without the words that are: the reason stays.".into(),
            }]));
        }
        let (what, _) = asked(&open.workspace.reader()?, &args)?;
        self.not_in(&open, &what, &reason)?;
        let erased = open.workspace.erase(open.actor(), &what, &reason)?;
        let (clean, scan) = (erased.scan.is_clean(), said(&erased.scan));
        Ok(ErasedDto {
            position: erased.appended.position.into(),
            sentence: done(&erased.plan),
            parts: erased.plan.parts.len().into(),
            attachments: erased.plan.attachments.len().into(),
            clean,
            scan,
            places: erased
                .scan
                .places
                .iter()
                .map(|place| ScannedDto {
                    what: place.what.into(),
                    bytes: place.bytes.into(),
                    found: place.found.into(),
                })
                .collect(),
        })
    }

    /// Refuses a reason that says again what is erased: it could never be erased itself.
    fn not_in(&self, open: &Open, what: &[Erasing], reason: &str) -> Result<(), ApiError> {
        let reader = open.workspace.reader()?;
        let plan = open.workspace.plan_erasure(what)?;
        for part in &plan.parts {
            for text in texts(&reader, part)? {
                if repeats(reason, &text) {
                    return Err(invalid(vec![FieldErrorDto {
                        field: "reason".into(),
                        code: "repeats".into(),
                        sentence: "The reason repeats what is to be erased, and would stay for ever. Say it without."
                            .into(),
                    }]));
                }
            }
        }
        Ok(())
    }

    pub(crate) fn erased(&self, args: AboutArgs) -> Result<ErasedList, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let of = args.id.as_deref().map(|id| reader.resolve(id, &at)).transpose()?;
        let day = self.day_of(&reader, &args.at)?;
        Ok(ErasedList {
            rows: erasures(&reader, of, &at)?,
            holds: match of {
                None => holding::all(&reader, &day, &at)?,
                Some(of) => holding::of_artefact(&reader, &of, &day, &at)?,
            },
        })
    }
}

/// Whether a reason says again what a text says: all of it, four words in a row, or a word that names somebody
/// or something as a number, an address or a code does.
fn repeats(reason: &str, text: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
    };
    if text.chars().count() >= 4 && reason.to_lowercase().contains(&text.to_lowercase()) {
        return true;
    }
    let (said, erased) = (words(reason), words(text));
    let tells =
        |word: &String| word.chars().count() >= 6 && word.contains(|c: char| c.is_ascii_digit() || c == '@');
    let row = |four: &[String]| said.windows(4).any(|other| other == four);
    erased.iter().any(|word| tells(word) && said.contains(word)) || erased.windows(4).any(row)
}

/// The erasures known at a moment, of one artefact or of all, the latest first.
pub(crate) fn erasures(reader: &Reader, of: Option<EntityId>, at: &At) -> Result<Vec<ErasureDto>, ApiError> {
    let cards = match of {
        Some(of) => reader.linked(&of, "erases", false, at)?,
        None => {
            let query = ListQuery { kinds: vec!["erasure".into()], limit: 10_000, ..ListQuery::default() };
            reader.list(&query, at)?.rows
        }
    };
    let trust = reader.trust()?;
    let mut names = Names::at(reader, at);
    let mut rows = Vec::new();
    for card in cards {
        let Some(state) = reader.state(&card.id, at)? else { continue };
        let on = reader.linked(&card.id, "erases", true, at)?;
        let list = |name: &str| state.value(name).and_then(Value::as_list).unwrap_or_default();
        let parts: Vec<PartName> =
            list("parts").iter().filter_map(|name| name.as_text()?.parse().ok()).collect();
        let mut places = Vec::new();
        for part in &parts {
            if let Some(position) = reader.position_of(&part.change())?
                && !places.contains(&position)
            {
                places.push(position);
            }
        }
        places.sort_unstable();
        let kind = on.first().and_then(|card| model::kind(&card.kind));
        let made = state.created.address.change;
        rows.push(ErasureDto {
            id: card.id.to_string(),
            position: reader.position_of(&made)?.unwrap_or(0).into(),
            at: state.created.at.clone(),
            by: names.of(state.created.actor),
            key: keys::vouched(reader, &trust, &made)?.as_str().into(),
            reason: state.text("reason").unwrap_or_default().to_owned(),
            of: dtos(&on),
            fields: list("fields")
                .iter()
                .filter_map(Value::as_text)
                .map(|name| match name {
                    "everything" => "Everything".to_owned(),
                    "note" => "The reason of a change".to_owned(),
                    "attachment" => "A file".to_owned(),
                    name => {
                        kind.and_then(|kind| kind.field(name)).map_or(name, |field| field.label).to_owned()
                    }
                })
                .collect(),
            parts: parts.len().into(),
            places: places.into_iter().take(PLACES).map(Into::into).collect(),
        });
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.position));
    Ok(rows)
}

/// What the arguments mean, and the artefacts among it.
fn asked(reader: &Reader, args: &EraseArgs) -> Result<(Vec<Erasing>, Vec<EntityId>), ApiError> {
    let (mut what, mut ids) = (Vec::new(), Vec::new());
    if let Some(note) = args.note.as_deref().filter(|note| !note.trim().is_empty()) {
        what.push(Erasing::Note { change: change(reader, note.trim())? });
    }
    if let Some(id) = args.id.as_deref().filter(|id| !id.trim().is_empty()) {
        let entity = reader.resolve(id, &At::Now)?;
        ids.push(entity);
        let state = reader.state(&entity, &At::Now)?.ok_or_else(|| StoreError::NotFound(id.to_owned()))?;
        if let Some(named) = args.attachment.as_deref() {
            what.push(Erasing::Attachment { entity, digest: attached(&state, named)? });
        }
        for field in &args.fields {
            let known = state.fields.contains_key(field) || label(Some(&state), field) != *field;
            if !known {
                return Err(ApiError::new(
                    "bad-field",
                    format!("There is no field “{field}” in it. Nothing was erased."),
                    "Name a field that was once filled in.",
                )
                .about(field.clone()));
            }
            what.push(Erasing::Field { entity, field: field.clone() });
        }
        if args.attachment.is_none() && args.fields.is_empty() {
            what.push(Erasing::Everything { entity });
        }
    }
    for id in &args.also {
        let entity = reader.resolve(id, &At::Now)?;
        ids.push(entity);
        what.push(Erasing::Everything { entity });
    }
    if what.is_empty() {
        return Err(ApiError::new(
            "bad-arguments",
            "Nothing to erase was named. Nothing was done.",
            "Name an artefact, and a field of it; or the change whose reason is to go.",
        ));
    }
    Ok((what, ids))
}

/// A change by its place (`#12`, 12) or its id.
fn change(reader: &Reader, named: &str) -> Result<ChangeId, ApiError> {
    let missing = || StoreError::NotFound(format!("The change {named}"));
    if let Ok(id) = named.parse::<ChangeId>() {
        reader.position_of(&id)?.ok_or_else(missing)?;
        return Ok(id);
    }
    let position: u64 = named.trim_start_matches('#').parse().map_err(|_| missing())?;
    let query = LogQuery { before: Some(position + 1), limit: 1, records: 1, ..LogQuery::default() };
    let logged = reader.log(&query)?.rows.into_iter().next().filter(|one| one.position == position);
    Ok(logged.ok_or_else(missing)?.change)
}

fn attached(state: &State, named: &str) -> Result<Hash, ApiError> {
    if let Ok(digest) = named.parse() {
        return Ok(digest);
    }
    let files = state.value("attachments").and_then(Value::as_list).unwrap_or_default();
    let file = files.iter().filter_map(Value::as_map).find(|file| {
        file.get("name")
            .and_then(Value::as_text)
            .is_some_and(|name| name.to_lowercase() == named.to_lowercase())
    });
    let digest = file.and_then(|file| file.get("digest")?.as_text()?.parse().ok());
    digest.ok_or_else(|| StoreError::NotFound(format!("An attachment “{named}”")).into())
}

fn dtos(list: &[Card]) -> Vec<CardDto> {
    list.iter().map(|card| cards::card(card, None)).collect()
}

/// What people call a field of something.
fn label(state: Option<&State>, name: &str) -> String {
    let field = match state {
        Some(state) if state.kind == LINK_KIND => {
            state.ends.as_ref().and_then(|ends| model::link(&ends.type_)).and_then(|link| link.field(name))
        }
        Some(state) => model::kind(&state.kind).and_then(|kind| kind.field(name)),
        None => None,
    };
    field.map_or_else(|| name.to_owned(), |field| field.label.to_owned())
}

/// What a part says in the fields that are meant.
fn texts(reader: &Reader, part: &PlannedPart) -> Result<Vec<String>, ApiError> {
    let Some(entity) = part.entity else {
        let query = LogQuery { before: Some(part.position + 1), limit: 1, records: 1, ..LogQuery::default() };
        let note = reader.log(&query)?.rows.into_iter().next().map(|one| one.note);
        return Ok(match note {
            Some(Opened::Here(note)) => vec![note],
            _ => Vec::new(),
        });
    };
    let records = reader.records_of(&entity)?;
    let Some(record) = records
        .iter()
        .map(|(_, _, record)| record)
        .find(|record| Some(record.address) == part.name.address())
    else {
        return Ok(Vec::new());
    };
    let values = match part.name {
        PartName::Personal(_) => record.personal.here(),
        _ => record.content.here(),
    };
    Ok(part
        .fields
        .iter()
        .filter_map(|name| values?.get(name)?.as_ref())
        .map(|value| match value {
            Value::Text(text) => text.clone(),
            other => other.to_json().to_string(),
        })
        .collect())
}

fn planned(reader: &Reader, part: &PlannedPart) -> Result<ErasedPart, ApiError> {
    let state = part.entity.map(|entity| reader.state(&entity, &At::Now)).transpose()?.flatten();
    let card = part.entity.map(|entity| lookups::card(reader, &entity, &At::Now)).transpose()?.flatten();
    let text = texts(reader, part)?.join(" · ");
    let short: String = text.chars().take(SHOWN).collect();
    Ok(ErasedPart {
        place: match part.name.address() {
            Some(address) => format!("#{}.{}", part.position, address.index),
            None => format!("#{}", part.position),
        },
        position: part.position.into(),
        at: part.at.clone(),
        of: card.map_or_else(
            || {
                state
                    .as_ref()
                    .and_then(|state| state.ends.as_ref())
                    .map_or_else(String::new, |_| "a link".into())
            },
            |card| card.short,
        ),
        fields: match part.entity {
            Some(_) => part.fields.iter().map(|name| label(state.as_ref(), name)).collect(),
            None => vec!["Reason of the change".into()],
        },
        others: part.others.iter().map(|name| label(state.as_ref(), name)).collect(),
        text: if text.chars().count() > SHOWN { format!("{short}…") } else { short },
    })
}

fn file_name(reader: &Reader, ids: &[EntityId], digest: &Hash) -> String {
    let text = digest.to_string();
    for id in ids {
        let Ok(Some(state)) = reader.state(id, &At::Now) else { continue };
        let files = state.value("attachments").and_then(Value::as_list).unwrap_or_default();
        for file in files.iter().filter_map(Value::as_map) {
            if file.get("digest").and_then(Value::as_text) == Some(text.as_str())
                && let Some(name) = file.get("name").and_then(Value::as_text)
            {
                return name.to_owned();
            }
        }
    }
    format!("a file no longer named ({})", text.chars().take(19).collect::<String>())
}

fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

fn would(plan: &ErasurePlan) -> String {
    format!("{} would be deleted for good{}.", count(plan.parts.len(), "part"), files(plan))
}

fn done(plan: &ErasurePlan) -> String {
    format!(
        "{} deleted{}; that they were there, who erased them and why stays.",
        count(plan.parts.len(), "part"),
        files(plan)
    )
}

fn files(plan: &ErasurePlan) -> String {
    match plan.attachments.len() {
        0 => String::new(),
        n => format!(", with {}", count(n, "file")),
    }
}

/// What the search came to.
fn said(scan: &Scan) -> String {
    let places = "the workspace, its write-ahead log, the view, drafts and keys";
    let found: Vec<&str> =
        scan.places.iter().filter(|place| place.found > 0).map(|place| place.what).collect();
    let elsewhere = match scan.elsewhere {
        0 => String::new(),
        _ => " Some of the same words stand in other records, which were not erased.".to_owned(),
    };
    if found.is_empty() {
        return format!(
            "Searched {places} for {} of the erased bytes: found nowhere.{elsewhere}",
            count(usize::try_from(scan.pieces).unwrap_or(usize::MAX), "piece")
        );
    }
    format!(
        "Deleted, but some of the bytes are still in: {}. If another program has the workspace open, close it and open the workspace again, which empties its log.{elsewhere}",
        found.join(", ")
    )
}
