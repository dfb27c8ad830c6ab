//! Moves the places of an event from a string to the program around it.

use super::{Action, Column, Event, IndexCreation, OffsetMap, Query};
use crate::parse::{Name, ObjectName, Parameter, Span, Value};

/// What has places.
pub(super) trait Relocate {
    /// Moves them all.
    fn relocate(&mut self, map: &OffsetMap);
}

impl Relocate for Span {
    fn relocate(&mut self, map: &OffsetMap) {
        *self = map.span(self.clone()).0;
    }
}

impl Relocate for usize {
    fn relocate(&mut self, map: &OffsetMap) {
        *self = map.offset(*self);
    }
}

impl<T: Relocate> Relocate for Option<T> {
    fn relocate(&mut self, map: &OffsetMap) {
        if let Some(it) = self {
            it.relocate(map);
        }
    }
}

impl<T: Relocate> Relocate for Vec<T> {
    fn relocate(&mut self, map: &OffsetMap) {
        self.iter_mut().for_each(|it| it.relocate(map));
    }
}

impl Relocate for Name {
    fn relocate(&mut self, map: &OffsetMap) {
        self.span.relocate(map);
    }
}

impl Relocate for ObjectName {
    fn relocate(&mut self, map: &OffsetMap) {
        self.qualifiers.relocate(map);
        self.name.relocate(map);
    }
}

impl Relocate for Value {
    fn relocate(&mut self, map: &OffsetMap) {
        self.span.relocate(map);
    }
}

impl Relocate for Parameter {
    fn relocate(&mut self, map: &OffsetMap) {
        self.namespace.relocate(map);
        self.name.relocate(map);
        self.value.relocate(map);
        self.span.relocate(map);
    }
}

impl Relocate for Column {
    fn relocate(&mut self, map: &OffsetMap) {
        self.name.relocate(map);
        self.type_span.relocate(map);
    }
}

impl Relocate for IndexCreation {
    fn relocate(&mut self, map: &OffsetMap) {
        self.unique.relocate(map);
        self.name.relocate(map);
        self.table.relocate(map);
        self.method.relocate(map);
        for it in &mut self.keys {
            it.class.relocate(map);
            it.order.relocate(map);
            it.span.relocate(map);
        }
        self.include.relocate(map);
        self.parameters.relocate(map);
        self.concurrently.relocate(map);
        self.if_not_exists.relocate(map);
        self.insert_concurrently.relocate(map);
    }
}

impl Relocate for Query {
    fn relocate(&mut self, map: &OffsetMap) {
        let distance = |it: &mut super::Distance| {
            it.operator.relocate(map);
            it.left_span.relocate(map);
            it.right_span.relocate(map);
        };
        self.span.relocate(map);
        self.filter_span.relocate(map);
        self.filter_distances.iter_mut().for_each(distance);
        for it in &mut self.tables {
            it.name.relocate(map);
        }
        for it in &mut self.order {
            it.span.relocate(map);
            it.descending.relocate(map);
            it.nulls_first.relocate(map);
            match &mut it.kind {
                super::OrderKind::Distance(it) | super::OrderKind::Computed(it) => distance(it),
                super::OrderKind::Other => {}
            }
        }
    }
}

impl Relocate for Event {
    fn relocate(&mut self, map: &OffsetMap) {
        self.span.relocate(map);
        match &mut self.action {
            Action::CreateIndex(it) => it.relocate(map),
            Action::DropIndex(it) => {
                it.names.relocate(map);
                it.concurrently.relocate(map);
                it.cascade.relocate(map);
                it.insert_concurrently.relocate(map);
            }
            Action::Reindex(it) => {
                it.concurrently.relocate(map);
                it.insert_concurrently.relocate(map);
                match &mut it.target {
                    super::RebuildTarget::Index(it) | super::RebuildTarget::Table(it) => {
                        it.relocate(map);
                    }
                    super::RebuildTarget::Wide => {}
                }
            }
            Action::SetIndex(name, parameters) | Action::SetTable(name, parameters) => {
                name.relocate(map);
                parameters.relocate(map);
            }
            Action::RenameIndex(name, new)
            | Action::MayRenameIndex(name, new)
            | Action::RenameTable(name, new)
            | Action::DropColumn(name, new) => {
                name.relocate(map);
                new.relocate(map);
            }
            Action::AttachIndex(parent, child) => {
                parent.relocate(map);
                child.relocate(map);
            }
            Action::CreateTable(it) => {
                it.name.relocate(map);
                it.columns.relocate(map);
                it.like.relocate(map);
            }
            Action::DropTable(names) => names.relocate(map),
            Action::AddColumn(table, column) | Action::AlterType(table, column) => {
                table.relocate(map);
                column.relocate(map);
            }
            Action::RenameColumn(table, old, new) => {
                table.relocate(map);
                old.relocate(map);
                new.relocate(map);
            }
            Action::Fill(it) | Action::MayChangeTable(it) | Action::MayDropIndex(it) => {
                it.relocate(map)
            }
            Action::Set(it) => {
                it.name_span.relocate(map);
                it.local.relocate(map);
                it.value.relocate(map);
                it.hole.relocate(map);
            }
            Action::Extension { name, version, .. } => {
                name.relocate(map);
                version.relocate(map);
            }
            Action::Load(it) => it.relocate(map),
            Action::Query(it) => it.relocate(map),
            Action::Unreadable { at, .. } => at.relocate(map),
            Action::Reset(_)
            | Action::SetDefault(_)
            | Action::Begin
            | Action::Commit
            | Action::Rollback
            | Action::Connect
            | Action::Block(_)
            | Action::Alone(_)
            | Action::Other => {}
        }
    }
}
