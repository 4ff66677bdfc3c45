//! Additional artifacts and images.

mod fences;
mod files;
mod images;
mod json;
mod parse;
mod repository;
mod svg;
mod validity;
mod xml;

use super::{COSAI, ERROR, FixKind, Levels, Rule, Topic, WARNING};

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    Rule {
        id: "images-exist",
        topic: Topic::Artifacts,
        summary: "Every image is a file of the project",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "TC Handbook, Work Product Quality Checklist; TC Process 2.2.2",
        gate: &[],
        check: images::images_exist,
    },
    Rule {
        id: "image-size",
        topic: Topic::Artifacts,
        summary: "Images are not larger than they need to be",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "OASIS publication acceptance criteria",
        gate: &[],
        check: images::image_size,
    },
    Rule {
        id: "svg-safe",
        topic: Topic::Artifacts,
        summary: "Vector images run nothing and load nothing",
        levels: Levels::all(WARNING).but(ERROR, COSAI),
        fix: FixKind::None,
        clause: "OASIS publication acceptance criteria",
        gate: &[],
        check: svg::svg_safe,
    },
    Rule {
        id: "junk-files",
        topic: Topic::Artifacts,
        summary: "No left-over of a tool is among the additional artifacts",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "OASIS publication acceptance criteria",
        gate: &[],
        check: files::junk_files,
    },
    Rule {
        id: "artifact-exists",
        topic: Topic::Artifacts,
        summary: "Every path of the additional artifacts names a file",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "TC Process 2.2.5",
        gate: &[],
        check: files::artifact_exists,
    },
    Rule {
        id: "normative-files-wellformed",
        topic: Topic::Artifacts,
        summary: "Every JSON, XML, YAML and ABNF file that travels with the prose can be parsed",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "TC Process 2.2.5",
        gate: &[("schema-id", 54)],
        check: validity::wellformed,
    },
    Rule {
        id: "artifact-valid",
        topic: Topic::Artifacts,
        summary: "Schemas are sound and every instance is as valid as it is said to be",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "TC Process 2.2.5",
        gate: &[],
        check: validity::valid,
    },
    Rule {
        id: "normative-files-referenced",
        topic: Topic::Artifacts,
        summary: "The prose refers to every file that travels with it",
        levels: Levels::all(ERROR).but(WARNING, COSAI).draft(WARNING),
        fix: FixKind::None,
        clause: "TC Process 2.2.5",
        gate: &[("normdef-refs", 148)],
        check: validity::referenced,
    },
    Rule {
        id: "repo-required-files",
        topic: Topic::Artifacts,
        summary: "The repository has a licence, a code of conduct, a guide for contributors and a README",
        levels: Levels::only(ERROR, COSAI).draft(WARNING),
        fix: FixKind::None,
        clause: "OASIS Open Projects, required files",
        gate: &[],
        check: repository::required_files,
    },
    Rule {
        id: "fence-data-parses",
        topic: Topic::Artifacts,
        summary: "JSON, YAML and XML between fences can be parsed",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "TC Process 2.2.5 (\"including fragments\")",
        gate: &[],
        check: fences::parses,
    },
];
