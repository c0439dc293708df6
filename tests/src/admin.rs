//! A client of the admin API: JSON in, status and JSON out.

use std::net::SocketAddr;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::{Value, json};
use ureq::http::request::Builder;
use ureq::http::{Request, Response};
use ureq::{Agent, Body};

use crate::wait;

/// Speaks to one server's admin listener. Cheap to clone.
#[derive(Clone)]
pub struct Admin {
    agent: Agent,
    base: String,
    token: Option<String>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The headers in their order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body; `null` if there is none, a string if it is no JSON.
    pub body: Value,
}

impl Admin {
    /// A client that sends this token, or none.
    #[must_use]
    pub fn new(address: SocketAddr, token: Option<&str>) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // Longer than the server may take to compile a component.
            .timeout_global(Some(Duration::from_secs(150)))
            .build();
        Self {
            agent: config.into(),
            base: format!("http://{address}"),
            token: token.map(str::to_owned),
        }
    }

    /// GET, with the path from the root: `/api/v1/plugins`.
    #[must_use]
    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, Vec::new())
    }

    /// PUT with a JSON body.
    #[must_use]
    pub fn put(&self, path: &str, body: &Value) -> Reply {
        self.send("PUT", path, body.to_string().into_bytes())
    }

    /// PUT with any body, such as a component.
    #[must_use]
    pub fn put_bytes(&self, path: &str, body: Vec<u8>) -> Reply {
        self.send("PUT", path, body)
    }

    /// PUT of a component with its signature.
    #[must_use]
    pub fn put_signed(&self, path: &str, body: Vec<u8>, signature: &str) -> Reply {
        let request = self.request("PUT", path).header("x-plugin-signature", signature);
        let request = request.body(body).expect("a valid request");
        let sent = self.agent.run(request).and_then(Reply::read);
        sent.unwrap_or_else(|error| panic!("PUT {path}: {error}"))
    }

    /// POST with a JSON body.
    #[must_use]
    pub fn post(&self, path: &str, body: &Value) -> Reply {
        self.send("POST", path, body.to_string().into_bytes())
    }

    /// DELETE.
    #[must_use]
    pub fn delete(&self, path: &str) -> Reply {
        self.send("DELETE", path, Vec::new())
    }

    /// A POST with one more header.
    ///
    /// # Panics
    /// If no answer comes.
    #[must_use]
    pub fn post_with(&self, path: &str, (name, value): (&str, &str), body: &Value) -> Reply {
        let request = self.request("POST", path).header("content-type", "application/json");
        let request = request.header(name, value);
        let request = request.body(body.to_string().into_bytes()).expect("a valid request");
        let sent = self.agent.run(request).and_then(Reply::read);
        sent.unwrap_or_else(|error| panic!("POST {path}: {error}"))
    }

    /// A GET with one more header.
    ///
    /// # Panics
    /// If no answer comes.
    #[must_use]
    pub fn get_with(&self, path: &str, (name, value): (&str, &str)) -> Reply {
        let request = self.request("GET", path).header(name, value);
        let request = request.body(Vec::new()).expect("a valid request");
        let sent = self.agent.run(request).and_then(Reply::read);
        sent.unwrap_or_else(|error| panic!("GET {path}: {error}"))
    }

    /// Any method with a body as it is.
    ///
    /// # Panics
    /// If no answer comes.
    #[must_use]
    pub fn send(&self, method: &str, path: &str, body: Vec<u8>) -> Reply {
        self.try_send(method, path, body)
            .unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// The same for a server that may be gone.
    ///
    /// # Errors
    /// No answer, or only a part of one.
    pub fn try_send(&self, method: &str, path: &str, body: Vec<u8>) -> Result<Reply, ureq::Error> {
        let mut request = self.request(method, path);
        if !body.is_empty() {
            request = request.header("content-type", "application/json");
        }
        let request = request.body(body).expect("a valid request");
        Reply::read(self.agent.run(request)?)
    }

    fn request(&self, method: &str, path: &str) -> Builder {
        let request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.header("authorization", format!("Bearer {token}")),
            None => request,
        }
    }

    /// Registers or changes a charge point: a new one without authentication, unless the body says how.
    pub fn register(&self, id: &str, body: &Value) {
        let path = format!("/api/v1/charge-points/{id}");
        let mut body = body.clone();
        let says = |member: &str| body.get(member).is_some();
        if !says("securityProfile") && !says("password") && self.get(&path).status == 404 {
            body["securityProfile"] = json!(0);
        }
        let reply = self.put(&path, &body);
        assert!(matches!(reply.status, 200 | 201), "registering {id}: {reply:?}");
    }

    /// Gives an id tag a status.
    pub fn set_tag(&self, tag: &str, status: &str) {
        let reply = self.put(&format!("/api/v1/id-tags/{tag}"), &json!({ "status": status }));
        assert!(matches!(reply.status, 200 | 201), "setting the tag {tag}: {reply:?}");
    }

    /// Sends a CALL to a charge point and waits for its answer.
    #[must_use]
    pub fn command(&self, id: &str, action: &str, payload: &Value) -> Reply {
        self.post(&format!("/api/v1/charge-points/{id}/commands/{action}"), payload)
    }

    /// The same in a thread of its own, for a test that plays the charge point meanwhile.
    #[must_use]
    pub fn command_later(&self, id: &str, action: &str, payload: Value) -> JoinHandle<Reply> {
        let (admin, id, action) = (self.clone(), id.to_owned(), action.to_owned());
        thread::spawn(move || admin.command(&id, &action, &payload))
    }

    /// The transactions of a charge point.
    #[must_use]
    pub fn transactions(&self, charge_point: &str) -> Vec<Value> {
        let body = self
            .get(&format!("/api/v1/transactions?charge_point={charge_point}"))
            .expect(200);
        body["items"].as_array().expect("items").clone()
    }

    /// Everything on the timeline of a charge point, oldest first, read page by page.
    #[must_use]
    pub fn timeline(&self, id: &str) -> Vec<Value> {
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/v1/charge-points/{id}/timeline?limit=1000{after}");
            let page = self.get(&path).expect(200);
            found.extend(page["items"].as_array().expect("items").iter().cloned());
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        found.reverse();
        found
    }

    /// Waits until the charge point is connected (or not).
    pub fn wait_connected(&self, id: &str, connected: bool) -> Value {
        wait::until(&format!("{id} connected = {connected}"), || {
            let reply = self.get(&format!("/api/v1/charge-points/{id}"));
            (reply.status == 200 && reply.body["connected"] == connected).then_some(reply.body)
        })
    }
}

impl Reply {
    fn read(mut response: Response<Body>) -> Result<Self, ureq::Error> {
        let status = response.status().as_u16();
        let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect();
        let bytes = response.body_mut().read_to_vec()?;
        let body = match bytes.as_slice() {
            [] => Value::Null,
            bytes => serde_json::from_slice(bytes)
                .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(bytes).into_owned())),
        };
        Ok(Self { status, headers, body })
    }

    /// The body, if the status is the expected one.
    ///
    /// # Panics
    /// If it is another.
    #[must_use]
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.body
    }

    /// A header's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}
