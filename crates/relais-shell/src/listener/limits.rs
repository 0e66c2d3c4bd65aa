use std::time::Duration;

/// What one client may take (security requirements 68 and 69).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From the first byte of a connection or the end of an answer to the end of the next request's head;
    /// so also the longest an idle connection is kept.
    pub head: Duration,
    /// Largest head of a request, in bytes.
    pub head_bytes: usize,
    /// Most header lines.
    pub headers: usize,
    /// Open connections; more wait in the kernel's queue.
    pub connections: usize,
    /// Longest life of a connection: nobody holds one for ever by sending or reading a byte at a time.
    pub connection: Duration,
    /// How long open requests may take to end after the order to stop.
    pub farewell: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            head_bytes: 32 * 1024,
            headers: 100,
            connections: 1_024,
            connection: Duration::from_secs(300),
            farewell: Duration::from_secs(10),
        }
    }
}
