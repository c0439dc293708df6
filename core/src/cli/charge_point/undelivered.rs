//! What a charge point was switched off with and the server has not got, in words.

use std::collections::BTreeMap;
use std::path::Path;

use ocpp_charge_point::run::{Patience, Standing};

/// What is left of the messages of sessions, what it means and what to do; none if the server has all of it. `wanted`
/// are the actions that are to come to nothing, and `memory` is the file that keeps what waits.
pub fn told(standing: &Standing, wanted: impl Fn(&str) -> bool, memory: Option<&Path>) -> Option<String> {
    let backlog = &standing.backlog;
    let given_up: BTreeMap<String, usize> = backlog
        .given_up
        .iter()
        .filter(|(action, _)| !wanted(action))
        .map(|(action, count)| (action.clone(), *count))
        .collect();
    let kept = memory.map_or_else(String::new, |file| {
        format!("; {} keeps it for the next time", file.display())
    });
    let waits =
        (!backlog.waiting.is_empty()).then(|| format!("{} ({}){kept}", counted(&backlog.waiting), why(standing)));
    let gone = (!given_up.is_empty()).then(|| {
        format!(
            "{} (given up after the last try: the server refused it or did not answer; `--verbose` shows the frames)",
            counted(&given_up)
        )
    });
    let left: Vec<String> = [waits, gone].into_iter().flatten().collect();
    (!left.is_empty()).then(|| format!("the server has not got {}", left.join(", nor ")))
}

fn why(standing: &Standing) -> String {
    let backlog = &standing.backlog;
    if standing.is_cut {
        "the link is cut: `restore` mends it".to_owned()
    } else if !backlog.connected {
        "there is no connection".to_owned()
    } else if backlog.registration == "Accepted" {
        let patience = Patience::default().without_progress.as_secs();
        format!("no answer within {patience} s")
    } else {
        format!("its boot is not accepted: {}", backlog.registration)
    }
}

/// `2 MeterValues and 1 StopTransaction`
fn counted(actions: &BTreeMap<String, usize>) -> String {
    let counts: Vec<String> = actions
        .iter()
        .map(|(action, count)| format!("{count} {action}"))
        .collect();
    match counts.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::collections::BTreeMap;
    use std::path::Path;

    use ocpp_charge_point::run::Standing;
    use ocpp_charge_point::station::Backlog;

    use super::told;

    fn standing(waiting: &[(&str, usize)], given_up: &[(&str, usize)]) -> Standing {
        let map = |counts: &[(&str, usize)]| -> BTreeMap<String, usize> {
            counts
                .iter()
                .map(|(action, count)| ((*action).to_owned(), *count))
                .collect()
        };
        Standing {
            backlog: Backlog {
                waiting: map(waiting),
                given_up: map(given_up),
                delivered: 0,
                connected: true,
                registration: "Accepted",
            },
            is_cut: false,
        }
    }

    #[test]
    fn what_is_left_is_named_with_the_reason() {
        assert_eq!(told(&standing(&[], &[]), |_| false, None), None);
        let mut left = standing(&[("MeterValues", 2), ("StopTransaction", 1)], &[]);
        assert_eq!(
            told(&left, |_| false, None).unwrap(),
            "the server has not got 2 MeterValues and 1 StopTransaction (no answer within 60 s)"
        );
        left.backlog.registration = "Pending";
        let said = told(&left, |_| false, None).unwrap();
        assert!(said.ends_with("(its boot is not accepted: Pending)"), "{said}");
        left.backlog.connected = false;
        let said = told(&left, |_| false, None).unwrap();
        assert!(said.ends_with("(there is no connection)"), "{said}");
        left.is_cut = true;
        let said = told(&left, |_| false, Some(Path::new("kept.json"))).unwrap();
        let wanted = "(the link is cut: `restore` mends it); kept.json keeps it for the next time";
        assert!(said.ends_with(wanted), "{said}");
    }

    #[test]
    fn what_was_given_up_counts_unless_it_was_wanted() {
        let left = standing(&[], &[("StartTransaction", 1)]);
        let said = told(&left, |_| false, None).unwrap();
        assert!(
            said.starts_with("the server has not got 1 StartTransaction (given up"),
            "{said}"
        );
        assert_eq!(told(&left, |action| action == "StartTransaction", None), None);
    }
}
