//! What a guest wrote before it trapped, as its author would say it: the sentence, and the line of the source. Each
//! language writes it in its own way, with much around it.

/// Longer sentences are cut, in bytes.
const LONGEST: usize = 500;

/// The author's sentence and the line; none if the guest wrote nothing.
#[must_use]
pub fn told(stderr: &str) -> Option<String> {
    let (sentence, place) = of_python(stderr)
        .or_else(|| of_panic(stderr))
        .or_else(|| of_lines(stderr))?;
    let sentence = sentence.trim();
    let cut = sentence
        .get(..sentence.floor_char_boundary(LONGEST))
        .unwrap_or_default();
    Some(match place {
        Some(place) => format!("{cut} ({place})"),
        None => cut.to_owned(),
    })
}

type Sentence = (String, Option<String>);

/// A traceback: the exception stands after it, the line that raised it in its last frame outside of the SDK.
fn of_python(stderr: &str) -> Option<Sentence> {
    let (_, traceback) = stderr.rsplit_once("Traceback (most recent call last):\n")?;
    let exception = traceback
        .lines()
        .find(|line| !line.is_empty() && !line.starts_with(' '))?;
    let frames = traceback.lines().take_while(|line| *line != exception);
    let places = frames.filter_map(|line| {
        let (path, rest) = line.trim_start().strip_prefix("File \"")?.split_once("\", line ")?;
        let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let is_authors = !path.contains("/ocpp_plugin/") && !path.starts_with("/python/") && !path.starts_with('<');
        // The builder numbers the folders that modules are looked for in.
        let path = path
            .trim_start_matches('/')
            .trim_start_matches(|c: char| c.is_ascii_digit());
        is_authors.then(|| format!("{}:{number}", path.trim_start_matches('/')))
    });
    Some((exception.to_owned(), places.last()))
}

/// A panic of Rust, also of the engine that runs JavaScript: what was thrown is in its text then.
fn of_panic(stderr: &str) -> Option<Sentence> {
    let (_, panic) = stderr.rsplit_once(" panicked at ")?;
    let (place, text) = panic.split_once(":\n")?;
    let text = text.split("\nnote: run with").next().unwrap_or(text);
    if let Some((_, thrown)) = text.split_once("Exception { message: Some(\"") {
        let end = end_of_quoted(thrown)?;
        let quoted = thrown.get(..end)?;
        let message = serde_json::from_str(&format!("\"{quoted}\"")).unwrap_or_else(|_| quoted.to_owned());
        return Some((message, None));
    }
    // Without the column.
    let place = place.rsplit_once(':').map_or(place, |(place, _)| place);
    Some((text.to_owned(), Some(place.to_owned())))
}

/// Where a text in quotes ends, of which the first is gone.
fn end_of_quoted(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends.then_some(at)
    })
}

/// The last line; in C the line after it is where it was written.
fn of_lines(stderr: &str) -> Option<Sentence> {
    let mut lines = stderr.lines().rev().filter(|line| !line.trim().is_empty());
    let last = lines.next()?;
    match last.strip_prefix("  at ") {
        Some(place) => Some((lines.next()?.to_owned(), Some(place.to_owned()))),
        None => Some((last.to_owned(), None)),
    }
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn a_panic_is_its_message_and_its_line() {
        let stderr = "printed\n\nthread '<unnamed>' (1) panicked at src/lib.rs:23:5:\nthe tariff is missing\nnote: run with \
                      `RUST_BACKTRACE=1` environment variable to display a backtrace\n";
        assert_eq!(told(stderr).as_deref(), Some("the tariff is missing (src/lib.rs:23)"));
    }

    #[test]
    fn an_exception_of_python_is_its_line_and_not_the_sdks() {
        let stderr = "Traceback (most recent call last):\n  File \"/2/ocpp_plugin/component.py\", line 63, in handle\n    \
                      outcome = x\n  File \"/1/plugin.py\", line 24, in inner\n    raise ValueError(\"no rule fits\")\n  File \
                      \"/2/ocpp_plugin/_json.py\", line 5, in read\n    y\nValueError: no rule fits\n\nthread '<unnamed>' (1) \
                      panicked at runtime/src/lib.rs:1280:25:\nPython function threw an unexpected exception\n";
        assert_eq!(told(stderr).as_deref(), Some("ValueError: no rule fits (plugin.py:24)"));
    }

    #[test]
    fn what_javascript_threw_is_taken_out_of_the_engines_words() {
        let stderr = "thread '<unnamed>' (1) panicked at crates/runtime/src/interpreter.rs:51:31:\nFailed to call 'handle': \
                      Exception(Exception { message: Some(\"Error: no \\\"rule\\\" fits (src/plugin.ts:28)\"), stack: Some(\"    \
                      at inner (/build/plugin.js:170:13)\\n\") })\nnote: run with `RUST_BACKTRACE=1`\n";
        assert_eq!(
            told(stderr).as_deref(),
            Some("Error: no \"rule\" fits (src/plugin.ts:28)")
        );
    }

    #[test]
    fn anything_else_is_its_last_line() {
        assert_eq!(
            told("why\n  at src/plugin.c:12\n").as_deref(),
            Some("why (src/plugin.c:12)")
        );
        assert_eq!(told("one\ntwo\n\n").as_deref(), Some("two"));
        assert_eq!(told("\n"), None);
    }
}
