//! Suites, key wrapping, sealed values, packages and keyed tokens.
