//! What runs, and what is seen in the field.

use super::Kind;
use crate::field::{
    FieldType, choice, column, date, decimal, instant, int, key_column, line, measured, one, rows, text,
};

pub(super) const KINDS: &[Kind] = &[
    kind! {
        "deployment" Some("DEP"), Live, "Deployment" / "Deployments";
        title: composed "Title", "A short name, if audience and date are not enough.", from "environment" "audience" "from";
        fields: [
            one("bundle", "Bundle", "deploys").required().hint("What runs."),
            line("environment", "Environment").matters().searched().hint("Where it runs: production, eu-west, staging …"),
            choice("audience", "Audience", &["internal", "selected-users", "everyone"]).required().matters().hint("Who gets it."),
            line("segment", "Segment").matters().searched().hint("Which users, in words."),
            decimal("share", "Share").unit("%").matters().hint("Per cent of that audience."),
            instant("from", "From").matters().hint("Since when."),
            instant("until", "Until").matters().hint("Until when."),
            one("takes-over", "Takes over from", "takes-over").hint("The deployment it was promoted from, or that was rolled back for it."),
            one("roll-back-target", "Roll-back target", "rolls-back-to").hint("The bundle that comes back if this one fails."),
            text("recovery-plan", "Disaster-recovery plan").matters().hint("Who does what when it goes wrong."),
            text("monitoring-plan", "Monitoring plan").matters().hint("What is watched, and who is woken."),
        ];
        statuses: "planned" "live" "rolled-back" "retired";
        blurb: "A bundle running for an audience, with the way back.";
        example: "2.0-beta to 5 % of users in Lisbon from 12 October; falls back to 1.4.";
    },
    kind! {
        "observation" Some("OBS"), Live, "Observation" / "Observations";
        title: composed "Title", "What was seen, in a few words.", from "kind" "date";
        fields: [
            choice("kind", "Kind", &["metric", "data-drift", "model-drift", "schema-change", "bias", "incident", "uptime", "behaviour-change"]).required().matters().hint("What was seen. A change of behaviour in the world needs no deployment."),
            one("deployment", "Deployment", "observed-in").hint("Where it was seen."),
            one("metric", "Metric", "about").hint("What it was measured in."),
            date("date", "Date").matters().hint("When it was seen, or since when the world has changed."),
            measured("measured", "Measured").matters().hint("The value seen."),
            measured("expected", "Expected").matters().hint("The value that was expected."),
            measured("expected-low", "Expected from").matters().hint("Lower end of what was expected."),
            measured("expected-high", "Expected to").matters().hint("Upper end of what was expected."),
            line("segment", "Segment").matters().searched().hint("Which of the users it is about, in words; empty for all who had the deployment."),
            int("n", "n").matters().hint("Units measured."),
            int("successes", "Successes").matters().hint("Of n, for a proportion."),
            measured("mean", "Mean").matters().hint("For a number."),
            measured("deviation", "Standard deviation").matters().hint("Of the single values, for a number."),
            rows("by-segment", "By segment", &[
                key_column("segment", "Segment"),
                column("n", "n", FieldType::Int),
                column("successes", "Successes", FieldType::Int),
                column("mean", "Mean", FieldType::Decimal),
                column("deviation", "Standard deviation", FieldType::Decimal),
            ]).matters().hint("The same for each kind of user, by which two deployments are compared."),
            choice("severity", "Severity", &["info", "minor", "major", "critical"]).matters().hint("How bad it is."),
            instant("window-from", "Window from").hint("First moment it covers."),
            instant("window-to", "Window to").hint("Last moment it covers."),
            line("read-from", "Source").searched().hint("The dashboard, alert or report it was read from."),
            text("accepted-because", "Accepted because").matters().hint("Why nothing follows from it, where neither a decision nor a loop-back answers it."),
        ];
        statuses: "open" "answered" "closed";
        blurb: "Something seen in the field: a metric, drift, an incident, a world that changed.";
        example: "Data drift: 41 % of orders now come before noon, expected 12 %. Major.";
    },
];
