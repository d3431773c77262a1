//! Deployments over time: who gets what, what cannot be, what was live on a day and why.

use std::collections::HashMap;

use throughline_model::card::day;
use throughline_model::rollout::{AUDIENCES, Clash, OPEN, Run, audience_words, clashes, next_audience};
use throughline_record::{EntityId, date};
use throughline_store::{At, Card, Reader};

use crate::App;
use crate::app::Open;
use crate::bundles::{self, ReadBundle};
use crate::cards::{self, Names};
use crate::dto::{
    ApiError, CardDto, ClashDto, DeploymentDto, DissentDto, GetArgs, LackDto, LiveArgs, LiveDto, LiveReason,
    LiveRow, RolloutArgs, RolloutDto, RunDto, TakenOver,
};
use crate::experiment_plan::of_kind;
use crate::lookups::{self, is, moment};
use crate::markdown;
use crate::observed::{Observed, marks, observed};

/// Deployments of one product, or of all, with their cards.
pub(crate) struct Rollout {
    pub(crate) runs: Vec<Run>,
    pub(crate) cards: HashMap<EntityId, Card>,
    /// The moment that is looked at, milliseconds since 1970.
    pub(crate) now: i64,
}

impl Rollout {
    pub(crate) fn card(&self, id: &EntityId) -> Option<CardDto> {
        self.cards.get(id).map(|card| cards::card(card, None))
    }
}

/// The moment a question is asked for: of the past, that moment.
pub(crate) fn instant_of(app: &App, reader: &Reader, at: &At) -> i64 {
    let now = i64::try_from(app.env.clock.millis()).unwrap_or(i64::MAX);
    let of = |text: &str| date::millis(&date::end_of_day(text).unwrap_or_else(|| text.to_owned()));
    match at {
        At::Now => now,
        At::Known(text) | At::So(text) => of(text).unwrap_or(now).min(now),
        // What was known at a position was known when its change was received.
        At::Position(position) => received(reader, *position).unwrap_or(now),
    }
}

fn received(reader: &Reader, position: u64) -> Option<i64> {
    date::millis(&reader.received(position).ok()??)
}

/// The product of the release that is looked at; `None` for every product.
fn product(
    open: &Open,
    reader: &Reader,
    release: Option<&str>,
    at: &At,
) -> Result<Option<EntityId>, ApiError> {
    let Some(release) = lookups::release_of(open, reader, release, at)? else { return Ok(None) };
    Ok(lookups::first_link(reader, &release, "of-product", true, at)?.map(|card| card.id))
}

/// Reads the deployments of a product. One that is in no release belongs to whichever is looked at.
pub(crate) fn rollout(
    app: &App,
    open: &Open,
    reader: &Reader,
    release: Option<&str>,
    at: &At,
) -> Result<Rollout, ApiError> {
    let of = product(open, reader, release, at)?;
    let mut runs = reader.runs(at)?;
    runs.retain(|run| of.is_none() || run.product.is_none() || run.product == of);
    runs.sort_by_key(|run| (run.time().map_or(run.from.unwrap_or(OPEN), |(from, _)| from), run.recorded));
    let mut ids: Vec<EntityId> = runs.iter().map(|run| run.id).collect();
    ids.extend(runs.iter().filter_map(|run| run.bundle));
    let cards = reader.cards(&ids, at)?.into_iter().map(|card| (card.id, card)).collect();
    Ok(Rollout { runs, cards, now: instant_of(app, reader, at) })
}

/// A moment as it is written.
pub(crate) fn instant(millis: i64) -> Option<String> {
    (millis != OPEN).then(|| date::from_millis(millis))
}

fn day_words(millis: i64) -> String {
    let text = date::from_millis(millis);
    day(text.get(..10).unwrap_or(&text))
}

fn run_words(run: &Run, now: i64) -> String {
    let from = run.time().map(|(from, _)| from).or(run.from);
    let until = run.until.map(day_words);
    match (run.status.as_str(), from) {
        ("planned" | "", None) => "planned, without a day".into(),
        ("planned" | "", Some(from)) => match until {
            Some(until) => format!("planned from {} to {until}", day_words(from)),
            None => format!("planned from {}", day_words(from)),
        },
        ("live", Some(from)) if from > now => format!("goes live {}", day_words(from)),
        ("live", Some(from)) => match run.until {
            Some(end) if end <= now => format!("ended {}", day_words(end)),
            Some(end) => format!("live since {}, ends {}", day_words(from), day_words(end)),
            None => format!("live since {}", day_words(from)),
        },
        (status, _) => {
            let word = if status == "rolled-back" { "rolled back" } else { status };
            until.map_or_else(|| word.to_owned(), |until| format!("{word} {until}"))
        }
    }
}

/// A deployment as a band.
pub(crate) fn run_dto(rollout: &Rollout, run: &Run) -> Option<RunDto> {
    let (from, until) = match run.time() {
        Some((from, until)) => (Some(from), instant(until)),
        None => (run.from, run.until.and_then(instant)),
    };
    Some(RunDto {
        card: rollout.card(&run.id)?,
        bundle: run.bundle.and_then(|id| rollout.card(&id)),
        environment: run.environment.clone(),
        audience: run.audience.clone(),
        audience_words: audience_words(&run.audience).into(),
        segment: run.segment.clone(),
        share: run.share,
        status: if run.status.is_empty() { "planned".into() } else { run.status.clone() },
        words: run_words(run, rollout.now),
        from: from.and_then(instant),
        until,
        is_live: run.runs_at(rollout.now),
    })
}

fn clash_dto(rollout: &Rollout, clash: &Clash) -> ClashDto {
    ClashDto {
        deployments: clash.runs.iter().filter_map(|id| rollout.card(id)).collect(),
        from: date::from_millis(clash.from),
        until: instant(clash.until),
        sentence: clash.sentence.clone(),
    }
}

/// Deployments that took over from one another: `before` those that came before this one.
fn taken_over(reader: &Reader, id: &EntityId, before: bool, at: &At) -> Result<Vec<TakenOver>, ApiError> {
    let mut names = Names::at(reader, at);
    let links = reader.links(id, at)?;
    let own = links.iter().filter(|l| is(l, "takes-over", before));
    Ok(own
        .map(|link| TakenOver {
            card: cards::card(&link.other, None),
            how: link.state.text("how").unwrap_or_default().into(),
            reason: link.state.text("note").unwrap_or_default().into(),
            by: names.of(link.state.created.actor),
            at: link.state.created.at.clone(),
        })
        .collect())
}

/// What a deployment lacks before it is safe.
fn lacks(
    bundle: Option<&ReadBundle>,
    target: Option<&ReadBundle>,
    recovery: bool,
    monitoring: bool,
) -> Vec<LackDto> {
    let lack = |field: &str, sentence: String| LackDto { field: field.into(), sentence };
    let mut out = Vec::new();
    match bundle {
        None => out.push(lack("bundle", "It names no bundle: nobody can say what runs.".into())),
        Some(bundle) if !bundle.bundled.is_complete() => {
            out.push(lack(
                "",
                format!("Its bundle {} is incomplete: {}", bundle.label, bundle.bundled.missing.join(" ")),
            ));
        }
        Some(_) => {}
    }
    match target {
        None => {
            out.push(lack("roll-back-target", "No roll-back target: what comes back if it fails?".into()))
        }
        Some(target) if !target.bundled.is_complete() => out.push(lack(
            "roll-back-target",
            format!(
                "The roll-back target {} is incomplete: {}",
                target.label,
                target.bundled.missing.join(" ")
            ),
        )),
        Some(target) if bundle.is_some_and(|bundle| bundle.bundled.same_as(&target.bundled)) => {
            out.push(lack(
                "roll-back-target",
                format!(
                    "The roll-back target {} ships the very same versions: it is no way back.",
                    target.label
                ),
            ))
        }
        Some(_) => {}
    }
    if !recovery {
        out.push(lack(
            "recovery-plan",
            "No disaster-recovery plan: who does what when it goes wrong?".into(),
        ));
    }
    if !monitoring {
        out.push(lack("monitoring-plan", "No monitoring plan: what is watched, and who is woken?".into()));
    }
    out
}

/// Decisions that decide on an artefact, accepted ones first.
pub(crate) fn deciding(reader: &Reader, id: &EntityId, at: &At) -> Result<Vec<Card>, ApiError> {
    let mut found = reader.linked(id, "decides", false, at)?;
    found.retain(|card| !matches!(card.status.as_deref(), Some("rejected" | "withdrawn" | "superseded")));
    found.sort_by_key(|card| (card.status.as_deref() != Some("accepted"), card.created_at.clone()));
    Ok(found)
}

impl App {
    pub(crate) fn rollout(&self, args: RolloutArgs) -> Result<RolloutDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let all = rollout(self, &open, &reader, args.release.as_deref(), &at)?;
        let mut used: HashMap<String, (usize, String)> = HashMap::new();
        for run in all.runs.iter().filter(|run| !run.environment.is_empty()) {
            used.entry(throughline_model::rollout::plain(&run.environment))
                .or_insert((0, run.environment.clone()))
                .0 += 1;
        }
        let mut environments: Vec<(usize, String)> = used.into_values().collect();
        environments.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
        let seen = observed(self, &open, &reader, args.release.as_deref(), &at)?;
        Ok(RolloutDto {
            runs: all.runs.iter().filter_map(|run| run_dto(&all, run)).collect(),
            environments: environments.into_iter().map(|(_, name)| name).collect(),
            clashes: clashes(&all.runs).iter().map(|clash| clash_dto(&all, clash)).collect(),
            marks: marks(&seen),
            now: date::from_millis(all.now),
        })
    }

    pub(crate) fn deployment_get(&self, args: GetArgs) -> Result<DeploymentDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let artefact = of_kind(&reader, "deployment", &args.id, &at)?;
        let id = artefact.card.id;
        let mut all = rollout(self, &open, &reader, Some("all"), &at)?;
        let gone = || {
            ApiError::new(
                "not-found",
                "It was removed: a deployment out of sight is in no plan.",
                "Bring it back first.",
            )
            .about(args.id.clone())
        };
        let run = all.runs.iter().find(|run| run.id == id).cloned().ok_or_else(gone)?;
        all.runs.retain(|other| other.product == run.product);
        let bundles = bundles::all(&reader, &at)?;
        let read = |link: &str| {
            let other = artefact.links.iter().find(|l| is(l, link, true))?;
            bundles.iter().find(|b| b.card.as_ref().map(|c| c.id) == Some(other.other.id))
        };
        let (bundle, target) = (read("deploys"), read("rolls-back-to"));
        let text = |field: &str| artefact.state.text(field).unwrap_or_default().trim().to_owned();
        let (recovery, monitoring) = (text("recovery-plan"), text("monitoring-plan"));
        let seen: Vec<Observed> = observed(self, &open, &reader, Some("all"), &at)?
            .into_iter()
            .filter(|seen| seen.deployment.as_ref().map(|card| card.id) == Some(id))
            .collect();
        Ok(DeploymentDto {
            lacks: lacks(bundle, target, !recovery.is_empty(), !monitoring.is_empty()),
            bundle: bundle.map(|b| bundles::view(&reader, b, &bundles, &at)).transpose()?,
            target: target.map(|b| bundles::view(&reader, b, &bundles, &at)).transpose()?,
            recovery_html: markdown::render(&recovery),
            monitoring_html: markdown::render(&monitoring),
            after: taken_over(&reader, &id, true, &at)?,
            before: taken_over(&reader, &id, false, &at)?,
            decisions: deciding(&reader, &id, &at)?.iter().map(|card| cards::card(card, None)).collect(),
            clashes: clashes(&all.runs)
                .iter()
                .filter(|clash| clash.runs.contains(&id))
                .map(|clash| clash_dto(&all, clash))
                .collect(),
            marks: marks(&seen),
            next: next_audience(&run.audience).unwrap_or_default().into(),
            can_roll_back: run.runs_at(all.now),
            run: run_dto(&all, &run).ok_or_else(gone)?,
        })
    }

    pub(crate) fn live_on(&self, args: LiveArgs) -> Result<LiveDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let all = rollout(self, &open, &reader, args.release.as_deref(), &at)?;
        let on = args.on.as_deref().map(str::trim).filter(|on| !on.is_empty()).map(str::to_owned);
        let (begin, end, on, words) = match on {
            None => (all.now, all.now.saturating_add(1), date::from_millis(all.now), day_words(all.now)),
            Some(on) => {
                let (begin, end) = span_of(&on)?;
                let words = if end - begin > 1 {
                    day(&on)
                } else {
                    format!("{}, {}", day_words(begin), on.get(11..16).unwrap_or_default())
                };
                (begin, end, on, words)
            }
        };
        let bundles = bundles::all(&reader, &at)?;
        let seen = observed(self, &open, &reader, args.release.as_deref(), &at)?;
        let mut running: Vec<&Run> = all.runs.iter().filter(|run| run.runs_within(begin, end)).collect();
        let rank = |run: &Run| AUDIENCES.iter().position(|known| *known == run.audience);
        running.sort_by_key(|run| (rank(run), run.time()));
        let mut rows = Vec::new();
        for run in &running {
            let bundle =
                bundles.iter().find(|b| b.card.as_ref().map(|c| c.id) == run.bundle && run.bundle.is_some());
            let own: Vec<Observed> = seen
                .iter()
                .filter(|seen| seen.deployment.as_ref().map(|card| card.id) == Some(run.id) && seen.at < end)
                .cloned()
                .collect();
            let Some(dto) = run_dto(&all, run) else { continue };
            rows.push(LiveRow {
                run: dto,
                bundle: bundle.map(|b| bundles::view(&reader, b, &bundles, &at)).transpose()?,
                why: reasons(&reader, run, bundle, &at)?,
                after: taken_over(&reader, &run.id, true, &at)?,
                marks: marks(&own),
            });
        }
        let planned = all.runs.iter().filter(|run| {
            run.is_planned() && run.time().is_some_and(|(from, until)| from < end && until > begin)
        });
        let planned = planned.count();
        Ok(LiveDto {
            sentence: sentence(&rows, &words, (begin, end)),
            planned: planned.into(),
            on,
            on_words: words,
            rows,
        })
    }
}

/// A day as its first and the next day's first moment; an instant as itself.
fn span_of(on: &str) -> Result<(i64, i64), ApiError> {
    if let Some(begin) = date::start_of_day(on).and_then(|begin| date::millis(&begin)) {
        return Ok((begin, begin.saturating_add(86_400_000)));
    }
    date::millis(on).map(|instant| (instant, instant.saturating_add(1))).ok_or_else(|| {
        ApiError::new(
            "bad-arguments",
            format!("“{on}” is no day. Nothing was looked up."),
            "Write a day such as 2026-10-20, or an instant such as 2026-10-20T18:00:00Z.",
        )
        .about("on")
    })
}

/// It in words. On a day, what began or ended in the middle of it says when, so that what was before a roll-back and what
/// was after it are told apart.
fn sentence(rows: &[LiveRow], words: &str, (begin, end): (i64, i64)) -> String {
    if rows.is_empty() {
        return format!("Nothing was in production on {words}.");
    }
    let said: Vec<String> = rows
        .iter()
        .map(|row| {
            let label = row.bundle.as_ref().map_or("a deployment without a bundle", |b| b.label.as_str());
            let share = row.run.share.filter(|share| *share < 100.0);
            let share = share.map_or_else(String::new, |s| {
                format!("{} of ", throughline_model::rollout::percent_words(s))
            });
            let clock = |moment: &Option<String>| {
                let within = moment.as_deref().filter(|moment| {
                    date::millis(moment).is_some_and(|millis| millis > begin && millis < end)
                });
                within.and_then(|moment| moment.get(11..16)).map(str::to_owned)
            };
            let from = clock(&row.run.from).map_or_else(String::new, |time| format!(" from {time} UTC"));
            let until = clock(&row.run.until).map_or_else(String::new, |time| format!(" until {time} UTC"));
            format!("{label} for {share}{}{from}{until}", row.run.audience_words)
        })
        .collect();
    format!("On {words}: {}.", said.join("; "))
}

/// Why something ran: the decisions about the deployment, then about its bundle, then about what its model came
/// out of.
fn reasons(
    reader: &Reader,
    run: &Run,
    bundle: Option<&ReadBundle>,
    at: &At,
) -> Result<Vec<LiveReason>, ApiError> {
    let mut about: Vec<EntityId> = vec![run.id];
    about.extend(run.bundle);
    for model in bundle.into_iter().flat_map(|b| b.of(throughline_model::bundle::Role::Model)) {
        about.push(model.card.id);
        for source in reader.linked(&model.card.id, "produced", false, at)? {
            about.push(source.id);
            about.extend(reader.linked(&source.id, "realises", true, at)?.iter().map(|idea| idea.id));
        }
    }
    let mut out: Vec<LiveReason> = Vec::new();
    for card in reader.cards(&about, at)? {
        for decision in deciding(reader, &card.id, at)? {
            if out.iter().any(|known| known.decision.id == decision.id.to_string()) {
                continue;
            }
            out.push(LiveReason {
                rests_on: reader
                    .linked(&decision.id, "rests-on", true, at)?
                    .iter()
                    .filter(|card| !matches!(card.kind.as_str(), "evaluation" | "criterion"))
                    .map(|card| cards::card(card, None))
                    .collect(),
                dissent: dissent(reader, &decision.id, at)?,
                decision: cards::card(&decision, None),
                about: cards::card(&card, None),
            });
        }
    }
    Ok(out)
}

fn dissent(reader: &Reader, decision: &EntityId, at: &At) -> Result<Vec<DissentDto>, ApiError> {
    let mut out = Vec::new();
    for stance in reader.linked(decision, "on", false, at)?.iter().filter(|card| card.kind == "stance") {
        let Some(state) = reader.state(&stance.id, at)? else { continue };
        let position = state.text("position").unwrap_or_default();
        if !matches!(position, "object" | "consent-with-concern" | "stand-aside") {
            continue;
        }
        let who = lookups::first_link(reader, &stance.id, "by", true, at)?;
        out.push(DissentDto {
            who: who.map(|card| card.title).unwrap_or_default(),
            position: position.into(),
            reason: state.text("reason").unwrap_or_default().into(),
            stance: cards::card(stance, None),
        });
    }
    out.sort_by_key(|d| d.position != "object");
    Ok(out)
}
