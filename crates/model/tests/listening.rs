//! Listening: contacts in a text, places of quotes, distinct people.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use throughline_model::listening::{
    ContactKind, Heard, People, Place, Reading, Span, contacts, looks_like_name, people,
};

fn found(text: &str) -> Vec<(ContactKind, String)> {
    contacts(text).into_iter().map(|c| (c.kind, c.text)).collect()
}

#[test]
fn addresses_and_numbers_by_which_somebody_is_reached_are_seen() {
    use ContactKind::{Email, Phone};
    let rows: &[(&str, ContactKind, &str)] = &[
        ("Write to hanna.m@example.org, please.", Email, "hanna.m@example.org"),
        ("<jürgen+shop@müller.de>", Email, "jürgen+shop@müller.de"),
        ("mail:a_b@mail.co.uk.", Email, "a_b@mail.co.uk"),
        ("Ring +351 912 345 678 after six", Phone, "+351 912 345 678"),
        ("(+44) 20 7946 0958", Phone, "(+44) 20 7946 0958"),
        ("It is 0171 1234567.", Phone, "0171 1234567"),
        ("01 23 45 67 89", Phone, "01 23 45 67 89"),
        ("at 555-123-4567 or", Phone, "555-123-4567"),
        ("(212) 555-0123", Phone, "(212) 555-0123"),
        ("212.555.0123", Phone, "212.555.0123"),
        ("Mine is 912 345 678", Phone, "912 345 678"),
        ("phone: 912345678", Phone, "912345678"),
        ("call 555-1234", Phone, "555-1234"),
        ("+14155552671", Phone, "+14155552671"),
    ];
    for (text, kind, piece) in rows {
        assert_eq!(found(text), [(*kind, (*piece).to_owned())], "{text}");
    }
}

#[test]
fn dates_versions_orders_and_amounts_are_not_taken_for_contacts() {
    for text in [
        "on 2026-08-03 at 19:58",
        "2026-08-03 1958",
        "03.08.2026 19:15",
        "12/08/2026",
        "2019-2026",
        "between 1200-1500 orders",
        "version 10.0.19041.1234",
        "ranker@1.2.3 and orders@2026-10",
        "model@v2",
        "order 1234567890",
        "Order no. 912 345 678",
        "#1234567890",
        "T-0417-123456-99",
        "ticket 000123456789",
        "1 234 567 people",
        "12.345.678 EUR",
        "123.456.789,00",
        "192.168.100.200",
        "ISBN 978-3-16-148410-0",
        "978-3-16-148410-0",
        "4111 1111 1111 1111",
        "123e4567-e89b-12d3-a456-426614174000",
        "10 20 30 40 50",
        "134 of 212, 22.58 EUR against 23.53",
        "git@example.org:team/repository.git",
        "@hanna and a@b",
        "38 minutes, 11,353 searches",
        "1234567890123456789",
        "",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn contacts_are_placed_in_characters_not_in_bytes() {
    let text = "😀😀 écris à a@b.pt";
    let one = &contacts(text)[0];
    assert_eq!(one.span, Span { from: 11, to: 17 });
    assert_eq!(text.chars().skip(one.span.from).take(6).collect::<String>(), "a@b.pt");
}

#[test]
fn a_code_is_told_from_a_name() {
    for name in
        ["Ana Silva", "Ana", "P07 Ana", "José", "O’Brien", "ana silva", "ana@example.org", "+351 912 345 678"]
    {
        assert!(looks_like_name(name), "{name}");
    }
    for code in
        ["P07", "R-02", "p19", "Participant 3", "U_114", "AB", "user 12", "", "7", "TK-2291", "group A"]
    {
        assert!(!looks_like_name(code), "{code}");
    }
}

const TEXT: &str = "38 minutes, by video. 😀\n\nLast night? I scroll for ten minutes\nand then I order the same chicken. It isn’t love. I scroll for ten minutes.";

fn span_of(text: &str, words: &str, after: usize) -> Span {
    let bytes = text.match_indices(words).nth(after).unwrap().0;
    let from = text[..bytes].chars().count();
    Span { from, to: from + words.chars().count() }
}

#[test]
fn a_quote_stands_where_it_was_marked() {
    let reading = Reading::of(TEXT);
    let second = span_of(TEXT, "I scroll for ten minutes", 1);
    assert_eq!(reading.place("I scroll for ten minutes", Some(second)), Place::Kept(second));
}

#[test]
fn a_quote_is_found_again_by_its_words_when_the_text_before_it_changed() {
    let marked = span_of(TEXT, "I order the same chicken", 0);
    let edited = TEXT.replace("38 minutes, by video. 😀", "Forty minutes, by video, a good line. 🎉🎉");
    let now = span_of(&edited, "I order the same chicken", 0);
    assert_ne!(now, marked);
    assert_eq!(Reading::of(&edited).place("I order the same chicken", Some(marked)), Place::Found(now));
    let gone = edited.replace("chicken", "fish");
    assert_eq!(Reading::of(&gone).place("I order the same chicken", Some(marked)), Place::Gone);
    assert_eq!(Reading::of("").place("I order", Some(marked)), Place::Gone);
}

#[test]
fn of_several_places_the_nearest_is_meant_and_without_a_place_the_first() {
    let (first, second) = (span_of(TEXT, "I scroll", 0), span_of(TEXT, "I scroll", 1));
    let near = |by: usize| Some(Span { from: second.from - by, to: second.to - by });
    assert_eq!(Reading::of(TEXT).place("I scroll", near(9)), Place::Found(second));
    assert_eq!(Reading::of(TEXT).place("I scroll", None), Place::Found(first));
}

#[test]
fn line_ends_spaces_and_the_shape_of_marks_do_not_hide_words() {
    let reading = Reading::of(TEXT);
    let across = reading.find("ten minutes and  then\nI order");
    assert_eq!(across.len(), 1);
    let words: String = TEXT.chars().skip(across[0].from).take(across[0].to - across[0].from).collect();
    assert_eq!(words, "ten minutes\nand then I order");
    assert_eq!(reading.find("“It isn't love.”").len(), 1);
    assert_eq!(reading.find("  "), []);
}

proptest! {
    #[test]
    fn whatever_is_cut_out_of_a_text_is_found_at_its_place(text in "[a-z😀é \n]{1,60}", from in 0_usize..60, len in 1_usize..20) {
        let chars: Vec<char> = text.chars().collect();
        let from = from.min(chars.len() - 1);
        let to = (from + len).min(chars.len());
        let quote: String = chars[from..to].iter().collect();
        prop_assume!(!quote.trim().is_empty() && quote.trim() == quote);
        let place = Reading::of(&text).place(&quote, Some(Span { from, to }));
        prop_assert_eq!(place, Place::Kept(Span { from, to }));
    }

    #[test]
    fn no_text_is_too_strange_to_be_looked_through(text in "\\PC{0,80}") {
        let length = text.chars().count();
        for contact in contacts(&text) {
            prop_assert!(contact.span.from < contact.span.to && contact.span.to <= length);
        }
        let _ = looks_like_name(&text);
    }
}

fn heard(rows: &[(&str, &str, bool)]) -> Vec<Heard> {
    rows.iter()
        .map(|(evidence, code, against)| Heard {
            evidence: (*evidence).into(),
            code: (!code.is_empty()).then(|| (*code).into()),
            against: *against,
        })
        .collect()
}

#[test]
fn whoever_says_it_twice_is_one_person() {
    let rows =
        heard(&[("e1", "P07", false), ("e1", "P07", false), ("e2", " p 07", false), ("e3", "P11", false)]);
    assert_eq!(people(&rows), People { supporting: 2, ..People::default() });
}

#[test]
fn people_against_are_counted_apart_and_those_on_both_sides_named() {
    let rows = heard(&[("e1", "P07", false), ("e1", "P07", true), ("e2", "P11", true)]);
    let counted = people(&rows);
    assert_eq!((counted.supporting, counted.contradicting, counted.on_both_sides), (1, 2, 1));
    assert_eq!(counted.words(), "1 person for, 2 against");
}

#[test]
fn evidence_without_a_code_is_one_unknown_source_and_no_person() {
    let rows = heard(&[("e1", "", false), ("e1", " ", false), ("e2", "", false), ("e3", "", true)]);
    let counted = people(&rows);
    assert_eq!((counted.supporting, counted.unknown_supporting, counted.unknown_contradicting), (0, 2, 1));
    assert_eq!(counted.words(), "3 sources unnamed");
    assert_eq!(people(&[]).words(), "nobody yet");
}
