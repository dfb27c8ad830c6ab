//! Strings of programs: what they hold, where each part of it stands, and what is left open.

use hnswkit_core::parse::Span;

use crate::node::{Kind, Node};

/// A string, put together from its parts in the program.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text {
    pub(crate) parts: Vec<Part>,
    /// Whether a function takes it apart, so that holes become parameters: ``sql`…` ``.
    pub(crate) tagged: bool,
}

/// A part of a string.
#[derive(Debug, Clone)]
pub(crate) enum Part {
    /// As it is spelled in the program.
    Plain(Span),
    /// Spelled in another way.
    Escape(Span, String),
    /// Filled when the program runs.
    Hole(Span, Box<Node>),
}

impl Text {
    /// A string that is spelled as it is.
    pub(crate) fn plain(span: Span) -> Self {
        Self { parts: vec![Part::Plain(span)], tagged: false }
    }

    /// What the program puts into it.
    pub(crate) fn holes(&self) -> impl Iterator<Item = &Node> {
        self.parts.iter().filter_map(|it| match it {
            Part::Hole(_, node) => Some(node.as_ref()),
            Part::Plain(_) | Part::Escape(..) => None,
        })
    }

    /// The value, when nothing is left open.
    pub(crate) fn value(&self, program: &str) -> Option<String> {
        let mut value = String::new();
        for it in &self.parts {
            match it {
                Part::Plain(span) => value.push_str(program.get(span.clone())?),
                Part::Escape(_, text) => value.push_str(text),
                Part::Hole(..) => return None,
            }
        }
        Some(value)
    }

    /// Where it stands, without its quotes; `around` when it is empty.
    pub(crate) fn span(&self, around: &Span) -> Span {
        let spans = |it: &Part| match it {
            Part::Plain(span) | Part::Escape(span, _) | Part::Hole(span, _) => span.clone(),
        };
        match (self.parts.first().map(spans), self.parts.last().map(spans)) {
            (Some(first), Some(last)) => first.start..last.end.max(first.start),
            _ => around.clone(),
        }
    }

    /// How many bytes its parts have.
    pub(crate) fn len(&self) -> usize {
        let len = |it: &Part| match it {
            Part::Plain(span) | Part::Hole(span, _) => span.len(),
            Part::Escape(_, text) => text.len(),
        };
        self.parts.iter().map(len).sum()
    }

    /// Puts another string behind it.
    pub(crate) fn append(&mut self, other: Self) {
        self.parts.extend(other.parts);
        self.tagged |= other.tagged;
    }

    /// Puts holes where `format` or `%` fill something in.
    pub(crate) fn formatted(&self, program: &str, style: Style, values: &[Node]) -> Self {
        let mut text = Self::default();
        let mut values = values.iter();
        for part in &self.parts {
            let Part::Plain(span) = part else {
                text.parts.push(part.clone());
                continue;
            };
            let mut from = span.start;
            for place in style.places(program.get(span.clone()).unwrap_or_default()) {
                let place = span.start + place.start..span.start + place.end;
                if from < place.start {
                    text.parts.push(Part::Plain(from..place.start));
                }
                from = place.end;
                match style.doubled(&program[place.clone()]) {
                    Some(it) => text.parts.push(Part::Escape(place, it.to_owned())),
                    None => {
                        let unknown = Node::new(place.clone(), Kind::Group(vec![]));
                        let filler = values.next().cloned().unwrap_or(unknown);
                        text.parts.push(Part::Hole(place, Box::new(filler)));
                    }
                }
            }
            if from < span.end {
                text.parts.push(Part::Plain(from..span.end));
            }
        }
        text
    }
}

/// How a string says what is to be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// `{}`, `{name}`
    Braces,
    /// `%s`, `%(name)s`
    Percent,
}

impl Style {
    /// Where something is filled in, or a sign is doubled.
    fn places(self, text: &str) -> Vec<Span> {
        let bytes = text.as_bytes();
        let mut places = vec![];
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            let length = match self {
                Self::Braces if rest.starts_with(b"{{") || rest.starts_with(b"}}") => Some(2),
                Self::Braces if rest[0] == b'{' => {
                    rest.iter().take(64).position(|it| *it == b'}').map(|it| it + 1)
                }
                Self::Percent if rest.starts_with(b"%%") => Some(2),
                Self::Percent if rest.starts_with(b"%(") => {
                    rest.iter().take(64).position(|it| *it == b')').map(|it| it + 2)
                }
                Self::Percent if rest[0] == b'%' => {
                    rest.get(1).filter(|it| it.is_ascii_alphabetic()).map(|_| 2)
                }
                _ => None,
            };
            match length.filter(|it| text.is_char_boundary(at + it)) {
                Some(it) => {
                    places.push(at..at + it);
                    at += it;
                }
                None => at += 1,
            }
        }
        places
    }

    /// The one sign that a doubled one stands for.
    fn doubled(self, place: &str) -> Option<&'static str> {
        match (self, place) {
            (Self::Braces, "{{") => Some("{"),
            (Self::Braces, "}}") => Some("}"),
            (Self::Percent, "%%") => Some("%"),
            _ => None,
        }
    }
}
