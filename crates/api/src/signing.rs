//! Signatures: by the person at the keyboard, with a key that is theirs, over records as they stand.

use std::collections::BTreeMap;

use throughline_model::kinds::MEANINGS;
use throughline_model::stances::text_records;
use throughline_model::{Stamp, State};
use throughline_record::{Act, Address, DeviceId, EntityId, Fields, Value, binding, date};
use throughline_store::{Append, Artefact, At, Card, Reader};

use crate::App;
use crate::app::Open;
use crate::cards;
use crate::decisions::others;
use crate::dto::{
    ApiError, FieldErrorDto, GetArgs, MeaningDto, SignArgs, SignPreview, SignatureDto, Signatures,
};
use crate::error::invalid;
use crate::keys::{self, draft};
use crate::linking::{Linking, fitting};
use crate::lookups::{self, is, moment};

/// What a stance says of itself; its answer comes from others.
const STANCE: &[&str] = &["position", "reason"];

/// Erasures that a value may have been recorded again through, at most.
const AGAIN: usize = 16;

impl App {
    pub(crate) fn sign_preview(&self, args: GetArgs) -> Result<SignPreview, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let id = reader.resolve(&args.id, &At::Now)?;
        let artefact = reader.get(&id, &At::Now)?;
        let (addresses, binds) = bound(&reader, &artefact, &At::Now)?;
        let signer =
            open.actor().map(|actor| lookups::card(&reader, &actor, &At::Now)).transpose()?.flatten();
        let device = open.workspace.signing_device()?;
        let refused = refusal(&open, &reader, &artefact, device.as_ref())?;
        let protected = match &device {
            Some(device) => open.workspace.is_protected(device)?,
            None => false,
        };
        let first = match &device {
            Some(device) => reader.trust()?.standing(device).persons.is_empty(),
            None => true,
        };
        Ok(SignPreview {
            meanings: MEANINGS
                .iter()
                .map(|meaning| MeaningDto {
                    meaning: (*meaning).into(),
                    statement: statement(meaning, &artefact.card),
                })
                .collect(),
            card: cards::card(&artefact.card, None),
            signer: signer.as_ref().map(|card| cards::card(card, None)),
            binds,
            records: addresses.len().into(),
            protected,
            key: device.as_ref().map(keys::short).unwrap_or_default(),
            first,
            refused: refused.map(|error| error.message),
        })
    }

    pub(crate) fn sign(&self, args: SignArgs) -> Result<SignatureDto, ApiError> {
        let open = self.opened()?;
        let mut errors = Vec::new();
        if !MEANINGS.contains(&args.meaning.as_str()) {
            errors.push(FieldErrorDto {
                field: "meaning".into(),
                code: "not-a-choice".into(),
                sentence: format!("Say what the signature means: {}.", MEANINGS.join(", ")),
            });
        }
        if args.printed_name.as_deref().is_some_and(|name| name.trim().is_empty()) {
            errors.push(FieldErrorDto {
                field: "printed_name".into(),
                code: "required".into(),
                sentence: "Write your name as it is to be printed.".into(),
            });
        }
        if !errors.is_empty() {
            return Err(invalid(errors));
        }
        let id = open.workspace.reader()?.resolve(&args.id, &At::Now)?;
        // What can be told before a key is begun.
        {
            let reader = open.workspace.reader()?;
            let artefact = reader.get(&id, &At::Now)?;
            let device = open.workspace.signing_device()?;
            if let Some(error) = refusal(&open, &reader, &artefact, device.as_ref())? {
                return Err(error);
            }
        }
        let device = open.workspace.begin_device()?;
        let confirmed = confirm(&open, &device, &args)?;
        let reader = open.workspace.reader()?;
        let position = reader.position()?;
        let artefact = reader.get(&id, &At::Now)?;
        if let Some(error) = refusal(&open, &reader, &artefact, Some(&device))? {
            return Err(error);
        }
        let Some(actor) = open.actor() else { return Err(nobody()) };
        let name = lookups::card(&reader, &actor, &At::Now)?.map(|card| card.title).unwrap_or_default();
        let (addresses, _) = bound(&reader, &artefact, &At::Now)?;
        let count = i64::try_from(addresses.len()).unwrap_or(i64::MAX);
        let root = binding::root(addresses).to_string();
        let now = date::from_millis(i64::try_from(self.env.clock.millis()).unwrap_or(i64::MAX));
        let declared = args.statement.as_deref().map(str::trim).filter(|said| !said.is_empty());
        let declared = declared.map_or_else(|| statement(&args.meaning, &artefact.card), str::to_owned);
        let printed = args.printed_name.as_deref().map_or(name.as_str(), str::trim);

        let signature = self.new_id();
        let text = |text: &str| Some(Value::from(text));
        let mut record = draft(
            "signature",
            signature,
            Fields::from([
                ("statement".to_owned(), text(&declared)),
                ("meaning".to_owned(), text(&args.meaning)),
                ("root".to_owned(), text(&root)),
                ("records".to_owned(), Some(Value::Int(count))),
                ("confirmed-by".to_owned(), text(confirmed)),
                ("signed-at".to_owned(), text(&now)),
            ]),
        );
        record.personal.insert("printed-name".into(), text(printed));
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        let none = BTreeMap::new();
        let signs = fitting("signs", "signature", &artefact.card.kind)?;
        linking.link(signs, signature, id, Some(signature), &none)?;
        let by = fitting("signed-by", "signature", "stakeholder")?;
        linking.link(by, signature, actor, Some(signature), &none)?;
        let mut records = vec![record];
        records.append(&mut linking.records);
        if artefact.card.kind == "stance" && artefact.state.text("given") != Some("signed") {
            let given = Fields::from([("given".to_owned(), text("signed"))]);
            records.push(draft("stance", id, given));
        }
        if reader.trust()?.standing(&device).persons.is_empty() {
            let (_, said) = keys::endorsement(self, &open, &reader, &device, actor, None)?;
            records.extend(said);
        }
        let mut append = Append::new(Some(actor), Act::Sign, records);
        append.expect_head = Some(position);
        drop(reader);
        open.workspace.append(append)?;
        let reader = open.workspace.reader()?;
        let made =
            signatures_of(&reader, &id, &At::Now)?.into_iter().find(|one| one.id == signature.to_string());
        made.ok_or_else(|| crate::error::internal("the signature was recorded and is not shown"))
    }

    pub(crate) fn signatures(&self, args: GetArgs) -> Result<Signatures, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let id = reader.resolve(&args.id, &at)?;
        Ok(Signatures { rows: signatures_of(&reader, &id, &at)? })
    }
}

/// The signatures under an artefact that were known at a moment, in the order they were given.
///
/// # Errors
/// Those of the questions it asks.
pub(crate) fn signatures_of(
    reader: &Reader,
    entity: &EntityId,
    at: &At,
) -> Result<Vec<SignatureDto>, ApiError> {
    let given = reader.linked(entity, "signs", false, at)?;
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let artefact = reader.get(entity, at)?;
    let now = bound(reader, &artefact, at).ok().map(|(addresses, _)| binding::root(addresses).to_string());
    let trust = reader.trust_at(at)?;
    let mut rows = Vec::new();
    for card in given.iter().filter(|card| !card.removed) {
        let Some(state) = reader.state(&card.id, at)? else { continue };
        let signer = lookups::first_link(reader, &card.id, "signed-by", true, at)?;
        let made = state.created.address.change;
        let (device, seq) = reader.signed_by(&made)?.unwrap_or((DeviceId([0; 32]), 0));
        let standing = trust.standing(&device);
        let text = |field: &str| match state.text(field) {
            Some(text) => text.to_owned(),
            None if state.erased(field) => "(erased)".into(),
            None => String::new(),
        };
        let root = text("root");
        let bound = signer.as_ref().is_some_and(|signer| standing.persons.contains(&signer.id));
        let mut row = SignatureDto {
            id: card.id.to_string(),
            of: cards::card(&artefact.card, None),
            signer: signer.as_ref().map_or_else(cards::nothing, |signer| cards::card(signer, None)),
            printed_name: text("printed-name"),
            meaning: text("meaning"),
            statement: text("statement"),
            at: text("signed-at"),
            position: reader.position_of(&made)?.unwrap_or(0).into(),
            records: u64::try_from(lookups::whole(&state, "records").unwrap_or(0)).unwrap_or(0).into(),
            confirmed_by: text("confirmed-by"),
            vouched: trust.vouched(&device, seq).as_str().into(),
            key: keys::short(&device),
            by_itself: signer.as_ref().is_some_and(|signer| standing.by_itself.contains(&signer.id)),
            bound,
            current: now.as_deref() == Some(root.as_str()),
            line: String::new(),
            root,
        };
        row.line = line(&row);
        rows.push(row);
    }
    rows.sort_by_key(|a| a.position);
    Ok(rows)
}

/// What stands under a print: name, meaning, time, and what it is worth.
fn line(row: &SignatureDto) -> String {
    let name = if row.printed_name.is_empty() { &row.signer.title } else { &row.printed_name };
    let mut line = format!("Signed by {name} ({}), {}", row.meaning, row.at);
    let mut but: Vec<&str> = Vec::new();
    match row.vouched.as_str() {
        "unverified" => but.push("the key is unverified"),
        "revoked" => but.push("the key was revoked before"),
        _ if !row.bound => but.push("the key is not known as the signer’s"),
        _ if row.by_itself => but.push("nobody else says whose the key is"),
        _ => {}
    }
    if row.confirmed_by != "passphrase" {
        but.push("without a passphrase");
    }
    if !row.current {
        but.push("what was signed changed since");
    }
    if !but.is_empty() {
        line.push_str(&format!("; {}", but.join("; ")));
    }
    line
}

fn statement(meaning: &str, card: &Card) -> String {
    let what = match card.kind.as_str() {
        "stance" => "this stance and the text it is given on",
        "decision" => "this decision, its options and the stances on it",
        "release" => "this release as it was frozen",
        _ => "this as it stands here",
    };
    match meaning {
        "approval" => format!("I have read {what} and approve it."),
        "review" => format!("I have reviewed {what}."),
        "responsibility" => format!("I take responsibility for {what}."),
        "authorship" => format!("I wrote {what}."),
        _ => format!("I was a witness to {what}."),
    }
}

fn nobody() -> ApiError {
    ApiError::new(
        "no-person",
        "Nobody is at the keyboard, so nobody can sign. Nothing was recorded.",
        "Say who you are in the sidebar, or with --as.",
    )
}

/// Why the person at the keyboard cannot sign this with this key; `None` if they can.
fn refusal(
    open: &Open,
    reader: &Reader,
    artefact: &Artefact,
    device: Option<&DeviceId>,
) -> Result<Option<ApiError>, ApiError> {
    let Some(actor) = open.actor() else { return Ok(Some(nobody())) };
    if artefact.card.kind == "stance" {
        let whose = artefact.links.iter().find(|link| is(link, "by", true)).map(|link| &link.other);
        if whose.map(|card| card.id) != Some(actor) {
            let name = whose.map_or("nobody", |card| card.title.as_str());
            return Ok(Some(ApiError::new(
                "not-yours-to-sign",
                format!(
                    "This is the stance of {name}, and nobody signs for another person. Nothing was recorded."
                ),
                "Let them sign at their own keyboard, or switch to them in the sidebar if the key is theirs.",
            )));
        }
    }
    if artefact.card.kind == "release" {
        let frozen = crate::freezing::frozen(reader, &artefact.card.id, &At::Now)?;
        if frozen.is_none_or(|frozen| !frozen.changed.is_empty()) {
            return Ok(Some(ApiError::new(
                "not-frozen",
                "A release is signed as it was frozen, and this one is not frozen, or changed since. Nothing was recorded.",
                "Freeze it first.",
            )));
        }
    }
    let Some(device) = device else { return Ok(None) };
    let trust = reader.trust()?;
    let standing = trust.standing(device);
    if standing.revoked_from.is_some() {
        return Ok(Some(ApiError::new(
            "key-revoked",
            "The key of this copy was revoked; its signature would be worth nothing. Nothing was recorded.",
            "Begin with a fresh copy of the workspace, and have its key endorsed.",
        )));
    }
    if !standing.persons.is_empty() && !standing.persons.contains(&actor) {
        let whose = reader.cards(&standing.persons, &At::Now)?;
        let names: Vec<&str> = whose.iter().map(|card| card.title.as_str()).collect();
        return Ok(Some(ApiError::new(
            "not-your-key",
            format!(
                "The key of this copy is that of {}, and nobody signs for another person. Nothing was recorded.",
                names.join(" and ")
            ),
            "Sign on your own computer; or have somebody whose key is known endorse this key as yours too.",
        )));
    }
    Ok(None)
}

/// Makes sure that whoever signs holds the key; the answer is how.
fn confirm(open: &Open, device: &DeviceId, args: &SignArgs) -> Result<&'static str, ApiError> {
    if open.workspace.is_protected(device)? {
        let Some(passphrase) = &args.passphrase else {
            return Err(ApiError::new(
                "passphrase-needed",
                "Signing asks for the passphrase of the key, each time. Nothing was recorded.",
                "Give it and sign again.",
            ));
        };
        open.workspace.prove_passphrase(&passphrase.0)?;
        return Ok("passphrase");
    }
    if args.key_only {
        return Ok("key-only");
    }
    Err(ApiError::new(
        "no-passphrase",
        "The key has no passphrase yet, so whoever sits at this computer could sign. Nothing was recorded.",
        "Set a passphrase first; or sign with the key alone, which the signature will say.",
    ))
}

/// The records that a signature under an artefact binds, and what that is in words.
fn bound(reader: &Reader, artefact: &Artefact, at: &At) -> Result<(Vec<Address>, String), ApiError> {
    let state = as_first_said(reader, artefact.state.clone())?;
    let heads = |state: &State, fields: &[&str]| -> Vec<Address> {
        fields.iter().filter_map(|name| Some(state.fields.get(*name)?.shown()?.set.address)).collect()
    };
    let decided = |decision: &Artefact| -> Result<Vec<Address>, ApiError> {
        let options = others(reader, &decision.links, "option-of", false, at)?
            .into_iter()
            .map(|option| as_first_said(reader, option.state))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(text_records(&as_first_said(reader, decision.state.clone())?, &options, true))
    };
    Ok(match artefact.card.kind.as_str() {
        "stance" => {
            let mut addresses = heads(&state, STANCE);
            if let Some(link) = artefact.links.iter().find(|link| is(link, "on", true)) {
                addresses.extend(decided(&reader.get(&link.other.id, at)?)?);
            }
            (addresses, "The position and the reason, and the text of the decision with its options.".into())
        }
        "decision" => {
            let mut addresses = decided(artefact)?;
            for stance in others(reader, &artefact.links, "on", false, at)? {
                addresses.extend(heads(&as_first_said(reader, stance.state)?, STANCE));
            }
            (addresses, "The question, the options, the answer, and every stance on it.".into())
        }
        "release" => {
            let addresses = reader.records_of_release(&artefact.card.id)?;
            (addresses, "Everything the freeze sealed, and its seal.".into())
        }
        _ => {
            let fields: Vec<&str> = state
                .fields
                .keys()
                .map(String::as_str)
                .filter(|name| !matches!(*name, "number" | "order"))
                .collect();
            (heads(&state, &fields), "Every field as it stands.".into())
        }
    })
}

/// The state with each value where it was said first, if an erasure of something beside it recorded it again: the
/// same words are not another text.
pub(crate) fn as_first_said(reader: &Reader, mut state: State) -> Result<State, ApiError> {
    for _ in 0..AGAIN {
        let mut moved: Vec<(String, Stamp)> = Vec::new();
        for (name, field) in &state.fields {
            let Some(head) = field.shown().filter(|head| !head.erased) else { continue };
            let Some(position) = reader.erasing_change(&head.set.address.change)? else { continue };
            let before = reader.state(&state.entity, &At::Position(position.saturating_sub(1)))?;
            let was = before.and_then(|before| Some(before.fields.get(name)?.shown()?.set.clone()));
            moved.extend(was.map(|was| (name.clone(), was)));
        }
        if moved.is_empty() {
            break;
        }
        for (name, stamp) in moved {
            if let Some(head) = state.fields.get_mut(&name).and_then(|field| field.heads.last_mut()) {
                head.set = stamp;
            }
        }
    }
    Ok(state)
}
