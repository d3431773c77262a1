//! Listening to users: personas, evidence, highlights, insights.

use super::Kind;
use crate::field::{choice, date, int, line, many, many_in, one, quote, text};

pub(super) const KINDS: &[Kind] = &[
    kind! {
        "persona" Some("PER"), Empathise, "Persona" / "Personas";
        title: required "Name", "A name that stands for the kind of person.";
        fields: [
            choice("type", "Type", &["end-user", "internal-team", "affected"]).required().matters().hint("The end user of the application is often not the user of the product; affected people may use neither."),
            text("goals", "Goals").matters().hint("What they want to get done."),
            text("pains", "Pains").matters().hint("What stands in their way."),
            text("workaround", "Today's workaround").matters().hint("How they manage today."),
            int("segment-size", "Segment size").hint("How many people like this there are."),
            line("segment-source", "Source of the size").hint("Where that number comes from."),
        ];
        blurb: "A kind of person you serve or affect; assumed until evidence supports it.";
        example: "Hungry Hanna: end user. Orders after work, scrolls for ten minutes, gives up and orders the usual.";
    },
    kind! {
        "evidence" Some("EVD"), Empathise, "Evidence" / "Evidence";
        title: composed "Title", "What was heard or seen, in a few words.", from "method" "participant" "date";
        fields: [
            choice("method", "Method", &["interview", "observation", "survey", "ticket", "analytics", "literature", "test-feedback"]).required().matters().hint("How it was learned."),
            date("date", "Date").required().matters().hint("When it was heard or seen."),
            line("participant", "Participant code").personal().hint("A code such as P07, never a name."),
            one("persona", "Persona", "from").hint("Whom it tells about."),
            choice("consent", "Consent", &["none", "internal", "quote-anonymously", "quote-with-role", "public"]).hint("What the participant agreed to."),
            int("sample-size", "Sample size").hint("How many people, answers or events stand behind it."),
            text("transcript", "Transcript").personal().matters().hint("What was said or seen, as close to the words as possible."),
            many_in("highlights", "Highlights", "taken-from").hint("The passages that matter."),
        ];
        blurb: "Something heard or seen: an interview, a ticket, a survey, a count.";
        example: "Interview with P07 on 3 August, 40 minutes, about the last three orders.";
    },
    kind! {
        "highlight" Some("HLT"), Empathise, "Highlight" / "Highlights";
        title: composed "Label", "A few words, if the quote is long.", from "quote";
        fields: [
            quote("quote", "Quote").required().personal().matters().hint("The words as they were said."),
            one("evidence", "Taken from", "taken-from").required().hint("The evidence it stands in."),
            line("cluster", "Group").searched().hint("The pile it lies in on the affinity board."),
            int("span-from", "Span from").hint("First character in the transcript, counted from 0."),
            int("span-to", "Span to").hint("Character after the last one."),
            many("supports", "Supports", "supports").hint("Insights it speaks for."),
            many("contradicts", "Contradicts", "contradicts").hint("Insights it speaks against."),
        ];
        blurb: "A passage of evidence, in the words of the person who said it.";
        example: "“I scroll for ten minutes and then I order the same pizza as always.”";
    },
    kind! {
        "insight" Some("INS"), Empathise, "Insight" / "Insights";
        title: required "Insight", "One sentence that could be wrong.";
        fields: [
            choice("confidence", "Confidence", &["low", "medium", "high"]).matters().hint("How sure the team is."),
            many_in("supporting", "Supported by", "supports").hint("Highlights that speak for it."),
            many_in("contradicting", "Contradicted by", "contradicts").hint("Highlights that speak against it."),
            many("problems", "Motivates", "motivates").hint("Problems it leads to."),
        ];
        blurb: "What you learned, in one sentence, with the quotes for and against it.";
        example: "People do not want more choice in the evening; they want to stop choosing.";
    },
];
