//! Indicators, statistics and dashboards.
