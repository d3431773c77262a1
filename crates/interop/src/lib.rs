//! Readers of other tools' records and writers for them.
