//! The menu: places in the application by name, for people who look there first. Choosing one sets
//! the page's address; the page does the rest.

use tauri::menu::{Menu, MenuId, MenuItem, PredefinedMenuItem, Submenu};
use tauri::{AppHandle, Manager, Wry};

use crate::window;

/// Where the menu leads: identifier (the page's route), words, key.
const FILE: [(&str, &str, Option<&str>); 2] =
    [("#/start", "Workspaces…", Some("CmdOrCtrl+O")), ("#/audit", "Verify and back up…", None)];
const GO: [(&str, &str, Option<&str>); 7] = [
    ("#/", "Overview", None),
    ("#/thread", "Thread", None),
    ("#/decisions", "Decisions", None),
    ("#/versions", "Versions", None),
    ("#/deployments", "Deployments", None),
    ("#/people", "People", None),
    ("#/history", "History", None),
];

/// Builds the menu.
pub fn build(app: &AppHandle) -> tauri::Result<Menu<Wry>> {
    let file = places(app, "File", &FILE)?;
    file.append(&PredefinedMenuItem::separator(app)?)?;
    file.append(&MenuItem::with_id(app, QUIT, "Quit", true, Some("CmdOrCtrl+Q"))?)?;
    let go = places(app, "Go", &GO)?;
    if cfg!(target_os = "macos") {
        // There the clipboard's keys work only through a menu.
        let edit = Submenu::with_items(
            app,
            "Edit",
            true,
            &[
                &PredefinedMenuItem::cut(app, None)?,
                &PredefinedMenuItem::copy(app, None)?,
                &PredefinedMenuItem::paste(app, None)?,
                &PredefinedMenuItem::select_all(app, None)?,
            ],
        )?;
        return Menu::with_items(app, &[&file, &edit, &go]);
    }
    Menu::with_items(app, &[&file, &go])
}

/// Goes where the menu says.
pub fn chosen(app: &AppHandle, id: &MenuId) {
    if id.as_ref() == QUIT {
        app.exit(0);
        return;
    }
    let place = FILE.iter().chain(&GO).find(|(route, ..)| id.as_ref() == *route);
    if let (Some((route, ..)), Some(window)) = (place, app.get_webview_window(window::LABEL)) {
        // The routes are this file's own constants, none with a quotation mark. A page that is gone
        // has nowhere to go; there is nothing to say about that.
        let _ = window.eval(format!("location.hash = '{route}'"));
    }
}

const QUIT: &str = "quit";

fn places(app: &AppHandle, title: &str, items: &[(&str, &str, Option<&str>)]) -> tauri::Result<Submenu<Wry>> {
    let menu = Submenu::new(app, title, true)?;
    for (route, words, key) in items {
        menu.append(&MenuItem::with_id(app, *route, words, true, *key)?)?;
    }
    Ok(menu)
}
