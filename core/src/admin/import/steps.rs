//! A table is looked at whole, then written in steps.

use actix_web::rt::task::yield_now;

use super::cells::{Cells, Wrong};
use super::reply::{Refused, Reply};
use super::rows::{Decided, Kind, Outcome};
use super::source::{Source, TableText};
use crate::admin::AppState;
use crate::admin::problem::{Problem, kinds};
use crate::store::StoreError;

/// So many rows are read, decided and written in one go; other requests have their turn then.
const STEP: usize = 200;
/// So often a step is tried. Whenever one fails, somebody else changed what it is about.
const MOST_ATTEMPTS: usize = 16;
/// So many rows a table has at most.
const MOST_ROWS: usize = 500_000;

/// Some rows that can be read, each with its line.
struct Step<R> {
    lines: Vec<u64>,
    rows: Vec<R>,
}

/// Brings a table in; of a dry run, looks what would become of it.
///
/// # Errors
/// Rows cannot be used, all of which are told; the store's.
pub async fn import<K: Kind>(
    app: &AppState,
    text: &TableText,
    is_dry: bool,
    begin: impl Fn() -> K,
) -> Result<Reply, Problem> {
    let reply = look::<K>(app, text, begin()).await?;
    if is_dry {
        return Ok(Reply { dry_run: true, ..reply });
    }
    let reply = write::<K>(app, text, begin()).await?;
    tracing::info!(
        rows = reply.rows,
        created = reply.created,
        changed = reply.changed,
        "an operator brought a table"
    );
    Ok(reply)
}

/// What would become of each row.
async fn look<K: Kind>(app: &AppState, text: &TableText, mut kind: K) -> Result<Reply, Problem> {
    let mut refused = Refused::default();
    let mut reply = Reply::default();
    let mut source = match text.rows(K::COLUMNS) {
        Ok(source) => source,
        Err((line, wrong)) => {
            wrong.into_iter().for_each(|wrong| refused.add(line, wrong));
            return refused.problem(0).map_or(Ok(reply), Err);
        }
    };
    reply.ignored_columns.clone_from(&source.header().passed_over);
    let mut rows = 0;
    while let Some(step) = read(&mut source, &mut kind, &mut refused, &mut rows) {
        if rows > MOST_ROWS {
            let detail = format!("the table has more than {MOST_ROWS} rows; bring it in parts");
            return Err(Problem::new(kinds::TOO_LARGE, detail));
        }
        let decided = kind.decide(app, &step.rows)?;
        for (line, outcome) in step.lines.into_iter().zip(decided.outcomes) {
            match outcome {
                Outcome::Refused(wrong) => refused.add(line, wrong),
                outcome => reply.add(line, outcome),
            }
        }
        yield_now().await;
    }
    match refused.problem(rows) {
        Some(problem) => Err(problem),
        None => Ok(reply),
    }
}

/// Makes it so, step by step.
async fn write<K: Kind>(app: &AppState, text: &TableText, mut kind: K) -> Result<Reply, Problem> {
    let mut reply = Reply::default();
    let (mut refused, mut rows) = (Refused::default(), 0);
    let Ok(mut source) = text.rows(K::COLUMNS) else {
        return Ok(reply);
    };
    reply.ignored_columns.clone_from(&source.header().passed_over);
    while let Some(step) = read(&mut source, &mut kind, &mut refused, &mut rows) {
        let decided = settle(app, &kind, &step.rows).await;
        let decided = decided.map_err(|problem| problem.with("rowsDone", reply.rows))?;
        for (line, outcome) in step.lines.into_iter().zip(decided.outcomes) {
            match outcome {
                // Others changed since what it is about.
                Outcome::Refused(wrong) => refused.add(line, wrong),
                outcome => reply.add(line, outcome),
            }
        }
        for follow in decided.follow {
            kind.follow(app, follow).await?;
        }
        yield_now().await;
    }
    let done = reply.rows;
    match refused.problem(rows) {
        Some(problem) => Err(problem.with("rowsDone", done)),
        None => Ok(reply),
    }
}

/// Decides until what was decided is durable.
async fn settle<K: Kind>(app: &AppState, kind: &K, rows: &[K::Row]) -> Result<Decided<K::Follow>, Problem> {
    for _ in 0..MOST_ATTEMPTS {
        let mut decided = kind.decide(app, rows)?;
        let writes = std::mem::take(&mut decided.writes);
        if writes.is_empty() {
            return Ok(decided);
        }
        match app.state().store().write(writes).await {
            Err(StoreError::Conflict { .. }) => {}
            written => return Ok(written.map(|_| decided)?),
        }
    }
    let detail = format!("others changed the same {MOST_ATTEMPTS} times meanwhile; bring the table again");
    Err(Problem::new(kinds::CONFLICT, detail))
}

/// The next rows that can be read; none: that was all.
fn read<K: Kind>(
    source: &mut Source<'_>,
    kind: &mut K,
    refused: &mut Refused,
    rows: &mut usize,
) -> Option<Step<K::Row>> {
    let mut step = Step {
        lines: Vec::new(),
        rows: Vec::new(),
    };
    let mut read = 0;
    while read < STEP {
        let Some(line) = source.next() else {
            break;
        };
        read += 1;
        *rows += 1;
        let line = match line {
            Ok(line) => line,
            Err(fault) => {
                refused.add(fault.line, Wrong::whole(fault.what));
                continue;
            }
        };
        match Cells::of(source.header(), &line).and_then(|cells| kind.read(&cells)) {
            Ok(row) => {
                step.lines.push(line.number);
                step.rows.push(row);
            }
            Err(wrong) => refused.add(line.number, wrong),
        }
    }
    (read > 0).then_some(step)
}
