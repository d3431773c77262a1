//! A release at a glance.

use std::collections::BTreeMap;

use throughline_model::{self as model, State};
use throughline_record::EntityId;
use throughline_store::{Artefact, At, Card, ListQuery, Reader};

use crate::App;
use crate::cards;
use crate::conflicts::label;
use crate::context;
use crate::dto::{
    ApiError, AttentionDto, DecisionGlance, FactDto, LoopBackDto, Overview, OverviewArgs, ShipLine,
    StageGlance,
};
use crate::lookups::{self, is, moment};
use crate::releases;
use crate::tables::{LANES, stage_label};

/// Conflicts shown; the page of conflicts has them all.
const CONFLICTS: usize = 6;

/// Decisions shown.
const DECISIONS: u64 = 6;

/// What a release is asked for, at one moment.
struct Glance<'a> {
    reader: &'a Reader,
    release: Option<EntityId>,
    at: At,
}

impl Glance<'_> {
    fn list(&self, kind: &str, sort: &str, limit: u64) -> Result<Vec<Card>, ApiError> {
        let query = ListQuery {
            kinds: vec![kind.into()],
            release: self.release,
            sort: vec![(sort.into(), true)],
            limit,
            ..ListQuery::default()
        };
        Ok(self.reader.list(&query, &self.at)?.rows)
    }

    fn read(&self, card: &Card) -> Result<Artefact, ApiError> {
        Ok(self.reader.get(&card.id, &self.at)?)
    }

    fn dtos(&self, list: &[Card]) -> Result<Vec<crate::dto::CardDto>, ApiError> {
        cards::cards(self.reader, list, &self.at)
    }
}

impl App {
    pub(crate) fn overview(&self, args: OverviewArgs) -> Result<Overview, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let release = match args.release.as_deref() {
            None => context::current_release(&open, &reader, &at)?,
            Some("all" | "none") => None,
            Some(r) => {
                let id = lookups::find_of_kind(&reader, "release", r, &at)?;
                lookups::card(&reader, &id, &at)?
            }
        };
        let product = match &release {
            Some(r) => lookups::first_link(&reader, &r.id, "of-product", true, &at)?,
            None => context::products(&reader, &at)?.into_iter().next(),
        };
        let releases = context::releases(&reader, &at)?;
        let glance = Glance { reader: &reader, release: release.as_ref().map(|r| r.id), at };
        let mut attention = conflicts(&glance)?;
        attention.extend(objections(&glance)?);
        let decisions = decisions(&glance)?;
        let loop_backs = loop_backs(&glance, &mut attention)?;
        let live: Vec<Card> = glance
            .list("deployment", "from", 50)?
            .into_iter()
            .filter(|c| c.status.as_deref() == Some("live"))
            .collect();
        let measurements = glance.list("measurement", "date", 6)?;
        let objective = glance.list("objective", "updated_at", 1)?;
        Ok(Overview {
            stages: stages(&glance)?,
            loop_backs,
            decisions,
            ships: ships(&glance)?,
            live: glance.dtos(&live)?,
            objective: objective.first().map(|c| cards::card(c, None)),
            measurements: glance.dtos(&measurements)?,
            attention,
            product: product.as_ref().map(|c| cards::card(c, None)),
            release: release.as_ref().map(|c| cards::card(c, None)),
            releases: glance.dtos(&releases)?,
        })
    }
}

fn stages(glance: &Glance<'_>) -> Result<Vec<StageGlance>, ApiError> {
    let counts: BTreeMap<String, u64> =
        glance.reader.count_by_kind(glance.release, &glance.at)?.into_iter().collect();
    Ok(LANES
        .iter()
        .map(|stage| {
            let mut total = 0;
            let mut facts = Vec::new();
            for kind in model::kinds().iter().filter(|k| k.stage == *stage) {
                let n = counts.get(kind.name).copied().unwrap_or(0);
                total += n;
                if n > 0 {
                    let words = if n == 1 { kind.label } else { kind.plural }.to_lowercase();
                    facts.push((n, words));
                }
            }
            // The kinds come in the order of the work; three of them fit under a point of the line.
            let line = facts.iter().take(3).map(|(n, w)| format!("{n} {w}")).collect::<Vec<_>>().join(", ");
            StageGlance {
                stage: stage.as_str().into(),
                label: stage_label(*stage).into(),
                total: total.into(),
                line: if line.is_empty() { "nothing yet".into() } else { line },
                counts: facts.into_iter().map(|(n, label)| FactDto { label, text: n.to_string() }).collect(),
            }
        })
        .collect())
}

/// Values that met, anywhere in the workspace: whoever looks at one release may be the one who can settle them.
fn conflicts(glance: &Glance<'_>) -> Result<Vec<AttentionDto>, ApiError> {
    let mut out = Vec::new();
    for one in glance.reader.disputed(&glance.at)?.into_iter().take(CONFLICTS) {
        let Some(card) = lookups::card(glance.reader, &one.entity, &glance.at)? else { continue };
        out.push(AttentionDto {
            code: "conflict".into(),
            sentence: format!(
                "Several values of {} meet in {}",
                label(&card.kind, &one.field).to_lowercase(),
                card.short
            ),
            why: "They were set without knowing of each other; all are kept until somebody settles it."
                .into(),
            card: cards::card(&card, None),
            action: "Settle".into(),
        });
    }
    Ok(out)
}

/// Objections nobody answered, on decisions that still stand or wait.
fn objections(glance: &Glance<'_>) -> Result<Vec<AttentionDto>, ApiError> {
    let query = ListQuery {
        kinds: vec!["stance".into()],
        release: glance.release,
        filters: vec![
            ("position".into(), "=".into(), "object".into()),
            ("answer".into(), "=".into(), String::new()),
        ],
        limit: 50,
        ..ListQuery::default()
    };
    let mut out: Vec<AttentionDto> = Vec::new();
    for stance in glance.reader.list(&query, &glance.at)?.rows {
        let Some(decision) = lookups::first_link(glance.reader, &stance.id, "on", true, &glance.at)? else {
            continue;
        };
        let stands = !matches!(decision.status.as_deref(), Some("superseded" | "withdrawn" | "rejected"));
        if stands && !out.iter().any(|a| a.card.id == decision.id.to_string()) {
            out.push(AttentionDto {
                code: "objection".into(),
                sentence: format!("An objection to {} is unanswered", decision.short),
                why: decision.title.clone(),
                card: cards::card(&decision, None),
                action: "Answer".into(),
            });
        }
    }
    Ok(out)
}

fn decisions(glance: &Glance<'_>) -> Result<Vec<DecisionGlance>, ApiError> {
    let list = glance.list("decision", "created_at", DECISIONS)?;
    let mut out = Vec::new();
    for card in &list {
        let decision = glance.read(card)?;
        let mut counts: BTreeMap<usize, (u64, &str)> = BTreeMap::new();
        let mut open_objections = 0_u64;
        for link in decision.links.iter().filter(|l| is(l, "on", false)) {
            let stance = glance.read(&link.other)?.state;
            let position = stance.text("position").unwrap_or_default();
            let (rank, words) = match position {
                "consent" => (0, "consent"),
                "consent-with-concern" => (1, "with concern"),
                "stand-aside" => (2, "stand aside"),
                "object" => (3, "object"),
                _ => (4, "absent"),
            };
            counts.entry(rank).or_insert((0, words)).0 += 1;
            if position == "object" && stance.text("answer").unwrap_or_default().trim().is_empty() {
                open_objections += 1;
            }
        }
        let date = decision.state.text("decided-on").map_or_else(|| card.created_at.clone(), str::to_owned);
        out.push(DecisionGlance {
            card: cards::card(card, None),
            date,
            stances: counts.values().map(|(n, w)| format!("{n} {w}")).collect::<Vec<_>>().join(", "),
            open_objections: open_objections.into(),
        });
    }
    Ok(out)
}

fn loop_backs(glance: &Glance<'_>, attention: &mut Vec<AttentionDto>) -> Result<Vec<LoopBackDto>, ApiError> {
    let mut out = Vec::new();
    for card in glance.list("loop-back", "created_at", 50)? {
        let artefact = glance.read(&card)?;
        let closed = artefact.state.text("status") == Some("closed")
            || artefact.links.iter().any(|l| is(l, "closed-by", true));
        if !closed {
            attention.push(AttentionDto {
                code: "loop-back".into(),
                sentence: format!("{} is still open: {}", card.short, card.title),
                why: "Something sent the work back, and nothing answers it yet.".into(),
                card: cards::card(&card, None),
                action: "Look".into(),
            });
        }
        out.push(LoopBackDto {
            from: lane(artefact.state.text("from")),
            to: lane(artefact.state.text("to")),
            card: cards::card(&card, None),
            closed,
        });
    }
    Ok(out)
}

/// The lane of a place that a loop-back names.
fn lane(place: Option<&str>) -> String {
    releases::place(place.unwrap_or_default()).as_str().into()
}

fn ships(glance: &Glance<'_>) -> Result<Vec<ShipLine>, ApiError> {
    let mut out = Vec::new();
    // The latest bundle is what the release ships; older ones stand on the versions page.
    for bundle in glance.list("bundle", "created_at", 1)? {
        let read = glance.read(&bundle)?;
        for link in read.links.iter().filter(|l| is(l, "ships", true)) {
            let state = glance.read(&link.other)?.state;
            let role = link.other.kind.trim_end_matches("-version").to_owned();
            out.push(ShipLine {
                role,
                identity: identity(&state),
                card: cards::card(&link.other, None),
                bundle: cards::card(&bundle, None),
            });
        }
    }
    let rank = |role: &str| ["model", "data", "code"].iter().position(|r| *r == role);
    out.sort_by_key(|s| rank(&s.role));
    Ok(out)
}

/// The first digest with its algorithm, or the commit.
fn identity(state: &State) -> String {
    if let Some(commit) = state.text("commit") {
        return commit.to_owned();
    }
    state
        .value("digest")
        .and_then(throughline_record::Value::as_list)
        .and_then(|list| list.first())
        .and_then(|d| d.as_map())
        .map(|d| {
            let get = |key: &str| d.get(key).and_then(throughline_record::Value::as_text).unwrap_or_default();
            format!("{} {}", get("algorithm"), get("value"))
        })
        .unwrap_or_default()
}
