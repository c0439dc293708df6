//! What is wrong with a payload: the place, the broken rule, and the error code that answers it.
//!
//! The specification maps no rule to a code; the mapping here is the one in use in the field.

use crate::ErrorCode;
use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Broken};
use serde_json::Value;
use std::cmp::Ordering;

const EXTRA: &str = "additionalProperties";

/// Rules, what is reported first before what is reported later; others come after these.
const ORDER: [&str; 11] = [
    "required",
    "type",
    "minItems",
    "maxItems",
    "enum",
    "maxLength",
    "format",
    "minimum",
    "maximum",
    "multipleOf",
    EXTRA,
];

/// The longest property name that a pointer repeats in full, in characters.
const NAME_LIMIT: usize = 64;

/// The longest list of allowed values that is told, in bytes.
const LONGEST_LIST: usize = 160;

/// One broken rule.
///
/// Of several the first is reported, in this order: by rule (missing properties, wrong types, numbers of items,
/// enumerations, lengths, formats, ranges, extra properties, the rest), then by pointer (segment by segment, array
/// positions as numbers, names as text).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{pointer:?} {reason} ({rule})")]
pub struct Violation {
    /// The code for the CALLERROR.
    pub code: ErrorCode,
    /// JSON pointer to the offending value; the empty string is the payload itself. A missing or an extra property
    /// is named by the pointer too, an extra one with at most 64 characters of its name.
    pub pointer: String,
    /// The JSON Schema keyword that was broken.
    pub rule: &'static str,
    /// What is wrong, fit for a peer's eyes: never repeats the value.
    pub reason: String,
}

impl Violation {
    pub(crate) fn of_broken_schema() -> Self {
        let reason = "cannot be checked: its schema does not compile".to_owned();
        Self {
            code: ErrorCode::InternalError,
            pointer: String::new(),
            rule: "$schema",
            reason,
        }
    }

    fn new(error: &ValidationError<'_>, payload: &Value) -> Self {
        let place = error.instance_path().as_str();
        let (rule, pointer) = match error.kind() {
            Broken::Required { property } => ("required", below(place, property.as_str().unwrap_or_default())),
            Broken::AdditionalProperties { unexpected } => {
                (EXTRA, below(place, unexpected.iter().min().map_or("", String::as_str)))
            }
            // What the library says of an object that may have no property at all.
            Broken::FalseSchema if error.schema_path().as_str().ends_with(EXTRA) => {
                (EXTRA, below(place, first_name(payload.pointer(place))))
            }
            other => (rule(other), place.to_owned()),
        };
        Self {
            code: code(rule),
            pointer,
            rule,
            reason: reason(rule, error.kind(), error.instance()),
        }
    }

    fn precedence(&self, other: &Self) -> Ordering {
        let rank = |rule| ORDER.iter().position(|known| *known == rule).unwrap_or(ORDER.len());
        rank(self.rule)
            .cmp(&rank(other.rule))
            .then_with(|| by_segments(&self.pointer, &other.pointer))
    }
}

/// The violation of `payload` that comes first, whatever the order in which the errors come.
pub(crate) fn first<'a>(errors: impl Iterator<Item = ValidationError<'a>>, payload: &Value) -> Violation {
    let violations = errors.map(|error| Violation::new(&error, payload));
    violations
        .min_by(Violation::precedence)
        .unwrap_or_else(Violation::of_broken_schema)
}

/// The violations of `payload`, the first one first.
pub(crate) fn all<'a>(errors: impl Iterator<Item = ValidationError<'a>>, payload: &Value) -> Vec<Violation> {
    let mut violations: Vec<_> = errors.map(|error| Violation::new(&error, payload)).collect();
    violations.sort_by(Violation::precedence);
    violations
}

fn code(rule: &str) -> ErrorCode {
    match rule {
        "required" | "minItems" | "maxItems" => ErrorCode::OccurrenceConstraintViolation,
        "type" => ErrorCode::TypeConstraintViolation,
        "enum" | "format" | "maxLength" | "minimum" | "maximum" | "multipleOf" | "additionalProperties" => {
            ErrorCode::PropertyConstraintViolation
        }
        _ => ErrorCode::FormatViolation,
    }
}

/// The keyword, as a static text: those that the data uses, and one word for all others.
fn rule(broken: &Broken) -> &'static str {
    let keyword = broken.keyword();
    let known = ORDER.into_iter().find(|rule| *rule == keyword);
    known.unwrap_or(if matches!(broken, Broken::FalseSchema) {
        "falseSchema"
    } else {
        "schema"
    })
}

fn first_name(object: Option<&Value>) -> &str {
    let members = object.and_then(Value::as_object);
    members
        .and_then(|members| members.keys().min())
        .map_or("", String::as_str)
}

/// The pointer to a property of the object at `place` (RFC 6901 section 3).
fn below(place: &str, property: &str) -> String {
    let mut name: String = property.chars().take(NAME_LIMIT).collect();
    if name.len() < property.len() {
        name.push('…');
    }
    format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The value, and what it may be: not more words than an answer can carry.
fn not_allowed(options: &Value, found: &Value) -> String {
    let allowed: Vec<&str> = options
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let found = found.as_str().unwrap_or_default();
    let list = allowed.join(", ");
    if let Some(meant) = allowed.iter().find(|allowed| allowed.eq_ignore_ascii_case(found)) {
        return format!("is not one of the allowed values; did you mean {meant}?");
    }
    if list.is_empty() || list.len() > LONGEST_LIST {
        return "is not one of the allowed values".to_owned();
    }
    format!("is not one of the allowed values: {list}")
}

fn reason(rule: &str, broken: &Broken, found: &Value) -> String {
    match broken {
        Broken::Required { .. } => "is missing".to_owned(),
        _ if rule == EXTRA => "is not a property of this object".to_owned(),
        Broken::Type {
            kind: TypeKind::Single(kind),
        } => format!("is not of type {kind}"),
        Broken::Enum { options } => not_allowed(options, found),
        Broken::MaxLength { limit } => format!("is longer than {limit} characters"),
        Broken::Format { format } => format!("is not a valid {format}"),
        Broken::MinItems { limit } => format!("has fewer items than {limit}"),
        Broken::MaxItems { limit } => format!("has more items than {limit}"),
        Broken::Minimum { limit } => format!("is below {limit}"),
        Broken::Maximum { limit } => format!("is above {limit}"),
        Broken::MultipleOf { multiple_of } => format!("is not a multiple of {multiple_of}"),
        Broken::FalseSchema => "is not expected: this action has no such payload".to_owned(),
        _ => "breaks the schema".to_owned(),
    }
}

fn by_segments(one: &str, other: &str) -> Ordering {
    let key = |segment: &str| (segment.parse::<u64>().unwrap_or(u64::MAX), segment.to_owned());
    one.split('/').map(key).cmp(other.split('/').map(key))
}
