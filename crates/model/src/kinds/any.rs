//! Kinds of any stage: decisions and what belongs to them, loop-backs, waivers, comments.

use super::Kind;
use crate::field::{
    FieldType, choice, column, date, key_column, line, many, many_in, one, quote, rows, tags, text,
};
use crate::stage::PLACES;

pub(super) const KINDS: &[Kind] = &[
    kind! {
        "decision" Some("DEC"), Any, "Decision" / "Decisions";
        title: required "Question", "What was to be decided.";
        fields: [
            text("context", "Context").matters().hint("What made the question come up."),
            text("drivers", "What counts").hint("The concerns that weigh in."),
            many_in("options", "Options", "option-of").hint("Each with what speaks for and against it."),
            text("outcome", "Outcome").required().matters().hint("What was decided."),
            text("rationale", "Rationale").required().matters().hint("Why this and not the others."),
            choice("method", "Method", &["consent", "vote", "decider"]).matters().hint("How it is decided, fixed beforehand."),
            date("decided-on", "Decided on").hint("The day it was taken."),
            one("driver", "Driver", "driven-by").hint("Who brings it to an end."),
            many("decider", "Decider", "decided-by").hint("Who has the last word."),
            many("rests-on", "Rests on", "rests-on").hint("Assumptions, results and earlier decisions it stands on."),
            text("consequences", "Consequences").matters().hint("What follows, good and bad."),
            text("confirmation", "Confirmation").hint("How you will see that it was carried out."),
            text("revisit-when", "Revisit when").matters().hint("What would make you think again."),
            date("review-date", "Review date").hint("When to look again in any case."),
            rows("follow-ups", "What happened", &[
                key_column("date", "Date"),
                column("happened", "What happened", FieldType::Line),
                column("as", "As expected", FieldType::Choice(&["as-expected", "otherwise", "too-early"])),
            ]).hint("What came of the consequences, each time somebody looked."),
            many("supersedes", "Supersedes", "supersedes").hint("The decisions it replaces."),
            many_in("stances", "Stances", "on").hint("Who agreed, who had concerns, who objected."),
            tags("consulted", "Consulted").personal().searched().hint("Whose opinion was asked."),
            tags("informed", "Informed").personal().searched().hint("Who was told."),
            text("original", "Original text").personal().hint("The text it was imported from, unchanged."),
        ];
        statuses: "proposed" "accepted" "rejected" "superseded" "withdrawn";
        blurb: "A question, its options, what was decided and why, and who agreed.";
        example: "Which recommender do we ship first? The baseline of most-ordered dishes, because it costs nothing to serve and beats today's list.";
    },
    kind! {
        "option" Some("OPT"), Any, "Option" / "Options";
        title: required "Option", "One way to answer the question.";
        fields: [
            one("decision", "Decision", "option-of").required().hint("The question it answers."),
            many("stands-for", "Stands for", "stands-for").hint("What it means: an idea, a prototype, a problem, a version, anything recorded."),
            text("description", "Description").matters().hint("What it would be."),
            text("for", "For").matters().hint("What speaks for it."),
            text("against", "Against").matters().hint("What speaks against it."),
        ];
        blurb: "One of the answers a decision chose between.";
        example: "Deep two-tower model. For: best offline accuracy. Against: needs GPUs that operations cannot pay for.";
    },
    kind! {
        "stance" Some("STA"), Any, "Stance" / "Stances";
        title: composed "Title", "Usually left empty.", from "position" "reason";
        fields: [
            one("decision", "Decision", "on").required().hint("The decision it is about."),
            one("stakeholder", "Stakeholder", "by").required().hint("Whose stance it is."),
            choice("position", "Stance", &["consent", "consent-with-concern", "stand-aside", "object", "absent"]).required().matters().hint("An objection must state the harm."),
            quote("reason", "Reason").personal().matters().hint("In their own words."),
            choice("given", "Given", &["recorded-on-behalf", "signed"]).hint("By the stakeholder themselves, or recorded for them. A signature is given on the page, under Sign."),
            text("answer", "Answer").matters().hint("How a concern or objection was met."),
            line("bound-to", "Bound to").hint("The root over the records of the text it was given on."),
        ];
        blurb: "Where one stakeholder stands on a decision, dissent included.";
        example: "Operations objects: “We have no GPUs in the second region; at dinner time the app would stand still.”";
    },
    kind! {
        "loop-back" Some("LPB"), Any, "Loop-back" / "Loop-backs";
        title: composed "Title", "A short name; without one, the reason is shown.", from "reason";
        fields: [
            choice("from", "From", PLACES).required().matters().hint("The stage or phase it leaves."),
            choice("to", "Back to", PLACES).required().matters().hint("The earlier stage or phase it returns to."),
            many("trigger", "Trigger", "triggered-by").required().hint("The measurement, observation or decision that caused it."),
            text("reason", "Reason").required().matters().hint("Why go back."),
            text("must-change", "What must change").matters().hint("What has to be different next time."),
            many("reopens", "Reopens", "reopens").hint("What is open again."),
            many("closed-by", "Closed by", "closed-by").hint("What brought it to an end."),
        ];
        statuses: "open" "closed";
        blurb: "A return to an earlier stage, with what triggered it.";
        example: "From test to ideate: three dishes were not enough for families; conversion fell for baskets over four people.";
    },
    kind! {
        "waiver" Some("WAI"), Any, "Waiver" / "Waivers";
        title: composed "Title", "Usually left empty.", from "rule" "reason";
        fields: [
            one("release", "Release", "waives").hint("The release it holds for."),
            line("rule", "Rule").required().matters().searched().hint("The id of the readiness rule."),
            many("applies-to", "Applies to", "applies-to").hint("The artefact with the gap, if it is not all of them."),
            text("reason", "Reason").required().matters().hint("Why the gap may stay open."),
            one("by", "By", "waived-by").hint("Who takes that on."),
            date("until", "Until").matters().hint("How long."),
        ];
        blurb: "A gap knowingly left open, by whom, why and until when.";
        example: "No load test before the internal beta: forty users, switched off by hand. Until 1 October.";
    },
    kind! {
        "comment" Some("COM"), Any, "Comment" / "Comments";
        title: composed "Title", "Usually left empty.", from "text";
        fields: [
            text("text", "Comment").required().hint("What you want to say."),
            many("on", "On", "comments-on").required().hint("What it is about."),
        ];
        statuses: "open" "resolved";
        blurb: "A remark on anything.";
        example: "P07 and P11 work for the same restaurant; count them once.";
    },
];
