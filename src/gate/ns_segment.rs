//! The segment `ns` is for names, and no document lies there: conditions 164 and 165.

use super::cover_urls::{Cited, url_path};
use super::submission::Submission;
use super::{Judge, Place};

/// Conditions 164 and 165.
pub(super) fn segment(submission: &Submission<'_>, judge: &mut Judge) {
    if submission.markdown.is_none() && submission.html.is_none() {
        judge.not_applicable([164, 165], "the package holds neither Markdown nor HTML");
        return;
    }
    let cover = &submission.cover;
    judge.compared(164, format!("{} addresses", cover.this.len() + cover.latest.len()), "none with the segment ns");
    judge.compared(165, format!("{} addresses", cover.previous.len()), "none with the segment ns");
    for (place, url) in named(&cover.this).chain(named(&cover.latest)) {
        judge.fail(164, place, format!("{url} lies below ns, where only names are"));
        judge.help(164, "documents lie below the work product's own directory");
    }
    for (place, url) in named(&cover.previous) {
        judge.fail(165, place, format!("{url} lies below ns, where only names are"));
        judge.help(165, "if the document was published there, leave the address as it is");
    }
}

/// The addresses that have the segment.
fn named(cited: &[Cited]) -> impl Iterator<Item = (Place, &str)> {
    let clean = |cited: &'_ Cited| cited.url.trim_end_matches(['.', ',', ')', '\\']).len();
    cited.iter().filter_map(move |cited| {
        let url = cited.url.get(..clean(cited))?;
        url_path(url).split('/').any(|part| part == "ns").then(|| (cited.place.clone(), url))
    })
}
