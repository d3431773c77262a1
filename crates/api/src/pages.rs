//! Lists, pages of artefacts, pickers and search.

use serde_json::Value as Json;
use throughline_model::{Field, FieldType, Kind, State, kind};
use throughline_store::{Artefact, At, LinkSeen, ListQuery, Reader, SearchQuery};

use crate::App;
use crate::cards::{self, Names};
use crate::dto::{
    ApiError, ArtefactPage, CardPage, FieldView, GetArgs, HeadDto, HitDto, HitPage, LinkView, ListArgs,
    MergedDto, SearchArgs, SuggestArgs, TagDto, TagPage, TagsArgs,
};
use crate::lookups::{self, moment};
use crate::markdown;
use crate::{history, parts, suspects};

/// Rows of a list, where nothing else was asked for.
const ROWS: u64 = 200;
/// Most rows of one answer.
const MOST: u64 = 10_000;

fn at_most(limit: u64, usual: u64) -> u64 {
    if limit == 0 { usual } else { limit.min(MOST) }
}

impl App {
    pub(crate) fn artefact_list(&self, args: ListArgs) -> Result<CardPage, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let release = match args.release.as_deref() {
            None | Some("" | "all" | "none") => None,
            Some(r) => Some(lookups::find_of_kind(&reader, "release", r, &at)?),
        };
        let sort = args
            .sort
            .iter()
            .map(|s| s.strip_prefix('-').map_or((s.clone(), false), |f| (f.to_owned(), true)))
            .collect();
        let query = ListQuery {
            kinds: args.kinds,
            stage: args.stage,
            release,
            filters: args.filters.into_iter().map(|f| (f.field, f.op, f.value)).collect(),
            text: args.text.filter(|t| !t.trim().is_empty()),
            sort,
            offset: args.offset.0,
            limit: at_most(args.limit.0, ROWS),
            removed: args.removed,
        };
        let page = reader.list(&query, &at)?;
        Ok(CardPage {
            total: page.total.into(),
            offset: page.offset.into(),
            rows: cards::cards(&reader, &page.rows, &at)?,
        })
    }

    pub(crate) fn artefact_suggest(&self, args: SuggestArgs) -> Result<CardPage, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let limit = at_most(args.limit.0, 12);
        let at = moment(&args.at);
        let text = args.text.trim();
        let rows: Vec<_> = if text.is_empty() {
            let query = ListQuery {
                kinds: args.kinds,
                sort: vec![("updated_at".into(), true)],
                limit,
                ..ListQuery::default()
            };
            reader.list(&query, &at)?.rows
        } else {
            let query = SearchQuery { text: text.into(), kinds: args.kinds, offset: 0, limit };
            reader.search(&query, &at)?.rows.into_iter().map(|h| h.card).collect()
        };
        Ok(CardPage {
            total: rows.len().into(),
            offset: 0_u64.into(),
            rows: rows.iter().map(|c| cards::card(c, None)).collect(),
        })
    }

    pub(crate) fn tags(&self, args: TagsArgs) -> Result<TagPage, ApiError> {
        let reader = self.opened()?.workspace.reader()?;
        let limit = usize::try_from(at_most(args.limit.0, 12)).unwrap_or(12);
        let rows = reader.tags(args.begin.trim(), limit, &moment(&args.at))?;
        let rows = rows.into_iter().map(|t| TagDto { tag: t.tag, artefacts: t.artefacts.into() }).collect();
        Ok(TagPage { rows })
    }

    pub(crate) fn search(&self, args: SearchArgs) -> Result<HitPage, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let query = SearchQuery {
            text: args.text,
            kinds: args.kinds,
            offset: args.offset.0,
            limit: at_most(args.limit.0, 50),
        };
        let page = reader.search(&query, &at)?;
        let found: Vec<_> = page.rows.iter().map(|h| &h.card).collect();
        let outcomes = cards::outcomes(&reader, &found, &at)?;
        Ok(HitPage {
            total: page.total.into(),
            offset: page.offset.into(),
            rows: page
                .rows
                .iter()
                .map(|h| HitDto { card: cards::card(&h.card, Some(&outcomes)), snippet: pieces(&h.snippet) })
                .collect(),
        })
    }

    pub(crate) fn artefact_get(&self, args: GetArgs) -> Result<ArtefactPage, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let id = reader.resolve(&args.id, &at)?;
        let artefact = reader.get(&id, &at)?;
        let why = match (&at, open.workspace.read_only()) {
            (At::Now, None) => None,
            (At::Now, Some(why)) => Some(why.to_owned()),
            _ => Some("this is how it was; the past cannot be edited".to_owned()),
        };
        page(&reader, &artefact, why, &at)
    }
}

/// A snippet's marks are control characters; pieces alternate plain and marked, a plain one first.
fn pieces(snippet: &str) -> Vec<String> {
    if snippet.is_empty() {
        return Vec::new();
    }
    let mut out = vec![String::new()];
    for c in snippet.chars() {
        match c {
            '\u{1}' | '\u{2}' => out.push(String::new()),
            c => {
                if let Some(last) = out.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    out
}

/// The whole page of an artefact.
pub(crate) fn page(
    reader: &Reader,
    artefact: &Artefact,
    read_only: Option<String>,
    at: &At,
) -> Result<ArtefactPage, ApiError> {
    let mut around: Vec<_> = artefact.links.iter().map(|l| &l.other).collect();
    around.push(&artefact.card);
    let outcomes = cards::outcomes(reader, &around, at)?;
    let seen = parts::in_order(reader, &artefact.links, at)?;
    let found = reader.suspects(&[artefact.card.id], at)?;
    let mut changed = suspects::explain(reader, &found, at)?;
    let links: Vec<LinkView> = seen
        .iter()
        .map(|l| {
            let mut view = cards::link(l, &outcomes);
            view.suspect = changed.remove(&l.id).filter(|_| !l.removed).unwrap_or_default();
            view
        })
        .collect();
    let mut page =
        Page { reader, state: &artefact.state, seen: &seen, links: &links, names: Names::at(reader, at) };
    let state = &artefact.state;
    let mut card = [cards::card(&artefact.card, Some(&outcomes))];
    cards::heard(reader, &[&artefact.card], &mut card, at)?;
    let [card] = card;
    Ok(ArtefactPage {
        card,
        fields: page.fields()?,
        created: page.names.stamp(&state.created),
        updated: page.names.stamp(&state.updated),
        late: history::late(reader, artefact.card.id, at)?,
        links,
        revision: state.revision.to_string(),
        understood: state.understood,
        read_only: if state.read_only {
            Some("it was written by a newer version of Throughline".into())
        } else if state.understood {
            read_only
        } else {
            Some("this version of Throughline does not know its kind".into())
        },
    })
}

/// The places of the links that fill a reference which can be one, if there are several and not each was
/// made knowing the others. Who sets it again takes the link before away, so only a merge can do this.
fn rivals(reader: &Reader, field: &Field, links: &[LinkSeen]) -> Result<Vec<usize>, ApiError> {
    let FieldType::Ref { link: type_, out, many: false } = field.ty else { return Ok(Vec::new()) };
    Ok(reader.rivals(type_, out, links)?)
}

/// What is needed to show the fields of an artefact.
struct Page<'a> {
    reader: &'a Reader,
    state: &'a State,
    seen: &'a [LinkSeen],
    /// The same links as they are shown.
    links: &'a [LinkView],
    names: Names<'a>,
}

impl Page<'_> {
    fn fields(&mut self) -> Result<Vec<FieldView>, ApiError> {
        let known: Option<&'static Kind> = kind(&self.state.kind);
        let mut out = Vec::new();
        if let Some(kind) = known {
            for field in kind.all_fields() {
                let mut view = self.field(field.name, matches!(field.ty, FieldType::Text));
                if let FieldType::Ref { link, out: from, .. } = field.ty {
                    let is = |l: &&LinkView| l.type_ == link && l.out == from && !l.removed;
                    view.refs = self.links.iter().filter(is).cloned().collect();
                    view.conflict = self.rivals(field)?;
                }
                out.push(view);
            }
        }
        for name in self.state.fields.keys() {
            if known.is_none_or(|k| k.field(name).is_none()) {
                out.push(self.field(name, false));
            }
        }
        Ok(out)
    }

    fn rivals(&mut self, field: &Field) -> Result<Vec<HeadDto>, ApiError> {
        let found = rivals(self.reader, field, self.seen)?;
        let both = found.into_iter().filter_map(|at| Some((self.seen.get(at)?, self.links.get(at)?)));
        Ok(both
            .map(|(seen, link)| HeadDto {
                value: Json::from(link.other.id.clone()),
                html: None,
                set: self.names.stamp(seen.stands_by()),
                link: Some(link.clone()),
            })
            .collect())
    }

    fn field(&mut self, name: &str, markdown: bool) -> FieldView {
        let field = self.state.fields.get(name);
        let heads = field.map_or(&[][..], |f| f.heads.as_slice());
        let shown = heads.last();
        let json = |value: Option<&throughline_record::Value>| {
            value.map_or(Json::Null, throughline_record::Value::to_json)
        };
        let value = json(shown.and_then(|h| h.value.as_ref()));
        let html = |value: &Json| match (value, markdown) {
            (Json::String(text), true) => Some(markdown::render(text)),
            _ => None,
        };
        let conflict = if heads.len() > 1 {
            heads
                .iter()
                .map(|h| {
                    let value = json(h.value.as_ref());
                    HeadDto { html: html(&value), value, set: self.names.stamp(&h.set), link: None }
                })
                .collect()
        } else {
            Vec::new()
        };
        FieldView {
            name: name.into(),
            html: html(&value),
            value,
            refs: Vec::new(),
            set: shown.map(|h| self.names.stamp(&h.set)),
            erased: shown.is_some_and(|h| h.erased),
            conflict,
            merged: field
                .and_then(|field| field.merged())
                .map(|merged| MergedDto { text: merged.text, both_kept: merged.both_kept.into() }),
        }
    }
}
