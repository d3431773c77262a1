//! Links across the parts of a thread that are not shown.

use std::collections::{HashMap, HashSet};

use throughline_record::EntityId;

/// A link of the map, direct or across parts that are not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Joined {
    /// The link's entity id; of a bridge, those of its first and last link.
    pub id: String,
    /// Type's name; of a bridge, that of its first link.
    pub type_: String,
    /// Read from the upstream end.
    pub label: String,
    pub up: EntityId,
    pub down: EntityId,
}

/// Takes the artefacts that are not shown out of a graph and joins what led to them with what
/// followed from them, once a pair and only where no link joins the two already. A reader then
/// still sees that an idea led to a decision, although the option between them is left out.
pub(crate) fn bridge(
    links: Vec<Joined>,
    shown: impl Fn(&EntityId) -> bool,
    name: impl Fn(&EntityId) -> String,
) -> Vec<Joined> {
    let (kept, cut): (Vec<Joined>, Vec<Joined>) =
        links.into_iter().partition(|l| shown(&l.up) && shown(&l.down));
    let mut out: HashMap<EntityId, Vec<&Joined>> = HashMap::new();
    for link in cut.iter().filter(|l| !shown(&l.up)) {
        out.entry(link.up).or_default().push(link);
    }
    let mut pairs: HashSet<(EntityId, EntityId)> = kept.iter().map(|l| (l.up, l.down)).collect();
    let mut bridges = Vec::new();
    for first in cut.iter().filter(|l| shown(&l.up)) {
        let mut met = HashSet::from([first.down]);
        let mut wait = vec![first.down];
        while let Some(part) = wait.pop() {
            for &last in out.get(&part).map_or(&[][..], Vec::as_slice) {
                if !shown(&last.down) {
                    if met.insert(last.down) {
                        wait.push(last.down);
                    }
                } else if last.down != first.up && pairs.insert((first.up, last.down)) {
                    bridges.push(Joined {
                        id: format!("{}+{}", first.id, last.id),
                        type_: first.type_.clone(),
                        label: format!("through {} to", name(&first.down)),
                        up: first.up,
                        down: last.down,
                    });
                }
            }
        }
    }
    kept.into_iter().chain(bridges).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn id(n: u8) -> EntityId {
        format!("00000000-0000-7000-8000-0000000000{n:02}").parse().expect("an entity id")
    }

    fn links(pairs: &[(u8, u8)]) -> Vec<Joined> {
        pairs
            .iter()
            .map(|&(up, down)| Joined {
                id: format!("{up}>{down}"),
                type_: "t".into(),
                label: "leads to".into(),
                up: id(up),
                down: id(down),
            })
            .collect()
    }

    /// Entities from 50 on are not shown.
    fn joined(pairs: &[(u8, u8)]) -> Vec<String> {
        bridge(links(pairs), |e| *e < id(50), |_| "OPT-1".into()).into_iter().map(|l| l.id).collect()
    }

    #[test]
    fn a_part_between_two_becomes_a_bridge_that_names_it() {
        let all = bridge(links(&[(1, 50), (50, 2)]), |e| *e < id(50), |_| "OPT-1".into());
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].up, all[0].down, all[0].label.as_str()), (id(1), id(2), "through OPT-1 to"));
    }

    #[test]
    fn a_chain_of_parts_is_crossed_and_a_cycle_among_them_ends() {
        assert_eq!(joined(&[(1, 50), (50, 51), (51, 50), (51, 2)]), ["1>50+51>2"]);
    }

    #[test]
    fn two_that_are_linked_already_get_no_bridge_and_nothing_leads_to_itself() {
        assert_eq!(joined(&[(1, 2), (1, 50), (50, 2)]), ["1>2"]);
        assert!(joined(&[(1, 50), (50, 1)]).is_empty());
    }

    #[test]
    fn two_parts_between_the_same_two_make_one_bridge() {
        assert_eq!(joined(&[(1, 50), (50, 2), (1, 51), (51, 2)]).len(), 1);
    }

    #[test]
    fn a_part_at_the_end_of_the_thread_leaves_nothing() {
        assert!(joined(&[(50, 1), (2, 51)]).is_empty());
    }
}
