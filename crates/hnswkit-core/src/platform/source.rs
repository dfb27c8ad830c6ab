//! Where we know something from.

/// A page that somebody of us has read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// Its address; or what was measured, and with what.
    pub url: &'static str,
    /// The day or month that the page gives itself, where it does.
    pub dated: Option<&'static str>,
}

/// What a page says, in our words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// It.
    pub text: &'static str,
    /// The page.
    pub source: &'static Source,
}

/// The day on which the pages were read.
pub const READ: &str = "2026-11-23";

impl Source {
    pub(super) const fn page(url: &'static str) -> Self {
        Self { url, dated: None }
    }

    pub(super) const fn dated(url: &'static str, day: &'static str) -> Self {
        Self { url, dated: Some(day) }
    }

    /// Whether it is a measurement of ours, not a page.
    pub fn is_measured(&self) -> bool {
        self.url.starts_with("measured")
    }
}

impl Claim {
    pub(super) const fn new(text: &'static str, source: &'static Source) -> Self {
        Self { text, source }
    }
}
