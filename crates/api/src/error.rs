//! What every failed call answers with.

use throughline_interop::InteropError;
use throughline_store::StoreError;

use crate::dto::{ApiError, FieldErrorDto};

impl ApiError {
    /// An error with its code, what happened and what to do next.
    #[must_use]
    pub fn new(code: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        ApiError {
            code: code.into(),
            message: message.into(),
            hint: hint.into(),
            subject: None,
            fields: Vec::new(),
        }
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
    ApiError::new(
        "unknown-command",
        format!("There is no command “{name}”. Nothing was done."),
        "See docs/cli.md for the commands.",
    )
    .about(name)
}

pub(crate) fn shell_only(name: &str) -> ApiError {
    ApiError::new(
        "shell-only",
        format!("“{name}” needs the desktop window. Nothing was done."),
        "Type the path instead.",
    )
    .about(name)
}

pub(crate) fn bad_arguments(name: &str, error: &serde_json::Error) -> ApiError {
    ApiError::new(
        "bad-arguments",
        format!("The arguments of “{name}” do not fit: {error}. Nothing was done."),
        "Compare them with the command's description.",
    )
    .about(name)
}

pub(crate) fn internal(detail: &str) -> ApiError {
    ApiError::new(
        "internal",
        format!("Something went wrong that should not: {detail}."),
        "What was saved before is kept. Please report this with the words above.",
    )
}

impl From<throughline_model::FieldError> for FieldErrorDto {
    fn from(error: throughline_model::FieldError) -> Self {
        FieldErrorDto { field: error.field, code: error.code.into(), sentence: error.sentence }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let mut out = ApiError::new(error.code(), error.to_string(), error.hint());
        out.subject = error.subject();
        if let StoreError::Invalid(fields) = error {
            out.fields = fields.into_iter().map(Into::into).collect();
        }
        out
    }
}

impl From<InteropError> for ApiError {
    fn from(error: InteropError) -> Self {
        let mut out = ApiError::new(error.code(), error.to_string(), error.hint());
        out.subject = error.subject();
        // Lines of a file are refused like fields of a form: each with its place and a sentence.
        if let InteropError::Lines { lines, .. } = error {
            out.fields = lines
                .into_iter()
                .map(|l| FieldErrorDto { field: l.place, code: l.code.into(), sentence: l.text })
                .collect();
        }
        out
    }
}

/// A form that was refused, field by field.
pub(crate) fn invalid(fields: Vec<FieldErrorDto>) -> ApiError {
    let message = match fields.as_slice() {
        [one] => one.sentence.clone(),
        many => format!("{} fields cannot be saved as they are.", many.len()),
    };
    let mut error =
        ApiError::new("invalid", message, "Nothing was recorded. Correct what is named and save again.");
    error.subject = fields.first().map(|f| f.field.clone());
    error.fields = fields;
    error
}

/// A file that could not be read or written.
pub(crate) fn io(doing: &str, path: &std::path::Path, error: &std::io::Error) -> ApiError {
    ApiError::new(
        "io",
        format!("{doing} {} did not work: {error}.", path.display()),
        "Nothing was recorded. Check the path, the rights of the folder and the disk space.",
    )
    .about(path.display().to_string())
}

/// A sentence with its first letter large.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
