//! A running server's API: which server, with which token, and one request of it.

mod agent;
pub mod pages;
pub mod partial;
pub mod profiles;
mod refused;
pub mod stream;
pub mod target;
mod token;
pub mod url;

use std::env;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use ureq::http::{Request, Response};
use ureq::{Agent, Body, SendBody};

use super::failed::{Failed, unusable};
use super::show::progress::Progress;
use crate::config::environment::{CA, PROFILE, SERVER};
use crate::plugins::SIGNATURE_HEADER;
pub use agent::authorities;
pub use pages::Pages;
use partial::Partial;
use profiles::Profiles;
use target::{Said, Target, Token, check_address};
pub use token::warn_of_readers;

/// Installing may compile, which takes long for Python; the effect of a command is waited for, ten minutes at most.
const LONGEST: Duration = Duration::from_secs(660);

/// More than any answer of the API has.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Where the API's paths begin.
const API: &str = "/api/v1";

/// The environment variable with the token.
const TOKEN: &str = "OCPP_CENTRAL_ADMIN_TOKEN";

/// Which server, and the right to change it.
#[derive(Debug, Clone, clap::Args)]
pub struct Server {
    /// The operators' address of the server; OCPP_CENTRAL_SERVER if left out, then the profile's, then
    /// <http://127.0.0.1:9001>
    #[arg(long, value_name = "URL")]
    server: Option<String>,
    /// The operators' token; OCPP_CENTRAL_ADMIN_TOKEN if left out, then the profile's
    #[arg(long, value_name = "TEXT")]
    token: Option<String>,
    /// Server and token of this profile (`ocpp-central profile`); OCPP_CENTRAL_PROFILE if left out, then the one in use
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// The authorities that are trusted beside those of the system where the server is asked by https, in PEM; a certificate
    /// that signed itself will do. OCPP_CENTRAL_CA if left out, then the profile's
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    #[arg(skip)]
    known: OnceLock<Connection>,
}

/// Who is asked, and how.
#[derive(Debug, Clone)]
struct Connection {
    target: Target,
    token: Option<String>,
    agent: Agent,
}

fn set(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

impl Connection {
    fn find(flags: Said) -> Result<Self, Failed> {
        let environment = Said {
            server: set(SERVER),
            token: set(TOKEN),
            profile: set(PROFILE),
            ca: set(CA).map(PathBuf::from),
        };
        let profiles = match profiles::path(set) {
            Some(path) => Profiles::read(&path).map_err(unusable)?,
            None => Profiles::default(),
        };
        let target = target::choose(flags, environment, &profiles).map_err(unusable)?;
        check_address(&target.server).map_err(unusable)?;
        let token = match &target.token {
            None => None,
            Some((Token::Text(text), _)) => Some(text.clone()),
            Some((Token::Of(profile), _)) => Some(token::of(profile)?),
        };
        let agent = agent::of(&target)?;
        Ok(Self { target, token, agent })
    }
}

impl Server {
    fn connection(&self) -> Result<&Connection, Failed> {
        if let Some(known) = self.known.get() {
            return Ok(known);
        }
        let found = Connection::find(Said {
            server: self.server.clone(),
            token: self.token.clone(),
            profile: self.profile.clone(),
            ca: self.ca.clone(),
        })?;
        Ok(self.known.get_or_init(|| found))
    }

    /// The address that is asked.
    ///
    /// # Errors
    /// None can be made out.
    pub fn address(&self) -> Result<&str, Failed> {
        Ok(&self.connection()?.target.server)
    }

    /// What is at a path below `/api/v1`.
    ///
    /// # Errors
    /// No answer, or the server's problem.
    pub fn get(&self, path: &str) -> Result<Value, Failed> {
        self.send("GET", path, Sent::nothing())
    }

    /// The same, or none where the server answers 404.
    ///
    /// # Errors
    /// No answer, or another problem of the server.
    pub fn find(&self, path: &str) -> Result<Option<Value>, Failed> {
        let (status, body) = self.answer(self.ask("GET", &below(path), Sent::nothing())?)?;
        match status {
            404 => Ok(None),
            status => self.told(status, body).map(Some),
        }
    }

    /// What is at a path from the root of the server: `/healthz`, a plugin's endpoint.
    ///
    /// # Errors
    /// No answer, or the server's problem.
    pub fn get_from_root(&self, path: &str) -> Result<Value, Failed> {
        let (status, body) = self.answer(self.ask("GET", path, Sent::nothing())?)?;
        self.told(status, body)
    }

    /// The body of what is at a path below `/api/v1`, however long it is and takes, as it comes.
    ///
    /// # Errors
    /// No answer, or the server's problem.
    pub fn open(&self, path: &str) -> Result<impl Read + use<>, Failed> {
        self.body(self.ask_within(None, ("GET", &below(path)), Sent::nothing())?)
    }

    /// The body of an answer that is none of a problem.
    fn body(&self, response: Response<Body>) -> Result<impl Read + use<>, Failed> {
        if !response.status().is_success() {
            let (status, body) = self.answer(response)?;
            self.told(status, body)?;
            return Err(unusable(format_args!("the server answers {status}")));
        }
        Ok(response.into_body().into_with_config().limit(u64::MAX).reader())
    }

    /// What happens from an event on, as it is told, for as long as the connection lasts.
    ///
    /// # Errors
    /// No answer, or the server's problem.
    pub fn listen(&self, path: &str, last: Option<&str>) -> Result<impl Read + use<>, Failed> {
        let mut sent = Sent::nothing();
        sent.header = last.map(|last| ("last-event-id", last));
        self.body(self.ask_within(None, ("GET", &below(path)), sent)?)
    }

    /// A list, page by page.
    #[must_use]
    pub fn pages(&self, path: &str, parts: &[(&str, Option<&str>)]) -> Pages<'_> {
        Pages::new(self, path, parts)
    }

    /// Posts JSON.
    ///
    /// # Errors
    /// No answer, or the server's problem.
    pub fn post(&self, path: &str, body: &impl Serialize) -> Result<Value, Failed> {
        self.send("POST", path, Sent::json(body))
    }

    /// Posts a table; also what the server says where rows of it cannot be used (`errors`).
    ///
    /// # Errors
    /// No answer, or another problem of the server.
    pub fn post_table(&self, path: &str, table: &str) -> Result<Value, Failed> {
        let bytes = table.as_bytes().to_vec();
        let sent = Sent {
            length: Some(bytes.len() as u64),
            body: Box::new(io::Cursor::new(bytes)),
            content: "text/csv",
            header: None,
        };
        let (status, body) = self.answer(self.ask("POST", &below(path), sent)?)?;
        match status {
            422 if body.get("errors").is_some() => Ok(body),
            status => self.told(status, body),
        }
    }

    /// Puts JSON.
    ///
    /// # Errors
    /// No answer, or the server's problem.
    pub fn put_json(&self, path: &str, body: &impl Serialize) -> Result<Value, Failed> {
        self.send("PUT", path, Sent::json(body))
    }

    /// Puts a component, with its signature if it has one.
    ///
    /// # Errors
    /// No answer, or why the server does not take it.
    pub fn put(&self, path: &str, bytes: Vec<u8>, signature: Option<&str>) -> Result<Value, Failed> {
        let sent = Sent {
            length: Some(bytes.len() as u64),
            body: Box::new(io::Cursor::new(bytes)),
            content: "application/wasm",
            header: signature.map(|signature| (SIGNATURE_HEADER, signature)),
        };
        self.send("PUT", path, sent)
    }

    /// Sends a file, however long it is, and says on a terminal how far it is.
    ///
    /// # Errors
    /// The file cannot be read; no answer, or why the server does not take it.
    pub fn upload(&self, method: &str, path: &str, (file, content): (&Path, &'static str)) -> Result<Value, Failed> {
        let broken = |error: io::Error| Failed::file("read", file, &error);
        let opened = File::open(file).map_err(broken)?;
        let length = opened.metadata().map_err(broken)?.len();
        let progress = Progress::bytes(&file.display().to_string(), length);
        let sent = Sent {
            body: Box::new(progress.of(BufReader::new(opened))),
            length: Some(length),
            content,
            header: None,
        };
        let answer = self.send(method, path, sent);
        progress.over();
        answer
    }

    /// Deletes what is at a path.
    ///
    /// # Errors
    /// No answer, or the server's problem.
    pub fn delete(&self, path: &str) -> Result<Value, Failed> {
        self.send("DELETE", path, Sent::nothing())
    }

    /// Writes what is at a path into a file, however long it is; how many bytes it had. There is no part of one. `mode`: who
    /// may read it at most.
    ///
    /// # Errors
    /// No answer, the server's problem, or what the disk says.
    pub fn download(&self, path: &str, into: &Path, mode: u32) -> Result<u64, Failed> {
        let (partial, mut file) = Partial::begin(into, mode)?;
        let mut body = self.open(path)?;
        let bytes = io::copy(&mut body, &mut file).map_err(|error| partial.failed(&error))?;
        partial.keep()?;
        Ok(bytes)
    }

    fn send(&self, method: &str, path: &str, sent: Sent<'_>) -> Result<Value, Failed> {
        let (status, body) = self.answer(self.ask(method, &below(path), sent)?)?;
        self.told(status, body)
    }

    fn ask(&self, method: &str, path: &str, sent: Sent<'_>) -> Result<Response<Body>, Failed> {
        self.ask_within(Some(LONGEST), (method, path), sent)
    }

    fn ask_within(
        &self,
        longest: Option<Duration>,
        (method, path): (&str, &str),
        sent: Sent<'_>,
    ) -> Result<Response<Body>, Failed> {
        let Connection { target, token, agent } = self.connection()?;
        let Sent {
            body,
            length,
            content,
            header,
        } = sent;
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", target.server))
            .header("content-type", content);
        if let Some(length) = length {
            request = request.header("content-length", length);
        }
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        let unfit = |error| unusable(format_args!("{}: {error}", target.server));
        let done = if length.is_some() {
            let request = request.body(SendBody::from_owned_reader(body)).map_err(unfit)?;
            agent.run(agent.configure_request(request).timeout_global(longest).build())
        } else {
            let request = request.body(()).map_err(unfit)?;
            agent.run(agent.configure_request(request).timeout_global(longest).build())
        };
        done.map_err(|error| refused::silent(&error, target))
    }

    /// The status and the body as JSON.
    fn answer(&self, mut response: Response<Body>) -> Result<(u16, Value), Failed> {
        let mut bytes = Vec::new();
        let read = response.body_mut().as_reader().take(LARGEST).read_to_end(&mut bytes);
        read.map_err(|error| Failed::Unreachable(format!("error: the server's answer broke off: {error}")))?;
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Ok((response.status().as_u16(), body))
    }

    /// The body, or the problem in words.
    fn told(&self, status: u16, body: Value) -> Result<Value, Failed> {
        match status {
            200..300 => Ok(body),
            status => Err(refused::problem(status, &body, &self.connection()?.target)),
        }
    }
}

fn below(path: &str) -> String {
    format!("{API}{path}")
}

/// What goes with a request.
struct Sent<'a> {
    body: Box<dyn Read>,
    /// None: there is no body.
    length: Option<u64>,
    content: &'static str,
    /// One more.
    header: Option<(&'static str, &'a str)>,
}

impl Sent<'_> {
    fn nothing() -> Self {
        Self {
            body: Box::new(io::empty()),
            length: None,
            content: "application/json",
            header: None,
        }
    }

    fn json(body: &impl Serialize) -> Self {
        let bytes = serde_json::to_vec(body).unwrap_or_default();
        Self {
            length: Some(bytes.len() as u64),
            body: Box::new(io::Cursor::new(bytes)),
            ..Self::nothing()
        }
    }
}
