//! Trees against the known vectors of Certificate Transparency and the definition in RFC 6962.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::any_address;
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use throughline_record::merkle::{
    Tree, consistency_proof, inclusion_proof, leaf_hash, root, verify_consistency, verify_inclusion,
};
use throughline_record::{Hash, binding};

/// The leaves and roots of the reference tests of Certificate Transparency (`merkle_tree_test`).
const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn hash(hex_digits: &str) -> Hash {
    format!("sha256:{hex_digits}").parse().unwrap()
}

fn leaves() -> Vec<Vec<u8>> {
    LEAVES.iter().map(|l| hex::decode(l).unwrap()).collect()
}

fn leaf_hashes() -> Vec<Hash> {
    leaves().iter().map(|l| leaf_hash(l)).collect()
}

#[test]
fn roots_are_those_of_certificate_transparency() {
    let leaves = leaves();
    let mut tree = Tree::new();
    assert_eq!(tree.root(), hash(ROOTS[0]));
    for (n, leaf) in leaves.iter().enumerate() {
        tree.push(leaf);
        assert_eq!(tree.root(), hash(ROOTS[n + 1]), "{} leaves", n + 1);
        assert_eq!(root(leaves.iter().take(n + 1)), tree.root());
    }
    assert_eq!(tree.len(), 8);
}

#[test]
fn inclusion_paths_are_those_of_certificate_transparency() {
    let vectors: [(usize, usize, &[&str]); 5] = [
        (0, 1, &[]),
        (
            0,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            &[
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, &[ROOTS[2]]),
        (
            1,
            5,
            &[
                ROOTS[1],
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ];
    for (index, len, path) in vectors {
        let path: Vec<Hash> = path.iter().map(|h| hash(h)).collect();
        assert_eq!(inclusion_proof(&leaf_hashes()[..len], index), Some(path), "leaf {index} of {len}");
    }
}

#[test]
fn consistency_paths_are_those_of_certificate_transparency() {
    let vectors: [(usize, usize, &[&str]); 4] = [
        (1, 1, &[]),
        (
            1,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            &[
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            &[
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ];
    for (old, len, path) in vectors {
        let path: Vec<Hash> = path.iter().map(|h| hash(h)).collect();
        assert_eq!(consistency_proof(&leaf_hashes()[..len], old), Some(path), "{old} of {len}");
    }
}

/// `MTH` of RFC 6962 §2.1, word for word.
fn by_definition(leaves: &[Vec<u8>]) -> [u8; 32] {
    match leaves {
        [] => Sha256::digest(b"").into(),
        [one] => Sha256::digest([&[0][..], one].concat()).into(),
        more => {
            let mut k = 1;
            while k * 2 < more.len() {
                k *= 2;
            }
            let (left, right) = more.split_at(k);
            let both = [&[1][..], &by_definition(left), &by_definition(right)].concat();
            Sha256::digest(both).into()
        }
    }
}

proptest! {
    #[test]
    fn roots_follow_the_definition(leaves in prop::collection::vec(any::<Vec<u8>>(), 0..70)) {
        prop_assert_eq!(root(leaves.iter()), Hash(by_definition(&leaves)));
    }

    #[test]
    fn proofs_prove_their_own_leaf_and_tree_and_nothing_else(len in 1usize..70, index: prop::sample::Index, old: prop::sample::Index, bit in 0usize..256, step: prop::sample::Index) {
        let leaves: Vec<Vec<u8>> = (0..len).map(|n| n.to_be_bytes().to_vec()).collect();
        let hashes: Vec<Hash> = leaves.iter().map(|l| leaf_hash(l)).collect();
        let whole = root(leaves.iter());
        let count = len as u64;

        let index = index.index(len);
        let path = inclusion_proof(&hashes, index).unwrap();
        prop_assert!(verify_inclusion(&whole, count, index as u64, &hashes[index], &path));
        let other = (index + 1) % len;
        if other != index {
            prop_assert!(!verify_inclusion(&whole, count, other as u64, &hashes[index], &path));
            prop_assert!(!verify_inclusion(&whole, count, index as u64, &hashes[other], &path));
        }
        prop_assert!(!verify_inclusion(&whole, count, count, &hashes[index], &path));
        prop_assert!(!verify_inclusion(&whole, count, index as u64, &hashes[index], &[path.clone(), vec![whole]].concat()));

        let old = 1 + old.index(len);
        let before = root(leaves.iter().take(old));
        let between = consistency_proof(&hashes, old).unwrap();
        prop_assert!(verify_consistency(&before, old as u64, &whole, count, &between));
        if old < len {
            prop_assert!(!verify_consistency(&whole, old as u64, &whole, count, &between));
            prop_assert!(!verify_consistency(&before, old as u64, &before, count, &between));
        }

        for (path, proves) in [
            (path, Box::new(|p: &[Hash]| verify_inclusion(&whole, count, index as u64, &hashes[index], p)) as Box<dyn Fn(&[Hash]) -> bool>),
            (between, Box::new(|p: &[Hash]| verify_consistency(&before, old as u64, &whole, count, p))),
        ] {
            if !path.is_empty() {
                let mut bad = path.clone();
                let at = step.index(bad.len());
                bad[at].0[bit / 8] ^= 1 << (bit % 8);
                prop_assert!(!proves(&bad));
                prop_assert!(!proves(&path[1..]));
                prop_assert!(!proves(&path[..path.len() - 1]));
            }
        }
    }

    #[test]
    fn a_binding_names_a_set_of_records(addresses in prop::collection::vec(any_address(), 0..12), shift: prop::sample::Index) {
        let bound = binding::root(addresses.iter().copied());
        let mut turned = addresses.clone();
        if !turned.is_empty() {
            turned.rotate_left(shift.index(addresses.len()));
            turned.push(turned[0]);
        }
        prop_assert_eq!(binding::root(turned), bound, "order and repetition do not matter");
        if let Some((_, fewer)) = addresses.split_first() {
            let lost_none = fewer.contains(&addresses[0]);
            prop_assert_eq!(binding::root(fewer.iter().copied()) == bound, lost_none);
        }
    }
}

#[test]
fn there_is_no_proof_of_what_is_not_there() {
    assert_eq!(inclusion_proof(&leaf_hashes(), 8), None);
    assert_eq!(inclusion_proof(&[], 0), None);
    assert_eq!(consistency_proof(&leaf_hashes(), 0), None);
    assert_eq!(consistency_proof(&leaf_hashes(), 9), None);
    let root = hash(ROOTS[8]);
    assert!(!verify_consistency(&hash(ROOTS[0]), 0, &root, 8, &[]));
    assert!(!verify_consistency(&root, 9, &root, 8, &[]));
    assert!(verify_consistency(&root, 8, &root, 8, &[]));
}
