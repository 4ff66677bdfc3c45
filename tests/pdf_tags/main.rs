#![allow(missing_docs)]
mod reader;
#[test]
fn look() {
    let bytes = std::fs::read(std::env::var("PDF").unwrap()).unwrap();
    println!("{}", reader::tags(&bytes).readable());
}
