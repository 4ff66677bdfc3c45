//! `manifest.json`: every file with its role, digest and size, in the official gate's shape.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::source::sha256;

/// Name of the file.
pub const MANIFEST: &str = "manifest.json";

/// What a package holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the work product, `v1.0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Stage, `csd01`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The files, by path.
    pub items: Vec<Item>,
    /// What made them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<Tool>,
}

/// One file of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Path in the package, with `/`.
    pub path: String,
    /// `authoritative`, `delivery`, `schema` or `other`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
    /// Size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
}

/// A program that took part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// Which release of a work product a manifest is of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Release {
    /// `v1.0`.
    pub version: Option<String>,
    /// `csd01`.
    pub stage: Option<String>,
}

/// The manifest of `files`, as it is written. It holds nothing that a second build would not.
#[must_use]
pub fn manifest(release: Release, authoritative: &str, files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let items = files.iter().filter(|(path, _)| *path != MANIFEST).map(|(path, bytes)| Item {
        path: path.clone(),
        role: role(path, authoritative, bytes).to_owned(),
        sha256: sha256(&[bytes]),
        bytes: Some(bytes.len() as u64),
    });
    let manifest = Manifest {
        version: release.version,
        stage: release.stage,
        items: items.collect(),
        tools: vec![Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }],
    };
    let mut text = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    text.push(b'\n');
    text
}

fn role(path: &str, authoritative: &str, bytes: &[u8]) -> &'static str {
    let stem = authoritative.rsplit_once('.').map_or(authoritative, |(stem, _)| stem);
    if path == authoritative {
        return "authoritative";
    }
    match path.rsplit_once('.') {
        Some((name, "html" | "pdf" | "docx")) if name == stem => "delivery",
        Some((_, "xsd" | "rng" | "sch" | "abnf")) => "schema",
        Some((_, "json"))
            if serde_json::from_slice(bytes).is_ok_and(|v: serde_json::Value| v.get("$schema").is_some()) =>
        {
            "schema"
        }
        _ => "other",
    }
}
