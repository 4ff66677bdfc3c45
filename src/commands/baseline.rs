//! `--baseline` of `lint`: what is recorded is not reported.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{Baseline, Comparison, Diagnostic, Key, Scope, Sources, fingerprint};
use crate::report::Report;
use crate::rules::{Selection, topic_of};
use crate::source::{ReadError, decode};

use super::Trouble;
use super::output::write_file;
use super::target::Target;

/// A baseline on the disk.
pub(super) struct OnDisk<'a> {
    path: &'a Path,
    /// Its directory, absolute.
    directory: PathBuf,
    selection: &'a Selection,
}

/// What a run looked at.
struct Run<'a> {
    files: BTreeSet<String>,
    disk: &'a OnDisk<'a>,
}

impl Scope for Run<'_> {
    fn looked_at(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    fn applied(&self, rule: &str) -> bool {
        self.disk.selection.allows(rule, topic_of(rule))
    }

    fn exists(&self, path: &str) -> bool {
        self.looked_at(path) || self.disk.directory.join(path).exists()
    }
}

impl<'a> OnDisk<'a> {
    pub fn new(path: &'a Path, selection: &'a Selection) -> Result<Self, Trouble> {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let directory = parent.canonicalize().map_err(|error| Trouble::Write {
            path: path.display().to_string(),
            error: std::io::Error::new(error.kind(), format!("the directory {} does not exist", parent.display())),
        })?;
        Ok(Self { path, directory, selection })
    }

    /// Records what `reports` found, beside what the run did not look at.
    pub fn write(&self, targets: &[Target], reports: &[Report]) -> Result<Baseline, Trouble> {
        let mut baseline = Baseline::default();
        for (target, report) in targets.iter().zip(reports) {
            for found in &report.diagnostics {
                baseline.record(self.key(target, found, &report.sources), &found.message);
            }
        }
        let past = if self.path.exists() { self.read()? } else { Baseline::default() };
        baseline.keep(&past, &self.run(targets, reports));
        let text = baseline.to_json();
        write_file(self.path, text.as_bytes())?;
        Ok(baseline)
    }

    pub fn read(&self) -> Result<Baseline, Trouble> {
        let shown = self.path.display();
        let bytes = std::fs::read(self.path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => {
                Trouble::Usage(format!("{shown}: does not exist; --write-baseline writes it"))
            }
            _ => Trouble::Read { path: shown.to_string(), error: ReadError::Io(error.to_string()) },
        })?;
        let text = decode(bytes).map_err(|error| Trouble::Read { path: shown.to_string(), error })?;
        Baseline::parse(&text).map_err(|said| Trouble::Usage(format!("{shown}: {said}")))
    }

    /// Takes what is recorded out of the reports.
    pub fn subtract(&self, baseline: &Baseline, targets: &[Target], reports: &mut [Report]) -> Comparison {
        let mut keys = Vec::new();
        for (target, report) in targets.iter().zip(reports.iter()) {
            keys.extend(report.diagnostics.iter().map(|found| self.key(target, found, &report.sources)));
        }
        let compared = baseline.compare(&keys, &self.run(targets, reports));
        let mut known = compared.known.iter();
        for report in reports {
            report.diagnostics.retain(|_| !known.next().copied().unwrap_or_default());
        }
        compared
    }

    fn run(&self, targets: &[Target], reports: &[Report]) -> Run<'_> {
        let of = |(target, report): (&Target, &Report)| {
            report.sources.files().map(|path| self.relative(target, path)).collect::<Vec<_>>()
        };
        Run { files: targets.iter().zip(reports).flat_map(of).collect(), disk: self }
    }

    fn key(&self, target: &Target, found: &Diagnostic, sources: &Sources) -> Key {
        let path = &sources.get(found.location.source).segment_at(found.location.range.start).path;
        Key {
            path: self.relative(target, path),
            rule: found.rule.to_string(),
            fingerprint: fingerprint(found, sources),
        }
    }

    /// A path of a project as it is seen from the baseline, so that it means the same wherever the program is run.
    fn relative(&self, target: &Target, path: &str) -> String {
        relative(&self.directory, &target.workspace.root().join(path))
    }
}

fn relative(from: &Path, to: &Path) -> String {
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) = (from.components().collect(), to.components().collect());
    let common = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
    let up = from.iter().skip(common).map(|_| "..".into());
    let down = to.iter().skip(common).map(|part| part.as_os_str().to_string_lossy());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_baseline() {
        for (to, expected) in [("/p/q/a.md", "a.md"), ("/p/q/r/a.md", "r/a.md"), ("/p/s/a.md", "../s/a.md")] {
            assert_eq!(relative(Path::new("/p/q"), Path::new(to)), expected);
        }
    }
}
