//! Declares the one command that the page may call, and reads `tauri.conf.json`.

use std::path::Path;

fn main() {
    // The built page is put into the program; a new page is a new program.
    println!("cargo:rerun-if-changed=../ui/dist");
    if !Path::new("../ui/dist/index.html").exists() {
        stop(
            "ui/dist is empty: build the page first with `make page`, which every target of the Makefile does",
        );
    }
    let bridge = tauri_build::AppManifest::new().commands(&["call"]);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(bridge)) {
        stop(&format!("{error:#}"));
    }
}

fn stop(sentence: &str) -> ! {
    println!("cargo::error={sentence}");
    std::process::exit(1);
}
