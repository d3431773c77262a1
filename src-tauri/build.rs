//! Declares the one command that the page may call, and reads `tauri.conf.json`.

fn main() {
    let bridge = tauri_build::AppManifest::new().commands(&["call"]);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(bridge)) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}
