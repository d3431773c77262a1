//! The difference of schemas: by the right names, in plain sentences, and nothing where nothing differs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use throughline_model::data::drift::{Verdict, compare};
use throughline_model::data::grid::{at_most, coarser, finest, power, quantile, side_by_side, upper};
use throughline_model::data::{DataType, FieldProfile, Profile, Shape};
use throughline_model::figures::drift::quantile_edges;
use throughline_model::schema::{Anomaly, anomalies_of_schemas, difference, difference_of_stored};

/// `name:type=values|missing/rows` each.
fn table(text: &str) -> Profile {
    let field = |part: &str| {
        let (head, missing) = part.split_once('|').unwrap_or((part, ""));
        let (head, values) = head.split_once('=').unwrap_or((head, ""));
        let (name, ty) = head.split_once(':').unwrap();
        let mut field = FieldProfile::unknown(name, DataType::named(ty));
        if !values.is_empty() {
            field.values = Some(values.split(',').map(str::to_owned).collect());
        }
        if let Some((missing, rows)) = missing.split_once('/') {
            (field.missing, field.count) =
                (missing.parse().unwrap(), rows.parse::<u64>().unwrap() - missing.parse::<u64>().unwrap());
        }
        field
    };
    Profile { rows: 0, fields: text.split_whitespace().map(field).collect() }
}

/// Old, new, the anomalies, a part of the sentence.
const CASES: &[(&str, &str, &[Anomaly], &str)] = &[
    ("a:int b:text", "b:text a:int", &[], ""),
    ("a:int", "", &[Anomaly::SchemaMissingColumn], "“a” (whole numbers) is gone."),
    ("", "a:int=1,2,3", &[Anomaly::SchemaNewColumn], "“a” (whole numbers 1 to 3) is new."),
    ("a:int", "a:text", &[Anomaly::IntTypeIntExpected], "“a” was whole numbers and is text."),
    ("a:long", "a:integer", &[], ""),
    ("a:int", "a:decimal", &[Anomaly::IntTypeIntExpected], "“a” was whole numbers and is numbers."),
    ("a:decimal", "a:int", &[], ""),
    ("a:decimal", "a:date", &[Anomaly::FloatTypeNotFloat], "is dates"),
    ("a:text", "a:int", &[Anomaly::StringTypeNowInt], ""),
    ("a:text", "a:decimal", &[Anomaly::StringTypeNowFloat], ""),
    ("a:text=x,y", "a:int", &[Anomaly::EnumTypeIntNotString], "“a” was x, y and is whole numbers."),
    ("a:text=x,y", "a:decimal", &[Anomaly::EnumTypeFloatNotString], ""),
    (
        "a:bool",
        "a:text=up,down",
        &[Anomaly::BoolTypeUnexpectedString],
        "“a” was true or false and is up, down.",
    ),
    ("a:bool", "a:int", &[Anomaly::BoolTypeIntNotString], ""),
    ("a:date", "a:text", &[Anomaly::UnexpectedDataType], ""),
    (
        "a:text=x,y",
        "a:text=x,y,z",
        &[Anomaly::EnumTypeUnexpectedStringValues],
        "takes a value it did not take before: “z”.",
    ),
    ("a:text=x,y,z", "a:text=z,y", &[], ""),
    ("a:int=1,2,3", "a:int=1,2,3,4", &[Anomaly::IntTypeBigInt], "“4”"),
    ("a:int=1,2,3", "a:int=0,1,2", &[Anomaly::IntTypeSmallInt], "“0”"),
    ("a:decimal=1,2", "a:decimal=1,2.5", &[Anomaly::FloatTypeBigFloat], ""),
    (
        "a:text|0/100",
        "a:text|3/100",
        &[Anomaly::FeatureTypeLowFractionPresent],
        "was always there and is missing in 3 of 100 rows.",
    ),
    ("a:text|10/1000", "a:text|200/1000", &[Anomaly::FeatureTypeLowFractionPresent], "is missing more often"),
    ("a:text|10/1000", "a:text|30/1000", &[], ""),
    ("a:text|1/20", "a:text|3/20", &[], ""),
    ("a:text|10/100", "a:unknown|100/100", &[Anomaly::FeatureTypeNotPresent], "“a” has no value any more."),
];

#[test]
fn each_difference_has_its_name_and_its_sentence() {
    for (old, new, anomalies, part) in CASES {
        let found = difference(&table(old), &table(new));
        let names: Vec<Anomaly> = found.anomalies().filter_map(|one| one.anomaly).collect();
        assert_eq!(names, *anomalies, "{old} -> {new}");
        assert_eq!(found.is_same(), anomalies.is_empty());
        let told: Vec<&str> = found.anomalies().map(|one| one.sentence.as_str()).collect();
        assert!(told.concat().contains(part), "{old} -> {new}: {told:?}");
    }
}

#[test]
fn nan_and_infinity_are_anomalies_where_there_were_none() {
    let mut old = table("a:decimal|0/10");
    let mut new = old.clone();
    (new.fields[0].nan, new.fields[0].infinite) = (2, 1);
    let names: Vec<_> = difference(&old, &new).anomalies().filter_map(|one| one.anomaly).collect();
    assert_eq!(names, [Anomaly::FloatTypeHasNan, Anomaly::FloatTypeHasInf]);
    (old.fields[0].nan, old.fields[0].infinite) = (1, 1);
    assert!(difference(&old, &new).is_same());
}

#[test]
fn five_stars_that_became_thumbs_read_as_such_and_are_only_suggested() {
    let found = difference(
        &table("rating:text dish:text stars:int=1,2,3,4,5 late:text=yes,no"),
        &table("rating:text dish:text thumb:text=up,down late:text=yes,no"),
    );
    assert_eq!(
        found.renamed[0].sentence,
        "“stars” (whole numbers 1 to 5) is gone; “thumb” (up, down) is new: perhaps renamed, and five steps became two."
    );
    assert_eq!(found.anomalies().count(), 2, "what is suspected changes nothing of what is found");
    assert_eq!(found.summary(), found.renamed[0].sentence);
}

#[test]
fn a_new_name_is_suggested_only_where_something_speaks_for_it() {
    let likely = |old: &str, new: &str| {
        difference(&table(old), &table(new))
            .renamed
            .iter()
            .map(|one| format!("{}>{}", one.gone, one.new))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        likely("id:int basket_eur:decimal x:text", "id:int x:text basket_total_eur:decimal"),
        ["basket_eur>basket_total_eur"]
    );
    assert_eq!(
        likely(
            "a:int customer:text b:int c:date d:int",
            "a:int b:int c:date d:int weather:decimal wind:decimal"
        ),
        Vec::<String>::new()
    );
    assert_eq!(likely("x:int a:text=m,f y:int b:int", "x:int sex:text=f,m y:int c:text"), ["a>sex"]);
}

#[test]
fn from_schemas_alone_neither_order_nor_counts_make_a_difference_and_nullability_does() {
    use throughline_model::schema::Nullable;
    let none = Nullable { old: &[], new: &[] };
    let (old, mut new) = (table("a:int=1,2 b:text"), table("b:text|9/10 a:int=2,1"));
    assert_eq!(anomalies_of_schemas(&old, &new, none), []);
    let nullable = Nullable { old: &[], new: &["b"] };
    let found = anomalies_of_schemas(&old, &new, nullable);
    assert_eq!(found[0].sentence, "“b” was always there and can be missing.");
    // The screen that the gap leads to says so as well, and says it once where it was counted too.
    let shown = difference_of_stored(&table("a:int b:text"), &table("b:text a:int"), nullable);
    assert_eq!(shown.summary(), "“b” was always there and can be missing.");
    let counted = difference_of_stored(&table("b:text|0/10"), &table("b:text|9/10"), nullable);
    assert_eq!(counted.found.len(), 1, "{:?}", counted.found);
    new.fields[1].ty = DataType::Text;
    assert_eq!(anomalies_of_schemas(&old, &new, none).len(), 1);
}

#[test]
fn every_anomaly_has_a_name_of_its_own() {
    let mut names: Vec<&str> = Anomaly::ALL.iter().map(|one| one.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Anomaly::ALL.len());
    assert!(Anomaly::ALL.iter().all(|one| !one.meaning().trim().is_empty()));
}

fn counted(ty: DataType, width: f64, bins: &[(f64, u64)]) -> Profile {
    let mut field = FieldProfile::unknown("x", ty);
    field.count = bins.iter().map(|bin| bin.1).sum();
    field.shape = Shape::Numbers { width, bins: bins.to_vec() };
    Profile { rows: field.count, fields: vec![field] }
}

#[test]
fn a_verdict_asks_for_chance_and_for_size() {
    let of = |was: &[(f64, u64)], is: &[(f64, u64)]| {
        compare(&counted(DataType::Int, 0.0, was), &counted(DataType::Int, 0.0, is)).fields[0].verdict
    };
    let even = [(1.0, 500), (2.0, 500)];
    assert_eq!(of(&even, &even), Verdict::Stable);
    assert_eq!(of(&even, &[(1.0, 900), (2.0, 100)]), Verdict::Shifted);
    assert_eq!(of(&even, &[(1.0, 680), (2.0, 320)]), Verdict::Moved);
    assert_eq!(of(&[(1.0, 500_000), (2.0, 500_000)], &[(1.0, 505_000), (2.0, 495_000)]), Verdict::Small);
    assert_eq!(of(&even, &[(1.0, 9), (2.0, 3)]), Verdict::CannotTell);
}

#[test]
fn dates_that_are_all_later_are_no_drift_and_dates_that_moved_within_are() {
    let days = |from: i32| (from..from + 30).map(|day| (f64::from(day), 10)).collect::<Vec<_>>();
    let drift = |from: i32| {
        compare(&counted(DataType::Date, 0.0, &days(20_000)), &counted(DataType::Date, 0.0, &days(from)))
    };
    assert_eq!(drift(20_100).left_out[0].1, "All its dates are later: time moved on, which is no drift.");
    assert_eq!(drift(20_010).fields[0].verdict, Verdict::Shifted);
}

fn values() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(
        prop_oneof![
            -1e6..1e6_f64,
            (-50..50_i32).prop_map(f64::from),
            any::<f64>().prop_filter("finite", |x| x.is_finite())
        ],
        2..200,
    )
}

fn bins(values: &[f64]) -> Vec<(f64, u64)> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut out: Vec<(f64, u64)> = Vec::new();
    for value in sorted {
        match out.last_mut() {
            Some(last) if last.0 == value => last.1 += 1,
            _ => out.push((value + 0.0, 1)),
        }
    }
    out
}

proptest! {
    #[test]
    fn a_coarser_grid_keeps_every_value_and_coarsens_on(values in values(), exponent in -20..20_i32) {
        let all = bins(&values);
        let (fine, wide) = (power(exponent), power(exponent + 3));
        let once = coarser(&all, wide);
        prop_assert_eq!(&coarser(&coarser(&all, fine), wide), &once);
        prop_assert_eq!(once.iter().map(|bin| bin.1).sum::<u64>(), values.len() as u64);
        for value in values {
            let edge = upper(value, fine);
            prop_assert!(value <= edge && edge - value <= fine.max(0.0), "{} {}", value, edge);
        }
    }

    #[test]
    fn so_many_bins_at_most_hold_anything(values in values(), most in 4_usize..40) {
        let (width, held) = at_most(bins(&values), 0.0, most);
        prop_assert!(held.len() <= most, "{} of {}", held.len(), most);
        if width > 0.0 {
            let places: Vec<f64> = bins(&values).iter().map(|bin| bin.0).collect();
            prop_assert_eq!(power(finest(&places, most)), width);
        }
    }

    #[test]
    fn quantiles_of_counted_values_are_those_of_the_values(values in prop::collection::vec(-1e6..1e6_f64, 2..200), k in 2_usize..12) {
        let all = bins(&values);
        let mut edges: Vec<f64> = Vec::new();
        for i in 1..k {
            let edge = quantile(&all, i as u64, k as u64).unwrap();
            if edges.last().is_none_or(|last| edge > *last) {
                edges.push(edge);
            }
        }
        prop_assert_eq!(edges, quantile_edges(&values, k).unwrap());
    }

    #[test]
    fn both_sides_keep_their_counts_on_one_grid(a in values(), b in values(), exponent in -10..10_i32) {
        let (left, right) = (bins(&a), coarser(&bins(&b), power(exponent)));
        let (_, both) = side_by_side((0.0, &left), (power(exponent), &right));
        prop_assert_eq!(both.iter().map(|bin| bin.1).sum::<u64>(), a.len() as u64);
        prop_assert_eq!(both.iter().map(|bin| bin.2).sum::<u64>(), b.len() as u64);
        prop_assert!(both.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn data_held_against_itself_never_drifts(values in values()) {
        let profile = counted(DataType::Decimal, 0.0, &bins(&values));
        let drift = compare(&profile, &profile);
        prop_assert!(drift.fields.iter().all(|field| field.stability < 1e-9 && field.size < 1e-9));
    }
}
