//! Usage errors for scripts: what clap says to people, in the shape of every other error.

use std::ffi::OsString;

use clap::error::ErrorKind;
use throughline_api::dto::ApiError;

/// Whether `--json` was typed, as far as that can be told of words that are not understood.
pub fn wants_json(args: impl Iterator<Item = OsString>) -> bool {
    args.skip(1).take_while(|arg| arg != "--").any(|arg| arg == "--json")
}

/// A usage error with its sentence and, as the hint, how it is meant to be typed.
pub fn error(error: &clap::Error) -> ApiError {
    let help = "Run `throughline --help`, or the command with --help.";
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return ApiError::new("usage", "A command is missing. Nothing was done.", help);
    }
    let text = error.to_string();
    // The sentence and its details, then the usage, then where to read more.
    let (said, rest) = text.split_once("\nUsage:").unwrap_or((&text, ""));
    let said = said.split("\nFor more information").next().unwrap_or(said);
    let words: Vec<&str> = said.split_whitespace().collect();
    let said = words.join(" ");
    let said = said.strip_prefix("error: ").unwrap_or(&said);
    let usage = rest.lines().next().unwrap_or("").trim();
    let hint = if usage.is_empty() { help.to_owned() } else { format!("Usage: {usage}. {help}") };
    ApiError::new("usage", format!("{said}. Nothing was done."), hint)
}
