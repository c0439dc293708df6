//! `GET /transactions`: charging sessions of one charge point or of all, by the time of their start, the newest first.
//! In pages as JSON, or the whole list at once, streamed: as CSV, or as one JSON object a line.

use actix_web::body::BoxBody;
use actix_web::http::header::{ACCEPT, ContentDisposition, DispositionParam, DispositionType};
use actix_web::web::{self, Bytes};
use actix_web::{Either, HttpRequest, HttpResponse, Responder};
use futures_util::stream;
use serde::{Deserialize, Deserializer, de};
use serde_json::json;

use super::AppState;
use super::body::Json;
use super::openapi::{Answer, Answered, Signature};
use super::page::{Limit, Page, cursor, key};
use super::problem::Problem;
use super::query::Query;
use super::transaction_csv;
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::ledger::account;
use crate::ledger::evidence::Depth;
use crate::state::transactions::{Doubt, Wanted};
use crate::state::{State, views};
use crate::store::{Order, StoreError};

/// So many entries of the index are read for one page, so that a wish that few sessions fit costs no more than others:
/// the page may then be short, and `next` goes on.
const MOST_READ: usize = 10_000;
/// So many sessions are read at once for a list that is streamed.
const STREAM_STEP: usize = 200;

/// The query.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct TransactionFilter {
    /// Only those of this charge point.
    charge_point: Option<ChargePointId>,
    /// Only those of this id tag, whatever its case.
    id_tag: Option<String>,
    /// Only those that are `open`, or only those that are `closed`.
    #[param(inline)]
    state: Option<Standing>,
    /// The same, as it was once asked for.
    open: Option<bool>,
    /// Only those of which this is in doubt.
    #[serde(deserialize_with = "doubt")]
    #[param(inline)]
    doubt: Option<Doubt>,
    /// Only those that started then or later: RFC 3339.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Time>,
    /// Only those that started before.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Time>,
    /// `newest` first, or `oldest` first.
    #[param(inline)]
    order: Listing,
    /// The `next` of the page before.
    after: Option<String>,
    /// How many; of a list that is streamed all, if it is absent.
    #[param(value_type = Option<usize>, minimum = 1, maximum = 1000)]
    limit: Option<Limit>,
    /// `json`, `csv` or `jsonl`; if it is absent, what the header Accept names.
    #[param(inline)]
    format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = TransactionState)]
enum Standing {
    Open,
    Closed,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = TransactionOrder)]
enum Listing {
    #[default]
    Newest,
    Oldest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ListFormat)]
enum Format {
    Json,
    Csv,
    Jsonl,
}

fn doubt<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Doubt>, D::Error> {
    let Some(word) = Option::<String>::deserialize(from)? else {
        return Ok(None);
    };
    let found = Doubt::ALL.iter().find(|(known, _)| *known == word);
    let known = || Doubt::ALL.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
    let unknown = || de::Error::custom(format!("`doubt` is one of {}", known()));
    found.map(|(_, doubt)| Some(*doubt)).ok_or_else(unknown)
}

impl TransactionFilter {
    fn wanted(&self) -> Wanted {
        Wanted {
            charge_point: self.charge_point.clone(),
            id_tag: self.id_tag.clone(),
            doubt: self.doubt,
            open: self.state.map(|state| state == Standing::Open).or(self.open),
            from: self.from,
            to: self.to,
            order: match self.order {
                Listing::Newest => Order::Descending,
                Listing::Oldest => Order::Ascending,
            },
        }
    }

    fn format(&self, request: &HttpRequest) -> Format {
        let accept = request.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok());
        let accepts = |kind: &str| accept.is_some_and(|accept| accept.contains(kind));
        self.format.unwrap_or_else(|| {
            if accepts("text/csv") {
                Format::Csv
            } else if accepts("application/jsonl") || accepts("application/x-ndjson") {
                Format::Jsonl
            } else {
                Format::Json
            }
        })
    }
}

pub async fn list(
    app: web::Data<AppState>,
    request: HttpRequest,
    filter: Query<TransactionFilter>,
) -> Result<Either<Json<Page<views::Transaction>>, Streamed>, Problem> {
    let after = key(filter.after.as_deref())?;
    let wanted = filter.wanted();
    let format = filter.format(&request);
    if format != Format::Json {
        let rows = Rows {
            state: app.state().clone(),
            wanted,
            after,
            left: filter.limit.map_or(usize::MAX, Limit::count),
            format,
            is_begun: false,
            is_over: false,
        };
        return Ok(Either::Right(streamed(rows)));
    }
    let limit = filter.limit.unwrap_or_default().count();
    let state = app.state();
    let part = state.find_transactions(&wanted, after.as_deref(), limit, MOST_READ)?;
    let items = part.found.into_iter();
    let items = items.map(|(_, found)| Ok(account::shown(state, found, Depth::Ends)?.into()));
    Ok(Either::Left(Json(Page {
        items: items.collect::<Result<_, StoreError>>()?,
        next: part.rest.map(|rest| cursor(&rest)),
    })))
}

/// A list that is read while it is sent.
struct Rows {
    state: State,
    wanted: Wanted,
    after: Option<String>,
    left: usize,
    format: Format,
    is_begun: bool,
    is_over: bool,
}

impl Rows {
    /// The next piece of text; none: that was all.
    fn next(&mut self) -> Result<Option<Bytes>, StoreError> {
        if self.is_over {
            return Ok(None);
        }
        let mut text = String::new();
        if !std::mem::replace(&mut self.is_begun, true) && self.format == Format::Csv {
            transaction_csv::header(&mut text);
        }
        let step = self.left.min(STREAM_STEP);
        let part = self
            .state
            .find_transactions(&self.wanted, self.after.as_deref(), step, MOST_READ)?;
        self.left -= part.found.len();
        for (_, found) in part.found {
            let shown = views::Transaction::from(account::shown(&self.state, found, Depth::Ends)?);
            match self.format {
                Format::Csv => transaction_csv::row(&shown, &mut text),
                Format::Json | Format::Jsonl => {
                    text.push_str(&serde_json::to_string(&shown).unwrap_or_default());
                    text.push('\n');
                }
            }
        }
        self.is_over = part.rest.is_none() || self.left == 0;
        self.after = part.rest;
        Ok(Some(Bytes::from(text)))
    }
}

/// A list that is sent while it is read.
pub struct Streamed(HttpResponse);

impl Responder for Streamed {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.0
    }
}

impl Answer for Streamed {
    fn answer(signature: &mut Signature) {
        let text = || json!({ "type": "string" });
        let answered = Answered {
            description: "What was asked for",
            contents: vec![("text/csv", text()), ("application/jsonl", text())],
            ..Answered::default()
        };
        signature.answer(200, answered);
    }
}

fn streamed(rows: Rows) -> Streamed {
    let (kind, name) = match rows.format {
        Format::Csv => ("text/csv; charset=utf-8; header=present", "transactions.csv"),
        Format::Json | Format::Jsonl => ("application/jsonl", "transactions.jsonl"),
    };
    let pieces = stream::unfold(Some(rows), |rows| async {
        let mut rows = rows?;
        match rows.next() {
            Ok(None) => None,
            Ok(Some(piece)) => Some((Ok(piece), Some(rows))),
            // The connection is cut, so that nobody takes half a list for a whole one.
            Err(error) => Some((Err(error), None)),
        }
    });
    let attachment = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(name.to_owned())],
    };
    let answer = HttpResponse::Ok()
        .content_type(kind)
        .insert_header(attachment)
        .streaming(pieces);
    Streamed(answer)
}
