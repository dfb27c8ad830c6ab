//! The card that others show for a link is the drawing beside it.

use std::path::Path;

use resvg::{tiny_skia::Pixmap, usvg};

#[test]
fn the_card_is_the_drawing() {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let drawing = std::fs::read_to_string(assets.join("card.svg")).unwrap();
    let tree = usvg::Tree::from_str(&drawing, &usvg::Options::default()).unwrap();
    let mut card = Pixmap::new(1200, 630).unwrap();
    resvg::render(&tree, usvg::Transform::default(), &mut card.as_mut());
    let file = assets.join("card.png");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, card.encode_png().unwrap()).unwrap();
    }
    let committed = Pixmap::decode_png(&std::fs::read(file).unwrap()).unwrap();
    assert!(card == committed, "UPDATE_GOLDEN=1 cargo test -p hnswkit-site --test card draws it");
}
