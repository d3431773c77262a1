//! Apache Parquet, column by column of each row group, by the `parquet` crate.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ::parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type as Physical};
use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::{ByteArray, DataType as Stored, FixedLenByteArray, Int96};
use ::parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use ::parquet::schema::types::ColumnDescriptor;
use throughline_model::data::DataType;

use super::column::Column;
use super::{MOST_FIELDS, Source, Table};
use crate::error::{InteropError, Result};

/// Rows that are read of a column at once.
const BATCH: usize = 4_096;

pub(super) fn read(source: &Source<'_>) -> Result<Table> {
    // The reader trusts counts in the file that a broken one gets wrong; what it trips over there is an answer too.
    catch_unwind(AssertUnwindSafe(|| read_all(source)))
        .unwrap_or_else(|_| Err(source.unreadable("the file contradicts itself; it is broken")))
}

fn read_all(source: &Source<'_>) -> Result<Table> {
    let bad = |error: ::parquet::errors::ParquetError| source.unreadable(error);
    let file = File::open(source.path).map_err(|e| source.unreadable(e))?;
    let reader = SerializedFileReader::new(file).map_err(|_| InteropError::NotThis {
        path: source.path.to_owned(),
        expected: "a whole Parquet file",
    })?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    if schema.num_columns() > MOST_FIELDS {
        return Err(InteropError::TooMuch(format!(
            "It has {} fields; at most {MOST_FIELDS} can be read.",
            schema.num_columns()
        )));
    }
    let mut table = Table::default();
    let mut means = Vec::new();
    for described in schema.columns() {
        let meaning = Meaning::of(described);
        let mut column = Column::new(described.path().parts().join("."));
        column.given = (described.max_rep_level() == 0).then(|| meaning.ty()).flatten();
        if described.max_rep_level() > 0 {
            table.note(format!("{} holds lists; each of its values is counted.", column.name));
        }
        means.push(meaning);
        table.columns.push(column);
    }
    let (groups, columns) = (reader.num_row_groups(), table.columns.len().max(1));
    let half = source.bytes / 2;
    for place in 0..groups {
        let group = reader.get_row_group(place).map_err(bad)?;
        table.rows += u64::try_from(group.metadata().num_rows()).unwrap_or(0);
        for (at, (column, meaning)) in table.columns.iter_mut().zip(&means).enumerate() {
            read_column(&*group, at, column, *meaning).map_err(bad)?;
            let done = (place * columns + at + 1) as u64 * half / (groups * columns) as u64;
            source.at(half + done)?;
        }
    }
    Ok(table)
}

/// What the stored values of a column mean.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Meaning {
    Int,
    /// To be divided by ten to this power.
    Scaled(i32),
    Float,
    Bool,
    Date,
    /// So many in a second.
    Moment(f64),
    Text,
    Bytes,
}

impl Meaning {
    fn of(described: &ColumnDescriptor) -> Meaning {
        let power = described.type_scale();
        let scaled = if power > 0 { Meaning::Scaled(power) } else { Meaning::Int };
        match described.logical_type_ref() {
            Some(LogicalType::Date) => return Meaning::Date,
            Some(LogicalType::Timestamp(timestamp)) => {
                return Meaning::Moment(match timestamp.unit {
                    TimeUnit::MILLIS => 1e3,
                    TimeUnit::MICROS => 1e6,
                    TimeUnit::NANOS => 1e9,
                });
            }
            Some(LogicalType::Decimal { .. }) => return scaled,
            Some(LogicalType::String | LogicalType::Enum | LogicalType::Json) => return Meaning::Text,
            _ => {}
        }
        match (described.converted_type(), described.physical_type()) {
            (ConvertedType::DATE, _) => Meaning::Date,
            (ConvertedType::TIMESTAMP_MILLIS, _) => Meaning::Moment(1e3),
            (ConvertedType::TIMESTAMP_MICROS, _) => Meaning::Moment(1e6),
            (ConvertedType::DECIMAL, _) => scaled,
            (ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON, _) => Meaning::Text,
            (_, Physical::BOOLEAN) => Meaning::Bool,
            (_, Physical::INT32 | Physical::INT64) => Meaning::Int,
            (_, Physical::INT96) => Meaning::Moment(1.0),
            (_, Physical::FLOAT | Physical::DOUBLE) => Meaning::Float,
            (_, Physical::BYTE_ARRAY | Physical::FIXED_LEN_BYTE_ARRAY) => Meaning::Bytes,
        }
    }

    /// The type the file gives; texts are told by their values, as in other formats.
    fn ty(self) -> Option<DataType> {
        match self {
            Meaning::Int => Some(DataType::Int),
            Meaning::Scaled(_) | Meaning::Float => Some(DataType::Decimal),
            Meaning::Bool => Some(DataType::Bool),
            Meaning::Date => Some(DataType::Date),
            Meaning::Moment(_) => Some(DataType::Instant),
            Meaning::Text => None,
            Meaning::Bytes => Some(DataType::Text),
        }
    }

    fn whole(self, column: &mut Column, value: f64) {
        match self {
            Meaning::Scaled(power) => column.add_decimal(value / 10_f64.powi(power)),
            Meaning::Date => column.add_day(value),
            Meaning::Moment(in_a_second) => column.add_second(value / in_a_second),
            _ => column.add_int(value),
        }
    }

    fn bytes(self, column: &mut Column, bytes: &[u8]) {
        match self {
            Meaning::Scaled(_) | Meaning::Int => {
                // Decimals of any length: two's complement, the most telling byte first.
                let negative = bytes.first().is_some_and(|first| first & 0x80 != 0);
                let value = bytes
                    .iter()
                    .fold(if negative { -1.0 } else { 0.0 }, |sum: f64, byte| sum * 256.0 + f64::from(*byte));
                self.whole(column, value);
            }
            Meaning::Text => column.add_string(bytes),
            _ => match std::str::from_utf8(bytes) {
                Ok(_) => column.add_word(bytes),
                Err(_) => column.add_word(hex::encode(bytes.get(..32).unwrap_or(bytes)).as_bytes()),
            },
        }
    }
}

type Read<T = ()> = ::parquet::errors::Result<T>;

fn read_column(group: &dyn RowGroupReader, at: usize, column: &mut Column, meaning: Meaning) -> Read {
    match group.get_column_reader(at)? {
        ColumnReader::BoolColumnReader(reader) => each(reader, column, |c, value: &bool| c.add_bool(*value)),
        ColumnReader::Int32ColumnReader(reader) => {
            each(reader, column, |c, value: &i32| meaning.whole(c, f64::from(*value)))
        }
        ColumnReader::Int64ColumnReader(reader) => {
            each(reader, column, |c, value: &i64| meaning.whole(c, *value as f64))
        }
        ColumnReader::Int96ColumnReader(reader) => {
            each(reader, column, |c, value: &Int96| c.add_second(value.to_millis() as f64 / 1e3))
        }
        ColumnReader::FloatColumnReader(reader) => {
            // As it is written: 0.1 in four bytes is 0.1, not 0.10000000149.
            each(reader, column, |c, value: &f32| {
                c.add_decimal(value.to_string().parse().unwrap_or(f64::from(*value)));
            })
        }
        ColumnReader::DoubleColumnReader(reader) => {
            each(reader, column, |c, value: &f64| c.add_decimal(*value))
        }
        ColumnReader::ByteArrayColumnReader(reader) => {
            each(reader, column, |c, value: &ByteArray| meaning.bytes(c, value.data()))
        }
        ColumnReader::FixedLenByteArrayColumnReader(reader) => {
            each(reader, column, |c, value: &FixedLenByteArray| meaning.bytes(c, value.data()))
        }
    }
}

fn each<T: Stored>(
    mut reader: ColumnReaderImpl<T>,
    column: &mut Column,
    take: impl Fn(&mut Column, &T::T),
) -> Read {
    let (mut levels, mut repeats, mut values) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        levels.clear();
        repeats.clear();
        values.clear();
        let (records, stored, _) =
            reader.read_records(BATCH, Some(&mut levels), Some(&mut repeats), &mut values)?;
        if records == 0 && stored == 0 {
            return Ok(());
        }
        for value in values.iter().take(stored) {
            take(column, value);
        }
        // Of lists the rows are not told apart here; what is missing comes out of the count of rows.
    }
}
