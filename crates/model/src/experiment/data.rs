//! What was measured of one arm.

use super::plan::Metric;
use super::words::{self, number_of as count, scaled, signed};
use crate::figures::means::{Sample, mean_interval};
use crate::figures::proportions::{Share, wilson};
use crate::figures::verdict::share_in_words;
use crate::figures::{Estimate, FigureError};

/// What was measured of one arm.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Successes of units.
    Share(Share),
    /// Size, mean and deviation.
    Sample(Sample),
    /// A mean without its spread, and of how many if that is known.
    Mean(f64, Option<u64>),
    /// An effect as its source reported it, in the metric's unit, and of how many if that is known.
    Reported(Estimate, Option<u64>),
    /// No number; why, in words, where something was given that is none.
    Nothing(Option<String>),
}

/// The numbers of a measurement as they are written down.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Recorded {
    /// Units.
    pub n: Option<u64>,
    /// Units that did it.
    pub successes: Option<u64>,
    /// Their mean, finite.
    pub mean: Option<f64>,
    /// Their standard deviation, finite.
    pub deviation: Option<f64>,
    /// Low, likely and high of an effect as its source reported it.
    pub reported: Option<[f64; 3]>,
}

impl From<Recorded> for Data {
    /// Successes are asked first, then a mean, then a reported effect.
    fn from(recorded: Recorded) -> Data {
        let n = recorded.n;
        if let Some(successes) = recorded.successes {
            let share = Share::new(successes, n.unwrap_or(0));
            return share.map_or_else(|error| Data::Nothing(Some(error.to_string())), Data::Share);
        }
        if let Some(mean) = recorded.mean {
            return match (n, recorded.deviation) {
                (Some(n), Some(deviation)) => {
                    Sample::new(n, mean, deviation).map_or(Data::Mean(mean, Some(n)), Data::Sample)
                }
                _ => Data::Mean(mean, n),
            };
        }
        match recorded.reported {
            Some([low, value, high]) if low <= value && value <= high => {
                Data::Reported(Estimate { value, low, high }, n)
            }
            _ => Data::Nothing(None),
        }
    }
}

impl Data {
    /// How many units stand behind it.
    #[must_use]
    pub fn units(&self) -> Option<u64> {
        match self {
            Data::Share(share) => Some(share.n()),
            Data::Sample(sample) => Some(sample.n()),
            Data::Mean(_, n) | Data::Reported(_, n) => *n,
            Data::Nothing(_) => None,
        }
    }

    /// In words, with the metric's unit; of a share the counts, and no percentage below twenty units.
    #[must_use]
    pub fn words(&self, metric: &Metric) -> String {
        match self {
            Data::Share(share) => share_in_words(*share),
            Data::Sample(sample) => {
                let mean = words::value(sample.mean(), metric);
                format!("{mean} ± {} (n = {})", words::number(sample.deviation()), count(sample.n()))
            }
            Data::Mean(mean, n) => {
                let n = n.map_or_else(String::new, |n| format!(" (n = {})", count(n)));
                format!("{}{n}", words::value(*mean, metric))
            }
            Data::Reported(effect, _) => {
                format!("{} ({}), as reported", signed(effect.value, metric), words::interval(effect, metric))
            }
            Data::Nothing(why) => why.clone().unwrap_or_else(|| "no number".into()),
        }
    }

    /// The estimate with its interval in the metric's unit: Wilson for shares, Student's t for means.
    ///
    /// # Errors
    /// Those of the figures; [`FigureError::Undefined`] for what has no spread.
    pub fn estimate(&self, metric: &Metric, confidence: f64) -> Result<Estimate, FigureError> {
        match self {
            Data::Share(share) => Ok(scaled(wilson(*share, confidence)?, metric.scale())),
            Data::Sample(sample) => mean_interval(sample, confidence),
            Data::Mean(..) => {
                Err(FigureError::Undefined { why: "the spread was not recorded, so there is no interval" })
            }
            Data::Reported(..) => {
                Err(FigureError::Undefined { why: "only the effect was reported, not what each arm showed" })
            }
            Data::Nothing(_) => Err(FigureError::Undefined { why: "there is no number" }),
        }
    }
}
