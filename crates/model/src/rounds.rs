//! Blind rounds of evaluation: who may see which score, and which cells ask for another round.
//!
//! A round is closed by a seal over its scores. Until then a rater sees their own scores only, or, having said
//! done, everybody's. After it the cells in which raters disagree are open for another round; and whoever has
//! not scored a cell yet may still do so.

/// A cell disagrees if its largest and smallest score are further apart than this.
pub const DISAGREEMENT: f64 = 2.0;

/// What matters of a score to who may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// The rater, by index.
    pub rater: usize,
    /// The round it was given in, from 1.
    pub round: u32,
    /// Its rater said done.
    pub handed_in: bool,
}

/// Whether a viewer sees a score: in a closed round everybody does; in one that is open its own rater, and
/// whoever has handed in their own scores of that round. Without a viewer (somebody who only looks on) an open
/// round is hidden.
#[must_use]
pub fn sees(viewer: Option<usize>, score: &Given, closed: u32, all: &[Given]) -> bool {
    score.round <= closed
        || viewer.is_some_and(|viewer| score.rater == viewer || has_handed_in(viewer, score.round, all))
}

/// Whether a score counts for the figures a viewer is shown: as [`sees`], but one's own score of an open round
/// counts only once it stands among the others'.
#[must_use]
pub fn counts(viewer: Option<usize>, score: &Given, closed: u32, all: &[Given]) -> bool {
    score.round <= closed || viewer.is_some_and(|viewer| has_handed_in(viewer, score.round, all))
}

/// Whether a rater said done in a round. What they add afterwards was given having seen the others'.
#[must_use]
pub fn has_handed_in(rater: usize, round: u32, all: &[Given]) -> bool {
    all.iter().any(|score| score.rater == rater && score.round == round && score.handed_in)
}

/// Whether raters are so far apart that the cell asks for another round.
#[must_use]
pub fn disagrees(spread: Option<f64>) -> bool {
    spread.is_some_and(|spread| spread > DISAGREEMENT)
}

/// Whether a cell is open to a rater in the round after `closed`: in the first round every cell is; later those
/// that disagreed, and those the rater never scored.
#[must_use]
pub fn open_to(disagreed: bool, scored_before: bool, closed: u32) -> bool {
    closed == 0 || disagreed || !scored_before
}

/// Which of one rater's scores of one cell stands: that of the latest round; within a round the one recorded
/// last. Scores are given as round and any order of recording.
#[must_use]
pub fn standing<T: Ord>(scores: &[(u32, T)]) -> Option<usize> {
    (0..scores.len())
        .max_by(|&a, &b| scores[a].0.cmp(&scores[b].0).then_with(|| scores[a].1.cmp(&scores[b].1)))
}
