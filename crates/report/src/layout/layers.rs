//! Layers of a graph that has no lanes of its own, such as the components of a system.

use std::collections::HashSet;

/// How many layers nodes that touch nothing are spread over at least.
const SPREAD: usize = 4;

/// The layer of each node: the longest way to it. A link that closes a circle is left out for this, beginning
/// from what nothing leads to and then from the nodes in their order, so that who comes first stands first.
/// Nodes without links are spread over the layers there are. Linear in nodes and links.
#[must_use]
pub fn layers(nodes: usize, links: &[(usize, usize)]) -> Vec<usize> {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    let (mut led_to, mut linked) = (HashSet::new(), HashSet::new());
    for &(up, down) in links {
        if up == down || down >= nodes {
            continue;
        }
        if let Some(list) = next.get_mut(up) {
            list.push(down);
            led_to.insert(down);
            linked.extend([up, down]);
        }
    }
    let sources: Vec<usize> = (0..nodes).filter(|at| !led_to.contains(at)).collect();
    let (order, ahead) = without_circles(&next, sources.into_iter().chain(0..nodes));
    let mut layer = vec![0usize; nodes];
    for at in order {
        let here = layer.get(at).copied().unwrap_or(0);
        for &down in ahead.get(at).map_or(&[][..], Vec::as_slice) {
            if let Some(there) = layer.get_mut(down) {
                *there = (*there).max(here + 1);
            }
        }
    }
    let width = (layer.iter().copied().max().unwrap_or(0) + 1).max(SPREAD.min(nodes));
    let mut alone = 0;
    for (at, layer) in layer.iter_mut().enumerate() {
        if !linked.contains(&at) {
            *layer = alone % width;
            alone += 1;
        }
    }
    layer
}

/// The nodes so that links lead ahead, and the links that do: a walk in depth leaves out each link to a node it
/// is still inside of.
fn without_circles(next: &[Vec<usize>], from: impl Iterator<Item = usize>) -> (Vec<usize>, Vec<Vec<usize>>) {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Inside,
        Left,
    }
    let mut marks = vec![Mark::New; next.len()];
    let mut ahead: Vec<Vec<usize>> = vec![Vec::new(); next.len()];
    let mut left = Vec::with_capacity(next.len());
    let mut mark = |at: usize, as_: Mark| marks.get_mut(at).map(|mark| std::mem::replace(mark, as_));
    for root in from {
        if mark(root, Mark::Inside) != Some(Mark::New) {
            mark(root, Mark::Left);
            continue;
        }
        let mut stack = vec![(root, 0)];
        while let Some((at, child)) = stack.pop() {
            let Some(&down) = next.get(at).and_then(|list| list.get(child)) else {
                mark(at, Mark::Left);
                left.push(at);
                continue;
            };
            stack.push((at, child + 1));
            let was = mark(down, Mark::Inside);
            match was {
                Some(Mark::Inside) => continue,
                Some(Mark::New) => stack.push((down, 0)),
                Some(Mark::Left) => {
                    mark(down, Mark::Left);
                }
                None => continue,
            }
            if let Some(list) = ahead.get_mut(at) {
                list.push(down);
            }
        }
    }
    left.reverse();
    (left, ahead)
}
