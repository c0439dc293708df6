//! `GET /backup`: the whole state as one file, streamed while the server works. `?files=true` puts the files of charge
//! points into it, too.
//!
//! What is written meanwhile lies in a file, however slowly the backup is fetched. One without its trailer is none, so
//! one that breaks off cannot be taken for whole.

use std::sync::Arc;

use actix_web::web;
use serde::Deserialize;

use super::AppState;
use super::piped::{Broken, BytesFile, piped};
use super::problem::{Problem, kinds};
use super::query::Query;
use crate::admin::openapi::{Routes, Tag, op};
use crate::backup::{MakeError, Source, make};
use crate::clock;

/// Declares the path.
pub fn routes(api: &mut Routes) {
    api.at("/backup", Tag::OPERATION).get(
        op(
            "get_backup",
            "The whole state as one file, taken while the server works",
        )
        .says(
            "`ocpp-central backup verify` says whether such a file is whole, `ocpp-central restore` lays it out. \
                 A body that breaks off is no backup. The configuration is not in it.",
        )
        .fails(&[kinds::BACKUP_RUNNING]),
        backup,
    );
}

/// What the backup has beside the state.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
struct Options {
    /// The files of charge points: firmware, diagnostics, logs.
    files: bool,
}

async fn backup(app: web::Data<AppState>, options: Query<Options>) -> Result<BytesFile, Problem> {
    let turn = Arc::clone(&app.backup).try_acquire_owned();
    let turn =
        turn.map_err(|_| Problem::new(kinds::BACKUP_RUNNING, "another backup is being taken: try again later"))?;
    let source = Source {
        store: Arc::clone(app.state().store()),
        folder: app.settings().store.path.clone(),
        files: options.files.then(|| app.files.folder().to_owned()),
    };
    let pieces = piped("backup", move |pipe, runtime| {
        let made = make(&source, pipe, runtime).map(drop);
        drop(turn);
        made.map_err(|error| match error {
            MakeError::Output(error) => Broken::Left(error),
            error => Broken::Failed(error.to_string()),
        })?;
        tracing::info!("a backup was taken");
        Ok(())
    });
    let pieces = pieces
        .await
        .map_err(|error| Problem::new(kinds::INTERNAL, format!("the backup could not be begun: {error}")))?;
    let name = clock::text(clock::now()).replace([':', '-'], "");
    Ok(BytesFile::new(&format!("ocpp-central-{name}.backup"), pieces))
}
