//! Saying what the problem is and how a solution is judged.

use super::Kind;
use super::frame::DIRECTIONS;
use crate::field::{
    choice, date, decimal, instant, int, line, many, many_in, measured, one, quote, range, text,
};

/// The four lenses every solution is looked at through.
pub const LENSES: &[&str] = &["viability", "usability", "feasibility", "value"];

pub(super) const KINDS: &[Kind] = &[
    kind! {
        "problem" Some("PRB"), Define, "Problem" / "Problems";
        title: composed "Title", "A short name; without one, need and because are shown.", from "need" "because";
        fields: [
            one("persona", "Persona", "concerns").required().hint("Who has it."),
            line("need", "Need").required().matters().searched().hint("What they need, not how to do it."),
            line("because", "Because").required().matters().searched().hint("Why: the insight behind it."),
            quote("surface-request", "Surface request").matters().hint("What was asked for, word for word: “faster horses”."),
            many_in("causes", "Causes", "cause-of").hint("Ask why five times; each answer with its evidence."),
            one("baseline-metric", "Baseline metric", "measured-by").hint("What today's state is measured in."),
            measured("baseline-value", "Baseline today").matters().hint("Today's number."),
            date("baseline-date", "Baseline date").hint("When that was."),
            range("benefit", "Benefit").unit("{currency}").matters().hint("Money over the horizon: low, likely, high."),
            range("build-cost", "Cost to build").unit("{currency}").matters().hint("Money, once: low, likely, high."),
            range("run-cost", "Cost to run").unit("{currency} per month").matters().hint("Money per month: low, likely, high."),
            int("horizon", "Horizon").unit("months").matters().hint("Months that benefit and running cost are counted over."),
            line("currency", "Currency").hint("EUR, USD …"),
            decimal("reach", "Reach").unit("people per quarter").hint("For RICE, the second lens: how many people it touches in a quarter."),
            decimal("impact", "Impact").hint("For RICE: how much for each of them; 3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal."),
            decimal("confidence", "Confidence").hint("For RICE: how sure you are of the other three, 0 to 1."),
            decimal("effort", "Effort").unit("person-months").hint("For RICE: the work of everybody together."),
        ];
        blurb: "Who needs what, and why, with today's number and what solving it is worth.";
        example: "Hungry Hanna needs to decide in under a minute because choosing tires her more than cooking.";
    },
    kind! {
        "cause" Some("CAU"), Define, "Cause" / "Causes";
        title: required "Cause", "One answer to “why?”.";
        fields: [
            one("problem", "Problem", "cause-of").required().hint("The problem it explains."),
            many("why", "Because of", "because-of").hint("The deeper causes below this one."),
            many("evidence", "Evidence", "shown-by").hint("What shows that this is so."),
        ];
        blurb: "One step of the five whys below a problem, with its evidence.";
        example: "The list is sorted by distance, so the same nine places come first every evening.";
    },
    kind! {
        "criterion" Some("CRI"), Define, "Criterion" / "Criteria";
        title: required "Question", "What every idea is asked, in words anybody can answer.";
        fields: [
            choice("lens", "Lens", LENSES).required().matters().hint("The side it looks from."),
            text("worst", "Worst, in words").matters().hint("What a 0 looks like."),
            decimal("worst-value", "Worst, as a number").unit("{unit}").matters().hint("The number of a 0."),
            text("best", "Best, in words").matters().hint("What a 5 looks like."),
            decimal("best-value", "Best, as a number").unit("{unit}").matters().hint("The number of a 5."),
            line("unit", "Unit").matters().hint("What the two numbers are in."),
            choice("direction", "Direction", DIRECTIONS).matters().hint("Which way is better."),
            decimal("weight", "Weight").matters().hint("Its share; all weights add up to 1."),
            decimal("gate", "Gate").matters().hint("An idea that scores below this is out, whatever else it scores."),
            instant("locked-at", "Locked at").hint("From here on it stands; evaluation comes after."),
        ];
        blurb: "A question every idea is scored on, with worded anchors fixed before scoring.";
        example: "What do 1,000 predictions cost to serve? 0: 5 EUR and GPUs we do not have. 5: under 0.05 EUR on what runs today.";
    },
    kind! {
        "objective" Some("OBJ"), Define, "Objective" / "Objectives";
        title: composed "Title", "A short name, if the metric and target are not enough.", from "direction" "target" "by-when";
        fields: [
            one("metric", "Metric", "measured-by").required().hint("The number it is about."),
            choice("direction", "Direction", &["increase-to", "decrease-to", "keep-above", "keep-below"]).matters().hint("Where the number should go."),
            decimal("target", "Target").matters().hint("The number to reach."),
            date("by-when", "By when").matters().hint("The date to reach it by."),
        ];
        blurb: "The number the release is judged by, with a target and a date.";
        example: "Order conversion: increase to 14 % by 30 November.";
    },
];
