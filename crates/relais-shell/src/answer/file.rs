use axum::response::IntoResponse;
use http::{HeaderValue, header};
use tokio::sync::Semaphore;

use super::{Answer, Trouble};

/// How many files are computed at the same time; the others wait their turn, so that pages stay quick.
static PRESSES: Semaphore = Semaphore::const_new(2);

/// What kind of file an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    Pdf,
    Csv,
    Xlsx,
    Docx,
    /// One JSON value a line.
    JsonLines,
    Json,
}

impl FileKind {
    const fn media(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::JsonLines => "application/jsonl; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// Answers with a file to keep. Its name is seen in folders and lists: never a person's name.
///
/// # Errors
/// When the name is none for a file, which is a fault of ours.
pub fn file(name: &str, kind: FileKind, bytes: Vec<u8>) -> Answer {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    if name.is_empty() || !name.chars().all(plain) {
        return Err(Trouble::Fault("a file needs a plain name".into()));
    }
    let told = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .map_err(|_| Trouble::Fault("a file needs a plain name".into()))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind.media())),
        (header::CONTENT_DISPOSITION, told),
    ];
    Ok((headers, bytes).into_response())
}

/// Runs work that computes for a while (a PDF, a workbook) beside the requests, a few at a time.
///
/// # Errors
/// When the work panicked.
pub async fn press<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Trouble> {
    let fault = |why: &dyn std::fmt::Display| Trouble::Fault(format!("a file could not be made: {why}"));
    let _turn = PRESSES.acquire().await.map_err(|e| fault(&e))?;
    tokio::task::spawn_blocking(work).await.map_err(|e| fault(&e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_kept_under_a_plain_name_alone() {
        let answer = file("K7M2-P9QX.pdf", FileKind::Pdf, vec![1]).unwrap();
        assert_eq!(
            answer.headers()[header::CONTENT_DISPOSITION],
            "attachment; filename=\"K7M2-P9QX.pdf\""
        );
        for name in ["", "a b.pdf", "a\"; x.pdf", "é.pdf", "a/b.pdf"] {
            assert!(file(name, FileKind::Pdf, Vec::new()).is_err(), "{name}");
        }
    }
}
