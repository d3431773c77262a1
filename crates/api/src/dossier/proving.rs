//! What makes the record worth believing: freeze, signatures by name, checkpoints that were kept elsewhere, and what
//! somebody found who drew a sample.

use std::collections::{BTreeMap, BTreeSet};

use throughline_model::card::day;
use throughline_record::EntityId;
use throughline_report::dossier::{Block, Cell, Chapter, Column, Fact, Span};
use throughline_store::{Card, ListQuery};

use super::chapter;
use super::deciding::doubt;
use super::early::someone;
use super::scope::{Scope, named, reference};
use super::words::count;
use crate::dto::{ApiError, AuditArgs, SampleArgs, SampleDto, SignatureDto};
use crate::freezing::frozen;
use crate::lookups;
use crate::proof::kept::recorded;
use crate::signing::signatures_of;

impl Scope<'_> {
    pub(super) fn signatures(&self, release: &Card) -> Result<Chapter, ApiError> {
        let mut out = Vec::new();
        out.push(Block::heading(2, "Freeze"));
        match frozen(self.reader, &release.id, &self.at)? {
            Some(seal) => {
                let mut sealed = vec![Span::text(format!(
                    "{} by {}, at #{}",
                    day(&seal.at),
                    someone(&seal.by),
                    seal.position.0
                ))];
                let made = self.reader.state(&self.reader.resolve(&seal.seal, &self.at)?, &self.at)?;
                if let Some(state) = made
                    && let Some(doubt) = self.doubtful(&state.created.address.change)?
                {
                    sealed.push(Span::Em { text: format!(" {doubt}") });
                }
                let mut rows = vec![
                    Fact { label: "Sealed".into(), spans: sealed },
                    Fact::new("Binds", count(seal.records.0, "record", "records")),
                    Fact { label: "Root".into(), spans: vec![Span::mono(&seal.root)] },
                ];
                if let Some(reason) = &seal.reason {
                    rows.push(Fact::new("Reason", reason));
                }
                for signature in &seal.signatures {
                    rows.push(Fact { label: "Signed".into(), spans: vec![Span::text(&signature.line)] });
                }
                out.push(Block::Facts { rows });
                if !seal.changed.is_empty() {
                    out.push(Block::text("Changed after the freeze:"));
                    out.push(Block::List {
                        ordered: false,
                        items: seal
                            .changed
                            .iter()
                            .map(|c| {
                                let mut spans = named(&c.card);
                                spans.push(Span::faint(format!(
                                    "  {} at #{}, {}",
                                    if c.new { "recorded" } else { "changed" },
                                    c.position.0,
                                    day(&c.at)
                                )));
                                vec![Block::Text { spans }]
                            })
                            .collect(),
                    });
                }
            }
            None => out.push(Block::text("The release is not frozen.")),
        }
        out.push(Block::heading(2, "Signatures"));
        let signed = self.signed(Some(release))?;
        if signed.is_empty() {
            out.push(Block::text(
                "Nobody signed by name. Every change carries the signature of the device it was made on.",
            ));
        } else {
            out.push(ceremony(&signed));
        }
        out.append(&mut self.erased()?);
        Ok(chapter("signatures", "Signatures and freeze", out, ""))
    }

    /// What was erased from the whole record.
    pub(super) fn erased(&self) -> Result<Vec<Block>, ApiError> {
        let erased = self.everywhere("erasure")?;
        let mut out = Vec::new();
        if !erased.is_empty() {
            out.push(Block::heading(2, "Erased"));
            out.push(Block::text(
                "What was erased cannot be read in any copy made since; the log still proves that it was there.",
            ));
            for card in &erased {
                let read = self.read(&card.id)?;
                out.push(Block::Text {
                    spans: vec![
                        Span::text(format!("{}, {}  ", card.title, day(&card.created_at))),
                        reference(&card.id.to_string(), &card.short),
                    ],
                });
                out.append(&mut self.fields(&read, &[]));
            }
        }
        Ok(out)
    }

    /// All of a kind of the record itself, which no release includes.
    pub(super) fn everywhere(&self, kind: &str) -> Result<Vec<Card>, ApiError> {
        let query = ListQuery {
            kinds: vec![kind.into()],
            sort: vec![("created_at".into(), false)],
            limit: 0,
            ..ListQuery::default()
        };
        Ok(self.reader.list(&query, &self.at)?.rows)
    }

    /// The signatures under a release and what it includes, or under everything.
    pub(super) fn signed(&self, release: Option<&Card>) -> Result<Vec<SignatureDto>, ApiError> {
        let mut out = Vec::new();
        let mut seen = BTreeSet::new();
        let mut included: BTreeMap<String, BTreeSet<EntityId>> = BTreeMap::new();
        for signature in self.everywhere("signature")? {
            let Some(of) = lookups::first_link(self.reader, &signature.id, "signs", true, &self.at)? else {
                continue;
            };
            let inside = match release {
                None => true,
                Some(release) if release.id == of.id => true,
                Some(_) => {
                    if !included.contains_key(&of.kind) {
                        let ids: BTreeSet<EntityId> = self.all(&of.kind)?.iter().map(|c| c.id).collect();
                        included.insert(of.kind.clone(), ids);
                    }
                    included.get(&of.kind).is_some_and(|ids| ids.contains(&of.id))
                }
            };
            if inside && seen.insert(of.id) {
                out.extend(signatures_of(self.reader, &of.id, &self.at)?);
            }
        }
        out.sort_by_key(|row| row.position.0);
        Ok(out)
    }

    /// Checkpoints that the record says are kept elsewhere.
    pub(super) fn kept_elsewhere(&self) -> Result<Chapter, ApiError> {
        let open = self.app.opened()?;
        let mut rows = Vec::new();
        for anchor in recorded(self.reader, &self.at)? {
            let read = anchor.read();
            let fits = match &read {
                Ok(of) if of.size <= self.reader.position()? => {
                    open.workspace.head_at(of.size)?.to_string() == of.root.to_string()
                }
                _ => false,
            };
            // The name as it was known then, so that a dossier of the past stays the same.
            let made = self.reader.state(&anchor.id, &self.at)?;
            let by = match made.and_then(|state| state.created.actor) {
                Some(actor) => lookups::card(self.reader, &actor, &self.at)?.map(|card| card.title),
                None => None,
            };
            let mut where_ = vec![Span::text(&anchor.place)];
            if !anchor.location.is_empty() && anchor.location != anchor.place {
                where_.push(Span::text("\n"));
                where_.push(Span::mono(&anchor.location));
            }
            let stamps: Vec<String> =
                anchor.stamps(&open, None).into_iter().map(|stamp| stamp.dto().sentence).collect();
            rows.push(vec![
                vec![Span::text(format!("#1 to #{}", anchor.position))].into(),
                Cell::text(day(&anchor.at)),
                where_.into(),
                Cell::text(someone(&by.unwrap_or_default())),
                Cell::text(if stamps.is_empty() { "none".to_owned() } else { stamps.join("\n") }),
                if fits { Cell::text("fits") } else { vec![Span::strong("does not fit")].into() },
            ]);
        }
        let blocks = if rows.is_empty() {
            vec![Block::text(
                "The record knows of no checkpoint that is kept elsewhere: whoever holds its keys could have rewritten it. \
                 A checkpoint of this document’s state stands at the foot of each page; keep it.",
            )]
        } else {
            vec![Block::Table {
                caption:
                    "Whoever holds one of these can tell whether the record up to there is still the same"
                        .into(),
                columns: vec![
                    Column::words("Covers", 3),
                    Column::words("Since", 3),
                    Column::words("Where", 5),
                    Column::words("By", 3),
                    Column::words("Time stamps", 6),
                    Column::words("Held against this record", 3),
                ],
                rows,
            }]
        };
        Ok(chapter("anchors", "Checkpoints kept elsewhere", blocks, ""))
    }

    /// Samples that were drawn for checking; nothing where there is none.
    pub(super) fn samples(&self) -> Result<Option<Chapter>, ApiError> {
        let list = self.app.audit_samples(AuditArgs { release: self.named(), at: self.moment.clone() })?;
        let mut out = Vec::new();
        for row in list.rows {
            let sample = self.app.audit_sample(SampleArgs { id: row.id, at: self.moment.clone() })?;
            out.append(&mut report(&sample));
        }
        Ok((!out.is_empty()).then(|| chapter("samples", "Samples drawn for checking", out, "")))
    }
}

/// Signatures with all that they say.
pub(super) fn ceremony(signed: &[SignatureDto]) -> Block {
    let rows = signed
        .iter()
        .map(|row| {
            let printed = if row.printed_name.is_empty() { &row.signer.title } else { &row.printed_name };
            let mut who = vec![Span::strong(printed)];
            who.extend(doubt(&row.vouched));
            if row.by_itself {
                who.push(Span::faint("\nnobody else says whose the key is"));
            } else if !row.bound && row.vouched == "known" {
                who.push(Span::faint("\nthe key is not known as theirs"));
            }
            who.push(Span::faint(format!("\nkey {}", row.key)));
            if row.confirmed_by != "passphrase" {
                who.push(Span::faint(", without a passphrase"));
            }
            let mut meaning = vec![Span::text(format!("{}\n", row.meaning)), Span::said(&row.statement)];
            if !row.current {
                meaning.push(Span::strong("\nwhat was signed changed since"));
            }
            let mut of = named(&row.of);
            of.push(Span::text(format!("\n{}, root ", count(row.records.0, "record", "records"))));
            of.push(Span::mono(&row.root));
            vec![
                who.into(),
                Cell::text(row.at.replace('T', " ").trim_end_matches('Z')),
                meaning.into(),
                of.into(),
            ]
        })
        .collect();
    Block::Table {
        caption: "Who signed, when, what it means, and what it is bound to".into(),
        columns: vec![
            Column::words("Printed name", 4),
            Column::words("Time (UTC)", 3),
            Column::words("Meaning", 5),
            Column::words("Of", 6),
        ],
        rows,
    }
}

/// What a sample came to.
fn report(sample: &SampleDto) -> Vec<Block> {
    let row = &sample.row;
    let mut seed = vec![Span::text("seed "), Span::mono(&row.seed)];
    if !row.strata.is_empty() {
        seed.push(Span::faint(format!("  {}", row.strata.join(", "))));
    }
    let mut head = vec![Span::text("Sample, ")];
    head.extend(seed);
    let mut out = vec![
        Block::Heading { level: 2, spans: head },
        Block::Facts {
            rows: vec![
                Fact::new("Drawn", format!("{} by {}", day(&row.at), someone(&row.by))),
                Fact::new(
                    "From",
                    format!(
                        "{} of {} that the record held at #{}",
                        count(row.items.0, "item", "items"),
                        row.population.0,
                        row.position.0
                    ),
                ),
                Fact::new(
                    "Drawn again",
                    if sample.holds {
                        "The same seed draws the same items from the record as it was."
                    } else {
                        "The same seed draws other items from the record as it was."
                    },
                ),
                Fact::new(
                    "Checked",
                    format!(
                        "{} of {}: {} in order, {}, {} could not be checked",
                        row.checked.0,
                        row.items.0,
                        row.in_order.0,
                        count(row.exceptions.0, "exception", "exceptions"),
                        row.not_checkable.0
                    ),
                ),
            ],
        },
    ];
    let rows = sample
        .items
        .iter()
        .map(|item| {
            let mut said: Vec<Span> = Vec::new();
            let result = match &item.finding {
                None => vec![Span::faint("not looked at yet")],
                Some(finding) => {
                    if finding.result != "found-in-order" || finding.text != "Found in order" {
                        said.push(Span::text(&finding.text));
                    }
                    if !finding.answer.is_empty() {
                        said.push(Span::faint("\nanswer: "));
                        said.push(Span::text(&finding.answer));
                    }
                    said.push(Span::faint(format!("\n{}, {}", someone(&finding.by), day(&finding.at))));
                    let mut words = vec![Span::strong(finding.result.replace('-', " "))];
                    if !finding.severity.is_empty() {
                        words.push(Span::text(format!("\n{}", finding.severity)));
                    }
                    words
                }
            };
            if let Some(Span::Faint { text }) = said.first_mut() {
                *text = text.trim_start_matches('\n').to_owned();
            }
            vec![
                vec![Span::text(item.card.kind.replace('-', " "))].into(),
                named(&item.card).into(),
                result.into(),
                said.into(),
            ]
        })
        .collect();
    out.push(Block::Table {
        caption: "Each item as it was drawn".into(),
        columns: vec![
            Column::words("Kind", 3),
            Column::words("Item", 7),
            Column::words("Result", 3),
            Column::words("Finding", 6),
        ],
        rows,
    });
    out
}
