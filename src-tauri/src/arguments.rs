//! `throughline-desktop [--read-only] [FILE | ADDRESS | --sample]`.

use std::ffi::OsString;
use std::path::PathBuf;

/// How an address of an artefact begins.
const SCHEME: &str = "throughline:";

/// What a person sees who asks for help.
pub const USAGE: &str = "\
Usage: throughline-desktop [--read-only] [FILE | ADDRESS | --sample]

  FILE        opens this workspace
  ADDRESS     throughline://WORKSPACE/ARTEFACT, as “Copy link” gives it: opens that artefact, if its
              workspace is among the recent ones
  --sample    opens the sample workspace, made on first use
  --read-only whatever is opened in this window is opened to read: nothing can be written
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
    /// An artefact of a workspace that was opened before.
    Address(Address),
}

/// `throughline://<workspace>/<entity>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Id of the workspace, lower case.
    pub workspace: String,
    /// The artefact: letters, digits, hyphens and dots.
    pub entity: String,
}

impl Start {
    /// The page the window begins with, as a path inside the application.
    #[must_use]
    pub fn page(&self) -> String {
        match self {
            Start::Address(address) => format!("index.html#/artefact/{}", address.entity),
            Start::Page | Start::Sample | Start::File(_) => "index.html".into(),
        }
    }
}

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Arguments {
    /// A window.
    Window(Start),
    /// A window in which nothing can be written.
    ReadOnly(Start),
    /// A text, and no window.
    Say(String),
}

impl Arguments {
    /// Reads the arguments behind the program's name; the error is a sentence for the person.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut start = Start::Page;
        let mut read_only = false;
        for argument in arguments {
            let next = match argument.to_str() {
                Some("--help" | "-h") => return Ok(Self::Say(USAGE.into())),
                Some("--version" | "-V") => {
                    return Ok(Self::Say(concat!("throughline-desktop ", env!("CARGO_PKG_VERSION")).into()));
                }
                Some("--read-only") => {
                    read_only = true;
                    continue;
                }
                Some("--sample") => Start::Sample,
                Some(option) if option.starts_with('-') => {
                    return Err(format!("There is no option “{option}”."));
                }
                Some(address) if address.starts_with(SCHEME) => Start::Address(address_of(address)?),
                // A file manager may name a file by its address.
                Some(url) if url.starts_with("file://") => Start::File(file_of(url)?),
                _ => Start::File(absolute(argument.into())?),
            };
            if start != Start::Page {
                return Err("One window opens one workspace: name a single file, or --sample.".into());
            }
            start = next;
        }
        Ok(if read_only { Self::ReadOnly(start) } else { Self::Window(start) })
    }
}

fn address_of(text: &str) -> Result<Address, String> {
    let rest = text.strip_prefix(SCHEME).unwrap_or(text).trim_start_matches('/').trim_end_matches('/');
    let word = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
    };
    match rest.split_once('/') {
        Some((workspace, entity)) if word(workspace) && word(entity) => {
            Ok(Address { workspace: workspace.to_lowercase(), entity: entity.to_owned() })
        }
        _ => Err(format!("“{text}” names no artefact: an address is throughline://WORKSPACE/ARTEFACT.")),
    }
}

fn file_of(url: &str) -> Result<PathBuf, String> {
    let path = tauri::Url::parse(url).ok().and_then(|url| url.to_file_path().ok());
    path.ok_or_else(|| format!("“{url}” is no file on this computer."))
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
    fn a_window_to_read_takes_what_any_window_takes_on_either_side_of_the_word() {
        assert_eq!(read(&["--read-only"]), Ok(Arguments::ReadOnly(Start::Page)));
        for arguments in [["--read-only", "team.throughline"], ["team.throughline", "--read-only"]] {
            assert!(matches!(read(&arguments), Ok(Arguments::ReadOnly(Start::File(_)))), "{arguments:?}");
        }
        assert_eq!(read(&["--read-only", "--sample"]), Ok(Arguments::ReadOnly(Start::Sample)));
    }

    #[test]
    fn a_file_is_opened_by_its_absolute_path() {
        let Ok(Arguments::Window(Start::File(path))) = read(&["team.throughline"]) else {
            panic!("a file opens a window")
        };
        assert!(path.is_absolute() && path.ends_with("team.throughline"), "{}", path.display());
    }

    #[test]
    fn an_address_opens_its_artefact() {
        let Ok(Arguments::Window(start)) = read(&["throughline://0AF3/9c1e-77"]) else {
            panic!("an address opens a window")
        };
        assert_eq!(start, Start::Address(Address { workspace: "0af3".into(), entity: "9c1e-77".into() }));
        assert_eq!(start.page(), "index.html#/artefact/9c1e-77");
        assert_eq!(Start::Sample.page(), "index.html");
    }

    #[test]
    fn an_address_that_names_no_artefact_is_refused_in_words() {
        for address in [
            "throughline://",
            "throughline://0af3",
            "throughline://0af3/",
            "throughline://0af3/a b",
            "throughline://0af3/a#b",
            "throughline://0af3/a/b",
        ] {
            assert!(read(&[address]).unwrap_err().contains("names no artefact"), "{address}");
        }
    }

    #[test]
    fn a_file_that_is_named_by_its_address_is_opened() {
        let file = if cfg!(windows) {
            "file:///C:/two%20words.throughline"
        } else {
            "file:///tmp/two%20words.throughline"
        };
        let Ok(Arguments::Window(Start::File(path))) = read(&[file]) else { panic!("a file opens a window") };
        assert!(path.ends_with("two words.throughline"), "{}", path.display());
        assert!(read(&["file://elsewhere.example/x"]).is_err() || cfg!(windows));
    }

    #[test]
    fn the_desktop_hands_over_files_and_addresses() {
        let entry = include_str!("../throughline.desktop.hbs");
        let config: serde_json::Value = serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        assert_eq!(config["bundle"]["linux"]["deb"]["desktopTemplate"], "throughline.desktop.hbs");
        let media = config["bundle"]["fileAssociations"][0]["mimeType"].as_str().unwrap();
        assert!(entry.contains(&format!("MimeType={media};x-scheme-handler/throughline;")), "{entry}");
        assert!(entry.lines().any(|line| line == "Exec={{exec}} %u"), "{entry}");
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
