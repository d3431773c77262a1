//! The benchmark: what the workspace costs beside plain SQLite doing the least possible.
//!
//! Both sides get the same generated lines in the same run, in turns, and answer the same questions.
//! Every figure with a bar says whether it is met.

pub mod documents;
pub mod domain;
pub mod figures;
pub mod mlflow;
pub mod ours;
pub mod past;
pub mod plain;
pub mod recording;
pub mod tables;
pub mod verify;
pub mod words;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use rusqlite::Connection;
use serde_json::json;
use throughline_api::dto::ApiError;
use throughline_store::{At, SearchQuery, StoreError, TraceQuery};

use domain::Domain;
use figures::{Bars, Latencies, figure, percentile, timed};
use ours::Place;
use plain::Lines;
use words::{Dice, Vocabulary};

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Artefacts.
    pub artefacts: usize,
    /// Links.
    pub links: usize,
    /// Captures on either side.
    pub pairs: usize,
    /// Roots traced, and questions asked.
    pub asked: usize,
    /// Runs of an MLflow store.
    pub runs: usize,
    /// Bytes of the table that is profiled.
    pub table: u64,
    /// Records that are verified.
    pub verified: usize,
}

impl Size {
    /// What the bars are about.
    pub const FULL: Size = Size {
        artefacts: 10_000,
        links: 20_000,
        pairs: 7,
        asked: 600,
        runs: 5_000,
        table: 100_000_000,
        verified: 100_000,
    };
    /// Enough to see that the benchmark works.
    pub const SMALL: Size = Size {
        artefacts: 500,
        links: 1_000,
        pairs: 1,
        asked: 20,
        runs: 100,
        table: 1_000_000,
        verified: 200,
    };
}

/// Everything is made from this, so that two runs measure the same.
const SEED: u64 = 0x7468_7265_6164;

/// Why nothing could be measured.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A command of the api failed.
    #[error("{0}")]
    Api(#[from] ApiError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The plain database failed.
    #[error(transparent)]
    Plain(#[from] rusqlite::Error),
    /// The plain reader of tables failed.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// The profile of a table failed.
    #[error(transparent)]
    Table(#[from] throughline_interop::InteropError),
    /// The file system failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// An answer was not what it must be.
    #[error("{0}")]
    Wrong(String),
}

/// Measures in a folder that is there, and prints. `capture_in_child` is the command that does one
/// capture in a process of its own and prints the peak of its memory in KiB.
///
/// # Errors
/// [`Failure`]; a missed bar is none.
pub fn run(size: Size, folder: &Path, capture_in_child: &mut Command) -> Result<Bars, Failure> {
    let mut bars = Bars::default();
    let domain = Domain::generate(SEED, size.artefacts, size.links);
    let lines = folder.join("lines.jsonl");
    let mut out = BufWriter::new(File::create(&lines)?);
    domain.write(&mut out)?;
    out.flush()?;
    println!(
        "{} artefacts, {} links, {:.1} MB of JSON Lines, in {}",
        domain.artefacts.len(),
        domain.links.len(),
        megabytes(std::fs::metadata(&lines)?.len()),
        folder.display()
    );

    println!("\nBulk capture ({} pairs, in turns)", size.pairs);
    let (place, plain) = capture(size, folder, &lines, &domain, &mut bars)?;

    println!("\nTrace, both ways, from {} roots", size.asked);
    traces(size, &place, &plain, &domain, &mut bars)?;
    println!("\nImpact, from {} artefacts", size.asked);
    impacts(size, &place, &domain, &mut bars)?;
    println!("\nSearch, {} questions of one to three words", size.asked);
    searches(size, &place, &plain, &mut bars)?;

    past::measure(size, folder, &mut bars)?;

    mlflow::measure(folder, size.runs, size.pairs.min(3), &mut bars)?;
    println!("\nProfile of a table of {:.0} MB", megabytes(size.table));
    tables::profile(size, folder, &mut bars)?;
    recording::measure(folder, size.pairs * 6, &mut bars)?;
    verify::measure(folder, size.verified, size.pairs, &mut bars)?;
    documents::measure(folder, size.pairs.min(3), &mut bars)?;

    println!("\nOpening, memory, files");
    opening(&place, &plain)?;
    let peak = capture_in_child.arg(&lines).arg(folder.join("child")).output()?;
    let peak = String::from_utf8_lossy(&peak.stdout).trim().parse::<u64>().unwrap_or(0);
    if peak == 0 {
        return Err(Failure::Wrong("the capture in a process of its own failed".into()));
    }
    figure("peak memory of a process that captures", format!("{:.1} MB", peak as f64 / 1024.0));
    Ok(bars)
}

/// One capture, for a process of its own. Returns the peak of the process's memory in KiB.
///
/// # Errors
/// [`Failure`], also where the system does not tell (it is Linux that does).
pub fn capture_alone(size: Size, lines: &Path, folder: &Path) -> Result<u64, Failure> {
    Place::new(folder.to_owned())?.capture(lines, size.artefacts, size.links)?;
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    peak.and_then(|peak| peak.trim().parse().ok())
        .ok_or_else(|| Failure::Wrong("the peak of memory is not told".into()))
}

fn capture(
    size: Size,
    folder: &Path,
    lines: &Path,
    domain: &Domain,
    bars: &mut Bars,
) -> Result<(Place, Connection), Failure> {
    let plain_lines = Lines::of(domain);
    let mut last = None;
    let (mut plain, mut ours) = (Vec::new(), Vec::new());
    // The first pair meets cold files and does not count.
    for pair in 0..=size.pairs {
        let file = folder.join(format!("plain-{pair}.db"));
        let (took, connection) = timed(|| plain_lines.capture(&file))?;
        let place = Place::new(folder.join(format!("ours-{pair}")))?;
        let own = place.capture(lines, size.artefacts, size.links)?;
        if pair > 0 {
            plain.push(took);
            ours.push(own);
        }
        last = Some((place, connection));
    }
    let ratios: Vec<f64> = ours.iter().zip(&plain).map(|(ours, plain)| ours / plain).collect();
    figure("plain SQLite: median", format!("{:.0} ms", percentile(&plain, 50)));
    figure("import: median", format!("{:.0} ms", percentile(&ours, 50)));
    let each: Vec<String> = ratios.iter().map(|ratio| format!("{ratio:.2}")).collect();
    figure("ratio of each pair", each.join(" "));
    bars.at_most("capture: median ratio to plain", percentile(&ratios, 50), 3.0, "×");
    last.ok_or_else(|| Failure::Wrong("nothing was captured".into()))
}

fn traces(
    size: Size,
    place: &Place,
    plain: &Connection,
    domain: &Domain,
    bars: &mut Bars,
) -> Result<(), Failure> {
    let (_, workspace) = place.open()?;
    let app = place.opened_app()?;
    let ids = ours::entities(&workspace.reader()?, domain)?;
    let mut dice = Dice::new(SEED + 1);
    let mut latencies = Latencies::default();
    let mut nodes = Vec::new();
    let query = TraceQuery::default();
    for _ in 0..size.asked {
        let root = dice.below(ids.len());
        let Some(id) = ids.get(root) else { continue };
        let row = i64::try_from(root + 1).unwrap_or(i64::MAX);
        let (took, found) = timed(|| plain::trace(plain, row))?;
        latencies.plain.push(took);
        let (took, trace) = timed(|| workspace.reader()?.trace(id, &query, &At::Now))?;
        latencies.ours.push(took);
        if trace.nodes.len() != found {
            return Err(Failure::Wrong(format!("{} nodes instead of {found} from {id}", trace.nodes.len())));
        }
        nodes.push(found as f64);
        let args = json!({ "id": id.to_string() });
        latencies.api.push(timed(|| app.call("trace", args))?.0);
    }
    let text = format!("{:.0}, p99 {:.0}", percentile(&nodes, 50), percentile(&nodes, 99));
    figure("nodes reached: median", text);
    latencies.print("trace", bars);
    Ok(())
}

/// What would be touched if something changed, from roots anywhere and with people to ask.
fn impacts(size: Size, place: &Place, domain: &Domain, bars: &mut Bars) -> Result<(), Failure> {
    let (_, workspace) = place.open()?;
    let app = place.opened_app()?;
    let ids = ours::entities(&workspace.reader()?, domain)?;
    let mut dice = Dice::new(SEED + 3);
    let (mut store, mut api, mut touched) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..size.asked {
        let Some(id) = ids.get(dice.below(ids.len())) else { continue };
        let (took, impact) = timed(|| workspace.reader()?.impact(&[*id], &At::Now))?;
        store.push(took);
        touched.push(impact.nodes.len() as f64 - 1.0);
        let (took, answer) = timed(|| app.call("impact", json!({ "id": id.to_string() })))?;
        api.push(took);
        let rows = |group: &serde_json::Value| {
            group.get("rows").and_then(|rows| rows.as_array()).map_or(0, Vec::len)
        };
        let told: usize =
            answer.get("groups").and_then(|all| all.as_array()).into_iter().flatten().map(rows).sum();
        if told + 1 != impact.nodes.len() {
            return Err(Failure::Wrong(format!(
                "{told} touched, and not {} from {id}",
                impact.nodes.len() - 1
            )));
        }
    }
    figure(
        "touched: median",
        format!("{:.0}, p99 {:.0}", percentile(&touched, 50), percentile(&touched, 99)),
    );
    for (side, values) in [("store", &store), ("api", &api)] {
        let text = format!("{:.3} ms, p99 {:.3} ms", percentile(values, 50), percentile(values, 99));
        figure(&format!("impact, {side}: median"), text);
    }
    bars.at_most("impact: p99", percentile(&store, 99), 20.0, "ms");
    bars.at_most("impact: p99 of the api", percentile(&api, 99), 20.0, "ms");
    Ok(())
}

fn searches(size: Size, place: &Place, plain: &Connection, bars: &mut Bars) -> Result<(), Failure> {
    let (_, workspace) = place.open()?;
    let app = place.opened_app()?;
    let (vocabulary, mut dice) = (Vocabulary::default(), Dice::new(SEED + 2));
    let mut latencies = Latencies::default();
    let mut totals = Vec::new();
    for _ in 0..size.asked {
        let question = vocabulary.question(&mut dice);
        let matching = question.matching();
        let (took, found) = timed(|| plain::search(plain, &matching))?;
        latencies.plain.push(took);
        let query = SearchQuery { text: question.typed(), limit: 50, ..SearchQuery::default() };
        let (took, page) = timed(|| workspace.reader()?.search(&query, &At::Now))?;
        latencies.ours.push(took);
        if page.rows.len() < found {
            return Err(Failure::Wrong(format!(
                "{} hits instead of {found} for {matching}",
                page.rows.len()
            )));
        }
        totals.push(page.total as f64);
        let args = json!({ "text": question.typed(), "limit": 50 });
        latencies.api.push(timed(|| app.call("search", args))?.0);
    }
    let text = format!("{:.0}, p99 {:.0}", percentile(&totals, 50), percentile(&totals, 99));
    figure("hits in all: median", text);
    latencies.print("search", bars);
    Ok(())
}

fn opening(place: &Place, plain: &Connection) -> Result<(), Failure> {
    let with_view = place.open()?.0;
    std::fs::remove_dir_all(place.views())?;
    let with_rebuild = place.open()?.0;
    figure("open, view there", format!("{with_view:.1} ms"));
    figure("open, view built anew", format!("{with_rebuild:.0} ms"));
    plain.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    let view: u64 = files(&place.views())?;
    let file = std::fs::metadata(place.file())?.len();
    figure("workspace file", format!("{:.1} MB", megabytes(file)));
    figure("view (may be deleted)", format!("{:.1} MB", megabytes(view)));
    let path = plain.path().map(PathBuf::from).unwrap_or_default();
    figure("plain database", format!("{:.1} MB", megabytes(std::fs::metadata(path)?.len())));
    Ok(())
}

fn files(folder: &Path) -> Result<u64, Failure> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        bytes += entry?.metadata()?.len();
    }
    Ok(bytes)
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
