/// One option of a select, a radio group or a list of checkboxes; its label is already in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// A line in smaller print under the label (radio groups and checkboxes).
    pub hint: String,
    /// Shown, but cannot be chosen; the hint says why.
    pub closed: bool,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
            closed: false,
        }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    #[must_use]
    pub fn closed(mut self, why: impl Into<String>) -> Self {
        self.closed = true;
        self.hint = why.into();
        self
    }
}
