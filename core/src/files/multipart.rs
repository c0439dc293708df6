//! The file in a body of `multipart/form-data` (RFC 7578), as it comes: the first part that names a file, or the first
//! one if none does. Holds no more than a boundary of it back.

use bytes::{Bytes, BytesMut};

/// The headers of a part may take so many bytes.
const MAX_HEADER_BYTES: usize = 16 << 10;

/// The longest boundary (RFC 2046 section 5.1.1).
const MAX_BOUNDARY: usize = 70;

/// A body that is none of this form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the body is no multipart/form-data with a file in it")]
pub struct NoForm;

/// Finds the file in a body that is pushed in pieces of any size.
#[derive(Debug)]
pub struct Multipart {
    /// `\r\n--BOUNDARY`
    mark: Vec<u8>,
    held: BytesMut,
    place: Place,
    name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before the first boundary.
    Preamble,
    /// Behind a boundary: another part begins, or the body ends.
    Behind,
    /// In the headers of a part.
    Headers,
    /// In a part that is no file.
    Skipped,
    /// In the file.
    File,
    /// Behind it.
    Over,
}

/// The boundary of a content type, if it is one of forms.
#[must_use]
pub fn boundary(content_type: &str) -> Option<String> {
    let mut parts = content_type.split(';');
    let kind = parts.next()?.trim();
    if !kind.eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let found = parts.find_map(|part| {
        let (name, value) = part.trim().split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim())
    });
    let boundary = found.unwrap_or_default().trim_matches('"');
    Some(boundary.to_owned())
}

impl Multipart {
    /// For a body with this boundary.
    ///
    /// # Errors
    /// It is none.
    pub fn new(boundary: &str) -> Result<Self, NoForm> {
        if boundary.is_empty() || boundary.len() > MAX_BOUNDARY {
            return Err(NoForm);
        }
        Ok(Self {
            mark: format!("\r\n--{boundary}").into_bytes(),
            // The first boundary has no line before it.
            held: BytesMut::from(&b"\r\n"[..]),
            place: Place::Preamble,
            name: None,
        })
    }

    /// Takes a piece of the body; gives what it has of the file.
    ///
    /// # Errors
    /// The body is not of this form.
    pub fn push(&mut self, piece: &[u8]) -> Result<Bytes, NoForm> {
        self.held.extend_from_slice(piece);
        let mut file = BytesMut::new();
        while self.step(&mut file)? {}
        Ok(file.freeze())
    }

    /// The file's name, as its part gives it.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Whether the whole file came.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.place == Place::Over
    }

    /// One step on; false: it needs more of the body.
    fn step(&mut self, file: &mut BytesMut) -> Result<bool, NoForm> {
        match self.place {
            Place::Preamble | Place::Skipped => Ok(self.up_to_the_mark(|_| {})),
            Place::File => {
                let over = self.up_to_the_mark(|bytes| file.extend_from_slice(bytes));
                if over {
                    self.place = Place::Over;
                }
                Ok(over)
            }
            Place::Behind => self.behind(),
            Place::Headers => self.headers(),
            Place::Over => {
                self.held.clear();
                Ok(false)
            }
        }
    }

    /// Takes what stands before the next mark, and the mark if it is there.
    fn up_to_the_mark(&mut self, mut take: impl FnMut(&[u8])) -> bool {
        if let Some(at) = find(&self.held, &self.mark) {
            take(&self.held.split_to(at));
            drop(self.held.split_to(self.mark.len()));
            self.place = Place::Behind;
            return true;
        }
        // Its begin may be the end of what is here.
        let sure = self.held.len().saturating_sub(self.mark.len() - 1);
        take(&self.held.split_to(sure));
        false
    }

    fn behind(&mut self) -> Result<bool, NoForm> {
        let line = find(&self.held, b"\r\n");
        if self.held.starts_with(b"--") {
            // The end of the body, and there was no file.
            return Err(NoForm);
        }
        let Some(end) = line else {
            return if self.held.len() > MAX_HEADER_BYTES {
                Err(NoForm)
            } else {
                Ok(false)
            };
        };
        // Blanks may stand behind a boundary. The line's end is the begin of the headers, which may be none.
        drop(self.held.split_to(end));
        self.place = Place::Headers;
        Ok(true)
    }

    fn headers(&mut self) -> Result<bool, NoForm> {
        let Some(end) = find(&self.held, b"\r\n\r\n") else {
            return if self.held.len() > MAX_HEADER_BYTES {
                Err(NoForm)
            } else {
                Ok(false)
            };
        };
        let headers = self.held.split_to(end);
        drop(self.held.split_to(b"\r\n\r\n".len()));
        let headers = String::from_utf8_lossy(&headers);
        let name = headers.lines().find_map(file_name);
        let is_field = name.is_none() && headers.to_ascii_lowercase().contains("name=") && !is_octets(&headers);
        self.place = if is_field { Place::Skipped } else { Place::File };
        self.name = name;
        Ok(true)
    }
}

/// A part without a file's name that is one all the same.
fn is_octets(headers: &str) -> bool {
    let lower = headers.to_ascii_lowercase();
    lower.contains("application/") || lower.contains("name=\"file\"") || lower.contains("name=file")
}

/// The name in a `Content-Disposition` header.
#[must_use]
pub fn file_name(line: &str) -> Option<String> {
    let (name, value) = line.split_once(':')?;
    if !name.trim().eq_ignore_ascii_case("content-disposition") {
        return None;
    }
    file_name_of(value)
}

/// The name in the value of one.
#[must_use]
pub fn file_name_of(disposition: &str) -> Option<String> {
    let lower = disposition.to_ascii_lowercase();
    let at = lower.find("filename=")? + "filename=".len();
    let rest = disposition.get(at..)?;
    let name = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split(';').next()?.trim(),
    };
    Some(name.to_owned())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = wanted.first()?;
    let mut from = 0;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|byte| byte == first)?;
        if bytes.get(at..)?.starts_with(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use proptest::prelude::*;

    use super::{Multipart, NoForm, boundary, file_name_of};

    fn read(body: &[u8], size: usize) -> Result<(Vec<u8>, Option<String>, bool), NoForm> {
        let mut form = Multipart::new("XX")?;
        let mut file = Vec::new();
        for piece in body.chunks(size.max(1)) {
            file.extend_from_slice(&form.push(piece)?);
        }
        Ok((file, form.name().map(str::to_owned), form.is_over()))
    }

    fn form(file: &[u8]) -> Vec<u8> {
        let before = "--XX\r\nContent-Disposition: form-data; name=\"station\"\r\n\r\nCP1\r\n--XX\r\n\
                      Content-Disposition: form-data; name=\"log\"; filename=\"a.zip\"\r\n\
                      Content-Type: application/zip\r\n\r\n";
        [before.as_bytes(), file, b"\r\n--XX--\r\n"].concat()
    }

    proptest! {
        #[test]
        fn the_file_is_what_it_was_however_it_is_cut(
            file in proptest::collection::vec(prop_oneof![Just(b'\r'), Just(b'\n'), Just(b'-'), Just(b'X'), any::<u8>()], 0..400),
            size in 1_usize..60,
        ) {
            prop_assume!(!file.windows(6).any(|window| window == b"\r\n--XX"));
            let (read, name, over) = read(&form(&file), size).unwrap();
            prop_assert_eq!(read, file);
            prop_assert_eq!(name.as_deref(), Some("a.zip"));
            prop_assert!(over);
        }

        #[test]
        fn any_bytes_are_read_to_their_end(body in proptest::collection::vec(any::<u8>(), 0..300), size in 1_usize..40) {
            read(&body, size).ok();
        }
    }

    #[test]
    fn a_form_without_an_end_is_not_over() {
        let body = form(b"bytes");
        let (file, _, over) = read(&body[..body.len() - 12], 7).unwrap();
        assert!(!over && b"bytes".starts_with(&file));
    }

    #[test]
    fn a_form_without_a_file_is_none() {
        let body = b"--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX--\r\n";
        assert_eq!(read(body, 5).unwrap_err(), NoForm);
    }

    #[test]
    fn boundaries_and_names_are_found() {
        assert_eq!(
            boundary("multipart/form-data; boundary=\"a b\"").as_deref(),
            Some("a b")
        );
        assert_eq!(
            boundary("Multipart/Form-Data;charset=x;Boundary=--c").as_deref(),
            Some("--c")
        );
        assert_eq!(boundary("application/zip"), None);
        assert_eq!(Multipart::new("").err(), Some(NoForm));
        assert_eq!(
            file_name_of("attachment; filename=\"../x.zip\"; a=b").as_deref(),
            Some("../x.zip")
        );
        assert_eq!(file_name_of("attachment; FileName=x.zip").as_deref(), Some("x.zip"));
        assert_eq!(file_name_of("inline"), None);
    }
}
