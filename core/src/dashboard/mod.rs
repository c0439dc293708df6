//! The dashboard: the page at `/` of the operators' listener. It is files alone, in `core/dashboard/`, which are in the
//! binary or in the folder that `admin.dashboard_folder` names; whatever the page shows or does, it asks of the API like
//! any other client (ADR 43). This module serves the files, and knows nothing of the API.
//!
//! `files` is where they come from, `serve` their paths and what a browser is told of them.

mod files;
mod serve;

pub use files::{Embedded, Files};
pub use serve::{is_page, pages};
