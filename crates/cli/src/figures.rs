//! Rankings and the evaluation matrix as lines of text.

use throughline_api::dto::{
    BasisDto, EvaluationMatrix, MatrixCell, MatrixRow, MissingDto, ProblemRanking, RankedProblem,
};

/// Problems by return, the first first.
#[must_use]
pub fn by_return(ranking: &ProblemRanking) -> Vec<String> {
    let mut out = Vec::new();
    if ranking.rows.is_empty() {
        out.push("no problems yet".into());
    }
    if ranking.bases.len() > 1 {
        let all: Vec<String> = ranking.bases.iter().map(basis).collect();
        out.push(format!("counted in several ways, each ranked among its own: {}", all.join("; ")));
    }
    for row in &ranking.rows {
        let place = row.place.map_or_else(|| "–".to_owned(), |p| p.0.to_string());
        out.push(format!("{place:>3}  {:<8} {}", row.card.short, row.card.title));
        out.extend(figures(row));
        if !row.request.is_empty() {
            out.push(format!("     asked for: “{}”", row.request));
        }
        let roots: Vec<&str> = row.roots.iter().map(|c| c.title.as_str()).collect();
        out.push(match roots.as_slice() {
            [] => "     root cause: nobody has asked why yet".to_owned(),
            roots => format!("     root cause: {}", roots.join("; ")),
        });
    }
    out
}

fn figures(row: &RankedProblem) -> Vec<String> {
    let mut out = Vec::new();
    let unit = row.basis.as_ref().map(|b| b.currency.as_str()).unwrap_or_default();
    if let Some(roi) = &row.roi {
        let tied = if row.tied_with.is_empty() {
            String::new()
        } else {
            format!("  tied with {}", row.tied_with.join(", "))
        };
        let basis = row.basis.as_ref().map(basis).unwrap_or_default();
        out.push(format!(
            "     return {} ({} to {})  {basis}{tied}",
            percent(roi.likely),
            percent(roi.low),
            percent(roi.high)
        ));
    } else if !row.no_return.is_empty() {
        out.push(format!("     no return: {}", row.no_return));
    }
    if let (Some(net), Some(payback)) = (&row.net, &row.payback) {
        out.push(format!(
            "     net {} ({} to {}) {unit}  payback {} ({} to {})",
            whole(net.likely),
            whole(net.low),
            whole(net.high),
            months(payback.likely),
            months(payback.soonest),
            months(payback.latest)
        ));
    }
    if !row.missing.is_empty() {
        out.push(format!("     {}", words(&row.missing)));
    }
    out
}

/// Problems by RICE, with what it lacks.
#[must_use]
pub fn by_rice(ranking: &ProblemRanking) -> Vec<String> {
    let mut rows: Vec<&RankedProblem> = ranking.rows.iter().collect();
    rows.sort_by_key(|row| row.rice.place.map_or(u64::MAX, |p| p.0));
    let mut out = vec!["RICE, a second lens; the rule is the return".to_owned()];
    for row in rows {
        let place = row.rice.place.map_or_else(|| "–".to_owned(), |p| p.0.to_string());
        let told = match row.rice.score {
            Some(score) => format!("{score:.1}"),
            None if row.rice.why.is_empty() => words(&row.rice.missing),
            None => row.rice.why.clone(),
        };
        out.push(format!("{place:>3}  {:<8} {:<48} {told}", row.card.short, row.card.title));
    }
    out
}

/// The matrix as a table, with what stands beside it.
#[must_use]
pub fn matrix(matrix: &EvaluationMatrix) -> Vec<String> {
    let mut out = Vec::new();
    for (at, c) in matrix.criteria.iter().enumerate() {
        let weight = c.used.or(c.weight).map_or_else(|| "no weight".to_owned(), percent);
        let gate = c.gate.map(|g| format!("  gate {g}")).unwrap_or_default();
        let lens = if c.lens.is_empty() { "no lens" } else { &c.lens };
        let flip = c.flip.map(|f| format!("  {} first at {}", c.flip_to, percent(f))).unwrap_or_default();
        let locked = if c.locked { "" } else { "  not locked" };
        out.push(format!(
            "{:<3} {:<7} {weight:>6}  {lens:<12} {}{gate}{flip}{locked}",
            letter(at),
            c.card.short,
            c.card.title
        ));
    }
    let head: Vec<String> = (0..matrix.criteria.len()).map(|at| format!("{:<14}", letter(at))).collect();
    out.push(format!("     {:<8} {:<34} {}{:>8} {:>8}", "", "", head.concat(), "by team", "plain"));
    for row in matrix.rows.iter().filter(|row| row.verdict != "unscored") {
        out.push(line(matrix, row));
    }
    out.push("     median, Δ spread; ? don’t know, - missing, * hidden until the round is closed".into());
    let bare: Vec<&str> =
        matrix.rows.iter().filter(|r| r.verdict == "unscored").map(|r| r.card.short.as_str()).collect();
    if !bare.is_empty() {
        out.push(format!("not scored, or not seen yet: {}", bare.join(", ")));
    }
    if !matrix.no_sums.is_empty() {
        out.push(format!("no sums: {}", matrix.no_sums));
    }
    out.push(format!(
        "round {} closed, {} scores in the open one, {} cells disagree by more than {}",
        matrix.closed.0, matrix.given.0, matrix.disagreeing.0, matrix.disagreement
    ));
    for absent in &matrix.absent {
        let why = if absent.nobody { "nobody has this role" } else { "took no part" };
        out.push(format!("{}{}: {why}", if absent.essential { "! " } else { "  " }, absent.name));
    }
    out
}

fn line(matrix: &EvaluationMatrix, row: &MatrixRow) -> String {
    let place = row.place.map_or_else(|| "–".to_owned(), |p| p.0.to_string());
    let cells: Vec<String> = row.cells.iter().map(|c| format!("{:<14}", cell(c))).collect();
    let sum = |x: Option<f64>| x.map_or_else(|| "–".to_owned(), |x| format!("{x:.2}"));
    let named: Vec<&str> = row
        .because
        .iter()
        .filter_map(|at| matrix.criteria.get(usize::try_from(at.0).ok()?))
        .map(|c| c.card.short.as_str())
        .collect();
    let why = match row.verdict.as_str() {
        "out" => format!("  out: below the gate of {}", named.join(", ")),
        "incomplete" => format!("  incomplete: nobody knows {}", named.join(", ")),
        _ => String::new(),
    };
    let title: String = row.card.title.chars().take(34).collect();
    format!(
        "{place:>3}  {:<8} {title:<34} {}{:>8} {:>8}{why}",
        row.card.short,
        cells.concat(),
        sum(row.balanced),
        sum(row.plain)
    )
}

fn cell(cell: &MatrixCell) -> String {
    let mut text = cell.median.map_or_else(|| "·".to_owned(), |m| format!("{m}"));
    if let (Some(spread), true) = (cell.spread, cell.known.0 > 1) {
        text.push_str(&format!(" Δ{spread}"));
    }
    for (count, mark) in [(cell.unknown.0, '?'), (cell.missing.0, '-'), (cell.hidden.0, '*')] {
        if count > 0 {
            text.push_str(&format!(" {count}{mark}"));
        }
    }
    text
}

fn letter(at: usize) -> String {
    let letters = ('A'..='Z').cycle().nth(at).unwrap_or('?');
    if at < 26 { letters.to_string() } else { format!("{letters}{}", at / 26) }
}

fn basis(basis: &BasisDto) -> String {
    let currency = if basis.currency.is_empty() { "no currency recorded" } else { &basis.currency };
    format!("{currency}, over {} months", basis.months.0)
}

fn words(missing: &[MissingDto]) -> String {
    missing.iter().map(|m| m.words.as_str()).collect::<Vec<_>>().join(", ")
}

fn percent(ratio: f64) -> String {
    format!("{} %", (ratio * 100.0).round())
}

fn whole(x: f64) -> String {
    format!("{}", x.round())
}

fn months(months: Option<f64>) -> String {
    months.map_or_else(|| "never".to_owned(), |m| format!("{m:.1} months"))
}
