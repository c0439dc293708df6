//! Names of files: shown and given back, never a path.

/// The longest name in characters.
const MAX_CHARS: usize = 255;

/// The name that a station or an operator gives a file, without what would make it a path; none: nothing is left.
#[must_use]
pub fn plain(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).find(|part| !part.trim().is_empty())?;
    let shown = last.chars().filter(|c| !c.is_control()).take(MAX_CHARS);
    let shown: String = shown.collect::<String>().trim().to_owned();
    let is_path = shown.is_empty() || shown.chars().all(|c| c == '.');
    (!is_path).then_some(shown)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_name_is_no_path() {
        for (name, wanted) in [
            ("diag.zip", Some("diag.zip")),
            ("../../etc/passwd", Some("passwd")),
            ("C:\\logs\\a.log", Some("a.log")),
            ("a/b/", Some("b")),
            ("..", None),
            (".", None),
            ("", None),
            ("/", None),
            ("a\0b\r\nc", Some("abc")),
            (" log 1.txt ", Some("log 1.txt")),
        ] {
            assert_eq!(plain(name).as_deref(), wanted, "{name:?}");
        }
        assert_eq!(plain(&"x".repeat(1000)).map(|name| name.len()), Some(255));
    }
}
