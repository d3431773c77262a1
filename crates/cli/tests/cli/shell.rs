//! A folder, a home of its own, and the built program.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value as Json;
use tempfile::TempDir;

/// Where a script runs.
pub struct Shell {
    folder: TempDir,
    pub here: PathBuf,
}

/// What the program said.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Shell {
    /// An empty folder.
    pub fn empty() -> Shell {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path().join("work");
        std::fs::create_dir(&here).unwrap();
        Shell { folder, here }
    }

    /// A folder with the workspace `shop`, in which Mira Anand works on the Food delivery app.
    pub fn new() -> Shell {
        let shell = Shell::empty();
        shell.ok(&["init", "shop", "--person", "Mira Anand", "--product", "Food delivery app"]);
        shell
    }

    /// Where the program keeps what is the person's.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.here.join(name)
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        std::fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    /// The program in this folder, with nothing of the person who runs the tests.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
        command
            .args(args)
            .current_dir(&self.here)
            .env("THROUGHLINE_HOME", self.home())
            .env_remove("THROUGHLINE_WORKSPACE")
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Said {
        said(self.command(args).output().unwrap())
    }

    pub fn run_in(&self, folder: &Path, args: &[&str]) -> Said {
        said(self.command(args).current_dir(folder).output().unwrap())
    }

    pub fn run_with(&self, args: &[&str], input: &str) -> Said {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        said(child.wait_with_output().unwrap())
    }

    /// Done, with nothing on stderr; what was printed.
    #[track_caller]
    pub fn ok(&self, args: &[&str]) -> String {
        let said = self.run(args);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{args:?}: {said:?}");
        said.out
    }

    /// Done with `--json`; the answer.
    #[track_caller]
    pub fn json(&self, args: &[&str]) -> Json {
        let out = self.ok(&[args, &["--json"]].concat());
        serde_json::from_str(&out).unwrap_or_else(|e| panic!("{args:?}: {e}: {out}"))
    }

    /// Refused: exit 3, nothing on stdout, message and hint on stderr; the code, from `--json`.
    #[track_caller]
    pub fn refused(&self, args: &[&str]) -> (String, Said) {
        self.says_no(args, 3)
    }

    /// The same for any exit.
    #[track_caller]
    pub fn says_no(&self, args: &[&str], exit: i32) -> (String, Said) {
        let said = self.run(args);
        assert_eq!((said.code, said.out.as_str()), (exit, ""), "{args:?}: {said:?}");
        assert!(said.err.starts_with("error: ") && said.err.contains("\nhint: "), "{said:?}");
        let again = self.run(&[args, &["--json"]].concat());
        assert_eq!((again.code, again.out.as_str()), (exit, ""), "{args:?}: {again:?}");
        let error: Json = serde_json::from_str(&again.err).unwrap();
        for name in ["code", "message", "hint", "subject"] {
            assert!(error.get(name).is_some(), "{name} of {error}");
        }
        assert!(said.err.contains(error["message"].as_str().unwrap()));
        (error["code"].as_str().unwrap().to_owned(), said)
    }
}

fn said(output: Output) -> Said {
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
