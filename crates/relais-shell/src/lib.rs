//! What every page shares: layout, form widgets, languages, problem answers, the HTTP listener and its limits.
