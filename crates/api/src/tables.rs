//! The model's tables as data for forms.

use throughline_model::{self as model, Field, FieldType, Flow, Kind, LinkEnds, LinkType, Merge, Stage};

use crate::App;
use crate::dto::{
    ApiError, ColumnDto, FieldDto, FieldTypeDto, KindDto, LinkTypeDto, Nothing, StageDto, Tables,
};

/// The lanes of the map, left to right.
pub(crate) use throughline_model::path::LANES;
/// A stage's name for people.
pub(crate) fn stage_label(stage: Stage) -> &'static str {
    match stage {
        Stage::Frame => "Frame",
        Stage::People => "People",
        Stage::Empathise => "Empathise",
        Stage::Define => "Define",
        Stage::Ideate => "Ideate",
        Stage::Prototype => "Prototype",
        Stage::Test => "Test",
        Stage::Build => "Build",
        Stage::Live => "Live",
        Stage::Any => "Any stage",
        Stage::Record => "Record",
    }
}

impl App {
    pub(crate) fn tables(&self, _: Nothing) -> Result<Tables, ApiError> {
        Ok(Tables {
            kinds: model::kinds().iter().map(kind).collect(),
            links: model::links().iter().map(link).collect(),
            base: model::BASE.iter().map(field).collect(),
            stages: Stage::ALL
                .iter()
                .map(|s| StageDto {
                    name: s.as_str().into(),
                    label: stage_label(*s).into(),
                    lane: LANES.contains(s),
                })
                .collect(),
        })
    }
}

fn kind(kind: &'static Kind) -> KindDto {
    KindDto {
        name: kind.name.into(),
        prefix: kind.prefix.map(Into::into),
        label: kind.label.into(),
        plural: kind.plural.into(),
        stage: kind.stage.as_str().into(),
        title_label: kind.title.label.into(),
        title_hint: kind.title.hint.into(),
        title_required: kind.title_required,
        title_from: strings(kind.title_from),
        fields: kind.fields.iter().map(field).collect(),
        statuses: strings(kind.statuses),
        blurb: kind.blurb.into(),
        example: kind.example.into(),
        voice: crate::cards::voice(kind.name).into(),
    }
}

fn link(link: &LinkType) -> LinkTypeDto {
    LinkTypeDto {
        name: link.name.into(),
        label: link.label.into(),
        inverse: link.inverse.into(),
        from: ends(&link.from),
        to: ends(&link.to),
        flow: match link.flow {
            Flow::Forward => "forward",
            Flow::Backward => "backward",
            Flow::None => "none",
        }
        .into(),
        fields: link.fields.iter().map(field).collect(),
    }
}

fn ends(ends: &LinkEnds) -> Vec<String> {
    match ends {
        LinkEnds::Any => Vec::new(),
        LinkEnds::Kinds(kinds) => strings(kinds),
    }
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|s| (*s).to_owned()).collect()
}

fn field(field: &Field) -> FieldDto {
    FieldDto {
        name: field.name.into(),
        label: field.label.into(),
        ty: field_type(&field.ty),
        required: field.required,
        personal: field.personal,
        matters: field.matters,
        merge: match field.merge {
            Merge::Single => "single",
            Merge::Set => "set",
            Merge::LongText => "long-text",
        }
        .into(),
        hint: field.hint.into(),
        unit: (!field.unit.is_empty()).then(|| field.unit.into()),
    }
}

fn field_type(ty: &FieldType) -> FieldTypeDto {
    match ty {
        FieldType::Line => FieldTypeDto::Line,
        FieldType::Text => FieldTypeDto::Text,
        FieldType::Quote => FieldTypeDto::Quote,
        FieldType::Int => FieldTypeDto::Int,
        FieldType::Decimal => FieldTypeDto::Decimal,
        FieldType::Measured => FieldTypeDto::Measured,
        FieldType::Bool => FieldTypeDto::Bool,
        FieldType::Date => FieldTypeDto::Date,
        FieldType::Instant => FieldTypeDto::Instant,
        FieldType::Choice(choices) => FieldTypeDto::Choice { choices: strings(choices) },
        FieldType::Score => FieldTypeDto::Score,
        FieldType::Tags => FieldTypeDto::Tags,
        FieldType::Range => FieldTypeDto::Range,
        FieldType::Identity => FieldTypeDto::Identity,
        FieldType::Pairs => FieldTypeDto::Pairs,
        FieldType::Schema => FieldTypeDto::Schema,
        FieldType::Rows(columns) => FieldTypeDto::Rows {
            columns: columns
                .iter()
                .map(|c| ColumnDto {
                    name: c.name.into(),
                    label: c.label.into(),
                    choices: match c.ty {
                        FieldType::Choice(all) => all.iter().map(|choice| (*choice).into()).collect(),
                        _ => Vec::new(),
                    },
                })
                .collect(),
        },
        FieldType::Attachments => FieldTypeDto::Attachments,
        FieldType::Order => FieldTypeDto::Order,
        FieldType::Origin => FieldTypeDto::Other,
        FieldType::Ref { link, out, many } => {
            let kinds =
                model::link(link).map(|l| ends(if *out { &l.to } else { &l.from })).unwrap_or_default();
            FieldTypeDto::Ref { link: (*link).into(), out: *out, many: *many, kinds }
        }
    }
}
