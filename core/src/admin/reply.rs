//! Answers whose status is in their type, so that a handler's signature says it: [`Json`] is 200, the
//! others are here; what is no success is a `Problem`.

use actix_web::body::BoxBody;
use actix_web::http::header::LOCATION;
use actix_web::{Either, HttpRequest, HttpResponse, Responder};
use serde::Serialize;

use super::body::Json;

/// 201 with what is there now.
#[derive(Debug)]
pub struct Created<T>(pub T);

/// 202: what was asked for goes on; how it went will be told elsewhere.
#[derive(Debug)]
pub struct Accepted<T> {
    /// The path to ask at.
    pub location: String,
    /// What is there to be told now.
    pub body: T,
}

/// 204 without a body.
#[derive(Debug)]
pub struct NoContent;

/// What a PUT is answered: 201 if there was nothing of this name before, else 200.
pub type PutReply<T> = Either<Created<T>, Json<T>>;

/// The answer to a PUT.
#[must_use]
pub fn put_reply<T>(created: bool, body: T) -> PutReply<T> {
    if created {
        Either::Left(Created(body))
    } else {
        Either::Right(Json(body))
    }
}

impl<T: Serialize> Responder for Created<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Created().json(self.0)
    }
}

impl<T: Serialize> Responder for Accepted<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Accepted()
            .insert_header((LOCATION, self.location))
            .json(self.body)
    }
}

impl Responder for NoContent {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::NoContent().finish()
    }
}
