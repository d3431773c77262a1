//! One column while it is read, and what it turns out to be.

use throughline_model::data::{DataType, FieldProfile, QUANTILES, Shape, grid};
use throughline_model::listening::contacts;

use super::cells::{Cell, TOLD_APART, read};
use super::distinct::Estimate;
use super::hashed::{Counts, of_bytes};
use super::sketch::Numbers;

/// Different words that are counted one by one.
const WORDS: usize = 2_048;
/// Values after which a column of numbers or dates alone is taken for one.
const ENOUGH: u64 = 8_192;
/// Bytes of a word that are kept; more than a page shows.
const KEPT: usize = 200;
/// Words that are listed as the allowed values of a field, and whole numbers.
const FEW_WORDS: usize = 20;
const FEW_NUMBERS: usize = 10;
/// From this share on the values that fit a type make the type; the others are misfits.
const FITS: f64 = 0.99;
/// Words that are looked at for e-mail addresses and phone numbers.
const LOOKED_AT: usize = 64;

/// Parts of a name that say a field tells about people.
const TELLING: [&str; 21] = [
    "email",
    "mail",
    "phone",
    "mobile",
    "telephone",
    "tel",
    "firstname",
    "lastname",
    "surname",
    "fullname",
    "username",
    "address",
    "street",
    "birthday",
    "birthdate",
    "birth",
    "dob",
    "ssn",
    "iban",
    "passport",
    "ip",
];

pub(super) struct Column {
    pub(super) name: String,
    missing: u64,
    ints: u64,
    decimals: u64,
    nan: u64,
    infinite: u64,
    bools: u64,
    dates: u64,
    instants: u64,
    texts: u64,
    /// Lists and objects of JSON; part of `texts`.
    pub(super) nested: u64,
    huge: u64,
    broken: u64,
    markers: Vec<(String, u64)>,
    numbers: Numbers,
    days: Option<Box<Numbers>>,
    seconds: Option<Box<Numbers>>,
    words: Words,
    /// The type is the file's own, not told by the values.
    pub(super) given: Option<DataType>,
}

struct Words {
    counts: Option<Counts>,
    kept: Vec<Box<[u8]>>,
    count: u64,
    rest: u64,
    /// Numbers and dates that were not counted as words.
    passed: u64,
    distinct: Option<Estimate>,
}

impl Column {
    pub(super) fn new(name: String) -> Column {
        Column {
            name,
            missing: 0,
            ints: 0,
            decimals: 0,
            nan: 0,
            infinite: 0,
            bools: 0,
            dates: 0,
            instants: 0,
            texts: 0,
            nested: 0,
            huge: 0,
            broken: 0,
            markers: Vec::new(),
            numbers: Numbers::new(),
            days: None,
            seconds: None,
            words: Words {
                counts: Some(Counts::new()),
                kept: Vec::new(),
                count: 0,
                rest: 0,
                passed: 0,
                distinct: None,
            },
            given: None,
        }
    }

    /// One cell of a text.
    #[inline]
    pub(super) fn add_text(&mut self, cell: &[u8]) {
        match read(cell) {
            Cell::Missing => {
                self.missing += 1;
                if !cell.is_empty() {
                    self.marker(cell);
                }
                return;
            }
            Cell::Int(value) => {
                self.ints += 1;
                self.huge += u64::from(value.abs() > TOLD_APART);
                self.numbers.add(value);
            }
            Cell::Decimal(value) => {
                self.decimals += 1;
                self.numbers.add(value);
            }
            Cell::Nan => self.nan += 1,
            Cell::Infinite => self.infinite += 1,
            Cell::Bool => self.bools += 1,
            Cell::Date(day) => self.add_day(day),
            Cell::Instant(second) => self.add_second(second),
            Cell::Text => self.texts += 1,
        }
        // Numbers and dates are counted as what they are. That they may be words among words is kept in mind only as
        // long as a column has hardly begun, or has words.
        if self.words.count < ENOUGH || self.texts + self.bools > 0 {
            self.words.add(cell);
        } else {
            self.words.passed += 1;
        }
    }

    /// A text of a format that tells texts from numbers: only dates, for which some have no type, are told by their
    /// looks.
    pub(super) fn add_string(&mut self, cell: &[u8]) {
        match read(cell) {
            _ if cell.is_empty() => self.missing += 1,
            Cell::Date(day) => {
                self.add_day(day);
                self.words.add(cell);
            }
            Cell::Instant(second) => {
                self.add_second(second);
                self.words.add(cell);
            }
            _ => self.add_word(cell),
        }
    }

    /// A text.
    pub(super) fn add_word(&mut self, word: &[u8]) {
        self.texts += 1;
        self.words.add(word);
    }

    pub(super) fn add_missing(&mut self, rows: u64) {
        self.missing += rows;
    }

    pub(super) fn add_int(&mut self, value: f64) {
        self.ints += 1;
        self.huge += u64::from(value.abs() > TOLD_APART);
        self.numbers.add(value);
    }

    pub(super) fn add_decimal(&mut self, value: f64) {
        if value.is_nan() {
            self.nan += 1;
        } else if value.is_infinite() {
            self.infinite += 1;
        } else {
            self.decimals += 1;
            self.numbers.add(value);
        }
    }

    pub(super) fn add_bool(&mut self, value: bool) {
        self.bools += 1;
        self.words.add(if value { b"true" } else { b"false" });
    }

    pub(super) fn add_day(&mut self, day: f64) {
        self.dates += 1;
        self.days.get_or_insert_with(|| Box::new(Numbers::new())).add(day);
    }

    pub(super) fn add_second(&mut self, second: f64) {
        self.instants += 1;
        self.seconds.get_or_insert_with(|| Box::new(Numbers::new())).add(second);
    }

    #[cold]
    fn marker(&mut self, cell: &[u8]) {
        let text = String::from_utf8_lossy(cell.trim_ascii()).into_owned();
        match self.markers.iter_mut().find(|(marker, _)| *marker == text) {
            Some((_, count)) => *count += 1,
            None if text.is_empty() => {}
            None => self.markers.push((text, 1)),
        }
    }

    fn present(&self) -> u64 {
        self.ints
            + self.decimals
            + self.nan
            + self.infinite
            + self.bools
            + self.dates
            + self.instants
            + self.texts
    }

    /// The type by its values, with how many do not fit it.
    fn told(&self) -> (DataType, u64) {
        let present = self.present();
        if let Some(ty) = self.given {
            return (ty, self.texts.min(if ty == DataType::Text { 0 } else { present }));
        }
        if present == 0 {
            return (DataType::Unknown, 0);
        }
        let fitting = [
            (DataType::Int, self.ints),
            (DataType::Bool, self.bools),
            (DataType::Date, self.dates),
            (DataType::Instant, self.instants + self.dates),
            (DataType::Decimal, self.ints + self.decimals + self.nan + self.infinite),
        ];
        let whole = fitting.iter().find(|(_, fits)| *fits == present);
        // Mixed whole numbers and fractions are numbers, not whole numbers with misfits.
        let mostly = fitting.iter().rev().find(|(_, fits)| *fits as f64 >= FITS * present as f64);
        match whole.or(mostly) {
            Some((DataType::Decimal, fits)) if self.decimals == 0 && *fits < present && self.ints > 0 => {
                (DataType::Int, present - self.ints)
            }
            Some((ty, fits)) => (*ty, present - fits),
            None => (DataType::Text, 0),
        }
    }

    /// Why the column may tell about people, if it does.
    pub(super) fn looks_personal(&self) -> Option<&'static str> {
        let name = self.name.to_lowercase();
        let parts: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).collect();
        let joined = parts.concat();
        let of_a_person = parts.last() == Some(&"name")
            && parts.len() > 1
            && parts.iter().any(|part| {
                ["first", "last", "full", "given", "family", "user", "customer", "contact", "patient"]
                    .contains(part)
            });
        if of_a_person || TELLING.contains(&joined.as_str()) || parts.iter().any(|p| TELLING.contains(p)) {
            return Some("its name says so");
        }
        let looked: Vec<&[u8]> = self.words.kept.iter().take(LOOKED_AT).map(|word| &**word).collect();
        let found = looked
            .iter()
            .filter(|word| std::str::from_utf8(word).is_ok_and(|text| !contacts(text).is_empty()))
            .count();
        (found > 0 && found * 4 >= looked.len())
            .then_some("its values look like e-mail addresses or phone numbers")
    }

    /// What the column is, of a table of so many rows.
    pub(super) fn into_profile(mut self, rows: u64, notes: &mut Vec<String>) -> FieldProfile {
        let present = self.present();
        let (ty, misfits) = self.told();
        let name = self.name.clone();
        let mut field = FieldProfile::unknown(name.clone(), ty);
        field.count = present;
        field.missing = self.missing.max(rows.saturating_sub(present));
        field.misfits = misfits;
        (field.nan, field.infinite) = (self.nan, self.infinite);
        self.remark(&field, notes);
        match ty {
            DataType::Int | DataType::Decimal => ordered(&mut field, &mut self.numbers),
            DataType::Date => {
                if let Some(days) = &mut self.days {
                    ordered(&mut field, days);
                }
            }
            DataType::Instant => {
                // Days among moments are their first second.
                if let (Some(days), true) = (self.days.take(), self.seconds.is_some()) {
                    let (_, bins) = days.bins();
                    if let Some(seconds) = &mut self.seconds {
                        for (day, count) in bins {
                            for _ in 0..count.min(1_000_000) {
                                seconds.add(day * 86_400.0);
                            }
                        }
                    }
                }
                if let Some(seconds) = &mut self.seconds {
                    ordered(&mut field, seconds);
                }
            }
            DataType::Text | DataType::Bool | DataType::Unknown => {
                let passed = self.words.passed > 0;
                // All of them are among the rest, with as many different ones as there are numbers.
                self.words.rest += self.words.passed;
                self.words.into_field(&mut field);
                if passed {
                    field.distinct += self.numbers.distinct().0;
                    field.distinct_about = true;
                }
            }
        }
        if matches!(ty, DataType::Date | DataType::Instant) {
            (field.mean, field.deviation) = (None, None);
        }
        // An estimate may go beyond what is possible.
        field.distinct = field.distinct.min(field.count);
        field
    }

    fn remark(&self, field: &FieldProfile, notes: &mut Vec<String>) {
        let name = &self.name;
        for (marker, count) in &self.markers {
            notes.push(format!("“{marker}” in {name} was read as missing, {count} times."));
        }
        if field.misfits > 0 {
            let of = field.ty.words();
            notes.push(format!("{} values of {name} are not {of}; they are counted apart.", field.misfits));
        }
        if self.broken + self.words.broken() > 0 {
            notes.push(format!("{name} has bytes that are not UTF-8; they are shown as �."));
        }
        if self.huge > 0 && field.ty == DataType::Int {
            notes.push(format!(
                "{name} has whole numbers beyond 2^53, {} of them; those next to each other are counted as one.",
                self.huge
            ));
        }
        if self.nested > 0 {
            notes.push(format!("{name} holds lists, {} times; they are counted as text.", self.nested));
        }
    }
}

fn ordered(field: &mut FieldProfile, numbers: &mut Numbers) {
    (field.distinct, field.distinct_about) = numbers.distinct();
    if numbers.count == 0 {
        return;
    }
    (field.mean, field.deviation) = numbers.moments();
    let range = (numbers.min, numbers.max);
    field.range = Some(range);
    let (width, bins) = numbers.bins();
    let mut quantiles = [0.0; 7];
    for (place, share) in quantiles.iter_mut().zip(QUANTILES) {
        let hundredths = (share * 100.0).round() as u64;
        *place = grid::quantile(&bins, hundredths, 100).unwrap_or(range.0).clamp(range.0, range.1);
    }
    field.quantiles = Some(quantiles);
    let repeats = numbers.count >= 2 * field.distinct;
    if field.ty == DataType::Int && width == 0.0 && bins.len() <= FEW_NUMBERS && repeats {
        field.values = Some(bins.iter().map(|(value, _)| field.ty.shown(*value)).collect());
    }
    field.shape = Shape::Numbers { width, bins };
}

impl Words {
    #[inline]
    fn add(&mut self, word: &[u8]) {
        self.count += 1;
        let hash = of_bytes(word);
        if let Some(distinct) = &mut self.distinct {
            distinct.add(hash);
        }
        let Some(counts) = &mut self.counts else { return };
        let kept = &mut self.kept;
        let added = counts.add(hash, WORDS, || {
            kept.push(word.get(..word.len().min(KEPT)).unwrap_or_default().into());
            kept.len() as u64 - 1
        });
        if !added {
            self.more(hash);
        }
    }

    /// A word beyond those that are counted one by one.
    fn more(&mut self, hash: u64) {
        self.rest += 1;
        if self.distinct.is_some() {
            return;
        }
        let mut distinct = Estimate::new();
        for (known, _, _) in self.counts.iter().flat_map(Counts::iter) {
            distinct.add(known);
        }
        distinct.add(hash);
        self.distinct = Some(distinct);
        // Nearly every cell was another: counting them tells nothing, and costs with each cell.
        if self.count < 4 * WORDS as u64 {
            self.counts = None;
        }
    }

    fn broken(&self) -> u64 {
        self.kept.iter().filter(|word| word.len() < KEPT && std::str::from_utf8(word).is_err()).count() as u64
    }

    fn into_field(self, field: &mut FieldProfile) {
        let known = self.counts.as_ref().map_or(0, Counts::len) as u64;
        (field.distinct, field.distinct_about) = match &self.distinct {
            None => (known, false),
            Some(estimate) => (estimate.count().max(WORDS as u64 + 1), true),
        };
        let Some(counts) = self.counts else { return };
        // What names rows has no distribution.
        if field.distinct > FEW_WORDS as u64 && field.distinct * 2 > field.count {
            return;
        }
        let mut words: Vec<(String, u64)> = counts
            .iter()
            .filter_map(|(_, count, place)| {
                let word = self.kept.get(usize::try_from(place).ok()?)?;
                Some((String::from_utf8_lossy(word).into_owned(), count))
            })
            .collect();
        words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let few = words.len() <= FEW_WORDS && field.count >= 2 * field.distinct;
        let short = words.iter().all(|(word, _)| word.trim() == word && word.len() < KEPT);
        if field.ty == DataType::Text && few && short && self.rest == 0 {
            let mut values: Vec<String> = words.iter().map(|(word, _)| word.clone()).collect();
            values.sort();
            field.values = Some(values);
        }
        field.shape = Shape::Words { counts: words, rest: self.rest };
    }
}
