//! Which stage may follow which: TC Process 2.5 to 2.9, Open Project Rules 8 to 13, Naming Directives 5.2.

use crate::work_product::StageToken;

/// For each stage without its digits, the stages that may come next.
const FOLLOWS: &[(&str, &[&str])] = &[
    ("wd", &["wd", "csd", "cnd", "psd", "pnd"]),
    ("csd", &["csd", "cs"]),
    ("csprd", &["csd", "cs"]),
    ("cs", &["csd", "cs", "os"]),
    ("cos", &["csd", "cs", "os"]),
    ("cnd", &["cnd", "cn"]),
    ("cnprd", &["cnd", "cn"]),
    ("cn", &["cnd", "cn"]),
    ("psd", &["psd", "ps"]),
    ("psprd", &["psd", "ps"]),
    ("ps", &["psd", "ps", "csd", "os"]),
    ("pnd", &["pnd", "pn"]),
    ("pn", &["pnd", "pn"]),
];

/// Why a stage cannot follow another; `None` where it can.
#[must_use]
pub fn leap(from: &StageToken, to: &StageToken) -> Option<String> {
    let (old, new) = (from.written(), to.written());
    let next = FOLLOWS.iter().find(|(name, _)| *name == from.name).map_or(&[][..], |(_, next)| *next);
    if !next.contains(&to.name.as_str()) {
        return Some(match next {
            [] => format!("nothing follows {old} as a stage of the same document"),
            next => format!("{new} cannot follow {old}: what can is {}", next.join(", ")),
        });
    }
    if to.name == "os" {
        return None;
    }
    let number = |token: &StageToken| token.revision.parse::<u32>().ok();
    let expected = if from.name == to.name { number(from)? + 1 } else { 1 };
    (number(to) != Some(expected)).then(|| format!("{}{expected:02} follows {old}, not {new}", to.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(from: &str, to: &str) -> Option<String> {
        leap(&StageToken::parse(from).expect("a stage"), &StageToken::parse(to).expect("a stage"))
    }

    #[test]
    fn a_draft_is_revised_or_approved() {
        for (from, to) in [
            ("wd03", "csd01"),
            ("wd03", "wd04"),
            ("csd01", "csd02"),
            ("csd04", "cs01"),
            ("cs01", "os"),
            ("pnd02", "pn01"),
        ] {
            assert_eq!(between(from, to), None, "{from} {to}");
        }
    }

    #[test]
    fn no_stage_is_skipped() {
        assert_eq!(between("csd01", "os").as_deref(), Some("os cannot follow csd01: what can is csd, cs"));
        assert_eq!(between("csd01", "csd03").as_deref(), Some("csd02 follows csd01, not csd03"));
        assert_eq!(between("csd03", "cs02").as_deref(), Some("cs01 follows csd03, not cs02"));
        assert_eq!(between("csd02", "csd02").as_deref(), Some("csd03 follows csd02, not csd02"));
        assert_eq!(between("cnd01", "cs01").as_deref(), Some("cs01 cannot follow cnd01: what can is cnd, cn"));
        assert_eq!(between("os", "csd01").as_deref(), Some("nothing follows os as a stage of the same document"));
    }
}
