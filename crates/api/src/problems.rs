//! Problems ranked, and the causes of one as a tree.

use std::collections::HashMap;

use throughline_model::figures::money::{Payback, PaybackRange, Span};
use throughline_model::problems::{Amount, Basis, Missing, Ranked, Recorded, Rice, rank};
use throughline_model::{State, causes};
use throughline_record::{EntityId, Value};
use throughline_store::{Artefact, At, Card, Reader};

use crate::App;
use crate::cards;
use crate::dto::{
    ApiError, BaselineDto, BasisDto, CauseTree, CauseView, GetArgs, MissingDto, PaybackDto, ProblemRanking,
    RankedProblem, RiceDto, SpanDto, StageArgs,
};
use crate::lookups::{self, is, moment};
use crate::parts;

impl App {
    pub(crate) fn problem_ranking(&self, args: StageArgs) -> Result<ProblemRanking, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let release = lookups::release_of(&open, &reader, args.release.as_deref(), &at)?;
        let list = lookups::all_of(&reader, "problem", release, &at)?;
        let problems = list.iter().map(|card| reader.get(&card.id, &at)).collect::<Result<Vec<_>, _>>()?;
        let dtos = cards::cards(&reader, &list, &at)?;
        let ranking = rank(&problems.iter().map(|p| recorded(&p.state)).collect::<Vec<_>>());
        let shorts: Vec<&str> = list.iter().map(|card| card.short.as_str()).collect();
        let mut rows = Vec::with_capacity(problems.len());
        for &place in &ranking.order {
            let (Some(problem), Some(ranked), Some(card)) =
                (problems.get(place), ranking.rows.get(place), dtos.get(place))
            else {
                continue;
            };
            let grown = Grown::of(&reader, problem, &at)?;
            let roots: Vec<&Card> = causes::roots(&grown.tree)
                .into_iter()
                .filter_map(|at| grown.list.get(at))
                .map(|a| &a.card)
                .collect();
            let persona = problem.links.iter().find(|l| is(l, "concerns", true)).map(|l| &l.other);
            rows.push(RankedProblem {
                card: card.clone(),
                persona: persona.map(|c| cards::card(c, None)),
                request: problem.state.text("surface-request").unwrap_or_default().to_owned(),
                roots: roots.into_iter().map(|c| cards::card(c, None)).collect(),
                depth: grown.tree.iter().map(|b| b.level).max().unwrap_or(0).into(),
                baseline: baseline(&reader, problem, &at)?,
                tied_with: ranked
                    .tied_with
                    .iter()
                    .filter_map(|&o| shorts.get(o))
                    .map(|s| (*s).to_owned())
                    .collect(),
                ..figures(ranked)
            });
        }
        Ok(ProblemRanking { rows, bases: ranking.bases.iter().map(basis).collect() })
    }

    pub(crate) fn problem_causes(&self, args: GetArgs) -> Result<CauseTree, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let id = reader.resolve(&args.id, &at)?;
        let problem = reader.get(&id, &at)?;
        if problem.card.kind != "problem" {
            return Err(ApiError::new(
                "not-a-problem",
                format!("{} is no problem.", problem.card.short),
                "Causes belong to a problem; name one.",
            )
            .about(args.id));
        }
        let grown = Grown::of(&reader, &problem, &at)?;
        let roots = causes::roots(&grown.tree);
        let rows = grown
            .tree
            .iter()
            .filter_map(|branch| {
                let cause = grown.list.get(branch.cause)?;
                let parent = branch.parent.and_then(|at| grown.list.get(at)).map(|p| p.card.id.to_string());
                let evidence = cause.links.iter().filter(|l| is(l, "shown-by", true));
                Some(CauseView {
                    card: cards::card(&cause.card, None),
                    level: branch.level.into(),
                    parent,
                    place: branch.place.into(),
                    of: branch.of.into(),
                    root: roots.contains(&branch.cause),
                    evidence: evidence.map(|l| cards::card(&l.other, None)).collect(),
                })
            })
            .collect();
        Ok(CauseTree { rows })
    }
}

/// The causes of a problem, and how they hang together.
struct Grown {
    list: Vec<Artefact>,
    tree: Vec<causes::Branch>,
}

impl Grown {
    fn of(reader: &Reader, problem: &Artefact, at: &At) -> Result<Grown, ApiError> {
        let links = parts::in_order(reader, &problem.links, at)?;
        let list = links
            .iter()
            .filter(|l| is(l, "cause-of", false))
            .map(|l| reader.get(&l.other.id, at))
            .collect::<Result<Vec<_>, _>>()?;
        let index: HashMap<EntityId, usize> =
            list.iter().enumerate().map(|(at, cause)| (cause.card.id, at)).collect();
        let deeper: Vec<Vec<usize>> = list
            .iter()
            .map(|cause| {
                let below = cause.links.iter().filter(|l| is(l, "because-of", true));
                below.filter_map(|l| index.get(&l.other.id).copied()).collect()
            })
            .collect();
        Ok(Grown { tree: causes::tree(&deeper), list })
    }
}

fn amount(state: &State, field: &str) -> Amount {
    let part = |name: &str| {
        state.value(field).and_then(Value::as_map).and_then(|map| map.get(name)).and_then(lookups::as_number)
    };
    Amount { low: part("low"), likely: part("likely"), high: part("high") }
}

fn recorded(state: &State) -> Recorded {
    let number = |field: &str| lookups::number(state, field);
    Recorded {
        benefit: amount(state, "benefit"),
        build: amount(state, "build-cost"),
        run: amount(state, "run-cost"),
        months: lookups::whole(state, "horizon"),
        currency: state.text("currency").unwrap_or_default().to_owned(),
        reach: number("reach"),
        impact: number("impact"),
        confidence: number("confidence"),
        effort: number("effort"),
    }
}

fn missing(list: &[Missing]) -> Vec<MissingDto> {
    list.iter().map(|m| MissingDto { field: m.field.into(), words: m.words.clone() }).collect()
}

fn span(span: &Span) -> SpanDto {
    SpanDto { low: span.low(), likely: span.likely(), high: span.high() }
}

fn payback(range: &PaybackRange) -> PaybackDto {
    let months = |payback: Payback| match payback {
        Payback::Months(months) => Some(months),
        Payback::Never => None,
    };
    PaybackDto { soonest: months(range.soonest), likely: months(range.likely), latest: months(range.latest) }
}

fn basis(basis: &Basis) -> BasisDto {
    BasisDto { currency: basis.currency.clone(), months: u64::from(basis.months).into() }
}

/// What the model says of a problem; who it is stands beside it.
fn figures(ranked: &Ranked) -> RankedProblem {
    let known = ranked.figures.as_ref();
    let roi = known.map(|f| &f.roi);
    let no_return = match roi {
        Some(Err(why)) => why.clone(),
        _ => ranked.refused.clone().unwrap_or_default(),
    };
    let rice = match &ranked.rice {
        Rice::Score { score, place } => RiceDto {
            score: Some(*score),
            place: Some((*place).into()),
            missing: Vec::new(),
            why: String::new(),
        },
        Rice::Missing(list) => {
            RiceDto { score: None, place: None, missing: missing(list), why: String::new() }
        }
        Rice::Undefined(why) => RiceDto { score: None, place: None, missing: Vec::new(), why: why.clone() },
    };
    RankedProblem {
        card: cards::nothing(),
        persona: None,
        request: String::new(),
        roots: Vec::new(),
        depth: 0_u64.into(),
        baseline: BaselineDto {
            metric: None,
            value: String::new(),
            unit: String::new(),
            date: String::new(),
            missing: Vec::new(),
        },
        place: ranked.place.map(Into::into),
        tied_with: Vec::new(),
        basis: ranked.basis.as_ref().map(basis),
        roi: roi.and_then(|roi| roi.as_ref().ok()).map(span),
        no_return,
        net: known.map(|f| span(&f.net)),
        cost: known.map(|f| span(&f.cost)),
        payback: known.map(|f| payback(&f.payback)),
        missing: missing(&ranked.missing),
        rice,
    }
}

fn baseline(reader: &Reader, problem: &Artefact, at: &At) -> Result<BaselineDto, ApiError> {
    let metric = problem.links.iter().find(|l| is(l, "measured-by", true)).map(|l| &l.other);
    let unit = match metric {
        Some(metric) => reader.state(&metric.id, at)?.and_then(|s| s.text("unit").map(str::to_owned)),
        None => None,
    };
    let text = |field: &str| problem.state.text(field).unwrap_or_default().to_owned();
    let value = match problem.state.value("baseline-value") {
        Some(Value::Int(n)) => n.to_string(),
        _ => text("baseline-value"),
    };
    let date = text("baseline-date");
    let mut missing = Vec::new();
    for (there, field, words) in [
        (metric.is_some(), "baseline-metric", "no metric for today’s state"),
        (!value.is_empty(), "baseline-value", "today’s number is not recorded"),
        (!date.is_empty(), "baseline-date", "no date of that number"),
    ] {
        if !there {
            missing.push(MissingDto { field: field.into(), words: words.into() });
        }
    }
    let metric = metric.map(|c| cards::card(c, None));
    Ok(BaselineDto { metric, value, unit: unit.unwrap_or_default(), date, missing })
}
