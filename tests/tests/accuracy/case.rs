//! What is built: types, parameters, rows, memory, workers, and what is done to the rows.

use anyhow::Result;
use hnswkit_core::domain::{ElementType, Metric, VectorType};
use hnswkit_tests::{Server, Version};

/// An index of the grid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case {
    pub(crate) vector_type: &'static str,
    /// Elements that are not zero, for sparsevec.
    pub(crate) non_zero: u32,
    pub(crate) m: u32,
    pub(crate) ef_construction: u32,
    /// Rows of the table.
    pub(crate) rows: u32,
    /// `maintenance_work_mem` in MB.
    pub(crate) megabytes: u64,
    pub(crate) workers: u32,
    pub(crate) way: Way,
    /// What it is for.
    pub(crate) half: Half,
    /// Whether it is built on every server, or on the newest alone.
    pub(crate) everywhere: bool,
}

/// The halves of the grid, of other vectors and other numbers of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    /// What the model of time is fitted to.
    Fit,
    /// What it is judged by.
    Judge,
}

/// What the rows are, and how they come into the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Clustered vectors, as embeddings are; all differ.
    Clusters,
    /// Vectors without any order, the worst case.
    Uniform,
    /// Every fourth is NULL.
    Nulls,
    /// Every fourth equals an earlier one.
    Duplicates,
    /// Every tenth is zero, which cosine leaves out.
    Zeros,
    /// The index is there when the second half of the rows comes.
    Inserted,
    /// A fifth of the rows is updated behind the build, and the index vacuumed.
    Vacuumed,
}

/// Enough for every graph of the grid.
const ENOUGH: u64 = 1_536;

const fn case(vector_type: &'static str, rows: u32) -> Case {
    Case {
        vector_type,
        non_zero: 1,
        m: 16,
        ef_construction: 64,
        rows,
        megabytes: ENOUGH,
        workers: 0,
        way: Way::Clusters,
        half: Half::Judge,
        everywhere: false,
    }
}

const fn fit(vector_type: &'static str, rows: u32) -> Case {
    Case { half: Half::Fit, ..case(vector_type, rows) }
}

impl Case {
    const fn graph(self, m: u32, ef_construction: u32) -> Self {
        Self { m, ef_construction, ..self }
    }

    const fn megabytes(self, megabytes: u64) -> Self {
        Self { megabytes, ..self }
    }

    const fn workers(self, workers: u32) -> Self {
        Self { workers, ..self }
    }

    const fn way(self, way: Way) -> Self {
        Self { way, ..self }
    }

    const fn non_zero(self, non_zero: u32) -> Self {
        Self { non_zero, ..self }
    }

    const fn everywhere(self) -> Self {
        Self { everywhere: true, ..self }
    }

    /// Cosine, where the type has it.
    pub(crate) fn metric(&self) -> Result<Metric> {
        let element = self.vector_type.parse::<VectorType>()?.element();
        Ok(if element == ElementType::Bit { Metric::Hamming } else { Metric::Cosine })
    }

    /// Whether the server's pgvector can build it.
    pub(crate) fn is_known_to(&self, server: &Server) -> bool {
        let since = match (self.vector_type.starts_with("vector"), self.workers) {
            (false, _) => Version::new(0, 7, 0),
            (true, 0) => Version::OLDEST,
            (true, _) => Version::new(0, 6, 0),
        };
        server.has(since)
    }

    /// What the table depends on.
    pub(crate) fn data(&self) -> (&'static str, u32, u32, Way, Half) {
        (self.vector_type, self.non_zero, self.rows, self.way, self.half)
    }

    /// Whether the table is another one afterwards.
    pub(crate) fn changes_rows(&self) -> bool {
        matches!(self.way, Way::Inserted | Way::Vacuumed)
    }
}

impl Half {
    /// Both of them.
    pub(crate) const ALL: [Self; 2] = [Self::Fit, Self::Judge];

    /// The word of the table.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Judge => "judge",
        }
    }
}

impl Way {
    /// All of them.
    pub(crate) const ALL: [Self; 7] = [
        Self::Clusters,
        Self::Uniform,
        Self::Nulls,
        Self::Duplicates,
        Self::Zeros,
        Self::Inserted,
        Self::Vacuumed,
    ];

    /// What it is, for people.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Clusters => "distinct, in clusters",
            Self::Uniform => "distinct, without order",
            Self::Nulls => "every fourth NULL",
            Self::Duplicates => "every fourth equal to an earlier one",
            Self::Zeros => "every tenth zero",
            Self::Inserted => "half of them inserted into the index",
            Self::Vacuumed => "a fifth updated, the index vacuumed",
        }
    }

    /// The word of the table.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Clusters => "clusters",
            Self::Uniform => "uniform",
            Self::Nulls => "nulls",
            Self::Duplicates => "duplicates",
            Self::Zeros => "zeros",
            Self::Inserted => "inserted",
            Self::Vacuumed => "vacuumed",
        }
    }
}

/// A few seconds on each server: for every run of the tests.
pub(crate) const SMALL: &[Case] = &[
    case("vector(128)", 2_000).everywhere(),
    case("vector(128)", 2_000).way(Way::Nulls).everywhere(),
    case("vector(128)", 2_000).way(Way::Duplicates).everywhere(),
    case("vector(128)", 2_000).way(Way::Zeros).everywhere(),
    case("vector(128)", 2_000).way(Way::Inserted).everywhere(),
    case("vector(128)", 2_000).way(Way::Vacuumed).everywhere(),
    case("vector(384)", 1_000).graph(32, 128).everywhere(),
    case("vector(1536)", 500).everywhere(),
    case("vector(1536)", 500).megabytes(2).everywhere(),
    case("vector(1536)", 500).megabytes(64).workers(2).everywhere(),
    case("halfvec(1024)", 500).everywhere(),
    case("bit(1024)", 1_000).everywhere(),
];

/// About twenty minutes. Rows grow in steps, so that a calibration with the small ones can be
/// judged by the large ones.
pub(crate) const FULL: &[Case] = &[
    // To fit, on every server: rows in memory, and spilled.
    fit("vector(128)", 1_000).everywhere(),
    fit("vector(128)", 10_000).everywhere(),
    fit("vector(128)", 3_000).megabytes(1).everywhere(),
    fit("vector(1536)", 3_000).everywhere(),
    fit("vector(1536)", 1_500).megabytes(2).everywhere(),
    // To fit, on the newest: first two samples and a build ten times as large, for calibration.
    fit("vector(256)", 400),
    fit("vector(256)", 2_000),
    fit("vector(256)", 20_000),
    fit("vector(1024)", 400),
    fit("vector(1024)", 2_000),
    fit("vector(1024)", 20_000),
    fit("halfvec(1024)", 300),
    fit("halfvec(1024)", 1_200),
    fit("bit(1024)", 400),
    fit("bit(1024)", 2_000),
    fit("sparsevec(30000)", 500).non_zero(50),
    fit("sparsevec(30000)", 120).non_zero(50),
    fit("vector(3)", 8_000),
    fit("vector(64)", 10_000),
    fit("vector(128)", 30_000),
    fit("vector(128)", 60_000),
    fit("vector(512)", 1_500),
    fit("vector(512)", 6_000),
    fit("vector(512)", 25_000),
    fit("vector(1024)", 3_000),
    fit("vector(1536)", 12_000),
    fit("vector(1536)", 30_000),
    fit("vector(2000)", 3_000),
    fit("vector(128)", 6_000).graph(8, 64),
    fit("vector(128)", 6_000).graph(24, 64),
    fit("vector(128)", 6_000).graph(16, 128),
    fit("vector(256)", 6_000).graph(32, 200),
    fit("vector(1024)", 3_000).graph(8, 40),
    fit("vector(1024)", 3_000).graph(24, 128),
    fit("halfvec(256)", 8_000),
    fit("halfvec(1024)", 3_000),
    fit("halfvec(1024)", 12_000),
    fit("halfvec(2048)", 3_000),
    fit("bit(1024)", 3_000),
    fit("bit(1024)", 20_000),
    fit("bit(4096)", 5_000),
    fit("sparsevec(30000)", 1_000).non_zero(50),
    fit("sparsevec(30000)", 5_000).non_zero(50),
    fit("sparsevec(30000)", 3_000).non_zero(120),
    fit("sparsevec(30000)", 2_000).non_zero(300),
    fit("sparsevec(30000)", 3_000).non_zero(120).megabytes(2),
    fit("vector(64)", 8_000).megabytes(3),
    fit("vector(512)", 6_000).megabytes(6),
    fit("vector(1536)", 6_000).megabytes(16),
    fit("vector(1024)", 3_000).graph(24, 128).megabytes(6),
    fit("vector(128)", 6_000).graph(8, 64).megabytes(2),
    fit("halfvec(1024)", 5_000).megabytes(6),
    fit("vector(128)", 30_000).workers(1),
    fit("vector(1536)", 12_000).workers(1),
    // Every server: rows in memory, spilled, parallel.
    case("vector(128)", 500).everywhere(),
    case("vector(128)", 2_000).everywhere(),
    case("vector(128)", 4_000).megabytes(1).everywhere(),
    case("vector(128)", 20_000).everywhere(),
    case("vector(768)", 2_000).everywhere(),
    case("vector(1536)", 500).everywhere(),
    case("vector(1536)", 2_000).everywhere(),
    case("vector(1536)", 2_000).megabytes(2).everywhere(),
    case("vector(1536)", 2_000).workers(2).everywhere(),
    case("vector(1536)", 5_000).everywhere(),
    case("halfvec(1536)", 2_000).everywhere(),
    case("bit(1536)", 2_000).everywhere(),
    case("sparsevec(30000)", 2_000).non_zero(80).everywhere(),
    // What is in the table, and how it comes into the index.
    case("vector(128)", 5_000).way(Way::Nulls).everywhere(),
    case("vector(128)", 5_000).way(Way::Duplicates).everywhere(),
    case("vector(128)", 5_000).way(Way::Zeros).everywhere(),
    case("vector(128)", 5_000).way(Way::Inserted).everywhere(),
    case("vector(128)", 5_000).way(Way::Vacuumed).everywhere(),
    case("vector(768)", 3_000).way(Way::Vacuumed),
    case("vector(1536)", 2_000).way(Way::Nulls),
    case("vector(1536)", 2_000).way(Way::Duplicates),
    case("vector(1536)", 2_000).way(Way::Inserted),
    case("vector(128)", 10_000).way(Way::Uniform),
    case("vector(1536)", 2_000).way(Way::Uniform),
    // Rows.
    case("vector(3)", 5_000),
    case("vector(3)", 20_000),
    case("vector(128)", 1_000),
    case("vector(128)", 10_000),
    case("vector(128)", 40_000),
    case("vector(128)", 100_000),
    case("vector(384)", 1_000),
    case("vector(384)", 5_000),
    case("vector(384)", 10_000),
    case("vector(384)", 50_000),
    case("vector(768)", 500),
    case("vector(768)", 4_000),
    case("vector(768)", 10_000),
    case("vector(768)", 40_000),
    case("vector(1024)", 5_000),
    case("vector(1536)", 10_000),
    case("vector(1536)", 20_000),
    case("vector(1536)", 50_000),
    case("vector(2000)", 5_000),
    // Parameters of the graph.
    case("vector(128)", 10_000).graph(8, 64),
    case("vector(128)", 10_000).graph(32, 64),
    case("vector(128)", 10_000).graph(16, 200),
    case("vector(128)", 500).graph(32, 200),
    case("vector(128)", 2_000).graph(32, 200),
    case("vector(128)", 20_000).graph(32, 200),
    case("vector(384)", 10_000).graph(24, 128),
    case("vector(768)", 5_000).graph(8, 40),
    case("vector(1536)", 5_000).graph(8, 64),
    case("vector(1536)", 5_000).graph(32, 128),
    case("vector(1536)", 5_000).graph(16, 200),
    // Types.
    case("halfvec(384)", 10_000),
    case("halfvec(1536)", 500),
    case("halfvec(1536)", 20_000),
    case("halfvec(3072)", 5_000),
    case("bit(1536)", 1_000),
    case("bit(1536)", 5_000),
    case("bit(1536)", 50_000),
    case("sparsevec(30000)", 500).non_zero(80),
    case("sparsevec(30000)", 20_000).non_zero(80),
    case("sparsevec(30000)", 3_000).non_zero(200),
    // Spilled.
    case("vector(128)", 10_000).megabytes(4),
    case("vector(128)", 40_000).megabytes(16),
    case("vector(384)", 10_000).megabytes(8),
    case("vector(768)", 10_000).megabytes(16),
    case("vector(1536)", 5_000).megabytes(16),
    case("vector(1536)", 10_000).megabytes(32),
    case("vector(1536)", 20_000).megabytes(64),
    case("vector(1536)", 5_000).graph(32, 128).megabytes(16),
    case("vector(128)", 10_000).graph(8, 64).megabytes(4),
    case("vector(128)", 10_000).graph(32, 128).megabytes(4),
    case("vector(128)", 10_000).graph(16, 200).megabytes(4),
    case("halfvec(1536)", 10_000).megabytes(16),
    // Parallel.
    case("vector(128)", 40_000).workers(1),
    case("vector(128)", 40_000).workers(2),
    case("vector(1536)", 10_000).workers(1),
    case("vector(1536)", 20_000).workers(1),
    case("vector(1536)", 20_000).workers(2),
    case("vector(1536)", 20_000).megabytes(64).workers(1),
];
