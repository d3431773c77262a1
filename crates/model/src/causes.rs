//! The causes of a problem as a tree: each answer to “why?” with the deeper answers below it.
//!
//! The record holds a graph, as a cause may explain several others and two people may link in a circle. The
//! tree shows each cause once.

/// One cause where it stands in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Branch {
    /// The cause, by its index.
    pub cause: usize,
    /// How many whys it took: 1 directly below the problem.
    pub level: usize,
    /// The cause it stands under; `None` directly below the problem.
    pub parent: Option<usize>,
    /// Its place among those under the same parent, from 1.
    pub place: usize,
    /// How many stand under the same parent.
    pub of: usize,
}

/// The tree in reading order: a cause, then what is below it. `deeper` names for each cause, in their order,
/// those it is so because of; what is not an index of `deeper` is passed over.
///
/// Those that nothing is because of stand directly below the problem. A cause below several others stands
/// under the first of them; of a circle the first one is taken as the top. Siblings come in the order of
/// their indices, which is the order of the problem's list.
#[must_use]
pub fn tree(deeper: &[Vec<usize>]) -> Vec<Branch> {
    let mut below_some = vec![false; deeper.len()];
    for (above, list) in deeper.iter().enumerate() {
        for &below in list.iter().filter(|&&below| below != above) {
            if let Some(known) = below_some.get_mut(below) {
                *known = true;
            }
        }
    }
    // Which cause each is drawn under is settled first, so that every sibling knows how many there are.
    let mut parent: Vec<Option<usize>> = vec![None; deeper.len()];
    let mut seen = vec![false; deeper.len()];
    let mut tops = Vec::new();
    let free = (0..deeper.len()).filter(|&cause| !below_some[cause]);
    let circles = (0..deeper.len()).filter(|&cause| below_some[cause]);
    for top in free.chain(circles) {
        if seen[top] {
            continue;
        }
        seen[top] = true;
        tops.push(top);
        let mut waiting = vec![top];
        while let Some(above) = waiting.pop() {
            for below in sorted(&deeper[above]) {
                if below < deeper.len() && !seen[below] {
                    seen[below] = true;
                    parent[below] = Some(above);
                    waiting.push(below);
                }
            }
        }
    }
    tops.sort_unstable();
    let children = |of: Option<usize>| -> Vec<usize> {
        match of {
            None => tops.clone(),
            Some(_) => (0..deeper.len()).filter(|&cause| parent[cause] == of).collect(),
        }
    };
    let mut out = Vec::with_capacity(deeper.len());
    let mut waiting: Vec<Branch> = row(None, 1, &children(None));
    waiting.reverse();
    while let Some(branch) = waiting.pop() {
        out.push(branch);
        let below = row(Some(branch.cause), branch.level + 1, &children(Some(branch.cause)));
        waiting.extend(below.into_iter().rev());
    }
    out
}

fn sorted(list: &[usize]) -> Vec<usize> {
    let mut list = list.to_vec();
    list.sort_unstable();
    list
}

fn row(parent: Option<usize>, level: usize, list: &[usize]) -> Vec<Branch> {
    let of = list.len();
    list.iter().enumerate().map(|(at, &cause)| Branch { cause, level, parent, place: at + 1, of }).collect()
}

/// The root causes: the deepest of the tree, several where several are equally deep. A cause directly below
/// the problem is no root cause as long as nobody asked why again; but where it is all there is, it stands in.
#[must_use]
pub fn roots(tree: &[Branch]) -> Vec<usize> {
    let deepest = tree.iter().map(|branch| branch.level).max().unwrap_or(0);
    tree.iter().filter(|branch| branch.level == deepest).map(|branch| branch.cause).collect()
}
