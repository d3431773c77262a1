//! Trees and proofs against implementations that share no line with ours: `ct-merkle`, and the port of
//! Go's transparency logs in `tlog_tiles`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof};
use sha2::Sha256;
use throughline_record::Hash;
use throughline_record::merkle::{
    Tree, consistency_proof, inclusion_proof, leaf_hash, verify_consistency, verify_inclusion,
};

/// Sizes around every power of two up to 512, and a few in between.
fn sizes() -> Vec<usize> {
    let mut sizes: Vec<usize> = (1..=40).collect();
    for power in 6..=9 {
        sizes.extend([(1 << power) - 1, 1 << power, (1 << power) + 1, (1 << power) + 13]);
    }
    sizes
}

fn leaf(n: usize) -> Vec<u8> {
    format!("change {n}").into_bytes()
}

fn grown(size: usize) -> (Vec<Hash>, Tree, MemoryBackedTree<Sha256, Vec<u8>>) {
    let (mut hashes, mut ours, mut theirs) = (Vec::new(), Tree::new(), MemoryBackedTree::new());
    for n in 0..size {
        hashes.push(leaf_hash(&leaf(n)));
        ours.push(&leaf(n));
        theirs.push(leaf(n));
    }
    (hashes, ours, theirs)
}

fn joined(path: &[Hash]) -> Vec<u8> {
    path.iter().flat_map(|hash| hash.0).collect()
}

#[test]
fn roots_and_inclusion_paths_are_those_of_the_second_implementation() {
    for size in sizes() {
        let (hashes, ours, theirs) = grown(size);
        assert_eq!(ours.root().0[..], theirs.root().as_bytes()[..], "{size} leaves");
        for index in (0..size).filter(|index| size < 41 || index % 17 == 0 || index + 1 == size) {
            let path = inclusion_proof(&hashes, index).unwrap();
            assert_eq!(joined(&path), theirs.prove_inclusion(index).as_bytes(), "{index} of {size}");
            let read = InclusionProof::<Sha256>::try_from_bytes(joined(&path)).unwrap();
            theirs.root().verify_inclusion(&leaf(index), index as u64, &read).unwrap();
            assert!(verify_inclusion(&ours.root(), size as u64, index as u64, &hashes[index], &path));
            assert!(!verify_inclusion(&ours.root(), size as u64, index as u64 + 1, &hashes[index], &path));
        }
    }
}

#[test]
fn consistency_paths_are_those_of_the_second_implementation() {
    for size in sizes() {
        let (hashes, ours, theirs) = grown(size);
        for old in (1..size).filter(|old| size < 41 || old % 13 == 0 || old.is_power_of_two()) {
            let (_, before, their_before) = grown(old);
            let path = consistency_proof(&hashes, old).unwrap();
            assert_eq!(joined(&path), theirs.prove_consistency(size - old).as_bytes(), "{old} of {size}");
            let read = ConsistencyProof::<Sha256>::try_from_bytes(joined(&path)).unwrap();
            theirs.root().verify_consistency(&their_before.root(), &read).unwrap();
            let check = |root: &Hash| verify_consistency(root, old as u64, &ours.root(), size as u64, &path);
            assert!(check(&before.root()));
            assert!(!check(&Hash([7; 32])));
        }
    }
}

#[test]
fn a_third_implementation_accepts_the_same_paths() {
    let tile = |hash: &Hash| tlog_tiles::Hash(hash.0);
    for size in sizes() {
        let (hashes, ours, _) = grown(size);
        for index in [0, size / 3, size - 1] {
            let path = inclusion_proof(&hashes, index).unwrap().iter().map(tile).collect();
            let (size, index) = (size as u64, index as u64);
            let leaf = tile(&hashes[index as usize]);
            tlog_tiles::check_record(&path, size, tile(&ours.root()), index, leaf).unwrap();
        }
    }
}
