//! The numbers teams are judged by, side by side, and where they pull apart over an idea. Rule 10 asks the same.

use throughline_record::EntityId;

use super::effects::{Effect, better, effects, read_on};
use super::facts::{Entity, ReleaseFacts};
use crate::experiment::same_arm;
use crate::figures::Better;
use crate::figures::verdict::Verdict;

/// Every team with its number, and what stands between them.
#[derive(Debug)]
pub struct SideBySide<'a> {
    /// The teams in use, in the order they were recorded.
    pub teams: Vec<TeamNumber<'a>>,
    /// Ideas and options a team stands against.
    pub disputes: Vec<Dispute<'a>>,
    /// Results that were good for one team's number and bad for another's.
    pub pulls: Vec<Pull<'a>>,
    /// The ideas that are chosen; where none is, those that lead.
    pub tradeoffs: Vec<Tradeoff<'a>>,
}

/// A team and the number it is judged by.
#[derive(Debug)]
pub struct TeamNumber<'a> {
    /// The team.
    pub team: &'a Entity,
    /// Its metric; none where nobody said.
    pub metric: Option<&'a Entity>,
    /// Which way its number is better; none where it has none, or where the metric does not say.
    pub better: Option<Better>,
    /// Objectives of the release on the same metric.
    pub objectives: Vec<&'a Entity>,
    /// What was read last: all measurements of the latest day, then the latest observation from the field.
    pub readings: Vec<Told<'a>>,
}

/// A reading and what it says against the arm of today.
#[derive(Debug)]
pub struct Told<'a> {
    /// The measurement or observation.
    pub reading: &'a Entity,
    /// The experiment it belongs to.
    pub experiment: Option<&'a Entity>,
    /// What it says; none where it is read against nothing, and where its experiment gives no verdict.
    pub verdict: Option<Verdict>,
}

/// A team that stands against an idea or an option.
#[derive(Debug)]
pub struct Dispute<'a> {
    /// The team.
    pub team: &'a Entity,
    /// The idea or the option.
    pub subject: &'a Entity,
    /// The idea itself, or the one that the option stands for.
    pub idea: Option<&'a Entity>,
    /// The other teams, those that proposed the idea.
    pub proposed_by: Vec<&'a Entity>,
}

/// One arm of an experiment that made one team's number better and another's worse.
#[derive(Debug)]
pub struct Pull<'a> {
    /// The experiment.
    pub experiment: &'a Entity,
    /// What its prototypes try out.
    pub ideas: Vec<&'a Entity>,
    /// The team whose number became better.
    pub glad: &'a Entity,
    /// Its metric.
    pub glad_metric: &'a Entity,
    /// The measurement that says so.
    pub glad_reading: &'a Entity,
    /// The team whose number became worse.
    pub sorry: &'a Entity,
    /// Its metric.
    pub sorry_metric: &'a Entity,
    /// The measurement that says so.
    pub sorry_reading: &'a Entity,
}

/// What teams' numbers have against each other over one idea, and whether a decision records it.
#[derive(Debug)]
pub struct Tradeoff<'a> {
    /// The idea.
    pub idea: &'a Entity,
    /// The decision that chose it; none for an idea that leads and is not chosen yet.
    pub chosen_by: Option<&'a Entity>,
    /// The teams in conflict over it; empty where there are none.
    pub teams: Vec<&'a Entity>,
    /// The results that pull their numbers apart.
    pub pulls: Vec<Pull<'a>>,
    /// Decisions that speak of it and still stand or wait, with what each lacks.
    pub answers: Vec<Answering<'a>>,
}

/// How far a decision records a trade-off.
#[derive(Debug)]
pub struct Answering<'a> {
    /// The decision.
    pub decision: &'a Entity,
    /// Whether it is accepted.
    pub accepted: bool,
    /// Whether it says its consequences.
    pub consequences: bool,
    /// Teams in conflict from whom nobody took a stance on it, or whose objection has no answer.
    pub unheard: Vec<&'a Entity>,
}

impl Answering<'_> {
    /// Whether it is on record: accepted, with its consequences and a stance of each team.
    #[must_use]
    pub fn records(&self) -> bool {
        self.lacks() == 0
    }

    fn lacks(&self) -> usize {
        usize::from(!self.accepted) + usize::from(!self.consequences) + self.unheard.len()
    }
}

impl<'a> Tradeoff<'a> {
    /// The decision that records it.
    #[must_use]
    pub fn recorded_by(&self) -> Option<&'a Entity> {
        self.answers.iter().find(|answer| answer.records()).map(|answer| answer.decision)
    }

    /// The decision that lacks the least.
    #[must_use]
    pub fn nearest(&self) -> Option<&Answering<'a>> {
        self.answers.iter().min_by_key(|answer| answer.lacks())
    }
}

/// Lays the teams' numbers side by side. `leading` are the ideas that lead the evaluation; they are asked about
/// where none is chosen.
#[must_use]
pub fn side_by_side<'a>(facts: &'a ReleaseFacts, leading: &[EntityId]) -> SideBySide<'a> {
    let teams: Vec<&Entity> = facts.all("team").filter(|team| team.in_use()).collect();
    let experiments: Vec<&Entity> = facts.of("experiment").collect();
    let said: Vec<(&Entity, Vec<Effect<'a>>)> = experiments.iter().map(|e| (*e, effects(facts, e))).collect();
    let chosen: Vec<(&Entity, &Entity)> = facts.chosen("idea").collect();
    let tradeoffs = if chosen.is_empty() {
        let ideas = leading.iter().filter_map(|id| facts.get(id)).filter(|e| e.kind == "idea");
        ideas.map(|idea| tradeoff(facts, idea, None)).collect()
    } else {
        chosen.into_iter().map(|(idea, by)| tradeoff(facts, idea, Some(by))).collect()
    };
    SideBySide {
        disputes: teams.iter().flat_map(|team| disputes(facts, team)).collect(),
        pulls: experiments.iter().flat_map(|experiment| pulls(facts, experiment)).collect(),
        teams: teams.into_iter().map(|team| number(facts, team, &said)).collect(),
        tradeoffs,
    }
}

fn number<'a>(
    facts: &'a ReleaseFacts,
    team: &'a Entity,
    said: &[(&'a Entity, Vec<Effect<'a>>)],
) -> TeamNumber<'a> {
    let metric = facts.ahead(team, "measured-by").next();
    let objectives = metric.into_iter().flat_map(|metric| facts.behind(metric, "measured-by"));
    let verdict_of = |reading: &Entity| {
        let all = said.iter().flat_map(|(_, effects)| effects);
        all.filter(|effect| effect.reading.id == reading.id).find_map(|effect| effect.verdict)
    };
    TeamNumber {
        team,
        metric,
        better: metric.and_then(better),
        objectives: objectives.filter(|e| e.kind == "objective" && e.included && e.in_use()).collect(),
        readings: metric.map_or_else(Vec::new, |metric| {
            let told = |reading: &'a Entity| Told {
                reading,
                experiment: facts.ahead(reading, "measured-in").next(),
                verdict: verdict_of(reading),
            };
            latest(facts, metric).into_iter().map(told).collect()
        }),
    }
}

fn latest<'a>(facts: &'a ReleaseFacts, metric: &Entity) -> Vec<&'a Entity> {
    let of = |kind: &str| -> Vec<&Entity> {
        facts.behind(metric, "about").filter(|e| e.kind == kind && e.included && e.in_use()).collect()
    };
    let measured = of("measurement");
    let day = |reading: &Entity| read_on(reading).get(..10).unwrap_or_default().to_owned();
    let last = measured.iter().map(|reading| day(reading)).max().unwrap_or_default();
    let mut found: Vec<&Entity> = measured.into_iter().filter(|reading| day(reading) == last).collect();
    found.extend(of("observation").into_iter().max_by_key(|seen| read_on(seen)));
    found
}

fn disputes<'a>(facts: &'a ReleaseFacts, team: &'a Entity) -> Vec<Dispute<'a>> {
    let living = facts.ahead(team, "disputes").filter(|subject| subject.included && subject.in_use());
    living
        .map(|subject| {
            let idea = match subject.kind.as_str() {
                "idea" => Some(subject),
                _ => facts.ahead(subject, "stands-for").find(|other| other.kind == "idea"),
            };
            let proposed_by = idea.into_iter().flat_map(|idea| facts.ahead(idea, "proposed-by"));
            Dispute { team, subject, idea, proposed_by: proposed_by.filter(|by| by.id != team.id).collect() }
        })
        .collect()
}

/// Pairs of teams of which one's metric became better and the other's worse in the same arm of an experiment.
fn pulls<'a>(facts: &'a ReleaseFacts, experiment: &'a Entity) -> Vec<Pull<'a>> {
    let judged_by = |metric: &Entity| -> Vec<&'a Entity> {
        facts.behind(metric, "measured-by").filter(|e| e.kind == "team" && e.in_use()).collect()
    };
    let all = effects(facts, experiment);
    let mut ideas: Vec<&Entity> = Vec::new();
    for idea in facts.ahead(experiment, "tests").flat_map(|tried| facts.ahead(tried, "realises")) {
        if !ideas.iter().any(|known| known.id == idea.id) {
            ideas.push(idea);
        }
    }
    let mut found = Vec::new();
    for up in all.iter().filter(|effect| effect.verdict == Some(Verdict::Better)) {
        let arm = |effect: &Effect<'a>| effect.reading.text("arm").unwrap_or_default();
        let same_arm = |down: &&Effect<'a>| same_arm(arm(down), arm(up));
        for down in all.iter().filter(|effect| effect.verdict == Some(Verdict::Worse)).filter(same_arm) {
            for glad in judged_by(up.metric) {
                for sorry in judged_by(down.metric).into_iter().filter(|sorry| sorry.id != glad.id) {
                    found.push(Pull {
                        experiment,
                        ideas: ideas.clone(),
                        glad,
                        glad_metric: up.metric,
                        glad_reading: up.reading,
                        sorry,
                        sorry_metric: down.metric,
                        sorry_reading: down.reading,
                    });
                }
            }
        }
    }
    found
}

/// What stands between teams over an idea, and which decisions speak of it.
pub(super) fn tradeoff<'a>(
    facts: &'a ReleaseFacts,
    idea: &'a Entity,
    chosen_by: Option<&'a Entity>,
) -> Tradeoff<'a> {
    let options: Vec<&Entity> = facts.behind(idea, "stands-for").filter(|e| e.kind == "option").collect();
    let disputed = std::iter::once(idea).chain(options.iter().copied());
    let against = disputed.flat_map(|subject| facts.behind(subject, "disputes")).filter(|team| team.in_use());
    let prototypes = facts.behind(idea, "realises").filter(|prototype| prototype.in_use());
    let mut experiments: Vec<&Entity> = Vec::new();
    for experiment in prototypes.flat_map(|tried| facts.behind(tried, "tests")).filter(|e| e.in_use()) {
        if !experiments.iter().any(|known| known.id == experiment.id) {
            experiments.push(experiment);
        }
    }
    let pulls: Vec<Pull<'_>> = experiments.iter().flat_map(|experiment| pulls(facts, experiment)).collect();
    let mut teams: Vec<&Entity> = Vec::new();
    for team in against.chain(pulls.iter().flat_map(|pull| [pull.glad, pull.sorry])) {
        if !teams.iter().any(|other| other.id == team.id) {
            teams.push(team);
        }
    }
    let speaks =
        ["rests-on", "decides", "relates-to"].into_iter().flat_map(|type_| facts.behind(idea, type_));
    // What is proposed about one of its options may come to record it; what was decided there chose another.
    let proposed = options.iter().flat_map(|option| facts.ahead(option, "option-of"));
    let others = speaks.chain(proposed.filter(|decision| decision.status == "proposed"));
    let mut decisions: Vec<&Entity> = Vec::new();
    for decision in chosen_by.into_iter().chain(others.filter(|other| other.still_asks())) {
        if !decisions.iter().any(|known| known.id == decision.id) {
            decisions.push(decision);
        }
    }
    let answers = decisions
        .into_iter()
        .map(|decision| Answering {
            decision,
            accepted: decision.status == "accepted",
            consequences: decision.text("consequences").is_some(),
            unheard: teams.iter().copied().filter(|team| !spoke(facts, decision, team)).collect(),
        })
        .collect();
    Tradeoff { idea, chosen_by, teams, pulls, answers }
}

/// Whether somebody of the team took a stance on a decision; an objection among these has its answer.
fn spoke(facts: &ReleaseFacts, decision: &Entity, team: &Entity) -> bool {
    facts.behind(decision, "on").any(|stance| {
        let theirs =
            facts.ahead(stance, "by").any(|who| facts.ahead(who, "member-of").any(|of| of.id == team.id));
        let met = !stance.is("position", "object") || stance.text("answer").is_some();
        theirs && met && !stance.is("position", "absent")
    })
}
