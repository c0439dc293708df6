//! A list that is read while it is sent, in steps: never more than one of them is in memory.

use std::fmt;
use std::marker::PhantomData;

use actix_web::body::BoxBody;
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, Responder};
use futures_util::{StreamExt as _, stream};
use serde_json::Value;
use utoipa::ToSchema;

use super::{Column, Format, Table, cell};
use crate::admin::openapi::{Answer, Answered, Content, Signature};
use crate::admin::problem::Problem;
use crate::tables::push_row;

/// The media type of a table.
pub const CSV: &str = "text/csv";
/// The media type of one JSON object a line.
const JSON_LINES: &str = "application/jsonl";

/// A list in steps.
pub trait Rows: 'static {
    /// What it is as a table.
    const TABLE: Table;
    /// What one row is in its JSON form.
    type Item: ToSchema;

    /// The next rows in their JSON form, which may be none though more come; none at all: that was the last step.
    ///
    /// # Errors
    /// What they cannot be read for.
    async fn next(&mut self) -> Result<Option<Vec<Value>>, Problem>;
}

/// What is sent, and how.
struct Sending<R> {
    rows: R,
    format: Format,
    columns: Vec<Column>,
}

/// Why a list breaks off.
#[derive(Debug)]
struct BrokenOff(Problem);

impl fmt::Display for BrokenOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for BrokenOff {}

/// The answer: the whole list as CSV, or in lines of JSON.
///
/// # Errors
/// What the first step says. Of a later one nobody can be told any more than that the connection is cut.
pub async fn streamed<R: Rows>(mut rows: R, format: Format, columns: Vec<Column>) -> Result<Streamed<R>, Problem> {
    let first = rows.next().await?;
    let sending = Sending { rows, format, columns };
    let mut begin = String::new();
    if format == Format::Csv {
        push_row(&mut begin, sending.columns.iter().map(|column| column.name));
    }
    let is_all = first.is_none();
    sending.push(&first.unwrap_or_default(), &mut begin);
    let begin = stream::iter([Ok(Bytes::from(begin))]);
    let rest = stream::unfold((!is_all).then_some(sending), |sending| async {
        let mut sending = sending?;
        match sending.rows.next().await {
            Ok(None) => None,
            Ok(Some(rows)) => {
                let mut text = String::new();
                sending.push(&rows, &mut text);
                Some((Ok(Bytes::from(text)), Some(sending)))
            }
            // The connection is cut, so that nobody takes half a list for a whole one.
            Err(problem) => Some((Err(BrokenOff(problem)), None)),
        }
    });
    let (kind, ending) = match format {
        Format::Csv => ("text/csv; charset=utf-8; header=present", "csv"),
        Format::Json | Format::Jsonl => (JSON_LINES, "jsonl"),
    };
    let attachment = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(format!("{}.{ending}", R::TABLE.file))],
    };
    let answer = HttpResponse::Ok()
        .content_type(kind)
        .insert_header(attachment)
        .streaming(begin.chain(rest));
    Ok(Streamed(answer, PhantomData))
}

/// A list that is sent while it is read.
pub struct Streamed<R>(HttpResponse, PhantomData<R>);

impl<R: Rows> Responder for Streamed<R> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.0
    }
}

impl<R: Rows> Answer for Streamed<R> {
    fn answer(signature: &mut Signature) {
        let item = signature.named::<R::Item>();
        let contents = vec![
            Content::written(CSV, item.clone(), of_one::<R>),
            Content::written(JSON_LINES, item, |item| format!("{item}\n")),
        ];
        let answered = Answered {
            description: "What was asked for",
            contents,
            ..Answered::default()
        };
        signature.answer(200, answered);
    }
}

/// The table of one row.
pub fn of_one<R: Rows>(row: &Value) -> String {
    let mut text = String::new();
    push_row(&mut text, R::TABLE.columns.iter().map(|column| column.name));
    push_cells(&mut text, R::TABLE.columns, row);
    text
}

fn push_cells(text: &mut String, columns: &[Column], row: &Value) {
    let cells = columns.iter().map(|column| row.pointer(column.pointer).map(cell));
    let cells: Vec<String> = cells.map(Option::unwrap_or_default).collect();
    push_row(text, cells.iter().map(String::as_str));
}

impl<R> Sending<R> {
    fn push(&self, rows: &[Value], text: &mut String) {
        for row in rows {
            match self.format {
                Format::Csv => push_cells(text, &self.columns, row),
                Format::Json | Format::Jsonl => {
                    text.push_str(&row.to_string());
                    text.push('\n');
                }
            }
        }
    }
}
