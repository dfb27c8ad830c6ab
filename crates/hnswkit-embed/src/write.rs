//! Collects what was found, by the way that it goes.

use hnswkit_core::{
    lint::{Action, Direction, Event, Fragment, Piece, Wrap},
    parse::Span,
};

/// Where what is found belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Way {
    /// What is run, in a migration on its way forward.
    #[default]
    Up,
    /// What a migration does on its way back.
    Down,
    /// What models declare. It is judged, and not part of the history: migrations make it.
    Declared,
}

/// A piece with its place in the program.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) piece: Piece<'static>,
    /// Nothing when it only says how those behind it are run.
    pub(crate) span: Option<Span>,
}

/// What was found so far.
#[derive(Debug, Default)]
pub(crate) struct Output {
    pub(crate) way: Way,
    pub(crate) up: Vec<Placed>,
    pub(crate) down: Vec<Placed>,
    pub(crate) declared: Vec<Placed>,
    /// How the statements are run at the place at hand.
    wrap: Wrap,
    /// What was last said about that, on the way forward and back.
    said: [Option<Wrap>; 2],
    /// Where the parts of the way back begin, which are run last part first.
    groups: Vec<usize>,
    /// How many bytes of SQL may still be taken: strings can be used often.
    budget: usize,
}

impl Output {
    pub(crate) fn new(program: &str) -> Self {
        // Constants are sent more than once, but not without end.
        Self { budget: program.len().saturating_mul(4).saturating_add(65_536), ..Self::default() }
    }

    fn list(&mut self) -> &mut Vec<Placed> {
        match self.way {
            Way::Up => &mut self.up,
            Way::Down => &mut self.down,
            Way::Declared => &mut self.declared,
        }
    }

    fn push(&mut self, piece: Piece<'static>, span: Option<Span>) {
        self.list().push(Placed { piece, span });
    }

    /// SQL that is sent.
    pub(crate) fn sql(&mut self, fragment: Fragment<'static>, span: &Span) {
        match self.budget.checked_sub(fragment.text.len()) {
            Some(it) => {
                self.budget = it;
                self.push(Piece::Sql(fragment), Some(span.clone()));
            }
            None => self.event(span, Action::Other),
        }
    }

    /// What a builder does.
    pub(crate) fn event(&mut self, span: &Span, action: Action) {
        let Some(it) = self.budget.checked_sub(1) else { return };
        self.budget = it;
        self.push(Piece::Event(Event { span: span.clone(), action }), Some(span.clone()));
    }

    /// Whether builders did anything on the way forward.
    pub(crate) fn has_builders(&self) -> bool {
        self.up.iter().any(|it| matches!(it.piece, Piece::Event(_)))
    }

    /// From here on a part of the way back is told that is run before those told so far.
    pub(crate) fn begin_group(&mut self) {
        self.groups.push(self.down.len());
    }

    /// Statements are run so, and whoever runs them knows.
    pub(crate) fn expect(&mut self, wrap: Wrap) {
        self.wrap = wrap;
        self.said[0] = Some(wrap);
    }

    /// From here on statements are run so; gives how they were run before.
    pub(crate) fn wrap(&mut self, wrap: Wrap) -> Wrap {
        let said = match self.way {
            Way::Up => Some(0),
            Way::Down => Some(1),
            Way::Declared => None,
        };
        if let Some(it) = said
            && self.said[it].replace(wrap) != Some(wrap)
        {
            self.push(Piece::Wrap(wrap), None);
        }
        std::mem::replace(&mut self.wrap, wrap)
    }

    /// From here on what is found goes that way, and is run so; gives what was before.
    pub(crate) fn turn(&mut self, way: Way, wrap: Wrap) -> (Way, Wrap) {
        let old = (std::mem::replace(&mut self.way, way), self.wrap);
        self.wrap(wrap);
        old
    }

    /// Goes back to what was before.
    pub(crate) fn turn_back(&mut self, (way, wrap): (Way, Wrap)) {
        self.way = way;
        self.wrap(wrap);
    }

    /// The pieces in order: forward, back, declared.
    pub(crate) fn into_pieces(self) -> Vec<Placed> {
        let is_told = |list: &[Placed]| list.iter().any(|it| it.span.is_some());
        let turn = |way| Placed { piece: Piece::Direction(way), span: None };
        let mut pieces = match is_told(&self.up) {
            true => self.up,
            false => vec![],
        };
        if is_told(&self.down) {
            pieces.push(turn(Direction::Down));
            pieces.extend(last_first(self.down, &self.groups));
        }
        if is_told(&self.declared) {
            // Ends the way back, so that nothing of it is there.
            pieces.push(turn(Direction::Up));
            pieces.push(turn(Direction::Down));
            pieces.push(Placed { piece: Piece::Wrap(Wrap::Unknown), span: None });
            pieces.extend(self.declared);
        }
        pieces
    }
}

/// The groups that begin at these places, last first.
fn last_first(mut pieces: Vec<Placed>, groups: &[usize]) -> Vec<Placed> {
    let mut ordered = vec![];
    for start in groups.iter().rev() {
        ordered.extend(pieces.split_off((*start).min(pieces.len())));
    }
    let mut all = pieces;
    all.extend(ordered);
    all
}
