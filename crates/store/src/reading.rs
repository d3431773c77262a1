//! Why a workspace can only be read, and what to do about it.

/// It was asked for.
pub(crate) const FOR_READING: &str = "it was opened for reading";

/// How the reason begins where it is an evidence pack.
pub(crate) const PACK: &str = "Evidence pack of";

/// What to do for somebody who wants to write, as one sentence.
pub(crate) fn way_to_write(why: &str) -> &'static str {
    if why == FOR_READING {
        "To write, close it and open it again, not read-only."
    } else if why.starts_with(PACK) {
        "A pack is only read; what it tells of is written in the workspace it was made from."
    } else {
        "Copy the workspace to a folder you can write to and open the copy."
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StoreError;

    #[test]
    fn nobody_is_told_to_copy_a_pack_or_a_file_that_was_opened_to_read() {
        let hint = |why: &str| StoreError::ReadOnly(why.into()).hint();
        assert!(hint(FOR_READING).contains("open it again"));
        assert!(hint("Evidence pack of the whole record: all 4 changes, read-only").contains("only read"));
        let copied = hint("the file or its folder cannot be written");
        assert!(copied.starts_with("Nothing was recorded.") && copied.contains("open the copy"), "{copied}");
    }
}
