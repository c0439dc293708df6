//! What a token may do, and what an operation of the API takes: one pure function, which the check, the description
//! of the API and the live connections read.

use actix_web::http::Method;

pub use crate::state::tokens::Role;

/// What the patterns of the API begin with.
const API: &str = "/api/v1/";

/// A part of the API with a rule of its own.
struct Rule {
    /// A pattern below `/api/v1/`; the rule is for it and what lies below it.
    part: &'static str,
    /// What looking takes.
    looking: Role,
    /// What changing takes.
    changing: Role,
}

/// An administrator's alone.
const fn administrators(part: &'static str) -> Rule {
    Rule {
        part,
        looking: Role::Admin,
        changing: Role::Admin,
    }
}

/// What is not a viewer's to look at, or not an operator's to change: who may do what and who did it, where what
/// happens is sent to, which code decides, and what is kept of people.
const RULES: &[Rule] = &[
    administrators("tokens"),
    administrators("audit"),
    administrators("webhooks"),
    administrators("backup"),
    administrators("retention"),
    // Whoever takes a certificate back locks a charge point out.
    Rule {
        part: "issued-certificates",
        looking: Role::Viewer,
        changing: Role::Admin,
    },
    // All that is known of a person.
    administrators("id-tags/{tag}/data"),
    administrators("id-tags/{tag}/erase"),
    Rule {
        part: "tls",
        looking: Role::Viewer,
        changing: Role::Admin,
    },
    Rule {
        part: "plugins",
        looking: Role::Viewer,
        changing: Role::Admin,
    },
    // They may hold the secrets of other servers, and the calls of people.
    administrators("plugins/{name}/settings"),
    administrators("plugins/{name}/recording"),
];

/// The role that an operation takes: its method, and the pattern of its path as it is routed, such as
/// `/api/v1/charge-points/{id}`. Looking is a viewer's, changing an operator's, and what `RULES` names is an
/// administrator's. What plugins serve themselves, below `/plugins/`, is not in them.
#[must_use]
pub fn needed(method: &Method, pattern: &str) -> Role {
    let looks = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    let usual = if looks { Role::Viewer } else { Role::Operator };
    let Some(path) = pattern.strip_prefix(API) else {
        return usual;
    };
    let covers = |rule: &&Rule| {
        let rest = path.strip_prefix(rule.part);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let takes = |rule: &Rule| if looks { rule.looking } else { rule.changing };
    RULES.iter().filter(covers).map(takes).max().unwrap_or(usual)
}

#[cfg(test)]
mod tests {
    use actix_web::http::Method;

    use super::{Role, needed};

    #[test]
    fn looking_is_a_viewers_and_changing_an_operators() {
        for (method, pattern, role) in [
            (Method::GET, "/api/v1/charge-points", Role::Viewer),
            (Method::HEAD, "/api/v1/charge-points/{id}", Role::Viewer),
            (Method::OPTIONS, "/api/v1/charge-points/{id}", Role::Viewer),
            (Method::PUT, "/api/v1/charge-points/{id}", Role::Operator),
            (Method::DELETE, "/api/v1/charge-points/{id}", Role::Operator),
            (
                Method::POST,
                "/api/v1/charge-points/{id}/commands/{name}",
                Role::Operator,
            ),
            (Method::GET, "/api/v1/plugins", Role::Viewer),
            (Method::GET, "/api/v1/plugins/{name}/history", Role::Viewer),
            (Method::GET, "/api/v1/plugins/{name}/settings", Role::Admin),
            (Method::PUT, "/api/v1/plugins/{name}", Role::Admin),
            (Method::DELETE, "/api/v1/plugins/{name}/trial", Role::Admin),
            (Method::GET, "/api/v1/tokens", Role::Admin),
            (Method::POST, "/api/v1/tokens/{name}/rotate", Role::Admin),
            (Method::GET, "/api/v1/audit", Role::Admin),
            (Method::GET, "/api/v1/auditors", Role::Viewer),
            (Method::GET, "/api/v1/backup", Role::Admin),
            (Method::GET, "/api/v1/id-tags/{tag}/data", Role::Admin),
            (Method::GET, "/api/v1/id-tags/{tag}", Role::Viewer),
        ] {
            assert_eq!(needed(&method, pattern), role, "{method} {pattern}");
        }
    }

    #[test]
    fn what_a_plugin_serves_is_not_the_api() {
        let path = "/plugins/{name}/{tail:.*}";
        assert_eq!(needed(&Method::GET, path), Role::Viewer);
        assert_eq!(needed(&Method::POST, path), Role::Operator);
    }
}
