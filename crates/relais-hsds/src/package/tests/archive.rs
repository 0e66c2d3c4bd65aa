use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{ORGANIZATION, package};
use crate::{
    Kind,
    package::{Code, Found, pack, read, unpack},
};

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
fn an_archive_in_an_archive_is_told_and_refused_only_where_there_is_nothing_else() {
    let inner = zipped(&[("a.csv", b"id")]);
    let files = unpack(&zipped(&[
        ("codes.xlsx", &inner),
        (ORGANIZATION.0, ORGANIZATION.1.as_bytes()),
    ]))
    .unwrap();
    let package = read(&files, "source-test").unwrap();
    assert_eq!(package.one(Kind::Organization).text("name"), Some("Accueil Test"));
    assert_eq!(&*package.note(Code::FileIsArchive).table, "codes.xlsx");
    let refused = read(&[Found::new("services.csv", inner)], "source-test").unwrap_err();
    assert_eq!(refused.code, "ArchiveInArchive");
}

#[test]
fn what_is_no_archive_is_refused() {
    assert_eq!(refusal(b"id,name\n"), "NotAZip");
}

#[test]
fn of_two_files_of_one_name_only_different_tables_are_refused() {
    let table = ORGANIZATION.1.as_bytes();
    let with = |other: &[u8]| {
        let zip = zipped(&[
            ("a/readme.md", b"Un"),
            ("b/README.md", b"Deux"),
            ("a/organizations.csv", table),
            ("b/Organizations.csv", other),
        ]);
        read(&unpack(&zip).unwrap(), "source-test")
    };
    let package = with(table).unwrap();
    assert_eq!(package.all(Kind::Organization).len(), 1);
    assert_eq!(package.notes(Code::FileUnknown).len(), 2);
    assert_eq!(&*package.note(Code::FileRepeated).table, "Organizations.csv");
    let refused = with(b"id,name,description\no2,Deux,Texte\n").unwrap_err();
    assert_eq!(refused.code, "SameNameTwice");
}

#[test]
fn a_broken_document_beside_tables_is_told_and_so_is_a_broken_descriptor() {
    let package = package(&[
        ORGANIZATION,
        ("notes.json", "{\"a\": "),
        ("datapackage.json", "{"),
    ]);
    assert_eq!(package.one(Kind::Organization).text("name"), Some("Accueil Test"));
    let notes = package.notes(Code::FileNotJson);
    let files: Vec<&str> = notes.iter().map(|note| &*note.table).collect();
    assert_eq!(files, ["datapackage.json", "notes.json"]);
    assert!(notes.iter().all(|note| note.value.is_some()));
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
