//! The desktop shell: one window, a menu, dialogs, and one bridge to the api. It holds no truth and
//! takes no decision; whatever it could decide belongs into `throughline-api`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
mod attachments;
mod bridge;
mod dialogs;
mod links;
mod menu;
mod window;

use std::process::ExitCode;

use tauri::Manager;

use crate::arguments::Arguments;
use crate::bridge::Bridge;

fn main() -> ExitCode {
    let (start, read_only) = match Arguments::read(std::env::args_os().skip(1)) {
        Ok(Arguments::Window(start)) => (start, false),
        Ok(Arguments::ReadOnly(start)) => (start, true),
        Ok(Arguments::Say(text)) => {
            println!("{text}");
            return ExitCode::SUCCESS;
        }
        Err(sentence) => {
            eprintln!("{sentence}\n\n{}", arguments::USAGE);
            return ExitCode::from(2);
        }
    };

    let bridge = match Bridge::new(start, read_only) {
        Ok(bridge) => bridge,
        Err(error) => {
            eprintln!("{} {}", error.message, error.hint);
            return ExitCode::from(3);
        }
    };

    let built = tauri::Builder::default()
        .manage(bridge)
        .invoke_handler(tauri::generate_handler![bridge::call])
        .register_asynchronous_uri_scheme_protocol(attachments::SCHEME, attachments::serve)
        .menu(menu::build)
        .on_menu_event(|app, event| menu::chosen(app, event.id()))
        .setup(|app| {
            let page = app.state::<Bridge>().page();
            window::open(app.handle(), &page)?;
            leave_when_asked(app.handle().clone());
            Ok(())
        })
        .build(tauri::generate_context!());

    match built {
        Ok(application) => {
            // However the window is left, the write-ahead log is truncated into the workspace file
            // before the process ends, so that one file is the whole workspace.
            application.run(|app, event| {
                if matches!(event, tauri::RunEvent::Exit) {
                    app.state::<Bridge>().close();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!(
                "The window could not be opened: {error}. Nothing was changed.\n\
                 Check that a display is there (DISPLAY or WAYLAND_DISPLAY); the command `throughline` works without one."
            );
            ExitCode::from(3)
        }
    }
}

/// Leaves in order when the session ends or somebody ends the program by a signal: without this the
/// process would simply stop, and the write-ahead log would wait for the next start.
#[cfg(unix)]
fn leave_when_asked(app: tauri::AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};

    tauri::async_runtime::spawn(async move {
        let (Ok(mut end), Ok(mut interrupt)) =
            (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
        else {
            return;
        };
        tokio::select! {
            _ = end.recv() => {}
            _ = interrupt.recv() => {}
        }
        app.exit(0);
    });
}

#[cfg(not(unix))]
fn leave_when_asked(_: tauri::AppHandle) {}
