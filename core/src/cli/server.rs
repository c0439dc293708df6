//! A running server's API.

use std::env;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use ureq::http::{Request, Response};
use ureq::{Agent, Body};

use super::failed::{Failed, unusable};
use crate::plugins::SIGNATURE_HEADER;

/// Installing may compile, which takes long for Python; the effect of a command is waited for, ten minutes at most.
const LONGEST: Duration = Duration::from_secs(660);

/// More than any answer of the API has.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The environment variable with the token.
const TOKEN: &str = "OCPP_CENTRAL_ADMIN_TOKEN";

/// The environment variable with the server's address.
const SERVER: &str = "OCPP_CENTRAL_SERVER";

/// Where a server listens that nobody has configured.
const STANDARD: &str = "http://127.0.0.1:9001";

/// Which server, and the right to change it.
#[derive(Debug, Clone, clap::Args)]
pub struct Server {
    /// The operators' address of the server; OCPP_CENTRAL_SERVER if left out, else <http://127.0.0.1:9001>
    #[arg(long, value_name = "URL")]
    server: Option<String>,
    /// The operators' token; OCPP_CENTRAL_ADMIN_TOKEN if left out
    #[arg(long, value_name = "TEXT")]
    token: Option<String>,
}

impl Server {
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
        let (status, body) = answer(self.ask("GET", path, Sent::nothing())?)?;
        match status {
            404 => Ok(None),
            status => told(status, body).map(Some),
        }
    }

    /// Posts JSON.
    ///
    /// # Errors
    /// No answer, or the server's problem.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, Failed> {
        self.send("POST", path, Sent::json(body))
    }

    /// Puts JSON.
    ///
    /// # Errors
    /// No answer, or the server's problem.
    pub fn put_json(&self, path: &str, body: &Value) -> Result<Value, Failed> {
        self.send("PUT", path, Sent::json(body))
    }

    /// Puts a component, with its signature if it has one.
    ///
    /// # Errors
    /// No answer, or why the server does not take it.
    pub fn put(&self, path: &str, bytes: Vec<u8>, signature: Option<&str>) -> Result<Value, Failed> {
        let sent = Sent {
            body: bytes,
            content: "application/wasm",
            signature,
        };
        self.send("PUT", path, sent)
    }

    /// Deletes what is at a path.
    ///
    /// # Errors
    /// No answer, or the server's problem.
    pub fn delete(&self, path: &str) -> Result<Value, Failed> {
        self.send("DELETE", path, Sent::nothing())
    }

    /// Writes what is at a path into a file, however long it is; how many bytes it had.
    ///
    /// # Errors
    /// No answer, the server's problem, or what the disk says.
    pub fn download(&self, path: &str, into: &Path) -> Result<u64, Failed> {
        let mut response = self.ask("GET", path, Sent::nothing())?;
        if !response.status().is_success() {
            let (status, body) = answer(response)?;
            return told(status, body).map(|_| 0);
        }
        let mut file = File::create(into).map_err(|error| Failed::file("write", into, &error))?;
        let mut body = response.body_mut().with_config().limit(u64::MAX).reader();
        io::copy(&mut body, &mut file).map_err(|error| Failed::file("write", into, &error))
    }

    fn send(&self, method: &str, path: &str, sent: Sent<'_>) -> Result<Value, Failed> {
        let (status, body) = answer(self.ask(method, path, sent)?)?;
        told(status, body)
    }

    fn ask(&self, method: &str, path: &str, sent: Sent<'_>) -> Result<Response<Body>, Failed> {
        let named = self.server.clone().or_else(|| env::var(SERVER).ok());
        let named = named.unwrap_or_else(|| STANDARD.to_owned());
        let base = named.trim_end_matches('/');
        if !base.starts_with("http://") {
            return Err(unusable(format_args!(
                "--server {base}: it begins with http://; for a server behind TLS, go through a tunnel to its machine"
            )));
        }
        let Sent {
            body,
            content,
            signature,
        } = sent;
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{base}/api/v1{path}"))
            .header("content-type", content);
        if let Some(token) = self.token.clone().or_else(|| env::var(TOKEN).ok()) {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if let Some(signature) = signature {
            request = request.header(SIGNATURE_HEADER, signature);
        }
        let request = request
            .body(body)
            .map_err(|error| unusable(format_args!("--server {base}: {error}")))?;
        let agent: Agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(LONGEST))
            .build()
            .into();
        let silent = |error: ureq::Error| {
            unusable(format_args!(
                "{base} does not answer: {error}. Is the server running, and is this its operators' address \
                 (admin.listen)? Name another with --server"
            ))
        };
        agent.run(request).map_err(silent)
    }
}

/// What goes with a request.
struct Sent<'a> {
    body: Vec<u8>,
    content: &'static str,
    signature: Option<&'a str>,
}

impl Sent<'_> {
    fn nothing() -> Self {
        Self {
            body: Vec::new(),
            content: "application/json",
            signature: None,
        }
    }

    fn json(body: &Value) -> Self {
        Self {
            body: body.to_string().into_bytes(),
            ..Self::nothing()
        }
    }
}

/// The status and the body as JSON.
fn answer(mut response: Response<Body>) -> Result<(u16, Value), Failed> {
    let mut bytes = Vec::new();
    let read = response.body_mut().as_reader().take(LARGEST).read_to_end(&mut bytes);
    read.map_err(|error| unusable(format_args!("the server's answer broke off: {error}")))?;
    let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    Ok((response.status().as_u16(), body))
}

/// The body, or the problem in words.
fn told(status: u16, body: Value) -> Result<Value, Failed> {
    match status {
        200..300 => Ok(body),
        status => Err(Failed::Refused(problem(status, &body))),
    }
}

fn problem(status: u16, body: &Value) -> String {
    let detail = body.get("detail").or_else(|| body.get("title")).and_then(Value::as_str);
    let detail = detail.unwrap_or("it gives no reason: is this the operators' address of an ocpp-central?");
    let advice = match status {
        401 => format!("\nName the token (admin.token of the server's configuration) with --token or {TOKEN}."),
        404 if detail.contains("plugin") => "\n`ocpp-central plugin list` says which plugins are there.".to_owned(),
        403 => "\nThis token, or this address, may not do that.".to_owned(),
        _ => String::new(),
    };
    format!("error: the server answers {status}: {detail}{advice}")
}

#[cfg(test)]
mod tests {
    use super::problem;
    use serde_json::{Value, json};

    #[test]
    fn a_problem_is_told_in_the_servers_words_with_what_to_do() {
        let text = problem(401, &json!({"title": "Unauthorized", "detail": "the token is wrong"}));
        assert!(
            text.starts_with("error: the server answers 401: the token is wrong\nName the token"),
            "{text}"
        );
        assert!(problem(502, &Value::Null).contains("gives no reason"));
    }
}
