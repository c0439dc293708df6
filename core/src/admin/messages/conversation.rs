//! Which message answers which, and so what became of each.

use std::collections::HashMap;

use serde_json::Value;

use super::view::{MessageView, VERDICTS};
use crate::frame::Elements;
use crate::frame::secrets::{masked, masked_url};
use crate::state::messages::{Entry, EntryKind, Note, Snapshot};

/// The messages of one charge point.
pub struct Conversation<'a> {
    messages: Vec<Message<'a>>,
    /// By the number of the message.
    notes: HashMap<u64, Note>,
    /// The place of our answer, by the number of the station's request.
    answers: HashMap<u64, usize>,
    /// The places of our CALL and of its answer, by their id.
    calls: HashMap<String, Exchange>,
}

#[derive(Default)]
struct Exchange {
    call: Option<usize>,
    answer: Option<usize>,
}

struct Message<'a> {
    entry: Entry<'a>,
    elements: Elements<'a>,
}

impl Message<'_> {
    fn is_received(&self) -> bool {
        self.entry.kind == EntryKind::Received
    }
}

/// What became of a message.
struct Fate<'a> {
    verdict: &'static str,
    /// The error that says so.
    error: Option<&'a Elements<'a>>,
    answer: Option<&'a Message<'a>>,
}

impl<'a> Conversation<'a> {
    /// Reads what was kept, the oldest first. Where two parts have the same messages, they count once.
    #[must_use]
    pub fn of(said: &'a [Snapshot]) -> Self {
        let mut conversation = Self {
            messages: Vec::new(),
            notes: HashMap::new(),
            answers: HashMap::new(),
            calls: HashMap::new(),
        };
        let mut next = 0;
        for (place, part) in said.iter().enumerate() {
            let later = said.get(place + 1).map_or(u64::MAX, Snapshot::first);
            let from = next;
            let own = part.entries().skip_while(|entry| entry.number < from);
            for entry in own.take_while(|entry| entry.number < later) {
                next = entry.number + 1;
                conversation.take(entry);
            }
        }
        conversation
    }

    fn take(&mut self, entry: Entry<'a>) {
        if entry.kind != EntryKind::Note {
            self.said(entry);
        } else if let Ok(note) = serde_json::from_str(entry.text) {
            self.noted(entry.about, note);
        }
    }

    fn noted(&mut self, about: u64, note: Note) {
        let known = self.notes.entry(about).or_default();
        known.verdict = note.verdict.or(known.verdict.take());
        known.code = note.code.or(known.code.take());
        known.reason = note.reason.or(known.reason.take());
        known.pointer = note.pointer.or(known.pointer.take());
        known.repairs.extend(note.repairs);
        known.plugins.extend(note.plugins);
    }

    fn said(&mut self, entry: Entry<'a>) {
        let place = self.messages.len();
        let elements = Elements::of(entry.text);
        let id = elements.id.clone().unwrap_or_default();
        match (entry.kind, elements.kind) {
            (EntryKind::Sent, Some(2)) => self.calls.entry(id).or_default().call = Some(place),
            (EntryKind::Sent, _) if entry.about > 0 => {
                self.answers.insert(entry.about, place);
            }
            (EntryKind::Received, Some(3 | 4)) => {
                // A repeated answer is no answer.
                let exchange = self.calls.entry(id).or_default();
                if exchange.call.is_some() {
                    exchange.answer.get_or_insert(place);
                }
            }
            _ => {}
        }
        self.messages.push(Message { entry, elements });
    }

    /// All messages.
    pub fn newest_first(&self) -> impl Iterator<Item = MessageView> {
        self.messages.iter().rev().map(|message| self.view(message))
    }

    fn view(&self, message: &Message<'a>) -> MessageView {
        let Message { entry, elements } = message;
        let note = self.notes.get(&entry.number).cloned().unwrap_or_default();
        let fate = self.fate(message, &note);
        let details = fate.error.and_then(Elements::details);
        let detail = |name: &str| {
            let found = details.as_ref().and_then(|details| details.get(name));
            found.and_then(Value::as_str).map(str::to_owned)
        };
        let frame = masked(entry.text);
        let shown = Elements::of(&frame);
        let raw = shown.payload().and_then(|payload| serde_json::from_str(payload).ok());
        let after = |answer: &Message<'_>| (answer.entry.at - entry.at).num_milliseconds();
        MessageView {
            number: entry.number,
            at: entry.at,
            direction: if message.is_received() { "in" } else { "out" },
            message_type: elements.kind_name(),
            message_id: elements.id.clone(),
            action: self.action(message),
            verdict: fate.verdict,
            code: note.code.or_else(|| fate.error.and_then(|error| error.word.clone())),
            reason: note
                .reason
                .or_else(|| fate.error.and_then(Elements::description))
                .map(|reason| masked_url(&reason).into_owned()),
            pointer: note.pointer.or_else(|| detail("pointer")),
            rule: detail("rule"),
            repairs: note.repairs,
            plugins: note.plugins,
            answered_after: fate.answer.map(after),
            payload: raw,
            bytes: entry.whole,
            truncated: entry.whole > entry.text.len(),
            frame: frame.into_owned(),
        }
    }

    fn fate<'b>(&'b self, message: &'b Message<'a>, note: &Note) -> Fate<'b> {
        let own = |verdict| Fate {
            verdict,
            error: matches!(message.elements.kind, Some(4 | 5)).then_some(&message.elements),
            answer: None,
        };
        let answer = self.answer(message);
        let refused = answer.filter(|answer| matches!(answer.elements.kind, Some(4 | 5)));
        let noted = note.verdict.as_deref();
        if let Some(known) = noted.and_then(|noted| VERDICTS.into_iter().find(|known| *known == noted)) {
            return Fate {
                error: refused.map(|refused| &refused.elements),
                answer,
                ..own(known)
            };
        }
        match (message.elements.kind, answer) {
            (Some(2), None) => own("pending"),
            (Some(2), Some(answer)) => Fate {
                verdict: match (refused, message.is_received()) {
                    (Some(_), _) => "refused",
                    (None, true) => "accepted",
                    (None, false) => "answered",
                },
                error: refused.map(|refused| &refused.elements),
                answer: Some(answer),
            },
            (Some(4 | 5), _) => own("refused"),
            (Some(3 | 6), _) if message.is_received() => own("accepted"),
            (Some(_), _) => own("answered"),
            (None, _) => own("unreadable"),
        }
    }

    /// The answer to a request.
    fn answer(&self, message: &Message<'_>) -> Option<&Message<'a>> {
        let place = if message.is_received() {
            self.answers.get(&message.entry.number).copied()
        } else {
            let id = message
                .elements
                .id
                .as_ref()
                .filter(|_| message.elements.kind == Some(2))?;
            self.calls.get(id).and_then(|exchange| exchange.answer)
        };
        self.messages.get(place?)
    }

    fn action(&self, message: &Message<'_>) -> Option<String> {
        let elements = &message.elements;
        match (elements.kind, message.is_received()) {
            (Some(2 | 6), _) => elements.word.clone(),
            (Some(3 | 4), true) => {
                let call = self.calls.get(elements.id.as_ref()?)?.call?;
                self.messages.get(call)?.elements.word.clone()
            }
            (Some(3 | 4), false) => {
                // Numbers are without gaps but for notes, so the request is before its answer in any case.
                let number = message.entry.about;
                let place = self
                    .messages
                    .binary_search_by_key(&number, |message| message.entry.number);
                let request = self.messages.get(place.ok()?)?;
                matches!(request.elements.kind, Some(2))
                    .then(|| request.elements.word.clone())
                    .flatten()
            }
            _ => None,
        }
    }
}
