//! Every public figure by name, called with the inputs of a reference case and answering in its shape.

use serde_json::{Value as Json, json};
use throughline_model::figures::counts::{discovery, kendall_w, people_for_discovery, sample_ratio};
use throughline_model::figures::drift::{
    category_limit, category_shift, count_in_bins, kolmogorov_smirnov, kolmogorov_smirnov_counts,
    kolmogorov_smirnov_limit, quantile_edges, stability_index, stability_limit,
};
use throughline_model::figures::evaluation::{
    Cell, Criterion, Outcome, Rating, Score, cell, evaluate, weighted_sum,
};
use throughline_model::figures::means::{
    Guardrail, Sample, guard_mean, guard_proportion, mean_interval, sample_of, units_for_means, welch,
};
use throughline_model::figures::money::{
    Payback, Span, Worth, cost, net_value, payback, return_on_investment, standings,
};
use throughline_model::figures::proportions::{
    Share, anytime_difference, anytime_half_width, anytime_rho, mcnemar, newcombe, relative_risk,
    units_for_proportions, wilson,
};
use throughline_model::figures::ranking::{Vote, flip_weight, reweighted, rice, tally};
use throughline_model::figures::strata::{mantel_haenszel, stratified_means};
use throughline_model::figures::verdict::{Answer, Reading, answer, share_in_words, verdict};
use throughline_model::figures::{Better, Estimate, FigureError};

type Answered = Result<Json, FigureError>;
type Figure = fn(&Json) -> Answered;

/// The table: a figure that is not in it has no reference test.
pub const TABLE: &[(&str, Figure)] = &[
    ("counts::sample_ratio", |i| Ok(json!(sample_ratio(&whole_list(&i["units"]), &list(&i["shares"]))?))),
    ("counts::kendall_w", |i| Ok(json!(kendall_w(&lists(&i["rows"]))?))),
    ("counts::discovery", |i| Ok(json!(discovery(num(&i["each"]), whole(&i["people"]))?))),
    ("counts::people_for_discovery", |i| {
        Ok(json!(people_for_discovery(num(&i["each"]), num(&i["wanted"]))?))
    }),
    ("drift::quantile_edges", |i| Ok(json!(quantile_edges(&list(&i["values"]), size(&i["bins"]))?))),
    ("drift::count_in_bins", |i| Ok(json!(count_in_bins(&list(&i["values"]), &list(&i["edges"]))?))),
    ("drift::stability_index", |i| {
        let psi = stability_index(&whole_list(&i["training"]), &whole_list(&i["live"]))?;
        Ok(json!({"index": psi.index, "bins": psi.bins, "smoothed": psi.smoothed}))
    }),
    ("drift::stability_limit", |i| {
        let (n, m) = (whole(&i["training"]), whole(&i["live"]));
        Ok(json!(stability_limit(n, m, size(&i["bins"]), num(&i["alpha"]))?))
    }),
    ("drift::kolmogorov_smirnov", |i| {
        let ks = kolmogorov_smirnov(&list(&i["training"]), &list(&i["live"]))?;
        Ok(json!({"distance": ks.distance, "p": ks.p}))
    }),
    ("drift::kolmogorov_smirnov_counts", |i| {
        let ks = kolmogorov_smirnov_counts(&whole_list(&i["training"]), &whole_list(&i["live"]))?;
        Ok(json!({"distance": ks.distance, "p": ks.p}))
    }),
    ("drift::kolmogorov_smirnov_limit", |i| {
        Ok(json!(kolmogorov_smirnov_limit(whole(&i["training"]), whole(&i["live"]), num(&i["alpha"]))?))
    }),
    ("drift::category_shift", |i| {
        let shift = category_shift(&whole_list(&i["training"]), &whole_list(&i["live"]))?;
        Ok(json!({"statistic": shift.statistic, "categories": shift.categories, "p": shift.p,
            "size": shift.size, "smallest_expected": shift.smallest_expected}))
    }),
    ("drift::category_limit", |i| Ok(json!(category_limit(size(&i["categories"]), num(&i["alpha"]))?))),
    ("evaluation::cell", |i| {
        let cell = cell_of(&i["ratings"])?;
        Ok(json!({"balanced": cell.balanced, "plain": cell.plain, "median": cell.median,
            "spread": cell.spread, "known": cell.known, "unknown": cell.unknown}))
    }),
    ("evaluation::evaluate", |i| {
        let cells: Vec<Cell> = array(&i["cells"]).iter().map(cell_of).collect::<Result<_, _>>()?;
        let criteria: Vec<Criterion> = list(&i["weights"])
            .into_iter()
            .zip(array(&i["gates"]))
            .map(|(weight, gate)| Criterion { weight, gate: gate.as_f64() })
            .collect();
        Ok(match evaluate(&cells, &criteria)? {
            Outcome::Out { failed } => json!({"out": failed}),
            Outcome::Incomplete { missing } => json!({"incomplete": missing}),
            Outcome::Sum { balanced, plain, unsure } => {
                json!({"balanced": balanced, "plain": plain, "unsure": unsure})
            }
        })
    }),
    ("evaluation::weighted_sum", |i| Ok(json!(weighted_sum(&list(&i["weights"]), &list(&i["scores"]))?))),
    ("means::sample_of", |i| {
        let sample = sample_of(&list(&i["values"]))?;
        Ok(json!({"n": sample.n(), "mean": sample.mean(), "deviation": sample.deviation()}))
    }),
    ("means::mean_interval", |i| {
        Ok(estimate(&mean_interval(&sample(&i["sample"])?, num(&i["confidence"]))?))
    }),
    ("means::welch", |i| {
        let w = welch(&sample(&i["new"])?, &sample(&i["old"])?, num(&i["confidence"]))?;
        let mut out = estimate(&w.difference);
        out["t"] = json!(w.t);
        out["p"] = json!(w.p);
        out["df"] = json!(w.df);
        Ok(out)
    }),
    ("means::units_for_means", |i| {
        let (deviation, difference) = (num(&i["deviation"]), num(&i["difference"]));
        Ok(json!(units_for_means(deviation, difference, num(&i["alpha"]), num(&i["power"]))?))
    }),
    ("means::guard_proportion", |i| {
        let (new, old) = (share(&i["new"])?, share(&i["old"])?);
        guardrail(guard_proportion(new, old, better(i), num(&i["margin"]), num(&i["alpha"])))
    }),
    ("means::guard_mean", |i| {
        let (new, old) = (sample(&i["new"])?, sample(&i["old"])?);
        guardrail(guard_mean(&new, &old, better(i), num(&i["margin"]), num(&i["alpha"])))
    }),
    ("money::cost", |i| cost(&worth(i)?).map(|s| span(&s))),
    ("money::net_value", |i| net_value(&worth(i)?).map(|s| span(&s))),
    ("money::return_on_investment", |i| return_on_investment(&worth(i)?).map(|s| span(&s))),
    ("money::payback", |i| {
        let back = payback(&worth(i)?)?;
        let of = |payback| match payback {
            Payback::Months(months) => json!(months),
            Payback::Never => json!("never"),
        };
        Ok(json!({"soonest": of(back.soonest), "likely": of(back.likely), "latest": of(back.latest)}))
    }),
    ("money::standings", |i| {
        let ranges = array(&i["ranges"]).iter().map(span_of).collect::<Result<Vec<_>, _>>()?;
        let standings = standings(&ranges);
        let shown = standings.iter().map(|s| json!({"place": s.place, "tied_with": s.tied_with}));
        Ok(shown.collect())
    }),
    ("proportions::wilson", |i| {
        Ok(estimate(&wilson(Share::new(whole(&i["x"]), whole(&i["n"]))?, num(&i["confidence"]))?))
    }),
    ("proportions::newcombe", |i| {
        Ok(estimate(&newcombe(share(&i["new"])?, share(&i["old"])?, num(&i["confidence"]))?))
    }),
    ("proportions::relative_risk", |i| {
        Ok(estimate(&relative_risk(share(&i["new"])?, share(&i["old"])?, num(&i["confidence"]))?))
    }),
    ("proportions::mcnemar", |i| Ok(json!(mcnemar(whole(&i["first"]), whole(&i["second"]))?))),
    ("proportions::units_for_proportions", |i| {
        let (from, to) = (num(&i["from"]), num(&i["to"]));
        Ok(json!(units_for_proportions(from, to, num(&i["alpha"]), num(&i["power"]))?))
    }),
    ("proportions::anytime_rho", |i| Ok(json!(anytime_rho(whole(&i["planned"]), num(&i["alpha"]))?))),
    ("proportions::anytime_half_width", |i| {
        let (pairs, variance) = (whole(&i["pairs"]), num(&i["variance"]));
        Ok(json!(anytime_half_width(pairs, variance, num(&i["alpha"]), num(&i["rho"]))?))
    }),
    ("proportions::anytime_difference", |i| {
        let (new, old) = (share(&i["new"])?, share(&i["old"])?);
        Ok(estimate(&anytime_difference(new, old, whole(&i["planned"]), num(&i["alpha"]))?))
    }),
    ("ranking::flip_weight", |i| {
        let (weights, a, b) = (list(&i["weights"]), list(&i["a"]), list(&i["b"]));
        Ok(json!(flip_weight(&weights, &a, &b, size(&i["criterion"]))?))
    }),
    ("ranking::reweighted", |i| {
        Ok(json!(reweighted(&list(&i["weights"]), size(&i["criterion"]), num(&i["weight"]))?))
    }),
    ("ranking::rice", |i| {
        Ok(json!(rice(num(&i["reach"]), num(&i["impact"]), num(&i["confidence"]), num(&i["effort"]))?))
    }),
    ("ranking::tally", |i| {
        let votes: Vec<Vote> = array(&i["votes"])
            .iter()
            .map(|vote| Vote {
                voter: vote[0].as_str().unwrap(),
                option: size(&vote[1]),
                dots: u32::try_from(whole(&vote[2])).unwrap(),
            })
            .collect();
        let tallies = tally(&votes, size(&i["options"]))?;
        Ok(tallies
            .iter()
            .map(|t| {
                json!({"voters": t.voters, "dots": t.dots, "place_by_voters": t.place_by_voters,
                    "place_by_dots": t.place_by_dots})
            })
            .collect())
    }),
    ("strata::mantel_haenszel", |i| {
        let groups = array(&i["groups"]).iter().map(|g| Ok((share(&g[0])?, share(&g[1])?)));
        let groups = groups.collect::<Result<Vec<_>, FigureError>>()?;
        Ok(estimate(&mantel_haenszel(&groups, num(&i["confidence"]))?))
    }),
    ("strata::stratified_means", |i| {
        let groups = array(&i["groups"]).iter().map(|g| Ok((sample(&g[0])?, sample(&g[1])?)));
        let w = stratified_means(&groups.collect::<Result<Vec<_>, FigureError>>()?, num(&i["confidence"]))?;
        let mut out = estimate(&w.difference);
        out["t"] = json!(w.t);
        out["p"] = json!(w.p);
        out["df"] = json!(w.df);
        Ok(out)
    }),
    ("verdict::verdict", |i| Ok(json!(verdict(&estimate_of(i), better(i), num(&i["margin"]))?.words()))),
    ("verdict::answer", |i| {
        let needed = i["needed"].as_u64();
        let reading = Reading { needed, better: better(i), margin: num(&i["margin"]) };
        Ok(match answer(&estimate_of(i), &reading, whole(&i["reached"]), num(&i["p"]))? {
            Answer::Mismatch { .. } => json!("mismatch"),
            Answer::Hidden { .. } => json!("hidden"),
            Answer::Said(verdict) => json!(verdict.words()),
        })
    }),
    ("verdict::share_in_words", |i| Ok(json!(share_in_words(Share::new(whole(&i["x"]), whole(&i["n"]))?)))),
];

/// The variant of an error, as the reference names it.
pub fn variant(error: &FigureError) -> &'static str {
    match error {
        FigureError::OutOfRange { .. } => "OutOfRange",
        FigureError::TooFew { .. } => "TooFew",
        FigureError::Lengths { .. } => "Lengths",
        FigureError::NoVariation { .. } => "NoVariation",
        FigureError::Undefined { .. } => "Undefined",
        FigureError::TooExtreme { .. } => "TooExtreme",
    }
}

fn num(value: &Json) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is a number"))
}

fn whole(value: &Json) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is a whole number"))
}

fn size(value: &Json) -> usize {
    usize::try_from(whole(value)).unwrap()
}

fn array(value: &Json) -> &Vec<Json> {
    value.as_array().unwrap_or_else(|| panic!("{value} is a list"))
}

fn list(value: &Json) -> Vec<f64> {
    array(value).iter().map(num).collect()
}

fn lists(value: &Json) -> Vec<Vec<f64>> {
    array(value).iter().map(list).collect()
}

fn whole_list(value: &Json) -> Vec<u64> {
    array(value).iter().map(whole).collect()
}

fn share(value: &Json) -> Result<Share, FigureError> {
    Share::new(whole(&value[0]), whole(&value[1]))
}

fn sample(value: &Json) -> Result<Sample, FigureError> {
    Sample::new(whole(&value[0]), num(&value[1]), num(&value[2]))
}

fn span_of(value: &Json) -> Result<Span, FigureError> {
    Span::new(num(&value[0]), num(&value[1]), num(&value[2]))
}

fn span(span: &Span) -> Json {
    json!({"low": span.low(), "likely": span.likely(), "high": span.high()})
}

fn worth(i: &Json) -> Result<Worth, FigureError> {
    let months = u32::try_from(whole(&i["months"])).unwrap();
    let (benefit, build, run) = (span_of(&i["benefit"])?, span_of(&i["build"])?, span_of(&i["run"])?);
    Ok(Worth { benefit, build, run, months })
}

fn estimate(estimate: &Estimate) -> Json {
    json!({"value": estimate.value, "low": estimate.low, "high": estimate.high})
}

fn estimate_of(i: &Json) -> Estimate {
    Estimate { value: num(&i["value"]), low: num(&i["low"]), high: num(&i["high"]) }
}

fn better(i: &Json) -> Better {
    match i["better"].as_str() {
        Some("higher") => Better::Higher,
        Some("lower") => Better::Lower,
        other => panic!("{other:?} is no direction"),
    }
}

fn guardrail(guardrail: Result<Guardrail, FigureError>) -> Answered {
    let guardrail = guardrail?;
    let mut out = estimate(&guardrail.difference);
    out["verdict"] = json!(guardrail.verdict.words());
    Ok(out)
}

fn cell_of(ratings: &Json) -> Result<Cell, FigureError> {
    let ratings: Vec<Rating> = array(ratings)
        .iter()
        .map(|rating| Rating {
            team: rating[0].as_str().unwrap(),
            score: rating[1]
                .as_u64()
                .map_or(Score::Unknown, |points| Score::Points(u8::try_from(points).unwrap())),
        })
        .collect();
    cell(&ratings)
}
