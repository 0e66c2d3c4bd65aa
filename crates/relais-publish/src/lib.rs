#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod document;
mod docx;
mod moment;
mod pdf;
mod qr;
mod slip;
pub mod table;

pub use document::{Block, Column, Document, Field, Languages, Made, Paper, Text};
pub use docx::{Docx, docx};
pub use moment::in_words;
pub use pdf::{Pdf, Standard, Unprintable, pdf};
pub use qr::{TooLongForQr, qr_svg};
pub use slip::Slip;
pub use table::{
    Cell, Chosen, Limits, Table, Unreadable, Unwritable, csv, rows_of_workbook, sheet_of_workbook,
    sheets_of_workbook, xlsx,
};
