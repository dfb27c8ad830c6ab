//! Values that another type cannot hold.

use std::fmt;

use super::{
    Lock, block,
    facts::{Facts, looks_at},
};
use crate::domain::{Identifier, QualifiedName};

/// Fails when a vector has an element that a halfvec cannot hold, and tells how many would become
/// all zero; reads every vector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyCast {
    /// The table.
    pub table: QualifiedName,
    /// The column, of type `vector`.
    pub column: Identifier,
}

impl VerifyCast {
    /// A condition: the cast of `it.column` fails.
    // pgvector 0.8.6 src/halfutils.h, Float4ToHalf: what rounds to infinity, from 65,520 on.
    // The norm spares the elements of most rows a look.
    pub(crate) fn overflows(column: &Identifier) -> String {
        format!(
            "65520 <= vector_norm(it.{column})
                AND EXISTS (SELECT FROM unnest(it.{column}::real[]) AS x WHERE 65520 <= abs(x))"
        )
    }

    /// A condition: the cast of `it.column` is all zero, and the vector is not.
    // The smallest subnormal is 2^-24; half of it is rounded to zero.
    pub(crate) fn vanishes(column: &Identifier) -> String {
        format!(
            "vector_norm(it.{column}) > 0
                AND vector_norm(it.{column}) < 4e-6
                AND NOT EXISTS (
                    SELECT FROM unnest(it.{column}::real[]) AS x WHERE 2.98023224e-8 < abs(x)
                )"
        )
    }
}

impl fmt::Display for VerifyCast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, column } = self;
        block::write(
            f,
            &format!(
                "DECLARE
    large bigint;
    small bigint;
BEGIN
    SELECT
        count(*) FILTER (
            WHERE {overflows}
        ),
        count(*) FILTER (
            WHERE {vanishes}
        )
    INTO large, small
    FROM {table} AS it;
    IF 0 < large THEN
        RAISE EXCEPTION USING
            ERRCODE = 'numeric_value_out_of_range',
            MESSAGE = format('%s rows have elements beyond 65504, which a halfvec cannot hold', large),
            HINT = 'Normalize them, or leave the column as it is.';
    ELSIF 0 < small THEN
        RAISE WARNING '% rows become all zero as halfvec: no cosine search finds them', small;
    END IF;
END",
                overflows = Self::overflows(column),
                vanishes = Self::vanishes(column),
            ),
        )
    }
}

impl Facts for VerifyCast {
    fn title(&self) -> String {
        format!("stop when a value of {} does not fit", self.table)
    }

    fn lock(&self) -> Option<Lock> {
        looks_at(&self.table)
    }
}
