//! An experiment: what can be typed of its results; the plan, the results and what they say, as text.

use std::path::PathBuf;

use clap::Args;
use throughline_api::dto::{ArmDto, ExperimentDto, GuardDto, ResultsDto};

use crate::print::{by, line, one_line, plain};

/// Results of an experiment.
#[derive(Debug, Args, Clone)]
pub struct ResultOf {
    /// Which experiment.
    pub id: String,
    /// A table whose first line names its columns: arm,n,successes or arm,n,mean,deviation or arm,value (one row
    /// per unit); `-` for standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "arm", required_unless_present = "arm")]
    pub csv: Option<PathBuf>,
    /// The arm, as the plan names it.
    #[arg(long, value_name = "NAME", requires = "n")]
    pub arm: Option<String>,
    /// Units measured.
    #[arg(long)]
    pub n: Option<u64>,
    /// Successes, for a share.
    #[arg(long, conflicts_with_all = ["mean", "deviation"])]
    pub successes: Option<u64>,
    /// Mean, for a number.
    #[arg(long, requires = "deviation", allow_negative_numbers = true)]
    pub mean: Option<f64>,
    /// Standard deviation of the single values.
    #[arg(long, requires = "mean")]
    pub deviation: Option<f64>,
    /// The metric; the primary one where it is left out.
    #[arg(long, value_name = "METRIC")]
    pub metric: Option<String>,
    /// The side it tells about: viability, usability, feasibility or value.
    #[arg(long)]
    pub lens: Option<String>,
    /// When it was read; today where it is left out.
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// The run it was read from.
    #[arg(long, value_name = "RUN")]
    pub run_id: Option<String>,
    /// Leaves out the lines that cannot be read, and says so with each measurement.
    #[arg(long)]
    pub leave_out: bool,
    /// Shows what would be recorded, and records nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

/// Prints an experiment.
pub fn experiment(of: &ExperimentDto) {
    line(&format!("{}  [{}]", one_line(&of.card).trim_end(), of.words));
    plan(of);
    if !of.arms.is_empty() {
        line("results:");
        for arm in &of.arms {
            line(&format!("  {}", one_arm(arm)));
        }
    }
    if let Some(ratio) = &of.ratio {
        line(&format!("  {}", ratio.sentence));
    }
    for contrast in &of.contrasts {
        let d = &contrast.difference;
        let verdict = contrast.verdict.as_deref().unwrap_or("no verdict");
        line(&format!("  {}: {} ({}), {}  {verdict}", contrast.arm, d.words, d.interval, contrast.method));
    }
    for guard in &of.guardrails {
        line(&format!("  guardrail {}", one_guard(guard)));
    }
    for lens in &of.lenses {
        let name = if lens.lens.is_empty() { "no lens named" } else { &lens.lens };
        if lens.results.is_empty() {
            line(&format!("  {name}: nothing measured"));
        }
        for result in &lens.results {
            let early = if result.before_lock { "  before the lock" } else { "" };
            line(&format!("  {name}: {} {}: {}{early}", result.card.short, result.card.title, result.words));
        }
    }
    for late in &of.late {
        line(&format!(
            "  changed after the lock: {}: {} → {}, {} by {}",
            late.label,
            plain(&late.before),
            plain(&late.after),
            late.at,
            by(&late.by)
        ));
    }
    for baseline in &of.baselines {
        if let Some(today) = &baseline.today {
            line(&format!("  baseline against today ({today}): {}", baseline.number_sentence));
        }
    }
    line(&of.sentence);
}

fn plan(of: &ExperimentDto) {
    line("plan:");
    let metric = of.metric.as_ref().map_or_else(|| "no metric".to_owned(), |m| m.title.clone());
    let way = if of.better.is_empty() { String::new() } else { format!(", {} is better", of.better) };
    line(&format!("  decides: {metric}{way}"));
    if !of.minimum_effect_words.is_empty() {
        line(&format!("  minimum effect: {}", of.minimum_effect_words));
    }
    let inputs: Vec<String> =
        of.size.inputs.iter().map(|i| format!("{} {}", i.label.to_lowercase(), i.text)).collect();
    line(format!("  sample size: {} {}", of.size.sentence, inputs.join(", ")).trim_end());
    for guard in &of.guardrails {
        let margin = if guard.margin.is_empty() { "no margin" } else { &guard.margin };
        line(&format!("  guardrail: {}, margin {margin}", guard.metric.title));
    }
    match &of.locked {
        Some(at) => {
            let now = if of.is_locked { "" } else { ", not locked now" };
            line(&format!("  locked {at} by {}{now}", by(&of.locked_by)));
        }
        None => {
            let gaps: Vec<&str> = of.gaps.iter().map(|gap| gap.sentence.as_str()).collect();
            line(format!("  not locked. {}", gaps.join(" ")).trim_end());
        }
    }
}

fn one_arm(arm: &ArmDto) -> String {
    let interval = arm.estimate.as_ref().map_or_else(String::new, |e| format!("  {}", e.interval));
    let control = if arm.control { "  control" } else { "" };
    let strange = if arm.planned { "" } else { "  not in the plan" };
    format!("{}: {}{interval}{control}{strange}", arm.name, arm.words)
}

fn one_guard(guard: &GuardDto) -> String {
    let of = if guard.arm.is_empty() { String::new() } else { format!("{}: ", guard.arm) };
    format!("{of}{}", guard.sentence)
}

/// Prints what was, or would be, recorded.
pub fn results(of: &ResultsDto) {
    for row in &of.rows {
        line(&format!("{}: {}", row.arm, row.words));
    }
    for bad in &of.bad {
        line(&format!("line {} left out: {}", bad.line.0, bad.why));
    }
    if !of.without.is_empty() {
        line(&format!("no result of: {}", of.without.join(", ")));
    }
    match &of.saved {
        Some(saved) => {
            let shorts: Vec<&str> = of.recorded.iter().map(|card| card.short.as_str()).collect();
            let position = saved.position.map_or(0, |p| p.0);
            line(&format!("{}  #{position}", shorts.join(" ")));
        }
        None => line("nothing recorded: this is what would be"),
    }
}
