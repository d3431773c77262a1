//! Hashing of bytes and a table of counts by hash: one look per cell, nothing allocated, the same on every machine.

/// A multiplier without small factors, from the golden ratio, and a second one that is independent of it.
const FIRST: u64 = 0x9e37_79b9_7f4a_7c15;
const SECOND: u64 = 0xe703_7ed1_a0b4_28db;

fn folded(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ ((product >> 64) as u64)
}

/// A hash of bytes, never 0. Not for adversaries: who builds collisions miscounts their own table.
#[inline]
pub(super) fn of_bytes(bytes: &[u8]) -> u64 {
    let mut hash = FIRST ^ (bytes.len() as u64);
    let (chunks, rest) = bytes.as_chunks::<8>();
    for chunk in chunks {
        hash = folded(hash ^ u64::from_le_bytes(*chunk), SECOND);
    }
    let mut tail = 0_u64;
    for byte in rest {
        tail = (tail << 8) | u64::from(*byte);
    }
    folded(folded(hash ^ tail, FIRST), SECOND).max(1)
}

/// A hash of a number's bits, never 0.
#[inline]
pub(super) fn of_number(bits: u64) -> u64 {
    folded(folded(bits ^ SECOND, FIRST), SECOND).max(1)
}

/// Counts by hash, with open addressing; a hash of 0 is an empty place.
pub(super) struct Counts {
    places: Vec<(u64, u64, u64)>,
    filled: usize,
}

impl Counts {
    pub(super) fn new() -> Counts {
        Counts { places: vec![(0, 0, 0); 64], filled: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.filled
    }

    /// Counts one more of a hash; what is kept with it comes from `keep` when it is new. False, and nothing counted,
    /// where it is new and `most` are there already.
    #[inline]
    pub(super) fn add(&mut self, hash: u64, most: usize, keep: impl FnOnce() -> u64) -> bool {
        let mask = self.places.len() - 1;
        let mut at = hash as usize & mask;
        while let Some(place) = self.places.get_mut(at) {
            if place.0 == hash {
                place.1 += 1;
                return true;
            }
            if place.0 == 0 {
                if self.filled >= most {
                    return false;
                }
                *place = (hash, 1, keep());
                self.filled += 1;
                if self.filled * 2 > self.places.len() {
                    self.grow();
                }
                return true;
            }
            at = (at + 1) & mask;
        }
        false
    }

    /// As many again of a hash that may be there.
    pub(super) fn add_many(&mut self, hash: u64, count: u64, kept: u64) {
        let mask = self.places.len() - 1;
        let mut at = hash as usize & mask;
        while let Some(place) = self.places.get_mut(at) {
            if place.0 == hash {
                place.1 += count;
                return;
            }
            if place.0 == 0 {
                *place = (hash, count, kept);
                self.filled += 1;
                if self.filled * 2 > self.places.len() {
                    self.grow();
                }
                return;
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let old = std::mem::take(&mut self.places);
        self.places = vec![(0, 0, 0); old.len() * 2];
        self.filled = 0;
        for (hash, count, kept) in old.into_iter().filter(|place| place.0 != 0) {
            self.add_many(hash, count, kept);
        }
    }

    /// Hash, count and what is kept, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, u64, u64)> + '_ {
        self.places.iter().copied().filter(|place| place.0 != 0)
    }
}
