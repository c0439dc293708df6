//! What one instance may take of the machine. Counted per instance; a refusal is remembered, so
//! that the failure that follows is told with its cause.

use std::time::Duration;

use wasmtime::ResourceLimiter;

/// How long one step of the deadlines' clock is.
pub const TICK: Duration = Duration::from_millis(1);

/// No call of a synchronous plugin may hold its worker longer.
pub const LONGEST_DEADLINE: Duration = Duration::from_millis(20);

/// The limits and how much of them is used.
pub struct Limits {
    memory_bytes: usize,
    used: usize,
    /// Of each table.
    pub table_elements: usize,
    /// Core instances in the component.
    pub instances: usize,
    /// Tables of all of them.
    pub tables: usize,
    /// Memories of all of them.
    pub memories: usize,
    /// What was refused, for the failure's text.
    pub refused: Option<String>,
}

impl Limits {
    /// How much linear memory it has, in bytes.
    #[must_use]
    pub fn used(&self) -> usize {
        self.used
    }

    /// The limits of an instance that may have so much linear memory in all.
    #[must_use]
    pub fn new(memory_bytes: usize) -> Self {
        Self {
            memory_bytes,
            used: 0,
            table_elements: 20_000,
            instances: 64,
            tables: 16,
            memories: 4,
            refused: None,
        }
    }
}

impl ResourceLimiter for Limits {
    fn memory_growing(&mut self, current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        let total = self.used.saturating_add(desired.saturating_sub(current));
        if total > self.memory_bytes {
            self.refused = Some(format!(
                "it asked for {total} bytes of memory and may have {}",
                self.memory_bytes
            ));
            return Ok(false);
        }
        self.used = total;
        Ok(true)
    }

    fn table_growing(&mut self, _current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        let allowed = desired <= self.table_elements;
        if !allowed {
            self.refused = Some(format!(
                "it asked for a table of {desired} and may have {}",
                self.table_elements
            ));
        }
        Ok(allowed)
    }

    fn instances(&self) -> usize {
        self.instances
    }

    fn tables(&self) -> usize {
        self.tables
    }

    fn memories(&self) -> usize {
        self.memories
    }
}
