//! Requests are kept for the test to look at, and answered with what the test gave, in its order.

use std::collections::VecDeque;

use super::with;
use crate::http::{HttpError, Request, Response, Target};

#[derive(Default)]
pub(super) struct Outside {
    answers: VecDeque<Answer>,
    requests: Vec<Request>,
}

/// What one request is answered.
pub struct Answer {
    /// Method and URL that the request must have; none for any.
    pub to: Option<(String, String)>,
    /// The answer.
    pub result: Result<Response, HttpError>,
}

pub fn answer(answer: Answer) {
    with(|memory| memory.http.answers.push_back(answer));
}

pub fn requests() -> Vec<Request> {
    with(|memory| memory.http.requests.clone())
}

pub fn send(request: &Request) -> Result<Response, HttpError> {
    Target::parse(&request.url)?;
    let no = |why: String| HttpError::Connection(format!("the test {why}"));
    let answer = with(|memory| {
        memory.http.requests.push(request.clone());
        memory.http.answers.pop_front()
    });
    let Answer { to, result } = answer.ok_or_else(|| no("gave no further answer".to_owned()))?;
    if let Some((method, url)) = to
        && (&method, &url) != (&request.method, &request.url)
    {
        return Err(no(format!("answers {method} {url}, and not {request:?}")));
    }
    let answer = result?;
    if answer.body.len() > request.largest {
        return Err(HttpError::TooLarge);
    }
    Ok(answer)
}
