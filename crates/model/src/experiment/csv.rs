//! Results from a table of comma-separated values, in one of three forms: one row per arm with `arm,n,successes`
//! or `arm,n,mean,deviation`, or one row per unit with `arm,value`, which is counted up here.
//!
//! The first line names the columns, in any order and case; others are passed over. Commas, semicolons and tabs
//! separate (whichever the first line uses); quotes are those of RFC 4180. With semicolons and tabs a decimal
//! comma is one. What cannot be read is named with its line, and never guessed.

use std::collections::BTreeMap;

use super::data::Data;
use crate::figures::means::{Sample, sample_of};
use crate::figures::proportions::Share;

/// The largest table that is read, in bytes: some hundred thousand units.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;

/// How the rows are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `arm,n,successes`
    Counts,
    /// `arm,n,mean,deviation`
    Means,
    /// `arm,value`, one row per unit.
    Units,
}

/// What a table says of one arm.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The arm, as written first.
    pub arm: String,
    /// What was measured.
    pub data: Data,
    /// The line it stands in, counted from 1; of units the first one.
    pub line: u64,
}

/// A line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// The line, counted from 1, the one with the names included.
    pub line: u64,
    /// Why, as a sentence.
    pub why: String,
}

/// A table as far as it could be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// How its rows are meant.
    pub form: Form,
    /// What it says of each arm, in the order they come.
    pub rows: Vec<Row>,
    /// Lines that were left out.
    pub bad: Vec<Bad>,
}

/// A table of which nothing can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CsvError {
    /// There is no line at all.
    #[error("There is nothing to read.")]
    Empty,
    /// It is larger than [`MOST_BYTES`].
    #[error("The table is larger than 16 MiB. Count it up first, and give one row per arm.")]
    TooLarge,
    /// The first line does not name the columns of any form.
    #[error(
        "The first line must name the columns: arm,n,successes or arm,n,mean,deviation or arm,value. It says “{0}”."
    )]
    Columns(String),
}

/// Column names that are understood beside the plain ones.
const ALIASES: &[(&str, &[&str])] = &[
    ("arm", &["arm", "variant", "group"]),
    ("n", &["n", "units", "count"]),
    ("successes", &["successes", "conversions"]),
    ("mean", &["mean", "average"]),
    ("deviation", &["deviation", "sd", "std", "stdev", "standard deviation"]),
    ("value", &["value", "outcome"]),
];

/// Reads a table.
///
/// # Errors
/// [`CsvError`] where not even the columns are known. Single lines that cannot be read are in [`Table::bad`].
pub fn parse(text: &str) -> Result<Table, CsvError> {
    if text.len() > MOST_BYTES {
        return Err(CsvError::TooLarge);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let separator = separator(text);
    let mut lines = records(text, separator).into_iter().filter(|(_, cells)| !is_blank(cells));
    let (_, names) = lines.next().ok_or(CsvError::Empty)?;
    let column = |name: &str| {
        let (_, known) = ALIASES.iter().find(|(plain, _)| *plain == name)?;
        names.iter().position(|cell| known.contains(&cell.trim().to_lowercase().as_str()))
    };
    let at = (
        column("arm"),
        column("n"),
        column("successes"),
        column("mean"),
        column("deviation"),
        column("value"),
    );
    let reader = Reader { comma: separator != ',' };
    match at {
        (Some(arm), Some(n), Some(successes), None, ..) => {
            Ok(reader.per_arm(Form::Counts, lines, arm, |cells| reader.counts(cells, n, successes)))
        }
        (Some(arm), Some(n), _, Some(mean), Some(deviation), _) => {
            Ok(reader.per_arm(Form::Means, lines, arm, |cells| reader.means(cells, n, mean, deviation)))
        }
        (Some(arm), .., Some(value)) => Ok(reader.per_unit(lines, arm, value)),
        _ => Err(CsvError::Columns(names.join(",").chars().take(80).collect())),
    }
}

/// A table as its cells, for readers that know their own columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    /// The names of the columns.
    pub names: Vec<String>,
    /// The rows with their lines, counted from 1; blank ones left out.
    pub rows: Vec<(u64, Vec<String>)>,
    /// Whether a comma in a number is a decimal one: something else separates the columns.
    pub decimal_comma: bool,
}

/// Reads a table without knowing its columns.
///
/// # Errors
/// [`CsvError::Empty`] and [`CsvError::TooLarge`].
pub fn cells(text: &str) -> Result<Cells, CsvError> {
    if text.len() > MOST_BYTES {
        return Err(CsvError::TooLarge);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let separator = separator(text);
    let mut lines = records(text, separator).into_iter().filter(|(_, cells)| !is_blank(cells));
    let (_, names) = lines.next().ok_or(CsvError::Empty)?;
    Ok(Cells { names, rows: lines.collect(), decimal_comma: separator != ',' })
}

fn is_blank(cells: &[String]) -> bool {
    cells.iter().all(|cell| cell.trim().is_empty())
}

/// The separator of the first line that holds anything.
fn separator(text: &str) -> char {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    *['\t', ';', ','].iter().find(|c| first.contains(**c)).unwrap_or(&',')
}

/// The lines with their cells; a quoted cell may hold separators, doubled quotes and line breaks.
fn records(text: &str, separator: char) -> Vec<(u64, Vec<String>)> {
    let mut out = Vec::new();
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let (mut line, mut begun, mut quoted) = (1_u64, 1_u64, false);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            '\n' => {
                line += 1;
                if quoted {
                    cell.push('\n');
                    continue;
                }
                cells.push(std::mem::take(&mut cell));
                out.push((begun, std::mem::take(&mut cells)));
                begun = line;
            }
            '\r' if !quoted && letters.peek() == Some(&'\n') => {}
            c if c == separator && !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !cells.is_empty() {
        cells.push(cell);
        out.push((begun, cells));
    }
    out
}

struct Reader {
    /// A comma in a number is a decimal one.
    comma: bool,
}

impl Reader {
    fn per_arm(
        &self,
        form: Form,
        lines: impl Iterator<Item = (u64, Vec<String>)>,
        arm: usize,
        data: impl Fn(&[String]) -> Result<Data, String>,
    ) -> Table {
        let (mut rows, mut bad): (Vec<Row>, Vec<Bad>) = (Vec::new(), Vec::new());
        for (line, cells) in lines {
            let name = cells.get(arm).map(|cell| cell.trim()).unwrap_or_default();
            let twice = rows.iter().find(|row| row.arm.to_lowercase() == name.to_lowercase());
            let read = match (name.is_empty(), twice) {
                (true, _) => Err("It names no arm.".to_owned()),
                (_, Some(row)) => Err(format!("“{name}” stands in line {} already.", row.line)),
                _ => data(&cells),
            };
            match read {
                Ok(data) => rows.push(Row { arm: name.to_owned(), data, line }),
                Err(why) => bad.push(Bad { line, why }),
            }
        }
        Table { form, rows, bad }
    }

    fn counts(&self, cells: &[String], n: usize, successes: usize) -> Result<Data, String> {
        let (n, x) = (self.whole(cells, n, "n")?, self.whole(cells, successes, "successes")?);
        Share::new(x, n).map(Data::Share).map_err(|_| {
            if n == 0 { "n is 0.".into() } else { format!("It counts {x} successes of {n} units.") }
        })
    }

    fn means(&self, cells: &[String], n: usize, mean: usize, deviation: usize) -> Result<Data, String> {
        let n = self.whole(cells, n, "n")?;
        let mean = self.number(cells, mean, "mean")?;
        let deviation = self.number(cells, deviation, "deviation")?;
        Sample::new(n, mean, deviation).map(Data::Sample).map_err(|_| {
            if n < 2 {
                "A mean with its deviation needs two units or more.".into()
            } else {
                "The deviation is below 0.".into()
            }
        })
    }

    fn per_unit(&self, lines: impl Iterator<Item = (u64, Vec<String>)>, arm: usize, value: usize) -> Table {
        let mut bad = Vec::new();
        let mut names: Vec<(String, u64)> = Vec::new();
        let mut values: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for (line, cells) in lines {
            let name = cells.get(arm).map(|cell| cell.trim()).unwrap_or_default();
            if name.is_empty() {
                bad.push(Bad { line, why: "It names no arm.".into() });
                continue;
            }
            match self.outcome(&cells, value) {
                Ok(x) => {
                    let key = name.to_lowercase();
                    if !values.contains_key(&key) {
                        names.push((name.to_owned(), line));
                    }
                    values.entry(key).or_default().push(x);
                }
                Err(why) => bad.push(Bad { line, why }),
            }
        }
        // One form for all arms: an arm in which everybody failed must not become a mean beside shares.
        let yes_or_no = values.values().flatten().all(|x| *x == 0.0 || *x == 1.0);
        let mut rows = Vec::new();
        for (arm, line) in names {
            let own = values.get(&arm.to_lowercase()).map(Vec::as_slice).unwrap_or_default();
            let data = if yes_or_no {
                let successes = own.iter().filter(|x| **x == 1.0).count() as u64;
                Share::new(successes, own.len() as u64).map(Data::Share)
            } else {
                sample_of(own).map(Data::Sample)
            };
            match data {
                Ok(data) => rows.push(Row { arm, data, line }),
                Err(error) => bad.push(Bad { line, why: format!("Of “{arm}”: {error}.") }),
            }
        }
        bad.sort_by_key(|bad| bad.line);
        Table { form: Form::Units, rows, bad }
    }

    fn outcome(&self, cells: &[String], at: usize) -> Result<f64, String> {
        match cells.get(at).map(|cell| cell.trim().to_lowercase()).as_deref() {
            Some("true" | "yes") => Ok(1.0),
            Some("false" | "no") => Ok(0.0),
            _ => self.number(cells, at, "value"),
        }
    }

    fn whole(&self, cells: &[String], at: usize, name: &str) -> Result<u64, String> {
        let text = cells.get(at).map(|cell| cell.trim()).unwrap_or_default();
        if text.is_empty() {
            return Err(format!("{name} is missing."));
        }
        // A spreadsheet writes 3 as 3.0.
        let plain = text.strip_suffix(".0").unwrap_or(text);
        let digits = plain.chars().all(|c| c.is_ascii_digit());
        plain
            .parse()
            .ok()
            .filter(|_| digits)
            .ok_or_else(|| format!("{name} is “{text}”, which is no whole number."))
    }

    fn number(&self, cells: &[String], at: usize, name: &str) -> Result<f64, String> {
        let text = cells.get(at).map(|cell| cell.trim()).unwrap_or_default();
        if text.is_empty() {
            return Err(format!("{name} is missing."));
        }
        let mut plain = text.replace('−', "-");
        if self.comma && !plain.contains('.') {
            plain = plain.replacen(',', ".", 1);
        }
        let looks = plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E'));
        let read = plain.parse::<f64>().ok().filter(|x| looks && x.is_finite());
        read.ok_or_else(|| format!("{name} is “{text}”, which is no number."))
    }
}
