use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use futures::{FutureExt, future::BoxFuture};

use super::{Gateway, Letter, Posting, Trouble, Why};

/// Puts messages into a folder, one file each, readable by this account alone: for the demonstration and for trying
/// an installation out.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Gateway for Folder {
    fn post<'a>(&'a self, posting: Posting<'a>) -> BoxFuture<'a, Result<(), Trouble>> {
        async move {
            let (name, text) = (name(&posting), text(posting.letter));
            let folder = self.0.clone();
            let put = tokio::task::spawn_blocking(move || put(&folder, &name, &text)).await;
            match put {
                Ok(Ok(())) => Ok(()),
                Ok(Err(error)) => {
                    tracing::error!(kind = %error.kind(), "the folder of messages cannot be written");
                    Err(Trouble::Later(Why::FolderUnwritable))
                }
                Err(_) => Err(Trouble::Later(Why::FolderUnwritable)),
            }
        }
        .boxed()
    }
}

/// Sorted by time; nothing of the message stands in the name.
fn name(posting: &Posting<'_>) -> String {
    let moment = posting.now.strftime("%Y%m%d-%H%M%S");
    format!("{moment}-{}-{}.txt", posting.letter.channel().code(), posting.id)
}

fn text(letter: &Letter) -> String {
    match letter {
        Letter::Mail { to, subject, body } => format!("To: {to}\nSubject: {subject}\n\n{body}"),
        Letter::Sms { to, text } => format!("To: {to}\n\n{text}\n"),
    }
}

/// Under its own name only once it is whole.
fn put(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    make_folder(folder)?;
    let unfinished = folder.join(format!(".{name}.part"));
    let mut file = private().open(&unfinished)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(unfinished, folder.join(name))
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

fn private() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
