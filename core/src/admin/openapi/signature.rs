//! What a function's signature says of its operation: from its arguments the parameters and the body, from what it
//! returns the answers.

use std::collections::BTreeMap;

use actix_web::{Either, HttpRequest, web};
use serde_json::{Value, json};
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, ToSchema};

use super::content::Content;
use crate::admin::access::Caller;
use crate::admin::body::{Json, JsonText, JsonWithText};
use crate::admin::path::Path;
use crate::admin::problem::{Kind, Problem, kinds};
use crate::admin::query::Query;
use crate::admin::reply::{Accepted, Created, NoContent};

/// JSON.
pub const JSON: &str = "application/json";
/// Bytes.
pub const BYTES: &str = "application/octet-stream";

/// What a signature says.
#[derive(Default, Clone)]
pub struct Signature {
    /// In the path and in the query.
    pub parameters: Vec<Parameter>,
    /// Others, as they stand in the document: headers that are read.
    pub others: Vec<Value>,
    /// None: it takes none.
    pub body: Option<Body>,
    /// By status.
    pub answers: BTreeMap<u16, Answered>,
    /// What follows for what it can be refused for.
    pub kinds: Vec<&'static Kind>,
    /// The types that it names.
    pub schemas: Vec<(String, RefOr<Schema>)>,
}

/// A request's body.
#[derive(Clone)]
pub struct Body {
    /// By media type.
    pub contents: Vec<Content>,
    /// An empty one would not do.
    pub required: bool,
}

/// One answer that is no problem.
#[derive(Default, Clone)]
pub struct Answered {
    /// In a line.
    pub description: &'static str,
    /// By name.
    pub headers: Vec<(&'static str, &'static str)>,
    /// By media type.
    pub contents: Vec<Content>,
}

impl Signature {
    /// A type by its name, which is then known.
    pub fn named<T: ToSchema>(&mut self) -> Value {
        T::schemas(&mut self.schemas);
        let schema = T::schema();
        if ["Value", "Vec", "BTreeMap", "Arc", "String"].contains(&&*T::name()) {
            return json!(schema);
        }
        let reference = json!({ "$ref": format!("#/components/schemas/{}", T::name()) });
        self.schemas.push((T::name().into_owned(), schema));
        reference
    }

    /// One more answer, or another form of one.
    pub fn answer(&mut self, status: u16, answered: Answered) {
        let known = self.answers.entry(status).or_default();
        if known.description.is_empty() {
            known.description = answered.description;
        }
        known.headers.extend(answered.headers);
        known.contents.extend(answered.contents);
    }

    /// A body, and what is wrong with one.
    pub fn takes(&mut self, body: Body) {
        self.kinds
            .extend([kinds::INVALID_REQUEST, kinds::TOO_LARGE, kinds::BODY_TOO_SLOW]);
        self.body = Some(body);
    }

    fn json_body<T: ToSchema>(&mut self) {
        let required = match T::schema() {
            RefOr::T(Schema::Object(object)) => !object.required.is_empty(),
            _ => false,
        };
        let contents = vec![Content::of(JSON, self.named::<T>())];
        self.takes(Body { contents, required });
    }
}

/// An argument of a function that serves an operation.
pub trait Asked {
    /// Adds what it says.
    fn ask(_signature: &mut Signature) {}
}

/// What such a function returns.
pub trait Answer {
    /// Adds what it says.
    fn answer(signature: &mut Signature);
}

impl<T: 'static> Asked for web::Data<T> {}

impl Asked for HttpRequest {}

impl Asked for Caller {}

impl<T: IntoParams> Asked for Path<T> {
    fn ask(signature: &mut Signature) {
        signature.parameters.extend(T::into_params(|| Some(ParameterIn::Path)));
        signature.kinds.extend([kinds::INVALID_REQUEST, kinds::NOT_FOUND]);
    }
}

impl<T: IntoParams> Asked for Query<T> {
    fn ask(signature: &mut Signature) {
        signature.parameters.extend(T::into_params(|| Some(ParameterIn::Query)));
        signature.kinds.push(kinds::INVALID_REQUEST);
    }
}

impl<T: ToSchema> Asked for Json<T> {
    fn ask(signature: &mut Signature) {
        signature.json_body::<T>();
    }
}

impl<T: ToSchema> Asked for JsonWithText<T> {
    fn ask(signature: &mut Signature) {
        signature.json_body::<T>();
    }
}

impl Asked for JsonText {
    fn ask(signature: &mut Signature) {
        let contents = vec![Content::of(JSON, json!({}))];
        signature.takes(Body {
            contents,
            required: false,
        });
    }
}

impl Asked for web::Payload {
    fn ask(signature: &mut Signature) {
        let contents = vec![Content::text(BYTES, json!({}), "the bytes of the file")];
        signature.takes(Body {
            contents,
            required: true,
        });
    }
}

macro_rules! arguments {
    ($($name:ident)*) => {
        impl<$($name: Asked),*> Asked for ($($name,)*) {
            fn ask(_signature: &mut Signature) {
                $($name::ask(_signature);)*
            }
        }
    };
}

arguments! {}
arguments! { A }
arguments! { A B }
arguments! { A B C }
arguments! { A B C D }
arguments! { A B C D E }
arguments! { A B C D E F }

impl<T: ToSchema> Answer for Json<T> {
    fn answer(signature: &mut Signature) {
        let contents = vec![Content::of(JSON, signature.named::<T>())];
        signature.answer(
            200,
            Answered {
                description: "What was asked for",
                contents,
                ..Answered::default()
            },
        );
    }
}

impl<T: ToSchema> Answer for Created<T> {
    fn answer(signature: &mut Signature) {
        let contents = vec![Content::of(JSON, signature.named::<T>())];
        signature.answer(
            201,
            Answered {
                description: "It is there now",
                contents,
                ..Answered::default()
            },
        );
    }
}

impl<T: ToSchema> Answer for Accepted<T> {
    fn answer(signature: &mut Signature) {
        let contents = vec![Content::of(JSON, signature.named::<T>())];
        signature.answer(
            202,
            Answered {
                description: "It goes on; how it went will be told elsewhere",
                headers: vec![("Location", "The path to ask at")],
                contents,
            },
        );
    }
}

impl Answer for NoContent {
    fn answer(signature: &mut Signature) {
        signature.answer(
            204,
            Answered {
                description: "Done",
                ..Answered::default()
            },
        );
    }
}

impl<A: Answer, B: Answer> Answer for Either<A, B> {
    fn answer(signature: &mut Signature) {
        A::answer(signature);
        B::answer(signature);
    }
}

impl<T: Answer> Answer for Result<T, Problem> {
    fn answer(signature: &mut Signature) {
        T::answer(signature);
        signature.kinds.extend([
            kinds::INTERNAL,
            kinds::UNREADABLE_RECORD,
            kinds::STORE_UNAVAILABLE,
            kinds::STOPPING,
        ]);
    }
}
