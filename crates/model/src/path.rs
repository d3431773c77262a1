//! The path of a release: the order in which its stages were really visited.
//!
//! Work is hardly ever recorded stage by stage, so a visit is not a run of records: it begins with
//! the first record of a stage that lies further than all since the last loop-back, or with a
//! loop-back. What is recorded later for a stage the work had left already is counted as late; it
//! makes no visit, because nobody said that the team went back.

use crate::stage::Stage;

/// The stages a path leads through, in the order of the thread.
pub const LANES: &[Stage] = &[
    Stage::Empathise,
    Stage::Define,
    Stage::Ideate,
    Stage::Prototype,
    Stage::Test,
    Stage::Build,
    Stage::Live,
];

/// A piece of recorded work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// Its stage; one outside [`LANES`] belongs to no visit.
    pub stage: Stage,
    /// When it was so, milliseconds since 1970.
    pub at: i64,
}

/// A recorded return to an earlier stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Return {
    /// Stage it leaves.
    pub from: Stage,
    /// Stage it returns to.
    pub to: Stage,
    /// When, milliseconds since 1970.
    pub at: i64,
}

/// One stay in a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// Where.
    pub stage: Stage,
    /// Since when, milliseconds since 1970.
    pub from: i64,
    /// When something was last recorded there, milliseconds since 1970.
    pub to: i64,
    /// How many artefacts.
    pub artefacts: u64,
    /// The loop-back that led here: its place in the list given.
    pub by: Option<usize>,
}

/// Where a release went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Path {
    /// In order of time.
    pub visits: Vec<Visit>,
    /// Artefacts recorded for a stage after the work had left it, without a loop-back to it; in the
    /// order of the thread, stages without any left out.
    pub late: Vec<(Stage, u64)>,
}

/// The path that work and returns make. Neither needs to be in order.
#[must_use]
pub fn path(work: &[Work], returns: &[Return]) -> Path {
    let lane = |stage: Stage| LANES.iter().position(|s| *s == stage);
    // At one instant a loop-back comes before the work that follows it.
    let mut events: Vec<(i64, bool, usize)> = work.iter().enumerate().map(|(n, w)| (w.at, true, n)).collect();
    events.extend(returns.iter().enumerate().map(|(n, r)| (r.at, false, n)));
    events.sort_unstable();
    let mut visits: Vec<Visit> = Vec::new();
    let mut late = vec![0_u64; LANES.len()];
    for (at, is_work, n) in events {
        let (stage, by) = match (is_work, work.get(n), returns.get(n)) {
            (true, Some(w), _) => (w.stage, None),
            (false, _, Some(r)) => (r.to, Some(n)),
            _ => continue,
        };
        let Some(place) = lane(stage) else { continue };
        let current = visits.last().and_then(|v| lane(v.stage));
        match (by, current) {
            (None, Some(here)) if place < here => {
                if let Some(count) = late.get_mut(place) {
                    *count += 1;
                }
            }
            (None, Some(here)) if place == here => {
                if let Some(visit) = visits.last_mut() {
                    visit.to = at;
                    visit.artefacts += 1;
                }
            }
            _ => visits.push(Visit { stage, from: at, to: at, artefacts: u64::from(is_work), by }),
        }
    }
    let late = LANES.iter().copied().zip(late).filter(|(_, n)| *n > 0).collect();
    Path { visits, late }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn work(list: &[(Stage, i64)]) -> Vec<Work> {
        list.iter().map(|(stage, at)| Work { stage: *stage, at: *at }).collect()
    }

    fn stages(path: &Path) -> Vec<Stage> {
        path.visits.iter().map(|v| v.stage).collect()
    }

    #[test]
    fn without_a_loop_back_the_path_goes_forward_only() {
        let list = work(&[
            (Stage::Define, 20),
            (Stage::Empathise, 10),
            (Stage::Empathise, 11),
            (Stage::Test, 40),
            (Stage::Empathise, 30),
        ]);
        let path = path(&list, &[]);
        assert_eq!(stages(&path), [Stage::Empathise, Stage::Define, Stage::Test]);
        assert_eq!(path.visits.first().map(|v| (v.from, v.to, v.artefacts)), Some((10, 11, 2)));
        assert_eq!(path.late, [(Stage::Empathise, 1)]);
    }

    #[test]
    fn a_loop_back_begins_a_new_visit_to_the_stage_it_names() {
        let list = work(&[(Stage::Ideate, 1), (Stage::Test, 5), (Stage::Ideate, 7), (Stage::Test, 9)]);
        let back = [Return { from: Stage::Test, to: Stage::Ideate, at: 7 }];
        let path = path(&list, &back);
        assert_eq!(stages(&path), [Stage::Ideate, Stage::Test, Stage::Ideate, Stage::Test]);
        assert_eq!(path.visits.get(2).map(|v| (v.by, v.artefacts)), Some((Some(0), 1)));
        assert!(path.late.is_empty());
    }

    #[test]
    fn a_second_loop_back_before_any_work_is_a_visit_of_its_own() {
        let list = work(&[(Stage::Test, 5)]);
        let back = [
            Return { from: Stage::Test, to: Stage::Ideate, at: 7 },
            Return { from: Stage::Ideate, to: Stage::Empathise, at: 8 },
        ];
        assert_eq!(stages(&path(&list, &back)), [Stage::Test, Stage::Ideate, Stage::Empathise]);
    }

    #[test]
    fn what_belongs_to_no_stage_makes_no_visit() {
        assert_eq!(path(&work(&[(Stage::Any, 1), (Stage::People, 2)]), &[]), Path::default());
    }

    proptest! {
        #[test]
        fn every_piece_of_work_is_in_one_visit_or_late_and_only_loop_backs_lead_back(
            list in prop::collection::vec((0..LANES.len(), 0_i64..50), 0..60),
            backs in prop::collection::vec((0..LANES.len(), 0_i64..50), 0..8),
        ) {
            let work: Vec<Work> = list.iter().map(|(s, at)| Work { stage: LANES[*s], at: *at }).collect();
            let backs: Vec<Return> =
                backs.iter().map(|(s, at)| Return { from: Stage::Live, to: LANES[*s], at: *at }).collect();
            let path = path(&work, &backs);
            let counted: u64 = path.visits.iter().map(|v| v.artefacts).sum::<u64>()
                + path.late.iter().map(|(_, n)| n).sum::<u64>();
            prop_assert_eq!(counted, work.len() as u64);
            prop_assert_eq!(path.visits.iter().filter(|v| v.by.is_some()).count(), backs.len());
            for two in path.visits.windows(2) {
                prop_assert!(two[0].from <= two[1].from);
                prop_assert!(two[1].by.is_some() || two[1].stage > two[0].stage);
            }
        }
    }
}
