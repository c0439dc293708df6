//! The rows of a body that is CSV.

use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{Error, FromRequest, HttpRequest};

use super::cells::Wrong;
use super::columns::{Column, Header};
use crate::admin::body::{WithBody, whole};
use crate::admin::openapi::{Asked, Body, Content, Signature};
use crate::admin::table::{CSV, Rows, of_one};
use crate::tables::{Fault, Line, Sheet};

/// A body that is a table, whatever its media type says.
#[derive(Debug)]
pub struct TableText(Bytes);

impl FromRequest for TableText {
    type Error = Error;
    type Future = WithBody<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = whole(request, payload);
        Box::pin(async move { Ok(Self(bytes.await?)) })
    }
}

/// A body that is a table of the columns that an export of the same has.
pub struct TableOf<R> {
    /// The table.
    pub table: TableText,
    rows: PhantomData<R>,
}

impl<R: Rows> FromRequest for TableOf<R> {
    type Error = Error;
    type Future = WithBody<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let table = TableText::from_request(request, payload);
        Box::pin(async move {
            Ok(Self {
                table: table.await?,
                rows: PhantomData,
            })
        })
    }
}

impl<R: Rows> Asked for TableOf<R> {
    fn ask(signature: &mut Signature) {
        let item = signature.named::<R::Item>();
        signature.takes(Body {
            contents: vec![Content::written(CSV, item, of_one::<R>)],
            required: true,
        });
    }
}

/// The rows of a table, one after another.
pub struct Source<'a> {
    sheet: Sheet<'a>,
    header: Header,
}

/// What is wrong with the names of the columns, and the line in which they stand.
pub type WrongNames = (u64, Vec<Wrong>);

impl TableText {
    /// The rows from the first one on.
    ///
    /// # Errors
    /// The names of the columns cannot be used.
    pub fn rows(&self, known: &'static [Column]) -> Result<Source<'_>, WrongNames> {
        let mut sheet = Sheet::new(&self.0);
        match sheet.next() {
            Some(Ok(line)) => {
                let header = Header::read(&line.cells, known).map_err(|wrong| (line.number, wrong))?;
                Ok(Source { sheet, header })
            }
            Some(Err(fault)) => Err((fault.line, vec![Wrong::whole(fault.what)])),
            None => {
                let what = "the table is empty: its first row has the names of the columns";
                Err((1, vec![Wrong::whole(what)]))
            }
        }
    }
}

impl Source<'_> {
    /// The columns.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The next row.
    pub fn next(&mut self) -> Option<Result<Line, Fault>> {
        self.sheet.next()
    }
}
