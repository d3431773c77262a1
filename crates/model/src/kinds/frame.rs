//! The frame: product, release, metric.

use super::Kind;
use crate::field::{choice, date, line, one, text, yes_no};

/// Which way a number is better.
pub(super) const DIRECTIONS: &[&str] = &["higher-is-better", "lower-is-better"];

pub(super) const KINDS: &[Kind] = &[
    kind! {
        "product" Some("PRD"), Frame, "Product" / "Products";
        title: required "Name", "What its users call it.";
        fields: [
            text("users", "Users").matters().hint("Who uses it, in your own words."),
            yes_no("public-facing", "Public-facing").matters().hint("Can anyone outside the organisation reach it? Then bias and abuse must be considered."),
        ];
        blurb: "A thing for users that you release again and again.";
        example: "Food delivery app: people who order dinner, couriers, restaurants. Public-facing.";
    },
    kind! {
        "release" Some("REL"), Frame, "Release" / "Releases";
        title: required "Name", "One pass of the design template.";
        fields: [
            one("product", "Product", "of-product").required().hint("The product this is a release of."),
            text("goal", "Goal").matters().hint("What will be better for whom."),
            date("from", "From").hint("When work begins."),
            date("to", "To").hint("When it should be live."),
            one("previous", "Previous release", "follows").hint("The release whose work it carries on."),
        ];
        statuses: "open" "planned" "frozen" "closed";
        blurb: "One pass of the design template for a product, from people to production.";
        example: "Recommendations 2.0: hungry people find a dish they like in under a minute.";
    },
    kind! {
        "metric" Some("MET"), Frame, "Metric" / "Metrics";
        title: required "Name", "As it is called in meetings.";
        fields: [
            line("unit", "Unit").matters().hint("%, seconds, EUR per 1,000 predictions …"),
            choice("direction", "Direction", DIRECTIONS).matters().hint("Which way is better."),
            text("definition", "Definition").matters().hint("How it is counted: what is in, what is out, over which window."),
        ];
        blurb: "A number that teams, objectives, prototypes and experiments are judged by.";
        example: "Order conversion: sessions with an order / sessions, per day, without staff accounts. %. Higher is better.";
    },
];
