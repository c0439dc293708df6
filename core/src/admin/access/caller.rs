//! Who asks.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use futures_util::future::{Ready, ready};

use super::Role;
use super::me::How;
use crate::admin::problem::{Problem, kinds};
use crate::peer::Peer;
use crate::state::logins::LoginSecret;
use crate::state::tokens::SecretDigest;

/// Whoever sent a request: a handler that wants to know has it as an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The name of the token: `config` is the configuration's, `local` whoever is on this machine where there is none.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// From where; none: without a socket.
    pub peer: Option<Peer>,
    /// Of the token.
    pub(super) secret: Option<SecretDigest>,
    /// The login that stands for it.
    pub(super) login: Option<LoginSecret>,
}

impl Caller {
    /// How it is known who asks.
    #[must_use]
    pub fn how(&self) -> How {
        match (&self.secret, &self.login) {
            (_, Some(_)) => How::Cookie,
            (Some(_), None) => How::Token,
            (None, None) => How::Open,
        }
    }

    /// Whether that role is not above the caller's own.
    ///
    /// # Errors
    /// 403 with both.
    pub fn may(&self, needed: Role) -> Result<(), Problem> {
        if self.role >= needed {
            return Ok(());
        }
        let detail = format!(
            "this takes the role {needed}; the token {} has the role {}",
            self.name, self.role
        );
        Err(Problem::new(kinds::ROLE_TOO_SMALL, detail)
            .with("needed", needed.word())
            .with("role", self.role.word()))
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let caller = request.extensions().get::<Self>().cloned();
        ready(caller.ok_or_else(|| Problem::new(kinds::UNAUTHORIZED, "nobody was asked who this is")))
    }
}
