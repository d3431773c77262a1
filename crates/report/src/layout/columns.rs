//! Which lane and which column a node stands in.

use super::Graph;

/// A lane with at most this many nodes stays one column.
const ONE_COLUMN: usize = 5;
/// A lane never has more columns than this.
const MOST_COLUMNS: usize = 3;

/// Column of each node, and the columns of each lane.
pub(super) struct Columns {
    /// Column of each node, counted over all lanes.
    pub of: Vec<usize>,
    /// First column of each lane, and one past the last lane.
    pub first: Vec<usize>,
}

impl Columns {
    pub(super) fn count(&self) -> usize {
        self.first.last().copied().unwrap_or(0)
    }
}

/// Gives every node without a lane the lane of its neighbours: the earliest of what follows from
/// it, else the latest of what it follows from, else the first.
#[must_use]
pub fn lane_of_floating(graph: &Graph) -> Vec<usize> {
    let last = graph.lanes.max(1) - 1;
    let mut lanes: Vec<Option<usize>> = graph.nodes.iter().map(|n| n.lane.map(|l| l.min(last))).collect();
    // Chains of floating nodes settle one step a round; longer ones than this take the fallback.
    for _ in 0..8 {
        let mut down: Vec<Option<usize>> = vec![None; lanes.len()];
        let mut up: Vec<Option<usize>> = vec![None; lanes.len()];
        for &(a, b) in &graph.links {
            if let (Some(&la), Some(&lb)) = (lanes.get(a), lanes.get(b)) {
                if let (Some(lb), Some(slot)) = (lb, down.get_mut(a)) {
                    *slot = Some(slot.map_or(lb, |s| s.min(lb)));
                }
                if let (Some(la), Some(slot)) = (la, up.get_mut(b)) {
                    *slot = Some(slot.map_or(la, |s| s.max(la)));
                }
            }
        }
        let mut moved = false;
        for (lane, (down, up)) in lanes.iter_mut().zip(down.iter().zip(&up)) {
            if lane.is_none() {
                *lane = down.or(*up);
                moved |= lane.is_some();
            }
        }
        if !moved {
            break;
        }
    }
    lanes.into_iter().map(|l| l.unwrap_or(0)).collect()
}

pub(super) fn assign(graph: &Graph, lanes: &[usize]) -> Columns {
    let depth = depth_inside_lane(graph, lanes);
    let lane_count = graph.lanes.max(1);
    let mut size = vec![0usize; lane_count];
    let mut deepest = vec![0usize; lane_count];
    for (&lane, &d) in lanes.iter().zip(&depth) {
        if let (Some(s), Some(m)) = (size.get_mut(lane), deepest.get_mut(lane)) {
            *s += 1;
            *m = (*m).max(d);
        }
    }
    let widths: Vec<usize> = size
        .iter()
        .zip(&deepest)
        .map(|(&n, &d)| if n <= ONE_COLUMN { 1 } else { (d + 1).min(MOST_COLUMNS) })
        .collect();
    let mut first = Vec::with_capacity(lane_count + 1);
    let mut next = 0;
    for w in &widths {
        first.push(next);
        next += w;
    }
    first.push(next);
    let of = lanes
        .iter()
        .zip(&depth)
        .map(|(&lane, &d)| {
            let start = first.get(lane).copied().unwrap_or(0);
            let width = widths.get(lane).copied().unwrap_or(1);
            start + d.min(width - 1)
        })
        .collect();
    Columns { of, first }
}

/// Longest path to each node along links inside its own lane. Kahn's order; what lies on a cycle
/// keeps the depth reached when the walk stops.
fn depth_inside_lane(graph: &Graph, lanes: &[usize]) -> Vec<usize> {
    let n = graph.nodes.len();
    let mut depth = vec![0usize; n];
    let mut waiting = vec![0usize; n];
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); n];
    for &(a, b) in &graph.links {
        if a != b && a < n && b < n && lanes.get(a) == lanes.get(b) {
            if let Some(list) = next.get_mut(a) {
                list.push(b);
            }
            if let Some(w) = waiting.get_mut(b) {
                *w += 1;
            }
        }
    }
    let mut ready: Vec<usize> = (0..n).filter(|&i| waiting.get(i) == Some(&0)).collect();
    while let Some(i) = ready.pop() {
        let d = depth.get(i).copied().unwrap_or(0);
        for &j in next.get(i).map_or(&[][..], Vec::as_slice) {
            if let (Some(dj), Some(wj)) = (depth.get_mut(j), waiting.get_mut(j)) {
                *dj = (*dj).max(d + 1);
                *wj -= 1;
                if *wj == 0 {
                    ready.push(j);
                }
            }
        }
    }
    depth
}
