//! Additional artifacts and images.

mod declared;
mod fences;
mod files;
mod images;
mod json;
mod normative;
mod parse;
mod presence;
mod repository;
mod shipped;
mod svg;
mod validity;
mod xml;

use super::rendition::PackageRule;
use super::{COSAI, ERROR, FixKind, Levels, OPEN_PROJECTS, Rule, SPECIFICATIONS, STAGED, Topic, WARNING};

pub(super) use declared::namespace_form;
pub(super) use presence::stable_names;
pub(super) use shipped::{lint, verify};

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    Rule {
        id: "images-exist",
        topic: Topic::Artifacts,
        summary: "Every image is a file of the project",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "TC Handbook, Work Product Quality Checklist; TC Process 2.2.2",
        gate: &[("image-policy", 42), ("image-policy", 43), ("image-policy", 44)],
        check: images::images_exist,
    },
    Rule {
        id: "image-size",
        topic: Topic::Artifacts,
        summary: "Images are not larger than they need to be",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "OASIS publication acceptance criteria",
        gate: &[("image-policy", 47), ("image-policy", 51)],
        check: images::image_size,
    },
    Rule {
        id: "svg-safe",
        topic: Topic::Artifacts,
        summary: "Vector images run nothing and load nothing",
        levels: Levels::all(WARNING).but(ERROR, COSAI),
        fix: FixKind::None,
        clause: "OASIS publication acceptance criteria",
        gate: &[("image-policy", 48), ("image-policy", 49), ("image-policy", 50)],
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
        gate: &[("normdef-refs", 148), ("normdef-refs", 149)],
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
    Rule {
        id: "license-full-text",
        topic: Topic::Artifacts,
        summary: "The repository's licence is there in full, with the Call for Patent Disclosure",
        levels: Levels::only(WARNING, OPEN_PROJECTS),
        fix: FixKind::None,
        clause: "OASIS Open Projects, required files; Open Project Rules 15.2 and 17.5",
        gate: &[],
        check: repository::license,
    },
    Rule {
        id: "readme-op-statement",
        topic: Topic::Artifacts,
        summary: "The README says that this is an OASIS Open Project, with a link",
        levels: Levels::only(WARNING, OPEN_PROJECTS),
        fix: FixKind::None,
        clause: "OASIS Open Projects, required files",
        gate: &[],
        check: repository::readme,
    },
];

/// The rules of this topic that look at what `workproduct.yaml` names, and at packages.
pub const PACKAGE_RULES: &[PackageRule] = &[
    PackageRule {
        rule: Rule {
            id: "this-stage-files-exist",
            topic: Topic::Artifacts,
            summary: "Every file under `This stage` is in the package",
            levels: Levels::only(ERROR, STAGED),
            fix: FixKind::None,
            clause: "TC Process 2.2.2; Naming Directives 6.1",
            gate: &[("front-matter", 17)],
            check: |checker| lint(checker, presence::this_stage),
        },
        check: |checker| verify(checker, presence::this_stage),
    },
    PackageRule {
        rule: Rule {
            id: "own-path-files-exist",
            topic: Topic::Artifacts,
            summary: "Every file that the prose gives an address of its own stage for travels with it",
            levels: Levels::only(ERROR, STAGED).draft(WARNING),
            fix: FixKind::None,
            clause: "TC Process 2.2.5; Naming Directives 6.1",
            gate: &[("package-refs", 68)],
            check: |checker| lint(checker, presence::own_path),
        },
        check: |checker| verify(checker, presence::own_path),
    },
    PackageRule {
        rule: Rule {
            id: "normative-files-separate",
            topic: Topic::Artifacts,
            summary: "A schema of the work product is a file of its own, not only a display in the prose",
            levels: Levels::only(ERROR, SPECIFICATIONS).draft(WARNING),
            fix: FixKind::None,
            clause: "TC Process 2.2.5",
            gate: &[],
            check: |checker| lint(checker, normative::separate),
        },
        check: |checker| verify(checker, normative::separate),
    },
    PackageRule {
        rule: Rule {
            id: "schema-id-agrees",
            topic: Topic::Artifacts,
            summary: "The `$id` of a JSON Schema is the address it is published at",
            levels: Levels::only(ERROR, SPECIFICATIONS).draft(WARNING),
            fix: FixKind::None,
            clause: "Naming Directives 6.1",
            gate: &[("schema-id", 55), ("schema-id", 56), ("schema-id", 57)],
            check: |checker| lint(checker, declared::schema_id),
        },
        check: |checker| verify(checker, declared::schema_id),
    },
    PackageRule {
        rule: Rule {
            id: "declared-namespaces-consistent",
            topic: Topic::Artifacts,
            summary: "The declared namespaces on the cover are those the schemas declare",
            levels: Levels::only(WARNING, SPECIFICATIONS),
            fix: FixKind::None,
            clause: "Naming Directives 8",
            gate: &[],
            check: |checker| lint(checker, declared::namespaces),
        },
        check: |checker| verify(checker, declared::namespaces),
    },
    PackageRule {
        rule: Rule {
            id: "duplicate-content",
            topic: Topic::Artifacts,
            summary: "No content is published under two names",
            levels: Levels::only(ERROR, STAGED),
            fix: FixKind::None,
            clause: "Naming Directives 6.5",
            gate: &[("uri-alias", 151), ("uri-alias", 152)],
            check: |checker| lint(checker, presence::duplicates),
        },
        check: |checker| verify(checker, presence::duplicates),
    },
    PackageRule {
        rule: Rule {
            id: "discrepancy-sentence",
            topic: Topic::Artifacts,
            summary: "Where normative files travel with the prose, it says that they prevail",
            levels: Levels::only(WARNING, SPECIFICATIONS),
            fix: FixKind::None,
            clause: "TC Process 2.2.5",
            gate: &[],
            check: |checker| lint(checker, normative::discrepancy),
        },
        check: |checker| verify(checker, normative::discrepancy),
    },
];
