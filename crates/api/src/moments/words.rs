//! Values in one line of text.

use serde_json::Value as Json;

/// Any value as text a person can read; empty for nothing.
pub(super) fn value(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::Bool(yes) => if *yes { "yes" } else { "no" }.into(),
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        Json::Array(list) => {
            list.iter().map(value).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
        }
        Json::Object(map) => map
            .iter()
            .map(|(name, json)| (name, value(json)))
            .filter(|(_, text)| !text.is_empty())
            .map(|(name, text)| format!("{name}: {text}"))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// A value as a cell of a Markdown table.
pub(super) fn cell(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|").replace("\r\n", "<br>").replace(['\n', '\r'], "<br>")
}

/// A value as a cell of a CSV file. What a spreadsheet would take for a formula is made text.
pub(super) fn csv(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r', ';']) || formula {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_read_as_a_person_would_say_them() {
        for (json, words) in [
            (json!(null), ""),
            (json!(true), "yes"),
            (json!(["dinner", "weekday"]), "dinner, weekday"),
            (json!({ "low": "1", "likely": null, "high": "3" }), "high: 3, low: 1"),
            (json!(12), "12"),
        ] {
            assert_eq!(value(&json), words);
        }
    }

    #[test]
    fn no_cell_becomes_a_formula_and_none_breaks_its_row() {
        for (text, wanted) in [
            ("plain", "plain"),
            ("=1+1", "\"'=1+1\""),
            ("-2", "\"'-2\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\tx", "\"'\tx\""),
            ("a,b", "\"a,b\""),
            ("say \"yes\"", "\"say \"\"yes\"\"\""),
            ("two\nlines", "\"two\nlines\""),
        ] {
            assert_eq!(csv(text), wanted);
        }
        assert_eq!(cell("a|b\nc"), "a\\|b<br>c");
    }
}
