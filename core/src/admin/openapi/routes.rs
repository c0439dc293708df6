//! The paths of the API, each declared once: it is registered and described by the same line. Which parameters, which
//! bodies and which answers an operation has is read from the signature of its function.

use actix_web::guard::GuardContext;
use actix_web::middleware::from_fn;
use actix_web::{FromRequest, Handler, Responder, Route, web};
use utoipa::openapi::path::{Parameter, ParameterIn};

use super::operation::{Operation, Tag};
use super::signature::{Answer, Asked, Signature};
use crate::admin::API;
use crate::admin::problem::{MostBytes, kinds};
use crate::admin::query;

/// The paths below one prefix.
pub struct Routes {
    prefix: &'static str,
    declared: Vec<Declared>,
}

/// Whether a path has a request that fits it.
type Guard = fn(&GuardContext<'_>) -> bool;

/// One path.
struct Declared {
    pattern: String,
    most_bytes: Option<usize>,
    only: Option<Guard>,
    routes: Vec<Route>,
    described: Vec<Described>,
}

/// An operation as it is declared.
pub struct Described {
    /// The whole path, with its names in braces.
    pub pattern: String,
    /// In lower case.
    pub method: &'static str,
    /// What belongs together.
    pub tag: Tag,
    /// What its declaration says.
    pub operation: Operation,
    /// What its function says.
    pub signature: Signature,
}

/// A path that is being declared.
pub struct At<'a> {
    prefix: &'static str,
    tag: Tag,
    declared: &'a mut Declared,
}

impl Routes {
    /// Nothing yet.
    #[must_use]
    pub fn below(prefix: &'static str) -> Self {
        Self {
            prefix,
            declared: Vec::new(),
        }
    }

    /// A path, whose methods follow. Of two that fit a request the one that was declared first has it.
    pub fn at(&mut self, pattern: &str, tag: Tag) -> At<'_> {
        let prefix = self.prefix;
        let declared = self.declared.push_mut(Declared {
            pattern: pattern.to_owned(),
            most_bytes: None,
            only: None,
            routes: Vec::new(),
            described: Vec::new(),
        });
        At { prefix, tag, declared }
    }

    /// Registers all of them.
    pub fn register(self, service: &mut web::ServiceConfig) {
        for declared in self.declared {
            let mut resource = web::resource(declared.pattern);
            if let Some(most) = declared.most_bytes {
                resource = resource
                    .app_data(web::PayloadConfig::new(most))
                    .app_data(MostBytes(most));
            }
            if let Some(only) = declared.only {
                resource = resource.guard(only);
            }
            service.service(
                declared
                    .routes
                    .into_iter()
                    .fold(resource, |resource, route| resource.route(route)),
            );
        }
    }

    /// What is said of all of them.
    pub fn described(self) -> impl Iterator<Item = Described> {
        self.declared.into_iter().flat_map(|declared| declared.described)
    }
}

macro_rules! method {
    ($(#[$doc:meta])* $method:ident) => {
        $(#[$doc])*
        pub fn $method<F, A>(mut self, operation: Operation, function: F) -> Self
        where
            F: Handler<A>,
            A: FromRequest + Asked + 'static,
            F::Output: Responder + Answer + 'static,
        {
            let takes_any = self.describe::<A, F::Output>(stringify!($method), operation);
            let route = web::$method().to(function);
            self.declared.routes.push(if takes_any {
                route
            } else {
                route.wrap(from_fn(query::takes_none))
            });
            self
        }
    };
}

impl At<'_> {
    /// The body of any of its requests may have so many bytes.
    #[must_use]
    pub fn most_bytes(self, most: usize) -> Self {
        self.declared.most_bytes = Some(most);
        self
    }

    /// Of the requests that fit its pattern it has these alone; others are for a path that is declared later.
    #[must_use]
    pub fn only(self, guard: fn(&GuardContext<'_>) -> bool) -> Self {
        self.declared.only = Some(guard);
        self
    }

    method! {
        /// GET, and with it HEAD.
        get
    }
    method! {
        /// POST.
        post
    }
    method! {
        /// PUT.
        put
    }
    method! {
        /// DELETE.
        delete
    }

    /// Any method; each is an operation of its own, whose id begins with the method.
    pub fn any<F, A>(mut self, operations: impl Iterator<Item = (&'static str, Operation)>, function: F)
    where
        F: Handler<A>,
        A: FromRequest + Asked + 'static,
        F::Output: Responder + Answer + 'static,
    {
        for (method, operation) in operations {
            self.describe::<A, F::Output>(method, operation);
        }
        self.declared.routes.push(web::route().to(function));
    }

    /// Whether it may have a query: outside of the API whoever asks may add what he likes.
    fn describe<A: Asked, O: Answer>(&mut self, method: &'static str, operation: Operation) -> bool {
        let mut signature = Signature::default();
        A::ask(&mut signature);
        O::answer(&mut signature);
        let pattern = format!("{}{}", self.prefix, self.declared.pattern);
        let is_in_query = |parameter: &Parameter| parameter.parameter_in == ParameterIn::Query;
        let takes_any = !pattern.starts_with(API) || signature.parameters.iter().any(is_in_query);
        if !takes_any {
            signature.kinds.push(kinds::INVALID_REQUEST);
        }
        self.declared.described.push(Described {
            pattern,
            method,
            tag: self.tag,
            operation,
            signature,
        });
        takes_any
    }
}
