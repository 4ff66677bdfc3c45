#!/usr/bin/env bash
# Runs everything that has to hold before a change lands: format, lints, tests, the rule book, the fixture.
# Needs cargo 1.95 or later and nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo fmt --check
cargo clippy --locked --all-targets -- --deny warnings
cargo test --locked

proofmark=target/debug/proofmark
# The rule book is a work product: it has to pass what it demands, and to build.
"$proofmark" lint spec --fail-on warning
"$proofmark" build spec --out target/rule-book
# The fixture is what the first command of the README builds.
"$proofmark" build fixtures/cosai-paper --out target/cosai-paper
"$proofmark" verify target/cosai-paper.zip
# So is the stage that it shows.
"$proofmark" build fixtures/tc-specification --stage csd01 --out target/stages
echo "everything passes"
