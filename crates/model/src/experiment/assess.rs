//! Results against the plan: estimates, differences, the check of the arms' sizes, guardrails, the verdict.

use super::data::Data;
use super::guards::{GuardResult, guarded, holds, untold};
use super::plan::{Metric, Plan};
use super::words::{self, number_of as count, scaled, sentence_of, signed};
use crate::figures::counts::sample_ratio;
use crate::figures::means::{Sample, welch};
use crate::figures::proportions::{
    ANYTIME_FROM, anytime_difference, anytime_half_width, anytime_rho, newcombe,
};
use crate::figures::verdict::{Answer, MISMATCH_BELOW, Reading as HowRead, Verdict, answer};
use crate::figures::{Better, Estimate, FigureError};

/// A measurement of the experiment, the earlier ones first.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Its entity id.
    pub id: String,
    /// Entity id of its metric; empty where none is named.
    pub metric: String,
    /// The arm it is of, as written.
    pub arm: String,
    /// What was measured.
    pub data: Data,
}

/// What one arm showed of the primary metric.
#[derive(Debug, Clone, PartialEq)]
pub struct ArmResult {
    /// Its name.
    pub name: String,
    /// Whether the plan names it.
    pub planned: bool,
    /// Whether the others are held against it.
    pub control: bool,
    /// Its planned share.
    pub share: Option<f64>,
    /// The measurement that counts, by entity id: the latest.
    pub reading: Option<String>,
    /// How many earlier ones it replaced.
    pub earlier: usize,
    /// Units measured.
    pub units: Option<u64>,
    /// In words.
    pub words: String,
    /// The estimate with its interval.
    pub estimate: Option<Estimate>,
    /// Why there is no estimate.
    pub why: Option<String>,
}

/// How a difference stands to the minimum effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The whole interval reaches it.
    Reached,
    /// The interval holds more and less.
    Open,
    /// The whole interval stays below it.
    Missed,
}

/// One arm held against the control.
#[derive(Debug, Clone, PartialEq)]
pub struct Contrast {
    /// The arm.
    pub arm: String,
    /// Arm − control, in the metric's unit, with its interval.
    pub difference: Estimate,
    /// The formula: "Newcombe", "Welch", "anytime-valid" or "as reported".
    pub method: &'static str,
    /// The verdict; `None` where the metric does not say which way is better.
    pub verdict: Option<Verdict>,
    /// How it stands to the minimum effect, where that is above 0.
    pub effect: Option<Effect>,
    /// In words.
    pub sentence: String,
}

/// Whether the arms are as large as planned.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratio {
    /// p of chi-square; `None` where it cannot be computed.
    pub p: Option<f64>,
    /// Whether it blocks any verdict: p < 0.001.
    pub mismatch: bool,
    /// In words.
    pub sentence: String,
}

/// How far an experiment is.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Nothing can be said; why, as a sentence.
    Open(String),
    /// The arms are not of the sizes that were planned: no verdict.
    Mismatch {
        /// p of the check.
        p: f64,
    },
    /// The planned number is not reached: the verdict is hidden.
    Hidden {
        /// Units in the smallest arm.
        reached: u64,
        /// Units per arm that were planned.
        needed: u64,
    },
    /// The verdicts stand with the contrasts.
    Said,
}

/// What an experiment says right now.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// The arms, those of the plan first.
    pub arms: Vec<ArmResult>,
    /// The others against the control; empty while the verdict is hidden or blocked.
    pub contrasts: Vec<Contrast>,
    /// Whether the arms are as large as planned; `None` without results.
    pub ratio: Option<Ratio>,
    /// The guardrails, in the order of the plan.
    pub guardrails: Vec<GuardResult>,
    /// How far it is.
    pub standing: Standing,
    /// All of it in words.
    pub sentence: String,
}

impl Assessment {
    /// Whether a guardrail surely does not hold.
    #[must_use]
    pub fn breaks_a_guardrail(&self) -> bool {
        self.guardrails.iter().any(|guard| guard.verdict == Some(Verdict::Worse))
    }

    /// Whether nothing may be said of its results now: too few, or arms that are not as large as planned.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        matches!(self.standing, Standing::Hidden { .. } | Standing::Mismatch { .. })
    }

    /// The verdict where one other arm is held against the control, and it may be said.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        match self.contrasts.as_slice() {
            [one] if self.standing == Standing::Said => one.verdict,
            _ => None,
        }
    }
}

/// Puts results through the plan. Of several readings of one metric and arm the last counts.
#[must_use]
pub fn assess(plan: &Plan, readings: &[Reading]) -> Assessment {
    let Some(metric) = &plan.primary else {
        let why = "The plan names no primary metric, so nothing decides.";
        return nothing(Vec::new(), None, Vec::new(), why.into());
    };
    let own: Vec<&Reading> = readings.iter().filter(|reading| reading.metric == metric.id).collect();
    let arms = arms(plan, metric, &own);
    let control = arms.iter().find(|arm| arm.control).map(|arm| arm.name.clone()).unwrap_or_default();
    let data = |arm: &str| own.iter().rev().find(|reading| same_arm(&reading.arm, arm)).map(|r| &r.data);
    let ratio = (!own.is_empty()).then(|| ratio(&arms));
    if own.is_empty() {
        let why = format!("No results of {} yet.", metric.name);
        return nothing(arms, ratio, untold(plan, "no results yet"), why);
    }
    let others: Vec<String> = arms.iter().filter(|a| !a.control).map(|a| a.name.clone()).collect();
    if others.is_empty() {
        let why = format!("There is nothing to hold “{control}” against: no other arm.");
        return nothing(arms, ratio, untold(plan, "there is nothing to compare"), why);
    }
    if let Some(p) = ratio.as_ref().filter(|ratio| ratio.mismatch).and_then(|ratio| ratio.p) {
        let sentence = ratio.as_ref().map(|ratio| ratio.sentence.clone()).unwrap_or_default();
        let guardrails = untold(plan, "no verdict while the arms are not as large as planned");
        let standing = Standing::Mismatch { p };
        return Assessment { arms, contrasts: Vec::new(), ratio, guardrails, standing, sentence };
    }
    let needed = if plan.is_anytime() { None } else { plan.sample_size };
    if needed.is_none() && !plan.is_anytime() {
        let why = "The plan names no sample size, so nobody fixed when to look.".to_owned();
        return nothing(arms, ratio, untold(plan, "the plan names no sample size"), why);
    }
    // An effect that its source reported stands for both arms.
    let reported = |arm: &str| matches!(data(arm), Some(Data::Reported(..)));
    let counted = arms.iter().filter(|arm| arm.planned || arm.reading.is_some());
    let counted = counted.filter(|arm| !(arm.control && others.iter().all(|other| reported(other))));
    let reached = counted.map(|arm| arm.units.unwrap_or(0)).min().unwrap_or(0);
    if let Some(needed) = needed.filter(|needed| reached < *needed) {
        let silent = arms.iter().filter(|arm| arm.planned && arm.reading.is_none());
        let silent: Vec<String> = silent.map(|arm| format!("“{}”", arm.name)).collect();
        let none = if silent.is_empty() {
            String::new()
        } else {
            format!(" No result of {} yet.", silent.join(", "))
        };
        let sentence = format!(
            "{} of {} per arm; the verdict is shown at {}.{none}",
            count(reached),
            count(needed),
            count(needed)
        );
        let guardrails = untold(plan, &format!("shown at {} per arm", count(needed)));
        let standing = Standing::Hidden { reached, needed };
        return Assessment { arms, contrasts: Vec::new(), ratio, guardrails, standing, sentence };
    }
    let mut contrasts = Vec::new();
    let mut refused: Option<String> = None;
    let mismatch_p = ratio.as_ref().and_then(|ratio| ratio.p).unwrap_or(1.0);
    for other in &others {
        match contrast(plan, metric, other, &control, data(other), data(&control)) {
            Ok(mut found) => {
                if let Some(better) = metric.better {
                    let read = HowRead { needed, better, margin: plan.margin() };
                    match answer(&found.difference, &read, reached, mismatch_p) {
                        Ok(Answer::Said(said)) => {
                            found.verdict = Some(said);
                            found.effect = effect(plan, &found.difference, better);
                        }
                        Ok(_) => {}
                        Err(error) => refused = refused.or(Some(sentence_of(&error))),
                    }
                }
                found.sentence = said(plan, metric, &found, &control);
                contrasts.push(found);
            }
            Err(why) => refused = refused.or(Some(why)),
        }
    }
    if contrasts.is_empty() {
        let why = refused.unwrap_or_else(|| "Nothing can be compared.".into());
        return nothing(arms, ratio, untold(plan, "nothing can be compared yet"), why);
    }
    let guardrails = guarded(plan, readings, &others, &control);
    let mut sentences: Vec<String> = contrasts.iter().map(|c| c.sentence.clone()).collect();
    sentences.extend(guardrails.iter().filter(|g| !holds(g)).map(|g| g.sentence.clone()));
    Assessment { arms, contrasts, ratio, guardrails, standing: Standing::Said, sentence: sentences.join(" ") }
}

/// Whether two names of an arm are one.
#[must_use]
pub fn same_arm(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

fn nothing(
    arms: Vec<ArmResult>,
    ratio: Option<Ratio>,
    guardrails: Vec<GuardResult>,
    why: String,
) -> Assessment {
    let standing = Standing::Open(why.clone());
    Assessment { arms, contrasts: Vec::new(), ratio, guardrails, standing, sentence: why }
}

fn arms(plan: &Plan, metric: &Metric, own: &[&Reading]) -> Vec<ArmResult> {
    let confidence = 1.0 - plan.alpha_or_usual();
    let mut names: Vec<(String, Option<f64>, bool)> =
        plan.arms.iter().map(|arm| (arm.name.clone(), arm.share, true)).collect();
    for reading in own {
        if !names.iter().any(|(name, ..)| same_arm(name, &reading.arm)) {
            names.push((reading.arm.clone(), None, false));
        }
    }
    let first = names.first().map(|(name, ..)| name.clone());
    let control = plan.control().map(str::to_owned).or(first);
    names
        .into_iter()
        .map(|(name, share, planned)| {
            let found: Vec<&&Reading> = own.iter().filter(|reading| same_arm(&reading.arm, &name)).collect();
            let last = found.last();
            let estimate = last.map(|reading| reading.data.estimate(metric, confidence));
            ArmResult {
                planned,
                control: control.as_deref().is_some_and(|c| same_arm(c, &name)),
                share,
                reading: last.map(|reading| reading.id.clone()),
                earlier: found.len().saturating_sub(1),
                units: last.and_then(|reading| reading.data.units()),
                words: last.map_or_else(|| "no result yet".to_owned(), |reading| reading.data.words(metric)),
                why: match &estimate {
                    Some(Err(error)) => Some(sentence_of(error)),
                    _ => None,
                },
                estimate: estimate.and_then(Result::ok),
                name,
            }
        })
        .collect()
}

fn ratio(arms: &[ArmResult]) -> Ratio {
    let cannot = |why: &str| Ratio { p: None, mismatch: false, sentence: why.to_owned() };
    let planned: Vec<&ArmResult> = arms.iter().filter(|arm| arm.planned).collect();
    let given = planned.iter().filter(|arm| arm.share.is_some()).count();
    if planned.len() < 2 {
        return cannot("The plan names fewer than two arms, so their sizes cannot be checked.");
    }
    if given > 0 && given < planned.len() {
        return cannot("Some arms have no planned share, so their sizes cannot be checked.");
    }
    let Some(units) = planned.iter().map(|arm| arm.units).collect::<Option<Vec<u64>>>() else {
        return cannot(
            "The sizes of the arms are checked once every arm has a result that says of how many.",
        );
    };
    let shares: Vec<f64> = planned.iter().map(|arm| arm.share.unwrap_or(1.0)).collect();
    match sample_ratio(&units, &shares) {
        Err(error) => cannot(&sentence_of(&error)),
        Ok(p) => {
            let sizes: Vec<String> = units.iter().map(|n| count(*n)).collect();
            let sizes = sizes.join(" against ");
            let p_words = words::chance(p);
            let mismatch = p < MISMATCH_BELOW;
            let sentence = if mismatch {
                format!(
                    "The arms are not of the sizes that were planned: {sizes}, {p_words}. Something assigns or \
                     counts wrongly, so there is no verdict."
                )
            } else {
                format!("The arms are as large as planned: {sizes}, {p_words}.")
            };
            Ratio { p: Some(p), mismatch, sentence }
        }
    }
}

pub(super) fn contrast(
    plan: &Plan,
    metric: &Metric,
    arm: &str,
    control: &str,
    new: Option<&Data>,
    old: Option<&Data>,
) -> Result<Contrast, String> {
    let alpha = plan.alpha_or_usual();
    let scale = metric.scale();
    let made = |difference: Result<Estimate, FigureError>, method| {
        let difference = difference.map_err(|error| sentence_of(&error))?;
        let arm = arm.to_owned();
        Ok(Contrast { arm, difference, method, verdict: None, effect: None, sentence: String::new() })
    };
    match (new, old) {
        (Some(Data::Reported(effect, _)), _) => made(Ok(*effect), "as reported"),
        (None, _) => Err(format!("“{arm}” has no result of {} yet.", metric.name)),
        (_, None) => Err(format!("“{control}” has no result of {} yet.", metric.name)),
        (Some(Data::Share(new)), Some(Data::Share(old))) if plan.is_anytime() => {
            let found =
                planned_pairs(plan).and_then(|planned| anytime_difference(*new, *old, planned, alpha));
            made(found.map(|e| scaled(e, scale)), "anytime-valid")
        }
        (Some(Data::Share(new)), Some(Data::Share(old))) => {
            made(newcombe(*new, *old, 1.0 - alpha).map(|e| scaled(e, scale)), "Newcombe")
        }
        (Some(Data::Sample(new)), Some(Data::Sample(old))) if plan.is_anytime() => {
            made(anytime_means(new, old, plan), "anytime-valid")
        }
        (Some(Data::Sample(new)), Some(Data::Sample(old))) => {
            made(welch(new, old, 1.0 - alpha).map(|found| found.difference), "Welch")
        }
        (Some(new), Some(old)) => Err(format!(
            "“{arm}” ({}) and “{control}” ({}) cannot be compared: both need counts, or both a mean with its spread.",
            new.words(metric),
            old.words(metric)
        )),
    }
}

/// A confidence sequence is tuned to a number of pairs; it is valid at every other one.
fn planned_pairs(plan: &Plan) -> Result<u64, FigureError> {
    plan.sample_size.filter(|n| *n > 0).ok_or(FigureError::Undefined {
        why: "an anytime-valid interval needs the sample size of the plan: it is narrowest near it",
    })
}

/// As [`anytime_difference`], for means: the variance of a difference of two values is the sum of both.
fn anytime_means(new: &Sample, old: &Sample, plan: &Plan) -> Result<Estimate, FigureError> {
    let alpha = plan.alpha_or_usual();
    let pairs = new.n().min(old.n());
    if pairs < ANYTIME_FROM {
        return Err(FigureError::TooFew { what: "units per arm", got: pairs, needed: ANYTIME_FROM });
    }
    let variance = new.deviation().powi(2) + old.deviation().powi(2);
    let half = anytime_half_width(pairs, variance, alpha, anytime_rho(planned_pairs(plan)?, alpha)?)?;
    let value = new.mean() - old.mean();
    Ok(Estimate { value, low: value - half, high: value + half })
}

fn effect(plan: &Plan, difference: &Estimate, better: Better) -> Option<Effect> {
    let wanted = plan.minimum_effect.filter(|wanted| *wanted > 0.0)?;
    let (low, high) = match better {
        Better::Higher => (difference.low, difference.high),
        Better::Lower => (-difference.high, -difference.low),
    };
    Some(if low >= wanted {
        Effect::Reached
    } else if high < wanted {
        Effect::Missed
    } else {
        Effect::Open
    })
}

fn said(plan: &Plan, metric: &Metric, contrast: &Contrast, control: &str) -> String {
    let found = format!(
        "{} {} ({})",
        metric.name,
        signed(contrast.difference.value, metric),
        words::interval(&contrast.difference, metric)
    );
    let arm = &contrast.arm;
    let margin = words::difference(plan.margin(), metric);
    let head = match contrast.verdict {
        None => format!(
            "“{arm}” against “{control}”: {found}. Which way is better, the metric does not say, so there is no verdict."
        ),
        Some(Verdict::Better) => format!("“{arm}” is better than “{control}”: {found}."),
        Some(Verdict::NotWorse) => {
            format!(
                "“{arm}” is not worse than “{control}”: {found}. If it is worse, then by less than {margin}."
            )
        }
        Some(Verdict::Worse) => format!("“{arm}” is worse than “{control}”: {found}."),
        Some(Verdict::CannotTell) => {
            format!("“{arm}” against “{control}”: cannot tell. {found} holds both better and worse.")
        }
    };
    match (contrast.effect, contrast.verdict) {
        (Some(Effect::Reached), _) => format!("{head} All of it reaches the minimum effect of {margin}."),
        (Some(Effect::Open), Some(Verdict::Better)) => {
            format!("{head} It may be less than the minimum effect of {margin}.")
        }
        (Some(Effect::Missed), Some(Verdict::Better)) => {
            format!("{head} It is less than the minimum effect of {margin}.")
        }
        _ => head,
    }
}
