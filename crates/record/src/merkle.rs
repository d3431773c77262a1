//! Merkle trees of RFC 6962 §2.1 (the trees of Certificate Transparency): SHA-256, 0x00 before a
//! leaf, 0x01 before two nodes.

use sha2::{Digest, Sha256};

use crate::id::Hash;

/// The digest of a leaf's bytes.
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([0x00]);
    hasher.update(leaf);
    Hash(hasher.finalize().into())
}

/// The digest of a node over its two sides.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([0x01]);
    hasher.update(left.0);
    hasher.update(right.0);
    Hash(hasher.finalize().into())
}

/// The root over leaves in order. Without leaves it is SHA-256 of nothing.
pub fn root(leaves: impl Iterator<Item = impl AsRef<[u8]>>) -> Hash {
    let mut tree = Tree::new();
    for leaf in leaves {
        tree.push(leaf.as_ref());
    }
    tree.root()
}

/// A tree that grows leaf by leaf and keeps only what its next root needs: the roots of the
/// perfect subtrees it consists of, at most 64.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    len: u64,
    /// One per set bit of `len`, the largest subtree first.
    peaks: Vec<Hash>,
}

impl Tree {
    /// A tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a leaf at the end.
    pub fn push(&mut self, leaf: &[u8]) {
        let mut hash = leaf_hash(leaf);
        // Each low set bit of the length is a perfect subtree as large as the one just finished.
        for _ in 0..self.len.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                hash = node_hash(&left, &hash);
            }
        }
        self.peaks.push(hash);
        self.len += 1;
    }

    /// How many leaves there are.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there are no leaves.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The root over all leaves so far.
    pub fn root(&self) -> Hash {
        self.peaks
            .iter()
            .rev()
            .copied()
            .reduce(|right, left| node_hash(&left, &right))
            .unwrap_or_else(|| Hash::of(b""))
    }
}

/// The root over leaves of which only the [`leaf_hash`]es are at hand.
pub fn root_of(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => Hash::of(b""),
        [one] => *one,
        more => {
            let (left, right) = more.split_at(split(more.len()));
            node_hash(&root_of(left), &root_of(right))
        }
    }
}

/// The largest power of two below `len`, which is at least 2.
fn split(len: usize) -> usize {
    1 << (len - 1).ilog2()
}

/// The path that proves a leaf to the root, lowest first (RFC 6962 §2.1.1). `leaves` are
/// [`leaf_hash`]es. `None` if there is no leaf at `index`.
pub fn inclusion_proof(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    if index >= leaves.len() {
        return None;
    }
    let mut path = Vec::new();
    let (mut rest, mut index) = (leaves, index);
    while rest.len() > 1 {
        let (left, right) = rest.split_at(split(rest.len()));
        if index < left.len() {
            path.push(root_of(right));
            rest = left;
        } else {
            path.push(root_of(left));
            index -= left.len();
            rest = right;
        }
    }
    path.reverse();
    Some(path)
}

/// Whether the path proves that `leaf` (a [`leaf_hash`]) stands at `index` among `len` leaves under
/// `root` (RFC 9162 §2.1.3.2).
pub fn verify_inclusion(root: &Hash, len: u64, index: u64, leaf: &Hash, path: &[Hash]) -> bool {
    if index >= len {
        return false;
    }
    let (mut place, mut last) = (index, len - 1);
    let mut hash = *leaf;
    for sibling in path {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            hash = node_hash(sibling, &hash);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// The path that proves that the first `old` leaves are the beginning of all (RFC 6962 §2.1.2).
/// `leaves` are [`leaf_hash`]es. `None` if `old` is 0 or more than there are.
pub fn consistency_proof(leaves: &[Hash], old: usize) -> Option<Vec<Hash>> {
    if old == 0 || old > leaves.len() {
        return None;
    }
    let mut path = Vec::new();
    let (mut rest, mut old, mut whole) = (leaves, old, true);
    while old < rest.len() {
        let (left, right) = rest.split_at(split(rest.len()));
        if old <= left.len() {
            path.push(root_of(right));
            rest = left;
        } else {
            path.push(root_of(left));
            old -= left.len();
            rest = right;
            whole = false;
        }
    }
    // The verifier has the old root, so a subtree that is the whole old tree is left out.
    if !whole {
        path.push(root_of(rest));
    }
    path.reverse();
    Some(path)
}

/// Whether the path proves that the tree of `old_len` leaves with `old_root` is the beginning of
/// the tree of `len` leaves with `root` (RFC 9162 §2.1.4.2).
pub fn verify_consistency(old_root: &Hash, old_len: u64, root: &Hash, len: u64, path: &[Hash]) -> bool {
    if old_len == 0 || old_len > len {
        return false;
    }
    if old_len == len {
        return path.is_empty() && old_root == root;
    }
    let mut path = path.iter();
    let (mut place, mut last) = (old_len - 1, len - 1);
    let low = place.trailing_ones();
    place >>= low;
    last >>= low;
    let seed = if place == 0 { Some(old_root) } else { path.next() };
    let Some(seed) = seed else {
        return false;
    };
    let (mut old, mut new) = (*seed, *seed);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            old = node_hash(sibling, &old);
            new = node_hash(sibling, &new);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            new = node_hash(&new, sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && old == *old_root && new == *root
}
