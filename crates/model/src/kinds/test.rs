//! Experiments, locked before their results, and what was measured.

use super::Kind;
use super::define::LENSES;
use crate::field::{
    FieldType, choice, column, date, decimal, identity, instant, int, key_column, line, many, measured, one,
    range, rows, text,
};

pub(super) const KINDS: &[Kind] = &[
    kind! {
        "experiment" Some("EXP"), Test, "Experiment" / "Experiments";
        title: composed "Name", "A short name; without one, the belief is shown.", from "we-believe";
        fields: [
            text("we-believe", "We believe").required().matters().hint("What you think is so."),
            text("to-verify", "To verify, we will").matters().hint("What you will do."),
            text("we-measure", "We measure").matters().hint("What you will look at."),
            text("right-if", "We are right if").matters().hint("The number that decides, fixed now."),
            many("prototypes", "Tests", "tests").hint("The prototypes put to the test."),
            rows("arms", "Arms", &[
                key_column("name", "Arm"),
                column("share", "Share", FieldType::Decimal),
                column("description", "What they see", FieldType::Line),
            ]).matters().hint("Who sees what, and in which share."),
            choice("environment", "Environment", &["offline", "lab", "shadow", "beta", "production"]).matters().hint("Where it runs."),
            line("unit", "Unit").matters().hint("What is assigned to an arm: user, session, order …"),
            one("primary-metric", "Primary metric", "measured-by").hint("The one number that decides."),
            decimal("minimum-effect", "Minimum effect").matters().hint("The smallest difference worth having, in the metric's unit."),
            decimal("alpha", "Alpha").matters().hint("Accepted chance of a false alarm, such as 0.05."),
            decimal("power", "Power").matters().hint("Wanted chance to see the effect, such as 0.8."),
            decimal("baseline-value", "Value today").matters().hint("Today's value of the metric, in its unit, that the sample size is computed from."),
            decimal("deviation", "Standard deviation").matters().hint("Of single values, in the metric's unit: for a mean, the sample size is computed from it as well."),
            int("sample-size", "Sample size").matters().hint("Units per arm; the verdict stays hidden until then."),
            text("stopping-rule", "Stopping rule").matters().hint("When it ends, decided beforehand."),
            many("guardrails", "Guardrails", "guarded-by").hint("The metrics that must not get worse; each link says by how much at most."),
            instant("locked-at", "Locked at").hint("From here on the plan stands; results come after."),
        ];
        statuses: "draft" "locked" "running" "finished" "abandoned";
        blurb: "A belief put to the test, with a plan that is locked before the results.";
        example: "We believe three dishes beat the full list. We are right if conversion rises by 1.0 points or more in two weeks.";
    },
    kind! {
        "measurement" Some("MEA"), Test, "Measurement" / "Measurements";
        title: composed "Title", "A short name, if the metric and arm are not enough.", from "arm" "lens" "date";
        fields: [
            one("metric", "Metric", "about").required().hint("What was measured."),
            one("experiment", "Experiment", "measured-in").hint("The experiment it belongs to."),
            choice("lens", "Lens", LENSES).matters().hint("The side it tells about."),
            line("arm", "Arm").matters().hint("Which arm of the experiment."),
            date("date", "Date").hint("When it was read."),
            int("n", "n").matters().hint("Units measured."),
            int("successes", "Successes").matters().hint("Of n, for a proportion."),
            measured("mean", "Mean").matters().hint("For a number."),
            measured("deviation", "Standard deviation").matters().hint("Of the single values, for a number."),
            range("reported", "Reported effect").matters().hint("Estimate with its interval, where the source gives only that."),
            line("run-id", "Run id").searched().hint("The run it was read from."),
            identity("file-digest", "File digest").matters().hint("The digest of the file it was read from."),
        ];
        blurb: "A number from a test, with how many stand behind it and where it was read.";
        example: "Order conversion, arm “three dishes”: 1,204 of 8,950 sessions, run 4f1c.";
    },
];
