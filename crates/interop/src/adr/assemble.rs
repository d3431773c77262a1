//! From parsed records to decisions, options and people with their links and revisions.

use std::collections::{BTreeMap, BTreeSet};

use throughline_record::{Fields, Value};

use super::find::Text;
use super::markdown::key;
use super::names::{Index, Target, is_generic, number, title_from};
use super::own::StanceRead;
use super::parsed::{Adr, Mention};
use crate::fields::{digest, set, set_value, set_words};
use crate::taken::{Level, Line, SourceItem, SourceLink, SourceRevision};

/// A record with everything it ever said.
pub(crate) struct Record {
    /// Where it lies now.
    pub path: String,
    /// Every path it lay at, the current one first.
    pub paths: Vec<String>,
    /// Oldest first.
    pub versions: Vec<(Text, Adr)>,
    /// What was noticed while it was found.
    pub lines: Vec<Line>,
}

impl Record {
    /// The path it was first written at: a rename does not change what it is.
    fn birth_path(&self) -> &str {
        self.versions.first().map_or(self.path.as_str(), |(text, _)| text.path.as_str())
    }

    fn birth(&self) -> &str {
        self.versions.first().map_or("", |(text, _)| &text.rev)
    }
}

pub(crate) struct Assembly {
    records: Vec<Record>,
    keys: Vec<String>,
    index: Index,
    people: BTreeMap<String, String>,
    lines: Vec<Line>,
}

impl Assembly {
    pub(crate) fn new(records: Vec<Record>) -> Self {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut index = Index::default();
        let mut keys = vec![String::new(); records.len()];
        // Two files can have been born at one path, one after the other. The elder keeps the plain
        // path, so that its key stays what it was before the younger came.
        let mut by_age: Vec<(usize, &Record)> = records.iter().enumerate().collect();
        by_age.sort_by_key(|(_, r)| r.versions.first().map(|(text, _)| text.on.clone()));
        for (place, record) in by_age {
            let mut key = record.birth_path().to_owned();
            if !taken.insert(key.clone()) {
                let birth = record.birth();
                key = format!("{key}@{}", birth.get(..12).unwrap_or(birth));
                taken.insert(key.clone());
            }
            if let Some(free) = keys.get_mut(place) {
                free.clone_from(&key);
            }
        }
        for (record, key) in records.iter().zip(&keys) {
            index.add(key, &record.path, &record.paths);
        }
        Self { records, keys, index, people: BTreeMap::new(), lines: Vec::new() }
    }

    pub(crate) fn items(mut self) -> (Vec<SourceItem>, Vec<Line>) {
        let mut decisions = Vec::new();
        let mut options = Vec::new();
        let mut stances = Vec::new();
        let reused = self.reused();
        let records = std::mem::take(&mut self.records);
        let keys = std::mem::take(&mut self.keys);
        for (record, key) in records.iter().zip(&keys) {
            let (decision, parts, said) = self.record(record, key);
            self.tell(record, key, &parts, reused.get(key));
            decisions.push(decision);
            options.extend(parts);
            stances.extend(said);
        }
        // People first, then decisions, then what hangs on them: a reader of the change meets
        // nothing before it exists.
        let mut items: Vec<SourceItem> = self
            .people
            .iter()
            .map(|(key, name)| {
                let mut fields = Fields::new();
                set(&mut fields, "title", name);
                let revision = SourceRevision {
                    rev: digest(&fields, &[]),
                    on: None,
                    said_by: None,
                    note: None,
                    fields,
                    links: Vec::new(),
                };
                SourceItem::new(key.clone(), "stakeholder", vec![revision])
            })
            .collect();
        items.extend(decisions);
        items.extend(options);
        items.extend(stances);
        (items, self.lines)
    }

    /// Keys of records whose number others have too, with a sentence.
    fn reused(&self) -> BTreeMap<String, String> {
        let mut out = BTreeMap::new();
        let path_of: BTreeMap<&String, &String> =
            self.keys.iter().zip(self.records.iter().map(|r| &r.path)).collect();
        for (number, keys) in self.index.reused() {
            for key in &keys {
                let others: Vec<&str> = keys
                    .iter()
                    .filter(|k| *k != key)
                    .filter_map(|k| path_of.get(k).map(|p| p.as_str()))
                    .collect();
                out.insert(
                    key.clone(),
                    format!("{} is also the number of {}", number.shown, others.join(", ")),
                );
            }
        }
        out
    }

    fn record(&mut self, record: &Record, key: &str) -> (SourceItem, Vec<SourceItem>, Vec<SourceItem>) {
        let mut revisions = Vec::new();
        let mut options = Parts::of("option");
        let mut stances = Parts::of("stance");
        for (text, adr) in &record.versions {
            let fields = decision_fields(text, adr, &record.path);
            let mut links = Vec::new();
            for (names, link) in [(&adr.drivers_by, "driven-by"), (&adr.deciders, "decided-by")] {
                for name in names {
                    let person = self.person(name, adr.own.is_some());
                    add(&mut links, SourceLink::out(link, person));
                }
            }
            for mention in &adr.supersedes {
                if let Target::Record(to) = self.index.follow(mention, &text.path)
                    && to != key
                {
                    add(&mut links, SourceLink::out("supersedes", to));
                }
            }
            for mention in &adr.superseded_by {
                if let Target::Record(by) = self.index.follow(mention, &text.path)
                    && by != key
                {
                    let mut link = SourceLink::out("supersedes", by);
                    link.out = false;
                    add(&mut links, link);
                }
            }
            options.at(text, adr, key, &mut links);
            let said = adr.own.as_ref().map_or(&[][..], |own| own.stances.as_slice());
            let said: Vec<(&StanceRead, Option<String>)> =
                said.iter().map(|s| (s, (!s.who.is_empty()).then(|| self.person(&s.who, true)))).collect();
            stances.positions(text, &said, key);
            revisions.push(SourceRevision {
                rev: text.rev.clone(),
                on: text.on.clone(),
                said_by: text.said_by.clone(),
                note: text.note.clone(),
                fields,
                links,
            });
        }
        let mut decision = SourceItem::new(key, "decision", revisions);
        decision.number = record.versions.last().and_then(|(_, adr)| adr.own.as_ref()?.number);
        (decision, options.items(), stances.items())
    }

    /// The key of a person. Spellings of one name are one person; a file of ours tells people apart by
    /// their names as they are.
    fn person(&mut self, name: &str, exact: bool) -> String {
        let plain = format!("person/{}", key(name));
        let taken = self.people.get(&plain).is_some_and(|known| known != name);
        let person = if exact && (taken || plain == "person/") { format!("person/={name}") } else { plain };
        self.people.entry(person.clone()).or_insert_with(|| name.to_owned());
        person
    }

    /// The report on one record, as it stands now.
    fn tell(&mut self, record: &Record, record_key: &str, options: &[SourceItem], reused: Option<&String>) {
        let Some((text, adr)) = record.versions.last() else {
            return;
        };
        let path = record.path.as_str();
        let title = title_of(adr, path);
        let status = adr.status.as_ref();
        let status = match status {
            Some(s) if key(&s.said) == s.taken => s.taken.to_owned(),
            Some(s) => format!("{} (“{}”)", s.taken, s.said),
            None => "proposed (none given)".to_owned(),
        };
        let removed = |o: &&SourceItem| o.current().is_some_and(|r| r.fields.contains_key("removed"));
        let count = options.len() - options.iter().filter(removed).count();
        self.lines.push(Line::new(
            Level::Taken,
            path,
            "record",
            format!(
                "“{title}”: {}, {}, {}, {status}",
                adr.style.label(),
                counted(record.versions.len(), "revision"),
                counted(count, "option"),
            ),
        ));
        self.lines.extend(record.lines.iter().cloned());
        if let Some(sentence) = reused {
            self.lines.push(Line::new(Level::Warning, path, "reused-number", sentence.as_str()));
        }
        match &adr.title {
            None => self.lines.push(Line::new(
                Level::Warning,
                path,
                "missing-title",
                format!("the record has no title; “{title}” comes from the file's name"),
            )),
            Some(given) if is_generic(given) => self.lines.push(Line::new(
                Level::Warning,
                path,
                "missing-title",
                format!("“{given}” is the template's title; “{title}” comes from the file's name"),
            )),
            Some(_) => {}
        }
        if adr.status.is_none() {
            self.lines.push(Line::new(
                Level::Warning,
                path,
                "no-status",
                "the record gives no status; taken as proposed",
            ));
        }
        for line in &adr.lines {
            let mut line = line.clone();
            line.place = format!("{path}:{}", line.place);
            self.lines.push(line);
        }
        for (mentions, verb) in [(&adr.supersedes, "supersedes"), (&adr.superseded_by, "is superseded by")] {
            for mention in mentions {
                self.tell_mention(mention, verb, path, &text.path, record_key);
            }
        }
    }

    fn tell_mention(&mut self, mention: &Mention, verb: &str, path: &str, from: &str, record_key: &str) {
        let place = format!("{path}:{}", mention.line);
        match self.index.follow(mention, from) {
            Target::Record(key) if key == record_key => self.lines.push(Line::new(
                Level::Warning,
                place,
                "dangling-link",
                format!("it {verb} “{}”, which is the record itself; no link was made", mention.text),
            )),
            Target::Record(_) => {}
            Target::Several(keys) => self.lines.push(Line::new(
                Level::Warning,
                place,
                "ambiguous-link",
                format!(
                    "it {verb} “{}”, which may be any of {}; no link was made",
                    mention.text,
                    keys.join(", ")
                ),
            )),
            Target::Nowhere => self.lines.push(Line::new(
                Level::Warning,
                place,
                "dangling-link",
                format!("it {verb} “{}”, which is none of these records; no link was made", mention.text),
            )),
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn add(links: &mut Vec<SourceLink>, link: SourceLink) {
    if !links.contains(&link) {
        links.push(link);
    }
}

fn title_of(adr: &Adr, path: &str) -> String {
    match &adr.title {
        Some(title) if !is_generic(title) => title.clone(),
        _ => title_from(path),
    }
}

fn decision_fields(text: &Text, adr: &Adr, path: &str) -> Fields {
    let mut fields = Fields::new();
    set(&mut fields, "title", &title_of(adr, path));
    set(&mut fields, "context", &adr.context);
    set(&mut fields, "drivers", &adr.drivers);
    set(&mut fields, "outcome", &adr.outcome);
    set(&mut fields, "rationale", &adr.rationale);
    set(&mut fields, "consequences", &adr.consequences);
    set(&mut fields, "confirmation", &adr.confirmation);
    set(&mut fields, "notes", &adr.notes);
    set(&mut fields, "decided-on", adr.date.as_deref().unwrap_or(""));
    set(&mut fields, "status", adr.status.as_ref().map_or("proposed", |s| s.taken));
    let mut tags = adr.tags.clone();
    if let Some(own) = &adr.own {
        set(&mut fields, "method", &own.method);
        set(&mut fields, "review-date", &own.review_date);
        set(&mut fields, "revisit-when", &own.revisit_when);
    } else if let (Some(number), _) = number(path) {
        let bare = number.shown.chars().all(|c| c.is_ascii_digit());
        tags.push(if bare { format!("ADR-{}", number.shown) } else { number.shown });
    }
    set_words(&mut fields, "tags", &tags);
    set_words(&mut fields, "consulted", &adr.consulted);
    set_words(&mut fields, "informed", &adr.informed);
    // The whole text as it stands, whatever was understood of it.
    set_value(&mut fields, "original", Value::Text(text.text.clone()));
    fields
}

/// The options or stances of one record over its revisions.
struct Parts {
    kind: &'static str,
    order: Vec<String>,
    revisions: BTreeMap<String, Vec<SourceRevision>>,
}

impl Parts {
    fn of(kind: &'static str) -> Self {
        Self { kind, order: Vec::new(), revisions: BTreeMap::new() }
    }

    fn at(&mut self, text: &Text, adr: &Adr, decision: &str, links: &mut Vec<SourceLink>) {
        let mut present: BTreeSet<String> = BTreeSet::new();
        for (place, option) in adr.options.iter().enumerate() {
            let slug = key(&option.title).replace(' ', "-");
            let mut option_key = format!("{decision}#{slug}");
            let mut n = 2;
            while !present.insert(option_key.clone()) {
                option_key = format!("{decision}#{slug}-{n}");
                n += 1;
            }
            let mut fields = Fields::new();
            set(&mut fields, "title", &option.title);
            set(&mut fields, "description", &option.description);
            set(&mut fields, "for", &option.for_.join("\n"));
            set(&mut fields, "against", &option.against.join("\n"));
            set(&mut fields, "order", &format!("a{place:04}"));
            let part_of = vec![SourceLink::out("option-of", decision)];
            self.push(&option_key, text, fields, part_of);
            let outcome = match (&adr.own, &adr.chosen) {
                (Some(own), _) => own.fates.get(place).map(String::as_str).filter(|f| !f.is_empty()),
                (None, Some(chosen)) => Some(if *chosen == option.title { "chosen" } else { "rejected" }),
                (None, None) => None,
            };
            if let Some(outcome) = outcome {
                let mut link = SourceLink::out("decides", option_key);
                set(&mut link.fields, "outcome", outcome);
                add(links, link);
            }
        }
        self.without(&present, text);
    }

    /// Where people stand. Whoever stood somewhere and is no longer named has taken that back.
    fn positions(&mut self, text: &Text, said: &[(&StanceRead, Option<String>)], decision: &str) {
        let mut present: BTreeSet<String> = BTreeSet::new();
        for (stance, person) in said {
            let who = person.as_deref().unwrap_or("person/");
            let mut stance_key = format!("{decision}#stance/{who}");
            let mut n = 2;
            while !present.insert(stance_key.clone()) {
                stance_key = format!("{decision}#stance/{who}-{n}");
                n += 1;
            }
            let mut fields = Fields::new();
            set(&mut fields, "position", &stance.position);
            set(&mut fields, "given", &stance.given);
            set(&mut fields, "reason", &stance.reason);
            set(&mut fields, "answer", &stance.answer);
            let mut links = vec![SourceLink::out("on", decision)];
            links.extend(person.as_ref().map(|person| SourceLink::out("by", person.clone())));
            self.push(&stance_key, text, fields, links);
        }
        self.without(&present, text);
    }

    /// What a revision no longer names is taken out of sight.
    fn without(&mut self, present: &BTreeSet<String>, text: &Text) {
        let gone: Vec<String> = self.order.iter().filter(|k| !present.contains(*k)).cloned().collect();
        for part_key in gone {
            let before = self.revisions.get(&part_key).and_then(|r| r.last());
            if let Some(before) = before.filter(|r| !r.fields.contains_key("removed")) {
                let (mut fields, links) = (before.fields.clone(), before.links.clone());
                set_value(&mut fields, "removed", Value::Bool(true));
                self.push(&part_key, text, fields, links);
            }
        }
    }

    /// Adds a revision, if the part is not as it was.
    fn push(&mut self, option_key: &str, text: &Text, fields: Fields, links: Vec<SourceLink>) {
        let revisions = self.revisions.entry(option_key.to_owned()).or_default();
        if revisions.is_empty() {
            self.order.push(option_key.to_owned());
        }
        if revisions.last().is_some_and(|r| r.fields == fields) {
            return;
        }
        revisions.push(SourceRevision {
            rev: text.rev.clone(),
            on: text.on.clone(),
            said_by: text.said_by.clone(),
            note: text.note.clone(),
            fields,
            links,
        });
    }

    fn items(mut self) -> Vec<SourceItem> {
        let kind = self.kind;
        self.order
            .iter()
            .filter_map(|key| {
                let revisions = self.revisions.remove(key)?;
                Some(SourceItem::new(key.clone(), kind, revisions))
            })
            .collect()
    }
}
