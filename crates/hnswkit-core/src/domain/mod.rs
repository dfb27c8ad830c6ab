//! Values that cannot be wrong once they exist.

mod bounded;
mod column_type;
mod decimal;
#[cfg(feature = "every-number")]
mod duration;
mod feature;
mod hnsw;
mod identifier;
mod index;
mod interval;
mod keywords;
mod literal;
mod metric;
mod model;
mod platform;
mod qualified_name;
mod raw_sql;
#[cfg(feature = "every-operation")]
mod reduced;
mod release;
mod search_parameter;
mod setting;
mod timestamp;
mod units;
mod utf16;
mod vector_type;
mod version;

pub use bounded::{
    EfConstruction, EfSearch, M, MaxScanTuples, OutOfRange, PARAMETERS, ParameterInfo,
    ParameterKind, ScanMemMultiplier,
};
pub use column_type::ColumnType;
pub use decimal::decimal;
pub use feature::{ADVISORIES, Advisory, FEATURES, Feature};
pub use hnsw::{Hnsw, TooFewCandidates};
pub use identifier::{Identifier, IdentifierError};
pub use index::{IndexDefinition, IndexKey};
pub use interval::Interval;
pub use keywords::KEYWORDS;
pub use literal::Literal;
pub use metric::{Metric, OPERATOR_CLASSES, OperatorClass, UnknownMetric, UnsupportedMetric};
pub use model::{MODELS, Model};
pub use platform::{Platform, UnknownPlatform};
pub use qualified_name::{QualifiedName, QualifiedNameError};
pub use raw_sql::RawSql;
#[cfg(feature = "every-operation")]
pub use reduced::{Quantization, Reduced, ReducedError};
pub use release::{RELEASES, Release};
pub use search_parameter::{SearchParameter, SettingScope};
pub use setting::{SETTINGS, Setting};
pub use timestamp::{Timestamp, TimestampError};
pub use units::{Bytes, BytesError, MemorySetting, MemorySettingError, Rows, RowsError, Seconds};
pub use utf16::utf16_offsets;
pub use vector_type::{ElementType, VectorType, VectorTypeError};
pub use version::{PgvectorVersion, PostgresVersion, VersionError};
