//! The question for a report in parts, the station's answer to it, and the parts: the same for all kinds of reports.

use serde_json::json;

use super::notebook::Notebook;
use super::reports::{Part, ReportState, WHOLE, answered, ask, asked, is_partial, state, take};
use crate::events::kinds::CONFIGURATION_REPORTED;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::operation::Answer;
use crate::state::inventories::{Report, ReportKind};

/// A question for a report.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// What asks it.
    pub action: &'a str,
    /// Of what it is.
    pub kind: ReportKind,
    /// The number that the parts will carry.
    pub request_id: i64,
    /// All of this; none: what it names.
    pub base: Option<&'a str>,
}

impl Question<'_> {
    /// It leaves: what came under its number before was another report.
    ///
    /// # Errors
    /// The store's.
    pub fn leaves(self, context: Context<'_>) -> Result<Effects, HandlerError> {
        let mut notebook = Notebook::open(context)?;
        if self.base == Some(WHOLE) {
            notebook.whole_begins();
        }
        let report = asked(self.kind, self.request_id, self.base, context.caller.now);
        ask(notebook.inventory(), report);
        notebook.effects()
    }

    /// The station said yes or no.
    ///
    /// # Errors
    /// The store's.
    pub fn answered(self, context: Context<'_>, answer: Answer<'_, &str>) -> Result<Effects, HandlerError> {
        let (word, is_not_done) = match answer {
            Answer::Response(status) => (status, status == "NotSupported"),
            Answer::Refused(error) => (error.code.as_str(), error.says_not_done()),
            Answer::NotSent | Answer::Unknown => return Ok(Effects::none()),
        };
        let mut notebook = Notebook::open(context)?;
        answered(notebook.inventory(), self.kind, self.request_id, word);
        if is_not_done {
            notebook.does_not(self.action)?;
        }
        notebook.effects()
    }
}

/// A part came: `note` writes down what each of its entries says, unless it was there before.
///
/// # Errors
/// The store's.
pub fn part<T>(
    context: Context<'_>,
    part: Part,
    entries: &[T],
    note: impl Fn(&mut Notebook<'_>, &T) -> Result<(), HandlerError>,
) -> Result<Effects, HandlerError> {
    let mut notebook = Notebook::open(context)?;
    if context.has_lost_items() {
        // What was left out of it may be there all the same.
        is_partial(notebook.inventory(), part);
    }
    if !take(notebook.inventory(), part) {
        return notebook.effects();
    }
    entries.iter().try_for_each(|entry| note(&mut notebook, entry))?;
    let is_it = |report: &&Report| report.kind == part.kind && report.request_id == part.request_id;
    let report = notebook.inventory().reports.iter().rev().find(is_it);
    let told = report
        .filter(|report| state(report) == ReportState::Complete)
        .map(|report| {
            json!({
                "report": report.kind,
                "requestId": report.request_id,
                "base": report.base,
                "entries": report.entries,
            })
        });
    let effects = notebook.effects()?;
    Ok(match told {
        Some(told) => effects.tell_own(&CONFIGURATION_REPORTED, told),
        None => effects,
    })
}
