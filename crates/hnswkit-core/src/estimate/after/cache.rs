//! What stays in cache: how much of the index memory can hold, and what every search needs.

use super::{
    super::{
        figure::{Figure, Unit},
        layout::PAGE,
        math::pow,
    },
    Activity, Built,
};

pub(super) fn add(it: &Built<'_>, activity: &Activity, list: &mut Vec<Figure>) {
    let m = it.layout.m as f64;
    let a_page = it.a_page();
    // A page is hot when one of its elements has an upper layer.
    let hot = match a_page {
        few if few < 1.0 => it.elements / m / few,
        many => (it.pages - 1.0) * (1.0 - pow(1.0 - 1.0 / m, many)),
    };
    let index = it.pages * PAGE as f64;
    let hot = ((hot + 1.0) * PAGE as f64).min(index);
    list.push(Figure::new(
        "pages of upper layers",
        (hot, hot),
        Unit::Bytes,
        format!(
            "every search begins there: 1 element of {m} is above the ground, {} of all pages; \
             the rest is as hot as the queries make it",
            Unit::Share.show(hot / index)
        ),
    ));
    let mut share = |name, memory: Option<u64>, why: &str| {
        let Some(bytes) = memory else { return };
        let most = (bytes as f64 / index).min(1.0);
        list.push(Figure::new(name, (0.0, most), Unit::Share, why));
    };
    share(
        "part in shared_buffers",
        activity.shared_buffers.map(|it| it.get()),
        "at the most, if nothing else were in it; pg_buffercache tells how much is",
    );
    share(
        "part in memory",
        it.workload.ram.map(|it| it.get()),
        "at the most, if the server had no other use for it; what is read from disk shows in \
         pg_statio_user_indexes",
    );
}
