//! Rules about ideas, and about who had a say in choosing one.

use std::collections::BTreeSet;

use super::facts::{Entity, ReleaseFacts};
use super::objectives::tradeoff;
use super::{Action, Found, Gap, Rule, Severity, listed};
use crate::stage::Stage;
use throughline_record::EntityId;

pub(super) static NO_LOCKED_CRITERIA: Rule = Rule {
    number: 7,
    name: "no-locked-criteria",
    question: "Were the criteria locked before the evaluation?",
    stage: Stage::Ideate,
    severity: Severity::Blocking,
    sentence: "No criteria were locked before the evaluation.",
    why: "Criteria that are written after the scores are reasons for what somebody already wanted.",
    action: "Lock the criteria",
    place: "criterion",
    ml: false,
    reads: &[("criterion", &["locked-at"]), ("evaluation", &["criterion"])],
    links: &["by-criterion"],
    find: |facts| {
        if !facts.has("criterion") {
            return Found::gap(Gap {
                about: Vec::new(),
                sentence: "There are no criteria to evaluate the ideas by.".into(),
                action: Action::add("criterion", "Add a criterion"),
            });
        }
        let scored = |criterion: &Entity| {
            let scores = facts.behind(criterion, "by-criterion").filter(|score| score.in_use());
            scores.map(|score| score.created_at.as_str()).min()
        };
        let mut open: Vec<&Entity> = Vec::new();
        let mut late: Vec<&Entity> = Vec::new();
        let mut locked = false;
        for criterion in facts.of("criterion") {
            match (criterion.text("locked-at"), scored(criterion)) {
                (Some(lock), Some(first)) if lock > first => late.push(criterion),
                (Some(_), _) => locked = true,
                (None, Some(_)) => open.push(criterion),
                (None, None) => {}
            }
        }
        let about = |list: &[&Entity]| list.iter().map(|criterion| criterion.id).collect();
        let words = |list: &[&Entity]| listed(list.iter().map(|criterion| criterion.short.clone()));
        let mut gaps = Vec::new();
        if let Some(first) = open.first() {
            gaps.push(Gap {
                about: about(&open),
                sentence: format!("Ideas were scored on {}, which nobody locked.", words(&open)),
                action: Action::open(first.id, "Lock it"),
            });
        }
        if let Some(first) = late.first() {
            gaps.push(Gap {
                about: about(&late),
                sentence: format!("Ideas were scored on {} before it was locked.", words(&late)),
                action: Action::open(first.id, "Look at it"),
            });
        }
        if gaps.is_empty() && !locked {
            let all: Vec<&Entity> = facts.of("criterion").collect();
            gaps.extend(all.first().map(|first| Gap {
                about: about(&all),
                sentence: format!("No criterion is locked yet ({}).", words(&all)),
                action: Action::open(first.id, "Lock it"),
            }));
        }
        Found::gaps(gaps)
    },
};

pub(super) static TEAM_MISSING: Rule = Rule {
    number: 9,
    name: "team-missing",
    question: "Did every team take part in choosing the idea?",
    stage: Stage::Ideate,
    severity: Severity::Blocking,
    sentence: "An idea was chosen with a team missing from the evaluation.",
    why: "Who is not asked cannot say that the idea cannot be built, sold or run: this is how teams end up with a model nobody could serve.",
    action: "Record their stance",
    place: "stance",
    ml: false,
    reads: &[
        ("idea", &[]),
        ("prototype", &["idea"]),
        ("stakeholder", &["role", "team", "voice"]),
        ("team", &[]),
        ("evaluation", &["subject", "rater"]),
        ("stance", &["decision", "stakeholder", "position"]),
        ("decision", &["status"]),
    ],
    links: &["decides", "rates", "rated-by", "realises", "on", "by", "member-of", "stands-for"],
    find: |facts| {
        Found::gaps(facts.chosen("idea").filter_map(|(idea, decision)| missing_voices(facts, idea, decision)))
    },
};

/// Without these an idea is chosen that nobody may be able to run.
const ALWAYS: &[(&str, &str)] = &[("operations", "operations"), ("ml-engineering", "ML engineering")];

/// Who is missing, in one gap per idea: its button names the first, and after that the next.
fn missing_voices(facts: &ReleaseFacts, idea: &Entity, decision: &Entity) -> Option<Gap> {
    let heard = heard(facts, idea, decision);
    let mut told: BTreeSet<EntityId> = BTreeSet::new();
    let mut missing: Vec<(String, Option<&Entity>, &'static str)> = Vec::new();
    for (role, word) in ALWAYS {
        let speakers: Vec<&Entity> =
            facts.all("stakeholder").filter(|who| who.in_use() && who.is("role", role)).collect();
        if !speakers.iter().any(|speaker| heard.contains(&speaker.id)) {
            let teams = speakers.iter().flat_map(|speaker| facts.ahead(speaker, "member-of"));
            told.extend(teams.map(|team| team.id));
            missing.push(((*word).to_owned(), speakers.first().copied(), role));
        }
    }
    for team in facts.all("team").filter(|team| team.in_use() && !told.contains(&team.id)) {
        let members = || {
            let all = facts.behind(team, "member-of").filter(|member| member.in_use());
            all.filter(|member| !member.is("voice", "observer"))
        };
        if let Some(first) = members().next().filter(|_| !members().any(|who| heard.contains(&who.id))) {
            missing.push((format!("the team “{}”", team.title), Some(first), ""));
        }
    }
    let (_, voice, role) = missing.first()?;
    let action = match voice {
        Some(voice) => Action::add("stance", "Record their stance")
            .link("decision", decision.id)
            .link("stakeholder", voice.id),
        None => Action::add("stakeholder", "Name who speaks for it").field("role", role),
    };
    let names = listed(missing.iter().map(|(who, ..)| who.clone()));
    let sentence = format!("Nobody from {names} took part in choosing {}.", idea.words());
    Some(Gap { about: vec![idea.id, decision.id], sentence, action })
}

/// Who took part in choosing an idea: gave it, or a prototype of it, a score, or took a stance on the decision that
/// chose it. Who was absent did not.
fn heard(facts: &ReleaseFacts, idea: &Entity, decision: &Entity) -> BTreeSet<EntityId> {
    let subjects = std::iter::once(idea).chain(facts.behind(idea, "realises"));
    let scores = subjects.flat_map(|subject| facts.behind(subject, "rates")).filter(|score| score.in_use());
    let raters = scores.flat_map(|score| facts.ahead(score, "rated-by"));
    let stances = facts.behind(decision, "on").filter(|stance| !stance.is("position", "absent"));
    raters.chain(stances.flat_map(|stance| facts.ahead(stance, "by"))).map(|person| person.id).collect()
}

pub(super) static CONFLICT: Rule = Rule {
    number: 10,
    name: "objectives-in-conflict",
    question: "Is the trade-off between teams’ objectives on record?",
    stage: Stage::Ideate,
    severity: Severity::Blocking,
    sentence: "Teams’ objectives conflict over the chosen idea, and no decision records the trade-off.",
    why: "Click-through, sales and accuracy pull apart; a trade-off nobody wrote down is made again every week.",
    action: "Record the trade-off",
    place: "decision",
    ml: false,
    reads: &[
        ("idea", &[]),
        ("prototype", &["idea"]),
        ("stakeholder", &["team"]),
        ("team", &["objective"]),
        ("metric", &["direction", "unit"]),
        (
            "measurement",
            &["metric", "experiment", "arm", "date", "n", "successes", "mean", "deviation", "reported"],
        ),
        (
            "experiment",
            &[
                "primary-metric",
                "arms",
                "minimum-effect",
                "alpha",
                "sample-size",
                "stopping-rule",
                "guardrails",
            ],
        ),
        ("stance", &["position", "answer"]),
        ("decision", &["status", "consequences"]),
    ],
    links: &[
        "disputes",
        "decides",
        "stands-for",
        "measured-by",
        "guarded-by",
        "about",
        "measured-in",
        "tests",
        "realises",
        "rests-on",
        "relates-to",
    ],
    find: |facts| {
        Found::gaps(facts.chosen("idea").filter_map(|(idea, decision)| conflict(facts, idea, decision)))
    },
};

fn conflict(facts: &ReleaseFacts, idea: &Entity, decision: &Entity) -> Option<Gap> {
    let tradeoff = tradeoff(facts, idea, Some(decision));
    let teams = &tradeoff.teams;
    if teams.is_empty() || tradeoff.recorded_by().is_some() {
        return None;
    }
    let names = listed(teams.iter().map(|team| format!("“{}”", team.title)));
    let whose = if teams.len() == 1 { "The team" } else { "The teams" };
    let verb = if teams.len() == 1 { "disputes" } else { "dispute" };
    let sentence = match tradeoff.pulls.first() {
        Some(pull) => format!(
            "{} moved the number of “{}” for the better and that of “{}” for the worse, and no decision records the trade-off.",
            idea.words(),
            pull.glad.title,
            pull.sorry.title
        ),
        None => format!("{whose} {names} {verb} {}, and no decision records the trade-off.", idea.words()),
    };
    Some(Gap {
        about: std::iter::once(idea.id).chain(teams.iter().map(|team| team.id)).collect(),
        sentence,
        action: Action::open(decision.id, "Record the trade-off"),
    })
}

pub(super) static NO_SERVING_COST: Rule = Rule {
    number: 11,
    name: "no-serving-cost",
    question: "Is the serving cost of the chosen idea known?",
    stage: Stage::Ideate,
    severity: Severity::Blocking,
    sentence: "The chosen idea has no serving cost.",
    why: "A model that needs GPUs nobody can pay for is not a solution; what it costs to run is known before it is built, or never.",
    action: "Say what it costs to run",
    place: "idea",
    ml: false,
    reads: &[("idea", &["serving-cost-note"]), ("prototype", &["serving-cost"]), ("decision", &["status"])],
    links: &["decides", "realises", "stands-for"],
    find: |facts| {
        let priced = |idea: &Entity| {
            let tried =
                facts.behind(idea, "realises").any(|p| p.in_use() && p.number("serving-cost").is_some());
            tried || idea.text("serving-cost-note").is_some()
        };
        let open = facts.chosen("idea").map(|(idea, _)| idea).filter(|idea| !priced(idea));
        Found::gaps(open.map(|idea| Gap {
            about: vec![idea.id],
            sentence: format!("Nobody has said what {} costs to run.", idea.words()),
            action: Action::open(idea.id, "Say what it costs"),
        }))
    },
};

pub(super) static FEW_CANDIDATES: Rule = Rule {
    number: 12,
    name: "fewer-than-two-candidates",
    question: "Are there two candidates or more?",
    stage: Stage::Ideate,
    severity: Severity::Warning,
    sentence: "There are fewer than two candidates.",
    why: "With one idea nothing is chosen: it is only carried out.",
    action: "Add an idea",
    place: "idea",
    ml: false,
    reads: &[("idea", &["problem"])],
    links: &[],
    find: |facts| {
        let ideas: Vec<&Entity> = facts.of("idea").take(2).collect();
        Found::one_if(ideas.len() < 2, || Gap {
            about: ideas.iter().map(|idea| idea.id).collect(),
            sentence: match ideas.first() {
                None => "There is no idea to choose from.".into(),
                Some(idea) => format!("{} is the only candidate.", idea.words()),
            },
            action: {
                let problem = ideas.first().and_then(|idea| facts.ahead(idea, "addresses").next());
                let action = Action::add("idea", "Add an idea");
                problem.into_iter().fold(action, |action, problem| action.link("problem", problem.id))
            },
        })
    },
};
