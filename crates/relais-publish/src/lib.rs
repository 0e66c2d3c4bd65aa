//! One document model to PDF, tables to Excel and CSV, and QR figures.
