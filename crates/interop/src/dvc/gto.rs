//! Tags by which GTO registers an artifact (`name@v1.2.0`) and says which stage it is in
//! (`name#prod`, `name#prod#3`), with what takes either back.

use std::collections::{BTreeMap, BTreeSet};

use gix::ObjectId;

use crate::git::Tag;

/// What one tag says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// The artifact has this version.
    Registered(String),
    /// The version is withdrawn.
    Withdrawn(String),
    /// The artifact is in this stage.
    Assigned(String),
    /// It left the stage.
    Left(String),
    /// The artifact is no longer to be used.
    Deprecated,
}

/// The artifact a tag is about, and what it says; none if the tag is no GTO tag. A folder before the
/// name is written `folder=name` in tags.
pub(crate) fn read(tag: &str) -> Option<(String, Said)> {
    // `name@v1!#2` is of a version, for all its `#`: a counter.
    let of_stage = tag.split_once('#').filter(|(name, _)| !name.contains('@'));
    if let Some((name, stage)) = of_stage {
        let name = name_of(name)?;
        let (stage, number) = stage.split_once('#').map_or((stage, None), |(s, n)| (s, Some(n)));
        if number.is_some_and(|n| n.is_empty() || !n.bytes().all(|b| b.is_ascii_digit())) {
            return None;
        }
        let (stage, left) = stage.strip_suffix('!').map_or((stage, false), |s| (s, true));
        let stage = is_word(stage).then(|| stage.to_owned())?;
        return Some((name, if left { Said::Left(stage) } else { Said::Assigned(stage) }));
    }
    let (name, version) = tag.split_once('@')?;
    let name = name_of(name)?;
    // A counter after the version tells several events apart and says nothing of itself.
    let version = version.split_once('#').map_or(version, |(v, _)| v);
    if version == "deprecated" {
        return Some((name, Said::Deprecated));
    }
    let (version, withdrawn) = version.strip_suffix('!').map_or((version, false), |v| (v, true));
    let version = is_word(version).then(|| version.to_owned())?;
    Some((name, if withdrawn { Said::Withdrawn(version) } else { Said::Registered(version) }))
}

fn name_of(name: &str) -> Option<String> {
    let name = name.replacen('=', ":", 1);
    let fits = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_./:".contains(c));
    fits.then_some(name)
}

fn is_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || "-_.+".contains(c))
}

/// One GTO tag with what it says.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub tag: Tag,
    pub name: String,
    pub said: Said,
}

/// What stands at the end of all events, by artifact and commit.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    pub versions: Vec<String>,
    pub stages: BTreeSet<String>,
    pub deprecated: bool,
    /// The last event that says something of it.
    pub last: Option<Tag>,
}

/// Replays the events in the order of their times. A stage is held by the commit it was assigned to
/// last.
pub(crate) fn standing(events: &[Event]) -> BTreeMap<(String, ObjectId), Standing> {
    let mut all: BTreeMap<(String, ObjectId), Standing> = BTreeMap::new();
    for event in events {
        let of = (event.name.clone(), event.tag.commit);
        if let Said::Assigned(stage) | Said::Left(stage) = &event.said {
            for ((name, _), other) in &mut all {
                if *name == event.name && other.stages.remove(stage) {
                    other.last = Some(event.tag.clone());
                }
            }
        }
        let own = all.entry(of).or_default();
        own.last = Some(event.tag.clone());
        match &event.said {
            Said::Registered(version) => own.versions.push(version.clone()),
            Said::Withdrawn(version) => own.versions.retain(|v| v != version),
            Said::Assigned(stage) => {
                own.stages.insert(stage.clone());
            }
            Said::Left(_) => {}
            Said::Deprecated => {
                for ((name, _), other) in &mut all {
                    if *name == event.name {
                        other.deprecated = true;
                    }
                }
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_tag_is_read_as_gto_means_it() {
        let said = |tag: &str| read(tag).map(|(name, said)| format!("{name} {said:?}"));
        for (tag, meant) in [
            ("triage@v1.1.0", Some("triage Registered(\"v1.1.0\")")),
            ("triage@v1.1.0!", Some("triage Withdrawn(\"v1.1.0\")")),
            ("triage@v1.1.0!#2", Some("triage Withdrawn(\"v1.1.0\")")),
            ("triage#prod", Some("triage Assigned(\"prod\")")),
            ("triage#prod#3", Some("triage Assigned(\"prod\")")),
            ("triage#prod!#4", Some("triage Left(\"prod\")")),
            ("models=triage@v2", Some("models:triage Registered(\"v2\")")),
            ("triage@deprecated", Some("triage Deprecated")),
            ("v1.0.0-data", None),
            ("triage#prod#x", None),
            ("@v1", None),
            ("triage@", None),
            ("a b@v1", None),
        ] {
            assert_eq!(said(tag).as_deref(), meant, "{tag}");
        }
    }

    #[test]
    fn a_stage_is_where_it_was_assigned_last() {
        let commit = |n: u8| ObjectId::from_bytes_or_panic(&[n; 20]);
        let event = |tag: &str, n: u8, seconds: i64| {
            let (name, said) = read(tag).unwrap();
            let tag = Tag { name: tag.into(), commit: commit(n), seconds, by: None, message: None };
            Event { tag, name, said }
        };
        let events =
            [event("m@v1", 1, 1), event("m#prod#1", 1, 2), event("m@v2", 2, 3), event("m#prod#2", 2, 4)];
        let all = standing(&events);
        let at = |n| &all[&("m".to_owned(), commit(n))];
        assert_eq!((at(1).versions.as_slice(), at(1).stages.len()), (["v1".to_owned()].as_slice(), 0));
        assert!(at(2).stages.contains("prod"));
        let left = [events.as_slice(), &[event("m#prod!#3", 2, 5)]].concat();
        assert!(standing(&left)[&("m".to_owned(), commit(2))].stages.is_empty());
    }
}
