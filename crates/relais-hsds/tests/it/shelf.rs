use relais_hsds::{
    Kind, Record, Shelf,
    oracle::{Shape, UNKNOWN, faults, sample_id},
};
use serde_json::{Value, json};

fn service() -> Record {
    Record::new(Kind::Service, sample_id(Kind::Service, 1))
        .with("name", "Permanence")
        .with("description", "Écoute")
        .with("status", "active")
}

fn schedule(number: u32) -> Record {
    Record::new(Kind::Schedule, sample_id(Kind::Schedule, number))
        .of("service_id", sample_id(Kind::Service, 1))
}

fn whole(records: &[Record], lang: Option<&str>) -> Value {
    let shelf = Shelf::of(records);
    serde_json::to_value(shelf.whole(&records[0], lang)).unwrap()
}

#[test]
fn a_record_is_given_in_another_language_where_it_has_words_in_it() {
    let records = [service().in_language("en", "name", "Drop-in")];
    let english = whole(&records, Some("en"));
    assert_eq!(english["name"], "Drop-in");
    assert_eq!(english["description"], "Écoute");
    assert_eq!(whole(&records, Some("ar"))["name"], "Permanence");
    assert_eq!(whole(&records, None)["name"], "Permanence");
    assert_eq!(english["id"], whole(&records, None)["id"]);
}

#[test]
fn an_empty_translation_hides_nothing() {
    let mut record = service().in_language("en", "name", "");
    assert_eq!(record.words.get("en").and_then(|words| words.get("name")), None);
    let words = record.words.entry("en".to_owned()).or_default();
    words.insert("name".to_owned(), Value::Null);
    words.insert("description".to_owned(), json!(""));
    let english = whole(&[record], Some("en"));
    assert_eq!(english["name"], "Permanence");
    assert_eq!(english["description"], "Écoute");
}

#[test]
fn a_column_without_anything_in_it_is_not_there() {
    let record = service().with("url", "").with("alert", Value::Null);
    let service = whole(&[record], None);
    assert_eq!(service.get("url"), None);
    assert_eq!(service.get("alert"), None);
    assert_eq!(faults(Shape::Service, &service), Vec::<String>::new());
}

#[test]
fn the_two_lists_of_schedules_that_3_3_adds_stand_apart_and_are_unknown_to_3_2() {
    let records = [
        service(),
        schedule(1)
            .with("listed_as", "operating_hours")
            .with("group", "Summer"),
        schedule(2).with("listed_as", "events"),
        schedule(3),
    ];
    let service = whole(&records, None);
    assert_eq!(service["operating_hours"][0]["group"], "Summer");
    assert_eq!(service["events"].as_array().unwrap().len(), 1);
    assert_eq!(service["schedules"].as_array().unwrap().len(), 1);
    assert_eq!(service["events"][0].get("listed_as"), None);
    assert!(
        faults(Shape::Service, &service)
            .iter()
            .all(|fault| fault.starts_with(UNKNOWN))
    );
}

#[test]
fn a_schedule_listed_where_nobody_knows_stays_among_the_others() {
    let service = whole(&[service(), schedule(1).with("listed_as", "somewhere")], None);
    assert_eq!(service["schedules"].as_array().unwrap().len(), 1);
}

#[test]
fn an_attribute_belongs_to_the_kind_that_it_names_and_one_that_names_none_to_whatever_has_the_id() {
    let id = sample_id(Kind::Service, 1);
    let attribute = |number, entity: &str| {
        Record::new(Kind::Attribute, sample_id(Kind::Attribute, number))
            .of("link_id", id)
            .with("link_entity", entity)
    };
    let records = [
        service(),
        attribute(1, "service"),
        attribute(2, "location"),
        attribute(3, "guichet"),
    ];
    let service = whole(&records, None);
    let entities: Vec<_> = service["attributes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| &a["link_entity"])
        .collect();
    assert_eq!(entities, ["service", "guichet"]);
}

#[test]
fn the_members_of_an_object_can_be_joined_to_others() {
    let records = [service()];
    let shelf = Shelf::of(&records);
    let members = shelf.flat(&records[0], None).members();
    let joined: Value = serde_json::from_str(&format!("{{{members},\"attributes\":[]}}")).unwrap();
    assert_eq!(joined["name"], "Permanence");
    assert_eq!(relais_hsds::Object::default().members(), "");
}
