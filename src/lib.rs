//! Proofmark lints, fixes, builds and verifies OASIS work products written in Markdown.
//!
//! One way through:
//!
//! ```text
//! files ─► source ─► markdown ─► work_product ─┬─► rules ──► diagnostic ──► report
//!                                              └─► render ─► package ────► rules on what was built, gate
//!                                              ├─► bump
//!                                              └─► render ─► package ────► rules on what was built
//! ```
//!
//! Imports follow the arrows and never run against them.

pub mod bump;
pub mod commands;
pub mod diagnostic;
pub mod gate;
pub mod markdown;
pub mod package;
pub mod profiles;
pub mod render;
pub mod report;
pub mod rules;
pub mod source;
pub mod work_product;
