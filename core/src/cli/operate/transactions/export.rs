//! Sessions as CSV: the server's own columns, and what each cost behind them. As long as it is: nothing is held but some
//! hundred rows.

use std::io::{self, IsTerminal as _, Read, Write};

use csv::StringRecord;

use super::bills::{Billed, Bills};
use crate::cli::failed::{Failed, unusable};
use crate::cli::server::Server;
use crate::cli::server::url::query;
use crate::cli::show::csv::{failed, writer};
use crate::cli::show::progress::Progress;

/// So many rows are given their bills at once.
const STEP: usize = 400;

/// Which rows.
pub struct Wanted<'a> {
    /// Those with doubts alone.
    pub doubtful: bool,
    pub most: usize,
    /// The columns that are wanted, in their order; none: all.
    pub columns: &'a [String],
}

impl Wanted<'_> {
    /// Where the wanted columns are; none: all are wanted.
    fn chosen(&self, names: &StringRecord) -> Result<Option<Vec<usize>>, Failed> {
        if self.columns.is_empty() {
            return Ok(None);
        }
        let place = |wanted: &String| {
            let found = names.iter().position(|name| name.eq_ignore_ascii_case(wanted.trim()));
            let known = || names.iter().collect::<Vec<_>>().join(", ");
            found.ok_or_else(|| unusable(format_args!("there is no column {wanted}; there are {}", known())))
        };
        self.columns.iter().map(place).collect::<Result<_, _>>().map(Some)
    }
}

/// The cells of the wanted columns.
fn cells<'a>(row: &'a StringRecord, chosen: Option<&'a [usize]>) -> Vec<&'a str> {
    match chosen {
        None => row.iter().collect(),
        Some(places) => places.iter().map(|place| row.get(*place).unwrap_or_default()).collect(),
    }
}

/// Where the columns are that decide about a row.
struct Places {
    charge_point: usize,
    id: usize,
    stopped_at: usize,
    doubts: usize,
}

impl Places {
    fn of(names: &StringRecord) -> Result<Self, Failed> {
        let place = |wanted: &str| {
            let found = names.iter().position(|name| name == wanted);
            found.ok_or_else(|| unusable(format_args!("the server's CSV has no column {wanted}")))
        };
        Ok(Self {
            charge_point: place("chargePoint")?,
            id: place("id")?,
            stopped_at: place("stoppedAt")?,
            doubts: place("doubts")?,
        })
    }

    fn billed(&self, row: &StringRecord) -> Billed {
        let cell = |place: usize| row.get(place).unwrap_or_default().to_owned();
        Billed {
            charge_point: cell(self.charge_point),
            id: cell(self.id),
            stopped_at: cell(self.stopped_at),
        }
    }
}

/// Writes the sessions that fit.
///
/// # Errors
/// The server's, or the output's.
pub fn csv(
    server: &Server,
    parts: &[(&str, Option<&str>)],
    (wanted, bills): (Wanted<'_>, Option<Bills<'_>>),
    output: &mut impl Write,
) -> Result<(), Failed> {
    let mut parts = parts.to_vec();
    parts.push(("format", Some("csv")));
    let body = server.open(&format!("/transactions{}", query(&parts)))?;
    // A terminal shows the rows themselves.
    let progress = (!io::stdout().is_terminal()).then(|| Progress::open("sessions"));
    written(body, (&wanted, bills.as_ref()), (output, progress.as_ref()))
}

fn written<W: Write>(
    body: impl Read,
    (wanted, bills): (&Wanted<'_>, Option<&Bills<'_>>),
    (output, progress): (&mut W, Option<&Progress>),
) -> Result<(), Failed> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(body);
    let broken = |error| Failed::Unreachable(format!("error: the server's list broke off: {error}"));
    let mut names = reader.headers().map_err(broken)?.clone();
    let places = Places::of(&names)?;
    if bills.is_some() {
        names.push_field("cost");
        names.push_field("currency");
    }
    let chosen = wanted.chosen(&names)?;
    let mut rows = writer(output);
    rows.write_record(cells(&names, chosen.as_deref())).map_err(failed)?;
    let (mut held, mut left) = (Vec::new(), wanted.most);
    let mut records = reader.into_records();
    loop {
        let next = if left == 0 { None } else { records.next() };
        let is_over = next.is_none();
        if let Some(row) = next.transpose().map_err(broken)?
            && (!wanted.doubtful || row.get(places.doubts).is_some_and(|doubts| !doubts.is_empty()))
        {
            held.push(row);
            left -= 1;
        }
        if is_over || held.len() == STEP {
            for row in priced(std::mem::take(&mut held), &places, bills)? {
                rows.write_record(cells(&row, chosen.as_deref())).map_err(failed)?;
                if let Some(progress) = progress {
                    progress.more(1);
                }
            }
            rows.flush()?;
        }
        if is_over {
            return Ok(());
        }
    }
}

fn priced(rows: Vec<StringRecord>, places: &Places, bills: Option<&Bills<'_>>) -> Result<Vec<StringRecord>, Failed> {
    let Some(bills) = bills else { return Ok(rows) };
    let sessions: Vec<Billed> = rows.iter().map(|row| places.billed(row)).collect();
    let costs = bills.of(&sessions)?;
    let priced = rows.into_iter().zip(costs).map(|(mut row, cost)| {
        let (total, currency) = cost.map(|cost| (cost.total, cost.currency)).unwrap_or_default();
        row.push_field(&total);
        row.push_field(&currency);
        row
    });
    Ok(priced.collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{Wanted, written};

    const BODY: &str = "chargePoint,id,startedAt,stoppedAt,doubts\r\nCP1,1,,,\r\nCP1,2,,,no-end-register\r\n\
                        \"C,P\",3,,,a b\r\n";

    fn kept(wanted: &Wanted<'_>) -> String {
        let mut output = Vec::new();
        written(BODY.as_bytes(), (wanted, None), (&mut output, None)).unwrap();
        String::from_utf8(output).unwrap()
    }

    const ALL: Wanted<'static> = Wanted {
        doubtful: false,
        most: usize::MAX,
        columns: &[],
    };

    #[test]
    fn rows_stay_as_the_server_wrote_them() {
        assert_eq!(kept(&ALL), BODY);
        let doubtful = Wanted {
            doubtful: true,
            most: 1,
            ..ALL
        };
        let wanted = "chargePoint,id,startedAt,stoppedAt,doubts\r\nCP1,2,,,no-end-register\r\n";
        assert_eq!(kept(&doubtful), wanted);
    }

    #[test]
    fn columns_are_chosen_by_name() {
        let columns = ["doubts".to_owned(), "ChargePoint".to_owned()];
        let some = Wanted {
            columns: &columns,
            ..ALL
        };
        assert_eq!(
            kept(&some),
            "doubts,chargePoint\r\n,CP1\r\nno-end-register,CP1\r\na b,\"C,P\"\r\n"
        );
        let unknown = Wanted {
            columns: &["cost".to_owned()],
            ..ALL
        };
        assert!(written(BODY.as_bytes(), (&unknown, None), (&mut Vec::new(), None)).is_err());
    }

    #[test]
    fn a_list_that_names_nothing_is_refused() {
        assert!(written("a,b\r\n1,2\r\n".as_bytes(), (&ALL, None), (&mut Vec::new(), None)).is_err());
    }
}
