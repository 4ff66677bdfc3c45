//! Making the deliverable of the fixture: each writer alone. Typst alone is `write_pdf` less `write_markup`.
//!
//! `cargo bench --bench build`

use std::path::Path;

use proofmark::render::{Publication, PublicationOptions, html};
use proofmark::source::DiskWorkspace;
use proofmark::work_product::{Request, WorkProduct, load};

fn main() {
    divan::main();
}

fn fixture() -> (DiskWorkspace, WorkProduct) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cosai-paper");
    let workspace = DiskWorkspace::new(&root, None).expect("the fixture is there");
    let request = Request { config: Some("workproduct.yaml".to_owned()), ..Request::default() };
    let work = load(&workspace, &request).expect("the fixture loads");
    (workspace, work)
}

#[divan::bench]
fn publication(bencher: divan::Bencher<'_, '_>) {
    let (workspace, work) = fixture();
    bencher.bench(|| Publication::new(&work, &workspace, PublicationOptions::of(&work, false)));
}

#[divan::bench]
fn write_html(bencher: divan::Bencher<'_, '_>) {
    let (workspace, work) = fixture();
    let (publication, _) = Publication::new(&work, &workspace, PublicationOptions::of(&work, false));
    bencher.bench(|| html::write(&publication));
}

/// All of the PDF but Typst: the document written as Typst markup, its diagrams drawn.
#[cfg(feature = "pdf")]
#[divan::bench]
fn write_markup(bencher: divan::Bencher<'_, '_>) {
    let (workspace, work) = fixture();
    let (publication, _) = Publication::new(&work, &workspace, PublicationOptions::of(&work, false));
    bencher.bench(|| proofmark::render::pdf::markup(&publication));
}

#[cfg(feature = "pdf")]
#[divan::bench(sample_count = 10)]
fn write_pdf(bencher: divan::Bencher<'_, '_>) {
    let (workspace, work) = fixture();
    let (publication, _) = Publication::new(&work, &workspace, PublicationOptions::of(&work, false));
    bencher.bench(|| proofmark::render::pdf::write(&publication));
}
