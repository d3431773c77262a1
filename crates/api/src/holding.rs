//! Duties to keep: put on and lifted by records, and what they cover.

use std::collections::BTreeMap;

use throughline_model::State;
use throughline_record::{Act, EntityId, Fields, Value, date};
use throughline_store::{Append, At, Card, Held, ListQuery, Reader};

use crate::App;
use crate::cards::{self, Names};
use crate::dto::{AboutArgs, ApiError, FieldErrorDto, HoldArgs, HoldDto, Holds, LiftArgs, Saved};
use crate::error::invalid;
use crate::keys::draft;
use crate::linking::{Linking, fitting};
use crate::lookups::moment;

impl App {
    pub(crate) fn hold_put(&self, args: HoldArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let until = args.until.as_deref().map(str::trim).filter(|until| !until.is_empty());
        let mut errors = Vec::new();
        let mut refuse = |field: &str, code: &str, sentence: &str| {
            errors.push(FieldErrorDto { field: field.into(), code: code.into(), sentence: sentence.into() });
        };
        if args.reason.trim().is_empty() {
            refuse("reason", "required", "Say why it must be kept: a case, a law, a contract.");
        }
        if args.of.is_empty() {
            refuse("of", "required", "Name what must be kept.");
        }
        match until {
            Some(until) if !date::is_date(until) => {
                refuse("until", "not-a-date", "The last day is a date such as 2027-03-31.");
            }
            Some(until) if *until < *self.today() => {
                refuse("until", "past", "That day lies in the past: the hold would be over at once.");
            }
            _ => {}
        }
        if !errors.is_empty() {
            return Err(invalid(errors));
        }
        let hold = self.new_id();
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        for of in &args.of {
            let id = reader.resolve(of, &At::Now)?;
            let card = crate::linking::end(&reader, of)?;
            linking.link(fitting("holds", "hold", &card.kind)?, hold, id, Some(hold), &BTreeMap::new())?;
        }
        let mut content = Fields::from([
            ("reason".to_owned(), Some(Value::from(args.reason.trim()))),
            ("status".to_owned(), Some(Value::from("in-force"))),
        ]);
        content.extend(until.map(|until| ("until".to_owned(), Some(Value::from(until)))));
        let mut records = vec![draft("hold", hold, content)];
        records.append(&mut linking.records);
        self.seal(&open, Append::new(open.actor(), Act::Edit, records), hold, None)
    }

    pub(crate) fn hold_lift(&self, args: LiftArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        if args.reason.trim().is_empty() {
            return Err(invalid(vec![FieldErrorDto {
                field: "reason".into(),
                code: "required".into(),
                sentence: "Say why it need not be kept any longer.".into(),
            }]));
        }
        let id = reader.resolve(&args.id, &At::Now)?;
        let holds: Vec<EntityId> = match crate::lookups::card(&reader, &id, &At::Now)? {
            Some(card) if card.kind == "hold" => vec![id],
            _ => reader
                .linked(&id, "holds", false, &At::Now)?
                .into_iter()
                .filter(|hold| hold.status.as_deref() != Some("lifted") && !hold.removed)
                .map(|hold| hold.id)
                .collect(),
        };
        let Some(first) = holds.first().copied() else {
            return Err(ApiError::new(
                "not-held",
                "Nothing holds it directly. Nothing was recorded.",
                "Name the hold, or what it was put on: a release may hold what it includes.",
            )
            .about(args.id));
        };
        let lifted = |hold: &EntityId| {
            let content = Fields::from([
                ("status".to_owned(), Some(Value::from("lifted"))),
                ("lifted-because".to_owned(), Some(Value::from(args.reason.trim()))),
            ]);
            draft("hold", *hold, content)
        };
        let records = holds.iter().map(lifted).collect();
        self.seal(&open, Append::new(open.actor(), Act::Edit, records), first, None)
    }

    pub(crate) fn holds(&self, args: AboutArgs) -> Result<Holds, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let day = self.day_of(&reader, &args.at)?;
        let rows = match &args.id {
            None => all(&reader, &day, &at)?,
            Some(id) => of_artefact(&reader, &reader.resolve(id, &at)?, &day, &at)?,
        };
        Ok(Holds { rows })
    }
}

/// What holds an artefact: now all that covers it, in the past what was put on it by then.
pub(crate) fn of_artefact(
    reader: &Reader,
    id: &EntityId,
    today: &str,
    at: &At,
) -> Result<Vec<HoldDto>, ApiError> {
    if *at == At::Now {
        return covering(reader, id, today);
    }
    let id = id.to_string();
    let mut rows = all(reader, today, at)?;
    rows.retain(|row| row.in_force && row.on.iter().any(|card| card.id == id));
    Ok(rows)
}

/// The holds in force that cover an artefact or a link.
pub(crate) fn covering(reader: &Reader, id: &EntityId, today: &str) -> Result<Vec<HoldDto>, ApiError> {
    let mut names = Names::at(reader, &At::Now);
    Ok(reader
        .held(id, today)?
        .into_iter()
        .map(|held| {
            let Held { hold, on, reason, until, since, by } = held;
            HoldDto {
                id: hold.to_string(),
                on: vec![cards::card(&on, None)],
                reason,
                until,
                by: names.of(by),
                at: since,
                in_force: true,
                lifted_because: None,
            }
        })
        .collect())
}

/// All holds, those in force first.
pub(crate) fn all(reader: &Reader, today: &str, at: &At) -> Result<Vec<HoldDto>, ApiError> {
    let query = ListQuery {
        kinds: vec!["hold".into()],
        sort: vec![("created_at".into(), true)],
        limit: 1000,
        ..ListQuery::default()
    };
    let mut names = Names::at(reader, at);
    let mut rows = Vec::new();
    for card in reader.list(&query, at)?.rows {
        let Some(state) = reader.state(&card.id, at)? else { continue };
        let on: Vec<Card> = reader.linked(&card.id, "holds", true, at)?;
        rows.push(hold(&state, &card, &on, today, &mut names));
    }
    rows.sort_by_key(|row| !row.in_force);
    Ok(rows)
}

fn hold(state: &State, card: &Card, on: &[Card], today: &str, names: &mut Names<'_>) -> HoldDto {
    let until = state.text("until").map(str::to_owned);
    let over = until.as_deref().is_some_and(|until| until < today);
    HoldDto {
        id: card.id.to_string(),
        on: on.iter().map(|card| cards::card(card, None)).collect(),
        reason: state.text("reason").unwrap_or_default().to_owned(),
        in_force: !over && !card.removed && card.status.as_deref() != Some("lifted"),
        until,
        by: names.of(state.created.actor),
        at: state.created.at.clone(),
        lifted_because: state.text("lifted-because").map(str::to_owned),
    }
}
