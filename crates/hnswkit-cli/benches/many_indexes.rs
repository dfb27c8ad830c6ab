//! The story, and 10,000 indexes: reading, planning, writing.

fn main() {
    divan::main();
}
