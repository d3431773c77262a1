//! Lists with filters, sorting and pages.

use rusqlite::types::Value as Sql;
use serde::Serialize;
use throughline_model::{BASE, Field, FieldType, Kind, Stage, kind, kinds};
use throughline_record::{EntityId, decimal};

use super::at::Moment;
use super::card::{Asked, CARD, Card, Cards, RawCard, bind};
use super::letters::folded;
use super::objections;
use super::search::match_query;
use super::{At, Page, Reader, Snapshot};
use crate::error::{Result, StoreError};
use crate::view::touch::damaged;

/// Which artefacts to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ListQuery {
    /// Kinds without version; empty for all, kinds of the record itself excepted.
    pub kinds: Vec<String>,
    /// Only kinds of this stage, e.g. `define`.
    pub stage: Option<String>,
    /// Only what this release includes.
    pub release: Option<EntityId>,
    /// Field, operator, value; all must hold. Operators: `=`, `!=`, `~` (contains, any case), `<`,
    /// `<=`, `>`, `>=`. An empty value stands for "nothing there". Fields are those of the kinds, and
    /// `kind`, `short`, `created_at`, `updated_at`, `open-objections`. Of a field that refers to others, the value is any
    /// reference.
    pub filters: Vec<(String, String, String)>,
    /// Only what a search for these words finds.
    pub text: Option<String>,
    /// Field, and whether descending. Without any: the newest first.
    pub sort: Vec<(String, bool)>,
    /// First row.
    pub offset: u64,
    /// Rows at most; 0 for all.
    pub limit: u64,
    /// Whether removed ones are listed too.
    pub removed: bool,
}

impl Reader {
    /// The cards of what a query describes.
    ///
    /// # Errors
    /// [`StoreError::Query`] if it names an unknown field, operator or stage; those of
    /// [`Reader::resolve`] for values of fields that refer to others.
    pub fn list(&self, query: &ListQuery, at: &At) -> Result<Page<Card>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let mut sql = Condition::new(snapshot, moment, query)?;
            if sql.nothing {
                return Ok(Page { total: 0, rows: Vec::new(), offset: query.offset });
            }
            let order = sql.order(query)?;
            // All that fit are found and put in order once; cards are made of a page only.
            let mut statement = snapshot
                .connection
                .prepare_cached(&format!("SELECT s.row FROM state s WHERE {} ORDER BY {order}", sql.text))?;
            let rows: Vec<i64> = statement
                .query_map(rusqlite::params_from_iter(&sql.values), |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let limit = if query.limit == 0 {
                usize::MAX
            } else {
                usize::try_from(query.limit).unwrap_or(usize::MAX)
            };
            let page = rows.iter().skip(usize::try_from(query.offset).unwrap_or(usize::MAX)).take(limit);
            let mut by_row =
                Asked::new(snapshot, &format!("SELECT {CARD} FROM state s WHERE s.row = :eid"), Moment::Now)?;
            let mut cards = Cards::new(snapshot, moment)?;
            let mut found = Vec::new();
            for row in page {
                let raw = by_row.rows(*row)?.next()?.map(RawCard::read).transpose()?;
                found.extend(raw.map(|raw| cards.finish(raw)).transpose()?);
            }
            Ok(Page { total: rows.len() as u64, rows: found, offset: query.offset })
        })
    }

    /// How many artefacts of each kind there are, removed ones not counted, by name of the kind; of a
    /// release, if one is given. Kinds of which there are none are left out.
    ///
    /// # Errors
    /// [`StoreError::Query`] if the moment is not one.
    pub fn count_by_kind(&self, release: Option<EntityId>, at: &At) -> Result<Vec<(String, u64)>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let mut sql = Condition::bare(snapshot, moment);
            sql.add("s.removed = 0");
            if let Some(release) = release {
                sql.included_in(&release)?;
            }
            let mut statement = snapshot.connection.prepare_cached(&format!(
                "SELECT s.kind, count(*) FROM state s WHERE {} GROUP BY s.kind ORDER BY s.kind",
                sql.text
            ))?;
            let counts = statement
                .query_map(rusqlite::params_from_iter(&sql.values), |row| {
                    Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()))
                })?
                .collect::<rusqlite::Result<_>>()?;
            Ok(counts)
        })
    }
}

/// The condition of a list, in SQL over `state` as s.
struct Condition<'s> {
    snapshot: &'s Snapshot<'s>,
    moment: Moment,
    /// The moment as it stands in the SQL: a number, which cannot carry anything else in.
    valid_link: String,
    text: String,
    values: Vec<Sql>,
    /// The entries of the kinds asked for.
    kinds: Vec<&'static Kind>,
    /// Nothing can fit.
    nothing: bool,
}

/// What a field's name stands for.
enum Column {
    /// An expression over `state` as s.
    Plain(&'static str),
    /// A member of the fields' JSON.
    Member(&'static Field),
    /// A list of words, as JSON in an expression.
    Words(String),
    /// A number that is computed.
    Count(String),
    /// Links of a type; `out` if the listed entity is the `from` end.
    Links { type_: &'static str, out: bool },
}

impl<'s> Condition<'s> {
    fn bare(snapshot: &'s Snapshot<'s>, moment: Moment) -> Self {
        let at = moment.value().unwrap_or(0).to_string();
        let literal = |alias| moment.valid(alias).replace(":at", &at);
        Self {
            snapshot,
            moment,
            valid_link: literal("l"),
            text: literal("s"),
            values: Vec::new(),
            kinds: Vec::new(),
            nothing: false,
        }
    }

    fn new(snapshot: &'s Snapshot<'s>, moment: Moment, query: &ListQuery) -> Result<Self> {
        let mut sql = Self::bare(snapshot, moment);
        sql.of_kinds(query)?;
        if !query.removed {
            sql.add("s.removed = 0");
        } else {
            sql.add("s.removed IN (0, 1)");
        }
        if let Some(release) = &query.release {
            sql.included_in(release)?;
        }
        for (field, operator, value) in &query.filters {
            sql.filter(field, operator, value)?;
        }
        if let Some(text) = query.text.as_deref().filter(|text| !text.trim().is_empty()) {
            match match_query(text, true) {
                Some(words) => {
                    let words = sql.bind(Sql::Text(words));
                    sql.add(&format!(
                        "s.row IN (SELECT rowid FROM text WHERE text MATCH {words} \
                         UNION ALL SELECT rowid FROM text_past WHERE text_past MATCH {words})"
                    ));
                }
                None => sql.nothing = true,
            }
        }
        Ok(sql)
    }

    fn add(&mut self, condition: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }

    fn bind(&mut self, value: Sql) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }

    fn of_kinds(&mut self, query: &ListQuery) -> Result<()> {
        let stage = match query.stage.as_deref().filter(|stage| !stage.is_empty()) {
            None => None,
            Some(name) => Some(
                Stage::parse(name).ok_or_else(|| StoreError::Query(format!("there is no stage `{name}`")))?,
            ),
        };
        let names: Vec<String> = if query.kinds.is_empty() {
            // Unknown kinds are kept and shown, so the view says which there are.
            self.snapshot.kinds()?
        } else {
            query.kinds.clone()
        };
        let fits = |name: &String| match (kind(name), stage) {
            (Some(entry), Some(stage)) => entry.stage == stage,
            (None, Some(_)) => false,
            (Some(entry), None) => !query.kinds.is_empty() || entry.stage != Stage::Record,
            (None, None) => true,
        };
        let names: Vec<String> = names.into_iter().filter(fits).collect();
        self.kinds = names.iter().filter_map(|name| kind(name)).collect();
        self.nothing = names.is_empty();
        // As one value: there may be more kinds than SQLite takes values.
        let names = self.bind(Sql::Text(serde_json::to_string(&names).map_err(damaged)?));
        self.add(&format!("s.kind IN (SELECT value FROM json_each({names}))"));
        Ok(())
    }

    fn included_in(&mut self, release: &EntityId) -> Result<()> {
        match self.snapshot.eid(release)? {
            Some(eid) => {
                // Asked of each candidate: most lists have far fewer of them than a release has artefacts.
                let condition = format!(
                    "EXISTS (SELECT 1 FROM link l WHERE l.down = s.eid AND l.up = {eid} AND l.type = 'includes' \
                     AND l.removed = 0 AND {})",
                    self.valid_link
                );
                self.add(&condition);
            }
            None => self.nothing = true,
        }
        Ok(())
    }

    fn column(&mut self, name: &str) -> Result<Column> {
        let plain = match name {
            "title" => "s.title",
            "status" => "nullif(s.status, '')",
            "kind" => "s.kind",
            "number" => "s.number",
            "removed" => "s.removed",
            "created" | "created-at" | "created_at" => "s.created_at",
            "updated" | "updated-at" | "updated_at" => "s.updated_at",
            _ => "",
        };
        if !plain.is_empty() {
            return Ok(Column::Plain(plain));
        }
        if name == "tags" {
            return Ok(Column::Words("s.tags".to_owned()));
        }
        if name == objections::FIELD {
            return Ok(Column::Count(objections::counted(|alias| {
                self.valid_link.replace("l.", &format!("{alias}."))
            })));
        }
        let known = |list: &[&'static Kind]| list.iter().find_map(|entry| entry.field(name));
        let every: Vec<&'static Kind>;
        let field = match known(&self.kinds) {
            Some(field) => Some(field),
            None if self.kinds.is_empty() => {
                every = kinds().iter().collect();
                known(&every)
            }
            None => BASE.iter().find(|field| field.name == name),
        };
        let field = field
            .ok_or_else(|| StoreError::Query(format!("there is no field `{name}` in what is listed")))?;
        Ok(match field.ty {
            FieldType::Ref { link, out, .. } => Column::Links { type_: link, out },
            FieldType::Tags => Column::Words(self.member(field)),
            _ => Column::Member(field),
        })
    }

    fn filter(&mut self, name: &str, operator: &str, value: &str) -> Result<()> {
        let operator = match operator {
            "=" | "==" | "is" => "=",
            "!=" | "<>" | "is-not" => "!=",
            "~" | "<" | "<=" | ">" | ">=" => operator,
            other => {
                return Err(StoreError::Query(format!(
                    "`{other}` is no operator; there are =, !=, ~, <, <=, > and >="
                )));
            }
        };
        if name == "short" {
            return self.filter_short(operator, value);
        }
        let condition = match self.column(name)? {
            Column::Links { type_, out } => self.links_condition(type_, out, operator, value)?,
            Column::Words(words) => self.words_condition(&words, operator, value),
            Column::Count(expression) => self.compare(&expression, operator, value, true),
            Column::Plain(expression) => {
                let whole = matches!(expression, "s.number" | "s.removed");
                self.compare(expression, operator, value, whole)
            }
            Column::Member(field) => {
                let expression = self.member(field);
                let (value, numeric) = spelled(field, value);
                self.compare(&expression, operator, &value, numeric)
            }
        };
        self.add(&condition);
        Ok(())
    }

    fn member(&mut self, field: &Field) -> String {
        let path = self.bind(Sql::Text(format!("$.\"{}\"", field.name)));
        format!(
            "coalesce(s.fields ->> {path}, \
               (SELECT t.content ->> {path} FROM touch t WHERE t.row = ifnull(s.sole, s.afar ->> {path})))"
        )
    }

    /// Something that is not there differs from every value, and is neither below nor above one.
    fn compare(&mut self, expression: &str, operator: &str, value: &str, numeric: bool) -> String {
        if value.is_empty() {
            return match operator {
                "!=" => format!("{expression} IS NOT NULL"),
                _ => format!("{expression} IS NULL"),
            };
        }
        if operator == "~" {
            let bound = self.bind(Sql::Text(folded(value)));
            return format!("instr(folded({expression}), {bound}) > 0");
        }
        let bound = self.bind(Sql::Text(value.to_owned()));
        match operator {
            "!=" => format!("CAST({expression} AS TEXT) IS NOT {bound}"),
            "=" => format!("CAST({expression} AS TEXT) = {bound}"),
            ordered if numeric => {
                format!("({expression} IS NOT NULL AND {} {ordered} {})", number(expression), number(&bound))
            }
            ordered => format!("{expression} {ordered} {bound}"),
        }
    }

    fn words_condition(&mut self, words: &str, operator: &str, value: &str) -> String {
        if value.is_empty() {
            return self.compare(words, operator, value, false);
        }
        let (not, value, bound) = match operator {
            "=" | "!=" | "~" => (operator == "!=", "folded(value)", folded(value)),
            _ => (false, "value", value.to_owned()),
        };
        let bound = self.bind(Sql::Text(bound));
        let test = match operator {
            "=" | "!=" => format!("{value} = {bound}"),
            "~" => format!("instr({value}, {bound}) > 0"),
            ordered => format!("{value} {ordered} {bound}"),
        };
        let not = if not { "NOT " } else { "" };
        format!("{not}EXISTS (SELECT 1 FROM json_each(ifnull({words}, '[]')) WHERE {test})")
    }

    fn links_condition(&mut self, type_: &str, out: bool, operator: &str, value: &str) -> Result<String> {
        // Where nothing flows, or it flows from `from` to `to`, `up` is the from end.
        let backward = throughline_model::link(type_)
            .is_some_and(|entry| entry.flow == throughline_model::Flow::Backward);
        let (own, other) = if out != backward { ("up", "down") } else { ("down", "up") };
        let type_ = self.bind(Sql::Text(type_.to_owned()));
        let mut exists = format!(
            "EXISTS (SELECT 1 FROM link l WHERE l.{own} = s.eid AND l.type = {type_} AND l.removed = 0 AND {}",
            self.valid_link
        );
        let negated = match (operator, value.is_empty()) {
            ("=", empty) => empty,
            ("!=", empty) => !empty,
            _ => {
                return Err(StoreError::Query(
                    "a field that refers to others can only be compared with = and !=".into(),
                ));
            }
        };
        if !value.is_empty() {
            let found = self.snapshot.named(value, self.moment)?;
            let eid = match found.as_slice() {
                [one] => self.snapshot.known(one)?,
                [] => return Err(StoreError::NotFound(value.to_owned())),
                many => {
                    return Err(StoreError::Ambiguous {
                        reference: value.to_owned(),
                        candidates: self.snapshot.candidates(many, self.moment)?,
                    });
                }
            };
            exists.push_str(&format!(" AND l.{other} = {eid}"));
        }
        exists.push(')');
        Ok(if negated { format!("NOT {exists}") } else { exists })
    }

    fn filter_short(&mut self, operator: &str, value: &str) -> Result<()> {
        let found = self.snapshot.named(value, self.moment)?;
        let mut eids = Vec::new();
        for id in found {
            eids.push(self.snapshot.known(&id)?.to_string());
        }
        let not = if operator == "!=" { "NOT " } else { "" };
        self.add(&format!("s.eid {not}IN ({})", eids.join(", ")));
        Ok(())
    }

    fn order(&mut self, query: &ListQuery) -> Result<String> {
        let mut order = Vec::new();
        for (name, descending) in &query.sort {
            let direction = if *descending { " DESC" } else { "" };
            if name == "short" {
                order.push(format!("s.kind{direction}, s.number{direction}"));
                continue;
            }
            let expression = match self.column(name)? {
                Column::Plain(plain) => plain.to_owned(),
                Column::Words(words) | Column::Count(words) => words,
                Column::Member(field) => {
                    let member = self.member(field);
                    if is_numeric(field) {
                        format!("CASE WHEN {member} IS NOT NULL THEN {} END", number(&member))
                    } else {
                        member
                    }
                }
                Column::Links { type_, out } => self.first_title(type_, out),
            };
            order.push(format!("{expression} IS NULL, folded({expression}){direction}"));
        }
        // Entities are numbered as they came, so this is the newest first, and never a tie.
        order.push("s.eid DESC".to_owned());
        Ok(order.join(", "))
    }

    /// What an entity refers to, by title, for sorting.
    fn first_title(&mut self, type_: &str, out: bool) -> String {
        let backward = throughline_model::link(type_)
            .is_some_and(|entry| entry.flow == throughline_model::Flow::Backward);
        let (own, other) = if out != backward { ("up", "down") } else { ("down", "up") };
        let type_ = self.bind(Sql::Text(type_.to_owned()));
        format!(
            "(SELECT min(o.title) FROM link l JOIN state o ON o.eid = l.{other} \
             WHERE l.{own} = s.eid AND l.type = {type_} AND l.removed = 0 AND {} AND {})",
            self.valid_link,
            self.valid_link.replace("l.", "o."),
        )
    }
}

/// A filter's value in the spelling that the field's values have, and whether it compares as a number.
fn spelled(field: &Field, value: &str) -> (String, bool) {
    let spelled = match field.ty {
        FieldType::Decimal | FieldType::Measured => decimal::normalise_measured(value).ok(),
        FieldType::Bool => match value.to_lowercase().as_str() {
            "true" | "yes" | "1" => Some("1".to_owned()),
            "false" | "no" | "0" => Some("0".to_owned()),
            _ => None,
        },
        _ => None,
    };
    (spelled.unwrap_or_else(|| value.to_owned()), is_numeric(field))
}

fn is_numeric(field: &Field) -> bool {
    matches!(
        field.ty,
        FieldType::Int | FieldType::Decimal | FieldType::Measured | FieldType::Score | FieldType::Bool
    )
}

/// Text as a number; the infinities lie at both ends.
fn number(expression: &str) -> String {
    format!(
        "CASE {expression} WHEN 'Infinity' THEN 9e999 WHEN '-Infinity' THEN -9e999 ELSE CAST({expression} AS REAL) END"
    )
}

impl Snapshot<'_> {
    /// The kinds there are rows of, found by leaping through the index.
    pub fn kinds(&self) -> Result<Vec<String>> {
        let mut next = self
            .connection
            .prepare_cached("SELECT kind FROM state WHERE kind > :after ORDER BY kind LIMIT 1")?;
        let mut kinds: Vec<String> = Vec::new();
        let mut after = String::new();
        loop {
            bind(&mut next, &[(":after", after.as_str())], Moment::Now)?;
            let Some(kind) = next.raw_query().next()?.map(|row| row.get::<_, String>(0)).transpose()? else {
                return Ok(kinds);
            };
            after.clone_from(&kind);
            kinds.push(kind);
        }
    }
}
