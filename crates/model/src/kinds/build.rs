//! The machine-learning system: components, activities, versions, bundles.

use super::Kind;
use crate::field::{
    Field, FieldType, choice, column, date, identity, instant, int, key_column, line, many, many_in, pairs,
    rows, tags, text, yes_no,
};
use crate::stage::PHASES;

const COMPONENTS: &[&str] = &[
    "configuration",
    "data-collection",
    "data-verification",
    "feature-extraction",
    "ml-code",
    "resource-management",
    "analysis-tools",
    "process-management",
    "serving-infrastructure",
    "monitoring",
    "other",
];

const CHECKS: &[&str] = &["unit-test", "schema", "metrics-parity", "bias", "abuse", "load", "recovery-drill"];

pub(super) const KINDS: &[Kind] = &[
    kind! {
        "component" Some("CMP"), Build, "Component" / "Components";
        title: required "Name", "What it is called in the system.";
        fields: [
            choice("type", "Type", COMPONENTS).matters().hint("Which part of the system it is."),
            line("own-type", "Own type").matters().hint("Your word for it, if none of these fits."),
            text("purpose", "Purpose").hint("What it does for the others."),
            many("feeds", "Feeds", "feeds").hint("The components that take what it gives."),
            many("implemented-by", "Implemented by", "implemented-by").hint("The versions it consists of."),
        ];
        blurb: "A part of the machine-learning system; a system is the product of its interactions.";
        example: "Order events: data collection, owned by ML engineering, feeds feature extraction.";
    },
    kind! {
        "activity" Some("ACT"), Build, "Activity" / "Activities";
        title: composed "Title", "What was done, in a few words.", from "phase" "check" "outcome" "date";
        fields: [
            choice("phase", "Phase", PHASES).required().matters().hint("Where in development or operations it belongs."),
            choice("check", "Check", CHECKS).matters().hint("If it checked something: what."),
            date("date", "Date").hint("When it was done."),
            many("inputs", "Inputs", "used").hint("What it used."),
            many("outputs", "Outputs", "produced").hint("What came out of it."),
            choice("outcome", "Outcome", &["passed", "failed", "informational"]).matters().hint("How it ended."),
            text("report", "Report").matters().hint("What was found."),
            line("run-id", "Run id").searched().hint("The run in your tracking tool."),
            pairs("parameters", "Parameters").hint("What it was run with."),
            pairs("metrics", "Metrics").hint("What it measured."),
        ];
        blurb: "A piece of work on the system: an analysis, a training run, a test.";
        example: "Schema test of ratings 2026-08: passed.";
    },
    kind! {
        "data-version" Some("DAT"), Build, "Data version" / "Data versions";
        title: required "Name", "The name of the data set.";
        fields: [
            line("version", "Version").required().matters().searched().hint("Which one: a number, a date, a revision."),
            identity("digest", "Digest").required().matters().hint("Algorithm and value, so that anybody can check it."),
            yes_no("weak-digest", "Weak digest").hint("The digest covers only a sample of the data."),
            line("location", "Location").searched().hint("Where it lies."),
            Field::new("schema", "Schema", FieldType::Schema).matters().hint("Fields with type, nullability and allowed values."),
            int("rows", "Rows").matters().hint("How many."),
            rows("profile", "Profile", &[
                key_column("field", "Field"),
                column("count", "Values", FieldType::Int),
                column("missing", "Missing", FieldType::Int),
                column("misfits", "Not of the type", FieldType::Int),
                column("nan", "NaN", FieldType::Int),
                column("infinite", "Infinite", FieldType::Int),
                column("distinct", "Different values", FieldType::Int),
                column("distinct-about", "Estimated", FieldType::Bool),
                column("other-values", "Other values", FieldType::Int),
                column("min", "Smallest", FieldType::Line),
                column("q01", "1 %", FieldType::Line),
                column("q05", "5 %", FieldType::Line),
                column("q25", "25 %", FieldType::Line),
                column("median", "Median", FieldType::Line),
                column("q75", "75 %", FieldType::Line),
                column("q95", "95 %", FieldType::Line),
                column("q99", "99 %", FieldType::Line),
                column("max", "Largest", FieldType::Line),
                column("mean", "Mean", FieldType::Line),
                column("deviation", "Standard deviation", FieldType::Line),
                column("bin-width", "Width of bins", FieldType::Line),
            ]).hint("What was counted in it, field by field; read from the file."),
            rows("distributions", "Distributions", &[
                key_column("field", "Field"),
                key_column("bin", "Bin"),
                column("count", "Count", FieldType::Int),
            ]).hint("How often each value or range occurs: the profile that drift is measured against."),
            date("collected-from", "Collected from").matters().hint("First day in it."),
            date("collected-to", "Collected to").matters().hint("Last day in it."),
            line("licence", "Licence").matters().hint("What you may do with it."),
            text("known-biases", "Known biases").matters().hint("Who or what is missing, over- or under-counted."),
            many("derived-from", "Derived from", "derived-from").hint("The data it was made of."),
        ];
        blurb: "One state of a data set, with its digest, schema and what is known to be wrong with it.";
        example: "ratings 2026-08: 1.2 million rows, 1 to 5 stars, March to August, sha256 9c41…";
    },
    kind! {
        "code-version" Some("COD"), Build, "Code version" / "Code versions";
        title: composed "Title", "The subject of the commit, or what it is for.", from "tag" "repository" "commit";
        fields: [
            line("repository", "Repository").required().matters().searched().hint("Address or path of the repository."),
            line("commit", "Commit").required().matters().searched().hint("The full hash."),
            line("tag", "Tag").matters().searched().hint("The tag on it, if any."),
            line("path", "Path").matters().searched().hint("The file or folder in it, if not all."),
            yes_no("dirty", "Dirty").matters().hint("It was run with changes that are not in the commit."),
            instant("committed-at", "Committed at").hint("When the commit was made."),
            rows("trailers", "Trailers", &[key_column("name", "Trailer"), column("value", "Value", FieldType::Line)]).personal().hint("What the commit message says at its end."),
        ];
        blurb: "One commit of a repository.";
        example: "recommender at 5e1f0c2, tag v2.0.0.";
    },
    kind! {
        "model-version" Some("MOD"), Build, "Model version" / "Model versions";
        title: required "Name", "The name of the model.";
        fields: [
            line("version", "Version").required().matters().searched().hint("Which one."),
            identity("digest", "Digest").matters().hint("Algorithm and value of the model file."),
            line("location", "Location").searched().hint("Where it lies."),
            line("framework", "Framework").matters().searched().hint("What it was made with."),
            pairs("parameters", "Parameters").matters().hint("What it was trained with."),
            pairs("metrics", "Metrics").matters().hint("What it measured."),
            tags("aliases", "Aliases").searched().hint("Names that point at it today, such as champion."),
            line("run-id", "Run id").searched().hint("The run it came out of."),
            text("intended-use", "Intended use").matters().hint("What it is for, and what it is not for."),
            text("limits", "Limits").matters().hint("Where it fails."),
            text("biases", "Biases").matters().hint("Whom it treats worse."),
            many("trained-on", "Trained on", "trained-on").hint("Data it learned from."),
            many("evaluated-on", "Evaluated on", "evaluated-on").hint("Data it was judged on."),
            many("built-from", "Built from", "built-from").hint("Code it was built from."),
            many_in("produced-by", "Produced by", "produced").hint("The prototype or run it came out of."),
        ];
        blurb: "One trained model, with what it was trained on and built from.";
        example: "dish-ranker 7: gradient boosting, trained on ratings 2026-08, built from recommender 5e1f0c2.";
    },
    kind! {
        "bundle" Some("BUN"), Build, "Bundle" / "Bundles";
        title: required "Label", "What the release ships under.";
        fields: [
            many("versions", "Versions", "ships").required().hint("One model version, its data versions and its code version."),
        ];
        blurb: "Model, data and code versions saved together: what a release ships and a roll-back restores.";
        example: "2.0-beta: dish-ranker 7, ratings 2026-08, recommender v2.0.0.";
    },
];
