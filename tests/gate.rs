//! The verdicts of the official publication check on recorded packages, held against ours. The recordings lie beside
//! the repository; without them the tests say so and pass.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proofmark::gate::{CONDITIONS, Condition, Judgement, Outcome, Reading, judge, rules_of};
use proofmark::package::Package;
use serde_json::Value;

/// The conditions whose checks exist.
const JUDGED: std::ops::RangeInclusive<u64> = 1..=165;

/// A recorded verdict.
struct Recorded {
    name: String,
    kind: String,
    targets: BTreeSet<u64>,
    failing: BTreeMap<u64, String>,
    /// Whether programs it needs were missing or broken.
    crippled: bool,
    bytes: Vec<u8>,
    stage: String,
}

fn recorded() -> Option<Vec<Recorded>> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gate");
    let place =
        if place.is_dir() { place } else { PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/gate") };
    let Ok(text) = fs::read_to_string(place.join("oracle.json")) else {
        eprintln!("skipped: the recorded verdicts are not beside the repository");
        return None;
    };
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let packages = value["packages"].as_array().expect("packages");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let numbers = |value: &Value| value.as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
    let read = |package: &Value| Recorded {
        name: text(&package["file"]),
        kind: text(&package["kind"]),
        targets: numbers(&package["targets"]),
        failing: package["failing"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|failure| Some((failure["condition"].as_u64()?, text(&failure["severity"]).to_lowercase())))
            .collect(),
        crippled: !package["env"].is_null(),
        bytes: fs::read(place.join(text(&package["file"]))).expect("the package"),
        stage: text(&package["stage_dir"]),
    };
    Some(packages.iter().map(read).collect())
}

/// What is said of a package unpacked on the disk, as the official check saw it.
fn judged(package: &Recorded, reading: Reading) -> Vec<Judgement> {
    let place = tempfile::tempdir().expect("a place");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&package.bytes)).expect("a zip");
    for index in 0..archive.len() {
        let Ok(mut entry) = archive.by_index(index) else { continue };
        let path = place.path().join(entry.enclosed_name().expect("a name inside"));
        let mut bytes = Vec::new();
        let whole = std::io::Read::read_to_end(&mut entry, &mut bytes);
        if entry.is_dir() {
            fs::create_dir_all(&path).expect("a directory");
            continue;
        }
        fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        if entry.is_symlink() {
            #[cfg(unix)]
            std::os::unix::fs::symlink(String::from_utf8(bytes).expect("a target"), &path).expect("a link");
            continue;
        }
        // A recorded archive may be damaged on purpose.
        fs::write(&path, if whole.is_ok() { bytes } else { Vec::new() }).expect("a file");
    }
    let package = Package::open(&place.path().join(&package.stage), None).expect("a package");
    judge(&package, reading)
}

fn failing(judgements: &[Judgement]) -> BTreeMap<u64, String> {
    let failed = judgements.iter().filter(|judgement| judgement.outcome == Outcome::Fail);
    let number = |judgement: &Judgement| u64::from(judgement.condition.ordinal);
    failed.map(|judgement| (number(judgement), judgement.severity.name().to_owned())).collect()
}

#[test]
#[cfg(unix)]
fn the_official_reading_is_that_of_the_official_check() {
    let Some(packages) = recorded() else { return };
    let faithful = |package: &&Recorded| package.kind != "crash" && !package.crippled;
    for package in packages.iter().filter(faithful) {
        let held = |found: BTreeMap<u64, String>| -> BTreeMap<u64, String> {
            found.into_iter().filter(|(ordinal, _)| JUDGED.contains(ordinal)).collect()
        };
        let ours = held(failing(&judged(package, Reading::Official)));
        assert_eq!(ours, held(package.failing.clone()), "{}", package.name);
    }
}

#[test]
#[cfg(unix)]
fn the_right_reading_is_silent_where_the_official_check_is_wrong_and_speaks_where_it_is_blind() {
    let Some(packages) = recorded() else { return };
    for package in &packages {
        let wanted: Vec<u64> = package.targets.iter().copied().filter(|target| JUDGED.contains(target)).collect();
        let of_kind = |kinds: &[&str]| kinds.contains(&package.kind.as_str());
        if wanted.is_empty() && !of_kind(&["base"]) {
            continue;
        }
        let judgements = judged(package, Reading::Right);
        let ours = failing(&judgements);
        if of_kind(&["base"]) {
            let refused = ours.iter().filter(|(ordinal, weight)| JUDGED.contains(ordinal) && *weight == "blocker");
            assert_eq!(refused.count(), 0, "{}: {ours:?}", package.name);
        }
        for target in &wanted {
            if of_kind(&["near-miss", "false-alarm"]) {
                assert!(!ours.contains_key(target), "{}: {target}", package.name);
            }
            if of_kind(&["blind"]) {
                assert!(ours.contains_key(target), "{}: {target}", package.name);
            }
        }
    }
}

#[test]
fn a_package_without_documents_is_looked_at_no_further() {
    let files = BTreeMap::from([("tc/tides/v1.0/csd01/tides.txt".to_owned(), b"TODO: write".to_vec())]);
    let package = Package::new("x", files, Vec::new(), None).expect("a package");
    let judgements = judge(&package, Reading::Official);
    let failed = BTreeMap::from([(3, "blocker".to_owned()), (8, "blocker".to_owned())]);
    assert_eq!(failing(&judgements), failed, "the root is no stage, and there are no documents");
    let looked_at = |judgement: &&Judgement| !matches!(judgement.outcome, Outcome::NotApplicable(_));
    let looked_at: Vec<u8> = judgements.iter().filter(looked_at).map(|found| found.condition.ordinal).collect();
    assert_eq!(looked_at, [1, 2, 3, 8]);
}

#[test]
fn every_judged_condition_has_a_rule() {
    let judged = |condition: &&Condition| !condition.live && JUDGED.contains(&u64::from(condition.ordinal));
    for condition in CONDITIONS.iter().filter(judged) {
        assert!(!rules_of(condition).is_empty(), "{}: {}", condition.ordinal, condition.short);
    }
}
