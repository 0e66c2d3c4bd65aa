use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Write},
    path::Path,
};

use age::{
    Decryptor, Encryptor, Identity, Recipient,
    secrecy::ExposeSecret,
    stream::{StreamReader, StreamWriter},
    x25519,
};

use crate::stop::{Code, Stop};

/// Who will be able to open a backup: `age1…`.
///
/// # Errors
/// A sentence that names the key that is none.
pub fn recipients(texts: &[String]) -> Result<Vec<x25519::Recipient>, Stop> {
    let read = |text: &String| {
        text.parse().map_err(|_| {
            Stop::input(
                format!("« {text} » n’est pas une clé publique age (age1…), ou une lettre en est fausse."),
                format!("“{text}” is not an age public key (age1…), or a letter of it is wrong."),
            )
        })
    };
    texts.iter().map(read).collect()
}

/// The secret keys in a file, one `AGE-SECRET-KEY-…` to a line.
///
/// # Errors
/// A sentence when there is none.
pub fn keys_of(path: &Path) -> Result<Vec<x25519::Identity>, Stop> {
    let unusable = |fr: &str, en: &str| {
        Stop::input(
            format!("le fichier de clé {} ne peut pas être lu : {fr}", path.display()),
            format!("the key file {} cannot be read: {en}", path.display()),
        )
    };
    let text = fs::read_to_string(path).map_err(|error| {
        let error = error.to_string();
        unusable(&error, &error)
    })?;
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let keys: Option<Vec<x25519::Identity>> = lines.map(|line| line.parse().ok()).collect();
    let keys = keys.filter(|keys| !keys.is_empty());
    keys.ok_or_else(|| {
        unusable(
            "il y faut une clé secrète age (AGE-SECRET-KEY-…) par ligne, sans lettre fausse.",
            "it takes an age secret key (AGE-SECRET-KEY-…) on each line, without a wrong letter.",
        )
    })
}

/// Makes a key pair: the secret key into a new file for this account alone; the public key is returned.
///
/// # Errors
/// When the file is there already or cannot be written.
pub fn make_key(path: &Path) -> Result<String, Stop> {
    let key = x25519::Identity::generate();
    let public = key.to_public().to_string();
    let write = || -> io::Result<()> {
        let mut file = fresh(path)?;
        writeln!(file, "# {public}")?;
        writeln!(file, "{}", key.to_string().expose_secret())?;
        file.sync_all()
    };
    write().map_err(|error| unwritable(path, &error))?;
    Ok(public)
}

/// A sealed file being written. It gets its name only when it is whole and on the disk.
pub struct Lock {
    stream: StreamWriter<BufWriter<File>>,
}

impl Lock {
    /// # Errors
    /// When the file cannot be made; one that is there is never overwritten.
    pub fn new(path: &Path, recipients: &[x25519::Recipient]) -> Result<Self, Stop> {
        let file = fresh(path).map_err(|error| unwritable(path, &error))?;
        let recipients = recipients.iter().map(|recipient| recipient as &dyn Recipient);
        let encryptor = Encryptor::with_recipients(recipients).map_err(|error| unwritable(path, &error))?;
        let stream = encryptor
            .wrap_output(BufWriter::new(file))
            .map_err(|error| unwritable(path, &error))?;
        Ok(Self { stream })
    }

    pub fn writer(&mut self) -> &mut impl Write {
        &mut self.stream
    }

    /// Ends the envelope and brings the file onto the disk.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn finish(self, path: &Path) -> Result<(), Stop> {
        let done = || -> io::Result<()> {
            let file = self
                .stream
                .finish()?
                .into_inner()
                .map_err(io::IntoInnerError::into_error)?;
            file.sync_all()
        };
        done().map_err(|error| unwritable(path, &error))
    }
}

#[cfg(unix)]
fn fresh(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    File::options()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

#[cfg(not(unix))]
fn fresh(path: &Path) -> io::Result<File> {
    File::options().write(true).create_new(true).open(path)
}

/// Opens a sealed file for reading.
///
/// # Errors
/// [`Code::Backup`] when it is no backup, or not for these keys.
pub fn open(
    path: &Path,
    keys: &[x25519::Identity],
) -> Result<BufReader<StreamReader<BufReader<File>>>, Stop> {
    let file = File::open(path).map_err(|error| {
        Stop::input(
            format!(
                "la sauvegarde {} ne peut pas être ouverte : {error}",
                path.display()
            ),
            format!("the backup {} cannot be opened: {error}", path.display()),
        )
    })?;
    let unreadable = |error: age::DecryptError| {
        let (fr, en) = match error {
            age::DecryptError::NoMatchingKeys => (
                "elle n’est pas pour cette clé".to_owned(),
                "it is not for this key".to_owned(),
            ),
            other => (
                format!("ce n’est pas une sauvegarde de Relais, ou elle est abîmée ({other})"),
                format!("it is no backup of Relais, or it is damaged ({other})"),
            ),
        };
        Stop::new(
            Code::Backup,
            format!("la sauvegarde {} ne s’ouvre pas : {fr}.", path.display()),
            format!("the backup {} does not open: {en}.", path.display()),
        )
    };
    let decryptor = Decryptor::new_buffered(BufReader::new(file)).map_err(unreadable)?;
    let keys = keys.iter().map(|key| key as &dyn Identity);
    Ok(BufReader::with_capacity(
        1 << 16,
        decryptor.decrypt(keys).map_err(unreadable)?,
    ))
}

fn unwritable(path: &Path, error: &dyn std::fmt::Display) -> Stop {
    Stop::new(
        Code::Unavailable,
        format!("le fichier {} ne peut pas être écrit : {error}", path.display()),
        format!("the file {} cannot be written: {error}", path.display()),
    )
}
