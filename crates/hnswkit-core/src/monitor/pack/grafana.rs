//! Grafana: a dashboard over the metrics in Prometheus.

use super::{
    Draw, Options, Output, OutputFile, PANELS, Panel, Series, Unit,
    value::{Value, list, map, text},
};

pub(super) static OUTPUT: Output = Output {
    id: "grafana",
    title: "Grafana dashboard",
    usage: "Import hnsw_dashboard.json in Grafana (Dashboards, New, Import) and choose the Prometheus \
            data source.",
    source: "https://grafana.com/docs/grafana/latest/visualizations/dashboards/build-dashboards/view-dashboard-json-model/",
    render,
};

/// The version of the model of dashboards: that of Grafana 10.4, by whose types (npm, @grafana/schema
/// 10.4.0) the document was checked.
const SCHEMA_VERSION: i64 = 39;

/// Columns of Grafana's grid.
const GRID: i64 = 24;

fn render(_: &Options) -> Vec<OutputFile> {
    vec![OutputFile { path: "hnsw_dashboard.json", content: dashboard().to_json() }]
}

fn dashboard() -> Value {
    map([
        ("id", Value::Null),
        ("uid", text("hnswkit")),
        ("title", text("HNSW indexes")),
        ("description", text("HNSW indexes of pgvector: state, searches, size, writes, builds.")),
        ("tags", list(["postgresql", "pgvector"].map(text))),
        ("timezone", text("browser")),
        ("editable", Value::Flag(true)),
        ("graphTooltip", Value::Number(1)),
        ("schemaVersion", Value::Number(SCHEMA_VERSION)),
        ("version", Value::Number(1)),
        ("refresh", text("1m")),
        ("time", map([("from", text("now-6h")), ("to", text("now"))])),
        ("annotations", map([("list", list([]))])),
        ("links", list([])),
        ("templating", map([("list", list([data_source(), database()]))])),
        ("panels", list(panels())),
    ])
}

/// Which Prometheus to ask.
fn data_source() -> Value {
    map([
        ("name", text("datasource")),
        ("label", text("Data source")),
        ("type", text("datasource")),
        ("query", text("prometheus")),
        ("hide", Value::Number(0)),
        ("refresh", Value::Number(1)),
        ("regex", text("")),
        ("multi", Value::Flag(false)),
        ("includeAll", Value::Flag(false)),
        ("options", list([])),
    ])
}

/// Which databases to show.
fn database() -> Value {
    let query = "label_values(hnsw_index_info, datname)";
    map([
        ("name", text("database")),
        ("label", text("Database")),
        ("type", text("query")),
        ("datasource", prometheus()),
        ("query", map([("query", text(query)), ("refId", text("databases"))])),
        ("hide", Value::Number(0)),
        ("refresh", Value::Number(2)),
        ("regex", text("")),
        ("sort", Value::Number(1)),
        ("multi", Value::Flag(true)),
        ("includeAll", Value::Flag(true)),
        ("allValue", text(".*")),
        (
            "current",
            map([
                ("selected", Value::Flag(true)),
                ("text", list([text("All")])),
                ("value", list([text("$__all")])),
            ]),
        ),
        ("options", list([])),
    ])
}

fn prometheus() -> Value {
    map([("type", text("prometheus")), ("uid", text("${datasource}"))])
}

/// Panels from left to right, a row of the dashboard above those of each name.
fn panels() -> Vec<Value> {
    let mut out = vec![];
    let (mut x, mut y, mut height) = (0, 0, 0);
    let mut row = "";
    for it in PANELS {
        let (width, its_height) = size(it.draw);
        if it.row != row {
            (x, y) = (0, y + height);
            let spot = grid((GRID, 1), (x, y));
            out.push(row_of(it.row, spot, out.len()));
            (row, y, height) = (it.row, y + 1, 0);
        }
        if GRID < x + width {
            (x, y, height) = (0, y + height, 0);
        }
        out.push(panel(it, grid((width, its_height), (x, y)), out.len()));
        x += width;
        height = height.max(its_height);
    }
    out
}

/// Width and height on the grid.
fn size(draw: Draw) -> (i64, i64) {
    match draw {
        Draw::Lines => (12, 8),
        Draw::Number => (6, 4),
        Draw::Table => (12, 8),
    }
}

fn grid((width, height): (i64, i64), (x, y): (i64, i64)) -> Value {
    map([("h", place(height)), ("w", place(width)), ("x", place(x)), ("y", place(y))])
}

fn place(it: i64) -> Value {
    Value::Number(it)
}

/// Ids count from 1.
fn id(n_before: usize) -> Value {
    Value::Number(i64::try_from(n_before + 1).unwrap_or(i64::MAX))
}

fn row_of(title: &str, place: Value, n_before: usize) -> Value {
    map([
        ("id", id(n_before)),
        ("type", text("row")),
        ("title", text(title)),
        ("collapsed", Value::Flag(false)),
        ("gridPos", place),
        ("panels", list([])),
    ])
}

fn panel(it: &Panel, place: Value, n_before: usize) -> Value {
    let defaults = map([("unit", text(unit(it.unit))), ("custom", map([]))]);
    let mut entries = vec![
        ("id", id(n_before)),
        ("type", text(kind(it.draw))),
        ("title", text(it.title)),
        ("description", text(it.about)),
        ("datasource", prometheus()),
        ("gridPos", place),
        ("fieldConfig", map([("defaults", defaults), ("overrides", list([]))])),
        ("options", options(it.draw)),
        (
            "targets",
            list((b'A'..).zip(it.series).map(|(letter, series)| target(it, letter, series))),
        ),
    ];
    if it.draw == Draw::Table {
        entries.push(("transformations", list([hide_columns()])));
    }
    Value::Map(entries.into_iter().map(|(key, it)| (key.to_owned(), it)).collect())
}

fn kind(draw: Draw) -> &'static str {
    match draw {
        Draw::Lines => "timeseries",
        Draw::Number => "stat",
        Draw::Table => "table",
    }
}

/// Grafana's name for it.
fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Bytes => "bytes",
        Unit::Seconds => "s",
        Unit::Timestamp => "dateTimeFromNow",
        Unit::Ratio => "percentunit",
        Unit::Flag | Unit::Info | Unit::Count => "short",
    }
}

fn options(draw: Draw) -> Value {
    match draw {
        Draw::Lines => map([
            (
                "legend",
                map([
                    ("displayMode", text("list")),
                    ("placement", text("bottom")),
                    ("showLegend", Value::Flag(true)),
                    ("calcs", list([])),
                ]),
            ),
            ("tooltip", map([("mode", text("multi")), ("sort", text("desc"))])),
        ]),
        Draw::Number => map([
            ("colorMode", text("value")),
            ("graphMode", text("none")),
            ("justifyMode", text("auto")),
            ("orientation", text("auto")),
            ("textMode", text("auto")),
            ("showPercentChange", Value::Flag(false)),
            ("wideLayout", Value::Flag(true)),
            (
                "reduceOptions",
                map([
                    ("calcs", list([text("lastNotNull")])),
                    ("fields", text("")),
                    ("values", Value::Flag(false)),
                ]),
            ),
        ]),
        Draw::Table => map([("showHeader", Value::Flag(true)), ("cellHeight", text("sm"))]),
    }
}

fn target(panel: &Panel, letter: u8, it: &Series) -> Value {
    let is_table = panel.draw == Draw::Table;
    map([
        ("refId", text(char::from(letter).to_string())),
        ("datasource", prometheus()),
        ("editorMode", text("code")),
        ("expr", text(it.expr)),
        ("legendFormat", text(it.legend)),
        ("instant", Value::Flag(panel.draw != Draw::Lines)),
        ("range", Value::Flag(panel.draw == Draw::Lines)),
        ("format", text(if is_table { "table" } else { "time_series" })),
    ])
}

/// Labels that say where the number was collected, not what it is.
fn hide_columns() -> Value {
    let hidden = ["Time", "__name__", "instance", "job", "server"];
    let hidden = hidden.map(|it| (it.to_owned(), Value::Flag(true)));
    map([
        ("id", text("organize")),
        ("options", map([("excludeByName", Value::Map(hidden.into_iter().collect()))])),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get<'a>(value: &'a Value, key: &str) -> &'a Value {
        let Value::Map(entries) = value else { panic!("{value:?} is no mapping") };
        entries.iter().find(|(it, _)| it == key).map_or(&Value::Null, |(_, it)| it)
    }

    fn number(value: &Value) -> i64 {
        let Value::Number(it) = value else { panic!("{value:?} is no number") };
        *it
    }

    #[test]
    fn no_two_panels_share_a_place() {
        let places: Vec<_> = panels()
            .iter()
            .map(|it| ["x", "y", "w", "h"].map(|key| number(get(get(it, "gridPos"), key))))
            .collect();
        for (n, &[x, y, w, h]) in places.iter().enumerate() {
            assert!(x + w <= GRID);
            for &[other_x, other_y, other_w, other_h] in &places[..n] {
                let apart = x + w <= other_x
                    || other_x + other_w <= x
                    || y + h <= other_y
                    || other_y + other_h <= y;
                assert!(apart, "{places:?}");
            }
        }
    }
}
