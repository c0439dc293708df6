//! Changes that depend on what was there before: read, decide, write if nothing changed in between, else
//! again. So two operators, or an operator and a handshake, do not undo each other.

use super::problem::{Problem, kinds};
use crate::state::State;
use crate::store::{Expect, Revision, StoreError, Write};

/// So often a change is tried. Whenever one fails, another change of the same record was made.
const MAX_ATTEMPTS: usize = 16;

/// What an attempt decided.
#[derive(Debug)]
pub struct Attempt<T> {
    /// What must still hold of the record that the first write changes: what was read.
    pub expect: Expect,
    /// In their order; those behind the first need no condition.
    pub writes: Vec<Write>,
    /// What the caller wants to know of it.
    pub outcome: T,
}

/// Makes attempts until the writes of one are durable.
///
/// # Errors
/// The attempt's; the store's; 409 if others were always faster.
pub async fn settle<T>(state: &State, mut attempt: impl FnMut() -> Result<Attempt<T>, Problem>) -> Result<T, Problem> {
    repeat(state, || {
        let Attempt {
            expect,
            mut writes,
            outcome,
        } = attempt()?;
        if let Some(first) = writes.first_mut() {
            first.expect = expect;
        }
        Ok((writes, outcome))
    })
    .await
}

/// The same for writes that bring their own conditions.
///
/// # Errors
/// As [`settle`].
pub async fn repeat<T>(
    state: &State,
    mut attempt: impl FnMut() -> Result<(Vec<Write>, T), Problem>,
) -> Result<T, Problem> {
    for _ in 0..MAX_ATTEMPTS {
        let (writes, outcome) = attempt()?;
        match state.store().write(writes).await {
            Err(StoreError::Conflict { .. }) => {}
            written => return Ok(written.map(|_| outcome)?),
        }
    }
    let detail = format!("others changed it {MAX_ATTEMPTS} times meanwhile; nothing was changed, try again");
    Err(Problem::new(kinds::CONFLICT, detail))
}

/// What was read, apart from the condition that it is still so.
#[must_use]
pub fn apart<T>(read: Option<(T, Revision)>) -> (Option<T>, Expect) {
    match read {
        Some((record, revision)) => (Some(record), Expect::Revision(revision)),
        None => (None, Expect::Absent),
    }
}
