//! Bindings: naming a set of records, so that a stance, a freeze or sealed scores hold to exactly
//! those, and still verify after parts were erased.

use std::collections::BTreeSet;

use crate::id::{Address, Hash};
use crate::merkle;

/// The RFC 6962 root over the addresses, sorted by change id and index, each once. A leaf is the
/// change's 32 bytes and the index in four, most significant first.
pub fn root(addresses: impl IntoIterator<Item = Address>) -> Hash {
    let sorted: BTreeSet<Address> = addresses.into_iter().collect();
    merkle::root(sorted.iter().map(leaf))
}

fn leaf(address: &Address) -> Vec<u8> {
    [&address.change.0[..], &address.index.to_be_bytes()].concat()
}
