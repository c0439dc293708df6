//! Commands: what is wanted of a station, with what became of it.
//!
//! - `POST /charge-points/{id}/commands/{name}` (`post`): an action of the station's version, held against its schema
//!   and nothing stricter, or a verb, whose body is the same in all versions (`ocpp::verbs`);
//! - `GET /commands`, `GET /commands/{id}`, `DELETE /commands/{id}` (`list`): how they stand, and taking one back.

mod list;
mod once;
mod options;
mod post;
mod view;

pub use list::read;
pub use options::Options;
pub use post::{Order, accepted, reply, take};
pub use view::CommandView;

pub use once::Once;

use serde_json::json;

use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::problem::kinds;
use crate::admin::send::SENDING;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/charge-points/{id}/commands/{name}", Tag::COMMANDS).post(
        op("send_command", "Send an action of the station's version, or a verb")
            .says(
                "An action's payload is held against the schema of the station's version, a verb's body against its form. \
                 Verbs and actions also stand here by themselves, with their bodies. A raw action is answered with what the \
                 station said, a verb with the command.",
            )
            .example(json!({ "idTag": "ALICE", "connector": 1 }))
            .answers(json!({ "status": "Accepted" }))
            .once()
            .fails(SENDING)
            .fails(&[kinds::KEY_USED, kinds::CONFLICT]),
        post::post,
    );
    api.at("/commands", Tag::COMMANDS)
        .get(op("list_commands", "Commands, the newest first"), list::list);
    api.at("/commands/{id}", Tag::COMMANDS)
        .get(op("get_command", "How one stands"), list::read)
        .delete(
            op("cancel_command", "Take one back that waits for its station")
                .fails(&[kinds::COMMAND_LEFT, kinds::CONFLICT]),
            list::cancel,
        );
}
