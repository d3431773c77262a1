//! Keys: whose they are by the record, and this computer's own.

use std::collections::BTreeMap;
use std::path::Path;

use throughline_model::keys::{Standing, Trust, Vouched};
use throughline_model::{State, written_kind};
use throughline_record::{Act, ChangeId, DeviceId, EntityId, Fields, RecordDraft, Value};
use throughline_store::{Append, At, ListQuery, Reader, SignedBy};

use crate::App;
use crate::app::Open;
use crate::cards::{self, Names};
use crate::dto::{
    ApiError, CardDto, EndorseArgs, ExportKeyArgs, FieldErrorDto, ImportKeyArgs, KeyActor, KeyDto, Keys,
    Nothing, PassphraseArgs, RevocationDto, RevokeArgs, Saved, UnlockArgs,
};
use crate::error::invalid;
use crate::linking::{Linking, fitting};
use crate::lookups;

impl App {
    pub(crate) fn keys(&self, _: Nothing) -> Result<Keys, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        keys(&open, &reader)
    }

    pub(crate) fn keys_unlock(&self, args: UnlockArgs) -> Result<Nothing, ApiError> {
        self.opened()?.workspace.unlock(&args.passphrase.0)?;
        Ok(Nothing {})
    }

    pub(crate) fn keys_lock(&self, _: Nothing) -> Result<Nothing, ApiError> {
        self.opened()?.workspace.lock_keys();
        Ok(Nothing {})
    }

    pub(crate) fn keys_passphrase(&self, args: PassphraseArgs) -> Result<Keys, ApiError> {
        let open = self.opened()?;
        let new = args.new.as_ref().map(|new| new.0.as_str());
        if new.is_some_and(|new| new.chars().count() < SHORTEST) {
            return Err(too_short("new"));
        }
        open.workspace.set_passphrase(args.old.as_ref().map(|old| old.0.as_str()), new)?;
        let reader = open.workspace.reader()?;
        keys(&open, &reader)
    }

    pub(crate) fn keys_export(&self, args: ExportKeyArgs) -> Result<Nothing, ApiError> {
        let open = self.opened()?;
        if args.new.0.chars().count() < SHORTEST {
            return Err(too_short("new"));
        }
        let passphrase = args.passphrase.as_ref().map(|passphrase| passphrase.0.as_str());
        open.workspace.export_key(Path::new(&args.path), passphrase, &args.new.0)?;
        Ok(Nothing {})
    }

    pub(crate) fn keys_import(&self, args: ImportKeyArgs) -> Result<Keys, ApiError> {
        let open = self.opened()?;
        open.workspace.import_key(Path::new(&args.path), &args.passphrase.0)?;
        let reader = open.workspace.reader()?;
        keys(&open, &reader)
    }

    pub(crate) fn keys_endorse(&self, args: EndorseArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        let device = {
            let reader = open.workspace.reader()?;
            named(&reader, &args.key)?
        };
        self.counts(&open, &device)?;
        let reader = open.workspace.reader()?;
        let person = lookups::find_of_kind(&reader, "stakeholder", &args.person, &At::Now)?;
        let trust = reader.trust()?;
        let standing = trust.standing(&device);
        if standing.known && standing.persons.contains(&person) && !standing.by_itself.contains(&person) {
            return Err(ApiError::new(
                "endorsed-already",
                "That key is known as theirs already. Nothing was recorded.",
                "Name another key, or another person.",
            ));
        }
        let (said, records) = endorsement(self, &open, &reader, &device, person, args.name.as_deref())?;
        self.seal(&open, Append::new(open.actor(), Act::Edit, records), said, None)
    }

    pub(crate) fn keys_revoke(&self, args: RevokeArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        if args.reason.trim().is_empty() {
            return Err(invalid(vec![FieldErrorDto {
                field: "reason".into(),
                code: "required".into(),
                sentence: "Say why the key is not to be trusted any more.".into(),
            }]));
        }
        let device = {
            let reader = open.workspace.reader()?;
            named(&reader, &args.key)?
        };
        let signing = self.counts(&open, &device)?;
        let reader = open.workspace.reader()?;
        let from = args.from.map_or(u64::MAX, |from| from.0);
        let mut seq = reader.first_seq_from(&device, from)?;
        if device == signing && args.from.is_none() {
            // The revocation itself is signed by the key it revokes, and must still count.
            seq += 1;
        }
        let position = args.from.map_or_else(|| reader.position(), |from| Ok(from.0))?;
        let revocation = self.new_id();
        let whole = |n: u64| Some(Value::Int(i64::try_from(n).unwrap_or(i64::MAX >> 11)));
        let content = Fields::from([
            ("key".to_owned(), Some(Value::from(device.to_string()))),
            ("from-seq".to_owned(), whole(seq)),
            ("position".to_owned(), whole(position)),
            ("reason".to_owned(), Some(Value::from(args.reason.trim()))),
        ]);
        let record = draft("revocation", revocation, content);
        self.seal(&open, Append::new(open.actor(), Act::Edit, vec![record]), revocation, None)
    }

    /// Refuses to say anything of keys with a key that is not known itself: it would not count. The answer is the key
    /// that signs here.
    fn counts(&self, open: &Open, about: &DeviceId) -> Result<DeviceId, ApiError> {
        let own = open.workspace.begin_device()?;
        let reader = open.workspace.reader()?;
        let trust = reader.trust()?;
        let next = reader.first_seq_from(&own, u64::MAX)?;
        if trust.vouched(&own, next) == Vouched::Known {
            return Ok(own);
        }
        let own_words = if own == *about { "itself" } else { "another" };
        Err(ApiError::new(
            "key-unknown",
            format!(
                "The key of this copy is not known, so what it says of {own_words} would not count. Nothing was recorded."
            ),
            "Ask somebody whose key is known to endorse this one: read them its first sixteen digits.",
        ))
    }
}

/// A passphrase shorter than this, in characters, is guessed.
const SHORTEST: usize = 8;

fn too_short(field: &str) -> ApiError {
    invalid(vec![FieldErrorDto {
        field: field.into(),
        code: "too-short".into(),
        sentence: format!(
            "A passphrase has at least {SHORTEST} characters; four words that do not belong together are good."
        ),
    }])
}

pub(crate) fn draft(kind: &str, entity: EntityId, content: Fields) -> RecordDraft {
    RecordDraft { kind: written_kind(kind), entity, on: None, ends: None, content, personal: Fields::new() }
}

/// The records by which the next signer says whose a key is.
pub(crate) fn endorsement(
    app: &App,
    open: &Open,
    reader: &Reader,
    device: &DeviceId,
    person: EntityId,
    name: Option<&str>,
) -> Result<(EntityId, Vec<RecordDraft>), ApiError> {
    let said = app.new_id();
    let mut linking = Linking::new(reader, open.workspace.id(), None);
    let type_ = fitting("endorses", "endorsement", "stakeholder")?;
    linking.link(type_, said, person, Some(said), &BTreeMap::new())?;
    let mut record =
        draft("endorsement", said, Fields::from([("key".into(), Some(Value::from(device.to_string())))]));
    if let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) {
        record.personal.insert("name".into(), Some(Value::from(name)));
    }
    let mut records = vec![record];
    records.append(&mut linking.records);
    Ok((said, records))
}

/// The key whose written form begins so.
fn named(reader: &Reader, key: &str) -> Result<DeviceId, ApiError> {
    let wanted: String = key.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let all: Vec<DeviceId> = reader.signed()?.into_iter().map(|one| one.device).collect();
    let fits: Vec<&DeviceId> = all.iter().filter(|one| one.to_string().starts_with(&wanted)).collect();
    match fits.as_slice() {
        [one] if wanted.len() >= 4 => Ok(**one),
        // A key may be endorsed before anything of it arrives.
        [] if wanted.parse::<DeviceId>().is_ok() => wanted.parse().map_err(|_| no_key(key)),
        [] => Err(no_key(key)),
        _ => Err(ApiError::new(
            "ambiguous",
            format!("“{key}” could be {} keys. Nothing was recorded.", fits.len()),
            "Give more digits, at least four.",
        )
        .about(key)),
    }
}

fn no_key(key: &str) -> ApiError {
    ApiError::new(
        "not-found",
        format!("No key here begins with “{key}”. Nothing was recorded."),
        "`throughline keys` lists them; or give all 64 digits.",
    )
    .about(key)
}

/// The first digits of a key, in fours: enough to be read out and compared.
pub(crate) fn short(device: &DeviceId) -> String {
    let hex = device.to_string();
    let digits: Vec<char> = hex.chars().take(16).collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// What the key of a change is worth.
pub(crate) fn vouched(reader: &Reader, trust: &Trust, change: &ChangeId) -> Result<Vouched, ApiError> {
    Ok(match reader.signed_by(change)? {
        Some((device, seq)) => trust.vouched(&device, seq),
        None => Vouched::Unverified,
    })
}

/// States of all artefacts of a kind of the record.
fn all_states(reader: &Reader, kind: &str) -> Result<Vec<State>, ApiError> {
    let query = ListQuery { kinds: vec![kind.into()], limit: 10_000, ..ListQuery::default() };
    let mut states = Vec::new();
    for card in reader.list(&query, &At::Now)?.rows {
        states.extend(reader.state(&card.id, &At::Now)?);
    }
    Ok(states)
}

fn keys(open: &Open, reader: &Reader) -> Result<Keys, ApiError> {
    let trust = reader.trust()?;
    let own = open.workspace.own_keys()?;
    let (endorsed, introduced, revoked) = (
        all_states(reader, "endorsement")?,
        all_states(reader, "device")?,
        all_states(reader, "revocation")?,
    );
    let mut names = Names::at(reader, &At::Now);
    let (mut rows, mut unverified, mut after) = (Vec::new(), 0, 0);
    let all = reader.signed()?;
    for signed in &all {
        let standing = trust.standing(&signed.device);
        let hex = signed.device.to_string();
        let of_key = |state: &&State| state.text("key") == Some(hex.as_str());
        let name = endorsed
            .iter()
            .chain(&introduced)
            .filter(of_key)
            .find_map(|state| state.text("name").filter(|name| !name.is_empty()))
            .unwrap_or_default();
        let revocation = match standing.revoked_from {
            Some(seq) => {
                let (changes, from) = reader.signed_from(&signed.device, seq)?;
                after += changes;
                let said = revoked.iter().filter(of_key).find(|state| {
                    lookups::whole(state, "from-seq").and_then(|n| u64::try_from(n).ok()) == Some(seq)
                });
                Some(RevocationDto {
                    from: from.map(Into::into),
                    changes: changes.into(),
                    by: said.map_or_else(String::new, |state| names.of(state.created.actor)),
                    at: said.map_or_else(String::new, |state| state.created.at.clone()),
                    reason: said.and_then(|state| state.text("reason")).unwrap_or_default().to_owned(),
                })
            }
            None => None,
        };
        let before = signed.changes - revocation.as_ref().map_or(0, |one| one.changes.0);
        if !standing.known {
            unverified += before;
        }
        let mine = own.iter().find(|key| key.device == signed.device);
        rows.push(KeyDto {
            short: short(&signed.device),
            name: name.to_owned(),
            standing: word(&standing).into(),
            sentence: sentence(&standing, signed, &mut names, reader)?,
            persons: people(reader, &standing.persons)?,
            by_itself: people(reader, &standing.by_itself)?,
            actors: signed
                .actors
                .iter()
                .map(|(actor, count)| KeyActor { name: names.of(*actor), changes: (*count).into() })
                .collect(),
            changes: signed.changes.into(),
            first: signed.first.into(),
            first_at: signed.first_at.clone(),
            last: signed.last.into(),
            last_at: signed.last_at.clone(),
            own: mine.is_some(),
            in_use: mine.is_some_and(|key| key.in_use),
            protected: mine.is_some_and(|key| key.protected),
            open: mine.is_some_and(|key| key.open || !key.protected),
            forked: signed.forked,
            revocation,
            key: hex,
        });
    }
    let begins = open.workspace.read_only().is_none() && !rows.iter().any(|row| row.in_use);
    Ok(Keys { rows, unverified: unverified.into(), revoked: after.into(), begins })
}

fn word(standing: &Standing) -> &'static str {
    match standing {
        Standing { revoked_from: Some(_), .. } => "revoked",
        Standing { founder: true, .. } => "founder",
        Standing { known: true, .. } => "endorsed",
        _ => "unverified",
    }
}

fn sentence(
    standing: &Standing,
    signed: &SignedBy,
    names: &mut Names<'_>,
    reader: &Reader,
) -> Result<String, ApiError> {
    let by = |device: &DeviceId| format!("the key {}", short(device));
    let who = |names: &mut Names<'_>, device: &DeviceId| -> Result<String, ApiError> {
        let persons = reader.trust()?.standing(device).persons;
        Ok(persons.first().map_or_else(|| by(device), |person| names.of(Some(*person))))
    };
    let known = if standing.founder {
        "It began this workspace".to_owned()
    } else if let Some(endorser) = &standing.endorsed_by {
        format!("{} vouches for it", who(names, endorser)?)
    } else if !standing.by_itself.is_empty() {
        "Only the key itself says whose it is".to_owned()
    } else {
        "Nobody whose key is known said whose it is".to_owned()
    };
    let forked = if signed.forked { "; it signed in two copies at once" } else { "" };
    Ok(match (standing.revoked_from, &standing.revoked_by) {
        (Some(_), Some(revoker)) => format!("{known}; revoked by {}{forked}.", who(names, revoker)?),
        _ => format!("{known}{forked}."),
    })
}

fn people(reader: &Reader, ids: &[EntityId]) -> Result<Vec<CardDto>, ApiError> {
    Ok(reader.cards(ids, &At::Now)?.iter().map(|card| cards::card(card, None)).collect())
}
