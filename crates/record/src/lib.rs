//! Canonical bytes, ids, signatures, sealed parts and verification of changes. Pure.
