//! Sessions as CSV (RFC 4180): the members of the JSON form as columns, in an order that stays; new ones come last.

use crate::state::views::Transaction;

const COLUMNS: &str = "chargePoint,id,version,evse,connector,idTag,authorization,reservationId,remoteStartId,state,\
                       chargingState,startedAt,stoppedAt,durationSeconds,stopReason,meterStartWh,meterStopWh,\
                       meterStopAt,energyWh,energySource,complete,doubts,leftOut,\
                       stationTransactionId,closedBy,stoppedBy,stoppedByForeign,matchedBy";

/// The names of the columns.
pub fn header(text: &mut String) {
    text.push_str(COLUMNS);
    text.push_str("\r\n");
}

/// A session. Several doubts or signs, and what was left out as `reason:count`, are separated by spaces.
pub fn row(of: &Transaction, text: &mut String) {
    let number = |number: Option<i64>| number.map(|number| number.to_string());
    let doubts: Vec<&str> = of.doubts.iter().map(|doubt| doubt.word()).collect();
    let left_out = of
        .left_out
        .iter()
        .map(|left_out| format!("{}:{}", word(&left_out.reason), left_out.count));
    let matched_by: Vec<String> = of.matched_by.iter().map(word).collect();
    let cells = [
        Some(of.charge_point.as_str().to_owned()),
        Some(of.id.as_str().to_owned()),
        Some(of.version.clone()),
        number(of.evse),
        number(of.connector),
        of.id_tag.clone(),
        of.authorization.clone(),
        number(of.reservation_id),
        number(of.remote_start_id),
        Some(of.state.to_owned()),
        of.charging_state.clone(),
        of.started_at.clone(),
        of.stopped_at.clone(),
        number(of.duration_seconds),
        of.stop_reason.clone(),
        of.meter_start_wh.clone(),
        of.meter_stop_wh.clone(),
        of.meter_stop_at.clone(),
        of.energy_wh.clone(),
        of.energy_source.map(|source| word(&source)),
        Some(of.complete.to_string()),
        Some(doubts.join(" ")),
        Some(left_out.collect::<Vec<_>>().join(" ")),
        Some(of.station_transaction_id.as_str().to_owned()),
        of.closed_by.map(|by| word(&by)),
        of.stopped_by.clone(),
        Some(of.stopped_by_foreign.to_string()),
        Some(matched_by.join(" ")),
    ];
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        push(&cell.unwrap_or_default(), text);
    }
    text.push_str("\r\n");
}

/// The word of an enumeration.
fn word<T: serde::Serialize>(of: &T) -> String {
    let word = serde_json::to_value(of).ok();
    word.and_then(|word| word.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A cell. What a station sent must not become a formula when a spreadsheet opens the file, so what begins like one is
/// text by the apostrophe that spreadsheets know.
fn push(cell: &str, text: &mut String) {
    let is_number = cell.parse::<f64>().is_ok();
    let is_formula = !is_number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_quoted = cell.contains([',', '"', '\r', '\n']);
    if is_quoted {
        text.push('"');
    }
    if is_formula {
        text.push('\'');
    }
    for c in cell.chars() {
        if c == '"' {
            text.push('"');
        }
        text.push(c);
    }
    if is_quoted {
        text.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, push};

    fn cell(of: &str) -> String {
        let mut text = String::new();
        push(of, &mut text);
        text
    }

    #[test]
    fn a_cell_is_quoted_where_it_has_to_be_and_never_a_formula() {
        for (of, shown) in [
            ("TAG", "TAG"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=1+1", "'=1+1"),
            ("@SUM(A1),2", "\"'@SUM(A1),2\""),
            ("-1", "-1"),
            ("two\nlines", "\"two\nlines\""),
        ] {
            assert_eq!(cell(of), shown);
        }
    }

    #[test]
    fn the_columns_have_names_without_spaces() {
        assert!(
            COLUMNS.split(',').all(|name| name.chars().all(char::is_alphanumeric)),
            "{COLUMNS}"
        );
    }
}
