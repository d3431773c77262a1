//! The TypeScript client on disk is the one this crate generates.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

#[test]
fn the_typescript_client_on_disk_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/host/api.ts");
    let fresh = throughline_api::commands::typescript();
    if std::env::var_os("THROUGHLINE_WRITE_BINDINGS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &fresh).unwrap();
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(stored == fresh, "run `make bindings` and commit ui/src/host/api.ts");
}
