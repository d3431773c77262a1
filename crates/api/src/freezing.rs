//! Freezing a release: a seal over what it consists of, and what changed after it.

use std::collections::BTreeMap;

use throughline_model::readiness::{Judged, judge};
use throughline_model::{self as model, written_kind};
use throughline_record::{Act, EntityId, Fields, Opened, RecordDraft, Value, binding, date};
use throughline_store::{Append, At, Card, FactsQuery, LogQuery, Reader};

use crate::App;
use crate::cards::{self, Names};
use crate::dto::{
    AddArgs, ApiError, ChangedDto, FieldErrorDto, Freeze, FreezeArgs, FrozenDto, Saved, WaiveArgs,
};
use crate::error::invalid;
use crate::linking::{Linking, fitting};
use crate::lookups;
use crate::readiness::Asked;
use crate::signing::signatures_of;

/// Artefacts shown that changed after a freeze.
const CHANGED: usize = 100;

impl App {
    /// Records a waiver of the release. The rule is checked, as one that no rule has the name of would cover nothing.
    pub(crate) fn release_waive(&self, args: WaiveArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let mut errors: Vec<FieldErrorDto> = Vec::new();
        let mut refuse = |field: &str, code: &str, sentence: String| {
            errors.push(FieldErrorDto { field: field.into(), code: code.into(), sentence });
        };
        let rule = model::readiness::rule(&args.rule);
        if rule.is_none() {
            let sentence =
                format!("There is no rule “{}”; readiness lists them by number and name.", args.rule);
            refuse("rule", "unknown-rule", sentence);
        }
        if args.reason.trim().is_empty() {
            refuse("reason", "required", "A gap is left open for a reason: say why it may stay.".into());
        }
        let until = args.until.as_deref().map(str::trim).filter(|until| !until.is_empty());
        if let Some(until) = until.filter(|until| date::is_date(until) && **until < *self.today()) {
            refuse(
                "until",
                "past",
                format!("{until} lies in the past: the gap would be open again at once."),
            );
        }
        let Some(rule) = rule.filter(|_| errors.is_empty()) else { return Err(invalid(errors)) };
        let asked = self.asked_release(&open, &reader, args.release.as_deref(), &At::Now)?;
        let by = match args.by.as_deref().filter(|by| !by.trim().is_empty()) {
            Some(by) => Some(
                reader
                    .resolve(by, &At::Now)
                    .map_or_else(|_| lookups::find_of_kind(&reader, "stakeholder", by, &At::Now), Ok)?,
            ),
            None => open.actor(),
        };
        let release = match asked {
            Asked::One(card) => Some(card.id.to_string()),
            Asked::Everything => None,
            Asked::Several => return Err(no_release("leave open")),
        };
        let one = |value: &str| serde_json::Value::from(value);
        let mut fields = BTreeMap::from([
            ("rule".to_owned(), one(rule.name)),
            ("reason".to_owned(), one(args.reason.trim())),
            ("applies-to".to_owned(), args.applies_to.into()),
        ]);
        fields.extend(until.map(|until| ("until".to_owned(), one(until))));
        fields.extend(by.map(|by| ("by".to_owned(), one(&by.to_string()))));
        fields.extend(release.as_deref().map(|release| ("release".to_owned(), one(release))));
        drop(reader);
        self.artefact_add(AddArgs {
            kind: "waiver".into(),
            fields,
            release: release.or_else(|| Some("none".into())),
            draft: args.draft,
            ..AddArgs::default()
        })
    }

    /// Seals a release: the root over the addresses of its records, never over clear text, so that it still verifies
    /// after something was erased.
    pub(crate) fn release_freeze(&self, args: FreezeArgs) -> Result<Freeze, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let asked = self.asked_release(&open, &reader, args.release.as_deref(), &At::Now)?;
        let Asked::One(release) = asked else {
            return Err(no_release("freeze"));
        };
        // What is judged and what is sealed is one state: whoever records something meanwhile is not sealed unseen.
        let position = reader.position()?;
        let query =
            FactsQuery { release: Some(release.id), today: self.today(), freezing: true, supposing: None };
        let judged = judge(&reader.release_facts(&query, &At::Now)?);
        refuse(&release, &judged)?;
        if frozen(&reader, &release.id, &At::Now)?.is_some_and(|seal| seal.changed.is_empty()) {
            return Err(ApiError::new(
                "frozen-already",
                format!("{} is frozen, and nothing changed since. Nothing was recorded.", release.title),
                "Freeze again once something has changed.",
            ));
        }

        let addresses = reader.records_of_release(&release.id)?;
        let count = addresses.len();
        let root = binding::root(addresses).to_string();
        let now = date::from_millis(i64::try_from(self.env.clock.millis()).unwrap_or(i64::MAX));
        let seal = self.new_id();
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        linking.link(fitting("seals", "seal", "release")?, seal, release.id, Some(seal), &BTreeMap::new())?;
        let text = |text: &str| Some(Value::from(text));
        let content = Fields::from([
            ("scope".to_owned(), text("dossier")),
            ("root".to_owned(), text(&root)),
            ("records".to_owned(), Some(Value::Int(i64::try_from(count).unwrap_or(i64::MAX)))),
            ("sealed-at".to_owned(), text(&now)),
        ]);
        let mut records = vec![record("seal", seal, content)];
        records.append(&mut linking.records);
        if release.status.as_deref() != Some("frozen") {
            records.push(record(
                "release",
                release.id,
                Fields::from([("status".to_owned(), text("frozen"))]),
            ));
        }
        let mut append = Append::new(open.actor(), Act::Freeze, records);
        append.note = args.reason.filter(|reason| !reason.trim().is_empty());
        append.expect_head = Some(position);
        let done = open.workspace.append(append)?;
        Ok(Freeze {
            release: cards::card(&release, None),
            seal: seal.to_string(),
            root,
            records: count.into(),
            position: done.position.into(),
        })
    }
}

fn no_release(to: &str) -> ApiError {
    ApiError::new(
        "no-release",
        format!("No single release is looked at, so there is nothing to {to}. Nothing was recorded."),
        "Choose a release, or name one with --release.",
    )
}

fn record(kind: &str, entity: EntityId, content: Fields) -> RecordDraft {
    RecordDraft { kind: written_kind(kind), entity, on: None, ends: None, content, personal: Fields::new() }
}

/// Refuses while a blocking gap is open, naming each.
fn refuse(release: &Card, judged: &[Judged]) -> Result<(), ApiError> {
    let blocking = judged.iter().filter(|one| one.blocks());
    let fields: Vec<FieldErrorDto> = blocking
        .flat_map(|one| {
            one.open().map(|gap| FieldErrorDto {
                field: one.rule.name.into(),
                code: "blocking".into(),
                sentence: gap.sentence.clone(),
            })
        })
        .collect();
    if fields.is_empty() {
        return Ok(());
    }
    let gaps = if fields.len() == 1 {
        "1 blocking gap is".into()
    } else {
        format!("{} blocking gaps are", fields.len())
    };
    let mut error = ApiError::new(
        "gaps-open",
        format!("{} cannot be frozen: {gaps} open. Nothing was recorded.", release.title),
        "Close each, or leave it open knowingly with a waiver that says why and until when.",
    )
    .about(release.short.clone());
    error.fields = fields;
    Err(error)
}

/// The last freeze of a release, as it was known at a moment.
pub(crate) fn frozen(reader: &Reader, release: &EntityId, at: &At) -> Result<Option<FrozenDto>, ApiError> {
    let Some(sealed) = reader.sealed(release, at)? else { return Ok(None) };
    let Some(state) = reader.state(&sealed.seal, at)? else { return Ok(None) };
    let query = LogQuery { before: Some(sealed.position + 1), limit: 1, records: 1, ..LogQuery::default() };
    let reason = reader.log(&query)?.rows.into_iter().next().and_then(|change| match change.note {
        Opened::Here(note) => Some(note),
        Opened::Gone => Some("(erased)".into()),
        Opened::Absent => None,
    });
    let after = sealed.changed.len();
    Ok(Some(FrozenDto {
        seal: sealed.seal.to_string(),
        root: state.text("root").unwrap_or_default().to_owned(),
        records: u64::try_from(state.value("records").and_then(Value::as_int).unwrap_or(0))
            .unwrap_or(0)
            .into(),
        at: state.text("sealed-at").unwrap_or(&state.created.at).to_owned(),
        by: Names::at(reader, at).of(state.created.actor),
        reason,
        position: sealed.position.into(),
        signatures: signatures_of(reader, release, at)?,
        after: after.into(),
        changed: sealed
            .changed
            .into_iter()
            .take(CHANGED)
            .map(|one| ChangedDto {
                card: cards::card(&one.card, None),
                new: one.new,
                position: one.position.into(),
                at: one.at,
            })
            .collect(),
    }))
}
