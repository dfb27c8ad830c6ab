//! Whether the next stage of a change of model may begin.

use std::{fmt, sync::Arc};

use super::{ModelColumns, Side, columns::MARK};
use crate::{
    domain::Literal,
    sql::{
        Lock, block,
        facts::{Facts, looks_at},
    },
};

/// A stage in a direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// The column may be added.
    Expand,
    /// The column may be dropped again.
    Shrink,
    /// The index may be built.
    Index,
    /// The index may be dropped again.
    DropIndex,
    /// The new column may serve.
    Switch,
    /// The old column may serve again.
    SwitchBack,
    /// The old column may be dropped.
    Contract,
    /// There is something that can be taken back.
    Restore,
}

/// Stops unless the stage may begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardModel {
    /// The columns.
    pub columns: Arc<ModelColumns>,
    /// The stage.
    pub gate: Gate,
}

/// A condition under which it stops, and what it says then.
struct Stop {
    when: String,
    says: String,
    hint: &'static str,
}

impl GuardModel {
    /// In this order; the first that holds stops.
    fn stops(&self) -> Vec<Stop> {
        use Gate as G;
        match self.gate {
            G::Expand => vec![
                self.not_plain(),
                self.other_type(Side::Old),
                self.other_type(Side::New),
                self.no_source(),
                self.not_ours(),
            ],
            G::Shrink => vec![self.serves(), self.is_indexed()],
            G::Index => vec![self.not_begun(), self.other_type(Side::New)],
            G::DropIndex => vec![self.serves()],
            G::Switch => vec![self.not_begun(), self.other_type(Side::New)],
            G::SwitchBack => vec![self.is_gone()],
            G::Contract => vec![self.not_begun(), self.not_switched(), self.too_early()],
            G::Restore => vec![self.is_gone()],
        }
    }

    fn not_plain(&self) -> Stop {
        Stop {
            when: "NOT EXISTS (SELECT FROM pg_class WHERE oid = relation AND relkind = 'r')
        OR EXISTS (SELECT FROM pg_inherits WHERE relation IN (inhrelid, inhparent))"
                .to_owned(),
            says: format!("{} is not a plain table", self.columns.table),
            hint: "It does not exist, or has partitions, parents or children: those are not planned for.",
        }
    }

    /// The old column has to be there; it may be without dimensions.
    fn other_type(&self, side: Side) -> Stop {
        let it = &*self.columns;
        let (planned, is_wrong, hint) = match side {
            Side::Old => (
                it.old_type.to_string(),
                format!(
                    "coalesce({}, '') NOT IN ({}, {})",
                    it.type_of(side),
                    Literal(it.old_type),
                    Literal(format!("{}(-1)", it.old_type.element())),
                ),
                "Say in `from` what it is.",
            ),
            Side::New => (
                it.new_type.to_string(),
                format!("{} <> {}", it.type_of(side), Literal(it.new_type)),
                "It is not of this migration: choose another `new_column`.",
            ),
        };
        Stop {
            when: is_wrong,
            says: format!("column {} of {} is not {planned}", it.column(side), it.table),
            hint,
        }
    }

    fn no_source(&self) -> Stop {
        let it = &*self.columns;
        let names: Vec<_> = it.sources.iter().map(|it| Literal(it.as_str()).to_string()).collect();
        Stop {
            when: match names.len() {
                0 => "false".to_owned(),
                n => format!(
                    "(
        SELECT count(*)
        FROM pg_attribute
        WHERE attrelid = relation AND attname IN ({}) AND NOT attisdropped
    ) < {n}",
                    names.join(", ")
                ),
            },
            says: format!("{} has not all the columns of `source`", it.table),
            hint: "Say from which columns the embedding is computed.",
        }
    }

    /// The function that would be replaced is somebody's.
    fn not_ours(&self) -> Stop {
        let signature = Literal(format!("{}()", self.columns.books));
        Stop {
            when: format!(
                "to_regprocedure({signature}) IS NOT NULL
        AND coalesce(obj_description(to_regprocedure({signature}), 'pg_proc'), '') NOT LIKE '{MARK}%'"
            ),
            says: format!("function {}() is there", self.columns.books),
            hint: "It is not of this migration: rename it or drop it.",
        }
    }

    fn is_indexed(&self) -> Stop {
        let it = &*self.columns;
        Stop {
            when: format!(
                "EXISTS (
        SELECT
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_am AS m ON m.oid = c.relam
        JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE i.indrelid = relation AND m.amname = 'hnsw' AND a.attname = {}
    )",
                Literal(it.new.as_str())
            ),
            says: format!("column {} of {} has an index", it.new, it.table),
            hint: "Go back through the stage `index` first.",
        }
    }

    fn not_begun(&self) -> Stop {
        let it = &*self.columns;
        Stop {
            // After the contraction nothing is left of it but the new column.
            when: format!(
                "books IS NULL AND ({} IS NOT NULL OR {} IS NULL)",
                it.type_of(Side::Old),
                it.type_of(Side::New)
            ),
            says: format!("column {} of {} is not prepared", it.new, it.table),
            hint: "Run the stage `expand` first.",
        }
    }

    fn serves(&self) -> Stop {
        let it = &*self.columns;
        Stop {
            when: "since IS NOT NULL".to_owned(),
            says: format!("column {} of {} serves already", it.new, it.table),
            hint: "Go back through the stage `switch` first.",
        }
    }

    fn not_switched(&self) -> Stop {
        let it = &*self.columns;
        Stop {
            when: "books IS NOT NULL AND since IS NULL".to_owned(),
            says: format!("column {} of {} still serves", it.old, it.table),
            hint: "Run the stage `switch` first.",
        }
    }

    fn too_early(&self) -> Stop {
        let it = &*self.columns;
        Stop {
            when: format!("now() < since + interval '{}'", it.soak),
            says: format!("column {} of {} has not served for {} yet", it.new, it.table, it.soak),
            hint: "Wait, or say a shorter `soak` when you are sure.",
        }
    }

    fn is_gone(&self) -> Stop {
        let it = &*self.columns;
        Stop {
            when: format!("{} IS NULL", it.type_of(Side::Old)),
            says: format!("column {} of {} was dropped: it cannot come back", it.old, it.table),
            hint: "Change the model again, to the one from before.",
        }
    }
}

impl fmt::Display for GuardModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut body = format!("{}BEGIN\n", self.columns.declare());
        for (n, Stop { when, says, hint }) in self.stops().iter().enumerate() {
            let word = if n == 0 { "IF" } else { "ELSIF" };
            body.push_str(&format!(
                "    {word} {when} THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = {},
            HINT = {};
",
                Literal(says),
                Literal(hint)
            ));
        }
        body.push_str("    END IF;\nEND");
        block::write(f, &body)
    }
}

impl Facts for GuardModel {
    fn title(&self) -> String {
        let ModelColumns { table, new, old, .. } = &*self.columns;
        match self.gate {
            Gate::Expand => format!("stop unless {table} may get column {new}"),
            Gate::Shrink => format!("stop unless column {new} of {table} may go again"),
            Gate::Index => format!("stop unless column {new} of {table} is prepared"),
            Gate::DropIndex => format!("stop when column {new} of {table} serves"),
            Gate::Switch => format!("stop unless column {new} of {table} may serve"),
            Gate::SwitchBack => format!("stop unless column {old} of {table} may serve again"),
            Gate::Contract => format!("stop unless column {old} of {table} may go"),
            Gate::Restore => format!("stop when column {old} of {table} is gone"),
        }
    }

    fn lock(&self) -> Option<Lock> {
        looks_at(&self.columns.table)
    }
}
