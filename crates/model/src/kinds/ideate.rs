//! Ideas, who proposed them, and how they were evaluated.

use super::Kind;
use super::define::LENSES;
use crate::field::{
    Field, FieldType, choice, column, date, instant, int, key_column, line, many, one, rows, text,
};

const LOW_TO_HIGH: &[&str] = &["low", "medium", "high"];

pub(super) const KINDS: &[Kind] = &[
    kind! {
        "session" Some("SES"), Ideate, "Session" / "Sessions";
        title: required "Title", "What it was called in the calendar.";
        fields: [
            one("problem", "Problem", "works-on").hint("The problem on the table."),
            date("date", "Date").hint("When it was held."),
            one("facilitator", "Facilitator", "facilitated-by").hint("Who led it."),
            many("participants", "Participants", "attended-by").hint("Who took part."),
            text("agenda", "Agenda").hint("What was planned."),
            rows("phases", "Phases", &[
                key_column("name", "Phase"),
                column("minutes", "Minutes", FieldType::Int),
                column("starts", "Starts", FieldType::Line),
                column("ends", "Ends", FieldType::Line),
            ]).hint("Each phase with its time."),
            choice("anonymity", "Anonymity", &["named", "anonymous-until-reveal", "anonymous"]).hint("Whether others see who wrote what."),
            int("dots", "Dots each").hint("How many dots each voter has."),
            text("outcome", "Outcome").matters().hint("What came of it."),
        ];
        statuses: "planned" "held" "cancelled";
        blurb: "Time set aside to think of ideas together.";
        example: "Twenty minutes on “stop choosing”: silent writing 8, reading round 7, dots 5. Anonymous until the reveal.";
    },
    kind! {
        "idea" Some("IDE"), Ideate, "Idea" / "Ideas";
        title: required "Idea", "One idea in one sentence.";
        fields: [
            one("problem", "Problem", "addresses").hint("The problem it would solve."),
            one("proposed-by", "Proposing team", "proposed-by").hint("The team it came from."),
            many("builds-on", "Builds on", "builds-on").hint("Earlier ideas it takes further."),
            one("session", "Session", "raised-in").hint("Where it came up."),
            line("cluster", "Cluster").searched().hint("The pile it lies on."),
            text("serving-cost-note", "Serving cost").matters().hint("What it would take to run, as far as anybody knows now."),
        ];
        blurb: "A way to solve a problem, before anyone asks whether it is the best.";
        example: "Show three dishes, not three hundred, and one button: “surprise me”.";
    },
    kind! {
        "evaluation" Some("EVA"), Ideate, "Evaluation" / "Evaluations";
        title: composed "Title", "Usually left empty.", from "score" "rationale";
        fields: [
            one("subject", "Idea or prototype", "rates").required().hint("What is scored."),
            one("criterion", "Criterion", "by-criterion").required().hint("The question asked of it."),
            one("rater", "Rater", "rated-by").required().hint("Whose score this is."),
            Field::new("score", "Score", FieldType::Score).matters().hint("0 to 5 on the criterion's anchors, or “unknown”."),
            text("rationale", "Rationale").hint("Why this score."),
            int("round", "Round").hint("1, or the later round it was given in; without one it is 1."),
            instant("handed-in", "Handed in").hint("When its rater said done and saw what others gave."),
            one("session", "Session", "raised-in").hint("Where it was given."),
        ];
        blurb: "One person's score of one idea or prototype on one criterion.";
        example: "Surprise button, cost to serve: 4. “A lookup table would do for the first version.”";
    },
    kind! {
        "vote" Some("VOT"), Ideate, "Vote" / "Votes";
        title: composed "Title", "Usually left empty.", from "dots" "reason";
        fields: [
            one("for", "For", "vote-for").required().hint("The idea, option or question voted for."),
            one("voter", "Voter", "voted-by").required().hint("Whose vote it is."),
            int("dots", "Dots").matters().hint("How many dots, if more than one."),
            one("session", "Session", "raised-in").hint("Where it was cast."),
            text("reason", "Reason").hint("Why, if they said."),
        ];
        blurb: "One voter's dots on one idea or option.";
        example: "Two dots from operations on “three dishes”.";
    },
    kind! {
        "assumption" Some("ASM"), Ideate, "Assumption" / "Assumptions";
        title: required "Statement", "What must be true.";
        fields: [
            choice("lens", "Lens", LENSES).matters().hint("The side it belongs to."),
            choice("importance", "Importance", LOW_TO_HIGH).matters().hint("How much falls if it is wrong."),
            choice("strength", "Strength of evidence", &["none", "weak", "moderate", "strong"]).matters().hint("How much speaks for it today."),
            text("test", "Test").hint("The cheapest way to find out."),
            many("underlies", "Underlies", "underlies").hint("What stands on it."),
            one("session", "Session", "raised-in").hint("Where it came up."),
        ];
        statuses: "open" "holds" "refuted" "superseded";
        blurb: "Something that must be true for an idea to work.";
        example: "People trust three suggestions enough not to open the full list. Importance high, evidence weak.";
    },
    kind! {
        "question" Some("QUE"), Ideate, "Question" / "Questions";
        title: required "Question", "“How might we …?”, or what nobody can answer yet.";
        fields: [
            many("about", "About", "asks-about").hint("What it is asked about."),
            one("session", "Session", "raised-in").hint("Where it came up."),
            text("answer", "Answer").matters().hint("The answer, once there is one."),
        ];
        statuses: "open" "answered" "parked";
        blurb: "A question that opens up ideas, or one that still needs an answer.";
        example: "How might we let people stop choosing without feeling patronised?";
    },
];
