//! The known key that a mistyped one was meant to be.

/// The most similar of the known paths, if any is similar enough: the same last word in another section,
/// or up to a third of the letters wrong.
#[must_use]
pub fn of(typed: &str, known: impl IntoIterator<Item = String>) -> Option<String> {
    let known: Vec<String> = known.into_iter().collect();
    let moved = known
        .iter()
        .find(|path| last(path) == last(typed) && typed.contains('.'));
    if let Some(moved) = moved {
        return Some(moved.clone());
    }
    let rated = known.into_iter().map(|path| (strsim::osa_distance(typed, &path), path));
    let (distance, path) = rated.min_by_key(|(distance, _)| *distance)?;
    (distance * 3 <= last(&path).chars().count().max(3)).then_some(path)
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_key_is_named() {
        let known = [
            "ocpp",
            "ocpp.listen",
            "admin",
            "admin.token",
            "connection",
            "connection.call_timeout",
            "log",
        ];
        let table = [
            ("connection.call_timout", Some("connection.call_timeout")),
            ("connection.calltimeout", Some("connection.call_timeout")),
            ("ocpp.call_timeout", Some("connection.call_timeout")),
            ("ocpp.token", Some("admin.token")),
            ("conection", Some("connection")),
            ("lgo", Some("log")),
            ("ocpp.colour", None),
            ("web", None),
        ];
        for (typed, expected) in table {
            assert_eq!(of(typed, known.map(str::to_owned)).as_deref(), expected, "{typed}");
        }
    }
}
