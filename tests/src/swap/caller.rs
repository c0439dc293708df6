//! A charge point in closed loop: one CALL at a time over one connection for its whole life, each
//! answer exactly one, its own, and of a version that may have made it.

use std::net::SocketAddr;
use std::time::Instant;

use serde_json::{Value, json};
use tokio::time::timeout;

use super::tally::Tally;
use super::timeline::{Said, Timeline};
use crate::bench::Outcome;
use crate::bench::socket::Socket;
use crate::wait::PATIENCE;

/// A connected charge point.
#[derive(Debug)]
pub struct Caller {
    /// Its identity.
    pub identity: String,
    socket: Socket,
    sent: u64,
    answer: Vec<u8>,
}

impl Caller {
    /// Connects.
    ///
    /// # Errors
    /// No connection, or no upgrade.
    pub async fn connect(server: SocketAddr, number: usize) -> Outcome<Self> {
        let identity = format!("CP{number:03}");
        Ok(Self {
            socket: Socket::connect(server, &identity, "ocpp1.6").await?,
            identity,
            sent: 0,
            answer: Vec::new(),
        })
    }

    /// Calls until the load is over, then proves that nothing is on its way any more: the answer to a
    /// Heartbeat is the next message.
    ///
    /// # Errors
    /// A CALL without its answer, an answer without its CALL, a wrong answer, or a lost connection.
    pub async fn work(&mut self, timeline: &Timeline) -> Outcome<Tally> {
        let mut tally = Tally::default();
        while !timeline.is_over() {
            let (action, payload) = match self.sent % 2 {
                0 => ("Authorize", json!({"idTag": "TAG"})),
                _ => ("DataTransfer", json!({"vendorId": "swap"})),
            };
            let (asked, begin) = (timeline.ask(), Instant::now());
            let answer = self.call(action, &payload).await?;
            let took = begin.elapsed();
            let said = said(action, &answer).ok_or_else(|| format!("{action} was answered {answer}"))?;
            tally.add(timeline.judge(asked, &said)?, &said, took);
        }
        self.call("Heartbeat", &json!({})).await?;
        Ok(tally)
    }

    /// The payload of the next message, which must be the CALL's result.
    async fn call(&mut self, action: &str, payload: &Value) -> Outcome<Value> {
        self.sent += 1;
        let id = format!("{}-{}", self.identity, self.sent);
        self.socket
            .send(json!([2, id, action, payload]).to_string().as_bytes())
            .await?;
        let Ok(received) = timeout(PATIENCE, self.socket.receive(&mut self.answer)).await else {
            return Err(format!("{action} {id} has no answer").into());
        };
        received?;
        let mut frame: Value = serde_json::from_slice(&self.answer)?;
        if frame[0] != 3 || frame[1] != *id {
            return Err(format!("{action} {id} was answered {frame}").into());
        }
        Ok(frame[2].take())
    }
}

/// Who made an answer; nobody who may, if it is none of the two that each action has.
fn said(action: &str, answer: &Value) -> Option<Said> {
    let (name, full, on_failure) = match action {
        "Authorize" => {
            let name = &answer["idTagInfo"]["parentIdTag"];
            let full = json!({"idTagInfo": {"status": "Accepted", "parentIdTag": name}});
            (name, full, json!({"idTagInfo": {"status": "Invalid"}}))
        }
        _ => {
            let name = &answer["data"];
            let full = json!({"status": "Accepted", "data": name});
            (name, full, json!({"status": "UnknownVendorId"}))
        }
    };
    if *answer == on_failure {
        return Some(Said::OnFailure);
    }
    let name = name.as_str().filter(|_| *answer == full)?;
    Some(Said::Version(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_a_versions_or_a_failures_and_nothing_between() {
        let authorize = |answer| said("Authorize", &answer);
        let version = Some(Said::Version("good-1".to_owned()));
        let own = json!({"idTagInfo": {"status": "Accepted", "parentIdTag": "good-1"}});
        assert_eq!(authorize(own), version);
        assert_eq!(
            authorize(json!({"idTagInfo": {"status": "Invalid"}})),
            Some(Said::OnFailure)
        );
        // The server's own proposal: the plugin was not asked.
        assert_eq!(authorize(json!({"idTagInfo": {"status": "Accepted"}})), None);
        let transfer = |answer| said("DataTransfer", &answer);
        assert_eq!(transfer(json!({"status": "Accepted", "data": "good-1"})), version);
        assert_eq!(transfer(json!({"status": "UnknownVendorId"})), Some(Said::OnFailure));
        assert_eq!(transfer(json!({"status": "Accepted"})), None);
    }
}
