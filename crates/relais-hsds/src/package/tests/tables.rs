use super::{ORGANIZATION, package};
use crate::{
    Kind,
    package::{Code, Found, MOST_CELLS, MOST_COLUMNS, Place, read},
};

#[test]
fn semicolons_tabs_marks_of_order_and_any_line_end_are_read() {
    let forms = [
        "\u{feff}id;name;description\r\no1;Accueil Test;Oriente\r\n",
        "id\tname\tdescription\no1\tAccueil Test\tOriente\n",
        "ID , Name, Description\ro1,Accueil Test,Oriente\r",
        "\n\nid|name|description\n\no1|Accueil Test|Oriente",
    ];
    let expected = package(&[ORGANIZATION]).records;
    for form in forms {
        assert_eq!(
            package(&[("organizations.csv", form)]).records,
            expected,
            "{form:?}"
        );
    }
}

#[test]
fn windows_and_utf_16_are_decoded_and_null_characters_taken_out() {
    let windows = Found::new(
        "organizations.csv",
        b"id,name,description\no1,H\xf4tel \x80,l\x92a\0ccueil\n".to_vec(),
    );
    let text = "id,name,description\no1,Hôtel €,l’accueil\n";
    let utf16 = [0xff, 0xfe]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes));
    let utf16 = Found::new("organizations.csv", utf16.collect::<Vec<u8>>());
    for file in [windows, utf16] {
        let package = read(&[file], "source-test").unwrap();
        let one = package.one(Kind::Organization);
        assert_eq!(
            (one.text("name"), one.text("description")),
            (Some("Hôtel €"), Some("l’accueil"))
        );
    }
}

#[test]
fn a_short_row_is_read_and_a_long_one_put_aside() {
    let text = "id,name,description,email\r\no1,Un,Texte\r\no2,\"De\r\nux\",Texte,a@example.org,reste\r\no3,Trois,Texte,,,\r\n";
    let package = package(&[("organizations.csv", text)]);
    assert_eq!(package.all(Kind::Organization).len(), 2);
    assert_eq!(package.note(Code::RowTooShort).place, Place::Line(2));
    let long = package.note(Code::RowTooLong);
    assert_eq!(
        (&long.place, long.value.as_deref()),
        (&Place::Line(3), Some("reste"))
    );
    let tally = package.report.table("organizations").unwrap();
    assert_eq!((tally.read, tally.kept, tally.put_aside), (3, 2, 1));
}

#[test]
fn a_column_without_a_name_is_left_out_and_told_once_for_its_table() {
    let numbered = "id,name,description,\n0,o1,Un,Texte\n1,o2,Deux,Texte\n".replacen("id", ",id", 1);
    let trailing = "id,name,description,,\no1,Un,Texte,reste,\no2,Deux,Texte,,\n";
    for (text, first, times) in [(&*numbered, "0", 2), (trailing, "reste", 1)] {
        let package = package(&[("organizations.csv", text)]);
        assert_eq!(package.all(Kind::Organization).len(), 2, "{text}");
        let note = package.note(Code::ColumnNameless);
        assert_eq!((note.value.as_deref(), note.times), (Some(first), times));
    }
}

#[test]
fn names_of_tables_and_columns_may_be_spelt_in_the_british_way() {
    let services = "id,organisation_id,name,status\n1,o1,Conseil,active\n";
    let package = package(&[("organisations.csv", ORGANIZATION.1), ("services.csv", services)]);
    let organization = package.one(Kind::Organization);
    assert_eq!(
        package.one(Kind::Service).link("organization_id"),
        Some(organization.id)
    );
    assert!(package.notes(Code::ColumnUnknown).is_empty());
}

#[test]
fn a_stray_byte_changes_nothing_but_itself() {
    let head = "id,name,description\no1,Hébergement,Écoute\no2,مركز,Accueil de nuit ".as_bytes();
    let stray = [head, b"\xe9t\xe9\no3,Abri,", "Été\no4,Œuvre,à côté\n".as_bytes()].concat();
    let package = read(&[Found::new("organizations.csv", stray)], "source-test").unwrap();
    let said: Vec<_> = package
        .all(Kind::Organization)
        .iter()
        .flat_map(|one| [one.text("name"), one.text("description")])
        .flatten()
        .collect();
    let expected = [
        "Hébergement",
        "Écoute",
        "مركز",
        "Accueil de nuit été",
        "Abri",
        "Été",
        "Œuvre",
        "à côté",
    ];
    assert_eq!(said, expected);
    assert!(package.notes(Code::EncodingRepaired).is_empty());
    package.note(Code::EncodingMixed);
}

#[test]
fn a_line_that_could_be_either_changes_nothing_in_a_file_of_windows() {
    // `É…` is two letters of Windows and one of UTF-8
    let bytes = b"id,name,description\no1,\xc9cole,L\x92\xe9t\xe9 CAF\xc9\x85\no2,\xc9t\xe9,x\n";
    let package = read(&[Found::new("organizations.csv", bytes.to_vec())], "source-test").unwrap();
    let all = package.all(Kind::Organization);
    assert_eq!(all[0].text("description"), Some("L’été CAFÉ…"));
    assert_eq!(all[1].text("name"), Some("Été"));
    package.note(Code::EncodingRepaired);
}

#[test]
fn line_breaks_that_are_written_as_signs_become_line_breaks_in_texts() {
    let text = "id,name,description,website\no1,Un,a\\r\\nb\\nc,https://example.org/\\n\no2,Deux,'a\\nb,\n";
    let package = package(&[("organizations.csv", text)]);
    let said: Vec<_> = package
        .all(Kind::Organization)
        .iter()
        .map(|one| one.text("description"))
        .collect();
    assert_eq!(said, [Some("a\nb\nc"), Some("a\\nb")]);
    assert_eq!(
        package.note(Code::BreaksRead).column.as_deref(),
        Some("description")
    );
}

#[test]
fn a_column_that_has_no_place_is_told_once_with_the_number_of_its_rows() {
    let text = "id,name,description,secret,name\no1,Un,Texte,x,Autre\no2,Deux,Texte,y,Autre\n";
    let package = package(&[("organizations.csv", text)]);
    let note = package.note(Code::ColumnUnknown);
    assert_eq!((note.column.as_deref(), note.times), (Some("secret"), 2));
    assert_eq!(package.note(Code::ColumnTwice).times, 2);
    assert_eq!(package.all(Kind::Organization)[0].text("name"), Some("Un"));
}

#[test]
fn the_descriptor_names_tables_whose_files_do_not() {
    let descriptor = r#"{"resources": [{"name": "organization", "path": "data/Export-1.csv"}]}"#;
    let package = package(&[("datapackage.json", descriptor), ("Export-1.csv", ORGANIZATION.1)]);
    assert_eq!(package.one(Kind::Organization).text("name"), Some("Accueil Test"));
}

#[test]
fn the_parts_of_a_table_in_a_descriptor_are_one_table() {
    let descriptor = r#"{"resources": [{"name": "organizations", "path": ["Part-1.csv", "Part-2.csv"]}]}"#;
    let package = package(&[
        ("datapackage.json", descriptor),
        ("Part-1.csv", "id,name,description\no1,Un,Texte\n"),
        ("Part-2.csv", "id,name,description\no2,Deux,Texte\n"),
    ]);
    assert_eq!(package.all(Kind::Organization).len(), 2);
    assert_eq!(
        package.report.table("organizations").map(|tally| tally.kept),
        Some(2)
    );
}

#[test]
fn a_file_of_another_kind_is_told() {
    let package = package(&[ORGANIZATION, ("lisezmoi.txt", "Bonjour")]);
    assert_eq!(&*package.note(Code::FileUnknown).table, "lisezmoi.txt");
}

#[test]
fn formulas_are_text_and_their_guard_is_taken_off() {
    let text = "id,name,description\no1,=1+1,'=1+1\no2,'l’autre,''-x\n";
    let package = package(&[("organizations.csv", text)]);
    let said: Vec<_> = package
        .records
        .iter()
        .take(2)
        .flat_map(|r| [r.text("name"), r.text("description")])
        .collect();
    assert_eq!(said, [Some("=1+1"), Some("=1+1"), Some("'l’autre"), Some("'-x")]);
}

#[test]
fn words_in_other_languages_stand_beside_their_records() {
    let words = "table,id,language,field,text\norganization,o1,ar,name,مركز\norganization,o9,ar,name,x\n\
                 organization,o1,ar,nom,x\n";
    let package = package(&[ORGANIZATION, ("translations.csv", words)]);
    assert_eq!(package.one(Kind::Organization).words["ar"]["name"], "مركز");
    assert_eq!(package.notes(Code::TranslationOfNothing).len(), 2);
}

#[test]
fn a_value_in_a_note_is_shortened() {
    let long = "x".repeat(300);
    let text = format!("id,name,description,website\no1,Un,Texte,{long}\n");
    let package = package(&[("organizations.csv", &text)]);
    let value = package.note(Code::UrlUnreadable).value.clone().unwrap();
    assert_eq!(value.chars().count(), 80);
    assert!(value.ends_with('…'));
}

#[test]
fn a_quotation_mark_that_stays_open_is_told() {
    let package = package(&[(
        "organizations.csv",
        "id,name,description\no1,Un,\"Texte\no2,Deux,Texte\n",
    )]);
    assert_eq!(
        package.records[0].text("description"),
        Some("Texte\no2,Deux,Texte")
    );
    assert_eq!(package.notes(Code::QuoteOpen).len(), 1);
}

#[test]
fn a_table_of_too_many_columns_or_cells_is_refused() {
    let refusal = |text: String| {
        read(&[Found::new("organizations.csv", text)], "source-test")
            .unwrap_err()
            .code
    };
    assert_eq!(refusal("a,".repeat(MOST_COLUMNS) + "b"), "TooManyCells");
    assert_eq!(
        refusal(format!("id,name\n{}", ",".repeat(MOST_CELLS))),
        "TooManyCells"
    );
}

#[test]
fn many_equal_notes_are_gathered() {
    let text = "id,name,description,website\n".to_owned()
        + &(0..50_100)
            .map(|at| format!("{at},U,T,aucun\n"))
            .collect::<String>();
    let package = package(&[("organizations.csv", &text)]);
    assert_eq!(package.report.notes.len(), 50_001);
    let counts = package.report.counts();
    assert!(counts.contains(&(Code::UrlUnreadable, 50_100)), "{counts:?}");
}
