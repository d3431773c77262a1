//! Another process writes while the window is open.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::desktop::{Desktop, program};

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn the_window_shows_within_a_second_what_the_command_line_records() {
    let home = tempfile::tempdir().unwrap();
    let window = Desktop::open(home.path(), &[]).await;
    window.create_workspace("Shared", "Ada", "Food delivery app").await;
    window.press("link", "Empathise").await;
    window.find("heading", "Empathise").await;
    let file = home.path().join("workspaces/Shared.throughline");

    let mut waits = Vec::new();
    for name in ["Hungry Hanna", "Courier Carl", "Kitchen Kim"] {
        let written = Command::new(program("throughline"))
            .args(["add", "persona", "--field", &format!("title={name}"), "--field", "type=end-user"])
            .arg("--workspace")
            .arg(&file)
            .env("THROUGHLINE_HOME", home.path())
            .output()
            .unwrap();
        let written_at = Instant::now();
        assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
        window.see(name).await;
        waits.push(written_at.elapsed());
    }
    waits.sort();
    // The middle one: a machine that runs other tests beside may hold one of them up.
    assert!(waits[1] <= Duration::from_secs(1), "shown after {waits:?}");
    window.close().await;
}
