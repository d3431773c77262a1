//! The system's own dialogs. The page never sees more of the file system than the path a person picked.

use rfd::{AsyncFileDialog, AsyncMessageDialog, FileHandle, MessageLevel};
use tauri::{AppHandle, Manager};
use throughline_api::dto::{ApiError, DialogArgs, Picked};

use crate::window;

/// Lets the person pick a file or folder.
pub async fn open(app: &AppHandle, args: DialogArgs) -> Picked {
    let folder = args.folder;
    let shown = on_main_thread(app.clone(), move |app| {
        let dialog = file_dialog(app, &args);
        let future: BoxedPick =
            if folder { Box::pin(dialog.pick_folder()) } else { Box::pin(dialog.pick_file()) };
        future
    });
    picked(shown).await
}

/// Lets the person pick where to save.
pub async fn save(app: &AppHandle, args: DialogArgs) -> Picked {
    let shown = on_main_thread(app.clone(), move |app| {
        let future: BoxedPick = Box::pin(file_dialog(app, &args).save_file());
        future
    });
    picked(shown).await
}

/// Shows an error that no page asked for: the command line named a file that would not open.
pub fn tell(app: &AppHandle, error: &ApiError) {
    let words = format!("{}\n\n{}", error.message, error.hint);
    let shown = on_main_thread(app.clone(), move |app| {
        let dialog = AsyncMessageDialog::new()
            .set_level(MessageLevel::Warning)
            .set_title("Throughline")
            .set_description(&words);
        match app.get_webview_window(window::LABEL) {
            Some(window) => dialog.set_parent(&window).show(),
            None => dialog.show(),
        }
    });
    // The page goes on to the start page meanwhile; nothing waits for this dialog to be closed.
    tauri::async_runtime::spawn(async move {
        if let Some(dialog) = shown.await {
            dialog.await;
        }
    });
}

type BoxedPick = std::pin::Pin<Box<dyn Future<Output = Option<FileHandle>> + Send>>;

async fn picked(shown: impl Future<Output = Option<BoxedPick>>) -> Picked {
    let handle = match shown.await {
        Some(dialog) => dialog.await,
        None => None,
    };
    Picked { path: handle.map(|file| file.path().to_string_lossy().into_owned()) }
}

fn file_dialog(app: &AppHandle, args: &DialogArgs) -> AsyncFileDialog {
    let mut dialog = AsyncFileDialog::new().set_title(&args.title).set_can_create_directories(true);
    if !args.name.is_empty() {
        dialog = dialog.set_file_name(&args.name);
    }
    if !args.endings.is_empty() && !args.folder {
        dialog = dialog.add_filter(args.endings.join(", "), &args.endings).add_filter("All files", &["*"]);
    }
    match app.get_webview_window(window::LABEL) {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    }
}

/// Toolkits want a dialog made on the window's own thread; the answer is awaited on any.
async fn on_main_thread<T: Send + 'static>(
    app: AppHandle,
    make: impl FnOnce(&AppHandle) -> T + Send + 'static,
) -> Option<T> {
    let (made, waiting) = std::sync::mpsc::sync_channel(1);
    let handle = app.clone();
    app.run_on_main_thread(move || {
        // The receiver is gone only if the whole call was given up; then nobody wants the dialog.
        let _ = made.send(make(&handle));
    })
    .ok()?;
    tauri::async_runtime::spawn_blocking(move || waiting.recv().ok()).await.ok().flatten()
}
