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

pub use options::Options;
pub use post::{accepted, reply};
pub use view::CommandView;

use actix_web::web;

pub use once::Once;

/// Declares the paths.
pub fn routes(service: &mut web::ServiceConfig) {
    service
        .service(web::resource("/charge-points/{id}/commands/{name}").post(post::post))
        .service(web::resource("/commands").get(list::list))
        .service(web::resource("/commands/{id}").get(list::read).delete(list::cancel));
}
