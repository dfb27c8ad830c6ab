//! A metric: a number of a question's answer, under a name.

use super::{SOURCES, Source};

/// A number that is collected, as Prometheus names and describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metric {
    /// Its name: that of its source, and what it is.
    pub name: &'static str,
    /// Whether it only rises.
    pub kind: Kind,
    /// What it counts.
    pub unit: Unit,
    /// What it says, in a sentence without a full stop at the end.
    pub help: &'static str,
    /// The question that answers it.
    pub monitor: &'static str,
    /// The column of the answer.
    pub column: &'static str,
    /// How the column becomes a number.
    pub read: Read,
}

/// How a metric moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Up and down.
    Gauge,
    /// Up only, until a reset.
    Counter,
}

/// What a metric counts; base units, as Prometheus asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes.
    Bytes,
    /// Seconds.
    Seconds,
    /// Seconds since 1970.
    Timestamp,
    /// A share, mostly from 0 to 1.
    Ratio,
    /// 0 or 1.
    Flag,
    /// Always 1; what matters is in the labels.
    Info,
    /// So many.
    Count,
}

/// How a column becomes a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// It is one.
    Number,
    /// True is 1.
    Flag,
    /// It is 1 unless it is NULL.
    Present,
    /// Seconds since 1970.
    Time,
    /// Seconds of an interval.
    Interval,
    /// A hundredth.
    Percent,
    /// A thousandth, of milliseconds.
    Milliseconds,
    /// 1, whatever it is.
    One,
}

impl Kind {
    /// The word for it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Gauge => "gauge",
            Self::Counter => "counter",
        }
    }
}

impl Unit {
    /// The word for it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Seconds => "seconds",
            Self::Timestamp => "seconds since 1970",
            Self::Ratio => "ratio",
            Self::Flag => "0 or 1",
            Self::Info => "always 1",
            Self::Count => "count",
        }
    }
}

impl Metric {
    /// What it is of its source: the end of its name.
    pub fn suffix(&self) -> &'static str {
        let suffix = self.source().and_then(|it| self.name.strip_prefix(it.prefix));
        suffix.map_or(self.name, |it| it.trim_start_matches('_'))
    }

    /// Where it comes from; the tests hold that there is one.
    pub fn source(&self) -> Option<&'static Source> {
        SOURCES.iter().find(|it| it.monitor == self.monitor)
    }
}
