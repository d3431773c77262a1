//! The workspace file and its disposable view.
