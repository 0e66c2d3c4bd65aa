use relais_hsds::oracle::{Shape, page_faults};
use serde_json::{Value, json};

fn term(number: usize) -> Value {
    json!({
        "id": format!("00000000-0000-4000-8000-{number:012}"),
        "name": "Term",
        "description": "A term",
    })
}

fn page(total_items: usize, total_pages: usize, page_number: usize, size: usize) -> Value {
    json!({
        "total_items": total_items,
        "total_pages": total_pages,
        "page_number": page_number,
        "size": size,
        "first_page": page_number == 1,
        "last_page": page_number >= total_pages,
        "empty": size == 0,
        "contents": (0..size).map(term).collect::<Vec<_>>(),
    })
}

fn found(page: &Value) -> Vec<String> {
    page_faults(Shape::TaxonomyTerm, page)
}

#[test]
fn pages_that_count_right_are_clean() {
    for (items, pages, number, size) in [
        (0, 0, 1, 0),
        (0, 1, 1, 0),
        (1, 1, 1, 1),
        (5, 3, 1, 2),
        (5, 3, 3, 1),
        (4, 2, 2, 2),
        (5, 3, 9, 0),
    ] {
        assert_eq!(found(&page(items, pages, number, size)), Vec::<String>::new());
    }
}

#[test]
fn a_page_whose_counts_are_at_odds_is_found() {
    for (items, pages, number, size) in [
        (5, 2, 1, 2),
        (5, 3, 3, 2),
        (5, 3, 3, 0),
        (2, 1, 1, 1),
        (1, 1, 1, 2),
        (0, 3, 1, 0),
        (5, 3, 0, 2),
    ] {
        assert!(
            !found(&page(items, pages, number, size)).is_empty(),
            "{items} {pages} {number} {size}"
        );
    }
}

#[test]
fn a_page_without_one_of_its_counts_is_found() {
    let whole = page(5, 3, 1, 2);
    for name in whole.as_object().unwrap().keys() {
        let mut less = whole.clone();
        less.as_object_mut().unwrap().remove(name);
        assert!(found(&less)[0].starts_with(&format!("/{name}: ")));
    }
}

#[test]
fn a_page_that_claims_another_size_or_place_is_found() {
    for (name, value) in [
        ("size", json!(3)),
        ("first_page", json!(false)),
        ("last_page", json!(true)),
        ("empty", json!(true)),
    ] {
        let mut page = page(5, 3, 1, 2);
        page[name] = value;
        assert!(!found(&page).is_empty(), "{name}");
    }
}

#[test]
fn a_fault_of_a_record_is_told_with_its_place() {
    let mut page = page(5, 3, 1, 2);
    page["contents"][1]["name"] = json!(7);
    assert!(found(&page)[0].starts_with("/contents/1/name"));
}
