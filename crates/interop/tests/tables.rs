//! Tables are profiled as pandas and NumPy say, in every format alike, in memory that does not grow, and whatever is
//! strange in them is said and does not stop the reading.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use throughline_interop::InteropError;
use throughline_interop::tables::{TableFormat, TableRead, read_stream, read_table};
use throughline_model::data::drift::{Test, Verdict, compare};
use throughline_model::data::{DataType, FieldProfile, Profile, Shape, stored};
use throughline_model::{kind, parse_field};
use throughline_store::Steps;

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

fn reference() -> Json {
    serde_json::from_str(&fs::read_to_string(golden("reference.json")).unwrap()).unwrap()
}

fn read(path: &Path) -> TableRead {
    read_table(path, &BTreeSet::new(), &()).unwrap()
}

fn of(text: &[u8]) -> TableRead {
    read_stream(TableFormat::Csv, text, text.len() as u64, &BTreeSet::new(), &()).unwrap()
}

fn lines(text: &str) -> TableRead {
    read_stream(TableFormat::JsonLines, text.as_bytes(), 0, &BTreeSet::new(), &()).unwrap()
}

fn field<'a>(table: &'a TableRead, name: &str) -> &'a FieldProfile {
    table.profile.field(name).unwrap_or_else(|| panic!("{name} is a field"))
}

fn close(got: f64, wanted: &Json, what: &str) {
    let wanted = wanted.as_f64().unwrap();
    assert!((got - wanted).abs() <= 1e-9 * wanted.abs().max(1e-5), "{what}: got {got}, wanted {wanted}");
}

/// What a data version keeps of a profile, read back.
fn kept(profile: &Profile) -> Profile {
    let fields = stored::fields(profile);
    let kind = kind("data-version").unwrap();
    for (name, value) in &fields {
        let parsed = parse_field(kind.field(name).unwrap(), value).unwrap();
        assert_eq!(parsed.as_ref(), Some(value), "{name} is stored as it was written");
    }
    stored::profile(|name| fields.get(name)).unwrap()
}

#[test]
fn a_profile_says_what_pandas_says() {
    let reference = reference();
    for table in ["penguins-training", "penguins-live", "weather-training", "weather-live"] {
        let got = read(&golden(&format!("{table}.csv")));
        let wanted = &reference[table];
        assert_eq!(Json::from(got.profile.rows), wanted["rows"]);
        for (name, wanted) in wanted["fields"].as_object().unwrap() {
            let got = field(&got, name);
            let what = format!("{table} {name}");
            assert_eq!(Json::from(got.count), wanted["count"], "{what}");
            assert_eq!(Json::from(got.missing), wanted["missing"], "{what}");
            assert_eq!(Json::from(got.distinct), wanted["distinct"], "{what}");
            assert!(!got.distinct_about, "{what}");
            if let Some(quantiles) = wanted["quantiles"].as_array() {
                close(got.mean.unwrap(), &wanted["mean"], &what);
                close(got.deviation.unwrap(), &wanted["deviation"], &what);
                close(got.range.unwrap().0, &wanted["min"], &what);
                close(got.range.unwrap().1, &wanted["max"], &what);
                for (got, wanted) in got.quantiles.unwrap().iter().zip(quantiles) {
                    close(*got, wanted, &what);
                }
            } else if let Some(values) = wanted["values"].as_object() {
                let Shape::Words { counts, rest: 0 } = &got.shape else { panic!("{what} is counted") };
                assert_eq!(counts.len(), values.len(), "{what}");
                assert!(counts.iter().all(|(word, n)| values[word] == *n), "{what}: {counts:?}");
            }
        }
    }
}

#[test]
fn every_format_gives_the_same_profile_of_the_same_table() {
    let csv = read(&golden("penguins-training.csv"));
    for name in [
        "penguins-training-snappy.parquet",
        "penguins-training-zstd.parquet",
        "penguins-training-gzip.parquet",
        "penguins-training-lz4.parquet",
        "penguins-training-none.parquet",
        "penguins-training.jsonl",
    ] {
        assert_eq!(read(&golden(name)).profile, csv.profile, "{name}");
    }
}

#[test]
fn drift_is_what_scipy_says_of_real_tables() {
    let reference = reference();
    for table in ["penguins", "weather"] {
        let [training, live] =
            ["training", "live"].map(|part| read(&golden(&format!("{table}-{part}.csv"))).profile);
        let drift = compare(&training, &live);
        let left_out: Vec<&str> = drift.left_out.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(
            left_out,
            if table == "weather" { vec!["date"] } else { vec![] },
            "later dates are no drift"
        );
        for got in &drift.fields {
            let wanted = &reference[table][&got.name];
            let what = format!("{table} {}", got.name);
            close(got.stability, &wanted["stability"], &what);
            close(got.stability_limit, &wanted["stability_limit"], &what);
            close(got.size, &wanted["size"], &what);
            close(got.p, &wanted["p"], &what);
            assert_eq!(Json::from(got.smoothed), wanted["smoothed"], "{what}");
            assert_eq!(serde_json::json!([got.n.0, got.n.1]), wanted["n"], "{what}");
            let test = if got.test == Test::ChiSquare { "chi-square" } else { "kolmogorov-smirnov" };
            assert_eq!(wanted["test"], test, "{what}");
            assert_eq!(got.width, 0.0, "{what} is compared value by value");
        }
    }
}

#[test]
fn drift_from_stored_profiles_is_close_to_that_from_files_and_says_how_close() {
    for table in ["penguins", "weather"] {
        let [training, live] =
            ["training", "live"].map(|part| read(&golden(&format!("{table}-{part}.csv"))).profile);
        let exact = compare(&training, &live);
        let binned = compare(&kept(&training), &kept(&live));
        assert_eq!(exact.fields.len(), binned.fields.len(), "{table}");
        for was in &exact.fields {
            let is = binned.fields.iter().find(|field| field.name == was.name).unwrap();
            let near = [0.1, 0.25].iter().any(|limit| (was.stability - limit).abs() < 0.1);
            assert!(was.verdict == is.verdict || near, "{table} {}", was.name);
            assert!((was.size - is.size).abs() < 0.05, "{table} {}: {} {}", was.name, was.size, is.size);
            assert!(is.size <= was.size + 1e-9, "bins can only hide a distance");
            assert!(
                (was.stability - is.stability).abs() < 0.15,
                "{table} {}: {} {}",
                was.name,
                was.stability,
                is.stability
            );
        }
    }
}

#[test]
fn a_year_that_moved_on_is_shifted_and_a_body_that_stayed_is_not() {
    let [training, live] =
        ["training", "live"].map(|part| read(&golden(&format!("penguins-{part}.csv"))).profile);
    let drift = compare(&training, &live);
    assert_eq!(drift.fields[0].name, "year", "the worst comes first");
    assert_eq!(drift.fields[0].verdict, Verdict::Shifted);
    let sex = drift.fields.iter().find(|field| field.name == "sex").unwrap();
    assert_eq!(sex.verdict, Verdict::Stable);
}

#[test]
fn a_stored_profile_reads_back_as_it_was() {
    let table = read(&golden("penguins-training.csv"));
    let back = kept(&table.profile);
    assert_eq!(back.rows, table.profile.rows);
    for (was, is) in table.profile.fields.iter().zip(&back.fields) {
        assert_eq!(
            (was.ty, was.count, was.missing, was.distinct),
            (is.ty, is.count, is.missing, is.distinct)
        );
        assert_eq!((&was.values, was.range), (&is.values, is.range), "{}", was.name);
        let total = |shape: &Shape| match shape {
            Shape::Numbers { bins, .. } => bins.iter().map(|bin| bin.1).sum(),
            Shape::Words { counts, rest } => counts.iter().map(|word| word.1).sum::<u64>() + rest,
            Shape::None => 0,
        };
        assert_eq!(total(&was.shape), total(&is.shape), "{}", was.name);
    }
}

#[test]
fn the_digest_is_that_of_the_bytes_of_the_file() {
    use sha2::{Digest, Sha256};
    for name in ["penguins-training.csv", "penguins-training.jsonl", "penguins-training-zstd.parquet"] {
        let wanted = hex::encode(Sha256::digest(fs::read(golden(name)).unwrap()));
        assert_eq!(read(&golden(name)).sha256, wanted, "{name}");
    }
}

#[test]
fn what_is_strange_in_a_table_is_said_and_does_not_stop_the_reading() {
    let table = of("\u{feff}a,a,,b\n1,\"x, \"\"y\"\"\",3,NaN\n2,z\n3,z,4,Infinity,9\n".as_bytes());
    let names: Vec<&str> = table.profile.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["a", "a (2)", "field 3", "b"]);
    assert_eq!(table.profile.rows, 3);
    let b = field(&table, "b");
    assert_eq!((b.ty, b.count, b.missing, b.nan, b.infinite), (DataType::Decimal, 2, 1, 1, 1));
    assert_eq!((b.mean, b.range), (None, None));
    for said in ["1 row has fewer", "1 row has more", "Two fields are called “a”", "Field 3 has no name"]
    {
        assert!(table.notes.iter().any(|note| note.contains(said)), "{said}: {:?}", table.notes);
    }

    let broken = of(b"name;n\nM\xfcller;1\nM\xfcller;2\n");
    assert_eq!(field(&broken, "n").ty, DataType::Int);
    assert!(broken.notes.iter().any(|note| note.contains("not UTF-8")), "{:?}", broken.notes);

    let empty = of(b"");
    assert_eq!((empty.profile.rows, empty.profile.fields.len()), (0, 0));
    assert!(empty.notes.iter().any(|note| note.contains("empty")));
    let bare = of(b"a,b\n");
    assert_eq!(field(&bare, "a").ty, DataType::Unknown);

    let huge = of(b"id,x\n9007199254740993,1e308\n9007199254740994,-1e308\n1,1e999\n");
    assert!(huge.notes.iter().any(|note| note.contains("2^53")), "{:?}", huge.notes);
    assert_eq!(field(&huge, "x").ty, DataType::Text, "one of three is no number a float holds");
}

#[test]
fn bytes_that_are_no_text_are_no_table_and_an_open_quotation_mark_is_told() {
    for bytes in [&b"a,b\n1,\x002\n"[..], b"a\0,\0b\0\n\0"] {
        let read = read_stream(TableFormat::Csv, bytes, 0, &BTreeSet::new(), &());
        assert!(read.unwrap_err().to_string().contains("bytes that are zero"), "{bytes:?}");
    }
    let open = of(b"a,b\n1,2\n\"never closed,2\n3,4\n5,6\n");
    assert_eq!(open.profile.rows, 2);
    let told = "The last row, row 2, ends in a cell of 3 lines";
    assert!(open.notes.iter().any(|note| note.starts_with(told)), "{:?}", open.notes);
    // Lines within a cell that was closed are nothing strange.
    assert_eq!(of(b"a,b\n1,\"two\nlines\"\n").notes, Vec::<String>::new());
}

#[test]
fn there_are_never_more_different_values_than_values() {
    let mut text = String::from("id,late\n");
    for i in 0..120_000 {
        text.push_str(&format!("u{i},{}\n", if i < 100_500 { i.to_string() } else { format!("x{i}") }));
    }
    let table = of(text.as_bytes());
    for name in ["id", "late"] {
        let field = field(&table, name);
        assert_eq!((field.ty, field.count), (DataType::Text, 120_000));
        assert!(field.distinct <= field.count && field.distinct > 110_000, "{name}: {}", field.distinct);
    }
}

#[test]
fn the_type_is_what_nearly_all_values_fit_and_the_others_are_counted() {
    let mut text = String::from("n,when,flag,code\n");
    for i in 0..200 {
        let n = if i == 7 { "unknown".to_owned() } else { i.to_string() };
        text.push_str(&format!("{n},2026-03-{:02},{},00{i}\n", i % 28 + 1, i % 2 == 0));
    }
    let table = of(text.as_bytes());
    let n = field(&table, "n");
    assert_eq!((n.ty, n.misfits, n.range), (DataType::Int, 1, Some((0.0, 199.0))));
    assert_eq!(field(&table, "flag").ty, DataType::Bool);
    assert_eq!(field(&table, "code").ty, DataType::Text, "what begins with a 0 is a code");
    let when = field(&table, "when");
    assert_eq!(when.ty, DataType::Date);
    assert_eq!(when.ty.shown(when.range.unwrap().1), "2026-03-28");
}

#[test]
fn personal_fields_keep_their_counts_and_none_of_their_values() {
    let text = b"email,n,city\nhanna@example.org,1,Lisbon\njo@example.org,2,Lisbon\n,3,Porto\nx@example.org,3,Porto\n";
    let suspected = of(text);
    assert_eq!(suspected.perhaps_personal, [("email".to_owned(), "its name says so")]);
    let personal = BTreeSet::from(["email".to_owned(), "city".to_owned(), "nobody".to_owned()]);
    let table = read_stream(TableFormat::Csv, &text[..], 0, &personal, &()).unwrap();
    let city = field(&table, "city");
    assert!(city.personal && city.values.is_none() && city.shape == Shape::None);
    assert_eq!((field(&table, "email").count, field(&table, "email").missing), (3, 1));
    assert!(table.notes.iter().any(|note| note.contains("no field “nobody”")));
    let whole = format!("{:?}", stored::fields(&table.profile));
    assert!(!whole.contains("hanna") && !whole.contains("Porto"), "{whole}");
}

#[test]
fn lines_of_json_that_are_none_are_left_out_and_counted() {
    let table = lines(
        "{\"a\":1,\"user\":{\"age\":30}}\nnot json\n[1]\n{\"a\":\"5\",\"tags\":[1,2],\"user\":{\"age\":null}}\n\n{\"a\":2.5}\n",
    );
    assert_eq!(table.profile.rows, 3);
    assert!(
        table.notes.iter().any(|note| note.starts_with("2 lines are no JSON object")),
        "{:?}",
        table.notes
    );
    assert_eq!((field(&table, "user.age").count, field(&table, "user.age").missing), (1, 2));
    assert_eq!(field(&table, "a").ty, DataType::Text, "a text of digits is a text");
    assert!(matches!(
        read_stream(TableFormat::JsonLines, &b"a,b\n1,2\n"[..], 0, &BTreeSet::new(), &()),
        Err(InteropError::NotThis { .. })
    ));
}

#[test]
fn a_broken_parquet_file_is_refused_whatever_was_cut_or_changed() {
    let whole = fs::read(golden("penguins-training-snappy.parquet")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.parquet");
    for cut in [0, 4, 100, whole.len() / 2, whole.len() - 9] {
        fs::write(&path, &whole[..cut]).unwrap();
        assert!(read_table(&path, &BTreeSet::new(), &()).is_err(), "cut at {cut}");
    }
    for at in (0..whole.len()).step_by(97) {
        let mut changed = whole.clone();
        changed[at] ^= 0xff;
        fs::write(&path, &changed).unwrap();
        // Either it is refused or what stands there now is profiled: it never goes down with the program.
        let _ = read_table(&path, &BTreeSet::new(), &());
    }
}

#[test]
fn reading_can_be_stopped() {
    let mut text = String::from("a\n");
    for i in 0..2_000_000 {
        text.push_str(&format!("{i}\n"));
    }
    let calls = Cell::new(0);
    let stop = Steps(|_, _, _: &str| {
        calls.set(calls.get() + 1);
        calls.get() < 2
    });
    let got = read_stream(TableFormat::Csv, text.as_bytes(), text.len() as u64, &BTreeSet::new(), &stop);
    assert_eq!(got.unwrap_err().code(), "cancelled");
    assert_eq!(calls.get(), 2);
}

/// A table of any length that is written while it is read.
struct Endless {
    rows: u64,
    row: u64,
    line: Vec<u8>,
    at: usize,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.line.len() {
            if self.row == self.rows {
                return Ok(0);
            }
            self.row += 1;
            let x = self.row.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let n = (x >> 11) as f64 / (1_u64 << 53) as f64;
            self.line = if self.row == 1 {
                b"id,value,kind,spread\n".to_vec()
            } else {
                format!("k{:x},{n},{},{}\n", x >> 20, self.row % 7, (n * 60.0 - 30.0).exp()).into_bytes()
            };
            self.at = 0;
        }
        let n = into.len().min(self.line.len() - self.at);
        into[..n].copy_from_slice(&self.line[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

fn endless(rows: u64) -> TableRead {
    let stream = Endless { rows, row: 0, line: Vec::new(), at: 0 };
    read_stream(TableFormat::Csv, stream, 0, &BTreeSet::new(), &()).unwrap()
}

#[test]
fn what_is_held_of_a_table_does_not_grow_with_it_and_estimates_stay_within_their_bounds() {
    let rows = 300_000;
    let table = endless(rows + 1);
    assert_eq!(table.profile.rows, rows);
    let bins = |name: &str| match &field(&table, name).shape {
        Shape::Numbers { width, bins } => (*width, bins.len()),
        _ => panic!("{name} is counted in bins"),
    };
    let (width, held) = bins("value");
    assert!(held <= 1_024 && width <= 1.0 / 512.0, "{held} bins of {width}");
    assert!(bins("spread").1 <= 1_024);
    let value = field(&table, "value");
    for (got, share) in value.quantiles.unwrap().iter().zip([0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]) {
        assert!((got - share).abs() <= width + 0.004, "the quantile {share} is off by a bin at most: {got}");
    }
    assert_eq!(field(&table, "id").shape, Shape::None);
    assert_eq!(field(&table, "kind").values.as_ref().unwrap().len(), 7);
    for name in ["id", "value"] {
        let got = field(&table, name);
        assert!(got.distinct_about);
        let off = (got.distinct as f64 / rows as f64 - 1.0).abs();
        assert!(off < 0.025, "{name}: {} of {rows}", got.distinct);
    }
}

#[test]
fn the_order_of_rows_changes_no_figure_of_numbers() {
    let rows: Vec<String> = (0..20_000_u64)
        .map(|i| format!("{}\n", (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 30) as f64 / 7.0))
        .collect();
    let table = |rows: &[String]| of(format!("x\n{}", rows.concat()).as_bytes());
    let (forward, mut backward) = (table(&rows), rows.clone());
    backward.reverse();
    let backward = table(&backward);
    let (a, b) = (field(&forward, "x"), field(&backward, "x"));
    assert_eq!((&a.shape, a.range, a.quantiles, a.distinct), (&b.shape, b.range, b.quantiles, b.distinct));
}

/// `cargo test -p throughline-interop --release --test tables -- --ignored` prints the peak of memory for 1 GB.
#[test]
#[ignore = "reads a gigabyte"]
fn a_gigabyte_is_profiled_in_constant_memory() {
    let peak = || {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned();
        line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0)
    };
    endless(200_000);
    let before = peak();
    let table = endless(18_000_000);
    assert!(table.bytes > 1_000_000_000, "{} bytes", table.bytes);
    let grown = peak() - before;
    println!("{} bytes, {} rows; the peak grew by {grown} KiB", table.bytes, table.profile.rows);
    assert!(grown < 8 * 1024, "the peak grew by {grown} KiB");
}

#[test]
fn words_that_come_late_among_numbers_are_not_lost() {
    let mut text = String::from("code\n");
    for i in 0..10_000 {
        text.push_str(&format!("{}\n", i % 50));
    }
    for i in 0..5_000 {
        text.push_str(if i % 2 == 0 { "x\n" } else { "y\n" });
    }
    let table = of(text.as_bytes());
    let code = field(&table, "code");
    assert_eq!((code.ty, code.count, &code.values), (DataType::Text, 15_000, &None));
    let Shape::Words { counts, rest } = &code.shape else { panic!("{:?}", code.shape) };
    assert_eq!(counts.iter().map(|word| word.1).sum::<u64>() + rest, 15_000);
    assert!(counts.contains(&("x".to_owned(), 2_500)));
}
