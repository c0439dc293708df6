//! `/tokens`: who may use the API. A token is made with a name and a role, and its text is answered once; it is
//! rotated, with a time in which the text before stays valid, and revoked, which counts at once. The configuration's
//! token is shown as `config`, and is changed there alone.

mod change;
mod view;

use actix_web::web;
use serde::Deserialize;

use super::gate::CONFIGURED;
use super::{Caller, Gate, Role};
use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::page::{Page, Paging};
use crate::admin::path::{self, Path};
use crate::admin::problem::{Missing, Problem, kinds};
use crate::admin::query::Query;
use crate::admin::reply::{Created, NoContent};
use crate::clock::{self, Time};
use crate::state::tokens::TokenName;
use view::{NewToken, TokenView};

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/tokens", Tag::ACCESS)
        .get(op("list_tokens", "Who may use the API"), list)
        .post(
            op("create_token", "Make a token; its text is answered once")
                .fails(&[kinds::TOKEN_EXISTS, kinds::CONFLICT]),
            create,
        );
    api.at("/tokens/{name}", Tag::ACCESS)
        .get(op("get_token", "One token, without its text"), read)
        .delete(
            op("revoke_token", "Revoke one, at once").fails(&[
                kinds::CONFIGURED_TOKEN,
                kinds::LAST_ADMIN_TOKEN,
                kinds::CONFLICT,
            ]),
            revoke,
        );
    api.at("/tokens/{name}/rotate", Tag::ACCESS).post(
        op(
            "rotate_token",
            "Give one a new text; the one before stays valid for a while",
        )
        .fails(&[kinds::CONFIGURED_TOKEN, kinds::LAST_ADMIN_TOKEN, kinds::CONFLICT]),
        rotate,
    );
}

/// `/tokens/{name}` and what lies below it.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub struct TokenPath {
    /// The token's name.
    #[serde(deserialize_with = "path::name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    name: String,
}

/// What a token is made of.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({"name": "grafana", "role": "viewer", "note": "the dashboard"})))]
struct CreateToken {
    /// 1 to 64 letters, digits, `.`, `_` or `-`.
    name: String,
    /// What it may do.
    role: Role,
    /// What it is for.
    #[serde(default)]
    note: Option<String>,
    /// From then on it is not valid; absent: it stays.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Time>,
}

/// How a token is rotated.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct RotateToken {
    /// How long the text before stays valid, such as `24h`, at most 30 days; `0s`: no longer. Absent: `24h`.
    overlap: Option<String>,
    /// The new end of its validity; absent: as before.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Time>,
}

async fn list(
    app: web::Data<AppState>,
    gate: web::Data<Gate>,
    paging: Query<Paging>,
) -> Result<Json<Page<TokenView>>, Problem> {
    let mut all = view::all(app.state(), &gate, clock::now())?;
    if let Some(after) = &paging.after {
        all.retain(|token| token.name() > after.as_str());
    }
    all.truncate(paging.limit.with_one_more());
    Ok(Json(Page::cut(all, paging.limit, |token| token.name().to_owned())))
}

/// One token.
///
/// # Errors
/// There is none of the name; the store's.
pub async fn read(
    app: web::Data<AppState>,
    gate: web::Data<Gate>,
    Path(path): Path<TokenPath>,
) -> Result<Json<TokenView>, Problem> {
    let found = view::one(app.state(), &gate, &path.name, clock::now())?;
    Ok(Json(
        found.ok_or_else(|| Problem::not_found(Missing::TOKEN, &path.name))?,
    ))
}

async fn create(
    app: web::Data<AppState>,
    gate: web::Data<Gate>,
    caller: Caller,
    Json(body): Json<CreateToken>,
) -> Result<Created<NewToken>, Problem> {
    let wanted = change::Wanted {
        name: TokenName::new(&body.name).map_err(|reason| Problem::new(kinds::INVALID_REQUEST, reason))?,
        role: body.role,
        note: body.note,
        expires_at: body.expires_at,
        created_by: caller.name,
    };
    let (token, secret) = change::create(app.state(), &gate, wanted).await?;
    let view = TokenView::of(&token, None, clock::now());
    Ok(Created(NewToken::new(view, secret)))
}

async fn rotate(
    app: web::Data<AppState>,
    gate: web::Data<Gate>,
    Path(path): Path<TokenPath>,
    Json(body): Json<RotateToken>,
) -> Result<Json<NewToken>, Problem> {
    let name = kept(&path.name)?;
    let overlap = change::overlap(body.overlap.as_deref())?;
    let (token, secret) = change::rotate(app.state(), &gate, &name, overlap, body.expires_at).await?;
    let used = gate.last_use(name.as_str())?;
    Ok(Json(NewToken::new(TokenView::of(&token, used, clock::now()), secret)))
}

async fn revoke(
    app: web::Data<AppState>,
    gate: web::Data<Gate>,
    Path(path): Path<TokenPath>,
) -> Result<NoContent, Problem> {
    change::revoke(app.state(), &gate, &kept(&path.name)?).await?;
    Ok(NoContent)
}

/// The name of a token that the store has, or may have.
fn kept(name: &str) -> Result<TokenName, Problem> {
    if name.eq_ignore_ascii_case(CONFIGURED) {
        let detail = "this token is admin.token of the configuration: it is changed there, and counts after a restart";
        return Err(Problem::new(kinds::CONFIGURED_TOKEN, detail));
    }
    TokenName::new(name).map_err(|_| Problem::not_found(Missing::TOKEN, name))
}
