//! What an earlier stage was published as stays: no fix of any rule touches its addresses.

use proofmark::profiles::ProfileId;
use proofmark::rules::fix::apply_fixes;
use proofmark::rules::{LintOptions, lint_unfolded};
use proofmark::source::{Applicability, MemoryWorkspace};
use proofmark::work_product::{LabelKind, WorkProduct, from_text};

/// Everything that fixes mend elsewhere: http, doubled links, runs of spaces, lines run together, wrong stages.
const COVER: &str = "# Kite Signals Version 1.2

## Committee Specification Draft 02

## 12 March 2026

#### This stage:
http://docs.oasis-open.org/air/kites/v1.2/csd02/kites-v1.2-csd02.md (Authoritative)
http://docs.oasis-open.org/air/kites/v1.2/csd02/kites-v1.2-csd02.html.\\

#### Previous stage:
http://docs.oasis-open.org/air/kites/v1.2/csd02/kites-v1.2-csd02.md  (Authoritative)
[http://docs.oasis-open.org/air/kites/v1.2//csd01/kites-v1.2-csd01.html](http://docs.oasis-open.org/air/kites/v1.2//csd01/kites-v1.2-csd01.html)
https://docs.oasis-open.org/air/kites/v1.2/csd01/kites-v1.2-csd01.pdf.\\

#### Latest stage:
http://docs.oasis-open.org/air/kites/v1.2/csd02/kites-v1.2-csd02.md (Authoritative)

# 1 Introduction

Text.
";

/// The full stop and the backslash of the last line belong to the text, though a parser takes them for the address.
fn previous(work: &WorkProduct) -> Vec<String> {
    let block = work.stage_block(LabelKind::PreviousStage).expect("the cover has the block");
    block.addresses().map(|uri| uri.url.trim_end_matches(['.', '\\']).to_owned()).collect()
}

#[test]
fn no_fix_changes_an_address_of_an_earlier_stage() {
    let workspace = MemoryWorkspace::default();
    let options = LintOptions::default();
    for profile in ProfileId::ALL {
        let work = from_text("kites-v1.2-csd02.md", COVER.to_owned(), Some(profile)).expect("the cover loads");
        let before = previous(&work);
        assert_eq!(before.len(), 3);
        let fixed = apply_fixes(work, Applicability::Unsafe, &|work| lint_unfolded(work, &workspace, &options));
        assert!(fixed.applied > 0, "nothing was fixed for {profile:?}");
        assert_eq!(fixed.dropped, [], "{profile:?}");
        assert_eq!(previous(&fixed.work), before, "{profile:?}\n{}", fixed.work.text());
    }
}
