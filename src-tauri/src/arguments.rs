//! `throughline-desktop [FILE | --sample]`.

use std::ffi::OsString;
use std::path::PathBuf;

/// What a person sees who asks for help.
pub const USAGE: &str = "\
Usage: throughline-desktop [FILE | --sample]

  FILE        opens this workspace
  --sample    opens the sample workspace, made on first use
  --help      shows this
  --version   shows the version

Without an argument the start page lists the recent workspaces.
THROUGHLINE_HOME names the folder for keys, drafts and the list of recent workspaces.";

/// What the window opens when it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// The start page.
    Page,
    /// The sample workspace.
    Sample,
    /// A workspace file, as an absolute path.
    File(PathBuf),
}

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Arguments {
    /// A window.
    Window(Start),
    /// A text, and no window.
    Say(String),
}

impl Arguments {
    /// Reads the arguments behind the program's name; the error is a sentence for the person.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut start = Start::Page;
        for argument in arguments {
            let next = match argument.to_str() {
                Some("--help" | "-h") => return Ok(Self::Say(USAGE.into())),
                Some("--version" | "-V") => {
                    return Ok(Self::Say(concat!("throughline-desktop ", env!("CARGO_PKG_VERSION")).into()));
                }
                Some("--sample") => Start::Sample,
                Some(option) if option.starts_with('-') => {
                    return Err(format!("There is no option “{option}”."));
                }
                _ => Start::File(absolute(argument.into())?),
            };
            if start != Start::Page {
                return Err("One window opens one workspace: name a single file, or --sample.".into());
            }
            start = next;
        }
        Ok(Self::Window(start))
    }
}

/// The path seen from the folder the program was started in: later that folder may be another.
fn absolute(path: PathBuf) -> Result<PathBuf, String> {
    std::path::absolute(&path)
        .map_err(|error| format!("“{}” is no path to a workspace: {error}.", path.display()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn read(arguments: &[&str]) -> Result<Arguments, String> {
        Arguments::read(arguments.iter().map(OsString::from))
    }

    #[test]
    fn no_argument_opens_the_start_page() {
        assert_eq!(read(&[]), Ok(Arguments::Window(Start::Page)));
    }

    #[test]
    fn a_file_is_opened_by_its_absolute_path() {
        let Ok(Arguments::Window(Start::File(path))) = read(&["team.throughline"]) else {
            panic!("a file opens a window")
        };
        assert!(path.is_absolute() && path.ends_with("team.throughline"), "{}", path.display());
    }

    #[test]
    fn two_workspaces_are_refused_in_words() {
        assert!(read(&["--sample", "a.throughline"]).unwrap_err().contains("One window"));
    }

    #[test]
    fn an_unknown_option_is_named() {
        assert!(read(&["--sampel"]).unwrap_err().contains("--sampel"));
    }

    #[test]
    fn help_and_version_need_no_window() {
        assert_eq!(read(&["--help"]), Ok(Arguments::Say(USAGE.into())));
        assert!(
            matches!(read(&["-V"]), Ok(Arguments::Say(text)) if text.contains(env!("CARGO_PKG_VERSION")))
        );
    }
}
