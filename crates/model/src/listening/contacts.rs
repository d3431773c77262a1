//! Whether a text says how to reach somebody: e-mail addresses and phone numbers, and names where a
//! participant's code should stand. A hint for whoever records, never a reason to refuse: what is
//! missed here is no proof that nobody can be recognised.

use serde::Serialize;

use super::Span;

/// What a piece of text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContactKind {
    /// `hanna@example.org`.
    Email,
    /// `+351 912 345 678`.
    Phone,
}

impl ContactKind {
    /// The word of files and pages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ContactKind::Email => "email",
            ContactKind::Phone => "phone",
        }
    }
}

/// A piece of text by which somebody could be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// What it looks like.
    pub kind: ContactKind,
    /// Where it stands.
    pub span: Span,
    /// The piece itself.
    pub text: String,
}

/// Digits of a phone number with its country: ITU-T E.164 allows 15 at most.
const MOST_DIGITS: usize = 15;
/// Characters before a number in which a word may say what the number is.
const NEAR: usize = 24;
/// Words before a number that make it one to call.
const CALLED: &[&str] = &[
    "tel",
    "tel.",
    "phone",
    "telephone",
    "mobile",
    "cell",
    "call",
    "ring",
    "whatsapp",
    "telefon",
    "telefone",
    "telemóvel",
    "handy",
];
/// Words before a number that make it the number of something.
const NUMBERED: &[&str] = &[
    "order", "orders", "ticket", "id", "no", "no.", "nr", "nr.", "number", "invoice", "ref", "ref.", "isbn",
    "version", "build", "case", "iban", "sku",
];

/// E-mail addresses and phone numbers of a text, in the order they stand in it.
#[must_use]
pub fn contacts(text: &str) -> Vec<Contact> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = emails(&chars);
    let taken: Vec<Span> = found.iter().map(|c| c.span).collect();
    found.extend(phones(&chars).into_iter().filter(|p| !taken.iter().any(|t| p.span.meets(*t))));
    found.sort_by_key(|c| c.span.from);
    found
}

fn piece(chars: &[char], span: Span) -> String {
    chars.get(span.from..span.to).unwrap_or_default().iter().collect()
}

fn at(chars: &[char], index: usize) -> Option<char> {
    chars.get(index).copied()
}

fn before(chars: &[char], index: usize) -> Option<char> {
    index.checked_sub(1).and_then(|i| at(chars, i))
}

fn emails(chars: &[char]) -> Vec<Contact> {
    let local = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
    let domain = |c: char| c.is_alphanumeric() || ".-".contains(c);
    let mut found = Vec::new();
    for (sign, _) in chars.iter().enumerate().filter(|(_, c)| **c == '@') {
        let mut from = sign;
        while before(chars, from).is_some_and(local) {
            from -= 1;
        }
        while from < sign && at(chars, from).is_some_and(|c| c == '.' || c == '-') {
            from += 1;
        }
        let mut to = sign + 1;
        while at(chars, to).is_some_and(domain) {
            to += 1;
        }
        while to > sign + 1 && before(chars, to).is_some_and(|c| c == '.' || c == '-') {
            to -= 1;
        }
        let host: String = piece(chars, Span { from: sign + 1, to });
        let ending = host.rsplit_once('.').map_or("", |(_, ending)| ending);
        // `orders@2026.10` and `ranker@1.2.3` are versions: the end of a domain has letters only.
        let is_domain =
            !host.starts_with('.') && ending.chars().count() >= 2 && ending.chars().all(char::is_alphabetic);
        // `git@host.org:team/repository` is the address of a repository.
        let is_remote = at(chars, to) == Some(':') && at(chars, to + 1).is_some_and(|c| !c.is_whitespace());
        if from < sign && is_domain && !is_remote {
            let span = Span { from, to };
            found.push(Contact { kind: ContactKind::Email, span, text: piece(chars, span) });
        }
    }
    found
}

fn phones(chars: &[char]) -> Vec<Contact> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < chars.len() {
        let Some(span) = run(chars, index) else {
            index += 1;
            continue;
        };
        if free(chars, span) && is_phone(chars, span) {
            found.push(Contact { kind: ContactKind::Phone, span, text: piece(chars, span) });
        }
        index = span.to.max(index + 1);
    }
    found
}

/// The run of digits and what may stand between those of a phone number that begins here.
fn run(chars: &[char], from: usize) -> Option<Span> {
    let first = at(chars, from)?;
    let begins = first.is_ascii_digit()
        || ((first == '+' || first == '(')
            && at(chars, from + 1).is_some_and(|c| c.is_ascii_digit() || c == '+'));
    if !begins {
        return None;
    }
    let (mut index, mut to, mut between) = (from, from, 0);
    while let Some(c) = at(chars, index) {
        if c.is_ascii_digit() {
            (to, between) = (index + 1, 0);
        } else if " \u{a0}()-./+".contains(c) && (c != '+' || to == from) {
            between += 1;
            // " (0) " is the most that stands between two digits.
            if to > from && between > 2 {
                break;
            }
        } else {
            break;
        }
        index += 1;
    }
    (to > from).then_some(Span { from, to })
}

/// Whether the run is not a piece of a longer word, number or code.
fn free(chars: &[char], span: Span) -> bool {
    let joined = |c: char| c.is_alphanumeric() || "_#-@=".contains(c);
    let part = |c: char| ".,:/".contains(c);
    let left = before(chars, span.from);
    let right = at(chars, span.to);
    let right_goes_on = right.is_some_and(part) && at(chars, span.to + 1).is_some_and(char::is_alphanumeric);
    let left_goes_on = left.is_some_and(part)
        && before(chars, span.from.saturating_sub(1)).is_some_and(char::is_alphanumeric);
    !left.is_some_and(joined) && !right.is_some_and(joined) && !right_goes_on && !left_goes_on
}

fn is_phone(chars: &[char], span: Span) -> bool {
    let text = piece(chars, span);
    let groups: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let digits: usize = groups.iter().map(|g| g.len()).sum();
    if !(7..=MOST_DIGITS).contains(&digits) {
        return false;
    }
    let abroad = text.trim_start_matches('(').starts_with('+');
    if abroad {
        return digits >= 8;
    }
    let said = words_before(chars, span.from);
    if said.iter().any(|w| NUMBERED.contains(&w.as_str())) || is_dated(&text, &groups) {
        return false;
    }
    if said.iter().any(|w| CALLED.contains(&w.as_str())) {
        return true;
    }
    if is_number_or_code(&text, &groups) {
        return false;
    }
    if text.starts_with('0') || text.starts_with('(') {
        return digits >= 9 && groups.iter().all(|g| g.len() >= 2 || *g == "0");
    }
    let short =
        groups.len() == 2 && digits == 7 && text.contains('-') && groups.first().map(|g| g.len()) == Some(3);
    short || (digits >= 9 && (3..=4).contains(&groups.len()) && groups.iter().all(|g| g.len() >= 3))
}

/// The words shortly before a number, in small letters.
fn words_before(chars: &[char], from: usize) -> Vec<String> {
    let near = piece(chars, Span { from: from.saturating_sub(NEAR), to: from });
    // A line says what stands in it, not what stands below.
    let line = near.rsplit('\n').next().unwrap_or_default().to_lowercase();
    let words: Vec<String> = line
        .split(|c: char| c.is_whitespace() || ":;,()#".contains(c))
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    words.into_iter().rev().take(3).collect()
}

/// A date, or something that begins with a year: `2026-08-03 19`, `03.08.2026`, `2019-2026`.
fn is_dated(text: &str, groups: &[&str]) -> bool {
    let year = |group: &str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    let small = |group: &&str| group.len() <= 2;
    let first_year = groups.first().is_some_and(|g| year(g)) && groups.len() > 1;
    let last_year = groups.first().is_some_and(small)
        && groups.get(1).is_some_and(small)
        && groups.get(2).is_some_and(|g| year(g))
        && text.contains(['.', '/', '-']);
    first_year || last_year
}

/// An amount with its thousands set apart, an address of a computer, the number of a book.
fn is_number_or_code(text: &str, groups: &[&str]) -> bool {
    let threes = groups.iter().skip(1).all(|g| g.len() == 3) && groups.len() > 1;
    let dotted = text.contains('.') && !text.contains([' ', '-', '/', '(', '\u{a0}']);
    let amount = threes
        && !text.starts_with('0')
        && (dotted || groups.first().is_some_and(|g| g.len() < 3) || groups.len() > 3);
    let computer =
        dotted && groups.len() == 4 && groups.iter().all(|g| g.parse::<u16>().is_ok_and(|n| n < 256));
    let book = groups.first().is_some_and(|g| *g == "978" || *g == "979") && groups.len() > 3;
    amount || computer || book
}

/// Words that say what somebody is, not who.
const NOBODY: &[&str] = &[
    "participant",
    "respondent",
    "user",
    "customer",
    "client",
    "person",
    "interviewee",
    "guest",
    "anonymous",
    "group",
    "team",
    "ticket",
    "survey",
    "tester",
    "expert",
    "manager",
    "courier",
    "driver",
    "agent",
    "restaurant",
    "nurse",
    "several",
    "unknown",
    "none",
    "all",
];

/// Whether a participant's code looks like a name: `Ana Silva`, `P07 Ana`, `ana@example.org`; not
/// `P07`, `R-02` or `Participant 3`.
#[must_use]
pub fn looks_like_name(code: &str) -> bool {
    if !contacts(code).is_empty() {
        return true;
    }
    let words: Vec<&str> = code
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|w| w.chars().count() >= 2 && w.chars().all(|c| !c.is_ascii_digit()))
        .filter(|w| !NOBODY.contains(&w.to_lowercase().as_str()))
        .collect();
    let named = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
    };
    let digits = code.chars().any(|c| c.is_ascii_digit());
    words.iter().any(named) || (!digits && words.len() >= 2 && words.iter().all(|w| w.chars().count() >= 3))
}
