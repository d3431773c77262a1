//! Who takes part: teams and stakeholders.

use super::Kind;
use crate::field::{choice, line, one};

pub(super) const KINDS: &[Kind] = &[
    kind! {
        "team" Some("TEA"), People, "Team" / "Teams";
        title: required "Name", "The team's name.";
        fields: [
            line("initials", "Initials").hint("Two or three letters shown beside its colour."),
            line("colour", "Colour").hint("One hue for its cards, such as #0072b2."),
            one("objective", "Judged by", "measured-by").hint("The number the team is judged by: click-through, sales, accuracy, cost per 1,000 predictions."),
        ];
        blurb: "A group with its own objective; teams' objectives can pull apart.";
        example: "Operations, judged by cost per 1,000 predictions.";
    },
    kind! {
        "stakeholder" Some("STK"), People, "Stakeholder" / "Stakeholders";
        title: personal "Name", "A person, or a team as one voice.";
        fields: [
            one("team", "Team", "member-of").hint("The team they speak for."),
            choice("role", "Role", &["product", "sales", "data-science", "ml-engineering", "operations", "design", "legal", "executive", "user"]).hint("What they answer for."),
            choice("voice", "Voice", &["voter", "observer"]).hint("Voters take part in decisions, observers are kept informed."),
        ];
        blurb: "A person or team with a say, whether or not they use this app.";
        example: "Ines Duarte, operations, voter.";
    },
];
