//! Set-up and checks of the repository.
fn main() {}
