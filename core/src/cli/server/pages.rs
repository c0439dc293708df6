//! A list of the API, read page by page.

use serde_json::Value;

use super::Server;
use super::url::query;
use crate::cli::failed::Failed;

/// So many are asked for at once.
const MOST: usize = 1000;

/// The pages of a list.
pub struct Pages<'a> {
    server: &'a Server,
    path: String,
    parts: Vec<(String, String)>,
    step: usize,
    after: Option<String>,
    is_over: bool,
    end: Option<End>,
}

/// Whether an item, and so all after it, is wanted no more.
type End = Box<dyn Fn(&Value) -> bool>;

impl<'a> Pages<'a> {
    /// None was read.
    #[must_use]
    pub fn new(server: &'a Server, path: &str, parts: &[(&str, Option<&str>)]) -> Self {
        let given = parts
            .iter()
            .filter_map(|(name, value)| Some(((*name).to_owned(), (*value)?.to_owned())));
        Self {
            server,
            path: path.to_owned(),
            parts: given.collect(),
            step: MOST,
            after: None,
            is_over: false,
            end: None,
        }
    }

    /// No more than so many are wanted in all.
    #[must_use]
    pub fn of_at_most(mut self, most: usize) -> Self {
        self.step = most.clamp(1, MOST);
        self
    }

    /// The list ends before the first item of which this is so.
    #[must_use]
    pub fn until(mut self, end: impl Fn(&Value) -> bool + 'static) -> Self {
        self.end = Some(Box::new(end));
        self
    }

    /// The next page; none: that was all.
    ///
    /// # Errors
    /// The server's.
    pub fn next_page(&mut self) -> Result<Option<Vec<Value>>, Failed> {
        if self.is_over {
            return Ok(None);
        }
        let step = self.step.to_string();
        let mut parts: Vec<(&str, Option<&str>)> = self
            .parts
            .iter()
            .map(|(name, value)| (name.as_str(), Some(value.as_str())))
            .collect();
        parts.extend([("limit", Some(step.as_str())), ("after", self.after.as_deref())]);
        let mut page = self.server.get(&format!("{}{}", self.path, query(&parts)))?;
        self.after = page.get("next").and_then(Value::as_str).map(str::to_owned);
        self.is_over = self.after.is_none();
        let items = page.get_mut("items").and_then(Value::as_array_mut);
        let mut items = items.map(std::mem::take).unwrap_or_default();
        let last = self.end.as_ref().and_then(|is_end| items.iter().position(is_end));
        if let Some(last) = last {
            items.truncate(last);
            self.is_over = true;
        }
        Ok(Some(items))
    }

    /// Whether there is another one.
    #[must_use]
    pub fn go_on(&self) -> bool {
        !self.is_over
    }

    /// All that is left.
    ///
    /// # Errors
    /// The server's.
    pub fn all(mut self) -> Result<Vec<Value>, Failed> {
        let mut found = Vec::new();
        while let Some(page) = self.next_page()? {
            found.extend(page);
        }
        Ok(found)
    }
}
