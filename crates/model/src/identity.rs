//! What a digest says of the thing it is of: which algorithm, what it covers, and how far to trust it.
//!
//! How each is computed stands in `docs/identity.md`; who reads the world to compute them is the crate of
//! readers. Here are only the names and the rules.

use serde::Serialize;
use throughline_record::Value;

/// How much of a thing a digest covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Covers {
    /// Every byte, or every byte that makes a difference.
    Whole,
    /// Some of it: equal things give equal digests, and different ones may too.
    Sample,
    /// Nothing of it: it is a name, under which something else may lie tomorrow.
    Name,
}

/// One algorithm of digests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Algorithm {
    /// Its name in identity fields, before the colon.
    pub name: &'static str,
    /// What goes into it, in words.
    pub of: &'static str,
    /// How much of the thing that covers.
    pub covers: Covers,
    /// Whether nobody is known to be able to make another thing with the same digest on purpose.
    pub forge_proof: bool,
    /// What a value of it looks like.
    form: Form,
}

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum Form {
    /// So many hexadecimal digits.
    Hex(&'static [usize]),
    /// 32 hexadecimal digits, for a folder with `.dir` behind them.
    Dvc,
    /// `sha256:` or `sha512:` and its digits.
    Oci,
    /// Whatever the tool calls it.
    Any,
}

/// Every algorithm whose meaning is known, the strongest first.
pub const ALGORITHMS: &[Algorithm] = &[
    Algorithm {
        name: "sha256",
        of: "the bytes of one file",
        covers: Covers::Whole,
        forge_proof: true,
        form: Form::Hex(&[64]),
    },
    Algorithm {
        name: "sha256-tree",
        of: "a folder: every file with its path and its size",
        covers: Covers::Whole,
        forge_proof: true,
        form: Form::Hex(&[64]),
    },
    Algorithm {
        name: "oci",
        of: "the manifest of an image or artefact in a registry, and through it every layer",
        covers: Covers::Whole,
        forge_proof: true,
        form: Form::Oci,
    },
    Algorithm {
        name: "git-commit",
        of: "a commit: every file of it, and all commits before it",
        covers: Covers::Whole,
        forge_proof: false,
        form: Form::Hex(&[40, 64]),
    },
    Algorithm {
        name: "git-blob",
        of: "one file, as git names it",
        covers: Covers::Whole,
        forge_proof: false,
        form: Form::Hex(&[40, 64]),
    },
    Algorithm {
        name: "git-tree",
        of: "a folder, as git names it",
        covers: Covers::Whole,
        forge_proof: false,
        form: Form::Hex(&[40, 64]),
    },
    Algorithm {
        name: "dvc-md5",
        of: "the bytes of one file, or the listing of a folder, as DVC 3 does it",
        covers: Covers::Whole,
        forge_proof: false,
        form: Form::Dvc,
    },
    Algorithm {
        name: "dvc2-md5",
        of: "one file with the line ends of text made alike, or the listing of a folder, as DVC 2 does it",
        covers: Covers::Whole,
        forge_proof: false,
        form: Form::Dvc,
    },
    Algorithm {
        name: "md5",
        of: "the bytes of one file",
        covers: Covers::Whole,
        forge_proof: false,
        form: Form::Hex(&[32]),
    },
    Algorithm {
        name: "mlflow-md5-sample",
        of: "a sample of the rows, and how many there are, as MLflow does it",
        covers: Covers::Sample,
        forge_proof: false,
        form: Form::Any,
    },
    Algorithm {
        name: "mlflow-run",
        of: "nothing: it names a run of MLflow",
        covers: Covers::Name,
        forge_proof: false,
        form: Form::Hex(&[32]),
    },
];

/// The algorithm of this name, if its meaning is known.
#[must_use]
pub fn algorithm(name: &str) -> Option<&'static Algorithm> {
    ALGORITHMS.iter().find(|a| a.name == name)
}

impl Algorithm {
    /// Whether two different things may have the same digest without anybody meaning them to.
    #[must_use]
    pub fn is_weak(&self) -> bool {
        self.covers != Covers::Whole
    }

    /// How far to trust it, as a sentence.
    #[must_use]
    pub fn says(&self) -> &'static str {
        match (self.covers, self.forge_proof) {
            (Covers::Whole, true) => "Covers all of it; nobody can make another with the same digest.",
            (Covers::Whole, false) => {
                "Covers all of it and shows every change by accident; somebody who means to can make another with the same digest."
            }
            (Covers::Sample, _) => "Covers a sample only: a change elsewhere leaves it as it is.",
            (Covers::Name, _) => "Names it, and covers nothing of what it holds.",
        }
    }
}

/// A digest with the name of its algorithm.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Digest {
    /// The algorithm's name, see [`ALGORITHMS`]; others are kept and cannot be looked up.
    pub algorithm: String,
    /// The value; hexadecimal digits are in lower case.
    pub value: String,
}

impl Digest {
    /// A digest of this algorithm.
    #[must_use]
    pub fn new(algorithm: impl Into<String>, value: impl Into<String>) -> Self {
        Self { algorithm: algorithm.into(), value: value.into() }
    }

    /// Reads `algorithm:value` of an algorithm that is known.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let Some((name, value)) = text.split_once(':') else {
            return Err(format!("“{text}” does not name its algorithm; write sha256:… for a file"));
        };
        let Some(known) = algorithm(name) else {
            let names: Vec<&str> = ALGORITHMS.iter().map(|a| a.name).collect();
            return Err(format!("“{name}” is no algorithm that is known; there are {}", names.join(", ")));
        };
        let is_hex = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit());
        let fits = match known.form {
            Form::Hex(lengths) => lengths.contains(&value.len()) && is_hex(value),
            Form::Dvc => {
                let digits = value.strip_suffix(".dir").unwrap_or(value);
                digits.len() == 32 && is_hex(digits)
            }
            Form::Oci => match value.split_once(':') {
                Some(("sha256", digits)) => digits.len() == 64 && is_hex(digits),
                Some(("sha512", digits)) => digits.len() == 128 && is_hex(digits),
                _ => false,
            },
            Form::Any => !value.is_empty() && !value.contains(char::is_whitespace),
        };
        if !fits {
            return Err(format!("“{value}” is no value of {name}: {}", known.form.words()));
        }
        let value = if known.form == Form::Any { value.to_owned() } else { value.to_ascii_lowercase() };
        Ok(Self { algorithm: name.to_owned(), value })
    }
}

impl Form {
    fn words(self) -> &'static str {
        match self {
            Form::Hex([32]) => "it has 32 hexadecimal digits",
            Form::Hex([64]) => "it has 64 hexadecimal digits",
            Form::Hex(_) => "it has 40 or 64 hexadecimal digits",
            Form::Dvc => "it has 32 hexadecimal digits, for a folder with .dir behind them",
            Form::Oci => "it is written sha256: with 64 hexadecimal digits",
            Form::Any => "it has no blanks",
        }
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.algorithm, self.value)
    }
}

/// The digests of an identity field.
#[must_use]
pub fn digests(value: Option<&Value>) -> Vec<Digest> {
    let part = |item: &Value, key: &str| Some(item.as_map()?.get(key)?.as_text()?.to_owned());
    let items = value.and_then(Value::as_list).unwrap_or_default();
    items
        .iter()
        .filter_map(|item| Some(Digest { algorithm: part(item, "algorithm")?, value: part(item, "value")? }))
        .collect()
}

/// The value of an identity field that holds these digests.
#[must_use]
pub fn identity(digests: &[Digest]) -> Option<Value> {
    let mut items: Vec<Value> = digests
        .iter()
        .map(|digest| {
            Value::Map(
                [("algorithm", &digest.algorithm), ("value", &digest.value)]
                    .map(|(key, text)| (key.to_owned(), Value::Text(text.clone())))
                    .into(),
            )
        })
        .collect();
    items.sort_unstable();
    items.dedup();
    (!items.is_empty()).then_some(Value::List(items))
}

/// Whether what is there is weak: it has digests, and none of them covers the whole of it. A digest of an
/// algorithm nobody here knows is not called weak.
#[must_use]
pub fn is_weak(digests: &[Digest]) -> bool {
    let weak = |digest: &Digest| algorithm(&digest.algorithm).is_some_and(Algorithm::is_weak);
    !digests.is_empty() && digests.iter().all(weak)
}

/// Whether two lists of digests are of the same thing: `None` where no algorithm is in both, so that nothing
/// can be said. Where one algorithm tells them apart they differ, whatever the others say.
#[must_use]
pub fn same(one: &[Digest], other: &[Digest]) -> Option<bool> {
    let mut said = None;
    for a in one {
        for b in other.iter().filter(|b| b.algorithm == a.algorithm) {
            if a.value != b.value {
                return Some(false);
            }
            said = Some(true);
        }
    }
    said
}
