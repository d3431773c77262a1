//! Suspect links: made against a state of an end that has changed since in a field that matters.
//!
//! A link keeps the revision of both ends that it was made or last confirmed against. A change counts where it replaces
//! or clears what was said before; a blank that is filled in later takes nothing back. Confirming it is making
//! it again: the newest revisions are kept then, and it is suspect no more.

use throughline_record::EntityId;

use crate::kinds::kind;
use crate::links::{Flow, LinkType, link};

/// A place in the log: a change's position with the index of a record in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The change's position, from 1.
    pub position: u64,
    /// The record's index in it.
    pub index: u32,
}

/// A link one of whose ends has changed since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The link's own entity.
    pub link: EntityId,
    /// Its type.
    pub type_: String,
    /// The end named first.
    pub from: EntityId,
    /// The end named second.
    pub to: EntityId,
    /// The end that changed.
    pub changed: EntityId,
    /// The last change of that end in a field that matters.
    pub at: Place,
}

/// Links that do not flow and yet claim something of what stands at their ends: a reading is of the metric as it
/// was defined, a dispute is about the idea as it was.
const CLAIMS: &[&str] = &["measured-by", "guarded-by", "about", "can-measure", "disputes", "rolls-back-to"];

/// Whether links of a type can become suspect. Membership and mention (`includes`, `owned-by`, `comments-on` …)
/// claim nothing of the content of their ends; a part (an option, a cause) changes with its whole; a stance is bound to
/// the text it was given on ([`crate::stances`]).
#[must_use]
pub fn can_be_suspect(type_: &LinkType) -> bool {
    !type_.parts && type_.name != "on" && (type_.flow != Flow::None || CLAIMS.contains(&type_.name))
}

/// Whether a change in this field of a kind makes links to it suspect.
#[must_use]
pub fn matters(of_kind: &str, field: &str) -> bool {
    kind(of_kind).and_then(|kind| kind.field(field)).is_some_and(|field| field.matters)
}

/// The last change of an end that the link does not know of. `made` is the place of the record that made or last
/// confirmed the link, `against` the revision of the end it names (none: the end as it was with that change),
/// `changes` where the end changed in a field that matters, in any order. What one change does to the end and to
/// the link is known to both.
#[must_use]
pub fn changed_since(made: Place, against: Option<Place>, changes: &[Place]) -> Option<Place> {
    let later = |place: &&Place| match against {
        Some(against) => **place > against && place.position != made.position,
        None => place.position > made.position,
    };
    changes.iter().filter(later).max().copied()
}

/// The end of a suspect link from which what it may have led astray begins: its downstream end, or where nothing flows
/// the end named first, which is the one that claims something.
#[must_use]
pub fn leads_to(suspect: &Suspect) -> EntityId {
    match link(&suspect.type_).map(|l| l.flow) {
        Some(Flow::Forward) => suspect.to,
        _ => suspect.from,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(position: u64, index: u32) -> Place {
        Place { position, index }
    }

    #[test]
    fn an_end_that_changed_after_the_link_was_made_makes_it_suspect() {
        type Case = (&'static str, Place, Option<Place>, &'static [Place], Option<Place>);
        const CASES: &[Case] = &[
            ("nothing changed", at(5, 1), Some(at(3, 0)), &[at(3, 0)], None),
            ("it changed later", at(5, 1), Some(at(3, 0)), &[at(3, 0), at(9, 0)], Some(at(9, 0))),
            ("the last change counts", at(5, 1), Some(at(3, 0)), &[at(9, 0), at(7, 0)], Some(at(9, 0))),
            ("made together with it", at(5, 1), None, &[at(5, 0)], None),
            ("made together, changed later", at(5, 1), None, &[at(5, 0), at(6, 0)], Some(at(6, 0))),
            ("one change set a field and the link", at(5, 1), Some(at(3, 0)), &[at(3, 0), at(5, 0)], None),
            ("it came from a copy that did not know", at(5, 1), Some(at(3, 0)), &[at(4, 0)], Some(at(4, 0))),
            ("confirmed after the change", at(9, 0), Some(at(7, 0)), &[at(3, 0), at(7, 0)], None),
        ];
        for (what, made, against, changes, expected) in CASES {
            assert_eq!(changed_since(*made, *against, changes), *expected, "{what}");
        }
    }

    #[test]
    fn membership_and_parts_are_never_suspect() {
        let can = |name: &str| link(name).is_some_and(can_be_suspect);
        for name in ["rests-on", "supports", "addresses", "trained-on", "about", "disputes"] {
            assert!(can(name), "{name}");
        }
        for name in ["includes", "owned-by", "relates-to", "option-of", "cause-of", "seals", "waives", "on"] {
            assert!(!can(name), "{name}");
        }
        assert!(CLAIMS.iter().all(|name| link(name).is_some()));
    }

    #[test]
    fn only_fields_that_matter_count() {
        assert!(matters("problem", "need") && matters("metric", "definition") && matters("idea", "title"));
        assert!(
            !matters("problem", "currency") && !matters("idea", "status") && !matters("nonsense", "title")
        );
    }

    #[test]
    fn doubt_begins_where_a_link_leads() {
        let id = |n: u8| EntityId::from_bytes([n; 16]);
        let of = |type_: &str| Suspect {
            link: id(9),
            type_: type_.into(),
            from: id(1),
            to: id(2),
            changed: id(1),
            at: at(1, 0),
        };
        // `supports` flows forward; what rests on something is named first; a reading claims something of its metric.
        assert_eq!(leads_to(&of("supports")), id(2));
        assert_eq!(leads_to(&of("rests-on")), id(1));
        assert_eq!(leads_to(&of("about")), id(1));
    }
}
