//! The system map: components laid out by what passes between them.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value as Json;
use throughline_model::system::{PARTS, PASSES, Part, part_of, place_of};
use throughline_record::{Act, EntityId};
use throughline_report::layout::{Graph, Measure, Node, fold, lay_out, layers};
use throughline_store::{Append, Artefact, At, Card, Reader};

use crate::App;
use crate::cards;
use crate::context;
use crate::dto::{
    AddArgs, ApiError, CardDto, FieldErrorDto, Saved, SystemLink, SystemMapDto, SystemNode, SystemPart,
    SystemStartArgs, ThreadLink, ThreadNode, WithinReleaseArgs,
};
use crate::error::invalid;
use crate::linking::{Linking, fitting};
use crate::lookups::{all_of, is, moment};

/// Room for the words between two layers, the size of a card, and the gaps around it, in px.
const MEASURE: Measure =
    Measure { node_width: 196.0, column_gap: 60.0, lane_padding: 66.0, row_gap: 30.0, top: 24.0 };
/// Characters of a title that fit a line of a card.
const LINE: usize = 24;
/// Lines of a title that a card shows at most.
const LINES: usize = 2;
/// Height of a line of a title, and of the line of versions, in px.
const LINE_HEIGHT: f64 = 18.0;
/// Height of the caption, the owner and the padding, in px.
const REST: f64 = 54.0;
/// Height of the line of versions, in px.
const VERSIONS: f64 = 22.0;

impl App {
    pub(crate) fn system_map(&self, args: WithinReleaseArgs) -> Result<SystemMapDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let release = self.within(&open, &reader, &args, &at)?;
        let mut found = components(&reader, release, &at)?;
        // The way of the data decides who stands first where things go round in circles.
        found.sort_by_key(|one| place_of(one.state.text("type").unwrap_or_default()));
        let index: HashMap<EntityId, usize> =
            found.iter().enumerate().map(|(place, one)| (one.card.id, place)).collect();
        let mut passes = Vec::new();
        for (from, one) in found.iter().enumerate() {
            for link in one.links.iter().filter(|link| is(link, "feeds", true)) {
                if let Some(to) = index.get(&link.other.id) {
                    passes.push((from, *to, link));
                }
            }
        }
        let joined: HashSet<usize> = passes.iter().flat_map(|(from, to, _)| [*from, *to]).collect();
        let outside = |one: &Artefact| {
            one.links
                .iter()
                .any(|link| (is(link, "feeds", true) || is(link, "feeds", false)) && !link.other.removed)
        };
        let list: Vec<Card> = found.iter().map(|one| one.card.clone()).collect();
        let dtos = cards::cards(&reader, &list, &at)?;
        let mut nodes = Vec::with_capacity(found.len());
        for (place, (one, card)) in found.iter().zip(dtos).enumerate() {
            nodes.push(component(&reader, one, card, joined.contains(&place) || outside(one), &at)?);
        }
        let links: Vec<(usize, usize)> = passes.iter().map(|(from, to, _)| (*from, *to)).collect();
        let layer = layers(nodes.len(), &links);
        let graph = Graph {
            lanes: layer.iter().copied().max().map_or(1, |last| last + 1),
            nodes: nodes
                .iter()
                .zip(&layer)
                .map(|(node, layer)| Node { lane: Some(*layer), height: height(node) })
                .collect(),
            links,
        };
        let layout = fold(&graph, lay_out(&graph, &MEASURE), &MEASURE);
        for (node, place) in nodes.iter_mut().zip(&layout.nodes) {
            let at = &mut node.node;
            (at.x, at.y, at.w, at.h) = (place.x, place.y, place.w, place.h);
            at.lane = u32::try_from(place.lane).unwrap_or(0);
        }
        let there: HashSet<&str> = nodes.iter().map(|node| node.type_.as_str()).collect();
        Ok(SystemMapDto {
            parts: PARTS.iter().map(|part| offered(part, there.contains(part.type_))).collect(),
            links: passes
                .iter()
                .zip(layout.links)
                .filter_map(|((from, to, link), (points, across))| {
                    let (up, down) = (found.get(*from)?, found.get(*to)?);
                    Some(SystemLink {
                        across,
                        what: link.state.text("what").unwrap_or_default().to_owned(),
                        link: ThreadLink {
                            id: link.id.to_string(),
                            type_: link.type_.clone(),
                            label: "feeds".into(),
                            up: up.card.id.to_string(),
                            down: down.card.id.to_string(),
                            points,
                        },
                    })
                })
                .collect(),
            lacking: nodes.iter().filter(|node| !node.lacks.is_empty()).count().into(),
            width: layout.width,
            height: layout.height,
            nodes,
        })
    }

    pub(crate) fn system_start(&self, args: SystemStartArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let release = context::named_release(self, &open, &reader, args.release.as_deref(), &At::Now)?;
        let mut by_type: HashMap<String, Vec<EntityId>> = HashMap::new();
        for one in components(&reader, release, &At::Now)? {
            let type_ = one.state.text("type").unwrap_or_default().to_owned();
            by_type.entry(type_).or_default().push(one.card.id);
        }
        let wanted = wanted(&args.parts, &by_type)?;
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        let (mut records, mut made) = (Vec::new(), HashMap::new());
        for part in &wanted {
            let text = |text: &str| Json::from(text);
            let fields = BTreeMap::from([
                ("title".to_owned(), text(part.title)),
                ("type".to_owned(), text(part.type_)),
                ("purpose".to_owned(), text(part.purpose)),
            ]);
            let add = AddArgs {
                kind: "component".into(),
                fields,
                release: args.release.clone(),
                ..AddArgs::default()
            };
            let drafted = self.drafted(&open, &mut linking, &add)?;
            made.insert(part.type_, drafted.id);
            records.push(drafted.record);
        }
        // A part joins what is there, where it is clear what that is: one component of the type.
        let end = |type_: &str| {
            let there = by_type.get(type_).map_or(&[][..], Vec::as_slice);
            made.get(type_).copied().or(if let [one] = there { Some(*one) } else { None })
        };
        let feeds = fitting("feeds", "component", "component")?;
        for passes in PASSES.iter().filter(|_| !args.alone) {
            let new = [passes.from, passes.to].iter().any(|type_| made.contains_key(type_));
            if let (true, Some(from), Some(to)) = (new, end(passes.from), end(passes.to)) {
                let what = [("what".to_owned(), Json::from(passes.what))].into();
                let fresh = made.get(passes.from).or(made.get(passes.to)).copied();
                linking.link(feeds, from, to, fresh, &what)?;
            }
        }
        records.append(&mut linking.records);
        let first = wanted.first().and_then(|part| made.get(part.type_)).copied();
        let mut append = Append::new(open.actor(), Act::Edit, records);
        append.note = args.reason.filter(|reason| !reason.trim().is_empty());
        self.seal(&open, append, first.unwrap_or_else(|| self.new_id()), None)
    }
}

/// The components of a release with their links, the oldest first; those taken out of sight are left out.
fn components(reader: &Reader, release: Option<EntityId>, at: &At) -> Result<Vec<Artefact>, ApiError> {
    let cards = all_of(reader, "component", release, at)?;
    let shown = cards.iter().filter(|card| !card.removed);
    shown.map(|card| Ok(reader.get(&card.id, at)?)).collect()
}

/// The parts that were asked for; without any, all that are not there.
fn wanted(asked: &[String], there: &HashMap<String, Vec<EntityId>>) -> Result<Vec<&'static Part>, ApiError> {
    let refuse = |code: &str, sentence: String| {
        invalid(vec![FieldErrorDto { field: "parts".into(), code: code.into(), sentence }])
    };
    if asked.is_empty() {
        let missing: Vec<&Part> = PARTS.iter().filter(|part| !there.contains_key(part.type_)).collect();
        return if missing.is_empty() {
            Err(refuse("nothing-to-add", "All ten parts are on the map already.".into()))
        } else {
            Ok(missing)
        };
    }
    let mut wanted: Vec<&'static Part> = Vec::new();
    for type_ in asked {
        let part = part_of(type_)
            .ok_or_else(|| refuse("unknown-part", format!("“{type_}” is none of the ten parts.")))?;
        if !wanted.contains(&part) {
            wanted.push(part);
        }
    }
    Ok(wanted)
}

fn offered(part: &Part, there: bool) -> SystemPart {
    SystemPart {
        type_: part.type_.into(),
        title: part.title.into(),
        purpose: part.purpose.into(),
        gives: PASSES
            .iter()
            .filter(|passes| passes.from == part.type_)
            .map(|passes| format!("{} to {}", passes.what, part_of(passes.to).map_or("", |to| to.title)))
            .collect(),
        there,
    }
}

fn component(
    reader: &Reader,
    one: &Artefact,
    card: CardDto,
    joined: bool,
    at: &At,
) -> Result<SystemNode, ApiError> {
    let of = |type_: &str| {
        let links = one.links.iter().filter(|link| is(link, type_, true) && !link.other.removed);
        links.map(|link| link.other.clone()).collect::<Vec<Card>>()
    };
    let owners: Vec<CardDto> = of("owned-by").iter().map(|owner| cards::card(owner, None)).collect();
    let text = |name: &str| one.state.text(name).unwrap_or_default().trim().to_owned();
    let type_ = text("type");
    let own = text("own-type");
    let lacks = match (owners.is_empty(), joined) {
        (false, true) => "",
        (true, true) => "no owner",
        (false, false) => "no interaction",
        (true, false) => "no owner, no interaction",
    };
    Ok(SystemNode {
        type_words: if own.is_empty() { type_.replace('-', " ").replace("ml ", "ML ") } else { own },
        type_,
        purpose: text("purpose"),
        owners,
        versions: cards::cards(reader, &of("implemented-by"), at)?,
        lacks: lacks.into(),
        node: ThreadNode { card, late: None, depth: 0, lane: 0, x: 0.0, y: 0.0, w: 0.0, h: 0.0 },
    })
}

fn height(node: &SystemNode) -> f64 {
    let lines = node.node.card.title.chars().count().div_ceil(LINE).clamp(1, LINES);
    REST + lines as f64 * LINE_HEIGHT + if node.versions.is_empty() { 0.0 } else { VERSIONS }
}
