use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use crate::package::{Found, pack, read, unpack};

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn refusal(zip: &[u8]) -> &'static str {
    let refused = unpack(zip).unwrap_err();
    assert!(!refused.sentence.fr.is_empty() && !refused.sentence.en.is_empty());
    refused.code
}

#[test]
fn folders_are_taken_off_the_names_and_what_systems_add_is_left() {
    let zip = zipped(&[
        ("../../etc/a.csv", b"id"),
        ("paquet/b.csv", b"id"),
        ("__MACOSX/paquet/._b.csv", b"x"),
        ("paquet/.DS_Store", b"x"),
    ]);
    let names: Vec<String> = unpack(&zip).unwrap().into_iter().map(|file| file.name).collect();
    assert_eq!(names, ["a.csv", "b.csv"]);
}

#[test]
fn a_bomb_is_refused_before_it_is_whole() {
    let zeros = vec![b'a'; 40 * 1024 * 1024];
    assert_eq!(refusal(&zipped(&[("services.csv", &zeros)])), "PackageTooBig");
}

#[test]
fn more_than_two_hundred_files_are_refused() {
    let names: Vec<String> = (0..201).map(|at| format!("{at}.csv")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"id"[..])).collect();
    assert_eq!(refusal(&zipped(&files)), "TooManyFiles");
}

#[test]
fn an_archive_in_an_archive_is_refused_and_so_is_what_is_none() {
    let inner = zipped(&[("a.csv", b"id")]);
    assert_eq!(refusal(&zipped(&[("a.zip", &inner)])), "ArchiveInArchive");
    assert_eq!(refusal(b"id,name\n"), "NotAZip");
    let refused = read(&[Found::new("services.csv", inner)], "source-test").unwrap_err();
    assert_eq!(refused.code, "ArchiveInArchive");
}

#[test]
fn two_files_of_one_name_are_refused() {
    assert_eq!(
        refusal(&zipped(&[("a/x.csv", b"id"), ("b/x.csv", b"id")])),
        "SameNameTwice"
    );
}

#[test]
fn equal_files_give_equal_bytes() {
    let files = [Found::new("a.csv", "id\r\n"), Found::new("b.csv", "é")];
    assert_eq!(pack(&files).unwrap(), pack(&files.clone()).unwrap());
    assert_eq!(unpack(&pack(&files).unwrap()).unwrap(), files);
}

#[test]
fn a_package_without_any_known_file_is_refused() {
    let refused = read(&[Found::new("photo.txt", "x")], "source-test").unwrap_err();
    assert_eq!(refused.code, "NothingKnown");
}
