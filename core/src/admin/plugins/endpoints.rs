//! `/plugins/{name}/…`: what a plugin serves itself. The path, the query, the headers and the body go
//! to it as they came, but for the operator's token; its response comes back as it is, but for headers
//! that belong to the connection.

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use actix_web::{Error, FromRequest, HttpRequest, HttpResponse, Responder, web};

use crate::admin::openapi::{Answer, Answered, Asked, Body, Content, Routes, Signature, Tag, op};
use serde_json::json;

use crate::admin::AppState;
use crate::admin::body::{WithBody, whole};
use crate::admin::path::{Path, PluginPath};
use crate::admin::problem::{OfPlugin, Problem, kinds};
use crate::plugins::{Request, Response};

/// Headers of a connection (RFC 9110 section 7.6.1) and of a body's framing, which are the server's.
const CONNECTIONS: [&str; 8] = [
    "connection",
    "content-length",
    "keep-alive",
    "proxy-authenticate",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    let operations = |ids: [&'static str; 5]| {
        ["get", "post", "put", "patch", "delete"]
            .into_iter()
            .zip(ids)
            .map(|(method, id)| {
                let operation = op(id, "What the plugin serves itself")
                    .says("The request goes to the plugin as it came, but for the token; its response is its own.")
                    .fails(&[kinds::PLUGIN_FAILED, kinds::PLUGIN_NOT_READY]);
                (method, operation)
            })
    };
    let root = [
        "get_plugin_root",
        "post_plugin_root",
        "put_plugin_root",
        "patch_plugin_root",
        "delete_plugin_root",
    ];
    api.at("/{name}", Tag::PLUGINS).any(operations(root), serve);
    let path = [
        "get_plugin_path",
        "post_plugin_path",
        "put_plugin_path",
        "patch_plugin_path",
        "delete_plugin_path",
    ];
    api.at("/{name}/{tail:.*}", Tag::PLUGINS).any(operations(path), serve);
}

impl Asked for PluginRequest {
    fn ask(signature: &mut Signature) {
        let contents = vec![Content::text("*/*", json!({}), "whatever the plugin takes")];
        signature.takes(Body {
            contents,
            required: false,
        });
        signature.others.push(json!({
            "name": "tail",
            "in": "path",
            "required": true,
            "description": "The plugin's own path; it may have slashes.",
            "schema": { "type": "string" },
        }));
    }
}

impl Answer for PluginResponse {
    fn answer(signature: &mut Signature) {
        let answered = Answered {
            description: "What the plugin answers; its status may be any other, too",
            contents: vec![Content::text("*/*", json!({}), "whatever the plugin answers")],
            ..Answered::default()
        };
        signature.answer(200, answered);
    }
}

async fn serve(
    app: web::Data<AppState>,
    Path(path): Path<PluginPath>,
    PluginRequest(asked): PluginRequest,
) -> Result<PluginResponse, Problem> {
    PluginResponse::of(app.plugins().request(&path.name, asked).await?)
}

/// A request as the plugin is given it.
struct PluginRequest(Request);

impl FromRequest for PluginRequest {
    type Error = Error;
    type Future = WithBody<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        // What follows `/plugins/NAME`.
        let tail = request.uri().path().splitn(4, '/').nth(3).unwrap_or_default();
        let mut asked = Request {
            method: request.method().to_string(),
            path: format!("/{tail}"),
            query: request.uri().query().unwrap_or_default().to_owned(),
            headers: headers(request),
            body: Vec::new(),
        };
        let bytes = whole(request, payload);
        Box::pin(async move {
            asked.body = bytes.await?.into();
            Ok(Self(asked))
        })
    }
}

fn headers(request: &HttpRequest) -> Vec<(String, String)> {
    let kept = request.headers().iter().filter(|(name, _)| *name != AUTHORIZATION);
    kept.filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect()
}

/// A plugin's response, marked as its own word.
struct PluginResponse(HttpResponse);

impl PluginResponse {
    fn of(response: Response) -> Result<Self, Problem> {
        let unusable = |what: String| Problem::new(kinds::PLUGIN_FAILED, what);
        let status = StatusCode::from_u16(response.status)
            .map_err(|_| unusable(format!("the plugin answered with status {}", response.status)))?;
        let mut answer = HttpResponse::build(status);
        for (name, value) in response.headers {
            let bad = |_| unusable(format!("the plugin answered with an unusable header {name:?}"));
            let header = HeaderName::try_from(name.to_ascii_lowercase()).map_err(|_| bad(()))?;
            let value = HeaderValue::try_from(value).map_err(|_| bad(()))?;
            if !CONNECTIONS.contains(&header.as_str()) {
                answer.append_header((header, value));
            }
        }
        let mut answer = answer.body(response.body);
        answer.extensions_mut().insert(OfPlugin);
        Ok(Self(answer))
    }
}

impl Responder for PluginResponse {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.0
    }
}
