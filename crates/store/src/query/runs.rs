//! Deployments as the rules of rollout see them, and what a write must be refused for.

use std::collections::HashMap;

use throughline_model::rollout::{Run, percent_words, refused};
use throughline_model::{LINK_KIND, State, written_kind};
use throughline_record::{EntityId, Fields, RecordDraft, Value, date, decimal};

use super::{At, Card, ListQuery, Reader};
use crate::error::Result;

impl Reader {
    /// Every deployment that was not removed, the oldest first.
    ///
    /// # Errors
    /// [`crate::StoreError::Query`] if the moment is not one.
    pub fn runs(&self, at: &At) -> Result<Vec<Run>> {
        let query = ListQuery {
            kinds: vec!["deployment".into()],
            sort: vec![("created_at".into(), false)],
            ..ListQuery::default()
        };
        let mut products: HashMap<EntityId, Option<EntityId>> = HashMap::new();
        let mut out = Vec::new();
        for card in self.list(&query, at)?.rows {
            let Some(state) = self.state(&card.id, at)? else { continue };
            let mut product = None;
            for release in self.linked(&card.id, "includes", false, at)? {
                product = product.or(self.product_of(&mut products, release.id, at)?);
            }
            let bundle = self.linked(&card.id, "deploys", true, at)?.first().map(|bundle| bundle.id);
            out.push(run(&card, &state, product, bundle));
        }
        Ok(out)
    }

    fn product_of(
        &self,
        known: &mut HashMap<EntityId, Option<EntityId>>,
        release: EntityId,
        at: &At,
    ) -> Result<Option<EntityId>> {
        if let Some(product) = known.get(&release) {
            return Ok(*product);
        }
        let product = self.linked(&release, "of-product", true, at)?.first().map(|product| product.id);
        known.insert(release, product);
        Ok(product)
    }

    /// Why records that are about to be written are refused, as a sentence: a share that is none, or two
    /// deployments that cannot both be, as together they would serve more than all of an audience. What stood
    /// there before is no reason. `now` is the moment they are recorded at.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn rollout_refusal(&self, records: &[RecordDraft], now: &str) -> Result<Option<String>> {
        let kind = written_kind("deployment");
        let written: Vec<&RecordDraft> = records.iter().filter(|record| record.kind == kind).collect();
        if written.is_empty() {
            return Ok(None);
        }
        let before = self.runs(&At::Now)?;
        let mut after = before.clone();
        let mut touched = Vec::new();
        let mut products = HashMap::new();
        for record in written {
            touched.push(record.entity);
            let product = match self.included_by(records, record.entity) {
                // A release that comes in with this very change is not known yet; its product stands beside it.
                Some(release) => match second_end(records, "of-product", release) {
                    Some(product) => Some(product),
                    None if self.exists(&release)? => self.product_of(&mut products, release, &At::Now)?,
                    None => None,
                },
                None => None,
            };
            if !after.iter().any(|run| run.id == record.entity) {
                // New, or removed until now.
                let known = self.state(&record.entity, &At::Now)?;
                let card = self.cards(&[record.entity], &At::Now)?.into_iter().next();
                let mut made = match (&known, &card) {
                    (Some(state), Some(card)) => run(card, state, product, None),
                    _ => new(record.entity, date::millis(now).unwrap_or_default()),
                };
                made.product = made.product.or(product);
                after.push(made);
            }
            if let Some(at) = after.iter().position(|run| run.id == record.entity) {
                let gone = record.content.get("removed").map(|value| value == &Some(Value::Bool(true)));
                if gone == Some(true) {
                    after.remove(at);
                } else if let Some(run) = after.get_mut(at) {
                    overlay(run, &record.content);
                    let set = record.content.contains_key("share");
                    if let Some(share) = run.share.filter(|share| set && !(0.0..=100.0).contains(share)) {
                        let said = percent_words(share);
                        return Ok(Some(format!(
                            "{} would have a share of {said}: it lies between 0 and 100.",
                            run.words
                        )));
                    }
                }
            }
        }
        Ok(refused(&before, &after, &touched).map(|clash| clash.sentence))
    }

    /// The release that the same change includes an entity in.
    fn included_by(&self, records: &[RecordDraft], entity: EntityId) -> Option<EntityId> {
        records.iter().filter(|record| record.kind == written_kind(LINK_KIND)).find_map(|record| {
            let ends = record.ends.as_ref()?;
            (ends.type_ == "includes" && ends.to == entity).then_some(ends.from)
        })
    }
}

/// What a link that is about to be written leads to from an entity.
fn second_end(records: &[RecordDraft], type_: &str, from: EntityId) -> Option<EntityId> {
    let ends = records.iter().filter_map(|record| record.ends.as_ref());
    ends.filter(|ends| ends.type_ == type_ && ends.from == from).map(|ends| ends.to).next()
}

fn new(id: EntityId, recorded: i64) -> Run {
    Run {
        id,
        words: "The new one".into(),
        product: None,
        bundle: None,
        environment: String::new(),
        audience: String::new(),
        segment: String::new(),
        share: None,
        status: String::new(),
        from: None,
        until: None,
        recorded,
    }
}

fn run(card: &Card, state: &State, product: Option<EntityId>, bundle: Option<EntityId>) -> Run {
    let text = |field: &str| state.text(field).unwrap_or_default().trim().to_owned();
    let moment = |field: &str| state.text(field).and_then(date::millis);
    Run {
        id: card.id,
        words: if card.title.is_empty() {
            card.short.clone()
        } else {
            format!("{} “{}”", card.short, card.title)
        },
        product,
        bundle,
        environment: text("environment"),
        audience: text("audience"),
        segment: text("segment"),
        share: state.text("share").and_then(decimal::to_f64).filter(|share| share.is_finite()),
        status: card.status.clone().unwrap_or_default(),
        from: moment("from"),
        until: moment("until"),
        recorded: date::millis(&card.created_at).unwrap_or_default(),
    }
}

/// A deployment as a record makes it.
fn overlay(run: &mut Run, content: &Fields) {
    let text =
        |value: &Option<Value>| value.as_ref().and_then(Value::as_text).unwrap_or_default().trim().to_owned();
    for (name, value) in content {
        match name.as_str() {
            "environment" => run.environment = text(value),
            "audience" => run.audience = text(value),
            "segment" => run.segment = text(value),
            "status" => run.status = text(value),
            "from" => run.from = date::millis(&text(value)),
            "until" => run.until = date::millis(&text(value)),
            "share" => run.share = decimal::to_f64(&text(value)).filter(|share| share.is_finite()),
            "title" if run.words == "The new one" => run.words = format!("“{}”", text(value)),
            _ => {}
        }
    }
}
