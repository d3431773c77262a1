//! How a story is told in a terminal: a workspace that somebody begins, commands typed one after the other, and what
//! `check` says of it.

use serde_json::{Value as Json, json};

use crate::shell::Shell;

/// A folder with a workspace, in which Mira Anand works on a product.
pub fn begun(product: &str) -> Shell {
    let shell = Shell::empty();
    shell.ok(&["init", "story", "--person", "Mira Anand", "--product", product]);
    shell
}

/// Types commands, one per line; what has spaces in it stands between `|`.
#[track_caller]
pub fn tell(shell: &Shell, lines: &str) {
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (mut args, mut within, mut begun) = (Vec::<String>::new(), false, false);
        for letter in line.chars() {
            match letter {
                '|' => within = !within,
                ' ' if !within => begun = false,
                _ if begun => args.last_mut().unwrap().push(letter),
                _ => {
                    args.push(letter.to_string());
                    begun = true;
                }
            }
        }
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        shell.ok(&args);
    }
}

/// What `check` found, whether or not it was content.
#[track_caller]
pub fn check(shell: &Shell, args: &[&str]) -> Json {
    let said = shell.run(&[&["check", "--json"], args].concat());
    assert!(said.code <= 1 && said.err.is_empty(), "{said:?}");
    let answer: Json = serde_json::from_str(&said.out).unwrap();
    assert_eq!(said.code == 1, answer["blocking"] != json!(0), "exits with 1 while something blocks");
    answer
}

/// The sentences of a rule's open gaps.
#[track_caller]
pub fn says(answer: &Json, number: u64) -> Vec<String> {
    let rule = answer["rules"].as_array().unwrap().iter().find(|rule| rule["number"] == number).unwrap();
    let open = rule["gaps"].as_array().unwrap().iter().filter(|gap| gap.get("waiver").is_none());
    open.map(|gap| gap["sentence"].as_str().unwrap().to_owned()).collect()
}

/// The numbers of the blocking rules with an open gap.
pub fn blocking(answer: &Json) -> Vec<u64> {
    let rules = answer["rules"].as_array().unwrap().iter();
    let open = rules.filter(|rule| rule["severity"] == "blocking" && rule["state"] == "open");
    open.map(|rule| rule["number"].as_u64().unwrap()).collect()
}
