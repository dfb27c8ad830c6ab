//! The monitoring pack: metrics, alerts and a dashboard from the questions to a server, as files
//! for the programs that collect, judge and draw.
//!
//! [`SOURCES`] says what labels a question's rows, [`METRICS`] which columns are numbers to collect.
//! Every output derives from these two, [`ALERTS`] and [`PANELS`].

mod alerts;
mod alerts_table;
mod grafana;
mod metric;
mod metrics;
mod output;
mod panels;
mod pgwatch;
mod postgres_exporter;
mod prometheus_rules;
mod query;
mod source;
mod sql_exporter;
mod value;

pub use alerts::{Alert, Severity};
pub use alerts_table::ALERTS;
pub use metric::{Kind, Metric, Read, Unit};
pub use metrics::METRICS;
pub use output::{Options, Output, OutputFile, UnknownOutput};
pub use panels::{Draw, PANELS, Panel, Series};
pub use query::query;
pub use source::{Label, SOURCES, Source};

/// Every output but the plain SQL, in the order of the documentation.
pub static OUTPUTS: &[Output] = &[
    postgres_exporter::OUTPUT,
    sql_exporter::OUTPUT,
    pgwatch::OUTPUT,
    prometheus_rules::OUTPUT,
    grafana::OUTPUT,
];
