//! `llms.txt` and `sitemap.xml`: the site for programs.

use crate::{
    book::Book,
    markdown::{Scan, scan},
};

/// The list of all pages in Markdown, with what each is about.
pub(crate) fn llms(book: &Book, scans: &[Scan]) -> String {
    let mut out = String::from("# hnswkit\n\n");
    if let Some(home) = book.pages.first() {
        out.push_str(&format!("> {}\n\n", scan(&home.markdown).description));
    }
    out.push_str(
        "Every page has a twin in Markdown at the same address, with `.md` in place of `.html`.\n\
         All of them in one file: [llms-full.txt](llms-full.txt).\n",
    );
    for section in &book.sections {
        out.push_str(&format!("\n## {}\n\n", section.title));
        let pages = book.pages.iter().zip(scans).filter(|(it, _)| it.section == section.id);
        for (page, scan) in pages {
            out.push_str(&format!("- [{}]({}.md): {}\n", page.title, page.slug, scan.description));
        }
    }
    out
}

/// The addresses of all pages.
pub(crate) fn sitemap(book: &Book, base_url: &str) -> String {
    let pages =
        book.pages.iter().map(|it| format!("  <url><loc>{base_url}{}.html</loc></url>\n", it.slug));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}</urlset>\n",
        pages.collect::<String>()
    )
}
