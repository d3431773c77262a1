//! Decisions as MADR 4 files: one for each, in the shape that `adr/own.rs` describes and the import of
//! decision records reads back.

use std::collections::HashMap;

use super::material::{Material, Thing};
use super::names::slug;
use super::yaml;
use super::{Written, count};
use crate::adr::own::{
    self, ANSWER, CONFIRMATION, CONSEQUENCES, CONSIDERED, CONTEXT, DECISION, DRIVERS, FATE, GIVEN, MORE,
    NO_POSITION, NOBODY, OPTIONS, OUTCOME, REVISIT, STANCES, Within, arguments, chose, escaped, one_line,
    plain,
};
use crate::error::{InteropError, Result};

pub(super) fn write(material: &Material) -> Result<Written> {
    let decisions: Vec<(usize, &Thing)> =
        match material.subject.and_then(|at| Some((at, material.thing(at)?))) {
            // Of one decision alone the others it names are only named.
            Some((at, thing)) if thing.kind.name == "decision" && material.alone => vec![(at, thing)],
            _ => material.of_kind("decision").collect(),
        };
    if decisions.is_empty() {
        return Err(InteropError::Lacking {
            what: format!("There is no decision in {}.", material.of),
            hint: "Choose a release or an artefact with decisions on its thread.".into(),
        });
    }
    let names: HashMap<usize, String> = decisions.iter().map(|(at, d)| (*at, file_name(d))).collect();
    let mut written = Written { files: Vec::new(), folder: true, holds: String::new(), left_out: Vec::new() };
    let mut file = File { material, names: &names, out: String::new(), options: 0, stances: 0, rests: 0 };
    for (at, decision) in &decisions {
        file.out.clear();
        file.decision(*at, decision);
        let name = names.get(at).cloned().unwrap_or_default();
        written.files.push((name, file.out.clone().into_bytes()));
    }
    written.files.sort();
    written.holds = format!(
        "{}, {}, {}",
        count(decisions.len(), "decision", "decisions"),
        count(file.options, "option", "options"),
        count(file.stances, "stance", "stances")
    );
    if file.rests > 0 {
        written.left_out.push(format!(
            "{} to other artefacts (what decisions rest on and decide) {} no place in MADR.",
            count(file.rests, "link", "links"),
            if file.rests == 1 { "has" } else { "have" }
        ));
    }
    written
        .left_out
        .push("Follow-ups, comments and attachments are not carried; who changed what when neither.".into());
    Ok(written)
}

/// `0012-which-recommender.md`; with what tells it apart where two have the number.
fn file_name(decision: &Thing) -> String {
    let short = decision.card.short.strip_prefix("DEC-").unwrap_or(&decision.card.short);
    let (number, apart) = short.split_once('.').unwrap_or((short, ""));
    let words = slug(&decision.card.title);
    // A name that ends so is skipped as a template.
    let words = match words.rsplit('-').next() {
        Some("template" | "templates") => format!("{words}-decision"),
        _ => words,
    };
    let parts: Vec<&str> = [apart, words.as_str()].into_iter().filter(|p| !p.is_empty()).collect();
    let rest = if parts.is_empty() { "decision".to_owned() } else { parts.join("-") };
    format!("{number:0>4}-{rest}.md")
}

struct File<'m> {
    material: &'m Material,
    names: &'m HashMap<usize, String>,
    out: String,
    options: usize,
    stances: usize,
    rests: usize,
}

impl File<'_> {
    fn section(&mut self, level: usize, heading: &str, text: &str) {
        self.out.push_str(&format!("\n{} {heading}\n", "#".repeat(level)));
        if !text.is_empty() {
            self.out.push_str(&format!("\n{}\n", text.trim_end_matches('\n')));
        }
    }

    fn text_section(&mut self, level: usize, heading: &str, text: Option<&str>) {
        if let Some(text) = text {
            let text = escaped(text, Within::Section);
            self.section(level, heading, &text);
        }
    }

    fn people(&self, at: usize, link: &str) -> Vec<String> {
        let mut names: Vec<String> = self
            .material
            .others(at, link, true)
            .into_iter()
            .filter_map(|who| who.text("title").map(one_line))
            .collect();
        names.sort();
        names.dedup();
        names
    }

    fn decision(&mut self, at: usize, decision: &Thing) {
        self.front(at, decision);
        self.out.push_str(&format!("\n# {}\n", one_line(decision.text("title").unwrap_or("(erased)"))));
        self.text_section(2, CONTEXT, decision.text("context"));
        self.text_section(2, DRIVERS, decision.text("drivers"));
        let options: Vec<(usize, &Thing, Option<String>)> = self
            .material
            .linked(at, "option-of", false)
            .into_iter()
            .map(|(_, option, thing)| (option, thing, self.fate(at, option)))
            .collect();
        self.options += options.len();
        let title = |thing: &Thing| one_line(thing.text("title").unwrap_or("(erased)"));
        if !options.is_empty() {
            let list: String = options.iter().map(|(_, o, _)| format!("* {}\n", title(o))).collect();
            self.section(2, CONSIDERED, &list);
        }
        let chosen =
            options.iter().find(|(_, _, fate)| fate.as_deref() == Some("chosen")).map(|(_, o, _)| title(o));
        self.outcome(decision, chosen);
        if !options.is_empty() {
            self.section(2, OPTIONS, "");
            for (_, option, fate) in &options {
                self.option(&title(option), option, fate.as_deref());
            }
        }
        self.positions(at);
        self.text_section(2, MORE, decision.text("notes"));
        let elsewhere = |link: &str| {
            let linked = self.material.linked(at, link, true);
            linked.iter().filter(|(_, _, other)| other.kind.name != "option").count()
        };
        self.rests += elsewhere("rests-on") + elsewhere("decides");
    }

    fn front(&mut self, at: usize, decision: &Thing) {
        let mut line = |name: &str, value: &str| {
            self.out.push_str(&format!("{name}: {}\n", yaml::quoted(value)));
        };
        line("id", &decision.card.short);
        let status = decision.card.status.as_deref().unwrap_or("proposed");
        let successor = (status == "superseded")
            .then(|| {
                let linked = self.material.linked(at, "supersedes", false);
                linked.iter().find_map(|(_, by, _)| self.names.get(by).cloned())
            })
            .flatten();
        match successor {
            Some(name) => line("status", &format!("superseded by [{name}]({name})")),
            None => line("status", status),
        }
        for (name, field) in [("date", "decided-on"), ("method", "method"), ("review-date", "review-date")] {
            if let Some(text) = decision.text(field) {
                line(name, text);
            }
        }
        let mut lists = String::new();
        for (name, link) in [("decision-makers", "decided-by"), ("driver", "driven-by")] {
            let names = self.people(at, link);
            lists.push_str(&yaml::list(name, names.iter().map(String::as_str)));
        }
        for name in ["consulted", "informed", "tags"] {
            lists.push_str(&yaml::list(name, decision.words(name)));
        }
        let mut earlier: Vec<&str> = self
            .material
            .linked(at, "supersedes", true)
            .iter()
            .filter_map(|(_, other, _)| self.names.get(other).map(String::as_str))
            .collect();
        earlier.sort_unstable();
        lists.push_str(&yaml::list("supersedes", earlier));
        let head = std::mem::take(&mut self.out);
        self.out = format!("---\nthroughline: {}\n{head}{lists}---\n", own::VERSION);
    }

    /// What became of an option, by a link to it or to what it stands for.
    fn fate(&self, decision: usize, option: usize) -> Option<String> {
        let stands: Vec<usize> =
            self.material.linked(option, "stands-for", true).into_iter().map(|(_, at, _)| at).collect();
        let decided = self.material.linked(decision, "decides", true);
        let by = |wanted: &dyn Fn(usize) -> bool| {
            decided
                .iter()
                .find(|(_, at, _)| wanted(*at))
                .and_then(|(bond, _, _)| bond.state.text("outcome"))
                .filter(|word| own::FATES.contains(word))
                .map(str::to_owned)
        };
        by(&|at| at == option).or_else(|| by(&|at| stands.contains(&at)))
    }

    fn outcome(&mut self, decision: &Thing, chosen: Option<String>) {
        let rationale = decision.text("rationale").map(|t| escaped(t, Within::Section));
        let text = match (&chosen, rationale) {
            (Some(option), Some(rationale)) => format!("{}, because {rationale}", chose(option)),
            (Some(option), None) => chose(option),
            (None, rationale) => rationale.unwrap_or_default(),
        };
        self.section(2, OUTCOME, &text);
        let said = decision.text("outcome").map(plain);
        let follows = chosen.map(|option| format!("Chosen option: {option}"));
        match (said, follows) {
            // What the sentence above says already.
            (Some(said), Some(follows)) if said == follows => {}
            (Some(said), _) => self.text_section(3, DECISION, Some(&said)),
            // An outcome that was left empty, beside an option that was chosen.
            (None, Some(_)) => self.section(3, DECISION, ""),
            (None, None) => {}
        }
        self.text_section(3, CONSEQUENCES, decision.text("consequences"));
        self.text_section(3, CONFIRMATION, decision.text("confirmation"));
        self.text_section(3, REVISIT, decision.text("revisit-when"));
    }

    fn option(&mut self, title: &str, option: &Thing, fate: Option<&str>) {
        let mut parts = Vec::new();
        if let Some(fate) = fate {
            parts.push(format!("{FATE}{fate}"));
        }
        if let Some(text) = option.text("description") {
            parts.push(escaped(text, Within::Option));
        }
        let argued: String = [("for", true), ("against", false)]
            .into_iter()
            .filter_map(|(field, good)| Some(arguments(option.text(field)?, good)))
            .collect();
        if !argued.is_empty() {
            parts.push(argued);
        }
        self.section(3, title, &parts.join("\n\n"));
    }

    /// The section that MADR has no word for: who agreed, who had concerns, who objected.
    fn positions(&mut self, decision: usize) {
        let stances: Vec<(usize, &Thing)> =
            self.material.linked(decision, "on", false).into_iter().map(|(_, at, t)| (at, t)).collect();
        self.stances += stances.len();
        if stances.is_empty() {
            return;
        }
        self.section(2, STANCES, "");
        for (at, stance) in stances {
            let who = self.people(at, "by").into_iter().next().unwrap_or_else(|| NOBODY.to_owned());
            let position = stance.text("position").unwrap_or(NO_POSITION);
            let mut parts = Vec::new();
            if let Some(given) = stance.text("given") {
                parts.push(format!("{GIVEN}{given}"));
            }
            if let Some(reason) = stance.text("reason") {
                parts.push(escaped(reason, Within::Stance));
            }
            if let Some(answer) = stance.text("answer") {
                parts.push(format!("{ANSWER}\n\n{}", escaped(answer, Within::Stance)));
            }
            self.section(3, &format!("{who}: {position}"), &parts.join("\n\n"));
        }
    }
}
