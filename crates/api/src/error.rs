//! What every failed call answers with.

use crate::dto::ApiError;

impl ApiError {
    /// An error with its code, what happened and what to do next.
    #[must_use]
    pub fn new(code: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        ApiError { code: code.into(), message: message.into(), hint: hint.into(), subject: None, fields: Vec::new() }
    }

    /// The same error, about something.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ApiError {}

pub(crate) fn unknown_command(name: &str) -> ApiError {
    ApiError::new("unknown-command", format!("There is no command “{name}”. Nothing was done."), "See docs/cli.md for the commands.").about(name)
}

pub(crate) fn shell_only(name: &str) -> ApiError {
    ApiError::new("shell-only", format!("“{name}” needs the desktop window. Nothing was done."), "Type the path instead.").about(name)
}

pub(crate) fn bad_arguments(name: &str, error: &serde_json::Error) -> ApiError {
    ApiError::new("bad-arguments", format!("The arguments of “{name}” do not fit: {error}. Nothing was done."), "Compare them with the command's description.").about(name)
}

pub(crate) fn internal(detail: &str) -> ApiError {
    ApiError::new("internal", format!("Something went wrong that should not: {detail}."), "What was saved before is kept. Please report this with the words above.")
}
