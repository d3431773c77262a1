//! Kinds, fields, links and the fold of records into typed state. Pure.
