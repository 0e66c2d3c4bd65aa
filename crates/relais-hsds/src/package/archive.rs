use std::io::{Cursor, Read, Write};

use zip::{CompressionMethod, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::{Found, MOST_BYTES, MOST_FILES, Refused};

/// How many times larger than in the archive a file may be; text of one kind repeated reaches about a thousand.
const MOST_RATIO: u64 = 400;
/// Below this size no ratio is looked at.
const SMALL: u64 = 1024 * 1024;

/// Opens a zip archive. Folders are taken off the names, so that two files may have the same.
///
/// # Errors
/// `NotAZip`; `PackageEncrypted`; `TooManyFiles` above [`MOST_FILES`]; `PackageTooBig` above [`MOST_BYTES`] in all or where
/// the content is too much larger than the archive.
pub fn unpack(zip: &[u8]) -> Result<Vec<Found>, Refused> {
    let mut archive = ZipArchive::new(Cursor::new(zip)).map_err(|_| not_a_zip())?;
    if archive.len() > MOST_FILES {
        return Err(Refused::too_many_files());
    }
    let mut left = MOST_BYTES;
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|error| unreadable(&error))?;
        let path = entry.name().map_err(|error| unreadable(&error))?.into_owned();
        let name = base(&path);
        if entry.is_dir() || !is_content(&path, &name) {
            continue;
        }
        let packed = entry.compressed_size();
        let bytes = content(entry, packed, left)?;
        left = left.saturating_sub(bytes.len() as u64);
        files.push(Found { name, bytes });
    }
    Ok(files)
}

/// Reads no more than is allowed, whatever the archive says of its sizes.
fn content(entry: impl Read, packed: u64, left: u64) -> Result<Vec<u8>, Refused> {
    let most = left.min(SMALL.max(packed.saturating_mul(MOST_RATIO)));
    let mut bytes = Vec::new();
    entry
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|_| not_a_zip())?;
    if bytes.len() as u64 > most {
        return Err(Refused::too_big());
    }
    Ok(bytes)
}

fn base(name: &str) -> String {
    name.rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// What operating systems put beside the files is no content.
fn is_content(path: &str, base: &str) -> bool {
    !path.starts_with("__MACOSX/") && !base.is_empty() && !base.starts_with('.') && base != "Thumbs.db"
}

/// Archives are not opened within archives.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    [
        &b"PK\x03\x04"[..],
        b"\x1f\x8b\x08",
        b"7z\xbc\xaf\x27\x1c",
        b"Rar!\x1a\x07",
    ]
    .iter()
    .any(|magic| bytes.starts_with(magic))
}

/// Packs files into a zip archive; equal files give equal bytes.
///
/// # Errors
/// `NotPacked`, for more than a zip archive can hold.
pub fn pack(files: &[Found]) -> Result<Vec<u8>, Refused> {
    packed(files).map_err(|_| {
        Refused::new(
            "NotPacked",
            "Les fichiers ne tiennent pas dans une archive zip.",
            "The files do not fit into a zip archive.",
        )
    })
}

fn packed(files: &[Found]) -> Result<Vec<u8>, ZipError> {
    // the default time is the first that the format knows, and always the same
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        archive.start_file(file.name.as_str(), options)?;
        archive.write_all(&file.bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn unreadable(error: &ZipError) -> Refused {
    match error {
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => Refused::new(
            "PackageEncrypted",
            "L’archive zip est protégée par un mot de passe.",
            "The zip archive is protected by a password.",
        ),
        _ => not_a_zip(),
    }
}

fn not_a_zip() -> Refused {
    Refused::new(
        "NotAZip",
        "Ce n’est pas une archive zip lisible.",
        "This is not a zip archive that can be read.",
    )
}
