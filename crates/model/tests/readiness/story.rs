//! Releases told in a few words.
//!
//! Statements are separated by `;`. `KIND KEY field=value …` records an artefact of the release, `around KIND KEY …`
//! one beside it; `KEY type KEY field=value …` links two. Values: `1..2..3` is a range, `yes` and `no` are said as
//! such, `[a:int,b:text]` is a schema, `{x,y}` are the names of arms, `_` stands for a space. `status=` and `made=`
//! (when it was recorded) are the artefact's own.

use std::collections::{BTreeMap, HashMap};

use throughline_model::readiness::{Decided, Entity, Gap, Judged, Known, ReleaseFacts, Tie, judge};
use throughline_model::suspect::{Place, Suspect};
use throughline_model::{kind, link};
use throughline_record::{EntityId, Value};

pub const TODAY: &str = "2026-10-01";

/// A release and what its artefacts are called.
pub struct Story {
    pub known: Known,
    keys: HashMap<String, EntityId>,
}

pub fn tell(text: &str) -> Story {
    let mut story = Story { known: Known { today: TODAY.into(), ..Known::default() }, keys: HashMap::new() };
    for statement in text.split(';').map(str::trim).filter(|s| !s.is_empty()) {
        story.say(statement);
    }
    story
}

impl Story {
    fn say(&mut self, statement: &str) {
        let (around, words) = match statement.strip_prefix("around ") {
            Some(rest) => (true, rest),
            None => (false, statement),
        };
        let words: Vec<&str> = words.split_whitespace().collect();
        if kind(words[0]).is_some() {
            self.add(words[0], words[1], &words[2..], !around);
        } else {
            let type_ = link(words[1]).unwrap_or_else(|| panic!("no link {}: {statement}", words[1]));
            let (from, to) = (self.id(words[0]), self.id(words[2]));
            let ends = [(from, type_.from), (to, type_.to)];
            for (id, allowed) in ends {
                let entity = self.known.entities.iter().find(|entity| entity.id == id).unwrap();
                assert!(allowed.allows(&entity.kind), "{statement}");
            }
            let margin = words.get(3).and_then(|word| word.strip_prefix("margin="));
            let margin = margin.map(|margin| margin.parse().unwrap());
            self.known.ties.push(Tie { type_: type_.name.into(), from, to, margin });
            if let Some(outcome) = words.get(3).and_then(|word| word.strip_prefix("outcome=")) {
                self.decide(from, to, outcome);
            }
        }
    }

    fn add(&mut self, name: &str, key: &str, words: &[&str], included: bool) {
        let table = kind(name).unwrap();
        let n = self.known.entities.len() as u8 + 1;
        let id = EntityId::from_bytes([n; 16]);
        let mut fields: BTreeMap<String, Value> = words.iter().map(|word| value(word)).collect();
        let mut own = |field: &str| fields.remove(field).and_then(|v| v.as_text().map(str::to_owned));
        let status = own("status").unwrap_or_else(|| table.statuses[0].into());
        let created_at = own("made").unwrap_or_else(|| format!("2026-08-01T10:00:{n:02}.000Z"));
        let title = own("title").unwrap_or_else(|| key.to_owned());
        for field in fields.keys() {
            let known = table.field(field).is_some_and(|f| f.link().is_none());
            assert!(known, "{name} has no value {field}");
        }
        assert!(table.statuses.contains(&status.as_str()), "{name} is never {status}");
        let short = format!("{}-{n}", table.prefix.unwrap_or("X"));
        let entity = Entity { id, short, kind: name.into(), title, status, created_at, included, fields };
        if name == "product" {
            self.known.product = Some(id);
        }
        if name == "release" {
            self.known.release = Some(id);
        }
        self.known.entities.push(entity);
        assert!(self.keys.insert(key.into(), id).is_none(), "{key} twice");
    }

    /// An accepted decision says something; of two, the later one counts.
    fn decide(&mut self, decision: EntityId, of: EntityId, outcome: &str) {
        let accepted = self.known.entities.iter().any(|e| e.id == decision && e.status == "accepted");
        if accepted {
            self.known.decided.insert(of, Decided { outcome: outcome.into(), decision });
        }
    }

    pub fn id(&self, key: &str) -> EntityId {
        *self.keys.get(key).unwrap_or_else(|| panic!("nobody told of {key}"))
    }

    /// An end of a link changed after the link was made.
    pub fn suspect(mut self, from: &str, type_: &str, to: &str, changed: &str) -> Story {
        let (from, to, changed) = (self.id(from), self.id(to), self.id(changed));
        let link = EntityId::from_bytes([200; 16]);
        let at = Place { position: 9, index: 0 };
        self.known.suspects.push(Suspect { link, type_: type_.into(), from, to, changed, at });
        self
    }

    pub fn judged(&self) -> Vec<Judged> {
        judge(&ReleaseFacts::new(self.known.clone()))
    }

    pub fn rule(&self, number: u8) -> Judged {
        self.judged().into_iter().find(|judged| judged.rule.number == number).unwrap()
    }

    pub fn gaps(&self, number: u8) -> Vec<Gap> {
        self.rule(number).open().cloned().collect()
    }
}

fn value(word: &str) -> (String, Value) {
    let (name, text) = word.split_once('=').unwrap_or_else(|| panic!("{word} is no field"));
    let maps = |key: &str, list: &str| {
        let each = |one: &str| {
            let mut map = BTreeMap::new();
            match one.split_once(':') {
                Some((name, ty)) => {
                    map.insert("name".to_owned(), Value::from(name));
                    map.insert(key.to_owned(), Value::from(ty));
                }
                None => {
                    map.insert("name".to_owned(), Value::from(one));
                }
            }
            Value::Map(map)
        };
        Value::List(list.split(',').map(each).collect())
    };
    let value = if let Some(list) = text.strip_prefix('[') {
        maps("type", list.trim_end_matches(']'))
    } else if let Some(list) = text.strip_prefix('{') {
        maps("share", list.trim_end_matches('}'))
    } else if text == "yes" || text == "no" {
        Value::Bool(text == "yes")
    } else if let [low, likely, high] = text.split("..").collect::<Vec<_>>()[..] {
        let pairs = [("low", low), ("likely", likely), ("high", high)];
        Value::Map(pairs.iter().map(|(k, v)| ((*k).to_owned(), Value::from(*v))).collect())
    } else {
        Value::Text(text.replace('_', " "))
    };
    (name.into(), value)
}
